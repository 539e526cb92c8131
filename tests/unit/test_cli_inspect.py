"""`guinet inspect`: findings and cost, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import guinet
from guinet.cli import main
from guinet.core.project import Project
from guinet.storage.examples import example_path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A softmax before CrossEntropyLoss."""
    project = guinet.load(example_path("iris-mlp"))
    graph = project.main
    loss = next(node for node in graph.nodes.values() if node.kind == "torch.nn.CrossEntropyLoss")
    [wire] = graph.incoming(loss.id, "input")
    softmax = graph.add("torch.nn.Softmax", "softmax", dim=1)
    graph.connect(wire.source, softmax["input"])
    graph.connect(softmax["output"], loss["input"])
    return saved(project, tmp_path)


def saved(project: Project, folder: Path) -> Path:
    guinet.save(project, folder / "net.guinet")
    return folder / "net.guinet"


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    code = main(["inspect", *arguments, "--json"])
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, told


def test_findings_and_cost_as_one_object(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = answer(capsys, str(file))

    assert code == 0
    [finding] = told["findings"]
    assert {"node", "what", "evidence", "remedy"} <= finding.keys()
    assert (finding["code"], finding["node"], finding["severity"]) == ("applied-twice", "softmax", "warning")
    assert finding["fixes"] == ["Remove softmax"]
    cost = told["cost"]
    hidden = next(node for node in cost["nodes"] if node["node"] == "hidden")
    # Linear(4, 16) in a batch of 16
    assert (hidden["parameters"], hidden["flops"]) == (80, 2 * 16 * 4 * 16)
    assert cost["total"]["parameters"] == sum(node["parameters"] for node in cost["nodes"]) == 131
    assert cost["total"]["memory_bytes"] == sum(node["memory_bytes"] for node in cost["nodes"])
    assert cost["fits"] is True
    assert cost["basis"] == "estimated"


def test_a_table_and_sentences_for_people(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(file), "--measure", "--device", "cpu"]) == 0

    text = capsys.readouterr().out
    assert "warning: loss applies softmax itself, and softmax has applied it already." in text
    assert "repair: Remove softmax" in text
    assert "1 finding (one batch of 105, with fresh weights)" in text
    assert "measured for a batch of 16 on cpu" in text
    assert "131 parameters" in text
    assert "ms a step" in text


def test_findings_are_told_though_no_step_can_be_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = guinet.load(example_path("iris-mlp"))
    project.main.set(project.main.node("output"), out_features=2)
    file = saved(project, tmp_path)

    code = main(["inspect", str(file), "--json"])
    told = capsys.readouterr()
    assert code == 1  # as of a training: row 1 of the data cannot be used with this network
    assert [finding["code"] for finding in json.loads(told.out)["findings"]] == ["outputs-targets"]
    assert json.loads(told.out)["cost"] is None
    assert len(told.err.splitlines()) == 1


@pytest.mark.parametrize("broken", ["unbuilt", "data"])
def test_what_cannot_be_looked_at_is_told_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], broken: str
) -> None:
    project = guinet.new()
    if broken == "data":
        data = project.main.add("guinet.data.csv", "table", path="gone.csv")
        linear = project.main.add("torch.nn.Linear", "layer", out_features=2)
        project.main.connect(data["features"], linear["input"])
    else:
        project.main.add("torch.nn.Linear", "layer", out_features=2)

    assert main(["inspect", str(saved(project, tmp_path))]) == 1
    told = capsys.readouterr()
    assert "not looked at: " in told.out
    assert len(told.err.splitlines()) == 1
    assert ("gone.csv" if broken == "data" else "layer") in told.err


def test_a_device_that_is_none_is_wrong_usage(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(file), "--device", "toaster"]) == 2
    assert "toaster" in capsys.readouterr().err


def test_the_library_gives_the_same(file: Path) -> None:
    found = guinet.inspect(guinet.load(file))

    assert [finding.code for finding in found.checkup.findings] == ["applied-twice"]
    assert found.cost is not None
    assert found.cost.total.parameters == 131


def test_untrusted_code_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from guinet.core.changes import SetCode
    from guinet.core.coding import code_id

    project = guinet.new()
    text = "def own(x):\n    raise SystemExit\n"
    project.run("Write code", [SetCode(code_id(text), text)])
    x = project.main.add("guinet.Input", "x", shape=[4])
    node = project.main.add(f"code.{code_id(text)}", "own")
    project.main.connect(x["output"], node["x"])

    assert main(["inspect", str(saved(project, tmp_path))]) == 4
    assert "trust" in capsys.readouterr().err
