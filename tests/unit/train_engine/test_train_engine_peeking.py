"""Looks at a training that runs or is paused: when they are taken, and that they change nothing."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

import pytest
import torch
from torch import nn
from torch.optim import Optimizer

from guinet.train.control import Control
from guinet.train.events import Paused, TrainingEvent

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.train_engine.conftest import MakePlan, Train


def test_a_look_sees_module_and_optimiser_on_the_training_thread(train: Train, iris: MakePlan) -> None:
    control = Control()

    def look(module: nn.Module, optimizer: Optimizer, step: int) -> tuple[int, int, bool, bool]:
        known = {id(each) for group in optimizer.param_groups for each in group["params"]}
        own = all(id(each) in known for each in module.parameters())
        return step, threading.get_ident(), own, all(each.grad is not None for each in module.parameters())

    early, futures = control.peek(look), list[Future[tuple[int, int, bool, bool]]]()

    def on_event(event: TrainingEvent) -> None:
        if isinstance(event, Paused) and event.step == 0:
            control.step()
        elif isinstance(event, Paused):
            futures.append(control.peek(look))
            threading.Timer(0, control.resume).start()

    control.pause()
    train(iris(), control=control, on_event=on_event)

    step, thread, own, gradients = early.result(0)
    assert (step, thread, own, gradients) == (0, threading.get_ident(), True, False)
    assert futures[0].result(0)[0] >= 1
    assert futures[0].result(0)[2:] == (True, True)
    assert not control.attention


def test_a_paused_training_lets_others_look_and_goes_on_waiting(train: Train, iris: MakePlan) -> None:
    control = Control()
    control.pause()
    seen: list[int] = []

    def from_outside() -> None:
        seen.extend(control.peek(lambda module, optimizer, step: step).result(10) for _ in range(3))
        control.stop()

    def on_event(event: TrainingEvent) -> None:
        if isinstance(event, Paused):
            threading.Thread(target=from_outside, daemon=True).start()

    made = train(iris(), control=control, on_event=on_event)

    assert seen == [0, 0, 0]
    assert made.finished.step == 0


def test_looking_changes_no_number(train: Train, iris: MakePlan, tmp_path: Path) -> None:
    plain = train(iris(), tmp_path / "a")
    control = Control()
    sums: list[float] = []

    def look(module: nn.Module, optimizer: Optimizer, step: int) -> None:
        sums.append(float(torch.stack([each.detach().sum() for each in module.parameters()]).sum()))
        control.peek(look)

    control.peek(look)
    watched = train(iris(), tmp_path / "b", control=control)

    assert watched.losses == plain.losses
    assert len(sums) > 5


def test_an_error_in_a_look_is_its_own(train: Train, iris: MakePlan) -> None:
    control = Control()

    def fails(module: nn.Module, optimizer: Optimizer, step: int) -> None:
        raise ValueError("no such parameter")

    future = control.peek(fails)
    made = train(iris(), control=control)

    assert made.finished.reason == "completed"
    with pytest.raises(ValueError, match="no such parameter"):
        future.result(0)


def test_who_asks_after_the_end_is_told_so(train: Train, iris: MakePlan) -> None:
    control = Control()
    train(iris(), control=control)

    assert control.peek(lambda module, optimizer, step: step).cancelled()


def test_an_interrupt_in_a_look_is_meant_for_the_training(train: Train, iris: MakePlan) -> None:
    control = Control()

    def interrupted(module: nn.Module, optimizer: Optimizer, step: int) -> None:
        raise KeyboardInterrupt

    control.peek(interrupted)
    waiting = control.peek(lambda module, optimizer, step: step)
    made = train(iris(), control=control)

    assert made.finished.reason == "interrupted"
    assert waiting.cancelled()
