"""A training stepped by hand: what the window orders, and where it stands then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from guinet.core.probed import NodeValue
from guinet.core.stepped import Order, Stop
from guinet.session.commands import Study
from guinet.session.events import Finding


@dataclass(frozen=True, kw_only=True)
class TakeStep(Study):
    """Goes on with the training that is stepped, as far as `order` says; without one it begins anew and stands before
    the first batch. Where none is stepped yet it is begun first, unless it `goes_on` from what the window shows."""

    supersedes: ClassVar[bool] = False

    order: Order | None = None
    goes_on: bool = False


@dataclass(frozen=True, kw_only=True)
class EndStepping(Study):
    """Ends the stepping, and lets go of its module; it is not answered."""


@dataclass(frozen=True)
class Stepped(Finding):
    """Where the stepped training stands. `edited`: it has ended because the graph or a setting was changed."""

    stop: Stop
    edited: bool = False


@dataclass(frozen=True)
class MomentTold(Finding):
    """The values there are where the stepped training stands, by id of the nodes of the main block; none where nothing
    has run in this step yet, or nothing is stepped any more. They may be looked at as those of an evaluation."""

    nodes: Mapping[str, NodeValue] = field(default_factory=dict)
