"""Node types of code written by hand: read off its text, which is never run here."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from typing import Final, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from guinet.core.graph import CODE_KIND
from guinet.core.ports import Port, PortType
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.values import MISSING, Setting, freeze
from guinet.nodes.data import NUM_WORKERS, SPLIT
from guinet.nodes.types import Argument, ArgumentType, Form, Inference, NodeType

CATEGORY: Final = "code"
MOST_CHARACTERS: Final = 200_000

_Callable: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef"
_TYPES: Final = {
    "int": ArgumentType.INT,
    "float": ArgumentType.FLOAT,
    "bool": ArgumentType.BOOL,
    "str": ArgumentType.TEXT,
}


class Complaint(Struct, frozen=True):
    """Why a text is no node: a sentence with its values, and the 1-based line."""

    template: str
    values: tuple[tuple[str, str], ...] = ()
    line: int = 1


Written: TypeAlias = "NodeType | Complaint"


@cache
def written_type(code: str, text: str) -> Written:
    """The type of `code.<code>`: the last class or function at the top level of `text`.

    A class with `forward` is a layer, or a loss where forward takes a `target`; one with `__getitem__` a Dataset, a
    function an operation. Parameters without a default become ports, those with one arguments.
    """
    try:
        if len(text) > MOST_CHARACTERS:
            return Complaint(QT_TRANSLATE_NOOP("Problem", "The code is too long to be read as one node."))
        tree = ast.parse(text)
    except SyntaxError as error:
        template = QT_TRANSLATE_NOOP("Problem", "Line {line} is not Python: {words}.")
        values = (("line", str(error.lineno or 1)), ("words", error.msg))
        return Complaint(template, values, error.lineno or 1)
    except (ValueError, RecursionError, MemoryError):
        return Complaint(QT_TRANSLATE_NOOP("Problem", "The code is nested too deeply to be read."))
    found = [item for item in tree.body if isinstance(item, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))]
    if not found:
        template = QT_TRANSLATE_NOOP("Problem", "Write a class with a forward method, or a function: there is neither.")
        return Complaint(template)
    last = found[-1]
    return _class(code, last) if isinstance(last, ast.ClassDef) else _function(code, last)


def _class(code: str, tree: ast.ClassDef) -> Written:
    methods = {item.name: item for item in tree.body if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef))}
    call = methods.get("forward") or methods.get("__getitem__")
    if call is None:
        template = QT_TRANSLATE_NOOP("Problem", "{name} has no forward method, so it cannot be called: add one.")
        return Complaint(template, (("name", tree.name),), tree.lineno)
    made = methods.get("__init__")
    arguments = tuple(_arguments(made)) if made is not None else ()
    complaint = _starred(call) or (_starred(made) if made is not None else None)
    if complaint is not None:
        return complaint
    if call.name == "__getitem__":
        shadowed = {argument.name for argument in SPLIT} & {argument.name for argument in arguments}
        if shadowed:
            template = QT_TRANSLATE_NOOP(
                "Problem", "Every source of data has an argument {argument} already: call that of {name} otherwise."
            )
            return Complaint(template, (("argument", min(shadowed)), ("name", tree.name)), call.lineno)
        own = any(argument.name == NUM_WORKERS.name for argument in arguments)
        shared = SPLIT if own else (*SPLIT, NUM_WORKERS)
        return _type(code, tree, Form.DATA, (), _outputs(call, "input"), (*arguments, *shared))
    inputs = tuple(_ports(call))
    form = Form.LOSS if any(port.name == "target" for port in inputs) else Form.MODULE
    if form is Form.MODULE:
        arguments = tuple(_read_off(argument, inputs) for argument in arguments)
    outputs = (Port("loss"),) if form is Form.LOSS else _outputs(call, "output")
    return _type(code, tree, form, inputs, outputs, arguments)


def _function(code: str, tree: _Callable) -> Written:
    complaint = _starred(tree)
    if complaint is not None:
        return complaint
    given = [parameter for parameter, default in _parameters(tree) if default is None]
    inputs = tuple(Port(parameter.arg, PortType.ANY) for parameter in given)
    arguments = tuple(_argument(parameter, default) for parameter, default in _parameters(tree) if default is not None)
    return _type(code, tree, Form.FUNCTION, inputs, _outputs(tree, "output"), arguments)


def _type(
    code: str,
    tree: ast.ClassDef | _Callable,
    form: Form,
    inputs: tuple[Port, ...],
    outputs: tuple[Port, ...],
    arguments: tuple[Argument, ...],
) -> NodeType:
    names = [port.name for port in inputs]
    if form is Form.FUNCTION:
        names += [argument.name for argument in arguments]
    return NodeType(
        CODE_KIND + code,
        form,
        CATEGORY,
        tree.name,
        call=tree.name,
        inputs=inputs,
        outputs=outputs,
        arguments=arguments,
        parameters=tuple(names),
        unpack=", ".join(port.name for port in outputs) if len(outputs) > 1 else "",
        doc=ast.get_docstring(tree) or "",
    )


def _ports(call: _Callable) -> Iterator[Port]:
    for parameter, default in list(_parameters(call))[1:]:
        yield Port(parameter.arg, PortType.ANY, optional=default is not None)


def _arguments(made: _Callable) -> Iterator[Argument]:
    for parameter, default in list(_parameters(made))[1:]:
        yield _argument(parameter, default)


def _argument(parameter: ast.arg, default: ast.expr | None) -> Argument:
    setting = _constant(default)
    named = ast.unparse(parameter.annotation) if parameter.annotation is not None else type(setting).__name__
    optional = setting is None or "None" in named
    kind = _TYPES.get(named.removesuffix(" | None"), ArgumentType.ANY)
    return Argument(parameter.arg, kind, setting, optional=optional, positional=default is None)


_SIZES: Final = {"in_features": -1, "input_size": -1, "in_channels": 1, "num_features": 1}
"""Arguments that layers call so, and the dimension of the first input that says what they are."""


def _read_off(argument: Argument, inputs: tuple[Port, ...]) -> Argument:
    """A size that nobody needs to give, since it is that of what comes in."""
    dimension = _SIZES.get(argument.name)
    if dimension is None or argument.default is not MISSING or not inputs:
        return argument
    return replace(argument, inferred=Inference(inputs[0].name, dimension))


def _constant(default: ast.expr | None) -> Setting:
    """What a default says; one that is no plain value holds wherever nothing is set by hand."""
    if default is None:
        return MISSING
    try:
        return freeze(ast.literal_eval(default))
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


def _parameters(call: _Callable) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    """Each parameter with its default, if it has one."""
    given = [*call.args.posonlyargs, *call.args.args]
    defaults: list[ast.expr | None] = [None] * (len(given) - len(call.args.defaults))
    yield from zip(given, [*defaults, *call.args.defaults], strict=True)
    yield from zip(call.args.kwonlyargs, call.args.kw_defaults, strict=True)


def _starred(call: _Callable) -> Complaint | None:
    """A node has a certain number of ports."""
    starred = call.args.vararg or call.args.kwarg
    if starred is None:
        return None
    template = QT_TRANSLATE_NOOP("Problem", "{name} takes any number of {argument}: name each, so that it has a port.")
    return Complaint(template, (("name", call.name), ("argument", starred.arg)), call.lineno)


def _outputs(call: _Callable, single: str) -> tuple[Port, ...]:
    """One port for each item that every `return` gives, named as the variables are where they have names."""
    returned = [item.value for item in _returns(call)]
    counts = {len(value.elts) if isinstance(value, ast.Tuple) else 1 for value in returned}
    last = returned[-1] if returned else None
    if len(counts) != 1 or not isinstance(last, ast.Tuple) or len(last.elts) < 2:
        return (Port(single, PortType.ANY),)
    names = [_name_of(item) or f"output_{place}" for place, item in enumerate(last.elts)]
    if len(set(names)) < len(names):
        names = [f"output_{place}" for place in range(len(names))]
    return tuple(Port(name, PortType.ANY) for name in names)


def _returns(call: _Callable) -> Iterator[ast.Return]:
    """The returns of a function, but not of those inside it."""
    waiting: list[ast.AST] = list(call.body)
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, ast.Return):
            yield item
        elif not isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            waiting += ast.iter_child_nodes(item)


def _name_of(item: ast.expr) -> str:
    if isinstance(item, ast.Subscript):
        return _name_of(item.value)
    if isinstance(item, ast.Name):
        return item.id
    return item.attr if isinstance(item, ast.Attribute) else ""
