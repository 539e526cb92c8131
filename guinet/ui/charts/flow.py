"""Places charts side by side: as many columns as fit, rows where there is height for them, else a scroll bar."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from guinet.ui.theme import current_theme


def columns_for(count: int, width: int, height: int, narrowest: int, lowest: int) -> int:
    """How many columns `count` charts take in `width` × `height`; at least enough that the rows have the height."""
    if count <= 0:
        return 1
    rows_that_fit = max(1, height // lowest)
    columns_that_fit = max(1, width // narrowest)
    rows = min(rows_that_fit, -(-count // columns_that_fit))
    return -(-count // rows)


class Flow(QScrollArea):
    """A grid of widgets that rearranges itself when its size or its content changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widgets: list[QWidget] = []
        self._content = QWidget()
        self._grid = QGridLayout(self._content)
        theme = current_theme()
        space = theme.pixels("space-huge")
        self._grid.setContentsMargins(space, 4, space, theme.pixels("space"))
        self._grid.setHorizontalSpacing(space)
        self._columns = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setWidget(self._content)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def set_widgets(self, widgets: Sequence[QWidget]) -> None:
        """Show these, in this order; they belong to the flow from now on."""
        for widget in self._widgets:
            self._grid.removeWidget(widget)
            widget.setVisible(False)
        self._widgets = list(widgets)
        self._columns = 0
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        theme = current_theme()
        narrowest = theme.pixels("chart-min-width") + theme.pixels("space-huge")
        lowest = theme.pixels("chart-min-height") + theme.pixels("space-huge")
        columns = columns_for(len(self._widgets), self.width(), self.height(), narrowest, lowest)
        if columns == self._columns:
            return
        self._columns = columns
        for widget in self._widgets:
            self._grid.removeWidget(widget)
        for number, widget in enumerate(self._widgets):
            self._grid.addWidget(widget, number // columns, number % columns)
            widget.setVisible(True)
        for column in range(max(columns, self._grid.columnCount())):
            used = column < columns
            self._grid.setColumnStretch(column, (4 if column == 0 else 3) if used else 0)
