"""While, If and For as Python's own: written inline, with a variable for each value that goes around."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from guinet.compile import expressions
from guinet.compile.constructors import names_within
from guinet.compile.expressions import Names
from guinet.compile.members import bodies
from guinet.compile.names import Variables, identifier, unused
from guinet.compile.order import arrange, hold_of
from guinet.compile.precedence import gathered
from guinet.compile.rounds import ends, states
from guinet.compile.scope import Scope
from guinet.compile.writer import INDENT, Key, Line, Parts
from guinet.core.graph import (
    CONDITION,
    FOR_KIND,
    IF_KIND,
    INDEX,
    INPUT_KIND,
    OUTPUT_KIND,
    TIMES,
    Block,
    End,
    FrameMode,
    Node,
)
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form

if TYPE_CHECKING:
    from guinet.compile.body import Body, Callee, Lines
    from guinet.compile.members import Path


class Place(Struct, frozen=True):
    """Where a control node is written.

    `wired`: the texts of what arrives, by port; `targets`: the variables for what it gives, by port; `taken`: names
    that are in use around it.
    """

    scope: Scope
    node: Node
    wired: Mapping[str, str]
    targets: Mapping[str, str]
    taken: frozenset[str]
    callee: Callee
    names: Names
    path: Path = ()

    @property
    def key(self) -> Key:
        return self.scope.block.id, self.node.id


def in_function(body: Body, node: Node) -> Lines:
    """The lines of a control node among the statements of `body`."""
    wired = {port: texts[-1] for port, texts in body.statements.wired(node).items()}
    taken = frozenset(body.variables.held)
    targets: dict[str, str] = {}
    for name in results_of(body.scope, node):
        end = End(node.id, name)
        if node.kind.startswith(IF_KIND) and not body.variables.uses(end):
            continue
        others = {text for port, text in wired.items() if port != name}
        wishes = [wish for wish in (wired.get(name, ""), identifier(name, "x")) if wish.isidentifier()]
        own = f"{identifier(node.name, 'x')}_{identifier(name, 'x')}"
        preferred = body.preferred.get(end)
        first = [preferred] if preferred is not None else []
        targets[name] = body.variables.bind(end, [*first, *wishes, own], others | {*targets.values()})
    place = Place(body.scope, node, wired, targets, taken, body.callee, body.names, body.path)
    return written(place)


def results_of(scope: Scope, node: Node) -> list[str]:
    """What a control node gives, in the order of the names."""
    known = (port.name for port in scope.block.project.ports(scope.block, node).outputs)
    return sorted(known)


def written(place: Place) -> Lines:
    kind = place.node.kind
    if kind.startswith(IF_KIND):
        return _branches(place)
    started = [
        Line(f"{place.targets[name]} = {place.wired[name]}", place.key)
        for name in states(_definition(place))
        if place.targets[name] != place.wired[name]
    ]
    return [*started, *(_for(place) if kind.startswith(FOR_KIND) else _while(place))]


# Loops


def _while(place: Place) -> Lines:
    definition = _definition(place)
    leaving = ends(definition, OUTPUT_KIND)
    going = [leaving[name].id for name in states(definition)]
    chosen = definition.incoming(leaving[CONDITION].id)[0].source
    asked = arrange(definition, [chosen.node])
    kept = _leading_to(definition, going)
    body = _body(place, False, loop=True)
    results = _ends(definition, states(definition))
    if _can_be_inline(body, asked, kept):
        condition, parts = _inline(place, asked, chosen)
        body.expect(kept, list(results.values()))
        _enter(place, body)
        return [Line(f"while {condition}:", place.key, parts), *_round(place, body, kept, results)]
    rest = [node for node in kept if node not in asked]
    body.expect([*asked, *rest], [chosen, *results.values()])
    _enter(place, body)
    lines = _indented(body.write(asked))
    lines.append(Line(f"    if not {body.variables.read(chosen)}:", place.key))
    lines.append(Line("        break", place.key))
    return [Line("while True:", place.key), *lines, *_round(place, body, rest, results, needed=False)]


def _for(place: Place) -> Lines:
    definition = _definition(place)
    leaving, entries = ends(definition, OUTPUT_KIND), ends(definition, INPUT_KIND)
    going = [leaving[name].id for name in states(definition)]
    kept = _leading_to(definition, going)
    body = _body(place, False, loop=True)
    results = _ends(definition, states(definition))
    body.expect(kept, list(results.values()))
    number = "_"
    if INDEX in entries and body.variables.uses(End(entries[INDEX].id, "output")):
        number = unused(INDEX, body.variables.held | {*place.targets.values()})
    _enter(place, body, number)
    times = place.wired.get(TIMES) or expressions.literal(place.node.arguments.get(TIMES), place.names)
    return [Line(f"for {number} in range({times}):", place.key), *_round(place, body, kept, results)]


def _round(place: Place, body: Body, nodes: Sequence[str], results: Mapping[str, End], *, needed: bool = True) -> Lines:
    """The lines of a round, at the end of which every variable that goes around has its next value."""
    lines = body.write(nodes)
    ready = {name: body.variables.read(end) for name, end in results.items()}
    lines += _assigned(place, ready)
    return _indented(lines or ([Line("pass", place.key)] if needed else []))


def _assigned(place: Place, values: Mapping[str, str]) -> Lines:
    """All at once, since what goes around may change places."""
    pairs = [(place.targets[name], text) for name, text in values.items() if place.targets[name] != text]
    if not pairs:
        return []
    left, right = zip(*pairs, strict=True)
    return [Line(f"{', '.join(left)} = {', '.join(right)}", place.key)]


# Branches


def _branches(place: Place) -> Lines:
    first = _branch(place, False)
    if place.node.id in place.scope.others:
        second = _branch(place, True)
    else:
        second = _assigned(place, {name: place.wired[name] for name in place.targets})
    condition = place.wired[CONDITION]
    if not first and second:
        return [Line(f"if not {condition}:", place.key), *_indented(second)]
    lines = [Line(f"if {condition}:", place.key), *_indented(first or [Line("pass", place.key)])]
    return [*lines, Line("else:", place.key), *_indented(second)] if second else lines


def _branch(place: Place, other: bool) -> Lines:
    body = _body(place, other, loop=False)
    results = _ends(body.block, list(place.targets))
    leaving = ends(body.block, OUTPUT_KIND)
    going = [leaving[name].id for name in place.targets]
    kept = _leading_to(body.block, going)
    body.expect(kept, list(results.values()))
    _enter(place, body)
    lines = body.write(kept)
    return [*lines, *_assigned(place, {name: body.variables.read(end) for name, end in results.items()})]


# What both have


def _definition(place: Place) -> Block:
    return place.scope.children[place.node.id].block


def _body(place: Place, other: bool, *, loop: bool) -> Body:
    """The statements inside. A loop's may not write over what the next round reads."""
    from guinet.compile.body import Body

    step = (place.node.id, other)
    scope = dict(bodies(place.scope, place.node))[step]
    names = names_within(place.scope, (step,), place.names)
    taken = place.taken - {*place.targets.values()} if loop else place.taken
    going = set(states(scope.block)) if loop else set()
    kept = {text for port, text in place.wired.items() if port not in going} if loop else set()
    preferred = {end: place.targets[name] for name, end in _ends(scope.block, list(place.targets)).items()}
    return Body(scope, Variables(taken | kept), place.callee, names, (*place.path, step), preferred)


