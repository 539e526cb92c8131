"""What goes wrong in a training: told at its node, with the remedy, and recorded."""

from __future__ import annotations

import errno
import math
import os
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import torch
from msgspec.structs import replace
from torch import Tensor, nn

from guinet import data
from guinet.core.problems import GuinetError
from guinet.train import keeper
from guinet.train.checkpoints import Checkpoints
from guinet.train.engine import in_words
from guinet.train.events import EpochEnded, TrainingEvent, Warned
from guinet.train.optimizers import OptimizerChoice
from guinet.train.places import Place, Places
from guinet.train.problems import TrainingError
from guinet.train.runs import RunStore
from guinet.train.wiring import Wiring

if TYPE_CHECKING:
    from tests.unit.train_engine.conftest import MakePlan, Train


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


class Named(Places, frozen=True):
    """Places without a project: names are ids."""

    def of_line(self, filename: str, line: int) -> Any:
        found = [key for key, lines in self.lines[filename].items() if line in lines]
        return Place(*found[0], name=found[0][1]) if found else None

    def of_path(self, path: str) -> Any:
        return Place("main", path.split(".")[0], path.split(".")[0])


def test_a_loss_that_is_not_finite_stops_at_its_step_and_names_the_node(
    train: Train, iris: MakePlan, folder: Path
) -> None:
    lines = {
        ("main", "fc"): lines_of("scores = self.fc(features)"),
        ("main", "log"): lines_of("grown = torch.log(scores - scores)"),
        ("main", "mul"): lines_of("return grown * 2"),
    }
    plan = iris(build=Exploding, places=Named(None, {__file__: lines}))
    trace = sys.gettrace()

    with pytest.raises(TrainingError, match="The loss became nan at step 1: log was the first") as caught:
        train(plan)

    assert (caught.value.problem.block, caught.value.problem.node) == ("main", "log")
    assert caught.value.exit_code == 1
    assert sys.gettrace() is trace
    torch.manual_seed(5)
    kept = Checkpoints(folder / "1").load_last().weights.tensors
    torch.testing.assert_close(dict(kept), dict(Exploding().state_dict()), rtol=0, atol=0)
    run = RunStore(folder).get("1")
    assert run is not None
    assert run.state == "failed"
    assert "log was the first" in run.message


def test_weights_that_exploded_are_told_as_such(train: Train, diabetes: MakePlan) -> None:
    plan = diabetes(optimizer=OptimizerChoice("torch.optim.SGD", {"lr": 1e38}), places=Named())

    with pytest.raises(TrainingError, match=r"the weights 0\.weight of 0 had stopped being finite. Lower the learning"):
        train(plan)


def test_a_loss_that_overflows_by_itself_is_named(train: Train, diabetes: MakePlan) -> None:
    plan = diabetes(optimizer=OptimizerChoice("torch.optim.SGD", {"lr": 1e20}), loss_place=Place("main", "n9", "mse"))

    with pytest.raises(TrainingError, match="The loss became inf at step 2: mse was the first") as caught:
        train(plan)

    assert caught.value.problem.node == "n9"


def test_data_that_is_not_finite_is_told_as_such(train: Train, iris: MakePlan) -> None:
    splits = data.prepare("guinet.data.iris", {}, None)
    features = splits.train.fields["features"].clone()
    features[:, 0] = math.nan
    train_part = replace(splits.train, fields={**splits.train.fields, "features": features})

    with pytest.raises(TrainingError, match="the data itself has such values in “features”"):
        train(iris(splits=replace(splits, train=train_part)))


def test_losses_before_a_failure_are_recorded(train: Train, iris: MakePlan, folder: Path) -> None:
    class Failing(nn.Linear):
        calls = 0

        def forward(self, input: Tensor) -> Tensor:
            Failing.calls += 1
            return super().forward(input) / (0 if Failing.calls == 4 else 1)

    with pytest.raises(TrainingError, match="at step 4"):
        train(iris(build=lambda: Failing(4, 3), places=Named()))

    assert len(RunStore(folder).losses("1")) == 3


