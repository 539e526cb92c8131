"""Blocks as graphs: lookups by id, name and port stay right through every edit."""

from __future__ import annotations

import pytest

from guinet.core.graph import Block, BlockData, End, Node, Wire
from guinet.core.project import Project, block_kind, block_ports
from guinet.nodes.registry import REGISTRY

NODES = (
    Node("a", "guinet.Input", "x", {"shape": (4,)}),
    Node("b", "torch.nn.ReLU", "relu"),
    Node("c", "torch.cat", "cat"),
    Node("d", "guinet.Output", "y"),
)
WIRES = (
    Wire("w1", End("a", "output"), End("b", "input")),
    Wire("w2", End("b", "output"), End("c", "tensors"), 1),
    Wire("w3", End("a", "output"), End("c", "tensors"), 0),
    Wire("w4", End("c", "output"), End("d", "input")),
)


@pytest.fixture
def block() -> Block:
    return Project(REGISTRY, [BlockData("main", "Net", NODES, WIRES)]).main


def ids(wires: list[Wire]) -> list[str]:
    return [wire.id for wire in wires]


def test_wires_into_a_port_come_in_their_order(block: Block) -> None:
    assert ids(block.incoming("c", "tensors")) == ["w3", "w2"]


def test_wires_of_a_node_are_found_from_both_ends(block: Block) -> None:
    assert ids(block.outgoing("a")) == ["w1", "w3"]
    assert ids(block.incoming("b")) == ["w1"]
    assert ids(block.outgoing("b", "output")) == ["w2"]
    assert block.incoming("a") == []
    assert block.incoming("c", "no such port") == []
    assert block.outgoing("no such node") == []


def test_neighbours(block: Block) -> None:
    assert list(block.successors("a")) == ["b", "c"]
    assert list(block.predecessors("c")) == ["a", "b"]


def test_a_node_is_found_by_name(block: Block) -> None:
    assert block.node("relu").id == "b"
    assert block.has_name("relu")
    with pytest.raises(KeyError):
        block.node("b")


def test_a_nodes_ports_are_ends(block: Block) -> None:
    assert block.node("relu")["input"] == End("b", "input")


def test_removing_forgets_name_and_wires(block: Block) -> None:
    block.remove(["b"])

    assert not block.has_name("relu")
    assert set(block.wires) == {"w3", "w4"}
    assert ids(block.incoming("c")) == ["w3"]
    assert ids(block.outgoing("a")) == ["w3"]


def test_the_maps_handed_out_cannot_be_written_to(block: Block) -> None:
    with pytest.raises(TypeError):
        block.nodes["z"] = NODES[0]  # type: ignore[index]


def test_data_gives_back_what_the_block_was_made_of(block: Block) -> None:
    assert block.data() == BlockData("main", "Net", NODES, WIRES)


def test_two_nodes_or_wires_with_one_id_are_an_error() -> None:
    with pytest.raises(ValueError, match="two nodes with the id a"):
        Project(REGISTRY, [BlockData("main", "Net", (NODES[0], NODES[0]))])
    with pytest.raises(ValueError, match="two wires with the id w1"):
        Project(REGISTRY, [BlockData("main", "Net", NODES, (WIRES[0], WIRES[0]))])


def test_of_two_nodes_with_one_name_the_other_keeps_it_when_one_goes() -> None:
    twins = (Node("a", "torch.nn.ReLU", "same"), Node("b", "torch.nn.ReLU", "same"))
    block = Project(REGISTRY, [BlockData("main", "Net", twins)]).main

    block.remove(["a"])

    assert block.node("same").id == "b"


def test_a_name_of_an_output_and_of_an_input_is_the_inputs_for_as_long_as_there_is_one() -> None:
    nodes = (Node("i", "guinet.Input", "x"), Node("o", "guinet.Output", "x"))
    block = Project(REGISTRY, [BlockData("main", "Net", nodes)]).main

    assert block.node("x").id == "i"

    block.remove("i")

    assert block.node("x").id == "o"
    block.project.undo()
    block.remove("o")
    assert block.node("x").id == "i"
    block.remove("i")
    assert not block.has_name("x")


def test_ports_of_a_block_are_its_inputs_and_outputs_from_top_to_bottom() -> None:
    nodes = (
        Node("1", "guinet.Input", "low", position=(0.0, 90.0)),
        Node("2", "guinet.Input", "high", position=(50.0, 10.0)),
        Node("3", "torch.nn.ReLU", "relu", position=(0.0, 0.0)),
        Node("4", "guinet.Output", "out"),
    )
    project = Project(REGISTRY, [BlockData("b", "Part", nodes)])

    ports = block_ports(project.blocks["b"])

    assert [port.name for port in ports.inputs] == ["high", "low"]
    assert [port.name for port in ports.outputs] == ["out"]


def test_ports_of_a_block_follow_its_edits() -> None:
    project = Project(REGISTRY, [BlockData("b", "Part")])
    part = project.blocks["b"]
    instance = project.main.add(block_kind("b"))
    node = part.add("guinet.Input", name="x")

    assert [port.name for port in project.ports(project.main, instance).inputs] == ["x"]

    part.remove([node])
    assert project.ports(project.main, instance).inputs == ()

    project.undo()
    assert [port.name for port in project.ports(project.main, instance).inputs] == ["x"]


def test_an_unknown_kind_has_the_ports_its_wires_name() -> None:
    nodes = (Node("a", "guinet.Input", "x"), Node("b", "who.Knows", "b"), Node("c", "guinet.Output", "y"))
    wires = (Wire("1", End("a", "output"), End("b", "left")), Wire("2", End("b", "right"), End("c", "input")))
    project = Project(REGISTRY, [BlockData("main", "Net", nodes, wires)])

    ports = project.ports(project.main, nodes[1])

    assert [port.name for port in ports.inputs] == ["left"]
    assert [port.name for port in ports.outputs] == ["right"]


def test_a_project_always_has_a_main_block() -> None:
    assert Project(REGISTRY).main.name == "Net"


def test_the_newest_node() -> None:
    block = Project(REGISTRY).main
    assert block.newest is None

    first, second = block.add("torch.nn.ReLU"), block.add("torch.nn.ReLU")

    assert block.newest == second
    assert second.position[0] > first.position[0]
