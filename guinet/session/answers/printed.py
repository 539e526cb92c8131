"""Tells what `print` shows of a module."""

from __future__ import annotations

from guinet.probe.printed import printed
from guinet.session.messages.printed import AskPrinted, Printed
from guinet.session.studies import Desk


def answer(desk: Desk, study: AskPrinted) -> None:
    """Emits `Printed`. A network that cannot be made prints nothing: why, its problems say."""
    try:
        desk.require_quiet()
        text = printed(desk.project, study.block, study.node, desk.checker)
    except Exception:  # noqa: BLE001 - the network's own code may raise what it likes; the check tells it at its node
        text = ""
    if not desk.stopping():
        desk.emit(Printed(study.block, study.node, text))
