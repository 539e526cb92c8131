"""Comments of a text: what stands above a line, or behind it, is the note of what comes of that line."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from tokenize import COMMENT, NAME, NUMBER, OP, STRING, TokenError, generate_tokens
from typing import Final

from msgspec.structs import replace

from guinet.exchange.python.drawing import Drawing
from guinet.exchange.python.values import Container, Instance, Layer, Wire, wires_of

_FOR_TOOLS: Final = re.compile(r"(noqa|type:|fmt:|isort:|mypy:|pylint:|pyright:|pragma|yapf:|!|-\*-)", re.IGNORECASE)
_RULER: Final = re.compile(r"\W*")
"""What says nothing: a row of dashes."""

_COMPOUND: Final = (ast.If, ast.For, ast.While, ast.With)


class Comments:
    """By line, counted from 1, the words of each comment, and whether it has its line to itself."""

    def __init__(self, text: str) -> None:
        self._found: dict[int, tuple[str, bool]] = {}
        self._lines = text.splitlines()
        if "#" not in text:
            return
        busy = 0
        try:
            for token in generate_tokens(StringIO(text).readline):
                line = token.start[0]
                if token.type == COMMENT:
                    self._found[line] = (token.string[1:].removeprefix(" ").rstrip(), busy != line)
                elif token.type in (NAME, NUMBER, OP, STRING):
                    busy = token.end[0]
        except (TokenError, SyntaxError):  # Python's own parser took the text, so that only comments are lost
            return

    def of(self, tree: ast.stmt | ast.expr) -> str:
        """What stands right above a statement or expression, and behind its first and last line."""
        first = tree.lineno
        last = first if isinstance(tree, _COMPOUND) else tree.end_lineno or first
        own = last == first or self._lines[last - 1].lstrip()[:1] in ")]}"  # else it is about what ends there
        behind = dict.fromkeys((first, last)) if own else (first,)
        lines = [*self._above(first), *map(self._behind, behind)]
        kept = [line for line in lines if line is not None and not _FOR_TOOLS.match(line)]
        return "\n".join(kept) if any(not _RULER.fullmatch(line) for line in kept) else ""

    def _above(self, line: int) -> Sequence[str]:
        found: list[str] = []
        while (comment := self._found.get(line - 1)) is not None and comment[1]:
            found.insert(0, comment[0])
            line -= 1
        return found

    def _behind(self, line: int) -> str | None:
        comment = self._found.get(line)
        return None if comment is None or comment[1] else comment[0]


def note_part(part: Layer | Instance | Container, words: str) -> None:
    """Adds to what is said of a layer where it is made."""
    part.note = joined(part.note, words)


def note_drawn(drawing: Drawing, before: int, value: object, words: str, *, compound: bool) -> None:
    """Adds to the note of the node that a line is about: of those drawn since there were `before`, the one its value
    comes from, and of a branch or loop that stays one, this."""
    new = list(drawing.nodes)[before:]
    if not new:
        return
    last = drawing.nodes[new[-1]]
    if compound:
        chosen = last.id if last.is_control else new[0]
    else:
        chosen = next((wire.end.node for wire in _here(drawing, value) if wire.end.node in new), last.id)
    node = drawing.nodes[chosen]
    drawing.nodes[chosen] = replace(node, note=joined(node.note, words))


def _here(drawing: Drawing, value: object) -> Iterator[Wire]:
    return (wire for wire in wires_of(value) if wire.home is drawing)


def joined(one: str, other: str) -> str:
    """Both notes; what is said already is not said again."""
    if not other or other in one.splitlines() or other == one:
        return one
    return f"{one}\n{other}" if one else other
