"""What the window hears of a training: steps put together, everything else at once and in order."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest
from pytestqt.qtbot import QtBot

from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.session.commands import Export
from guinet.session.events import EpochEnded, Event, HostDied, Steps
from guinet.ui import session_bridge
from guinet.ui.session_bridge import SessionBridge


class Clock:
    now = 100.0

    def monotonic(self) -> float:
        return self.now


def test_steps_that_come_fast_are_told_together_and_before_what_follows_them(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(session_bridge, "time", clock)
    bridge = SessionBridge(Project(REGISTRY))
    heard: list[Event] = []
    bridge.received.connect(heard.append)

    def come(after: float, event: Event) -> None:
        clock.now += after
        bridge._hand_over(event)

    come(0.0, Steps("r", 1, (9.0,), 10.0, 5.0))
    come(0.05, Steps("r", 2, (8.0, 7.0), 20.0, 4.0))
    come(0.05, Steps("r", 4, (6.0,), 30.0, 3.0))
    come(0.01, EpochEnded("r", 1, 4, {"loss": 7.5}))
    come(0.01, Steps("r", 5, (5.0,), 40.0, 2.0))
    come(1.0, Steps("r", 6, (4.0,), 50.0, 1.0))
    qtbot.waitUntil(lambda: len(heard) == 4)
    assert heard == [
        Steps("r", 1, (9.0,), 10.0, 5.0),
        Steps("r", 2, (8.0, 7.0, 6.0), 30.0, 3.0),
        EpochEnded("r", 1, 4, {"loss": 7.5}),
        Steps("r", 5, (5.0, 4.0), 50.0, 1.0),
    ]


LEFT_BEHIND = """
import os, sys
from pathlib import Path
from guinet.storage.workplace import workplace
with workplace(Path(sys.argv[1])) as folder:
    (folder / "net.pt").touch()
    os._exit(9)
"""


def test_what_an_export_left_whose_host_died_is_removed(qtbot: QtBot, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", LEFT_BEHIND, str(tmp_path)], check=False)
    assert len(list(tmp_path.iterdir())) == 1
    bridge = SessionBridge(Project(REGISTRY))
    bridge.session = Mock()
    bridge.send(Export("pt", str(tmp_path / "net.pt"), str(tmp_path / "net.runs")))
    bridge._pass_on(HostDied(9, None, 0))

    assert list(tmp_path.iterdir()) == []
    assert not bridge.exporting
