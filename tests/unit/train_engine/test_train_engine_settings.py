"""Schedulers, clipping, accumulation, groups and every optimiser, against loops written by hand, and resumed."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch import Tensor, nn
from torch.optim import lr_scheduler

from guinet.core.problems import GuinetError
from guinet.core.values import Value
from guinet.nodes.registry import REGISTRY
from guinet.train.events import EpochEnded
from guinet.train.optimizers import OptimizerChoice, choose_optimizer
from guinet.train.planned import Plan
from guinet.train.problems import TrainingError
from guinet.train.schedulers import choose_scheduler, learning_rates, preview
from guinet.train.updates import UpdateChoice, choose_update

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


# Schedulers


def test_every_scheduler_is_tried_here() -> None:
    assert SCHEDULERS.keys() == set(lr_scheduler.__all__) - {"LRScheduler"}


@pytest.mark.parametrize("name", SCHEDULERS)
def test_a_scheduled_training_is_that_of_a_loop_written_by_hand(train: Train, iris: MakePlan, name: str) -> None:
    plan = with_scheduler(iris, name)
    losses, rates, module = by_hand(plan, name)

    made = train(plan)

    assert made.losses == losses
    assert [event.values["learning_rate"] for event in made.of(EpochEnded)] == rates
    assert len(set(rates)) > 1
    torch.testing.assert_close(made.weights, dict(module.state_dict()), rtol=0, atol=0)


@pytest.mark.parametrize("at", [3, BATCHES, 2 * BATCHES + 1])
@pytest.mark.parametrize("name", SCHEDULERS)
def test_a_scheduled_training_resumes_bit_for_bit(
    train: Train, iris: MakePlan, stop_after: type[StopAfter], tmp_path: Path, name: str, at: int
) -> None:
    check_resumed(train, with_scheduler(iris, name), stop_after, tmp_path, at)


@pytest.mark.parametrize("name", [name for name in SCHEDULERS if name != "ReduceLROnPlateau"])
def test_the_learning_rates_told_beforehand_are_those_of_the_training(train: Train, iris: MakePlan, name: str) -> None:
    plan = with_scheduler(iris, name)

    told = list(learning_rates(plan.scheduler, 0.01, plan.epochs, BATCHES))

    assert len(told) == plan.epochs * BATCHES
    assert told[BATCHES - 1 :: BATCHES] == by_hand(plan, name)[1]


def test_a_rate_that_nothing_moves_is_told_as_it_is() -> None:
    plateau = choose_scheduler({"scheduler": "torch.optim.lr_scheduler.ReduceLROnPlateau"})

    assert list(learning_rates(None, 0.5, 1, 3)) == [0.5] * 3
    assert list(learning_rates(plateau, 0.5, 3, 1)) == [0.5] * 3


def test_a_preview_follows_the_settings_alone() -> None:
    training: dict[str, Value] = {
        "epochs": 3,
        "accumulate": 4,
        "scheduler": "torch.optim.lr_scheduler.StepLR",
        "scheduler.step_size": 1,
        "scheduler.gamma": 0.5,
    }

    adam = list(preview(training, 6))  # two updates an epoch
    adadelta = list(preview({**training, "optimizer": "torch.optim.Adadelta"}, 6))

    assert adam == [0.001, 0.001, 0.0005, 0.0005, 0.00025, 0.00025]
    assert adadelta == [1.0, 1.0, 0.5, 0.5, 0.25, 0.25]
    assert set(preview({**training, "optimizer.lr": 0.2}, 4)) == {0.2, 0.1, 0.05}


def test_one_cycle_takes_the_length_of_the_training(iris: MakePlan) -> None:
    choice = choose_scheduler({"scheduler": "torch.optim.lr_scheduler.OneCycleLR", "scheduler.max_lr": 0.1})

    plan = iris(scheduler=choice, epochs=3, update=UpdateChoice(accumulate=4)).lasting()

    assert plan.scheduler is not None
    assert plan.scheduler.arguments == {"max_lr": 0.1, "total_steps": 6}  # 7 batches are 4 and 3


def test_a_cycle_too_short_for_the_training_is_told_before_it_begins(train: Train, iris: MakePlan) -> None:
    training: dict[str, Value] = {
        "scheduler": "torch.optim.lr_scheduler.OneCycleLR",
        "scheduler.max_lr": 0.1,
        "scheduler.total_steps": 10,
    }

    with pytest.raises(TrainingError, match="over after 10 updates, but the training makes 21"):
        train(iris(scheduler=choose_scheduler(training), epochs=3))


def test_a_scheduler_the_optimiser_does_not_go_with_is_told_in_torchs_words(train: Train, iris: MakePlan) -> None:
    plan = with_scheduler(iris, "CyclicLR", optimizer=OptimizerChoice("torch.optim.Adagrad", {}))

    with pytest.raises(TrainingError, match="CyclicLR refuses its arguments: optimizer must support momentum"):
        train(plan)


def test_another_scheduler_does_not_go_on_with_a_run(train: Train, iris: MakePlan) -> None:
    train(with_scheduler(iris, "StepLR"))

    with pytest.raises(GuinetError, match=r"was trained with torch\.optim\.lr_scheduler\.StepLR, but .* no scheduler"):
        train(iris(epochs=5), resume="1")


def test_a_run_goes_on_with_the_same_parts_only(train: Train, iris: MakePlan) -> None:
    train(with_scheduler(iris, "ChainedScheduler"))
    other = choose_scheduler(
        {"scheduler": f"{KIND}ChainedScheduler", "scheduler.0": f"{KIND}ExponentialLR", "scheduler.0.gamma": 0.5}
    )

    with pytest.raises(GuinetError, match=r"ChainedScheduler\(.*LinearLR, .*LambdaLR\), but .*ExponentialLR"):
        train(iris(scheduler=other, epochs=5), resume="1")


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("1 - epoch / 2", "LambdaLR makes the learning rate negative in epoch 4: "),
        ("1 / abs(epoch - 2)", "“1 / abs\\(epoch - 2\\)” has no value in epoch 2: division by zero"),
        ("9 ** 9 ** 9", "no number of a usual size in epoch 0"),
    ],
)
def test_a_formula_that_goes_wrong_in_some_epoch_is_told_before_the_training(formula: str, reason: str) -> None:
    choice = choose_scheduler({"scheduler": f"{KIND}LambdaLR", "scheduler.lr_lambda": formula})
    assert choice is not None

    with pytest.raises(TrainingError, match=reason):
        choice.check(5)


def test_a_rate_of_zero_in_the_end_is_none_that_goes_wrong() -> None:
    choice = choose_scheduler({"scheduler": f"{KIND}LambdaLR", "scheduler.lr_lambda": "1 - epoch / 4"})
    assert choice is not None

    choice.check(5)


# Clipping and accumulation


@pytest.mark.parametrize(
    "given",
    [
        {"clip_norm": 0.1},
        {"clip_value": 0.01},
        {"clip_value": 0.05, "clip_norm": 0.1},
        {"accumulate": 2},
        {"accumulate": 4},
        {"accumulate": 4, "clip_norm": 0.1},
        {"accumulate": 100},
    ],
    ids=str,
)
def test_clipped_and_accumulated_gradients_are_those_of_a_loop_written_by_hand(
    train: Train, iris: MakePlan, given: dict[str, Any]
) -> None:
    plan = iris(update=choose_update(given))
    losses, _, module = by_hand(plan, **given)

    made = train(plan)

    assert made.losses == losses
    assert made.losses != train(iris(), resume=None).losses
    torch.testing.assert_close(made.weights, dict(module.state_dict()), rtol=0, atol=0)


@pytest.mark.parametrize("at", [1, 4, 5, BATCHES, BATCHES + 3])
def test_a_run_stopped_between_two_updates_resumes_bit_for_bit(
    train: Train, iris: MakePlan, stop_after: type[StopAfter], tmp_path: Path, at: int
) -> None:
    plan = with_scheduler(iris, "CyclicLR", update=UpdateChoice(accumulate=4, clip_norm=0.2))

    check_resumed(train, plan, stop_after, tmp_path, at)


def test_an_interrupt_between_two_updates_keeps_the_gradients_that_wait(train: Train, iris: MakePlan) -> None:
    class Interrupted(nn.Linear):
        calls = 0

        def forward(self, input: Tensor) -> Tensor:
            Interrupted.calls += 1
            if Interrupted.calls == 3:
                raise KeyboardInterrupt
            return super().forward(input)

    update = UpdateChoice(accumulate=4)

    first = train(iris(build=lambda: Interrupted(4, 3), update=update))
    rest = train(iris(build=lambda: Interrupted(4, 3), update=update), resume="1")

    assert (first.finished.reason, first.finished.step) == ("interrupted", 2)
    assert first.losses + rest.losses == train(iris(build=lambda: nn.Linear(4, 3), update=update)).losses


def test_a_clipped_gradient_is_measured_as_the_optimiser_took_it(train: Train, iris: MakePlan) -> None:
    made = train(iris(update=UpdateChoice(clip_norm=0.125)))

    for event in made.of(EpochEnded):
        assert event.values["gradient_norm"] == pytest.approx(0.125, rel=1e-4)


@pytest.mark.parametrize("given", [{"accumulate": 0}, {"clip_norm": -1.0}, {"clip_value": "small"}], ids=str)
def test_limits_that_cannot_be(given: dict[str, Value]) -> None:
    with pytest.raises(TrainingError, match=next(iter(given))):
        choose_update(given)


# Groups


def test_groups_learn_as_told_and_the_frozen_do_not(train: Train, iris: MakePlan) -> None:
    training: dict[str, Value] = {
        "optimizer": "torch.optim.SGD",
        "optimizer.lr": 0.1,
        "groups.4.lr": 0.01,
        "groups.*.bias.weight_decay": 0.5,
        "groups.0.weight.frozen": True,
    }

    def groups(module: Any) -> Any:
        module[0].weight.requires_grad_(False)
        decayed = [module[0].bias, module[1].bias, module[4].bias]
        return [
            {"params": [module[1].weight]},
            {"params": decayed, "weight_decay": 0.5},
            {"params": [module[4].weight], "lr": 0.01},
        ]

    plan = iris(optimizer=choose_optimizer(training))
    losses, _, module = by_hand(plan, groups=groups)
    torch.manual_seed(plan.seed)
    first = plan.build().get_parameter("0.weight")

    made = train(plan)

    assert made.losses == losses
    torch.testing.assert_close(made.weights, dict(module.state_dict()), rtol=0, atol=0)
    assert torch.equal(made.weights["0.weight"], first)
    assert "gradient_norm/4" in made.of(EpochEnded)[0].values


def test_a_training_with_groups_resumes_bit_for_bit(
    train: Train, iris: MakePlan, stop_after: type[StopAfter], tmp_path: Path
) -> None:
    optimizer = choose_optimizer({"groups.0.lr": 0.1, "groups.1.frozen": True})

    check_resumed(train, with_scheduler(iris, "StepLR", optimizer=optimizer), stop_after, tmp_path, 2 * BATCHES + 1)


@pytest.mark.parametrize(
    ("groups", "reason"),
    [
        ({"groups.fc9.lr": 0.1}, "No parameter is called “fc9”.*0.weight, 0.bias"),
        ({"groups.*.frozen": True}, "All parameters are frozen"),
    ],
)
def test_groups_without_parameters(train: Train, iris: MakePlan, groups: dict[str, Value], reason: str) -> None:
    with pytest.raises(TrainingError, match=reason):
        train(iris(optimizer=choose_optimizer(groups)))


# Every optimiser


class Words(nn.Module):
    """A layer of matrices alone, for Muon, or of sparse gradients, for SparseAdam."""

    def __init__(self, sparse: bool) -> None:
        super().__init__()
        self.table = nn.Embedding(8, 3, sparse=sparse)

    def forward(self, features: Tensor) -> Tensor:
        return self.table(features.long().clamp(0, 7)).sum(1)


def network_for(name: str) -> nn.Module:
    if name in ("SparseAdam", "Muon"):
        return Words(sparse=name == "SparseAdam")
    return nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 3))


OPTIMIZERS = [type.title for type in REGISTRY.optimizers()]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_two_steps_of_every_optimiser(train: Train, iris: MakePlan, name: str) -> None:
    plan = iris(build=lambda: network_for(name), optimizer=OptimizerChoice(f"torch.optim.{name}", {}), batch_size=60)
    plan = iris(build=plan.build, optimizer=plan.optimizer, batch_size=60, epochs=1)
    x, y = plan.splits.train.fields["features"], plan.splits.train.fields["label"]
    torch.manual_seed(plan.seed)
    module = network_for(name)
    optimizer = getattr(torch.optim, name)(module.parameters())
    batches = torch.randperm(len(x), generator=torch.Generator().manual_seed(plan.seed)).split(60)
    losses = []
    for rows in batches:

        def closure(rows: Tensor = rows) -> Tensor:
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(module(x[rows]), y[rows])
            loss.backward()
            return loss

        losses.append(optimizer.step(closure).item())

    made = train(plan)

    assert len(losses) == 2
    assert made.losses == losses
    torch.testing.assert_close(made.weights, dict(module.state_dict()), rtol=0, atol=0)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimiser_resumes_bit_for_bit(
    train: Train, iris: MakePlan, stop_after: type[StopAfter], tmp_path: Path, name: str
) -> None:
    plan = iris(build=lambda: network_for(name), optimizer=OptimizerChoice(f"torch.optim.{name}", {}), epochs=2)

    check_resumed(train, plan, stop_after, tmp_path, BATCHES + 2)


@pytest.mark.parametrize(
    ("name", "changes", "reason"),
    [
        ("Muon", {}, r"Muon trains matrices alone, but 0\.bias has the shape 16"),
        ("SparseAdam", {}, r"those of 0\.weight are not: freeze it"),
        ("Adam", {"build": lambda: Words(sparse=True)}, r"Adam takes no sparse gradients, but those of table\.weight"),
        ("LBFGS", {"update": UpdateChoice(accumulate=2)}, "set accumulate to 1"),
        ("SGD", {"build": lambda: Words(sparse=True), "update": UpdateChoice(clip_norm=1.0)}, "cannot clip those"),
    ],
)
def test_what_an_optimiser_cannot_train(
    train: Train, iris: MakePlan, name: str, changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(TrainingError, match=reason):
        train(iris(optimizer=OptimizerChoice(f"torch.optim.{name}", {}), **changes))


def test_lbfgs_takes_no_groups(train: Train, iris: MakePlan) -> None:
    training: dict[str, Value] = {"optimizer": "torch.optim.LBFGS", "groups.0.lr": 0.1}

    with pytest.raises(TrainingError, match="LBFGS trains all parameters alike"):
        train(iris(optimizer=choose_optimizer(training)))


def test_muon_trains_matrices_where_all_else_is_frozen(train: Train, iris: MakePlan) -> None:
    training: dict[str, Value] = {
        "optimizer": "torch.optim.Muon",
        "groups.*.bias.frozen": True,
        "groups.1.weight.frozen": True,
    }

    made = train(iris(optimizer=choose_optimizer(training)))

    assert made.losses[-1] < made.losses[0]
