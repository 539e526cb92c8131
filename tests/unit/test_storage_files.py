"""Project files: what they look like, that nothing is lost, and what is kept for a later version."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from guinet.core.graph import BlockArgument, BlockData, End, Node, Wire
from guinet.core.problems import Misuse, NotAllowed
from guinet.core.project import Project
from guinet.core.rules import structure_problems
from guinet.core.values import Reference
from guinet.nodes.registry import REGISTRY
from guinet.storage import files
from guinet.storage.problems import SaveFailed

TEXT = """{
  "guinet": 1,
  "blocks": {
    "main": {
      "layout": {
        "b": [220, -10.5]
      },
      "name": "Net",
      "nodes": {
        "a": {
          "kind": "guinet.data.digits",
          "name": "digits"
        },
        "b": {
          "arguments": {
            "kernel_size": [3, 3],
            "out_channels": 32
          },
          "kind": "torch.nn.Conv2d",
          "name": "conv",
          "note": "sees edges"
        },
        "c": {
          "arguments": {
            "dim": 1
          },
          "kind": "torch.cat",
          "name": "cat"
        }
      },
      "wires": {
        "w1": "a.image -> b.input",
        "w2": "b.output -> c.tensors",
        "w3": "b.output -> c.tensors[1]"
      }
    },
    "part": {
      "arguments": [
        {"default": 8, "name": "width"}
      ],
      "name": "Part",
      "nodes": {
        "d": {
          "arguments": {
            "out_features": {"argument": "width"}
          },
          "kind": "torch.nn.Linear",
          "name": "linear"
        }
      },
      "note": "a part"
    }
  },
  "notes": "größer × 说明",
  "training": {
    "epochs": 5,
    "optimizer.lr": 0.01
  }
}
"""


def test_a_file_means_what_it_says() -> None:
    project = files.loads(TEXT)

    assert project.main.node("conv") == Node(
        "b", "torch.nn.Conv2d", "conv", {"kernel_size": (3, 3), "out_channels": 32}, (220.0, -10.5), "sees edges"
    )
    assert project.main.wires["w3"] == Wire("w3", End("b", "output"), End("c", "tensors"), 1)
    assert project.blocks["part"].arguments == (BlockArgument("width", 8),)
    assert project.blocks["part"].note == "a part"
    assert project.blocks["part"].node("linear").arguments == {"out_features": Reference("width")}
    assert project.training == {"epochs": 5, "optimizer.lr": 0.01}
    assert project.notes == "größer × 说明"
    assert project.history.labels == ()
    assert not project.history.is_modified
    assert not list(structure_problems(project))


def test_what_was_read_is_written_to_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "net.guinet"
    path.write_bytes(TEXT.encode())

    files.save(files.load(path))

    assert path.read_bytes() == TEXT.encode()


def test_the_order_in_which_things_were_made_does_not_show() -> None:
    nodes = tuple(Node(id, "torch.nn.ReLU", f"relu_{id}") for id in "abc")
    wires = (Wire("1", End("a", "output"), End("b", "input")), Wire("2", End("b", "output"), End("c", "input")))
    forwards = Project(REGISTRY, [BlockData("main", "Net", nodes, wires), BlockData("x", "X")])
    backwards = Project(REGISTRY, [BlockData("x", "X"), BlockData("main", "Net", nodes[::-1], wires[::-1])])

    assert files.dumps(forwards) == files.dumps(backwards)


def test_one_edit_is_one_line() -> None:
    project = files.loads(TEXT)
    before = files.dumps(project).splitlines()

    project.main.set(project.main.node("conv"), out_channels=64)
    after = files.dumps(project).splitlines()

    assert [(old, new) for old, new in zip(before, after, strict=True) if old != new] == [
        ('            "out_channels": 32', '            "out_channels": 64')
    ]


def test_the_smallest_file() -> None:
    project = files.loads('{"guinet": 1, "blocks": {}}')

    assert project.main.name == "Net"
    assert not project.main.nodes


def test_arguments_equal_to_their_default_are_not_written() -> None:
    project = Project(REGISTRY)
    node = project.main.add("torch.nn.Conv2d", out_channels=8, kernel_size=3, stride=1, bias=True, padding=0)

    saved = json.loads(files.dumps(project))["blocks"]["main"]["nodes"][node.id]["arguments"]

    assert saved == {"out_channels": 8, "kernel_size": 3}


def test_what_only_equals_its_default_in_python_is_written() -> None:
    project = Project(REGISTRY)
    node = project.main.add("torch.nn.Conv2d", out_channels=8, kernel_size=3, bias=1)

    assert files.loads(files.dumps(project)).main.nodes[node.id].arguments["bias"] == 1


def test_arguments_that_could_be_inferred_stay_when_set_by_hand() -> None:
    project = Project(REGISTRY)
    node = project.main.add("torch.nn.Linear", in_features=64, out_features=10)

    assert files.loads(files.dumps(project)).main.nodes[node.id].arguments == {"in_features": 64, "out_features": 10}


def test_an_argument_that_could_be_inferred_stays_even_where_it_equals_its_default() -> None:
    project = Project(REGISTRY)
    node = project.main.add("torch.nn.Transformer", d_model=512, nhead=8)

    assert files.loads(files.dumps(project)).main.nodes[node.id].arguments == {"d_model": 512}


@pytest.mark.parametrize(
    "value", [float("inf"), float("-inf"), 1e-300, -0.0, 2**64 - 1, "", (), ((1, (2.5,)), None), True]
)
def test_values_come_back_as_they_were(value: object) -> None:
    project = Project(REGISTRY)
    node = project.main.add("torch.nn.Linear", out_features=value)

    assert repr(files.loads(files.dumps(project)).main.nodes[node.id].arguments) == repr({"out_features": value})


def test_not_a_number_comes_back_too() -> None:
    project = Project(REGISTRY)
    node = project.main.add("torch.nn.Linear", out_features=float("nan"))
    text = files.dumps(project)

    assert '{"float": "nan"}' in text
    assert "NaN" not in text
    assert repr(files.loads(text).main.nodes[node.id].arguments["out_features"]) == "nan"


@pytest.mark.parametrize(
    "wire",
    [
        Wire("w", End("a.b", "output"), End("c", "input")),
        Wire("w", End("a", "x.y"), End("c", "input")),
        Wire("w", End("a -> b", "o"), End("c", "i"), 3),
        Wire("w", End("a", "o"), End("c", "i[1]")),
        Wire("w", End("", ""), End("", "")),
        Wire("w", End("a", "o"), End("c", "i"), -2),
        Wire("w", End("a\n", "o"), End("c", "i\n")),
    ],
)
def test_wires_with_odd_ids_and_ports_come_back(wire: Wire) -> None:
    project = Project(REGISTRY, [BlockData("main", "Net", (), (wire,))])

    assert files.loads(files.dumps(project)).main.wires == {"w": wire}


def test_unknown_fields_are_kept_where_they_were() -> None:
    raw = json.loads(TEXT)
    raw["lesson"] = {"steps": [1, 2, {"x": None}]}
    raw["blocks"]["main"]["colour"] = "red"
    raw["blocks"]["main"]["nodes"]["b"]["muted"] = True

    project = files.loads(json.dumps(raw))
    written = json.loads(files.dumps(project))

    assert written == raw
    assert project.main.node("conv").extra == {"muted": True}
    project.main.set(project.main.node("conv"), out_channels=5)
    assert project.main.node("conv").extra == {"muted": True}


def test_an_unknown_kind_round_trips_with_its_wires_and_is_marked() -> None:
    text = TEXT.replace("torch.nn.Conv2d", "my.Own")
    project = files.loads(text)

    assert files.dumps(project) == text
    assert [(problem.code, problem.node) for problem in structure_problems(project)] == [("unknown-kind", "b")]
    assert [port.name for port in project.ports(project.main, project.main.node("conv")).inputs] == ["input"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"w1": "a.image -> b.input"', '"w1": "c.output -> b.input"', "cycle"),
        ('"w1": "a.image -> b.input"', '"w1": "gone.image -> b.input"', "dangling-wire"),
        ('"w1": "a.image -> b.input"', '"w1": "a.image -> b.nothing"', "lost-port"),
        ('"w1": "a.image -> b.input"', '"w1": "a.image -> b.input", "w0": "a.image -> b.input"', "several-wires"),
        ('"name": "cat"', '"name": "conv"', "name"),
    ],
)
def test_a_broken_graph_loads_and_is_marked(old: str, new: str, code: str) -> None:
    assert TEXT.count(old) == 1

    project = files.loads(TEXT.replace(old, new))

    assert {problem.code for problem in structure_problems(project)} == {code}
    assert len(project.main.nodes) == 3
    assert files.dumps(files.loads(files.dumps(project))) == files.dumps(project)


def test_saving_marks_as_saved_and_remembers_where(tmp_path: Path) -> None:
    project = Project(REGISTRY)
    project.main.add("torch.nn.ReLU")

    files.save(project, tmp_path / "a.guinet")
    assert project.path == tmp_path / "a.guinet"
    assert not project.history.is_modified

    project.main.add("torch.nn.ReLU")
    files.save(project)
    assert len(files.load(tmp_path / "a.guinet").main.nodes) == 2


def test_a_new_project_needs_a_name() -> None:
    with pytest.raises(Misuse, match="no file yet: say where to save it"):
        files.save(Project(REGISTRY))


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "net.guinet"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())

    assert files.dumps(files.load(path)) == TEXT


def test_half_a_character_can_be_saved() -> None:
    project = Project(REGISTRY)
    project.notes = "broken \ud83d here"

    assert files.loads(files.dumps(project).encode().decode()).notes == project.notes


def test_a_place_that_is_no_number_does_not_keep_the_rest_from_being_saved() -> None:
    nodes = (Node("a", "torch.nn.ReLU", "relu", position=(float("nan"), float("inf"))),)
    project = Project(REGISTRY, [BlockData("main", "Net", nodes)])

    assert files.loads(files.dumps(project)).main.node("relu").position == (0.0, 0.0)


def test_a_number_no_file_takes_is_told_and_the_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "net.guinet"
    path.write_text(TEXT, encoding="utf-8")
    project = files.load(path)
    project.main.set(project.main.node("conv"), out_channels=10**30)

    with pytest.raises(SaveFailed, match=r"net\.guinet cannot .* blocks\.main\.nodes\.b\.arguments\.out_channels is"):
        files.save(project)

    assert path.read_text(encoding="utf-8") == TEXT
    assert project.history.is_modified


def test_a_newer_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "net.guinet"
    newer = TEXT.replace('"guinet": 1', '"guinet": 2')
    path.write_text(newer, encoding="utf-8")

    with pytest.raises(NotAllowed, match="was made by a newer GuiNet and is left as it is: save under another name"):
        files.save(Project(REGISTRY), path)

    assert path.read_text(encoding="utf-8") == newer


def test_storage_needs_neither_torch_nor_qt_nor_anything_slow() -> None:
    code = (
        "import sys, guinet.storage.files, guinet.storage.fragments, guinet.storage.recovery;"
        "print(sorted({'torch', 'PySide6', 'numpy', 'networkx', 'pydantic', 'platformdirs'} & sys.modules.keys()))"
    )

    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "[]\n"
