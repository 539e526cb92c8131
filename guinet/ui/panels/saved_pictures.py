"""The menu of a small plot: enlarged, where it zooms; its numbers copied; saved as a picture or as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from guinet.core.problems import GuinetError
from guinet.storage import atomic
from guinet.ui.theme import current_theme
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

Lines: TypeAlias = "Callable[[], Sequence[Sequence[str]]]"
"""The headings and then the rows of what is plotted; the headings alone while there is nothing."""


def offer_saving(plot: QWidget, name: str, lines: Lines) -> None:
    """Gives a plot its menu; `name` is what its files are called at first. Enlarged, a plot is zoomed along x, or both
    ways where it has an attribute `in_proportion` that is true."""
    plot.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    plot.customContextMenuRequested.connect(partial(_open, plot, name, lines))
    plot.installEventFilter(_Opener(plot, lines))


class _Opener(QObject):
    """A double click on a plot enlarges it. It is the plot's own child."""

    def __init__(self, plot: QWidget, lines: Lines) -> None:
        super().__init__(plot)
        self._plot, self._lines = plot, lines

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        wanted = event.type() is QEvent.Type.MouseButtonDblClick and len(self._lines()) > 1
        if wanted and _can_be_larger(self._plot):
            enlarge(self._plot)
            return True
        return False


def _can_be_larger(plot: QWidget) -> bool:
    parent = plot.parentWidget()
    if parent is None or isinstance(parent, QStackedWidget):  # a stack is no place to put it back into: see `framed`
        return False
    return parent.layout() is not None and not isinstance(plot.window(), QDialog)


def framed(plot: QWidget) -> QWidget:
    """A plot as the page of a stack or of tabs, from where it can be enlarged too."""
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(plot)
    return page


def enlarge(plot: QWidget) -> None:
    """Shows a plot alone, where it zooms, until that is closed."""
    from guinet.ui.panels.enlarged import Enlarged

    dialog = Enlarged(plot, plot.accessibleName() or tr("Plot"))
    dialog.exec()
    dialog.deleteLater()


def save(plot: QWidget, path: Path, lines: Lines) -> None:
    """Writes a plot as it looks (.png, .svg), or its numbers (.csv). Raises GuinetError."""
    if path.suffix.lower() == ".csv":
        held = io.StringIO(newline="")
        csv.writer(held).writerows(lines())
        atomic.write(path, held.getvalue().encode())
        return
    from guinet.ui.charts.save import save_picture  # it brings numpy

    save_picture(path, plot.size(), partial(_paint, plot), plot.accessibleName())


def _paint(plot: QWidget, painter: QPainter) -> None:
    painter.fillRect(plot.rect(), current_theme().color("panel"))
    plot.render(painter, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)


def _open(plot: QWidget, name: str, lines: Lines, at: QPoint) -> None:
    menu = QMenu(plot)
    menu.setObjectName("picture_menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if _can_be_larger(plot):
        menu.addAction(tr("Enlarge…"), partial(enlarge, plot))
    menu.addAction(tr("Copy numbers"), partial(_copy, lines))
    menu.addAction(tr("Save picture or numbers…"), partial(_ask_and_save, plot, name, lines))
    menu.setEnabled(len(lines()) > 1)
    menu.popup(plot.mapToGlobal(at))


def _copy(lines: Lines) -> None:
    QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines()))


def _ask_and_save(plot: QWidget, name: str, lines: Lines) -> None:
    title = tr("Save picture or numbers")
    kinds = ";;".join((tr("Picture") + " (*.png)", tr("Vector picture") + " (*.svg)", tr("Data") + " (*.csv)"))
    file, chosen = QFileDialog.getSaveFileName(plot, title, f"{name}.png", kinds)
    if not file:
        return
    path = Path(file)
    try:
        save(plot, path if path.suffix else path.with_suffix(chosen[chosen.index("*.") + 1 : -1]), lines)
    except GuinetError as error:
        QMessageBox.warning(plot, title, problem_text(error.problem))
