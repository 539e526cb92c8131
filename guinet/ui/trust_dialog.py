"""Code that is not trusted, to be read before it may run."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from guinet.core.coding import called_name
from guinet.ui.panels.code_text import CodeText
from guinet.ui.theme import set_variant
from guinet.ui.translate import tr


class TrustDialog(QDialog):
    """Shows texts by id, one at a time; it lets people go on working beside it.

    Signals: `trusted()` for all that it shows; closing it leaves everything as it is.
    """

    trusted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("trust_dialog")
        self.setModal(False)
        self.resize(860, 560)
        self._texts: Mapping[str, str] = {}
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._list = QListWidget()
        self._list.setObjectName("trust_list")
        self._text = CodeText()
        self._text.setObjectName("trust_text")
        self._text.setReadOnly(True)
        self._yes, self._no = QPushButton(), QPushButton()
        self._yes.setObjectName("trust_yes")
        self._no.setObjectName("trust_no")
        set_variant(self._yes, "primary")
        self._yes.setAutoDefault(False)
        self._no.setAutoDefault(False)
        self._list.currentItemChanged.connect(self._show_text)
        self._yes.clicked.connect(self.trusted)
        self._no.clicked.connect(self.reject)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(self._list)
        both.addWidget(self._text)
        both.setSizes([180, 680])
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._no)
        buttons.addWidget(self._yes)
        layout = QVBoxLayout(self)
        layout.addWidget(self._words)
        layout.addWidget(both, 1)
        layout.addLayout(buttons)
        self._translate()

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """What is asked about, by id; the one that is shown stays, where it still is among them."""
        if texts == self._texts:
            return
        shown = next((item.data(Qt.ItemDataRole.UserRole) for item in self._list.selectedItems()), "")
        self._texts = dict(texts)
        self._list.clear()
        for id, text in texts.items():
            item = QListWidgetItem(called_name(text))
            item.setData(Qt.ItemDataRole.UserRole, id)
            self._list.addItem(item)
        self._list.setCurrentRow(list(texts).index(shown) if shown in texts else 0)
        self._list.setVisible(len(texts) > 1)

    def _show_text(self, item: QListWidgetItem | None) -> None:
        self._text.show_text("" if item is None else self._texts[item.data(Qt.ItemDataRole.UserRole)])

    def _translate(self) -> None:
        self.setWindowTitle(tr("Code written by hand"))
        self._words.setText(
            tr(
                "This code came with the project. When it runs, it can do anything on this machine that you can do. "
                "Trust it if you have read it, or know who wrote it; a change made outside GuiNet asks again."
            )
        )
        self._yes.setText(tr("Trust"))
        self._no.setText(tr("Not now"))
        self._list.setAccessibleName(tr("Pieces of code"))
        self._text.setAccessibleName(tr("Code written by hand"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
