"""What autograd recorded of one forward pass, as plain data both sides share."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct, field

from guinet.core.problems import Problem
from guinet.core.values import shape_text

Key: TypeAlias = tuple[str, str]
"""A block id and a node id."""


class Kept(StrEnum):
    """How it stands with a saved tensor: it is held, a backward pass has freed it, or it was written over since and a
    backward pass will fail."""

    HELD = "held"
    FREED = "freed"
    CHANGED = "changed"


class Saved(Struct, frozen=True):
    """Something a function keeps for its backward pass: a tensor, or (`text`) a plain value. `shape` is None where that
    cannot be told any more."""

    name: str
    shape: tuple[int, ...] | None = None
    dtype: str = ""
    bytes: int = 0
    kept: Kept = Kept.HELD
    text: str = ""

    @property
    def is_tensor(self) -> bool:
        return not self.text


class Function(Struct, frozen=True):
    """One function of the graph: `op` as torch names it ("AddmmBackward0").

    `shapes` are those of what it gave in the forward pass, so of the gradients that come back to it. `bytes` of what it
    keeps, a piece of memory counted once. `leaf` is the parameter or tensor whose gradient it adds to, "" for others;
    `gradient` what has come there, printed. `calls` are the numbers of the calls that made it, the outermost first.
    `line` counts from 1 in the code of the module, 0 where there is none. `parameters` are the leaves that the same run
    of its node uses, by what they are called.
    """

    op: str
    shapes: tuple[tuple[int, ...], ...] = ()
    saved: tuple[Saved, ...] = ()
    bytes: int = 0
    leaf: str = ""
    gradient: str = ""
    calls: tuple[int, ...] = ()
    keys: tuple[Key, ...] = ()
    code: str = ""
    line: int = 0
    parameters: tuple[str, ...] = ()

    @property
    def fails(self) -> bool:
        """Whether a backward pass will fail here, since what it saved was written over."""
        return any(saved.kept is Kept.CHANGED for saved in self.saved)


class Flow(Struct, frozen=True):
    """What comes back along an edge: a gradient of a `shape`, with its Euclidean `norm` once a backward pass has come
    by; of a single real number with `number`, which has a sign. `count`: so many edges are told of together."""

    shape: tuple[int, ...]
    norm: float | None = None
    number: float | None = None
    count: int = 1


def together(flows: Sequence[Flow]) -> Flow:
    """All that comes back along several edges; its norm is that of all these numbers side by side."""
    if len(flows) == 1:
        return flows[0]
    norms = [flow.norm for flow in flows if flow.norm is not None]
    shapes = {flow.shape for flow in flows}
    norm = math.hypot(*norms) if len(norms) == len(flows) else None
    return Flow(flows[0].shape if len(shapes) == 1 else (), norm, count=len(flows))


def flow_text(flow: Flow) -> str:
    """In short: the number, the norm, or the shape where nothing has come back yet; nothing for several shapes."""
    found = flow.number if flow.number is not None else flow.norm
    if found is not None:
        return "NaN" if math.isnan(found) else f"{found:.3g}"
    return shape_text(flow.shape) if flow.count == 1 else ""


class Whose(StrEnum):
    """Which forward pass was recorded: one that was run for this, with first values, the weights of a run, or those of
    a training at that moment; the very one of a training that is stepped; or that of a script."""

    FIRST = "first"
    RUN = "run"
    TRAINING = "training"
    STEPPING = "stepping"
    SCRIPT = "script"


class Origin(Struct, frozen=True):
    """`run` is that of the weights; `step` that of the training; `rows` of data were run for this, 0 where it was
    not: those of the training's `last_batch`, or else the first rows to train on."""

    whose: Whose = Whose.FIRST
    run: str = ""
    step: int = 0
    rows: int = 0
    last_batch: bool = False


class Call(Struct, frozen=True):
    """One run of a node: its block and id, its name, and its kind or, for a block, what that is called."""

    key: Key
    name: str
    kind: str


class Record(Struct, frozen=True):
    """The graph: an edge leads from a function to one that is next in the backward pass, by their places in
    `functions`. `held` are the bytes of all that is saved, a piece of memory counted once; `own` without those of
    parameters and of the batch, which are there anyway. `breaks` say where no gradient passes, and why. `flows` has
    what comes back along each of `edges`.
    """

    functions: tuple[Function, ...]
    edges: tuple[tuple[int, int], ...]
    roots: tuple[int, ...]
    calls: Mapping[int, Call] = field(default_factory=dict)
    held: int = 0
    own: int = 0
    breaks: tuple[Problem, ...] = ()
    flows: tuple[Flow, ...] = ()
    origin: Origin = Origin()
