"""A few buttons side by side of which one is chosen: a choice that is seen at a glance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QSizePolicy, QToolButton, QWidget

from guinet.ui.narrow import let_shrink
from guinet.ui.theme import set_variant


class Segments(QWidget):
    """Signals: `chosen(name)` when a person chooses another. The arrow keys move the choice. Where it `wraps`, more
    rows rather than words cut off are what a narrow panel gives."""

    chosen = Signal(str)

    def __init__(self, names: Sequence[str], titles: Mapping[str, str] | None = None, *, wraps: bool = False) -> None:
        super().__init__()
        self._wraps = wraps
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        self._cells = QGridLayout(self)
        self._cells.setContentsMargins(0, 0, 0, 0)
        self._cells.setSpacing(0)
        for name in names:
            button = _Segment(self)
            button.setText((titles or {}).get(name, name))
            button.setObjectName(f"segment_{name}")
            button.clicked.connect(lambda _, name=name: self.chosen.emit(name))
            button.moved.connect(self._move)
            set_variant(button, "segment")
            let_shrink(button)
            self._group.addButton(button)
            self._buttons[name] = button
        self._arrange()
        self._buttons[names[0]].setChecked(True)

    @property
    def choice(self) -> str:
        return next(name for name, button in self._buttons.items() if button.isChecked())

    def choose(self, name: str) -> None:
        """Shows another choice, without telling."""
        self._buttons[name].setChecked(True)

    def allow(self, names: Sequence[str]) -> None:
        """Takes all others away; the first of these is shown where the choice is among them."""
        for name, button in self._buttons.items():
            button.setVisible(name in names)
        if self.choice not in names and names:
            self.choose(names[0])
        self._arrange()

    def title(self, titles: Mapping[str, str]) -> None:
        """What the buttons say."""
        for name, words in titles.items():
            self._buttons[name].setText(words)
        self._arrange()

    def describe(self, words: Mapping[str, str]) -> None:
        """What choosing each means."""
        for name, button in self._buttons.items():
            button.setToolTip(words.get(name, ""))
            button.setAccessibleDescription(words.get(name, ""))

    def _arrange(self) -> None:
        """In as few rows as their words need, of as many buttons each."""
        shown = [button for button in self._buttons.values() if not button.isHidden()]
        widths = [button.sizeHint().width() for button in shown]
        columns = len(shown)
        while self._wraps and columns > 1 and sum(max(widths[at::columns]) for at in range(columns)) > self.width():
            rows = -(-len(shown) // columns) + 1
            columns = min(columns - 1, -(-len(shown) // rows))
        for button in self._buttons.values():
            self._cells.removeWidget(button)
        for place, button in enumerate(shown):
            self._cells.addWidget(button, place // columns, place % columns)
        for column in range(self._cells.columnCount() + 1):
            self._cells.setColumnStretch(column, int(column == columns))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._wraps and event.size().width() != event.oldSize().width():
            self._arrange()

    def _move(self, by: int) -> None:
        shown = [name for name, button in self._buttons.items() if not button.isHidden()]
        at = shown.index(self.choice) + by if self.choice in shown else 0
        if 0 <= at < len(shown):
            self._buttons[shown[at]].setFocus()
            self._buttons[shown[at]].click()


class _Segment(QToolButton):
    """Signals: `moved(by)` by an arrow key."""

    moved = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        # A click leaves the focus where it is: on the canvas, whose keys go on working.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        by = steps.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(by)
