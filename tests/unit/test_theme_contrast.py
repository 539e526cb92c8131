"""The design tokens: complete, legible (WCAG contrast), told apart with colour-blind eyes."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

THEMES = ("dark", "light")
TEXT = 4.5
GRAPHICS = 3.0

LEGIBLE = [
    ("text", "window panel raised raised-hover field popup canvas node-body chart-background"),
    ("text", "selection selection-quiet"),
    ("text-secondary", "panel raised popup code"),
    ("text-muted", "window panel raised raised-hover field popup canvas node-body code"),
    ("text-muted", "chart-background selection-quiet"),
    ("text", "error-soft warning-soft success-soft"),
    ("success", "success-soft"),
    ("warning", "warning-soft"),
    ("code-line-number", "code"),
    ("accent", "panel window raised"),
    ("link", "panel window raised"),
    ("success", "panel window raised"),
    ("warning", "panel window raised"),
    ("error", "panel window raised field"),
    ("info", "panel raised"),
    ("on-accent", "accent-fill accent-fill-hover accent-fill-pressed"),
    ("on-accent-soft", "accent-soft"),
    ("on-success", "success-fill success-fill-hover success-fill-pressed"),
    ("on-success-soft", "success-soft"),
    ("on-warning-soft", "warning-soft"),
    ("on-error", "error-fill"),
    ("on-error-soft", "error-soft"),
    ("on-gradient-soft", "gradient-soft"),
    ("on-selection", "selection"),
    ("node-title", "node-body"),
    ("node-subtitle", "node-body"),
    ("wire-label", "canvas"),
    ("block-title", "canvas"),
    ("frame-title", "canvas"),
    ("link-line", "canvas"),
    ("on-repeat-pill", "repeat-pill"),
    ("chart-axis", "chart-background"),
    ("chart-marker", "chart-background"),
    *(
        (f"code-{role}", "code")
        for role in ("text", "keyword", "string", "number", "comment", "function", "class", "builtin", "operator")
    ),
    ("code-text", "code-highlight"),
]
SEEN = [
    ("focus", "window panel raised field popup canvas code selection accent-soft"),
    ("text", "panel accent-fill"),  # the ring of a filled button
    ("control-line", "panel field"),
    ("wire", "canvas"),
    ("wire-selected", "canvas"),
    ("wire-pending", "canvas"),
    ("wire-cut", "canvas"),
    ("guide", "canvas"),
    ("gradient", "canvas node-body"),
    ("autograd-edge", "canvas panel"),
    ("autograd-leaf-border", "panel autograd-leaf"),
    ("chart-cursor", "chart-background"),
    ("minimap-view", "minimap"),
    ("heat-low", "panel"),
    ("heat-middle", "panel"),
    ("heat-high", "panel"),
    ("node-selected", "canvas"),
    ("node-error", "canvas"),
    ("node-warning", "canvas"),
    ("wire-error", "canvas"),
    ("rubber-band", "canvas"),
    ("histogram", "panel"),
]


def tokens(name: str) -> dict[str, Any]:
    path = Path(__file__).resolve().parents[2] / "resources" / "themes" / f"{name}.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def linear(color: str) -> NDArray[np.float64]:
    """Linear light of an opaque #rrggbb, as WCAG 2.2 defines it."""
    channels = np.array([int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    lights = sorted(float(linear(color) @ [0.2126, 0.7152, 0.0722]) for color in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def pairs(table: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(front, back) for front, backs in table for back in backs.split()]


def test_contrast_of_known_pairs() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # the usual example of a grey just too pale


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("front", "back"), pairs(LEGIBLE))
def test_text_is_legible(name: str, front: str, back: str) -> None:
    colors = tokens(name)["colors"]
    assert contrast(colors[front], colors[back]) >= TEXT


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("front", "back"), pairs(SEEN))
def test_marks_are_seen(name: str, front: str, back: str) -> None:
    colors = tokens(name)["colors"]
    assert contrast(colors[front], colors[back]) >= GRAPHICS


@pytest.mark.parametrize("name", THEMES)
def test_ports_and_categories_are_seen(name: str) -> None:
    theme = tokens(name)
    for color in theme["ports"].values():
        assert min(contrast(color, theme["colors"][back]) for back in ("canvas", "node-body")) >= GRAPHICS
    for category, color in theme["categories"].items():
        assert contrast(color, theme["colors"]["node-body"]) >= GRAPHICS, category


@pytest.mark.parametrize("name", THEMES)
def test_series_can_be_read_as_text_on_the_chart(name: str) -> None:
    theme = tokens(name)
    assert len(theme["series"]) == len(set(theme["series"])) >= 8
    for color in theme["series"]:
        assert contrast(color, theme["colors"]["chart-background"]) >= TEXT


# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB
PROTANOPIA = [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
DEUTERANOPIA = [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]


def lab(light: NDArray[np.float64]) -> NDArray[np.float64]:
    """CIE L*a*b* (D65) of linear RGB."""
    to_xyz = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
    xyz = np.array(to_xyz) @ np.clip(light, 0, 1) / [0.95047, 1.0, 1.08883]
    root = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("sight", [np.eye(3).tolist(), PROTANOPIA, DEUTERANOPIA], ids=["all", "protan", "deutan"])
def test_the_first_series_differ_for_colour_blind_eyes(name: str, sight: list[list[float]]) -> None:
    seen = [lab(np.array(sight) @ linear(color)) for color in tokens(name)["series"][:3]]
    for one, other in itertools.combinations(seen, 2):
        assert np.linalg.norm(one - other) > 12  # CIE76; about 2 is the least that is noticed


def test_both_themes_name_the_same_roles() -> None:
    dark, light = tokens("dark"), tokens("light")
    for group in ("colors", "categories", "ports"):
        assert dark[group].keys() == light[group].keys()
    assert (dark["dark"], light["dark"]) == (True, False)


@pytest.mark.parametrize("name", THEMES)
def test_every_colour_is_written_the_web_way(name: str) -> None:
    theme = tokens(name)
    for color in [*theme["colors"].values(), *theme["categories"].values(), *theme["ports"].values(), *theme["series"]]:
        assert re.fullmatch(r"#[0-9a-f]{6}([0-9a-f]{2})?", color)


def test_no_colour_outside_the_themes(repository: Path) -> None:
    clear = r"(?!0, 0, 0, 0\)|transparent)"  # no paint at all is not a colour
    literal = re.compile(rf"""["']#[0-9a-fA-F]{{3,8}}["']|QColor\((?=\d){clear}|GlobalColor\.{clear}""")
    sources = (repository / "guinet" / "ui").rglob("*.py")
    guilty = [
        f"{path.name}:{number}"
        for path in sources
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if literal.search(line)
    ]
    assert guilty == []
