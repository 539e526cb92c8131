"""The widgets of the panel that steps through a training, and the marks it puts on the canvas."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from guinet.core.project import Project
from guinet.core.stepped import CallFacts, Phase, Stop
from guinet.ui.canvas.overlay import Activity
from guinet.ui.panels.stepper_breaks import Breaks
from guinet.ui.panels.stepper_phases import PhaseLines
from guinet.ui.panels.stepper_table import ChangesTable
from guinet.ui.panels.stepper_words import (
    figures_text,
    head_text,
    loss_text,
    meaning,
    number,
    place_text,
    reason,
    remarks,
)
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import tr

_LINES: Final = 3
"""Of a printed value that are in sight; one scrolls to the others."""

_WIDE: Final = 560
"""Pixels from which on there are two columns."""

_ROOMY: Final = 800
"""Pixels from which on the switches stand beside the lines of the loop, so that a low dock shows them too."""


_DOWN: Final = QBoxLayout.Direction.TopToBottom
_ACROSS: Final = QBoxLayout.Direction.LeftToRight


class Button(StrEnum):
    """Those of the panel; most are named as what they order."""

    NODE = "node"
    INTO = "into"
    OUT = "out"
    PHASE = "phase"
    STEP = "step"
    TO_NODE = "to_node"
    ON = "on"
    STOP = "stop"
    ANEW = "anew"


_ROWS: Final = (
    (Button.NODE, Button.PHASE, Button.STEP),
    (Button.INTO, Button.OUT, Button.TO_NODE, Button.ON, Button.STOP),
)
"""Run on and Stop stand at the same place; Start anew is among the switches."""


class StepperView(QWidget):
    """Shows a `Stop`. Signals: `pressed(Button)`."""

    pressed = Signal(object)

    def __init__(self, project: Project, parent: QWidget) -> None:
        super().__init__(parent)
        self.phases = PhaseLines()
        self.table = ChangesTable()
        self.breaks = Breaks(project)
        self._area = QScrollArea()
        self._columns = QBoxLayout(_DOWN, self)
        self._loop, self._switches = QBoxLayout(_DOWN), QBoxLayout(_ACROSS)
        self._buttons = {button: QPushButton() for button in Button}
        self._head, self._loss, self._meaning, self._why = QLabel(), QLabel(), QLabel(), QLabel()
        self._place, self._figures, self._text = QLabel(), QLabel(), QPlainTextEdit()
        self._follow, self._more = QCheckBox(), QToolButton()
        self._selected = self._slow = self._busy = False
        self._build(parent)
        self.translate()

    @property
    def follows(self) -> bool:
        """Whether the node that is reached is selected on the canvas."""
        return self._follow.isChecked()

    # What is shown

    def show_stop(self, stop: Stop) -> None:
        if stop.phases:
            self.phases.set_phases(stop.phases)
        self.phases.set_current(stop.phase)
        self._head.setText(head_text(stop) if stop.step else "")
        self._loss.setText(loss_text(stop))
        self._meaning.setText(f"{meaning(stop.phase)} {remarks(stop)}".strip())
        self._say_why(reason(stop), "error" if stop.problem is not None else "warning")
        self._show_call(stop.at, backward=stop.phase is Phase.BACKWARD)
        self.table.show_stop(stop)
        self._show_found(True)

    def show_ended(self, words: str) -> None:
        """Nothing is stepped; `words` say why, or what to do."""
        self.phases.set_current(None)
        self._head.setText("")
        self._loss.setText("")
        self._meaning.setText(words)
        self._say_why("", "")
        self._show_call(None, backward=False)
        self.table.clear()
        self._show_found(False)

    def _show_found(self, shown: bool) -> None:
        for widget in (self._head, self._loss, self.table):
            widget.setVisible(shown)

    def set_busy(self, busy: bool, *, slow: bool = False) -> None:
        """Whether something is under way; if `slow` it can be stopped."""
        self._busy, self._slow = busy, slow
        self._enable()

    def set_selected(self, selected: bool) -> None:
        """Whether there is a node that one may run to."""
        self._selected = selected
        self._enable()

    def _enable(self) -> None:
        # Those of a step stay as they are: a button that is out of reach for a moment loses the focus, and flickers.
        stoppable = self._busy and self._slow
        self._buttons[Button.STOP].setVisible(stoppable)
        self._buttons[Button.ON].setVisible(not stoppable)
        self._buttons[Button.TO_NODE].setEnabled(self._selected)

    def _say_why(self, words: str, variant: str) -> None:
        self._why.setText(words)
        self._why.setVisible(bool(words))
        set_variant(self._why, variant)

    def _show_call(self, call: CallFacts | None, *, backward: bool) -> None:
        facts = next(iter(call.values.values()), None) if call is not None else None
        for widget in (self._place, self._figures, self._text):
            widget.setVisible(call is not None)
        if call is None:
            return
        place = place_text(call)
        self._place.setText(
            tr("Back through {node}: the gradient of its output").format(node=place) if backward else place
        )
        words = figures_text(facts) if facts is not None else ", ".join(call.plain.values())
        if backward and facts is None:
            words = tr("Something has written over this output since, so autograd has no gradient of it.")
        functions = ", ".join(call.functions)
        self._figures.setText(f"{words}\n{functions}" if functions and backward else words)
        value = facts.text if facts is not None else ""
        self._text.setPlainText(f"{call.code}\n{value}" if value else call.code)

    # Building

    def _build(self, panel: QWidget) -> None:
        gap, small = current_theme().pixels("space"), current_theme().pixels("space-small")
        self._columns.setContentsMargins(gap, gap, gap, gap)
        self._columns.setSpacing(small)
        controls, found = QVBoxLayout(), QVBoxLayout()
        for column in (controls, found):
            column.setSpacing(small)
            self._columns.addLayout(column, 1)
        top = QHBoxLayout()
        top.addWidget(self._head)
        top.addStretch(1)
        top.addWidget(self._loss)
        self._loop.addWidget(self.phases, 1)
        self._loop.addLayout(self._switches)
        controls.addLayout(self._loop)
        controls.addLayout(self._rows())
        controls.addWidget(self.breaks)
        controls.addStretch(1)
        found.addLayout(top)
        found.addWidget(self._meaning)
        found.addWidget(self._why)
        found.addWidget(self._place)
        found.addWidget(self._figures)
        found.addWidget(self._text)
        found.addWidget(self.table, 1)
        found.addStretch(0)
        self._fill_switches()
        self._name_labels()
        self._wrap(panel)

    def _rows(self) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.setSpacing(current_theme().pixels("space-small"))
        for buttons in _ROWS:
            row = QHBoxLayout()
            row.setSpacing(current_theme().pixels("space-small"))
            for button in buttons:
                row.addWidget(self._buttons[button], 1)
            rows.addLayout(row)
        for button, widget in self._buttons.items():
            widget.setObjectName(f"stepper_{button}")
            widget.clicked.connect(lambda _=False, button=button: self.pressed.emit(button))
        set_variant(self._buttons[Button.NODE], "primary")
        set_variant(self._buttons[Button.ANEW], "flat")
        return rows

    def _name_labels(self) -> None:
        for label, name, variant in (
            (self._head, "stepper_head", "muted"),
            (self._loss, "stepper_loss", "strong"),
            (self._meaning, "stepper_meaning", "muted"),
            (self._why, "stepper_why", "warning"),
            (self._place, "stepper_place", "strong"),
            (self._figures, "stepper_figures", "small"),
        ):
            label.setObjectName(name)
            label.setWordWrap(label not in (self._head, self._loss))
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            set_variant(label, variant)
        self._text.setObjectName("stepper_text")
        self._text.setReadOnly(True)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        set_variant(self._text, "mono")
        room = self._text.horizontalScrollBar().sizeHint().height() + 2 * current_theme().pixels("space")
        self._text.setFixedHeight((_LINES + 1) * self._text.fontMetrics().lineSpacing() + room)

    def _fill_switches(self) -> None:
        self._follow.setObjectName("stepper_follow")
        self._follow.setChecked(True)
        self._more.setObjectName("stepper_more")
        self._more.setCheckable(True)
        set_variant(self._more, "flat")
        self._more.toggled.connect(self._show_breaks)
        self.breaks.hide()
        row = self._switches
        row.addWidget(self._follow)
        row.addStretch(1)
        for button in (self._buttons[Button.ANEW], self._more):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_breaks(self, shown: bool) -> None:
        """Shows or hides them; on a low screen what was asked for is scrolled to."""
        self.breaks.setVisible(shown)
        if shown:
            QTimer.singleShot(0, self.breaks, lambda: self._area.ensureWidgetVisible(self.breaks))

    def _wrap(self, panel: QWidget) -> None:
        """On a low screen one scrolls."""
        area = self._area
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self)
        around = QVBoxLayout(panel)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(area)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is wide, what was found stands beside the buttons instead of below them, and the switches beside the
        loop."""
        wide, roomy = self.width() >= _WIDE, self.width() >= _ROOMY
        self._columns.setDirection(_ACROSS if wide else _DOWN)
        self._loop.setDirection(_ACROSS if roomy else _DOWN)
        self._switches.setDirection(_DOWN if roomy else _ACROSS)
        self._columns.setSpacing(current_theme().pixels("space-huge" if wide else "space-small"))
        super().resizeEvent(event)

    def translate(self) -> None:
        words = {
            Button.NODE: (tr("Next node"), tr("Runs the next node, forward or backward; a block as one (F10)")),
            Button.PHASE: (tr("Next phase"), tr("Runs to the end of the phase (Shift+F10)")),
            Button.STEP: (tr("Next step"), tr("Runs to the end of this step of the training (Ctrl+F10)")),
            Button.INTO: (tr("Into"), tr("Runs the next node, and goes into a block (F11)")),
            Button.OUT: (tr("Out"), tr("Runs to the end of the block (Shift+F11)")),
            Button.TO_NODE: (tr("To selected"), tr("Runs until the selected node has run")),
            Button.ON: (tr("Run on"), tr("Runs until a breakpoint, a condition or Stop")),
            Button.STOP: (tr("Stop"), tr("Stops what takes long at the next node")),
            Button.ANEW: (tr("Start anew"), tr("Makes the first weights again and begins at the first batch")),
        }
        for button, (text, tip) in words.items():
            self._buttons[button].setText(text)
            self._buttons[button].setToolTip(tip)
        self._follow.setText(tr("Follow on the canvas"))
        self._more.setText(tr("Breakpoints"))
        self._text.setAccessibleName(tr("The line and its value"))
        self.table.setAccessibleName(tr("What the phase has changed"))
        self.phases.translate()
        self.breaks.translate()
        self._enable()


def marks_of(stop: Stop) -> dict[str, Activity]:
    """What the nodes that have run in this phase say on the canvas; the one that was reached is marked."""
    if stop.ended:
        return {}
    found: dict[str, Activity] = {}
    for call in stop.trail:
        facts = next(iter(call.values.values()), None)
        if facts is not None:
            template = tr("gradient {value}") if stop.phase is Phase.BACKWARD else tr("norm {value}")
            found[call.node] = Activity(text=template.format(value=number(facts.norm)))
    if stop.at is not None and not stop.finished:
        before = found.get(stop.at.node)
        found[stop.at.node] = Activity(text=f"▶ {before.text}" if before is not None else "▶")
    return found
