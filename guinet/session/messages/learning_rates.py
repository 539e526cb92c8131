"""How the learning rate will move through a training."""

from __future__ import annotations

from guinet.core.problems import Problem
from guinet.session.commands import Study
from guinet.session.events import Finding


class AskLearningRates(Study, frozen=True, kw_only=True):
    """Asks for the learning rate of each update that the training settings would make."""


class LearningRates(Finding, frozen=True):
    """The curve: at the 0-based `updates` the learning rate is one of `rates`, and stays so until the next; the whole
    training makes `total` updates, `per_epoch` of them in each of `epochs`.

    `follows_loss`: the scheduler follows the loss, which nobody knows beforehand, so the rate is told as it begins.
    `known` is False where there are no data yet, and one update is taken for an epoch. `problem` is why there is none.
    """

    updates: tuple[int, ...] = ()
    rates: tuple[float, ...] = ()
    total: int = 0
    per_epoch: int = 1
    epochs: int = 0
    follows_loss: bool = False
    known: bool = True
    problem: Problem | None = None
