"""Pause, step, stop and interrupt: when the engine obeys, and what it keeps."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import torch
from torch import Tensor, nn

from guinet import data
from guinet.train.checkpoints import Checkpoints
from guinet.train.control import Control
from guinet.train.events import EpochEnded, Finished, Paused, Resumed, Steps, TrainingEvent
from guinet.train.runs import RunStore

if TYPE_CHECKING:
    from tests.unit.train_engine.conftest import MakePlan, StopAfter, Train


def test_a_training_begun_paused_makes_no_step_before_it_may(train: Train, iris: MakePlan) -> None:
    control = Control()
    control.pause()
    seen: list[int] = []

    def on_event(event: TrainingEvent) -> None:
        if isinstance(event, Paused):
            seen.append(event.step)
            control.step() if event.step < 2 else control.resume()

    made = train(iris(), control=control, on_event=on_event)

    assert seen == [0, 1, 2]
    assert [len(event.losses) for event in made.of(Steps)][:2] == [1, 1]
    assert len(made.of(Resumed)) == 1
    assert made.finished.reason == "completed"


def test_stepping_by_hand_changes_no_number(
    train: Train, iris: MakePlan, stop_after: type[StopAfter], tmp_path: Path
) -> None:
    made = train(iris(), tmp_path / "a")
    hand = stop_after(20, "resume")

    stepped = train(iris(), tmp_path / "b", control=hand.control, on_event=hand)

    assert stepped.losses == made.losses


@pytest.mark.parametrize(("act", "reason"), [("stop", "stopped"), ("interrupt", "interrupted")])
def test_an_end_asked_for_comes_after_the_current_step(
    train: Train, iris: MakePlan, stop_after: type[StopAfter], folder: Path, act: str, reason: str
) -> None:
    hand = stop_after(4, act)

    made = train(iris(), control=hand.control, on_event=hand)

    assert made.finished == Finished("1", reason, 0, 4, {})
    assert Checkpoints(folder / "1").load_last().step == 4
    run = RunStore(folder).get("1")
    assert run is not None
    assert (run.state, run.step) == (reason, 4)


def test_a_stop_during_validation_ends_at_once(train: Train, iris: MakePlan) -> None:
    control = Control()

    class Stopping(nn.Linear):
        def forward(self, input: Tensor) -> Tensor:
            if not self.training:
                control.stop()
            return super().forward(input)

    splits = data.prepare("guinet.data.iris", {"validation": 0.5}, None)
    plan = iris(build=lambda: Stopping(4, 3), splits=splits, batch_size=10)

    made = train(plan, control=control)

    assert (made.finished.reason, made.finished.epoch) == ("stopped", 0)
    assert made.finished.step == math.ceil(splits.train.rows / 10)
    assert not made.of(EpochEnded)


def test_an_interrupt_in_the_middle_of_a_step_keeps_a_checkpoint(train: Train, iris: MakePlan) -> None:
    class Interrupted(nn.Linear):
        calls = 0

        def forward(self, input: Tensor) -> Tensor:
            Interrupted.calls += 1
            if Interrupted.calls == 6:
                raise KeyboardInterrupt
            return super().forward(input)

    plan = iris(build=lambda: Interrupted(4, 3))

    made = train(plan)

    assert (made.finished.reason, made.finished.step) == ("interrupted", 5)
    assert len(made.losses) == 5
    rest = train(plan, resume="1")
    whole = train(iris(build=lambda: nn.Linear(4, 3)))
    assert made.losses + rest.losses == whole.losses


def test_an_interrupt_inside_the_update_keeps_the_checkpoint_before(
    train: Train, iris: MakePlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(self: torch.optim.Adam, closure: object = None) -> None:
        self.param_groups[0]["params"][0].data.fill_(7)
        raise KeyboardInterrupt

    monkeypatch.setattr(torch.optim.Adam, "step", interrupted)

    made = train(iris())

    assert (made.finished.reason, made.finished.step) == ("interrupted", 0)
    torch.manual_seed(5)
    torch.testing.assert_close(made.weights, dict(iris().build().state_dict()), rtol=0, atol=0)
