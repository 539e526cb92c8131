"""Small plans whose modules are made by hand, and a training of them with all that it told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar

import pytest
from msgspec import Struct
from msgspec.structs import replace
from torch import Tensor, nn

from guinet import data
from guinet.nodes.types import Task
from guinet.train.checkpoints import Checkpoints
from guinet.train.control import Control
from guinet.train.engine import Engine
from guinet.train.events import Finished, Paused, Steps, TrainingEvent
from guinet.train.optimizers import OptimizerChoice
from guinet.train.planned import Plan
from guinet.train.wiring import Wiring

E = TypeVar("E")
Listener = Callable[[TrainingEvent], None]


def classifier() -> nn.Module:
    # Dropout draws random numbers at each step, BatchNorm keeps state outside the parameters.
    return nn.Sequential(nn.Linear(4, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Dropout(0.2), nn.Linear(16, 3))


def regressor() -> nn.Module:
    return nn.Sequential(nn.Linear(10, 8), nn.Tanh(), nn.Linear(8, 1))


class MakePlan(Protocol):
    """A plan, but for these fields of it."""

    def __call__(self, **changes: Any) -> Plan: ...


@pytest.fixture
def iris() -> MakePlan:
    plan = Plan(
        build=classifier,
        wiring=Wiring(nn.CrossEntropyLoss(), ("features",), (0, "label"), target="label"),
        splits=data.prepare("guinet.data.iris", {}, None),
        batch_size=16,
        optimizer=OptimizerChoice("torch.optim.Adam", {"lr": 0.01}),
        epochs=3,
        seed=5,
        task=Task.CLASSES,
        source="iris",
    )
    return lambda **changes: replace(plan, **changes)


@pytest.fixture
def diabetes() -> MakePlan:
    plan = Plan(
        build=regressor,
        wiring=Wiring(nn.MSELoss(), ("features",), (0, "target"), target="target"),
        splits=data.prepare("guinet.data.diabetes", {}, None),
        batch_size=50,
        optimizer=OptimizerChoice("torch.optim.SGD", {"lr": 1e-5, "momentum": 0.9}),
        epochs=3,
        seed=11,
        task=Task.VALUES,
    )
    return lambda **changes: replace(plan, **changes)


@pytest.fixture(params=["iris", "diabetes"])
def either(request: pytest.FixtureRequest) -> MakePlan:
    """Classes, then values."""
    plan: MakePlan = request.getfixturevalue(request.param)
    return plan


class Trained(Struct, frozen=True):
    """A training that has ended, in `folder`."""

    finished: Finished
    events: list[TrainingEvent]
    folder: Path

    @property
    def losses(self) -> list[float]:
        return [loss for event in self.of(Steps) for loss in event.losses]

    @property
    def weights(self) -> dict[str, Tensor]:
        """Those of the last checkpoint."""
        return dict(Checkpoints(self.folder / self.finished.run).load_last().weights.tensors)

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]


class Train(Protocol):
    def __call__(
        self,
        plan: Plan,
        folder: Path | None = None,
        resume: str | None = None,
        control: Control | None = None,
        on_event: Listener | None = None,
    ) -> Trained: ...


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "net.runs"


@pytest.fixture
def train(folder: Path) -> Train:
    """Trains, in `folder` where none is given."""
    usual = folder

    def train(
        plan: Plan,
        folder: Path | None = None,
        resume: str | None = None,
        control: Control | None = None,
        on_event: Listener | None = None,
    ) -> Trained:
        events: list[TrainingEvent] = []

        def emit(event: TrainingEvent) -> None:
            events.append(event)
            if on_event is not None:
                on_event(event)

        finished = Engine(plan, folder or usual, emit, control or Control(), resume).run()
        assert events[-1] == finished
        return Trained(finished, events, folder or usual)

    return train


class StopAfter:
    """Does `act` on the control once the training has made so many steps: lets it make them one by one."""

    def __init__(self, steps: int, act: str = "stop") -> None:
        self.control = Control()
        self.control.step()
        self.steps = steps
        self.act = act

    def __call__(self, event: TrainingEvent) -> None:
        if isinstance(event, Paused):
            if event.step < self.steps:
                self.control.step()
            else:
                getattr(self.control, self.act)()


@pytest.fixture
def stop_after() -> type[StopAfter]:
    return StopAfter
