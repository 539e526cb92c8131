"""The lines of the training loop: the one that runs is marked, a click runs to its end, a tick leaves it in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QPushButton, QWidget

from guinet.core.stepped import OPTIONAL, Phase
from guinet.ui.panels.stepper_words import LINES, meaning
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import tr

_HERE = "▶ "
_ELSEWHERE = "   "


class PhaseLines(QWidget):
    """Signals: `wanted(Phase)`, to be run to its end; `changed()`, other phases are left out."""

    wanted = Signal(object)
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._buttons: dict[Phase, QPushButton] = {}
        self._boxes: dict[Phase, QCheckBox] = {}
        self._order: tuple[Phase, ...] = ()
        self._here: Phase | None = None
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(current_theme().pixels("space-small"))
        self._layout.setVerticalSpacing(0)
        self._layout.setColumnStretch(1, 1)
        for phase in Phase:
            self._add(phase)
        self.set_phases(tuple(Phase))
        self.translate()

    @property
    def left_out(self) -> frozenset[Phase]:
        return frozenset(phase for phase, box in self._boxes.items() if not box.isChecked())

    def set_phases(self, order: Sequence[Phase]) -> None:
        """Puts them in the order of the loop."""
        if tuple(order) == self._order:
            return
        self._order = tuple(order)
        for row, phase in enumerate(self._order):
            self._layout.addWidget(self._boxes[phase], row, 0)
            self._layout.addWidget(self._buttons[phase], row, 1)

    def set_current(self, phase: Phase | None) -> None:
        """Marks the phase that runs, or that has just ended."""
        self._here = phase
        self._show()

    def _add(self, phase: Phase) -> None:
        box = QCheckBox()
        box.setObjectName(f"leave_in_{phase}")
        box.setChecked(True)
        box.setEnabled(phase in OPTIONAL)
        box.setFixedHeight(current_theme().pixels("icon-large"))  # as low as its line, so that a low dock shows all
        box.toggled.connect(self._toggled)
        button = QPushButton()
        button.setObjectName(f"phase_{phase}")
        button.setCheckable(True)
        set_variant(button, "line")
        button.clicked.connect(lambda: self._clicked(phase))
        self._boxes[phase], self._buttons[phase] = box, button

    def _clicked(self, phase: Phase) -> None:
        self._show()  # a click alone marks nothing
        self.wanted.emit(phase)

    def _toggled(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        for phase, button in self._buttons.items():
            here, kept = phase is self._here, self._boxes[phase].isChecked()
            button.setChecked(here)
            button.setText(f"{_HERE if here else _ELSEWHERE}{LINES[phase]}")
            if button.property("passed") is not (not kept):
                button.setProperty("passed", not kept)
                button.style().unpolish(button)
                button.style().polish(button)

    def translate(self) -> None:
        for phase, button in self._buttons.items():
            button.setToolTip(meaning(phase))
            button.setAccessibleName(tr("Run to the end of {line}").format(line=LINES[phase]))
            box = self._boxes[phase]
            words = tr("Leave {line} in").format(line=LINES[phase])
            if phase not in OPTIONAL:
                words = tr("A step needs a batch.")
            box.setAccessibleName(words)
            box.setToolTip(words)
        self._show()
