"""Every change: what it does, and that its inverse takes it back to the letter."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest
from msgspec.structs import replace

from guinet.core.changes import (
    LOOKS,
    AddBlock,
    AddNode,
    AddWire,
    Change,
    MoveNodes,
    RemoveBlock,
    RemoveNode,
    RemoveWire,
    RenameNode,
    SetArgument,
    SetBlock,
    SetCode,
    SetKind,
    SetNote,
    SetNotes,
    SetParts,
    SetTraining,
    SetTrait,
    matters,
)
from guinet.core.graph import (
    Block,
    BlockArgument,
    BlockData,
    End,
    Frame,
    FrameMode,
    Initialiser,
    Node,
    NodeMode,
    Note,
    Selects,
    Tie,
    Wire,
)
from guinet.core.project import Project
from guinet.core.values import MISSING
from guinet.nodes.registry import REGISTRY

A = Node("a", "guinet.Input", "x", {"shape": (4,)}, (1.0, 2.0), "a note", {"later": [1]})
B = Node("b", "torch.nn.Linear", "linear", {"out_features": 3})
NOTE = Note("n", "why", (1.0, 2.0, 100.0, 50.0), "pink")
FRAME = Frame("f", "frozen", FrameMode.NO_GRAD)
TIE = Tie("b", "weight", "c", "weight")
RULE = Initialiser(Selects.TYPE, "torch.nn.Linear", "weight", "normal_", {"std": 0.01})
WIRE = Wire("w", End("a", "output"), End("b", "input"))
PART = BlockData("part", "Part", (A,), (), (BlockArgument("width", 8),), "what it is", {"later": True})

CASES: list[tuple[Change, Callable[[Project], object], object]] = [
    (AddNode("main", replace(B, id="n", name="n")), lambda p: p.main.node("n").kind, "torch.nn.Linear"),
    (RemoveNode("main", "c"), lambda p: "c" in p.main.nodes, False),
    (AddWire("main", replace(WIRE, id="v")), lambda p: p.main.wires["v"].source, End("a", "output")),
    (RemoveWire("main", "w"), lambda p: p.main.incoming("b"), []),
    (SetArgument("main", "b", "bias", False), lambda p: p.main.nodes["b"].arguments["bias"], False),
    (SetArgument("main", "b", "out_features", 9), lambda p: p.main.nodes["b"].arguments, {"out_features": 9}),
    (SetArgument("main", "b", "out_features", MISSING), lambda p: p.main.nodes["b"].arguments, {}),
    (
        SetKind("main", "b", "torch.nn.ReLU", {"inplace": True, "gone": MISSING}),
        lambda p: (p.main.nodes["b"].kind, p.main.nodes["b"].arguments, p.main.nodes["b"].name),
        ("torch.nn.ReLU", {"inplace": True}, "linear"),
    ),
    (SetKind("main", "b", "guinet.Output", {}), lambda p: [n.id for n in p.main.boundary], ["a", "b"]),
    (RenameNode("main", "b", "head"), lambda p: (p.main.node("head").id, p.main.has_name("linear")), ("b", False)),
    (SetNote("main", "b", "why"), lambda p: p.main.nodes["b"].note, "why"),
    (MoveNodes("main", {"a": (7.0, 8.0)}), lambda p: p.main.nodes["a"].position, (7.0, 8.0)),
    (AddBlock(replace(PART, id="new")), lambda p: p.blocks["new"].data(), replace(PART, id="new")),
    (RemoveBlock("part"), lambda p: "part" in p.blocks, False),
    (
        SetBlock("part", "Stem", (BlockArgument("depth"),), "other"),
        lambda p: (p.blocks["part"].name, p.blocks["part"].arguments, p.blocks["part"].note),
        ("Stem", (BlockArgument("depth", None),), "other"),
    ),
    (SetTraining("epochs", 5), lambda p: p.training, {"seed": 1, "epochs": 5}),
    (SetTraining("seed", MISSING), lambda p: p.training, {}),
    (SetTrait("main", "b", "shares", "c"), lambda p: p.main.nodes["b"].shares, "c"),
    (SetTrait("main", "b", "repeat", 3), lambda p: p.main.nodes["b"].repeat, 3),
    (SetTrait("main", "b", "frame", "f"), lambda p: p.main.nodes["b"].frame, "f"),
    (SetTrait("main", "b", "mode", NodeMode.MUTED), lambda p: p.main.nodes["b"].mode, NodeMode.MUTED),
    (SetTrait("main", "b", "collapsed", True), lambda p: p.main.nodes["b"].collapsed, True),
    (SetTrait("main", "b", "colour", "blue"), lambda p: p.main.nodes["b"].colour, "blue"),
    (SetTrait("main", "b", "hides_unused", True), lambda p: p.main.nodes["b"].hides_unused, True),
    (SetParts("main", "notes", (NOTE,)), lambda p: p.main.data().notes, (NOTE,)),
    (SetParts("main", "frames", (FRAME,)), lambda p: (p.main.frame("f"), p.main.frame("")), (FRAME, None)),
    (SetParts("main", "ties", (TIE,)), lambda p: p.main.data().ties, (TIE,)),
    (SetParts("main", "initialisers", (RULE,)), lambda p: p.main.data().initialisers, (RULE,)),
    (SetCode("swish", "def swish(x): ..."), lambda p: p.code, {"old": "pass", "swish": "def swish(x): ..."}),
    (SetCode("old", None), lambda p: p.code, {}),
    (SetNotes("written down"), lambda p: p.notes, "written down"),
]


@pytest.fixture
def project() -> Project:
    nodes = (A, B, Node("c", "torch.nn.ReLU", "relu"))
    project = Project(REGISTRY, [BlockData("main", "Net", nodes, (WIRE,)), PART])
    project.training["seed"] = 1
    project.code["old"] = "pass"
    return project


def state(project: Project) -> object:
    """All a project holds, as values that do not share anything with it."""
    blocks = {
        id: (
            block.name,
            dict(block.nodes),
            dict(block.wires),
            block.arguments,
            block.note,
            block.extra,
            block.frames,
            block.ties,
            block.initialisers,
            block.notes,
            looked_up(block),
        )
        for id, block in project.blocks.items()
    }
    return blocks, dict(project.training), dict(project.code), project.notes


def looked_up(block: Block) -> object:
    names = {node.name: block.node(node.name).id for node in block.nodes.values()}
    ends = {node: (block.incoming(node), block.outgoing(node)) for node in block.nodes}
    return names, ends, [node.id for node in block.boundary]


def test_no_change_is_left_out_here() -> None:
    assert {type(change) for change, _, _ in CASES} == set(get_args(Change))


@pytest.mark.parametrize(("change", "look", "expected"), CASES, ids=lambda case: type(case).__name__)
def test_a_change_does_what_it_says(
    project: Project, change: Change, look: Callable[[Project], object], expected: object
) -> None:
    change.apply(project)

    assert look(project) == expected


@pytest.mark.parametrize("change", [change for change, _, _ in CASES], ids=lambda change: type(change).__name__)
def test_the_inverse_takes_a_change_back_and_its_own_inverse_makes_it_again(project: Project, change: Change) -> None:
    before = state(project)

    inverse = change.apply(project)
    after = state(project)
    again = inverse.apply(project)

    assert after != before
    assert state(project) == before
    again.apply(project)
    assert state(project) == after


def test_places_looks_and_notes_alone_leave_what_is_computed_as_it_is() -> None:
    beside = {MoveNodes: "*", SetNote: "*", SetNotes: "*", SetParts: "notes"}
    told = [
        change
        for change, _, _ in CASES
        if beside.get(type(change)) in ("*", getattr(change, "part", "")) or getattr(change, "trait", "") in LOOKS
    ]
    assert len(told) == 7
    assert [change for change, _, _ in CASES if not matters((change,))] == told
    assert not matters(told)
    assert matters((*told, SetTraining("epochs", 5)))


@pytest.mark.parametrize(
    "change",
    [
        RemoveNode("main", "nowhere"),
        RemoveWire("main", "nowhere"),
        SetArgument("main", "nowhere", "bias", True),
        RenameNode("nowhere", "b", "head"),
        MoveNodes("main", {"a": (5.0, 5.0), "nowhere": (0.0, 0.0)}),
        RemoveBlock("nowhere"),
        AddNode("main", A),
        AddWire("main", WIRE),
    ],
    ids=lambda change: type(change).__name__,
)
def test_a_change_that_cannot_be_made_changes_nothing(project: Project, change: Change) -> None:
    before = state(project)

    with pytest.raises((KeyError, ValueError)):
        change.apply(project)

    assert state(project) == before
