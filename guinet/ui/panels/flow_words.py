"""What is said of a forward pass that was recorded, and of what came back along an edge."""

from __future__ import annotations

from guinet.core.recorded import Flow, Origin, Whose, flow_text
from guinet.core.values import shape_text
from guinet.ui.translate import tr


def origin_words(origin: Origin) -> str:
    """Which forward pass is shown."""
    match origin.whose:
        case Whose.SCRIPT:
            return tr("Recorded when the canvas ran")
        case Whose.STEPPING:
            return tr("The forward pass of step {step} itself, as far as it has come").format(step=origin.step)
        case Whose.TRAINING if origin.last_batch:
            words = tr("The last batch, %n row(s), run once more with the weights after step {step}", "", origin.rows)
            return words.format(step=origin.step)
        case Whose.TRAINING:
            words = tr("%n row(s) run as in training, with the weights after step {step}", "", origin.rows)
            return words.format(step=origin.step)
        case Whose.RUN:
            words = tr("%n row(s) run as in training, with the best weights of run {run}", "", origin.rows)
            return words.format(run=origin.run)
        case Whose.FIRST:
            return tr("%n row(s) run as in training, with first values", "", origin.rows)


def flow_words(flow: Flow) -> str:
    """What comes back along an edge, as a sentence without an end."""
    if flow.count > 1:
        words = tr("%n gradient(s)", "", flow.count)
        return (
            words if flow.norm is None else tr("{gradients}, norm {norm}").format(gradients=words, norm=flow_text(flow))
        )
    shape = shape_text(flow.shape)
    if flow.number is not None:
        return tr("gradient {number}").format(number=flow_text(flow))
    if flow.norm is None:
        return tr("gradient of shape {shape}; none has come back").format(shape=shape)
    return tr("gradient of shape {shape}, norm {norm}").format(shape=shape, norm=flow_text(flow))
