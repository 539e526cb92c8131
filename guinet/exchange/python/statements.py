"""What the lines of a body do."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from guinet.core.graph import End, FrameMode
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.exchange.python import constants
from guinet.exchange.python.branches import draw_if
from guinet.exchange.python.choosing import chosen, decorated
from guinet.exchange.python.comments import note_drawn
from guinet.exchange.python.computed import written_over
from guinet.exchange.python.expressions import operator, truth
from guinet.exchange.python.first_values import NOT_IN_GRAPH, NOT_TAKEN_OVER
from guinet.exchange.python.loops import draw_for, draw_while
from guinet.exchange.python.names import imported
from guinet.exchange.python.operations import add, is_number, method_type, operation, taken_apart
from guinet.exchange.python.parameters import function_of
from guinet.exchange.python.problems import Endless, Unclear
from guinet.exchange.python.subscripts import index_parts, subscript_key
from guinet.exchange.python.values import (
    ALL_MODULES,
    ANY_MODULE,
    PARAMETERS,
    Every,
    Made,
    Scope,
    Torch,
    Wire,
    look,
    plain,
)

if TYPE_CHECKING:
    from guinet.exchange.python.reader import Reader

_NOTED = (ast.Return, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.If, ast.For, ast.While, ast.With)
_IN_PLACE = {"+": "add_", "-": "sub_", "*": "mul_", "/": "div_", "**": "pow_", "//": "floor_divide_", "%": "remainder_"}


class Signal(Struct, frozen=True):
    """Why a body ends before its end."""

    kind: Literal["return", "break", "continue"]
    value: object = None
    tree: ast.expr | None = None


def run(reader: Reader, body: Sequence[ast.stmt], scope: Scope) -> Signal | None:
    """Follows the lines of a body. Raises Unclear."""
    for place, tree in enumerate(body):
        rest = body[place + 1 :]
        with reader.followed_by(rest):
            try:
                signal = statement(reader, tree, scope, rest)
            except Unclear as error:
                if not reader.settling or isinstance(error, Endless):
                    raise
                reader.remarks.add(NOT_TAKEN_OVER, tree.lineno)
                signal = None
        if signal is not None:
            return signal
    return None


def statement(reader: Reader, tree: ast.stmt, scope: Scope, rest: Sequence[ast.stmt]) -> Signal | None:
    """Follows a line; `rest` are those after it."""
    reader.step(tree)
    drawing = reader.drawing
    words = reader.comments.of(tree) if drawing is not None and isinstance(tree, _NOTED) else ""
    if drawing is None or not words:
        return _statement(reader, tree, scope, rest)
    before = len(drawing.nodes)
    signal = _statement(reader, tree, scope, rest)
    value = signal.value if signal is not None else _assigned(tree, scope)
    note_drawn(drawing, before, value, words, compound=isinstance(tree, (ast.If, ast.For, ast.While, ast.With)))
    return signal


def _assigned(tree: ast.stmt, scope: Scope) -> object:
    """What a line gave names to."""
    targets = tree.targets if isinstance(tree, ast.Assign) else [getattr(tree, "target", None)]
    parts = (part for target in targets if target is not None for part in ast.walk(target))
    return tuple(scope.find(part.id) for part in parts if isinstance(part, ast.Name))


def _statement(reader: Reader, tree: ast.stmt, scope: Scope, rest: Sequence[ast.stmt]) -> Signal | None:
    match tree:
        case ast.Return(value=None):
            return Signal("return")
        case ast.Return(value=returned) if returned is not None:
            return Signal("return", reader.value(returned, scope), returned)
        case ast.Assign(targets=[ast.Tuple(elts=names) as together], value=ast.Tuple(elts=given)) if _spreads(given):
            reader.assign(together, _spread(reader, given, len(names), scope), scope)
        case ast.Assign(targets=targets, value=source):
            found = reader.value(source, scope, _wish(reader, targets[0]))
            for target in targets:
                reader.assign(target, found, scope)
        case ast.AnnAssign(target=target, value=source) if source is not None:
            reader.assign(target, reader.value(source, scope, _wish(reader, target)), scope)
        case ast.AugAssign():
            _augment(reader, tree, scope)
        case ast.Expr(value=ast.Constant()):
            return None
        case ast.Expr(value=alone):
            reader.value(alone, scope)
        case ast.If():
            return _if(reader, tree, scope, rest)
        case ast.For():
            return _for(reader, tree, scope)
        case ast.While():
            return _while(reader, tree, scope)
        case ast.With():
            return _with(reader, tree, scope)
        case ast.FunctionDef():
            scope.names[tree.name] = decorated(reader, function_of(reader, tree, scope))
        case ast.ClassDef():
            scope.names[tree.name] = decorated(reader, reader.own_class(tree, scope))
        case ast.Import() | ast.ImportFrom():
            imported(tree, scope)
        case ast.Match():
            return run(reader, chosen(reader, tree, scope), scope)
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


def _spreads(given: Sequence[ast.expr]) -> bool:
    return len(given) > 1 and sum(isinstance(item, ast.Starred) for item in given) == 1


def _spread(reader: Reader, given: Sequence[ast.expr], count: int, scope: Scope) -> tuple[object, ...]:
    """The values of `b, n, _, h = *x.shape, self.heads`, where the names say how many the first are."""
    found: list[object] = []
    for tree in given:
        if not isinstance(tree, ast.Starred):
            found.append(reader.value(tree, scope))
            continue
        row = look(reader.value(tree.value, scope))
        if isinstance(row, Wire) and reader.drawing is row.home and count >= len(given):
            found += taken_apart(row.home, row, count - len(given) + 1, tree.lineno)
        else:
            found += reader.items(row, tree.lineno)
    return tuple(found)


def _wish(reader: Reader, target: ast.expr) -> str:
    """What the node that a variable holds should be called: as the variable, where that says more than x."""
    if not isinstance(target, ast.Name):
        return ""
    return target.id if reader.names_nodes(target.id) else ""


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
        arguments = {"index": text, **given}
        node = add(reader, seen.home, "torch.Tensor.__setitem__", "", arguments, index.lineno, otherwise="assign")
        seen.home.connect(seen, node.id, "input")
        if isinstance(found, Wire):
            seen.home.connect(found, node.id, "value")
        for port, wire in arriving.items():
            seen.home.connect(wire, node.id, port)
        seen.home.write_over(seen, Wire(seen.home, End(node.id, "output")))
        return
    key = subscript_key(reader, index, scope)
    if isinstance(seen, Made):
        written_over(seen, key, found, index.lineno)
        return
    if isinstance(seen, dict) and isinstance(key, (str, int)):
        seen[key] = found
        return
    if isinstance(seen, list) and isinstance(key, int) and -len(seen) <= key < len(seen):
        seen[key] = found
        return
    reader.set_item(seen, key, found, index.lineno)


def _augment(reader: Reader, tree: ast.AugAssign, scope: Scope) -> None:
    sign, apply = constants.BINARY[type(tree.op)]
    old, new = reader.value(tree.target, scope), reader.value(tree.value, scope)
    drawing = reader.drawing
    if isinstance(old, Wire) and drawing is not None and drawing.script and sign in _IN_PLACE:
        type_ = method_type(_IN_PLACE[sign])
        assert type_ is not None
        operation(reader, type_, (old, new), {}, tree.lineno)
        return
    if isinstance(old, list) and isinstance(new, (list, tuple)) and sign == "+":
        constants.require_few([*old, *new], "+=", tree.lineno)
        old.extend(new)
        return
    if isinstance(old, (Wire, Made)) or isinstance(new, (Wire, Made)):
        found = operator(reader, sign, old, new, tree.lineno, _wish(reader, tree.target))
        if isinstance(old, Wire) and isinstance(found, Wire) and not is_number(found):
            old.home.write_over(old, found)
        assign(reader, tree.target, found, scope)
        return
    known = constants.binary(sign, apply, plain(old), plain(new), tree.lineno)
    assign(reader, tree.target, known, scope)


def _if(reader: Reader, tree: ast.If, scope: Scope, rest: Sequence[ast.stmt]) -> Signal | None:
    if not tree.orelse and all(isinstance(item, (ast.Raise, ast.Pass)) for item in tree.body):
        _require(reader, tree, scope)
        return None
    kinds = _kinds_asked(reader, tree.test, scope)
    if kinds is not None:
        name, paths = kinds
        for path in paths:
            inner = Scope(scope)
            inner.names[name] = Every(path)
            run(reader, tree.body, inner)
        return run(reader, tree.orelse, scope)
    test = reader.value(tree.test, scope)
    if isinstance(test, Wire) and reader.drawing is test.home and not is_number(test):
        returned = draw_if(reader, tree, test, scope, rest)
        return None if returned is None else Signal("return", *returned)
    holds = truth(reader, test, tree.lineno)
    return run(reader, tree.body if holds else tree.orelse, scope)


def _require(reader: Reader, tree: ast.If, scope: Scope) -> None:
    """`if … : raise …` is an assertion, and holds as those do; unless it is known now that it does not."""
    drawing = reader.drawing
    mark = drawing.mark() if drawing is not None else None
    try:
        fails = truth(reader, reader.value(tree.test, scope), tree.lineno)
    except Endless:
        raise
    except Unclear:
        fails = False
    if drawing is not None and mark is not None:
        drawing.take_back(mark)
    if fails:
        run(reader, tree.body, scope)


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
    times = _times(reader, tree.iter, scope)
    if times is not None:
        draw_for(reader, tree, times, scope)
        return None
    over = reader.value(tree.iter, scope)
    if over is ALL_MODULES:
        inner = Scope(scope)
        reader.assign(tree.target, ANY_MODULE, inner)
        with reader.settling_values():
            return run(reader, tree.body, inner)
    if over is PARAMETERS:
        reader.remarks.add(NOT_IN_GRAPH, tree.lineno)
        return None
    for item in reader.items(over, tree.lineno):
        reader.assign(tree.target, item, scope)
        with reader.followed_by([tree]):
            signal = run(reader, tree.body, scope)
        if signal is not None and signal.kind == "break":
            return None
        if signal is not None and signal.kind == "return":
            return signal
    return run(reader, tree.orelse, scope)


def _times(reader: Reader, over: ast.expr, scope: Scope) -> Wire | None:
    """How often `for i in range(n)` repeats, where that is known only when it runs."""
    match over:
        case ast.Call(func=ast.Name(id="range"), args=[asked], keywords=[]):
            times = reader.value(asked, scope)
            return times if isinstance(times, Wire) and reader.drawing is times.home else None
    return None


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
