"""The fonts shipped in `resources/fonts/`, given to Qt so that the window looks the same on every machine."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from guinet.core.resources import resource

_LATIN = ("Inter-Regular.otf", "Inter-SemiBold.otf", "JetBrainsMono-Regular.ttf")
_CHINESE = "NotoSansSC-GB2312.otf"
_SYSTEM_CHINESE = ("PingFang SC", "Microsoft YaHei UI", "Source Han Sans SC", "Noto Sans CJK SC", "Noto Sans SC")


@cache
def load_fonts() -> None:
    """Make the window's own families known to Qt; needs a QGuiApplication. Only the first call does anything."""
    for name in _LATIN:
        _add(name)


@cache
def load_chinese_font() -> str:
    """Make Chinese text readable whatever family a widget asks for; returns the family that draws it.

    A good font of the system's is preferred to the subset shipped here.
    """
    load_fonts()
    found = [family for family in _SYSTEM_CHINESE if QFontDatabase.hasFamily(family)]
    family = found[0] if found else _add(_CHINESE)
    for latin in ("Inter", "JetBrains Mono"):
        QFont.insertSubstitution(latin, family)
    return family


def _add(name: str) -> str:
    number = QFontDatabase.addApplicationFont(str(resource(f"fonts/{name}")))
    families = QFontDatabase.applicationFontFamilies(number)
    if not families:
        raise RuntimeError(f"Qt cannot read GuiNet's own font {name}; reinstall GuiNet")
    return families[0]
