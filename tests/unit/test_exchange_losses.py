"""Losses with weights of classes, label smoothing and weights of their own: the engine and the script against a loop
written by hand in PyTorch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import torch
from torch import Tensor, nn

import guinet
from guinet import data
from guinet.core.graph import BlockData, End
from guinet.core.project import MAIN, Project
from guinet.nodes.registry import REGISTRY
from tests.training_scripts import engine_losses, script_losses

Criterion: TypeAlias = Callable[[Tensor, Tensor], Tensor]

WEIGHTS = (0.2, 0.3, 0.5)


def project_with(kind: str, arguments: dict[str, Any], *, source: str = "iris", outputs: int = 3) -> Project:
    project = Project(REGISTRY, [BlockData(MAIN, "Net")])
    graph = project.main
    rows = graph.add(f"guinet.data.{source}", name="data", batch_size=32)
    target = "target" if source == "diabetes" else "label"
    fc = graph.add("torch.nn.Linear", name="fc", out_features=outputs)
    graph.connect(rows["features"], fc["input"])
    end = fc["output"]
    if kind == "NLLLoss":
        log = graph.add("torch.nn.LogSoftmax", name="log", dim=1)
        graph.connect(end, log["input"])
        end = log["output"]
    loss = graph.add(f"torch.nn.{kind}", name="loss", **arguments)
    graph.connect(end, loss["input"])
    graph.connect(rows[target], loss["target"])
    project.training.update({"epochs": 2, "threads": 1, "optimizer": "torch.optim.SGD", "optimizer.lr": 0.1})
    return project


def by_hand(source: str, outputs: int, criterion: Criterion, log: bool = False) -> list[float]:
    part = data.prepare(f"guinet.data.{source}", {}, None).train
    x, y = part.fields[part.input], part.fields[part.target]
    torch.manual_seed(0)
    fc = nn.Linear(x.shape[1], outputs)
    optimizer = torch.optim.SGD(fc.parameters(), lr=0.1)
    generator = torch.Generator().manual_seed(0)
    losses = []
    for _ in range(2):
        for rows in torch.randperm(len(x), generator=generator).split(32):
            scores = fc(x[rows])
            loss = criterion(scores.log_softmax(1) if log else scores, y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses


@pytest.mark.parametrize(
    ("kind", "arguments", "criterion"),
    [
        ("CrossEntropyLoss", {"weight": WEIGHTS}, nn.CrossEntropyLoss(weight=torch.tensor(WEIGHTS))),
        ("CrossEntropyLoss", {"label_smoothing": 0.1}, nn.CrossEntropyLoss(label_smoothing=0.1)),
        (
            "CrossEntropyLoss",
            {"weight": WEIGHTS, "label_smoothing": 0.2},
            nn.CrossEntropyLoss(weight=torch.tensor(WEIGHTS), label_smoothing=0.2),
        ),
        ("CrossEntropyLoss", {"reduction": "sum"}, nn.CrossEntropyLoss(reduction="sum")),
        ("CrossEntropyLoss", {"ignore_index": 1}, nn.CrossEntropyLoss(ignore_index=1)),
        ("NLLLoss", {"weight": WEIGHTS}, nn.NLLLoss(weight=torch.tensor(WEIGHTS))),
        ("MultiMarginLoss", {"weight": WEIGHTS, "p": 2}, nn.MultiMarginLoss(p=2, weight=torch.tensor(WEIGHTS))),
    ],
    ids=str,
)
def test_a_loss_of_classes(kind: str, arguments: dict[str, Any], criterion: Criterion, tmp_path: Path) -> None:
    project = project_with(kind, arguments)
    expected = by_hand("iris", 3, criterion, log=kind == "NLLLoss")

    assert engine_losses(project, tmp_path) == expected
    assert script_losses(project) == expected
    assert expected != by_hand("iris", 3, nn.CrossEntropyLoss())


@pytest.mark.parametrize(
    ("kind", "arguments", "criterion"),
    [
        ("HuberLoss", {"delta": 2.0}, nn.HuberLoss(delta=2.0)),
        ("SmoothL1Loss", {"beta": 0.5}, nn.SmoothL1Loss(beta=0.5)),
    ],
)
def test_a_loss_of_values(kind: str, arguments: dict[str, Any], criterion: Criterion, tmp_path: Path) -> None:
    project = project_with(kind, arguments, source="diabetes", outputs=1)

    losses = engine_losses(project, tmp_path)

    assert losses == by_hand("diabetes", 1, criterion) == script_losses(project)


def test_three_losses_add_up_with_their_weights(tmp_path: Path) -> None:
    """0.7 cross entropy with smoothing + 0.3 weighted multi-margin + one as it is."""
    project = project_with("CrossEntropyLoss", {"label_smoothing": 0.1})
    graph = project.main
    nodes = {node.name: node for node in graph.nodes.values()}
    ends: list[End] = [nodes["loss"][port.name] for port in project.ports(graph, nodes["loss"]).outputs]
    margin = graph.add("torch.nn.MultiMarginLoss", name="margin", weight=WEIGHTS)
    plain = graph.add("torch.nn.CrossEntropyLoss", name="plain")
    for loss in (margin, plain):
        graph.connect(nodes["fc"]["output"], loss["input"])
        graph.connect(nodes["data"]["label"], loss["target"])
    ends.append(margin[project.ports(graph, margin).outputs[0].name])
    for end, share in zip(ends, (0.7, 0.3), strict=True):
        scaled = graph.add("torch.mul", name=f"share_{end.port}_{share}".replace(".", "_"), other=share)
        graph.connect(end, scaled["input"])
    smooth = nn.CrossEntropyLoss(label_smoothing=0.1)
    hinge = nn.MultiMarginLoss(weight=torch.tensor(WEIGHTS))

    def total(scores: Tensor, labels: Tensor) -> Tensor:
        parts = smooth(scores, labels) * 0.7, hinge(scores, labels) * 0.3, nn.functional.cross_entropy(scores, labels)
        return parts[0] + parts[1] + parts[2]

    losses = engine_losses(project, tmp_path)

    assert losses == pytest.approx(by_hand("iris", 3, total), rel=1e-6)
    assert script_losses(project) == losses


@pytest.mark.parametrize(
    ("weight", "words"),
    [
        ((0.2, 0.8), "loss has 2 class weights, but N×3 float32 has 3 classes."),
        (0.5, "loss has 1 class weights, but N×3 float32 has 3 classes."),
        (WEIGHTS, ""),
    ],
)
def test_weights_of_other_classes_than_there_are(weight: Any, words: str) -> None:
    problems = guinet.check(project_with("CrossEntropyLoss", {"weight": weight})).problems

    assert "".join(problem.message for problem in problems) == words
    assert all(problem.argument == "weight" for problem in problems)
