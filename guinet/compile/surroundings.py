"""What is wrong with a node not by itself, but by where it stands in its graph."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from guinet.compile.insertions import wire_into
from guinet.compile.known import KnownTensor
from guinet.compile.order import Extent, arrange, by_name, form_of
from guinet.compile.scope import Scope
from guinet.core.graph import Block, Node
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Severity
from guinet.core.project import INPUT_KIND, OUTPUT_KIND
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form

Around = Mapping[str, tuple[Problem, ...]]


def main_problems(scope: Scope, extent: Extent) -> Around:
    """Layers behind a loss, and nodes that nothing comes of."""
    found: dict[str, tuple[Problem, ...]] = {}
    for node in extent.objective:
        if form_of(scope.block.nodes[node]) in (Form.MODULE, None):
            template = QT_TRANSLATE_NOOP("Problem", "{node} comes after a loss, where only arithmetic may stand.")
            found[node] = (_at(scope.block, node, "after-loss", template, Severity.ERROR),)
    for node in extent.objective:
        found |= _applied_twice(scope.block, node)
    for node in extent.totals:
        found |= _not_a_number(scope, node)
    return _unused(scope.block, extent.nodes) | found


def _applied_twice(block: Block, node: str) -> dict[str, tuple[Problem, ...]]:
    """CrossEntropyLoss, for one, makes probabilities of scores itself."""
    type = REGISTRY.get(block.nodes[node].kind)
    wire = wire_into(block, node, "input") if type is not None and type.applies else None
    if type is None or wire is None or not block.nodes[wire.source.node].kind.lower().endswith(type.applies):
        return {}
    template = QT_TRANSLATE_NOOP(
        "Problem", "{node} applies {activation} itself: what arrives has been through one already."
    )
    problem = _at(block, node, "applied-twice", template, Severity.WARNING)
    problem = replace(problem, values={**problem.values, "activation": type.applies})
    expected, got = QT_TRANSLATE_NOOP("Problem", "scores"), QT_TRANSLATE_NOOP("Problem", "probabilities")
    return {node: (replace(problem, port="input", expected=expected, got=got),)}


def _not_a_number(scope: Scope, node: str) -> dict[str, tuple[Problem, ...]]:
    known = next(iter(scope.outcomes[node].known.values()), None)
    if not isinstance(known, KnownTensor) or known.shapes[0] == ():
        return {}
    template = QT_TRANSLATE_NOOP("Problem", "{node} gives many losses, but training needs one number: add a mean.")
    problem = _at(scope.block, node, "loss-not-scalar", template, Severity.ERROR)
    expected = QT_TRANSLATE_NOOP("Problem", "scalar")
    return {node: (replace(problem, expected=expected, got=known.spec().shape_text),)}


def block_problems(scope: Scope) -> Around:
    """Nodes in a block that nothing comes of."""
    outputs = [node.id for node in scope.block.nodes.values() if node.kind == OUTPUT_KIND]
    return _unused(scope.block, frozenset(arrange(scope.block, by_name(scope.block, outputs))))


def _unused(block: Block, used: frozenset[str]) -> dict[str, tuple[Problem, ...]]:
    template = QT_TRANSLATE_NOOP("Problem", "{node} leads to no output and no loss: it is left out of the code.")
    return {
        node.id: (_at(block, node.id, "unused", template, Severity.WARNING),)
        for node in block.nodes.values()
        if node.id not in used and _is_work(block, node)
    }


def _is_work(block: Block, node: Node) -> bool:
    """Whether someone wired the node or meant it as a layer; an operation just dropped on the canvas is neither."""
    if node.kind in (OUTPUT_KIND, INPUT_KIND) or form_of(node) is Form.DATA:
        return False
    wired = bool(block.incoming(node.id) or block.outgoing(node.id))
    return wired or node.block_id is not None or form_of(node) is Form.MODULE


def _at(block: Block, node: str, code: str, template: str, severity: Severity) -> Problem:
    return Problem(code, template, {"node": block.nodes[node].name}, severity, block=block.id, node=node)
