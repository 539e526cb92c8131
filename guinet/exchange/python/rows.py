"""Rows of sizes with more before or behind them, of which only a run tells how long they are: `*x.shape[:-1], 4`."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.exchange.python.binding import is_row
from guinet.exchange.python.operations import constant, function_type, operation
from guinet.exchange.python.problems import Unclear
from guinet.exchange.python.values import Scope, Wire, look, plain

if TYPE_CHECKING:
    from guinet.exchange.python.reader import Reader


def row_of(reader: Reader, trees: Sequence[ast.expr], scope: Scope) -> object | None:
    """The sizes that several expressions come to, as one value; None where nothing among them is such a row.

    Raises Unclear where a size among them is known only when it runs.
    """
    if not any(isinstance(tree, ast.Starred) and _may_be_row(tree.value, scope) for tree in trees):
        return None
    spread = [reader.value(tree.value, scope) for tree in trees if isinstance(tree, ast.Starred)]
    if not any(isinstance(each, Wire) and reader.drawing is each.home and is_row(each) for each in spread):
        return None
    rows = iter(spread)
    found: object = None
    for tree in trees:
        part = look(next(rows)) if isinstance(tree, ast.Starred) else (reader.value(tree, scope),)
        if not isinstance(part, Wire) and not all(
            isinstance(plain(item), int) for item in reader.items(part, tree.lineno)
        ):
            template = QT_TRANSLATE_NOOP(
                "Problem", "Line {line}: “{sign}” stands between what no node can take: only tensors and numbers can."
            )
            raise Unclear(template, tree.lineno, sign="*")
        found = part if found is None else _joined(reader, found, part, tree.lineno)
    return found


def _may_be_row(tree: ast.expr, scope: Scope) -> bool:
    """Whether it reads as sizes do: what draws anything else is followed once only."""
    match tree:
        case ast.Name(id=name):
            return isinstance(look(scope.find(name)), Wire)
        case ast.Attribute(value=ast.Name() | ast.Attribute(), attr="shape"):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name() | ast.Attribute(), attr="size"), args=[]):
            return True
        case ast.Subscript(value=base):
            return _may_be_row(base, scope)
    return False


def _joined(reader: Reader, left: object, right: object, line: int) -> object:
    if not isinstance(left, Wire) and not isinstance(right, Wire):
        return (*reader.items(left, line), *reader.items(right, line))
    type, drawing = function_type("torch.add"), reader.drawing
    assert type is not None
    assert drawing is not None
    sides = (each if isinstance(each, Wire) else constant(reader, drawing, plain(each), line) for each in (left, right))
    return operation(reader, type, tuple(sides), {}, line)
