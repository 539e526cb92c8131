"""One block with given inputs and exposed arguments: what comes of each of its nodes, kept up to date."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from msgspec.structs import replace
from torch import nn

from guinet.compile import copies, instances, rounds
from guinet.compile.copies import Sharing, sharing
from guinet.compile.evaluate import Arriving, Outcome, argument_problems, evaluate
from guinet.compile.known import BATCHES, Known, KnownScalar, KnownTensor, dtype_named, from_spec, tensor
from guinet.compile.order import evaluation_order, form_of, hold_of
from guinet.compile.written import is_trusted
from guinet.compile.written_problems import line_in_code, waiting
from guinet.core.graph import AFTER, Block, Node
from guinet.core.ports import Ports
from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError, Problem, Severity
from guinet.core.project import OUTPUT_KIND
from guinet.core.values import Value, ValueSpec
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form, NodeType

DataSpecs: TypeAlias = "Callable[[Node], Mapping[str, ValueSpec]]"
Instantiate: TypeAlias = "Callable[[str, Mapping[str, Value], Mapping[str, Known | None]], Scope | None]"

NOTHING: Mapping[str, Known] = {}

TAKEN = frozenset(dir(nn.Module())) - {"bias", "weight"}
"""Attributes of every `nn.Module`: a layer of that name would hide one, or be hidden by it."""


class Scope:
    """`exposed`: values of the block's exposed arguments. `given`: what its Input nodes receive, None in main.

    `outcomes` by node id; `children` the scopes of the block instances inside, by node id; `others` those of an If
    whose condition does not hold; `sharing` says of nodes that use one layer whose it is.
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
        self.others: dict[str, Scope] = {}
        self.sharing: Sharing = {}
        self._due: set[str] = set()
        self._data_specs = data_specs
        self.instantiate = instantiate
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
            self.others.pop(gone, None)
        before, self.sharing = self.sharing, sharing(self.block, self.order)
        self._sharers = [node.id for node in self.block.nodes.values() if node.shares]
        self._due |= {node for node in {**before, **self.sharing} if before.get(node) != self.sharing.get(node)}

    @property
    def has_cycle(self) -> bool:
        place = self._place
        return any(
            place.get(wire.source.node, -1) >= place.get(wire.target.node, 0) for wire in self.block.wires.values()
        )

    def run(self, touched: Iterable[str]) -> set[str]:
        """Runs `touched` nodes and what follows from them, as far as results change; returns whose outcome did."""
        waiting = [self._place[node] for node in self._concerned(touched)]
        heapq.heapify(waiting)
        queued = set(waiting)
        changed: set[str] = set()
        while waiting:
            place = heapq.heappop(waiting)
            queued.discard(place)
            node = self.order[place]
            before = self.outcomes.get(node)
            after = self._evaluate(self.block.nodes[node])
            if before == after:
                continue
            self.outcomes[node] = after
            changed.add(node)
            same = before is not None and before.known == after.known
            for follower in (*self._others_of(node), *(() if same else self.block.successors(node))):
                position = self._place.get(follower, -1)
                if position > place and position not in queued:
                    queued.add(position)
                    heapq.heappush(waiting, position)
        return changed

    def _concerned(self, touched: Iterable[str]) -> set[str]:
        """The nodes to run when `touched` changed: those that use the same layer as well."""
        # What is wrong with a use of another's layer speaks of that other, which may be any that was touched.
        found = {node for node in (*touched, *self._due, *self._sharers) if node in self._place}
        self._due.clear()
        return found.union(*map(self._others_of, found)) if self.sharing else found

    def _others_of(self, node: str) -> tuple[str, ...]:
        shared = self.sharing.get(node)
        return () if shared is None else shared.users

    @property
    def outputs(self) -> dict[str, Known]:
        """What the block's Output nodes receive, by their names, where it is known."""
        return {
            self.block.nodes[node].name: outcome.known["input"]
            for node, outcome in self.outcomes.items()
            if self.block.nodes[node].kind == OUTPUT_KIND and outcome.known
        }

    def can_be_written(self, node: str) -> bool:
        """Whether the node could be run, and all that the outputs of its block are wired to, where it has one."""
        inside = (scopes[node] for scopes in (self.children, self.others) if node in scopes)
        return bool(self.outcomes[node].known) and all(child._is_whole for child in inside)

    @property
    def _is_whole(self) -> bool:
        fed = (node.id for node in self.block.boundary if node.kind == OUTPUT_KIND and self.block.incoming(node.id))
        return all(self.outcomes[node].known for node in fed) and all(map(self.can_be_written, self.children))

    @property
    def parameters(self) -> int:
        """How many numbers there are to train; what is tied to another counts once."""
        total = sum(outcome.parameters for outcome in self.outcomes.values())
        if not self.block.ties:
            return total
        from guinet.compile.parameters import tied_away  # it reads scopes

        return total - tied_away(self)

    def first_error(self) -> Problem | None:
        """The first problem inside that is an error, the inside of its own blocks included."""
        problems = (problem for node in self.order for problem in self.outcomes[node].problems)
        return next((problem for problem in problems if problem.severity is Severity.ERROR), None)

    def _evaluate(self, node: Node) -> Outcome:
        self.children.pop(node.id, None)
        self.others.pop(node.id, None)
        outcome = copies.evaluated(self, node)
        taken = _taken_name(node)
        if taken is None and not outcome.problems:
            return outcome
        problems = outcome.problems if taken is None else (taken, *outcome.problems)
        located = tuple(replace(problem, block=self.block.id, node=node.id) for problem in problems)
        return replace(outcome, problems=located)

    def once(self, node: Node, fed: Mapping[str, Known] = NOTHING) -> Outcome:
        """What comes of one copy of a node; `fed` is what it gets at ports instead of what is wired there."""
        if node.block_id is not None:
            return self._instance(node, node.block_id, fed)
        type = REGISTRY.get(node.kind)
        return Outcome() if type is None else self._typed(node, type, fed)

    def _typed(self, node: Node, type: NodeType, fed: Mapping[str, Known]) -> Outcome:
        if type.form is Form.DATA:
            return self._data(node) if self.given is None else _only_in_main(node)
        if type.form is Form.INPUT:
            return self._input(node, type)
        if type.form is Form.LOSS and self.given is not None:
            return _only_in_main(node)
        arriving = self.arriving(node, type.ports(node.arguments), fed)
        if type.form is Form.OUTPUT:
            known = arriving.inputs.get("input")
            outcome = evaluate(node, type, self.exposed, arriving._replace(complete=False))
            return outcome if known is None or isinstance(known, tuple) else replace(outcome, known={"input": known})
        if type.effect:
            outcome = evaluate(node, type, self.exposed, arriving._replace(complete=False))
            ready = arriving.complete and not outcome.problems
            return replace(outcome, known=_of_effect(type, arriving)) if ready else outcome
        outcome = evaluate(node, type, self.exposed, arriving)
        if hold_of(node) == "parameter":
            kept = (known for known in outcome.known.values() if isinstance(known, KnownTensor))
            return replace(outcome, parameters=sum(math.prod(known.shapes[0]) for known in kept))
        return outcome

    def arriving(self, node: Node, ports: Ports, fed: Mapping[str, Known] = NOTHING) -> Arriving:
        found: dict[str, list[Known | None]] = {}
        for wire in self.block.incoming(node.id):
            if wire.target.port == AFTER:
                continue
            outcome = self.outcomes.get(wire.source.node)
            known = None if outcome is None else outcome.known.get(wire.source.port)
            found.setdefault(wire.target.port, []).append(known)
        inputs: dict[str, Known | tuple[Known, ...]] = {}
        for port in ports.inputs if found else ():
            arrived = found.get(port.name, [])
            items = [known for known in arrived if known is not None]
            if items and len(items) == len(arrived):
                inputs[port.name] = tuple(items) if port.multiple else items[0]
        inputs.update(fed)
        return Arriving(inputs, frozenset(found), len(inputs) == len(found))

    def _data(self, node: Node) -> Outcome:
        type = REGISTRY.get(node.kind)
        if type is not None and not is_trusted(type):
            return Outcome(problems=(waiting(node),))
        wrong = tuple(argument_problems(node, type, {}, {})) if type is not None else ()
        if wrong:
            return Outcome(problems=wrong)
        try:
            specs = self._data_specs(node)
        except GuinetError as error:
            template = QT_TRANSLATE_NOOP("Problem", "{node}: {reason}")
            values: dict[str, str | Problem] = {"node": node.name, "reason": error.problem, **line_in_code(error)}
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

    def _instance(self, node: Node, block_id: str, fed: Mapping[str, Known]) -> Outcome:
        definition = self.block.project.blocks.get(block_id)
        if definition is None:
            return Outcome()
        arriving = self.arriving(node, self.block.project.ports(self.block, node), fed)
        use = rounds.control if node.is_control else instances.instance
        return use(self, node, definition, arriving)


def _of_effect(type: NodeType, arriving: Arriving) -> dict[str, Known]:
    """What an effect gives: `backward` and `retain_grad` nothing, a gradient what it is the gradient of."""
    known = arriving.inputs.get(type.inputs[0].name)
    if type.effect.gives_nothing:
        return {type.outputs[0].name: KnownScalar((None, None), "NoneType")}
    return {} if known is None or isinstance(known, tuple) else {type.outputs[0].name: known}


def _only_in_main(node: Node) -> Outcome:
    template = QT_TRANSLATE_NOOP("Problem", "{node} belongs in the main graph: blocks hold no data and no losses.")
    return Outcome(problems=(Problem("only-in-main", template, {"node": node.name}),))


def _taken_name(node: Node) -> Problem | None:
    if node.name not in TAKEN and not node.name.startswith("__"):
        return None
    if node.is_control or (node.block_id is None and form_of(node) is not Form.MODULE and not hold_of(node)):
        return None
    template = QT_TRANSLATE_NOOP("Problem", "nn.Module has a “{name}” of its own: give this node another name.")
    return Problem("taken-name", template, {"name": node.name})
