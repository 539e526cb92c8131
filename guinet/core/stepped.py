"""A training stepped by hand, as plain data both sides share: how far to go, and what is there at each stop."""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct, field

from guinet.core.problems import Problem


class Phase(StrEnum):
    """The parts of one training step, in the order of the usual loop."""

    BATCH = "batch"
    FORWARD = "forward"
    LOSS = "loss"
    ZERO_GRAD = "zero_grad"
    BACKWARD = "backward"
    STEP = "step"


OPTIONAL: Final = (Phase.FORWARD, Phase.LOSS, Phase.ZERO_GRAD, Phase.BACKWARD, Phase.STEP)
"""Phases that may be left out."""


class Go(StrEnum):
    """How far to run: to the end of the next node (a block counts as one, or its inside is gone into), out of the
    block, to the end of a phase, of the step, to a node, or on until something stops it."""

    NODE = "node"
    INTO = "into"
    OUT = "out"
    PHASE = "phase"
    STEP = "step"
    TO_NODE = "to_node"
    TO_PHASE = "to_phase"
    ON = "on"


class Watch(StrEnum):
    """What a condition looks for, at every node in both directions."""

    NOT_FINITE = "not_finite"
    ZERO_GRADIENT = "zero_gradient"
    VALUE_NORM = "value_norm"
    GRADIENT_NORM = "gradient_norm"


class Condition(Struct, frozen=True):
    """Stops where a value or gradient is NaN or infinite, where a gradient is all zeros, or where the norm of a value
    or gradient is above `bound`."""

    watch: Watch
    bound: float = math.inf


class Order(Struct, frozen=True):
    """How far to run, and what is to stop it before. `node` is the (block id, node id) of `Go.TO_NODE`, `phase` the
    aim of `Go.TO_PHASE`; phases in `left_out` are passed over."""

    go: Go
    node: tuple[str, str] | None = None
    phase: Phase | None = None
    left_out: frozenset[Phase] = frozenset()
    breakpoints: frozenset[tuple[str, str]] = frozenset()
    conditions: tuple[Condition, ...] = ()


class Cause(StrEnum):
    """Why it stands here: as far as was asked, a breakpoint, a condition, called off, a whole step in which the node
    that was asked for did not run, or at the end of it all."""

    REACHED = "reached"
    BREAKPOINT = "breakpoint"
    CONDITION = "condition"
    PAUSED = "paused"
    MISSED = "missed"
    ENDED = "ended"


class TensorFacts(Struct, frozen=True):
    """A tensor in a few numbers. Those that make no sense for its values (no numbers, not real) are None; `norm` is the
    Euclidean one; `nan` and `infinite` count values. `text` is what `print` shows, "" where it is not told."""

    shape: tuple[int, ...]
    dtype: str
    least: float | None = None
    mean: float | None = None
    most: float | None = None
    std: float | None = None
    norm: float | None = None
    zeros: int = 0
    nan: int = 0
    infinite: int = 0
    text: str = ""

    @property
    def finite(self) -> bool:
        return not self.nan and not self.infinite


class CallFacts(Struct, frozen=True):
    """One node that ran, forward or backward.

    `path` are the names of the nodes it lies in, from the outside, and its own; `time` counts its calls in this phase
    from 1; `code` is its line. `values` are the tensors it gave, by variable (in a backward phase the gradients of
    those); `plain` tells of values that are no tensors. `functions` are the autograd functions behind it.
    """

    block: str
    node: str
    path: tuple[str, ...]
    time: int = 1
    code: str = ""
    values: Mapping[str, TensorFacts] = field(default_factory=dict)
    plain: Mapping[str, str] = field(default_factory=dict)
    functions: tuple[str, ...] = ()

    @property
    def depth(self) -> int:
        """In how many blocks it lies."""
        return len(self.path) - 1


class ParameterFacts(Struct, frozen=True):
    """A parameter at a stop. `names` are its paths: several where it is tied. Gradients and norms are Euclidean norms,
    None where there is no gradient; those called `before` are from before the phase, `change` is the norm of what the
    last update changed, None before the first."""

    names: tuple[str, ...]
    block: str
    node: str
    shape: tuple[int, ...]
    norm: float
    norm_before: float
    gradient: float | None
    gradient_before: float | None
    change: float | None
    trains: bool = True

    @property
    def name(self) -> str:
        return self.names[0]


class Stop(Struct, frozen=True):
    """Where a stepped training stands.

    `phases` is the order of the step's phases. `phase` is the one that runs, or the last that `finished`; None at the
    very beginning. `step` counts from 1, `steps` are those of an epoch. `at` is the node reached, `trail` all that ran
    in this phase, without texts. `batch` are the rows that entered, by port. `waits` counts the batches that are still
    to be added up before the update. `met` is what met the condition: the variable of the node that was reached, or the
    path of one of its parameters. `note` is what is worth knowing, `problem` why it cannot go on.
    """

    phases: tuple[Phase, ...]
    phase: Phase | None
    finished: bool
    epoch: int
    step: int
    steps: int
    cause: Cause = Cause.REACHED
    condition: Condition | None = None
    met: str = ""
    at: CallFacts | None = None
    trail: tuple[CallFacts, ...] = ()
    batch: Mapping[str, TensorFacts] = field(default_factory=dict)
    parameters: tuple[ParameterFacts, ...] = ()
    loss: float | None = None
    loss_before: float | None = None
    learning_rate: float = 0.0
    waits: int = 0
    note: Problem | None = None
    problem: Problem | None = None

    @property
    def ended(self) -> bool:
        return self.cause is Cause.ENDED
