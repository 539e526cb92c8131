"""Files of earlier formats open as what they meant."""

from __future__ import annotations

import json

import pytest

from guinet.core.graph import End, Node
from guinet.core.problems import Unreadable
from guinet.storage import files
from guinet.storage.migrations import STEPS
from guinet.storage.writing import FORMAT

FORMAT_0 = """{
  "guinet": 0,
  "blocks": {
    "main": {
      "name": "Net",
      "nodes": {
        "a": {"kind": "guinet.data.digits", "name": "digits", "position": [0, 0]},
        "b": {"kind": "torch.nn.Flatten", "name": "flatten", "position": [220, 40.5], "mood": "calm"},
        "c": {"kind": "torch.cat", "name": "cat", "arguments": {"dim": 1}}
      },
      "wires": [
        {"from": "a.image", "to": "b.input"},
        {"from": "b.output", "to": "c.tensors"},
        {"from": "b.output", "to": "c.tensors", "order": 1}
      ]
    },
    "empty": {"name": "Empty"}
  },
  "training": {"epochs": 3},
  "notes": "old"
}"""


def test_every_earlier_format_has_its_step() -> None:
    assert sorted(STEPS) == list(range(FORMAT))


def test_format_0_opens_as_what_it_meant() -> None:
    project = files.loads(FORMAT_0)

    assert project.main.node("flatten") == Node(
        "b", "torch.nn.Flatten", "flatten", {}, (220.0, 40.5), extra={"mood": "calm"}
    )
    assert [(wire.source, wire.target, wire.order) for wire in project.main.wires.values()] == [
        (End("a", "image"), End("b", "input"), 0),
        (End("b", "output"), End("c", "tensors"), 0),
        (End("b", "output"), End("c", "tensors"), 1),
    ]
    assert project.blocks["empty"].name == "Empty"
    assert (project.training, project.notes) == ({"epochs": 3}, "old")


def test_format_0_is_saved_in_the_present_one_and_the_same_by_everyone() -> None:
    first, second = files.dumps(files.loads(FORMAT_0)), files.dumps(files.loads(FORMAT_0))

    assert first == second
    assert json.loads(first)["guinet"] == FORMAT
    assert files.dumps(files.loads(first)) == first


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"to": "b.input"', '"to": 3', "blocks.main.wires.0.to should be text, but is a number"),
        ('"order": 1', '"order": "1"', "blocks.main.wires.2.order should be a whole number, but is text"),
        (
            '"position": [220, 40.5]',
            '"position": 220',
            "blocks.main.layout.b should be a place [x, y], but is a number",
        ),
        ('{"from": "b.output", "to": "c.tensors"}', "7", "blocks.main.wires.1 should be an object, but is a number"),
    ],
)
def test_a_damaged_old_file_is_refused_by_field(old: str, new: str, fault: str) -> None:
    assert FORMAT_0.count(old) == 1

    with pytest.raises(Unreadable) as caught:
        files.loads(FORMAT_0.replace(old, new), "old.guinet")

    assert str(caught.value).startswith(f"old.guinet: {fault};")
