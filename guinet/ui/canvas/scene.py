"""What the canvas shows of one block: boxes of nodes and curves of wires, kept in step with the graph by its events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from guinet.core.changes import Change, MoveNodes
from guinet.core.graph import REROUTE_KIND, Block, End, Node, Note, Position, Wire
from guinet.core.ports import PortType
from guinet.core.problems import Problem, Severity
from guinet.core.project import MAIN, Project
from guinet.core.report import NodeReport
from guinet.core.values import ValueSpec
from guinet.nodes.types import Form, NodeType
from guinet.ui.canvas import curve, labels
from guinet.ui.canvas.frames import Frames
from guinet.ui.canvas.hiding import Hiding
from guinet.ui.canvas.idle import Idle, state_text
from guinet.ui.canvas.kinds import Kinds
from guinet.ui.canvas.links import Links
from guinet.ui.canvas.look import SEVERITIES, Look, worst_inside
from guinet.ui.canvas.notes import Notes
from guinet.ui.canvas.plate import BELOW, BESIDE, Plate
from guinet.ui.canvas.shape import DOT, Shape, Spot, shape_of
from guinet.ui.canvas.table import Table
from guinet.ui.canvas.touched import Touched, named
from guinet.ui.canvas.view import reachable

if TYPE_CHECKING:
    from guinet.core.probed import NodeValue

_MANY = 1000
"""Where an event changes a fifth of so many nodes or more, all of them are read again: that is quicker."""

_MARGIN = 14.0
"""How far a node's ports, badge and border reach beyond its box, in scene units."""


