"""The curve of a node with the arguments it has."""

from __future__ import annotations

from collections.abc import Mapping

from guinet.core.values import Value
from guinet.nodes.docs import Curve
from guinet.session.commands import Study
from guinet.session.events import Finding


class AskCurve(Study, frozen=True, kw_only=True):
    """Asks for the curve of a node of `kind` with these arguments."""

    kind: str
    arguments: Mapping[str, Value]


class NodeCurve(Finding, frozen=True):
    """The curve that was asked for; None where there is none."""

    kind: str
    arguments: Mapping[str, Value]
    curve: Curve | None
