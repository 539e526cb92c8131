"""Runs a training from its first step to its last, on whatever thread it is called; it knows no window."""

from __future__ import annotations

import contextlib
import math
import platform
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np
import psutil
import torch
from msgspec.structs import replace

from guinet import __version__
from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError, Unreadable, sentence
from guinet.data import left_out_words
from guinet.train import finite, memory
from guinet.train.checkpoints import Checkpoint, Checkpoints
from guinet.train.control import Answer, Control
from guinet.train.events import Finished, Paused, Resumed, TrainingEvent, TrainingStarted, Warned
from guinet.train.keeper import Keeper
from guinet.train.problems import TrainingError
from guinet.train.reporter import Reporter
from guinet.train.runs import RUNNING, Run, RunStore, Start, no_such_run
from guinet.train.schedulers import check_length
from guinet.train.trainer import NotFinite, Trainer

if TYPE_CHECKING:
    from guinet.train.planned import Plan

T = TypeVar("T")

_PROCESS: Final = psutil.Process()

COMPLETED: Final = "completed"
INTERRUPTED: Final = "interrupted"
FAILED: Final = "failed"


class Engine:
    """One training of `plan`, kept in `folder` (NAME.runs).

    `emit` hears the events of `guinet.train.events`, on the thread of `run`; `resume` is the id of a run to go on
    with, from its last checkpoint. A training that is resumed goes through the same numbers as one that was never
    stopped: bit for bit on the CPU.
    """

    def __init__(
        self,
        plan: Plan,
        folder: Path,
        emit: Callable[[TrainingEvent], None],
        control: Control,
        resume: str | None = None,
    ) -> None:
        self._plan = plan
        self._store = RunStore(folder)
        self._emit = emit
        self._control = control
        self._resume = resume
        self._held = False

    def run(self) -> Finished:
        """Trains; the last event is the Finished that is returned.

        Raises TrainingError for a loss that is not finite, memory that is not enough, or code that fails, tied to the
        node; GuinetError when the run cannot be kept or resumed. A run that had begun is then recorded as failed.
        """
        threads = torch.get_num_threads()
        torch.set_num_threads(self._plan.threads)
        try:
            self._begin()
            return self._guarded()
        finally:
            self._control.close()
            self._store.close()
            torch.set_num_threads(threads)

    # The beginning

    def _begin(self) -> None:
        old = self._run_to_resume() if self._resume is not None else None
        if old is not None:
            self._plan = replace(self._plan, seed=old.start.seed)
        self._trainer = trainer = self._in_words(lambda: Trainer(self._plan))
        best_score = self._go_on(old) if old is not None else math.inf
        self._run = old.id if old is not None else self._store.begin(self._start())
        checkpoints = Checkpoints(self._store.run_folder(self._run))
        self._keeper = Keeper(checkpoints, self._emit, best_score)
        self._reporter = Reporter(
            self._run, self._store, self._emit, trainer.step, trainer.total_steps, self._plan.batch_size
        )

    def _start(self) -> Start:
        plan, steps = self._plan, len(self._trainer.batches)
        return Start(
            plan.epochs,
            steps,
            plan.seed,
            plan.device,
            plan.threads,
            plan.settings,
            plan.source,
            plan.project,
            versions(),
        )

    def _run_to_resume(self) -> Run:
        run = self._store.get(self._resume or "")
        if run is None:
            raise no_such_run(self._store, self._resume or "")
        if run.state == RUNNING:
            template = QT_TRANSLATE_NOOP("Problem", "Run {run} is still running: stop it first, or start a new run")
            raise GuinetError(template, run=run.id)
        return run

    def _go_on(self, run: Run) -> float:
        """Brings the trainer to the last checkpoint of `run`; returns the best score so far."""
        checkpoint = Checkpoints(self._store.run_folder(run.id)).load_last()
        scheduler = self._plan.scheduler
        self._require_same(run, checkpoint.state.get("optimizer_kind"), self._plan.optimizer.kind)
        self._require_same(
            run,
            checkpoint.state.get("scheduler_kind") or "no scheduler",
            scheduler.name if scheduler else "no scheduler",
        )
        best_score = self._load(run, checkpoint)
        check_length(self._trainer.scheduler, self._plan.updates)
        if run.start.source != self._plan.source:
            template = QT_TRANSLATE_NOOP("Problem", "The network's code is no longer what it was when run {run} began")
            self._emit(Warned(sentence(template, run=run.id)))
        self._store.go_on(run.id, self._trainer.epoch, self._trainer.step, self._plan.epochs)
        return best_score

    def _require_same(self, run: Run, then: object, now: str) -> None:
        if then != now:
            template = QT_TRANSLATE_NOOP(
                "Problem",
                "Run {run} was trained with {then}, but the project now says {now}: set it back, or start a new run",
            )
            raise GuinetError(template, run=run.id, then=then, now=now)

    def _load(self, run: Run, checkpoint: Checkpoint) -> float:
        try:
            self._trainer.load_state(checkpoint.weights, checkpoint.state)
            return float(checkpoint.state["best_score"])
        except (KeyError, ValueError, TypeError, RuntimeError) as error:
            template = QT_TRANSLATE_NOOP(
                "Problem", "The checkpoint of run {run} does not fit the project: start a new run"
            )
            raise Unreadable(template, run=run.id) from error

    # The run

    def _guarded(self) -> Finished:
        """The run to its end, and a record of how it failed when it does."""
        try:
            try:
                reason = self._train()
            except KeyboardInterrupt:
                reason = INTERRUPTED
            return self._end(reason)
        except BaseException as error:
            with contextlib.suppress(NotFinite, RuntimeError):
                self._tell_steps()
            self._reporter.record()
            self._record_end(FAILED, {}, str(error) or type(error).__name__)
            raise

    def _train(self) -> str:
        """All that is left of the training; returns why it ended."""
        trainer, plan = self._trainer, self._plan
        self._emit(
            TrainingStarted(self._run, plan.epochs, len(trainer.batches), trainer.step + 1, plan.device, plan.threads)
        )
        if plan.splits.train.left_out:
            self._emit(Warned(left_out_words(plan.splits.train)))
        self._keeper.save(trainer)
        while trainer.epoch < plan.epochs:
            if not self._may_go_on() or not self._in_words(self._epoch, trainer):
                return self._control.reason
        return COMPLETED

    def _epoch(self) -> bool:
        """The rest of the current epoch; False when the training is to end before its end."""
        trainer, control, reporter = self._trainer, self._control, self._reporter
        clock = time.perf_counter
        for _ in trainer.steps():
            if clock() >= reporter.next_message:
                self._tell_steps()
                if self._keeper.step_due():
                    self._keeper.save(trainer)
            if control.attention and not trainer.epoch_done and not self._may_go_on():
                return False
        self._tell_steps()
        values = trainer.end_epoch(self._stopping)
        if values is None:
            return False
        values["samples_per_second"] = reporter.samples_per_second
        values["memory_bytes"] = memory_bytes(trainer.device)
        reporter.epoch(trainer.epoch, values)
        self._keeper.judge(trainer, values)
        if self._keeper.epoch_due():
            self._keeper.save(trainer)
        return True

    def _may_go_on(self) -> bool:
        """Waits while paused; False when the training is to end."""
        control = self._control
        if not control.attention:
            return True
        self._let_look()
        answer = control.ask()
        if answer is Answer.WAIT:
            self._tell_steps()
            self._reporter.record()
            self._emit(Paused(self._run, self._trainer.step))
            self._held = True
            answer = control.wait(self._let_look)
            self._reporter.held()
        if self._held and answer is Answer.GO and not control.paused:
            self._held = False
            self._emit(Resumed(self._run))
        return answer is Answer.GO

    def _let_look(self) -> None:
        trainer = self._trainer
        self._control.let_look(trainer.module, trainer.optimizer, trainer.step, trainer.last_batch)

    def _tell_steps(self) -> None:
        self._reporter.steps(self._trainer.take_losses())

    def _stopping(self) -> bool:
        return bool(self._control.reason)

    # The end

    def _end(self, reason: str) -> Finished:
        trainer, metrics = self._trainer, dict[str, float]()
        self._tell_steps()
        if not trainer.updating:
            self._keeper.save(trainer)
        if reason == COMPLETED:
            tested = self._test()
            reason = reason if tested is not None else self._control.reason or INTERRUPTED
            metrics = {f"test_{name}": value for name, value in (tested or {}).items()}
        self._reporter.record()
        self._record_end(reason, metrics)
        kept = not self._keeper.failing
        last = None if kept else self._keeper.checkpoints.last_step
        finished = Finished(self._run, reason, trainer.epoch, trainer.step, metrics, kept, last)
        self._emit(finished)
        return finished

    def _test(self) -> dict[str, float] | None:
        """Loss and metrics of the test rows with the best weights, those that are used from now on; None when the
        user cut it short."""
        try:
            self._load_best()
            return self._in_words(lambda: self._trainer.test(self._stopping), self._trainer)
        except KeyboardInterrupt:
            return None

    def _load_best(self) -> None:
        """Puts the best weights into the module; it keeps the last where no epoch was ever good."""
        keeper, module = self._keeper, self._trainer.module
        if keeper.best is not None:
            module.load_state_dict(keeper.best)
        elif keeper.checkpoints.best_path.exists():
            keeper.checkpoints.load_best().load_into(module)

    def _record_end(self, state: str, metrics: dict[str, float], message: str = "") -> None:
        try:
            self._store.end(self._run, state, metrics, message)
        except GuinetError as error:
            self._emit(Warned(error.problem))

    def _in_words(self, work: Callable[[], T], trainer: Trainer | None = None) -> T:
        """`work`, whose errors become sentences tied to their nodes; `trainer`, once it is there."""
        try:
            return work()
        except GuinetError:
            raise
        except NotFinite as error:
            raise finite.explain(error, self._plan, self._trainer.module) from error
        except Exception as error:
            raise in_words(error, self._plan, trainer is not None and trainer.step > 0) from error


def in_words(error: Exception, plan: Plan, begun: bool) -> GuinetError:
    """The sentence for an error in the network's code or in torch; `begun`: whether a step was done before it."""
    return memory.explain(error, plan, begun) if memory.out_of_memory(error) else TrainingError(plan.explain(error))


def memory_bytes(device: torch.device) -> float:
    """The most memory tensors took on a GPU, or what this process takes now."""
    if device.type == "cuda":
        return float(torch.cuda.max_memory_allocated(device))
    return float(_PROCESS.memory_info().rss)


def versions() -> dict[str, str]:
    return {
        "guinet": __version__,
        "torch": str(torch.__version__),
        "python": platform.python_version(),
        "numpy": np.__version__,
    }
