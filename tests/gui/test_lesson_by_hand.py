"""A lesson from its first step to its last in the whole window, with the mouse and the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from guinet.core.graph import BlockData
from guinet.core.project import MAIN, Project
from guinet.nodes.registry import REGISTRY

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

ShowWindow = Callable[..., "Opened"]
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class Pupil:
    """Follows the lesson on the networks of layers."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.canvas = opened.window.canvas
        self.graph = opened.document.main

    def begin(self, lesson: str) -> None:
        self.opened.window.docks.show("lessons")
        self.opened.until(lambda: "lessons" in set(self.opened.window.panels))
        button = self.opened.window.panels.lessons.findChildren(QPushButton, f"lesson_{lesson}")[0]
        self.opened.qtbot.mouseClick(button, LEFT)
        assert self.opened.window.panels.lessons.current == lesson
        self.opened.window.docks.show("properties")
        self.canvas.zoom_to(0.7)

    def done(self, steps: int) -> None:
        lessons = self.opened.window.panels.lessons
        self.opened.until(lambda: lessons.done.get(lessons.current, 0) == steps)

    def search(self, text: str, x: int, name: str) -> None:
        qtbot, line = self.opened.qtbot, self.canvas.search.popup.line
        qtbot.mouseDClick(self.canvas, LEFT, NONE, QPoint(x, 120))
        qtbot.keyClicks(line, text)
        qtbot.keyClick(line, Qt.Key.Key_Return)
        assert name in {node.name for node in self.graph.nodes.values()}

    def wire(self, source: str, port: str, target: str) -> None:
        start = self.canvas.port_pos(source, port, True).toPoint()
        end = self.canvas.port_pos(target, "input", False).toPoint()
        self.opened.qtbot.mousePress(self.canvas, LEFT, NONE, start)
        for part in (0.3, 0.7, 1.0):
            self.opened.qtbot.mouseMove(self.canvas, start + (end - start) * part)
            QApplication.processEvents()
        self.opened.qtbot.mouseRelease(self.canvas, LEFT, NONE, end)

    def click(self, name: str) -> None:
        self.opened.qtbot.mouseClick(self.canvas, LEFT, NONE, self.canvas.node_rect(name).center().toPoint())
        assert self.canvas.selection == (self.graph.node(name).id,)
        QApplication.processEvents()

    def write(self, node: str, argument: str, text: str) -> None:
        self.click(node)
        self.opened.until(lambda: self._line(argument))
        line = self._line(argument)
        assert line is not None
        line.setFocus()
        line.selectAll()
        self.opened.qtbot.keyClicks(line, text)
        self.opened.qtbot.keyClick(line, Qt.Key.Key_Return)
        self.canvas.setFocus()

    def _line(self, argument: str) -> QLineEdit | None:
        fields = self.opened.window.panels["properties"].findChildren(QWidget, f"field_{argument}")
        return next((field.findChildren(QLineEdit)[0] for field in fields if field.isVisible()), None)

    def rename(self, node: str, name: str) -> None:
        self.click(node)
        self.opened.qtbot.keyClick(self.canvas, Qt.Key.Key_F2)
        self.opened.until(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
        line = QApplication.focusWidget()
        assert isinstance(line, QLineEdit)
        line.selectAll()
        self.opened.qtbot.keyClicks(line, name)
        self.opened.qtbot.keyClick(line, Qt.Key.Key_Return)


def test_the_lesson_on_layers_is_done_by_hand(show_window: ShowWindow) -> None:
    opened = show_window(Project(REGISTRY, [BlockData(MAIN, "MLP")])).ready()
    pupil = Pupil(opened)
    pupil.begin("mlp")
    pupil.search("Input", 60, "input")
    pupil.write("input", "shape", "20")
    pupil.done(1)
    pupil.search("Linear", 200, "linear")
    pupil.wire("input", "output", "linear")
    pupil.write("linear", "out_features", "256")
    pupil.done(2)
    pupil.search("ReLU", 330, "relu")
    pupil.wire("linear", "output", "relu")
    pupil.done(3)
    pupil.search("Linear", 460, "linear_1")
    pupil.wire("relu", "output", "linear_1")
    pupil.write("linear_1", "out_features", "10")
    pupil.done(4)
    pupil.search("Output", 590, "output")
    pupil.wire("linear_1", "output", "output")
    pupil.done(5)
    pupil.rename("linear", "hidden")
    pupil.rename("linear_1", "out")
    pupil.done(6)
