<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>&amp;New</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Duplicate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>De&amp;lete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frame &amp;all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frame &amp;selection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Actual si&amp;ze</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;tep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do &amp;anything…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About GuiNet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Canvas</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n node(s) copied</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>The clipboard holds no nodes to paste.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A wire leads from an output to an input.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minimap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Double-click or press Space to add a layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>or drag one here from the list on the left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Explain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This no longer fits the graph: wait for the next check.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Got: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search layers and operations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing fits. Try another word, e.g. “conv”, “relu”, “add”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n node(s), none selected</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n node(s) selected</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>tensor</source>
        <comment>port</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>number</source>
        <comment>port</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>list</source>
        <comment>port</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>any value</source>
        <comment>port</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output {port}: {type}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input {port}: {type}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes several wires, in order.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>May stay unwired.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shape is not known yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step {step}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log</source>
        <comment>logarithmic axis</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save chart…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vector picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save chart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>best</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No training yet. Press Train, and loss and metrics are drawn here as they come.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>train</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>valid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>epoch {epoch} · step {step}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean absolute error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean squared error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>R²</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradient norm by layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Samples per second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type what you want to do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Palette</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Properties</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something went wrong in GuiNet itself. Your work is kept; save it and go on. ({error})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} could not be written ({reason}): choose another place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is written: {compared}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The torch process ended while exporting; nothing was written. Try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>state_dict, PyTorch (.pt)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>state_dict, safetensors (.safetensors)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole model, PyTorch (.pt)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>torch.export program (.pt2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ONNX (.onnx)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Python source of the model (.py)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Python training script (.py)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture of the canvas, SVG (.svg)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture of the canvas, PNG (.png)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Building the model…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing the file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading it in a clean process and comparing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>untitled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the changes before closing?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without saving, what you changed since the last save is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file on disk is as it was.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GuiNet projects (*{ending})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>auto</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values with a name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The PyTorch code of the network appears here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Generated Python code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} earlier steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo history</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outline of the project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search {count} nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kinds of nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No problems. What is wrong with the network will be listed here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>expected {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>got {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an untitled project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GuiNet did not end properly. Recover the changes to {name}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last change was made at {when}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The record&apos;s end is damaged: the last change may be missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recover</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>starting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopping…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{nodes} nodes · {parameters} parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The device a training runs on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>edited</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Continue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>epoch {epoch}/{epochs}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused at step {step}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rate} samples/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>test accuracy {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>test R² {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mend the problems first: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GuiNet {version}: draw a neural network, get real PyTorch. Apache-2.0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ready · torch {version}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training finished.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training stopped at step {step}; a checkpoint is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training interrupted at step {step}; a checkpoint is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The torch process ended by itself and was started again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The training was interrupted at step {step}: the torch process ended. It was started again; the last checkpoint is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>starting torch…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A training is running. Stop it and close?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A checkpoint is kept, so that it can go on later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>My blocks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read it off the wires again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the default</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What this project is about, for those who open it later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notes of the project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many times the training goes over all training rows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another seed gives other initial weights and another order of the rows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The device a training runs on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processor threads torch may use; 0 chooses by the cost of a step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the weights follow their gradients.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click or press F2 to rename</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Category</name>
    <message>
        <source>Inputs and outputs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Linear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convolution</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pooling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Activation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Normalisation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Padding and resizing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recurrent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shape and indexing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arithmetic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Losses</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Fix</name>
    <message>
        <source>Remove the wire</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Problem</name>
    <message>
        <source>{argument} of {node} refers to “{name}”, which the block does not expose.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is wired to {port} of {node}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{node} needs a wire to {argument}, or a value for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{node} needs a value for {argument}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{node} would read {argument} off the batch: {got} arrives.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{node} reads {argument} off a dimension that {got} does not have.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{node} works on {expected}, but {got} arrives.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{node} computes with float32, but {got} arrives.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{node} cannot run on {got}: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The parameters of {node} need {size}: make it smaller.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One sample’s result of {node} needs {size}: make it smaller.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{node}: {warning}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{node} expects {argument} = {expected}, but {got} arrives ({found}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{node} learns from float predictions, but {got} arrives.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{node} compares with float numbers, but {got} arrives as target.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{node} compares with class numbers, but {got} arrives as target.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{node} chooses between classes, but {got} has one column only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{node} cannot compare {got}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{node} would compare every sample with every target: {got}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{words} ({error})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>While running: {words} ({error})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{node}: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{node} refers to “{name}”, which its block does not expose.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{node} has no argument “{argument}”; its block exposes: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inside {node}: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{node} belongs in the main graph: blocks hold no data and no losses.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nn.Module has a “{name}” of its own: give this node another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no network yet: wire data or an Input into a layer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{node} could not be run, so the code cannot be written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{node} comes after a loss, where only arithmetic may stand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{node} leads to no output and no loss: it is left out of the code.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no node kind “{kind}”; `guinet nodes` lists them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} has no input and output to be put on a wire with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Several nodes are named {name}: each needs a name of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The node of this wire is not there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{target}.{port} takes a {expected}, but this wire carries a {got}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These two ports are wired already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This wire would close a cycle: {target} already leads to {source}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The block {block} cannot be put inside itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A wire leads to a node that is not there ({id}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{node}.{port} takes one wire, but has several.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is not a name Python allows: use letters, digits and _.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is a word of Python&apos;s own: choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is of a kind this GuiNet does not know ({kind}): replace it, or open it where it was made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These nodes feed each other in a cycle: {names}. Remove one wire.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} puts the block {block} inside itself: remove it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{node} has no {direction} port “{port}”; it has: {ports}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A wire leads to “{port}”, a port {node} does not have.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be a whole number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be a number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be true or false.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be the path of a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be one or more whole numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be a list of whole numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be one or more numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{argument} is {value}, but its numbers must be finite.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be a list of names.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be one of: {choices}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be one or more whole numbers, or one of: {choices}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{argument} needs a value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{argument} is {value}, but takes one number or {length}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be at least {minimum}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be at most {maximum}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{argument} is larger than any size can be; use a smaller number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title} has no argument “{name}”; it has: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title} has no argument “{name}”; did you mean {names}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{argument}: “{text}” could not be read; write it like {example}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A training runs already: stop it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An export runs already: wait for its end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The device “{device}” is not here; there is {devices}. Choose one of them, or use --device cpu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough memory on {device} for batches of {batch}: choose a smaller batch_size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough memory on {device} for batches of {batch}: choose a smaller batch_size, or the CPU (--device cpu).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The loss became {loss} at step {step}: the data itself has such values in “{port}”. Mend it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The loss became {loss} at step {step}: the weights {path} of {node} had stopped being finite. Lower the learning rate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The loss became {loss} at step {step}: {node} was the first to give a value that is not finite. Lower the learning rate, or keep what goes into {node} in range.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network has no parameters, so there is nothing to train: add a layer such as Linear.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{optimizer} refuses its arguments: {reason}. Change the setting.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no optimiser “{optimizer}”; choose one of {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{optimizer} has no argument “{name}”; it has {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The training failed: {error}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is {value}, but must be a whole number from {low} to {high}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no loss to train with: add one, such as CrossEntropyLoss, and wire the network&apos;s output and the data&apos;s target into it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No data feeds the network: add a data source and wire it in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{node} gets no data in training: wire {data} in its place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network trains on one data source, but several feed it ({names}): wire only one of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{node} gives a loss for each value instead of one number: set its reduction to mean or sum.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Step</name>
    <message>
        <source>Add node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set argument</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Insert on wire</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paste</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cut</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cut wires</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reconnect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose optimiser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write notes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
