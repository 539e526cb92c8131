"""After a crash: offers the work that was left behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QMessageBox, QWidget

from guinet.core.problems import Problem
from guinet.core.project import Project
from guinet.storage.recovery import Recovered, pending
from guinet.ui.translate import tr
from guinet.ui.words import problem_text


def offer(parent: QWidget, take: Callable[[Project], None]) -> None:
    """Asks about each piece of work left behind; `take` opens what is wanted, and starts a log of its own for it.

    Only then the old log is removed: at no moment is the work in memory alone. A log that could not be read stays.
    """
    for recovered in pending():
        if recovered.error is not None:
            _tell_lost(recovered.error, parent)
            continue
        if recovered.project is not None and _wanted(recovered, parent):
            take(recovered.project)
        recovered.discard()


def _wanted(recovered: Recovered, parent: QWidget) -> bool:
    box = QMessageBox(parent)
    box.setObjectName("recovery_dialog")
    box.setIcon(QMessageBox.Icon.Question)
    name = recovered.title or tr("an untitled project")
    box.setText(tr("GuiNet did not end properly. Recover the changes to {name}?").format(name=name))
    when = datetime.fromtimestamp(recovered.time).strftime("%Y-%m-%d %H:%M")
    told = tr("The last change was made at {when}.").format(when=when)
    if not recovered.whole:
        told += " " + tr("The record's end is damaged: the last change may be missing.")
    box.setInformativeText(told)
    take = box.addButton(tr("Recover"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(tr("Discard"), QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(take)
    box.exec()
    box.deleteLater()
    return box.clickedButton() is take


def _tell_lost(error: Problem, parent: QWidget) -> None:
    box = QMessageBox(parent)
    box.setObjectName("recovery_failed_dialog")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setText(problem_text(error))
    box.exec()
