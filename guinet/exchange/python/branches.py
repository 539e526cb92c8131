"""An `if` whose condition is known only when it runs: an If node, and the blocks that it chooses from."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from guinet.core.graph import CONDITION, CONTROL_NAMES, IF_KIND, OTHERWISE, OUTPUT_KIND, End
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.exchange.python.drawing import Drawing
from guinet.exchange.python.loops import arriving, entered, now
from guinet.exchange.python.operations import add
from guinet.exchange.python.problems import Unclear
from guinet.exchange.python.values import NOWHERE, Scope, Wire, wires_of

if TYPE_CHECKING:
    from guinet.exchange.python.reader import Reader


def draw_if(reader: Reader, tree: ast.If, test: Wire, scope: Scope, rest: Sequence[ast.stmt]) -> tuple[object] | None:
    """Adds the node; what a branch changes is in `scope` what comes out of it. `rest` are the lines after it: where a
    branch returns they belong to the other one, and what is returned comes out of the node: `(value,)`.

    Raises Unclear.
    """
    outer = test.home
    bodies = [tree.body, tree.orelse]
    returns = any(map(_returns, bodies))
    if returns:
        bodies = [body if _returns(body) else [*body, *rest] for body in bodies]
    around = arriving([part for body in bodies for part in body], scope, outer)
    if around.get(CONDITION, test) != test:  # the port of the node is called so
        raise _differ(tree, CONDITION)
    branches = [_branch(reader, tree, body, scope, around, returns=returns) for body in bodies]
    outcomes = _returned(tree, branches) if returns else _changed(reader, branches)
    for branch, outcome in zip(branches, outcomes, strict=True):
        for name, found in outcome.items():
            if not isinstance(found, Wire) or found.home is not branch.drawing:
                raise _differ(tree, name)
            branch.drawing.connect(found, branch.drawing.add(OUTPUT_KIND, name).id, "input")
    around = _read_only(around, branches, outcomes[0] if not (tree.orelse or returns) else {})
    kind = IF_KIND + reader.keep(branches[0].drawing.data(CONTROL_NAMES[IF_KIND], {}))
    other = {}
    if tree.orelse or returns:
        other[OTHERWISE] = reader.keep(branches[1].drawing.data(f"{CONTROL_NAMES[IF_KIND]}_otherwise", {}))
    node = add(reader, outer, kind, "", other, tree.lineno, otherwise=CONTROL_NAMES[IF_KIND])
    for name, wire in {**around, CONDITION: test}.items():
        outer.connect(wire, node.id, name)
    given = {name: Wire(outer, End(node.id, name)) for name in outcomes[0]}
    if not returns:
        scope.names |= given
        return None
    results = iter(given.values())
    return (_in_place_of_wires(branches[0].result, lambda: next(results)),)


class _Branch(Struct, frozen=True):
    """One way: what it draws, what its names stand for at its end, which of them it changed, and what it returns."""

    drawing: Drawing
    entering: Mapping[str, Wire]
    scope: Scope
    changed: tuple[str, ...]
    result: object


def _branch(
    reader: Reader,
    tree: ast.If,
    body: Sequence[ast.stmt],
    scope: Scope,
    around: Mapping[str, Wire],
    *,
    returns: bool,
) -> _Branch:
    inner, names, entering = entered(around, scope, reader.drawing)
    with reader.drawing_in(inner):
        signal = reader.run(body, names)
    if (signal is not None) != returns or (signal is not None and signal.kind != "return"):
        raise _differ(tree, "return")
    for name, found in names.names.items():
        names.names[name] = now(inner, found)
    changed = tuple(name for name, found in names.names.items() if found != entering.get(name))
    return _Branch(inner, entering, names, changed, signal.value if signal is not None else None)


def _returned(tree: ast.If, branches: Sequence[_Branch]) -> list[dict[str, object]]:
    parts = [list(wires_of(branch.result)) for branch in branches]
    if len(parts[0]) != len(parts[1]) or not parts[0]:
        raise _differ(tree, "return")
    names = ["output"] if len(parts[0]) == 1 else [f"output_{place + 1}" for place in range(len(parts[0]))]
    return [dict(zip(names, part, strict=True)) for part in parts]


def _changed(reader: Reader, branches: Sequence[_Branch]) -> list[dict[str, object]]:
    """By name what each branch ends with, as far as it is read later. What only one of them has is its own."""
    names = dict.fromkeys(name for branch in branches for name in branch.changed if reader.is_read_later(name))
    both = [name for name in names if all(branch.scope.find(name) is not NOWHERE for branch in branches)]
    return [{name: branch.scope.find(name) for name in both} for branch in branches]


def _read_only(
    around: Mapping[str, Wire], branches: Sequence[_Branch], passed_on: Mapping[str, object]
) -> dict[str, Wire]:
    """What of around a branch reads, or what comes out again where there is no other branch; Inputs for the rest go."""
    kept = {}
    for name, wire in around.items():
        read = [bool(branch.drawing.readers(branch.entering[name].end)) for branch in branches]
        if any(read) or name in passed_on:
            kept[name] = wire
        for branch, here in zip(branches, (name in kept, read[1]), strict=True):
            if not here:
                del branch.drawing.nodes[branch.entering[name].end.node]
    return kept


def _returns(body: Sequence[ast.stmt]) -> bool:
    return bool(body) and isinstance(body[-1], ast.Return)


def _differ(tree: ast.If, name: str) -> Unclear:
    template = QT_TRANSLATE_NOOP(
        "Problem", "Line {line}: the branches of this if do not both end with a tensor for {name}."
    )
    return Unclear(template, tree.lineno, name=name)


def _in_place_of_wires(value: object, made: Callable[[], Wire]) -> object:
    if isinstance(value, (tuple, list)):
        return tuple(_in_place_of_wires(item, made) for item in value)
    return made() if isinstance(value, Wire) else value
