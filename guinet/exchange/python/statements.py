"""What the lines of a body do."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from guinet.core.graph import FrameMode
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.exchange.python import constants
from guinet.exchange.python.expressions import index_parts, operator, truth
from guinet.exchange.python.loops import draw_while
from guinet.exchange.python.names import imported
from guinet.exchange.python.operations import add, method_type, operation, taken_apart
from guinet.exchange.python.problems import Unclear
from guinet.exchange.python.values import (
    ALL_MODULES,
    ANY_MODULE,
    Every,
    OwnFunction,
    Scope,
    Torch,
    Wire,
    look,
    plain,
)

if TYPE_CHECKING:
    from guinet.exchange.python.reader import Reader

_IN_PLACE = {"+": "add_", "-": "sub_", "*": "mul_", "/": "div_", "**": "pow_", "//": "floor_divide_", "%": "remainder_"}


class Signal(Struct, frozen=True):
    """Why a body ends before its end."""

    kind: Literal["return", "break", "continue"]
    value: object = None
    tree: ast.expr | None = None


def run(reader: Reader, body: Sequence[ast.stmt], scope: Scope) -> Signal | None:
    """Follows the lines of a body. Raises Unclear."""
    for tree in body:
        signal = statement(reader, tree, scope)
        if signal is not None:
            return signal
    return None


def statement(reader: Reader, tree: ast.stmt, scope: Scope) -> Signal | None:
    reader.step(tree)
    match tree:
        case ast.Return(value=None):
            return Signal("return")
        case ast.Return(value=returned) if returned is not None:
            return Signal("return", reader.value(returned, scope), returned)
        case ast.Assign(targets=targets, value=source):
            found = reader.value(source, scope, _wish(reader, targets[0], scope))
            for target in targets:
                reader.assign(target, found, scope)
        case ast.AnnAssign(target=target, value=source) if source is not None:
            reader.assign(target, reader.value(source, scope, _wish(reader, target, scope)), scope)
        case ast.AugAssign():
            _augment(reader, tree, scope)
        case ast.Expr(value=alone):
            _expression(reader, alone, scope)
        case ast.If():
            return _if(reader, tree, scope)
        case ast.For():
            return _for(reader, tree, scope)
        case ast.While():
            return _while(reader, tree, scope)
        case ast.With():
            return _with(reader, tree, scope)
        case ast.FunctionDef():
            scope.names[tree.name] = OwnFunction(tree, scope)
        case ast.ClassDef():
            scope.names[tree.name] = reader.own_class(tree, scope)
        case ast.Import() | ast.ImportFrom():
            imported(tree, scope)
        case ast.Break():
            return Signal("break")
        case ast.Continue():
            return Signal("continue")
        case ast.Pass() | ast.Assert() | ast.Global() | ast.Nonlocal() | ast.Delete() | ast.AnnAssign():
            return None
        case _:
            template = QT_TRANSLATE_NOOP(
                "Problem", "Line {line}: “{code}” has no place in a graph: write it more simply."
            )
            raise Unclear(template, tree.lineno, code=ast.unparse(tree).partition("\n")[0])
    return None


def _wish(reader: Reader, target: ast.expr, scope: Scope) -> str:
    """What the node that a variable holds should be called: as the variable, where that says more than x."""
    if not isinstance(target, ast.Name):
        return ""
    return target.id if reader.names_nodes(target.id) else ""


def _expression(reader: Reader, tree: ast.expr, scope: Scope) -> None:
    if isinstance(tree, ast.Constant):
        return
    match tree:
        case ast.Call(func=ast.Attribute(value=ast.Name() as name, attr=method)) if method.endswith("_"):
            written, found = reader.value(name, scope), reader.value(tree, scope)
            if isinstance(written, Wire) and isinstance(found, Wire):
                rebind(scope, written, found)
        case _:
            reader.value(tree, scope)


def rebind(scope: Scope | None, old: Wire, new: Wire) -> None:
    """What was written over is found under all its names as it is now."""
    while scope is not None:
        for name, found in scope.names.items():
            if found == old:
                scope.names[name] = new
        scope = scope.outer


def assign(reader: Reader, target: ast.expr, found: object, scope: Scope) -> None:
    """`target = found`. Raises Unclear."""
    match target:
        case ast.Name(id=name):
            scope.names[name] = found
            reader.call_by(found, name)
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            _unpack(reader, targets, found, scope, target.lineno)
        case ast.Attribute(value=base, attr=name):
            reader.set_attribute(reader.value(base, scope), name, found, target.lineno)
        case ast.Subscript(value=base, slice=index):
            _set_item(reader, reader.value(base, scope), index, found, scope)
        case _:
            template = QT_TRANSLATE_NOOP("Problem", "Line {line}: nothing can be kept in {code}.")
            raise Unclear(template, target.lineno, code=ast.unparse(target))


def _unpack(reader: Reader, targets: Sequence[ast.expr], found: object, scope: Scope, line: int) -> None:
    found = look(found)
    starred = any(isinstance(target, ast.Starred) for target in targets)
    if isinstance(found, Wire) and reader.drawing is found.home and not starred:
        items: list[object] = list(taken_apart(found.home, found, len(targets), line))
    else:
        items = reader.items(found, line)
    if starred or len(items) != len(targets):
        template = QT_TRANSLATE_NOOP("Problem", "Line {line}: {got} values cannot be given to {expected} names.")
        raise Unclear(template, line, got=str(len(items)), expected=str(len(targets)))
    for target, item in zip(targets, items, strict=True):
        assign(reader, target, item, scope)


def _set_item(reader: Reader, base: object, index: ast.expr, found: object, scope: Scope) -> None:
    seen = look(base)
    if isinstance(seen, Wire) and reader.drawing is seen.home:
        text, arriving = index_parts(reader, index, scope)
        given = {} if isinstance(found, Wire) else {"value": found}
        node = add(reader, seen.home, "torch.Tensor.__setitem__", "assign", {"index": text, **given}, index.lineno)
        seen.home.connect(seen, node.id, "input")
        if isinstance(found, Wire):
            seen.home.connect(found, node.id, "value")
        for port, wire in arriving.items():
            seen.home.connect(wire, node.id, port)
        rebind(scope, seen, Wire(seen.home, type(seen.end)(node.id, "output")))
        return
    key = look(reader.value(index, scope))
    if isinstance(seen, dict) and isinstance(key, (str, int)):
        seen[key] = found
        return
    if isinstance(seen, list) and isinstance(key, int) and -len(seen) <= key < len(seen):
        seen[key] = found
        return
    reader.set_item(seen, key, found, index.lineno)


def _augment(reader: Reader, tree: ast.AugAssign, scope: Scope) -> None:
    sign, apply = constants.BINARY[type(tree.op)]
    load = ast.copy_location(ast.parse(ast.unparse(tree.target), mode="eval").body, tree.target)
    for inner in ast.walk(load):
        ast.copy_location(inner, tree.target)
    old, new = reader.value(load, scope), reader.value(tree.value, scope)
    drawing = reader.drawing
    if isinstance(old, Wire) and drawing is not None and drawing.script and sign in _IN_PLACE:
        type_ = method_type(_IN_PLACE[sign])
        assert type_ is not None
        found = operation(reader, type_, (old, new), {}, tree.lineno)
        if isinstance(found, Wire):
            rebind(scope, old, found)
        return
    if isinstance(old, list) and isinstance(new, (list, tuple)) and sign == "+":
        old.extend(new)
        return
    if isinstance(old, Wire) or isinstance(new, Wire):
        wish = tree.target.id if isinstance(tree.target, ast.Name) and reader.names_nodes(tree.target.id) else ""
        assign(reader, tree.target, operator(reader, sign, old, new, tree.lineno, wish), scope)
        return
    known = constants.binary(sign, apply, plain(old), plain(new), tree.lineno)
    assign(reader, tree.target, known, scope)


def _if(reader: Reader, tree: ast.If, scope: Scope) -> Signal | None:
    kinds = _kinds_asked(reader, tree.test, scope)
    if kinds is not None:
        name, paths = kinds
        for path in paths:
            inner = Scope(scope)
            inner.names[name] = Every(path)
            run(reader, tree.body, inner)
        return run(reader, tree.orelse, scope)
    holds = truth(reader, reader.value(tree.test, scope), tree.lineno)
    return run(reader, tree.body if holds else tree.orelse, scope)


def _kinds_asked(reader: Reader, test: ast.expr, scope: Scope) -> tuple[str, list[str]] | None:
    """The name and the kinds of `isinstance(module, (nn.Conv2d, nn.Linear))` for a module that stands for all."""
    match test:
        case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Name() as name, kinds]):
            if reader.value(name, scope) is not ANY_MODULE:
                return None
            asked = reader.value(kinds, scope)
            each = asked if isinstance(asked, tuple) else (asked,)
            return name.id, [kind.path for kind in each if isinstance(kind, Torch)]
    return None


def _for(reader: Reader, tree: ast.For, scope: Scope) -> Signal | None:
    over = reader.value(tree.iter, scope)
    if over is ALL_MODULES:
        inner = Scope(scope)
        reader.assign(tree.target, ANY_MODULE, inner)
        return run(reader, tree.body, inner)
    for item in reader.items(over, tree.lineno):
        reader.assign(tree.target, item, scope)
        signal = run(reader, tree.body, scope)
        if signal is not None and signal.kind == "break":
            return None
        if signal is not None and signal.kind == "return":
            return signal
    return run(reader, tree.orelse, scope)


def _while(reader: Reader, tree: ast.While, scope: Scope) -> Signal | None:
    drawing = reader.drawing
    mark = drawing.mark() if drawing is not None else None
    while True:
        test = reader.value(tree.test, scope)
        if isinstance(test, Wire) and drawing is not None and mark is not None:
            drawing.take_back(mark)
            draw_while(reader, tree, scope)
            return None
        if not truth(reader, test, tree.lineno):
            return None
        signal = run(reader, tree.body, scope)
        if signal is not None and signal.kind != "continue":
            return signal if signal.kind == "return" else None
        mark = drawing.mark() if drawing is not None else None


def _with(reader: Reader, tree: ast.With, scope: Scope) -> Signal | None:
    manager = reader.value(tree.items[0].context_expr, scope)
    modes = {f"torch.{mode.value}": mode for mode in FrameMode if mode.value}
    if not isinstance(manager, Torch) or manager.path not in modes or len(tree.items) > 1:
        template = QT_TRANSLATE_NOOP(
            "Problem", "Line {line}: of “with”, only torch.no_grad() and the like can be drawn."
        )
        raise Unclear(template, tree.lineno)
    drawing = reader.drawing
    if drawing is None:
        return run(reader, tree.body, scope)
    before = drawing.enter_frame(modes[manager.path])
    try:
        return run(reader, tree.body, scope)
    finally:
        drawing.frame = before
