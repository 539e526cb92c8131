"""Where what is pasted comes to stand: at the pointer or in the middle of the view, or on the nearest free ground."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSizeF

from guinet.core import framing
from guinet.core.graph import Node, Note, Position
from guinet.ui.canvas.frames import PADDING, TITLE
from guinet.ui.canvas.view import fitted

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas

_GAP: Final = 20.0
"""Kept between what is pasted and what is there, in scene units."""

_IN_SIGHT: Final = 30.0
"""Kept between what was pasted and the edge of the view, in pixels."""


def wanted_box(canvas: Canvas, size: QSizeF) -> QRectF:
    """Where something of this size, in scene units, is wanted: from the pointer on, or around the view's middle."""
    at = canvas.pointer.inside()
    if at is not None:
        return QRectF(canvas.view.to_scene(at), size)
    box = QRectF(QPointF(), size)
    box.moveCenter(canvas.view.to_scene(QRectF(canvas.rect()).center()))
    return box


def find_place(
    canvas: Canvas,
    nodes: Iterable[Node],
    notes: Iterable[Note],
    frames: Collection[str] = (),
    at: QPointF | None = None,
) -> tuple[Position, QRectF]:
    """How far what is to be added to the block shown must be moved to stand where it is wanted, or on the nearest free
    ground, and its box there. It is wanted from `at` on if that is given, in scene units; `frames` come along with it.
    """
    box = QRectF()
    for node in nodes:
        shape = canvas.scene.shape_for(node)
        framed = node.frame in frames
        room = (PADDING, PADDING + TITLE, PADDING, PADDING) if framed else (0.0, 0.0, 0.0, 0.0)
        box |= QRectF(*node.position, shape.width, shape.height).adjusted(-room[0], -room[1], room[2], room[3])
    for note in notes:
        box |= QRectF(*note.box)
    wanted = wanted_box(canvas, box.size()) if at is None else QRectF(at, box.size())
    free = free_box(wanted, lambda room: _taken(canvas, room))
    by = canvas.on_grid(free.topLeft() - box.topLeft())
    return by, box.translated(*by)


def join_frame(canvas: Canvas, nodes: Iterable[Node], box: QRectF) -> None:
    """In a transaction: nodes just added wholly within a frame join it, unless they brought their own."""
    frames = canvas.scene.frames
    here = frames.at(box.center())
    if here is not None and frames.boxes[here].contains(box):
        block = canvas.scene.block
        for change in list(framing.joining(block, [node for node in nodes if not node.frame], here)):
            block.project.apply(change)


def bring_into_sight(canvas: Canvas, box: QRectF) -> None:
    """Scrolls until all of a box is seen, and no farther; looks from farther out where it is larger than the view."""
    room = QRectF(canvas.rect()).adjusted(_IN_SIGHT, _IN_SIGHT, -_IN_SIGHT, -_IN_SIGHT)
    shown = canvas.view.rect_to_widget(box)
    if shown.width() > room.width() or shown.height() > room.height():
        canvas.set_view(fitted(box, QSizeF(canvas.size()), largest=canvas.view.scale))
        return
    dx = max(0.0, room.left() - shown.left()) - max(0.0, shown.right() - room.right())
    dy = max(0.0, room.top() - shown.top()) - max(0.0, shown.bottom() - room.bottom())
    if dx or dy:
        canvas.pan_by(dx, dy)


def free_box(wanted: QRectF, taken: Callable[[QRectF], Iterable[QRectF]]) -> QRectF:
    """`wanted`, or where it is free first on the way down, up, to the right or to the left: the nearest of these.

    `taken` finds the boxes that a rectangle touches.
    """
    ways = (QPointF(0, 1), QPointF(1, 0), QPointF(0, -1), QPointF(-1, 0))
    found = [_slid(wanted, way, taken) for way in ways]
    return min(found, key=lambda box: (box.topLeft() - wanted.topLeft()).manhattanLength())


def _slid(box: QRectF, way: QPointF, taken: Callable[[QRectF], Iterable[QRectF]]) -> QRectF:
    """`box` moved one way until it touches nothing."""
    box = QRectF(box)
    while others := list(taken(box.adjusted(-_GAP, -_GAP, _GAP, _GAP))):
        if way.x() > 0:
            box.moveLeft(max(other.right() for other in others) + _GAP + 1)
        elif way.x() < 0:
            box.moveRight(min(other.left() for other in others) - _GAP - 1)
        elif way.y() > 0:
            box.moveTop(max(other.bottom() for other in others) + _GAP + 1)
        else:
            box.moveBottom(min(other.top() for other in others) - _GAP - 1)
    return box


def _taken(canvas: Canvas, room: QRectF) -> list[QRectF]:
    scene = canvas.scene
    rows = (row for _, row in scene.nodes.rows_touching(room))
    found = [QRectF(left, top, right - left, bottom - top) for left, top, right, bottom in rows]
    return found + [box for box in (*scene.notes.boxes.values(), *canvas.opened.cards()) if box.intersects(room)]
