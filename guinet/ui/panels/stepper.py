"""Step by step: the training loop by hand, phase by phase and node by node, and what each has changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QWidget

from guinet.core.changes import matters
from guinet.core.history import Committed
from guinet.core.project import Project
from guinet.core.stepped import Go, Order, Phase, Stop
from guinet.session.events import Event, Failed, HostDied, TrainingStarted
from guinet.session.messages.stepping import EndStepping, Stepped, TakeStep
from guinet.ui.panels.stepper_view import Button, StepperView, marks_of
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

SLOW_MS: Final = 400
"""What takes longer can be stopped; most is over before one could press the button."""


class StepperPanel(QWidget):
    """Signals: `asks(Study)`; `selected(block id, node ids)`, the node that was reached; `marked({node id: Activity})`,
    what the canvas shows on nodes; `halting()`, what takes long is to be stopped."""

    asks = Signal(object)
    selected = Signal(str, tuple)
    marked = Signal(dict)
    halting = Signal()

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project
        self._stop: Stop | None = None
        self._chosen: tuple[str, str] | None = None
        self._busy = False
        self._view = StepperView(project, self)
        self._view.pressed.connect(self._press)
        self._view.phases.wanted.connect(lambda phase: self._order(Go.TO_PHASE, phase=phase))
        self._view.table.chosen.connect(lambda block, node: self.selected.emit(block, (node,)))
        self._slowly = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slowly.timeout.connect(lambda: self._view.set_busy(True, slow=True))
        self._unsubscribe = project.subscribe(self._committed)
        self._say_nothing_yet()

    @property
    def stop(self) -> Stop | None:
        """Where the training stands; None where none is stepped."""
        return self._stop

    def go(self, go: Go) -> None:
        """Goes on as far as that; begins where nothing is stepped yet. While it is under way, presses do nothing."""
        self._order(go)

    def set_selection(self, block: str, nodes: Iterable[str]) -> None:
        """The node that one may run to, or stop at."""
        chosen = tuple(nodes)
        self._chosen = (block, chosen[0]) if len(chosen) == 1 else None
        self._view.breaks.set_selection(block, chosen)
        self._view.set_selected(self._chosen is not None)

    # What is asked

    def _press(self, button: Button) -> None:
        match button:
            case Button.ANEW:
                self._ask(TakeStep())
            case Button.STOP:
                # What waits behind something else is given up without an answer, so none is waited for.
                self.halting.emit()
                self._ready()
            case Button.TO_NODE:
                self._order(Go.TO_NODE, node=self._chosen)
            case _:
                self._order(Go(button.value))

    def _order(self, go: Go, node: tuple[str, str] | None = None, phase: Phase | None = None) -> None:
        view = self._view
        breaks = view.breaks
        order = Order(go, node, phase, view.phases.left_out, breaks.breakpoints, breaks.conditions)
        self._ask(TakeStep(order=order, goes_on=self._stop is not None))

    def _ask(self, study: TakeStep) -> None:
        if not self._busy:
            self._busy = True
            self._view.set_busy(True)
            self._slowly.start()
            self.asks.emit(study)

    # What is told

    def receive(self, event: Event) -> None:
        """An event of the torch side."""
        match event:
            case Stepped():
                self._stepped(event)
            case Failed(command="take_step"):
                self._end(problem_text(event.problem))
            case TrainingStarted():
                self._forget(tr("A training has begun, so the stepping has ended. Start anew when it is over."))
            case HostDied():
                self._end(tr("The torch process ended, and the stepping with it: start anew."))

    def _stepped(self, event: Stepped) -> None:
        stop = event.stop
        if event.edited:
            self._end(_edited())
            return
        self._ready()
        self._stop = None if stop.ended else stop
        self._view.show_stop(stop)
        self.marked.emit(marks_of(stop))
        problem = stop.problem
        if problem is not None and problem.block is not None and problem.node is not None:
            self.selected.emit(problem.block, (problem.node,))
        elif stop.at is not None and self._view.follows and not stop.finished:
            self.selected.emit(stop.at.block, (stop.at.node,))

    def _ready(self) -> None:
        self._busy = False
        self._slowly.stop()
        self._view.set_busy(False)

    def _end(self, words: str) -> None:
        """Nothing is stepped any more; `words` say why."""
        self._ready()
        self._stop = None
        self._view.show_ended(words)
        self.marked.emit({})

    def _forget(self, words: str) -> None:
        if self._stop is not None:
            self.asks.emit(EndStepping())
            self._end(words)

    def _committed(self, event: Committed) -> None:
        if matters(event.changes):
            self._forget(_edited())

    # Qt

    def _say_nothing_yet(self) -> None:
        if self._stop is None:
            self._view.show_ended(
                tr("Press “Next node” or “Next phase”: the training is run by hand, and nothing is kept of it.")
            )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._view.translate()
            if self._stop is not None:
                self._view.show_stop(self._stop)
            else:
                self._say_nothing_yet()
        super().changeEvent(event)


def _edited() -> str:
    return tr("The network or a setting was changed, so the stepping has ended: start anew.")
