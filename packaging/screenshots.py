"""Takes pictures of the real window on a virtual display.

    python packaging/screenshots.py             the two pictures of the README, into packaging/screenshots/
    python packaging/screenshots.py --all DIR   every state in every size, scale and theme, to be looked at

Needs Xvfb. Each size and theme has a process of its own, because Qt reads its scale when it starts.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from guinet.ui.window import Window

PLACE = Path(__file__).resolve().parent / "screenshots"
PATIENCE = 120
STATES = ("empty", "wired", "problem", "training", "finished")


@dataclass(frozen=True, slots=True)
class Look:
    """How the window is shown: its size, the screen's scale, the theme."""

    width: int
    height: int
    scale: int
    theme: str

    @property
    def name(self) -> str:
        return f"{self.width}x{self.height}@{self.scale}-{self.theme}"


LOOKS = (
    Look(1280, 800, 1, "dark"),
    Look(1280, 800, 1, "light"),
    Look(1680, 1020, 1, "dark"),
    Look(1680, 1020, 1, "light"),
    Look(1680, 1020, 2, "dark"),
)
README = {Look(1400, 850, 1, "dark"): "main-window.png", Look(1400, 850, 1, "light"): "main-window-light.png"}


# --- the parent: displays and processes -------------------------------------------------------------------------


@contextmanager
def screen(width: int, height: int) -> Iterator[str]:
    """A private X display of that size; its name."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            yield f":{answer.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def take(look: Look, states: tuple[str, ...], folder: Path) -> None:
    """Has a process of its own take pictures of the states, as `folder/LOOK-STATE.png`."""
    arguments = [str(look.width), str(look.height), look.theme, str(folder / look.name), *states]
    with tempfile.TemporaryDirectory() as home, screen(look.width * look.scale, look.height * look.scale) as display:
        environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "GUINET_HOME": home}
        environment["QT_SCALE_FACTOR"] = str(look.scale)
        subprocess.run([sys.executable, __file__, "--child", *arguments], env=environment, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Takes pictures of the window.")
    parser.add_argument("--all", type=Path, metavar="DIR", help="take all there are, into DIR")
    chosen = parser.parse_args().all
    if chosen is not None:
        chosen.mkdir(parents=True, exist_ok=True)
        for look in LOOKS:
            take(look, STATES, chosen)
        return
    PLACE.mkdir(exist_ok=True)
    for look, name in README.items():
        take(look, ("training",), PLACE)
        (PLACE / f"{look.name}-training.png").replace(PLACE / name)


# --- the child: one window, driven from state to state ----------------------------------------------------------


class Photographer:
    """One window and what is done to it before each picture."""

    def __init__(self, application: QApplication, look: Look, start: str) -> None:
        self._application = application
        self._look = look
        self._start = start

    def take(self, state: str) -> None:
        """Brings a window of its own to `state` and writes its picture."""
        window = self._open(empty=state == "empty")
        {
            "empty": lambda window: None,
            "wired": lambda window: self._select(window, "conv2"),
            "problem": self._spoil,
            "training": self._train_for_a_while,
            "finished": self._train_to_the_end,
        }[state](window)
        window.canvas.settle()
        self._wait(0.4)
        window.grab().save(f"{self._start}-{state}.png")
        self._close(window)

    def _open(self, empty: bool) -> Window:
        from guinet.core.graph import BlockData
        from guinet.core.project import MAIN, Project
        from guinet.nodes.registry import REGISTRY
        from guinet.session.events import Checked, Event
        from guinet.ui.app import create_window
        from guinet.ui.window import Window

        window = Window(Project(REGISTRY, [BlockData(MAIN, "Net")])) if empty else create_window()
        window.setGeometry(0, 0, self._look.width, self._look.height)
        window.show()
        window.activateWindow()
        told: list[Event] = []
        window.bridge.received.connect(told.append)
        seen = {"palette", "outline", "properties"}
        self._until(lambda: seen <= set(window.panels) and any(isinstance(event, Checked) for event in told))
        window.canvas.frame_all()
        return window

    def _select(self, window: Window, name: str) -> None:
        window.canvas.select((window.document.main.node(name).id,))

    def _spoil(self, window: Window) -> None:
        from guinet.core.changes import SetArgument

        node = window.document.main.node("fc")
        window.document.run("Set in_features", [SetArgument(window.document.main.id, node.id, "in_features", 256)])
        self._until(lambda: bool(window.panels.problems))
        window.docks.show("problems")
        self._select(window, "fc")

    def _train_for_a_while(self, window: Window) -> None:
        window.actions_by_name["train"].trigger()
        self._select(window, "conv2")
        self._until(lambda: window.training.epoch >= 8)

    def _train_to_the_end(self, window: Window) -> None:
        window.actions_by_name["train"].trigger()
        self._until(lambda: window.training.finished is not None)

    def _close(self, window: Window) -> None:
        window.training.stop()
        self._until(lambda: not window.training.active)
        window.document.history.mark_saved()
        window.close()

    def _until(self, done: Callable[[], bool]) -> None:
        """Runs the event loop until something is so."""
        for _ in range(PATIENCE * 20):
            if done():
                return
            self._wait(0.05)
        raise TimeoutError("the window did not come to where a picture was to be taken")

    def _wait(self, seconds: float) -> None:
        from PySide6.QtCore import QEventLoop, QTimer

        loop = QEventLoop(self._application)
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()


def child(width: str, height: str, theme: str, start: str, *states: str) -> None:
    from guinet.ui.app import create_application
    from guinet.ui.settings import load_settings
    from guinet.ui.theme import apply_theme

    application = create_application(["guinet"])
    apply_theme(application, "light" if theme == "light" else "dark")
    settings = load_settings()
    settings.language = "en"
    settings.save()
    photographer = Photographer(application, Look(int(width), int(height), 1, theme), start)
    for state in states:
        photographer.take(state)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(*sys.argv[2:])
    else:
        main()
