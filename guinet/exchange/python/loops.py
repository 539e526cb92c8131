"""A loop that is known only when it runs: a While or For node, and the block that it repeats."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from guinet.core.graph import (
    CONDITION,
    CONTROL_NAMES,
    FOR_KIND,
    INDEX,
    INPUT_KIND,
    OUTPUT_KIND,
    TIMES,
    WHILE_KIND,
    End,
    Node,
)
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.exchange.python.drawing import Drawing
from guinet.exchange.python.operations import add
from guinet.exchange.python.problems import Unclear
from guinet.exchange.python.values import Scope, Wire

if TYPE_CHECKING:
    from guinet.exchange.python.reader import Reader


def draw_while(reader: Reader, tree: ast.While, scope: Scope) -> None:
    """Adds the node; what the loop changes is in `scope` what comes out of it. Raises Unclear."""
    inner, names, entering = entered(_around(reader, tree, scope), scope, reader.drawing)
    with reader.drawing_in(inner):
        test = reader.value(tree.test, names)
        _follow(reader, tree, names)
    if not isinstance(test, Wire) or test.home is not inner:
        raise _no_tensor(tree, CONDITION)
    inner.connect(test, inner.add(OUTPUT_KIND, CONDITION).id, "input")
    _repeat(reader, tree, scope, inner, names, entering, WHILE_KIND, {})


def draw_for(reader: Reader, tree: ast.For, times: object, scope: Scope) -> None:
    """As `draw_while`, for `for index in range(times)`. Raises Unclear."""
    inner, names, entering = entered(_around(reader, tree, scope), scope, reader.drawing)
    if not isinstance(tree.target, ast.Name) or INDEX in entering:
        raise _no_tensor(tree, INDEX)
    names.names[tree.target.id] = Wire(inner, End(inner.add(INPUT_KIND, INDEX).id, "output"))
    with reader.drawing_in(inner):
        _follow(reader, tree, names)
    wired = isinstance(times, Wire)
    node = _repeat(reader, tree, scope, inner, names, entering, FOR_KIND, {} if wired else {TIMES: times})
    if isinstance(times, Wire):
        times.home.connect(times, node.id, TIMES)


def _around(reader: Reader, tree: ast.While | ast.For, scope: Scope) -> dict[str, Wire]:
    assert reader.drawing is not None
    return arriving([tree], scope, reader.drawing)


def _follow(reader: Reader, tree: ast.While | ast.For, names: Scope) -> None:
    with reader.followed_by([tree]):
        left = reader.run(tree.body, names)
    if left is not None or tree.orelse:
        template = QT_TRANSLATE_NOOP(
            "Problem", "Line {line}: this loop is left in its middle: let its condition say so."
        )
        raise Unclear(template, tree.lineno)


def _repeat(
    reader: Reader,
    tree: ast.While | ast.For,
    scope: Scope,
    inner: Drawing,
    names: Scope,
    entering: Mapping[str, Wire],
    kind: str,
    arguments: Mapping[str, object],
) -> Node:
    outer = reader.drawing
    assert outer is not None
    around = {name: scope.find(name) for name in entering}
    needed = []
    for name, wire in entering.items():
        found = now(inner, names.names[name])
        read = inner.readers(wire.end)
        if found == wire or not (read or reader.is_read_later(name)):
            if not read:
                del inner.nodes[wire.end.node]
                del around[name]
            continue
        if not isinstance(found, Wire) or found.home is not inner:
            raise _no_tensor(tree, name)
        inner.connect(found, inner.add(OUTPUT_KIND, name).id, "input")
        needed.append(name)
    title = CONTROL_NAMES[kind]
    node = add(reader, outer, kind + reader.keep(inner.data(title, {})), "", arguments, tree.lineno, otherwise=title)
    for name, value in around.items():
        if isinstance(value, Wire):
            outer.connect(value, node.id, name)
    for name in needed:
        scope.names[name] = Wire(outer, End(node.id, name))
    return node


def _no_tensor(tree: ast.While | ast.For, name: str) -> Unclear:
    template = QT_TRANSLATE_NOOP("Problem", "Line {line}: {name} is no tensor at the end of this loop.")
    return Unclear(template, tree.lineno, name=name)


def entered(around: Mapping[str, Wire], scope: Scope, outer: Drawing | None) -> tuple[Drawing, Scope, dict[str, Wire]]:
    """A block to be drawn within `outer`, with an Input for each of what arrives."""
    inner, names = Drawing(around=outer), Scope(scope)
    entering = {name: Wire(inner, End(inner.add(INPUT_KIND, name).id, "output")) for name in around}
    names.names |= entering
    return inner, names, entering


def now(drawing: Drawing, found: object) -> object:
    """What a name stands for after all that was written over it."""
    return drawing.now(found) if isinstance(found, Wire) and found.home is drawing else found


def arriving(trees: Sequence[ast.stmt], scope: Scope, outer: Drawing) -> dict[str, Wire]:
    """The wires of around that the lines read or change, by name."""
    found: dict[str, Wire] = {}
    for part in (part for tree in trees for part in ast.walk(tree)):
        if isinstance(part, ast.Name) and part.id not in found:
            value = scope.find(part.id)
            if isinstance(value, Wire) and value.home is outer:
                found[part.id] = value
    return found
