"""Schedulers, clipping, accumulation and groups, against loops written by hand, and resumed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch import Tensor, nn
from torch.optim import lr_scheduler

from guinet.core.problems import GuinetError
from guinet.core.values import Value
from guinet.train.events import EpochEnded
from guinet.train.optimizers import OptimizerChoice, choose_optimizer
from guinet.train.problems import TrainingError
from guinet.train.schedulers import choose_scheduler, learning_rates, preview
from guinet.train.updates import UpdateChoice, choose_update
from tests.unit.train_engine.loops import (
    BATCHES,
    KIND,
    SCHEDULERS,
    by_hand,
    check_resumed,
    with_scheduler,
)

if TYPE_CHECKING:
    from tests.unit.train_engine.conftest import MakePlan, StopAfter, Train

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
