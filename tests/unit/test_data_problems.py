"""Errors of data as sentences that can be translated: with their parts apart, on the node they are about."""

from __future__ import annotations

from pathlib import Path

import pytest

import guinet
from guinet.core.problems import Problem
from guinet.data.problems import DataError


def test_the_parts_of_a_sentence_stay_apart() -> None:
    error = DataError("{path} does not exist; choose another file", path=Path("rooms.csv"))

    assert str(error) == "rooms.csv does not exist; choose another file"
    assert error.problem == Problem("data", "{path} does not exist; choose another file", {"path": "rooms.csv"})


@pytest.mark.parametrize("words", ["nothing to read", "a cell holds {1}"])
def test_words_without_parts_are_told_as_they_are(words: str) -> None:
    error = DataError(words)

    assert str(error) == words
    assert error.problem.message == words


def test_a_check_tells_the_reason_beside_its_words(tmp_path: Path) -> None:
    (tmp_path / "rooms.csv").write_text("area,rent\n40,600\n65,900\n")
    project = guinet.new()
    node = project.main.add("guinet.data.csv", name="rooms", path=str(tmp_path / "rooms.csv"), target="price")

    problem = next(each for each in guinet.check(project).problems if each.code == "data")

    assert problem.node == node.id
    assert problem.message.startswith("rooms: rooms.csv has no column 'price'")
    reason = problem.values["reason"]
    assert isinstance(reason, Problem)
    assert reason.values["column"] == "price"


def test_an_error_told_again_is_the_same_without_its_frames() -> None:
    with pytest.raises(DataError) as caught:
        raise DataError("{file} is empty", file="a {b}.csv")
    again = caught.value.again()

    assert (type(again), str(again), again.problem) == (DataError, "a {b}.csv is empty", caught.value.problem)
    assert again.__traceback__ is None
