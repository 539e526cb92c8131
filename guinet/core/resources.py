"""Finds the data files shipped with GuiNet, in a wheel and in a working tree alike."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def resource(path: str) -> Path:
    """The file or folder `path` below `resources/`, e.g. ``resource("examples/digits-cnn.guinet")``.

    Raises FileNotFoundError when the installation lacks it.
    """
    for root in (_PACKAGE / "resources", _PACKAGE.parent / "resources"):
        found = root / path
        if found.exists():
            return found
    raise FileNotFoundError(f"GuiNet's own file {path} is missing; reinstall GuiNet")
