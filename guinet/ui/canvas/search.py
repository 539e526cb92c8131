"""What the search for a node to add offers on a canvas, and what becomes of the choice."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt

from guinet.core.graph import CODE_KIND, CONTROL_KINDS, FOR_KIND, IF_KIND, INPUT_KIND, WHILE_KIND, End
from guinet.core.ports import Ports, fits
from guinet.core.project import MAIN, block_kind
from guinet.core.rules import within_itself
from guinet.nodes.types import Form
from guinet.ui.canvas.gestures.drop import add_onto, ports_of
from guinet.ui.canvas.gestures.insert import may_insert
from guinet.ui.canvas.labels import control_title
from guinet.ui.canvas.node_painter import PORT_SCALE
from guinet.ui.canvas.shape import Shape, shape_of
from guinet.ui.translate import tr
from guinet.ui.words import node_doc, node_title, nodes_found

if TYPE_CHECKING:
    from guinet.nodes.types import NodeType
    from guinet.ui.canvas.canvas import Canvas
    from guinet.ui.canvas.scene import Scene
    from guinet.ui.canvas.search_popup import SearchPopup

_RECENT: Final = 8
_GAP: Final = 60.0
"""Between a node and the one that is added after it, in scene units."""


class Choice(Struct, frozen=True):
    """One row: what is added, and how it is shown."""

    kind: str
    title: str
    category: str
    doc: str = ""


class Search:
    """The canvas's use of the popup: what is offered, and what becomes of the choice."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._wire: tuple[End, bool] | None = None
        self._replaced = ""
        self._onto = ""
        self._at = QPointF()

    @cached_property
    def popup(self) -> SearchPopup:
        from guinet.ui.canvas.search_popup import SearchPopup

        popup = SearchPopup(self._canvas, self._choices)
        popup.chosen.connect(self._add)
        popup.closed.connect(self._close)
        return popup

    def end(self) -> None:
        """The canvas goes; its popup may lie on the canvas around."""
        if "popup" in vars(self):
            self.popup.deleteLater()

    def open(self, at: QPointF, text: str = "") -> None:
        """Opens with everything there is; the choice is added at `at`."""
        self._wire, self._at, self._replaced, self._onto = None, at, "", ""
        self.popup.open(at, text)

    def open_onto(self, at: QPointF, wire: str) -> None:
        """Opens at a wire with what fits onto it; the choice is put in between."""
        self.open(at)
        self._onto = wire
        self.popup.refill()

    def open_for_wire(self, at: QPointF, end: End, from_output: bool) -> None:
        """Opens with what this end of a wire fits; the choice is added and wired."""
        self._wire, self._at, self._replaced, self._onto = (end, from_output), at, "", ""
        self.popup.open(at)
        self._canvas.pin_wire(end, from_output, at)

    def open_to_replace(self, node: str) -> None:
        """Opens at a node with what may stand in its place; the choice is what it becomes."""
        self._wire, self._replaced, self._onto = None, node, ""
        self._at = self._canvas.shown_rect(node).bottomLeft()
        self.popup.open(self._at)

    def title_of(self, kind: str) -> str:
        type = self._canvas.kinds.get(kind)
        if kind in CONTROL_KINDS:
            return control_title(kind)
        blocks = {block_kind(block.id): block.name for block in self._canvas.project.blocks.values()}
        return node_title(type) if type is not None else blocks.get(kind, kind)

    def _add(self, kind: str) -> None:
        canvas, wire, replaced = self._canvas, self._wire, self._replaced
        self.popup.hide()
        self._close()
        if replaced:
            added = canvas.edits.replace(replaced, kind)
        else:
            added = self._add_here(kind) if wire is None else canvas.add_wired(kind, self._at, *wire)
        if added is not None:
            canvas.pointer.rest()
            canvas.recent = [kind, *(other for other in canvas.recent if other != kind)][:_RECENT]

    def _add_here(self, kind: str) -> str | None:
        """Where the search was opened; on a node, that is to go on from there: to its right, wired with it where that
        fits, and never on top of others; on a wire near enough to see its ports, in between where that fits."""
        canvas, hit = self._canvas, self._canvas.hit(self._at)
        if hit.what not in ("node", "port"):
            under = hit.id if hit.what == "wire" and canvas.view.scale >= PORT_SCALE else ""
            wire = self._onto or under
            onto = wire in canvas.scene.block.wires and may_insert(canvas.scene, ports_of(canvas, kind), wire)
            return add_onto(canvas, kind, self._at, wire) if onto else canvas.add_at(kind, self._at)
        free = free_beside(canvas.scene, hit.id, shape_of(ports_of(canvas, kind)))
        to_widget = canvas.view.to_widget
        spots = (spot.port for spot in canvas.scene.spots(hit.id, True))
        port = next((port for port in spots if any(fits(port, own) for own in ports_of(canvas, kind).inputs)), None)
        if port is None:
            added = canvas.add_at(kind, to_widget(free.center()))
        else:
            start = QPointF(free.left(), free.center().y())
            added = canvas.add_wired(kind, to_widget(start), End(hit.id, port.name), True)
        if added is not None:
            canvas.reveal(added)
        return added

    def _close(self) -> None:
        self._canvas.pin_wire(None, True, QPointF())
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choices(self, text: str) -> list[Choice]:
        from guinet.nodes.search import named_so
        from guinet.ui.canvas.search_advice import elsewhere

        kinds = self._canvas.kinds
        types = self._by_what_is_drawn(nodes_found(kinds, text), text.strip())
        if elsewhere(text):  # what “sgd” means is then told, and Sigmoid is not it
            types = [type for type in types if named_so(type, text)]
        found = [Choice(type.kind, node_title(type), type.category, node_doc(type)) for type in types]
        controls = control_choices(text)
        found = self._blocks(text) + (controls + found if text.strip() else found + controls)
        if not text.strip():
            found = self._likely_first(found)
        return _told_apart([choice for choice in found if self._fits(choice.kind)])

    def _likely_first(self, found: list[Choice]) -> list[Choice]:
        """What was added last; then what is like the node that is replaced. A value that flows on is seldom wanted
        for its shape alone, so `zeros_like` comes after the layers."""
        place = {kind: index for index, kind in enumerate(self._canvas.recent)}
        node = self._canvas.scene.block.nodes.get(self._replaced)
        known = self._canvas.kinds.get(node.kind) if node is not None else None
        like = known.category if known is not None else ""
        flows = bool(like) or (self._wire is not None and self._wire[1])

        def rank(choice: Choice) -> tuple[int, bool, bool]:
            return place.get(choice.kind, len(place)), choice.category != like, flows and choice.category == "creation"

        return sorted(found, key=rank)

    def _by_what_is_drawn(self, found: list[NodeType], text: str) -> list[NodeType]:
        """Among tensors without a model, `flatten` is the operation before it is the layer of that name."""
        drawn = [
            type for node in self._canvas.scene.block.nodes.values() if (type := self._canvas.kinds.get(node.kind))
        ]
        fed = any(type.kind == INPUT_KIND or type.form is Form.DATA for type in drawn)
        if fed or not any(type.source for type in drawn):
            return found
        return sorted(found, key=lambda type: type.title != text or type.category == "functional")

    def _blocks(self, text: str) -> list[Choice]:
        """The project's blocks by name; a block is not offered inside itself, nor inside what it has inside."""
        word, canvas = text.strip().lower(), self._canvas
        return [
            Choice(block_kind(block.id), block.name, "block", block.note)
            for block in canvas.project.blocks.values()
            if block.id != MAIN
            and word in block.name.lower()
            and within_itself(canvas.scene.block, block_kind(block.id)) is None
        ]

    def _fits(self, kind: str) -> bool:
        if self._canvas.block_id != MAIN and self._canvas.project.catalogue.outside(kind):
            return False
        if self._replaced:
            return self._replaces(kind)
        if self._onto in self._canvas.scene.block.wires:
            return may_insert(self._canvas.scene, ports_of(self._canvas, kind), self._onto)
        if self._wire is None:
            return True
        end, from_output = self._wire
        scene = self._canvas.scene
        own = next((spot.port for spot in scene.spots(end.node, from_output) if spot.port.name == end.port), None)
        ports: Ports = ports_of(self._canvas, kind)
        if own is None:
            return False
        if from_output:
            return any(fits(own, port) for port in ports.inputs)
        return any(fits(port, own) for port in ports.outputs)

    def _replaces(self, kind: str) -> bool:
        """Whether a node of this kind has ports for the wires of the one it would replace. Those that come with a block
        or a text of their own do not: they are drawn or written first."""
        block, ports = self._canvas.scene.block, ports_of(self._canvas, kind)
        node = block.nodes[self._replaced]
        if kind in CONTROL_KINDS or kind == node.kind or kind.startswith(CODE_KIND):
            return False
        into, out_of = block.incoming(node.id), block.outgoing(node.id)
        return bool(ports.inputs or not into) and bool(ports.outputs or not out_of)


