"""Lines of code, and which node each belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

Key: TypeAlias = tuple[str, str]
"""A block id and a node id."""

Parts: TypeAlias = tuple[tuple[Key, str], ...]
"""Nodes that have no line of their own, each with its expression, the inner ones first."""


class Line(NamedTuple):
    """A line with the node it belongs to, and those whose expressions stand in it, as in the condition of a `while`."""

    text: str
    key: Key
    parts: Parts = ()


INDENT = "    "


def with_parts(lines: Mapping[Key, tuple[int, ...]], parts: Mapping[int, Parts]) -> dict[Key, tuple[int, ...]]:
    """The lines of each node, and of those that stand in another's line that one."""
    found = dict(lines)
    for line, inside in parts.items():
        for key, _ in inside:
            found[key] = (*found.get(key, ()), line)
    return found


class Text:
    """Text that grows line by line."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._marks: dict[Key, list[int]] = {}
        self._parts: dict[int, Parts] = {}

    def add(self, line: str = "", depth: int = 0, *nodes: Key, parts: Parts = ()) -> None:
        """Adds a line that belongs to `nodes`, in which `parts` stand."""
        self._lines.append(INDENT * depth + line if line else "")
        for node in nodes:
            self._marks.setdefault(node, []).append(len(self._lines))
        if parts:
            self._parts[len(self._lines)] = parts

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
        self._parts |= {offset + line: parts for line, parts in other._parts.items()}

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

    @property
    def parts(self) -> dict[int, Parts]:
        """By 1-based line the nodes whose expressions stand in it."""
        return dict(self._parts)
