"""Closing when something fails: the window can always be closed, and nothing is lost by it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from guinet.core.changes import SetTraining
from guinet.storage.recorder import SUFFIX, folder
from guinet.ui.file_control import FileControl
from guinet.ui.settings import Settings
from guinet.ui.window import Window

if TYPE_CHECKING:
    from tests.gui.conftest import Answers, Opened

ShowWindow = Callable[..., "Opened"]


def logs() -> list[Path]:
    return list(folder().glob(f"*{SUFFIX}"))


def fail(*arguments: object) -> bool:
    raise OSError("the disk is gone")


@pytest.mark.expected_log("the disk is gone")
def test_what_fails_at_the_end_keeps_nothing_else_from_ending(
    show_window: ShowWindow, iris: Path, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = show_window(iris).ready()
    opened.until(lambda: len(logs()) == 1)
    monkeypatch.setattr(Settings, "save", fail)
    answers.expect("error_dialog", "OK")
    opened.window.close()

    assert "the disk is gone" in answers.told[0][1]
    assert Window.windows == []
    assert not opened.window.isVisible()
    assert logs() == []


@pytest.mark.expected_log("the disk is gone")
def test_a_question_that_cannot_be_asked_keeps_the_window_once_and_its_work_for_ever(
    show_window: ShowWindow, iris: Path, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = show_window(iris).ready()
    opened.until(lambda: len(logs()) == 1)
    opened.document.run("Set training", [SetTraining("epochs", 3)])
    with monkeypatch.context() as broken:
        broken.setattr(FileControl, "may_close", fail)
        answers.expect("error_dialog", "OK")
        assert not opened.window.close()
        assert opened.window.isVisible()
        assert Window.windows == [opened.window]
        answers.expect("error_dialog", "OK")
        assert opened.window.close()

    assert Window.windows == []
    assert len(logs()) == 1
