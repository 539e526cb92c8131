"""A process ends quietly although torch still computes in it: Python's own end would abort it."""

from __future__ import annotations

import os
import subprocess
import sys

COMPUTING = """
import threading, time, torch
begun = threading.Event()
def compute():
    rows = torch.ones(300, 300)
    while True:
        torch.mm(rows, rows)
        begun.set()
threading.Thread(target=compute, daemon=True).start()
begun.wait()
"""
BESIDE = "from guinet.session.transport import run_host\nrun_host()"
IN_PROCESS = """
import sys
from PySide6.QtWidgets import QApplication
from guinet.cli import main
QApplication.exec = lambda application: 3
sys.exit(main(["--in-process"]))
"""


def _ended(program: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-P", "-c", COMPUTING + program],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )


def test_the_host_whose_window_has_gone_ends_quietly() -> None:
    done = _ended(BESIDE)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_window_with_torch_in_its_process_ends_quietly() -> None:
    done = _ended(IN_PROCESS)
    assert (done.returncode, done.stderr) == (3, b"")
