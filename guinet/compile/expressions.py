"""The Python of one node: how its constructor and its call are written. The check runs these very texts."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TypeAlias

from msgspec.structs import replace

from guinet.core.values import MISSING, Missing, Reference, Value, Wired, wires_in
from guinet.nodes import index_text
from guinet.nodes.types import Argument, ArgumentType, Form, NodeType

Arrived: TypeAlias = "Mapping[str, str | tuple[str, ...]]"
"""Variables by input port; a tuple for a port that takes several wires."""
Names: TypeAlias = "Callable[[Reference], str]"
"""How an exposed argument of the block is written where it is used."""
Pattern: TypeAlias = "str | tuple[Pattern, ...]"


class _Variable(Reference, frozen=True):
    """The variable that a wire brings, in place of an argument or an item of one."""


def no_references(reference: Reference) -> str:
    """The `Names` of places where all references have been replaced by their values."""
    raise ValueError(f"there is no exposed argument “{reference.argument}” here")


def literal(value: Value, names: Names = no_references) -> str:
    """A plain value as Python text."""
    if isinstance(value, Reference):
        return names(value)
    if isinstance(value, tuple):
        items = ", ".join(literal(item, names) for item in value)
        return f"({items},)" if len(value) == 1 else f"({items})"
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    if isinstance(value, str):
        return quoted(value)
    return repr(value)


def quoted(text: str) -> str:
    """`repr` with double quotes where that needs no escapes: "same"."""
    written = repr(text)
    return f'"{written[1:-1]}"' if written[0] == "'" and '"' not in text else written


def constructor(type: NodeType, arguments: Mapping[str, Value], names: Names = no_references) -> str:
    """`nn.Conv2d(3, 32, kernel_size=3)`: what follows `self.conv = `; also that of a loss."""
    inner: list[str] = []
    written: list[str] = []
    ahead = {True: True, False: True}
    for argument in type.arguments:
        if not argument.at_call:
            into = inner if argument.inner else written
            ahead[argument.inner] = _write(argument, arguments, names, into, ahead[argument.inner])
    layer = [f"{type.inner}({', '.join(inner)})"] if type.inner else []
    return f"{type.call}({', '.join((*layer, *written))})"


def call(
    type: NodeType, callee: str, wired: Arrived, arguments: Mapping[str, Value], names: Names = no_references
) -> str:
    """What follows `x = `: `self.conv(x)`, `torch.cat((a, b), dim=1)`, `x.reshape(2, -1)`, `x[0]`, `x.T` or `a + b`.

    `callee` is the module or loss that is called; the other forms have none. An assignment is a whole line, `x[0] = y`.
    """
    brought = {port for value in arguments.values() for port in wires_in(value)}
    if brought:
        arguments = {name: _with_variables(value, wired) for name, value in arguments.items()}
        own = {port.name for port in type.inputs}
        wired = {port: variable for port, variable in wired.items() if port in own or port not in brought}
        outer, names = names, lambda found: found.argument if isinstance(found, _Variable) else outer(found)
    match type.form:
        case Form.OPERATOR:
            return _operation(type, wired, arguments, names)
        case Form.CONSTANT:
            write = _listed if arguments.get("as_list") else literal
            return write(arguments.get("value"), names)
        case Form.ATTRIBUTE:
            return f"{_one(wired[type.inputs[0].name])}.{type.call}"
        case Form.INDEX:
            variables = {port: _one(variable) for port, variable in wired.items()}
            return index_text.written(str(arguments["index"]), variables.pop(type.inputs[0].name), variables)
        case Form.ASSIGN:
            return _assignment(type, wired, arguments, names)
    written: list[str] = []
    ahead = True
    at_call = {argument.name: argument for argument in _at_call(type)}
    left_out, spelled = _overloaded(type, arguments) if type.source else (frozenset[str](), {})
    for name in type.parameters:
        if name in left_out:
            continue
        if name in wired:
            ahead = _write_port(type, name, wired[name], written, ahead, at_call.get(name))
        elif name in at_call:
            argument = replace(at_call[name], default=MISSING) if name in spelled else at_call[name]
            ahead = _write(argument, {**spelled, **arguments}, names, written, ahead)
        else:
            ahead = False
    if type.random and isinstance(arguments.get("seed"), int):
        written.append(f"generator={_generator(arguments)}")
    if type.form is Form.METHOD:
        return f"{written[0]}.{type.call}({', '.join(written[1:])})"
    return f"{callee if type.form in (Form.MODULE, Form.LOSS) else type.call}({', '.join(written)})"


@cache
def pattern(text: str) -> Pattern:
    """ "output, (h_n, c_n)" as nested tuples of names."""
    return _nested(ast.parse(text, mode="eval").body)


def pattern_names(parts: Pattern) -> Iterator[str]:
    if isinstance(parts, str):
        yield parts
    else:
        for part in parts:
            yield from pattern_names(part)


def write_pattern(parts: Pattern, variables: Mapping[str, str], inner: bool = False) -> str:
    """`x, (h_n, _)`: the targets of an assignment."""
    if isinstance(parts, str):
        return variables[parts]
    items = ", ".join(write_pattern(part, variables, inner=True) for part in parts) + ("," if len(parts) == 1 else "")
    return f"({items})" if inner else items


def is_default(argument: Argument, value: Value) -> bool:
    """Whether writing `value` would say nothing new; 1, 1.0 and True are not the same."""
    return value == argument.default and repr(value) == repr(argument.default)


def _overloaded(type: NodeType, arguments: Mapping[str, Value]) -> tuple[frozenset[str], dict[str, Value]]:
    """What torch.arange and the like, which have two forms, need.

    Their `start` has a default and yet stands before `end`, which has none. Gives the names the short form leaves out,
    and for the long one the defaults that are to be written.
    """
    names = [argument for name in type.parameters if (argument := type.argument(name)) is not None]
    needed = next((place for place, argument in enumerate(names) if argument.default is MISSING), 0)
    before = {each.name: each.default for each in names[:needed] if not isinstance(each.default, Missing)}
    later = (each for each in names[needed + 1 :] if each.positional and each.name in arguments)
    if before.keys() & arguments.keys() or any(not is_default(each, arguments[each.name]) for each in later):
        return frozenset(), before
    return frozenset(before), {}


def _at_call(type: NodeType) -> Iterator[Argument]:
    constructed = type.form in (Form.MODULE, Form.LOSS)
    return (argument for argument in type.arguments if argument.at_call or not constructed)


def _write(argument: Argument, arguments: Mapping[str, Value], names: Names, written: list[str], ahead: bool) -> bool:
    """Adds the argument where it must be written; returns whether the next may do without its name."""
    value = arguments.get(argument.name, MISSING)
    if value is MISSING or is_default(argument, value):
        return False
    if argument.variadic and ahead and isinstance(value, tuple):
        written += [_typed(argument, item, names) for item in value]
        return True
    unnamed = ahead and argument.positional
    written.append(("" if unnamed else f"{argument.name}=") + _typed(argument, value, names))
    return unnamed


def _typed(argument: Argument, value: Value, names: Names) -> str:
    if argument.type is ArgumentType.DTYPE and isinstance(value, str):
        return f"torch.{value}"
    if argument.tensor and value is not None and not isinstance(value, Reference):
        return f"torch.tensor({_listed(value, names)})"
    return _listed(value, names) if argument.listed else literal(value, names)


def _listed(value: Value, names: Names) -> str:
    """Numbers in lists, as `torch.tensor` is given them: `[[1, 2], [3, 4]]`."""
    if isinstance(value, tuple):
        return f"[{', '.join(_listed(item, names) for item in value)}]"
    return literal(value, names)


def _write_port(
    type: NodeType, name: str, wire: str | tuple[str, ...], written: list[str], ahead: bool, constant: Argument | None
) -> bool:
    if isinstance(wire, tuple) and type.spread:
        written += wire
        return ahead
    text = literal_tuple(wire) if isinstance(wire, tuple) else wire
    port = next((port for port in type.inputs if port.name == name), None)
    required = port is None or not port.optional
    unnamed = ahead and (required or (constant is not None and constant.positional))
    written.append(text if unnamed else f"{name}={text}")
    return unnamed


def _generator(arguments: Mapping[str, Value]) -> str:
    """Random numbers of one's own, drawn where the tensor lies."""
    device = arguments.get("device")
    place = quoted(device) if isinstance(device, str) and device not in ("cpu", "meta") else ""
    return f"torch.Generator({place}).manual_seed({arguments['seed']})"


