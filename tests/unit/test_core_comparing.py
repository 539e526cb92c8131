"""What differs between two projects: nodes, arguments, wires, settings; and what is the same in spite of its looks."""

from __future__ import annotations

import pytest

import guinet
from guinet.core.comparing import Difference, Kind, differences, setting_differences, value_text
from guinet.core.project import Project
from guinet.core.values import Reference, Value, Wired
from guinet.storage import files


@pytest.fixture
def project() -> Project:
    project = guinet.new()
    data = project.main.add("guinet.data.iris", "iris")
    hidden = project.main.add("torch.nn.Linear", "hidden", out_features=16)
    relu = project.main.add("torch.nn.ReLU", "relu")
    project.main.connect(data["features"], hidden["input"])
    project.main.connect(hidden["output"], relu["input"])
    return project


def copy(project: Project) -> Project:
    return files.loads(files.dumps(project))


def compared(left: Project, right: Project) -> list[tuple[str, str, str, str]]:
    found = differences(left, right, files.defaults)
    return [(each.kind.value, each.name, each.left, each.right) for each in found]


def test_what_is_only_moved_or_set_to_its_default_is_the_same(project: Project) -> None:
    other = copy(project)
    other.main.set(other.main.node("hidden"), bias=True)
    assert compared(project, other) == []


def test_arguments_names_and_kinds(project: Project) -> None:
    other = copy(project)
    other.main.set(other.main.node("hidden"), out_features=8, bias=False)
    assert compared(project, other) == [
        ("argument", "hidden.bias", "True", "False"),
        ("argument", "hidden.out_features", "16", "8"),
    ]
    assert compared(other, project)[1] == ("argument", "hidden.out_features", "8", "16")


def test_nodes_and_wires_that_only_one_has(project: Project) -> None:
    other = copy(project)
    other.main.remove([other.main.node("relu")])
    wire = "hidden.output → relu.input"
    assert compared(project, other) == [("node", "relu", "torch.nn.ReLU", ""), ("wire", wire, wire, "")]


def test_what_lies_in_a_block_is_named_with_it() -> None:
    from guinet.core.grouping import group

    project = guinet.new()
    relu = project.main.add("torch.nn.ReLU", "relu")
    linear = project.main.add("torch.nn.Linear", "linear", out_features=3)
    project.main.connect(linear["output"], relu["input"])
    group(project.main, [relu.id, linear.id])
    other = copy(project)
    (inner,) = (block for block in other.blocks.values() if block.id != "main")
    inner.set(inner.node("linear"), out_features=4)
    assert compared(project, other) == [("argument", f"{inner.name}/linear.out_features", "3", "4")]


def test_settings_are_compared_as_they_are_written() -> None:
    left: dict[str, Value] = {"epochs": 2, "optimizer": "torch.optim.Adam", "seed": 0}
    right: dict[str, Value] = {"epochs": 2.0, "optimizer": "torch.optim.Adam", "optimizer.lr": 0.01, "seed": 0}
    assert setting_differences(left, right) == [
        Difference(Kind.SETTING, "epochs", "2", "2.0"),
        Difference(Kind.SETTING, "optimizer.lr", "", "0.01"),
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [((3, 3), "(3, 3)"), ((1,), "(1,)"), ("same", "'same'"), (Reference("width"), "width"), (Wired("size"), "← size")],
)
def test_values_are_written_as_python_does(value: Value, text: str) -> None:
    assert value_text(value) == text
