"""How active the nodes are for one batch, for the colours of the canvas."""

from __future__ import annotations

from collections.abc import Mapping

from guinet.core.activity import Activity
from guinet.core.parameter_rows import Key
from guinet.session.commands import Study
from guinet.session.events import Finding


class AskActivity(Study, frozen=True, kw_only=True):
    """Runs one batch forwards, in eval mode: with the weights of the training that runs, else with the best of the
    newest run, else with the first values."""


class ActivityTold(Finding, frozen=True):
    """By block id and node id, of nodes that gave floating-point numbers. `step` is that of the training, 0 for none;
    `rest` is for how many seconds it should be left alone."""

    nodes: Mapping[Key, Activity]
    step: int = 0
    rest: float = 0.0
