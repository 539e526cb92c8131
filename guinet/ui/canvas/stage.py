"""What is shown besides the graph itself: what a hand holds, and which parts of the picture are to be painted anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

from guinet.core.graph import Position
from guinet.core.project import MAIN, Project
from guinet.ui.canvas.kinds import Kinds
from guinet.ui.canvas.lift import Lift
from guinet.ui.canvas.surface import Surface
from guinet.ui.canvas.touched import Touched

_MANY: Final = 2000
"""Boxes that it takes longer to look at one by one than to paint what lies between them."""

_AROUND: Final = 24.0
"""How far borders, badges and titles reach beyond what is held, in pixels."""


class Stage(Surface):
    """A surface on which gestures pick things up and put them down."""

    def __init__(self, project: Project, kinds: Kinds, parent: QWidget | None = None, block: str = MAIN) -> None:
        super().__init__(project, kinds, parent, block)
        self._landing: Lift | None = None
        self._held: QRectF | None = None

    @property
    def lifted(self) -> list[Lift]:
        """What is painted over the back buffer: what a hand holds, and what it just let go."""
        return [lift for lift in (self._landing, self.lift) if lift is not None]

    def lift_up(self, nodes: Iterable[str]) -> Lift:
        """Takes nodes out of the back buffer, to be painted where the hand has them."""
        self._landing = None
        self.lift = lift = Lift(self.layers, nodes)
        self.layers.hidden, self.layers.hidden_wires = lift.nodes, lift.wires
        self.layers.hidden_frames = lift.frames
        self.frame.spoil(lift.boxes())
        self._held = None
        return lift

    def move_held(self, shown: Iterable[QRectF]) -> None:
        """Has only that part painted anew where what a hand holds was and is, and what else the gesture shows (in scene
        units): pixels cost more than anything else in such a frame."""
        box = QRectF() if self.lift is None else self.lift.extent()
        for other in shown:
            box |= other
        now, before = self.view.rect_to_widget(box).adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND), self._held
        self._held = now
        if before is None:
            self.update()
        else:
            self.update((now | before).toAlignedRect() & self.rect())

    def put_down(self) -> None:
        """Ends `lift_up`."""
        if self.lift is not None:
            self._landing, self.lift = self.lift, None
            self.layers.hidden, self.layers.hidden_wires = frozenset(), frozenset()
            self.layers.hidden_frames = frozenset()
            self.frame.spoil(self._landing.boxes())
            self._landing.land()
            self.update()

    def hide_wires(self, wires: Iterable[str]) -> None:
        """Leaves wires out of the picture, because a gesture paints them."""
        wanted = frozenset(wires)
        changed = wanted ^ frozenset(self.layers.hidden_wires)
        if changed:
            self.layers.hidden_wires = wanted
            self.frame.spoil([self.scene.wire_box(wire) for wire in changed if wire in self.scene.wires])
            self.update()

    def hide_notes(self, notes: Iterable[str]) -> None:
        """Leaves notes out of the picture, because a gesture paints them."""
        wanted = frozenset(notes)
        boxes = self.scene.notes.boxes
        changed = [boxes[note] for note in wanted ^ self.layers.hidden_notes if note in boxes]
        self.layers.hidden_notes = wanted
        self.frame.spoil([box.adjusted(-3, -3, 3, 3) for box in changed])
        self.update()

    def glide(self, places: Mapping[str, Position]) -> None:
        """Shows nodes on their way, by id: not where the graph has them. The others are where they belong."""
        self.touch(self.scene.glide(places))

    def touch(self, touched: Touched) -> None:
        """Has what an event changed painted anew."""
        if touched.everything:
            self.frame.spoil_all()
        else:
            moved = (*self.layers.labels.moved(self.scene), *self.layers.titles.moved(self.scene))
            boxes = [*touched.boxes, *moved]
            self.frame.spoil(boxes if len(boxes) < _MANY else [reduce(QRectF.united, boxes)])
        self.update()
