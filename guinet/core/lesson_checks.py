"""What a step of a lesson asks for, as data: each check is a pure function of the project and what is known of it.

A check is told by words of the project, never by ids. Nodes are those of the main block, by a `Pattern`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from msgspec import Struct, field

from guinet.core.graph import Block, FrameMode, Node
from guinet.core.leaving import leaving
from guinet.core.probed import NodeValue, ProbedValue, TensorValue
from guinet.core.problems import Problem, Severity
from guinet.core.project import Project
from guinet.core.report import NodeReport
from guinet.core.sharing import owner_of
from guinet.core.values import TensorSpec, Value

GRADIENT = ".grad"
"""A value named so is the gradient of the node named before it."""

_OF_AUTOGRAD = re.compile(r", (?:requires_grad=True|grad_fn=<\w+>)")


class Facts(Struct, frozen=True):
    """All that a check may look at.

    `reports` and `values` are those of the nodes of the main block by id; `problems` those of the project; `metrics`
    what the last training measured at its end ("test_accuracy").
    """

    project: Project
    reports: Mapping[str, NodeReport] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    values: Mapping[str, NodeValue] = field(default_factory=dict)
    metrics: Mapping[str, float] = field(default_factory=dict)

    @property
    def block(self) -> Block:
        return self.project.main

    def all_problems(self) -> Iterator[Problem]:
        """Those of the check, and those of the evaluation."""
        yield from self.problems
        for value in self.values.values():
            yield from value.problems


class Pattern(Struct, frozen=True):
    """Which node is meant: what is given must hold. An argument that a node has not been given is None."""

    name: str = ""
    kind: str = ""
    arguments: Mapping[str, Value] = field(default_factory=dict)

    def fits(self, node: Node) -> bool:
        return (
            self.name in ("", node.name)
            and self.kind in ("", node.kind)
            and all(_means(node.arguments.get(name), value) for name, value in self.arguments.items())
        )

    def among(self, block: Block) -> Iterator[Node]:
        return (node for node in block.nodes.values() if self.fits(node))


def _means(given: Value, wanted: Value) -> bool:
    """Whether an argument is the wanted one: torch takes a size of 3 in each direction as 3 or as (3, 3)."""
    return given == wanted or (isinstance(given, tuple) and given != () and all(each == wanted for each in given))


class HasNode(Struct, frozen=True):
    """There is such a node."""

    node: Pattern

    def passes(self, facts: Facts) -> bool:
        return any(True for _ in self.node.among(facts.block))


class HasWire(Struct, frozen=True):
    """A wire leads from one node to the other, to its input `port` where that is given; by way of dots as well."""

    source: Pattern
    target: Pattern
    port: str = ""

    def passes(self, facts: Facts) -> bool:
        nodes, left = facts.block.nodes, leaving(facts.block)
        return any(
            source is not None and self.source.fits(nodes[source.node]) and self.port in ("", wire.target.port)
            for target in self.target.among(facts.block)
            for wire in facts.block.incoming(target.id)
            if wire.source.node in nodes
            for source in (left.source(wire.source),)
        )


class HasPath(Struct, frozen=True):
    """Wires lead through nodes, each straight into the next."""

    nodes: tuple[Pattern, ...]

    def passes(self, facts: Facts) -> bool:
        block, left = facts.block, leaving(facts.block)
        reached = {node.id for node in self.nodes[0].among(block)}
        for pattern in self.nodes[1:]:
            following = {
                wire.target.node
                for wire in block.wires.values()
                if (source := left.source(wire.source)) is not None and source.node in reached
            }
            reached = {after for after in following if after in block.nodes and pattern.fits(block.nodes[after])}
        return bool(reached)


class HasShape(Struct, frozen=True):
    """An output of the node is a tensor of this shape and dtype, as wires show it: "N×10 float32"."""

    node: Pattern
    text: str

    def passes(self, facts: Facts) -> bool:
        return any(
            isinstance(spec, TensorSpec) and str(spec) == self.text
            for node in self.node.among(facts.block)
            for spec in (facts.reports[node.id].outputs.values() if node.id in facts.reports else ())
        )


class HasValue(Struct, frozen=True):
    """What the evaluation found at a node, or in its gradient ("x.grad"); what is not given may be anything.

    `text` is what `print` shows without what autograd adds; `was` what it showed before something was written over it.
    `view_of` is the name of the node whose memory it lies in; `stretched` the axes along which the input `port` is
    repeated.
    """

    node: str
    text: str = ""
    dtype: str = ""
    requires_grad: bool | None = None
    was: str = ""
    view_of: str = ""
    port: str = ""
    stretched: tuple[int, ...] = ()

    def passes(self, facts: Facts) -> bool:
        node, gradient = self._node(facts.block)
        told = facts.values.get(node.id) if node is not None else None
        output = next(iter(told.outputs.values()), None) if told is not None else None
        if told is None or output is None:
            return False
        if gradient:
            return isinstance(output, TensorValue) and _printed(output.grad) == self.text
        return self._fits(output) and self._is_view(told, facts.block) and self._is_stretched(told)

    def _node(self, block: Block) -> tuple[Node | None, bool]:
        """The node that is named, and whether its gradient is meant."""
        gradient = not block.has_name(self.node) and self.node.endswith(GRADIENT)
        name = self.node.removesuffix(GRADIENT) if gradient else self.node
        return (block.node(name) if block.has_name(name) else None), gradient

    def _fits(self, output: ProbedValue) -> bool:
        if self.text and _printed(output.text) != self.text:
            return False
        if not (self.dtype or self.was or self.requires_grad is not None):
            return True
        return (
            isinstance(output, TensorValue)
            and self.dtype in ("", output.dtype)
            and self.was in ("", _printed(output.was))
            and self.requires_grad in (None, output.requires_grad)
        )

    def _is_view(self, told: NodeValue, block: Block) -> bool:
        return not self.view_of or (told.view_of in block.nodes and block.nodes[told.view_of].name == self.view_of)

    def _is_stretched(self, told: NodeValue) -> bool:
        return not self.stretched or any(
            (each.port, each.axes) == (self.port, self.stretched) for each in told.stretched
        )


class HasProblem(Struct, frozen=True):
    """There is an error with this code (any, if none is given), at such a node; or there is none."""

    code: str = ""
    node: Pattern | None = None
    present: bool = True

    def passes(self, facts: Facts) -> bool:
        return self.present == any(self._fits(problem, facts.block) for problem in facts.all_problems())

    def _fits(self, problem: Problem, block: Block) -> bool:
        node = block.nodes.get(problem.node or "")
        return (
            problem.severity is Severity.ERROR
            and self.code in ("", problem.code)
            and (self.node is None or (node is not None and self.node.fits(node)))
        )


class InFrame(Struct, frozen=True):
    """These nodes lie in one frame of this mode; or, with no mode, in none that has one."""

    nodes: tuple[str, ...]
    mode: FrameMode = FrameMode.NONE

    def passes(self, facts: Facts) -> bool:
        block = facts.block
        if not all(block.has_name(name) for name in self.nodes):
            return False
        frames = {block.node(name).frame for name in self.nodes}
        modes = {frame.mode for frame in map(block.frame, frames) if frame is not None}
        if self.mode is FrameMode.NONE:
            return modes <= {FrameMode.NONE}
        return len(frames) == 1 and modes == {self.mode}


class SameLayer(Struct, frozen=True):
    """These nodes use one layer."""

    nodes: tuple[str, ...]

    def passes(self, facts: Facts) -> bool:
        block = facts.block
        if not all(block.has_name(name) for name in self.nodes):
            return False
        return len({owner_of(block, block.node(name).id) for name in self.nodes}) == 1


class OwnLayer(Struct, frozen=True):
    """This node has a layer of its own."""

    node: str

    def passes(self, facts: Facts) -> bool:
        return facts.block.has_name(self.node) and not facts.block.node(self.node).shares


class IsTied(Struct, frozen=True):
    """One parameter is the very tensor of another ("decoder.weight", "embedding.weight"); or it is tied to none."""

    parameter: str
    source: str = ""

    def passes(self, facts: Facts) -> bool:
        ends = {
            f"{nodes[tie.target].name}.{tie.parameter}": f"{nodes[tie.source].name}.{tie.source_parameter}"
            for nodes in (facts.block.nodes,)
            for tie in facts.block.ties
            if tie.target in nodes and tie.source in nodes
        }
        return ends.get(self.parameter, "") == self.source


class HasParameters(Struct, frozen=True):
    """The network has so many parameters in all."""

    count: int

    def passes(self, facts: Facts) -> bool:
        return sum(report.parameters for report in facts.reports.values()) == self.count


class Trained(Struct, frozen=True):
    """The last training ended with at least so much of a metric ("test_accuracy")."""

    metric: str
    at_least: float

    def passes(self, facts: Facts) -> bool:
        return facts.metrics.get(self.metric, float("-inf")) >= self.at_least


Check: TypeAlias = (
    HasNode
    | HasWire
    | HasPath
    | HasShape
    | HasValue
    | HasProblem
    | InFrame
    | SameLayer
    | OwnLayer
    | IsTied
    | HasParameters
    | Trained
)


def _printed(text: str) -> str:
    """What `print` shows, without what autograd adds to it."""
    return _OF_AUTOGRAD.sub("", text)
