"""Themes and icons in a running application."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QFontDatabase, QIcon, QImage, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from guinet.ui.icons import icon, pixmap
from guinet.ui.theme import (
    Theme,
    _installed,
    apply_theme,
    build_style_sheet,
    current_choice,
    current_theme,
    load_theme,
    parse_color,
    resolve_choice,
    set_variant,
    theme_signals,
)


@pytest.fixture(autouse=True)
def dark(qapp: QApplication) -> Iterator[QApplication]:
    apply_theme(qapp, "dark")
    yield qapp
    apply_theme(qapp, "dark")


def inked(picture: QPixmap | QImage) -> list[QColor]:
    """The opaque pixels of a picture."""
    image = picture.toImage() if isinstance(picture, QPixmap) else picture
    every = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return [color for color in every if color.alpha() == 255]


def test_parse_color_reads_alpha_last() -> None:
    color = parse_color("#10203080")
    assert (color.red(), color.green(), color.blue(), color.alpha()) == (0x10, 0x20, 0x30, 0x80)


@pytest.mark.parametrize("bad", ["red", "#12", "#1234567", "#gggggg", ""])
def test_parse_color_refuses_anything_else(bad: str) -> None:
    with pytest.raises(ValueError, match="is not a colour"):
        parse_color(bad)


def test_roles_give_fresh_colours() -> None:
    theme = load_theme("dark")
    first = theme.color("accent")
    first.setRed(0)
    assert theme.color("accent").name() == theme.colors["accent"]
    assert theme.color("accent", 0.5).alphaF() == pytest.approx(0.5, abs=0.01)


def test_unknown_role_is_an_error_and_unknown_category_a_colour() -> None:
    theme = load_theme("light")
    with pytest.raises(KeyError):
        theme.color("acent")
    assert theme.category("Input output").name() == theme.categories["input_output"]
    assert theme.category("Normalization").name() == theme.categories["normalisation"]
    assert theme.category("of a plug-in").name() == theme.categories["unknown"]
    assert theme.port("of a plug-in").name() == theme.ports["any"]
    assert theme.series(0) == theme.series(len(theme.series_colors))


@pytest.mark.parametrize("name", ["dark", "light"])
def test_style_sheet_is_complete_and_understood_by_qt(name: str, qtbot: QtBot) -> None:
    sheet = build_style_sheet(load_theme("dark" if name == "dark" else "light"))
    assert "${" not in sheet
    for url in {part.split('"')[1] for part in sheet.split("url(")[1:]}:
        assert Path(url).is_file()
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.setStyleSheet(sheet)  # a mistake is a Qt warning, which fails the test
    widget.show()


def test_switching_dresses_widgets_and_tells_painters(dark: QApplication, qtbot: QtBot) -> None:
    label = QLabel("text")
    qtbot.addWidget(label)
    label.show()
    with qtbot.waitSignal(theme_signals().changed) as told:
        apply_theme(dark, "light")
    assert told.args == [load_theme("light")]
    assert (current_theme(), current_choice()) == (load_theme("light"), "light")
    assert dark.palette().color(QPalette.ColorRole.Window).name() == load_theme("light").colors["panel"]
    assert label.palette().color(QPalette.ColorRole.WindowText).name() == load_theme("light").colors["text"]


def test_applying_the_same_theme_again_is_silent(dark: QApplication, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(theme_signals().changed):
        apply_theme(dark, "dark")


def test_a_family_of_two_foundries_is_a_family_of_this_machine(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    monkeypatch.setattr(QFontDatabase, "families", lambda: ["Inter [ADBO]", "Inter [RSMS]", "DejaVu Sans"])
    families = _installed.__wrapped__(("Inter", "Segoe UI", "DejaVu Sans"), False)
    assert families[:2] == ("Inter", "DejaVu Sans")
    assert "Segoe UI" not in families


def test_system_choice_is_kept(dark: QApplication) -> None:
    theme = apply_theme(dark, "system")
    assert current_choice() == "system"
    assert theme is load_theme(resolve_choice("system"))


def test_variant_changes_the_look_of_a_shown_button(qtbot: QtBot) -> None:
    button = QPushButton("Train")
    qtbot.addWidget(button)
    button.resize(90, 30)
    button.show()
    theme = current_theme()
    assert button.grab().toImage().pixelColor(45, 3).name() == theme.colors["raised"]
    set_variant(button, "success")
    assert button.grab().toImage().pixelColor(45, 3).name() == theme.colors["success-fill"]


def test_focus_is_visible(qtbot: QtBot) -> None:
    host = QWidget()
    button, other = QPushButton("one", host), QPushButton("two", host)
    other.move(0, 40)
    qtbot.addWidget(host)
    with qtbot.waitExposed(host):
        host.show()
    host.activateWindow()
    other.setFocus()
    quiet = button.grab().toImage()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    focused = button.grab().toImage()
    assert focused != quiet
    assert current_theme().color("focus").name() in {focused.pixelColor(x, 0).name() for x in range(focused.width())}


def test_every_icon_draws_something(repository: Path) -> None:
    pictures = sorted((repository / "resources" / "icons").glob("*.svg"))
    names = [path.stem for path in pictures if "currentColor" in path.read_text(encoding="utf-8")]
    assert len(names) > 30
    for name in names:
        ink = inked(pixmap(name, "text", 24, 2.0))
        assert len(ink) > 20, name
        wanted = current_theme().color("text")
        assert all(abs(color.lightness() - wanted.lightness()) <= 3 for color in ink), name


def test_missing_icon_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon")


def test_an_icon_follows_the_theme(dark: QApplication, qtbot: QtBot) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    button.setIcon(icon("stop", "accent"))
    seen: list[Theme] = []
    for name in ("dark", "light"):
        theme = apply_theme(dark, "dark" if name == "dark" else "light")
        ink = inked(button.icon().pixmap(QSize(24, 24)))
        assert {color.name() for color in ink} == {theme.colors["accent"]}
        seen.append(theme)
    assert seen[0] is not seen[1]


def test_disabled_icon_is_paler() -> None:
    ink = inked(icon("stop").pixmap(QSize(24, 24), QIcon.Mode.Disabled))
    assert {color.name() for color in ink} == {current_theme().colors["text-disabled"]}


def test_icon_is_crisp_at_scale_two() -> None:
    sharp = icon("train", "text").pixmap(QSize(16, 16), 2.0)
    assert (sharp.width(), sharp.devicePixelRatio()) == (32, 2.0)
    canvas = QImage(64, 64, QImage.Format.Format_ARGB32_Premultiplied)
    canvas.setDevicePixelRatio(2.0)
    canvas.fill(0)
    painter = QPainter(canvas)
    icon("stop", "text").paint(painter, QRect(0, 0, 32, 32))
    painter.end()
    # the square of the picture is 12 of 24 units wide, with a stroke of 1.7: 13.7 / 24 × 64 px = 36.5 px
    row = [canvas.pixelColor(x, 32).alpha() for x in range(64)]
    assert sum(alpha == 255 for alpha in row) in (36, 37)
    assert sum(0 < alpha < 255 for alpha in row) <= 2


def test_icons_survive_their_python_objects(qtbot: QtBot) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    for name in ("undo", "redo", "save") * 100:
        button.setIcon(icon(name))
        button.setIcon(QIcon(button.icon()))
    gc.collect()
    assert inked(button.icon().pixmap(QSize(24, 24)))
