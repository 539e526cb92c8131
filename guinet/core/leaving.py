"""What of a block does not run: muted nodes with all that depends only on them, and bypassed nodes and dots, which pass
on what arrives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, field

from guinet.core.changes import SetTrait
from guinet.core.graph import (
    AFTER,
    INPUT_KIND,
    OUTPUT_KIND,
    REROUTE_KIND,
    Block,
    End,
    Node,
    NodeMode,
    Wire,
)
from guinet.core.problems import QT_TRANSLATE_NOOP, Fix, Problem, Refused
from guinet.core.project import MAIN

_MUTE_TOO = QT_TRANSLATE_NOOP("Fix", "Mute {name} too")
_BYPASS = QT_TRANSLATE_NOOP("Fix", "Bypass {name}")
_RUN = QT_TRANSLATE_NOOP("Fix", "Let {name} run")


class Leaving(Struct, frozen=True):
    """`out`: muted nodes and what depends only on them. `passing`: nodes that pass on what arrives. `passed`: what each
    of their outputs stands for, where something arrives. `lost`: wires that bring nothing to nodes that need it.
    """

    out: frozenset[str] = frozenset()
    passing: frozenset[str] = frozenset()
    passed: Mapping[End, End] = field(default_factory=dict)
    lost: tuple[Wire, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.out or self.passing)

    def source(self, end: End) -> End | None:
        """The output whose value a wire from `end` carries; None where there is none."""
        if end.node in self.out:
            return None
        return self.passed.get(end) if end.node in self.passing else end


def is_special(node: Node) -> bool:
    """Whether a node may not run as usual."""
    return node.mode != NodeMode.RUNS or node.kind == REROUTE_KIND


def leaving(block: Block) -> Leaving:
    """What of a block does not run. Nodes of a cycle run, whatever leads to them: a check names the cycle."""
    if not any(map(is_special, block.nodes.values())):
        return Leaving()
    return _Walk(block).result()


def mode_refusal(block: Block, node: str, mode: NodeMode) -> str:
    """Why a node cannot be muted or bypassed, as a template with `name`; empty when it can."""
    here = block.nodes[node]
    if mode == NodeMode.RUNS:
        return ""
    if here.kind == REROUTE_KIND:
        return QT_TRANSLATE_NOOP("Problem", "{name} only passes on what arrives: delete it instead.")
    if here.kind in (INPUT_KIND, OUTPUT_KIND) and block.id != MAIN:
        return QT_TRANSLATE_NOOP("Problem", "{name} is a port of its block, which is needed outside: leave it on.")
    if mode == NodeMode.MUTED:
        return ""
    ports = block.project.ports(block, here)
    if block.project.catalogue.outside(here.kind) or not ports.inputs or not ports.outputs:
        return QT_TRANSLATE_NOOP("Problem", "{name} cannot pass on what arrives: mute it instead of bypassing it.")
    return ""


def set_mode(block: Block, nodes: Iterable[str], mode: NodeMode) -> None:
    """Mutes or bypasses nodes, or lets them run, as one undo step. Raises Refused where one cannot."""
    chosen = list(dict.fromkeys(nodes))
    for node in chosen:
        template = mode_refusal(block, node, mode)
        if template:
            values = {"name": block.nodes[node].name}
            raise Refused(Problem("mode", template, values, block=block.id, node=node))
    labels = {
        NodeMode.RUNS: QT_TRANSLATE_NOOP("Step", "Let run"),
        NodeMode.MUTED: QT_TRANSLATE_NOOP("Step", "Mute"),
        NodeMode.BYPASSED: QT_TRANSLATE_NOOP("Step", "Bypass"),
    }
    changes = [SetTrait(block.id, node, "mode", mode) for node in chosen if block.nodes[node].mode != mode]
    block.project.run(labels[mode], changes)


def mode_problems(block: Block, left: Leaving) -> Iterator[Problem]:
    """Needed inputs that a muted node leaves without a value, and modes that a file gives to nodes that cannot."""
    for wire in left.lost:
        yield _lost_problem(block, left, wire)
    for node in block.nodes.values():
        template = mode_refusal(block, node.id, node.mode) if node.mode != NodeMode.RUNS else ""
        if template:
            fix = Fix(_RUN, (SetTrait(block.id, node.id, "mode", NodeMode.RUNS),), {"name": node.name})
            yield Problem("mode", template, {"name": node.name}, block=block.id, node=node.id, fixes=(fix,))


def _lost_problem(block: Block, left: Leaving, wire: Wire) -> Problem:
    muted = block.nodes[_muted_before(block, left, wire.source.node)]
    target = block.nodes[wire.target.node]
    template = QT_TRANSLATE_NOOP(
        "Problem", "{name}.{port} needs what comes from {muted}, which is muted: bypass {muted}, or mute {name} too."
    )
    fixes = []
    if not mode_refusal(block, muted.id, NodeMode.BYPASSED):
        change = SetTrait(block.id, muted.id, "mode", NodeMode.BYPASSED)
        fixes.append(Fix(_BYPASS, (change,), {"name": muted.name}))
    if not mode_refusal(block, target.id, NodeMode.MUTED):
        change = SetTrait(block.id, target.id, "mode", NodeMode.MUTED)
        fixes.append(Fix(_MUTE_TOO, (change,), {"name": target.name}))
    values = {"name": target.name, "port": wire.target.port, "muted": muted.name}
    return Problem(
        "muted-input", template, values, block=block.id, node=target.id, port=wire.target.port, fixes=tuple(fixes)
    )


def _muted_before(block: Block, left: Leaving, node: str) -> str:
    """The muted node because of which this one gives nothing."""
    seen: set[str] = set()
    while node not in seen and mode_of(block, node) != NodeMode.MUTED:
        seen.add(node)
        before = [other for other in block.predecessors(node) if other in left.out or other in left.passing]
        dead = [other for other in before if other in left.out]
        node = next(iter(dead or before), node)
    return node


def mode_of(block: Block, node: str) -> NodeMode:
    """The mode that holds: a dot passes on, and what cannot be left out runs."""
    here = block.nodes[node]
    if here.kind == REROUTE_KIND:
        return NodeMode.BYPASSED
    if here.mode == NodeMode.RUNS or mode_refusal(block, node, here.mode):
        return NodeMode.RUNS
    return NodeMode(here.mode)


class _Walk:
    """Goes through a block once, each node after what leads to it."""

    def __init__(self, block: Block) -> None:
        self._block = block
        self._out: set[str] = set()
        self._passing: set[str] = set()
        self._passed: dict[End, End] = {}

    def result(self) -> Leaving:
        nodes = self._block.nodes
        modes = {node.id: mode_of(self._block, node.id) for node in nodes.values() if is_special(node)}
        self._passing = {node for node, mode in modes.items() if mode == NodeMode.BYPASSED}
        reached = self._reached(modes)
        for node in self._order(reached):
            mode = modes.get(node, NodeMode.RUNS)
            if mode == NodeMode.MUTED:
                self._out.add(node)
            elif mode == NodeMode.BYPASSED:
                self._pass_on(node)
            elif not self._must_stay(nodes[node]):
                wires = [wire for wire in self._block.incoming(node) if wire.target.port != AFTER]
                if wires and all(self._is_dead(wire) for wire in wires):
                    self._out.add(node)
        passing = frozenset(self._passing - self._out)
        return Leaving(frozenset(self._out), passing, self._passed, tuple(self._lost(reached)))

    def _reached(self, starts: Iterable[str]) -> set[str]:
        """These nodes and all behind them: no others can be left out."""
        reached, waiting = set(starts), list(starts)
        while waiting:
            for after in self._block.successors(waiting.pop()):
                if after not in reached and after in self._block.nodes:
                    reached.add(after)
                    waiting.append(after)
        return reached

    def _order(self, reached: set[str]) -> Iterator[str]:
        waits = dict.fromkeys(reached, 0)
        for node in reached:
            for after in self._block.successors(node):
                if after in waits:
                    waits[after] += 1
        ready = [node for node, count in waits.items() if not count]
        while ready:
            node = ready.pop()
            yield node
            for after in self._block.successors(node):
                if after in waits:
                    waits[after] -= 1
                    if not waits[after]:
                        ready.append(after)

    def _must_stay(self, node: Node) -> bool:
        return node.kind in (INPUT_KIND, OUTPUT_KIND) and self._block.id != MAIN

    def _pass_on(self, node: str) -> None:
        """A bypassed node is out itself when all it could pass on is."""
        ports = self._block.project.ports(self._block, self._block.nodes[node])
        entries = {port.name: entry_of(self._block, node, port.name) for port in ports.outputs}
        wires = [wire for wire in entries.values() if wire is not None]
        if wires and all(self._is_dead(wire) for wire in wires):
            self._out.add(node)
            return
        for port, wire in entries.items():
            source = None if wire is None else self._source(wire.source)
            if source is not None:
                self._passed[End(node, port)] = source

    def _source(self, end: End) -> End | None:
        if end.node in self._out:
            return None
        return self._passed.get(end) if end.node in self._passing else end

    def _is_dead(self, wire: Wire) -> bool:
        """Whether a muted node is why a wire brings nothing; one from a bypassed node that gets nothing is not."""
        end: End | None = wire.source
        seen: set[End] = set()
        while end is not None and end not in seen and end.node in self._passing and end.node not in self._out:
            seen.add(end)
            entry = entry_of(self._block, end.node, end.port)
            end = None if entry is None else entry.source
        return end is not None and end.node in self._out

    def _lost(self, reached: set[str]) -> Iterator[Wire]:
        entering = (wire for node in reached - self._out for wire in self._block.incoming(node))
        for wire in sorted(entering, key=lambda wire: wire.id) if self._out else ():
            target = self._block.nodes.get(wire.target.node)
            if target is None or target.id in self._out or target.id in self._passing or not self._is_dead(wire):
                continue
            port = self._block.project.ports(self._block, target).input(wire.target.port)
            if port is None or port.optional or wire.target.port == AFTER:
                continue
            beside = self._block.incoming(target.id, port.name)
            if not (port.multiple and any(not self._is_dead(other) for other in beside)):
                yield wire


def entry_of(block: Block, node: str, output: str) -> Wire | None:
    """The wire whose value a bypassed node hands on at `output`.

    That into the input of the same name, as a block has them; for the first output else that into the first input
    something is wired to.
    """
    same = block.incoming(node, output)
    if same:
        return same[0]
    ports = block.project.ports(block, block.nodes[node])
    if not ports.outputs or ports.outputs[0].name != output:
        return None
    for port in ports.inputs:
        wires = block.incoming(node, port.name) if port.name != AFTER else []
        if wires:
            return wires[0]
    return None
