"""The lines of a function that runs the nodes of a block: one a node, in the frames they lie in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from guinet.compile import control
from guinet.compile.calls import Statements, inferred_of
from guinet.compile.expressions import Names
from guinet.compile.members import Path, is_layer
from guinet.compile.names import Variables
from guinet.compile.order import hold_of
from guinet.compile.scope import Scope
from guinet.compile.writer import INDENT, Line, Text
from guinet.core.graph import End, FrameMode, Node
from guinet.core.project import INPUT_KIND
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form

Lines: TypeAlias = list[Line]

Callee: TypeAlias = "Callable[[Path, Node], str]"
"""How the layer of a node is called, or a tensor that the module holds; the path leads to the node's block."""


@dataclass
class Body:
    """How the nodes of one block are written, which may be the block of a loop or branch at `path` in a function.

    `names` writes exposed arguments; `preferred` are variables that results shall be in; `chain` as in `Statements`.
    """

    scope: Scope
    variables: Variables
    callee: Callee
    names: Names
    path: Path = ()
    preferred: Mapping[End, str] = field(default_factory=dict)
    chain: bool = True

    def __post_init__(self) -> None:
        self.block = self.scope.block
        self.statements = Statements(
            self.block,
            self.variables,
            lambda node: self.callee(self.path, node),
            self.names,
            lambda node: inferred_of(self.scope, node),
            self.chain,
            self.preferred,
        )

    def steps(self, nodes: Sequence[str]) -> list[Node]:
        """The nodes that are run."""
        return [self.block.nodes[node] for node in nodes if self.block.nodes[node].kind != INPUT_KIND]

    def expect(self, nodes: Sequence[str], results: Sequence[End]) -> None:
        """Takes note of who reads which value, before the first line is written."""
        steps = [node.id for node in self.steps(nodes) if not hold_of(node)]
        self.statements.expect(steps, results)

    def write(self, nodes: Sequence[str]) -> Lines:
        lines: Lines = []
        frame = ""
        for node in self.steps(nodes):
            if hold_of(node):
                self.variables.alias(End(node.id, "output"), self.callee(self.path, node))
                continue
            mode = self._mode(node)
            if mode and node.frame != frame:
                lines.append(Line(f"with torch.{mode}():", (self.block.id, node.id)))
            frame = node.frame if mode else ""
            lines += indented(self._lines(node), 1 if mode else 0)
        return lines

    def _mode(self, node: Node) -> str:
        frame = self.block.frame(node.frame)
        return FrameMode.NONE.value if frame is None else frame.mode.value

    def _lines(self, node: Node) -> Iterator[Line]:
        key = (self.block.id, node.id)
        if node.note and not is_layer(self.block, node.id):
            note = Text()
            note.comment(node.note)
            yield from (Line(line, key) for line in note.text.splitlines())
        if node.is_control:
            yield from control.in_function(self, node)
            return
        type = REGISTRY.get(node.kind)
        if type is not None and type.form is Form.ASSIGN:
            line, written = self.statements.assignment(node, type)
            self.variables.alias(End(node.id, type.outputs[0].name), written)
            yield Line(line, key)
            return
        expression = self.statements.expression(node)
        yield Line(f"{self.statements.targets(node, self.scope.outcomes[node.id].known)} = {expression}", key)


def indented(lines: Iterator[Line] | Lines, depth: int = 1) -> Lines:
    return [line._replace(text=INDENT * depth + line.text) for line in lines]
