"""Files dragged onto the window, and text pasted: from another window, from a file, from a piece of one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from guinet.core.changes import AddBlock
from guinet.core.graph import BlockData, NodeMode
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.storage import files
from guinet.ui.canvas import picture
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.window import Window

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def make_canvas(qtbot: QtBot) -> Canvas:
    canvas = Canvas(Project(REGISTRY), REGISTRY)
    qtbot.addWidget(canvas)
    canvas.resize(900, 600)
    canvas.show()
    canvas.setFocus()
    return canvas


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    return make_canvas(qtbot)


def drop(canvas: QWidget, *paths: Path) -> tuple[bool, bool]:
    """Whether the drag was let in, and taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(400, 300), copy, data, LEFT, NONE)
    QApplication.sendEvent(canvas, enter)
    fall = QDropEvent(QPointF(400, 300), copy, data, LEFT, NONE)
    QApplication.sendEvent(canvas, fall)
    return enter.isAccepted(), fall.isAccepted()


def test_a_table_becomes_a_data_node_where_it_fell(canvas: Canvas, tmp_path: Path) -> None:
    table = tmp_path / "flowers.csv"
    table.write_text("x,y\n1,2\n")
    assert drop(canvas, table) == (True, True)
    [node] = canvas.scene.block.nodes.values()
    assert (node.kind, node.arguments["path"]) == ("guinet.data.csv", table.as_posix())
    assert canvas.selection == (node.id,)
    assert canvas.shown_rect(node.id).contains(QPointF(405, 305))
    assert canvas.project.history.labels == ("Add data",)


def test_beside_the_project_the_path_is_relative(canvas: Canvas, tmp_path: Path) -> None:
    canvas.project.path = tmp_path / "net.guinet"
    (tmp_path / "data").mkdir()
    table = tmp_path / "data" / "flowers.csv"
    table.write_text("x,y\n1,2\n")
    drop(canvas, table)
    [node] = canvas.scene.block.nodes.values()
    assert node.arguments["path"] == "data/flowers.csv"


def test_several_files_are_one_step(canvas: Canvas, tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("x\n1\n")
    drop(canvas, tmp_path / "a.csv", tmp_path / "b.csv")
    assert len(canvas.scene.block.nodes) == 2
    canvas.project.undo()
    assert not canvas.scene.block.nodes


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("song.mp3", "GuiNet reads no files like song.mp3 by itself: use a code node."),
        ("cat.png", "cat.png is one image: drop it on Predictions, or drop a folder of images here to train on them."),
        ("cat.JPG", "cat.JPG is one image: drop it on Predictions, or drop a folder of images here to train on them."),
        ("gone.guinet", "GuiNet reads no files like gone.guinet by itself: use a code node."),
    ],
)
def test_of_what_nobody_reads_it_is_said_why(canvas: Canvas, tmp_path: Path, name: str, words: str) -> None:
    told: list[str] = []
    canvas.message.connect(told.append)
    if not name.startswith("gone"):
        (tmp_path / name).write_bytes(b"no picture")
    assert drop(canvas, tmp_path / name) == (True, True)
    assert told == [words]
    assert not canvas.project.history.labels


