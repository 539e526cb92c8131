"""Evaluations in threads of the host's: one at a time, and the next edit ends the one under way."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from functools import partial
from pathlib import Path
from typing import Final

from torch import nn
from torch.optim import Optimizer

from guinet.compile.precedence import needs, running_order
from guinet.compile.shapes import Checker
from guinet.core import probed
from guinet.core.probed import NodeValue, Progress
from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError, Problem
from guinet.core.project import MAIN, Project
from guinet.exchange.weights import give_weights
from guinet.probe.evaluate import Evaluation, evaluate
from guinet.session.commands import Evaluate
from guinet.session.events import Evaluated, EvaluationStarted, Event
from guinet.session.failure import failure
from guinet.session.jobs import DRAWING, Job, TrainingJob

GENTLE_SECONDS: Final = 0.3
"""How long a node that computes may go on before it is interrupted."""

KEPT: Final = "evaluation"
"""By what name the values of the last evaluation are kept for those who look at them: until the next, or an edit."""

_LOOK_UP_SECONDS: Final = 0.1

_AGAIN_SECONDS: Final = 0.5
"""So often an evaluation nobody waits for is interrupted: someone's code may swallow an interrupt."""

REST: Final = 32
"""A training that was looked at for so long is left alone for this many times as long: looks are 3 % of its time, and
what is made of them on another thread takes some more."""


class EvaluationJob(Job):
    """One evaluation of `project`, a copy of its own; `checker` has checked the same graph.

    It begins when those `before` have ended, which nobody waits for any more. What it found is given to `keep`. While
    `training` runs it is made between two of its steps, with the weights of that moment: torch has one generator of
    random numbers for the whole process.
    """

    def __init__(
        self,
        project: Project,
        command: Evaluate,
        emit: Callable[[Event], None],
        checker: Checker,
        before: Sequence[EvaluationJob] = (),
        keep: Callable[[Evaluation], object] = lambda evaluation: None,
        training: TrainingJob | None = None,
    ) -> None:
        super().__init__(project, command, emit)
        self._keep = keep
        self._evaluate = command
        self._checker = checker
        self._before = before
        self._training = training
        self._run_used = ""
        self._step, self._rest = 0, 0.0
        self._seen: dict[str, NodeValue] = {}
        self._ends = threading.Event()
        self._dropped = False

    def ask_to_end(self) -> None:
        """Ends it: what it found so far is told."""
        self._ends.set()
        threading.Timer(GENTLE_SECONDS, self.interrupt).start()

    def drop(self) -> None:
        """Ends it after the node under way: nobody waits for what it finds."""
        self._dropped = True
        self._ends.set()

    def _work(self) -> None:
        self._await_turn()
        revision = self._evaluate.revision
        try:
            with DRAWING:
                found = self._found()
                outcome = Evaluated(revision, found, run=self._run_used, step=self._step, rest=self._rest)
        except Exception as error:  # noqa: BLE001 - the boundary: whatever happens is told to the window
            outcome = Evaluated(revision, None, failure("evaluate", error).problem)
        except BaseException as error:  # noqa: BLE001 - stopped; or sys.exit in someone's code, which is told as well
            outcome = Evaluated(revision, self._so_far(error), run=self._run_used)
        self._emit(Evaluated(revision, None) if self._dropped else outcome)

    def _await_turn(self) -> None:
        """Two at once would draw from the same random numbers."""
        interrupted = time.monotonic()
        while (left := [job for job in self._before if job.running]) and not self._ends.is_set():
            left[0].join(0.05)
            if time.monotonic() - interrupted > _AGAIN_SECONDS:
                interrupted = time.monotonic()
                for job in left:
                    job.interrupt()

    def _found(self) -> probed.Evaluated:
        if self._ends.is_set():
            return probed.Evaluated({}, True)
        found = self._of_training()
        if found is None and self._ends.is_set():
            return probed.Evaluated({}, True)
        found = found or self._evaluated(self._give_weights)
        if not self._dropped:
            self._keep(found)
        return found.told

    def _evaluated(self, weights: Callable[[nn.Module], None]) -> Evaluation:
        return evaluate(
            self._project,
            checker=self._checker,
            weights=weights,
            stopping=self._ends.is_set,
            listener=self._seen.__setitem__,
            mode=self._evaluate.mode,
            feed=self._evaluate.feed,
        )

    def _of_training(self) -> Evaluation | None:
        """Between two steps of the training; None where none runs any more."""
        if self._training is None:
            return None

        def look(module: nn.Module, optimizer: Optimizer, step: int) -> Evaluation:
            begun = time.perf_counter()
            found = self._evaluated(partial(give, module))
            self._step, self._rest = step, REST * (time.perf_counter() - begun)
            return found

        future = self._training.peek(look)
        while True:
            # An interrupt is raised only between two waits.
            try:
                return future.result(_LOOK_UP_SECONDS)
            except CancelledError:
                self._training.join(GENTLE_SECONDS)
                return None
            except TimeoutError:
                if future.done():
                    return future.result()
                if self._ends.is_set():
                    future.cancel()

    def _give_weights(self, module: nn.Module) -> None:
        runs = Path(self._evaluate.runs) if self._evaluate.runs is not None else None
        if runs is not None and runs.is_dir():
            self._run_used = give_weights(module, self._project, None, None, runs).run or ""

    def _so_far(self, error: BaseException) -> probed.Evaluated:
        """What is known of the nodes when one was cut off: that one has a problem."""
        block = self._project.main
        order = running_order(block, needs(block))
        cut = next((node for node in order if node not in self._seen), None)
        nodes = dict(self._seen)
        if cut is not None:
            words = QT_TRANSLATE_NOOP("Problem", "{node} was stopped before it had ended.")
            if not isinstance(error, KeyboardInterrupt):
                words = QT_TRANSLATE_NOOP("Problem", "{node} ended the evaluation: {error}.")
            values = {"node": block.nodes[cut].name, "error": f"{type(error).__name__}: {error}".rstrip(": ")}
            nodes[cut] = NodeValue(Progress.FAILED, problems=(Problem("stopped", words, values, block=MAIN, node=cut),))
        return probed.Evaluated(nodes, True)


