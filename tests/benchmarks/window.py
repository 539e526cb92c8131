"""Training with the window open and its charts live: steps per second, and how late the window answers."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from tests.benchmarks.rows import Row, child, screen
from tests.benchmarks.ticks import Ticks, spin
from tests.benchmarks.work import WORK, without_validation

if TYPE_CHECKING:
    from guinet.ui.window import Window

SECONDS = 6.0


def rows() -> list[Row]:
    from tests.benchmarks.training import best  # not in the window's process: it brings torch

    found = []
    with screen() as display:
        for work in WORK:
            bare, careful, late = [], [], []
            for _ in range(3):
                alone = child("tests.benchmarks.window", work, "bare", display=display)
                whole = child("tests.benchmarks.window", work, "careful", display=display)
                bare.append(alone["steps_per_second"] / best("bare", work))
                careful.append(whole["steps_per_second"] / best("careful", work))
                late.append(whole["late_ms"])
            found += [
                Row(f"{work}: in the window, no rows to validate / bare loop", f"{sorted(bare)[1]:.2f}", "≥ 1.0"),
                Row(f"{work}: in the window / loop that validates and measures", f"{sorted(careful)[1]:.2f}", "≥ 1.0"),
                Row(
                    f"{work}: 95 % of 5 ms ticks late by less than",
                    f"{sorted(late)[1]:.1f} ms",
                    "< 2 ms quiet, < 8 loaded",
                ),
            ]
    return found


def _measure(work: str, like: str) -> None:
    from guinet.core.changes import SetTraining
    from guinet.storage.examples import example_path
    from guinet.ui.app import create_application, create_window

    with tempfile.TemporaryDirectory() as folder:
        os.environ["GUINET_HOME"] = folder
        path = Path(folder) / "work.guinet"
        shutil.copyfile(example_path(work), path)
        application = create_application(["guinet"])
        window = create_window(path)
        window.document.run("epochs", [SetTraining("epochs", 10_000)])
        if like == "bare":
            without_validation(window.document)
        window.document.history.mark_saved()
        window.show()
        spin(application, 4.0)
        window.actions_by_name["train"].trigger()
        while not window.training.epoch:  # what is imported on the way does not count
            spin(application, 0.1)
        spin(application, 3.0)
        first, began = window.training.step, time.perf_counter()
        spin(application, SECONDS)
        figure = (window.training.step - first) / (time.perf_counter() - began)
        ticks = Ticks()  # not before: two hundred ticks a second are work that no user's window does
        spin(application, SECONDS)
        late = sorted(ticks.late)[int(0.95 * len(ticks.late))]
        print(json.dumps({"steps_per_second": figure, "late_ms": late}), flush=True)
        _close(window, application)


def _close(window: Window, application: QCoreApplication) -> None:
    window.training.stop()
    while window.training.active:
        spin(application, 0.2)
    window.close()


if __name__ == "__main__":
    _measure(*sys.argv[1:])
