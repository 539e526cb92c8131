"""Which node a submodule's path or a line of the generated code belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct, field

from guinet.compile.source import Source
from guinet.core.project import Project

Key: TypeAlias = tuple[str, str]
"""A block's id and a node's."""


class Place(Struct, frozen=True):
    """A node, for a message: its block's id, its own, and its name."""

    block: str
    node: str
    name: str


class Places(Struct, frozen=True):
    """`lines`: those of each node, by (block id, node id), in each file of generated code. `source`: that code, which
    knows the nodes behind the attributes of its module."""

    project: Project | None = None
    lines: Mapping[str, Mapping[Key, tuple[int, ...]]] = field(default_factory=dict)
    source: Source | None = None

    def chain(self, path: str) -> tuple[Key, ...]:
        """The nodes that a submodule or parameter ("block0.conv", "block0.conv.weight") belongs to, the outermost
        first."""
        return () if self.source is None else self.source.chain(path)

    def of_path(self, path: str) -> Place | None:
        """The innermost node of a submodule or parameter."""
        chain = self.chain(path)
        return self._place(chain[-1]) if chain else None

    def of_line(self, filename: str, line: int) -> Place | None:
        """The node written at a line. A line of several nodes gives the one with the fewest lines: the innermost."""
        owners = [(len(lines), key) for key, lines in self.lines.get(filename, {}).items() if line in lines]
        return self._place(min(owners)[1]) if owners else None

    def _place(self, key: Key) -> Place | None:
        block, node = key
        return None if self.project is None else Place(block, node, self.project.blocks[block].nodes[node].name)
