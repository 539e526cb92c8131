"""`guinet eval --json`: the statistics of each tensor beside its text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

import guinet
from guinet.cli import main


def test_the_statistics_of_every_tensor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = guinet.new()
    project.main.add("torch.tensor", name="x", data=((1.0, -2.0, 0.0), (4.0, 0.0, 0.0)))
    project.main.add("torch.zeros", name="none", size=(0, 2))
    guinet.save(project, tmp_path / "x.guinet")
    assert main(["eval", str(tmp_path / "x.guinet"), "--json"]) == 0
    nodes = json.loads(capsys.readouterr().out)["nodes"]
    told = nodes["x"]["statistics"]
    x = torch.tensor([[1.0, -2.0, 0.0], [4.0, 0.0, 0.0]])
    assert (told["min"], told["max"], told["count"]) == (-2.0, 4.0, 6)
    assert told["mean"] == pytest.approx(float(x.mean()))
    assert told["std"] == pytest.approx(float(x.std()))
    assert told["zeros"] == 0.5
    assert (told["nan"], told["infinite"], told["estimated"]) == (0, 0, False)
    assert told["histogram"]["counts"] == torch.histc(x, 32, -2, 4).int().tolist()
    assert nodes["none"]["statistics"]["mean"] is None
