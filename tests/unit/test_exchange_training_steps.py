"""The training script with every setting: it gives the losses of the engine, and reads as a person would write it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from guinet.core.graph import BlockData
from guinet.core.project import MAIN, Project
from guinet.core.values import Value
from guinet.exchange.training_script import training_script
from guinet.exchange.training_steps import on_device
from guinet.nodes.registry import REGISTRY
from guinet.train.plan import make_plan
from guinet.train.problems import TrainingError
from tests.training_scripts import assert_a_person_could_have_written_it, engine_losses, script_losses

SCHEDULER = "torch.optim.lr_scheduler."

SETTINGS: dict[str, dict[str, Value]] = {
    "step": {"scheduler": SCHEDULER + "StepLR", "scheduler.step_size": 1, "scheduler.gamma": 0.5},
    "milestones": {"scheduler": SCHEDULER + "MultiStepLR", "scheduler.milestones": (1, 2)},
    "plateau": {
        "scheduler": SCHEDULER + "ReduceLROnPlateau",
        "scheduler.patience": 0,
        "scheduler.threshold": 0.5,
    },
    "cycle": {"scheduler": SCHEDULER + "OneCycleLR", "scheduler.max_lr": 0.1},
    "formula": {"scheduler": SCHEDULER + "LambdaLR", "scheduler.lr_lambda": "max(0.1, exp(-0.3*epoch)) ** 2"},
    "short formula": {"scheduler": SCHEDULER + "MultiplicativeLR", "scheduler.lr_lambda": "0.9 ** epoch"},
    "one after the other": {
        "scheduler": SCHEDULER + "SequentialLR",
        "scheduler.milestones": (2,),
        "scheduler.0": SCHEDULER + "LinearLR",
        "scheduler.0.start_factor": 0.25,
        "scheduler.0.total_iters": 2,
        "scheduler.1": SCHEDULER + "LambdaLR",
        "scheduler.1.lr_lambda": "0.5**epoch",
    },
    "chained": {
        "scheduler": SCHEDULER + "ChainedScheduler",
        "scheduler.0": SCHEDULER + "ConstantLR",
        "scheduler.1": SCHEDULER + "ExponentialLR",
        "scheduler.1.gamma": 0.5,
    },
    "clipped": {"clip_norm": 0.1, "clip_value": 0.05},
    "accumulated": {"accumulate": 4, "clip_norm": 0.1},
    "accumulated cycle": {"accumulate": 3, "scheduler": SCHEDULER + "OneCycleLR", "scheduler.max_lr": 0.1},
    "groups": {"groups.fc1.frozen": True, "groups.fc2.weight.lr": 0.1, "groups.*.bias.weight_decay": 0.5},
    "L-BFGS": {"optimizer": "torch.optim.LBFGS", "optimizer.max_iter": 3, "clip_norm": 1.0},
}


def project_with(training: dict[str, Value], **data: Any) -> Project:
    project = Project(REGISTRY, [BlockData(MAIN, "Net")])
    graph = project.main
    rows = graph.add("guinet.data.iris", name="data", batch_size=16, **data)
    parts = [
        graph.add("torch.nn.Linear", name="fc1", out_features=8),
        graph.add("torch.nn.ReLU", name="relu"),
        graph.add("torch.nn.Linear", name="fc2", out_features=3),
        graph.add("torch.nn.CrossEntropyLoss", name="loss"),
    ]
    for source, target in zip([rows["features"], *(part["output"] for part in parts[:-1])], parts, strict=True):
        graph.connect(source, target["input"])
    graph.connect(rows["label"], parts[-1]["target"])
    project.training.update({"epochs": 4, "seed": 3, "threads": 1, "optimizer.lr": 0.05, **training})
    return project


@pytest.mark.parametrize("data", [{}, {"validation": 0.0, "drop_last": True}], ids=["validated", "not validated"])
@pytest.mark.parametrize("name", SETTINGS)
def test_the_script_gives_the_losses_of_the_engine(name: str, data: dict[str, Any], tmp_path: Path) -> None:
    project = project_with(SETTINGS[name], **data)
    plain = engine_losses(project_with({}, **data), tmp_path / "plain")

    losses = engine_losses(project, tmp_path / "runs")

    assert losses != plain
    assert script_losses(project) == losses


@pytest.mark.parametrize("name", ["cycle", "accumulated cycle"])
def test_who_changes_the_epochs_in_the_script_has_the_scheduler_follow(name: str, tmp_path: Path) -> None:
    shorter = project_with({**SETTINGS[name], "epochs": 2})
    text = training_script(project_with(SETTINGS[name]))

    assert training_script(shorter) == text.replace("EPOCHS = 4", "EPOCHS = 2")
    assert script_losses(shorter) == engine_losses(shorter, tmp_path)


def test_a_length_set_by_hand_stays_as_it_is() -> None:
    text = training_script(project_with({**SETTINGS["cycle"], "scheduler.total_steps": 90}))

    assert "total_steps=90)" in text


def test_the_script_is_clean_by_a_linter_and_a_formatter_that_know_nothing_of_this_project(tmp_path: Path) -> None:
    for name, training in SETTINGS.items():
        (tmp_path / f"{name.lower().replace(' ', '_').replace('-', '_')}.py").write_text(
            training_script(project_with(training))
        )
    assert_a_person_could_have_written_it(tmp_path)
    assert len(list(tmp_path.glob("*.py"))) == len(SETTINGS)


def test_a_script_without_these_settings_has_none_of_their_lines() -> None:
    text = training_script(project_with({}))

    for word in ("scheduler", "GROUPS", "ACCUMULATE", "clip_grad", "closure", "fnmatch"):
        assert word not in text


@pytest.mark.parametrize(
    ("training", "reason"),
    [
        ({"optimizer": "torch.optim.Muon"}, r"Muon trains matrices alone, but fc1\.bias"),
        ({"groups.layer.lr": 0.1}, "No parameter is called “layer”"),
        ({"scheduler": SCHEDULER + "StepLR"}, r"StepLR needs a value for step_size; set scheduler\.step_size"),
        ({"groups.fc1.speed": 0.1}, "Adam has no argument “speed”"),
        ({"accumulate": 0}, "accumulate is 0, but must be at least 1"),
    ],
)
def test_what_cannot_be_trained_is_no_script_either(training: dict[str, Value], reason: str) -> None:
    with pytest.raises(TrainingError, match=reason):
        training_script(project_with(training))


# Several losses


def project_of_two_losses() -> Project:
    """Cross entropy with weights of classes and smoothed labels, and half a margin loss."""
    project = project_with({"epochs": 2})
    graph = project.main
    nodes = {node.name: node for node in graph.nodes.values()}
    graph.set(nodes["loss"], weight=(1.0, 2.0, 0.5), label_smoothing=0.1)
    margin = graph.add("torch.nn.MultiMarginLoss", name="margin")
    half = graph.add("torch.mul", name="half", other=0.5)
    graph.connect(nodes["fc2"]["output"], margin["input"])
    graph.connect(nodes["data"]["label"], margin["target"])
    graph.connect(margin["loss"], half["input"])
    return project


def test_losses_add_up_with_their_weights(tmp_path: Path) -> None:
    project = project_of_two_losses()
    rows = make_plan(project).splits.train.fields
    torch.manual_seed(3)
    module = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))
    optimizer = torch.optim.Adam(module.parameters(), lr=0.05, fused=True)
    shuffling = torch.Generator().manual_seed(3)
    entropy = nn.CrossEntropyLoss(torch.tensor([1.0, 2.0, 0.5]), label_smoothing=0.1)
    expected = []
    for _ in range(2):
        for part in torch.randperm(len(rows["label"]), generator=shuffling).split(16):
            scores, label = module(rows["features"][part]), rows["label"][part]
            loss = entropy(scores, label) + 0.5 * nn.functional.multi_margin_loss(scores, label)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            expected.append(loss.item())

    losses = engine_losses(project, tmp_path)

    assert losses == expected
    assert script_losses(project) == losses


def test_weights_of_classes_go_where_the_batches_are() -> None:
    plan = make_plan(project_of_two_losses())

    plan.wiring.to(torch.device("meta"))

    criterion = plan.wiring.objective.__globals__["loss"]
    assert criterion.weight.device.type == "meta"
    text = on_device("# A note\nloss = nn.CrossEntropyLoss(weight=torch.tensor([1.0]))\nlimit = 3\n")
    assert text.splitlines()[1:] == ["loss = nn.CrossEntropyLoss(weight=torch.tensor([1.0])).to(DEVICE)", "limit = 3"]
