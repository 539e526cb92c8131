"""Panels are made when they are seen, and then know what the others know."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import msgspec
import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QPlainTextEdit, QTreeWidget, QWidget

from guinet.core.problems import Problem
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.session.events import SourceChanged
from guinet.ui import panel_set
from guinet.ui.panel_table import PANELS

if TYPE_CHECKING:
    from guinet.ui.panels.autograd import AutogradPanel
    from guinet.ui.panels.doctor import DoctorPanel
    from tests.gui.conftest import Opened

ShowWindow = Callable[..., "Opened"]

NAMES = [row.name for row in PANELS]


@pytest.mark.parametrize("name", NAMES)
def test_every_row_makes_its_panel_in_its_dock(show_window: ShowWindow, iris: Path, name: str) -> None:
    window = show_window(iris).window
    panel = window.panels[name]
    assert window.docks[name].widget() is panel
    assert window.panels[name] is panel
    assert name in set(window.panels)


def test_a_panel_behind_others_is_made_when_it_comes_to_the_front(show_window: ShowWindow, iris: Path) -> None:
    opened = show_window(iris).ready()
    assert set(opened.window.panels) == {"palette", "outline", "properties", "about"}
    opened.told(SourceChanged)
    opened.window.docks.show("code")
    opened.until(lambda: "code" in set(opened.window.panels))
    text = opened.child(QPlainTextEdit, "code_view")
    opened.until(lambda: text.toPlainText() == opened.told(SourceChanged).text)
    assert "history" not in set(opened.window.panels)


def test_a_panel_made_late_shows_what_is_selected(show_window: ShowWindow, iris: Path) -> None:
    window = show_window(iris).ready().window
    node = next(node for node in window.document.main.nodes.values() if node.kind == "torch.nn.Linear")
    window.docks["outline"].close()
    window.canvas.select((node.id,))
    code = window.panels["code"]
    assert [selection.cursor.block().text() for selection in code.findChildren(QPlainTextEdit)[0].extraSelections()]


def test_what_two_panels_found_is_shown_together(show_window: ShowWindow, iris: Path) -> None:
    panels = show_window(iris).ready().window.panels
    doctor, autograd = cast("DoctorPanel", panels["doctor"]), cast("AutogradPanel", panels["autograd"])
    one, other = Problem("gradient", "The one."), Problem("gradient", "The other.")
    found: list[tuple[Problem, ...]] = []
    panels.found.connect(found.append)

    doctor.found.emit((one,))
    autograd.found.emit((other,))
    autograd.found.emit(())

    assert found == [(one,), (one, other), (one,)]


def test_the_charts_say_what_they_are_for_until_a_training_begins(show_window: ShowWindow, endless: Project) -> None:
    opened = show_window(endless).ready()
    words = opened.window.docks["charts"].widget()
    assert isinstance(words, QLabel)
    assert words.text().startswith("No training yet.")
    opened.trigger("step")  # not by the Train button: whatever begins a training
    opened.until(lambda: "charts" in set(opened.window.panels))
    opened.until(lambda: opened.window.panels.charts.charts)


def test_what_a_person_chooses_in_a_panel_is_told(show_window: ShowWindow, iris: Path) -> None:
    opened = show_window(iris).ready()
    told: list[tuple[str, tuple[str, ...]]] = []
    opened.window.panels.selected.connect(lambda block, nodes: told.append((block, nodes)))
    tree = opened.child(QTreeWidget, "outline_tree")
    opened.until(lambda: tree.topLevelItemCount() == 1)
    top = tree.topLevelItem(0)
    second = None if top is None else top.child(1)
    assert second is not None
    second.setSelected(True)
    node = list(opened.document.main.nodes)[1]
    assert told == [("main", (node,))]
    assert opened.window.canvas.selection == (node,)


def test_the_device_there_always_is_stands_there_before_torch_has_told(show_window: ShowWindow, iris: Path) -> None:
    window = show_window(iris).window
    properties = window.panels["properties"]
    form = properties.findChildren(QWidget, "training_form")[0]
    form.finish()  # type: ignore[attr-defined]
    boxes = form.findChildren(QWidget, "field_device")[0].findChildren(QComboBox)
    assert [boxes[0].itemText(row) for row in range(boxes[0].count())] == ["CPU"]
    assert boxes[0].currentText() == "CPU"


LIGHT = """
import sys
from PySide6.QtCore import QEventLoop, QTimer
from guinet.session.events import Checked
from guinet.ui.app import create_application, create_window

application = create_application(["guinet"])
window = create_window()
window.show()
loop = QEventLoop()
told = []

def look():
    if told and {"palette", "outline", "properties"} <= set(window.panels):
        loop.quit()

window.bridge.received.connect(lambda event: told.append(event) if isinstance(event, Checked) else None)
timer = QTimer(interval=20)
timer.timeout.connect(look)
timer.start()
loop.exec()
window.close()
print("numpy" in sys.modules)
"""


def test_numpy_is_not_loaded_before_there_is_something_to_draw() -> None:
    told = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, timeout=120, check=False)
    assert told.returncode == 0, told.stderr
    assert told.stdout.strip() == "False"


def test_the_registry_is_that_of_all_windows(show_window: ShowWindow, iris: Path) -> None:
    opened = show_window(iris).ready()
    tree = opened.child(QTreeWidget, "palette_tree")
    # Loops and choices, and code of one's own, come besides.
    assert tree.topLevelItemCount() == len({each.category for each in REGISTRY.types()}) + 2


def _row(monkeypatch: pytest.MonkeyPatch, make: Callable[[], QWidget]) -> None:
    """Lets the history be made by `make`."""
    row = next(row for row in PANELS if row.name == "history")
    own = msgspec.structs.replace(row, make=lambda _module, _project: make())
    monkeypatch.setitem(panel_set._ROWS, "history", own)


def test_a_panel_asked_for_while_it_is_made_is_made_once(
    show_window: ShowWindow, iris: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = show_window(iris).ready()
    panels, made = opened.window.panels, list[QLabel]()

    def make() -> QLabel:
        made.append(QLabel("what was done"))
        return made[-1]

    _row(monkeypatch, make)
    panels.want("history")
    opened.until(lambda: made)
    assert panels["history"] is made[0]
    assert opened.window.docks["history"].widget() is made[0]
    opened.until(lambda: made[0].isVisibleTo(opened.window.docks["history"]))
    assert len(made) == 1


def test_a_panel_that_could_not_be_made_is_made_when_asked_for_again(
    show_window: ShowWindow, iris: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panels = show_window(iris).ready().window.panels
    tries = iter([RuntimeError("not yet")])

    def make() -> QLabel:
        for failure in tries:
            raise failure
        return QLabel("what was done")

    _row(monkeypatch, make)
    with pytest.raises(RuntimeError, match="not yet"):
        panels["history"]
    assert "history" not in set(panels)
    assert isinstance(panels["history"], QLabel)
