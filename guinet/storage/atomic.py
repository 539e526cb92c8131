"""Writing a file so that, whatever happens, the old one or the new one is there, whole."""

from __future__ import annotations

import errno
import os
import secrets
import stat
import time
from contextlib import suppress
from pathlib import Path

from guinet.storage.problems import SaveFailed

_SUFFIX = ".saving"

_LEFTOVER_SECONDS = 3600.0
"""Age from which a temporary file beside a project is a killed save's; a younger one may still be written to."""


def write(path: Path, data: bytes) -> None:
    """Writes `data` to a temporary file in the same folder, forces it to the disk, and puts it in the place of `path`.

    A link is followed, the file's permissions are kept. Raises SaveFailed, and then `path` is as it was.
    """
    try:
        _write(Path(os.path.realpath(path)), data)
    except OSError as error:
        raise SaveFailed(
            f"{path} could not be saved ({reason(error)}): what was there is untouched; "
            'use "Save as" to save it elsewhere.'
        ) from error


def _write(path: Path, data: bytes) -> None:
    mode = _mode(path)
    _remove_leftovers(path)
    name = path.with_name(f".{path.name}.{secrets.token_hex(4)}{_SUFFIX}")
    descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        try:
            if mode is not None:
                os.chmod(name, mode)
            write_all(descriptor, data)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):  # the failure that brought us here is the one to tell
            os.unlink(name)
        raise
    _sync_folder(path.parent)


def _mode(path: Path) -> int | None:
    """The permissions of the file that is there, if any. Raises OSError where it may not be replaced."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    # A file someone made read-only is meant to stay, even where the folder (or being root) would let us replace it.
    if not mode & 0o222 or not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "the file is read-only")
    return stat.S_IMODE(mode)


def write_all(descriptor: int, data: bytes) -> None:
    """Writes all of `data`, in as many pieces as the system takes. Raises OSError."""
    rest = memoryview(data)
    while rest:
        written = os.write(descriptor, rest)
        if not written:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        rest = rest[written:]


def _sync_folder(folder: Path) -> None:
    """Makes the new name last through a power cut, where the system can; the file itself is on the disk already."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove_leftovers(path: Path) -> None:
    for left in path.parent.glob(f".{_literal(path.name)}.*{_SUFFIX}"):
        with suppress(OSError):  # another user's, or just gone
            if time.time() - left.stat().st_mtime > _LEFTOVER_SECONDS:
                left.unlink()


def _literal(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def reason(error: OSError) -> str:
    """Why an operation on a file failed, to stand in parentheses in a sentence."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full"
    return error.strerror or type(error).__name__
