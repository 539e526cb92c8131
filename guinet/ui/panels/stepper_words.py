"""What is said of a stepped training: the line of each phase, why it is there, and where it stands."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from guinet.core.stepped import CallFacts, Cause, Condition, Phase, Stop, TensorFacts, Watch
from guinet.ui.canvas.value_text import shape_text
from guinet.ui.charts.numbers import short
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

LINES: Final[Mapping[Phase, str]] = {
    Phase.BATCH: "x, y = next(batches)",
    Phase.FORWARD: "output = model(x)",
    Phase.LOSS: "loss = loss_fn(output, y)",
    Phase.ZERO_GRAD: "optimizer.zero_grad()",
    Phase.BACKWARD: "loss.backward()",
    Phase.STEP: "optimizer.step()",
}
"""Each phase as one writes it."""


def number(value: float | None) -> str:
    """Three digits; a dash where there is none."""
    if value is None:
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return short(value)


def meaning(phase: Phase | None) -> str:
    """Why a phase is there, in a sentence."""
    match phase:
        case None:
            return tr("The network has its first weights. Next comes the first batch.")
        case Phase.BATCH:
            return tr("The next rows of the training data, in the order that the seed has drawn.")
        case Phase.FORWARD:
            return tr("The batch goes through the network; autograd takes note of every step for the way back.")
        case Phase.LOSS:
            return tr("One number says how far the output is from the target.")
        case Phase.ZERO_GRAD:
            return tr("Takes the gradients of the step before away: backward adds to those that are there.")
        case Phase.BACKWARD:
            return tr("From the loss back, by the chain rule: each parameter gets the slope of the loss.")
        case Phase.STEP:
            return tr("Moves each parameter against its gradient, as far as the learning rate says.")


def remarks(stop: Stop) -> str:
    """What is worth knowing at this stop beyond what the phase is for."""
    found = []
    if stop.note is not None:
        found.append(problem_text(stop.note))
    if stop.phase is Phase.BACKWARD and any(each.gradient_before is not None for each in stop.parameters):
        found.append(tr("There were gradients already: these are added to them."))
    if stop.waits and stop.phase is Phase.BACKWARD:
        found.append(tr("The update waits for %n more batch(es).", "", stop.waits))
    return " ".join(found)


def reason(stop: Stop) -> str:
    """Why it stands here, where that is not simply what was asked for."""
    if stop.problem is not None:
        return problem_text(stop.problem)
    match stop.cause:
        case Cause.BREAKPOINT:
            return tr("Stopped at a breakpoint.")
        case Cause.CONDITION if stop.condition is not None:
            return tr("Stopped at {name}: {condition}.").format(name=stop.met, condition=condition_text(stop.condition))
        case Cause.PAUSED:
            return tr("Stopped.")
        case Cause.MISSED:
            return tr("A whole step has run without the selected node: choose one that runs in it.")
        case Cause.ENDED:
            return tr("This was the last step of the training.")
    return ""


def condition_text(condition: Condition) -> str:
    match condition.watch:
        case Watch.NOT_FINITE:
            return tr("a value or gradient is NaN or infinite")
        case Watch.ZERO_GRADIENT:
            return tr("a gradient is all zeros")
        case Watch.VALUE_NORM:
            return tr("the norm of a value is above {bound}").format(bound=number(condition.bound))
        case Watch.GRADIENT_NORM:
            return tr("the norm of a gradient is above {bound}").format(bound=number(condition.bound))


def place_text(call: CallFacts) -> str:
    """A node with the blocks around it, and which of its calls this is."""
    path = " › ".join(call.path)
    return tr("{node}, call {number}").format(node=path, number=call.time) if call.time > 1 else path


def figures_text(facts: TensorFacts) -> str:
    """Shape, dtype and the numbers of a tensor, in a line."""
    parts = [shape_text(facts.shape), facts.dtype]
    if facts.mean is not None:
        parts.append(tr("mean {value}").format(value=number(facts.mean)))
    if facts.std is not None:
        parts.append(tr("std {value}").format(value=number(facts.std)))
    if facts.least is not None and facts.most is not None and facts.least != facts.most:
        parts.append(tr("{least} to {most}").format(least=number(facts.least), most=number(facts.most)))
    if facts.norm is not None:
        parts.append(tr("norm {value}").format(value=number(facts.norm)))
    if facts.nan:
        parts.append(tr("{count} NaN").format(count=facts.nan))
    if facts.infinite:
        parts.append(tr("{count} infinite").format(count=facts.infinite))
    return " · ".join(parts)


def head_text(stop: Stop) -> str:
    """Which step of which epoch."""
    inside = (stop.step - 1) % stop.steps + 1 if stop.steps else stop.step
    return tr("Epoch {epoch}, step {step} of {steps}").format(epoch=stop.epoch, step=inside, steps=stop.steps)


def loss_text(stop: Stop) -> str:
    if stop.loss is None:
        return ""
    if stop.loss_before is None:
        return tr("Loss {loss}").format(loss=_digits(stop.loss))
    return tr("Loss {earlier} → {loss}").format(loss=_digits(stop.loss), earlier=_digits(stop.loss_before))


def _digits(value: float) -> str:
    """Six, since a loss changes little in a step."""
    return f"{value:.6g}" if math.isfinite(value) else number(value)
