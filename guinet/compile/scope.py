"""One block with given inputs and exposed arguments: what comes of each of its nodes, kept up to date."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from torch import nn

from guinet.compile.evaluate import Arriving, Outcome, UnknownReference, evaluate, resolve
from guinet.compile.known import BATCHES, Known, dtype_named, from_spec, tensor
from guinet.compile.order import evaluation_order, natural
from guinet.core.graph import Block, Node
from guinet.core.ports import Ports
from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError, Problem, Severity
from guinet.core.project import OUTPUT_KIND, block_ports
from guinet.core.values import Value, ValueSpec
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form, NodeType

DataSpecs: TypeAlias = "Callable[[Node], Mapping[str, ValueSpec]]"
Instantiate: TypeAlias = "Callable[[str, Mapping[str, Value], Mapping[str, Known | None]], Scope | None]"

TAKEN = frozenset(dir(nn.Module())) - {"bias", "weight"}
"""Attributes of every `nn.Module`: a layer of that name would hide one, or be hidden by it."""


class Scope:
    """`exposed`: values of the block's exposed arguments. `given`: what its Input nodes receive, None in main.

    `outcomes` by node id; `children` the scopes of the block instances inside, by node id.
    """

    def __init__(
        self,
        block: Block,
        exposed: Mapping[str, Value],
        given: Mapping[str, Known | None] | None,
        data_specs: DataSpecs,
        instantiate: Instantiate,
    ) -> None:
        self.block = block
        self.exposed = exposed
        self.given = given
        self.outcomes: dict[str, Outcome] = {}
        self.children: dict[str, Scope] = {}
        self._data_specs = data_specs
        self._instantiate = instantiate
        self.order: list[str] = []
        self._place: dict[str, int] = {}
        self.arrange()

    def arrange(self) -> None:
        """Puts the nodes in order anew, after wires or nodes changed."""
        self.order = evaluation_order(self.block)
        self._place = {node: place for place, node in enumerate(self.order)}
        for gone in self.outcomes.keys() - self._place.keys():
            del self.outcomes[gone]
            self.children.pop(gone, None)

    @property
    def has_cycle(self) -> bool:
        return any(
            self._place.get(wire.source.node, -1) >= self._place.get(wire.target.node, 0)
            for wire in self.block.wires.values()
        )

    def run(self, touched: Iterable[str]) -> set[str]:
        """Runs `touched` nodes and what follows from them, as far as results change; returns whose outcome did."""
        waiting = [self._place[node] for node in touched if node in self._place]
        heapq.heapify(waiting)
        queued = set(waiting)
        changed: set[str] = set()
        while waiting:
            place = heapq.heappop(waiting)
            queued.discard(place)
            node = self.order[place]
            before = self.outcomes.get(node)
            after = self.outcomes[node] = self._evaluate(self.block.nodes[node])
            if before == after:
                continue
            changed.add(node)
            if before is not None and before.known == after.known:
                continue
            for follower in self.block.successors(node):
                position = self._place.get(follower, -1)
                if position > place and position not in queued:
                    queued.add(position)
                    heapq.heappush(waiting, position)
        return changed

    @property
    def outputs(self) -> dict[str, Known]:
        """What the block's Output nodes receive, by their names, where it is known."""
        return {
            self.block.nodes[node].name: outcome.known["input"]
            for node, outcome in self.outcomes.items()
            if self.block.nodes[node].kind == OUTPUT_KIND and outcome.known
        }

    @property
    def parameters(self) -> int:
        return sum(outcome.parameters for outcome in self.outcomes.values())

    def first_error(self) -> Problem | None:
        """The first problem inside that is an error, the inside of its own blocks included."""
        problems = (problem for node in self.order for problem in self.outcomes[node].problems)
        return next((problem for problem in problems if problem.severity is Severity.ERROR), None)

    def _evaluate(self, node: Node) -> Outcome:
        self.children.pop(node.id, None)
        if node.block_id is not None:
            outcome = self._instance(node, node.block_id)
        else:
            type = REGISTRY.get(node.kind)
            outcome = Outcome() if type is None else self._typed(node, type)
        problems = (*_name_problems(node, self.block), *outcome.problems)
        located = tuple(replace(problem, block=self.block.id, node=node.id) for problem in problems)
        return replace(outcome, problems=located) if located else outcome

    def _typed(self, node: Node, type: NodeType) -> Outcome:
        if type.form is Form.DATA:
            return self._data(node) if self.given is None else _only_in_main(node)
        if type.form is Form.INPUT:
            return self._input(node, type)
        if type.form is Form.LOSS and self.given is not None:
            return _only_in_main(node)
        arriving = self.arriving(node, type.ports(node.arguments))
        if type.form is Form.OUTPUT:
            known = arriving.inputs.get("input")
            outcome = evaluate(node, type, self.exposed, replace(arriving, complete=False))
            return outcome if known is None or isinstance(known, tuple) else replace(outcome, known={"input": known})
        return evaluate(node, type, self.exposed, arriving)

    def arriving(self, node: Node, ports: Ports) -> Arriving:
        wires = self.block.incoming(node.id)
        inputs: dict[str, Known | tuple[Known, ...]] = {}
        complete, reached = True, 0
        for port in ports.inputs if wires else ():
            entering = [wire for wire in wires if wire.target.port == port.name]
            if not entering:
                continue
            reached += len(entering)
            found = [self._known(wire.source.node, wire.source.port) for wire in entering]
            items = tuple(known for known in found if known is not None)
            if len(items) < len(found):
                complete = False
            elif port.multiple:
                inputs[port.name] = items
            else:
                inputs[port.name] = items[0]
        wired = frozenset(wire.target.port for wire in wires)
        return Arriving(inputs, wired, complete and reached == len(wires))

    def _known(self, node: str, port: str) -> Known | None:
        outcome = self.outcomes.get(node)
        return None if outcome is None else outcome.known.get(port)

    def _data(self, node: Node) -> Outcome:
        try:
            specs = self._data_specs(node)
        except GuinetError as error:
            template = QT_TRANSLATE_NOOP("Problem", "{node}: {reason}")
            values = {"node": node.name, "reason": str(error)}
            return Outcome(problems=(Problem("data", template, values, detail=str(error)),))
        return Outcome({port: from_spec(spec) for port, spec in specs.items()})

    def _input(self, node: Node, type: NodeType) -> Outcome:
        if self.given is not None and self.given.get(node.name) is not None:
            known = self.given[node.name]
            return Outcome({"output": known} if known is not None else {})
        outcome = evaluate(node, type, self.exposed, Arriving({}, frozenset(), complete=False))
        if outcome.problems or (self.given is not None and "shape" not in node.arguments):
            return outcome
        settings = {argument.name: argument.default for argument in type.arguments} | dict(node.arguments)
        shape, dtype = settings["shape"], dtype_named(str(settings["dtype"]))
        sizes = [size for size in shape if isinstance(size, int)] if isinstance(shape, tuple) else []
        batch = [[size] if settings["batched"] else [] for size in BATCHES]
        return Outcome({"output": tensor([*batch[0], *sizes], [*batch[1], *sizes], dtype)})

    def _instance(self, node: Node, block_id: str) -> Outcome:
        definition = self.block.project.blocks.get(block_id)
        if definition is None:
            return Outcome()
        ports = block_ports(definition)
        arriving = self.arriving(node, ports)
        problems = [*_instance_problems(node, definition, ports, arriving)]
        try:
            exposed = instance_arguments(node, definition, self.exposed)
        except UnknownReference as error:
            exposed = {argument.name: argument.default for argument in definition.arguments}
            template = QT_TRANSLATE_NOOP("Problem", "{node} refers to “{name}”, which its block does not expose.")
            problems.append(Problem("unknown-reference", template, {"node": node.name, "name": str(error)}))
        given = {port.name: arriving.inputs.get(port.name) for port in ports.inputs}
        scope = self._instantiate(block_id, exposed, {name: _single(known) for name, known in given.items()})
        if scope is None:
            return Outcome()
        self.children[node.id] = scope
        inner = scope.first_error()
        if inner is not None and not problems:
            problems.append(_inside(node, inner))
        return Outcome(scope.outputs, {}, scope.parameters, tuple(problems))


