"""Saving, closing with unsaved changes, a disk that is full, exporting from the window."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QPushButton

from guinet.core.changes import SetArgument, SetTraining
from guinet.core.project import MAIN
from guinet.session.events import ExportProgress
from guinet.storage import atomic
from guinet.storage.claims import Claim
from guinet.storage.files import dumps, load
from guinet.ui.export_dialog import ExportDialog
from guinet.ui.settings import load_settings
from guinet.ui.status import saved_words
from guinet.ui.window import Window

if TYPE_CHECKING:
    from tests.gui.conftest import Answers, Opened

ShowWindow = Callable[..., "Opened"]


def change(opened: Opened) -> str:
    """Edits the project; its text then."""
    opened.document.run("Set epochs", [SetTraining("epochs", 7)])
    return dumps(opened.document)


def choose(path: Path | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the dialog for a file to save to will answer; None cancels it."""
    answer = ("" if path is None else str(path), "")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *arguments: answer)


def test_save_writes_the_file_and_says_when(show_window: ShowWindow, iris: Path) -> None:
    opened = show_window(iris)
    text = change(opened)
    assert opened.window.isWindowModified()
    opened.trigger("save")
    assert iris.read_text(encoding="utf-8") == text
    assert not opened.window.isWindowModified()
    assert opened.child(QLabel, "status_saved").text() == "saved 0 s ago"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(3, "saved 3 s ago"), (59, "saved 59 s ago"), (60, "saved 1 min ago"), (7300, "saved 2 h ago")],
)
def test_how_long_ago_it_was_saved(seconds: int, words: str) -> None:
    assert saved_words(seconds) == words


def test_a_sentence_too_long_for_the_status_bar_ends_in_dots_and_is_whole_in_its_tooltip(
    show_window: ShowWindow,
) -> None:
    opened = show_window()
    label = opened.child(QLabel, "status_message")
    words = "It is far longer than any status bar is wide, " * 9
    opened.window.status.tell(words, 10_000)
    assert label.text().startswith("It is far longer")
    assert label.text().endswith("…")
    assert label.fontMetrics().horizontalAdvance(label.text()) <= label.contentsRect().width()
    # QLabel's own size hint: nothing of what it shows is cut off.
    assert label.sizeHint().width() <= label.width()
    assert (opened.message, opened.window.status.message) == (words, words)
    opened.window.status.tell("It fits.", 10_000)
    assert label.text() == "It fits."


