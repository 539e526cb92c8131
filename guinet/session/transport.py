"""How commands and events travel: to a child process by default, or to a thread of this process."""

from __future__ import annotations

import logging
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any, BinaryIO, Final, NoReturn, Protocol

from guinet.session.commands import Command
from guinet.session.ending import end_process
from guinet.session.environment import give_way, host_environment
from guinet.session.events import Batch

_log = logging.getLogger(__name__)


class Transport(Protocol):
    """A host and the way to it."""

    def send(self, command: Command) -> None:
        """Hands a command over without waiting; to a host that is gone it is lost."""

    def receive(self) -> Batch | None:
        """The next batch of events; waits for it. None when the host is gone."""

    def kill(self) -> None:
        """Ends the host at once."""

    def join(self, timeout: float) -> int | None:
        """Waits for the host's end, in seconds; its exit code, or None while it still runs."""


class ProcessChannel:
    """The host's end of two pipes. A reader thread tells a waiting host of commands as they come."""

    def __init__(self, commands: BinaryIO, events: BinaryIO) -> None:
        self._events = events
        self._arrived: queue.SimpleQueue[Command | None] = queue.SimpleQueue()
        threading.Thread(target=self._read, args=(commands,), name="guinet-commands", daemon=True).start()

    def next(self, wait: bool) -> Command | None:
        return _next(self._arrived, wait)

    def write(self, batch: Batch) -> None:
        # Whole before its first byte is sent: what cannot be pickled must not leave half a message in the pipe.
        self._events.write(pickle.dumps(batch))
        self._events.flush()

    def _read(self, commands: BinaryIO) -> None:
        try:
            while (command := _read_pickle(commands)) is not None:
                self._arrived.put(command)
        finally:
            self._arrived.put(None)


class ProcessTransport:
    """A host in a child process. A sender thread keeps the caller from waiting on a full pipe.

    Not `multiprocessing`: its spawn runs the caller's main script again, which scripts that open a window without a
    `__main__` guard do not survive. Python is told not to look for modules in the current folder (-P), which may be
    anybody's.
    """

    def __init__(self) -> None:
        command = [sys.executable, "-P", "-c", "from guinet.session.transport import run_host; run_host()"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=host_environment())
        self._outgoing: queue.SimpleQueue[Command | None] = queue.SimpleQueue()
        threading.Thread(target=self._send_all, name="guinet-send", daemon=True).start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def send(self, command: Command) -> None:
        self._outgoing.put(command)

    def receive(self) -> Batch | None:
        assert self._process.stdout is not None
        batch: Batch | None
        try:
            batch = _read_pickle(self._process.stdout)
        except NotPlain as error:
            # A defect of ours: whoever listens is told that the host is gone, which lets them start another.
            _log.error("%s: the host is ended", error)
            self.kill()
            batch = None
        if batch is None:
            self._outgoing.put(None)
            self._process.stdout.close()
        return batch

    def kill(self) -> None:
        self._process.kill()

    def join(self, timeout: float) -> int | None:
        try:
            return self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            return None

    def _send_all(self) -> None:
        assert self._process.stdin is not None
        # The host being gone is no error here; `receive` tells it to whoever listens.
        with suppress(OSError), self._process.stdin as pipe:
            while (command := self._outgoing.get()) is not None:
                pickle.dump(command, pipe)
                pipe.flush()


class ThreadTransport:
    """A host on a thread of this process: the same host, for `--in-process` and for debugging."""

    def __init__(self) -> None:
        self._commands: queue.SimpleQueue[Command | None] = queue.SimpleQueue()
        self._batches: queue.SimpleQueue[Batch | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="guinet-host", daemon=True)
        self._thread.start()

    def send(self, command: Command) -> None:
        self._commands.put(command)

    def receive(self) -> Batch | None:
        return self._batches.get()

    def kill(self) -> None:
        # A thread cannot be killed: it is cut off, and ends when it next asks for a command.
        self._commands.put(None)
        self._batches.put(None)

    def join(self, timeout: float) -> int | None:
        self._thread.join(timeout)
        return None if self._thread.is_alive() else 0

    # The host's end

    def next(self, wait: bool) -> Command | None:
        return _next(self._commands, wait)

    def write(self, batch: Batch) -> None:
        self._batches.put(batch)

    def _run(self) -> None:
        from guinet.session.host import Host

        try:
            Host(self).run()
        finally:
            self._batches.put(None)


TRANSPORTS: dict[str, Callable[[], Transport]] = {"process": ProcessTransport, "thread": ThreadTransport}


def run_host() -> NoReturn:
    """The host's process: commands come from its standard input, events go to its standard output."""
    give_way()
    # What someone's code prints must not get between the events, nor may it read the commands.
    commands, events = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    # Ctrl+C in the terminal is the window's business.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from guinet.session.host import Host

    Host(ProcessChannel(commands, events)).run()
    end_process()


def _next(commands: queue.SimpleQueue[Command | None], wait: bool) -> Command | None:
    try:
        command = commands.get(block=wait)
    except queue.Empty:
        return None
    if command is None:
        raise EOFError
    return command


def _read_pickle(pipe: BinaryIO | IO[bytes]) -> Any:
    """The next object, or None at the end, which a kill may put inside one. Raises NotPlain."""
    try:
        return _Reader(pipe).load()
    except (EOFError, OSError, pickle.UnpicklingError):
        return None


_REBUILD: Final = ("msgspec._utils", "rebuild")
"""What a record with fields by keyword only is pickled as a call of; it makes the record, and does nothing else."""


class NotPlain(Exception):
    """Something crossed the boundary that is not plain data; reading it would load torch into the window."""


class _Reader(pickle.Unpickler):
    """Knows the commands, the events and what they hold, and nothing else: no module is loaded, no code is run."""

    def find_class(self, module: str, name: str) -> Any:
        ours = module.partition(".")[0] == "guinet" and module in sys.modules
        if not ours and (module, name) != _REBUILD:
            raise NotPlain(f"{module}.{name} crossed the session's boundary")
        return super().find_class(module, name)
