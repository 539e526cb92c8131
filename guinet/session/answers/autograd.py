"""Records one batch and lays out what autograd recorded of it."""

from __future__ import annotations

from msgspec import Struct

from guinet.compile.precedence import is_script
from guinet.core.layered import LayoutStopped
from guinet.core.record_view import View, drawn, first_level
from guinet.core.recorded import Record
from guinet.probe.recording import record
from guinet.session.messages.autograd import AutogradShown, FunctionsTold, ShowAutograd, TellFunctions
from guinet.session.studies import Desk


class _Kept(Struct, frozen=True):
    revision: int
    record: Record


def show(desk: Desk, study: ShowAutograd) -> None:
    """Emits an AutogradShown. Raises GuinetError while a training runs, and where the canvas cannot run."""
    known = _record(desk, study.again)
    level = study.level if study.level is not None else first_level(known)
    try:
        drawing = drawn(known, View(level, study.opened, study.closed), desk.stopping)
    except LayoutStopped:
        return
    desk.emit(
        AutogradShown(
            desk.revision,
            level,
            drawing,
            len(known.functions),
            len(known.edges),
            known.held,
            known.own,
            known.breaks,
            is_script(desk.project.main),
        )
    )


def tell(desk: Desk, study: TellFunctions) -> None:
    """Emits a FunctionsTold. Raises as `show`."""
    functions = _record(desk).functions
    asked = [place for place in study.functions if place < len(functions)][: TellFunctions.MOST]
    desk.emit(FunctionsTold(desk.revision, {place: functions[place] for place in asked}))


def _record(desk: Desk, again: bool = False) -> Record:
    kept = desk.kept.get("autograd")
    if isinstance(kept, _Kept) and kept.revision == desk.revision and not again:
        return kept.record
    desk.require_quiet()
    found = record(desk.project, desk.checker, desk.stopping)
    desk.kept["autograd"] = _Kept(desk.revision, found)
    return found
