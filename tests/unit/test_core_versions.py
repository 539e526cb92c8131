"""What differs between two versions of a project file, node by node; and which nodes are the same under other ids."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

import guinet
from guinet.core.changes import (
    AddBlock,
    Change,
    MoveNodes,
    RenameNode,
    SetBlock,
    SetCode,
    SetKind,
    SetNote,
    SetNotes,
    SetParts,
    SetTraining,
    SetTrait,
)
from guinet.core.graph import BlockArgument, BlockData, Frame, FrameMode, Initialiser, Node, Note, Selects, Tie
from guinet.core.pairing import aligned
from guinet.core.project import Project
from guinet.core.versions import Versions, version_differences
from guinet.storage import files

Told = list[tuple[str, str, str, str]]


@pytest.fixture
def project() -> Project:
    project = guinet.new()
    first = project.main.add("torch.nn.Linear", "first", in_features=4, out_features=8)
    second = project.main.add("torch.nn.Linear", "second", in_features=8, out_features=8)
    joined = project.main.add("torch.cat", "joined")
    project.main.connect(first["output"], second["input"])
    project.main.connect(first["output"], joined["tensors"])
    project.main.connect(second["output"], joined["tensors"])
    return project


def copy(project: Project) -> Project:
    return files.loads(files.dumps(project))


def found(left: Project, right: Project) -> Versions:
    return version_differences(left, right, files.defaults)


def told(left: Project, right: Project) -> Told:
    return [(each.kind.value, each.name, each.left, each.right) for each in found(left, right).differences]


def renumbered(project: Project) -> Project:
    """The same with other ids of its nodes, as a second import of a changed file has."""
    text = files.dumps(project)
    for number, node in enumerate(project.main.nodes):
        text = text.replace(node, f"other{number}")
    return files.loads(text)


def test_a_copy_is_the_same_and_so_is_one_with_other_ids(project: Project) -> None:
    assert found(project, copy(project)).same
    other = renumbered(project)
    assert other.main.nodes.keys() != project.main.nodes.keys()
    assert found(project, other).same


def test_places_and_looks_are_told_apart_from_what_the_project_is(project: Project) -> None:
    other = copy(project)
    first, second = (other.main.node(name).id for name in ("first", "second"))
    other.run("x", [MoveNodes("main", {first: (7.0, 8.0)}), SetTrait("main", second, "colour", "blue")])
    assert found(project, other) == Versions(moved=("first",), drawn=("second",))
    assert not found(project, other).same


def test_settings_that_are_set_to_their_default_are_no_others(project: Project) -> None:
    other = copy(project)
    other.run("x", [SetTraining("epochs", 20), SetTraining("seed", 3), SetTraining("optimizer.lr", 0.1)])
    assert told(project, other) == [("setting", "optimizer.lr", "", "0.1"), ("setting", "seed", "0", "3")]


def test_a_node_that_was_renamed_kept_its_id_and_one_that_became_another_kind_its_name(project: Project) -> None:
    other = copy(project)
    first, second = (other.main.node(name).id for name in ("first", "second"))
    relu = SetKind("main", second, "torch.nn.ReLU", {})
    other.run("x", [RenameNode("main", first, "stem"), relu])
    assert told(project, other) == [
        ("name", "stem", "first", "stem"),
        ("node", "second", "torch.nn.Linear(in_features=8, out_features=8)", "torch.nn.ReLU"),
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            lambda node: [SetNote("main", node("first"), "why"), SetNotes("what it is")],
            [("note", "first.note", "", "why"), ("note", "notes", "", "what it is")],
        ),
        (
            lambda node: [SetTrait("main", node("second"), "shares", node("first"))],
            [("argument", "second.shares", "None", "'first'")],
        ),
        (
            lambda node: [SetTrait("main", node("second"), "mode", "muted")],
            [("argument", "second.mode", "None", "'muted'")],
        ),
        (
            lambda node: [SetParts("main", "ties", (Tie(node("second"), "weight", node("first"), "weight"),))],
            [("tie", "second.weight", "", "first.weight")],
        ),
        (
            lambda node: [
                SetParts("main", "frames", (Frame("f", "encoder", FrameMode.NO_GRAD),)),
                SetTrait("main", node("first"), "frame", "f"),
            ],
            [
                ("frame", "encoder", "", "encoder no_grad"),
                ("argument", "first.frame", "", "encoder no_grad"),
            ],
        ),
        (
            lambda node: [SetParts("main", "notes", (Note("n", "look here"),))],
            [("note", "note on the canvas", "", "look here")],
        ),
        (
            lambda node: [SetBlock("main", "Better", (BlockArgument("width", 3),), "of two layers")],
            [
                ("name", "Better", "Net", "Better"),
                ("argument", "Better.width", "", "3"),
                ("note", "note", "", "of two layers"),
            ],
        ),
        (
            lambda node: [SetCode("c1", "def scale(x):\n    return x\n")],
            [("code", "scale", "", "def scale(x):\n    return x\n")],
        ),
    ],
)
def test_each_part_of_a_project_is_compared(
    project: Project, changes: Callable[[Callable[[str], str]], list[Change]], expected: Told
) -> None:
    other = copy(project)
    other.run("x", changes(lambda name: other.main.node(name).id))
    assert told(project, other) == expected
    assert told(other, project) == [
        (kind, "Net" + name.removeprefix("Better") if name.startswith("Better") else name, right, left)
        for kind, name, left, right in expected
    ]


def test_rules_for_first_values_are_compared_with_their_order(project: Project) -> None:
    rules = (
        Initialiser(Selects.TYPE, "torch.nn.Linear", "weight", "xavier_uniform_", {"gain": 2.0}),
        Initialiser(Selects.PATTERN, "first.*", "", "zeros_"),
    )
    other, third = copy(project), copy(project)
    other.run("x", [SetParts("main", "initialisers", rules)])
    third.run("x", [SetParts("main", "initialisers", tuple(reversed(rules)))])
    assert told(project, other) == [
        ("initialiser", "first.*", "", "zeros_"),
        ("initialiser", "torch.nn.Linear.weight", "", "xavier_uniform_(gain=2.0)"),
    ]
    names = ("torch.nn.Linear.weight", "first.*")
    assert told(other, third) == [("initialiser", "order", ", ".join(names), ", ".join(reversed(names)))]


def test_what_enters_a_port_of_several_in_another_order_differs(project: Project) -> None:
    other = copy(project)
    joined = other.main.node("joined")
    wires = [wire.id for wire in other.main.incoming(joined.id)]
    data = other.main.data()
    turned = {id: replace(other.main.wires[id], order=9 - place) for place, id in enumerate(wires)}
    other = Project(
        other.catalogue, [replace(data, wires=tuple(turned.get(wire.id, wire) for wire in data.wires))], None
    )
    both = ["first.output", "second.output"]
    assert told(project, other) == [("wire", "joined.tensors", ", ".join(both), ", ".join(reversed(both)))]


def test_a_block_that_only_one_has_is_told_with_what_is_in_it(project: Project) -> None:
    other = copy(project)
    inside = BlockData("b1", "Head", (Node("n1", "torch.nn.ReLU", "relu"),))
    other.run("x", [AddBlock(inside)])
    other.main.add("block.b1", "head")
    assert told(project, other) == [
        ("node", "head", "", "block Head"),
        ("block", "Head", "", "Head"),
        ("node", "Head/relu", "", "torch.nn.ReLU"),
    ]


def test_blocks_and_code_are_the_same_under_other_ids() -> None:
    def drawn(block: str, code: str, size: int) -> Project:
        project = guinet.new()
        text = f"def scale(x):\n    return {size} * x\n"
        project.run("x", [SetCode(code, text), AddBlock(BlockData(block, "Head", (Node("n", f"code.{code}", "c"),)))])
        project.main.add(f"block.{block}", "head")
        return project

    assert found(drawn("b1", "c1", 2), drawn("b2", "c2", 2)).same
    assert [each[:2] for each in told(drawn("b1", "c1", 2), drawn("b2", "c2", 3))] == [("code", "scale")]


def test_two_nodes_never_come_to_share_an_id() -> None:
    left, right = guinet.new(), guinet.new()
    left.run("x", [AddBlock(BlockData("b", "B", (Node("1", "torch.nn.ReLU", "a"), Node("2", "torch.nn.Tanh", "b"))))])
    right.run("x", [AddBlock(BlockData("b", "B", (Node("1", "torch.nn.Tanh", "b"), Node("2", "torch.nn.GELU", "c"))))])
    same = aligned(left, right).blocks["b"].nodes
    assert {node.name: id for id, node in same.items() if id in right.blocks["b"].nodes} == {"b": "1"}
    assert told(left, right) == [
        ("node", "B/a", "torch.nn.ReLU", ""),
        ("node", "B/c", "", "torch.nn.GELU"),
    ]


def test_fields_of_a_later_version_are_compared(project: Project) -> None:
    text = files.dumps(project)
    other = files.loads(text.replace('"guinet": 1,', '"guinet": 1,\n  "licence": "MIT",'))
    assert told(project, other) == [("field", "licence", "", "'MIT'")]
