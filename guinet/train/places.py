"""Which node a submodule's path or a line of the generated code belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from torch import nn

from guinet.core.project import Project

Key: TypeAlias = tuple[str, str]
"""A block's id and a node's."""


@dataclass(frozen=True, slots=True)
class Place:
    """A node, for a message: its block's id, its own, and its name."""

    block: str
    node: str
    name: str


@dataclass(frozen=True)
class Places:
    """`lines`: those of each node, by (block id, node id), in each file of generated code. `members`: the nodes behind
    attributes, by class name and attribute."""

    project: Project | None = None
    lines: Mapping[str, Mapping[Key, tuple[int, ...]]] = field(default_factory=dict)
    members: Mapping[tuple[str, str], Key] = field(default_factory=dict)

    def of_path(self, module: nn.Module, path: str) -> Place | None:
        """The node of a submodule or parameter of `module` ("block0.conv", "block0.conv.weight"), the innermost."""
        found: Place | None = None
        owner: object = module
        for attribute in path.split("."):
            key = self.members.get((type(owner).__name__, attribute))
            found = self._place(key) if key is not None else found
            owner = getattr(owner, attribute, None)
        return found

    def of_line(self, filename: str, line: int) -> Place | None:
        """The node written at a line. A line of several nodes gives the one with the fewest lines: the innermost."""
        owners = [(len(lines), key) for key, lines in self.lines.get(filename, {}).items() if line in lines]
        return self._place(min(owners)[1]) if owners else None

    def _place(self, key: Key) -> Place | None:
        block, node = key
        return None if self.project is None else Place(block, node, self.project.blocks[block].nodes[node].name)
