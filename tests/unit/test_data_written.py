"""A Dataset written by hand: read once, split and batched as any other source, and part of the training script."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

import guinet
from guinet import data
from guinet.cli import main
from guinet.core.coding import write_code
from guinet.core.project import Project
from guinet.core.values import TensorSpec
from guinet.data import DataError
from guinet.data.memory import MOST_BYTES
from guinet.data.written import CodeFailed
from guinet.storage import trust
from guinet.train.events import Steps

SQUARES = """from torch.utils.data import Dataset


class Squares(Dataset):
    def __init__(self, rows: int, scale: float = 1.0):
        self.rows = rows
        self.scale = scale

    def __len__(self):
        return self.rows

    def __getitem__(self, index):
        value = [self.scale * index / self.rows]
        square = [value[0] ** 2]
        return value, square
"""


def kind_of(project: Project, text: str) -> str:
    trust.trust([text])
    return f"code.{write_code(project, text)}"


def read(text: str, **arguments: object) -> data.Dataset:
    return data.load(kind_of(guinet.new(), text), arguments, None)


SLOW = """import os

import torch
from torch.utils.data import Dataset


class Places(Dataset):
    def __init__(self, rows: int, bad: int = -1):
        self.rows = rows
        self.bad = bad

    def __len__(self):
        return self.rows

    def __getitem__(self, index):
        if index == self.bad:
            raise ValueError(f"row {index} is torn")
        value, reader = torch.rand(3), os.getpid()
        return value, reader
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a worker cannot be given a class that no module has")
def test_workers_read_the_items_in_their_order_and_under_one_seed() -> None:
    found = read(SLOW, rows=40, num_workers=2, split_seed=3)
    readers = found.fields["reader"].flatten().tolist()
    assert len(set(readers)) == 2
    assert os.getpid() not in readers
    again = read(SLOW + "\n", rows=40, num_workers=2, split_seed=3)
    assert torch.equal(found.fields["value"], again.fields["value"])
    assert found.fields["value"].unique(dim=0).shape == (40, 3)

    squares = read(SQUARES, rows=2000, num_workers=2)
    assert torch.equal(squares.fields["value"], read(SQUARES, rows=2000).fields["value"])


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a worker cannot be given a class that no module has")
def test_what_a_worker_raises_is_told_with_its_line() -> None:
    with pytest.raises(CodeFailed, match="line 17 of its code: row 7 is torn") as caught:
        read(SLOW, rows=20, bad=7, num_workers=2)
    assert caught.value.line == 17


def test_a_class_may_have_an_argument_of_that_name_itself() -> None:
    text = SQUARES.replace("scale: float = 1.0", "scale: float = 1.0, num_workers: int = 3")
    text = text.replace("self.scale * index", "num_workers * index").replace("value = [num", "value = [self.num")
    text = text.replace("self.scale = scale", "self.scale, self.num_workers = scale, num_workers")
    assert read(text, rows=4).fields["value"].flatten().tolist() == [0.0, 0.75, 1.5, 2.25]


def trained() -> Project:
    """Squares → Linear → MSELoss."""
    project = guinet.new()
    block = project.main
    source = block.add(kind_of(project, SQUARES), name="squares", rows=80, batch_size=16)
    fc, loss = block.add("torch.nn.Linear", name="fc", out_features=1), block.add("torch.nn.MSELoss", name="loss")
    block.connect(source["value"], fc["input"])
    block.connect(fc["output"], loss["input"])
    block.connect(source["square"], loss["target"])
    return project


def test_the_items_become_tensors_named_as_they_are_returned() -> None:
    found = read(SQUARES, rows=4, scale=2.0)

    assert (found.input, found.target, found.rows) == ("value", "square", 4)
    assert found.fields["value"].tolist() == [[0.0], [0.5], [1.0], [1.5]]
    assert found.fields["square"].tolist() == [[0.0], [0.25], [1.0], [2.25]]


