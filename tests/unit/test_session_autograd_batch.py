"""The autograd graph of a training that runs is that of the batch which its last step was made of."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

import guinet
from guinet.compile.shapes import Checker
from guinet.core.project import Project
from guinet.core.record_view import BoxKind, Level
from guinet.core.recorded import Origin, Whose
from guinet.data import project_specs
from guinet.probe.recording import Recording
from guinet.session.answers import autograd
from guinet.session.commands import StepOnce, Stop, Train
from guinet.session.events import Event, Paused
from guinet.session.jobs import TrainingJob
from guinet.session.messages.autograd import AutogradShown, ShowAutograd
from guinet.session.studies import Desk
from guinet.storage.examples import example_path
from guinet.storage.files import load
from guinet.train.control import Control
from guinet.train.plan import make_plan
from guinet.train.trainer import Trainer

STEPS = 2


@pytest.fixture
def project() -> Project:
    project = load(example_path("iris-mlp"))
    project.training.update({"optimizer": "torch.optim.SGD", "seed": 3})
    return project


def after_steps(project: Project, runs: Path) -> AutogradShown:
    """What is shown of a training of `project` that stands after some steps."""
    stands, events = threading.Semaphore(0), list[Event]()
    job = TrainingJob(
        project,
        Train(str(runs), start_paused=True),
        lambda event: stands.release() if isinstance(event, Paused) else None,
    )
    job.start()
    try:
        assert stands.acquire(timeout=60)
        for _ in range(STEPS):
            job.control(StepOnce())
        seen = 0
        while seen < STEPS:
            seen = job.peek(lambda module, optimizer, step: step).result(60)
        desk = Desk(project, 1, runs, job, {}, events.append)
        autograd.show(desk, ShowAutograd(level=Level.OPERATION))
    finally:
        job.control(Stop())
        job.join(60)
    told = events[-1]
    assert isinstance(told, AutogradShown)
    return told


def by_hand(project: Project) -> nn.Module:
    """The steps as a script makes them, and then the last batch once more, forwards and backwards."""
    plan = make_plan(project)
    fields = plan.splits.train.fields
    torch.manual_seed(plan.seed)
    module = guinet.build(project)
    optimizer = torch.optim.SGD(module.parameters(), lr=0.01)
    order = torch.randperm(plan.splits.train.rows, generator=torch.Generator().manual_seed(plan.seed))
    rows = [order[step * plan.batch_size :][: plan.batch_size] for step in range(STEPS)]

    def back(chosen: Tensor) -> None:
        module.zero_grad()
        nn.functional.cross_entropy(module(fields["features"][chosen]), fields["label"][chosen]).backward()

    for chosen in rows:
        back(chosen)
        optimizer.step()
    back(rows[-1])
    return module


def test_gradients_are_those_of_the_last_batch_with_the_weights_of_now(project: Project, tmp_path: Path) -> None:
    told = after_steps(project, tmp_path)

    drawing = told.drawing
    leaves = {box.leaf: number for number, box in enumerate(drawing.boxes) if box.kind is BoxKind.LEAF}
    flows = {source: flow for (source, _), flow in zip(drawing.lines, drawing.flows, strict=True)}
    expected = {
        name: float(each.grad.norm()) for name, each in by_hand(project).named_parameters() if each.grad is not None
    }
    assert {name: flows[number].norm for name, number in leaves.items()} == pytest.approx(expected, rel=1e-5)
    assert told.origin == Origin(Whose.TRAINING, step=STEPS, rows=told.origin.rows, last_batch=True)


@pytest.mark.parametrize(
    "batch", [{}, {"other": torch.ones(2, 4)}, {"features": torch.ones(2, 5), "label": torch.ones(2)}]
)
def test_the_first_rows_run_where_a_batch_is_none_of_this_network(project: Project, batch: dict[str, Tensor]) -> None:
    recording = Recording(project, Checker(project, project_specs(project)))

    assert recording.record(batch=batch) == recording.record()


def test_a_batch_is_there_for_a_look_alone(project: Project) -> None:
    trainer, control = Trainer(make_plan(project)), Control()
    before = trainer.last_batch
    next(iter(trainer.steps()))
    looked = control.peek(lambda module, optimizer, step: control.batch)
    control.let_look(trainer.module, trainer.optimizer, trainer.step, trainer.last_batch)

    assert not before
    assert looked.result() is trainer.last_batch
    assert set(looked.result()) == {"features", "label"}
    assert not control.batch
