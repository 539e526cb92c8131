"""The window. The only room that imports Qt."""

from __future__ import annotations

import sys

import PySide6.QtCore  # noqa: F401 - brings what is looked for below


def _spare_the_search() -> None:
    """PySide reads the source of every module imported after it, to see whether that may switch its naming features
    (`from __feature__ import snake_case`). None here does, and it would be a tenth of the time until the window is
    there, and megabytes of text kept. Where another PySide works in another way, nothing is changed."""
    feature = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = lambda module: False  # type: ignore[union-attr]


_spare_the_search()