def test_numbers_of_numpy_become_float32_and_labels_stay_whole() -> None:
    text = SQUARES.replace("value = [", "import numpy\n        value = numpy.array([").replace(
        "/ self.rows]\n        square = [value[0] ** 2]", "/ self.rows])\n        square = index % 2"
    )

    fields = read(text, rows=3).fields

    assert (fields["value"].dtype, fields["square"].dtype) == (torch.float32, torch.int64)


def test_shapes_reach_the_graph() -> None:
    project = trained()
    report = guinet.check(project)

    assert report.problems == ()
    node = next(node for node in project.main.nodes.values() if node.name == "squares")
    spec = TensorSpec(("N", 1), "float32")
    assert report.nodes["main"][node.id].outputs == {"value": spec, "square": spec}


def test_random_items_are_the_same_every_time_and_disturb_no_other_numbers() -> None:
    text = SQUARES.replace("self.scale * index / self.rows", "torch.rand(()).item()")
    state = torch.get_rng_state()

    first, second = read(text, rows=5), read(text + "# another\n", rows=5)

    assert torch.equal(first.fields["value"], second.fields["value"])
    assert torch.equal(torch.get_rng_state(), state)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("/ self.rows]", "/ 0]", r"Squares, line 13 of its code: .*division by zero \(ZeroDivisionError\)"),
        ("return self.rows", "return 0", "has no items"),
        ("return self.rows", f"return {MOST_BYTES}", "would take 32.0 GiB of memory, at most 4 are used"),
        ("[value[0] ** 2]", "[0.0] * (index + 1)", "stack expects each tensor to be equal size"),
    ],
)
def test_what_cannot_be_read_is_told(old: str, new: str, words: str) -> None:
    with pytest.raises(DataError, match=words):
        read(SQUARES.replace(old, new), rows=3)


def test_a_failure_lands_on_the_node_with_its_line() -> None:
    project = guinet.new()
    project.main.add(kind_of(project, SQUARES.replace("/ self.rows]", "/ 0]")), name="squares", rows=3)

    (problem,) = guinet.check(project).problems

    assert (problem.code, problem.values["line"]) == ("data", "13")


def test_a_value_that_is_missing_is_asked_for() -> None:
    with pytest.raises(DataError, match="Squares needs a value for rows"):
        read(SQUARES)


def test_an_argument_that_every_source_has_is_refused_by_name() -> None:
    project = guinet.new()
    code = write_code(project, SQUARES.replace("scale", "shuffle"))

    complaint = project.catalogue.complaint(f"code.{code}")

    assert complaint is not None
    assert complaint[1]["argument"] == "shuffle"


def test_the_script_gives_the_very_losses_of_the_training(tmp_path: Path) -> None:
    project = trained()
    guinet.save(project, tmp_path / "net.guinet")
    losses: list[float] = []
    guinet.train(
        project, epochs=2, on_event=lambda event: losses.extend(event.losses) if isinstance(event, Steps) else None
    )

    text = guinet.source(project, training=True)
    namespace: dict[str, Callable[[int], tuple[object, list[float]]]] = {"__name__": "script"}  # type: ignore[dict-item]
    namespace["__file__"] = str(tmp_path / "script.py")  # type: ignore[assignment]
    exec(compile(text, "script.py", "exec", dont_inherit=True), namespace)

    assert namespace["train"](2)[1] == losses
    assert len(losses) == 2 * 4  # 70 % of 80 rows are 56, in batches of 16


def test_it_trains_from_the_command_line_and_the_script_is_exported(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file, script = str(guinet.save(trained(), tmp_path / "net.guinet")), tmp_path / "train.py"

    assert main(["train", file, "--epochs", "2"]) == 0
    assert main(["export", file, "--as", "training-py", "-o", str(script)]) == 0
    assert capsys.readouterr().err == ""
    assert "class Squares(Dataset):" in script.read_text()

    trust.forget([SQUARES])
    assert main(["train", file, "--epochs", "1"]) == 4
    assert "Squares" in capsys.readouterr().err
