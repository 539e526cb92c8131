"""Places charts side by side: as many columns as fit into the width; the rows share the height, or scroll."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from guinet.ui.theme import current_theme


def columns_for(count: int, width: int, narrowest: int) -> int:
    """How many columns `count` charts take in `width`: as few rows as can be, and no row much emptier than another."""
    fit = max(1, width // narrowest)
    rows = max(1, -(-count // fit))
    return max(1, -(-count // rows))


class Flow(QScrollArea):
    """A grid of widgets that rearranges itself when its size or its content changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widgets: list[QWidget] = []
        self._content = QWidget()
        self._grid = QGridLayout(self._content)
        theme = current_theme()
        self._space = theme.pixels("space-huge")
        self._grid.setContentsMargins(self._space, 4, self._space, theme.pixels("space"))
        self._grid.setHorizontalSpacing(self._space)
        self._grid.setVerticalSpacing(theme.pixels("space"))
        self._columns = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setWidget(self._content)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def set_widgets(self, widgets: Sequence[QWidget]) -> None:
        """Show these, in this order; they belong to the flow from now on."""
        for widget in self._widgets:
            self._grid.removeWidget(widget)
            if widget not in widgets:
                widget.setVisible(False)
        self._widgets = list(widgets)
        self._columns = 0
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        narrowest = current_theme().pixels("chart-min-width") + self._space
        columns = columns_for(len(self._widgets), self.viewport().width() - self._space, narrowest)
        if columns == self._columns:
            return
        self._columns = columns
        for widget in self._widgets:
            self._grid.removeWidget(widget)
        for number, widget in enumerate(self._widgets):
            self._grid.addWidget(widget, number // columns, number % columns)
            widget.setVisible(True)
        rows = -(-len(self._widgets) // columns)
        for column in range(max(columns, self._grid.columnCount())):
            first = 4 if rows == 1 and column == 0 else 3  # the loss is looked at most
            self._grid.setColumnStretch(column, first if column < columns else 0)
        for row in range(max(rows, self._grid.rowCount())):
            self._grid.setRowStretch(row, int(row < rows))
