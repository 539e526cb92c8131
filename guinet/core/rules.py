"""Which wires a graph may have, and what is broken in one read from a file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator

from guinet.core.changes import Change, RemoveNode, RemoveWire, RenameNode, SetKind
from guinet.core.graph import OUTPUT_KIND, REROUTE_KIND, Block, End, Node, Wire
from guinet.core.naming import OWN, name_problem
from guinet.core.ports import Port, PortType, fits
from guinet.core.problems import QT_TRANSLATE_NOOP, Fix, Problem
from guinet.core.project import Project
from guinet.core.sharing import has_layer

_WORDS = {
    PortType.TENSOR: QT_TRANSLATE_NOOP("Problem", "tensor"),
    PortType.NUMBER: QT_TRANSLATE_NOOP("Problem", "number"),
    PortType.LIST: QT_TRANSLATE_NOOP("Problem", "list"),
    PortType.ANY: QT_TRANSLATE_NOOP("Problem", "value of any kind"),
}
"""What a port carries, as a problem says it."""

_REMOVE = QT_TRANSLATE_NOOP("Fix", "Remove the wire")


def refusal(block: Block, source: End, target: End) -> Problem | None:
    """Why a wire from `source` to `target` cannot be, or None when it can."""
    for end in (source, target):
        if end.node not in block.nodes:
            return _at(block, end, "no-node", QT_TRANSLATE_NOOP("Problem", "The node of this wire is not there."))
    output, input = _output(block, source), _input(block, target)
    if output is None:
        return _no_output(block, source)
    if input is None:
        return _no_input(block, target)
    names = {"source": block.nodes[source.node].name, "target": block.nodes[target.node].name}
    if not fits(output, input):
        template = QT_TRANSLATE_NOOP("Problem", "{target}.{port} takes a {expected}, but this wire carries a {got}.")
        values = names | {"port": target.port, "expected": _WORDS[input.type], "got": _WORDS[output.type]}
        return _at(block, target, "port-type", template, values)
    if any(wire.source == source for wire in block.incoming(target.node, target.port)):
        return _at(block, target, "wired", QT_TRANSLATE_NOOP("Problem", "These two ports are wired already."))
    if source.node == target.node:
        template = QT_TRANSLATE_NOOP(
            "Problem", "This wire would lead from {target} back into itself: wire it to another node."
        )
        return _at(block, target, "cycle", template, names)
    if reaches(block, target.node, source.node):
        template = QT_TRANSLATE_NOOP("Problem", "This wire would close a cycle: {target} already leads to {source}.")
        return _at(block, target, "cycle", template, names)
    return None


def reaches(block: Block, start: str, goal: str) -> bool:
    """Whether wires lead from `start` to `goal`, or they are one node.

    Walks from both ends in turn and stops when either side is exhausted, so that a wire at the edge of a large
    graph costs little.
    """
    ahead, behind = {start}, {goal}
    ahead_queue, behind_queue = [start], [goal]
    while ahead_queue and behind_queue:
        _step(block.successors(ahead_queue.pop()), ahead, ahead_queue)
        _step(block.predecessors(behind_queue.pop()), behind, behind_queue)
        if goal in ahead or start in behind:
            return True
    return False


def within_itself(block: Block, kind: str) -> Problem | None:
    """Why a node of `kind` cannot be in `block`: it is the block itself, or has it inside; None when it can be."""
    first = kind.partition(".")[2]
    seen, waiting = {first}, [first]
    while waiting:
        inner = waiting.pop()
        if inner == block.id:
            template = QT_TRANSLATE_NOOP("Problem", "The block {block} cannot be put inside itself.")
            return Problem("recursion", template, {"block": block.name}, block=block.id)
        definition = block.project.blocks.get(inner)
        used = (id for node in definition.nodes.values() for id in node.blocks) if definition else iter(())
        _step(used, seen, waiting)
    return None


def structure_problems(project: Project) -> Iterator[Problem]:
    """Everything wrong with the graphs themselves: wires, names, unknown kinds, cycles, blocks within themselves."""
    yield from project.load_problems
    for block in project.blocks.values():
        yield from _wire_problems(block)
        yield from _name_problems(block)
        yield from _kind_problems(block)
        yield from _cycle_problems(block)
    yield from _recursion_problems(project)


def _wire_problems(block: Block) -> Iterator[Problem]:
    # Every wire asks for the ports of two nodes: they are looked up once for each node.
    ports = {node.id: block.project.ports(block, node) for node in block.nodes.values()}
    for wire in block.wires.values():
        source, target = wire.source, wire.target
        if source.node not in ports or target.node not in ports:
            missing, present = (source, target) if source.node not in ports else (target, source)
            template = QT_TRANSLATE_NOOP("Problem", "A wire leads to a node that is not there ({id}).")
            if missing is source:
                template = QT_TRANSLATE_NOOP("Problem", "A wire comes from a node that is not there ({id}).")
            yield _wire_problem(block, wire, present, "dangling-wire", template, {"id": missing.node})
        elif ports[source.node].output(source.port) is None:
            yield _lost_port(block, wire, source)
        elif (input := ports[target.node].input(target.port)) is None:
            yield _lost_port(block, wire, target)
        elif not input.multiple and block.incoming(target.node, target.port)[0] is not wire:
            template = QT_TRANSLATE_NOOP("Problem", "{node}.{port} takes one wire, but has several.")
            values = {"node": block.nodes[target.node].name, "port": target.port}
            yield _wire_problem(block, wire, target, "several-wires", template, values)


def _name_problems(block: Block) -> Iterator[Problem]:
    # A result may be called as what it is made of: `x` of a While is both an Input and the Output of the next round.
    counts = Counter((node.name, node.kind == OUTPUT_KIND) for node in block.nodes.values())
    for node in block.nodes.values():
        template = name_problem(node.name)
        if template is None and counts[node.name, node.kind == OUTPUT_KIND] > 1:
            template = QT_TRANSLATE_NOOP(
                "Problem", "Several nodes are named {name}: choose another name for all but one."
            )
        if template is None and "." in node.name.removeprefix(OWN):
            template = _container_problem(block, node)
        if template is not None:
            fixes = tuple(_renaming(block, node))
            yield Problem("name", template, {"name": node.name}, block=block.id, node=node.id, fixes=fixes)


def _renaming(block: Block, node: Node) -> Iterator[Fix]:
    """Another name as close as can be: `class_` for `class`, `conv_1` where there is a `conv`."""
    plain = re.sub(r"\W+", "_", node.name).strip("_") or "node"
    plain = f"_{plain}" if plain[0].isdigit() else plain
    wishes = [plain, f"{plain}_", *(f"{plain}_{number}" for number in range(1, len(block.nodes) + 2))]
    name = next((wish for wish in wishes if name_problem(wish) is None and not block.has_name(wish)), None)
    if name is not None:
        title = QT_TRANSLATE_NOOP("Fix", "Rename it {name}")
        yield Fix(title, (RenameNode(block.id, node.id, name),), {"name": name})


def _container_problem(block: Block, node: Node) -> str | None:
    """Why a node cannot have a name with a dot in it, as a template; None when it can."""
    if not has_layer(node):
        return QT_TRANSLATE_NOOP("Problem", "“{name}” names something in a container, which only layers can be.")
    parts = node.name.split(".")
    around = {".".join(parts[:length]) for length in range(1, len(parts))}
    if any(block.has_name(name) for name in around):
        return QT_TRANSLATE_NOOP("Problem", "“{name}” lies in a container that is another node's name: rename one.")
    return None


def _kind_problems(block: Block) -> Iterator[Problem]:
    kinds = dict.fromkeys(node.kind for node in block.nodes.values())
    unknown = {kind for kind in kinds if not _is_known(block.project, kind)}
    yield from (_unknown_kind(block, node) for node in block.nodes.values() if node.kind in unknown)


def _is_known(project: Project, kind: str) -> bool:
    if kind == REROUTE_KIND:
        return True
    block = Node("", kind, "").block_id
    return project.catalogue.ports(kind, {}) is not None if block is None else block in project.blocks


def _unknown_kind(block: Block, node: Node) -> Problem:
    complaint = block.project.catalogue.complaint(node.kind)
    if complaint is not None:
        template, words = complaint
        return Problem("code", template, words, block=block.id, node=node.id)
    values = {"name": node.name, "kind": node.kind}
    close = block.project.catalogue.close(node.kind)
    if close:
        template = QT_TRANSLATE_NOOP(
            "Problem", "{name} is of a kind this GuiNet does not know ({kind}): did you mean {close}?"
        )
        values["close"] = close[0]
    else:
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "{name} is of a kind this GuiNet does not know ({kind}): replace it, or open it where it was made.",
        )
    title = QT_TRANSLATE_NOOP("Fix", "Use {kind}")
    fixes = tuple(Fix(title, (SetKind(block.id, node.id, kind, node.arguments),), {"kind": kind}) for kind in close)
    return Problem("unknown-kind", template, values, block=block.id, node=node.id, fixes=fixes)


def _cycle_problems(block: Block) -> Iterator[Problem]:
    edges = [(wire.source.node, wire.target.node) for wire in block.wires.values()]
    if _leads_nowhere_back(edges):
        return
    import networkx as nx  # 0.1 s, which the window's start need not wait for

    graph = nx.DiGraph(edges)
    for component in nx.strongly_connected_components(graph):
        if len(component) > 1 or any(graph.has_edge(node, node) for node in component):
            names = ", ".join(sorted(block.nodes[node].name for node in component if node in block.nodes))
            for node in sorted(component & block.nodes.keys()):
                closing = tuple(wire for wire in block.incoming(node) if wire.source.node in component)
                fixes = tuple(Fix(_REMOVE, (RemoveWire(block.id, wire.id),)) for wire in closing[:1])
                template = QT_TRANSLATE_NOOP(
                    "Problem", "These nodes feed each other in a cycle: {names}. Remove one wire."
                )
                yield Problem("cycle", template, {"names": names}, block=block.id, node=node, fixes=fixes)


def _recursion_problems(project: Project) -> Iterator[Problem]:
    edges = [
        (block.id, used) for block in project.blocks.values() for node in block.nodes.values() for used in node.blocks
    ]
    if _leads_nowhere_back(edges):
        return
    import networkx as nx

    uses = nx.DiGraph(edges)
    for component in nx.strongly_connected_components(uses):
        for block_id in sorted(component & project.blocks.keys()):
            block = project.blocks[block_id]
            inside = (node for node in block.nodes.values() if component.intersection(node.blocks))
            for node in inside if len(component) > 1 or uses.has_edge(block_id, block_id) else ():
                template = QT_TRANSLATE_NOOP("Problem", "{name} puts the block {block} inside itself: remove it.")
                values = {"name": node.name, "block": block.name}
                why = QT_TRANSLATE_NOOP("Problem", "To make one, another would have to be made first, and so on.")
                fixes = (_removed(block, node),)
                yield Problem("recursion", template, values, block=block.id, node=node.id, why=why, fixes=fixes)


def _removed(block: Block, node: Node) -> Fix:
    """The node goes, with its wires."""
    wires = dict.fromkeys((*block.incoming(node.id), *block.outgoing(node.id)))
    changes: list[Change] = [RemoveWire(block.id, wire.id) for wire in wires]
    return Fix(
        QT_TRANSLATE_NOOP("Fix", "Remove {node}"), (*changes, RemoveNode(block.id, node.id)), {"node": node.name}
    )


def _leads_nowhere_back(edges: Collection[tuple[str, str]]) -> bool:
    """Whether the edges close no cycle: a node without entering edges can be taken away until none is left (Kahn)."""
    entering = Counter(target for _, target in edges)
    leaving: dict[str, list[str]] = {}
    for source, target in edges:
        leaving.setdefault(source, []).append(target)
    free = [node for node in leaving if node not in entering]
    left = len(edges)
    while free:
        targets = leaving.get(free.pop(), ())
        left -= len(targets)
        for target in targets:
            entering[target] -= 1
            if not entering[target]:
                free.append(target)
    return not left


def _output(block: Block, end: End) -> Port | None:
    return block.project.ports(block, block.nodes[end.node]).output(end.port)


def _input(block: Block, end: End) -> Port | None:
    return block.project.ports(block, block.nodes[end.node]).input(end.port)


def _step(neighbours: Iterator[str], seen: set[str], queue: list[str]) -> None:
    for node in neighbours:
        if node not in seen:
            seen.add(node)
            queue.append(node)


def _at(block: Block, end: End, code: str, template: str, values: dict[str, str] | None = None) -> Problem:
    return Problem(code, template, values or {}, block=block.id, node=end.node, port=end.port)


def _no_output(block: Block, end: End) -> Problem:
    names = [port.name for port in block.project.ports(block, block.nodes[end.node]).outputs]
    template = QT_TRANSLATE_NOOP("Problem", "{node} has no output ports.")
    if names:
        template = QT_TRANSLATE_NOOP("Problem", "{node} has no output port “{port}”; it has: {ports}.")
    return _no_port(block, end, names, template)


def _no_input(block: Block, end: End) -> Problem:
    names = [port.name for port in block.project.ports(block, block.nodes[end.node]).inputs]
    template = QT_TRANSLATE_NOOP("Problem", "{node} has no input ports.")
    if names:
        template = QT_TRANSLATE_NOOP("Problem", "{node} has no input port “{port}”; it has: {ports}.")
    return _no_port(block, end, names, template)


def _no_port(block: Block, end: End, names: list[str], template: str) -> Problem:
    from difflib import get_close_matches  # read when there is something to mend

    close = get_close_matches(end.port, names, 1)
    values = {"node": block.nodes[end.node].name, "port": end.port, "ports": ", ".join(close or names)}
    return _at(block, end, "no-port", template, values)


def _lost_port(block: Block, wire: Wire, end: End) -> Problem:
    node: Node = block.nodes[end.node]
    template = QT_TRANSLATE_NOOP("Problem", "A wire leads to “{port}”, a port {node} does not have.")
    if end is wire.source:
        template = QT_TRANSLATE_NOOP("Problem", "A wire comes from “{port}”, a port {node} does not have.")
    return _wire_problem(block, wire, end, "lost-port", template, {"node": node.name, "port": end.port})


def _wire_problem(block: Block, wire: Wire, end: End, code: str, template: str, values: dict[str, str]) -> Problem:
    fix = Fix(_REMOVE, (RemoveWire(block.id, wire.id),))
    return Problem(code, template, values, block=block.id, node=end.node, port=end.port, fixes=(fix,))
