"""The graph that autograd recorded, and what one of its boxes stands for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from msgspec import field

from guinet.core.problems import Problem
from guinet.core.record_view import Drawing, Level
from guinet.core.recorded import Flow, Function, Origin
from guinet.session.commands import Study
from guinet.session.events import Finding


class ShowAutograd(Study, frozen=True, kw_only=True):
    """Asks for the graph of one batch, laid out. `level` None takes the finest that can be taken in; groups by
    their numbers are `opened` or `closed` against the level. `again` runs the batch anew, though nothing was edited.
    """

    level: Level | None = None
    opened: frozenset[int] = frozenset()
    closed: frozenset[int] = frozenset()
    again: bool = False


class TellFunctions(Study, frozen=True, kw_only=True):
    """Asks what is known of functions, by their places in the record; of many only the first are told."""

    MOST: ClassVar[int] = 200

    functions: tuple[int, ...]


class AskFlows(Study, frozen=True, kw_only=True):
    """Asks for what comes back along the wires of the canvas; `again` as in ShowAutograd."""

    again: bool = False


class FlowsTold(Finding, frozen=True):
    """By block id and wire id the gradient that came back; `origin` and `rest` as in AutogradShown."""

    revision: int
    flows: Mapping[tuple[str, str], Flow]
    origin: Origin = Origin()
    rest: float = 0.0


class AutogradShown(Finding, frozen=True):
    """`functions` is how many there are in all, `edges` how many join them. `held` are the bytes that are saved, each
    piece of memory once, `own` those that are not parameters' or the batch's. `breaks` say where no gradient passes.
    `origin` is the forward pass it is of; a training that runs is to be left alone for `rest` seconds then."""

    revision: int
    level: Level
    drawing: Drawing = field(default_factory=Drawing)
    functions: int = 0
    edges: int = 0
    held: int = 0
    own: int = 0
    breaks: tuple[Problem, ...] = ()
    origin: Origin = Origin()
    rest: float = 0.0


class FunctionsTold(Finding, frozen=True):
    """The functions that were asked for, by their places."""

    revision: int
    functions: dict[int, Function]
