"""What the canvas asks of the registry of node types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from guinet.core.values import Value
from guinet.nodes.types import NodeType


class Kinds(Protocol):
    """`guinet.nodes.registry.Registry`, as far as the canvas needs it."""

    def get(self, kind: str) -> NodeType | None:
        """The node type of this kind, or None when it is unknown."""

    def types(self) -> Sequence[NodeType]:
        """All node types, in the palette's order."""

    def templates(self) -> Sequence[NodeType]:
        """What code written by hand may begin with."""

    def search(self, text: str) -> Sequence[NodeType]:
        """The node types that match, best first."""


def suggestions(kinds: Kinds, kind: str) -> dict[str, Value]:
    """The arguments a new node begins with, so that it works at once; none for a block or an unknown kind."""
    known = kinds.get(kind)
    return {} if known is None else known.suggestions()