def test_data_dropped_on_a_node_stand_beside_it(canvas: Canvas, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x\n1\n")
    for _ in range(3):
        drop(canvas, tmp_path / "a.csv")
    boxes = [canvas.scene.rect(node) for node in canvas.scene.nodes]
    assert len(boxes) == 3
    assert not any(one.intersects(other) for place, one in enumerate(boxes) for other in boxes[:place])


def test_a_picture_of_a_network_holds_it(show_window: Callable[..., Opened], iris: Path, tmp_path: Path) -> None:
    opened = show_window(iris)
    picture.save(opened.window.canvas.scene, tmp_path / "net.png", "png", 1.0)
    assert drop(opened.window.canvas, tmp_path / "net.png") == (True, True)
    assert len(Window.windows) == 2
    drawn = Window.windows[1].document
    assert files.dumps(drawn) == files.dumps(opened.document)
    assert drawn.path is None
    assert drawn.history.is_modified, "it is in no file yet"
    assert not opened.document.history.labels


def test_a_file_may_fall_anywhere_on_the_window(show_window: Callable[..., Opened], iris: Path, tmp_path: Path) -> None:
    opened = show_window(iris).ready()
    (tmp_path / "a.csv").write_text("x\n1\n")
    assert drop(opened.window, tmp_path / "a.csv", tmp_path / "song.mp3") == (True, True)
    assert opened.document.history.labels == ("Add data",)
    assert opened.message == "GuiNet reads no files like song.mp3 by itself: use a code node."
    [node] = opened.window.canvas.selection
    assert opened.window.canvas.rect().contains(opened.window.canvas.shown_rect(node).toRect())


def test_inside_a_block_data_are_refused_with_the_reason(canvas: Canvas, tmp_path: Path) -> None:
    canvas.project.run("Add block", [AddBlock(BlockData("inner", "Inner"))])
    canvas.show_block("inner")
    told: list[str] = []
    canvas.message.connect(told.append)
    (tmp_path / "a.csv").write_text("x\n1\n")
    drop(canvas, tmp_path / "a.csv")
    assert told == ["Data stand in the main block only: go there to add them."]
    assert not canvas.scene.block.nodes


def test_a_project_dropped_on_the_window_opens(show_window: Callable[..., Opened], iris: Path, tmp_path: Path) -> None:
    opened = show_window(iris)
    other = tmp_path / "other.guinet"
    other.write_text(files.dumps(Project(REGISTRY)))
    assert drop(opened.window.canvas, other) == (True, True)
    assert [window.document.path for window in Window.windows] == [iris, other]


# Pasting text


def drawn(canvas: Canvas) -> None:
    block = canvas.scene.block
    a, b = block.add("torch.nn.Linear", "a", (0.0, 0.0), out_features=3), block.add("torch.nn.ReLU", "b", (220.0, 0.0))
    block.connect(a["output"], b["input"])


def joined(canvas: Canvas) -> list[str]:
    nodes = canvas.scene.block.nodes
    return [f"{nodes[w.source.node].name}{nodes[w.target.node].name}" for w in canvas.scene.block.wires.values()]


def paste(qtbot: QtBot, canvas: Canvas, text: str | None = None) -> None:
    if text is not None:
        QApplication.clipboard().setText(text)
    qtbot.keyClick(canvas, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_what_one_window_copies_another_pastes(qtbot: QtBot, canvas: Canvas) -> None:
    drawn(canvas)
    canvas.select_all()
    canvas.edits.mute()
    qtbot.keyClick(canvas, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    other = make_canvas(qtbot)
    paste(qtbot, other)
    assert joined(other) == ["ab"]
    assert other.scene.block.node("a").arguments == {"out_features": 3}
    assert other.scene.block.node("a").mode == NodeMode.MUTED


def test_the_text_of_a_whole_file_is_pasted(qtbot: QtBot, canvas: Canvas) -> None:
    drawn(canvas)
    other = make_canvas(qtbot)
    paste(qtbot, other, files.dumps(canvas.project))
    assert joined(other) == ["ab"]


def test_a_block_out_of_a_file_is_pasted_with_its_wires_and_places(qtbot: QtBot, canvas: Canvas) -> None:
    drawn(canvas)
    block = json.loads(files.dumps(canvas.project))["blocks"]["main"]
    other = make_canvas(qtbot)
    paste(qtbot, other, json.dumps(block))
    assert joined(other) == ["ab"]
    a, b = other.scene.block.node("a").position, other.scene.block.node("b").position
    assert (b[0] - a[0], b[1] - a[1]) == (220.0, 0.0)


def test_lines_of_nodes_out_of_a_file_are_pasted(qtbot: QtBot, canvas: Canvas) -> None:
    lines = '      "7f": {\n        "kind": "torch.nn.Tanh",\n        "name": "squash"\n      },\n'
    paste(qtbot, canvas, lines)
    assert canvas.scene.block.node("squash").kind == "torch.nn.Tanh"


@pytest.mark.parametrize(
    "text", ["", "hello", '{"kind": 1}', '"kind": "x"', '{"a": {"kind": 3}}', '{"nodes": 7, "kind": 1}']
)
def test_other_text_is_told_to_be_no_nodes(qtbot: QtBot, canvas: Canvas, text: str) -> None:
    told: list[str] = []
    canvas.message.connect(told.append)
    paste(qtbot, canvas, text)
    assert told == [
        "The clipboard holds nothing to paste here: copy nodes or a note, text out of a .guinet file, or "
        "Python that makes a network."
    ]
    assert not canvas.scene.block.nodes
