"""Calls of methods: of tensors, modules, containers, lists; and of Python's own functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.exchange.python import constants
from guinet.exchange.python.expressions import operator
from guinet.exchange.python.modules import super_call
from guinet.exchange.python.operations import method_type, operation
from guinet.exchange.python.problems import Unclear
from guinet.exchange.python.values import (
    ALL_MODULES,
    Container,
    Generator,
    Instance,
    Layer,
    Made,
    Method,
    OwnFunction,
    Wire,
    is_module,
    look,
    plain,
)
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form

if TYPE_CHECKING:
    from guinet.exchange.python.reader import Reader

Given = Sequence[object]
Keywords = Mapping[str, object]

_SAME: Final = frozenset(
    ("to", "cuda", "cpu", "train", "eval", "float", "double", "half", "requires_grad_", "type", "share_memory")
)
"""Methods of modules that give the module itself; what they set is set elsewhere."""

_TEXT: Final = ("lower", "upper", "format", "strip", "split", "join", "startswith", "endswith")


def call(reader: Reader, method: Method, given: Given, keywords: Keywords, line: int, wish: str) -> object:
    """`owner.name(…)`. Raises Unclear."""
    owner, name = method.owner if isinstance(method.owner, Method) else look(method.owner), method.name
    match owner:
        case Method(name="super"):
            return super_call(owner.owner, name, given, line)
        case Wire():
            return _of_tensor(reader, owner, name, given, keywords, line, wish)
        case Generator() if name == "manual_seed":
            seed = plain(given[0]) if given else None
            return Generator(seed if isinstance(seed, int) else None)
        case Instance() if name in owner.own.methods:
            function = OwnFunction(owner.own.methods[name], owner.own.scope)
            if name == "forward":
                return reader.call_module(owner, given, keywords, line, wish)
            return reader.call_function(function, given, keywords, line, wish, owner)
        case list():
            return _of_list(owner, name, given, line)
        case dict():
            return _of_dict(owner, name, given, line)
        case str() if name in _TEXT:
            return constants.binary(
                name, lambda text, rest: getattr(text, name)(*rest), owner, list(map(plain, given)), line
            )
    if is_module(owner):
        return _of_module(reader, owner, name, given, keywords, line, wish)
    raise _unknown(name, line)


def _of_tensor(
    reader: Reader, owner: Wire, name: str, given: Given, keywords: Keywords, line: int, wish: str
) -> object:
    type = method_type(name)
    if type is None or type.form not in (Form.METHOD, Form.FUNCTION, Form.OPERATOR):
        raise _unknown(name, line)
    return operation(reader, type, (owner, *given), keywords, line, wish)


def _of_module(
    reader: Reader, owner: object, name: str, given: Given, keywords: Keywords, line: int, wish: str
) -> object:
    if name in _SAME:
        return owner
    if name == "forward":
        return reader.call_module(owner, given, keywords, line, wish)
    if name == "modules":
        return ALL_MODULES
    if name == "apply":
        template = QT_TRANSLATE_NOOP(
            "Problem", "Line {line}: these first values were not taken over: set them in Parameters."
        )
        reader.remarks.add(template, line)
        return owner
    if isinstance(owner, Container):
        return _of_container(reader, owner, name, given, line)
    if isinstance(owner, Instance):
        return _of_instance(reader, owner, name, given, keywords, line)
    raise _unknown(name, line)


def _of_container(reader: Reader, owner: Container, name: str, given: Given, line: int) -> object:
    values = list(owner.items.values())
    if name == "append" and len(given) == 1 and is_module(look(given[0])):
        owner.add(look(given[0]))
        return owner
    if name == "extend" and len(given) == 1:
        for item in reader.items(given[0], line):
            owner.add(item)
        return owner
    if name in ("add_module", "register_module") and len(given) == 2:
        owner.items[str(plain(given[0]))] = look(given[1])
        return None
    listed: dict[str, list[object]] = {
        "values": values,
        "children": values,
        "keys": list(owner.items),
        "items": list(map(tuple, owner.items.items())),
        "named_children": list(map(tuple, owner.items.items())),
    }
    if name not in listed:
        raise _unknown(name, line)
    return listed[name]


def _of_instance(reader: Reader, owner: Instance, name: str, given: Given, keywords: Keywords, line: int) -> object:
    values = {**dict(zip(("name", "tensor"), given, strict=False)), **keywords}
    if name == "register_buffer" and isinstance(tensor := values.get("tensor"), Made) and not tensor.hold:
        owner.attributes[str(plain(values.get("name")))] = Made(tensor.kind, tensor.arguments, line, "buffer")
        return None
    if name in ("add_module", "register_module", "register_parameter") and len(given) == 2:
        owner.attributes[str(plain(given[0]))] = look(given[1])
        return None
    if name == "children":
        return [item for item in owner.attributes.values() if is_module(item)]
    raise _unknown(name, line)


def _of_list(owner: list[object], name: str, given: Given, line: int) -> object:
    if len(owner) >= constants.MOST_ITEMS:
        raise _unknown(name, line)
    if name == "append" and len(given) == 1:
        owner.append(given[0])
        return None
    more = look(given[0]) if given else None
    if name == "extend" and isinstance(more, (list, tuple)):
        owner.extend(more)
        return None
    if name == "insert" and len(given) == 2 and isinstance(more, int):
        owner.insert(more, given[1])
        return None
    if name == "pop" and owner and (more is None or isinstance(more, int)):
        return owner.pop(-1 if more is None or not -len(owner) <= more < len(owner) else more)
    raise _unknown(name, line)


def _of_dict(owner: dict[object, object], name: str, given: Given, line: int) -> object:
    match name, *map(look, given):
        case ["items"]:
            return [tuple(pair) for pair in owner.items()]
        case ["keys"]:
            return list(owner)
        case ["values"]:
            return list(owner.values())
        case ["get", str() | int() as key, *rest]:
            return owner.get(key, rest[0] if rest else None)
    raise _unknown(name, line)


def call_builtin(reader: Reader, name: str, given: Given, keywords: Keywords, line: int) -> object:
    """One of Python's own functions. Raises Unclear."""
    seen = [look(value) for value in given]
    if name == "print":
        return None
    if name in ("OrderedDict", "dict"):
        if keywords or (seen and isinstance(seen[0], dict)):
            return {**(seen[0] if seen and isinstance(seen[0], dict) else {}), **keywords}
        pairs = reader.items(seen[0], line) if seen else []
        return {str(pair[0]): pair[1] for pair in pairs if isinstance(pair, tuple)}
    if name == "len" and len(seen) == 1 and isinstance(seen[0], Wire):
        type = REGISTRY.get("guinet.len")
        assert type is not None
        return operation(reader, type, seen, {}, line)
    if name == "sqrt" and len(seen) == 1 and isinstance(seen[0], Wire):
        return operator(reader, "**", seen[0], 0.5, line)
    if name == "isinstance":
        return isinstance(seen[0], (Layer, Instance, Container)) if seen else False
    if name in ("list", "tuple", "enumerate", "zip", "reversed", "len") and seen:
        # What they go through may be layers and wires: only the row itself must be known.
        rows: list[object] = [reader.items(value, line) if not isinstance(value, int) else value for value in seen]
        return constants.called(name, rows, {key: plain(value) for key, value in keywords.items()}, line)
    return constants.called(name, [plain(value) for value in given], {k: plain(v) for k, v in keywords.items()}, line)


def _unknown(name: str, line: int) -> Unclear:
    template = QT_TRANSLATE_NOOP("Problem", "Line {line}: there is no node for {name}: write it another way.")
    return Unclear(template, line, name=name)
