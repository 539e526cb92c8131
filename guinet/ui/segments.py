"""A few buttons side by side of which one is chosen: a choice that is seen at a glance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from guinet.ui.narrow import let_shrink
from guinet.ui.theme import set_variant


class Segments(QWidget):
    """Signals: `chosen(name)` when a person chooses another. The arrow keys move the choice."""

    chosen = Signal(str)

    def __init__(self, names: Sequence[str], titles: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for name in names:
            button = _Segment()
            button.setText((titles or {}).get(name, name))
            button.setObjectName(f"segment_{name}")
            button.clicked.connect(lambda _, name=name: self.chosen.emit(name))
            button.moved.connect(self._move)
            set_variant(button, "segment")
            let_shrink(button)
            self._group.addButton(button)
            self._buttons[name] = button
            layout.addWidget(button)
        layout.addStretch()
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

    def title(self, titles: Mapping[str, str]) -> None:
        """What the buttons say."""
        for name, words in titles.items():
            self._buttons[name].setText(words)

    def describe(self, words: Mapping[str, str]) -> None:
        """What choosing each means."""
        for name, button in self._buttons.items():
            button.setToolTip(words.get(name, ""))
            button.setAccessibleDescription(words.get(name, ""))

    def _move(self, by: int) -> None:
        shown = [name for name, button in self._buttons.items() if not button.isHidden()]
        at = shown.index(self.choice) + by if self.choice in shown else 0
        if 0 <= at < len(shown):
            self._buttons[shown[at]].setFocus()
            self._buttons[shown[at]].click()


class _Segment(QToolButton):
    """Signals: `moved(by)` by an arrow key."""

    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setCheckable(True)
        # A click leaves the focus where it is: on the canvas, whose keys go on working.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        by = steps.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(by)
