"""All of one block put into another: frames, ties and first values come along, as one step."""

from __future__ import annotations

from guinet.core.graph import BlockData, Frame, FrameMode, Initialiser, Node, Selects, Tie
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.storage.grafts import graft

DATA = BlockData(
    "main",
    "Net",
    (
        Node("n1", "torch.nn.Linear", "fc", {"out_features": 4}, (10.0, 20.0), frame="f1"),
        Node("n2", "torch.nn.Linear", "fc_2", {"out_features": 4}, (200.0, 20.0)),
        Node("n3", "block.b1", "part", position=(400.0, 20.0)),
    ),
    frames=(Frame("f1", "alone", FrameMode.NO_GRAD),),
    ties=(Tie("n2", "weight", "n1", "weight"),),
    initialisers=(
        Initialiser(Selects.NODE, "n1", "bias", "zeros_"),
        Initialiser(Selects.TYPE, "torch.nn.Linear", "weight", "ones_"),
    ),
)
PART = BlockData("b1", "Part", (Node("n1", "code.7", "own"),))


def test_what_belongs_to_the_nodes_follows_them_under_their_new_ids() -> None:
    project = Project(REGISTRY)
    project.main.add("torch.nn.ReLU", "fc")
    made = graft(project.main, DATA, [PART], {"7": "def own(x):\n    return x\n"}, (100.0, 50.0))
    block = project.main
    assert [node.name for node in made] == ["fc_1", "fc_2", "part"]
    assert made[0].position == (110.0, 70.0)
    [frame] = block.frames
    assert (frame.title, frame.mode, made[0].frame) == ("alone", FrameMode.NO_GRAD, frame.id)
    assert frame.id != "f1"
    assert block.ties == (Tie(made[1].id, "weight", made[0].id, "weight"),)
    assert [rule.target for rule in block.initialisers] == [made[0].id, "torch.nn.Linear"]
    assert project.blocks["b1"].data() == PART
    assert list(project.code) == ["7"]

    project.undo()
    assert [node.name for node in block.nodes.values()] == ["fc"]
    assert [len(block.frames), len(block.ties), len(block.initialisers)] == [0, 0, 0]
    assert list(project.blocks) == ["main"]


def test_what_is_there_already_stays() -> None:
    project = Project(REGISTRY)
    graft(project.main, DATA, [PART], {}, (0.0, 0.0))
    graft(project.main, DATA, [PART], {}, (0.0, 300.0))
    assert (len(project.main.frames), len(project.main.ties), len(project.main.initialisers)) == (2, 2, 4)
    assert list(project.blocks) == ["main", "b1"]
