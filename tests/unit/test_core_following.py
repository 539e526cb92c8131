"""Wires follow a port that is called something else, as part of the same undo step."""

from __future__ import annotations

import pytest

from guinet.core import editing, grouping
from guinet.core.coding import write_code
from guinet.core.graph import INPUT_KIND, OUTPUT_KIND, Block
from guinet.core.project import Project
from guinet.core.rules import structure_problems
from guinet.nodes.registry import REGISTRY

HALVE = "def halve(x, y):\n    return x / y"


def wired(project: Project) -> set[tuple[str, str, str, str]]:
    """The wires of the main block: node and port they come from, node and port they lead to."""
    nodes = project.main.nodes
    return {
        (nodes[wire.source.node].name, wire.source.port, nodes[wire.target.node].name, wire.target.port)
        for wire in project.main.wires.values()
    }


@pytest.fixture
def called() -> tuple[Project, str]:
    """a and b into the code node `halve`, and that into a ReLU; the id of its code."""
    project = Project(REGISTRY)
    main, code = project.main, write_code(project, HALVE)
    a, b = main.add("guinet.Input", "a"), main.add("guinet.Input", "b")
    halve, relu = main.add(f"code.{code}", "halve"), main.add("torch.nn.ReLU", "relu")
    for source, target in ((a["output"], halve["x"]), (b["output"], halve["y"]), (halve["output"], relu["input"])):
        main.connect(source, target)
    return project, code


def test_the_wire_into_a_parameter_of_code_follows_its_name_in_one_step(called: tuple[Project, str]) -> None:
    project, code = called
    before, steps = wired(project), len(project.history.labels)

    write_code(project, "def halve(x, divisor):\n    return x / divisor", instead_of=code)

    assert ("b", "output", "halve", "divisor") in wired(project)
    assert ("a", "output", "halve", "x") in wired(project)
    assert list(structure_problems(project)) == []
    assert len(project.history.labels) == steps + 1
    project.undo()
    assert wired(project) == before
    project.redo()
    assert ("b", "output", "halve", "divisor") in wired(project)


def test_parameters_that_change_places_keep_their_wires(called: tuple[Project, str]) -> None:
    project, code = called
    before = wired(project)
    write_code(project, "def halve(y, x):\n    return x / y", instead_of=code)
    assert wired(project) == before


def test_a_parameter_that_goes_takes_no_other_for_itself(called: tuple[Project, str]) -> None:
    """Where `y` is gone and nothing new stands in its place, the wire stays and is told as a problem."""
    project, code = called
    write_code(project, "def halve(x):\n    return x / 2", instead_of=code)
    assert ("b", "output", "halve", "y") in wired(project)
    assert len(list(structure_problems(project))) == 1


def test_one_more_parameter_hinders_no_other_from_being_renamed(called: tuple[Project, str]) -> None:
    project, code = called
    write_code(project, "def halve(value, y, z):\n    return value / y - z", instead_of=code)
    assert {("a", "output", "halve", "value"), ("b", "output", "halve", "y")} <= wired(project)


@pytest.fixture
def grouped() -> tuple[Project, Block]:
    """x through a block with a Linear, into a ReLU; and the block."""
    project = Project(REGISTRY)
    main = project.main
    x, linear = main.add("guinet.Input", "x", shape=(4,)), main.add("torch.nn.Linear", "linear")
    relu = main.add("torch.nn.ReLU", "relu")
    main.connect(x["output"], linear["input"])
    main.connect(linear["output"], relu["input"])
    instance = grouping.group(main, [linear.id])
    editing.rename(main, instance.id, "stage")
    return project, project.blocks[instance.block_id or ""]


@pytest.mark.parametrize(("kind", "end"), [(INPUT_KIND, "x"), (OUTPUT_KIND, "relu")])
def test_a_wire_to_a_block_follows_the_name_of_what_it_leads_to(
    grouped: tuple[Project, Block], kind: str, end: str
) -> None:
    project, block = grouped
    before, steps = wired(project), len(project.history.labels)
    node = next(node for node in block.nodes.values() if node.kind == kind)

    editing.rename(block, node.id, "picture")

    expected = ("x", "output", "stage", "picture") if end == "x" else ("stage", "picture", "relu", "input")
    assert expected in wired(project)
    assert list(structure_problems(project)) == []
    assert len(project.history.labels) == steps + 1
    project.undo()
    assert wired(project) == before


def test_every_instance_keeps_its_wires(grouped: tuple[Project, Block]) -> None:
    project, block = grouped
    stage = project.main.node("stage")
    editing.duplicate(project.main, [stage.id])
    node = next(node for node in block.nodes.values() if node.kind == INPUT_KIND)
    editing.rename(block, node.id, "picture")
    assert {target for _, _, target, port in wired(project) if port == "picture"} == {"stage", "stage_1"}
