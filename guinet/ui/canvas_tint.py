"""Colours over the nodes of a canvas for a number each: a gradient, an update, a share of zeros. On a scale, in colours
that are told apart with colour-blind eyes, with a legend. On its wires the gradients that come back."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from guinet.core.graph import Block
from guinet.core.parameter_rows import Key
from guinet.core.recorded import Flow, flow_text
from guinet.ui.canvas import curve
from guinet.ui.canvas.wire_labels import LEAST_SCALE, WireLabels
from guinet.ui.panels.number_text import number_text
from guinet.ui.theme import current_theme

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas
    from guinet.ui.panels.gradients import GradientsPanel

_DECADES: Final = 5
"""Powers of ten between the ends of the scale, at most."""


_LETTERS: Final = 0.82
"""The size of letters, as a share of the height of the place they stand in."""

_HEIGHT: Final = 16.0
"""Pixels, of what is said on a wire that shows no shape."""

OnWire: TypeAlias = "Callable[[str], QRectF | None]"


class CanvasTint(QWidget):
    """Lies over `canvas` and lets everything through. `block` gives the block that is shown, `place` the rectangle of a
    node by its name, `on_wire` that of what is said on a wire by its id, None where it is too small to be read: in the
    canvas's own pixels."""

    def __init__(
        self, canvas: QWidget, block: Callable[[], Block], place: Callable[[str], QRectF], on_wire: OnWire | None = None
    ) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._block, self._place, self._on_wire = block, place, on_wire
        self._flows: Mapping[Key, Flow] = {}
        self._values: Mapping[Key, float] = {}
        self._title, self._share = "", False
        self.setObjectName("canvas_tint")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        canvas.installEventFilter(self)

    def show_values(self, values: Mapping[Key, float], title: str, share: bool = False) -> None:
        """Colours these nodes, by block id and node id; without any the canvas is as usual. A `share` lies between 0
        and 1, and so does its scale; other numbers have one of powers of ten."""
        self._values, self._title, self._share = dict(values), title, share
        self._show()

    def show_flows(self, flows: Mapping[Key, Flow]) -> None:
        """Writes on wires, by block id and wire id, what has come back along them."""
        self._flows = {key: flow for key, flow in flows.items() if flow.norm is not None}
        self._show()

    def _show(self) -> None:
        self.setGeometry(self._canvas.rect())
        self.setVisible(bool(self._values or self._flows))
        self.raise_()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self.setGeometry(self._canvas.rect())
        return False

    @property
    def ends(self) -> tuple[float, float]:
        """The powers of ten at the ends of the scale."""
        found = [math.log10(value) for value in self._values.values() if value > 0 and math.isfinite(value)]
        if not found:
            return -1.0, 0.0
        high = max(found)
        return max(min(found), high - _DECADES, -300.0) if min(found) < high else high - 1, high

    def color(self, value: float) -> QColor:
        """The colour of a number; what is not finite has that of errors."""
        if not math.isfinite(value):
            return current_theme().color("error")
        if self._share:
            return scale_color(value)
        low, high = self.ends
        power = math.log10(value) if value > 0 else low
        return scale_color((power - low) / (high - low))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        block, radius = self._block(), current_theme().metric("node-radius")
        for (owner, node), value in self._values.items():
            if owner != block.id or node not in block.nodes:
                continue
            rect = self._place(block.nodes[node].name)
            color = self.color(value)
            painter.setPen(QPen(color, 3))
            color.setAlphaF(0.25)
            painter.setBrush(color)
            painter.drawRoundedRect(rect, radius, radius)
        for (owner, wire), flow in self._flows.items():
            if owner == block.id and wire in block.wires and self._on_wire is not None:
                self._paint_flow(painter, self._on_wire(wire), flow)
        if self._values:
            self._paint_legend(painter)
        painter.end()

    def _paint_flow(self, painter: QPainter, place: QRectF | None, flow: Flow) -> None:
        """What comes back along a wire, in the place of its shape."""
        text = flow_text(flow)
        if place is None or not text or not place.intersects(QRectF(self.rect())):
            return
        theme = current_theme()
        font = theme.font("tiny")
        font.setPixelSize(min(13, max(8, round(place.height() * _LETTERS))))
        painter.setFont(font)
        text = f"∇ {text}"
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("canvas"))
        painter.drawRect(place)
        box = QRectF(0, 0, painter.fontMetrics().horizontalAdvance(text) + 12, place.height())
        box.moveCenter(place.center())
        painter.setPen(QPen(theme.color("gradient-border"), 1))
        painter.setBrush(theme.color("gradient-soft"))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(theme.color("on-gradient-soft"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_legend(self, painter: QPainter) -> None:
        theme = current_theme()
        gap = theme.pixels("space")
        painter.setFont(theme.font("small"))
        line = painter.fontMetrics().height()
        box = QRectF(gap, self.height() - 3 * line - 2 * gap, 200, 3 * line + gap)
        painter.setPen(QPen(theme.color("line")))
        painter.setBrush(theme.color("panel"))
        painter.drawRoundedRect(box, 6, 6)
        bar = QRectF(box.left() + gap, box.top() + line + gap / 2, box.width() - 2 * gap, line * 0.7)
        scale = QLinearGradient(bar.topLeft(), bar.topRight())
        stops = theme.scale()
        for place, stop in enumerate(stops):
            scale.setColorAt(place / (len(stops) - 1), stop)
        painter.fillRect(bar, scale)
        painter.setPen(theme.color("text"))
        words = box.adjusted(gap, gap / 4, -gap, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, self._title)
        low, high = ("0 %", "100 %") if self._share else [number_text(10**end) for end in self.ends]
        below = QRectF(bar.left(), bar.bottom(), bar.width(), line + 2)
        painter.setPen(theme.color("text-muted"))
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, low)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, high)


def connect_tint(panel: QWidget, canvas: Canvas) -> CanvasTint:
    """For the panel of gradients when it is made."""
    labels = WireLabels()  # the canvas' own are those of the scale it painted last
    place = canvas.node_rect
    tint = CanvasTint(canvas, lambda: canvas.scene.block, place, lambda wire: _on_wire(canvas, labels, wire))
    gradients = cast("GradientsPanel", panel)
    gradients.tinted.connect(tint.show_values)
    gradients.flowing.connect(tint.show_flows)
    return tint


def _on_wire(canvas: Canvas, labels: WireLabels, wire: str) -> QRectF | None:
    """Where the shape stands on a wire, else the middle of the wire."""
    scene, view = canvas.scene, canvas.view
    if view.scale < LEAST_SCALE or wire not in scene.wires:
        return None
    box = labels.box(scene, wire, view.scale)
    if box is not None:
        return view.rect_to_widget(box)
    place = QRectF(0, 0, 0, _HEIGHT * min(1.0, view.scale))
    place.moveCenter(view.to_widget(curve.point(*scene.ends(wire), 0.5)))
    return place


def scale_color(share: float) -> QColor:
    """The colour of the theme's scale at a place between 0 and 1."""
    stops = current_theme().scale()
    place = min(max(share, 0.0), 1.0) * (len(stops) - 1)
    at = min(int(place), len(stops) - 2)
    rest = place - at
    ends = zip(_parts(stops[at]), _parts(stops[at + 1]), strict=True)
    return QColor(*(round((1 - rest) * one + rest * other) for one, other in ends))


def _parts(color: QColor) -> tuple[int, int, int]:
    return color.red(), color.green(), color.blue()
