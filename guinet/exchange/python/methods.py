"""Calls of methods: of tensors, modules, containers, lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.exchange.python import command_lines, constants
from guinet.exchange.python.classes import super_call
from guinet.exchange.python.computed import computed
from guinet.exchange.python.first_values import NOT_TAKEN_OVER, begin_with
from guinet.exchange.python.operations import method_type, operation
from guinet.exchange.python.problems import Endless, Unclear
from guinet.exchange.python.values import (
    ALL_MODULES,
    ANY_MODULE,
    PARAMETERS,
    Container,
    Device,
    Generator,
    Instance,
    Made,
    Method,
    OwnClass,
    OwnFunction,
    Parameter,
    Record,
    Super,
    Wire,
    is_module,
    look,
    plain,
)
from guinet.nodes.types import Form

if TYPE_CHECKING:
    from guinet.exchange.python.reader import Reader

Given = Sequence[object]
Keywords = Mapping[str, object]

_SAME: Final = frozenset(
    ("to", "cuda", "cpu", "train", "eval", "float", "double", "half", "requires_grad_", "type", "share_memory")
)
"""Methods of modules that give the module itself; what they set is set elsewhere."""

_FIRST_VALUES: Final = {
    "normal_": "normal_", "uniform_": "uniform_", "zero_": "zeros_", "fill_": "constant_",
}  # fmt: skip
"""Methods that write over a parameter, and what of torch.nn.init does the same."""

_TEXT: Final = ("lower", "upper", "format", "strip", "split", "join", "startswith", "endswith")


def call(reader: Reader, method: Method, given: Given, keywords: Keywords, line: int, wish: str) -> object:
    """`owner.name(…)`. Raises Unclear."""
    owner, name = look(method.owner), method.name
    match owner:
        case Super():
            return super_call(reader, owner, name, given, keywords, line)
        case Wire():
            return _of_tensor(reader, owner, name, given, keywords, line, wish)
        case Generator() if name == "manual_seed":
            seed = plain(given[0]) if given else None
            return Generator(seed if isinstance(seed, int) else None)
        case Instance() if name == "forward":
            return reader.call_module(owner, given, keywords, line, wish)
        case Instance(own=own) | Record(own=OwnClass() as own) | (OwnClass() as own) if name in own.methods:
            return _of_class(reader, own.methods[name], owner, given, keywords, line, wish)
        case Parameter() if name in _FIRST_VALUES:
            reader.initialise(_FIRST_VALUES[name], (owner, *given), keywords, line)
            return owner
        case Parameter() if name.endswith("_") and reader.drawing is None:
            reader.remarks.add(NOT_TAKEN_OVER, line)
            return owner
        case Record(kind=command_lines.PARSER):
            return command_lines.call(owner, name, given, keywords)
        case Made() if name in ("normal_", "uniform_") and reader.drawing is None:
            begin_with(reader, owner, name, given, keywords, line)
            return owner
        case Made():
            return _of_known(owner, name, given, keywords, line)
        case list():
            return _of_list(owner, name, given, line)
        case dict():
            return _of_dict(owner, name, given, line)
        case str() if name in _TEXT:
            known = {key: plain(value) for key, value in keywords.items()}
            return constants.of_text(owner, name, list(map(plain, given)), known, line)
    if is_module(owner):
        return _of_module(reader, owner, name, given, keywords, line, wish)
    raise _unknown(name, line)


def _of_class(
    reader: Reader, method: OwnFunction, owner: object, given: Given, keywords: Keywords, line: int, wish: str
) -> object:
    if method.has("staticmethod") or (isinstance(owner, OwnClass) and not method.has("classmethod")):
        return reader.call_function(method, given, keywords, line, wish)
    if method.has("classmethod") and isinstance(owner, (Instance, Record)):
        owner = owner.own
    return reader.call_function(method, given, keywords, line, wish, owner)


def _of_tensor(
    reader: Reader, owner: Wire, name: str, given: Given, keywords: Keywords, line: int, wish: str
) -> object:
    type = method_type(name)
    if name == "to" and any(isinstance(look(value), Device) for value in (*given, *keywords.values())):
        given = [value for value in given if not isinstance(look(value), Device)]
        keywords = {key: value for key, value in keywords.items() if not isinstance(look(value), Device)}
        if not given and not keywords:
            return owner
    if type is None or type.form not in (Form.METHOD, Form.FUNCTION, Form.OPERATOR):
        raise _unknown(name, line)
    return operation(reader, type, (owner, *given), keywords, line, wish)


def _of_known(owner: Made, name: str, given: Given, keywords: Keywords, line: int) -> object:
    """A method of a tensor that a constructor makes."""
    type = method_type(name)
    if name in ("to", "cuda", "cpu") and all(isinstance(look(value), Device) for value in (*given, *keywords.values())):
        return owner
    if type is None:
        raise _unknown(name, line)
    return computed(f"torch.Tensor.{name}", (owner, *given), keywords, line)


def _of_module(
    reader: Reader, owner: object, name: str, given: Given, keywords: Keywords, line: int, wish: str
) -> object:
    if name in _SAME:
        return owner
    if name == "forward":
        return reader.call_module(owner, given, keywords, line, wish)
    if name == "modules":
        return ALL_MODULES
    if name in ("parameters", "named_parameters", "named_modules", "buffers", "named_buffers"):
        return PARAMETERS
    if name == "apply":
        _apply(reader, owner, given, line)
        return owner
    if isinstance(owner, Container):
        return _of_container(reader, owner, name, given, line)
    if isinstance(owner, Instance):
        return _of_instance(reader, owner, name, given, keywords, line)
    raise _unknown(name, line)


def _apply(reader: Reader, owner: object, given: Given, line: int) -> None:
    """`self.apply(self._init_weights)`: the function is given a module that stands for each."""
    try:
        if not isinstance(owner, Instance):
            raise _unknown("apply", line)
        with reader.constructing(owner), reader.settling_values():
            reader.call(given[0] if given else None, (ANY_MODULE,), {}, line)
    except Endless:
        raise
    except Unclear:
        reader.remarks.add(NOT_TAKEN_OVER, line)


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
    if name == "register_buffer" and look(values.get("tensor")) is None:
        owner.attributes[str(plain(values.get("name")))] = None
        return None
    if name == "register_buffer" and isinstance(tensor := values.get("tensor"), Made) and not tensor.hold:
        owner.attributes[str(plain(values.get("name")))] = tensor.held(
            "attribute" if plain(values.get("persistent", True)) is False else "buffer", line
        )
        return None
    if name in ("add_module", "register_module", "register_parameter") and len(given) == 2:
        owner.attributes[str(plain(given[0]))] = look(given[1])
        return None
    children = [(name, item) for name, item in owner.attributes.items() if is_module(item)]
    if name in ("children", "named_children"):
        return children if name.startswith("named") else [item for _, item in children]
    raise _unknown(name, line)


def _of_list(owner: list[object], name: str, given: Given, line: int) -> object:
    more = look(given[0]) if given else None
    constants.require_few([*owner, *more] if isinstance(more, (list, tuple)) else [*owner, more], name, line)
    if name == "append" and len(given) == 1:
        owner.append(given[0])
        return None
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


def _unknown(name: str, line: int) -> Unclear:
    template = QT_TRANSLATE_NOOP("Problem", "Line {line}: there is no node for {name}: write it another way.")
    return Unclear(template, line, name=name)
