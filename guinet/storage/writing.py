"""A project as text made for git: stable ids, sorted keys, an argument, a position and a wire to a line."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeAlias

from guinet.core.graph import BlockArgument, BlockData, Frame, Initialiser, Node, Note, Tie
from guinet.core.project import Project
from guinet.core.values import MISSING, Setting, Value, identical
from guinet.storage.fields import each
from guinet.storage.values import value_to_json, wire_to_json

FORMAT: Final = 1
"""The version of the project files this GuiNet writes."""

Defaults: TypeAlias = Callable[[str], Mapping[str, Setting]]
"""The defaults of the arguments of a kind, without those of arguments that can be inferred."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, allow_nan=False)
_LARGEST_WHOLE: Final = 2.0**53


class Lines(dict[str, object]):
    """An object of which each item stands on a line of its own."""


class Rows(list[object]):
    """A list of which each item stands on a line of its own."""


def project_text(project: Project, defaults: Defaults) -> str:
    """The whole file. Raises Misfit for a value that no file can hold."""
    parts: dict[str, Callable[[], object]] = {
        "blocks": lambda: blocks_to_json((block.data() for block in project.blocks.values()), defaults),
        "code": lambda: code_to_json(project.code),
        "notes": lambda: project.notes,
        "training": lambda: _values(project.training),
    }
    known = each(parts, lambda _, part: part())
    fields = {**project.extra, **{key: part for key, part in known.items() if part}}
    # The version comes first, where other programs look for what a file is.
    return file_text({"guinet": FORMAT} | dict(sorted(fields.items())))


def file_text(fields: Mapping[str, object]) -> str:
    """JSON text of an object whose items stand in the order given, each on a line of its own."""
    rows = ",\n".join(f"  {_ENCODER.encode(key)}: {_render(value, '  ')}" for key, value in fields.items())
    # A lone half of a character outside the basic plane has no UTF-8: JSON's escape holds it.
    return re.sub("[\ud800-\udfff]", lambda half: f"\\u{ord(half.group()):04x}", f"{{\n{rows}\n}}\n")


def code_to_json(code: Mapping[str, str]) -> object:
    """Code by id, line by line, so that a comparison of two files shows what was changed."""
    return Lines({id: Rows(text.split("\n")) for id, text in code.items()})


def blocks_to_json(blocks: Iterable[BlockData], defaults: Defaults) -> Lines:
    return Lines(each({data.id: data for data in blocks}, lambda _, data: block_to_json(data, defaults)))


def block_to_json(data: BlockData, defaults: Defaults) -> Lines:
    places = {node.id: [_coordinate(place) for place in node.position] for node in data.nodes}
    parts: dict[str, Callable[[], object]] = {
        "arguments": lambda: Rows(_argument(argument) for argument in data.arguments),
        "frames": lambda: Lines({frame.id: _frame(frame) for frame in data.frames}),
        "initialisers": lambda: Rows(_initialiser(rule) for rule in data.initialisers),
        "layout": lambda: Lines({node: place for node, place in places.items() if any(place)}),
        "nodes": lambda: Lines(each({node.id: node for node in data.nodes}, lambda _, node: _node(node, defaults))),
        "note": lambda: data.note,
        "notes": lambda: Lines({note.id: _note(note) for note in data.notes}),
        "ties": lambda: Rows(_tie(tie) for tie in data.ties),
        "wires": lambda: Lines({wire.id: wire_to_json(wire) for wire in data.wires}),
    }
    known = each(parts, lambda _, part: part())
    return Lines({**data.extra, "name": data.name, **{key: part for key, part in known.items() if part}})


def _node(node: Node, defaults: Defaults) -> Lines:
    usual = defaults(node.kind)
    chosen = {name: value for name, value in node.arguments.items() if not identical(usual.get(name, MISSING), value)}
    fields = Lines({**node.extra, "kind": node.kind, "name": node.name})
    if chosen:
        fields |= each({"arguments": chosen}, lambda _, values: _values(values))
    traits: dict[str, object] = {
        "note": node.note,
        "frame": node.frame,
        "shares": node.shares,
        "mode": str(node.mode),
        "collapsed": node.collapsed,
        "colour": node.colour,
        "hides_unused": node.hides_unused,
    }
    fields |= {name: value for name, value in traits.items() if value}
    if node.repeat != 1:
        fields["repeat"] = node.repeat
    return fields


def _frame(frame: Frame) -> object:
    fields: dict[str, object] = {"title": frame.title}
    optional = {"mode": str(frame.mode), "colour": frame.colour}
    fields |= {name: value for name, value in optional.items() if value}
    return fields | ({"room": [_coordinate(side) for side in frame.room]} if any(frame.room) else {})


def _note(note: Note) -> object:
    fields: dict[str, object] = {"text": note.text, "box": [_coordinate(place) for place in note.box]}
    return fields | ({"colour": note.colour} if note.colour else {})


def _tie(tie: Tie) -> object:
    return {"target": [tie.target, tie.parameter], "source": [tie.source, tie.source_parameter]}


def _initialiser(rule: Initialiser) -> object:
    fields = {rule.select.value: rule.target, "parameter": rule.parameter, "function": rule.function}
    arguments = {name: value_to_json(value) for name, value in rule.arguments.items()}
    return fields | ({"arguments": arguments} if arguments else {})


def _values(values: Mapping[str, Value]) -> Lines:
    return Lines(each(values, lambda _, value: value_to_json(value)))


def _argument(argument: BlockArgument) -> object:
    return {"name": argument.name, "default": value_to_json(argument.default)}


def _coordinate(place: float) -> float | int:
    """Whole numbers without their `.0`; a place that is no number cannot be written and need not be kept."""
    if not math.isfinite(place):
        return 0
    return int(place) if abs(place) < _LARGEST_WHOLE and place == int(place) else place


def _render(value: object, indent: str) -> str:
    inner = indent + "  "
    if isinstance(value, Lines) and value:
        rows = ",\n".join(f"{inner}{_ENCODER.encode(key)}: {_render(value[key], inner)}" for key in sorted(value))
        return f"{{\n{rows}\n{indent}}}"
    if isinstance(value, Rows) and value:
        rows = ",\n".join(inner + _ENCODER.encode(item) for item in value)
        return f"[\n{rows}\n{indent}]"
    return _ENCODER.encode(value)
