"""Values while a training runs: those of its weights between two steps, without a change of what it comes to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from guinet import data
from guinet.compile.shapes import Checker
from guinet.core.graph import End
from guinet.core.project import Project
from guinet.probe.evaluate import Evaluation
from guinet.session.commands import Evaluate, StepOnce, Stop, Train
from guinet.session.evaluation import EvaluationJob
from guinet.session.events import Evaluated, Event
from guinet.session.jobs import TrainingJob
from guinet.storage.examples import example_path
from guinet.storage.files import load
from guinet.train.checkpoints import Checkpoints
from guinet.train.weights import snapshot


@pytest.fixture
def project() -> Project:
    project = load(example_path("iris-mlp"))
    project.training["epochs"] = 3
    return project


class Paused:
    """A training that waits before its first step."""

    def __init__(self, project: Project, runs: Path) -> None:
        self._waits = threading.Event()
        self.job = TrainingJob(project, Train(str(runs), start_paused=True), self._note)
        self.job.start()
        assert self._waits.wait(60)

    def _note(self, event: Event) -> None:
        if type(event).__name__ == "Paused":
            self._waits.set()

    def step(self) -> None:
        self._waits.clear()
        self.job.control(StepOnce())
        assert self._waits.wait(60)

    def weights(self) -> dict[str, Tensor]:
        return dict(self.job.peek(lambda module, optimizer, step: snapshot(module)).result(60))

    def end(self) -> None:
        self.job.control(Stop())
        self.job.join(60)


def evaluated(project: Project, training: TrainingJob | None) -> tuple[Evaluated, Evaluation | None]:
    events: list[Event] = []
    kept: list[Evaluation] = []
    checker = Checker(project, data.project_specs(project))
    job = EvaluationJob(project, Evaluate(1), events.append, checker, (), kept.append, training)
    job.start()
    job.join(60)
    (told,) = events
    assert isinstance(told, Evaluated)
    return told, kept[-1] if kept else None


def value(project: Project, found: Evaluation | None, name: str) -> Tensor:
    assert found is not None
    node = project.main.node(name)
    (port,) = project.ports(project.main, node).outputs
    tensor = found.values[End(node.id, port.name)]
    assert isinstance(tensor, Tensor)
    return tensor


def first_layer(project: Project) -> str:
    return next(node.name for node in project.main.nodes.values() if node.kind == "torch.nn.Linear")


def test_they_are_what_its_weights_make_of_the_batch(project: Project, tmp_path: Path) -> None:
    paused, name = Paused(project, tmp_path), first_layer(project)
    try:
        paused.step()
        paused.step()
        told, found = evaluated(project, paused.job)
        weights = paused.weights()
    finally:
        paused.end()
    fresh = evaluated(project, None)[1]

    assert (told.step, told.problem) == (2, None)
    node = project.main.node(name)
    (wire,) = project.main.incoming(node.id)
    assert found is not None
    given = found.values[wire.source]
    assert isinstance(given, Tensor)
    wanted = F.linear(given, weights[f"{name}.weight"], weights[f"{name}.bias"])
    torch.testing.assert_close(value(project, found, name), wanted)
    assert not torch.equal(value(project, found, name), value(project, fresh, name))


def test_a_training_comes_to_the_same_whether_anybody_looks_or_not(project: Project, tmp_path: Path) -> None:
    project.training["epochs"] = 1

    def trained(runs: Path, look: Callable[[TrainingJob], object]) -> dict[str, Tensor]:
        paused = Paused(project, runs)
        for _ in range(2):
            paused.step()
            look(paused.job)
        from guinet.session.commands import Resume

        paused.job.control(Resume())
        paused.job.join(60)
        return dict(Checkpoints(runs / "1").load_best().tensors)

    plain = trained(tmp_path / "a", lambda job: None)
    seen = trained(tmp_path / "b", lambda job: evaluated(project, job))

    assert plain.keys() == seen.keys()
    for path, tensor in plain.items():
        assert torch.equal(tensor, seen[path]), path


def test_a_network_that_was_changed_meanwhile_says_so(project: Project, tmp_path: Path) -> None:
    paused = Paused(load(example_path("iris-mlp")), tmp_path)
    project.main.set(project.main.node(first_layer(project)), out_features=5)
    try:
        told, _ = evaluated(project, paused.job)
    finally:
        paused.end()

    assert told.problem is not None
    assert told.problem.message.startswith("The network was changed since this training began")


def test_of_one_that_has_ended_the_weights_of_its_run_are_seen(project: Project, tmp_path: Path) -> None:
    paused = Paused(project, tmp_path)
    paused.end()

    told, found = evaluated(project, paused.job)

    assert (told.problem, told.step, told.rest) == (None, 0, 0.0)
    assert found is not None