def give(trained: nn.Module, module: nn.Module) -> None:
    """Gives the weights of one module to another. Raises GuinetError where these do not fit."""
    try:
        module.load_state_dict(trained.state_dict())
    except RuntimeError as error:
        words = QT_TRANSLATE_NOOP(
            "Problem", "The network was changed since this training began: its values can be seen after it."
        )
        raise GuinetError(words) from error


class Evaluations:
    """The evaluations of one host. `emit`, and `keep` with the values of each, are called on threads of their own."""

    def __init__(self, emit: Callable[[Event], None], keep: Callable[[Evaluation], object]) -> None:
        self._emit = emit
        self._keep = keep
        self._jobs: list[EvaluationJob] = []

    @property
    def jobs(self) -> Sequence[EvaluationJob]:
        """Those that run: one at most that anybody waits for, and others that have not ended yet."""
        self._jobs = [job for job in self._jobs if job.running]
        return tuple(self._jobs)

    def begin(self, project: Project, command: Evaluate, checker: Checker, training: TrainingJob | None = None) -> None:
        """Starts one, when all before have ended."""
        self.drop()
        job = EvaluationJob(project, command, self._emit, checker, self.jobs, self._keep, training)
        self._jobs.append(job)
        self._emit(EvaluationStarted(command.revision))
        job.start()

    def drop(self, patience: float = 0.1) -> None:
        """What is under way is of no use any more; waits so many seconds for its end.

        The project may be changed then: at most the node under way is still run, and that has all it needs.
        """
        for job in self.jobs:
            job.drop()
        for job in self.jobs:
            job.join(patience)
        for job in self.jobs:
            job.ask_to_end()

    def stop(self, patience: float = 0.0) -> bool:
        """Ends what is under way, which tells what it found so far; whether all ended within so many seconds."""
        for job in self.jobs:
            job.ask_to_end()
        for job in self.jobs:
            job.join(patience)
        return not self.jobs