def _told_apart(choices: list[Choice]) -> list[Choice]:
    """With the whole kind behind titles that several have: `relu` is a function of three modules."""
    count = Counter(choice.title for choice in choices)
    return [
        replace(choice, title=f"{choice.title} · {choice.kind}")
        if count[choice.title] > 1 and choice.category != "block"
        else choice
        for choice in choices
    ]


def free_beside(scene: Scene, node: str, shape: Shape) -> QRectF:
    """The place for a new node to the right of another, lower where there are nodes already; in scene units."""
    box = scene.rect(node)
    place = QRectF(box.right() + _GAP, box.center().y() - shape.height / 2, shape.width, shape.height)
    while any(scene.nodes.rows_touching(place)):
        place.moveTop(place.bottom() + _GAP / 2)
    return place


def control_choices(text: str) -> list[Choice]:
    """While, If and For, where `text` may mean them; they come with a block of their own."""
    docs = {
        WHILE_KIND: tr("Runs its block again and again, as long as its condition holds."),
        IF_KIND: tr("Runs its block if the condition holds."),
        FOR_KIND: tr("Runs its block a number of times."),
    }
    words = {WHILE_KIND: ("while", "loop"), IF_KIND: ("if", "branch", "choice"), FOR_KIND: ("for", "loop")}
    wanted = text.strip().lower()
    return [
        Choice(kind, control_title(kind), "control", docs[kind])
        for kind in CONTROL_KINDS
        if any(word.startswith(wanted) for word in (*words[kind], control_title(kind).lower()))
    ]
