"""Which project a window starts with."""

from __future__ import annotations

from pathlib import Path

from guinet.core.project import Project
from guinet.storage import files
from guinet.storage.examples import example_path

FIRST_EXAMPLE = "digits-cnn"


def open_project(path: Path | None) -> Project:
    """The project of a file; the bundled example, as a project never saved, when there is none.

    Raises Unreadable or NotAllowed.
    """
    if path is not None:
        return files.load(path)
    return open_example(FIRST_EXAMPLE)


def open_example(name: str) -> Project:
    """A bundled example, as a project never saved. Raises Misuse where there is none of this name."""
    project = files.load(example_path(name))
    # Saving must ask for a name: the example itself stays as it is.
    project.path = None
    return project
