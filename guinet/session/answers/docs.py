"""Tells the curve of a node with the arguments it has: torch draws it."""

from __future__ import annotations

from guinet.nodes.registry import REGISTRY
from guinet.probe.curves import curve_of
from guinet.session.messages.docs import AskCurve, NodeCurve
from guinet.session.studies import Desk


def answer(desk: Desk, study: AskCurve) -> None:
    """Emits `NodeCurve`."""
    kind = REGISTRY.get(study.kind)
    curve = curve_of(kind, study.arguments) if kind is not None else None
    desk.emit(NodeCurve(study.kind, study.arguments, curve))
