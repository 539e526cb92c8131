"""Translation: the convention, the tools behind it, Chinese text."""

from __future__ import annotations

import ast
import gc
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtGui import QFontInfo, QFontMetricsF, QRawFont
from PySide6.QtWidgets import QApplication

from guinet.core.resources import resource
from guinet.ui import translate
from guinet.ui.fonts import load_chinese_font
from guinet.ui.theme import apply_theme, current_theme
from guinet.ui.translate import LANGUAGES, install, resolve, tr


@pytest.fixture(autouse=True)
def english(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    install(qapp, "en")


SAMPLE = """
from guinet.ui.translate import tr
def outside() -> str:
    return tr("Train")
class Panel:
    def inside(self) -> str:
        return tr("two " "parts") + tr("Open", "menu") + tr("%n node(s)", "", 3)
"""


def test_an_update_that_replaces_the_texts_does_not_disturb_the_program(
    tmp_path: Path, english: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file mapped into memory and cut short ends the process at the next look into it."""
    shutil.copytree(resource("translations"), tmp_path / "translations")
    monkeypatch.setattr(translate, "resource", lambda path: tmp_path / path)
    install(english, "zh_CN")
    for file in (tmp_path / "translations").iterdir():
        file.write_bytes(b"")
    gc.collect()
    assert tr("&Train") == "训练(&T)"


def test_texts_that_are_missing_are_shown_in_english(
    tmp_path: Path, english: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translate, "resource", lambda path: tmp_path / path)
    assert install(english, "zh_CN") == "zh_CN"
    assert tr("&Train") == "&Train"


def test_the_convention_is_understood_by_lupdate(tmp_path: Path, english: QApplication) -> None:
    tools = Path(sys.executable)
    (tmp_path / "sample.py").write_text(SAMPLE, encoding="utf-8")
    catalogue, compiled = tmp_path / "sample_zh_CN.ts", tmp_path / "sample.qm"
    update: list[str | Path] = [
        tools.with_name("pyside6-lupdate"),
        "sample.py",
        "-target-language",
        "zh_CN",
        "-ts",
        catalogue.name,
    ]
    subprocess.run(update, cwd=tmp_path, check=True, capture_output=True)
    text = catalogue.read_text(encoding="utf-8")
    for source, chinese in {"Train": "训练", "two parts": "两部分", "Open": "打开", "%n node(s)": "%n 个节点"}.items():
        before, after = text.split(f"<source>{source}</source>")
        start, end = after.index("<translation"), after.index("</translation>")
        form = f"<numerusform>{chinese}</numerusform>" if "%n" in source else chinese
        text = f"{before}<source>{source}</source>{after[:start]}<translation>{form}{after[end:]}"
    catalogue.write_text(text, encoding="utf-8")
    release: list[str | Path] = [tools.with_name("pyside6-lrelease"), catalogue.name, "-qm", compiled.name]
    subprocess.run(release, cwd=tmp_path, check=True, capture_output=True)
    translator = QTranslator()
    assert translator.load(str(compiled))
    english.installTranslator(translator)
    try:
        assert (tr("Train"), tr("two parts"), tr("%n node(s)", "", 3)) == ("训练", "两部分", "3 个节点")
        assert (tr("Open", "menu"), tr("Open")) == ("打开", "Open")
    finally:
        english.removeTranslator(translator)


def test_without_a_translation_the_text_stays() -> None:
    assert tr("not in any catalogue") == "not in any catalogue"
    assert tr("%n thing(s) in no catalogue", "", 3) == "3 thing(s) in no catalogue"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("en", "en"), ("zh_CN", "zh_CN"), ("zh_TW", "zh_CN"), ("zh", "zh_CN"), ("fr_FR", "en"), ("C", "en"), ("", "en")],
)
def test_language_that_is_meant(wanted: str, found: str) -> None:
    assert resolve(wanted) == found


def test_system_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QLocale, "system", lambda: QLocale("zh_CN"))
    assert resolve("system") == "zh_CN"


def test_installing_again_replaces_the_language(english: QApplication) -> None:
    assert install(english, "zh_CN") == "zh_CN" == translate.current_language()
    assert english.translate("QPlatformTheme", "Cancel") == "取消"  # Qt's own buttons
    assert install(english, "en") == "en"
    assert english.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_every_language_is_shipped() -> None:
    for language in LANGUAGES:
        assert resource(f"translations/guinet_{language}.qm").is_file()


def test_the_bundled_font_draws_chinese_at_the_size_of_the_text(english: QApplication) -> None:
    apply_theme(english, "dark")
    family = load_chinese_font()
    font = current_theme().font()
    assert QFontInfo(font).family() != family
    assert QFontMetricsF(font).horizontalAdvance("训练") == pytest.approx(2 * font.pixelSize(), rel=0.1)
    bundled = QRawFont(str(resource("fonts/NotoSansSC-GB2312.otf")), 13)
    assert all(bundled.supportsCharacter(ord(character)) for character in "训练损失准确率节点导出")


def calls_of_tr(path: Path) -> list[ast.Call]:
    """Each use of the function of `guinet.ui.translate`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "tr"]


def test_all_texts_are_literals(repository: Path) -> None:
    guilty = []
    for path in sorted((repository / "guinet" / "ui").rglob("*.py")):
        for call in calls_of_tr(path):
            literal = all(isinstance(each, ast.Constant) and isinstance(each.value, str) for each in call.args[:2])
            if not literal or call.keywords:
                guilty.append(f"{path.name}:{call.lineno}")
    assert guilty == []


def test_self_tr_is_not_used(repository: Path) -> None:
    sources = sorted((repository / "guinet" / "ui").rglob("*.py"))
    assert [path.name for path in sources if "self.tr(" in path.read_text(encoding="utf-8")] == []