class Scene:
    """One block as geometry. Raises KeyError when the project has no such block."""

    def __init__(self, project: Project, kinds: Kinds, block_id: str) -> None:
        self.project = project
        self.kinds = kinds
        self.block: Block = project.blocks[block_id]
        self.nodes = Table()
        self.wires = Table()
        self.reports: dict[str, NodeReport] = {}
        self._signed: set[str] = set()  # operators whose sign depends on what is wired
        self.problems: dict[str, tuple[Problem, ...]] = {}
        self.plates: dict[str, Plate] = {}
        """What an evaluation found, in words, by node id."""
        self.writes_below = False
        """Whether at any time something stood below an operator, its name or a value: they take more room then."""
        self.frames = Frames(self)
        self.links = Links(self)
        self.idle = Idle(self)
        self.hiding = Hiding(self)
        self.notes = Notes(self)
        self.version = 0
        """Counts what happened: whoever keeps something worked out of the scene sees that it is out of date."""
        self._shapes: dict[str, Shape] = {}
        self._looks: dict[str, Look] = {}
        self._inside: dict[str, int] = {}
        """The worst of what is wrong in other blocks, by block id."""
        self._gliding: Mapping[str, Position] = {}
        self._aside: dict[str, tuple[Position, Position]] = {}
        """Where the graph had nodes and notes that make way for something, and where they are shown, by id."""
        self._unknown: set[str] = set()
        """Nodes of a kind nobody knows: their ports are the ones their wires name."""
        self.load()

    # Geometry

    def shape(self, node: str) -> Shape:
        return self._shapes[node]

    def rect(self, node: str) -> QRectF:
        """The node's box in scene units. Raises KeyError."""
        left, top, right, bottom = self.nodes.row(node)
        return QRectF(left, top, right - left, bottom - top)

    def spots(self, node: str, outputs: bool) -> tuple[Spot, ...]:
        shape = self._shapes[node]
        return shape.outputs if outputs else shape.inputs

    def port_point(self, end: End, output: bool) -> QPointF:
        """Where a port is, in scene units; a port that is lost has the middle of its side."""
        shape = self._shapes[end.node]
        spot = shape.output(end.port) if output else shape.input(end.port)
        left, top = self.nodes.row(end.node)[:2]
        if spot is None:
            return QPointF(left + (shape.width if output else 0.0), top + shape.height / 2)
        return QPointF(left + spot.x, top + spot.y)

    def ends(self, wire: str) -> tuple[float, float, float, float]:
        """The points a wire runs between: ax, ay, bx, by in scene units. Raises KeyError."""
        ax, ay, bx, by = self.wires.row(wire)[4:]
        return ax, ay, bx, by

    def node_box(self, node: str) -> QRectF:
        """The box of all that is painted for a node."""
        box = self.rect(node).adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
        if self.writes_below and self._shapes[node].round:
            box |= QRectF(box.center().x() - BESIDE, box.bottom(), 2 * BESIDE, BELOW)
        return box

    def wire_box(self, wire: str) -> QRectF:
        """The box of all that is painted for a wire, its label included."""
        left, top, right, bottom = self.wires.row(wire)[:4]
        return QRectF(left, top, right - left, bottom - top).adjusted(-110, -30, 110, 30)

    def bounds(self, nodes: Iterable[str] | None = None) -> QRectF:
        """The box around some nodes, or around everything."""
        if nodes is None:
            return self.notes.united(self.frames.united(self.nodes.bounds()))
        box = QRectF()
        for node in nodes:
            box = box.united(self.rect(node))
        return box

    def wires_of(self, nodes: Iterable[str]) -> set[str]:
        """The ids of all wires that touch these nodes."""
        found = {wire.id for node in nodes for wire in (*self.block.incoming(node), *self.block.outgoing(node))}
        return {wire for wire in found if wire in self.wires}

    def nodes_at(self, point: QPointF) -> list[str]:
        """The nodes at a point, the topmost first."""
        return self.nodes.touching(QRectF(point.x(), point.y(), 0, 0))[::-1]

    def has(self, id: str) -> bool:
        """Whether this is a node, a wire, a frame or a note that is drawn; nothing at all is there, too."""
        return not id or id in self.nodes or id in self.wires or id in self.frames.boxes or id in self.notes.boxes

    # Meaning

    def kind(self, node: Node) -> NodeType | None:
        return self.kinds.get(node.kind)

    def look(self, node_id: str) -> Look:
        """How a node is painted now; kept until something it depends on changes."""
        look = self._looks.get(node_id)
        if look is None:
            look = self._looks[node_id] = self._make_look(node_id)
        return look

    def _make_look(self, node_id: str) -> Look:
        node = self.block.nodes[node_id]
        kind = self.kind(node)
        definition = self.project.blocks.get(node.block_id) if node.block_id else None
        title, kind_title = labels.titles(node, kind, definition.name if definition else None)
        second = labels.subtitle(node, kind, self.reports.get(node_id))
        owner = self.block.nodes.get(node.shares)
        second = f"= {owner.name}" if owner is not None else second
        state = self.idle.state(node_id)
        second = state_text(state) or second
        return Look(
            title,
            " · ".join(part for part in (kind_title, second) if part),
            "control" if node.is_control else "block" if node.block_id else kind.category if kind else "unknown",
            self._shapes[node_id],
            self._sign(node, kind),
            max([self._inside.get(node.block_id or "", 0), *self._severities(self.problems.get(node_id, ()))]),
            node.repeat,
            node.kind.partition(".")[0] if node.is_control else "",
            owner is not None,
            self.plates.get(node_id),
            state,
            title if kind_title and self._shapes[node_id].round else "",
            node.colour,
        )

    def _sign(self, node: Node, kind: NodeType | None) -> str:
        if kind is None or kind.form is not Form.OPERATOR:
            return ""
        if node.arguments:
            self._signed.add(node.id)
        return labels.operator_sign(node, kind, {wire.target.port for wire in self.block.incoming(node.id)})

    def _severities(self, problems: Iterable[Problem]) -> list[int]:
        return [SEVERITIES[problem.severity] for problem in problems]

    def wrong_inside(self, node: str) -> bool:
        """Whether something is wrong in the block a node runs, or in one inside that."""
        return self._inside.get(self.block.nodes[node].block_id or "", 0) > 0

    def spec(self, wire: Wire) -> ValueSpec | None:
        """What the wire carries, where the last check found it."""
        source = self.idle.source(wire.source)
        report = None if source is None else self.reports.get(source.node)
        return None if report is None or source is None else report.outputs.get(source.port)

    def port_type(self, end: End, output: bool) -> PortType:
        shape = self._shapes.get(end.node)
        spot = None if shape is None else shape.output(end.port) if output else shape.input(end.port)
        return PortType.ANY if spot is None else spot.port.type

    def port_problem(self, end: End) -> bool:
        """Whether something is wrong at this input."""
        return any(problem.port == end.port for problem in self.problems.get(end.node, ()))

    def is_broken(self, node: str) -> bool:
        """Whether the node has an error."""
        return any(problem.severity is Severity.ERROR for problem in self.problems.get(node, ()))

    def set_reports(self, reports: Mapping[str, NodeReport], removed: Iterable[str]) -> Touched:
        """Takes what the check found; the answer names the nodes that look different."""
        knew = bool(self.reports)
        self.reports.update(reports)
        for node in removed:
            self.reports.pop(node, None)
        touched = self._refresh_looks({*reports, *removed})
        touched.everything = knew != bool(self.reports)  # wires without a value are told apart only after a check
        return touched

    def set_problems(self, problems: Iterable[Problem]) -> Touched:
        """Takes all problems of the project; those of this block are shown, and which nodes have some inside."""
        problems = tuple(problems)
        before = self.problems
        grouped: dict[str, list[Problem]] = {}
        for problem in problems:
            if problem.node is not None and problem.block in (None, self.block.id):
                grouped.setdefault(problem.node, []).append(problem)
        self.problems = {node: tuple(found) for node, found in grouped.items()}
        both = before.keys() | self.problems.keys()
        changed = {node for node in both if before.get(node) != self.problems.get(node)}
        worst_before, self._inside = self._inside, worst_inside(self.project, problems)
        if worst_before != self._inside:
            changed |= {node.id for node in self.block.nodes.values() if node.block_id is not None}
        return self._refresh_looks(changed)

    def set_values(self, values: Mapping[str, NodeValue]) -> Touched:
        """Takes what an evaluation of the main block found, by node id; they replace those shown before."""
        nodes = self.block.nodes if self.block.id == MAIN else {}

        def name(node: str) -> str:
            return nodes[node].name if node in nodes else ""

        found = {node: _plate(value, name) for node, value in values.items() if node in nodes}
        before, self.plates = self.plates, {node: plate for node, plate in found.items() if plate is not None}
        self.writes_below = self.writes_below or bool(self.plates)
        both = before.keys() | self.plates.keys()
        return self._refresh_looks({node for node in both if before.get(node) != self.plates.get(node)})

    def _refresh_looks(self, nodes: set[str]) -> Touched:
        self.version += 1
        touched = Touched(nodes={node for node in nodes if node in self.nodes})
        for node in touched.nodes:
            self._looks.pop(node, None)
            touched.boxes.append(self.node_box(node))
        touched.wires = self.wires_of({*touched.nodes, *self.idle.leaving.passing})
        touched.boxes += [self.wire_box(wire) for wire in touched.wires]
        return touched

    # Keeping in step

    def load(self) -> None:
        """Reads the whole block."""
        self.block = self.project.blocks[self.block.id]
        nodes = self.block.nodes
        self._looks.clear()
        self._shapes = {node.id: self.shape_for(node) for node in nodes.values()}
        self.nodes.fill(list(nodes), [self._node_row(node) for node in nodes.values()])
        drawn = [wire for wire in self.block.wires.values() if self._can_draw(wire)]
        self.wires.fill([wire.id for wire in drawn], [self._wire_row(wire) for wire in drawn])
        self.idle.load()
        self.hiding.load()
        self.frames.load()
        self.links.load()
        self.notes.load()
        self.version += 1

    def update(self, changes: Iterable[Change]) -> Touched:
        """Follows an event of the project: reads again only what its changes name."""
        nodes, wires, everything = named(changes, self.block)
        if everything or len(nodes) * 5 > max(len(self.nodes), _MANY):
            self.load()
            return Touched(everything=True)
        if wires:
            nodes |= self._unknown | (self._signed & self.block.nodes.keys())
        nodes |= self.hiding.follow(nodes, wires)
        self.version += 1
        nodes |= self.links.followers(nodes)
        stirred = self.idle.update(nodes, bool(wires))
        nodes |= stirred
        wires |= self.wires_of(stirred & self.block.nodes.keys())
        touched, knew = Touched(nodes, wires), bool(self.reports)
        for node in nodes:
            if node in self.block.nodes and self._reshaped(self.block.nodes[node]):
                wires |= {wire.id for wire in (*self.block.incoming(node), *self.block.outgoing(node))}
        self._note_boxes(touched)
        for wire_id in wires:
            if wire_id in self.wires and wire_id not in self.block.wires:
                moved = self.wires.drop(wire_id)
                touched.boxes += [self.wire_box(moved)] if moved is not None else []
        for node in nodes:
            moved = self._put_node(node)
            touched.boxes += [self.node_box(moved)] if moved is not None else []
        for wire_id in wires:
            wire = self.block.wires.get(wire_id)
            if wire is not None and self._can_draw(wire):
                self.wires.put(wire_id, self._wire_row(wire))
        self._note_boxes(touched)
        touched.everything = touched.everything or knew != bool(self.reports)
        touched.boxes += self.frames.update(nodes)
        touched.boxes += self.links.update(nodes)
        if self.block.notes or self.notes.boxes:
            touched.boxes += self.notes.update()
        return touched

    def glide(self, places: Mapping[str, Position]) -> Touched:
        """Shows nodes on their way at these places, by id, until it is told others; in the graph they have arrived."""
        nodes = {
            node: self.block.nodes[node].position for node in (*self._gliding, *places) if node in self.block.nodes
        }
        self._gliding = dict(places)
        return self.update([MoveNodes(self.block.id, nodes)])

    def make_way(self, places: Mapping[str, Position]) -> Touched:
        """Shows nodes and notes elsewhere than the graph has them, by id, and all others where it has them.

        The graph knows nothing of it. What is moved by an edit is shown where that puts it, until it is undone.
        """
        nodes, notes = self.block.nodes, {note.id: note.box[:2] for note in self.block.notes}
        homes = {**notes, **{node: nodes[node].position for node in places if node in nodes}}
        changed = {node: nodes[node].position for node in (*self._aside, *places) if node in nodes}
        self._aside = {id: (homes[id], place) for id, place in places.items() if id in homes}
        return self.update([MoveNodes(self.block.id, changed)])

    def place(self, thing: Node | Note) -> Position:
        """Where a node or a note is shown, or would be if the graph had it as it is given."""
        home = thing.position if isinstance(thing, Node) else thing.box[:2]
        aside = self._aside.get(thing.id)
        return self._gliding.get(thing.id, aside[1] if aside is not None and aside[0] == home else home)

    def _reshaped(self, node: Node) -> bool:
        """Whether the wires of a node must be drawn anew."""
        if node.id not in self.nodes:
            return True
        return self.shape_for(node) != self._shapes[node.id] or self._node_row(node) != self.nodes.row(node.id)

    def _put_node(self, node_id: str) -> str | None:
        """Reads a node again; the answer is one that is painted earlier now, and so may lie below another."""
        self._looks.pop(node_id, None)
        node = self.block.nodes.get(node_id)
        if node is not None:
            self._shapes[node_id] = self.shape_for(node)
            self.nodes.put(node_id, self._node_row(node))
        elif node_id in self.nodes:
            self._unknown.discard(node_id)
            del self._shapes[node_id]
            self.reports.pop(node_id, None)
            self.plates.pop(node_id, None)
            return self.nodes.drop(node_id)
        return None

    def _note_boxes(self, touched: Touched) -> None:
        touched.boxes += [self.node_box(node) for node in touched.nodes if node in self.nodes]
        touched.boxes += [self.wire_box(wire) for wire in touched.wires if wire in self.wires]

    def shape_for(self, node: Node) -> Shape:
        """The outline a node would have if the graph had it as it is given."""
        kind = self.kind(node)
        if node.kind == REROUTE_KIND:
            return DOT
        if kind is None and node.block_id is None:
            self._unknown.add(node.id)
        operator = kind is not None and kind.form is Form.OPERATOR
        self.writes_below = self.writes_below or (operator and labels.named_by_hand(node))
        return shape_of(self.hiding.ports(node), operator, node.collapsed and node.id != self.hiding.unfolded)

    def _node_row(self, node: Node) -> tuple[float, ...]:
        shape = self._shapes.get(node.id) or self.shape_for(node)
        position = self.place(node) if self._gliding or self._aside else node.position
        x, y = reachable(position[0]), reachable(position[1]) - self.hiding.rise(node.id, shape.height)
        return x, y, x + shape.width, y + shape.height

    def _can_draw(self, wire: Wire) -> bool:
        return wire.source.node in self._shapes and wire.target.node in self._shapes

    def _wire_row(self, wire: Wire) -> tuple[float, ...]:
        a, b = self.port_point(wire.source, True), self.port_point(wire.target, False)
        ends = a.x(), a.y(), b.x(), b.y()
        return (*curve.box(*ends), *ends)


def _plate(value: NodeValue, name: Callable[[str], str]) -> Plate | None:
    from guinet.ui.canvas.value_text import plate_of  # with all there is to know of values: not before there are any

    return plate_of(value, name)
