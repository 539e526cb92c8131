"""History: the undo steps by name; a click goes back or forward to one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from guinet.core.history import Committed
from guinet.core.project import Project
from guinet.ui.theme import current_theme, theme_signals
from guinet.ui.translate import tr
from guinet.ui.words import step_text

_SHOWN = 500
"""Steps listed; older ones can still be undone."""


class HistoryPanel(QWidget):
    """The steps done, newest last, and below them those undone."""

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project
        self._first = 0
        self._list = QListWidget()
        self._list.setObjectName("history_list")
        self._list.setUniformItemSizes(True)
        layout = QVBoxLayout(self)
        gap = current_theme().pixels("space-small")
        layout.setContentsMargins(gap, gap, gap, 0)
        layout.addWidget(self._list)
        self._list.itemClicked.connect(self._go)
        self._list.itemActivated.connect(self._go)
        # Going back a hundred steps is a hundred commits and one list.
        self._refreshing = QTimer(self)
        self._refreshing.setSingleShot(True)
        self._refreshing.setInterval(0)
        self._refreshing.timeout.connect(self._refresh)
        self._unsubscribe = project.subscribe(self._committed)
        theme_signals().changed.connect(self._refreshing.start)
        self._translate()

    def _committed(self, event: Committed) -> None:
        if self.isVisible():
            self._refreshing.start()

    def _refresh(self) -> None:
        """Makes the list what the history is, touching only the rows that differ."""
        history = self._project.history
        done = [step_text(label) for label in history.labels]
        undone = [step_text(label) for label in history.undone_labels[:_SHOWN]]
        self._first = max(0, len(done) - _SHOWN)
        start = tr("{count} earlier steps").format(count=self._first) if self._first else tr("As opened")
        rows = [start, *done[self._first :], *undone]
        while self._list.count() > len(rows):
            self._list.takeItem(self._list.count() - 1)
        self._list.addItems(rows[self._list.count() :])
        current = len(done) - self._first
        muted, plain = current_theme().color("text-muted"), current_theme().color("text")
        for number, words in enumerate(rows):
            item = self._list.item(number)
            if item.text() != words:
                item.setText(words)
            color = muted if number > current else plain
            if item.foreground().color() != color:
                item.setForeground(color)
        self._list.setCurrentRow(current)

    def _go(self, item: QListWidgetItem) -> None:
        target = self._first + self._list.row(item)
        while len(self._project.history.labels) > target:
            self._project.undo()
        while len(self._project.history.labels) < target:
            self._project.redo()

    def _translate(self) -> None:
        self._list.setAccessibleName(tr("Undo history"))
        self._refreshing.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
