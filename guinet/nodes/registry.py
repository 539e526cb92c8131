"""All node types and optimisers, made on first use from the tables and torch's signatures; torch is not imported."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from msgspec.structs import replace

from guinet.core.coding import code_id
from guinet.core.graph import CODE_KIND
from guinet.core.ports import Ports
from guinet.core.values import Value
from guinet.nodes import (
    activation,
    arithmetic,
    assignment,
    attention,
    autograd,
    comparison,
    conversion,
    convolution,
    creation,
    data,
    dropout,
    embedding,
    functional,
    in_place,
    indexing,
    input_output,
    linear,
    linear_algebra,
    loss,
    normalisation,
    pooling,
    recurrent,
    reduction,
    resizing,
    tensor,
    value,
)
from guinet.nodes.build import node_type
from guinet.nodes.generic import generic_type, may_be_generic
from guinet.nodes.initialisers import initialiser_types
from guinet.nodes.optimisers import optimizer_types
from guinet.nodes.schedulers import scheduler_types
from guinet.nodes.search import paths_holding, ranked
from guinet.nodes.signatures import signatures
from guinet.nodes.table import Entry
from guinet.nodes.templates import TEMPLATES
from guinet.nodes.types import CATEGORIES, Form, InitialiserType, NodeType, OptimizerType, SchedulerType
from guinet.nodes.wiring import wirable, with_wires
from guinet.nodes.written import Complaint, Written, written_type

ENTRIES: Mapping[str, tuple[Entry, ...]] = {
    "creation": creation.ENTRIES,
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
    "indexing": indexing.ENTRIES,
    "arithmetic": arithmetic.ENTRIES,
    "comparison": comparison.ENTRIES,
    "reduction": reduction.ENTRIES,
    "linear_algebra": linear_algebra.ENTRIES,
    "in_place": in_place.ENTRIES,
    "conversion": conversion.ENTRIES,
    "functional": functional.ENTRIES,
    "value": value.ENTRIES,
    "loss": loss.ENTRIES,
}
"""What torch has, by category; GuiNet's own node types are complete as they stand."""

OWN: tuple[NodeType, ...] = (*input_output.TYPES, *data.TYPES, *value.TYPES, *autograd.TYPES, *assignment.TYPES)


