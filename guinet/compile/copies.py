"""A layer at several places, and several copies of a layer in a row: what comes of their nodes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from guinet.compile.evaluate import Outcome
from guinet.compile.infer import infer
from guinet.core import repeating
from guinet.core.graph import Block, Node
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem
from guinet.core.sharing import owner_of, sharing_refusal
from guinet.core.values import Value
from guinet.nodes.registry import REGISTRY

if TYPE_CHECKING:
    from guinet.compile.scope import Scope


class Shared(Struct, frozen=True):
    """One layer at several places: `owner` is the node whose arguments and name it has, `users` all of them in order.

    What arrives at the first of them says what is inferred.
    """

    owner: str
    users: tuple[str, ...]


Sharing: TypeAlias = "Mapping[str, Shared]"
"""By node id, for all nodes that use a layer that others use too."""


def sharing(block: Block, order: Iterable[str]) -> Sharing:
    """`order` is that of the nodes of the block."""
    if not any(node.shares for node in block.nodes.values()):
        return {}
    groups: dict[str, list[str]] = {}
    for node in order:
        if not _complaint(block, node):
            groups.setdefault(owner_of(block, node), []).append(node)
    return {node: Shared(owner, tuple(users)) for owner, users in groups.items() if len(users) > 1 for node in users}


def evaluated(scope: Scope, node: Node) -> Outcome:
    """What comes of a node that may use another's layer, or stand for several copies of itself."""
    complaint = _complaint(scope.block, node.id) if node.shares else ""
    if complaint:
        return Outcome(problems=(_unshared(scope.block, node, complaint),))
    shared = scope.sharing.get(node.id)
    if shared is None:
        return _copied(scope, node)
    used = _as_owner(node, scope.block.nodes[shared.owner])
    first = scope.outcomes.get(shared.users[0])
    if node.id == shared.users[0] or first is None:
        return _copied(scope, used)
    outcome = _copied(scope, replace(used, arguments={**first.inferred, **used.arguments}))
    misfit = _misfit(scope, used, shared.users[0], first.inferred)
    if misfit is not None:
        return Outcome(inferred=first.inferred, problems=(misfit,))
    return replace(outcome, parameters=0, inferred=first.inferred)


def fingerprint(scope: Scope) -> dict[str, object]:
    """All that was inferred in a block and the blocks in it: scopes with the same can be of one and the same layer."""
    own: dict[str, object] = {node: dict(outcome.inferred) for node, outcome in scope.outcomes.items()}
    inside = {f"{node}/": fingerprint(child) for node, child in scope.children.items()}
    return own | inside | {f"{node}//": fingerprint(child) for node, child in scope.others.items()}


def _complaint(block: Block, node: str) -> str:
    """Why a node cannot use the layer it is to share, as a template; empty when it can, or has its own."""
    if not block.nodes[node].shares:
        return ""
    owner = owner_of(block, node)
    if block.nodes[owner].shares:
        return QT_TRANSLATE_NOOP("Problem", "The layer that {name} is to use is gone: give {name} its own.")
    return sharing_refusal(block, node, owner) or _cannot_own(block, owner)


def _cannot_own(block: Block, owner: str) -> str:
    return repeating.refusal(block, owner, block.nodes[owner].repeat)


def _unshared(block: Block, node: Node, template: str) -> Problem:
    owner = owner_of(block, node.id)
    values = {"name": node.name, "other": block.nodes[owner].name, "most": str(repeating.MOST)}
    return Problem("shares", template, values)


def _as_owner(node: Node, owner: Node) -> Node:
    """The node with all that its owner says of the layer; what a call takes stays its own."""
    type = REGISTRY.get(node.kind)
    at_call = {argument.name for argument in type.arguments if argument.at_call} if type is not None else set()
    made = {name: value for name, value in owner.arguments.items() if name not in at_call}
    called = {name: value for name, value in node.arguments.items() if name in at_call}
    return replace(node, arguments={**made, **called}, repeat=owner.repeat, shares="")


def _misfit(scope: Scope, node: Node, first: str, inferred: Mapping[str, Value]) -> Problem | None:
    """What arrives asks for another size than at the first place, or for other sizes inside of a block."""
    words = {"name": node.name, "other": scope.block.nodes[first].name}
    child, other = scope.children.get(node.id), scope.children.get(first)
    if child is not None and other is not None and fingerprint(child) != fingerprint(other):
        template = QT_TRANSLATE_NOOP(
            "Problem", "{name} and {other} are to use one layer, but what arrives at them is of different sizes."
        )
        return Problem("shares", template, words)
    type = REGISTRY.get(node.kind)
    if type is None:
        return None
    found, _ = infer(type, node.arguments, scope.arriving(node, type.ports(node.arguments)).inputs)
    for name, value in found.items():
        if value != inferred.get(name, value):
            template = QT_TRANSLATE_NOOP(
                "Problem",
                "{name} and {other} use one layer, whose {argument} would be {got} here and {expected} there.",
            )
            here, there = str(value), str(inferred[name])
            values = {**words, "argument": name, "got": here, "expected": there}
            return Problem("shares", template, values, expected=there, got=here)
    return None


def _copied(scope: Scope, node: Node) -> Outcome:
    """The outcome of all copies of a node in a row."""
    if node.repeat == 1:
        return scope.once(node)
    template = repeating.refusal(scope.block, node.id, node.repeat)
    if template:
        values = {"name": node.name, "most": str(repeating.MOST)}
        return Outcome(problems=(Problem("repeat", template, values),))
    first = scope.once(node)
    child = scope.children.get(node.id)
    last = _last_of(scope, node, first)
    if child is not None:
        scope.children[node.id] = child
    return last


def _last_of(scope: Scope, node: Node, first: Outcome) -> Outcome:
    ports = scope.block.project.ports(scope.block, node)
    entry = next(port.name for port in ports.inputs if not port.optional)
    child = scope.children.get(node.id)
    made = fingerprint(child) if child is not None else {}
    # A layer with state, such as a batch norm, infers at its first copy what the text says for all.
    again = replace(node, arguments={**first.inferred, **node.arguments})
    outcome = first
    for _ in range(node.repeat - 1):
        if not outcome.known:
            return outcome
        following = scope.once(again, {entry: outcome.known[ports.outputs[0].name]})
        inside = scope.children.get(node.id)
        if following.problems or (inside is not None and fingerprint(inside) != made):
            return Outcome(inferred=first.inferred, problems=(_unfit(node, following),))
        if following.known == outcome.known:
            break
        outcome = following
    return replace(outcome, inferred=first.inferred, parameters=first.parameters * node.repeat)


def _unfit(node: Node, outcome: Outcome) -> Problem:
    values: dict[str, str | Problem] = {"name": node.name, "reason": ""}
    if not outcome.problems:
        template = QT_TRANSLATE_NOOP("Problem", "What {name} gives does not fit its own input: copies would differ.")
        return Problem("repeat", template, values)
    problem = outcome.problems[0]
    template = QT_TRANSLATE_NOOP("Problem", "What {name} gives does not fit its own input: {reason}")
    return Problem(
        "repeat",
        template,
        {**values, "reason": problem},
        expected=problem.expected,
        got=problem.got,
        why=problem.why,
        detail=problem.detail,
    )
