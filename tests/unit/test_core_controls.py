"""While, If and For, each with a block that works at once."""

from __future__ import annotations

import pytest

from guinet.core import editing
from guinet.core.controls import add_control, add_otherwise, control_ports
from guinet.core.graph import CONTROL_KINDS, Block, Node
from guinet.core.grouping import group
from guinet.core.problems import Refused
from guinet.core.project import MAIN, Project
from guinet.core.rules import structure_problems, within_itself
from guinet.core.ungrouping import ungroup


def body(project: Project, node: Node) -> Block:
    assert node.block_id is not None
    return project.blocks[node.block_id]


def ends(block: Block) -> set[tuple[str, str]]:
    return {(node.kind.removeprefix("guinet."), node.name) for node in block.boundary}


@pytest.mark.parametrize(
    ("kind", "inside", "inputs", "outputs"),
    [
        ("while.", {("Input", "x"), ("Output", "x"), ("Output", "condition")}, ["x"], ["x"]),
        ("if.", {("Input", "x"), ("Output", "x")}, ["condition", "x"], ["x"]),
        ("for.", {("Input", "x"), ("Output", "x"), ("Input", "index")}, ["x", "times"], ["x"]),
    ],
)
def test_a_control_node_comes_with_its_block(
    project: Project, kind: str, inside: set[tuple[str, str]], inputs: list[str], outputs: list[str]
) -> None:
    node = add_control(project.main, kind, (10.0, 20.0))
    assert node.is_control
    assert node.position == (10.0, 20.0)
    assert ends(body(project, node)) == inside
    ports = project.ports(project.main, node)
    assert ([port.name for port in ports.inputs], [port.name for port in ports.outputs]) == (inputs, outputs)
    assert ports == control_ports(kind)
    assert list(structure_problems(project)) == []
    assert project.history.labels == ("Add node",)
    project.undo()
    assert list(project.blocks) == [MAIN]
    assert dict(project.main.nodes) == {}


def test_a_for_runs_a_number_of_rounds(project: Project) -> None:
    assert add_control(project.main, "for.").arguments == {"times": 3}


def test_blocks_of_several_have_names_of_their_own(project: Project) -> None:
    made = [add_control(project.main, kind) for kind in (*CONTROL_KINDS, *CONTROL_KINDS)]
    names = [body(project, node).name for node in made]
    assert names == ["WhileBody", "IfBody", "ForBody", "WhileBody2", "IfBody2", "ForBody2"]
    assert len({node.name for node in made}) == 6


def test_another_kind_is_an_error(project: Project) -> None:
    with pytest.raises(KeyError):
        add_control(project.main, "torch.nn.ReLU")
    assert list(project.blocks) == [MAIN]


def test_the_other_branch_has_the_ends_of_the_first(project: Project) -> None:
    node = add_control(project.main, "if.")
    first = body(project, node)
    first.add("guinet.Output", "size")
    other = project.blocks[add_otherwise(project.main, node.id)]
    assert project.main.nodes[node.id].arguments == {"otherwise": other.id}
    assert other.name == "IfBodyOtherwise"
    assert ends(other) == ends(first)
    assert [other.nodes[wire.target.node].name for wire in other.wires.values()] == ["x"]
    assert not set(other.nodes) & set(first.nodes)
    project.undo()
    assert other.id not in project.blocks


def test_an_output_may_be_called_as_an_input(project: Project) -> None:
    state, result, other = (
        project.main.add(kind, name)
        for kind, name in (("guinet.Input", "input"), ("guinet.Output", "output"), ("guinet.Input", "other"))
    )
    editing.rename(project.main, result.id, "input")
    assert list(structure_problems(project)) == []
    with pytest.raises(Refused, match="already"):
        editing.rename(project.main, other.id, "input")
    assert project.main.nodes[state.id].name == project.main.nodes[result.id].name == "input"


def test_two_inputs_of_one_name_are_a_problem(project: Project) -> None:
    from guinet.core.changes import AddNode

    nodes = [Node(id, "guinet.Input", "x") for id in "ab"]
    project.run("add", [AddNode(MAIN, node) for node in nodes])
    assert {problem.node for problem in structure_problems(project)} == {"a", "b"}


def test_a_control_block_cannot_run_itself(project: Project) -> None:
    node = add_control(project.main, "while.")
    inner = body(project, node)
    problem = within_itself(inner, node.kind)
    assert problem is not None
    assert problem.code == "recursion"
    assert within_itself(project.main, node.kind) is None


def test_a_control_node_can_be_grouped_but_not_ungrouped(project: Project) -> None:
    node = add_control(project.main, "while.")
    with pytest.raises(Refused, match="decides when its block runs"):
        ungroup(project.main, node.id)
    instance = group(project.main, [node.id])
    assert body(project, instance).nodes[node.id].kind == node.kind
    ungroup(project.main, instance.id)
    assert node.block_id in project.blocks
