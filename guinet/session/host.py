"""The torch side's half of the session: keeps a copy of the project, checks it, evaluates, trains and exports it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, Literal, TypeAlias

import torch

from guinet import data
from guinet.compile import shapes, source, written
from guinet.compile.precedence import is_script
from guinet.compile.script import write_script
from guinet.compile.writer import with_parts
from guinet.core.changes import Change, matters
from guinet.core.plain import Plain, plain
from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError
from guinet.core.project import Project
from guinet.core.report import NodeReport
from guinet.nodes.registry import REGISTRY
from guinet.probe.evaluate import Evaluation
from guinet.session.channel import Channel
from guinet.session.commands import (
    CancelExport,
    Command,
    Edit,
    Evaluate,
    Export,
    Open,
    Shutdown,
    StopEvaluation,
    StopStudies,
    Study,
    Train,
)
from guinet.session.evaluation import KEPT, Evaluations
from guinet.session.events import Checked, CodeRuns, Device, Ready, SourceChanged
from guinet.session.failure import failure
from guinet.session.jobs import ExportJob, Job, TrainingJob
from guinet.session.outbox import Outbox
from guinet.session.studies import Desk, Studies
from guinet.train.devices import devices
from guinet.train.metrics import preload

GENTLE_SECONDS: Final = 2.5
"""How long the work may take to end by itself when the host ends."""

QUIET_SECONDS: Final = 1.0
"""How long nobody must have asked for anything before the host does what nobody has asked for: while it imports, an
answer may take a fifth of a second more."""


class Host:
    """Runs commands until the window closes or is gone. Evaluation, training and export have threads of their own, so
    that the host answers while they work."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._outbox = Outbox(channel.write)
        self._project = Project(REGISTRY)
        self._plain = Plain(self._project)
        self._checker: shapes.Checker | None = None
        self._source: source.LiveSource | None = None
        self._edits: list[Change] = []
        self._told: Mapping[str, Mapping[str, NodeReport]] = {}
        self._revision = 0
        self._dirty = False
        self._wanted: Evaluate | None = None
        self._mode: Literal["eval", "train"] | None = None
        self._studies = Studies(self._outbox.put)
        self._evaluations = Evaluations(self._outbox.put, self._keep)
        self._training: TrainingJob | None = None
        self._export: ExportJob | None = None
        self._preloading: threading.Timer | None = None

    def run(self) -> None:
        # OpenMP gives each thread that computes helpers of its own. Once there are more of them than processors it lets
        # all of them sleep at every wait, and a training took half as long again: this thread computes nothing large.
        torch.set_num_threads(1)
        written.watcher.set(lambda kind: self._outbox.put(CodeRuns(kind)))
        self._outbox.put(Ready(str(torch.__version__), tuple(Device(name, title) for name, title in devices())))
        with contextlib.suppress(EOFError):
            while True:
                self._turn()
        self._preload_not()
        self._studies.forget()
        end_jobs([*self._evaluations.jobs, *(job for job in (self._training, self._export) if job is not None)])
        self._outbox.close()

    def _turn(self) -> None:
        """Handles what has arrived; edits that arrived together are answered together."""
        command = self._channel.next(wait=True)
        while command is not None:
            self._handle(command)
            command = self._channel.next(wait=False)
        if self._dirty:
            self._dirty = False
            try:
                self._answer()
            except Exception as error:  # noqa: BLE001 - the boundary; what follows is answered by a whole new check
                self._checker = None
                self._outbox.put(failure("check", error))
            self._preload_when_quiet()
        if self._wanted is not None:
            command, self._wanted = self._wanted, None
            self._evaluate(command)

    def _preload_when_quiet(self) -> None:
        """Gets ready, once, what the end of a training's first epoch would wait for."""
        before = self._preloading
        if before is None or before.is_alive():
            self._preload_not()
            # Not a daemon: a process that ends must not leave a thread in the middle of an import.
            self._preloading = threading.Timer(QUIET_SECONDS, preload)
            self._preloading.start()

    def _preload_not(self) -> None:
        if self._preloading is not None:
            self._preloading.cancel()

    def _handle(self, command: Command) -> None:
        """Raises EOFError for Shutdown."""
        try:
            match command:
                case Open():
                    self._open(command)
                case Edit():
                    self._edit(command)
                case Evaluate():
                    self._wanted, self._mode = command, command.mode
                case StopEvaluation():
                    self._evaluations.stop()
                case Train():
                    self._train(command)
                case Export():
                    self._start_export(command)
                case CancelExport():
                    if self._export is not None:
                        self._export.cancel()
                case Study():
                    self._study(command)
                case StopStudies():
                    self._studies.stop()
                case Shutdown():
                    raise EOFError
                case _:
                    if self._training is not None:
                        self._training.control(command)
        except EOFError:
            raise
        except Exception as error:  # noqa: BLE001 - the boundary: whatever happens is told to the window
            self._outbox.put(failure(command, error))

    def _open(self, command: Open) -> None:
        path = Path(command.path) if command.path is not None else None
        self._project = Project(REGISTRY, command.blocks, path)
        self._project.training.update(command.training)
        self._project.learn(command.code)
        self._plain = Plain(self._project)
        self._checker, self._edits = None, []
        self._revision, self._dirty = command.revision, True
        self._evaluations.drop()
        self._studies.forget()
        self._wanted = self._by_itself() if command.evaluates else None

    def _edit(self, command: Edit) -> None:
        anew = matters(command.changes)
        if anew:
            self._evaluations.drop()
            self._studies.outdate()
            self._studies.kept.pop(KEPT, None)
        self._project.run("edit", command.changes)
        followed = self._plain.follow(command.changes)
        if followed is None:
            self._checker, self._edits = None, []
        else:
            self._edits += followed
        self._revision, self._dirty = command.revision, True
        if anew:
            self._wanted = self._by_itself()

    def _by_itself(self) -> Evaluate | None:
        """What is evaluated without being asked for: a canvas of tensors."""
        return Evaluate(self._revision, mode=self._mode) if is_script(self._plain.project.main) else None

    def _answer(self) -> None:
        """Tells what became different since the last answer."""
        edits, self._edits = self._edits, []
        if self._checker is None or self._source is None:
            project = self._plain.project
            self._checker = shapes.Checker(project, data.project_specs(project))
            self._source = source.LiveSource(self._checker)
        else:
            self._checker.update(edits)
        report = self._checker.report
        changed, removed = difference(self._told, report.nodes)
        self._told = report.nodes
        self._outbox.put(Checked(self._revision, changed, removed, report.problems, report.parameters))
        if is_script(self._plain.project.main):
            script = write_script(self._plain.project, self._checker.scope, report, partial=True)
            lines = with_parts(script.lines, script.parts)
            self._outbox.put(SourceChanged(self._revision, script.text, lines, script=True))
        else:
            text = self._source.write()
            self._outbox.put(SourceChanged(self._revision, text.text, with_parts(text.lines, text.parts)))

    def _evaluate(self, command: Evaluate) -> None:
        if self._checker is not None:
            training = self._training if self._training is not None and self._training.running else None
            self._evaluations.begin(plain(self._snapshot()), command, self._checker, training)

    def _keep(self, evaluation: Evaluation) -> None:
        """The values stay, for those who look at them one by one."""
        self._studies.kept[KEPT] = evaluation

    def _train(self, command: Train) -> None:
        if self._training is not None and self._training.still_running():
            # Not a failure of "train": that would say that the one under way has ended.
            words = QT_TRANSLATE_NOOP("Problem", "A training runs already: stop it first.")
            self._outbox.put(failure("busy", GuinetError(words)))
            return
        if not (self._studies.stop(GENTLE_SECONDS) and self._evaluations.stop(GENTLE_SECONDS)):
            words = QT_TRANSLATE_NOOP("Problem", "An evaluation does not end: stop it first.")
            self._outbox.put(failure(command, GuinetError(words)))
            return
        self._preload_not()
        self._training = TrainingJob(self._snapshot(), command, self._outbox.put)
        self._training.start()

    def _study(self, command: Study) -> None:
        training = self._training if self._training is not None and self._training.running else None
        runs = Path(command.runs) if command.runs is not None else None
        desk = Desk(plain(self._snapshot()), self._revision, runs, training, self._studies.kept, self._outbox.put)
        if command.profiles:
            # Here, since this is the thread that torch was read in on.
            from guinet.probe.peak import begin_profiler

            begin_profiler()
        self._studies.ask(command, desk)

    def _start_export(self, command: Export) -> None:
        if self._export is not None and self._export.still_running():
            raise GuinetError(QT_TRANSLATE_NOOP("Problem", "An export runs already: wait for its end."))
        self._export = ExportJob(self._snapshot(), command, self._outbox.put)
        self._export.start()

    def _snapshot(self) -> Project:
        """The project as it stands, for a thread that works while people edit on."""
        copy = Project(REGISTRY, [block.data() for block in self._project.blocks.values()], self._project.path)
        copy.training.update(self._project.training)
        copy.learn(self._project.code)
        return copy


Reports: TypeAlias = Mapping[str, Mapping[str, NodeReport]]


def difference(before: Reports, after: Reports) -> tuple[Reports, Mapping[str, tuple[str, ...]]]:
    """The reports that are new or others, and the nodes that are gone, by block id."""
    changed = {}
    for block, reports in after.items():
        old = before.get(block, {})
        # A report that did not change is the same object.
        new = {node: report for node, report in reports.items() if old.get(node) is not report}
        if new:
            changed[block] = new
    gone = {
        block: tuple(node for node in reports if node not in after.get(block, {})) for block, reports in before.items()
    }
    return changed, {block: nodes for block, nodes in gone.items() if nodes}


def end_jobs(jobs: Sequence[Job]) -> None:
    """Asks all to end, then interrupts them; a window that closes waits no longer than 5 s."""
    for job in jobs:
        job.ask_to_end()
    for job in jobs:
        job.join(GENTLE_SECONDS)
        if job.running:
            job.interrupt()
            job.join(1.0)
