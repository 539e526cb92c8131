"""Blocks, frames, notes and shared layers by command, on the canvas's selection; each one undo step."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF

from guinet.core import exposing, framing, noting, repeating, sharing
from guinet.core.graph import BLOCK_KIND, FrameMode, Tie
from guinet.core.grouping import group
from guinet.core.problems import QT_TRANSLATE_NOOP, Refused
from guinet.core.ungrouping import remove_unused, ungroup
from guinet.core.values import MISSING, Value
from guinet.ui.canvas.frame_painter import title_corner
from guinet.ui.canvas.note_painter import text_height
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas


NOTE_SIZE: Final = (220.0, 100.0)
"""Width and height of a new note, in scene units."""


class Blocks:
    """What cannot be done is said at the middle of what it was asked for."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    # Blocks

    def group(self) -> None:
        """Makes a block of the selected nodes and selects its instance."""
        canvas = self._canvas

        def act() -> None:
            instance = group(canvas.scene.block, canvas.selection)
            canvas.select((instance.id,))

        self._try(act)

    def ungroup(self) -> None:
        """Puts what is inside the selected instances in their place and selects it."""
        canvas = self._canvas
        block = canvas.scene.block
        instances = [node for node in canvas.selection if block.nodes[node].kind.startswith(BLOCK_KIND)]

        def act() -> None:
            with canvas.project.transaction(QT_TRANSLATE_NOOP("Step", "Ungroup")):
                made = [inner.id for node in instances for inner in ungroup(block, node)]
            canvas.select(made)

        if instances:
            self._try(act)
        else:
            canvas.tell(tr("Select a block to put what is inside it in its place."), self._middle())

    def remove_unused(self) -> None:
        """Removes the blocks that no instance is left of."""
        names = remove_unused(self._canvas.project)
        if names:
            self._canvas.message.emit(tr("Removed: {names}.").format(names=", ".join(names)))
        else:
            self._canvas.message.emit(tr("The network uses every block there is."))

    def repeat(self, node: str) -> None:
        """Asks how many copies a node stands for."""
        canvas = self._canvas
        template = repeating.refusal(canvas.scene.block, node)
        if template:
            self._try(lambda: repeating.set_repeat(canvas.scene.block, node, 2))
            return
        rect = canvas.shown_rect(node)
        canvas.inline.ask_number(
            QPointF(rect.right() - 96, rect.top() - 34),
            canvas.scene.block.nodes[node].repeat,
            repeating.MOST,
            tr("How many copies, each with weights of its own"),
            lambda times: self._try(lambda: repeating.set_repeat(canvas.scene.block, node, times)),
        )

    def expose(self, node: str, argument: str) -> None:
        """Lets instances of the block shown set an argument of a node in it."""
        canvas = self._canvas
        self._try(lambda: self._expose(canvas.scene.block.nodes[node].kind, node, argument))

    def _expose(self, kind: str, node: str, argument: str) -> None:
        known = self._canvas.kinds.get(kind)
        found = None if known is None else known.argument(argument)
        report = self._canvas.scene.reports.get(node)
        default: Value = None
        if report is not None and argument in report.inferred:
            default = report.inferred[argument]
        elif found is not None and found.default is not MISSING:
            default = found.default
        exposing.expose(self._canvas.scene.block, node, argument, default=default)

    def unexpose(self, name: str) -> None:
        exposing.unexpose(self._canvas.scene.block, name)

    # Frames

    def frame(self, mode: FrameMode = FrameMode.NONE) -> None:
        """Puts a frame around the selected nodes and asks for its title, which one with a mode need not have."""
        canvas = self._canvas

        def act() -> None:
            frame = framing.add_frame(canvas.scene.block, canvas.selection, mode=mode)
            canvas.choose_frame(frame.id)
            if mode is FrameMode.NONE:
                self.rename_frame(frame.id)

        self._try(act)

    def rename_frame(self, frame: str) -> None:
        """Opens the title of a frame to be written."""
        canvas = self._canvas
        data, boxes = canvas.scene.block.frame(frame), canvas.scene.frames.boxes
        if data is None or frame not in boxes:
            return
        box = canvas.view.rect_to_widget(boxes[frame])

        def take(title: str) -> None:
            if canvas.scene.block.frame(frame) is not None:
                framing.set_frame(canvas.scene.block, frame, title=title)

        at = title_corner(box, canvas.view.scale)
        canvas.inline.ask_text(at, min(260.0, box.width() - 20), data.title, tr("Title of the frame"), take)

    def set_mode(self, frame: str, mode: FrameMode) -> None:
        framing.set_frame(self._canvas.scene.block, frame, mode=mode)

    def remove_frame(self, frame: str) -> None:
        """Takes a frame away; its nodes stay and are selected."""
        nodes = self._canvas.scene.frames.members(frame)
        framing.remove_frame(self._canvas.scene.block, frame)
        self._canvas.select(nodes)

    def colour_frame(self, frame: str, colour: str) -> None:
        framing.set_frame(self._canvas.scene.block, frame, colour=colour)

    # Notes

    def add_note(self) -> None:
        """Puts a note where the pointer is, or in the middle, and opens it to be written."""
        canvas = self._canvas
        at = canvas.pointer.place()
        left, top = canvas.on_grid(canvas.view.to_scene(at))
        note = noting.add_note(canvas.scene.block, (left, top, *NOTE_SIZE))
        canvas.choose_frame(note.id)
        self.write_note(note.id)

    def write_note(self, note: str) -> None:
        """Opens the text of a note to be written; one left empty goes."""
        canvas = self._canvas
        data, boxes = noting.note_of(canvas.scene.block, note), canvas.scene.notes.boxes
        if data is None or note not in boxes:
            return

        def take(text: str) -> None:
            block = canvas.scene.block
            if noting.note_of(block, note) is None:
                return
            if text:
                box = boxes[note]
                height = max(box.height(), text_height(text, box.width()))
                noting.set_note(block, note, text=text, box=(box.left(), box.top(), box.width(), height))
            else:
                noting.remove_notes(block, (note,))

        box = canvas.view.rect_to_widget(boxes[note]).toAlignedRect()
        canvas.inline.ask_long_text(box, data.text, tr("Text of the note"), take)

    def colour_note(self, note: str, colour: str) -> None:
        noting.set_note(self._canvas.scene.block, note, colour=colour)

    def remove_note(self, note: str) -> None:
        noting.remove_notes(self._canvas.scene.block, (note,))

    # Sharing

    def share(self, node: str, owner: str) -> None:
        self._try(lambda: sharing.share(self._canvas.scene.block, node, owner))

    def share_selected(self) -> None:
        """Makes the selected nodes use the layer of the one selected first."""
        canvas = self._canvas
        block = canvas.scene.block

        def act() -> None:
            with canvas.project.transaction(QT_TRANSLATE_NOOP("Step", "Use the same layer")):
                for node in canvas.selection[1:]:
                    sharing.share(block, node, canvas.selection[0])

        if len(canvas.selection) < 2:
            canvas.tell(tr("Select two or more layers of one kind: all use the layer of the first."), self._middle())
        else:
            self._try(act)

    def unshare(self) -> None:
        """Gives the selected nodes layers of their own again."""
        sharing.unshare(self._canvas.scene.block, self._canvas.selection)

    def tie(self, target: str, parameter: str, source: str, source_parameter: str) -> None:
        block = self._canvas.scene.block
        self._try(lambda: sharing.tie(block, target, parameter, source, source_parameter))

    def untie(self, tie: Tie) -> None:
        sharing.untie(self._canvas.scene.block, tie)

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except Refused as refused:
            self._canvas.tell(problem_text(refused.problem), self._middle())

    def _middle(self) -> QPointF:
        """Below the selection where it is in sight, else in the middle of the canvas."""
        canvas, box = self._canvas, QRectF()
        for node in canvas.selection:
            box = box.united(canvas.shown_rect(node))
        at = QPointF(box.center().x(), box.bottom())
        return at if QRectF(canvas.rect()).contains(at) else QRectF(canvas.rect()).center()
