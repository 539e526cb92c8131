"""The engine against loops written by hand, and what it tells."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import torch
from torch import Tensor, nn

from guinet import data
from guinet.train.checkpoints import Checkpoints
from guinet.train.events import EpochEnded, Steps, TrainingStarted
from guinet.train.optimizers import OptimizerChoice
from guinet.train.planned import Plan
from guinet.train.runs import RunStore
from guinet.train.wiring import Wiring

if TYPE_CHECKING:
    from tests.unit.train_engine.conftest import MakePlan, Train


def by_hand(plan: Plan) -> tuple[list[float], nn.Module]:
    torch.manual_seed(plan.seed)
    module = plan.build()
    optimizer = plan.optimizer.build(module)
    loss_function = plan.wiring.objective
    shuffling = torch.Generator().manual_seed(plan.seed)
    x, y = plan.splits.train.fields["features"], plan.splits.train.fields[plan.wiring.target]
    losses = []
    module.train()
    for _ in range(plan.epochs):
        order = torch.randperm(len(x), generator=shuffling)
        for rows in order.split(plan.batch_size):
            loss = loss_function(module(x[rows]), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses, module


def test_losses_and_weights_are_those_of_a_loop_written_by_hand(train: Train, either: MakePlan) -> None:
    plan = either()
    expected, module = by_hand(plan)

    made = train(plan)

    assert torch.equal(torch.tensor(made.losses), torch.tensor(expected))
    torch.testing.assert_close(made.weights, dict(module.state_dict()), rtol=0, atol=0)


def test_several_inputs_and_outputs(train: Train, iris: MakePlan) -> None:
    class Two(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.a, self.b = nn.Linear(4, 3), nn.Linear(4, 1)

        def forward(self, first: Tensor, second: Tensor) -> tuple[Tensor, Tensor]:
            return self.b(second), self.a(first)

    def objective(scores: Tensor, label: Tensor, size: Tensor) -> Tensor:
        return nn.functional.cross_entropy(scores, label) + 0.1 * size.square().mean()

    wiring = Wiring(objective, ("features", "features"), (1, "label", 0), outputs=2, prediction=1, target="label")
    plan = iris(build=Two, wiring=wiring, epochs=1)
    torch.manual_seed(plan.seed)
    module = Two()
    rows = torch.randperm(plan.splits.train.rows, generator=torch.Generator().manual_seed(plan.seed))[:16]
    x, y = plan.splits.train.fields["features"][rows], plan.splits.train.fields["label"][rows]
    expected = nn.functional.cross_entropy(module.a(x), y) + 0.1 * module.b(x).square().mean()

    made = train(plan)

    assert made.losses[0] == expected.item()
    assert "test_accuracy" in made.finished.metrics


def test_the_same_seed_gives_the_same_run_and_another_does_not(train: Train, iris: MakePlan, tmp_path: Path) -> None:
    made = train(iris(), tmp_path / "a")
    again = train(iris(), tmp_path / "b")
    other = train(iris(seed=6), tmp_path / "c")

    assert made.losses == again.losses
    assert made.finished.metrics == again.finished.metrics
    assert made.losses != other.losses


def test_events_come_in_order_and_count_every_step(train: Train, iris: MakePlan) -> None:
    plan = iris()
    per_epoch = math.ceil(plan.splits.train.rows / 16)

    made = train(plan)

    started = made.events[0]
    assert started == TrainingStarted("1", 3, per_epoch, 1, "cpu", 1)
    step = 0
    for event in made.of(Steps):
        assert event.first == step + 1
        step += len(event.losses)
    assert step == 3 * per_epoch == made.finished.step
    assert [(event.epoch, event.step) for event in made.of(EpochEnded)] == [
        (epoch, epoch * per_epoch) for epoch in (1, 2, 3)
    ]
    assert made.of(Steps)[-1].seconds_left == 0


def test_values_of_an_epoch_are_those_computed_by_hand(train: Train, iris: MakePlan) -> None:
    plan = iris(epochs=1, build=lambda: nn.Sequential(nn.Linear(4, 3)))
    losses, module = by_hand(plan)
    rows = [min(16, plan.splits.train.rows - start) for start in range(0, plan.splits.train.rows, 16)]
    x, y = plan.splits.validation.fields["features"], plan.splits.validation.fields["label"]

    made = train(plan)

    values = made.of(EpochEnded)[0].values
    assert values["loss"] == pytest.approx(sum(map(lambda a, b: a * b, losses, rows)) / sum(rows), rel=1e-12)
    assert values["validation_loss"] == pytest.approx(nn.functional.cross_entropy(module(x), y).item(), rel=1e-5)
    assert values["validation_accuracy"] == pytest.approx((module(x).argmax(1) == y).double().mean().item())
    assert values["learning_rate"] == 0.01
    norm = math.hypot(
        *(parameter.grad.norm().item() for parameter in module.parameters() if parameter.grad is not None)
    )
    assert values["gradient_norm"] == pytest.approx(norm, rel=1e-5)
    assert values["gradient_norm/0"] == pytest.approx(norm, rel=1e-5)
    assert values["samples_per_second"] > 0
    assert values["memory_bytes"] > 1e6


def test_the_test_rows_are_measured_with_the_best_weights(train: Train, diabetes: MakePlan, folder: Path) -> None:
    plan = diabetes(
        optimizer=OptimizerChoice("torch.optim.SGD", {"lr": 0.01}), build=lambda: nn.Linear(10, 1), epochs=6
    )

    made = train(plan)

    best = min(made.of(EpochEnded), key=lambda event: event.values["validation_loss"])
    weights = Checkpoints(folder / "1").load_best()
    assert weights.notes["epoch"] == str(best.epoch)
    module = nn.Linear(10, 1)
    weights.load_into(module)
    x, y = plan.splits.test.fields["features"], plan.splits.test.fields["target"]
    error = module(x) - y
    assert made.finished.metrics["test_mae"] == pytest.approx(error.abs().mean().item(), rel=1e-5)
    expected_r2 = 1 - (error.square().sum() / (y - y.mean()).square().sum()).item()
    assert made.finished.metrics["test_r2"] == pytest.approx(expected_r2, rel=1e-4)
    assert made.finished.metrics["test_loss"] == pytest.approx(error.square().mean().item(), rel=1e-5)


def test_a_run_without_validation_and_test_rows(train: Train, iris: MakePlan, folder: Path) -> None:
    splits = data.prepare("guinet.data.iris", {"validation": 0.0, "test": 0.0}, None)

    made = train(iris(splits=splits))

    assert made.finished.metrics == {}
    assert not any(name.startswith("validation") for name in made.of(EpochEnded)[0].values)
    assert Checkpoints(folder / "1").best_path.exists()


def test_the_record_repeats_what_was_told(train: Train, iris: MakePlan, folder: Path) -> None:
    plan = iris(settings={"optimizer.lr": 0.01}, project="{}")
    made = train(plan)

    store = RunStore(folder)
    run = store.get(made.finished.run)

    assert run is not None
    assert (run.state, run.step, run.epoch, run.metrics) == (
        "completed",
        made.finished.step,
        3,
        dict(made.finished.metrics),
    )
    assert store.losses(run.id).tolist() == made.losses
    assert [epoch.values for epoch in store.epochs(run.id)] == [event.values for event in made.of(EpochEnded)]
    assert (run.start.seed, run.start.source, run.start.project, run.start.threads) == (5, "iris", "{}", 1)
    assert run.start.versions["torch"] == torch.__version__


def test_the_thread_count_is_that_of_the_plan_while_it_runs(train: Train, iris: MakePlan) -> None:
    before, seen = torch.get_num_threads(), []

    train(iris(threads=2, epochs=1), on_event=lambda event: seen.append(torch.get_num_threads()))

    assert set(seen) == {2}
    assert torch.get_num_threads() == before
