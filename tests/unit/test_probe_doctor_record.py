"""What the doctor reads off the record of a run."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from pathlib import Path

import pytest

import guinet
from guinet.core.findings import Diagnosis
from guinet.core.project import Project
from guinet.probe.doctor.checkup import examine
from guinet.train.runs import Epoch, RunStore, Start


def network() -> Project:
    """moons → Linear(2, 16) → ReLU → Linear(16, 2) → CrossEntropyLoss."""
    project = guinet.new()
    graph = project.main
    data = graph.add("guinet.data.moons", "data")
    hidden = graph.add("torch.nn.Linear", "hidden", out_features=16)
    relu = graph.add("torch.nn.ReLU", "relu")
    output = graph.add("torch.nn.Linear", "output", out_features=2)
    loss = graph.add("torch.nn.CrossEntropyLoss", "loss")
    graph.connect(data["features"], hidden["input"])
    graph.connect(hidden["output"], relu["input"])
    graph.connect(relu["output"], output["input"])
    graph.connect(output["output"], loss["input"])
    graph.connect(data["label"], loss["target"])
    return project


@pytest.fixture
def record(tmp_path: Path) -> Callable[..., tuple[Project, Path]]:
    """A function that writes down a run of the network with these values by epoch."""

    def write(state: str = "completed", message: str = "", **values: list[float]) -> tuple[Project, Path]:
        project = network()
        store = RunStore(tmp_path)
        source = guinet.source(project)
        run = store.begin(Start(len(values["loss"]), 1, 0, "cpu", 1, source=source))
        for number, each in enumerate(zip(*values.values(), strict=True), 1):
            store.add(
                run,
                number,
                array("d"),
                (Epoch(number, number, dict(zip(values, each, strict=True))),),
            )
        store.end(run, state, {}, message)
        store.close()
        return project, tmp_path

    return write


def of_run(told: tuple[Project, Path]) -> list[Diagnosis]:
    project, folder = told
    return [finding for finding in examine(project, runs=folder).findings if finding.ground.value == "run"]


def test_over_fitting_and_its_repairs(record: Callable[..., tuple[Project, Path]]) -> None:
    told = record(
        loss=[1.0, 0.6, 0.4, 0.3, 0.2, 0.15, 0.1, 0.08], validation_loss=[1.1, 0.8, 0.7, 0.75, 0.8, 0.9, 1.0, 1.1]
    )
    [finding] = of_run(told)

    assert finding.code == "over-fitting"
    assert finding.figures == {"best_epoch": 3, "last_epoch": 8, "least": 0.7, "now": 1.0}
    assert [fix.text for fix in finding.problem.fixes] == [
        "Insert Dropout before output",
        "Set weight_decay to 0.01",
        "Set epochs to 3",
    ]
    told[0].run("Repair", finding.problem.fixes[0].changes)
    dropout = next(node for node in told[0].main.nodes.values() if node.kind == "torch.nn.Dropout")
    [into] = told[0].main.outgoing(dropout.id)
    assert told[0].main.nodes[into.target.node].name == "output"


@pytest.mark.parametrize(
    ("losses", "code"),
    [
        ([1.0, 0.3, 0.2, 0.6, 0.7, 0.8], "diverged"),
        ([0.7, 0.7, 0.6999, 0.7, 0.7], "no-learning"),
    ],
)
def test_a_loss_that_rises_again_or_never_falls(
    record: Callable[..., tuple[Project, Path]], losses: list[float], code: str
) -> None:
    assert [finding.code for finding in of_run(record(loss=losses))] == [code]


def test_gradients_that_exploded_in_a_run(record: Callable[..., tuple[Project, Path]]) -> None:
    [finding] = of_run(record(loss=[1.0, 0.8, 0.6], gradient_norm=[0.5, 2.0, 900.0]))

    assert (finding.code, finding.figures) == ("exploding-gradient", {"first": 0.5, "most": 900.0})


def test_a_run_that_failed(record: Callable[..., tuple[Project, Path]]) -> None:
    [finding] = of_run(record("failed", "The loss became nan at step 3.", loss=[1.0, 0.8, 0.6]))

    assert finding.code == "run-failed"
    assert "The loss became nan at step 3." in finding.evidence.text


def test_a_good_run_has_no_findings_and_that_of_another_network_is_not_read(
    record: Callable[..., tuple[Project, Path]],
) -> None:
    project, folder = record(loss=[1.0, 0.6, 0.4, 0.3], validation_loss=[1.1, 0.7, 0.5, 0.45])
    assert of_run((project, folder)) == []

    record(loss=[0.7] * 6)
    project.main.set(project.main.node("hidden"), out_features=32)
    assert of_run((project, folder)) == []
