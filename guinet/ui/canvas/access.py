"""The painted canvas for assistive technology: nodes, ports and wires with name, role, value and relations.

Qt asks for an interface only while a screen reader or the like is there; without one nothing of this is made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, NamedTuple

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QAccessibleStateChangeEvent, QWindow
from PySide6.QtWidgets import QAccessibleWidget

from guinet.core.changes import SetTrait
from guinet.core.graph import End
from guinet.core.history import Committed
from guinet.core.reaching import along
from guinet.ui.canvas import access_words
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.canvas.hits import Hit

_PORT_REACH: Final = 8.0
"""Half the side of what a port takes, in pixels."""

_ROLES: Final = {
    "node": QAccessible.Role.ListItem,
    "port": QAccessible.Role.Indicator,
    "wire": QAccessible.Role.Link,
}
_ALL: Final = QAccessible.RelationFlag.AllRelations

Relation = tuple[QAccessibleInterface, QAccessible.RelationFlag]


class Key(NamedTuple):
    """What one thing on the canvas is known by; of a port `id` is its node's."""

    what: Literal["node", "port", "wire"]
    id: str
    port: str = ""
    output: bool = False


class Tree(QObject):
    """The interfaces of one canvas. Each is made when it is asked for, and given back when its thing goes."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self.canvas = canvas
        self.root = CanvasAccess(self)
        self._things: dict[Key, ThingAccess] = {}
        self._numbers: dict[Key, int] = {}
        self._order: tuple[int, tuple[Key, ...]] = (-1, ())
        self._places: dict[Key, int] = {}
        canvas.selectionChanged.connect(self._selected)
        canvas.blockChanged.connect(self._sweep)
        canvas.destroyed.connect(_ender(self._numbers))
        self._unsubscribe = canvas.project.subscribe(self._committed)
        canvas.destroyed.connect(self._unsubscribe)

    @property
    def keys(self) -> tuple[Key, ...]:
        """Nodes along the wires, then wires: the children of the canvas."""
        scene = self.canvas.scene
        if self._order[0] != scene.version:
            nodes = [Key("node", node) for node in along(scene.block) if node in scene.nodes]
            self._order = (scene.version, (*nodes, *(Key("wire", wire) for wire in scene.wires)))
            self._places = {key: place for place, key in enumerate(self._order[1])}
        return self._order[1]

    def place(self, key: Key) -> int:
        """Which child of its parent a thing is; -1 for one that is gone."""
        if key.what == "port":
            ports = self.ports(key.id)
            return ports.index(key) if key in ports else -1
        return self._places.get(key, -1) if self.keys else -1

    def ports(self, node: str) -> list[Key]:
        scene = self.canvas.scene
        if not self.has(Key("node", node)):
            return []
        sides = ((False, scene.spots(node, False)), (True, scene.spots(node, True)))
        return [Key("port", node, spot.port.name, output) for output, spots in sides for spot in spots]

    def has(self, key: Key) -> bool:
        scene = self.canvas.scene
        if key.what == "wire":
            return key.id in scene.wires and key.id in scene.block.wires
        there = key.id in scene.nodes and key.id in scene.block.nodes
        return there and (key.what == "node" or any(p.port.name == key.port for p in scene.spots(key.id, key.output)))

    def thing(self, key: Key) -> ThingAccess:
        found = self._things.get(key)
        if found is None:
            found = self._things[key] = ThingAccess(self, key)
            self._numbers[key] = QAccessible.registerAccessibleInterface(found)
        return found

    def at(self, x: int, y: int) -> ThingAccess | None:
        """What is at a point of the screen."""
        hit: Hit = self.canvas.hit(QPointF(self.canvas.mapFromGlobal(QPoint(x, y))))
        if hit.what == "node":
            return self.thing(Key("node", hit.id))
        if hit.what == "wire":
            return self.thing(Key("wire", hit.id))
        return self.thing(Key("port", hit.id, hit.port, hit.output)) if hit.what == "port" else None

    def focused(self) -> ThingAccess | None:
        """The node the keyboard is at."""
        chosen = self.canvas.selection
        return self.thing(Key("node", chosen[-1])) if chosen and self.canvas.hasFocus() else None

    def rect(self, key: Key) -> QRect:
        """The box of a thing on the screen."""
        canvas = self.canvas
        if key.what == "node":
            box = canvas.view.rect_to_widget(canvas.scene.rect(key.id))
        elif key.what == "wire":
            ax, ay, bx, by = canvas.scene.ends(key.id)
            ends = QRectF(canvas.view.to_widget(QPointF(ax, ay)), canvas.view.to_widget(QPointF(bx, by)))
            box = ends.normalized().adjusted(-1, -1, 1, 1)
        else:
            at = canvas.view.to_widget(canvas.scene.port_point(End(key.id, key.port), key.output))
            box = QRectF(at.x() - _PORT_REACH, at.y() - _PORT_REACH, 2 * _PORT_REACH, 2 * _PORT_REACH)
        rect = box.toAlignedRect()
        return QRect(canvas.mapToGlobal(rect.topLeft()), rect.size())

    def _selected(self, nodes: tuple[str, ...]) -> None:
        """Tells which node the keyboard came to: a screen reader says its name then."""
        thing = self.focused()
        if thing is not None:
            QAccessible.updateAccessibility(QAccessibleEvent(thing, QAccessible.Event.Focus))

    def _committed(self, event: Committed) -> None:
        self._sweep()
        folded = [each.node for each in event.changes if isinstance(each, SetTrait) and each.trait == "collapsed"]
        for thing in (self._things.get(Key("node", node)) for node in folded):
            if thing is not None:
                changed = QAccessible.State()
                changed.collapsed = changed.expandable = 1
                QAccessible.updateAccessibility(QAccessibleStateChangeEvent(thing, changed))

    def _sweep(self) -> None:
        for key in [key for key in self._things if not self.has(key)]:
            del self._things[key]
            QAccessible.deleteAccessibleInterface(self._numbers.pop(key))


class CanvasAccess(QAccessibleWidget):
    """The canvas: what is drawn on it are its children."""

    def __init__(self, tree: Tree) -> None:
        super().__init__(tree.canvas, QAccessible.Role.Canvas, "")
        self._tree = tree

    def childCount(self) -> int:
        return len(self._tree.keys)

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        keys = self._tree.keys
        return self._tree.thing(keys[index]) if 0 <= index < len(keys) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return self._tree.place(child.key) if isinstance(child, ThingAccess) else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return self._tree.at(x, y)

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        return self._tree.focused()


class ThingAccess(QAccessibleInterface):
    """A node, a port of one, or a wire. A node's ports are its children."""

    def __init__(self, tree: Tree, key: Key) -> None:
        super().__init__()
        self._tree = tree
        self.key = key

    def isValid(self) -> bool:
        return self._tree.has(self.key)

    def object(self) -> None:  # type: ignore[override]
        """It is painted: there is none."""

    def window(self) -> QWindow | None:  # type: ignore[override]
        return self._tree.canvas.window().windowHandle()

    def parent(self) -> QAccessibleInterface:
        return self._tree.thing(Key("node", self.key.id)) if self.key.what == "port" else self._tree.root

    def childCount(self) -> int:
        return len(self._ports())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        ports = self._ports()
        return self._tree.thing(ports[index]) if 0 <= index < len(ports) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return self._tree.place(child.key) if isinstance(child, ThingAccess) else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        found = self._tree.at(x, y)
        return found if found is not None and found.key in self._ports() else None

    def rect(self) -> QRect:
        return self._tree.rect(self.key) if self.isValid() else QRect()

    def role(self) -> QAccessible.Role:
        return _ROLES[self.key.what]

    def text(self, t: QAccessible.Text) -> str:
        if not self.isValid():
            return ""
        scene, key = self._tree.canvas.scene, self.key
        words = access_words.node if key.what == "node" else access_words.wire if key.what == "wire" else None
        said = access_words.port(scene, key.id, key.port, key.output) if words is None else words(scene, key.id)
        kinds = {QAccessible.Text.Name: 0, QAccessible.Text.Value: 1, QAccessible.Text.Description: 2}
        return said[kinds[t]] if t in kinds else ""

    def setText(self, t: QAccessible.Text, text: str) -> None:
        """Nothing is renamed this way: F2 does it, with what may be wrong said."""

    def state(self) -> QAccessible.State:
        state, canvas = QAccessible.State(), self._tree.canvas
        if not self.isValid():
            state.invalid = 1
            return state
        if self.key.what == "node":
            state.focusable = state.selectable = state.movable = 1
            state.selected = int(self.key.id in canvas.selection)
            state.focused = int(canvas.selection[-1:] == (self.key.id,) and canvas.hasFocus())
            state.collapsed = state.expandable = int(canvas.scene.shape(self.key.id).collapsed)
        elif self.key.what == "wire":
            state.selectable = 1
            state.selected = int(self.key.id in canvas.selected_wires)
        state.offscreen = int(not canvas.rect().intersects(self._own_rect()))
        return state

    def relations(self, match: QAccessible.RelationFlag = _ALL) -> list[Relation]:
        """Where what it gives goes to, and where what it takes comes from."""
        if not self.isValid():
            return []
        found: list[Relation] = []
        for flag, keys in ((_AFTER, self._neighbours(True)), (_BEFORE, self._neighbours(False))):
            if match & flag:
                found += [(self._tree.thing(key), flag) for key in keys if self._tree.has(key)]
        return found

    def _neighbours(self, after: bool) -> list[Key]:
        block, key = self._tree.canvas.scene.block, self.key
        if key.what == "wire":
            wire = block.wires[key.id]
            end = wire.target if after else wire.source
            return [Key("port", end.node, end.port, not after)]
        port = key.port if key.what == "port" else None
        if port is not None and key.output != after:
            return []
        wires = block.outgoing(key.id, port) if after else block.incoming(key.id, port)
        if key.what == "port":
            return [Key("wire", wire.id) for wire in wires]
        nodes = dict.fromkeys((wire.target if after else wire.source).node for wire in wires)
        return [Key("node", node) for node in nodes]

    def _ports(self) -> list[Key]:
        return self._tree.ports(self.key.id) if self.key.what == "node" else []

    def _own_rect(self) -> QRect:
        rect = self._tree.rect(self.key)
        return QRect(self._tree.canvas.mapFromGlobal(rect.topLeft()), rect.size())


# Qt says of each what it is to the one that was asked: what comes after flows from it.
_AFTER: Final = QAccessible.RelationFlag.FlowsFrom
_BEFORE: Final = QAccessible.RelationFlag.FlowsTo


def _ender(numbers: dict[Key, int]) -> Callable[[], None]:
    """Gives back what is left when the canvas goes."""

    def end() -> None:
        while numbers:
            QAccessible.deleteAccessibleInterface(numbers.popitem()[1])

    return end
