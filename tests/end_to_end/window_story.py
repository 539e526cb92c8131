"""One person's way through the real window, by mouse and keyboard, on the display this process finds.

    python -m tests.end_to_end.window_story FOLDER

Draws a network on an empty canvas, mends it, trains it, takes everything back and makes it again, saves, opens the file
anew and exports `FOLDER/digits.pt`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTreeWidget,
    QWidget,
)

from guinet.core.graph import BlockData
from guinet.core.project import MAIN, Project
from guinet.core.values import MISSING
from guinet.nodes.registry import REGISTRY
from guinet.storage.files import dumps
from guinet.ui.app import create_window
from guinet.ui.canvas.gestures.drop import DropNode
from guinet.ui.charts.panel import STEP_SERIES
from guinet.ui.charts.pyramid import Series
from guinet.ui.training_control import TrainingState
from guinet.ui.window import Window
from tests.end_to_end.person import Person, W, child, live, show
from tests.end_to_end.x_hands import Hands


class Story(Person):
    """Each method is a chapter; all stand on those before."""

    def __init__(self, hands: Hands, window: Window, folder: Path) -> None:
        super().__init__(hands, window)
        self.folder = folder
        self.empty = dumps(self.project)
        self.drawn = ""

    def all(self) -> None:
        self.tell(
            self.add_nodes,
            self.wire_nodes,
            self.be_refused,
            self.add_the_loss_by_its_wire,
            self.break_and_mend,
            self.set_epochs,
            self.train,
            self.pause_continue_and_stop,
            self.take_everything_back,
            self.make_everything_again,
            self.save,
            self.open_again,
            self.export,
        )

    # Drawing

    def add_nodes(self) -> None:
        """By drag, by a double click, by typing."""
        self._drag_from_palette("Digits", QPointF(150, 160))
        assert self.names() == ["digits"]

        self.hands.double_click(self.canvas, QPointF(420, 160))
        self.search("flatten")
        assert self.names() == ["digits", "flatten"]

        self.hands.move(self.canvas, QPointF(690, 160))
        self.hands.until("the canvas has the focus", self.canvas.hasFocus)
        self.search("linear")
        assert self.names() == ["digits", "flatten", "linear"]
        assert self.history() == ["Add node"] * 3

    def wire_nodes(self) -> None:
        self.drag_wire(("digits", "image"), ("flatten", "input"))
        self.drag_wire(("flatten", "output"), ("linear", "input"))
        assert self.wires() == {"digits.image > flatten.input", "flatten.output > linear.input"}
        self.hands.until("the check has come", lambda: self.report("linear"))
        assert self.hands.see(lambda: self.node("linear").arguments.get("in_features", MISSING)) is MISSING

    def be_refused(self) -> None:
        before = self.hands.see(lambda: dumps(self.project))
        self.drag_wire(("linear", "output"), ("flatten", "input"), lands=False)
        words = self.hands.until("a reason is told", lambda: self.child(QLabel, "status_message").toolTip())
        assert words == "This wire would close a cycle: flatten already leads to linear."
        assert self.hands.see(lambda: dumps(self.project)) == before

    def add_the_loss_by_its_wire(self) -> None:
        """A wire dropped on empty canvas asks for what fits, and is connected in the same step."""
        steps = len(self.history())
        self.pull(("linear", "output"), lambda: QPointF(680, 330))
        self.hands.release()
        offered = self.hands.until("the search is open", self.offered)
        assert "guinet.data.digits" not in offered
        assert "torch.nn.ReLU" in offered
        self.search("crossentropy")
        assert self.wires() >= {"linear.output > cross_entropy_loss.input"}
        assert len(self.history()) == steps + 1

        self.drag_wire(("digits", "label"), ("cross_entropy_loss", "target"))
        self.hands.until(
            "no problem is left", lambda: self.report("cross_entropy_loss") and not self.window.panels.problems
        )

    def break_and_mend(self) -> None:
        """in_features set by hand to what does not fit, and set right by the button of the problem."""
        self.hands.click(self.canvas, self.hands.see(lambda: self.canvas.node_rect("linear").center()))
        self.write("out_features", "10")
        self.hands.until("its shape follows", lambda: self.report("linear") == "N×10 float32")
        self.write("in_features", "100")
        # While it is typed it is 1 and 10, whose problems have a button of the same words on a card of their own.
        self.hands.until(
            "it is set and checked",
            lambda: any("in_features = 100" in each.message for each in self.window.panels.problems),
        )
        button = self.hands.until("the problem has a button", lambda: self.fix("Set in_features to 64"))
        self.hands.click(button)
        self.hands.until("it is mended", lambda: not self.window.panels.problems)
        assert self.hands.see(lambda: self.node("linear").arguments["in_features"]) == 64
        assert self.report("linear") == "N×10 float32"

    # Training

    def set_epochs(self) -> None:
        """More than this test will wait for; in the form that is there while nothing is selected."""
        self.hands.click(self.canvas, QPointF(60, 460))
        self.write("epochs", "100000")
        self.hands.until("it is set", lambda: self.project.training.get("epochs") == 100_000)
        self.drawn = self.hands.see(lambda: dumps(self.project))

    def train(self) -> None:
        self.press_button("train")
        first = self.hands.until("the loss is drawn", self._points)
        more = self.hands.until("the chart grows", lambda: self._points() >= first + 600 and self._points())
        losses = self.hands.see(lambda: self._series().points().y)
        assert more > first
        assert losses[-20:].mean() < 0.5 * losses[:5].mean()
        words = self.hands.until("the time left is told", self._time_left)
        assert words.startswith("epoch ")

    def pause_continue_and_stop(self) -> None:
        self.press_button("pause")
        self.hands.until("it is paused", lambda: self._state() is TrainingState.PAUSED)
        held, points = self.hands.see(lambda: (self.window.training.step, self._points()))
        assert self.hands.see(lambda: self.button("train").text()) == "Continue"

        self.press_button("train")
        self.hands.until("it goes on", lambda: self.window.training.step > held and self._points() > points)

        self.press_button("stop")
        self.hands.until("it has stopped", lambda: self._state() is TrainingState.IDLE)
        finished = self.hands.see(lambda: self.window.training.finished)
        assert finished is not None
        assert finished.reason == "stopped"
        assert finished.step > held

    # Taking back, keeping

    def take_everything_back(self) -> None:
        self.focus_canvas()
        for left in reversed(range(len(self.history()))):
            self.hands.keys("ctrl+z")
            self._await_steps(left)
        assert self.hands.see(lambda: dumps(self.project)) == self.empty
        assert self.hands.see(lambda: len(self.canvas.scene.nodes)) == 0
        assert self.hands.see(lambda: not self.window.isWindowModified())

    def make_everything_again(self) -> None:
        count = self.hands.see(lambda: len(self.project.history.undone_labels))
        self.hands.keys(*["ctrl+shift+z"] * count)
        self._await_steps(count)
        assert self.hands.see(lambda: dumps(self.project)) == self.drawn
        self.hands.until("nothing is wrong", self._is_sound)

    def save(self) -> None:
        self.hands.keys("ctrl+s")
        dialog = self.hands.until("the file dialog is open", lambda: _dialog(QFileDialog))
        self._fill(self.hands.see(lambda: child(dialog, QLineEdit, "fileNameEdit")), self.folder / "digits")
        self.hands.keys("Return")
        path = self.folder / "digits.guinet"
        self.hands.until("it is saved", lambda: path.exists() and not self.window.isWindowModified())
        assert path.read_text(encoding="utf-8") == self.drawn

    def open_again(self) -> None:
        self.hands.until_focus(lambda: self.window)
        self.hands.keys("ctrl+q")
        self.hands.until("it is closed", lambda: not Window.windows)
        self.turn_to(self.hands.see(lambda: show(create_window(self.folder / "digits.guinet"))))
        assert self.hands.see(lambda: dumps(self.project)) == self.drawn
        self.hands.until("shapes are there again", lambda: self.report("linear") == "N×10 float32")

    def export(self) -> None:
        self.hands.until_focus(lambda: self.window)
        self.press_button("export")
        dialog = self.hands.until("the export's dialog is open", lambda: _named("export_dialog"))
        assert self.hands.see(lambda: child(dialog, QComboBox, "export_format").currentData()) == "pt"
        self._fill(self.hands.see(lambda: child(dialog, QLineEdit, "export_path")), self.folder / "digits.pt")
        self.hands.click(self.hands.see(lambda: child(dialog, QPushButton, "export_start")))
        message = self.hands.see(lambda: child(dialog, QLabel, "export_message"))
        self.hands.until("it is told", lambda: "digits.pt is written" in message.text())
        assert "torch.load" in self.hands.see(lambda: child(dialog, QPlainTextEdit, "export_snippet").toPlainText())
        self.hands.keys("Escape")
        self.hands.until("the dialog is closed", lambda: QApplication.activeModalWidget() is None)
        self.hands.see(self.window.close)

    # How it is done

    def _drag_from_palette(self, title: str, to: QPointF) -> None:
        tree = self.child(QTreeWidget, "palette_tree")
        self.hands.move(tree.viewport(), self.hands.see(lambda: _row(tree, title)))
        self.hands.press()
        self.hands.move(tree.viewport(), self.hands.see(lambda: _row(tree, title) + QPoint(30, 12)))
        self.move_until_there(to, lambda: isinstance(self.canvas.gesture, DropNode))
        self.hands.release()
        self.hands.until("it is dropped", lambda: self.canvas.gesture is None and self.project.history.labels)

    def _fill(self, line: QLineEdit, path: Path) -> None:
        self.hands.until_focus(line.window)
        self.hands.click(line)
        self.hands.keys("ctrl+a")
        self.hands.type(str(path))
        self.hands.until("the path is written", lambda: line.text() == str(path))

    def _await_steps(self, count: int) -> None:
        self.hands.until(f"the history has {count} steps", lambda: len(self.history_now()) == count)

    def _is_sound(self) -> bool:
        """Whether the check has come to the loss and found nothing wrong."""
        return self.report("cross_entropy_loss") == "scalar float32" and not self.window.panels.problems

    def _series(self) -> Series:
        panel = self.window.hearing.feed.panel
        assert panel is not None
        return panel.charts["loss"].plot.lines[STEP_SERIES].series

    def _points(self) -> int:
        panel = self.window.hearing.feed.panel
        return len(self._series()) if panel is not None and "loss" in panel.charts else 0

    def _time_left(self) -> str:
        words = self.child(QLabel, "progress_words").text()
        return words if words.endswith(" left") else ""

    def _state(self) -> TrainingState:
        return self.window.training.state


def _row(tree: QTreeWidget, title: str) -> QPoint:
    """The middle of the palette's row of that title."""
    (item,) = tree.findItems(title, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)
    return tree.visualItemRect(item).center()


def _dialog(kind: type[W]) -> W | None:
    widget = QApplication.activeModalWidget()
    return widget if isinstance(widget, kind) and widget.isVisible() else None


def _named(name: str) -> QWidget | None:
    widget = QApplication.activeModalWidget()
    return widget if widget is not None and widget.objectName() == name and widget.isVisible() else None


def main(folder: Path) -> int:
    return live(Project(REGISTRY, [BlockData(MAIN, "Net")]), lambda hands, window: Story(hands, window, folder).all())


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
