"""Ctrl+K: every action by its name, with its shortcut."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QTreeWidgetItem, QWidget

from guinet.ui.list_popup import ListPopup
from guinet.ui.translate import plain, tr


class CommandPalette(ListPopup):
    """Enter runs the chosen action."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget) -> None:
        self._actions = [action for action in actions if action.objectName() != "command_palette"]
        super().__init__("command", tr("Type what you want to do"), 2, parent)
        self.resize(460, 380)
        self.fill("")

    def fill(self, text: str) -> None:
        wanted = text.casefold().split()
        found = [action for action in self._actions if all(word in _told_by(action) for word in wanted)]
        self.put([_row(action, plain(action.text())) for action in found] or [_nothing()])

    def take(self, item: QTreeWidgetItem) -> None:
        if not item.isDisabled():
            action = item.data(0, Qt.ItemDataRole.UserRole)
            self.accept()
            action.trigger()


def _told_by(action: QAction) -> str:
    """What is searched: its words, and its name, which is English in every language."""
    return f"{plain(action.text())} {action.objectName().replace('_', ' ')}".casefold()


def _nothing() -> QTreeWidgetItem:
    item = QTreeWidgetItem([tr("No such action. Space on the canvas finds layers."), ""])
    item.setDisabled(True)
    return item


def _row(action: QAction, words: str) -> QTreeWidgetItem:
    item = QTreeWidgetItem([words, action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)])
    item.setData(0, Qt.ItemDataRole.UserRole, action)
    item.setDisabled(not action.isEnabled())
    return item
