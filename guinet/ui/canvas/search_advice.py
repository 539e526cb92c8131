"""What the search for a node says of what a line of Python names and no node is: where that is instead."""

from __future__ import annotations

from guinet.nodes.registry import REGISTRY
from guinet.ui.translate import tr


def advice(text: str) -> str:
    """A sentence that tells what to do instead of adding a node called `text`."""
    return elsewhere(text) or tr("Nothing fits. Try another word, e.g. “conv”, “relu”, “add”.")


def elsewhere(text: str) -> str:
    """Where that is which `text` names, when no node is called so; "" where nothing is known of it."""
    wanted = text.casefold()
    places = (
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
            ("zero_grad", "optimizer.step"),
            tr("Train runs the whole loop; Step by step runs its phases one at a time, and can leave one out."),
        ),
        (
            ("optim", "scheduler", "epoch"),
            tr("Epochs, optimiser and learning rate are in Properties while nothing is selected."),
        ),
        (
            ("dataloader",),
            tr("A data source loads its own batches: add one, and set batch_size and shuffle in its form."),
        ),
        (("eval", "train"), tr("The mode of the network is the switch in the bar at the top: eval or train.")),
        (("state_dict", "load", "save"), tr("Weights are written by Export, and read in Parameters.")),
    )
    titles = [*(type.title for type in REGISTRY.optimizers()), *(type.title for type in REGISTRY.schedulers())]
    if any(wanted == title.casefold() for title in titles):
        wanted = "optim"
    return next((sentence for words, sentence in places if any(word in wanted for word in words)), "")
