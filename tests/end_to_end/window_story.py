"""One person's way through the real window, by mouse and keyboard, on the display this process finds.

    python -m tests.end_to_end.window_story FOLDER

Draws a network on an empty canvas, mends it, trains it, takes everything back and makes it again, saves, opens the file
anew and exports `FOLDER/digits.pt`.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QTreeWidget,
    QWidget,
)

from guinet.core.graph import BlockData, Node
from guinet.core.project import MAIN, Project
from guinet.core.values import MISSING
from guinet.nodes.registry import REGISTRY
from guinet.storage.files import dumps
from guinet.ui.app import create_application, create_window
from guinet.ui.canvas.gestures.drop import DropNode
from guinet.ui.canvas.gestures.wire import DrawWire
from guinet.ui.charts.panel import STEP_SERIES
from guinet.ui.charts.pyramid import Series
from guinet.ui.training_control import TrainingState
from guinet.ui.window import Window
from tests.end_to_end.x_hands import Hands

W = TypeVar("W", bound=QWidget)
SIZE = (1500, 950)


class Story:
    """Each method is a chapter; all stand on those before."""

    def __init__(self, hands: Hands, window: Window, folder: Path) -> None:
        self.hands = hands
        self.folder = folder
        self._turn_to(window)
        self.empty = dumps(self.project)
        self.drawn = ""

    def _turn_to(self, window: Window) -> None:
        self.window, self.canvas, self.project = window, window.canvas, window.document

    def tell(self) -> None:
        self.hands.until("the panels are there", lambda: {"palette", "properties"} <= set(self.window.panels))
        self.hands.until_focus(lambda: self.window)
        for chapter in (
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
        ):
            print(chapter.__name__, flush=True)
            chapter()
        assert "torch" not in sys.modules

    # Drawing

    def add_nodes(self) -> None:
        """By drag, by a double click, by typing."""
        self._drag_from_palette("Digits", QPointF(150, 160))
        assert self._names() == ["digits"]

        self.hands.double_click(self.canvas, QPointF(420, 160))
        self._search("flatten")
        assert self._names() == ["digits", "flatten"]

        self.hands.move(self.canvas, QPointF(690, 160))
        self.hands.until("the canvas has the focus", self.canvas.hasFocus)
        self._search("linear")
        assert self._names() == ["digits", "flatten", "linear"]
        assert self._history() == ["Add node"] * 3

    def wire_nodes(self) -> None:
        self._drag_wire(("digits", "image"), ("flatten", "input"))
        self._drag_wire(("flatten", "output"), ("linear", "input"))
        assert self._wires() == {"digits.image > flatten.input", "flatten.output > linear.input"}
        self.hands.until("the check has come", lambda: self._report("linear"))
        assert self.hands.see(lambda: self._node("linear").arguments.get("in_features", MISSING)) is MISSING

    def be_refused(self) -> None:
        before = self.hands.see(lambda: dumps(self.project))
        self._drag_wire(("linear", "output"), ("flatten", "input"), lands=False)
        words = self.hands.until("a reason is told", lambda: self._child(QLabel, "status_message").text())
        assert words == "This wire would close a cycle: flatten already leads to linear."
        assert self.hands.see(lambda: dumps(self.project)) == before

    def add_the_loss_by_its_wire(self) -> None:
        """A wire dropped on empty canvas asks for what fits, and is connected in the same step."""
        steps = len(self._history())
        self._pull(("linear", "output"), lambda: QPointF(680, 330))
        self.hands.release()
        offered = self.hands.until("the search is open", self._offered)
        assert "guinet.data.digits" not in offered
        assert "torch.nn.ReLU" in offered
        self._search("crossentropy")
        assert self._wires() >= {"linear.output > cross_entropy_loss.input"}
        assert len(self._history()) == steps + 1

        self._drag_wire(("digits", "label"), ("cross_entropy_loss", "target"))
        self.hands.until(
            "no problem is left", lambda: self._report("cross_entropy_loss") and not self.window.panels.problems
        )

    def break_and_mend(self) -> None:
        """in_features set by hand to what does not fit, and set right by the button of the problem."""
        self.hands.click(self.canvas, self.hands.see(lambda: self.canvas.node_rect("linear").center()))
        self._write("out_features", "10")
        self.hands.until("its shape follows", lambda: self._report("linear") == "N×10 float32")
        self._write("in_features", "100")
        self.hands.until("it is set", lambda: self._node("linear").arguments.get("in_features") == 100)

        button = self.hands.until("the problem has a button", lambda: self._fix("Set in_features to 64"))
        self.hands.click(button)
        self.hands.until("it is mended", lambda: not self.window.panels.problems)
        assert self.hands.see(lambda: self._node("linear").arguments["in_features"]) == 64
        assert self._report("linear") == "N×10 float32"

    # Training

    def set_epochs(self) -> None:
        """More than this test will wait for; in the form that is there while nothing is selected."""
        self.hands.click(self.canvas, QPointF(60, 460))
        self._write("epochs", "100000")
        self.hands.until("it is set", lambda: self.project.training.get("epochs") == 100_000)
        self.drawn = self.hands.see(lambda: dumps(self.project))

    def train(self) -> None:
        self._press_button("train")
        first = self.hands.until("the loss is drawn", self._points)
        more = self.hands.until("the chart grows", lambda: self._points() >= first + 600 and self._points())
        losses = self.hands.see(lambda: self._series().points().y)
        assert more > first
        assert losses[-20:].mean() < 0.5 * losses[:5].mean()
        words = self.hands.until("progress is told", lambda: self._child(QLabel, "progress_words").text())
        assert words.startswith("epoch ")
        assert words.endswith(" left")

    def pause_continue_and_stop(self) -> None:
        self._press_button("pause")
        self.hands.until("it is paused", lambda: self._state() is TrainingState.PAUSED)
        held, points = self.hands.see(lambda: (self.window.training.step, self._points()))
        assert self.hands.see(lambda: self._button("train").text()) == "Continue"

        self._press_button("train")
        self.hands.until("it goes on", lambda: self.window.training.step > held and self._points() > points)

        self._press_button("stop")
        self.hands.until("it has stopped", lambda: self._state() is TrainingState.IDLE)
        finished = self.hands.see(lambda: self.window.training.finished)
        assert finished is not None
        assert finished.reason == "stopped"
        assert finished.step > held

    # Taking back, keeping

    def take_everything_back(self) -> None:
        self._focus_canvas()
        for left in reversed(range(len(self._history()))):
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
        self._turn_to(self.hands.see(lambda: show(create_window(self.folder / "digits.guinet"))))
        assert self.hands.see(lambda: dumps(self.project)) == self.drawn
        self.hands.until("shapes are there again", lambda: self._report("linear") == "N×10 float32")

    def export(self) -> None:
        self.hands.until_focus(lambda: self.window)
        self._press_button("export")
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
        tree = self._child(QTreeWidget, "palette_tree")
        self.hands.move(tree.viewport(), self.hands.see(lambda: _row(tree, title)))
        self.hands.press()
        self.hands.move(tree.viewport(), self.hands.see(lambda: _row(tree, title) + QPoint(30, 12)))
        self._move_until_there(to, lambda: isinstance(self.canvas.gesture, DropNode))
        self.hands.release()
        self.hands.until("it is dropped", lambda: self.canvas.gesture is None and self.project.history.labels)

    def _drag_wire(self, source: tuple[str, str], target: tuple[str, str], lands: bool = True) -> None:
        count = len(self._wires())
        self._pull(source, lambda: self.canvas.port_pos(*target, output=False))
        self.hands.release()
        self.hands.until("it is let go", lambda: self.canvas.gesture is None)
        assert len(self._wires()) == count + lands, f"{source} to {target}"

    def _pull(self, source: tuple[str, str], to: Callable[[], QPointF]) -> None:
        self.hands.move(self.canvas, self.hands.see(lambda: self.canvas.port_pos(*source, output=True)))
        self.hands.press()
        self.hands.until("a wire is begun", lambda: isinstance(self.canvas.gesture, DrawWire))
        self._move_until_there(self.hands.see(to), lambda: True)

    def _move_until_there(self, to: QPointF, ready: Callable[[], bool]) -> None:
        """Moves on until the canvas has seen the pointer at `to`: a drag between programs loses moves on its way."""
        wobble = 0

        def there() -> bool:
            return ready() and (self.canvas.pointer.at - to).manhattanLength() < 3

        while not self.hands.see(there):
            wobble += 1
            assert wobble < 1000, "the pointer does not arrive"
            self.hands.move(self.canvas, to + QPointF(wobble % 2, 0))

    def _search(self, text: str) -> None:
        """Types into the search, which the first letter opens where it is not open, and takes what is found."""
        count = len(self._names())
        popup = self.canvas.search.popup
        self.hands.type(text)
        self.hands.until("it is found", lambda: popup.isVisible() and popup.line.text() == text and popup.rows())
        self.hands.keys("Return")
        self.hands.until("it is added", lambda: not popup.isVisible() and len(self.project.main.nodes) == count + 1)

    def _press_button(self, action: str) -> None:
        self.hands.click(self.hands.see(lambda: self._button(action)))

    def _write(self, name: str, text: str) -> None:
        """Writes into the field of an argument, as soon as its form is shown."""
        field = self.hands.until(f"the form with {name} is shown", lambda: self._field(name))
        self.hands.click(field)
        self.hands.until("it has the focus", field.hasFocus)
        self.hands.keys("ctrl+a")
        self.hands.type(text)
        self.hands.keys("Return")
        self.hands.until("it is written", lambda: field.text() == text)

    def _fill(self, line: QLineEdit, path: Path) -> None:
        self.hands.until_focus(line.window)
        self.hands.click(line)
        self.hands.keys("ctrl+a")
        self.hands.type(str(path))
        self.hands.until("the path is written", lambda: line.text() == str(path))

    def _await_steps(self, count: int) -> None:
        self.hands.until(f"the history has {count} steps", lambda: len(self._history_now()) == count)

    def _focus_canvas(self) -> None:
        self.hands.click(self.canvas, QPointF(60, 460))
        self.hands.until("the canvas has the focus", self.canvas.hasFocus)

    # What there is

    def _names(self) -> list[str]:
        return self.hands.see(lambda: [node.name for node in self.project.main.nodes.values()])

    def _wires(self) -> set[str]:
        def look() -> set[str]:
            names = {node.id: node.name for node in self.project.main.nodes.values()}
            ends = ((wire.source, wire.target) for wire in self.project.main.wires.values())
            return {f"{names[a.node]}.{a.port} > {names[b.node]}.{b.port}" for a, b in ends}

        return self.hands.see(look)

    def _history(self) -> list[str]:
        return self.hands.see(self._history_now)

    def _history_now(self) -> list[str]:
        return list(self.project.history.labels)

    def _node(self, name: str) -> Node:
        return self.project.main.node(name)

    def _report(self, name: str) -> str:
        """The shape of a node's first output as the last check found it."""
        report = self.window.panels.reports.get(MAIN, {}).get(self._node(name).id)
        return "" if report is None else str(next(iter(report.outputs.values()), ""))

    def _is_sound(self) -> bool:
        """Whether the check has come to the loss and found nothing wrong."""
        return self._report("cross_entropy_loss") == "scalar float32" and not self.window.panels.problems

    def _offered(self) -> list[str]:
        popup = self.canvas.search.popup
        return popup.rows() if popup.isVisible() else []

    def _field(self, name: str) -> QLineEdit | None:
        found = self.window.panels["properties"].findChildren(QWidget, f"field_{name}")
        lines = (field.focusProxy() for field in found if field.isVisible())
        return next((line for line in lines if isinstance(line, QLineEdit)), None)

    def _fix(self, words: str) -> QPushButton | None:
        card = self.canvas.problem_cards.card
        buttons = [] if card is None else card.findChildren(QPushButton)
        return next((button for button in buttons if button.text() == words and button.isVisible()), None)

    def _series(self) -> Series:
        panel = self.window.feed.panel
        assert panel is not None
        return panel.charts["loss"].plot.lines[STEP_SERIES].series

    def _points(self) -> int:
        panel = self.window.feed.panel
        return len(self._series()) if panel is not None and "loss" in panel.charts else 0

    def _state(self) -> TrainingState:
        return self.window.training.state

    def _button(self, action: str) -> QToolButton:
        """The button of an action in the bar at the top."""
        wanted = self.window.actions_by_name[action]
        buttons = self._child(QWidget, "training_bar").findChildren(QToolButton)
        return next(button for button in buttons if button.defaultAction() is wanted and button.isVisible())

    def _child(self, kind: type[W], name: str) -> W:
        return child(self.window, kind, name)


def child(widget: QWidget, kind: type[W], name: str) -> W:
    found = widget.findChild(kind, name)
    assert isinstance(found, kind), f"there is no {name}"
    return found


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


def show(window: Window) -> Window:
    window.setGeometry(0, 0, *SIZE)
    window.show()
    return window


def main(folder: Path) -> int:
    faulthandler.dump_traceback_later(200, exit=True)  # where it hangs, should it hang
    logged: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: logged.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    application = create_application(["guinet"])
    application.setQuitOnLastWindowClosed(False)
    hands = Hands()
    window = show(Window(Project(REGISTRY, [BlockData(MAIN, "Net")])))
    well = hands.run(Story(hands, window, folder).tell)
    print("\n".join(logged), file=sys.stderr, flush=True)
    if not well:
        for left in Window.windows:
            left.bridge.close()
        os._exit(1)  # in the middle of anything
    return 1 if logged else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
