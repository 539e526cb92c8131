"""The shapes on wires: where each finds room between nodes and other shapes; one that finds none is left out."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from guinet.core.graph import AFTER, Wire
from guinet.core.values import ValueSpec
from guinet.ui.canvas import curve, labels
from guinet.ui.canvas.scene import Scene
from guinet.ui.canvas.view import View
from guinet.ui.theme import Theme, current_theme

LEAST_SCALE = 0.5
"""Below this scale shapes are too small to read."""

_PLACES = (0.5, 0.35, 0.65, 0.22, 0.78, 0.42, 0.58)
"""Where along a wire a shape may stand, the best first."""


_MOST = 12
"""Of so many other wires near a label at most it is found out whether they run behind it."""


class Label(Struct, frozen=True):
    """A shape and its box, in scene units; `grounded`: a wire runs behind it, its own or another, and it hides that."""

    text: str
    box: QRectF
    grounded: bool


class WireLabels:
    """The labels of a scene at one scale; kept until the scene or the scale changes."""

    def __init__(self) -> None:
        self._key: tuple[Scene, int, float] | None = None
        self._wished: dict[str, Label | None] = {}
        self._placed: dict[str, Label | None] = {}

    def box(self, scene: Scene, wire: str, scale: float) -> QRectF | None:
        """Where the shape on a wire stands at this scale, in scene units; None where it finds no room."""
        if self._key != (scene, scene.version, scale):
            self._renew(scene, scale)
        label = self._place(scene, wire, scene.ends(wire), scale, _font(current_theme(), scale))
        return None if label is None else label.box

    def moved(self, scene: Scene) -> list[QRectF]:
        """Where labels that were painted stood and stand, of those that found another place since; scene units.

        A node that moves makes room for the labels of wires that are not its own, or takes it.
        """
        if self._key is None or self._key[0] is not scene or self._key[1] == scene.version:
            return []
        before, scale = dict(self._placed), self._key[2]
        self._renew(scene, scale)
        font = _font(current_theme(), scale)
        boxes = []
        for wire, label in before.items():
            if wire in scene.wires:
                now = self._place(scene, wire, scene.ends(wire), scale, font)
                boxes += [each.box for each in (label, now) if each is not None and label != now]
        return boxes

    def _renew(self, scene: Scene, scale: float) -> None:
        self._key = (scene, scene.version, scale)
        self._wished.clear()
        self._placed.clear()

    def paint(
        self, painter: QPainter, scene: Scene, view: View, part: QRectF, hidden: AbstractSet[str] = frozenset()
    ) -> None:
        """Those that touch `part` (scene units); the painter's coordinates are the widget's."""
        if self._key != (scene, scene.version, view.scale):
            self._renew(scene, view.scale)
        theme = current_theme()
        font = _font(theme, view.scale)
        for wire_id, row in scene.wires.rows_touching(part):
            if wire_id not in hidden:
                label = self._place(scene, wire_id, row[4:], view.scale, font)
                if label is not None and label.box.intersects(part):
                    _paint(painter, label, view, font, theme)

    def _place(self, scene: Scene, wire: str, ends: tuple[float, ...], scale: float, font: QFont) -> Label | None:
        if wire not in self._placed:
            label = self._wish(scene, wire, ends, scale, font)
            if label is not None and self._crossed(scene, wire, label, scale, font):
                label = None
            if label is not None and not label.grounded and _passed(scene, wire, label.box):
                label = replace(label, grounded=True)
            self._placed[wire] = label
        return self._placed[wire]

    def _crossed(self, scene: Scene, wire: str, label: Label, scale: float, font: QFont) -> bool:
        """Whether the label of a wire that is painted earlier wishes to stand here: that decides it for all tiles."""
        own = scene.wires.order(wire)
        for other, row in scene.wires.rows_touching(label.box.adjusted(-150, -40, 150, 40)):
            if scene.wires.order(other) < own:
                there = self._wish(scene, other, row[4:], scale, font)
                if there is not None and there.box.intersects(label.box):
                    return True
        return False

    def _wish(self, scene: Scene, wire: str, ends: tuple[float, ...], scale: float, font: QFont) -> Label | None:
        if wire not in self._wished:
            known = scene.block.wires.get(wire)  # values may go before the canvas has heard that a wire is gone
            self._wished[wire] = None if known is None else wished_label(scene, known, ends, scale, font)
        return self._wished[wire]


def _passed(scene: Scene, wire: str, box: QRectF) -> bool:
    """Whether another wire runs through the place of a label; where there are many, words are all the same."""
    others = [row for other, row in scene.wires.rows_touching(box) if other != wire]
    return any(curve.passes(row[4], row[5], row[6], row[7], box) for row in others[:_MOST])


def wished_label(scene: Scene, wire: Wire, ends: tuple[float, ...], scale: float, font: QFont) -> Label | None:
    """The shape on a wire at the first place no node covers and no other wire crosses, or at least no node: `None`
    where there is no such place, or no shape."""
    spec = scene.spec(wire)
    if spec is None or wire.target.port == AFTER:  # it only says what runs first
        return None
    ax, ay, bx, by = ends
    straight = bx > ax and abs(by - ay) < 30
    level = abs(by - ay) < 8
    room = (bx - ax - (8 if level else 24)) * scale if straight else 400.0
    text, width = fitting_label(spec_texts(spec), font, room)
    if not text:
        return None
    height = QFontMetricsF(font).height()
    lift = height + 5.0 * max(1.0, scale) if straight else height / 2
    crossed: Label | None = None
    for along in _PLACES[:1] if straight else _PLACES:
        middle = curve.point(ax, ay, bx, by, along)
        corner = QPointF(middle.x() - (width / 2 + 3) / scale, middle.y() - lift / scale)
        box = QRectF(corner.x(), corner.y(), (width + 6) / scale, height / scale)
        if not scene.nodes.count_touching(box.adjusted(2, 2, -2, -2)):
            label = Label(text, box, not straight)
            if straight or not _passed(scene, wire.id, box):
                return label
            crossed = crossed or label
    return crossed


def spec_texts(spec: ValueSpec) -> tuple[str, ...]:
    """The shape, roomy and tight."""
    return labels.shape_label(spec, spaced=True), labels.shape_label(spec)


def fitting_label(texts: tuple[str, ...], font: QFont, room: float) -> tuple[str, float]:
    """The first text that fits in `room` pixels, and its width; an empty text when none does."""
    metrics = QFontMetricsF(font)
    for text in texts:
        width = metrics.horizontalAdvance(text)
        if width <= room:
            return text, width
    return "", 0.0


def _font(theme: Theme, scale: float) -> QFont:
    font = theme.font("tiny")
    font.setPixelSize(round(min(13.0, max(8.0, theme.metric("font-tiny") * scale))))
    return font


def _paint(painter: QPainter, label: Label, view: View, font: QFont, theme: Theme) -> None:
    box = view.rect_to_widget(label.box)
    painter.setFont(font)
    if label.grounded:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("wire-label-background"))
        painter.drawRoundedRect(box, 3, 3)
    painter.setPen(theme.color("wire-label"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, label.text)
