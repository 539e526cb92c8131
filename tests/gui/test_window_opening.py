"""Opening: the first start, files that cannot be opened, what is remembered, what a crash left behind."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from guinet.core.changes import SetNotes
from guinet.core.project import Project
from guinet.core.report import NodeReport
from guinet.storage.files import dumps, load
from guinet.storage.recorder import SUFFIX, folder
from guinet.storage.recovery import Recovered, pending
from guinet.ui import recovery_offer
from guinet.ui.actions import ACTIONS
from guinet.ui.settings import settings_path
from guinet.ui.window import Window

if TYPE_CHECKING:
    from tests.gui.conftest import Answers, Opened

ShowWindow = Callable[..., "Opened"]


def test_the_first_start_shows_the_example_wired_and_with_shapes(show_window: ShowWindow) -> None:
    opened = show_window().ready()
    block = opened.document.main

    def shape(name: str) -> str:
        report: NodeReport = opened.window.canvas.scene.reports[block.node(name).id]
        return str(report.outputs["output"])

    assert (shape("conv1"), shape("pool"), shape("fc")) == (
        "N×32×8×8 float32",
        "N×32×4×4 float32",
        "N×10 float32",
    )
    assert opened.window.panels.problems == ()
    assert opened.document.path is None
    assert not opened.window.isWindowModified()
    # conv1 9·32+32, bn1 2·32, conv2 32·9·64+64, bn2 2·64, fc 1024·10+10
    assert "29\u2009258" in opened.child(QLabel, "status_size").text()
    assert opened.child(QLabel, "status_state").text().startswith("● ready · torch 2.")


def test_every_action_is_found_by_its_name(show_window: ShowWindow) -> None:
    window = show_window().window
    for spec in ACTIONS:
        action = window.findChild(QAction, spec.name)
        assert isinstance(action, QAction), spec.name
        assert action.text(), spec.name
    keys = [spec.shortcut for spec in ACTIONS if spec.shortcut]
    assert len(set(keys)) == len(keys)


def test_what_is_typed_at_the_start_searches_on_the_canvas(show_window: ShowWindow) -> None:
    opened = show_window()
    opened.until(opened.window.canvas.hasFocus)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"guinet": 999}'])
def test_a_file_that_cannot_be_opened_is_told_once_and_the_window_stays(
    content: bytes, show_window: ShowWindow, answers: Answers, tmp_path: Path
) -> None:
    opened = show_window()
    bad = tmp_path / "bad.guinet"
    bad.write_bytes(content)
    answers.expect("error_dialog", "OK")
    opened.window.files.open_path(bad)

    ((_, words),) = answers.told
    assert "bad.guinet" in words
    assert Window.windows == [opened.window]
    assert opened.window.isVisible()
    assert bad.read_bytes() == content


def test_open_shows_the_chosen_file_in_another_window(
    show_window: ShowWindow, iris: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = show_window()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *arguments: (str(iris), ""))
    opened.trigger("open")
    other = Window.windows[-1]
    assert len(Window.windows) == 2
    assert other.document.path == iris
    assert other.windowTitle().startswith("iris.guinet")


def test_new_is_an_empty_project_in_another_window(show_window: ShowWindow) -> None:
    show_window().trigger("new")
    assert len(Window.windows) == 2
    assert len(Window.windows[-1].document.main.nodes) == 0


def test_size_and_panels_are_where_they_were(show_window: ShowWindow, iris: Path) -> None:
    first = show_window(iris).ready().window
    first.resize(780, 650)  # less than the screen of the offscreen platform
    first.docks["history"].close()
    first.docks.show("code")
    first.canvas.add_at("torch.nn.ReLU", first.canvas.rect().center().toPointF())
    first.document.undo()
    first.close()
    again = show_window(iris).ready().window

    assert (again.width(), again.height()) == (780, 650)
    assert again.docks["history"].isHidden()
    assert not again.docks["outline"].isHidden()


def open_with_settings(content: str, show: ShowWindow, path: Path) -> Window:
    settings_path().parent.mkdir(parents=True, exist_ok=True)
    settings_path().write_text(content, encoding="utf-8")
    return show(path).window


@pytest.mark.expected_log("could not be read")
@pytest.mark.parametrize("content", ["", "{", "[1]"])
def test_settings_that_cannot_be_read_do_not_keep_the_window_away(
    content: str, show_window: ShowWindow, iris: Path
) -> None:
    window = open_with_settings(content, show_window, iris)
    assert window.isVisible()
    window.close()
    assert json.loads(settings_path().read_text(encoding="utf-8"))["geometry"]


@pytest.mark.parametrize("content", ['{"geometry": "%%%", "dock_state": "AAAA", "theme": 7}', '{"geometry": 1}'])
def test_settings_with_values_that_make_no_sense_are_not_followed(
    content: str, show_window: ShowWindow, iris: Path
) -> None:
    window = open_with_settings(content, show_window, iris)
    assert (window.width(), window.height()) == first_size(window)
    assert all(not dock.isHidden() for dock in window.docks.all())


def test_two_windows_do_not_forget_each_others_settings(show_window: ShowWindow, iris: Path) -> None:
    first = show_window(iris).window
    second = show_window().window
    second._menus.next_theme()
    chosen = json.loads(settings_path().read_text(encoding="utf-8"))["theme"]
    second.close()
    first.close()
    assert json.loads(settings_path().read_text(encoding="utf-8"))["theme"] == chosen


# What a crash left behind

KILLED = """
import os, signal, sys
from pathlib import Path
from guinet.core.changes import SetArgument
from guinet.storage.files import load
from guinet.storage.recovery import RecoveryLog
project = load(Path(sys.argv[1]))
log = RecoveryLog.start(project)
node = next(node for node in project.main.nodes.values() if node.kind == "torch.nn.Linear")
project.run("Set out_features", [SetArgument("main", node.id, "out_features", 7)])
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def crashed(iris: Path) -> Path:
    """A project whose program was killed right after an edit that was not saved: out_features 7 in its first layer."""
    subprocess.run([sys.executable, "-c", KILLED, str(iris)], check=False, timeout=60)
    assert len(pending()) == 1
    return iris


