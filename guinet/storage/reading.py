"""What a project file's JSON means: blocks, nodes, wires, settings, checked field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from guinet.core.graph import BlockArgument, BlockData, Node, Position
from guinet.core.values import Value
from guinet.storage.fields import a_list, a_text, an_object, each, field, others
from guinet.storage.problems import Misfit
from guinet.storage.text import described
from guinet.storage.values import value_from_json, wire_from_json

_PROJECT: Final = frozenset({"guinet", "blocks", "training", "notes"})
_BLOCK: Final = frozenset({"name", "arguments", "nodes", "wires", "layout", "note"})
_NODE: Final = frozenset({"kind", "name", "arguments", "note"})
_ORIGIN: Final[Position] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Contents:
    """A project file as values; `extra` holds what this version does not know."""

    blocks: tuple[BlockData, ...]
    training: Mapping[str, Value]
    notes: str
    extra: Mapping[str, object]


def contents(raw: Mapping[str, object]) -> Contents:
    """Reads the object of a project file of the present format. Raises Misfit."""
    return Contents(
        field(raw, "blocks", blocks_from_json),
        field(raw, "training", _arguments, {}),
        field(raw, "notes", a_text, ""),
        others(raw, _PROJECT),
    )


def blocks_from_json(raw: object) -> tuple[BlockData, ...]:
    return tuple(each(an_object(raw), block_from_json).values())


def block_from_json(id: str, raw: object) -> BlockData:
    fields = an_object(raw)
    layout: dict[str, Position] = field(fields, "layout", _layout, {})
    return BlockData(
        id,
        field(fields, "name", a_text),
        field(fields, "nodes", lambda nodes: _nodes(nodes, layout), ()),
        field(fields, "wires", lambda wires: tuple(each(an_object(wires), wire_from_json).values()), ()),
        field(fields, "arguments", _block_arguments, ()),
        field(fields, "note", a_text, ""),
        others(fields, _BLOCK),
    )


def _nodes(raw: object, layout: Mapping[str, Position]) -> tuple[Node, ...]:
    def node(id: str, raw: object) -> Node:
        fields = an_object(raw)
        return Node(
            id,
            field(fields, "kind", a_text),
            field(fields, "name", a_text),
            field(fields, "arguments", _arguments, {}),
            layout.get(id, _ORIGIN),
            field(fields, "note", a_text, ""),
            others(fields, _NODE),
        )

    return tuple(each(an_object(raw), node).values())


def _arguments(raw: object) -> dict[str, Value]:
    return each(an_object(raw), lambda _, value: value_from_json(value))


def _block_arguments(raw: object) -> tuple[BlockArgument, ...]:
    named = {str(index): item for index, item in enumerate(a_list(raw))}
    return tuple(each(named, _block_argument).values())


def _block_argument(_: str, raw: object) -> BlockArgument:
    fields = an_object(raw)
    if unknown := fields.keys() - {"name", "default"}:
        raise Misfit("is a field this version does not know", min(unknown))
    default = value_from_json(fields.get("default"))
    return BlockArgument(field(fields, "name", a_text), default)


def _layout(raw: object) -> dict[str, Position]:
    return each(an_object(raw), _position)


def _position(_: str, raw: object) -> Position:
    match raw:
        case [int() | float() as x, int() | float() as y] if not isinstance(x, bool) and not isinstance(y, bool):
            return float(x), float(y)
    raise Misfit(f"should be a place [x, y], but is {described(raw)}")
