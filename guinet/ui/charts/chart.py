"""A chart: title, legend with the latest values, plot, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from numpy.typing import ArrayLike
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QEnterEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QMenu, QMessageBox, QToolButton, QVBoxLayout, QWidget

from guinet.core.problems import GuinetError
from guinet.ui.charts.legend import Entry, Legend
from guinet.ui.charts.numbers import NumberFormat, grouped, short
from guinet.ui.charts.plot import Plot
from guinet.ui.charts.save import save_picture, save_points
from guinet.ui.icons import icon
from guinet.ui.theme import current_theme, set_variant, theme_signals
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

_HEADER: Final = 24
_LEGEND: Final = 18
_LOW: Final = 120
"""In less height than this the legend stands beside the title."""

_PICTURE: Final = QSize(640, 400)

PlaceName = Callable[[float], str]


class Chart(QWidget):
    """Named series over the step of the training.

    It draws what comes ten times a second; wheel and drag zoom and pan, a double click shows everything again.
    """

    def __init__(self, title: str, number_format: NumberFormat = short, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number_format = number_format
        self.place_name: PlaceName = lambda x: tr("step {step}").format(step=grouped(round(x)))
        self.folder: Callable[[], str] = str
        """Where the file dialog opens."""
        self.plot = Plot(number_format, self)
        self.legend = Legend(self)
        self._pointed: float | None = None
        self._title = QLabel(self)
        self._buttons = QWidget(self)
        self._make_actions()
        self.translate(title)
        self._lay_out()
        self.plot.drawn.connect(self._update_legend)
        self.plot.pointed.connect(self.point_at)
        self.plot.following_changed.connect(self._on_following)
        theme_signals().changed.connect(self._restyle)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def translate(self, title: str) -> None:
        """Puts the words of the current language, and what the chart is called in it."""
        self.title = title
        self._title.setText(title)
        self.setAccessibleName(title)
        self.everything_action.setText(tr("Show everything"))
        self.logarithmic_action.setText(tr("Logarithmic"))
        self.logarithmic_action.setIconText(tr("log", "logarithmic axis"))
        self.save_action.setText(tr("Save chart…"))

    def add_series(self, name: str, label: str, color: int | None = None, faint: bool = False) -> None:
        """Add an empty series; `color` is a number of the theme's series colours, by default the next one."""
        self.plot.add_line(name, label, len(self.plot.lines) if color is None else color, faint)

    def has_series(self, name: str) -> bool:
        return name in self.plot.lines

    def append(self, name: str, xs: ArrayLike, ys: ArrayLike) -> None:
        """Add points to a series; raises KeyError for an unknown one, ValueError when x goes back."""
        self.plot.append(name, xs, ys)

    def clear(self) -> None:
        """Remove all series and markers."""
        self.plot.clear()

    def set_marker(self, name: str, x: float, text: str) -> None:
        """Mark a step, e.g. the best epoch; the same name moves the mark."""
        self.plot.set_marker(name, x, text)

    def point_at(self, x: float | None, named: bool = True) -> None:
        """Show the values at x, as when the pointer is there; None shows the latest ones.

        `named` writes beside the line which x it is.
        """
        self._pointed = x if self.plot.lines else None
        self.plot.show_cursor(self._pointed, self.place_name(x) if named and x is not None else "")
        self._update_legend()

    def save(self, path: Path) -> None:
        """Write a picture (.png, .svg) or the points (.csv); raises guinet.ui.charts.save.PictureNotWritten."""
        if path.suffix.lower() == ".csv":
            save_points(path, {self._export_name(name): line.series for name, line in self.plot.lines.items()})
        else:
            self._save_picture(path)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._buttons.setVisible(True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._buttons.setVisible(self.logarithmic_action.isChecked() or not self.plot.following)
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.addActions([self.everything_action, self.logarithmic_action])
        menu.addSeparator()
        menu.addAction(self.save_action)
        menu.exec(event.globalPos())

    def _make_actions(self) -> None:
        self.everything_action = QAction(icon("fit"), "", self, enabled=False)
        self.everything_action.triggered.connect(self.plot.show_everything)
        self.logarithmic_action = QAction(self, checkable=True)
        self.logarithmic_action.toggled.connect(self.plot.set_logarithmic)
        self.save_action = QAction(icon("save"), "", self)
        self.save_action.triggered.connect(self._ask_and_save)

    def _lay_out(self) -> None:
        set_variant(self._title, "strong")
        self._title.setMinimumWidth(0)
        bar = QHBoxLayout(self._buttons)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(2)
        for action in (self.logarithmic_action, self.everything_action, self.save_action):
            bar.addWidget(self._button(action))
        self._buttons.setVisible(False)
        self._header = header = QHBoxLayout()
        header.setContentsMargins(0, 0, 0, 0)
        header.setSpacing(current_theme().pixels("space"))
        header.addWidget(self._title, 1)
        header.addWidget(self._buttons)
        self._title.setFixedHeight(_HEADER)
        self._buttons.setFixedHeight(_HEADER)
        self._rows = layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(header)
        layout.addWidget(self.legend)
        layout.addWidget(self.plot, 1)
        theme = current_theme()
        self.setMinimumSize(theme.pixels("chart-min-width"), theme.pixels("chart-min-height"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = event.size().height() < _LOW
        if low != (self._header.indexOf(self.legend) >= 0):
            self._header.setStretchFactor(self._title, int(not low))
            if low:
                self._header.insertWidget(1, self.legend, 1)
            else:
                self._rows.insertWidget(1, self.legend)

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton(self._buttons)
        button.setDefaultAction(action)
        button.setFixedHeight(_HEADER - 2)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        set_variant(button, "flat")
        return button

    def _on_following(self, following: bool) -> None:
        self.everything_action.setEnabled(not following)

    def _update_legend(self) -> None:
        self.legend.show_entries(tuple(self._entries()))

    def _entries(self) -> list[Entry]:
        """The value of each series at the pointer, or its latest; a strong line hides the faint one of its label."""
        entries: dict[str, Entry] = {}
        for line in sorted(self.plot.lines.values(), key=lambda line: line.faint):
            point = line.series.nearest(float("inf") if self._pointed is None else self._pointed)
            if point is not None and line.label not in entries:
                entries[line.label] = Entry(line.label, self.number_format(point[1]), line.color)
        return list(entries.values())

    def _restyle(self, theme: Any) -> None:
        self.plot.restyle(theme)
        self.legend.update()

    def _save_picture(self, path: Path) -> None:
        """At a readable size, however small the chart is on the screen just now."""
        self.point_at(None)
        if self.plot.following:
            self.plot.show_everything()  # without the room for points to come
        size = self.size().expandedTo(_PICTURE)
        save_picture(path, size, lambda painter: self._paint(painter, size), self.title)

    def _paint(self, painter: QPainter, size: QSize) -> None:
        """The chart as a picture: title, legend, plot."""
        theme = current_theme()
        area = QRectF(0, 0, size.width(), size.height())
        painter.fillRect(area, theme.color("chart-background"))
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.color("text"))
        painter.drawText(QPointF(8, 17), self.title)
        self.legend.paint(painter, QRectF(8, _HEADER, area.width() - 16, _LEGEND))
        self.plot.paint(painter, area.adjusted(8, _HEADER + _LEGEND + 4, -8, -6))

    def _export_name(self, name: str) -> str:
        line = self.plot.lines[name]
        return f"{line.label} ({name})" if line.faint else line.label

    def _ask_and_save(self) -> None:
        kinds = ";;".join((tr("Picture") + " (*.png)", tr("Vector picture") + " (*.svg)", tr("Data") + " (*.csv)"))
        suggestion = str(Path(self.folder()) / f"{self.title.lower().replace(' ', '-')}.png")
        name, chosen = QFileDialog.getSaveFileName(self, tr("Save chart"), suggestion, kinds)
        if not name:
            return
        path = Path(name)
        if not path.suffix:
            path = path.with_suffix(chosen[chosen.index("*.") + 1 : -1])
        try:
            self.save(path)
        except GuinetError as error:
            QMessageBox.warning(self, tr("Save chart"), problem_text(error.problem))
