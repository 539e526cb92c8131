"""Runs listed, weights kept and activity told, as the host answers it: at rest, and while a training runs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
import torch
from torch import nn

import guinet
from guinet.compile.places import Places
from guinet.compile.shapes import Checker
from guinet.core.project import Project
from guinet.data import project_specs
from guinet.nodes.loaded_values import start_from
from guinet.probe.activations import activity_of, of_module
from guinet.session.answers import activations, runs, weights
from guinet.session.commands import Stop, Train
from guinet.session.events import Event
from guinet.session.jobs import TrainingJob
from guinet.session.messages.activations import ActivityTold, AskActivity
from guinet.session.messages.parameters import ParametersUnknown
from guinet.session.messages.runs import ListRuns, RunsListed
from guinet.session.messages.weights import KeepWeights, WeightsKept
from guinet.session.studies import Desk
from guinet.storage.examples import example_path
from guinet.storage.files import load
from guinet.train.events import Steps

E = TypeVar("E")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    path = tmp_path / "net.guinet"
    path.write_bytes(example_path("iris-mlp").read_bytes())
    return load(path)


class Asked:
    def __init__(self, project: Project, training: TrainingJob | None = None) -> None:
        self.events: list[Event] = []
        self.desk = Desk(project, 1, project.runs_folder, training, {}, self.events.append)

    def last(self, kind: type[E]) -> E:
        told = self.events[-1]
        assert isinstance(told, kind), told
        return told

    def keep(self, kind: type[E], **study: object) -> E:
        weights.keep_weights(self.desk, KeepWeights(**study))  # type: ignore[arg-type]
        return self.last(kind)

    def activity(self, kind: type[E]) -> E:
        activations.tell(self.desk, AskActivity())
        return self.last(kind)


def test_runs_are_listed_and_kept(project: Project) -> None:
    asked = Asked(project)
    runs.list_runs(asked.desk, ListRuns())
    assert asked.last(RunsListed).runs == ()
    assert "There is no run yet" in asked.keep(ParametersUnknown, run="1").problem.message

    finished = guinet.train(project, epochs=2)
    runs.list_runs(asked.desk, ListRuns())
    (run,) = asked.last(RunsListed).runs
    assert (run.run, run.epoch, run.has_best, run.has_last) == (finished.run, 2, True, True)
    kept = asked.keep(WeightsKept, run=run.run)
    assert (kept.taken, kept.partly) == (4, False)
    start_from(project.main, kept.file, kept.digest, kept.partly)
    assert guinet.check(project).problems == ()
    assert "There is no run “7”" in asked.keep(ParametersUnknown, run="7").problem.message
    assert asked.keep(WeightsKept, run=run.run, below="hidden").partly


def test_of_a_file_what_was_not_there_is_told(project: Project, tmp_path: Path) -> None:
    torch.save({"hidden.weight": torch.zeros(16, 4), "output.weight": torch.zeros(5, 16)}, tmp_path / "x.pt")
    kept = Asked(project).keep(WeightsKept, path=str(tmp_path / "x.pt"))
    assert (kept.taken, kept.missing, kept.other) == (
        1,
        ("hidden.bias", "output.bias"),
        (("output.weight", "5×16", "3×16"),),
    )
    assert kept.partly
    assert kept.source == "x.pt"
    told = Asked(project).keep(ParametersUnknown, path=str(tmp_path / "gone.pt"))
    assert "is not a file" in told.problem.message


def test_activity_is_that_of_the_tensors(project: Project) -> None:
    told = Asked(project).activity(ActivityTold)

    values = guinet.evaluate(project)
    for name in ("hidden", "tanh", "output"):
        tensor = values[name]
        assert isinstance(tensor, torch.Tensor)
        activity = told.nodes["main", project.main.node(name).id]
        assert activity.size == pytest.approx(float(tensor.detach().square().mean().sqrt()), rel=1e-5)
        assert activity.zeros == pytest.approx(float((tensor == 0).float().mean()))
    assert ("main", project.main.node("loss").id) not in told.nodes


def test_tensors_without_numbers_to_compare_have_none() -> None:
    assert activity_of([3, torch.tensor([1, 2]), torch.tensor(2.0), torch.zeros(0, 3)]) is None
    found = activity_of([torch.tensor([0.0, 3.0, 0.0, 4.0])])
    assert found is not None
    assert (found.size, found.zeros) == (2.5, 0.5)
    assert activity_of([torch.tensor([3 + 4j, 0j])]) is not None


def test_a_module_is_looked_at_without_being_changed() -> None:
    project = load(example_path("digits-cnn"))
    places = Places(Checker(project, project_specs(project)).scope)
    module = guinet.build(project)
    module.train()
    frozen = next(each for each in module.modules() if isinstance(each, nn.BatchNorm2d))
    frozen.eval()
    before = {name: value.clone() for name, value in module.state_dict().items()}
    torch.manual_seed(4)
    random = torch.get_rng_state()
    batch = torch.rand(8, 1, 8, 8)
    torch.set_rng_state(random)

    found = of_module(module, places, [batch])

    assert torch.equal(torch.get_rng_state(), random)
    assert all(torch.equal(before[name], value) for name, value in module.state_dict().items())
    assert module.training
    assert not frozen.training
    assert not any(each._forward_hooks for each in module.modules())
    module.eval()
    with torch.no_grad():
        expected = module(batch)
    assert found["main", project.main.node("fc").id].size == pytest.approx(float(expected.square().mean().sqrt()))


def test_nothing_to_run_says_so() -> None:
    told = Asked(guinet.new()).activity(ParametersUnknown)
    assert told.problem.message == "Nothing ran yet: add data and layers, and the nodes can be coloured."


def trained(project: Project, look: Callable[[TrainingJob], None]) -> None:
    project.training["epochs"] = 1_000_000
    begun = threading.Event()
    assert project.runs_folder is not None

    def tell(event: Event) -> None:
        if isinstance(event, Steps):
            begun.set()

    job = TrainingJob(project, Train(str(project.runs_folder)), tell)
    job.start()
    try:
        assert begun.wait(60)
        look(job)
    finally:
        job.control(Stop())
        job.join(10)


def test_a_training_gives_its_weights_and_its_activity(project: Project) -> None:
    def look(job: TrainingJob) -> None:
        asked = Asked(project, job)
        told = asked.activity(ActivityTold)
        assert told.step > 0
        assert {key for key in told.nodes if key[0] == "main"} >= {("main", project.main.node("hidden").id)}
        kept = asked.keep(WeightsKept, training=True)
        assert (kept.taken, kept.partly) == (4, False)
        assert kept.step >= told.step

    trained(project, look)
    assert "has ended" in Asked(project).keep(ParametersUnknown, training=True).problem.message
