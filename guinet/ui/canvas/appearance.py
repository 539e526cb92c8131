"""How the selected nodes look, by command: collapsed to titles, without unused ports, in a colour of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtWidgets import QMenu

from guinet.core import appearance
from guinet.core.graph import Node, Position
from guinet.ui.canvas.shape import DOT
from guinet.ui.translate import tr

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas


class Appearance:
    """Each one undo step. What changes its height stays where its middle is, so that wires stay straight."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    def collapse(self, nodes: Iterable[str] | None = None) -> None:
        """Collapses these nodes, or the selected ones, to their titles; expands them when all are collapsed."""
        canvas, block = self._canvas, self._canvas.scene.block
        wanted = canvas.selection if nodes is None else nodes
        chosen = [block.nodes[node] for node in wanted if not canvas.scene.shape(node).round]
        collapsed = not all(node.collapsed for node in chosen)
        chosen = [node for node in chosen if node.collapsed != collapsed]
        if chosen:
            made = [replace(node, collapsed=collapsed) for node in chosen]
            appearance.collapse(block, [node.id for node in chosen], collapsed, self._places(made))
        else:
            self._tell(tr("Circles and dots are as small as they get: select other nodes to collapse them."))

    def hide_unused(self) -> None:
        """Hides the ports the selected nodes do not use; shows them when all hide them."""
        canvas, block = self._canvas, self._canvas.scene.block
        chosen = [block.nodes[node] for node in canvas.selection if canvas.scene.shape(node) is not DOT]
        hidden = not all(node.hides_unused for node in chosen)
        chosen = [node for node in chosen if node.hides_unused != hidden]
        made = [replace(node, hides_unused=hidden) for node in chosen]
        if hidden and not any(canvas.scene.hiding.hidden(node) for node in made):
            self._tell(tr("These nodes use all their ports."))
        else:
            appearance.hide_unused(block, [node.id for node in chosen], hidden, self._places(made))

    def colour(self, name: str) -> None:
        """Gives the selected nodes, or the chosen frame or note, a colour; "" takes it away."""
        canvas = self._canvas
        if canvas.chosen_frame in canvas.scene.frames.boxes:
            canvas.blocks.colour_frame(canvas.chosen_frame, name)
        elif canvas.chosen_frame in canvas.scene.notes.boxes:
            canvas.blocks.colour_note(canvas.chosen_frame, name)
        else:
            appearance.colour(canvas.scene.block, self.colourable, name)

    @property
    def colourable(self) -> list[str]:
        """The selected nodes that can have a colour."""
        return [node for node in self._canvas.selection if self._canvas.scene.shape(node) is not DOT]

    def ask_colour(self) -> None:
        """Offers the colours beside the selection."""
        from guinet.ui.block_menu import fill_colours

        menu = QMenu(self._canvas)
        menu.setObjectName("colour_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill_colours(menu, self._canvas)
        menu.popup(self._canvas.mapToGlobal(self._below()))
        first = menu.actions()[:1]
        menu.setActiveAction(first[0])

    def _places(self, made: Iterable[Node]) -> dict[str, Position]:
        """Where nodes that will look so must stand for their middles to stay, by id; those that move only."""
        scene, found = self._canvas.scene, {}
        for node in made:
            by = (scene.shape(node.id).height - scene.shape_for(node).height) / 2
            x, y = scene.place(node)
            if by:
                found[node.id] = (x, y + by)
        return found

    def _below(self) -> QPoint:
        """A point below the selection, or below the chosen frame or note, that is in sight."""
        canvas, scene = self._canvas, self._canvas.scene
        box = scene.frames.boxes.get(canvas.chosen_frame, scene.notes.boxes.get(canvas.chosen_frame, QRectF()))
        around = canvas.shown_rect(canvas.selection[-1]) if canvas.selection else canvas.view.rect_to_widget(box)
        inside = QRectF(canvas.rect()).adjusted(0, 0, -1, -1)
        at = QPointF(around.left(), around.bottom() + 4)
        return QPointF(
            min(max(at.x(), inside.left()), inside.right()), min(max(at.y(), inside.top()), inside.bottom())
        ).toPoint()

    def _tell(self, words: str) -> None:
        canvas = self._canvas
        if canvas.selection:
            canvas.tell(words, canvas.shown_rect(canvas.selection[-1]).center())
