"""A search field over a list: the field keeps the focus, arrows and Enter are the list's."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from guinet.ui.theme import set_variant


class ListPopup(QDialog):
    """Who derives from it says what a text finds, and what choosing an entry does."""

    def __init__(self, name: str, hint: str, columns: int, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName(f"{name}_popup")
        set_variant(self, "popup")
        self.line = QLineEdit(placeholderText=hint)
        self.line.setObjectName(f"{name}_search")
        self.line.setAccessibleName(hint)
        self.line.textChanged.connect(self.fill)
        self.line.installEventFilter(self)
        self.list = QTreeWidget(columnCount=columns)
        self.list.setObjectName(f"{name}_list")
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.itemActivated.connect(self.take)
        self.list.itemClicked.connect(self.take)
        self.under = QVBoxLayout(self)
        self.under.addWidget(self.line)
        self.under.addWidget(self.list)
        self.line.setFocus()

    def fill(self, text: str) -> None:
        """Lists what `text` finds."""
        raise NotImplementedError

    def take(self, item: QTreeWidgetItem) -> None:
        """An entry was chosen."""
        raise NotImplementedError

    def put(self, items: list[QTreeWidgetItem]) -> None:
        """Shows these entries, the first that can be chosen already chosen."""
        self.list.clear()
        self.list.addTopLevelItems(items)
        for column in range(self.list.columnCount() - 1):
            self.list.resizeColumnToContents(column)
        first = next((item for item in items if not item.isDisabled()), None)
        if first is not None:
            self.list.setCurrentItem(first)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                item = self.list.currentItem()
                if item is not None:
                    self.take(item)
                return True
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self.list.setFocus()
                self.list.event(event)
                self.line.setFocus()
                return True
        return super().eventFilter(watched, event)
