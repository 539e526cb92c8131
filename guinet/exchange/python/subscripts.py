"""What stands in brackets behind a value: `x[:, 0]`, `self.layers[-1]`, `sizes[1:]`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from guinet.core.graph import End
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.exchange.python import constants
from guinet.exchange.python.computed import computed
from guinet.exchange.python.operations import GETITEM, add
from guinet.exchange.python.problems import Unclear
from guinet.exchange.python.values import Container, Instance, Made, Scope, Wire, look, plain
from guinet.nodes.registry import REGISTRY

if TYPE_CHECKING:
    from guinet.exchange.python.reader import Reader

_TAKEN: Final = ("input", "value", "index", "x")
"""What no wire into an index may be called: other ports, the argument, and the text's stand-in for the tensor."""


def subscript(reader: Reader, base: object, index: ast.expr, scope: Scope, wish: str) -> object:
    seen = look(base)
    if isinstance(seen, Wire):
        return _indexed(reader, seen, index, scope, wish)
    key = subscript_key(reader, index, scope)
    if isinstance(seen, Made):
        return computed("torch.Tensor.__getitem__", (seen, key), {}, index.lineno)
    if isinstance(seen, Container):
        return _member(seen, key, index)
    if isinstance(seen, Instance) and seen.own.sequential:
        return _member(Container("Sequential", seen.line, seen.attributes), key, index)
    seen = plain(base)
    if isinstance(seen, (list, tuple, dict, str, range)):
        return constants.item(seen, key, ast.unparse(index), index.lineno)
    template = QT_TRANSLATE_NOOP("Problem", "Line {line}: this has no items, so [{index}] cannot be read.")
    raise Unclear(template, index.lineno, index=ast.unparse(index))


def subscript_key(reader: Reader, index: ast.expr, scope: Scope) -> object:
    """What stands between the brackets behind what is known: a value, a slice, or several of them."""
    if isinstance(index, ast.Tuple):
        return tuple(subscript_key(reader, item, scope) for item in index.elts)
    if not isinstance(index, ast.Slice):
        return plain(reader.value(index, scope))
    bounds = (
        None if part is None else plain(reader.value(part, scope)) for part in (index.lower, index.upper, index.step)
    )
    return slice(*bounds)


def _member(container: Container, key: object, index: ast.expr) -> object:
    names = list(container.items)
    if isinstance(key, slice):
        chosen = constants.item(names, key, ast.unparse(index), index.lineno)
        assert isinstance(chosen, list)
        return Container(container.form, container.line, {name: container.items[name] for name in chosen}, part=True)
    if isinstance(key, int) and -len(names) <= key < len(names):
        return container.items[names[key]]
    if isinstance(key, str) and key in container.items:
        return container.items[key]
    template = QT_TRANSLATE_NOOP("Problem", "Line {line}: there is no item {index}.")
    raise Unclear(template, index.lineno, index=str(key))


def _indexed(reader: Reader, base: Wire, index: ast.expr, scope: Scope, wish: str) -> object:
    text, arriving = index_parts(reader, index, scope)
    drawing = base.home
    if reader.drawing is not drawing:
        template = QT_TRANSLATE_NOOP("Problem", "Line {line}: a tensor from outside is used here: make it an argument.")
        raise Unclear(template, index.lineno)
    source = drawing.nodes[base.end.node]
    own = REGISTRY.get(source.kind)
    node = add(reader, drawing, GETITEM, wish, {"index": text}, index.lineno, otherwise="index")
    if own is not None and own.kind == "torch.Tensor.shape":
        drawing.optional.add(node.id)
    drawing.connect(base, node.id, "input")
    for port, wire in arriving.items():
        drawing.connect(wire, node.id, port)
    return Wire(drawing, End(node.id, "output"))


def index_parts(reader: Reader, index: ast.expr, scope: Scope) -> tuple[str, dict[str, Wire]]:
    """What stands between the brackets of a node's index, and the wires that its names stand for."""
    arriving: dict[str, Wire] = {}

    def written(tree: ast.expr) -> ast.expr:
        match tree:
            case ast.Tuple(elts=items):
                return ast.Tuple([written(item) for item in items])
            case ast.List(elts=items):
                return ast.List([written(item) for item in items])
            case ast.Slice(lower=lower, upper=upper, step=step):
                parts = (None if part is None else written(part) for part in (lower, upper, step))
                return ast.Slice(*parts)
        found = plain(reader.value(tree, scope))
        if isinstance(found, Wire):
            name = f"at_{len(arriving)}" if arriving else "at"
            wish = found.home.nodes[found.end.node].name
            if wish.isidentifier() and wish not in _TAKEN and wish not in arriving:
                name = wish
            arriving[name] = found
            return ast.Name(name)
        if isinstance(found, slice):
            bounds = (found.start, found.stop, found.step)
            return ast.Slice(*(None if each is None else ast.parse(repr(each), mode="eval").body for each in bounds))
        if isinstance(found, (list, tuple)) and constants.is_plain(found):
            return ast.parse(repr(found), mode="eval").body
        if found is None or found is ... or isinstance(found, int):
            return ast.parse(repr(found), mode="eval").body if isinstance(found, int) else ast.Constant(found)
        template = QT_TRANSLATE_NOOP("Problem", "Line {line}: [{index}] is no index of a tensor.")
        raise Unclear(template, tree.lineno, index=ast.unparse(tree))

    text = ast.unparse(ast.Subscript(ast.Name("x"), written(index)))
    return text[2:-1], arriving
