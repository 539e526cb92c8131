"""A small plot as large as one likes: it is taken out of its panel for as long as it is looked at."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QLabel, QLayout, QScrollArea, QVBoxLayout, QWidget

from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import tr

_SIZE: Final = QSize(900, 560)
_NOTCH: Final = 1.25
_MOST: Final = 40.0
_WIDEST: Final = 16_000
"""Pixels; a widget may be twice as wide."""

_NO_LIMIT: Final = QSize(16_777_215, 16_777_215)


class Enlarged(QDialog):
    """Shows `plot`, and puts it back where it was when it is closed. The wheel zooms at the pointer, along x or both
    ways, a drag pans, a double click shows everything. Raises ValueError for a plot that lies in no layout."""

    def __init__(self, plot: QWidget, title: str) -> None:
        parent = plot.parentWidget()
        layout = None if parent is None else parent.layout()
        if layout is None:
            raise ValueError("the plot lies in no layout")
        super().__init__(plot.window())
        self.setObjectName("enlarged_plot")
        self.setWindowTitle(title)
        self._plot, self._home, self._factor = plot, layout, 1.0
        self._both_ways = bool(getattr(plot, "in_proportion", False))
        self._limits = plot.minimumSize(), plot.maximumSize()
        self._dragged: QPointF | None = None
        self._stand_in = QWidget()
        self._stand_in.setFixedSize(plot.size())
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self._lay_out()
        _exchange(layout, plot, self._stand_in)
        plot.setMinimumSize(QSize(0, 0))
        plot.setMaximumSize(_NO_LIMIT)
        self.area.setWidget(plot)
        plot.show()
        plot.installEventFilter(self)
        self.resize(_SIZE.boundedTo(self.screen().availableSize()))

    def _lay_out(self) -> None:
        about = QLabel(tr("The wheel zooms at the pointer, a drag pans, a double click shows everything."))
        about.setWordWrap(True)
        set_variant(about, "muted")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(tr("Close"))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(current_theme().pixels("space"))
        for widget in (self.area, about, buttons):
            layout.addWidget(widget, int(widget is self.area))

    def zoom(self, scale: float, at: QPointF) -> None:
        """Makes the plot `scale` times as wide, or as large; what lies at its pixel `at` stays where it is."""
        room, plot = self.area.maximumViewportSize(), self._plot
        across, down = self.area.horizontalScrollBar(), self.area.verticalScrollBar()
        most = min(_MOST, _WIDEST / max(1, room.width()))
        self._factor = factor = min(max(self._factor * scale, 1.0), most)
        shares = at.x() / max(1, plot.width()), at.y() / max(1, plot.height())
        beside = at - QPointF(across.value(), down.value())
        width, height = round(room.width() * factor), round(room.height() * (factor if self._both_ways else 1.0))
        plot.setMinimumSize(width if factor > 1.0 else 0, height if factor > 1.0 and self._both_ways else 0)
        plot.resize(width, height if self._both_ways else plot.height())
        across.setValue(round(shares[0] * plot.width() - beside.x()))
        down.setValue(round(shares[1] * plot.height() - beside.y()))

    def done(self, result: int) -> None:
        self._plot.removeEventFilter(self)
        self._plot.setMinimumSize(self._limits[0])
        self._plot.setMaximumSize(self._limits[1])
        self.area.takeWidget()
        _exchange(self._home, self._stand_in, self._plot)
        self._stand_in.deleteLater()
        self._plot.show()
        super().done(result)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QWheelEvent) and event.angleDelta().y():
            self.zoom(_NOTCH ** (event.angleDelta().y() / 120), event.position())
            return True
        if not isinstance(event, QMouseEvent):
            return False
        left = Qt.MouseButton.LeftButton
        if event.type() is QEvent.Type.MouseButtonDblClick:
            self.zoom(0.0, QPointF())
        elif event.type() is QEvent.Type.MouseButtonPress and event.button() is left:
            self._dragged = event.globalPosition()
        elif event.type() is QEvent.Type.MouseButtonRelease:
            self._dragged = None
        elif self._dragged is not None and event.buttons() & left:
            moved = event.globalPosition() - self._dragged
            for bar, by in (
                (self.area.horizontalScrollBar(), moved.x()),
                (self.area.verticalScrollBar(), moved.y()),
            ):
                bar.setValue(bar.value() - round(by))
            self._dragged = event.globalPosition()
        return False


def _exchange(layout: QLayout, there: QWidget, instead: QWidget) -> None:
    item = layout.replaceWidget(there, instead)
    assert item is not None, "the plot is not where it was"
