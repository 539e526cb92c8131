"""A training stepped by hand: what the window orders, and where it stands then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from msgspec import field

from guinet.core.probed import NodeValue
from guinet.core.stepped import Order, Stop
from guinet.session.commands import Study
from guinet.session.events import Finding


class TakeStep(Study, frozen=True, kw_only=True):
    """Goes on with the training that is stepped, as far as `order` says; without one it begins anew and stands before
    the first batch. Where none is stepped yet it is begun first, unless it `goes_on` from what the window shows."""

    supersedes: ClassVar[bool] = False

    order: Order | None = None
    goes_on: bool = False


class EndStepping(Study, frozen=True, kw_only=True):
    """Ends the stepping, and lets go of its module; it is not answered."""


class Stepped(Finding, frozen=True):
    """Where the stepped training stands. `edited`: it has ended because the graph or a setting was changed."""

    stop: Stop
    edited: bool = False


class MomentTold(Finding, frozen=True):
    """The values there are where the stepped training stands, by id of the nodes of the main block; none where nothing
    has run in this step yet, or nothing is stepped any more. They may be looked at as those of an evaluation."""

    nodes: Mapping[str, NodeValue] = field(default_factory=dict)
