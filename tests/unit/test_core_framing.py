"""Frames around nodes."""

from __future__ import annotations

import pytest

from guinet.core import framing
from guinet.core.graph import Frame, FrameMode
from guinet.core.problems import Refused
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY


@pytest.fixture
def project() -> Project:
    project = Project(REGISTRY)
    for name in "abc":
        project.main.add("torch.nn.ReLU", name)
    return project


def ids(project: Project, names: str) -> list[str]:
    return [project.main.node(name).id for name in names]


def frames(project: Project) -> dict[str, str]:
    """The title of the frame each node lies in."""
    titles = {frame.id: frame.title for frame in project.main.frames} | {"": ""}
    return {node.name: titles[node.frame] for node in project.main.nodes.values()}


def test_a_frame_is_one_step(project: Project) -> None:
    steps = len(project.history.labels)
    frame = framing.add_frame(project.main, ids(project, "ab"), "frozen", FrameMode.NO_GRAD)
    assert project.main.frames == (frame,)
    assert frame == Frame(frame.id, "frozen", FrameMode.NO_GRAD)
    assert set(framing.members(project.main, frame.id)) == set(ids(project, "ab"))
    assert len(project.history.labels) == steps + 1
    project.undo()
    assert not project.main.frames
    assert frames(project) == {"a": "", "b": "", "c": ""}


def test_a_frame_takes_nodes_from_others_and_empty_ones_go(project: Project) -> None:
    framing.add_frame(project.main, ids(project, "ab"), "one")
    framing.add_frame(project.main, ids(project, "c"), "two")
    framing.add_frame(project.main, ids(project, "bc"), "three")
    assert frames(project) == {"a": "one", "b": "three", "c": "three"}
    assert [frame.title for frame in project.main.frames] == ["one", "three"]


def test_a_frame_around_nothing_is_refused(project: Project) -> None:
    with pytest.raises(Refused, match="select those the frame"):
        framing.add_frame(project.main, [])


def test_title_and_mode(project: Project) -> None:
    frame = framing.add_frame(project.main, ids(project, "a"))
    framing.set_frame(project.main, frame.id, title="head")
    framing.set_frame(project.main, frame.id, mode=FrameMode.INFERENCE_MODE)
    assert project.main.frames == (Frame(frame.id, "head", FrameMode.INFERENCE_MODE),)
    steps = len(project.history.labels)
    framing.set_frame(project.main, frame.id, title="head")
    assert len(project.history.labels) == steps
    with pytest.raises(KeyError):
        framing.set_frame(project.main, "gone", title="x")


def test_removing_a_frame_keeps_its_nodes(project: Project) -> None:
    frame = framing.add_frame(project.main, ids(project, "ab"))
    framing.remove_frame(project.main, frame.id)
    assert frames(project) == {"a": "", "b": "", "c": ""}
    assert not project.main.frames
    project.undo()
    assert set(framing.members(project.main, frame.id)) == set(ids(project, "ab"))


def test_joining_and_leaving(project: Project) -> None:
    main = project.main
    one = framing.add_frame(main, ids(project, "a"), "one")
    framing.add_frame(main, ids(project, "b"), "two")
    nodes = [main.nodes[node] for node in ids(project, "bc")]
    project.run("move", list(framing.joining(main, nodes, one.id)))
    assert frames(project) == {"a": "one", "b": "one", "c": "one"}
    assert main.frames == (one,)
    project.run("move", list(framing.joining(main, [main.node("a")], "")))
    assert frames(project) == {"a": "", "b": "one", "c": "one"}
    assert list(framing.joining(main, [main.node("b")], one.id)) == []
