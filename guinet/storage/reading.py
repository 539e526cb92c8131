"""What a project file's JSON means: blocks, nodes, wires, settings, checked field by field."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from guinet.core.coding import code_id
from guinet.core.graph import (
    CODE_KIND,
    COLOURS,
    BlockArgument,
    BlockData,
    Frame,
    FrameMode,
    Initialiser,
    Node,
    NodeMode,
    Note,
    Position,
    Selects,
    Tie,
)
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.project import MAIN
from guinet.core.values import Value
from guinet.storage.fields import a_flag, a_list, a_text, an_object, each, field, others
from guinet.storage.problems import Misfit
from guinet.storage.text import described
from guinet.storage.values import value_from_json, wire_from_json

Out = TypeVar("Out")

_PROJECT: Final = frozenset({"guinet", "blocks", "code", "training", "notes"})
_BLOCK: Final = frozenset(
    {"name", "arguments", "frames", "initialisers", "nodes", "wires", "layout", "note", "notes", "ties"}
)
_NODE: Final = frozenset(
    {"kind", "name", "arguments", "note", "frame", "shares", "repeat", "mode", "collapsed", "colour", "hides_unused"}
)
_ORIGIN: Final[Position] = (0.0, 0.0)


class Contents(Struct, frozen=True):
    """A project file as values; `extra` holds what this version does not know."""

    blocks: tuple[BlockData, ...]
    training: Mapping[str, Value]
    notes: str
    extra: Mapping[str, object]
    code: Mapping[str, str]


def contents(raw: Mapping[str, object]) -> Contents:
    """Reads the object of a project file of the present format. Raises Misfit."""
    code: dict[str, str] = field(raw, "code", code_from_json, {})
    return Contents(
        _calling(field(raw, "blocks", _project_blocks), code),
        field(raw, "training", _arguments, {}),
        field(raw, "notes", a_text, ""),
        others(raw, _PROJECT),
        {code_id(text): text for text in code.values()},
    )


def _calling(blocks: tuple[BlockData, ...], code: Mapping[str, str]) -> tuple[BlockData, ...]:
    """Someone who edits the text of a node in the file leaves its id behind: nodes follow the text."""
    changed = {CODE_KIND + id: CODE_KIND + code_id(text) for id, text in code.items() if id != code_id(text)}
    return tuple(
        replace(data, nodes=tuple(replace(node, kind=changed.get(node.kind, node.kind)) for node in data.nodes))
        if any(node.kind in changed for node in data.nodes)
        else data
        for data in blocks
    )


def code_from_json(raw: object) -> dict[str, str]:
    """The texts by the ids they stand under, which may not be theirs."""
    return each(an_object(raw), lambda _, lines: _text_of_lines(lines))


def _text_of_lines(raw: object) -> str:
    return "\n".join(a_text(line) for line in a_list(raw))


def _project_blocks(raw: object) -> tuple[BlockData, ...]:
    blocks = blocks_from_json(raw)
    if blocks and all(block.id != MAIN for block in blocks):
        raise Misfit(QT_TRANSLATE_NOOP("Problem", "is missing"), MAIN)
    return blocks


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
        field(fields, "arguments", lambda arguments: _rows(arguments, _block_argument), ()),
        field(fields, "note", a_text, ""),
        others(fields, _BLOCK),
        field(fields, "frames", lambda frames: tuple(each(an_object(frames), _frame).values()), ()),
        field(fields, "ties", lambda ties: _rows(ties, _tie), ()),
        field(fields, "initialisers", lambda rules: _rows(rules, _initialiser), ()),
        field(fields, "notes", lambda notes: tuple(each(an_object(notes), _note).values()), ()),
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
            field(fields, "frame", a_text, ""),
            field(fields, "shares", a_text, ""),
            field(fields, "repeat", _count, 1),
            field(fields, "mode", _node_mode, NodeMode.RUNS),
            field(fields, "collapsed", a_flag, False),
            field(fields, "colour", _colour, ""),
            field(fields, "hides_unused", a_flag, False),
        )

    return tuple(each(an_object(raw), node).values())


def _arguments(raw: object) -> dict[str, Value]:
    return each(an_object(raw), lambda _, value: value_from_json(value))


def _rows(raw: object, convert: Callable[[str, object], Out]) -> tuple[Out, ...]:
    named = {str(index): item for index, item in enumerate(a_list(raw))}
    return tuple(each(named, convert).values())


def _only(raw: object, known: Collection[str]) -> dict[str, object]:
    fields = an_object(raw)
    if unknown := fields.keys() - {*known}:
        raise Misfit(QT_TRANSLATE_NOOP("Problem", "is a field this version does not know"), min(unknown))
    return fields


def _block_argument(_: str, raw: object) -> BlockArgument:
    fields = _only(raw, ("name", "default"))
    default = value_from_json(fields.get("default"))
    return BlockArgument(field(fields, "name", a_text), default)


def _frame(id: str, raw: object) -> Frame:
    fields = _only(raw, ("title", "mode", "colour", "room"))
    return Frame(
        id,
        field(fields, "title", a_text, ""),
        field(fields, "mode", _mode, FrameMode.NONE),
        field(fields, "colour", a_text, ""),
        field(fields, "room", _four, (0.0, 0.0, 0.0, 0.0)),
    )


def _note(id: str, raw: object) -> Note:
    fields = _only(raw, ("text", "box", "colour"))
    return Note(id, field(fields, "text", a_text, ""), field(fields, "box", _four), field(fields, "colour", a_text, ""))


def _four(raw: object) -> tuple[float, float, float, float]:
    match raw:
        case [int() | float(), int() | float(), int() | float(), int() | float()]:
            if not any(isinstance(number, bool) for number in raw):
                left, top, width, height = raw
                return float(left), float(top), float(width), float(height)
    raise Misfit(QT_TRANSLATE_NOOP("Problem", "should be four numbers, but is {found}"), found=described(raw))


def _node_mode(raw: object) -> NodeMode:
    try:
        return NodeMode(a_text(raw))
    except ValueError:
        modes = ", ".join(mode.value for mode in NodeMode if mode)
        raise Misfit(
            QT_TRANSLATE_NOOP("Problem", "should be one of {modes}, but is “{raw}”"), modes=modes, raw=raw
        ) from None


def _colour(raw: object) -> str:
    name = a_text(raw)
    if name and name not in COLOURS:
        raise Misfit(
            QT_TRANSLATE_NOOP("Problem", "should be one of {modes}, but is “{raw}”"), modes=", ".join(COLOURS), raw=raw
        )
    return name


def _mode(raw: object) -> FrameMode:
    try:
        return FrameMode(a_text(raw))
    except ValueError:
        modes = ", ".join(mode.value for mode in FrameMode if mode)
        raise Misfit(
            QT_TRANSLATE_NOOP("Problem", "should be one of {modes}, but is “{raw}”"), modes=modes, raw=raw
        ) from None


def _tie(_: str, raw: object) -> Tie:
    fields = _only(raw, ("target", "source"))
    return Tie(*field(fields, "target", _parameter), *field(fields, "source", _parameter))


def _parameter(raw: object) -> tuple[str, str]:
    match raw:
        case [str(node), str(parameter)]:
            return node, parameter
    raise Misfit(
        QT_TRANSLATE_NOOP("Problem", "should be a node and a parameter of it, but is {found}"), found=described(raw)
    )


def _initialiser(_: str, raw: object) -> Initialiser:
    selects = [select.value for select in Selects]
    fields = _only(raw, (*selects, "parameter", "function", "arguments"))
    chosen = [name for name in selects if name in fields]
    if len(chosen) != 1:
        raise Misfit(QT_TRANSLATE_NOOP("Problem", "should have one of {known}"), known=", ".join(selects))
    return Initialiser(
        Selects(chosen[0]),
        field(fields, chosen[0], a_text),
        field(fields, "parameter", a_text),
        field(fields, "function", a_text),
        field(fields, "arguments", _arguments, {}),
    )


def _count(raw: object) -> int:
    if type(raw) is not int or raw < 1:
        raise Misfit(
            QT_TRANSLATE_NOOP("Problem", "should be a whole number from 1, but is {found}"), found=described(raw)
        )
    return raw


def _layout(raw: object) -> dict[str, Position]:
    return each(an_object(raw), _position)


def _position(_: str, raw: object) -> Position:
    match raw:
        case [int() | float() as x, int() | float() as y] if not isinstance(x, bool) and not isinstance(y, bool):
            return float(x), float(y)
    raise Misfit(QT_TRANSLATE_NOOP("Problem", "should be a place [x, y], but is {found}"), found=described(raw))
