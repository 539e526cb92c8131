"""Calls of Python's own functions, and of those of its library that networks are written with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Final

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.exchange.python import command_lines, constants
from guinet.exchange.python.computed import number_of
from guinet.exchange.python.expressions import attribute, operator
from guinet.exchange.python.operations import function_type, is_number, operation
from guinet.exchange.python.problems import Unclear
from guinet.exchange.python.values import (
    PARAMETERS,
    Builtin,
    Container,
    Instance,
    Layer,
    Made,
    OwnClass,
    Partial,
    Record,
    Torch,
    Wire,
    is_module,
    look,
    plain,
)
from guinet.nodes.registry import REGISTRY

if TYPE_CHECKING:
    from guinet.exchange.python.reader import Reader

Given = Sequence[object]
Keywords = Mapping[str, object]

_ROWS: Final = ("list", "tuple", "enumerate", "zip", "reversed", "len", "pairwise", "set")
"""What they go through may be layers and wires: only the row itself must be known."""

_TYPES: Final = {"int": int, "float": float, "str": str, "bool": bool, "list": list, "tuple": tuple, "dict": dict}


def call(reader: Reader, name: str, given: Given, keywords: Keywords, line: int) -> object:
    """The value of `name(…)`. Raises Unclear."""
    special = _SPECIAL.get(name)
    if special is not None:
        return special(reader, given, keywords, line)
    seen = [look(value) for value in given]
    if name in ("len", "sqrt") and len(seen) == 1 and isinstance(seen[0], Wire):
        if name == "sqrt":
            return operator(reader, "**", seen[0], 0.5, line)
        type = REGISTRY.get("guinet.len")
        assert type is not None
        return operation(reader, type, seen, {}, line)
    if name == "int" and len(seen) == 1 and isinstance(seen[0], Wire) and is_number(seen[0]):
        return _whole(reader, seen[0], line)
    if name in ("int", "float", "bool") and len(seen) == 1 and isinstance(seen[0], Made):
        return constants.called(name, [number_of(seen[0], line)], {}, line)
    known = {key: plain(value) for key, value in keywords.items()}
    if name in _ROWS and seen:
        rows: list[object] = [reader.items(value, line) if not isinstance(value, int) else value for value in seen]
        return constants.called(name, rows, known, line)
    return constants.called(name, [plain(value) for value in given], known, line)


def _whole(reader: Reader, wire: Wire, line: int) -> object:
    """`int(size / 4)`: what is divided without a rest is whole, and no size is below 0."""
    nodes = wire.home.nodes
    node = nodes[wire.end.node]
    type = REGISTRY.get(node.kind)
    inside = [each.source for each in wire.home.wires if each.target.node == node.id]
    divides = type is not None and type.call == "/"
    by = node.arguments.get("other")
    if divides and len(inside) == 1 and isinstance(by, (int, float)) and by >= 1 and by == int(by):
        return operator(reader, "//", Wire(wire.home, inside[0]), int(by), line)
    if divides or type is None or type.call in ("**", "*", "+", "-"):
        raise _cannot("int", line)
    return wire


def _dict(reader: Reader, given: Given, keywords: Keywords, line: int) -> object:
    first = look(given[0]) if given else {}
    if isinstance(first, dict):
        return {**first, **keywords}
    pairs = [look(pair) for pair in reader.items(first, line)]
    return {str(look(pair[0])): pair[1] for pair in pairs if isinstance(pair, (tuple, list)) and len(pair) == 2} | dict(
        keywords
    )


def _sum(reader: Reader, given: Given, keywords: Keywords, line: int) -> object:
    items = reader.items(given[0], line) if given else []
    if any(isinstance(look(item), Wire) for item in items):
        return reduce(lambda total, item: operator(reader, "+", total, item, line), [*given[1:], *items])
    if not all(isinstance(plain(item), (int, float)) for item in items):
        raise _cannot("sum", line)
    return constants.called("sum", [[plain(item) for item in items], *map(plain, given[1:])], {}, line)


def _map(reader: Reader, given: Given, keywords: Keywords, line: int) -> object:
    if len(given) != 2:
        raise _cannot("map", line)
    return [reader.call(given[0], (item,), {}, line) for item in reader.items(given[1], line)]


def _isinstance(reader: Reader, given: Given, keywords: Keywords, line: int) -> object:
    if len(given) != 2:
        raise _cannot("isinstance", line)
    kinds = look(given[1])
    return any(_is_a(look(given[0]), look(kind), line) for kind in (kinds if isinstance(kinds, tuple) else (kinds,)))


def _is_a(value: object, kind: object, line: int) -> bool:
    match kind:
        case Builtin(name=name) if name in _TYPES:
            return isinstance(value, _TYPES[name]) and not (name == "int" and isinstance(value, bool))
        case Torch(path="torch.nn.Module"):
            return is_module(value)
        case Torch(path="torch.Tensor"):
            return isinstance(value, (Wire, Made))
        case Torch(path="torch.nn.Sequential" | "torch.nn.ModuleList" | "torch.nn.ModuleDict", name=name):
            sequential = isinstance(value, Instance) and value.own.sequential and name == "Sequential"
            return sequential or (isinstance(value, Container) and value.form == name)
        case Torch(path=path):
            return isinstance(value, Layer) and value.kind == path
        case OwnClass():
            return isinstance(value, (Instance, Record)) and value.own is not None and _derives(value.own, kind)
    raise _cannot("isinstance", line)


def _derives(own: OwnClass, kind: OwnClass) -> bool:
    return own is kind or any(_derives(base, kind) for base in own.bases)


def _getattr(reader: Reader, given: Given, keywords: Keywords, line: int) -> object:
    base, name, *default = given
    seen = plain(name)
    if not isinstance(seen, str):
        raise _cannot("getattr", line)
    if default and not _hasattr(reader, given[:2], {}, line):
        return default[0]
    return attribute(reader, look(base), seen, line)


def _setattr(reader: Reader, given: Given, keywords: Keywords, line: int) -> object:
    if len(given) != 3:
        raise _cannot("setattr", line)
    reader.set_attribute(given[0], str(plain(given[1])), given[2], line)
    return None


def _hasattr(reader: Reader, given: Given, keywords: Keywords, line: int) -> object:
    base, name = (look(value) for value in given[:2])
    match base:
        case Torch(path=path):
            return function_type(f"{path}.{name}") is not None
        case Instance() | Record():
            own = base.own
            return name in base.attributes or (own is not None and (name in own.methods or name in own.constants))
        case Container():
            return name in base.items
    raise _cannot("hasattr", line)


def _deepcopy(reader: Reader, given: Given, keywords: Keywords, line: int) -> object:
    value = look(given[0]) if given else None
    if not is_module(value):
        return given[0] if given else None
    template = QT_TRANSLATE_NOOP("Problem", "Line {line}: a copy of a layer begins with values of its own here.")
    reader.remarks.add(template, line)
    return copied(value)


def copied(value: object) -> object:
    """A module made in the same way, with parameters of its own."""
    match value:
        case Layer():
            return Layer(value.kind, value.arguments, value.line, value.note)
        case Made():
            return Made(value.kind, value.arguments, value.line, value.hold, value.first, value.known)
        case Container():
            items = {name: copied(item) for name, item in value.items.items()}
            return Container(value.form, value.line, items, value.repeated, value.name)
        case Instance():
            made = Instance(value.own, value.given, value.line, {}, value.pinned, value.broken, value.rules)
            made.attributes = {name: copied(item) for name, item in value.attributes.items()}
            return made
    return value


def _partial(reader: Reader, given: Given, keywords: Keywords, line: int) -> object:
    return Partial(given[0], tuple(given[1:]), dict(keywords))


def _field(reader: Reader, given: Given, keywords: Keywords, line: int) -> object:
    """Of a dataclass."""
    if "default_factory" in keywords:
        return reader.call(keywords["default_factory"], (), {}, line)
    return keywords.get("default")


def _chain(reader: Reader, given: Given, keywords: Keywords, line: int) -> object:
    return [item for row in given for item in reader.items(row, line)]


def _next(reader: Reader, given: Given, keywords: Keywords, line: int) -> object:
    first = look(given[0]) if given else None
    if first is PARAMETERS:
        return PARAMETERS
    items = reader.items(first, line)
    if not items:
        raise _cannot("next", line)
    return items[0]


def _namespace(reader: Reader, given: Given, keywords: Keywords, line: int) -> object:
    return Record(None, dict(keywords))


def _vars(reader: Reader, given: Given, keywords: Keywords, line: int) -> object:
    of = look(given[0]) if given else None
    if not isinstance(of, (Record, Instance)):
        raise _cannot("vars", line)
    return dict(of.attributes)


def _first(reader: Reader, given: Given, keywords: Keywords, line: int) -> object:
    return given[-1] if given else None


_SPECIAL: Final[Mapping[str, Callable[[Reader, Given, Keywords, int], object]]] = {
    "dict": _dict,
    "OrderedDict": _dict,
    "sum": _sum,
    "map": _map,
    "isinstance": _isinstance,
    "getattr": _getattr,
    "setattr": _setattr,
    "hasattr": _hasattr,
    "deepcopy": _deepcopy,
    "partial": _partial,
    "field": _field,
    "chain": _chain,
    "next": _next,
    "iter": _first,
    "cast": _first,
    "vars": _vars,
    "SimpleNamespace": _namespace,
    "Namespace": _namespace,
    command_lines.PARSER: lambda reader, given, keywords, line: command_lines.parser(),
}


def _cannot(name: str, line: int) -> Unclear:
    template = QT_TRANSLATE_NOOP(
        "Problem", "Line {line}: “{name}” cannot be computed here: write the number that it gives instead."
    )
    return Unclear(template, line, name=name)
