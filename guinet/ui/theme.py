"""Colours, sizes and fonts by role: the one place widgets and painters get them from.

The values live in `resources/themes/`: `dark.json` and `light.json` (colours by role), `metrics.json` (sizes and
fonts, the same for both) and `style.qss` (how stock widgets look, with `${role}` where a value goes).

A painter asks ``current_theme().color("wire")`` each time it paints, and repaints on ``theme_signals().changed``.
A stock widget needs nothing, or a dynamic property that `style.qss` knows (see `set_variant`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache, partial
from types import MappingProxyType
from typing import Any, Final, Literal, get_args

from msgspec import Struct
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QWidget

from guinet.core.resources import resource
from guinet.ui.fonts import load_fonts

ThemeChoice = Literal["system", "dark", "light"]
FontRole = Literal["body", "strong", "small", "tiny", "title", "hero", "mono", "mono-small"]

THEME_CHOICES: Final[tuple[ThemeChoice, ...]] = get_args(ThemeChoice)

_FONT_SIZES: Final[Mapping[str, str]] = {
    "body": "font",
    "strong": "font",
    "small": "font-small",
    "tiny": "font-tiny",
    "title": "font-title",
    "hero": "font-hero",
    "mono": "font-status",
    "mono-small": "font-small",
}
_BOLD_ROLES: Final = frozenset({"strong", "title", "hero"})


class Theme(Struct, frozen=True):
    """One set of design tokens. Unknown roles and metrics raise KeyError; unknown categories and ports have a colour.

    The mappings hold the text of the token files; the methods give what Qt draws with.
    """

    name: str
    dark: bool
    colors: Mapping[str, str]
    categories: Mapping[str, str]
    ports: Mapping[str, str]
    series_colors: tuple[str, ...]
    scale_colors: tuple[str, ...]
    metrics: Mapping[str, float]
    families: Mapping[str, tuple[str, ...]]

    def color(self, role: str, alpha: float | None = None) -> QColor:
        """The colour of a role such as ``"accent"`` or ``"node-body"``; `alpha` in 0–1 replaces its own."""
        return self._color(self.colors[role], alpha)

    def category(self, name: str, alpha: float | None = None) -> QColor:
        """The colour of a node category: "Convolution", "input output" and "input_output" are all understood."""
        key = name.strip().lower().replace(" ", "_").replace("-", "_").replace("ization", "isation")
        return self._color(self.categories.get(key, self.categories["unknown"]), alpha)

    def port(self, type_name: str, alpha: float | None = None) -> QColor:
        """The colour of a port type (`guinet.core.ports.PortType`)."""
        return self._color(self.ports.get(type_name, self.ports["any"]), alpha)

    def series(self, index: int, alpha: float | None = None) -> QColor:
        """The colour of the chart line number `index`; they are told apart with colour-blind eyes, then repeat."""
        return self._color(self.series_colors[index % len(self.series_colors)], alpha)

    def metric(self, name: str) -> float:
        """A size in device-independent pixels, e.g. ``metric("node-radius")``."""
        return self.metrics[name]

    def scale(self) -> list[QColor]:
        """Evenly spaced colours from least to most, told apart with colour-blind eyes too (viridis)."""
        return [self._color(text, None) for text in self.scale_colors]

    def pixels(self, name: str) -> int:
        """A size rounded to whole pixels, for layouts and fixed widths."""
        return round(self.metrics[name])

    def font(self, role: FontRole = "body") -> QFont:
        """The font of a role, in the first of the theme's families that this machine has."""
        mono = role.startswith("mono")
        font = QFont(list(_installed(self.families["mono" if mono else "sans"], mono)))
        font.setPixelSize(round(self.metrics[_FONT_SIZES[role]]))
        if role in _BOLD_ROLES:
            font.setWeight(QFont.Weight.Bold)
        if mono:
            font.setStyleHint(QFont.StyleHint.Monospace)
        return font

    def _color(self, text: str, alpha: float | None) -> QColor:
        color = QColor(_parsed(text))
        if alpha is not None:
            color.setAlphaF(alpha)
        return color


class ThemeSignals(QObject):
    """`changed(Theme)` is sent after the application took a theme, at start too."""

    changed = Signal(object)


@cache
def _parsed(text: str) -> QColor:
    return parse_color(text)


def parse_color(text: str) -> QColor:
    """``#rrggbb`` or ``#rrggbbaa``, as the web writes it (Qt's own order is ``#aarrggbb``)."""
    color = QColor(text[:7])
    if not color.isValid() or len(text) not in (7, 9):
        raise ValueError(f"{text!r} is not a colour of the form #rrggbb or #rrggbbaa")
    if len(text) == 9:
        color.setAlpha(int(text[7:], 16))
    return color


@cache
def load_theme(name: Literal["dark", "light"]) -> Theme:
    """The theme as shipped in `resources/themes/`."""
    tokens = _read_json(f"themes/{name}.json")
    shared = _read_json("themes/metrics.json")
    families = {key: tuple(value) for key, value in shared["fonts"].items()}
    return Theme(
        name=tokens["name"],
        dark=tokens["dark"],
        colors=MappingProxyType(tokens["colors"]),
        categories=MappingProxyType(tokens["categories"]),
        ports=MappingProxyType(tokens["ports"]),
        series_colors=tuple(tokens["series"]),
        scale_colors=tuple(tokens["scale"]),
        metrics=MappingProxyType(shared["metrics"]),
        families=MappingProxyType(families),
    )


class _State:
    """What the application looks like now."""

    theme: Theme | None = None
    choice: ThemeChoice = "system"
    signals: ThemeSignals | None = None
    watched: QGuiApplication | None = None


