"""Texts in the user's language.

The convention of all code under `guinet/ui`:

    from guinet.ui.translate import tr

    button.setText(tr("Train"))
    label.setText(tr("{count} nodes in {name}").format(count=3, name=block.name))
    status.setText(tr("%n problem(s)", "", count))          # English plurals are made from "(s)"
    menu.setTitle(tr("Open", "menu"))                       # two meanings of one word are told apart

- The first argument is a plain literal (several adjacent ones are joined). An f-string, a variable or `%` before the
  call is never found by lupdate, and never matches: put values in with `.format()` afterwards, by name.
- `tr` is called when the text is shown, never at import: there is no language yet.
- All texts share one namespace, so the same English words are translated once. `self.tr` is not used.
- Texts of rooms without Qt (problems, fixes, steps, categories) are marked there with
  `QT_TRANSLATE_NOOP(context, text)` and looked up by `guinet.ui.words`.

`packaging/translations.py` collects the texts into `resources/translations/guinet_LANGUAGE.ts` and compiles the `.qm`.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from guinet.core.resources import resource
from guinet.ui.fonts import load_chinese_font

LANGUAGES: Final = {"en": "English", "zh_CN": "简体中文"}
"""The languages there are, each by its own name."""

_log = logging.getLogger(__name__)


class _State:
    """The translators the application uses now."""

    installed: tuple[QTranslator, ...] = ()
    language = "en"


def tr(text: str, disambiguation: str = "", n: int = -1) -> str:
    """`text` in the installed language, or unchanged; `%n` becomes `n`."""
    return QCoreApplication.translate("", text, disambiguation, n)


def plain(text: str) -> str:
    """The text of an action without its mnemonic and "…": "Open" for "&Open…", "打开" for "打开(&O)…"."""
    return re.sub(r"\(&.\)|[&…]", "", text)


def install(app: QCoreApplication, language: str = "system") -> str:
    """Use a language ("system", "en", "zh_CN"); returns the one used. Widgets get a LanguageChange event."""
    for translator in _State.installed:
        app.removeTranslator(translator)
    name = resolve(language)
    _State.language = name
    if name == "zh_CN":
        load_chinese_font()
    wanted = [_load(resource("translations") / f"guinet_{name}.qm")]
    if name != "en":  # Qt's own dialogs are written in English
        qt_folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        wanted.insert(0, _load(qt_folder / f"qtbase_{name}.qm"))
    _State.installed = tuple(translator for translator in wanted if translator is not None)
    for translator in _State.installed:
        app.installTranslator(translator)
    return name


def current_language() -> str:
    """The language in use, e.g. "zh_CN"."""
    return _State.language


def resolve(language: str) -> str:
    """The language of `LANGUAGES` that is meant; English where the system speaks another."""
    if language == "system":
        language = QLocale.system().name()
    if language in LANGUAGES:
        return language
    return "zh_CN" if language.startswith("zh") else "en"


def _load(path: Path) -> QTranslator | None:
    try:
        translator = _Translator(path.read_bytes())
    except OSError as error:
        _log.info("translation %s could not be read: %s", path, error)
        return None
    return None if translator.isEmpty() else translator


class _Translator(QTranslator):
    """Texts read whole. Qt would map their file into memory, where an update that replaces it ends the program."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self._content = content  # Qt reads it where it is
        self.load(content)