def linear_of(window: Window) -> object:
    nodes = window.document.main.nodes.values()
    return next(node.arguments["out_features"] for node in nodes if node.kind == "torch.nn.Linear")


def test_work_left_by_a_crash_is_offered_and_taken(crashed: Path, show_window: ShowWindow, answers: Answers) -> None:
    opened = show_window()
    answers.expect("recovery_dialog", "Recover")
    opened.window.offer_recovery_soon()
    opened.until(lambda: len(Window.windows) == 2)

    recovered = Window.windows[-1]
    assert "iris" in answers.told[0][1]
    assert linear_of(recovered) == 7
    assert recovered.isWindowModified()
    assert recovered.document.path == crashed
    assert dumps(load(crashed)) != dumps(recovered.document)


def test_work_left_by_a_crash_can_be_refused(crashed: Path, show_window: ShowWindow, answers: Answers) -> None:
    opened = show_window()
    answers.expect("recovery_dialog", "Discard")
    taken: list[Project] = []
    recovery_offer.offer(opened.window, taken.append)
    assert taken == []
    assert pending() == []


def test_recovered_work_is_in_a_log_at_every_moment(
    crashed: Path, show_window: ShowWindow, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second crash right after the first one loses nothing either."""
    opened = show_window()
    opened.until(lambda: len(logs()) == 2)  # the crashed program's and this window's
    there: list[int] = []
    discard = Recovered.discard

    def count_and_discard(recovered: Recovered) -> None:
        there.append(len(logs()))
        discard(recovered)

    monkeypatch.setattr(Recovered, "discard", count_and_discard)
    answers.expect("recovery_dialog", "Recover")
    opened.window.offer_recovery_soon()
    opened.until(lambda: len(Window.windows) == 2)
    assert there == [3]


@pytest.mark.parametrize("content", [b"rubbish", b"\0" * 100])
def test_a_damaged_log_is_told_in_the_windows_language_and_kept(
    content: bytes, show_window: ShowWindow, answers: Answers
) -> None:
    opened = show_window()
    damaged = folder() / f"0123456789ab-0001{SUFFIX}"
    damaged.parent.mkdir(parents=True, exist_ok=True)
    damaged.write_bytes(content)
    aside = damaged.with_suffix(".corrupt")

    answers.expect("recovery_failed_dialog", "OK")
    recovery_offer.offer(opened.window, lambda _: None)

    assert f"set aside as {aside}" in answers.told[0][1]
    assert aside.read_bytes() == content


@pytest.mark.expected_log("Changes are not being recorded for recovery .the disk is full.")
def test_the_window_tells_that_nothing_is_being_recorded(
    show_window: ShowWindow, iris: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = show_window(load(iris))
    opened.until(lambda: len(logs()) == 1)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("guinet.storage.recorder.write_all", full)
    opened.window.document.run("Note", [SetNotes("x")])

    assert opened.message == "Changes are not being recorded for recovery (the disk is full): save often."


def logs() -> list[Path]:
    return list(folder().glob(f"*{SUFFIX}"))


PLAIN = """
import sys
from PySide6.QtCore import QEventLoop
from guinet.session.events import Ready, SourceChanged
from guinet.ui.app import create_application, create_window

application = create_application(["guinet"])
window = create_window()
window.show()
loop, told = QEventLoop(), set()

def hear(event):
    told.add(type(event))
    if {Ready, SourceChanged} <= told and {"palette", "outline", "properties"} <= set(window.panels):
        loop.quit()

window.bridge.received.connect(hear)
window.panels.made.connect(lambda name: hear(None))
loop.exec()
window.close()
print([name for name in ("torch", "pandas", "sklearn", "torchmetrics", "onnx") if name in sys.modules])
"""


def test_the_windows_process_holds_no_torch_after_torch_has_answered() -> None:
    told = subprocess.run([sys.executable, "-c", PLAIN], capture_output=True, text=True, timeout=120, check=False)
    assert told.returncode == 0, told.stderr
    assert told.stdout.strip() == "[]"


def test_the_palette_is_there(show_window: ShowWindow, iris: Path) -> None:
    opened = show_window(iris).ready()
    assert opened.child(QWidget, "palette_tree").isVisible()


def first_size(window: QWidget) -> tuple[int, int]:
    """1400×850 where the screen has room for it, and never less than the panels need."""
    room = window.screen().availableSize()
    return max(1200, min(1400, room.width())), max(750, min(850, room.height()))


def test_the_first_window_is_no_larger_than_the_screen_unless_it_must(show_window: ShowWindow, iris: Path) -> None:
    window = show_window(iris).window

    assert (window.width(), window.height()) == first_size(window)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("layout", {"0002": [1e308, -1e308]}),
        ("notes", {"n": {"text": "far", "box": [1e308, -1e308, 100, 80]}}),
        ("notes", {"n": {"text": "wide", "box": [0, 0, 1e308, 1e308]}}),
    ],
)
def test_what_lies_beyond_all_pixels_is_shown_nearer_and_kept_as_it_is(
    key: str, value: dict[str, object], show_window: ShowWindow, iris: Path
) -> None:
    """Painted where the file says, Qt ended the process with all windows in it."""
    raw = json.loads(iris.read_text(encoding="utf-8"))
    raw["blocks"]["main"][key] = value
    iris.write_text(json.dumps(raw), encoding="utf-8")

    opened = show_window(iris).ready()
    opened.window.canvas.frame_all()
    assert not opened.window.grab().isNull()

    assert json.loads(dumps(opened.document))["blocks"]["main"][key].items() >= value.items()
