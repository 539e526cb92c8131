"""What the window remembers between starts: theme, language, places of docks, recent files.

One JSON file, `window.json`, in the user's configuration folder (`GUINET_HOME`, where set, takes its place). A file
that cannot be read is set aside beside it and the defaults are used; it never keeps the program from starting.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import platformdirs
from msgspec import Struct, field
from msgspec.structs import asdict, fields

from guinet.storage.atomic import replacing
from guinet.ui.theme import THEME_CHOICES, ThemeChoice

RECENT_LIMIT: Final = 12

_log = logging.getLogger(__name__)


class Settings(Struct):
    """The remembered values; change them, then `save()`.

    `geometry` and `dock_state` hold what QMainWindow.saveGeometry and saveState gave, in base64; `snaps`: what is moved
    snaps to the grid and to others' edges. `values` is for whatever else a panel wants to keep, as plain JSON under a
    key that starts with the panel's name.
    """

    theme: ThemeChoice = "system"
    language: str = "system"
    geometry: str = ""
    dock_state: str = ""
    recent_files: list[str] = field(default_factory=list)
    recent_nodes: list[str] = field(default_factory=list)
    last_folder: str = ""
    last_export_folder: str = ""
    shortcuts: dict[str, str] = field(default_factory=dict)
    snaps: bool = True
    values: dict[str, Any] = field(default_factory=dict)

    def add_recent_file(self, path: Path) -> None:
        """Put a file first among the recent ones."""
        self.recent_files = _first(str(path.absolute()), self.recent_files)

    def save(self, path: Path | None = None) -> bool:
        """Write the file whole or not at all; False (and a log line) when the folder cannot be written."""
        target = path or settings_path()
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps(asdict(self), indent=1, ensure_ascii=False, sort_keys=True)
            with replacing(target) as temporary:
                temporary.write_text(text, encoding="utf-8")
        except OSError as error:
            _log.warning("settings were not saved to %s: %s", target, error)
            return False
        return True


def settings_path() -> Path:
    """Where the settings lie for this user."""
    home = os.environ.get("GUINET_HOME")
    folder = Path(home) if home else Path(platformdirs.user_config_dir("guinet", appauthor=False))
    return folder / "window.json"


def load_settings(path: Path | None = None) -> Settings:
    """The remembered settings; defaults for a file that is missing, set aside when it is no settings file.

    A single value of the wrong type falls back to its default, so that an older or newer program can share the file.
    """
    source = path or settings_path()
    try:
        stored = json.loads(source.read_text(encoding="utf-8"))
        if not isinstance(stored, dict):
            raise ValueError("not a JSON object")
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, RecursionError) as error:
        _set_aside(source, error)
        return Settings()
    return _from_json(stored)


def _from_json(stored: Mapping[str, Any]) -> Settings:
    settings = Settings()
    for name in (entry.name for entry in fields(Settings)):
        value = stored.get(name)
        if _same_shape(value, getattr(settings, name)):
            setattr(settings, name, value)
    if settings.theme not in THEME_CHOICES:
        settings.theme = "system"
    return settings


def _same_shape(value: object, default: object) -> bool:
    if not isinstance(value, type(default)):
        return False
    return not isinstance(value, list) or all(isinstance(item, str) for item in value)


def _set_aside(source: Path, error: Exception) -> None:
    aside = source.with_name(f"{source.name}.unreadable")
    _log.warning("settings %s could not be read (%s) and were moved to %s", source, error, aside.name)
    try:
        source.replace(aside)
    except OSError as trouble:
        _log.warning("%s could not be moved: %s", source, trouble)


def _first(entry: str, entries: list[str]) -> list[str]:
    return [entry, *(other for other in entries if other != entry)][:RECENT_LIMIT]
