"""Transactions, undo and redo, and who hears of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from guinet.core.changes import AddNode, Change, RenameNode, SetArgument, SetNotes, SetTraining
from guinet.core.graph import Node
from guinet.core.history import Committed
from guinet.core.naming import snake_case
from guinet.core.problems import Refused
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY


def heard(project: Project) -> list[Committed]:
    events: list[Committed] = []
    project.subscribe(events.append)
    return events


def fail_after(project: Project, *changes: Change) -> None:
    with project.transaction("Fails"):
        for change in changes:
            project.apply(change)
        raise ZeroDivisionError


def test_a_transaction_is_one_step_and_one_event(project: Project) -> None:
    events = heard(project)

    with project.transaction("Build"):
        project.main.add("torch.nn.ReLU", name="a")
        project.main.add("torch.nn.ReLU", name="b")

    assert project.history.labels == ("Build",)
    assert [(event.label, event.origin, len(event.changes)) for event in events] == [("Build", "do", 2)]

    assert project.undo() == "Build"
    assert not project.main.nodes


def test_undo_and_redo_tell_what_they_did_in_order(project: Project) -> None:
    events = heard(project)
    project.run("One", [SetNotes("1"), SetNotes("2")])

    project.undo()
    project.redo()

    assert [(event.origin, event.changes) for event in events] == [
        ("do", (SetNotes("1"), SetNotes("2"))),
        ("undo", (SetNotes("1"), SetNotes(""))),
        ("redo", (SetNotes("1"), SetNotes("2"))),
    ]


def test_nothing_to_undo_or_redo(project: Project) -> None:
    assert project.undo() is None
    assert project.redo() is None


def test_an_empty_transaction_is_no_step(project: Project) -> None:
    events = heard(project)

    with project.transaction("Nothing"):
        pass

    assert (events, project.history.labels) == ([], ())


def test_an_exception_takes_everything_back_and_is_no_step(project: Project) -> None:
    events = heard(project)
    node = project.main.add("torch.nn.Linear", out_features=4)
    events.clear()

    with pytest.raises(ZeroDivisionError):
        fail_after(
            project,
            SetArgument("main", node.id, "out_features", 5),
            SetArgument("main", node.id, "out_features", 6),
        )

    assert project.main.nodes[node.id].arguments == {"out_features": 4}
    assert (events, project.history.labels) == ([], ("Add node",))
    project.run("Goes on", [SetNotes("x")])
    assert project.history.labels == ("Add node", "Goes on")


def test_a_change_that_fails_takes_the_whole_transaction_back(project: Project) -> None:
    with pytest.raises(KeyError):
        project.run("Fails", [SetNotes("x"), RenameNode("main", "nowhere", "y")])

    assert project.notes == ""


def test_an_inner_transaction_that_fails_takes_back_its_own_part_only(project: Project) -> None:
    with project.transaction("Outer"):
        project.apply(SetNotes("kept"))
        with pytest.raises(ZeroDivisionError):
            fail_after(project, SetNotes("lost"), SetTraining("epochs", 1))

    assert (project.notes, project.training) == ("kept", {})
    assert project.history.labels == ("Outer",)
    project.undo()
    assert project.notes == ""


def test_a_change_outside_a_transaction_is_an_error(project: Project) -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        project.apply(SetNotes("x"))


@pytest.mark.parametrize("move", [Project.undo, Project.redo])
def test_undo_and_redo_do_not_belong_into_a_transaction(project: Project, move: object) -> None:
    project.run("Note", [SetNotes("x")])

    with pytest.raises(RuntimeError, match="inside a transaction"), project.transaction("Outer"):
        move(project)  # type: ignore[operator]

    assert project.notes == "x"


def test_a_listener_can_leave(project: Project) -> None:
    events: list[Committed] = []
    leave = project.subscribe(events.append)
    leave()

    project.run("Note", [SetNotes("x")])

    assert events == []


def test_a_listener_that_fails_keeps_no_other_from_hearing(project: Project) -> None:
    def fail(event: Committed) -> None:
        raise ZeroDivisionError

    project.subscribe(fail)
    events = heard(project)

    with pytest.raises(ZeroDivisionError):
        project.run("Note", [SetNotes("x")])

    assert [event.label for event in events] == ["Note"]
    assert project.notes == "x"


def test_what_a_listener_edits_is_heard_by_all_in_the_order_it_was_made(project: Project) -> None:
    def answer(event: Committed) -> None:
        if event.label == "First":
            project.run("Second", [SetNotes("answered")])

    project.subscribe(answer)
    events = heard(project)

    project.run("First", [SetNotes("asked")])

    assert [event.label for event in events] == ["First", "Second"]
    assert project.history.labels == ("First", "Second")


def test_a_listener_that_edits_and_then_fails_does_not_stop_later_events(project: Project) -> None:
    def answer(event: Committed) -> None:
        if event.label == "First":
            project.run("Second", [SetNotes("answered")])
            raise ZeroDivisionError

    project.subscribe(answer)
    events = heard(project)

    with pytest.raises(ZeroDivisionError):
        project.run("First", [SetNotes("asked")])
    project.run("Third", [SetNotes("again")])

    assert [event.label for event in events] == ["First", "Second", "Third"]


def test_a_refusal_inside_a_larger_step_leaves_nothing_of_it(project: Project) -> None:
    def build() -> None:
        with project.transaction("Build"):
            node = project.main.add("torch.nn.ReLU", name="relu")
            project.main.connect(node["output"], node["input"])

    with pytest.raises(Refused):
        build()

    assert not project.main.nodes


def test_changes_by_id_survive_what_happens_in_between(project: Project) -> None:
    node = project.main.add("torch.nn.Linear", name="linear")
    project.main.set(node, out_features=3)
    project.run("Rename", [RenameNode("main", node.id, "head")])

    for _ in range(3):
        project.undo()
    assert not project.main.nodes
    for _ in range(3):
        project.redo()

    assert project.main.node("head").arguments == {"out_features": 3}


def test_a_node_comes_back_with_all_it_had(project: Project) -> None:
    node = Node("n", "torch.nn.ReLU", "relu", {"inplace": True}, (3.0, 4.0), "note", {"later": {"x": 1}})
    project.run("Add", [AddNode("main", node)])
    project.main.remove([node])

    project.undo()

    assert project.main.nodes["n"] == node


def test_the_folders_of_a_project_lie_beside_its_file() -> None:
    saved, unsaved = Project(REGISTRY, path=Path("a/net.guinet")), Project(REGISTRY)

    assert (saved.folder, saved.runs_folder) == (Path("a"), Path("a/net.runs"))
    assert (unsaved.folder, unsaved.runs_folder) == (None, None)


@pytest.mark.parametrize(("name", "written"), [("StepOnce", "step_once"), ("Finished", "finished"), ("X", "x")])
def test_names_of_classes_as_json_has_them(name: str, written: str) -> None:
    assert snake_case(name) == written
