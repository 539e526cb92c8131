"""A person at a window on a real display: what the stories of this folder do by mouse and keyboard, and look at."""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QLineEdit, QPushButton, QToolButton, QWidget

from guinet.core.graph import Node
from guinet.core.project import MAIN, Project
from guinet.ui.app import create_application
from guinet.ui.canvas.gestures.wire import DrawWire
from guinet.ui.window import Window
from tests.end_to_end.x_hands import Hands

W = TypeVar("W", bound=QWidget)
SIZE = (1500, 950)


class Person:
    """Draws in a window, and waits for what it says."""

    def __init__(self, hands: Hands, window: Window) -> None:
        self.hands = hands
        self.turn_to(window)

    def turn_to(self, window: Window) -> None:
        self.window, self.canvas, self.project = window, window.canvas, window.document

    def tell(self, *chapters: Callable[[], None]) -> None:
        """Lives through the chapters in order; each stands on those before. The name of each is printed."""
        self.hands.until("the panels are there", lambda: {"palette", "properties"} <= set(self.window.panels))
        self.hands.until_focus(lambda: self.window)
        for chapter in chapters:
            print(chapter.__name__, flush=True)
            chapter()
        assert "torch" not in sys.modules

    # How it is done

    def drag_wire(self, source: tuple[str, str], target: tuple[str, str], lands: bool = True) -> None:
        count = len(self.wires())
        self.pull(source, lambda: self.canvas.port_pos(*target, output=False))
        self.hands.release()
        self.hands.until("it is let go", lambda: self.canvas.gesture is None)
        assert len(self.wires()) == count + lands, f"{source} to {target}"

    def pull(self, source: tuple[str, str], to: Callable[[], QPointF]) -> None:
        self.hands.move(self.canvas, self.hands.see(lambda: self.canvas.port_pos(*source, output=True)))
        self.hands.press()
        self.hands.until("a wire is begun", lambda: isinstance(self.canvas.gesture, DrawWire))
        self.move_until_there(self.hands.see(to), lambda: True)

    def move_until_there(self, to: QPointF, ready: Callable[[], bool]) -> None:
        """Moves on until the canvas has seen the pointer at `to`: a drag between programs loses moves on its way."""
        wobble = 0

        def there() -> bool:
            return ready() and (self.canvas.pointer.at - to).manhattanLength() < 3

        while not self.hands.see(there):
            wobble += 1
            assert wobble < 1000, "the pointer does not arrive"
            self.hands.move(self.canvas, to + QPointF(wobble % 2, 0))

    def search(self, text: str) -> None:
        """Types into the search, which the first letter opens where it is not open, and takes what is found."""
        count = len(self.names())
        popup = self.canvas.search.popup
        self.hands.type(text)
        self.hands.until("it is found", lambda: popup.isVisible() and popup.line.text() == text and popup.rows())
        self.hands.keys("Return")
        self.hands.until("it is added", lambda: not popup.isVisible() and len(self.project.main.nodes) == count + 1)

    def press_button(self, action: str) -> None:
        self.hands.click(self.hands.see(lambda: self.button(action)))

    def write(self, name: str, text: str) -> None:
        """Writes into the field of an argument, as soon as its form is shown, and finds it there."""
        field = self.fill_field(name, text)
        self.hands.until("it is written", lambda: field.text() == text)

    def fill_field(self, name: str, text: str) -> QLineEdit:
        field = self.hands.until(f"the form with {name} is shown", lambda: self.field(name))
        self.hands.click(field)
        self.hands.until("it has the focus", field.hasFocus)
        self.hands.keys("ctrl+a")
        self.hands.type(text)
        self.hands.keys("Return")
        return field

    def click_node(self, name: str) -> None:
        self.hands.click(self.canvas, self.hands.see(lambda: self.canvas.node_rect(name).center()))

    def focus_canvas(self) -> None:
        self.hands.click(self.canvas, QPointF(60, 460))
        self.hands.until("the canvas has the focus", self.canvas.hasFocus)

    # What there is

    def names(self) -> list[str]:
        return self.hands.see(lambda: [node.name for node in self.project.main.nodes.values()])

    def wires(self) -> set[str]:
        def look() -> set[str]:
            names = {node.id: node.name for node in self.project.main.nodes.values()}
            ends = ((wire.source, wire.target) for wire in self.project.main.wires.values())
            return {f"{names[a.node]}.{a.port} > {names[b.node]}.{b.port}" for a, b in ends}

        return self.hands.see(look)

    def history(self) -> list[str]:
        return self.hands.see(self.history_now)

    def history_now(self) -> list[str]:
        return list(self.project.history.labels)

    def node(self, name: str) -> Node:
        return self.project.main.node(name)

    def report(self, name: str) -> str:
        """The shape of a node's first output as the last check found it."""
        report = self.window.panels.reports.get(MAIN, {}).get(self.node(name).id)
        return "" if report is None else str(next(iter(report.outputs.values()), ""))

    def offered(self) -> list[str]:
        popup = self.canvas.search.popup
        return popup.rows() if popup.isVisible() else []

    def field(self, name: str) -> QLineEdit | None:
        found = self.window.panels["properties"].findChildren(QWidget, f"field_{name}")
        lines = (field.focusProxy() for field in found if field.isVisible())
        return next((line for line in lines if isinstance(line, QLineEdit)), None)

    def fix(self, words: str) -> QPushButton | None:
        card = self.canvas.problem_cards.card
        buttons = [] if card is None else card.findChildren(QPushButton)
        return next((button for button in buttons if button.text() == words and button.isVisible()), None)

    def button(self, action: str) -> QToolButton:
        """The button of an action in the bar at the top."""
        wanted = self.window.actions_by_name[action]
        buttons = self.child(QWidget, "training_bar").findChildren(QToolButton)
        return next(button for button in buttons if button.defaultAction() is wanted and button.isVisible())

    def child(self, kind: type[W], name: str) -> W:
        return child(self.window, kind, name)


def child(widget: QWidget, kind: type[W], name: str) -> W:
    found = widget.findChild(kind, name)
    assert isinstance(found, kind), f"there is no {name}"
    return found


def show(window: Window) -> Window:
    window.setGeometry(0, 0, *SIZE)
    window.show()
    return window


def live(project: Project, story: Callable[[Hands, Window], None]) -> int:
    """Opens a window on `project` and tells a story in it; the exit status of the process, 0 when it went well and
    nothing was logged."""
    faulthandler.enable()
    faulthandler.dump_traceback_later(200, exit=True)  # where it hangs, should it hang
    logged: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: logged.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    application = create_application(["guinet"])
    application.setQuitOnLastWindowClosed(False)
    hands = Hands()
    window = show(Window(project))
    well = hands.run(lambda: story(hands, window))
    print("\n".join(logged), file=sys.stderr, flush=True)
    if not well:
        for left in Window.windows:
            left.bridge.close()
        os._exit(1)  # in the middle of anything
    return 1 if logged else 0
