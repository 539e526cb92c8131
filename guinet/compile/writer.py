"""Lines of code, and which node each belongs to."""

from __future__ import annotations

from typing import TypeAlias

Key: TypeAlias = tuple[str, str]
"""A block id and a node id."""

INDENT = "    "


class Text:
    """Text that grows line by line."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._marks: dict[Key, list[int]] = {}

    def add(self, line: str = "", depth: int = 0, *nodes: Key) -> None:
        """Adds a line that belongs to `nodes`."""
        self._lines.append(INDENT * depth + line if line else "")
        for node in nodes:
            self._marks.setdefault(node, []).append(len(self._lines))

    def comment(self, text: str, depth: int = 0, *nodes: Key) -> None:
        """Adds each line of `text` as a comment; characters that cannot be printed are left out."""
        for line in text.splitlines():
            printable = "".join(character for character in line if character.isprintable()).rstrip()
            self.add(f"# {printable}" if printable else "#", depth, *nodes)

    def append(self, other: Text) -> None:
        """Adds another text with its marks."""
        offset = len(self._lines)
        self._lines += other._lines
        for node, lines in other._marks.items():
            self._marks.setdefault(node, []).extend(offset + line for line in lines)

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    @property
    def text(self) -> str:
        return "\n".join(self._lines) + "\n"

    @property
    def lines(self) -> dict[Key, tuple[int, ...]]:
        """The 1-based lines of each node."""
        return {node: tuple(lines) for node, lines in self._marks.items()}
