"""Opening and saving projects."""

from __future__ import annotations

import os
import re
import stat
from functools import cache
from pathlib import Path
from typing import Final

from guinet.core.ports import Catalogue
from guinet.core.problems import QT_TRANSLATE_NOOP, Misuse, NotAllowed, Unreadable, sentence
from guinet.core.project import Project
from guinet.core.values import MISSING, Setting
from guinet.nodes.registry import REGISTRY
from guinet.storage import atomic
from guinet.storage.migrations import migrate
from guinet.storage.problems import Misfit, SaveFailed
from guinet.storage.reading import contents
from guinet.storage.text import MOST_BYTES, decode, parse, unreadable
from guinet.storage.writing import FORMAT, project_text

SUFFIX: Final = ".guinet"

_HEAD = re.compile(rb'\s*\{\s*"guinet":\s*(\d{1,9})\b')


def load(path: str | os.PathLike[str], catalogue: Catalogue = REGISTRY) -> Project:
    """Opens a project file. Nothing in it is run.

    Broken wires, cycles and unknown node kinds load and are marked (`guinet.core.rules.structure_problems`).
    Raises Unreadable when it is not a whole project file, NotAllowed when a newer GuiNet made it.
    """
    return loads(read_text(Path(path)), path, catalogue)


def loads(text: str, path: str | os.PathLike[str] | None = None, catalogue: Catalogue = REGISTRY) -> Project:
    """As `load`, from the text of a file; `path` is what the project and its errors are named by."""
    name = sentence(QT_TRANSLATE_NOOP("Problem", "The text")) if path is None else str(path)
    raw = parse(text, name)
    try:
        read = contents(migrate(raw, name))
    except Misfit as misfit:
        raise unreadable(name, misfit) from None
    project = Project(catalogue, read.blocks, None if path is None else Path(path))
    project.training.update(read.training)
    project.learn(read.code)
    project.notes, project.extra = read.notes, read.extra
    return project


def save(project: Project, path: str | os.PathLike[str] | None = None) -> Path:
    """Writes the project to `path`, or to the file it came from, and marks it as saved; returns where it is now.

    Raises SaveFailed when it cannot be written, and then the old file and the project are as they were;
    NotAllowed when the file there was made by a newer GuiNet; Misuse when the project has no file yet.
    """
    target = project.path if path is None else Path(path)
    if target is None:
        raise Misuse(QT_TRANSLATE_NOOP("Problem", "The project has no file yet: say where to save it."))
    text = dumps(project)
    _refuse_newer(target)
    atomic.write(target, text.encode())
    project.path = target
    project.history.mark_saved()
    return target


def dumps(project: Project) -> str:
    """The text of the project's file: equal projects have equal texts. Raises SaveFailed for a number no file takes."""
    try:
        return project_text(project, defaults)
    except Misfit as misfit:
        name = project.path or sentence(QT_TRANSLATE_NOOP("Problem", "The project"))
        raise SaveFailed(
            QT_TRANSLATE_NOOP("Problem", "{name} cannot be written: {reason}; change it and save again."),
            name=name,
            reason=misfit.sentence,
        ) from None


@cache
def defaults(kind: str) -> dict[str, Setting]:
    """What need not be written. An argument that can be inferred is always written: set by hand, it is an assertion."""
    node_type = REGISTRY.get(kind)
    if node_type is None:
        return {}
    return {
        argument.name: argument.default
        for argument in node_type.arguments
        if argument.inferred is None and argument.default is not MISSING
    }


def read_text(path: Path) -> str:
    """The text of a file. Raises Unreadable."""
    return decode(_read(path), str(path))


def _read(path: Path) -> bytes:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise Unreadable(
                QT_TRANSLATE_NOOP("Problem", "{path} is a folder: choose a {suffix} file in it."),
                path=path,
                suffix=SUFFIX,
            )
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable(
                QT_TRANSLATE_NOOP("Problem", "{path} is not a file: choose a {suffix} file."), path=path, suffix=SUFFIX
            )
        if status.st_size > MOST_BYTES:
            size = status.st_size / 2**20
            raise Unreadable(
                QT_TRANSLATE_NOOP("Problem", "{path} has {size} MB, more than any project: choose a {suffix} file."),
                path=path,
                size=f"{size:,.0f}",
                suffix=SUFFIX,
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise Unreadable(
            QT_TRANSLATE_NOOP("Problem", "{path} does not exist: check its name and folder."), path=path
        ) from None
    except PermissionError:
        raise Unreadable(
            QT_TRANSLATE_NOOP("Problem", "{path} may not be read: ask its owner for permission."), path=path
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise Unreadable(
            QT_TRANSLATE_NOOP("Problem", "{path} could not be read ({error}): check the name and the drive."),
            path=path,
            error=reason,
        ) from None


def _refuse_newer(path: Path) -> None:
    """A file of a newer format is never overwritten: what this GuiNet cannot read it must not destroy."""
    try:
        if not path.is_file():
            return  # writing will tell; a pipe would have us wait
        with path.open("rb") as file:
            head = _HEAD.match(file.read(200))
    except OSError:
        return  # not there, or not readable: writing will tell
    if head is not None and int(head.group(1)) > FORMAT:
        raise NotAllowed(
            QT_TRANSLATE_NOOP(
                "Problem", "{path} was made by a newer GuiNet and is left as it is: save under another name."
            ),
            path=path,
        )
