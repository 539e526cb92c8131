"""The values on the wires: asked of the torch side, kept as long as they hold, shown on the canvas and in panels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from guinet.core.changes import matters
from guinet.core.feeds import FIRST_BATCH, Feed
from guinet.core.history import Committed
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Severity
from guinet.core.project import MAIN, Project
from guinet.ui.session_bridge import SessionBridge
from guinet.ui.training_control import TrainingControl

if TYPE_CHECKING:
    from guinet.core.probed import NodeValue
    from guinet.session.events import Evaluated, Event, Finding, HostDied

Mode: TypeAlias = Literal["eval", "train"]
"""The mode of layers: Dropout and the normalisations do other things while they train."""

SLOW_MS: Final = 400
"""An evaluation that takes longer is told of, and can be stopped; most are over before one could read of them."""

_OPEN: Final = ("shape", "known-when-run")
"""What a check leaves to a run to tell."""


class Evaluation(Struct, frozen=True):
    """How it stands with the values.

    `live`: the canvas is only tensors, and runs after each edit; `stepped`: they are those of the moment at which a
    stepped training stands; `slow`: one takes its time; `stopped`: it was ended before all had run. `problem` is why
    there are no values, `run` whose weights made them, "" for fresh ones, `step` that of the training that runs whose
    weights they are, which is to be left alone for `rest` seconds (0 where none runs); `mode` is the one the layers
    were in, `feed` the rows that were asked for; `rows` says how many there are in each part of the data, nothing where
    no data enter, and `draws` whether a drawing could be the input.
    """

    live: bool = False
    stepped: bool = False
    slow: bool = False
    stopped: bool = False
    problem: Problem | None = None
    run: str = ""
    step: int = 0
    rest: float = 0.0
    mode: Mode = "eval"
    feed: Feed = FIRST_BATCH
    rows: Mapping[str, int] = field(default_factory=dict)
    draws: bool = False


class ValuesControl(QObject):
    """The values of one window's project.

    Attributes: `values` by node id of the main block, `problems` of the last evaluation, `evaluation`; `mode`, the one
    layers will be in.
    Signals: `changed()` after any of these.
    """

    changed = Signal()

    def __init__(self, project: Project, bridge: SessionBridge, training: TrainingControl, parent: QObject) -> None:
        super().__init__(parent)
        self._project = project
        self._bridge = bridge
        self._training = training
        self.values: Mapping[str, NodeValue] = {}
        self.problems: tuple[Problem, ...] = ()
        self.evaluation = Evaluation()
        self._chosen: Mode | None = None
        self._feed = FIRST_BATCH
        self._running: int | None = None
        self._asked = False
        self._slowly = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slowly.timeout.connect(self._is_slow)
        self._unsubscribe = project.subscribe(self._committed)
        bridge.received.connect(self._receive)

    @property
    def mode(self) -> Mode:
        """Eval until somebody chooses; a canvas of tensors runs as its script: torch makes layers in train mode."""
        return self._chosen or ("train" if self.evaluation.live else "eval")

    def choose_mode(self, mode: Mode) -> None:
        """Puts layers into `mode` from now on; values that are shown are made anew, but for those of a moment at which
        a stepped training stands: there is no other mode and no other batch at that moment."""
        if mode != self.mode:
            self._chosen = mode
            if (self.values or self.evaluation.live) and not self.evaluation.stepped:
                self.evaluate()

    def choose_feed(self, feed: Feed) -> None:
        """Runs the canvas on these rows, now and from now on."""
        self._feed = feed
        self.evaluate()

    def evaluate(self) -> None:
        """Runs the canvas once, with the best weights of the last run where there is one and they are wanted."""
        if not self._bridge.lost:
            self._asked = True
            runs = None if self._feed.fresh else str(self._training.runs)
            self._bridge.session.evaluate(runs, self._chosen, self._feed)

    def refresh(self) -> None:
        """Makes values anew that weights of a training have made old."""
        if self.values and not self.evaluation.live:
            self.evaluate()

    def stop(self) -> None:
        """Ends an evaluation; one that cannot be ended otherwise ends with the torch process, which starts again."""
        if self._running is not None or self.evaluation.slow:
            self._bridge.session.stop_evaluation()

    def end(self) -> None:
        """The window closes."""
        self._unsubscribe()
        self._slowly.stop()

    def _receive(self, event: Event) -> None:
        from guinet.session import events

        match event:
            case events.EvaluationStarted():
                self._running = event.revision
                self._slowly.start()
            case events.Evaluated():
                self._evaluated(event)
            case events.SourceChanged():
                if event.script != self.evaluation.live:
                    self._set(replace(self.evaluation, live=event.script))
            case events.Failed(command="evaluate"):
                self._ended(replace(self.evaluation, problem=event.problem), {}, ())
            case events.HostDied():
                self._host_died(event)
            case events.Finding():
                self._found(event)

    def _found(self, event: Finding) -> None:
        """A stepped training stands still: the values are those of that moment, until it has ended."""
        from guinet.session.messages.stepping import MomentTold

        if isinstance(event, MomentTold) and (event.nodes or self.evaluation.stepped):
            self._ended(Evaluation(self.evaluation.live, bool(event.nodes), mode="train"), event.nodes, ())

    def _evaluated(self, event: Evaluated) -> None:
        told = event.told
        if told is None and event.problem is None:
            # An edit has overtaken it.
            if event.revision == self._running:
                self._ended(self.evaluation, self.values, self.problems)
        elif self.evaluation.live or self._asked:
            asked, self._asked = self._asked, False
            state = Evaluation(
                self.evaluation.live,
                stopped=told is not None and told.stopped,
                problem=event.problem,
                run=event.run if asked else "",
                step=event.step,
                rest=event.rest,
                mode="train" if told is not None and told.mode == "train" else "eval",
                feed=self._feed,
                rows=told.rows if told is not None else {},
                draws=told is not None and told.draws,
            )
            self._ended(state, {} if told is None else told.nodes, () if told is None else told.problems)
            if told is not None and state.live and state.mode != self.mode:
                # The torch process is another, which has not heard of the mode.
                self.evaluate()

    def _host_died(self, event: HostDied) -> None:
        problem = self.evaluation.problem
        if event.evaluating:
            words = QT_TRANSLATE_NOOP(
                "Problem", "The torch process ended with this evaluation: the next edit begins anew."
            )
            problem = Problem("ended", words)
        self._asked = False
        self._ended(replace(self.evaluation, problem=problem), {}, ())

    def _ended(self, state: Evaluation, values: Mapping[str, NodeValue], problems: tuple[Problem, ...]) -> None:
        self._running = None
        self._slowly.stop()
        self.values, self.problems = values, problems
        self._set(replace(state, slow=False))

    def _committed(self, event: Committed) -> None:
        """Values of tensors stay until those after the edit are there, moments later; others hold no more."""
        if not matters(event.changes):
            return
        self._asked = False
        if not self.evaluation.live and (self.values or self.evaluation.problem):
            self._ended(Evaluation(), {}, ())

    def _is_slow(self) -> None:
        self._set(replace(self.evaluation, slow=True))

    def _set(self, state: Evaluation) -> None:
        self.evaluation = state
        self.changed.emit()


def merged(
    checked: Iterable[Problem], problems: Iterable[Problem], values: Mapping[str, NodeValue], project: Project
) -> tuple[Problem, ...]:
    """What a check and an evaluation found, each thing once: of a node that failed what torch itself says."""
    checked = tuple(checked)
    blocks = project.blocks
    new = [
        problem
        for problem in problems
        if (problem.block or MAIN) in blocks
        and problem.node in blocks[problem.block or MAIN].nodes
        and problem not in checked
    ]
    failed = {problem.node for problem in new if problem.severity is Severity.ERROR}
    kept: list[Problem] = []
    ports: dict[str | None, str] = {}
    for problem in checked:
        if problem.block == MAIN and problem.node in failed and problem.severity is Severity.ERROR:
            ports |= {problem.node: problem.port} if problem.port is not None else {}
        elif not _answered(problem, values):
            kept.append(problem)
    return (*kept, *(replace(problem, port=problem.port or ports.get(problem.node)) for problem in new))


def _answered(problem: Problem, values: Mapping[str, NodeValue]) -> bool:
    """Whether it only says that a shape is known when it runs, and it has run."""
    from guinet.core.probed import Progress  # with all there is to know of values: not before there are any

    value = values.get(problem.node or "")
    is_open = problem.code in _OPEN and problem.severity is Severity.INFO and problem.block == MAIN
    return is_open and value is not None and value.progress is Progress.DONE