def test_a_project_never_saved_asks_for_a_file_and_gets_the_ending(
    show_window: ShowWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = show_window()
    choose(tmp_path / "mine", monkeypatch)
    opened.trigger("save")
    assert opened.document.path == tmp_path / "mine.guinet"
    assert load(tmp_path / "mine.guinet").main.name == "DigitsCNN"
    assert opened.window.windowTitle().startswith("mine.guinet")


def test_the_name_of_the_network_is_proposed_for_its_file(
    show_window: ShowWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = show_window()
    proposed: list[str] = []

    def cancelled(parent: Window, title: str, start: str, kinds: str) -> tuple[str, str]:
        proposed.append(start)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", cancelled)
    opened.trigger("save_as")
    assert [Path(each).name for each in proposed] == ["DigitsCNN.guinet"]


def test_a_file_the_program_is_started_with_is_among_the_recent_ones(show_window: ShowWindow, iris: Path) -> None:
    window = show_window(iris).window
    assert window.settings.recent_files[0] == str(iris)
    window.close()
    assert load_settings().recent_files[0] == str(iris)


def test_the_second_window_on_a_file_is_told_so(
    show_window: ShowWindow, iris: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "iris.guinet is open in another window of GuiNet too"
    first = show_window(load(iris)).ready()
    second = show_window(load(iris)).ready()
    second.until(lambda: second.message.startswith(words))
    assert not first.message.startswith(words)
    assert second.window.docks["problems"].windowTitle() == "Problems 1"

    choose(tmp_path / "other.guinet", monkeypatch)
    second.trigger("save_as")
    third = show_window(load(tmp_path / "other.guinet")).ready()
    third.until(lambda: third.message.startswith("other.guinet is open in another"))
    first.window.close()
    assert Claim(iris).first


def test_a_save_that_was_called_off_changes_nothing(
    show_window: ShowWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened = show_window()
    change(opened)
    choose(None, monkeypatch)
    opened.trigger("save")
    assert opened.document.path is None
    assert opened.window.isWindowModified()
    assert list(tmp_path.iterdir()) == []


def test_closing_with_changes_saves_them_when_asked_to(show_window: ShowWindow, iris: Path, answers: Answers) -> None:
    opened = show_window(iris)
    text = change(opened)
    answers.expect("unsaved_dialog", "Save")
    assert opened.window.close()
    assert iris.read_text(encoding="utf-8") == text


def test_closing_with_changes_discards_them_when_asked_to(
    show_window: ShowWindow, iris: Path, answers: Answers
) -> None:
    before = iris.read_bytes()
    opened = show_window(iris)
    change(opened)
    answers.expect("unsaved_dialog", "Discard")
    assert opened.window.close()
    assert iris.read_bytes() == before
    assert Window.windows == []


def test_closing_with_changes_can_be_taken_back(show_window: ShowWindow, iris: Path, answers: Answers) -> None:
    opened = show_window(iris)
    text = change(opened)
    answers.expect("unsaved_dialog", "Cancel")
    assert not opened.window.close()
    assert opened.window.isVisible()
    assert dumps(opened.document) == text


def test_closing_goes_no_further_when_the_save_is_called_off(
    show_window: ShowWindow, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = show_window()
    change(opened)
    choose(None, monkeypatch)
    answers.expect("unsaved_dialog", "Save")
    assert not opened.window.close()


def test_quit_asks_each_window(show_window: ShowWindow, iris: Path, answers: Answers) -> None:
    first, second = show_window(iris), show_window()
    change(second)
    answers.expect("unsaved_dialog", "Discard")
    first.trigger("quit")
    assert Window.windows == []


def test_a_full_disk_offers_another_place_and_loses_nothing(
    show_window: ShowWindow, iris: Path, answers: Answers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = iris.read_bytes()
    opened = show_window(iris)
    text = change(opened)
    real = atomic.write_all

    def full(descriptor: int, data: bytes) -> None:
        if "iris" in os.readlink(f"/proc/self/fd/{descriptor}"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(descriptor, data)

    monkeypatch.setattr(atomic, "write_all", full)
    elsewhere = tmp_path / "elsewhere.guinet"
    choose(elsewhere, monkeypatch)
    answers.expect("save_failed_dialog", "Save as…")
    opened.trigger("save")

    assert "the disk is full" in answers.told[0][1]
    assert iris.read_bytes() == before
    assert elsewhere.read_text(encoding="utf-8") == text
    assert opened.document.path == elsewhere
    assert not opened.window.isWindowModified()


def test_a_file_that_another_program_changed_is_not_written_over_unasked(
    show_window: ShowWindow, iris: Path, answers: Answers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened = show_window(iris)
    text = change(opened)
    theirs = iris.read_text(encoding="utf-8").replace("iris", "iris by others")
    iris.write_text(theirs, encoding="utf-8")
    answers.expect("changed_elsewhere_dialog", "Cancel")
    opened.trigger("save")
    assert iris.read_text(encoding="utf-8") == theirs
    assert opened.window.isWindowModified()
    assert answers.told[0][1] == "iris.guinet was changed by another program since it was opened here."

    elsewhere = tmp_path / "mine.guinet"
    choose(elsewhere, monkeypatch)
    answers.expect("changed_elsewhere_dialog", "Save as…")
    opened.trigger("save")
    assert iris.read_text(encoding="utf-8") == theirs
    assert elsewhere.read_text(encoding="utf-8") == text


def test_it_is_written_over_when_that_is_chosen_and_asked_of_once(
    show_window: ShowWindow, iris: Path, answers: Answers
) -> None:
    opened = show_window(iris)
    iris.write_text(iris.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    text = change(opened)
    answers.expect("changed_elsewhere_dialog", "Write over it")
    opened.trigger("save")
    assert iris.read_text(encoding="utf-8") == text
    opened.document.run("Set epochs", [SetTraining("epochs", 8)])
    opened.trigger("save")
    assert load(iris).training["epochs"] == 8


def test_a_full_disk_may_be_looked_at_first(
    show_window: ShowWindow, iris: Path, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = show_window(iris)
    text = change(opened)
    before = iris.read_bytes()

    def full(descriptor: int, data: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(atomic, "write_all", full)
        answers.expect("save_failed_dialog", "Cancel")
        opened.trigger("save")
    assert (iris.read_bytes(), opened.document.path) == (before, iris)
    assert opened.window.isWindowModified()
    opened.trigger("save")
    assert iris.read_text(encoding="utf-8") == text


# Export


class Exporting:
    """The open dialog and its parts."""

    def __init__(self, opened: Opened, folder: Path) -> None:
        self.folder = folder
        self._format = opened.child(QComboBox, "export_format")
        self._path = opened.child(QLineEdit, "export_path")
        self._start = opened.child(QPushButton, "export_start")
        self._message = opened.child(QLabel, "export_message")
        self._snippet = opened.child(QPlainTextEdit, "export_snippet")

    def start(self, format: str) -> Path:
        """Asks for a format, into `folder/out.<format>`."""
        self._format.setCurrentIndex(self._format.findData(format))
        path = self.folder / f"out.{format}"
        self._path.setText(str(path))
        self._start.click()
        return path

    @property
    def ready(self) -> bool:
        """Whether another export can be started."""
        return self._start.isEnabled()

    @property
    def message(self) -> str:
        return self._message.text()

    @property
    def snippet(self) -> str:
        return self._snippet.toPlainText()


@pytest.fixture
def exporting(show_window: ShowWindow, iris: Path, tmp_path: Path) -> tuple[Opened, Exporting]:
    opened = show_window(iris).ready()
    dialog = ExportDialog(opened.window.bridge, "iris", str(tmp_path), str(opened.training.runs), opened.window)
    dialog.show()
    return opened, Exporting(opened, tmp_path)


def test_an_export_is_told_with_what_was_compared_and_how_to_load_it(exporting: tuple[Opened, Exporting]) -> None:
    opened, dialog = exporting
    path = dialog.start("py")
    opened.until(lambda: "is written" in dialog.message)
    assert path.exists()
    assert "import" in dialog.snippet
    assert opened.message == f"{path} is written."


@pytest.mark.parametrize(("format", "begin"), [("svg", b"<?xml"), ("pdf", b"%PDF"), ("png", b"\x89PNG")])
def test_pictures_are_written_by_the_window_itself(
    exporting: tuple[Opened, Exporting], format: str, begin: bytes
) -> None:
    _, dialog = exporting
    path = dialog.start(format)
    assert path.read_bytes().startswith(begin)
    assert dialog.message == f"{path} is written."


@pytest.mark.parametrize("format", ["py", "svg"])
def test_a_place_that_cannot_be_written_is_told_in_the_dialog(
    exporting: tuple[Opened, Exporting], format: str, tmp_path: Path
) -> None:
    opened, dialog = exporting
    dialog.folder = tmp_path / "nowhere"
    path = dialog.start(format)
    opened.until(lambda: str(path) in dialog.message or "nowhere" in dialog.message)
    assert not path.parent.exists()
    assert dialog.ready


def test_an_export_of_a_network_with_errors_says_what_is_wrong(exporting: tuple[Opened, Exporting]) -> None:
    opened, dialog = exporting
    node = next(node for node in opened.document.main.nodes.values() if node.kind == "torch.nn.Linear")
    opened.document.run("Spoil", [SetArgument(MAIN, node.id, "in_features", 99)])
    path = dialog.start("pt")
    opened.until(lambda: "in_features" in dialog.message)
    assert not path.exists()
    assert dialog.ready
    assert not opened.shows("problems")


def test_closing_while_exporting_asks_and_leaves_nothing_half_written(
    show_window: ShowWindow, iris: Path, answers: Answers, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    opened = show_window(iris, in_process=False).ready()
    dialog = ExportDialog(opened.window.bridge, "iris", str(tmp_path), str(opened.training.runs), opened.window)
    exporting = Exporting(opened, tmp_path / "out")
    path = exporting.start("onnx")
    opened.told(ExportProgress)
    dialog.reject()
    answers.expect("exporting_dialog", "Cancel")
    assert not opened.window.close()
    answers.expect("exporting_dialog", "Give up and close")
    opened.window.close()
    assert Window.windows == []
    assert not path.exists()
    assert list((tmp_path / "out").iterdir()) == []


def test_a_second_export_waits_for_the_first(
    exporting: tuple[Opened, Exporting], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, dialog = exporting
    with monkeypatch.context() as patch:
        patch.setattr(opened.window.bridge, "exporting", True)
        path = dialog.start("pt")
    assert dialog.message == "An export runs already: wait for its end."
    assert dialog.ready
    assert not path.exists()


def test_the_dialog_opens_where_the_last_export_went(
    show_window: ShowWindow, iris: Path, tmp_path: Path, answers: Answers
) -> None:
    opened = show_window(iris)
    (tmp_path / "out").mkdir()
    seen: list[str] = []

    def write_and_close(dialog: object) -> None:
        assert isinstance(dialog, ExportDialog)
        line = opened.child(QLineEdit, "export_path")
        seen.append(line.text())
        line.setText(str(tmp_path / "out" / "x.pt"))
        dialog.reject()

    for _ in range(2):
        answers.expect("export_dialog", write_and_close)
        opened.trigger("export")
    assert seen == [str(tmp_path / "iris.pt"), str(tmp_path / "out" / "iris.pt")]