def instance_arguments(node: Node, definition: Block, exposed: Mapping[str, Value]) -> dict[str, Value]:
    """The values an instance gives to its block's exposed arguments. Raises UnknownReference."""
    return {
        argument.name: resolve(node.arguments.get(argument.name, argument.default), exposed)
        for argument in definition.arguments
    }


def _single(known: Known | tuple[Known, ...] | None) -> Known | None:
    return None if isinstance(known, tuple) else known


def _instance_problems(node: Node, definition: Block, ports: Ports, arriving: Arriving) -> Iterable[Problem]:
    names = [argument.name for argument in definition.arguments]
    for name in node.arguments:
        if name not in names:
            template = QT_TRANSLATE_NOOP("Problem", "{node} has no argument “{argument}”; its block exposes: {names}.")
            values = {"node": node.name, "argument": name, "names": ", ".join(names) or "none"}
            yield Problem("unknown-argument", template, values, argument=name, got=name)
    for port in sorted(ports.inputs, key=lambda port: natural(port.name)):
        if port.name not in arriving.wired:
            template = QT_TRANSLATE_NOOP("Problem", "Nothing is wired to {port} of {node}.")
            yield Problem("unwired", template, {"node": node.name, "port": port.name}, port=port.name)


def _inside(node: Node, inner: Problem) -> Problem:
    template = QT_TRANSLATE_NOOP("Problem", "Inside {node}: {reason}")
    values = {"node": node.name, "reason": inner.message}
    return Problem(
        "inside", template, values, expected=inner.expected, got=inner.got, why=inner.why, detail=inner.detail
    )


def _only_in_main(node: Node) -> Outcome:
    template = QT_TRANSLATE_NOOP("Problem", "{node} belongs in the main graph: blocks hold no data and no losses.")
    return Outcome(problems=(Problem("only-in-main", template, {"node": node.name}),))


def _name_problems(node: Node, block: Block) -> Iterable[Problem]:
    type = REGISTRY.get(node.kind)
    becomes_attribute = node.block_id is not None or (type is not None and type.form is Form.MODULE)
    if becomes_attribute and (node.name in TAKEN or node.name.startswith("__")):
        template = QT_TRANSLATE_NOOP("Problem", "nn.Module has a “{name}” of its own: give this node another name.")
        yield Problem("taken-name", template, {"name": node.name})
