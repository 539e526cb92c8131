"""The way into the block shown, above the canvas: Net › Encoder › Layer; a click goes back there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import tr

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas


class Breadcrumbs(QFrame):
    """Hidden in the main block."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.setObjectName("breadcrumbs")
        set_variant(self, "card")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(4, 2, 8, 2)
        self._row.setSpacing(0)
        self._shown: tuple[tuple[str, str], ...] = ()
        self.refresh()

    def refresh(self) -> None:
        """The way, or the name of a block on it, changed."""
        blocks = self._canvas.project.blocks
        way = tuple((stop.block, blocks[stop.block].name) for stop in self._canvas.trail.stops if stop.block in blocks)
        if way != self._shown:
            self._shown = way
            self._fill(way)
        self.setVisible(len(way) > 1)

    def _fill(self, way: tuple[tuple[str, str], ...]) -> None:
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for block, name in way[:-1]:
            arrow = QLabel("›", self)
            set_variant(arrow, "muted")
            self._put(self._crumb(block, name))
            self._put(arrow)
        here = QLabel(way[-1][1], self)
        here.setObjectName("crumb_here")
        here.setContentsMargins(8, 0, 0, 0)
        set_variant(here, "strong")
        self._put(here)
        self._describe()
        margin = current_theme().pixels("minimap-margin")
        self.move(margin, margin)
        self.adjustSize()

    def _put(self, widget: QWidget) -> None:
        self._row.addWidget(widget)
        widget.show()  # at once: the size is wanted now

    def _crumb(self, block: str, name: str) -> QPushButton:
        button = QPushButton(name, self)
        button.setObjectName("crumb")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_variant(button, "flat")
        button.clicked.connect(lambda: self._go(block))
        return button

    def _go(self, block: str) -> None:
        self._canvas.trail.back_to(block)
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _describe(self) -> None:
        self.setAccessibleName(tr("Blocks around this one"))
        self.setAccessibleDescription(" › ".join(name for _, name in self._shown))
        self.setToolTip(tr("Esc leads out of the block"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._describe()
        super().changeEvent(event)
