"""Ctrl+K: every action by its name, with its shortcut."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from guinet.ui.translate import plain, tr


class CommandPalette(QDialog):
    """A search field over the list of actions; Enter runs the chosen one."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("command_palette_popup")
        self._actions = [action for action in actions if action.objectName() != "command_palette"]
        self._search = QLineEdit()
        self._search.setObjectName("command_search")
        self._search.setPlaceholderText(tr("Type what you want to do"))
        self._search.textChanged.connect(self._filter)
        self._search.installEventFilter(self)
        self._list = QTreeWidget()
        self._list.setObjectName("command_list")
        self._list.setColumnCount(2)
        self._list.setHeaderHidden(True)
        self._list.setRootIsDecorated(False)
        self._list.itemActivated.connect(self._run)
        self._list.itemClicked.connect(self._run)
        layout = QVBoxLayout(self)
        layout.addWidget(self._search)
        layout.addWidget(self._list)
        self.resize(460, 380)
        self._filter("")
        self._search.setFocus()

    def _filter(self, text: str) -> None:
        self._list.clear()
        for action in self._actions:
            words = plain(action.text())
            if all(part in words.casefold() for part in text.casefold().split()):
                item = QTreeWidgetItem([words, action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)])
                item.setData(0, Qt.ItemDataRole.UserRole, action)
                item.setDisabled(not action.isEnabled())
                self._list.addTopLevelItem(item)
        self._list.resizeColumnToContents(0)
        first = self._list.topLevelItem(0)
        if first is not None:
            self._list.setCurrentItem(first)

    def _run(self, item: QTreeWidgetItem | None) -> None:
        if item is None or item.isDisabled():
            return
        action = item.data(0, Qt.ItemDataRole.UserRole)
        self.accept()
        action.trigger()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The field keeps the focus; arrows and Enter are the list's.
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self._list.currentItem())
                return True
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self._list.setFocus()
                self._list.event(event)
                self._search.setFocus()
                return True
        return super().eventFilter(watched, event)
