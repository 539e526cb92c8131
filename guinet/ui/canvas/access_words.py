"""What screen readers say of nodes, ports and wires: a name, a value, a description."""

from __future__ import annotations

from typing import NamedTuple

from guinet.core.graph import End
from guinet.ui.canvas import tooltips
from guinet.ui.canvas.hits import Hit
from guinet.ui.canvas.scene import Scene
from guinet.ui.translate import tr
from guinet.ui.words import problem_text


class Said(NamedTuple):
    name: str
    value: str
    description: str


def node(scene: Scene, id: str) -> Said:
    """`conv`, the shapes it gives, and: what it is, what it takes and feeds, what is wrong with it."""
    shown, look = scene.block.nodes[id], scene.look(id)
    report = scene.reports.get(id)
    shapes = "" if report is None else ", ".join(str(spec) for spec in report.outputs.values())
    parts = [look.title if look.title != shown.name else "", look.subtitle]
    before = dict.fromkeys(wire.source.node for wire in scene.block.incoming(id))
    after = dict.fromkeys(wire.target.node for wire in scene.block.outgoing(id))
    parts.append(tr("input from {names}").format(names=_names(scene, before)) if before else "")
    parts.append(tr("output to {names}").format(names=_names(scene, after)) if after else "")
    parts.append(shapes)
    problems = scene.problems.get(id, ())
    if problems:
        parts.append(tr("%n problem(s)", "", len(problems)))
        parts += [problem_text(problem) for problem in problems]
    if scene.wrong_inside(id):
        parts.append(tr("Something is wrong inside: go in to see it."))
    if look.value is not None:
        parts.append(look.value.text)
    parts += [*tooltips.look_lines(scene, shown), shown.note]
    return Said(shown.name, shapes, tr(", ").join(part for part in parts if part))


def port(scene: Scene, id: str, name: str, output: bool) -> Said:
    """`input x of conv`, what it is wired with, and what it takes."""
    block = scene.block
    words = tr("output {port} of {node}") if output else tr("input {port} of {node}")
    wires = block.outgoing(id, name) if output else block.incoming(id, name)
    ends = [wire.target if output else wire.source for wire in wires]
    value = tr(", ").join(_end(scene, end) for end in ends) or tr("not wired")
    lines = tooltips.port_lines(scene, Hit("port", id, name, output))
    return Said(words.format(port=name, node=block.nodes[id].name), value, " ".join(lines))


def wire(scene: Scene, id: str) -> Said:
    """`from conv.output to relu.input`, and the shape it carries."""
    found = scene.block.wires[id]
    words = tr("wire from {source} to {target}")
    spec = scene.spec(found)
    shape = tr("The shape is not known yet.") if spec is None else str(spec)
    return Said(words.format(source=_end(scene, found.source), target=_end(scene, found.target)), shape, shape)


def _names(scene: Scene, nodes: dict[str, None]) -> str:
    known = scene.block.nodes
    return tr(", ").join(known[node].name for node in nodes if node in known)


def _end(scene: Scene, end: End) -> str:
    return f"{scene.block.nodes[end.node].name}.{end.port}"