def full_disk(*arguments: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_disk_full_at_a_checkpoint_does_not_end_the_training(
    train: Train, iris: MakePlan, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", full_disk)
    monkeypatch.setattr(keeper, "EPOCH_SECONDS", 0.0)

    made = train(iris())

    assert made.finished.reason == "completed"
    assert "test_accuracy" in made.finished.metrics
    assert not made.finished.kept
    assert made.finished.last_kept is None
    told = made.of(Warned)
    assert len(told) == 1
    assert "The training goes on, but its checkpoint" in str(told[0].text)
    assert str(told[0].text).endswith("could not be written: the disk is full")
    assert list((folder / "1").iterdir()) == []


def test_the_last_checkpoint_before_the_disk_was_full_is_told(
    train: Train, iris: MakePlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(event: TrainingEvent) -> None:
        if isinstance(event, EpochEnded) and event.epoch == 2:
            monkeypatch.setattr(os, "fsync", full_disk)

    monkeypatch.setattr(keeper, "EPOCH_SECONDS", 0.0)
    monkeypatch.setattr(keeper, "WORK_PER_WRITING", 0)

    made = train(iris(), on_event=fill)

    # 105 rows to train on, 16 a batch: 7 steps an epoch; the checkpoint of the second comes after its event.
    assert (made.finished.step, made.finished.kept, made.finished.last_kept) == (21, False, 7)


def test_a_record_that_cannot_be_written_does_not_end_the_training(
    train: Train, iris: MakePlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: RunStore, *arguments: object) -> None:
        raise GuinetError("the disk is full")

    monkeypatch.setattr(RunStore, "add", full)

    made = train(iris())

    assert made.finished.reason == "completed"
    assert "its record could not be written: the disk is full" in str(made.of(Warned)[0].text)


def test_a_locked_record_is_an_error_of_its_own(train: Train, iris: MakePlan, folder: Path) -> None:
    train(iris(epochs=1))
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
def test_too_little_memory_is_told_with_the_remedy(train: Train, iris: MakePlan, error: Exception) -> None:
    def objective(prediction: Tensor, label: Tensor) -> Tensor:
        raise error

    plan = iris(wiring=Wiring(objective, ("features",), (0, "label"), target="label"), data_node=("main", "n1"))

    with pytest.raises(TrainingError, match="not enough memory on cpu for batches of 16: choose a smaller") as caught:
        train(plan)

    assert caught.value.problem.node == "n1"


class Wide(nn.Module):
    """Linear(4, 1000000) and Linear(1000000, 3): 8,000,003 parameters in float32, of which 5,000,000 in `wide`."""

    def __init__(self) -> None:
        super().__init__()
        self.wide = nn.Linear(4, 1_000_000)
        self.scores = nn.Linear(1_000_000, 3)

    def forward(self, features: Tensor) -> Tensor:
        return self.scores(self.wide(features))


def without_room() -> nn.Module:
    if torch.empty(0).device.type != "meta":
        raise MemoryError
    return Wide()


# Adam keeps two averages and a counter of 4 bytes for each tensor: 4 × 4 bytes × 5,000,000, and 8 bytes.
TOO_WIDE = (
    "There is not enough memory on cpu for the weights of wide, which take 76.29 MiB with their gradients and what "
)


def test_a_layer_without_room_is_told_and_no_batch_size(train: Train, iris: MakePlan) -> None:
    plan = iris(build=without_room, places=Named(), data_node=("main", "n1"))

    with pytest.raises(TrainingError) as caught:
        train(plan)

    assert str(caught.value) == f"{TOO_WIDE}Adam keeps: make it smaller."
    assert (caught.value.problem.block, caught.value.problem.node) == ("main", "wide")


def test_on_another_device_there_is_the_cpu_as_well(iris: MakePlan) -> None:
    told = in_words(torch.OutOfMemoryError("CUDA out of memory"), iris(build=Wide, device="cuda:0"), begun=False)

    assert str(told).endswith("what Adam keeps: make it smaller, or choose the device “cpu”.")


@pytest.mark.parametrize(
    ("changes", "begun"),
    [
        ({}, True),  # the weights did fit
        ({"batch_size": 100, "optimizer": OptimizerChoice("torch.optim.SGD", {})}, False),  # 400 MB against 64 MB
    ],
    ids=["begun", "batch"],
)
def test_a_large_layer_is_not_blamed_for_what_a_batch_takes(
    iris: MakePlan, changes: dict[str, Any], begun: bool
) -> None:
    told = in_words(MemoryError(), iris(build=Wide, places=Named(), **changes), begun=begun)

    assert "choose a smaller batch_size" in str(told)


def test_an_error_in_the_code_is_explained_by_the_plan(train: Train, iris: MakePlan) -> None:
    with pytest.raises(TrainingError, match="The training failed: RuntimeError: mat1 and mat2"):
        train(iris(build=lambda: nn.Linear(5, 3)))


def test_a_network_without_parameters(train: Train, iris: MakePlan, folder: Path) -> None:
    with pytest.raises(TrainingError, match="nothing to train"):
        train(iris(build=nn.Identity))

    assert RunStore(folder).list() == ()


def test_code_that_ends_the_program_fails_the_run(train: Train, iris: MakePlan, folder: Path) -> None:
    class Exiting(nn.Linear):
        def forward(self, input: Tensor) -> Tensor:
            sys.exit("bye")

    with pytest.raises(SystemExit):
        train(iris(build=lambda: Exiting(4, 3)))

    run = RunStore(folder).get("1")
    assert run is not None
    assert (run.state, run.message) == ("failed", "bye")
