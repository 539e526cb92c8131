"""Each part of two versions, told by the names of the second, and found again under other ids."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

import guinet
from guinet.core.changes import SetTraining
from guinet.core.comparing import differences
from guinet.core.graph import (
    IF_KIND,
    INPUT_KIND,
    OTHERWISE,
    OUTPUT_KIND,
    BlockData,
    End,
    Frame,
    FrameMode,
    Initialiser,
    Node,
    Note,
    Selects,
    Tie,
    Wire,
)
from guinet.core.project import Project
from guinet.storage import files
from tests.unit.test_core_versions import Told, found, told

LINEAR = "torch.nn.Linear"


def drawn(*nodes: Node, code: Mapping[str, str] | None = None, **parts: object) -> Project:
    """A project of these nodes; `blocks` are the others."""
    others = parts.pop("blocks", ())
    main = replace(BlockData("main", "Net", nodes), **parts)
    project = Project(guinet.new().catalogue, [main, *others], None)  # type: ignore[misc]
    project.code.update(code or {})
    return project


def rich(mark: str) -> Project:
    """One of all that refers to an id, whose ids begin with `mark`."""
    first, second = f"{mark}1", f"{mark}2"
    ends = (Node(f"{mark}i", INPUT_KIND, "x"), Node(f"{mark}o", OUTPUT_KIND, "x"))
    return drawn(
        *(ends if mark == "a" else reversed(ends)),
        Node(first, LINEAR, "first", {"out_features": 3}, frame=f"{mark}f"),
        Node(second, LINEAR, "second", shares=first),
        Node(f"{mark}3", f"{IF_KIND}{mark}b", "choice", {OTHERWISE: f"{mark}c"}),
        Node(f"{mark}4", f"code.{mark}k", "scale"),
        wires=(Wire(f"{mark}w", End(f"{mark}i", "input"), End(first, "input")),),
        frames=(Frame(f"{mark}f", "encoder", FrameMode.NO_GRAD),),
        ties=(Tie(second, "weight", first, "weight"),),
        initialisers=(Initialiser(Selects.NODE, first, "weight", f"code.{mark}k"),),
        blocks=(BlockData(f"{mark}b", "Then"), BlockData(f"{mark}c", "Else")),
        code={f"{mark}k": "def scale(x):\n    return x\n"},
    )


def test_all_that_refers_to_an_id_is_the_same_under_others() -> None:
    assert found(rich("a"), rich("b")).same
    assert differences(rich("a"), rich("b"), files.defaults) == []


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (
            Node("1", LINEAR, "a"),
            Node("1", LINEAR, "a", {"out_features": 4}),
            [("argument", "a.out_features", "", "4")],
        ),
        (Node("1", LINEAR, "a"), Node("1", LINEAR, "a", repeat=3), [("argument", "a.repeat", "1", "3")]),
        (Node("1", LINEAR, "a"), Node("1", LINEAR, "a", extra={"flag": 1}), [("field", "a.flag", "", "1")]),
        (
            Node("1", "torch.nn.ReLU", "a"),
            Node("1", "torch.nn.Tanh", "b"),
            [("node", "a", "torch.nn.ReLU", ""), ("node", "b", "", "torch.nn.Tanh")],
        ),
        (
            Node("1", LINEAR, "a", {"out_features": 4, "bias": False}),
            Node("1", "torch.nn.ReLU", "a"),
            [("node", "a", f"{LINEAR}(bias=False, out_features=4)", "torch.nn.ReLU")],
        ),
    ],
)
def test_what_differs_in_a_node(left: Node, right: Node, expected: Told) -> None:
    assert told(drawn(left), drawn(right)) == expected


def test_a_node_of_code_is_told_by_what_the_code_is_called() -> None:
    code = {"k": "def scale(x):\n    return x\n"}
    assert told(drawn(code=code), drawn(Node("1", "code.k", "a"), code=code)) == [("node", "a", "", "code scale")]


def test_a_wire_that_only_the_second_has() -> None:
    nodes = Node("1", LINEAR, "a"), Node("2", LINEAR, "b")
    wired = drawn(*nodes, wires=(Wire("w", End("1", "output"), End("2", "input")),))
    wire = "a.output → b.input"
    assert told(drawn(*nodes), wired) == [("wire", wire, "", wire)]
    damaged = drawn(*nodes, wires=(Wire("w", End("gone", "output"), End("2", "input")),))
    assert told(drawn(*nodes), damaged) == []


# Frames


def test_frames_are_told_by_their_title_and_what_they_do() -> None:
    plain, quiet, untitled = (
        Frame("f", "encoder"),
        Frame("f", "stem", FrameMode.NO_GRAD),
        Frame("g", "", FrameMode.NO_GRAD),
    )
    assert told(drawn(), drawn(frames=(plain,))) == [("frame", "encoder", "", "encoder")]
    assert differences(drawn(), drawn(frames=(plain,)), files.defaults) == []
    assert told(drawn(), drawn(frames=(untitled,))) == [("frame", "frame", "", "frame no_grad")]
    [quiet_only] = differences(drawn(), drawn(frames=(untitled,)), files.defaults)
    assert (quiet_only.name, quiet_only.right) == ("frame", "frame no_grad")
    within = Node("1", LINEAR, "a", frame="f")
    assert told(drawn(within, frames=(plain,)), drawn(within, frames=(quiet,))) == [
        ("frame", "stem", "encoder", "stem no_grad")
    ]


def test_a_node_in_another_frame_that_is_called_the_same() -> None:
    frames = (Frame("f", "stem", FrameMode.NO_GRAD), Frame("g", "stem", FrameMode.NO_GRAD))
    sides = [drawn(Node("1", LINEAR, "a", frame=id), frames=frames) for id in ("f", "g")]
    assert told(*sides) == [("argument", "a.frame", "stem no_grad", "stem no_grad")]


# Blocks


def boxed(name: str, **node: object) -> Project:
    inside = Node("n", LINEAR, "linear", **node)  # type: ignore[arg-type]
    return drawn(blocks=(BlockData("b", name, (inside,)),))


def test_what_is_in_a_block_is_told_by_its_new_name() -> None:
    assert told(boxed("Head"), boxed("Tail", arguments={"out_features": 4})) == [
        ("name", "Tail", "Head", "Tail"),
        ("argument", "Tail/linear.out_features", "", "4"),
    ]
    assert found(boxed("Head"), boxed("Head", position=(3.0, 4.0))).moved == ("Head/linear",)
    assert found(boxed("Head"), boxed("Head", colour="blue")).drawn == ("Head/linear",)


def test_the_main_block_is_the_same_whatever_it_is_called() -> None:
    left = drawn(blocks=(BlockData("b", "Head"),))
    right = drawn(name="Head", blocks=(BlockData("b", "Net"),))
    assert told(left, right) == [("name", "Head", "Net", "Head"), ("name", "Net", "Head", "Net")]


# Rules, code, settings, fields


def test_rules_for_one_node_are_told_by_its_name_one_after_the_other() -> None:
    rules = tuple(Initialiser(Selects.NODE, "1", "weight", function) for function in ("zeros_", "ones_"))
    node = Node("1", LINEAR, "a")
    assert told(drawn(node), drawn(node, initialisers=rules)) == [("initialiser", "a.weight", "", "zeros_; ones_")]


def test_functions_of_one_name_are_told_apart_by_their_ids_or_their_order() -> None:
    one, other = "def f(x):\n    return x\n", "def f(x):\n    return -x\n"
    assert found(drawn(code={"k": one, "l": other}), drawn(code={"l": other, "k": one})).same
    assert found(drawn(code={"k": one, "l": other}), drawn(code={"m": one, "n": other})).same


def test_code_is_told_by_what_it_is_called_now() -> None:
    texts = [f"def {name}(x):\n    return x\n" for name in ("once", "twice")]
    assert told(*(drawn(code={"k": text}) for text in texts)) == [("code", "twice", *texts)]


def test_what_only_the_first_has_is_told_too() -> None:
    plain, project = drawn(), drawn(extra={"shade": "x"})
    project.run("x", [SetTraining("seed", 3)])
    project.extra = {"licence": "MIT"}
    assert told(project, plain) == [
        ("setting", "seed", "3", "0"),
        ("field", "shade", "'x'", ""),
        ("field", "licence", "'MIT'", ""),
    ]


# Looks


def test_frames_and_notes_that_only_look_different() -> None:
    frame, note = Frame("f", "encoder"), Note("n", "look")
    before = drawn(frames=(frame,), notes=(note,))
    roomy = replace(frame, room=(1.0, 0.0, 0.0, 0.0))
    after = drawn(frames=(roomy,), notes=(replace(note, box=(1.0, 2.0, 3.0, 4.0)),))
    looks = found(before, after)
    assert (looks.differences, looks.moved, looks.drawn) == ((), (), ("encoder", "note on the canvas"))
    assert not looks.same
