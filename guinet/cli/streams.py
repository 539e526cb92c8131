"""Where commands print to: a terminal, a file, a pipe whose reader may leave, or nothing at all."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Final, TextIO

_for_json: Final[ContextVar[TextIO | None]] = ContextVar("for_json", default=None)


def prepare() -> None:
    """Has every text be printable, and nothing that was meant for stderr go to stdout."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for as long as we live
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal or a file of another encoding, and names of files that are not UTF-8.
        sys.stdout.reconfigure(errors="backslashreplace")


def takes_any_text() -> bool:
    """Whether stdout can hold every letter as it is."""
    return (stdout().encoding or "utf-8").lower().replace("-", "") == "utf8"


@contextlib.contextmanager
def for_json() -> Iterator[None]:
    """Inside, what the project's own code prints goes to stderr: `stdout()` is for the command alone."""
    token = _for_json.set(sys.stdout)
    try:
        with contextlib.redirect_stdout(sys.stderr):
            yield
    finally:
        _for_json.reset(token)


def stdout() -> TextIO:
    """Where the command prints what it was asked for."""
    return _for_json.get() or sys.stdout


def complain(text: str) -> None:
    """One line on stderr."""
    # Nobody is left to tell where that cannot be written; the exit code still says it.
    with contextlib.suppress(OSError):
        print(f"guinet: {text}", file=sys.stderr, flush=True)


def abandon_output() -> None:
    """After stdout could not be written: what it still holds goes nowhere, also when the interpreter ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stdout().fileno())
