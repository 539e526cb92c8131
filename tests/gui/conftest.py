"""The whole window, for tests that drive it as its user does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from guinet.core.project import Project
from guinet.session.events import Checked, Event
from guinet.storage.examples import example_path
from guinet.storage.files import load
from guinet.ui import translate
from guinet.ui.app import create_application, create_window
from guinet.ui.theme import apply_theme
from guinet.ui.window import Window

E = TypeVar("E")
W = TypeVar("W", bound=QWidget)
PATIENCE = 180_000
"""Milliseconds; waiting ends as soon as there is what is waited for."""


@pytest.fixture(autouse=True)
def _no_button_held(qapp: QApplication) -> Iterator[None]:
    """QTest keeps the buttons that are down for all widgets: one that a test left down would be held in the next."""
    yield
    hand = QWidget()
    for button in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton):
        QTest.mouseRelease(hand, button)


class PatientBot(QtBot):
    """Waits as long as it takes: pytest-qt gives up after 5 s, which a busy machine may need for anything."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE, **options: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **options)

    def waitActive(self, widget: QWidget, *, timeout: int = PATIENCE) -> Any:
        return super().waitActive(widget, timeout=timeout)

    def waitExposed(self, widget: QWidget, *, timeout: int = PATIENCE) -> Any:
        return super().waitExposed(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    return PatientBot(request)


class Opened:
    """A window, what its session told, and shorthands."""

    def __init__(self, qtbot: QtBot, window: Window) -> None:
        self.qtbot = qtbot
        self.window = window
        self.document = window.document
        self.training = window.training
        self.events: list[Event] = []
        window.bridge.received.connect(self.events.append)

    def until(self, look: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(look()), timeout=PATIENCE)

    def told(self, kind: type[E]) -> E:
        """The last event of a kind; waits for the first."""
        self.until(lambda: any(isinstance(event, kind) for event in self.events))
        return [event for event in self.events if isinstance(event, kind)][-1]

    def ready(self) -> Opened:
        """Waits until torch has checked the graph and the panels that are seen are there."""
        self.told(Checked)
        self.until(lambda: {"palette", "outline", "properties"} <= set(self.window.panels))
        return self

    def trigger(self, action: str) -> None:
        self.window.actions_by_name[action].trigger()

    def child(self, kind: type[W], name: str) -> W:
        found = self.window.findChild(kind, name)
        assert isinstance(found, kind), f"there is no {name}"
        return found

    @property
    def message(self) -> str:
        """What the status bar says."""
        return self.child(QLabel, "status_message").toolTip()

    def shows(self, panel: str) -> bool:
        """Whether a panel is in front; Qt calls those behind it visible too."""
        return not self.window.docks[panel].visibleRegion().isEmpty()

    def stop(self) -> None:
        self.training.stop()
        self.until(lambda: not self.training.active)


@pytest.fixture
def show_window(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[..., Opened]]:
    """Opens the window on a file, on a project, or as the first start does; closes all windows in the end."""
    create_application(["guinet"])

    def show(what: Path | Project | None = None, *, in_process: bool = True) -> Opened:
        window = (
            Window(what, in_process=in_process)
            if isinstance(what, Project)
            else create_window(what, in_process=in_process)
        )
        window.show()
        window.activateWindow()
        return Opened(qtbot, window)

    yield show
    for window in list(Window.windows):
        Opened(qtbot, window).stop()
        window.document.history.mark_saved()
        window.close()
    translate.install(qapp, "en")
    apply_theme(qapp, "dark")


@pytest.fixture
def iris(tmp_path: Path) -> Path:
    """A copy of the smallest example: trains an epoch in milliseconds."""
    path = tmp_path / "iris.guinet"
    path.write_bytes(example_path("iris-mlp").read_bytes())
    return path


@pytest.fixture
def softmax(iris: Path) -> Project:
    """The iris project with a softmax before its CrossEntropyLoss."""
    project = load(iris)
    graph = project.main
    loss = next(node for node in graph.nodes.values() if node.kind == "torch.nn.CrossEntropyLoss")
    [wire] = graph.incoming(loss.id, "input")
    added = graph.add("torch.nn.Softmax", "softmax", (600.0, 300.0), dim=1)
    graph.connect(wire.source, added["input"])
    graph.connect(added["output"], loss["input"])
    return project


@pytest.fixture
def endless(iris: Path) -> Project:
    """The iris project with more epochs than any test waits for."""
    project = load(iris)
    project.training["epochs"] = 1_000_000
    return project


class Answers(QObject):
    """Answers dialogs as they come up; what they said is kept in `told`."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, str]] = []
        self._wanted: list[tuple[str, Callable[[QWidget], None]]] = []
        self._timer = QTimer(self)
        self._timer.setInterval(10)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def expect(self, name: str, answer: str | Callable[[QWidget], None]) -> None:
        """The next dialog will be called `name`; presses its button with these words, or does what is given."""
        act = answer if callable(answer) else lambda dialog: _press(dialog, answer)
        self._wanted.append((name, act))

    @property
    def left(self) -> list[str]:
        """Dialogs that were expected and have not come."""
        return [name for name, _ in self._wanted]

    def end(self) -> None:
        self._timer.stop()

    def _look(self) -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None or not dialog.isVisible():
            return
        words = dialog.text() if isinstance(dialog, QMessageBox) else ""
        name = dialog.objectName() or type(dialog).__name__
        if not self._wanted or self._wanted[0][0] != name:
            self.told.append((f"unexpected {name}", words))
            dialog.close()
            return
        self.told.append((name, words))
        self._wanted.pop(0)[1](dialog)


def _press(dialog: QWidget, words: str) -> None:
    assert isinstance(dialog, QMessageBox)
    buttons = {button.text().replace("&", ""): button for button in dialog.buttons()}
    buttons[words].click()


@pytest.fixture
def answers(qapp: QApplication) -> Iterator[Answers]:
    """Dialogs that are not expected, and those that were and did not come, fail the test."""
    answers = Answers()
    yield answers
    answers.end()
    unexpected = [told for told in answers.told if told[0].startswith("unexpected")]
    assert not unexpected, f"dialogs nobody expected: {unexpected}"
    assert not answers.left, f"dialogs that did not come: {answers.left}"
