"""How far a person has come with each lesson: a small file beside the settings, shared by all windows."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from msgspec import Struct, field

from guinet.core.problems import GuinetError
from guinet.storage.atomic import write
from guinet.ui.settings import settings_path

FILE: Final = "lessons.json"

_log = logging.getLogger(__name__)


class Progress(Struct):
    """`done` is the number of steps done by the name of the lesson; `current` the lesson that was open last, "" for
    none."""

    done: dict[str, int] = field(default_factory=dict)
    current: str = ""

    def note(self, *, done: Mapping[str, int] | None = None, current: str | None = None) -> None:
        """Takes this in, and what other windows noted meanwhile, and writes the file; a log line where that cannot be,
        and the lessons go on."""
        self.done = {**self.done, **load_progress().done, **(done or {})}
        self.current = self.current if current is None else current
        path = _path()
        text = json.dumps({"done": self.done, "current": self.current}, indent=1, sort_keys=True)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write(path, text.encode("utf-8"))
        except (OSError, GuinetError) as error:
            _log.warning("how far the lessons were done was not saved: %s", error)


def load_progress() -> Progress:
    """What was saved; nothing done where there is no such file, or none that can be read."""
    try:
        stored = json.loads(_path().read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return Progress()
    except (OSError, ValueError, RecursionError) as error:
        _log.warning("how far the lessons were done could not be read (%s): they begin anew", error)
        return Progress()
    return _from_json(stored if isinstance(stored, dict) else {})


def _from_json(stored: Mapping[str, Any]) -> Progress:
    """Single values of the wrong type are left out, so that another version may share the file."""
    done, current = stored.get("done"), stored.get("current")
    counts = {
        str(name): count
        for name, count in (done if isinstance(done, dict) else {}).items()
        if isinstance(count, int) and not isinstance(count, bool) and count >= 0
    }
    return Progress(counts, current if isinstance(current, str) else "")


def _path() -> Path:
    return settings_path().with_name(FILE)
