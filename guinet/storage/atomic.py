"""Writing a file so that, whatever happens, the old one or the new one is there, whole."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, sentence
from guinet.storage.problems import SaveFailed

_SUFFIX = ".saving"
LEFTOVERS = f".*{_SUFFIX}"
"""What a killed program leaves behind in a folder, as a pattern for `Path.glob`."""

_LEFTOVER_SECONDS = 3600.0
"""Age from which a temporary file beside a project is a killed save's; a younger one may still be written to."""


def write(path: Path, data: bytes) -> None:
    """Writes `data` in the place of what is at `path` (see `replacing`). Raises SaveFailed; that is untouched then."""
    try:
        with replacing(path) as temporary:
            descriptor = os.open(temporary, os.O_WRONLY | getattr(os, "O_BINARY", 0))
            try:
                write_all(descriptor, data)
            finally:
                os.close(descriptor)
    except OSError as error:
        raise SaveFailed(
            QT_TRANSLATE_NOOP(
                "Problem", "{path} could not be saved ({error}): what was there is untouched, save it elsewhere."
            ),
            path=path,
            error=reason(error),
        ) from error


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """An empty file in the same folder to write to: forced to the disk and put in the place of `path` when the block
    ends well, removed when it does not.

    A link is followed, the file's permissions are kept. Raises OSError, and then `path` is as it was.
    """
    target = Path(os.path.realpath(path))
    mode = _mode(target)
    _remove_leftovers(target)
    temporary = target.with_name(f".{target.name}.{os.urandom(4).hex()}{_SUFFIX}")
    os.close(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
    try:
        if mode is not None:
            os.chmod(temporary, mode)
        yield temporary
        _force(temporary)
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):  # the failure that brought us here is the one to tell
            os.unlink(temporary)
        raise
    _sync_folder(target.parent)


def _force(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _mode(path: Path) -> int | None:
    """The permissions of the file that is there, if any. Raises OSError where it may not be replaced."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):  # a device or a pipe: replaced, it would be gone for everyone on this machine
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    # A file someone made read-only is meant to stay, even where the folder (or being root) would let us replace it.
    if not mode & 0o222 or not os.access(path, os.W_OK):
        raise _ReadOnly(errno.EACCES, os.strerror(errno.EACCES))
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


def reason(error: OSError) -> Problem:
    """Why an operation on a file failed, to stand in parentheses in a sentence."""
    as_safetensors_says_it = f"os error {errno.ENOSPC}" in str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT) or as_safetensors_says_it:
        return sentence(QT_TRANSLATE_NOOP("Problem", "the disk is full"))
    if isinstance(error, _ReadOnly) or error.errno == errno.EROFS:
        return sentence(QT_TRANSLATE_NOOP("Problem", "the file is read-only"))
    return sentence("{words}", words=error.strerror or str(error) or type(error).__name__)


class _ReadOnly(PermissionError):
    """The file is there, and is not to be written."""
