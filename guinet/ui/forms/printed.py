"""The text that `print` shows of what is selected, to be read and copied."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from guinet.core.graph import Block
from guinet.core.project import MAIN, Project
from guinet.core.sharing import has_layer
from guinet.session.events import Event
from guinet.session.messages.printed import AskPrinted, Printed
from guinet.ui.forms.text_area import TextArea
from guinet.ui.panels.asking import Asking
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import tr


class PrintedForm(QWidget):
    """Shows the text for one layer or block; for the network, or the block one is in, where nothing is selected.

    Signals: `asks(Study)`.
    """

    asks = Signal(object)

    def __init__(self, project: Project, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("printed_form")
        self._block, self._node = MAIN, ""
        self._title, self.text = QLabel(), TextArea()
        self.setMinimumHeight(1)  # it asks when it is painted
        self._inside = QVBoxLayout(self)
        self._lay_out()
        self._asking = Asking(self, project, self._ask, lambda: None)
        self._translate()

    def show_of(self, block: Block, nodes: Sequence[str]) -> None:
        """What is selected: these nodes of a block."""
        node = nodes[0] if len(nodes) == 1 else ""
        other = (block.id, node) != (self._block, self._node)
        self._block, self._node = block.id, node
        self.setVisible(has_layer(block.nodes[node]) if node else not nodes and bool(block.nodes))
        if other:
            self._show("")
            self._asking.soon()

    def receive(self, event: Event) -> None:
        """Takes what the torch side tells."""
        self._asking.note(event)
        if isinstance(event, Printed) and (event.block, event.node) == (self._block, self._node):
            self._show(event.text)

    def _ask(self) -> None:
        self.asks.emit(AskPrinted(block=self._block, node=self._node))

    def _show(self, text: str) -> None:
        self.text.show_text(text)
        self._title.setVisible(bool(text))
        self.text.setVisible(bool(text))
        self._inside.setContentsMargins(0, current_theme().pixels("space-large") if text else 0, 0, 0)

    def _lay_out(self) -> None:
        self.text.setObjectName("printed_text")
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        set_variant(self.text, "mono")
        set_variant(self._title, "strong")
        self._title.setBuddy(self.text)
        self._inside.addWidget(self._title)
        self._inside.addWidget(self.text)
        self._show("")

    def _translate(self) -> None:
        self._title.setText(tr("As print shows it"))
        self.text.setAccessibleName(tr("As print shows it"))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._asking.seen()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
