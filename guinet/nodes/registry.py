"""All node types and optimisers, made on first use from the tables and torch's signatures; torch is not imported."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cached_property

from guinet.core.ports import Ports
from guinet.core.values import Value
from guinet.nodes import (
    activation,
    arithmetic,
    attention,
    convolution,
    data,
    dropout,
    embedding,
    input_output,
    linear,
    loss,
    normalisation,
    pooling,
    recurrent,
    resizing,
    tensor,
)
from guinet.nodes.build import node_type
from guinet.nodes.optimisers import optimizer_types
from guinet.nodes.search import ranked
from guinet.nodes.signatures import signatures
from guinet.nodes.table import Entry
from guinet.nodes.types import CATEGORIES, NodeType, OptimizerType

ENTRIES: Mapping[str, tuple[Entry, ...]] = {
    "linear": linear.ENTRIES,
    "convolution": convolution.ENTRIES,
    "pooling": pooling.ENTRIES,
    "activation": activation.ENTRIES,
    "normalisation": normalisation.ENTRIES,
    "dropout": dropout.ENTRIES,
    "resizing": resizing.ENTRIES,
    "recurrent": recurrent.ENTRIES,
    "attention": attention.ENTRIES,
    "embedding": embedding.ENTRIES,
    "tensor": tensor.ENTRIES,
    "arithmetic": arithmetic.ENTRIES,
    "loss": loss.ENTRIES,
}
"""What torch has, by category; GuiNet's own node types are complete as they stand."""

OWN: tuple[NodeType, ...] = (*input_output.TYPES, *data.TYPES)


class Registry:
    """The catalogue of node types (`guinet.core.ports.Catalogue`)."""

    def get(self, kind: str) -> NodeType | None:
        return self._by_kind.get(kind)

    def types(self) -> tuple[NodeType, ...]:
        """All of them, category by category in the order of `CATEGORIES`."""
        return tuple(self._by_kind.values())

    def ports(self, kind: str, arguments: Mapping[str, Value]) -> Ports | None:
        """The ports of a node of this kind, or None when the kind is unknown."""
        found = self._by_kind.get(kind)
        return None if found is None else found.ports(arguments)

    def search(self, text: str) -> list[NodeType]:
        """The types `text` may mean, the likeliest first; all of them for an empty text."""
        return ranked(self._by_kind.values(), text)

    def close(self, kind: str) -> tuple[str, ...]:
        """Known kinds that `kind` may be a slip of, the closest first."""
        return tuple(get_close_matches(kind, self._by_kind, 3, 0.7))

    def optimizers(self) -> tuple[OptimizerType, ...]:
        return tuple(self._optimizers.values())

    def optimizer(self, kind: str) -> OptimizerType | None:
        return self._optimizers.get(kind)

    @cached_property
    def _by_kind(self) -> dict[str, NodeType]:
        made = [node_type(entry, category, signatures()) for category, table in ENTRIES.items() for entry in table]
        order = {category: index for index, category in enumerate(CATEGORIES)}
        return {type.kind: type for type in sorted((*OWN, *made), key=lambda type: order[type.category])}

    @cached_property
    def _optimizers(self) -> dict[str, OptimizerType]:
        return {type.kind: type for type in optimizer_types(signatures())}


REGISTRY = Registry()
