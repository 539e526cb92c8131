"""One layer used at several places, and one parameter used as another."""

from __future__ import annotations

from collections.abc import Iterable

from guinet.core.changes import SetParts, SetTrait
from guinet.core.graph import Block, Node, Tie
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Refused


def share(block: Block, node: str, owner: str) -> None:
    """Makes `node` use the layer of `owner` instead of one of its own, as one undo step.

    An owner that itself uses another's layer passes that on, and what used the layer of `node` follows it. Raises
    Refused when the two are not layers of one kind.
    """
    root = owner_of(block, owner)
    template = sharing_refusal(block, node, root)
    if template:
        values = {"name": block.nodes[node].name, "other": block.nodes[root].name}
        raise Refused(Problem("shares", template, values, block=block.id, node=node))
    followers = [other.id for other in block.nodes.values() if other.shares == node]
    changes = [SetTrait(block.id, each, "shares", root) for each in (node, *followers)]
    block.project.run(QT_TRANSLATE_NOOP("Step", "Use the same layer"), changes)


def unshare(block: Block, nodes: Iterable[str]) -> None:
    """Gives nodes layers of their own again, as one undo step."""
    changes = [SetTrait(block.id, node, "shares", "") for node in nodes if block.nodes[node].shares]
    block.project.run(QT_TRANSLATE_NOOP("Step", "Use its own layer"), changes)


def owner_of(block: Block, node: str) -> str:
    """The node whose layer a node uses at last: itself where it has its own."""
    seen = {node}
    while (shares := block.nodes[node].shares) in block.nodes and shares not in seen:
        node = shares
        seen.add(node)
    return node


def has_layer(node: Node) -> bool:
    """Whether a node is of a kind that may hold parameters: a layer of torch, a block, code written by hand."""
    return (node.kind.startswith("torch.nn.") and not node.kind.startswith("torch.nn.functional.")) or (
        (node.block_id is not None and not node.is_control) or node.code_id is not None
    )


def sharing_refusal(block: Block, node: str, owner: str) -> str:
    """Why `node` cannot use the layer of `owner`, as a template with `name` and `other`; empty when it can."""
    here, there = block.nodes[node], block.nodes[owner]
    if owner_of(block, owner) == node:
        return QT_TRANSLATE_NOOP("Problem", "{other} uses the layer of {name} already.")
    if here.kind != there.kind:
        return QT_TRANSLATE_NOOP("Problem", "{name} and {other} are of different kinds, so they cannot use one layer.")
    if not has_layer(here) or block.project.catalogue.outside(here.kind):
        return QT_TRANSLATE_NOOP("Problem", "{name} is no layer, so there is nothing to share.")
    return ""


def tie(block: Block, target: str, parameter: str, source: str, source_parameter: str) -> Tie:
    """Makes `target.parameter` the very tensor `source.source_parameter`, as one undo step; nodes by id.

    A parameter is tied to one other at most: the last tie holds. Raises Refused for a parameter tied to itself, in
    one step or in several, and for a node that uses another's layer.
    """
    new = Tie(target, parameter, source, source_parameter)
    kept = tuple(each for each in block.ties if (each.target, each.parameter) != (target, parameter))
    ends = {(each.target, each.parameter): (each.source, each.source_parameter) for each in (*kept, new)}
    here = source, source_parameter
    while here in ends and here != (target, parameter):
        here = ends[here]
    shared = next((node for node in (target, source) if block.nodes[node].shares), None)
    values = {"name": f"{block.nodes[target].name}.{parameter}", "node": block.nodes[shared].name if shared else ""}
    template = ""
    if here == (target, parameter):
        template = QT_TRANSLATE_NOOP("Problem", "{name} would be tied to itself.")
    elif shared:
        template = QT_TRANSLATE_NOOP("Problem", "{node} has no parameters of its own: tie those of the layer it uses.")
    if template:
        raise Refused(Problem("tie", template, values, block=block.id, node=target))
    block.project.run(QT_TRANSLATE_NOOP("Step", "Tie parameters"), [SetParts(block.id, "ties", (*kept, new))])
    return new


def untie(block: Block, tie: Tie) -> None:
    """Takes a tie away, as one undo step."""
    left = tuple(other for other in block.ties if other != tie)
    block.project.run(QT_TRANSLATE_NOOP("Step", "Untie parameters"), [SetParts(block.id, "ties", left)])
