"""What an open inspector costs a training: its steps with a panel that asks and without one, in turns in one run.

The answers are made and packed as in the torch process, and asked for as the panel does. Steps are counted per second
of the clock, which a quiet machine is needed for, and per second of this process's computing, which is too strict where
a second processor does what the training does not wait for.
"""

from __future__ import annotations

import pickle
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from guinet.session.answers.activations import tell
from guinet.session.answers.autograd import flows, show
from guinet.session.answers.parameters import REST, answer
from guinet.session.commands import Evaluate, Stop, Study, Train
from guinet.session.evaluation import EvaluationJob
from guinet.session.events import Event
from guinet.session.jobs import TrainingJob
from guinet.session.messages.activations import AskActivity
from guinet.session.messages.autograd import AskFlows, ShowAutograd
from guinet.session.messages.parameters import ListGradients, ListParameters, ParametersListed, ShowParameter
from guinet.session.studies import Desk
from guinet.storage.examples import example_path
from guinet.storage.files import load
from guinet.train.events import Steps

TURNS: Final = 8
SECONDS: Final = 1.0
PACE: Final = 0.1
"""Seconds from one question to the next, as the panels ask; the rest that an answer asks for comes first."""


@dataclass
class Running:
    """A training that runs, and what it was asked."""

    job: TrainingJob
    desk: Desk
    answers: list[Event]
    steps: int = 0
    resting: float = 0.0
    """Seconds of its turn before the panel asks again."""

    def ask(self, how: Callable[[Desk, Study], None], study: Study) -> float:
        """How many seconds the training is to be left alone now."""
        before = len(self.answers)
        how(self.desk, study)
        return max((getattr(told, "rest", 0.0) for told in self.answers[before:]), default=0.0)

    @property
    def path(self) -> str:
        listed = next((told for told in reversed(self.answers) if isinstance(told, ParametersListed)), None)
        return listed.rows[0].path if listed is not None else ""


def parameters(running: Running) -> float:
    show = ShowParameter(path=running.path) if running.path else None
    return running.ask(answer, ListParameters(show=show))


def gradients(running: Running) -> float:
    return running.ask(answer, ListGradients(bars=running.path))


def both(running: Running) -> float:
    return parameters(running) + gradients(running)


def colours(running: Running) -> float:
    return running.ask(lambda desk, study: tell(desk, AskActivity()), AskActivity())


def wires(running: Running) -> float:
    return running.ask(lambda desk, study: flows(desk, AskFlows(again=True)), AskFlows())


def graph(running: Running) -> float:
    return running.ask(lambda desk, study: show(desk, ShowAutograd(again=True)), ShowAutograd())


def values(running: Running) -> float:
    before = len(running.answers)
    desk = running.desk
    job = EvaluationJob(desk.project, Evaluate(1), desk.emit, desk.checker, (), lambda found: None, running.job)
    job.start()
    job.join(60)
    return max((getattr(told, "rest", 0.0) for told in running.answers[before:]), default=0.0)


def closed(running: Running) -> float:
    return 0.0


PANELS: Final = {
    "closed": closed,
    "Parameters": parameters,
    "Gradients": gradients,
    "both": both,
    "colours": colours,
    "wires": wires,
    "Autograd": graph,
    "Values": values,
}


def cost(example: str, panel: Callable[[Running], float]) -> tuple[float, float, float, float]:
    """The median ratios of steps with the panel to those without, by the clock and by computing; how often it was
    answered in a second; and for how many milliseconds an answer was computed."""
    with tempfile.TemporaryDirectory() as folder:
        running = _begin(example, folder)
        clock, computing, rests = [], [], list[float]()
        try:
            panel(running)
            for _ in range(TURNS):
                speeds = []
                for asking in (False, True):
                    before, start, used = running.steps, time.perf_counter(), time.process_time()
                    rests += list(_asked(running, panel) if asking else _waited())
                    made = running.steps - before
                    speeds.append((made / (time.perf_counter() - start), made / (time.process_time() - used)))
                if all(speed > 0 for pair in speeds for speed in pair):
                    clock.append(speeds[1][0] / speeds[0][0])
                    computing.append(speeds[1][1] / speeds[0][1])
        finally:
            running.job.control(Stop())
            running.job.join(30)
    often, milliseconds = len(rests) / (TURNS * SECONDS), 1000 * statistics.median(rests) / REST
    return statistics.median(clock), statistics.median(computing), often, milliseconds


def _begin(example: str, folder: str) -> Running:
    project = load(example_path(example))
    project.training["epochs"] = 1_000_000
    begun = threading.Event()
    answers: list[Event] = []

    def emit(event: Event) -> None:
        if isinstance(event, Steps):
            running.steps += len(event.losses)
            begun.set()

    def packed(event: Event) -> None:
        pickle.dumps(event, protocol=pickle.HIGHEST_PROTOCOL)
        answers.append(event)

    job = TrainingJob(project, Train(folder), emit)
    running = Running(job, Desk(project, 1, None, job, {}, packed), answers)
    job.start()
    begun.wait(60)
    return running


def _waited() -> tuple[float, ...]:
    time.sleep(SECONDS)
    return ()


def _asked(running: Running, panel: Callable[[Running], float]) -> Iterator[float]:
    """Asks as long as it is its turn; the rest that each answer asks for, which may last into later turns."""
    end = time.perf_counter() + SECONDS
    while (now := time.perf_counter()) < end:
        if running.resting > 0:
            nap = min(running.resting, end - now)
            time.sleep(nap)
            running.resting -= nap
        else:
            rest = panel(running)
            running.resting = max(rest, now + PACE - time.perf_counter())
            yield rest


if __name__ == "__main__":
    print(f"{'':24}  by the clock  by computing  answers a second  ms for one")
    for example in sys.argv[1:] or ("iris-mlp", "digits-mlp", "digits-cnn"):
        for name, panel in PANELS.items():
            clock, computing, often, milliseconds = cost(example, panel)
            print(f"{example:12}{name:12}{clock:14.3f}{computing:14.3f}{often:18.1f}{milliseconds:12.2f}", flush=True)
