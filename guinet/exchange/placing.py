"""Gives finished files their names: all of them, or none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from filecmp import cmp
from pathlib import Path

from guinet.compile.source import HEADER
from guinet.core.problems import QT_TRANSLATE_NOOP, Misuse
from guinet.exchange.companion import hides_a_module


def refuse_hiding(path: Path) -> None:
    """Raises Misuse when scripts beside `path` would import it in the place of a module they need."""
    if path.suffix == ".py" and hides_a_module(path.stem):
        raise Misuse(
            QT_TRANSLATE_NOOP(
                "Problem", "{file} would hide the module {stem} from the scripts beside it: choose another name"
            ),
            file=path.name,
            stem=path.stem,
        )


def place(folder: Path, names: Sequence[str], path: Path) -> None:
    """Moves the files and folders `names` from `folder` to their places beside `path`, and the file itself last: a
    reader never finds it without what it needs.

    Raises Misuse when another file has the name of one beside it, OSError when a file cannot be put there; everything
    is then as it was.
    """
    beside = [name for name in names if name != path.name]
    for name in beside:
        _refuse_another(folder / name, path.parent / name, replacing=path.exists())
    mode = _usual_mode(folder)
    undo: list[Callable[[], object]] = []
    try:
        for name in [*beside, path.name]:
            there = path.parent / name
            if name != path.name and there.exists() and _same(folder / name, there):
                continue
            undo.append(_undoing(there, folder / f"guinet-before-{len(undo)}"))
            _move(folder / name, there, mode)
    except BaseException:
        for take_back in reversed(undo):
            take_back()
        raise


def _refuse_another(made: Path, there: Path, replacing: bool) -> None:
    """The model's source may be replaced where the file it belongs to is: they are written as a pair."""
    if not there.exists() or _same(made, there):
        return
    if not (replacing and there.is_file() and there.read_bytes().startswith(HEADER.encode())):
        raise Misuse(
            QT_TRANSLATE_NOOP("Problem", "{there} is there already and is something else: choose another name"),
            there=there,
        )


def _same(made: Path, there: Path) -> bool:
    """Whether two files, or two folders with all that is in them, are equal."""
    if not made.is_dir() or not there.is_dir():
        return made.is_file() and there.is_file() and cmp(made, there, shallow=False)
    names = [sorted(file.relative_to(each) for file in each.rglob("*")) for each in (made, there)]
    return names[0] == names[1] and all(
        (made / n).is_dir() or cmp(made / n, there / n, shallow=False) for n in names[0]
    )


def _move(made: Path, there: Path, mode: int) -> None:
    if made.is_dir():
        made.replace(there)
        return
    made.chmod(mode)
    with made.open("rb") as written:
        os.fsync(written.fileno())
    made.replace(there)


def _undoing(there: Path, kept: Path) -> Callable[[], object]:
    """What puts the file at `there` back. It is kept beside, so that a disk without room can take it back too."""
    if not os.path.lexists(there):
        return lambda: shutil.rmtree(there) if there.is_dir() else there.unlink(missing_ok=True)
    try:
        os.link(there, kept, follow_symlinks=False)
    except (OSError, NotImplementedError):  # a file system without links, or another user's file
        shutil.copy2(there, kept, follow_symlinks=False)
    return lambda: os.replace(kept, there)


def _usual_mode(folder: Path) -> int:
    """What a new file may be used for here; some writers make theirs private."""
    plain = folder / "guinet-mode"
    plain.touch()
    return plain.stat().st_mode & 0o777
