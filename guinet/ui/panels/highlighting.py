"""Colours of the code, in the theme's roles.

pygments reads the language. superqt's highlighter over it is not used: importing it takes 0.27 s of the window's
start, it has colour schemes of its own beside the theme's, and it reads line by line on the window's thread.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import Final, TypeAlias

from PySide6.QtCore import QTimer
from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

from guinet.ui.mail import post, prepare_mail
from guinet.ui.theme import current_theme, theme_signals

Span: TypeAlias = tuple[int, int, str]
"""Where a token starts in its line, how long it is, and its colour's role."""

_BUDGET: Final = 0.006
"""Seconds of one turn of the event loop that go into colouring lines."""

_ROLES: Final = (
    ("Comment", "code-comment"),
    ("Literal.String", "code-string"),
    ("Literal.Number", "code-number"),
    ("Keyword.Constant", "code-number"),
    ("Keyword", "code-keyword"),
    ("Operator.Word", "code-keyword"),
    ("Name.Class", "code-class"),
    ("Name.Function", "code-function"),
    ("Name.Builtin.Pseudo", "code-keyword"),
    ("Name.Builtin", "code-builtin"),
    ("Name.Decorator", "code-function"),
    ("Operator", "code-operator"),
)
"""The first that a token's type begins with is its colour's role."""


class Highlighter(QSyntaxHighlighter):
    """Colours a document from spans found in a thread, so that a long text never holds the window up."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._spans: list[tuple[Span, ...]] = []
        self._wanted = ""
        self._busy = False
        self._formats: dict[str, QTextCharFormat] = {}
        self._stale: deque[int] = deque()
        self._coloring = QTimer(self)
        self._coloring.setSingleShot(True)
        self._coloring.setInterval(0)
        self._coloring.timeout.connect(self._color_some)
        prepare_mail()
        theme_signals().changed.connect(self._restyle)

    def read(self, text: str) -> None:
        """Finds the colours of `text`, which the document shows already; a later text overtakes an earlier one."""
        self._wanted = text
        if not self._busy:
            self._busy = True
            threading.Thread(target=self._work, args=(text,), name="guinet-highlight", daemon=True).start()

    def highlightBlock(self, text: str) -> None:
        number = self.currentBlock().blockNumber()
        for start, length, role in self._spans[number] if number < len(self._spans) else ():
            self.setFormat(start, length, self._format(role))

    def _work(self, text: str) -> None:
        spans = spans_of(text)
        post(self, self._take, text, spans)

    def _take(self, text: str, spans: list[tuple[Span, ...]]) -> None:
        self._busy = False
        if text != self._wanted:
            self.read(self._wanted)
            return
        before, self._spans = self._spans, spans
        self._stale.extend(
            number for number, line in enumerate(spans) if number >= len(before) or before[number] != line
        )
        self._color_some()

    def _color_some(self) -> None:
        document = self.document()
        end = time.perf_counter() + _BUDGET
        while self._stale and time.perf_counter() < end:
            self.rehighlightBlock(document.findBlockByNumber(self._stale.popleft()))
        if self._stale:
            self._coloring.start()

    def _format(self, role: str) -> QTextCharFormat:
        if role not in self._formats:
            self._formats[role] = QTextCharFormat()
            self._formats[role].setForeground(current_theme().color(role))
        return self._formats[role]

    def _restyle(self) -> None:
        self._formats.clear()
        self._stale = deque(range(len(self._spans)))
        self._color_some()


def spans_of(text: str) -> list[tuple[Span, ...]]:
    """The coloured stretches of each line of Python `text`."""
    from pygments.lexers.python import PythonLexer

    lines: list[list[Span]] = [[]]
    column = 0
    for kind, value in PythonLexer(stripnl=False, ensurenl=False).get_tokens(text):
        role = _role(str(kind).removeprefix("Token."))
        for at, part in enumerate(value.split("\n")):
            if at:
                lines.append([])
                column = 0
            if role and part.strip():
                lines[-1].append((column, len(part), role))
            column += len(part)
    return [tuple(line) for line in lines]


def _role(kind: str) -> str:
    return next((role for start, role in _ROLES if kind.startswith(start)), "")
