"""A value on a wire, looked at in one of several ways: a part of it or a picture, never the whole of a large one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct, field

from guinet.core.looks import View
from guinet.core.probed import ProbedValue
from guinet.core.problems import Problem
from guinet.session.commands import Study
from guinet.session.events import Finding
from guinet.session.messages.arrays import Numbers

WINDOW: Final = 100
"""Rows and columns of a table that are told at once, at most."""

PREVIEW: Final = 64
"""Points of a preview along one side, at most."""


class LookAt(Study, frozen=True, kw_only=True):
    """What the last evaluation found at a node: in the main block, or in call number `call` of a node inside a block,
    the last where that is -1.
    `port` is one of the names in the answer, "" the first. `index` is the place in the axes of which the view shows one
    at a time; `row` and `column` say where a table begins, and `row` which feature map is the first."""

    block: str
    node: str
    port: str = ""
    call: int = -1
    view: View = View.TEXT
    index: tuple[int, ...] = ()
    row: int = 0
    column: int = 0


class Looked(Finding, frozen=True):
    """The answer to `look`. `calls` says where the node was called, of a node of the main block nothing; `ports` are
    the names of what it gave, `port` the one that is told, `told` what is told of it.

    `index` is the place as far as it exists, `size` the rows and columns there are (of a grid of maps its own).
    `numbers` are those of a table, the points of a picture, pixels as bytes [height, width] or [height, width, 3], or
    the least and greatest of each part of a line; a point stands for `step` values along each axis. `low` and `high`
    are the ends of what is seen. `problem` says why there is nothing.
    """

    look: LookAt
    calls: tuple[str, ...] = ()
    ports: tuple[str, ...] = ()
    port: str = ""
    told: ProbedValue | None = None
    index: tuple[int, ...] = ()
    size: tuple[int, int] = (0, 0)
    numbers: Numbers | None = None
    step: int = 1
    low: float = 0.0
    high: float = 0.0
    problem: Problem | None = None


class SaveNumbers(Study, frozen=True, kw_only=True):
    """Writes the whole table that `look` shows a part of as CSV, to the file `path`."""

    look: LookAt
    path: str


class NumbersSaved(Finding, frozen=True):
    """`rows` lines were written to `path`; `problem` says why not."""

    path: str
    rows: int = 0
    problem: Problem | None = None


class AskPreviews(Study, frozen=True, kw_only=True):
    """Asks for a small picture of the value at each node of a block."""

    block: str


class Preview(Struct, frozen=True):
    """At most PREVIEW points a side. `colors`: pixels [height, width] or [height, width, 3] as they are; else numbers
    from −1 to 1, 0 staying 0."""

    points: Numbers
    colors: bool = False


class Previews(Finding, frozen=True):
    """By node id; those whose value has no picture are left out."""

    block: str
    nodes: Mapping[str, Preview] = field(default_factory=dict)
