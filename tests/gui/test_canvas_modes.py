"""Mute, bypass, delete and reconnect, and pulling out of wires, by key and mouse on a real canvas."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from guinet.core.graph import NodeMode
from guinet.core.project import Project
from guinet.core.report import NodeReport
from guinet.core.values import TensorSpec
from guinet.nodes.registry import REGISTRY
from guinet.session.events import SourceChanged
from guinet.storage.files import load
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.canvas.layers import wire_color
from guinet.ui.theme import current_theme
from tests.gui.canvases import joined, show_canvas

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    """a → b → c in a row, at life size."""
    project = Project(REGISTRY)
    add = project.main.add
    nodes = [add("torch.nn.ReLU", name, (220.0 * place, 0.0)) for place, name in enumerate("abc")]
    project.main.connect(nodes[0]["output"], nodes[1]["input"])
    project.main.connect(nodes[1]["output"], nodes[2]["input"])
    return show_canvas(qtbot, project)


def choose(canvas: Canvas, *names: str) -> None:
    canvas.select(canvas.scene.block.node(name).id for name in names)


def modes(canvas: Canvas) -> str:
    """One letter a node: r runs, m muted, b bypassed."""
    return "".join((str(canvas.scene.block.node(name).mode) or "runs")[0] for name in "abc")


def press(qtbot: QtBot, canvas: Canvas, key: Qt.Key, expected: str) -> None:
    """The letter acts when no other follows: after a moment."""
    qtbot.keyClick(canvas, key)
    qtbot.waitUntil(lambda: modes(canvas) == expected)


def test_m_mutes_and_lets_run_again_in_named_steps(qtbot: QtBot, canvas: Canvas) -> None:
    choose(canvas, "a", "b")
    press(qtbot, canvas, Qt.Key.Key_M, "mmr")
    press(qtbot, canvas, Qt.Key.Key_M, "rrr")
    assert canvas.project.history.labels[-2:] == ("Mute", "Let run")
    canvas.project.undo()
    assert modes(canvas) == "mmr"


def test_b_bypasses_what_is_chosen(qtbot: QtBot, canvas: Canvas) -> None:
    choose(canvas, "b")
    press(qtbot, canvas, Qt.Key.Key_B, "rbr")
    choose(canvas, "a", "b")
    press(qtbot, canvas, Qt.Key.Key_B, "bbr")
    press(qtbot, canvas, Qt.Key.Key_M, "mmr")


def test_a_word_that_begins_with_m_or_b_is_searched(qtbot: QtBot, canvas: Canvas) -> None:
    choose(canvas, "b")
    for first, second, word in ((Qt.Key.Key_M, Qt.Key.Key_A, "ma"), (Qt.Key.Key_B, Qt.Key.Key_C, "bc")):
        qtbot.keyClick(canvas, first)
        qtbot.keyClick(canvas, second)
        assert canvas.search.popup.line.text() == word
        qtbot.keyClick(canvas.search.popup.line, Qt.Key.Key_Escape)
    choose(canvas)
    qtbot.keyClick(canvas, Qt.Key.Key_M)
    assert canvas.search.popup.line.text() == "m"
    assert modes(canvas) == "rrr"


def test_they_look_different_and_say_so_in_words(qtbot: QtBot, canvas: Canvas) -> None:
    looks = canvas.scene.look
    choose(canvas, "a")
    press(qtbot, canvas, Qt.Key.Key_M, "mrr")
    states = [looks(canvas.scene.block.node(name).id).state for name in "abc"]
    assert states == ["muted", "waiting", "waiting"]
    assert looks(canvas.scene.block.node("b").id).subtitle.endswith("left out")
    for wire in canvas.scene.block.wires.values():
        assert wire_color(canvas.scene, wire, current_theme()) == (current_theme().color("wire-dimmed"), True)
    press(qtbot, canvas, Qt.Key.Key_B, "brr")
    assert [looks(canvas.scene.block.node(name).id).state for name in "abc"] == ["bypassed", "", ""]


def test_the_shape_on_a_wire_is_that_of_what_passes(canvas: Canvas) -> None:
    block = canvas.scene.block
    a, b = block.node("a"), block.node("b")
    canvas.set_reports({a.id: NodeReport(outputs={"output": TensorSpec((2, 3), "float32")})})
    choose(canvas, "b")
    canvas.edits.bypass()
    [wire] = block.outgoing(b.id)
    spec = canvas.scene.spec(wire)
    assert spec is not None
    assert spec == TensorSpec((2, 3), "float32")


def test_what_cannot_be_bypassed_says_why_and_stays(canvas: Canvas) -> None:
    digits = canvas.scene.block.add("guinet.data.digits", "digits", (0.0, 200.0))
    told: list[str] = []
    canvas.message.connect(told.append)
    canvas.select((digits.id,))
    canvas.edits.bypass()
    assert told == ["digits cannot pass on what arrives: mute it instead of bypassing it."]
    assert canvas.scene.block.node("digits").mode == NodeMode.RUNS


def test_ctrl_delete_joins_what_was_before_and_after(qtbot: QtBot, canvas: Canvas) -> None:
    choose(canvas, "b")
    qtbot.keyClick(canvas, Qt.Key.Key_Delete, CTRL)
    assert joined(canvas) == {"ac"}
    assert canvas.project.history.labels[-1] == "Delete and reconnect"
    canvas.project.undo()
    assert joined(canvas) == {"ab", "bc"}


def test_ctrl_delete_of_a_row_bridges_all_of_it(qtbot: QtBot, canvas: Canvas) -> None:
    last = canvas.scene.block.add("torch.nn.ReLU", "d", (660.0, 0.0))
    canvas.scene.block.connect(canvas.scene.block.node("c")["output"], last["input"])
    choose(canvas, "b", "c")
    qtbot.keyClick(canvas, Qt.Key.Key_Delete, CTRL)
    assert joined(canvas) == {"ad"}


def drag(qtbot: QtBot, canvas: Canvas, name: str, by: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
    start = canvas.node_rect(name).center().toPoint()
    qtbot.mousePress(canvas, LEFT, keys, start)
    for part in (0.1, 0.5, 1.0):
        qtbot.mouseMove(canvas, start + by * part)
        QApplication.processEvents()
    qtbot.mouseRelease(canvas, LEFT, keys, start + by)


def test_alt_drag_pulls_a_node_out_of_its_wires(qtbot: QtBot, canvas: Canvas) -> None:
    drag(qtbot, canvas, "b", QPoint(0, 150), ALT)
    assert joined(canvas) == {"ac"}
    assert canvas.scene.block.node("b").position == (220.0, 150.0)
    assert canvas.project.history.labels[-1] == "Pull out"
    canvas.project.undo()
    assert joined(canvas) == {"ab", "bc"}
    assert canvas.scene.block.node("b").position == (220.0, 0.0)


def test_alt_click_pulls_nothing(qtbot: QtBot, canvas: Canvas) -> None:
    steps = canvas.project.history.labels
    qtbot.mouseClick(canvas, LEFT, ALT, canvas.node_rect("b").center().toPoint())
    assert canvas.project.history.labels == steps


def test_the_window_offers_them_and_the_text_follows(show_window: Callable[..., Opened], iris: Path) -> None:
    opened = show_window(iris)
    opened.told(SourceChanged)
    canvas = opened.window.canvas
    canvas.select((canvas.scene.block.node("tanh").id,))
    opened.trigger("bypass")
    opened.until(lambda: "# Bypassed, so what arrives passes on: tanh." in opened.told(SourceChanged).text)
    opened.trigger("undo")
    opened.until(lambda: "nn.Tanh()" in opened.told(SourceChanged).text)


# Renaming by key


def test_f2_renames_where_the_node_is(show_window: Callable[..., Opened], iris: Path, qtbot: QtBot) -> None:
    opened = show_window(load(iris))
    canvas = opened.window.canvas
    node = canvas.scene.block.node("tanh").id
    canvas.setFocus()
    qtbot.waitUntil(canvas.hasFocus)
    canvas.select((node,))
    qtbot.keyClick(canvas, Qt.Key.Key_F2)
    line = canvas.inline.editor
    assert isinstance(line, QLineEdit)
    assert line.text() == "tanh"
    qtbot.keyClicks(line, "squash")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert canvas.scene.block.nodes[node].name == "squash"
    told: list[str] = []
    canvas.message.connect(told.append)
    canvas.edits.rename()
    line = canvas.inline.editor
    assert isinstance(line, QLineEdit)
    line.setText("hidden")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert told == ["There is a node named hidden already: choose another name."]
    assert canvas.scene.block.nodes[node].name == "squash"
