<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name></name>
    <message numerus="yes">
        <source>%n node(s) copied</source>
        <translation>
            <numerusform>%n node copied</numerusform>
            <numerusform>%n nodes copied</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n node(s), none selected</source>
        <translation>
            <numerusform>%n node, none selected</numerusform>
            <numerusform>%n nodes, none selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n node(s) selected</source>
        <translation>
            <numerusform>%n node selected</numerusform>
            <numerusform>%n nodes selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unused port(s) hidden.</source>
        <translation>
            <numerusform>%n unused port hidden.</numerusform>
            <numerusform>%n unused ports hidden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n error</numerusform>
            <numerusform>%n errors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n warning</numerusform>
            <numerusform>%n warnings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n node(s) call this code</source>
        <translation>
            <numerusform>%n node call this code</numerusform>
            <numerusform>%n nodes call this code</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Training started: %n epoch(s).</source>
        <translation>
            <numerusform>Training started: %n epoch.</numerusform>
            <numerusform>Training started: %n epochs.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s) left.</source>
        <translation>
            <numerusform>%n problem left.</numerusform>
            <numerusform>%n problems left.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Laying out %n node(s)…</source>
        <translation>
            <numerusform>Laying out %n node…</numerusform>
            <numerusform>Laying out %n nodes…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n function(s)</source>
        <translation>
            <numerusform>%n function</numerusform>
            <numerusform>%n functions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n found</numerusform>
            <numerusform>%n found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n finding</numerusform>
            <numerusform>%n findings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of its numbers are NaN or infinite</source>
        <translation>
            <numerusform>%n of its numbers are NaN or infinite</numerusform>
            <numerusform>%n of its numbers are NaN or infinite</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n parameter(s) without a gradient</source>
        <translation>
            <numerusform>%n parameter without a gradient</numerusform>
            <numerusform>%n parameters without a gradient</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The update waits for %n more batch(es).</source>
        <translation>
            <numerusform>The update waits for %n more batch.</numerusform>
            <numerusform>The update waits for %n more batches.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n node(s)</source>
        <translation>
            <numerusform>%n node</numerusform>
            <numerusform>%n nodes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n node(s) pasted from Python</source>
        <translation>
            <numerusform>%n node pasted from Python</numerusform>
            <numerusform>%n nodes pasted from Python</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n run(s)?</source>
        <translation>
            <numerusform>Delete %n run?</numerusform>
            <numerusform>Delete %n runs?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more line(s)</source>
        <translation>
            <numerusform>%n more line</numerusform>
            <numerusform>%n more lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… and %n more</numerusform>
            <numerusform>… and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The last batch, %n row(s), run once more with the weights after step {step}</source>
        <translation>
            <numerusform>The last batch, %n row, run once more with the weights after step {step}</numerusform>
            <numerusform>The last batch, %n rows, run once more with the weights after step {step}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) run as in training, with the weights after step {step}</source>
        <translation>
            <numerusform>%n row run as in training, with the weights after step {step}</numerusform>
            <numerusform>%n rows run as in training, with the weights after step {step}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) run as in training, with the best weights of run {run}</source>
        <translation>
            <numerusform>%n row run as in training, with the best weights of run {run}</numerusform>
            <numerusform>%n rows run as in training, with the best weights of run {run}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) run as in training, with first values</source>
        <translation>
            <numerusform>%n row run as in training, with first values</numerusform>
            <numerusform>%n rows run as in training, with first values</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n gradient(s)</source>
        <translation>
            <numerusform>%n gradient</numerusform>
            <numerusform>%n gradients</numerusform>
        </translation>
    </message>
</context>
</TS>
