"""A profile leaves nothing on stderr, though a thread of the host's makes it."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from guinet.probe import peak
from guinet.session.commands import Command, Study
from guinet.session.events import Batch
from guinet.session.host import Host
from guinet.session.messages.autograd import ShowAutograd
from guinet.session.messages.cost import AskCost, AskProfile

STORY = """
import threading
import torch
from torch.profiler import profile
from guinet.probe.peak import begin_profiler

def work():
    with profile() as profiler:
        torch.ones(2).sum()
    print([event.name for event in profiler.events() if event.name == "aten::sum"])

begin_profiler()
thread = threading.Thread(target=work)
thread.start()
thread.join()
"""


class Channel:
    """Hands a host its commands, and hears nothing of what it says."""

    def __init__(self, *commands: Command) -> None:
        self.left = list(commands)

    def next(self, wait: bool) -> Command | None:
        if wait and not self.left:
            raise EOFError
        return self.left.pop(0) if self.left else None

    def write(self, batch: Batch) -> None:
        pass


def test_a_thread_profiles_in_silence() -> None:
    done = subprocess.run([sys.executable, "-c", STORY], capture_output=True, text=True, timeout=120, check=True)

    assert done.stdout == "['aten::sum']\n"
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("study", "profiles"),
    [(AskProfile(), True), (AskCost(measured=True), True), (AskCost(), False), (ShowAutograd(), False)],
    ids=repr,
)
def test_the_profiler_begins_on_the_hosts_own_thread(
    monkeypatch: pytest.MonkeyPatch, study: Study, profiles: bool
) -> None:
    begun: list[threading.Thread] = []
    monkeypatch.setattr(peak, "begin_profiler", lambda: begun.append(threading.current_thread()))

    Host(Channel(study)).run()

    assert begun == ([threading.current_thread()] if profiles else [])
