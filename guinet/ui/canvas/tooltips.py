"""What nodes, ports and wires say of themselves: in tooltips and to screen readers."""

from __future__ import annotations

from collections.abc import Sequence

from guinet.core.graph import COLOURS, End, FrameMode, Node
from guinet.core.ports import PortType
from guinet.ui.canvas.frame_words import mode_text
from guinet.ui.canvas.hits import Hit
from guinet.ui.canvas.scene import Scene
from guinet.ui.translate import tr
from guinet.ui.words import colour_text, problem_text


def hit_text(scene: Scene, hit: Hit) -> str:
    """The tooltip of what is under the pointer, as rich text; empty for empty canvas."""
    if hit.what == "node":
        return _rich(node_lines(scene, hit.id))
    if hit.what == "port":
        return _rich(_side_lines(scene, hit) if scene.shape(hit.id).collapsed else port_lines(scene, hit))
    if hit.what == "wire":
        return _rich(_wire_lines(scene, hit.id))
    if hit.what == "frame":
        return _rich(_frame_lines(scene, hit.id))
    return ""


def selection_text(scene: Scene, nodes: Sequence[str]) -> str:
    """The selection in words, for screen readers."""
    if not nodes:
        return tr("%n node(s), none selected", "", len(scene.nodes))
    if len(nodes) == 1:
        return ". ".join(node_lines(scene, nodes[0]))
    return tr("%n node(s) selected", "", len(nodes))


def node_lines(scene: Scene, node_id: str) -> list[str]:
    """Title and name, arguments, outputs, problems, note; one line each."""
    node, look = scene.block.nodes[node_id], scene.look(node_id)
    lines = [look.title if look.title == node.name else f"{look.title} · {node.name}"]
    if look.subtitle:
        lines.append(look.subtitle)
    if look.value is not None:
        lines.append(look.value.text)
    report = scene.reports.get(node_id)
    if report is not None:
        lines += [f"{port}: {spec}" for port, spec in report.outputs.items()]
    lines += [problem_text(problem) for problem in scene.problems.get(node_id, ())]
    if scene.wrong_inside(node_id):
        lines.append(tr("Something is wrong inside: go in to see it."))
    lines += look_lines(scene, node)
    if node.note:
        lines.append(node.note)
    return lines


def look_lines(scene: Scene, node: Node) -> list[str]:
    """What a person chose to see of a node: in words, as neither colour nor height tells everybody."""
    hidden = scene.hiding.hidden(node)
    return [
        *([tr("Collapsed to its title.")] if scene.shape(node.id).collapsed else []),
        *([tr("%n unused port(s) hidden.", "", hidden)] if hidden else []),
        *([tr("Colour: {name}.").format(name=colour_text(node.colour))] if node.colour in COLOURS else []),
    ]


def _frame_lines(scene: Scene, frame_id: str) -> list[str]:
    frame = scene.block.frame(frame_id)
    if frame is None:
        return []
    doing = {
        FrameMode.NONE: tr("Only keeps nodes together; the program is the same."),
        FrameMode.NO_GRAD: tr("What is computed here records no gradients."),
        FrameMode.INFERENCE_MODE: tr("What is computed here can never take part in a backward pass."),
        FrameMode.ENABLE_GRAD: tr("What is computed here records gradients, even within no_grad."),
    }
    return [frame.title or mode_text(frame.mode) or tr("Frame", "around nodes"), doing[frame.mode]]


def port_lines(scene: Scene, hit: Hit) -> list[str]:
    """Which port it is and what it takes, what it gives, what is wrong there; one line each."""
    shape = scene.shape(hit.id)
    spot = shape.output(hit.port) if hit.output else shape.input(hit.port)
    if spot is None:
        return []
    kinds = {
        PortType.TENSOR: tr("tensor", "port"),
        PortType.NUMBER: tr("number", "port"),
        PortType.LIST: tr("list", "port"),
        PortType.ANY: tr("any value", "port"),
    }
    side = tr("Output {port}: {type}") if hit.output else tr("Input {port}: {type}")
    lines = [side.format(port=hit.port, type=kinds[spot.port.type])]
    if spot.port.multiple:
        lines.append(tr("Takes several wires, in order."))
    elif spot.port.optional and not hit.output:
        lines.append(tr("May stay unwired."))
    report = scene.reports.get(hit.id)
    if hit.output and report is not None and hit.port in report.outputs:
        lines.append(str(report.outputs[hit.port]))
    problems = [problem for problem in scene.problems.get(hit.id, ()) if problem.port == hit.port]
    return lines + [problem_text(problem) for problem in problems]


def _side_lines(scene: Scene, hit: Hit) -> list[str]:
    """The ports of a side of a collapsed node, which are at one place."""
    hits = [Hit("port", hit.id, spot.port.name, hit.output) for spot in scene.spots(hit.id, hit.output)]
    return [port_lines(scene, each)[0] for each in hits] if len(hits) > 1 else port_lines(scene, hit)


def _wire_lines(scene: Scene, wire_id: str) -> list[str]:
    wire = scene.block.wires[wire_id]
    spec = scene.spec(wire)
    names = f"{_end(scene, wire.source)} → {_end(scene, wire.target)}"
    return [names, tr("The shape is not known yet.") if spec is None else str(spec)]


def _end(scene: Scene, end: End) -> str:
    return f"{scene.block.nodes[end.node].name}.{end.port}"


def _rich(lines: Sequence[str]) -> str:
    if not lines:
        return ""
    from html import escape

    return f"<b>{escape(lines[0])}</b>" + "".join(f"<br>{escape(line)}" for line in lines[1:])
