"""A `while` whose condition is known only when it runs: a While node, and the block that it repeats."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from guinet.core.graph import CONDITION, INPUT_KIND, OUTPUT_KIND, WHILE_KIND, End
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.exchange.python.drawing import Drawing
from guinet.exchange.python.operations import add
from guinet.exchange.python.problems import Unclear
from guinet.exchange.python.values import Scope, Wire

if TYPE_CHECKING:
    from guinet.exchange.python.reader import Reader


def draw_while(reader: Reader, tree: ast.While, scope: Scope) -> None:
    """Adds the node; what the loop changes is in `scope` what comes out of it. Raises Unclear."""
    outer = reader.drawing
    assert outer is not None
    arriving = _arriving(tree, scope, outer)
    inner, names = Drawing(loop=True), Scope(scope)
    entering = {name: Wire(inner, End(inner.add(INPUT_KIND, name).id, "output")) for name in arriving}
    names.names |= entering
    with reader.drawing_in(inner):
        test = reader.value(tree.test, names)
        if reader.run(tree.body, names) is not None or tree.orelse or not isinstance(test, Wire):
            template = QT_TRANSLATE_NOOP(
                "Problem", "Line {line}: this loop is left in its middle: let its condition say so."
            )
            raise Unclear(template, tree.lineno)
    changed = {name: names.names[name] for name, wire in entering.items() if names.names[name] != wire}
    for name, found in {CONDITION: test, **changed}.items():
        if not isinstance(found, Wire) or found.home is not inner:
            template = QT_TRANSLATE_NOOP("Problem", "Line {line}: {name} is no tensor at the end of this loop.")
            raise Unclear(template, tree.lineno, name=name)
        inner.connect(found, inner.add(OUTPUT_KIND, name).id, "input")
    block = reader.keep(inner.data("while_loop", {}))
    node = add(reader, outer, WHILE_KIND + block, "while_loop", {}, tree.lineno)
    for name, wire in arriving.items():
        outer.connect(wire, node.id, name)
    for name in changed:
        scope.names[name] = Wire(outer, End(node.id, name))


def _arriving(tree: ast.While, scope: Scope, outer: Drawing) -> dict[str, Wire]:
    """The wires of around that the loop reads, by name."""
    found: dict[str, Wire] = {}
    for part in ast.walk(tree):
        if isinstance(part, ast.Name) and part.id not in found:
            try:
                value = scope.find(part.id)
            except KeyError:
                continue
            if isinstance(value, Wire) and value.home is outer:
                found[part.id] = value
    return found
