"""Statements inside a function: one line a node, with variables for what travels on its wires."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from guinet.compile import expressions
from guinet.compile.expressions import Names, Pattern
from guinet.compile.meta import output_pattern
from guinet.compile.names import CHAIN, Variables, identifier
from guinet.compile.order import entering, form_of, input_names, natural
from guinet.compile.scope import Scope
from guinet.core.graph import Block, End, Node
from guinet.core.values import Value
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form


@dataclass(frozen=True)
class Statements:
    """How the nodes of one function are written.

    `callee` gives what is called for a layer, block or loss; `names` how exposed arguments are written there;
    `arguments` a node's arguments, set by hand or inferred; `chain` whether values that
    the next line alone reads share a variable.
    """

    block: Block
    variables: Variables
    callee: Callable[[Node], str]
    names: Names
    arguments: Callable[[Node], Mapping[str, Value]]
    chain: bool = True
    _passed_on: set[End] = field(default_factory=set)

    def expect(self, nodes: Sequence[str], results: Sequence[End]) -> None:
        """Takes note of who reads which value, before the first line is written."""
        for node, before in zip(nodes, ("", *nodes), strict=False):
            for wire in entering(self.block, self.block.nodes[node]):
                self.variables.expect(wire.source)
                if wire.source.node == before:
                    self._passed_on.add(wire.source)
        for end in results:
            self.variables.expect(end)
        if len(results) == 1:
            self._passed_on.update(results)

    def expression(self, node: Node) -> str:
        """What stands right of the `=`; reads the variables of the node's inputs."""
        wired: dict[str, str | tuple[str, ...]] = {}
        for wire in entering(self.block, node):
            variable = self.variables.read(wire.source)
            before = wired.get(wire.target.port, ())
            wired[wire.target.port] = (*before, variable) if isinstance(before, tuple) else variable
        type = REGISTRY.get(node.kind)
        if type is None:
            ordered = [_single(wired[name]) for name in input_names(self.block, node)]
            return f"{self.callee(node)}({', '.join(ordered)})"
        multiple = {port.name for port in type.ports(node.arguments).inputs if port.multiple}
        ports = {port: names if port in multiple else _single(names) for port, names in wired.items()}
        return expressions.call(type, self.callee(node), ports, self.arguments(node), self.names)

    def targets(self, node: Node, outputs: Iterable[str]) -> str:
        """What stands left of the `=`: a new variable for each output that is read, `_` for the others."""
        type = REGISTRY.get(node.kind)
        names = tuple(outputs)
        if type is not None:
            parts = output_pattern(type, node.arguments)
        else:
            parts = names[0] if len(names) == 1 else tuple(sorted(names, key=natural))
        return expressions.write_pattern(*self._bound(node, parts))

    def _bound(self, node: Node, parts: Pattern) -> tuple[Pattern, Mapping[str, str]]:
        names = list(expressions.pattern_names(parts))
        used = [name for name in names if self.variables.uses(End(node.id, name))]
        variables = dict.fromkeys((*names, ""), "_")
        for name in used:
            end = End(node.id, name)
            chained = self.chain and end in self._passed_on and self.variables.uses(end) == 1
            wishes = self._wishes(node, name, len(names) > 1)
            variables[name] = self.variables.bind(end, [*CHAIN, *wishes] if chained else wishes)
        return _folded(parts, {*used}), variables

    def _wishes(self, node: Node, port: str, several: bool) -> list[str]:
        own = identifier(node.name, CHAIN[0])
        if form_of(node) is Form.LOSS:
            return [f"{own}_value"]
        return [identifier(port, own), f"{own}_{identifier(port, own)}"] if several else [own]


def inferred_of(scope: Scope, node: Node) -> Mapping[str, Value]:
    """Arguments of a node: what was inferred, and over it what was set by hand."""
    return {**scope.outcomes[node.id].inferred, **node.arguments}


def _folded(parts: Pattern, used: set[str]) -> Pattern:
    """The pattern with "" for every nested part none of which is used."""
    if isinstance(parts, str):
        return parts
    return tuple(_folded(part, used) if used & {*expressions.pattern_names(part)} else "" for part in parts)


def _single(names: str | tuple[str, ...]) -> str:
    return names if isinstance(names, str) else names[-1]
