"""The export dialog: every format offered, and what cannot be written said in it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QProgressBar, QPushButton

from guinet.core.editing import remove
from guinet.core.formats import FORMATS
from guinet.session.commands import CancelExport, Command
from guinet.session.events import Exported, ExportProgress
from guinet.ui.export_dialog import ExportDialog, stage_words

if TYPE_CHECKING:
    from tests.gui.conftest import Answers, Opened


class Asked:
    """The dialog of a window, and the ways to fill it in."""

    def __init__(self, window: Any, folder: Path) -> None:
        self.window = window
        self.dialog = ExportDialog(window.bridge, "net", str(folder), str(folder / "net.runs"), window)

    def formats(self) -> list[str]:
        return [self.format.itemData(row) for row in range(self.format.count())]

    @property
    def format(self) -> QComboBox:
        return self.dialog.findChild(QComboBox, "export_format")  # type: ignore[return-value]

    @property
    def path(self) -> QLineEdit:
        return self.dialog.findChild(QLineEdit, "export_path")  # type: ignore[return-value]

    @property
    def message(self) -> str:
        return self.dialog.findChild(QLabel, "export_message").text()  # type: ignore[union-attr]

    @property
    def progress(self) -> QProgressBar:
        return self.dialog.findChild(QProgressBar, "export_progress")  # type: ignore[return-value]

    @property
    def cancel(self) -> QPushButton:
        return self.dialog.findChild(QPushButton, "export_cancel")  # type: ignore[return-value]

    def export(self, format: str, path: Path) -> str:
        """Asks for it; returns what the dialog then says."""
        self.format.setCurrentIndex(self.format.findData(format))
        self.path.setText(str(path))
        self.dialog.findChild(QPushButton, "export_start").click()  # type: ignore[union-attr]
        return self.message


@pytest.fixture
def asked(show_window: Callable[..., Any], iris: Path) -> Iterator[Asked]:
    opened = show_window(iris).ready()
    asked = Asked(opened.window, iris.parent)
    yield asked
    asked.dialog.deleteLater()


def test_every_format_is_offered_with_its_ending(asked: Asked) -> None:
    assert asked.formats() == list(FORMATS)
    for row, each in enumerate(FORMATS.values()):
        asked.format.setCurrentIndex(row)
        assert asked.format.currentText() == each.title
        assert Path(asked.path.text()).suffix == each.suffix


@pytest.mark.parametrize("format", ["svg", "pdf", "png"])
def test_a_picture_never_destroys_a_project(asked: Asked, iris: Path, format: str) -> None:
    before = iris.read_bytes()

    assert "an export would destroy the project" in asked.export(format, iris)
    assert iris.read_bytes() == before
    assert "is written" in asked.export(format, iris.with_suffix(f".{format}"))
    assert iris.with_suffix(f".{format}").stat().st_size > 1000


def test_a_file_of_another_is_replaced_only_when_asked(asked: Asked, tmp_path: Path, answers: Answers) -> None:
    path = tmp_path / "mine.svg"
    path.write_text("mine")
    answers.expect("replace_dialog", "Cancel")
    asked.export("svg", path)
    assert path.read_text() == "mine"
    answers.expect("replace_dialog", "Replace")
    assert "is written" in asked.export("svg", path)
    assert path.read_text().startswith("<?xml")
    # It is the export's own file from here on.
    assert "is written" in asked.export("svg", path)
    assert [name for name, _ in answers.told] == ["replace_dialog", "replace_dialog"]


def test_no_name_is_told(asked: Asked) -> None:
    asked.path.setText("  ")
    asked.dialog.findChild(QPushButton, "export_start").click()  # type: ignore[union-attr]
    assert asked.message == "Say which file to write."


def test_formats_of_one_ending_are_proposed_under_different_names(asked: Asked) -> None:
    names = []
    for row in range(asked.format.count()):
        asked.format.setCurrentIndex(row)
        names.append(Path(asked.path.text()).name)
    assert len({*names}) == len(names)


@pytest.mark.parametrize("format", ["svg", "pdf", "png"])
def test_a_picture_that_cannot_be_written_is_told_in_the_dialog(
    asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    def full(*arguments: object) -> int:
        raise OSError(errno.ENOSPC, "")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        assert "could not be saved (the disk is full)" in asked.export(format, tmp_path / "net.png")
    assert "is not a folder" in asked.export(format, tmp_path / "nowhere" / "net.png")
    remove(asked.window.document.main, list(asked.window.document.main.nodes))
    assert "there is nothing to draw" in asked.export(format, tmp_path / "net.png")
    assert not (tmp_path / "net.png").exists()


# An interrupt that falls into a callback of the garbage collector is lost there; the next stage asks again.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(("stage", "in_process"), [("building", True), ("comparing", False)], ids=["thread", "process"])
def test_an_export_can_be_cancelled_and_leaves_no_file(
    show_window: Callable[..., Opened], iris: Path, stage: str, in_process: bool
) -> None:
    opened = show_window(iris, in_process=in_process).ready()
    (folder := iris.parent / "out").mkdir()
    asked = Asked(opened.window, folder)
    asked.dialog.show()
    assert not asked.progress.isVisible()
    assert not asked.cancel.isVisible()

    asked.export("pt2", folder / "net.pt2")
    assert asked.progress.isVisible()
    opened.until(lambda: ExportProgress(stage) in opened.events)
    asked.cancel.click()
    assert not asked.cancel.isEnabled()
    opened.until(lambda: not opened.window.bridge.exporting)

    assert asked.message == "The export was cancelled: nothing was written."
    assert list(folder.iterdir()) == []
    assert not asked.progress.isVisible()
    assert not asked.cancel.isVisible()
    assert not opened.shows("problems")
    asked.export("py", folder / "net.py")
    opened.told(Exported)
    assert "is written" in asked.message
    asked.dialog.deleteLater()


def test_a_dialog_opened_while_an_export_runs_shows_it_and_can_cancel_it(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    bridge, sent = asked.window.bridge, list[Command]()
    with monkeypatch.context() as patch:
        patch.setattr(bridge, "exporting", True)
        patch.setattr(bridge, "send", sent.append)
        later = Asked(asked.window, asked.window.document.path.parent)
        later.dialog.show()
        bridge.received.emit(ExportProgress("writing"))
        assert later.message == "Writing the file…"
        later.cancel.click()
        bridge.received.emit(ExportProgress("comparing"))
        assert later.message == "Cancelling…"
    later.dialog.deleteLater()

    assert sent == [CancelExport()]


def test_what_is_put_in_its_place_cannot_be_cancelled_any_more(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    asked.dialog.show()
    with monkeypatch.context() as patch:
        patch.setattr(asked.window.bridge, "send", lambda command: None)
        asked.export("pt", Path("net.pt"))
        asked.window.bridge.received.emit(ExportProgress("comparing"))
        assert asked.cancel.isEnabled()
        asked.window.bridge.received.emit(ExportProgress("placing"))
    assert asked.message == stage_words("placing")
    assert not asked.cancel.isEnabled()
