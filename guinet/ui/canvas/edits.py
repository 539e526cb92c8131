"""What the canvas does to the graph on command, each as one undo step."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from guinet.core import editing, grouping, replacing, rewiring
from guinet.core.changes import MoveNodes
from guinet.core.graph import REROUTE_KIND, End, NodeMode
from guinet.core.leaving import set_mode
from guinet.core.ports import fits
from guinet.core.problems import QT_TRANSLATE_NOOP, Refused
from guinet.core.reaching import alike, reached
from guinet.storage import fragments
from guinet.ui.canvas.gestures.drop import add_kind, ports_of
from guinet.ui.canvas.kinds import suggestions
from guinet.ui.canvas.placing import bring_into_sight, find_place, join_frame
from guinet.ui.canvas.shape import DOT_SIZE, shape_of
from guinet.ui.theme import current_theme
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas

_OFFSET = 40.0
"""How far a copy stands from what it copies, in scene units."""


class Edits:
    """Copy, paste, delete and the rest, on the canvas's selection."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    def copy(self) -> None:
        """Without a selection the clipboard keeps what it has."""
        canvas = self._canvas
        if canvas.chosen_frame in canvas.scene.notes.boxes:
            QApplication.clipboard().setText(fragments.dumps(canvas.scene.block, (), (canvas.chosen_frame,)))
            canvas.message.emit(tr("The note is copied."))
        elif canvas.selection:
            QApplication.clipboard().setText(fragments.dumps(canvas.scene.block, canvas.selection))
            canvas.message.emit(tr("%n node(s) copied", "", len(canvas.selection)))

    def cut(self) -> None:
        note = self._canvas.chosen_frame
        if note in self._canvas.scene.notes.boxes:
            self.copy()
            self._canvas.blocks.remove_note(note)
        elif self._canvas.selection:
            self.copy()
            self._remove(QT_TRANSLATE_NOOP("Step", "Cut"))

    def delete(self) -> None:
        self._remove(QT_TRANSLATE_NOOP("Step", "Delete"))

    def dissolve(self) -> None:
        """Removes the selected nodes and joins what led to them to what they led to."""
        canvas = self._canvas
        if canvas.selection or canvas.selected_wires:
            rewiring.dissolve(canvas.scene.block, canvas.selection, canvas.selected_wires)

    def rename(self) -> None:
        """Opens the name of the node selected last, the title of a chosen frame, a chosen note, or with none of them
        the name of the class one looks at, to be written."""
        canvas = self._canvas
        if canvas.chosen_frame in canvas.scene.frames.boxes:
            canvas.blocks.rename_frame(canvas.chosen_frame)
        elif canvas.chosen_frame:
            canvas.blocks.write_note(canvas.chosen_frame)
        elif canvas.selection:
            self._rename_node(canvas.selection[-1])
        else:
            margin = current_theme().pixels("minimap-margin")
            self.rename_class(canvas.block_id, QPointF(margin, margin))

    def rename_class(self, block: str, at: QPointF) -> None:
        """Opens the name of a block, the class it is in the text, at a point of the canvas."""
        canvas = self._canvas

        def take(name: str) -> None:
            try:
                if block in canvas.project.blocks:
                    grouping.rename_block(canvas.project, block, name)
            except Refused as refused:
                canvas.tell(problem_text(refused.problem), at)

        canvas.inline.ask_text(at, 0, canvas.project.blocks[block].name, tr("Name of the class"), take)
        canvas.message.emit(tr("A row of layers whose name begins with a small letter is torch's own Sequential."))

    def _rename_node(self, node: str) -> None:
        canvas = self._canvas
        canvas.reveal(node)
        box = canvas.shown_rect(node)

        def take(name: str) -> None:
            block = canvas.scene.block
            try:
                if node in block.nodes:
                    editing.rename(block, node, name)
            except Refused as refused:
                canvas.tell(problem_text(refused.problem), box.center())

        canvas.inline.ask_text(
            box.topLeft(), box.width(), canvas.scene.block.nodes[node].name, tr("Name of the node"), take
        )

    def mute(self) -> None:
        """Leaves the selected nodes out with all that depends only on them; lets them run when all are muted."""
        self._toggle(NodeMode.MUTED)

    def bypass(self) -> None:
        """Has the selected nodes pass on what arrives; lets them run when all do so already."""
        self._toggle(NodeMode.BYPASSED)

    def _toggle(self, mode: NodeMode) -> None:
        canvas = self._canvas
        block = canvas.scene.block
        chosen, _ = rewiring.without_dots(block, canvas.selection)
        if chosen:
            wanted = NodeMode.RUNS if all(block.nodes[node].mode == mode for node in chosen) else mode
            try:
                set_mode(block, chosen, wanted)
            except Refused as refused:
                canvas.tell(problem_text(refused.problem), canvas.shown_rect(chosen[-1]).center())

    def ask_replacement(self) -> None:
        """Opens the search for what the node selected last is to become."""
        canvas = self._canvas
        nodes, _ = rewiring.without_dots(canvas.scene.block, canvas.selection)
        if nodes and not canvas.scene.block.nodes[nodes[-1]].is_control:
            canvas.reveal(nodes[-1])
            canvas.search.open_to_replace(nodes[-1])

    def replace(self, node: str, kind: str) -> str | None:
        """Makes a node one of `kind`; what both kinds know of its arguments is kept. Its id; None when gone."""
        canvas = self._canvas
        block = canvas.scene.block
        if node not in block.nodes:
            return None
        known = canvas.kinds.get(kind)
        names = {argument.name for argument in known.arguments} if known is not None else set()
        kept = {name: value for name, value in block.nodes[node].arguments.items() if name in names}
        replacing.replace_node(block, node, kind, {**suggestions(canvas.kinds, kind), **kept})
        canvas.select((node,))
        return node

    def swap_inputs(self) -> None:
        """Exchanges what the inputs of the node selected last are given."""
        canvas = self._canvas
        if canvas.selection and not replacing.swap_inputs(canvas.scene.block, canvas.selection[-1]):
            canvas.tell(
                tr("There are no two inputs whose wires could change places."),
                canvas.shown_rect(canvas.selection[-1]).center(),
            )

    def select_reached(self, *, backwards: bool) -> None:
        """Selects all that follows from the selected nodes as well, or all that leads to them."""
        canvas = self._canvas
        canvas.select(reached(canvas.scene.block, canvas.selection, backwards=backwards))

    def select_alike(self) -> None:
        """Selects all nodes of the kinds that are selected."""
        canvas = self._canvas
        canvas.select(alike(canvas.scene.block, canvas.selection))

    def join(self) -> None:
        """Wires the selected nodes one after the other, from left to right, where a free input takes an output."""
        canvas = self._canvas
        scene, steps = canvas.scene, len(canvas.project.history.labels)
        row = sorted(canvas.selection, key=lambda node: scene.place(scene.block.nodes[node]))
        with canvas.project.transaction(QT_TRANSLATE_NOOP("Step", "Connect")):
            for source, target in pairwise(row):
                self._join(source, target)
        if len(canvas.project.history.labels) == steps:
            at = canvas.shown_rect(row[-1]).center()
            canvas.tell(tr("From left to right, no free input of the selected nodes fits an output."), at)

    def _join(self, source: str, target: str) -> None:
        scene = self._canvas.scene
        for out in scene.spots(source, True):
            for into in scene.spots(target, False):
                start, end = End(source, out.port.name), End(target, into.port.name)
                if fits(out.port, into.port) and not scene.block.incoming(target, end.port):
                    with suppress(Refused):  # in a circle: the rest is joined all the same
                        editing.connect(scene.block, start, end)
                    return

    def add_dot(self, wire: str, at: QPointF) -> None:
        """Puts a dot on a wire, by which it is led another way, and selects it."""
        canvas = self._canvas
        block = canvas.scene.block
        corner = canvas.view.to_scene(at) - QPointF(DOT_SIZE / 2, DOT_SIZE / 2)
        try:
            with canvas.project.transaction(QT_TRANSLATE_NOOP("Step", "Add dot")):
                dot = editing.add_node(block, REROUTE_KIND, position=(corner.x(), corner.y()))
                editing.insert_on_wire(block, wire, dot)
        except Refused as refused:
            canvas.tell(problem_text(refused.problem), at)
        else:
            canvas.select((dot.id,))

    def _remove(self, label: str) -> None:
        canvas = self._canvas
        nodes, wires = list(canvas.selection), canvas.selected_wires
        if nodes or wires:
            block = canvas.scene.block
            nodes, dots = rewiring.without_dots(block, nodes)
            with canvas.project.transaction(label):
                editing.remove(block, nodes, wires)
                if dots:  # a dot goes, the wire it was on stays
                    rewiring.dissolve(block, dots)

    def paste(self) -> None:
        """Adds what the clipboard holds, whole and in sight, on free ground at the pointer or near the middle."""
        canvas = self._canvas
        text = QApplication.clipboard().text()
        fragment = fragments.loads(text)
        if not fragment:
            canvas.message.emit(
                tr(
                    "The clipboard holds nothing to paste here: copy nodes or a note, text out of a .guinet file, or "
                    "Python that makes a network."
                )
            )
            return
        block = canvas.scene.block
        by, box = find_place(canvas, fragment.nodes, fragment.notes, {frame.id for frame in fragment.frames})
        try:
            with canvas.project.transaction(QT_TRANSLATE_NOOP("Step", "Paste")):
                made = fragments.paste(block, fragment, by)
                join_frame(canvas, made, box)
        except Refused as refused:
            canvas.message.emit(problem_text(refused.problem))
            return
        canvas.select(node.id for node in made)
        if not made:
            canvas.choose_frame(block.notes[-1].id)
        bring_into_sight(canvas, box)

    def duplicate(self) -> None:
        canvas = self._canvas
        if canvas.chosen_frame in canvas.scene.notes.boxes:
            block = canvas.scene.block
            fragments.paste(block, fragments.copy(block, (), (canvas.chosen_frame,)), (_OFFSET, _OFFSET))
            canvas.choose_frame(block.notes[-1].id)
        elif canvas.selection:
            scene = canvas.scene
            first = scene.block.nodes[canvas.selection[0]]
            (x, y), (left, top) = scene.place(first), first.position
            made = editing.duplicate(scene.block, canvas.selection, (x - left + _OFFSET, y - top + _OFFSET))
            canvas.select(node.id for node in made)

    def nudge(self, dx: float, dy: float) -> None:
        canvas = self._canvas
        scene = canvas.scene
        places = {node: scene.place(scene.block.nodes[node]) for node in canvas.selection}
        if places:
            moved = {node: (x + dx, y + dy) for node, (x, y) in places.items()}
            merge = "nudge " + " ".join(canvas.selection)
            canvas.project.run(QT_TRANSLATE_NOOP("Step", "Move"), [MoveNodes(canvas.block_id, moved)], merge)

    def add_at(self, kind: str, at: QPointF) -> str | None:
        shape = shape_of(ports_of(self._canvas, kind))
        return self._add(kind, at, QPointF(shape.width / 2, shape.height / 2), None)

    def add_wired(self, kind: str, at: QPointF, end: End, from_output: bool) -> str | None:
        """Adds a node so that the port its wire goes to stands at `at`, and wires it to `end`."""
        shape = shape_of(ports_of(self._canvas, kind))
        handle = QPointF(0.0 if from_output else shape.width, shape.height / 2)
        return self._add(kind, at, handle, (end, from_output))

    def _add(self, kind: str, at: QPointF, handle: QPointF, wired: tuple[End, bool] | None) -> str | None:
        canvas = self._canvas
        place = canvas.on_grid(canvas.view.to_scene(at) - handle)
        try:
            with canvas.project.transaction(QT_TRANSLATE_NOOP("Step", "Add node")):
                node = add_kind(canvas, kind, place)
                if wired is not None:
                    self._wire_up(node.id, *wired)
        except Refused as refused:
            canvas.tell(problem_text(refused.problem), at)
            return None
        canvas.select((node.id,))
        return node.id

    def _wire_up(self, node: str, end: End, from_output: bool) -> None:
        """Connects `end` with the first port of the new node that takes it; raises Refused when none does."""
        block = self._canvas.scene.block
        ports = block.project.ports(block, block.nodes[node])
        refused: Refused | None = None
        for port in ports.inputs if from_output else ports.outputs:
            own = End(node, port.name)
            try:
                editing.connect(block, *((end, own) if from_output else (own, end)))
            except Refused as refusal:
                refused = refused or refusal
            else:
                return
        if refused is not None:
            raise refused
