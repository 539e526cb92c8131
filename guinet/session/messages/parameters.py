"""Parameters and their gradients, as the window asks for them and is told of them: plain data, summarised."""

from __future__ import annotations

from typing import Final

from guinet.core.parameter_rows import Figures, Histogram, ParameterRow
from guinet.core.problems import Problem
from guinet.session.commands import Study
from guinet.session.events import Finding
from guinet.session.messages.arrays import Numbers

WINDOW: Final = 100
"""Rows and columns of values that are told at once, at most."""

FIRST, NEWEST = "first", "newest"
"""Which weights: the first values, or the best of the newest run, which are the first values where there is none. While
a training runs, those it has are shown."""


class ShowParameter(Study, frozen=True, kw_only=True):
    """The values of one parameter: rows and columns from here on, in the slice `leading` of the dimensions before."""

    path: str
    weights: str = NEWEST
    leading: tuple[int, ...] = ()
    row: int = 0
    column: int = 0


class ListParameters(Study, frozen=True, kw_only=True):
    """All parameters and buffers of the module, and the values of one of them where `show` asks for some: as they are
    between the same two steps of a training."""

    weights: str = NEWEST
    show: ShowParameter | None = None


class ListGradients(Study, frozen=True, kw_only=True):
    """All parameters with their gradients: those of a training, or of one batch that is run forwards and backwards
    where nothing trains. While a training runs, a histogram is made of the gradient of `bars` only."""

    bars: str = ""


class PreviewRules(Study, frozen=True, kw_only=True):
    """What the rules for first values make of one node's parameters: a histogram of each."""

    node: str
    block: str


class ParametersListed(Finding, frozen=True):
    """`rows` in the order of the module. `source` is FIRST, "run", "training" or, of one that is stepped, "stepping";
    `run` the run, `step` that of the training, `since` the step that `since_start` counts from. `note` tells of weights
    that could not be taken. `gradients`: whether gradients were looked for. `rest` is for how many seconds the training
    should be left alone."""

    revision: int
    rows: tuple[ParameterRow, ...]
    source: str = FIRST
    run: str = ""
    step: int = 0
    since: int = 0
    note: Problem | None = None
    gradients: bool = False
    rest: float = 0.0


class ParameterShown(Finding, frozen=True):
    """`values` holds the rows and columns from `row` and `column` on, WINDOW at most, of a table of `size`; `leading`
    are the sizes of the dimensions before the last two. `picture` is the same table as a picture, made coarser where it
    is large; `kernels` shows a convolution's kernels side by side; `points` [vectors, 2] the first vectors of an
    embedding in a plane."""

    path: str
    shape: tuple[int, ...]
    size: tuple[int, int]
    row: int
    column: int
    index: tuple[int, ...]
    values: Numbers
    bars: Histogram | None
    picture: Numbers
    kernels: Numbers | None = None
    step: int = 0
    points: Numbers | None = None


class RulesPreviewed(Finding, frozen=True):
    """By the path below the node what each parameter would begin with."""

    block: str
    node: str
    bars: tuple[tuple[str, Figures, Histogram | None], ...]


class ParametersUnknown(Finding, frozen=True):
    """Why a question could not be answered; `study` is its class."""

    study: str
    problem: Problem
