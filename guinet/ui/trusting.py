"""Who asks for the code written by hand to be looked at, and who has to know that more of it is trusted."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, Signal

from guinet.core.project import Project
from guinet.storage import trust


class TrustSignals(QObject):
    """Signals: `changed()`: other texts are trusted than before; `asked(Project)`: someone wants to see the code of a
    project that waits."""

    changed = Signal()
    asked = Signal(object)


@cache
def trust_signals() -> TrustSignals:
    """The one for all windows: trust belongs to the machine, not to a project."""
    return TrustSignals()


def trust_texts(texts: list[str]) -> None:
    """From now on these may run, in every window. Raises SaveFailed."""
    trust.trust(texts)
    trust_signals().changed.emit()


def ask_to_look(project: Project) -> None:
    """Shows the code that waits, in the project's window."""
    trust_signals().asked.emit(project)