def _leading_to(block: Block, outputs: Sequence[str]) -> list[str]:
    return gathered(block, [node for node in arrange(block, outputs) if node not in outputs])


def _ends(block: Block, names: Sequence[str]) -> dict[str, End]:
    leaving = ends(block, OUTPUT_KIND)
    return {name: block.incoming(leaving[name].id)[0].source for name in names}


def _enter(place: Place, body: Body, number: str = "") -> None:
    """Gives the Inputs the variables that stand for them."""
    loop = not place.node.kind.startswith(IF_KIND)
    going = set(states(body.block)) if loop else set()
    for name, node in ends(body.block, INPUT_KIND).items():
        text = place.targets[name] if name in going else place.wired.get(name, number)
        body.variables.alias(End(node.id, "output"), text)


def _indented(lines: Lines) -> Lines:
    return [line._replace(text=INDENT + line.text) for line in lines]


# The condition of a While as one expression


def _can_be_inline(body: Body, asked: Sequence[str], kept: Sequence[str]) -> bool:
    """Whether each value of the condition is read just once, and by the condition alone."""
    block = body.block
    steps = [node for node in asked if block.nodes[node].kind != INPUT_KIND]
    there = set(steps)
    for node in (block.nodes[id] for id in steps):
        type = REGISTRY.get(node.kind)
        frame = block.frame(node.frame)
        plain = type is None or not (type.mutated(node.arguments) or type.effect)
        alone = frame is None or frame.mode is FrameMode.NONE
        outputs = body.scope.outcomes[node.id].known
        reads = [wire for wire in block.outgoing(node.id) if wire.target.node in there]
        if node.is_control or node.note or not plain or not alone or len(outputs) != 1 or len(reads) > 1:
            return False
    return not there.intersection(kept)


def _inline(place: Place, asked: Sequence[str], chosen: End) -> tuple[str, Parts]:
    """The condition, and the expression of each of its nodes."""
    body = _body(place, False, loop=True)
    body.expect(asked, [chosen])
    _enter(place, body)
    parts: list[tuple[Key, str]] = []
    for node in body.steps(asked):
        text = body.callee(body.path, node) if hold_of(node) else body.statements.expression(node)
        output = next(iter(body.scope.outcomes[node.id].known))
        reader = next((wire.target.node for wire in body.block.outgoing(node.id) if wire.target.node in asked), "")
        body.variables.alias(End(node.id, output), text if _takes_any(body, reader) else _closed(text))
        parts.append(((body.block.id, node.id), text))
    return body.variables.read(chosen), tuple(parts)


def _takes_any(body: Body, reader: str) -> bool:
    """Whether what reads a value stands around it in brackets, or nothing does."""
    type = REGISTRY.get(body.block.nodes[reader].kind) if reader else None
    return type is None or type.form in (Form.FUNCTION, Form.MODULE, Form.LOSS)


def _closed(text: str) -> str:
    """In brackets, unless it binds as tightly as a name does."""
    tree = ast.parse(text, mode="eval").body
    number = isinstance(tree, ast.Constant) and not isinstance(tree.value, str)
    tight = isinstance(tree, (ast.Name, ast.Call, ast.Attribute, ast.Subscript, ast.Constant)) and not number
    return text if tight else f"({text})"