def current_theme() -> Theme:
    """The theme in use; dark until `apply_theme` was called."""
    return _State.theme or load_theme("dark")


def current_choice() -> ThemeChoice:
    """What the user chose: "system" stays "system" whichever theme that gave."""
    return _State.choice


def theme_signals() -> ThemeSignals:
    """Tells of theme changes: ``theme_signals().changed.connect(self.update_colors)``."""
    if _State.signals is None:
        _State.signals = ThemeSignals()
    return _State.signals


def apply_theme(app: QApplication, choice: ThemeChoice) -> Theme:
    """Dress the application: palette, style sheet, font. Works at start and while running."""
    theme = load_theme(resolve_choice(choice))
    _watch_system(app)
    _State.choice = choice
    if _State.theme is theme and app.styleSheet():
        return theme
    _State.theme = theme
    app.setFont(theme.font())
    app.setPalette(build_palette(theme))
    app.setStyleSheet(build_style_sheet(theme))
    theme_signals().changed.emit(theme)
    return theme


def resolve_choice(choice: ThemeChoice) -> Literal["dark", "light"]:
    """The theme a choice means on this machine now; dark where the system does not say."""
    if choice == "system":
        return "light" if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Light else "dark"
    return choice


def set_variant(widget: QWidget, variant: str) -> None:
    """Give a widget one of the looks of `style.qss`.

    Buttons: "primary", "success", "danger", "flat", "segment", "line" (of code). Labels: "muted", "small", "strong",
    "title", "hero", "accent", "error", "warning", "success", "code", "pill", "badge". Frames: "panel", "card",
    "lesson", "problem", "warning-card", "toolbar". Fields: "search", "mono"; editors: "code", "mono".
    The empty text takes the look away.
    """
    if widget.property("variant") == variant:
        return
    widget.setProperty("variant", variant)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # it will be dressed when it is first shown
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def style_spin_box(box: QAbstractSpinBox) -> None:
    """Indent the number as in other fields; Qt 6.11 ignores a spin box's padding on the left."""
    box.lineEdit().setTextMargins(current_theme().pixels("space-small"), 0, 0, 0)


def build_palette(theme: Theme) -> QPalette:
    """The palette for what a style sheet does not reach, and for painters that ask the palette."""
    palette = QPalette()
    for role, token in _PALETTE_ROLES.items():
        palette.setColor(role, theme.color(token))
    disabled = QPalette.ColorGroup.Disabled
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(disabled, role, theme.color("text-disabled"))
    palette.setColor(disabled, QPalette.ColorRole.Highlight, theme.color("line"))
    return palette


def build_style_sheet(theme: Theme) -> str:
    """`style.qss` with every ``${role}`` replaced; raises KeyError for a role the theme lacks."""
    value = cache(partial(_style_value, theme))
    return re.sub(r"\$\{([a-z0-9-]+)\}", lambda match: value(match[1]), _style_template())


@cache
def _style_template() -> str:
    return resource("themes/style.qss").read_text(encoding="utf-8")


def _style_value(theme: Theme, name: str) -> str:
    if name == "controls":
        return resource("themes/controls").as_posix()
    if name in theme.colors:
        color = theme.color(name)
        return f"rgba({color.red()},{color.green()},{color.blue()},{color.alpha()})"
    if name.startswith("family-"):
        key = name.removeprefix("family-")
        return ", ".join(f'"{family}"' for family in _installed(theme.families[key], key == "mono"))
    return f"{theme.metrics[name]:g}px"


@cache
def _installed(families: tuple[str, ...], fixed_pitch: bool) -> tuple[str, ...]:
    """The families this machine has, then the system's own; missing ones would cost Qt a search at every use."""
    load_fonts()  # the answer is kept: it must not be given before Qt knows the families that are shipped
    kind = QFontDatabase.SystemFont.FixedFont if fixed_pitch else QFontDatabase.SystemFont.GeneralFont
    own = QFontDatabase.systemFont(kind).family()
    # Asked family by family, fontconfig looks up the aliases of each. One of two foundries is told as `Inter [RSMS]`.
    known = {family.partition(" [")[0] for family in QFontDatabase.families()}
    found = [family for family in families if family in known]
    return tuple(dict.fromkeys([*found, own]))


def _watch_system(app: QGuiApplication) -> None:
    if _State.watched is app:
        return
    _State.watched = app
    app.styleHints().colorSchemeChanged.connect(_follow_system)


def _follow_system() -> None:
    app = QApplication.instance()
    if _State.choice == "system" and isinstance(app, QApplication):
        apply_theme(app, "system")


def _read_json(path: str) -> dict[str, Any]:
    tokens: dict[str, Any] = json.loads(resource(path).read_text(encoding="utf-8"))
    return tokens


_PALETTE_ROLES: Final[Mapping[QPalette.ColorRole, str]] = {
    QPalette.ColorRole.Window: "panel",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "field",
    QPalette.ColorRole.AlternateBase: "raised",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "text-muted",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "error",
    QPalette.ColorRole.Light: "raised-hover",
    QPalette.ColorRole.Midlight: "raised",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "line",
    QPalette.ColorRole.Shadow: "shadow",
    QPalette.ColorRole.Highlight: "selection",
    QPalette.ColorRole.HighlightedText: "on-selection",
    QPalette.ColorRole.Accent: "accent-fill",
    QPalette.ColorRole.Link: "link",
    QPalette.ColorRole.LinkVisited: "link",
    QPalette.ColorRole.ToolTipBase: "popup",
    QPalette.ColorRole.ToolTipText: "text",
}
