"""The engine against loops written by hand; its control, checkpoints and failures. All modules are made by hand."""

from __future__ import annotations

import errno
import math
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from guinet import data
from guinet.core.problems import GuinetError, Misuse, Unreadable
from guinet.nodes.types import Task
from guinet.train import keeper
from guinet.train.checkpoints import Checkpoints
from guinet.train.control import Control
from guinet.train.engine import Engine
from guinet.train.events import EpochEnded, Finished, Paused, Resumed, Steps, TrainingEvent, TrainingStarted, Warned
from guinet.train.optimizers import OptimizerChoice
from guinet.train.places import Place, Places
from guinet.train.planned import Plan
from guinet.train.problems import TrainingError
from guinet.train.runs import RunStore
from guinet.train.weights import load_weights
from guinet.train.wiring import Wiring

Listener = Callable[[TrainingEvent], None]


def classifier() -> nn.Module:
    # Dropout draws random numbers at each step, BatchNorm keeps state outside the parameters.
    return nn.Sequential(nn.Linear(4, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Dropout(0.2), nn.Linear(16, 3))


def regressor() -> nn.Module:
    return nn.Sequential(nn.Linear(10, 8), nn.Tanh(), nn.Linear(8, 1))


class Plain(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(4, 3)

    def forward(self, features: Tensor) -> Tensor:
        return self.layer(features)


def iris(**changes: Any) -> Plan:
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
    return replace(plan, **changes)


def diabetes(**changes: Any) -> Plan:
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
    return replace(plan, **changes)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "net.runs"


def train(
    plan: Plan,
    folder: Path,
    resume: str | None = None,
    control: Control | None = None,
    on_event: Listener | None = None,
) -> tuple[Finished, list[TrainingEvent]]:
    events: list[TrainingEvent] = []

    def emit(event: TrainingEvent) -> None:
        events.append(event)
        if on_event is not None:
            on_event(event)

    finished = Engine(plan, folder, emit, control or Control(), resume).run()
    assert events[-1] == finished
    return finished, events


def losses_of(events: Iterable[TrainingEvent]) -> list[float]:
    return [loss for event in events if isinstance(event, Steps) for loss in event.losses]


def of_type(events: Iterable[TrainingEvent], kind: type) -> list[Any]:
    return [event for event in events if isinstance(event, kind)]


def last_weights(folder: Path, run: str = "1") -> dict[str, Tensor]:
    return dict(Checkpoints(folder / run).load_last().weights.tensors)


def assert_equal(left: dict[str, Tensor], right: dict[str, Tensor]) -> None:
    assert left.keys() == right.keys()
    assert all(torch.equal(left[name], right[name]) for name in left)


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


# Against loops written by hand


def by_hand(plan: Plan, input: str, target: str, epochs: int) -> tuple[list[float], nn.Module]:
    torch.manual_seed(plan.seed)
    module = plan.build()
    optimizer = plan.optimizer.build(module)
    loss_function = plan.wiring.objective
    shuffling = torch.Generator().manual_seed(plan.seed)
    x, y = plan.splits.train.fields[input], plan.splits.train.fields[target]
    losses = []
    module.train()
    for _ in range(epochs):
        order = torch.randperm(len(x), generator=shuffling)
        for rows in order.split(plan.batch_size):
            loss = loss_function(module(x[rows]), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses, module


@pytest.mark.parametrize(("plan", "target"), [(iris(), "label"), (diabetes(), "target")], ids=["classes", "values"])
def test_losses_and_weights_are_those_of_a_loop_written_by_hand(plan: Plan, target: str, folder: Path) -> None:
    expected, module = by_hand(plan, "features", target, plan.epochs)

    _, events = train(plan, folder)

    assert torch.equal(torch.tensor(losses_of(events)), torch.tensor(expected))
    assert_equal(last_weights(folder), module.state_dict())


def test_several_inputs_and_outputs(folder: Path) -> None:
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

    finished, events = train(plan, folder)

    assert losses_of(events)[0] == expected.item()
    assert "test_accuracy" in finished.metrics


def test_the_same_seed_gives_the_same_run_and_another_does_not(tmp_path: Path) -> None:
    first, events = train(iris(), tmp_path / "a")
    second, again = train(iris(), tmp_path / "b")
    _, other = train(iris(seed=6), tmp_path / "c")

    assert losses_of(events) == losses_of(again)
    assert first.metrics == second.metrics
    assert losses_of(events) != losses_of(other)


# What is told


def test_events_come_in_order_and_count_every_step(folder: Path) -> None:
    plan = iris()
    per_epoch = math.ceil(plan.splits.train.rows / 16)

    finished, events = train(plan, folder)

    started = events[0]
    assert started == TrainingStarted("1", 3, per_epoch, 1, "cpu", 1)
    step = 0
    for event in of_type(events, Steps):
        assert event.first == step + 1
        step += len(event.losses)
    assert step == 3 * per_epoch == finished.step
    assert [(event.epoch, event.step) for event in of_type(events, EpochEnded)] == [
        (epoch, epoch * per_epoch) for epoch in (1, 2, 3)
    ]
    assert of_type(events, Steps)[-1].seconds_left == 0


def test_values_of_an_epoch_are_those_computed_by_hand(folder: Path) -> None:
    plan = iris(epochs=1, build=lambda: nn.Sequential(nn.Linear(4, 3)))
    _, module = by_hand(plan, "features", "label", 1)
    losses, _ = by_hand(plan, "features", "label", 1)
    rows = [min(16, plan.splits.train.rows - start) for start in range(0, plan.splits.train.rows, 16)]
    x, y = plan.splits.validation.fields["features"], plan.splits.validation.fields["label"]

    _, events = train(plan, folder)

    values = of_type(events, EpochEnded)[0].values
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


def test_the_test_rows_are_measured_with_the_best_weights(folder: Path) -> None:
    plan = diabetes(
        optimizer=OptimizerChoice("torch.optim.SGD", {"lr": 0.01}), build=lambda: nn.Linear(10, 1), epochs=6
    )

    finished, events = train(plan, folder)

    best = min(of_type(events, EpochEnded), key=lambda event: event.values["validation_loss"])
    weights = Checkpoints(folder / "1").load_best()
    assert weights.notes["epoch"] == str(best.epoch)
    module = nn.Linear(10, 1)
    weights.load_into(module)
    x, y = plan.splits.test.fields["features"], plan.splits.test.fields["target"]
    error = module(x) - y
    assert finished.metrics["test_mae"] == pytest.approx(error.abs().mean().item(), rel=1e-5)
    expected_r2 = 1 - (error.square().sum() / (y - y.mean()).square().sum()).item()
    assert finished.metrics["test_r2"] == pytest.approx(expected_r2, rel=1e-4)
    assert finished.metrics["test_loss"] == pytest.approx(error.square().mean().item(), rel=1e-5)


def test_a_run_without_validation_and_test_rows(folder: Path) -> None:
    splits = data.prepare("guinet.data.iris", {"validation": 0.0, "test": 0.0}, None)

    finished, events = train(iris(splits=splits), folder)

    assert finished.metrics == {}
    assert not any(name.startswith("validation") for name in of_type(events, EpochEnded)[0].values)
    assert Checkpoints(folder / "1").best_path.exists()


def test_the_record_repeats_what_was_told(folder: Path) -> None:
    plan = iris(settings={"optimizer.lr": 0.01}, project="{}")
    finished, events = train(plan, folder)

    store = RunStore(folder)
    run = store.get(finished.run)

    assert run is not None
    assert (run.state, run.step, run.epoch, run.metrics) == ("completed", finished.step, 3, dict(finished.metrics))
    assert store.losses(run.id).tolist() == losses_of(events)
    assert [epoch.values for epoch in store.epochs(run.id)] == [event.values for event in of_type(events, EpochEnded)]
    assert (run.start.seed, run.start.source, run.start.project, run.start.threads) == (5, "iris", "{}", 1)
    assert run.start.versions["torch"] == torch.__version__


def test_the_thread_count_is_that_of_the_plan_while_it_runs(folder: Path) -> None:
    before, seen = torch.get_num_threads(), []

    train(iris(threads=2, epochs=1), folder, on_event=lambda event: seen.append(torch.get_num_threads()))

    assert set(seen) == {2}
    assert torch.get_num_threads() == before


# Pause, step, stop


def test_a_training_begun_paused_makes_no_step_before_it_may(folder: Path) -> None:
    control = Control()
    control.pause()
    seen: list[int] = []

    def on_event(event: TrainingEvent) -> None:
        if isinstance(event, Paused):
            seen.append(event.step)
            control.step() if event.step < 2 else control.resume()

    finished, events = train(iris(), folder, control=control, on_event=on_event)

    assert seen == [0, 1, 2]
    assert [len(event.losses) for event in of_type(events, Steps)][:2] == [1, 1]
    assert len(of_type(events, Resumed)) == 1
    assert finished.reason == "completed"


def test_stepping_by_hand_changes_no_number(tmp_path: Path) -> None:
    _, events = train(iris(), tmp_path / "a")
    hand = StopAfter(20, "resume")

    _, stepped = train(iris(), tmp_path / "b", control=hand.control, on_event=hand)

    assert losses_of(stepped) == losses_of(events)


@pytest.mark.parametrize(("act", "reason"), [("stop", "stopped"), ("interrupt", "interrupted")])
def test_an_end_asked_for_comes_after_the_current_step(folder: Path, act: str, reason: str) -> None:
    hand = StopAfter(4, act)

    finished, _ = train(iris(), folder, control=hand.control, on_event=hand)

    assert finished == Finished("1", reason, 0, 4, {})
    assert Checkpoints(folder / "1").load_last().step == 4
    run = RunStore(folder).get("1")
    assert run is not None
    assert (run.state, run.step) == (reason, 4)


def test_a_stop_during_validation_ends_at_once(folder: Path) -> None:
    control = Control()

    class Stopping(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layer = nn.Linear(4, 3)

        def forward(self, features: Tensor) -> Tensor:
            if not self.training:
                control.stop()
            return self.layer(features)

    splits = data.prepare("guinet.data.iris", {"validation": 0.5}, None)
    plan = iris(build=Stopping, splits=splits, batch_size=10)

    finished, events = train(plan, folder, control=control)

    assert (finished.reason, finished.epoch) == ("stopped", 0)
    assert finished.step == math.ceil(splits.train.rows / 10)
    assert not of_type(events, EpochEnded)


def test_an_interrupt_in_the_middle_of_a_step_keeps_a_checkpoint(folder: Path) -> None:
    class Interrupted(Plain):
        calls = 0

        def forward(self, features: Tensor) -> Tensor:
            Interrupted.calls += 1
            if Interrupted.calls == 6:
                raise KeyboardInterrupt
            return super().forward(features)

    plan = iris(build=Interrupted)

    finished, events = train(plan, folder)

    assert (finished.reason, finished.step) == ("interrupted", 5)
    assert len(losses_of(events)) == 5
    _, rest = train(plan, folder, resume="1")
    _, whole = train(iris(build=Plain), folder)
    assert losses_of(events) + losses_of(rest) == losses_of(whole)


def test_an_interrupt_inside_the_update_keeps_the_checkpoint_before(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(self: torch.optim.Adam, closure: object = None) -> None:
        self.param_groups[0]["params"][0].data.fill_(7)
        raise KeyboardInterrupt

    monkeypatch.setattr(torch.optim.Adam, "step", interrupted)

    finished, _ = train(iris(), folder)

    assert (finished.reason, finished.step) == ("interrupted", 0)
    torch.manual_seed(5)
    assert_equal(last_weights(folder), classifier().state_dict())


# Going on


@pytest.mark.parametrize("stop", [1, 4, 7, 8, 12])
@pytest.mark.parametrize("make", [iris, diabetes])
def test_a_resumed_run_is_the_uninterrupted_one_bit_for_bit(
    tmp_path: Path, make: Callable[[], Plan], stop: int
) -> None:
    expected, whole = train(make(), tmp_path / "whole")
    hand = StopAfter(stop)
    stopped, first = train(make(), tmp_path / "parts", control=hand.control, on_event=hand)
    assert stopped.step == stop
    torch.manual_seed(999)

    finished, second = train(make(), tmp_path / "parts", resume="1")

    assert losses_of(first) + losses_of(second) == losses_of(whole)
    assert_equal(last_weights(tmp_path / "parts"), last_weights(tmp_path / "whole"))
    assert finished == expected
    assert RunStore(tmp_path / "parts").losses("1").tolist() == losses_of(whole)
    timed = {"samples_per_second", "memory_bytes"}
    told = [
        [
            {name: value for name, value in event.values.items() if name not in timed}
            for event in of_type(events, EpochEnded)
        ]
        for events in (whole, [*first, *second])
    ]
    assert told[0] == told[1]
    best = [dict(Checkpoints(tmp_path / name / "1").load_best().tensors) for name in ("whole", "parts")]
    assert_equal(*best)


def test_a_completed_run_goes_on_with_more_epochs(tmp_path: Path) -> None:
    _, whole = train(iris(epochs=5), tmp_path / "whole")
    _, first = train(iris(epochs=3), tmp_path / "parts")

    _, second = train(iris(epochs=5), tmp_path / "parts", resume="1")

    assert losses_of(first) + losses_of(second) == losses_of(whole)


def test_resuming_what_is_not_there_names_what_is(folder: Path) -> None:
    train(iris(epochs=1), folder)

    with pytest.raises(Misuse, match=r"no run 7 .*there is: 1"):
        train(iris(), folder, resume="7")


def test_resuming_with_another_optimiser_is_refused(folder: Path) -> None:
    train(iris(epochs=1), folder)

    with pytest.raises(GuinetError, match=r"trained with torch\.optim\.Adam.*torch\.optim\.SGD"):
        train(iris(optimizer=OptimizerChoice("torch.optim.SGD", {})), folder, resume="1")


def test_resuming_another_network_is_refused_and_a_changed_text_is_told(folder: Path) -> None:
    train(iris(epochs=1), folder)

    with pytest.raises(Unreadable, match="do not fit the network"):
        train(iris(build=lambda: nn.Linear(4, 3)), folder, resume="1")
    _, events = train(iris(source="other"), folder, resume="1")
    assert [event.text for event in of_type(events, Warned)] == [
        "The network's code is no longer what it was when run 1 began"
    ]


def test_resuming_with_other_data_is_refused(folder: Path) -> None:
    train(iris(epochs=1), folder)

    with pytest.raises(Unreadable, match="batch_size was 16 and is 8"):
        train(iris(batch_size=8), folder, resume="1")


def test_a_flipped_bit_in_a_checkpoint_names_the_tensor(folder: Path) -> None:
    train(iris(epochs=1), folder)
    path = next((folder / "1").glob("last-*.safetensors"))
    weight = load_weights(path).tensors["4.weight"].numpy().tobytes()
    content = path.read_bytes()
    place = content.index(weight)
    path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])

    with pytest.raises(Unreadable, match=r"the tensor 4\.weight is not what was written"):
        train(iris(), folder, resume="1")


def test_a_run_that_is_still_going_is_not_resumed(folder: Path) -> None:
    refused: list[str] = []

    def on_event(event: TrainingEvent) -> None:
        if isinstance(event, EpochEnded) and not refused:
            with pytest.raises(GuinetError, match="still running") as caught:
                train(iris(), folder, resume="1")
            refused.append(str(caught.value))

    train(iris(), folder, on_event=on_event)

    assert refused


# What goes wrong


class Exploding(nn.Module):
    """Three nodes; the second gives infinity once its input is large."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 3)

    def forward(self, features: Tensor) -> Tensor:
        scores = self.fc(features)
        grown = torch.log(scores - scores)
        return grown * 2


def lines_of(text: str) -> tuple[int, ...]:
    source = Path(__file__).read_text(encoding="utf-8").splitlines()
    return tuple(number for number, line in enumerate(source, 1) if line.strip() == text)


class Named(Places):
    """Places without a project: names are ids."""

    def of_line(self, filename: str, line: int) -> Any:
        found = [key for key, lines in self.lines[filename].items() if line in lines]
        return Place(*found[0], name=found[0][1]) if found else None

    def of_path(self, module: nn.Module, path: str) -> Any:
        return Place("main", path.split(".")[0], path.split(".")[0])


def test_a_loss_that_is_not_finite_stops_at_its_step_and_names_the_node(folder: Path) -> None:
    lines = {
        ("main", "fc"): lines_of("scores = self.fc(features)"),
        ("main", "log"): lines_of("grown = torch.log(scores - scores)"),
        ("main", "mul"): lines_of("return grown * 2"),
    }
    plan = iris(build=Exploding, places=Named(None, {__file__: lines}))
    trace = sys.gettrace()

    with pytest.raises(TrainingError, match="The loss became nan at step 1: log was the first") as caught:
        train(plan, folder)

    assert (caught.value.problem.block, caught.value.problem.node) == ("main", "log")
    assert caught.value.exit_code == 1
    assert sys.gettrace() is trace
    torch.manual_seed(5)
    assert_equal(last_weights(folder), Exploding().state_dict())
    run = RunStore(folder).get("1")
    assert run is not None
    assert run.state == "failed"
    assert "log was the first" in run.message


def test_weights_that_exploded_are_told_as_such(folder: Path) -> None:
    plan = diabetes(optimizer=OptimizerChoice("torch.optim.SGD", {"lr": 1e38}), places=Named())

    with pytest.raises(TrainingError, match=r"the weights 0\.weight of 0 had stopped being finite. Lower the learning"):
        train(plan, folder)


def test_a_loss_that_overflows_by_itself_is_named(folder: Path) -> None:
    plan = diabetes(optimizer=OptimizerChoice("torch.optim.SGD", {"lr": 1e20}), loss_place=Place("main", "n9", "mse"))

    with pytest.raises(TrainingError, match="The loss became inf at step 2: mse was the first") as caught:
        train(plan, folder)

    assert caught.value.problem.node == "n9"


def test_data_that_is_not_finite_is_told_as_such(folder: Path) -> None:
    splits = data.prepare("guinet.data.iris", {}, None)
    features = splits.train.fields["features"].clone()
    features[:, 0] = math.nan
    train_part = replace(splits.train, fields={**splits.train.fields, "features": features})

    with pytest.raises(TrainingError, match="the data itself has such values in “features”"):
        train(iris(splits=replace(splits, train=train_part)), folder)


def test_losses_before_a_failure_are_recorded(folder: Path) -> None:
    class Failing(Plain):
        calls = 0

        def forward(self, features: Tensor) -> Tensor:
            Failing.calls += 1
            return super().forward(features) / (0 if Failing.calls == 4 else 1)

    with pytest.raises(TrainingError, match="at step 4"):
        train(iris(build=Failing, places=Named()), folder)

    assert len(RunStore(folder).losses("1")) == 3


def full_disk(*arguments: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_disk_full_at_a_checkpoint_does_not_end_the_training(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", full_disk)
    monkeypatch.setattr(keeper, "EPOCH_SECONDS", 0.0)

    finished, events = train(iris(), folder)

    assert finished.reason == "completed"
    assert "test_accuracy" in finished.metrics
    told = of_type(events, Warned)
    assert len(told) == 1
    assert "The training goes on, but its checkpoint" in told[0].text
    assert told[0].text.endswith("could not be written: the disk is full")
    assert list((folder / "1").iterdir()) == []


def test_a_record_that_cannot_be_written_does_not_end_the_training(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: RunStore, *arguments: object) -> None:
        raise GuinetError("the disk is full")

    monkeypatch.setattr(RunStore, "add", full)

    finished, events = train(iris(), folder)

    assert finished.reason == "completed"
    assert "its record could not be written: the disk is full" in of_type(events, Warned)[0].text


def test_a_locked_record_is_an_error_of_its_own(folder: Path) -> None:
    train(iris(epochs=1), folder)
    with sqlite3.connect(folder / "runs.sqlite") as other:
        other.execute("DROP TABLE losses")
    other.close()

    with pytest.raises(GuinetError, match=r"runs\.sqlite cannot be read|cannot be written"):
        RunStore(folder).losses("1")


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory"),
        MemoryError(),
        RuntimeError("[enforce fail at alloc_cpu.cpp:117] DefaultCPUAllocator: can't allocate memory"),
    ],
    ids=["device", "python", "host"],
)
def test_too_little_memory_is_told_with_the_remedy(folder: Path, error: Exception) -> None:
    def objective(prediction: Tensor, label: Tensor) -> Tensor:
        raise error

    plan = iris(wiring=Wiring(objective, ("features",), (0, "label"), target="label"), data_node=("main", "n1"))

    with pytest.raises(TrainingError, match="not enough memory on cpu for batches of 16: choose a smaller") as caught:
        train(plan, folder)

    assert caught.value.problem.node == "n1"


def test_an_error_in_the_code_is_explained_by_the_plan(folder: Path) -> None:
    with pytest.raises(TrainingError, match="The training failed: RuntimeError: mat1 and mat2"):
        train(iris(build=lambda: nn.Linear(5, 3)), folder)


def test_a_network_without_parameters(folder: Path) -> None:
    with pytest.raises(TrainingError, match="nothing to train"):
        train(iris(build=nn.Identity), folder)

    assert RunStore(folder).list() == ()


def test_code_that_ends_the_program_fails_the_run(folder: Path) -> None:
    class Exiting(Plain):
        def forward(self, features: Tensor) -> Tensor:
            sys.exit("bye")

    with pytest.raises(SystemExit):
        train(iris(build=Exiting), folder)

    run = RunStore(folder).get("1")
    assert run is not None
    assert (run.state, run.message) == ("failed", "bye")
