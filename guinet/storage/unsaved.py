"""Where the runs of projects go that were never saved: a folder of the user's, and none of it for ever."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from typing import Final

_KEPT: Final = 5
_KEPT_SECONDS: Final = 30 * 24 * 3600
"""Folders are removed when they are older than this and not among the newest."""


def new_runs_folder() -> Path:
    """A place of its own for the runs of one project, below `GUINET_HOME` or in the user's state folder; nothing is
    made there yet. Old ones are removed."""
    folder = _folder()
    _remove_old(folder)
    return folder / f"{os.urandom(8).hex()}.runs"


def _folder() -> Path:
    home = os.environ.get("GUINET_HOME")
    if home:
        return Path(home) / "unsaved"
    from platformdirs import user_state_path  # only where it is asked for: it takes a while to import

    return user_state_path("guinet", appauthor=False) / "unsaved"


def _remove_old(folder: Path) -> None:
    found = sorted(folder.glob("*.runs"), key=lambda runs: runs.stat().st_mtime, reverse=True)
    for runs in found[_KEPT:]:
        if time.time() - runs.stat().st_mtime > _KEPT_SECONDS:
            shutil.rmtree(runs, ignore_errors=True)
