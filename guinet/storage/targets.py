"""Where an export may be put: in a folder that is there, and never over a project."""

from __future__ import annotations

from pathlib import Path

from guinet.core.problems import QT_TRANSLATE_NOOP, Misuse
from guinet.core.project import Project
from guinet.storage.files import SUFFIX


def check_target(path: Path, project: Project) -> None:
    """Raises Misuse when no export of `project` may be put at `path`."""
    if not path.absolute().parent.is_dir():
        raise Misuse(
            QT_TRANSLATE_NOOP("Problem", "{parent} is not a folder: make it first, or choose another"),
            parent=path.parent,
        )
    if path.is_dir():
        raise Misuse(QT_TRANSLATE_NOOP("Problem", "{path} is a folder: say a file in it"), path=path)
    if path.exists() and not path.is_file():  # a device: it would be replaced, for everyone on this machine
        raise Misuse(QT_TRANSLATE_NOOP("Problem", "{path} is not a file: choose another name"), path=path)
    if path.suffix.lower() == SUFFIX or _same_file(path, project.path):
        raise Misuse(
            QT_TRANSLATE_NOOP(
                "Problem", "{file} is a project's name, and an export would destroy the project: choose another name"
            ),
            file=path.name,
        )


def _same_file(path: Path, other: Path | None) -> bool:
    """Whether both are one file, by whatever links."""
    return other is not None and path.exists() and other.exists() and path.samefile(other)
