"""Values of arguments and wires as JSON, and back, without loss."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Final

from guinet.core.graph import End, Wire
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.values import Reference, Value, Wired
from guinet.storage.fields import DEEPEST, a_list, a_text, an_object, field
from guinet.storage.problems import Misfit
from guinet.storage.text import MOST_DIGITS, described

_SPECIAL: Final[Mapping[str, float]] = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
_WIRE = re.compile(r"(?s)(.+)\.([^.]*) -> (.+)\.([^.\[\]]*)(?:\[(-?\d{1,9})\])?")


def value_to_json(value: Value) -> object:
    """A tuple becomes a list, a reference `{"argument": name}`, what a wire brings `{"wire": port}`, an infinity
    `{"float": "inf"}`.

    Raises Misfit for a number no file takes.
    """
    if isinstance(value, tuple):
        return [value_to_json(item) for item in value]
    if isinstance(value, Reference):
        return {"argument": value.argument}
    if isinstance(value, Wired):
        return {"wire": value.port}
    if isinstance(value, float) and not math.isfinite(value):
        return {"float": str(value)}
    if isinstance(value, int) and abs(value) >= 10**MOST_DIGITS:
        raise Misfit(
            QT_TRANSLATE_NOOP("Problem", "is an integer of more than {most} digits, which no file takes"),
            most=MOST_DIGITS,
        )
    return value


def value_from_json(raw: object, depth: int = 0) -> Value:
    """The value that `value_to_json` wrote. Raises Misfit."""
    if depth > DEEPEST:
        raise Misfit(QT_TRANSLATE_NOOP("Problem", "is nested too deeply"))
    if isinstance(raw, list):
        return tuple(value_from_json(item, depth + 1) for item in raw)
    if raw is None or isinstance(raw, (bool, int, float, str)):
        return raw
    match raw:
        case {"argument": str(name), **rest} if not rest:
            return Reference(name)
        case {"wire": str(port), **rest} if not rest:
            return Wired(port)
        case {"float": str(name), **rest} if not rest and name in _SPECIAL:
            return _SPECIAL[name]
    raise Misfit(
        QT_TRANSLATE_NOOP(
            "Problem",
            'should be a value, {"argument": name}, {"wire": port} or {"float": "inf"}, but is another object',
        )
    )


def wire_to_json(wire: Wire) -> object:
    """`conv.output -> cat.tensors[1]` by node ids, the number being its place among several wires; an object where an
    id or port has characters that this would confuse."""
    order = f"[{wire.order}]" if wire.order else ""
    text = f"{wire.source.node}.{wire.source.port} -> {wire.target.node}.{wire.target.port}{order}"
    if _wire_of_text(wire.id, text) == wire:
        return text
    ends = {"from": [wire.source.node, wire.source.port], "to": [wire.target.node, wire.target.port]}
    return ends | ({"order": wire.order} if wire.order else {})


def wire_from_json(id: str, raw: object) -> Wire:
    """The wire that `wire_to_json` wrote. Raises Misfit."""
    if isinstance(raw, str):
        wire = _wire_of_text(id, raw)
        if wire is None:
            raise Misfit(QT_TRANSLATE_NOOP("Problem", 'should read like "node.port -> node.port"'))
        return wire
    fields = an_object(raw)
    if unknown := fields.keys() - {"from", "to", "order"}:
        raise Misfit(QT_TRANSLATE_NOOP("Problem", "is a field this version does not know"), min(unknown))
    return Wire(id, field(fields, "from", _end), field(fields, "to", _end), field(fields, "order", _whole_number, 0))


def _wire_of_text(id: str, text: str) -> Wire | None:
    match = _WIRE.fullmatch(text)
    if match is None:
        return None
    source, output, target, input, order = match.groups()
    return Wire(id, End(source, output), End(target, input), int(order or 0))


def _end(raw: object) -> End:
    parts = a_list(raw)
    if len(parts) != 2:
        raise Misfit(QT_TRANSLATE_NOOP("Problem", "should be a node and a port"))
    return End(a_text(parts[0]), a_text(parts[1]))


def _whole_number(raw: object) -> int:
    if type(raw) is not int:
        raise Misfit(QT_TRANSLATE_NOOP("Problem", "should be a whole number, but is {found}"), found=described(raw))
    return raw
