"""Ctrl+J: everything the selected node can be wired with, to be found by its words; and its wires, to be taken away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QLabel, QTreeWidgetItem, QWidget

from guinet.core import editing
from guinet.core.changes import RemoveWire
from guinet.core.graph import End
from guinet.core.ports import Port, fits
from guinet.core.problems import QT_TRANSLATE_NOOP, Refused
from guinet.core.reaching import reached
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.list_popup import ListPopup
from guinet.ui.theme import set_variant
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

MOST: Final = 200
"""Rows shown; who sees so many types on."""

_GAP: Final = 60.0
"""How far from the node a new one is put, in scene units."""


class Way(NamedTuple):
    """A port of the node, and what may become of it: a wire to `other`, a new node when there is none; with `wire`
    that wire is taken away."""

    own: End
    output: bool
    other: End | None = None
    wire: str = ""
    far: float = 0.0


class ConnectPopup(ListPopup):
    """Lists a node's own ports first with new nodes, then with others' ports, the nearest first."""

    def __init__(self, canvas: Canvas, node: str, parent: QWidget) -> None:
        name = canvas.scene.block.nodes[node].name
        super().__init__("connect", tr("Connect {node} to…").format(node=name), 2, parent)
        self._canvas = canvas
        self._ways = tuple(sorted(_ways(canvas, node), key=lambda way: _rank(canvas, way)))
        self._words = QLabel()
        self._words.setObjectName("connect_words")
        self._words.setWordWrap(True)
        set_variant(self._words, "muted")
        self.under.addWidget(self._words)
        self.resize(520, 400)
        self.fill("")

    def fill(self, text: str) -> None:
        wanted = text.casefold().split()
        rows = [(way, _texts(self._canvas, way)) for way in self._ways]
        found = [row for row in rows if all(word in " ".join(row[1]).casefold() for word in wanted)]
        self.put([_row(way, texts) for way, texts in found[:MOST]])
        if not self._ways:
            self._words.setText(tr("This node has no ports to connect."))
        elif not found:
            self._words.setText(tr("Nothing it can be wired with is called that."))
        elif len(found) > MOST:
            self._words.setText(tr("These are the first {count}; type on to see others.").format(count=MOST))
        else:
            self._words.setText(tr("Enter connects; Esc closes."))

    def take(self, item: QTreeWidgetItem) -> None:
        way: Way = item.data(0, Qt.ItemDataRole.UserRole)
        self.accept()
        canvas = self._canvas
        canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        block = canvas.scene.block
        if way.wire:
            canvas.project.run(QT_TRANSLATE_NOOP("Step", "Disconnect"), [RemoveWire(block.id, way.wire)])
        elif way.other is None:
            canvas.reveal(way.own.node)
            canvas.search_for_wire(_beside(canvas, way), way.own, way.output)
        else:
            try:
                editing.connect(block, *((way.own, way.other) if way.output else (way.other, way.own)))
            except Refused as refused:
                canvas.tell(problem_text(refused.problem), canvas.shown_rect(way.own.node).center())


def _ways(canvas: Canvas, node: str) -> Iterator[Way]:
    for output in (True, False):
        barred = set(reached(canvas.scene.block, (node,), backwards=output))
        for spot in canvas.scene.spots(node, output):
            own = End(node, spot.port.name)
            yield Way(own, output)
            yield from _wired(canvas, own, output)
            yield from _fitting(canvas, own, spot.port, output, barred)


def _wired(canvas: Canvas, own: End, output: bool) -> Iterator[Way]:
    block = canvas.scene.block
    for wire in block.outgoing(own.node, own.port) if output else block.incoming(own.node, own.port):
        yield Way(own, output, wire.target if output else wire.source, wire.id)


def _fitting(canvas: Canvas, own: End, port: Port, output: bool, barred: set[str]) -> Iterator[Way]:
    """Ports of other nodes a wire from this one may go to; those it goes to already are left out."""
    scene, block = canvas.scene, canvas.scene.block
    there = {way.other for way in _wired(canvas, own, output)}
    x, y = block.nodes[own.node].position
    for other in block.nodes.values():
        if other.id in barred:
            continue
        far = abs(other.position[0] - x) + abs(other.position[1] - y)
        for spot in scene.spots(other.id, not output):
            end = End(other.id, spot.port.name)
            fitting = fits(port, spot.port) if output else fits(spot.port, port)
            if fitting and end not in there:
                yield Way(own, output, end, far=far)


def _rank(canvas: Canvas, way: Way) -> tuple[bool, bool, bool, float]:
    """Free ports first, the nearest before others; then new nodes, then what replaces a wire, then what is wired."""
    return bool(way.wire), _replaces(canvas, way), way.other is None, way.far


def _texts(canvas: Canvas, way: Way) -> tuple[str, str]:
    """`output → relu.input`, and what taking it does besides."""
    block = canvas.scene.block
    other = tr("a new node…") if way.other is None else f"{block.nodes[way.other.node].name}.{way.other.port}"
    line = f"{way.own.port} → {other}" if way.output else f"{way.own.port} ← {other}"
    if way.wire:
        return line, tr("wired: take the wire away")
    return line, tr("takes the place of another wire") if _replaces(canvas, way) else ""


def _replaces(canvas: Canvas, way: Way) -> bool:
    block = canvas.scene.block
    target = way.other if way.output else way.own
    if target is None or way.other is None:
        return False
    spots = canvas.scene.spots(target.node, False)
    single = not any(spot.port.multiple for spot in spots if spot.port.name == target.port)
    return single and bool(block.incoming(target.node, target.port))


def _beside(canvas: Canvas, way: Way) -> QPointF:
    """Where a new node's port is put, in widget coordinates: beside the node, on the side of the port."""
    box = canvas.shown_rect(way.own.node)
    gap = _GAP * canvas.view.scale
    return QPointF(box.right() + gap if way.output else box.left() - gap, box.center().y())


def _row(way: Way, texts: tuple[str, str]) -> QTreeWidgetItem:
    item = QTreeWidgetItem(list(texts))
    item.setData(0, Qt.ItemDataRole.UserRole, way)
    return item
