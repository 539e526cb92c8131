"""Steps that merge, names of steps, and what counts as modified."""

from __future__ import annotations

import pytest

from guinet.core.changes import SetNotes
from guinet.core.project import Project


def write(project: Project, notes: str, merge: str | None = None) -> None:
    project.run(f"Write {notes}", [SetNotes(notes)], merge)


def test_typing_in_one_field_is_one_step(project: Project) -> None:
    for text in ("1", "12", "128"):
        write(project, text, merge="field")

    assert project.history.labels == ("Write 128",)
    project.undo()
    assert project.notes == ""
    project.redo()
    assert project.notes == "128"


def test_steps_of_different_fields_do_not_merge(project: Project) -> None:
    write(project, "a", merge="one")
    write(project, "b", merge="two")
    write(project, "c")
    write(project, "d")

    assert len(project.history.labels) == 4


@pytest.mark.parametrize("seal", [lambda p: p.history.seal(), lambda p: p.history.mark_saved()], ids=["blur", "save"])
def test_a_field_left_or_a_save_ends_merging(project: Project, seal: object) -> None:
    write(project, "a", merge="field")
    seal(project)  # type: ignore[operator]
    write(project, "b", merge="field")

    assert project.history.labels == ("Write a", "Write b")


def test_after_an_undo_a_step_starts_anew(project: Project) -> None:
    write(project, "a", merge="field")
    write(project, "other")
    project.undo()
    write(project, "b", merge="field")

    assert project.history.labels == ("Write a", "Write b")


def test_labels_of_what_can_be_undone_and_redone(project: Project) -> None:
    for text in "abc":
        write(project, text)
    project.undo()
    project.undo()

    assert project.history.labels == ("Write a",)
    assert project.history.undone_labels == ("Write b", "Write c")

    write(project, "d")
    assert list(project.history.undone_labels) == []


def test_modified_is_what_differs_from_the_file(project: Project) -> None:
    assert not project.history.is_modified
    write(project, "a")
    assert project.history.is_modified
    project.history.mark_saved()
    assert not project.history.is_modified
    write(project, "b")
    assert project.history.is_modified
    project.undo()
    assert not project.history.is_modified
    project.undo()
    assert project.history.is_modified
    project.redo()
    assert not project.history.is_modified


def test_undoing_everything_in_a_new_project_leaves_it_unmodified(project: Project) -> None:
    write(project, "a")
    project.undo()

    assert not project.history.is_modified


def test_what_was_saved_and_then_replaced_cannot_be_reached_again(project: Project) -> None:
    write(project, "a")
    project.history.mark_saved()
    project.undo()
    write(project, "b")

    assert project.history.is_modified
    project.undo()
    assert project.history.is_modified


def test_an_undone_step_that_only_looks_like_the_saved_one_does_not_count_for_it(project: Project) -> None:
    write(project, "a")
    project.history.mark_saved()
    write(project, "")
    write(project, "a")
    project.undo()  # this step has the saved one's label and changes
    write(project, "c")
    project.undo()
    project.undo()

    assert project.notes == "a"
    assert not project.history.is_modified


def test_a_recovered_project_is_modified_whatever_is_undone(project: Project) -> None:
    write(project, "a")
    project.history.mark_unsaved()
    project.undo()

    assert project.history.is_modified
    project.history.mark_saved()
    assert not project.history.is_modified
