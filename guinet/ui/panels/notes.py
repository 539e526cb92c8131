"""About: what the project is for, written by whoever made it, for those who open it later."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QFont, QTextBlock, QTextCursor, QTextDocument, QTextFormat
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QTextBrowser, QVBoxLayout, QWidget

from guinet.core.changes import SetNotes
from guinet.core.history import Committed
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.project import Project
from guinet.storage.example_notes import in_language
from guinet.ui.forms.text_area import TextArea
from guinet.ui.icons import icon
from guinet.ui.theme import current_theme, set_variant, theme_signals
from guinet.ui.translate import current_language, tr

MOST: Final = 20_000
"""Characters that are laid out: a file may hold any number."""

_PROPERTY: Final = QTextFormat.Property
"""Of the many there are Qt makes a type when first asked: now, not when a page is to be shown."""


class NotesPanel(QWidget):
    """The notes of the project, read as Markdown or written as plain text."""

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project
        self._page = MarkdownPage()
        self._page.setObjectName("notes_page")
        self._empty = QLabel()
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        set_variant(self._empty, "muted")
        self._text = TextArea()
        self._text.setObjectName("project_notes")
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._text.edited.connect(self._write)
        self._text.left.connect(project.history.seal)
        self._button = QPushButton()
        self._button.setObjectName("edit_notes")
        self._button.setCheckable(True)
        self._button.toggled.connect(self._switch)
        self._arrange()
        theme_signals().changed.connect(self.refresh)
        project.subscribe(self._committed)
        self._translate()

    def refresh(self) -> None:
        """Shows what the project holds."""
        writing, notes = self._button.isChecked(), self._project.notes
        self._text.setVisible(writing)
        self._page.setVisible(not writing and bool(notes.strip()))
        self._empty.setVisible(not writing and not notes.strip())
        if writing:
            self._text.show_text(self._shown())
        else:
            self._page.show_markdown(self._shown())

    def _shown(self) -> str:
        return in_language(self._project.notes, "zh" if current_language().startswith("zh") else "en")

    def _arrange(self) -> None:
        space = current_theme().pixels("space")
        below = QHBoxLayout()
        below.addStretch()
        below.addWidget(self._button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space, space, space, space)
        layout.setSpacing(space)
        for widget in (self._page, self._empty, self._text):
            layout.addWidget(widget, 1)
        layout.addLayout(below)

    def _switch(self, writing: bool) -> None:
        self.refresh()
        self._name_button()
        if writing:
            self._text.setFocus()
            self._text.moveCursor(QTextCursor.MoveOperation.End)
        else:
            self._project.history.seal()

    def _write(self, text: str) -> None:
        self._project.run(QT_TRANSLATE_NOOP("Step", "Write notes"), [SetNotes(text)], merge="notes")

    def _committed(self, event: Committed) -> None:
        if any(isinstance(change, SetNotes) for change in event.changes):
            self.refresh()

    def _translate(self) -> None:
        self._page.setAccessibleName(tr("Notes of the project"))
        self._text.setAccessibleName(tr("Notes of the project"))
        self._text.setPlaceholderText(tr("What this project is about, for those who open it later."))
        self._empty.setText(tr("No notes yet. Press Edit and write what this project is about, and what to try."))
        self._name_button()
        self.refresh()

    def _name_button(self) -> None:
        writing = self._button.isChecked()
        self._button.setText(tr("Done") if writing else tr("Edit"))
        self._button.setIcon(icon("check" if writing else "note"))
        tip = tr("Show the notes as they are read") if writing else tr("Write the notes; # makes a heading, - a list")
        self._button.setToolTip(tip)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


class MarkdownPage(QTextBrowser):
    """Markdown without HTML. Notes come from anyone's file: nothing is fetched for them, and a link leads nowhere."""

    def __init__(self) -> None:
        super().__init__()
        set_variant(self, "page")
        self.setOpenLinks(False)
        self.setCursorWidth(0)
        select = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        self.setTextInteractionFlags(select)

    def show_markdown(self, text: str) -> None:
        theme = current_theme()
        # Formatted before anyone sees it: each change of what is shown would be laid out by itself.
        document = QTextDocument(self)
        document.setDefaultFont(theme.font())
        features = QTextDocument.MarkdownFeature.MarkdownDialectCommonMark
        document.setMarkdown(text[:MOST], features | QTextDocument.MarkdownFeature.MarkdownNoHTML)
        document.setIndentWidth(theme.metric("space") * 2)
        _set_letters(document, theme.metric("font-title"), theme.font("mono"))
        _set_spaces(document, theme.metric("space"))
        self.setDocument(document)  # the one before was its child too, and is deleted

    def loadResource(self, type: int, name: QUrl | str) -> None:
        """Nothing: neither a file of this machine nor an address."""


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _set_spaces(document: QTextDocument, space: float) -> None:
    """Room above each paragraph, less between the items of a list."""
    for block in _blocks(document):
        form = block.blockFormat()
        form.setTopMargin(space / 2 if block.textList() is not None else space)
        QTextCursor(block).setBlockFormat(form)


def _set_letters(document: QTextDocument, heading: float, code: QFont) -> None:
    """Headings of a size that suits a panel, with code in the program's own letters."""
    for block in _blocks(document):
        parts = block.begin()
        while not parts.atEnd():
            part = parts.fragment()
            form = part.charFormat()
            if block.blockFormat().headingLevel():
                form.clearProperty(_PROPERTY.FontSizeAdjustment)
                form.setProperty(_PROPERTY.FontPixelSize, round(heading))
            elif form.fontFixedPitch():
                form.setFontFamilies(code.families())
            cursor = QTextCursor(document)
            cursor.setPosition(part.position())
            cursor.setPosition(part.position() + part.length(), QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(form)
            parts += 1