class Registry:
    """The catalogue of node types (`guinet.core.ports.Catalogue`).

    `types` are those of the tables. Every other public function and method of torch that takes or makes tensors is a
    node type too, described by its signature alone: `get`, `ports` and `search` know it, and `others` gives them all.
    """

    def __init__(self) -> None:
        self._generic: dict[str, NodeType | None] = {}
        self._written: dict[str, Written] = {}
        self._texts: dict[str, str] = {}
        self._found: dict[str, NodeType] = {type.kind: with_wires(type) for type in OWN}
        self._entries = {entry.kind: (category, entry) for category, table in ENTRIES.items() for entry in table}

    def get(self, kind: str) -> NodeType | None:
        return self._in_tables(kind) or self._other(kind) or self._by_hand(kind)

    def learn(self, code: str, text: str) -> None:
        """From now on `code.<code>` is the kind of nodes that call `text`, which is not run.

        One id is one text for good (`guinet.core.coding.code_id`): another is not taken in.
        """
        if code == code_id(text):
            made = written_type(code, text)
            self._written[CODE_KIND + code] = with_wires(made) if isinstance(made, NodeType) else made
            self._texts[CODE_KIND + code] = text

    def text(self, kind: str) -> str | None:
        """The text that `code.<id>` calls, where it was learned."""
        self._know(kind)
        return self._texts.get(kind)

    def templates(self) -> tuple[NodeType, ...]:
        """What code written by hand may begin with, titled as the palette shows it. Their kinds are their texts'."""
        return tuple(replace(type, title=title, aliases=aliases) for type, title, aliases in self._templates)

    def complaint(self, kind: str) -> tuple[str, Mapping[str, str]] | None:
        """Why nodes written by hand have no ports: a sentence and its values; None for other kinds."""
        found = self._written.get(kind)
        if not isinstance(found, Complaint):
            return None
        return found.template, {"line": str(found.line), **dict(found.values)}

    def types(self) -> tuple[NodeType, ...]:
        """All of the tables, category by category in the order of `CATEGORIES`."""
        return tuple(self._by_kind.values())

    def others(self) -> tuple[NodeType, ...]:
        """The functions and methods of torch that no table names, by path."""
        found = (self._other(path) for path in signatures().others())
        return tuple(type for type in found if type is not None)

    def ports(self, kind: str, arguments: Mapping[str, Value]) -> Ports | None:
        """The ports of a node of this kind, or None when the kind is unknown."""
        found = self.get(kind)
        return None if found is None else found.ports(arguments)

    def search(self, text: str) -> list[NodeType]:
        """The types `text` may mean, the likeliest first and those of no table last; the tables' for an empty text."""
        found = ranked((*self._by_kind.values(), *(self.templates() if text.strip() else ())), text)
        others = (self._other(path) for path in paths_holding(signatures().others, text))
        return found + ranked((type for type in others if type is not None), text)

    def close(self, kind: str) -> tuple[str, ...]:
        """Known kinds that `kind` may be a slip of, the closest first."""
        others = signatures().others() if may_be_generic(kind) else ()
        from difflib import get_close_matches  # read when there is something to mend

        return tuple(get_close_matches(kind, (*self._by_kind, *others), 3, 0.7))

    def wirable(self, kind: str) -> tuple[str, ...]:
        """The arguments of nodes of this kind that may come from a wire."""
        found = self.get(kind)
        return () if found is None else tuple(wirable(found))

    def outside(self, kind: str) -> bool:
        """Whether nodes of this kind stand beside the module and never in a block: data and losses."""
        found = self.get(kind)
        return found is not None and found.form in (Form.DATA, Form.LOSS)

    def optimizers(self) -> tuple[OptimizerType, ...]:
        return tuple(self._optimizers.values())

    def optimizer(self, kind: str) -> OptimizerType | None:
        return self._optimizers.get(kind)

    def schedulers(self) -> tuple[SchedulerType, ...]:
        return tuple(self._schedulers.values())

    def scheduler(self, kind: str) -> SchedulerType | None:
        return self._schedulers.get(kind)

    def initialisers(self) -> tuple[InitialiserType, ...]:
        return tuple(self._initialisers.values())

    def initialiser(self, kind: str) -> InitialiserType | None:
        return self._initialisers.get(kind)

    def _know(self, kind: str) -> None:
        """A template's kind is known wherever it is met: in the palette, or remembered from an earlier start."""
        if kind.startswith(CODE_KIND) and kind not in self._written:
            _ = self._templates

    @cached_property
    def _templates(self) -> tuple[tuple[NodeType, str, tuple[str, ...]], ...]:
        found = []
        for template in TEMPLATES:
            text = template.read()
            self.learn(code_id(text), text)
            type = self._written[CODE_KIND + code_id(text)]
            if isinstance(type, NodeType):
                found.append((type, template.title, template.aliases))
        return tuple(found)

    def _by_hand(self, kind: str) -> NodeType | None:
        self._know(kind)
        found = self._written.get(kind)
        return found if isinstance(found, NodeType) else None

    def _other(self, kind: str) -> NodeType | None:
        if not may_be_generic(kind) or kind in self._entries or kind in self._found:
            return None
        if kind not in self._generic:
            made = generic_type(kind, signatures())
            self._generic[kind] = None if made is None else with_wires(made)
        return self._generic[kind]

    def _in_tables(self, kind: str) -> NodeType | None:
        """Made alone when it is first asked for: all of them take longer than opening a window may."""
        found = self._found.get(kind)
        if found is None and kind in self._entries:
            category, entry = self._entries[kind]
            found = self._found[kind] = with_wires(node_type(entry, category, signatures()))
        return found

    @cached_property
    def _by_kind(self) -> dict[str, NodeType]:
        made = [type for kind in self._entries if (type := self._in_tables(kind)) is not None]
        order = {category: index for index, category in enumerate(CATEGORIES)}
        return {
            type.kind: type
            for type in sorted(
                (*(self._found[type.kind] for type in OWN), *made), key=lambda type: order[type.category]
            )
        }

    @cached_property
    def _optimizers(self) -> dict[str, OptimizerType]:
        return {type.kind: type for type in optimizer_types(signatures())}

    @cached_property
    def _schedulers(self) -> dict[str, SchedulerType]:
        return {type.kind: type for type in scheduler_types(signatures())}

    @cached_property
    def _initialisers(self) -> dict[str, InitialiserType]:
        return {type.kind: type for type in initialiser_types(signatures())}


REGISTRY = Registry()
