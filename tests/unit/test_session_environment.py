"""What torch's processes are told when they start, by whichever door the program was entered."""

from __future__ import annotations

import os
import subprocess
import sys

import psutil
import pytest

from guinet.session.environment import PATIENCE, be_patient, host_environment
from guinet.session.transport import ProcessTransport


def test_what_the_user_has_set_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOMP_SPINCOUNT", "7")
    be_patient()
    assert os.environ["GOMP_SPINCOUNT"] == host_environment()["GOMP_SPINCOUNT"] == "7"


def test_the_process_beside_the_window_and_a_command_wait_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GOMP_SPINCOUNT", raising=False)
    assert host_environment()["GOMP_SPINCOUNT"] == PATIENCE["GOMP_SPINCOUNT"]
    told = "from guinet.cli import main; main(['examples']); import os; print(os.environ['GOMP_SPINCOUNT'])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == PATIENCE["GOMP_SPINCOUNT"]


def test_a_window_that_is_to_open_sets_nothing_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The host was once started with what a command takes, which is not what was measured for it."""
    monkeypatch.delenv("GOMP_SPINCOUNT", raising=False)
    told = "from guinet.cli import main; main(['nowhere.guinet']); import os; print(os.environ.get('GOMP_SPINCOUNT'))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "None"


@pytest.mark.skipif(sys.platform == "win32", reason="niceness is of Unix")
def test_the_process_beside_the_window_gives_way_to_it() -> None:
    transport = ProcessTransport()
    try:
        transport.receive()  # of a host that has begun
        assert psutil.Process(transport.pid).nice() == psutil.Process().nice() + 5
    finally:
        transport.kill()
        transport.join(10.0)
