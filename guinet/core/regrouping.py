"""The rules for first values when nodes become a block: which go inside, and how those outside still mean the same."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Final

from msgspec.structs import replace

from guinet.core.graph import CODE_KIND, Block, Initialiser, Node, Selects

EACH: Final = "*"
"""The parameter of a rule that is for all parameters of a layer."""


def rules_parted(
    block: Block, chosen: Mapping[str, Node], instance: Node
) -> tuple[tuple[Initialiser, ...], tuple[Initialiser, ...]]:
    """The rules the new block has, and those that `block` has from now on. `instance` takes the place of `chosen`.

    A rule for a node goes inside with it. A rule for a type stays: it reaches into blocks. A rule for a pattern of
    names stays too, and names what is inside by its new path as well. The constructor of a block runs first, so a rule
    for a node that goes over an earlier rule for a type or pattern stays outside, after it.
    """
    inside: list[Initialiser] = []
    outside: list[Initialiser] = []
    general = False
    for rule in block.initialisers:
        if rule.select is Selects.NODE and rule.target in chosen:
            if general and not rule.function.startswith(CODE_KIND):
                outside.append(_outward(rule, chosen[rule.target], instance))
            else:
                inside.append(rule)
            continue
        general = general or rule.select is not Selects.NODE
        outside += _renamed(block, rule, chosen, instance) if rule.select is Selects.PATTERN else [rule]
    return tuple(inside), tuple(outside)


def _outward(rule: Initialiser, node: Node, instance: Node) -> Initialiser:
    """A rule for a node inside, as one that is said outside."""
    if rule.parameter == EACH:
        return replace(rule, select=Selects.PATTERN, target=f"{instance.name}.{node.name}.*", parameter="")
    return replace(rule, target=instance.id, parameter=f"{node.name}.{rule.parameter}")


def _renamed(block: Block, rule: Initialiser, chosen: Collection[str], instance: Node) -> Iterator[Initialiser]:
    """A pattern that begins with * holds wherever a parameter lies; any other names the node it begins with."""
    first, _, _ = rule.target.partition(".")
    named = [node.id for node in block.nodes.values() if fnmatchcase(node.name, first)]
    inner = [node for node in named if node in chosen]
    if rule.target.startswith("*") or not inner:
        yield rule
        return
    if len(inner) < len(named):
        yield rule
    yield replace(rule, target=f"{instance.name}.{rule.target}")
