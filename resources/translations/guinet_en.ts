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
</context>
</TS>
