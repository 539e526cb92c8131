"""Training loops written by hand, with every scheduler; and a training that is stopped and resumed."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import nn
from torch.optim import lr_scheduler

from guinet.core.values import Value
from guinet.train.events import EpochEnded
from guinet.train.planned import Plan
from guinet.train.schedulers import choose_scheduler

if TYPE_CHECKING:
    from tests.unit.train_engine.conftest import MakePlan, StopAfter, Train

SCHEDULERS: dict[str, dict[str, Any]] = {
    "StepLR": {"step_size": 2, "gamma": 0.5},
    "MultiStepLR": {"milestones": (1, 3)},
    "ConstantLR": {"factor": 0.5, "total_iters": 2},
    "LinearLR": {"start_factor": 0.25, "total_iters": 3},
    "ExponentialLR": {"gamma": 0.9},
    "CosineAnnealingLR": {"T_max": 4},
    "CosineAnnealingWarmRestarts": {"T_0": 2},
    "CyclicLR": {"base_lr": 0.001, "max_lr": 0.1, "step_size_up": 5},
    "OneCycleLR": {"max_lr": 0.1, "total_steps": 4 * 7},
    "PolynomialLR": {"total_iters": 4, "power": 2.0},
    "ReduceLROnPlateau": {"patience": 0, "threshold": 0.5},
    "LambdaLR": {"lr_lambda": "max(0.1, 0.5 * (1 + cos(pi * epoch / 4)))"},
    "MultiplicativeLR": {"lr_lambda": "0.5 if epoch % 2 else 0.9"},
    "SequentialLR": {
        "milestones": (1, 3),
        "0": "torch.optim.lr_scheduler.ConstantLR",
        "0.factor": 0.1,
        "1": "torch.optim.lr_scheduler.CosineAnnealingLR",
        "1.T_max": 4,
        "2": "torch.optim.lr_scheduler.MultiStepLR",
        "2.milestones": (1,),
    },
    "ChainedScheduler": {
        "0": "torch.optim.lr_scheduler.LinearLR",
        "0.start_factor": 0.25,
        "0.total_iters": 3,
        "1": "torch.optim.lr_scheduler.LambdaLR",
        "1.lr_lambda": "0.9 ** epoch",
    },
}
KIND = "torch.optim.lr_scheduler."
PER_STEP = {"CyclicLR", "OneCycleLR"}
BATCHES = 7
"""Those of an epoch of Iris, 16 rows at a time."""


def made_by_hand(name: str, optimizer: torch.optim.Optimizer) -> Any:
    """The same as written for torch."""
    match name:
        case "LambdaLR":
            return lr_scheduler.LambdaLR(optimizer, lambda epoch: max(0.1, 0.5 * (1 + math.cos(math.pi * epoch / 4))))
        case "MultiplicativeLR":
            return lr_scheduler.MultiplicativeLR(optimizer, lambda epoch: 0.5 if epoch % 2 else 0.9)
        case "SequentialLR":
            parts = [
                lr_scheduler.ConstantLR(optimizer, factor=0.1),
                lr_scheduler.CosineAnnealingLR(optimizer, T_max=4),
                lr_scheduler.MultiStepLR(optimizer, milestones=[1]),
            ]
            return lr_scheduler.SequentialLR(optimizer, parts, milestones=[1, 3])
        case "ChainedScheduler":
            first = lr_scheduler.LinearLR(optimizer, start_factor=0.25, total_iters=3)
            return lr_scheduler.ChainedScheduler([first, lr_scheduler.LambdaLR(optimizer, lambda epoch: 0.9**epoch)])
    return getattr(lr_scheduler, name)(optimizer, **SCHEDULERS[name])


def with_scheduler(make: MakePlan, name: str, **changes: Any) -> Plan:
    training: dict[str, Value] = {"scheduler": f"torch.optim.lr_scheduler.{name}"}
    training |= {f"scheduler.{argument}": value for argument, value in SCHEDULERS[name].items()}
    plan = make(scheduler=choose_scheduler(training), epochs=4, **changes)
    assert plan.batches == BATCHES
    return plan


def by_hand(
    plan: Plan,
    scheduler: str = "",
    accumulate: int = 1,
    clip_norm: float | None = None,
    clip_value: float | None = None,
    groups: Any = None,
) -> tuple[list[float], list[float], nn.Module]:
    """Losses, the learning rate of each epoch's last update, and the module."""
    torch.manual_seed(plan.seed)
    module = plan.build()
    optimizer = getattr(torch.optim, plan.optimizer.name)(
        groups(module) if groups is not None else module.parameters(), **plan.optimizer.arguments
    )
    follows = made_by_hand(scheduler, optimizer) if scheduler else None
    shuffling = torch.Generator().manual_seed(plan.seed)
    x, y = plan.splits.train.fields["features"], plan.splits.train.fields["label"]
    losses, rates, rate = [], [], 0.0
    for _ in range(plan.epochs):
        module.train()
        batches = torch.randperm(len(x), generator=shuffling).split(plan.batch_size)
        for first in range(0, len(batches), accumulate):
            part = batches[first : first + accumulate]
            optimizer.zero_grad()
            for rows in part:
                loss = nn.functional.cross_entropy(module(x[rows]), y[rows])
                (loss / len(part)).backward()
                losses.append(loss.item())
            if clip_value is not None:
                nn.utils.clip_grad_value_(module.parameters(), clip_value)
            if clip_norm is not None:
                nn.utils.clip_grad_norm_(module.parameters(), clip_norm)
            rate = optimizer.param_groups[0]["lr"]
            optimizer.step()
            if follows is not None and scheduler in PER_STEP:
                follows.step()
        rates.append(rate)
        if scheduler == "ReduceLROnPlateau":
            assert follows is not None
            follows.step(validation_loss(plan, module))
        elif follows is not None and scheduler not in PER_STEP:
            follows.step()
    return losses, rates, module


def validation_loss(plan: Plan, module: nn.Module) -> float:
    module.eval()
    x, y = plan.splits.validation.fields["features"], plan.splits.validation.fields["label"]
    with torch.no_grad():
        return nn.functional.cross_entropy(module(x), y).item()


def check_resumed(train: Train, plan: Plan, stop_after: type[StopAfter], folder: Path, at: int) -> None:
    """Stopped after `at` batches and resumed, it is the training that was never stopped."""
    whole = train(plan, folder / "whole")
    hand = stop_after(at)
    first = train(plan, folder / "parts", control=hand.control, on_event=hand)
    rest = train(plan, folder / "parts", resume=first.finished.run)

    assert len(first.losses) == at
    assert first.losses + rest.losses == whole.losses
    torch.testing.assert_close(rest.weights, whole.weights, rtol=0, atol=0)
    rates = [event.values["learning_rate"] for event in whole.of(EpochEnded)]
    assert [event.values["learning_rate"] for event in first.of(EpochEnded) + rest.of(EpochEnded)] == rates
