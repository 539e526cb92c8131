"""What cannot be drawn becomes a node of code written by hand, with all of the text that it needs."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from guinet.core.coding import code_id
from guinet.core.graph import CODE_KIND, Node
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.exchange.python.drawing import Drawing
from guinet.exchange.python.operations import add, arguments_of, result, wire_up
from guinet.exchange.python.parameters import each_parameter, matched
from guinet.exchange.python.problems import Unclear
from guinet.exchange.python.values import UNSET, Function, Instance, OwnFunction, Wire, look, wires_of
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import NodeType

if TYPE_CHECKING:
    from guinet.exchange.python.reader import Reader


def call_code(
    reader: Reader,
    drawing: Drawing,
    module: Instance,
    given: Sequence[object],
    keywords: Mapping[str, object],
    line: int,
    name: str,
    why: Unclear,
) -> tuple[Node, object]:
    """A node that runs the class of `module` as it is written. Raises `why` where that cannot be either."""
    type = _learned(reader, code_text(reader, module.own.tree), why)
    forward = module.own.methods.get("forward")
    if forward is None:
        raise why
    found = matched(reader, forward.tree, module.own.name, given, keywords, forward.scope, line, skip=1)
    made = module.own.methods.get("__init__")
    told = _constant(module.given, why)
    if made is not None:
        told = {name: value for name, value in told.items() if not _is_default(reader, made, name, value)}
    node = _node(reader, drawing, type, {**told, **found}, found, line, name, why)
    _tell(reader, module.own.tree, why)
    return node, result(drawing, node, type)


def call_function_code(
    reader: Reader,
    drawing: Drawing,
    function: OwnFunction,
    given: Sequence[object],
    keywords: Mapping[str, object],
    line: int,
    name: str,
    why: Unclear,
) -> object:
    """A node that runs a function of the text as it is written. Raises `why` where that cannot be either."""
    if function.tree not in reader.tree.body:
        raise why
    type = _learned(reader, code_text(reader, function.tree), why)
    found = matched(reader, function.tree, function.tree.name, given, keywords, function.scope, line)
    node = _node(reader, drawing, type, found, found, line, name or function.tree.name, why)
    _tell(reader, function.tree, why)
    return result(drawing, node, type)


def is_free(method: Function) -> bool:
    """Whether a method asks its module for nothing but whether it trains."""
    first = method.args.args[0].arg if method.args.args else ""
    asked = {id(part.value) for part in ast.walk(method) if isinstance(part, ast.Attribute) and part.attr == "training"}
    names = [part for part in ast.walk(method) if isinstance(part, ast.Name) and part.id in (first, "super")]
    return bool(first) and all(id(name) in asked for name in names)


def call_method_code(
    reader: Reader,
    drawing: Drawing,
    method: OwnFunction,
    given: Sequence[object],
    keywords: Mapping[str, object],
    line: int,
    name: str,
    why: Unclear,
) -> object:
    """A node that runs a method as it is written, as the forward of a class of its own. Raises `why` where that cannot
    be either."""
    tree = method.tree
    body = ast.FunctionDef("forward", tree.args, tree.body, [], tree.returns, lineno=1, col_offset=0)
    title = "".join(word.capitalize() for word in tree.name.split("_"))
    module = ast.Attribute(ast.Attribute(ast.Name("torch"), "nn"), "Module")
    made = ast.ClassDef(title, [module], [], [body], [], lineno=1, col_offset=0)
    type = _learned(reader, code_text(reader, made, ast.unparse(made)), why)
    found = matched(reader, tree, tree.name, given, keywords, method.scope, line, skip=1)
    node = _node(reader, drawing, type, found, found, line, name or tree.name, why)
    _tell(reader, tree, why)
    return result(drawing, node, type)


def _node(
    reader: Reader,
    drawing: Drawing,
    type: NodeType,
    values: Mapping[str, object],
    called: Mapping[str, object],
    line: int,
    name: str,
    why: Unclear,
) -> Node:
    ports = {port.name for port in type.inputs}
    wires: dict[str, Sequence[object]] = {}
    rest: dict[str, object] = {}
    for key, value in values.items():
        if key in ports and key in called:
            if any(True for _ in wires_of(value)) and not isinstance(value, Wire):
                raise why
            if isinstance(value, Wire) or look(value) is not None:
                wires[key] = (look(value),)
        elif value is not UNSET:
            rest[key] = value
    try:
        arguments, _ = arguments_of(type, rest, line, called=False)
    except Unclear:
        raise why from None
    node = add(reader, drawing, type.kind, name, arguments, line)
    wire_up(reader, drawing, node, type, wires, line)
    return node


def _is_default(reader: Reader, function: OwnFunction, name: str, value: object) -> bool:
    """Whether an argument is what the text says anyway, so that the node need not say it."""
    tree = next((default for parameter, default in each_parameter(function.tree) if parameter.arg == name), None)
    return isinstance(tree, (ast.Name, ast.Attribute)) and reader.value(tree, function.scope) == look(value)


def _constant(given: Mapping[str, object], why: Unclear) -> Mapping[str, object]:
    if any(True for value in given.values() for _ in wires_of(value)):
        raise why
    return given


def _learned(reader: Reader, text: str, why: Unclear) -> NodeType:
    id = code_id(text)
    REGISTRY.learn(id, text)
    type = REGISTRY.get(CODE_KIND + id)
    if type is None:
        raise why
    reader.code[id] = text
    return type


def _tell(reader: Reader, tree: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef, why: Unclear) -> None:
    reader.remarks.code[tree.name] = None
    template = QT_TRANSLATE_NOOP("Problem", "{name} became a node of code as it is written, since it cannot be drawn.")
    reader.remarks.add(template, tree.lineno, {"name": tree.name})
    reader.remarks.add(why.template, why.line, why.values)


def code_text(reader: Reader, tree: ast.stmt, written: str = "") -> str:
    """The lines of a class or function, after those of the text that it needs; `written` those of one that the text
    does not have as it is."""
    named: dict[str, ast.stmt] = {}
    for item in reader.tree.body:
        named |= dict.fromkeys(defines(item), item)
    needed: set[int] = set()
    waiting = [tree]
    while waiting:
        item = waiting.pop()
        if id(item) in needed:
            continue
        needed.add(id(item))
        names = {part.id for part in ast.walk(item) if isinstance(part, ast.Name)}
        waiting += [named[name] for name in names if name in named]
    before = [item for item in reader.tree.body if id(item) in needed and item is not tree]
    plain = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign)
    pieces = ["\n".join(map(reader.lines_of, (item for item in before if isinstance(item, plain))))]
    pieces += [reader.lines_of(item) for item in before if not isinstance(item, plain)]
    pieces.append(written or reader.lines_of(tree))
    if written and "torch" not in named:
        pieces.insert(0, "import torch")
    return "\n\n\n".join(piece for piece in pieces if piece) + "\n"


def defines(item: ast.stmt) -> list[str]:
    """The names that a line of the top level defines."""
    match item:
        case ast.Import(names=names):
            return [each.asname or each.name.partition(".")[0] for each in names]
        case ast.ImportFrom(names=names):
            return [each.asname or each.name for each in names]
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return [name]
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []
