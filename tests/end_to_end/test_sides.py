"""The two sides do without each other: training where there is no Qt, the window where there is no torch."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from guinet.storage.examples import example_path

# As in an environment that lacks them: every import of these packages fails, in this process and in those it starts.
BLOCKER = """
import sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {packages}:
            raise ModuleNotFoundError(f"No module named {{name!r}} (blocked by the test)", name=name)

sys.meta_path.insert(0, Blocker())
"""

QT = ("PySide6", "shiboken6", "superqt", "qtpy")
TORCH = ("torch", "torchmetrics", "onnx", "onnxscript", "onnxruntime", "safetensors", "pandas", "sklearn")

# Waits until torch has answered, or until the window has told that it never will, and closes what it tells that with.
WINDOW = """
import sys
import time
from PySide6.QtCore import QTimer
from guinet.session.events import Checked, HostDied
from guinet.ui.app import create_application, create_window

def dismiss():
    box = application.activeModalWidget()
    if box is not None:
        box.close()

application = create_application(["guinet"])
window = create_window(sys.argv[1])
heard = []
window.bridge.received.connect(heard.append)
window.show()
timer = QTimer()
timer.timeout.connect(dismiss)
timer.start(50)
wanted = Checked if sys.argv[2] == "torch" else HostDied
end = time.monotonic() + 60
def settled(event):
    return isinstance(event, wanted) and getattr(event, "gave_up", True)

while time.monotonic() < end and not any(map(settled, heard)):
    application.processEvents()
    time.sleep(0.02)
application.processEvents()
assert window.isVisible()
assert {type(event) for event in heard} & {Checked, HostDied} == {wanted}
assert window.canvas is not None
loaded = {name.split(".")[0] for name in sys.modules}
print("window lives;", "torch" in loaded, "PySide6" in loaded)
window.close()
"""


# What the first picture does not need, and must not wait for.
FIRST = """
import sys
from guinet.ui.app import create_application, create_window

application = create_application(["guinet"])
window = create_window(sys.argv[1])
window.show()
window.canvas.grab()
print("there:", [name for name in sys.argv[2:] if name in sys.modules])
window.close()
"""
LATER = (
    "hashlib", "numpy", "networkx", "pyqtgraph", "guinet.session.commands", "guinet.session.events",
    "guinet.core.probed", "guinet.core.editing", "guinet.core.layered", "guinet.ui.canvas.pointer",
    "guinet.ui.canvas.search",
    "guinet.ui.hearing", "guinet.ui.panels.properties",
)  # fmt: skip


def without(packages: tuple[str, ...], folder: Path) -> dict[str, str]:
    """An environment in which `packages` cannot be imported."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(BLOCKER.format(packages=packages))
    return {**os.environ, "PYTHONPATH": str(folder)}


def run(arguments: list[str], cwd: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300, check=False)


def test_what_is_blocked_cannot_be_imported(tmp_path: Path) -> None:
    result = run(["-c", "import torch"], tmp_path, without(TORCH, tmp_path / "blocked"))

    assert result.returncode == 1
    assert "blocked by the test" in result.stderr


def test_the_command_line_makes_checks_and_trains_without_qt(tmp_path: Path) -> None:
    environment = without(QT, tmp_path / "blocked")
    commands = [["new", "iris-mlp", "-o", "a.guinet"], ["check", "a.guinet"]]
    lines = f"from guinet.cli import main\nfor each in {commands}: assert main(each) == 0, each"

    prepared = run(["-c", lines], tmp_path, environment)
    trained = run(
        ["-m", "guinet", "train", "a.guinet", "--epochs", "2", "--seed", "1", "--json"], tmp_path, environment
    )

    assert prepared.returncode == 0, prepared.stderr
    assert trained.returncode == 0, trained.stderr
    last = json.loads(trained.stdout.splitlines()[-1])
    assert last["event"] == "finished"
    assert last["metrics"]


def test_the_window_lives_without_torch(tmp_path: Path) -> None:
    shutil.copy(example_path("iris-mlp"), tmp_path / "a.guinet")

    shown = run(["-c", WINDOW, "a.guinet", "no torch"], tmp_path, without(TORCH, tmp_path / "blocked"))

    assert shown.returncode == 0, shown.stderr
    assert "window lives; False True" in shown.stdout


def test_the_window_does_not_import_torch_where_it_could(tmp_path: Path) -> None:
    shutil.copy(example_path("iris-mlp"), tmp_path / "a.guinet")

    shown = run(["-c", WINDOW, "a.guinet", "torch"], tmp_path, dict(os.environ))

    assert shown.returncode == 0, shown.stderr
    assert "window lives; False True" in shown.stdout


def test_the_first_picture_waits_for_nothing_it_does_not_need(tmp_path: Path) -> None:
    shutil.copy(example_path("digits-cnn"), tmp_path / "a.guinet")
    shown = run(["-c", FIRST, "a.guinet", *LATER], tmp_path, dict(os.environ))
    assert shown.stdout == "there: []\n", shown.stderr
