"""Where the frames of a block are: around their nodes, kept in step with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF

from guinet.ui.canvas.frame_words import least_width

if TYPE_CHECKING:
    from guinet.ui.canvas.scene import Scene

PADDING: Final = 22.0
"""Room between a frame and its nodes, in scene units."""

TITLE: Final = 26.0
"""Height of a frame's title bar, in scene units."""

MOST_STRANGERS: Final = 100
"""More nodes of others than this in a frame's rectangle are not left out of its ground, one by one."""


class Frames:
    """Boxes of frames by id, their title bars included; scene units."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._members: dict[str, set[str]] = {}
        self._frame_of: dict[str, str] = {}
        self._strangers: dict[str, list[QRectF]] = {}
        self._rooms: dict[str, tuple[float, float, float, float]] = {}
        self._widths: dict[str, float] = {}
        self.boxes: dict[str, QRectF] = {}

    def members(self, frame: str) -> frozenset[str]:
        """The nodes in a frame, by id."""
        return frozenset(self._members.get(frame, ()))

    def title_bar(self, frame: str) -> QRectF:
        """Where a frame is held and named. Raises KeyError."""
        box = self.boxes[frame]
        return QRectF(box.left(), box.top(), box.width(), TITLE)

    def at(self, point: QPointF, without: Collection[str] = ()) -> str | None:
        """The frame at a point, but none of `without`; of several the smallest."""
        found = [frame for frame, box in self.boxes.items() if frame not in without and box.contains(point)]
        return min(found, key=lambda frame: self.boxes[frame].width() * self.boxes[frame].height(), default=None)

    def title_at(self, point: QPointF) -> str | None:
        """The frame whose title bar is at a point."""
        return next((frame for frame in self.boxes if self.title_bar(frame).contains(point)), None)

    def united(self, bounds: QRectF) -> QRectF:
        """`bounds` and all frames."""
        for box in self.boxes.values():
            bounds = bounds.united(box)
        return bounds

    def strangers(self, frame: str) -> list[QRectF]:
        """The boxes of nodes that lie in a frame's rectangle without being in the frame; none where they are many."""
        if frame not in self._strangers:
            box, members = self.boxes[frame], self._members[frame]
            many = self._scene.nodes.count_touching(box) - len(members) > MOST_STRANGERS
            self._strangers[frame] = [
                QRectF(left, top, right - left, bottom - top)
                for node, (left, top, right, bottom) in ([] if many else self._scene.nodes.rows_touching(box))
                if node not in members
            ]
        return self._strangers[frame]

    def whole(self, nodes: Iterable[str]) -> list[str]:
        """The frames none of whose nodes is missing from `nodes`."""
        chosen = set(nodes)
        touched = {self._frame_of[node] for node in chosen if node in self._frame_of} if self._frame_of else set()
        return [frame for frame in touched if self._members[frame] <= chosen]

    # Keeping in step

    def load(self) -> None:
        """Reads the whole block."""
        self._strangers.clear()
        self._members = {frame.id: set() for frame in self._scene.block.frames}
        self._frame_of = {}
        for node in self._scene.block.nodes.values() if self._members else ():
            if node.frame in self._members:
                self._members[node.frame].add(node.id)
                self._frame_of[node.id] = node.frame
        self._rooms = {frame.id: frame.room for frame in self._scene.block.frames if any(frame.room)}
        self._widths = {frame.id: least_width(frame) for frame in self._scene.block.frames}
        self.boxes = {frame: self._around(frame, nodes) for frame, nodes in self._members.items() if nodes}

    def update(self, nodes: Iterable[str]) -> list[QRectF]:
        """Follows nodes that moved, came, went or changed frames; the boxes before and after of frames that differ."""
        if not self._members:
            return []
        self._strangers.clear()
        changed: set[str] = set()
        for id in nodes:
            node = self._scene.block.nodes.get(id)
            before, after = self._frame_of.pop(id, ""), node.frame if node is not None else ""
            if before:
                self._members[before].discard(id)
            if after in self._members:
                self._members[after].add(id)
                self._frame_of[id] = after
            changed |= {before, after} & self._members.keys()
        return [box for frame in changed for box in self._refit(frame)]

    def _refit(self, frame: str) -> list[QRectF]:
        before, after = self.boxes.pop(frame, QRectF()), self._around(frame, self._members[frame])
        if not after.isNull():
            self.boxes[frame] = after
        return [] if before == after else [box.adjusted(-4, -4, 4, 4) for box in (before, after)]

    def widened(self, frame: str) -> float:
        """How much farther a frame reaches to the right for its title than its nodes and their room do."""
        return max(0.0, self._widths[frame] - self._fitted(frame, self._members[frame]).width())

    def _around(self, frame: str, nodes: Iterable[str]) -> QRectF:
        """The nodes and the room around them, and wide enough for the title."""
        box = self._fitted(frame, nodes)
        if not box.isNull():
            box.setWidth(max(box.width(), self._widths[frame]))
        return box

    def _fitted(self, frame: str, nodes: Iterable[str]) -> QRectF:
        box = self._scene.bounds(nodes)
        if not box.isNull():
            left, top, right, bottom = (max(0.0, side) for side in self._rooms.get(frame, (0.0, 0.0, 0.0, 0.0)))
            box.adjust(-PADDING - left, -PADDING - TITLE - top, PADDING + right, PADDING + bottom)
        return box