def _with_variables(value: Value, wired: Arrived) -> Value:
    """A value with the variables of what wires bring."""
    if isinstance(value, Wired):
        return _Variable(_one(wired[value.port]))
    return tuple(_with_variables(item, wired) for item in value) if isinstance(value, tuple) else value


def _assignment(type: NodeType, wired: Arrived, arguments: Mapping[str, Value], names: Names) -> str:
    variables = {port: _one(variable) for port, variable in wired.items()}
    assigned = type.inputs[1].name
    text = variables.get(assigned) or literal(arguments.get(assigned), names)
    return f"{index_text.written(str(arguments['index']), variables.pop(type.inputs[0].name), variables)} = {text}"


def _one(variable: str | tuple[str, ...]) -> str:
    return variable if isinstance(variable, str) else variable[-1]


def literal_tuple(items: tuple[str, ...]) -> str:
    return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"


def _operation(type: NodeType, wired: Arrived, arguments: Mapping[str, Value], names: Names) -> str:
    operands, more = list[str](), list[str]()
    ports = {port.name for port in type.inputs}
    for name in type.parameters:
        argument = type.argument(name)
        if argument is not None and name not in ports:
            _write(argument, arguments, names, more, ahead=False)
        elif name in wired:
            operands.append(str(wired[name]))
        elif argument is not None and name in arguments:
            text = _typed(argument, arguments[name], names)
            operands.append(f"({text})" if text.startswith("-") and not operands else text)
    if more:
        return f"{type.kind}({', '.join((*operands, *more))})"
    return f" {type.call} ".join(operands) if len(operands) > 1 else f"{type.call}{operands[0]}"


def _nested(tree: ast.expr) -> Pattern:
    if isinstance(tree, ast.Name):
        return tree.id
    if isinstance(tree, ast.Tuple):
        return tuple(_nested(item) for item in tree.elts)
    raise ValueError(f"{ast.unparse(tree)} is no pattern of names")
