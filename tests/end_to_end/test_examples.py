"""The bundled examples: sound, as drawn by the script in packaging/, and good at what they are for."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

import guinet
from guinet.storage.examples import Example, examples
from guinet.storage.files import SUFFIX, dumps

NAMES = [example.name for example in examples()]


def test_the_six_are_there() -> None:
    expected = {"digits-cnn", "digits-mlp", "fashion-cnn", "iris-mlp", "diabetes-regression", "sine-lstm"}

    assert set(NAMES) >= expected


@pytest.mark.parametrize("example", examples(), ids=NAMES)
def test_an_example_is_sound(example: Example) -> None:
    project = guinet.load(example.path)
    report = guinet.check(project)

    assert not report.problems
    assert dumps(project) == example.path.read_text(encoding="utf-8")
    assert project.notes
    assert example.rows


@pytest.mark.parametrize("example", examples(), ids=NAMES)
def test_an_example_evaluates(example: Example) -> None:
    project = guinet.load(example.path)
    values = guinet.evaluate(project)

    assert [problem.message for problem in values.problems] == []
    assert set(values) == {node.name for node in project.main.nodes.values()}


@pytest.mark.parametrize("example", [each for each in examples() if each.task == "train"], ids=lambda each: each.name)
def test_an_example_to_train_trains(example: Example, tmp_path: Path) -> None:
    assert guinet.train(guinet.load(example.path), epochs=1, folder=tmp_path).reason == "completed"


@pytest.mark.parametrize("example", [each for each in examples() if each.task != "train"], ids=lambda each: each.name)
def test_an_example_reads_as_python_that_computes_the_same(example: Example) -> None:
    project = guinet.load(example.path)
    values = guinet.evaluate(project)
    namespace: dict[str, Any] = {"__name__": "example"}
    torch.manual_seed(0)
    exec(guinet.source(project), namespace)

    if (written := namespace.get(project.main.name)) is not None:
        torch.manual_seed(1)
        by_hand = written()
        torch.manual_seed(1)
        built = guinet.build(project)
        assert str(by_hand) == str(built)
        torch.testing.assert_close(by_hand.state_dict(), built.state_dict(), rtol=0, atol=0)
        return
    # What was never set is anything; what is written over has the name of what it was made of.
    left_out = {node.name for node in project.main.nodes.values() if node.kind == "torch.empty" or node.kind[-1] == "_"}
    for name in [name for name, value in values.items() if isinstance(value, Tensor) and name not in left_out]:
        found = namespace.get(f"{name}_output", namespace.get(name))  # a layer has the name itself
        assert str(found) == str(values[name]), name


def test_there_is_one_for_every_row_of_the_tutorial() -> None:
    shown = {row for example in examples() for row in example.rows}

    assert shown == {f"S{number}" for number in range(1, 25)}
    assert {example.task for example in examples()} == {"evaluate", "train"}


@pytest.mark.parametrize("example", examples(), ids=NAMES)
def test_nothing_lies_on_anything_else(example: Example) -> None:
    """A node is 150 wide, and with up to four ports less than 90 high."""
    for block in guinet.load(example.path).blocks.values():
        for one, other in itertools.combinations([node.position for node in block.nodes.values()], 2):
            assert abs(one[0] - other[0]) >= 160 or abs(one[1] - other[1]) >= 90


def test_the_script_draws_them_as_they_are(repository: Path, tmp_path: Path) -> None:
    """Into a folder of the test's: what is bundled is not touched."""
    command = [sys.executable, str(repository / "packaging" / "make_examples.py"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    drawn = {path.name: path.read_text() for path in tmp_path.glob(f"*{SUFFIX}")}
    bundled = {path.name: path.read_text() for path in (repository / "resources" / "examples").glob(f"*{SUFFIX}")}
    assert drawn == bundled


@pytest.mark.parametrize(
    ("name", "metric", "least"),
    [
        ("iris-mlp", "test_accuracy", 0.93),
        ("digits-mlp", "test_accuracy", 0.95),
        ("digits-cnn", "test_accuracy", 0.97),
        ("diabetes-regression", "test_r2", 0.3),
        ("sine-lstm", "test_r2", 0.98),
    ],
)
def test_an_example_learns_what_it_is_for(name: str, metric: str, least: float, tmp_path: Path) -> None:
    project = guinet.load(next(example.path for example in examples() if example.name == name))
    finished = guinet.train(project, seed=1, folder=tmp_path / "runs")

    assert finished.reason == "completed"
    assert finished.metrics[metric] >= least


def test_fashion_learns_in_two_epochs_already(tmp_path: Path) -> None:
    project = guinet.load(next(example.path for example in examples() if example.name == "fashion-cnn"))
    finished = guinet.train(project, epochs=2, seed=1, folder=tmp_path / "runs")

    assert finished.metrics["test_accuracy"] >= 0.6


def test_the_readmes_lines_of_the_library_run(
    repository: Path, run_guinet: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    """After the lines of the command line above them, as a reader would type them."""
    readme = (repository / "README.md").read_text(encoding="utf-8")
    [sample] = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    [made] = re.findall(r"^    guinet (new .*)$", readme, re.MULTILINE)
    assert run_guinet(*made.split()).returncode == 0

    done = subprocess.run([sys.executable, "-c", sample], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "class DigitsCNN(nn.Module):" in done.stdout
    assert "Finished(run='1', reason='completed', epoch=3" in done.stdout
    saved = guinet.load(tmp_path / "b.guinet")
    assert [node.arguments["p"] for node in saved.main.nodes.values() if node.name == "more_dropout"] == [0.2]
