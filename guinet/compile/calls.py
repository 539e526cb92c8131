"""Statements inside a function: one line a node, with variables for what travels on its wires."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct, field

from guinet.compile import expressions
from guinet.compile.expressions import Names, Pattern
from guinet.compile.meta import output_pattern
from guinet.compile.names import CHAIN, Variables, identifier
from guinet.compile.order import entering, form_of, input_names, natural
from guinet.compile.scope import Scope
from guinet.core.graph import AFTER, Block, End, Node, Wire
from guinet.core.values import Value
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form, NodeType


class Statements(Struct, frozen=True):
    """How the nodes of one function are written.

    `callee` gives what is called for a layer, block or loss; `names` how exposed arguments are written there;
    `arguments` a node's arguments, set by hand or inferred; `chain` whether values that
    the next line alone reads share a variable; `preferred` are variables that values shall be in at last.
    """

    block: Block
    variables: Variables
    callee: Callable[[Node], str]
    names: Names
    arguments: Callable[[Node], Mapping[str, Value]]
    chain: bool = True
    preferred: Mapping[End, str] = field(default_factory=dict)
    _passed_on: set[End] = field(default_factory=set)
    _entering: dict[str, list[Wire]] = field(default_factory=dict)

    def expect(self, nodes: Sequence[str], results: Sequence[End]) -> None:
        """Takes note of who reads which value, before the first line is written."""
        for node, before in zip(nodes, ("", *nodes), strict=False):
            wires = entering(self.block, self.block.nodes[node])
            self._entering[node] = [wire for wire in wires if wire.target.port != AFTER]
            for wire in self._entering[node]:
                self.variables.expect(wire.source)
                if wire.source.node == before:
                    self._passed_on.add(wire.source)
        for end in results:
            self.variables.expect(end)
        if len(results) == 1:
            self._passed_on.update(results)

    def wired(self, node: Node) -> dict[str, tuple[str, ...]]:
        """Reads the variables of the node's inputs, by port."""
        found: dict[str, tuple[str, ...]] = {}
        for wire in self._entering[node.id]:
            found[wire.target.port] = (*found.get(wire.target.port, ()), self.variables.read(wire.source))
        return found

    def expression(self, node: Node) -> str:
        """What stands right of the `=`; reads the variables of the node's inputs."""
        wired = self.wired(node)
        type = REGISTRY.get(node.kind)
        if type is None:
            ordered = [wired[name][-1] for name in input_names(self.block, node)]
            return f"{self.callee(node)}({', '.join(ordered)})"
        return self._called(node, type, wired)

    def assignment(self, node: Node, type: NodeType) -> tuple[str, str]:
        """`x[0] = y` as a line, and the variable it writes into: its result is that very tensor."""
        wired = self.wired(node)
        return self._called(node, type, wired), wired[type.inputs[0].name][-1]

    def _called(self, node: Node, type: NodeType, wired: Mapping[str, tuple[str, ...]]) -> str:
        multiple = {port.name for port in type.ports(node.arguments).inputs if port.multiple}
        ports = {port: names if port in multiple else names[-1] for port, names in wired.items()}
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
        if isinstance(parts, str):
            return parts, {parts: self._variable(node, parts, several=False)}
        names = list(expressions.pattern_names(parts))
        used = [name for name in names if self.variables.uses(End(node.id, name))]
        variables = dict.fromkeys((*names, ""), "_")
        variables |= {name: self._variable(node, name, several=len(names) > 1) for name in used}
        return _folded(parts, {*used}), variables

    def _variable(self, node: Node, port: str, several: bool) -> str:
        end = End(node.id, port)
        uses = self.variables.uses(end)
        if not uses:
            return "_"
        chained = self.chain and uses == 1 and end in self._passed_on
        wishes = self._wishes(node, port, several)
        first = [self.preferred[end]] if end in self.preferred else []
        return self.variables.bind(end, [*first, *CHAIN, *wishes] if chained else [*first, *wishes])

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
