"""What an open inspector of parameters costs a training: its steps with and without, in turns in one run.

They are counted per second of this process's computing, so that a busy machine spoils little.
"""

from __future__ import annotations

import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from typing import Final

from guinet.session.answers.parameters import answer
from guinet.session.commands import Stop, Train
from guinet.session.events import Event
from guinet.session.jobs import TrainingJob
from guinet.session.messages.parameters import ListParameters, ParametersListed, ShowParameter
from guinet.session.studies import Desk
from guinet.storage.examples import example_path
from guinet.storage.files import load
from guinet.train.events import Steps

TURNS: Final = 8
SECONDS: Final = 1.5
ASKS_A_SECOND: Final = 10


def cost(example: str) -> tuple[float, float]:
    """The median ratio of steps with an inspector to those without, and how often it was answered."""
    project = load(example_path(example))
    project.training["epochs"] = 1_000_000
    steps = 0
    begun = threading.Event()

    def emit(event: Event) -> None:
        nonlocal steps
        if isinstance(event, Steps):
            steps += len(event.losses)
            begun.set()

    with tempfile.TemporaryDirectory() as folder:
        job = TrainingJob(project, Train(folder), emit)
        answers: list[object] = []
        desk = Desk(project, 1, None, job, {}, answers.append)
        job.start()
        begun.wait(60)
        ratios = []
        for _ in range(TURNS):
            speeds = []
            for asking in (False, True):
                before, start = steps, time.process_time()
                for _ in _asked(desk, answers) if asking else _waited():
                    pass
                speeds.append((steps - before) / (time.process_time() - start))
            ratios.append(speeds[1] / speeds[0])
        job.control(Stop())
        job.join(10)
    return statistics.median(ratios), len(answers) / (2 * TURNS * SECONDS)


def _waited() -> Iterator[None]:
    time.sleep(SECONDS)
    yield


def _asked(desk: Desk, answers: list[object]) -> Iterator[None]:
    """Asks as the panel does: all rows, and the values of one."""
    end = time.perf_counter() + SECONDS
    chosen = ""
    while time.perf_counter() < end:
        asked = time.perf_counter()
        answer(desk, ListParameters(gradients=True, bars=chosen))
        told = answers[-1]
        rest = 0.0
        if isinstance(told, ParametersListed):
            chosen = told.rows[0].path
            answer(desk, ShowParameter(path=chosen))
            rest = told.rest + getattr(answers[-1], "rest", 0.0)
        time.sleep(max(1 / ASKS_A_SECOND - (time.perf_counter() - asked), rest))
        yield


if __name__ == "__main__":
    for example in ("iris-mlp", "digits-mlp", "digits-cnn"):
        ratio, often = cost(example)
        print(f"{example:12} {ratio:.3f} of the steps without; {often:.1f} answers a second")
