"""Folders in which exports are made, before they are put in their places; and those of exports that were killed."""

from __future__ import annotations

import os
import shutil
import socket
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final
from uuid import uuid4

PREFIX: Final = ".guinet-export-"
"""How the folders begin in which exports are made; the machine and the process follow."""

_LEFTOVER_SECONDS: Final = 3600.0
"""Age from which such a folder is one of an export that was killed, where its process cannot be asked for."""


def remove_leftovers(folder: Path) -> None:
    """Removes what killed exports left behind."""
    for left in folder.glob(f"{PREFIX}*"):
        with suppress(OSError):  # another user's, or just gone
            if _has_ended(left.name) or time.time() - left.stat().st_mtime > _LEFTOVER_SECONDS:
                shutil.rmtree(left)


@contextmanager
def workplace(parent: Path) -> Iterator[Path]:
    """A folder in `parent` that only this user may enter, as long as it is needed. Raises OSError."""
    # An interrupt may come anywhere: the name is known before the folder is there, and the end of it is made twice.
    folder = parent / f"{PREFIX}{_machine()}-{os.getpid()}-{uuid4().hex}"
    try:
        folder.mkdir(mode=0o700)
        yield folder
    finally:
        try:
            shutil.rmtree(folder, ignore_errors=True)
        except KeyboardInterrupt:
            shutil.rmtree(folder, ignore_errors=True)
            raise


def _has_ended(name: str) -> bool:
    """Whether the process that made the folder was one of this machine, and is there no more."""
    machine, _, rest = name.removeprefix(PREFIX).partition("-")
    process = rest.partition("-")[0]
    if machine != _machine() or not process.isdecimal():
        return False
    import psutil  # the window reads this only when an export was killed

    return not psutil.pid_exists(int(process))


def _machine() -> str:
    """Folders may be shared by several machines, where a process id says nothing of another's."""
    return f"{zlib.crc32(socket.gethostname().encode()):08x}"
