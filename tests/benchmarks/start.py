"""From the start of the process to the first painted window, and what the window's process takes."""

from __future__ import annotations

import sys
from tempfile import TemporaryDirectory

from tests.benchmarks.rows import Row, child, screen, timed

FIRST = """
import gc
gc.disable()
from PySide6.QtWidgets import QApplication
from guinet.cli import main

def run(application):
    (window,) = (widget for widget in application.topLevelWidgets() if hasattr(widget, "canvas"))
    while not window.canvas.isVisible():
        QApplication.processEvents()
    QApplication.processEvents()
    print("painted", flush=True)
    import time
    time.sleep(10)

QApplication.exec = run
main([])
"""
"""The program as it is started by hand; instead of its event loop it runs until the canvas is painted.
It reads Qt with the collector of garbage off, as the program does."""


BARE = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView, QMainWindow

class View(QGraphicsView):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, lambda: print("painted", flush=True))

application = QApplication([])
scene = QGraphicsScene()
for place in range(30):
    scene.addRect(place * 20, place * 10, 60, 30)
    scene.addText(f"node {place}")
window = QMainWindow()
window.setCentralWidget(View(scene))
window.resize(1400, 900)
window.show()
application.exec()
"""
"""What a machine needs for any window of Qt with a few items in it, and nothing of ours."""


def rows() -> list[Row]:
    with screen() as display, TemporaryDirectory() as home:
        display = {**display, "GUINET_HOME": home}
        first, bare = timed(9, FIRST, BARE, display=display)
        quiet = child("tests.benchmarks.start", display=display)
    return [
        Row("process start to first window painted", f"{first:.3f} s", "< 0.25 s"),
        Row("… to that of a bare window of Qt", f"{bare:.3f} s", "0.17 s where 0.25 was set as the target"),
        Row("… as times of it", f"{first / bare:.2f}", "< 1.47"),
        Row("the window's process, settled", f"{quiet['megabytes']:.0f} MB", "< 120 MB"),
        Row("torch in the window's process", str(quiet["torch"]), "False"),
        Row("longest stall in the first 6 s", f"{quiet['stall_ms']:.1f} ms", "≤ 16 ms"),
    ]


def _settled() -> None:
    import json

    import psutil
    from PySide6.QtCore import QTimer

    from guinet.ui.app import create_application, create_window
    from tests.benchmarks.ticks import Ticks, spin

    application = create_application(["guinet"])
    window = create_window()
    window.show()
    application.processEvents()
    ticks = Ticks()
    spin(application, 6.0)
    megabytes = psutil.Process().memory_info().rss / 1e6
    print(json.dumps({"megabytes": megabytes, "torch": "torch" in sys.modules, "stall_ms": max(ticks.late)}))
    QTimer.singleShot(0, window.close)
    spin(application, 1.0)


if __name__ == "__main__":
    _settled()
