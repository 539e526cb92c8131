"""What the search for a node says where it finds nothing: where that is which a line of Python names and no node is."""

from __future__ import annotations

from guinet.ui.translate import tr


def advice(text: str) -> str:
    """A sentence that tells what to do instead of adding a node called `text`."""
    wanted = text.casefold()
    elsewhere = (
        (
            ("sequential", "modulelist", "moduledict", "nn.module"),
            tr("Containers are blocks: add the layers, select them and group them with Ctrl+G."),
        ),
        (
            ("no_grad", "inference_mode"),
            tr("Select the nodes that run so, and frame them by the menu Block: a frame says the mode."),
        ),
        (("nn.init", "apply"), tr("First values are rules in Properties, of a layer or of the whole network.")),
        (
            ("optim", "sgd", "adam", "rmsprop", "scheduler", "steplr", "zero_grad"),
            tr("Optimiser and learning rate are in Properties while nothing is selected."),
        ),
        (
            ("dataloader",),
            tr("A data source loads its own batches: add one, and set batch_size and shuffle in its form."),
        ),
        (("eval", "train"), tr("The mode of the network is the switch in the bar at the top: eval or train.")),
        (("state_dict", "load", "save"), tr("Weights are written by Export, and read in Parameters.")),
    )
    for words, sentence in elsewhere:
        if any(word in wanted for word in words):
            return sentence
    return tr("Nothing fits. Try another word, e.g. “conv”, “relu”, “add”.")
