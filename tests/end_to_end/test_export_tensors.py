"""Exports of what is no plain model: a canvas of tensors, a constant that no state_dict holds, a loop."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
import torch

from guinet.cli import main
from guinet.core.graph import WHILE_KIND
from guinet.storage.examples import example_path
from tests import tutorial_networks

Capture = pytest.CaptureFixture[str]


def test_a_canvas_of_tensors_is_exported_as_the_script_it_shows(tmp_path: Path, capsys: Capture) -> None:
    file = str(example_path("autograd"))
    assert main(["source", file]) == 0
    shown = capsys.readouterr().out

    assert main(["export", file, "--as", "py", "-o", str(tmp_path / "derivative.py")]) == 0
    assert (tmp_path / "derivative.py").read_text().strip() == shown.strip()
    x = torch.tensor(2.0, requires_grad=True)
    (x**2 + 2 * x + 2).backward()
    found = runpy.run_path(str(tmp_path / "derivative.py"))
    assert str(found["x"].grad) == str(x.grad) == "tensor(6.)"


@pytest.mark.parametrize("format", ["pt", "onnx", "training-py"])
def test_a_canvas_of_tensors_has_no_model(tmp_path: Path, capsys: Capture, format: str) -> None:
    path = tmp_path / "out.file"

    assert main(["export", str(example_path("autograd")), "--as", format, "-o", str(path)]) == 1
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert "only tensors" in captured.err
    assert not path.exists()


def test_a_constant_weight_is_made_again_by_its_seed(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "fixed.pt"
    assert main(["export", str(example_path("constant-weights")), "--as", "pt", "-o", str(path)]) == 0
    said = capsys.readouterr().out

    assert "torch.manual_seed(0)\nmodel = FixedHiddenMLP()\n" in said
    assert "rand_weight" in said
    torch.manual_seed(0)
    model = tutorial_networks.FixedHiddenMLP()
    torch.testing.assert_close(torch.load(path), model.state_dict(), rtol=0, atol=0)


def test_a_loop_cannot_be_recorded_and_that_is_one_sentence(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "fixed.pt2"

    assert WHILE_KIND in example_path("constant-weights").read_text()
    assert main(["export", str(example_path("constant-weights")), "--as", "pt2", "-o", str(path)]) == 1
    captured = capsys.readouterr()
    assert (captured.out, captured.err.count("\n")) == ("", 1)
    assert "a While or an If" in captured.err
    assert not path.exists()
