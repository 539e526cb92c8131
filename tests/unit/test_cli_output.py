"""How commands print, and how errors of nodes become sentences."""

from __future__ import annotations

import errno
import json
import math
import os
import signal
from pathlib import Path

import pytest

import guinet
from guinet.cli.diagnosis import diagnose
from guinet.cli.naming import ProjectFault, naming, problem_text
from guinet.cli.output import print_json, table, writing
from guinet.cli.parser import Parser
from guinet.cli.signals import ending
from guinet.core.problems import Fix, GuinetError, Misuse, Problem
from guinet.core.project import Project
from guinet.storage import atomic
from guinet.storage.examples import example_path


def test_a_table_puts_numbers_to_the_right() -> None:
    text = table(("name", "count"), [("a", 5), ("longer", 12345)])

    assert text.splitlines() == ["name     count", "──────  ──────", "a            5", "longer  12,345"]


def test_columns_stand_below_each_other_where_letters_are_wide() -> None:
    text = table(("名称", "count"), [("卷积", 5), ("e\u0301", 12)])  # an e with an accent of its own is one column wide

    assert text.splitlines() == ["名称  count", "────  ─────", "卷积      5", "e\u0301        12"]


def test_the_doctor_says_where_nothing_can_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("GUINET_HOME", str(tmp_path / "file" / "home"))

    found = next(finding for finding in diagnose() if finding.what == "home")
    assert not found.ok
    assert found.detail == f"{tmp_path / 'file' / 'home'} cannot be written (Not a directory)"
    assert "GUINET_HOME" in found.remedy


def test_a_table_without_rows_is_its_heading() -> None:
    assert table(("name", "kind"), []).splitlines() == ["name  kind", "────  ────"]


def test_json_has_no_numbers_that_json_does_not_have(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"a": math.nan, "b": (1.5, -math.inf), "c": {"d": "×"}, 3: None})

    text = capsys.readouterr().out
    assert json.loads(text) == {"a": None, "b": [1.5, None], "c": {"d": "×"}, "3": None}
    assert text.count("\n") == 1
    assert "×" in text


@pytest.fixture
def project() -> Project:
    return guinet.load(example_path("iris-mlp"))


class AtNode(Misuse):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def test_an_error_at_a_node_names_file_node_and_remedy(project: Project) -> None:
    problem = Problem("x", "It is too large.", block="main", node="0002", fixes=(Fix("Make it smaller", ()),))

    with pytest.raises(ProjectFault) as caught, naming(project):
        raise AtNode(problem)
    assert str(caught.value) == f"{project.path}: hidden: It is too large (remedy: Make it smaller)"
    assert caught.value.exit_code == 2


def test_a_node_that_is_named_already_is_not_named_again(project: Project) -> None:
    with pytest.raises(ProjectFault) as caught, naming(project):
        raise AtNode(Problem("x", "hidden is too large.", block="main", node="0002"))
    assert str(caught.value) == f"{project.path}: hidden is too large"


def test_a_name_within_a_word_does_not_name_the_node(project: Project) -> None:
    assert problem_text(project, Problem("x", "It is hiddenly wrong.", block="main", node="0002")) == (
        "hidden: It is hiddenly wrong."
    )
    assert problem_text(project, Problem("x", "“hidden” is wrong.", block="main", node="0002")) == "“hidden” is wrong."
    assert problem_text(project, Problem("x", "All is wrong.")) == "All is wrong."


def test_what_cannot_be_saved_is_told_without_a_menu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object) -> int:
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(GuinetError) as caught, writing(tmp_path / "a.guinet"):
        atomic.write(tmp_path / "a.guinet", b"text")
    assert str(caught.value) == (
        f"{tmp_path / 'a.guinet'} could not be written (the disk is full): what was there is untouched, "
        "choose another place"
    )


@pytest.mark.parametrize("numbers", ["-1", "-1.5", "-1,2,-3", "-.5", "-1e-3,2"])
def test_numbers_are_no_options(numbers: str) -> None:
    parser = Parser(prog="guinet predict")
    parser.add_argument("input")
    parser.add_argument("--weights")

    assert parser.parse_args([numbers, "--weights", "w.pt"]).input == numbers


def test_wrong_usage_is_one_sentence_that_says_where_to_look() -> None:
    parser = Parser(prog="guinet check")
    parser.add_argument("file")

    with pytest.raises(Misuse, match=r"^the following arguments are required: file; `guinet check --help` shows how$"):
        parser.parse_args([])


def test_an_error_of_no_node_stays_what_it_is(project: Project) -> None:
    with pytest.raises(GuinetError, match=r"^so$"), naming(project):
        raise GuinetError("so")


def test_the_first_signal_asks_and_the_second_interrupts() -> None:
    asked: list[str] = []
    before = signal.getsignal(signal.SIGINT)
    with ending(lambda: asked.append("end")):
        signal.raise_signal(signal.SIGINT)
        assert asked == ["end"]
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert asked == ["end"]
    assert signal.getsignal(signal.SIGINT) is before
