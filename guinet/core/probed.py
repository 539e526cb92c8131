"""What an evaluation found on the wires, as plain data both sides share: nodes by id, of tensors what is told."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct, field

from guinet.core.parameter_rows import Histogram
from guinet.core.problems import Problem, Severity


class Statistics(Struct, frozen=True):
    """The numbers of a tensor in a few: `minimum`, `mean`, `maximum` and `std` (divided by n − 1) are those of the
    finite ones, None where there are none or too few; of complex numbers the absolute values are meant.

    `zeros` is the share of zeros; `nan` and `infinite` count among all. `estimated`: mean, deviation and bars of a
    large tensor are read off a part of it, evenly spread; the others never are.
    """

    count: int
    minimum: float | None = None
    mean: float | None = None
    maximum: float | None = None
    std: float | None = None
    zeros: float = 0.0
    nan: int = 0
    infinite: int = 0
    bars: Histogram | None = None
    estimated: bool = False


class TensorValue(Struct, frozen=True):
    """A tensor as it is when everything has run.

    `text` is what `print` shows; `was` what it would have shown when its node had run, where something has written over
    it since. `strides` count values, not bytes. `grad_fn` is the name of the step of autograd that made it ("" for
    none). `grad` is the text of the gradient that backward left in it ("" for none), `keeps_grad` whether autograd
    would keep one. `same` are the nodes that give the very same tensor, `shares` those whose tensors lie in the same
    memory with other sizes, strides or offset. Lists of nodes are in the order in which they ran. `statistics` is None
    where there are no numbers to look at (the meta device).
    """

    shape: tuple[int, ...]
    dtype: str
    device: str
    strides: tuple[int, ...]
    offset: int
    contiguous: bool
    requires_grad: bool
    is_leaf: bool
    grad_fn: str
    text: str
    was: str = ""
    keeps_grad: bool = False
    grad: str = ""
    same: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()
    statistics: Statistics | None = None


class PlainValue(Struct, frozen=True):
    """A value that is no tensor: the name of its type, and what `print` shows."""

    type: str
    text: str


class SequenceValue(Struct, frozen=True):
    """A tuple or list; of a long one, `items` are the first, and `length` says how many there are."""

    type: str
    length: int
    items: tuple[ProbedValue, ...]
    text: str


ProbedValue: TypeAlias = "TensorValue | PlainValue | SequenceValue"


class Stretch(Struct, frozen=True):
    """An input that broadcasting repeats, without copying it, to the shape of the result.

    `place` is its number among the wires of a port that takes several. `axes` are those of the result, counted from 0,
    along which it is repeated: its size there is 1, or it has no such axis.
    """

    port: str
    place: int
    shape: tuple[int, ...]
    axes: tuple[int, ...]


class Progress(StrEnum):
    """What became of a node: it ran; it failed; it was not run, since it waits for one that failed or is unfinished."""

    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"


class NodeValue(Struct, frozen=True):
    """What became of one node.

    `line` is the Python that ran. `view_of` is the node whose memory the result lies in, "" where it has memory of its
    own; `copied` says that an operation that can do without had to copy. `seconds` is the time it took. `waits_for` is
    the node it would have needed.
    """

    progress: Progress
    line: str = ""
    outputs: Mapping[str, ProbedValue] = field(default_factory=dict)
    stretched: tuple[Stretch, ...] = ()
    view_of: str = ""
    copied: bool = False
    seconds: float = 0.0
    waits_for: str = ""
    problems: tuple[Problem, ...] = ()


class Evaluated(Struct, frozen=True):
    """All nodes of the main block by id, in the order in which they ran; `stopped` if that was called off. `mode` is
    that of the layers: "eval" or "train". `rows` says how many rows each part of the data has, `draws` whether a
    drawing could be an input."""

    nodes: Mapping[str, NodeValue]
    stopped: bool = False
    mode: str = "eval"
    rows: Mapping[str, int] = field(default_factory=dict)
    draws: bool = False

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(problem for node in self.nodes.values() for problem in node.problems)

    @property
    def ok(self) -> bool:
        return not any(problem.severity is Severity.ERROR for problem in self.problems)
