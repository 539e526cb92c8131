"""Random gestures, cancelled at random moments, and undos and redos: the canvas is the graph, and undo leads back.

More of them by hand: `GUINET_GESTURES=100000 .venv/bin/pytest tests/gui/test_canvas_machine.py`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from guinet.core import framing, grouping, noting
from guinet.core.graph import BlockData
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.canvas.scene import Scene

SEQUENCES = int(os.environ.get("GUINET_GESTURES", "2000"))
LEFT, RIGHT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
NO_BUTTON = Qt.MouseButton.NoButton
NONE, SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
KEYS = {
    "delete": (Qt.Key.Key_Delete, NONE),
    "dissolve": (Qt.Key.Key_Delete, CTRL),
    "duplicate": (Qt.Key.Key_D, CTRL),
    "copy": (Qt.Key.Key_C, CTRL),
    "paste": (Qt.Key.Key_V, CTRL),
    "cut": (Qt.Key.Key_X, CTRL),
    "right": (Qt.Key.Key_Right, NONE),
    "down": (Qt.Key.Key_Down, SHIFT),
    "all": (Qt.Key.Key_A, CTRL),
}
COMMANDS = (
    "mute",
    "bypass",
    "collapse",
    "hide ports",
    "colour",
    "no colour",
    "align",
    "distribute",
    "lay out",
    "frame",
    "note",
    "group",
    "ungroup",
    "open",
    "close",
    "insert",
    "share",
    "replace",
    "swap inputs",
    "select before",
    "select after",
    "select alike",
    "undo",
    "redo",
)
MOST = 14
"""With so many nodes nothing more is added: a sequence shall stay quick."""


def make_project() -> Project:
    """x → a → b → cat ← c, with a frame around a and b, a note, and a block of two layers."""
    project = Project(REGISTRY)
    main = project.main
    x = main.add("guinet.Input", "x", (0.0, 0.0), shape=(4,))
    a, b = main.add("torch.nn.Linear", "a", (200.0, 0.0)), main.add("torch.nn.Linear", "b", (400.0, 0.0))
    c = main.add("torch.nn.ReLU", "c", (200.0, 160.0))
    cat = main.add("torch.cat", "cat", (620.0, 80.0))
    for source, target in ((x["output"], a["input"]), (a["output"], b["input"]), (b["output"], cat["tensors"])):
        main.connect(source, target)
    main.connect(c["output"], cat["tensors"])
    framing.add_frame(main, [a.id, b.id], "Frame")
    noting.add_note(main, (0.0, 240.0, 160.0, 80.0), "note")
    d, e = main.add("torch.nn.Linear", "d", (200.0, 300.0)), main.add("torch.nn.ReLU", "e", (380.0, 300.0))
    main.connect(d["output"], e["input"])
    grouping.group(main, [d.id, e.id])
    # Without a history: all of it was there from the start.
    return Project(REGISTRY, [block.data() for block in project.blocks.values()])


def state(project: Project) -> dict[str, BlockData]:
    """All blocks; the order in which nodes and wires were put in is no part of it."""
    return {id: _sorted(block.data()) for id, block in project.blocks.items()}


def _sorted(data: BlockData) -> BlockData:
    nodes, wires = sorted(data.nodes, key=lambda node: node.id), sorted(data.wires, key=lambda wire: wire.id)
    return replace(data, nodes=tuple(nodes), wires=tuple(wires))


class Hand:
    """A hand on a canvas, which serves as long as nothing went wrong."""

    def __init__(self) -> None:
        self.outermost = self.canvas = self._made()
        """`canvas` is the one it is on: the outermost, or what is open in it."""

    def _made(self) -> Canvas:
        canvas = Canvas(make_project(), REGISTRY)
        canvas.resize(900, 600)
        canvas.show()
        canvas.frame_all()
        return canvas

    def end(self) -> None:
        self.outermost.detach()
        self.outermost.close()
        self.outermost.deleteLater()

    def renew(self) -> None:
        self.end()
        self.outermost = self.canvas = self._made()

    def go(self, inside: bool) -> None:
        """On to what is open in place, if anything is, or back."""
        canvases = list(self.outermost.opened.canvases())
        self.canvas = canvases[-1] if inside else self.outermost

    def spot(self, what: int, where: int) -> QPointF:
        """A point on something: a node, a port, a wire, a dot, a frame's bar or side, a note or its corner, nothing."""
        canvas, scene = self.canvas, self.canvas.scene
        nodes, wires, notes = list(scene.nodes), list(scene.wires), list(scene.notes.boxes.values())
        frames = list(scene.frames.boxes.values())
        place = QPointF(where * 7 % 880 + 5, where * 13 % 580 + 5)
        match what:
            case 0 if nodes:
                place = canvas.shown_rect(nodes[where % len(nodes)]).center()
            case 1 | 2 if nodes:
                node = nodes[where % len(nodes)]
                spots = scene.spots(node, what == 1)
                if spots:
                    spot = spots[where % len(spots)]
                    place = canvas.view.to_widget(scene.rect(node).topLeft() + QPointF(spot.x, spot.y))
            case 3 if wires:
                place = canvas.wire_point(wires[where % len(wires)])
            case 4 if frames:
                box = canvas.view.rect_to_widget(frames[where % len(frames)])
                place = box.topLeft() + QPointF(30, 10) if where % 2 else box.bottomRight()
            case 5 if notes:
                box = canvas.view.rect_to_widget(notes[where % len(notes)])
                place = box.center() if where % 2 else box.bottomRight() - QPointF(2, 2)
        return QPointF(round(place.x()), round(place.y()))

    def mouse(self, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton, held: Qt.MouseButton, keys: object) -> None:
        assert isinstance(keys, Qt.KeyboardModifier)
        QApplication.sendEvent(self.canvas, QMouseEvent(kind, at, self.canvas.mapToGlobal(at), button, held, keys))

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier) -> None:
        QApplication.sendEvent(self.canvas, QKeyEvent(QEvent.Type.KeyPress, key, keys))

    def drag(
        self, start: QPointF, end: QPointF, button: Qt.MouseButton, keys: Qt.KeyboardModifier, ending: str
    ) -> None:
        self.mouse(QEvent.Type.MouseButtonPress, start, button, button, keys)
        for share in (0.3, 1.0):
            self.mouse(QEvent.Type.MouseMove, start + (end - start) * share, NO_BUTTON, button, keys)
        if ending == "escape":
            self.key(Qt.Key.Key_Escape, NONE)
        elif ending == "focus":
            QApplication.sendEvent(self.canvas, QFocusEvent(QEvent.Type.FocusOut))
        elif ending == "second":
            other = RIGHT if button == LEFT else LEFT
            self.mouse(QEvent.Type.MouseButtonPress, end, other, button | other, keys)
            self.mouse(QEvent.Type.MouseButtonRelease, end, other, button, keys)
        elif ending == "undo":
            self.canvas.project.undo()
        self.mouse(QEvent.Type.MouseButtonRelease, end, button, NO_BUTTON, keys)

    def grab(self, end: QPointF, keys: list[Qt.Key], ending: str) -> None:
        """Without a button: keys and the pointer move what is selected or chosen, until something ends it."""
        self.canvas.pointer.grab()
        for key in keys:
            self.key(key, NONE)
        for share in (0.3, 1.0):
            self.mouse(QEvent.Type.MouseMove, end * share, NO_BUTTON, NO_BUTTON, NONE)
        if ending == "focus":
            QApplication.sendEvent(self.canvas, QFocusEvent(QEvent.Type.FocusOut))
        elif ending == "undo":
            self.canvas.project.undo()
        elif ending == "enter":
            self.key(Qt.Key.Key_Return, NONE)
        button = RIGHT if ending == "second" else LEFT
        if ending in ("", "second"):
            self.mouse(QEvent.Type.MouseButtonPress, end, button, button, NONE)
            self.mouse(QEvent.Type.MouseButtonRelease, end, button, NO_BUTTON, NONE)
        elif ending == "escape" or self.canvas.gesture is not None:
            self.key(Qt.Key.Key_Escape, NONE)

    def double_click(self, at: QPointF) -> None:
        for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick):
            self.mouse(kind, at, LEFT, NO_BUTTON if kind == QEvent.Type.MouseButtonRelease else LEFT, NONE)
        self.mouse(QEvent.Type.MouseButtonRelease, at, LEFT, NO_BUTTON, NONE)

    def command(self, name: str) -> None:
        canvas = self.canvas
        roomy = len(canvas.scene.nodes) < MOST
        if name in KEYS:
            if roomy or name not in ("paste", "duplicate"):
                self.key(*KEYS[name])
            return
        {
            "mute": canvas.edits.mute,
            "bypass": canvas.edits.bypass,
            "collapse": canvas.appearance.collapse,
            "hide ports": canvas.appearance.hide_unused,
            "colour": lambda: canvas.appearance.colour("green"),
            "no colour": lambda: canvas.appearance.colour(""),
            "align": lambda: canvas.arranging.align("top"),
            "distribute": lambda: canvas.arranging.distribute(True),
            "lay out": canvas.arranging.lay_out,
            "frame": canvas.blocks.frame,
            "note": canvas.blocks.add_note,
            "group": canvas.blocks.group,
            "ungroup": canvas.blocks.ungroup if roomy else canvas.project.undo,
            "open": self._open,
            "close": canvas.opened.toggle_selected,
            "insert": self._insert,
            "share": canvas.blocks.share_selected,
            "replace": self._replace,
            "swap inputs": canvas.edits.swap_inputs,
            "select before": lambda: canvas.edits.select_reached(backwards=True),
            "select after": lambda: canvas.edits.select_reached(backwards=False),
            "select alike": canvas.edits.select_alike,
            "undo": canvas.project.undo,
            "redo": canvas.project.redo,
        }[name]()

    def _open(self) -> None:
        for node in list(self.canvas.scene.block.nodes.values()):
            self.canvas.opened.open(node.id)

    def _insert(self) -> None:
        """Onto the first wire, what the search offers first of these."""
        canvas = self.canvas
        if len(canvas.scene.wires) and len(canvas.scene.nodes) < MOST:
            wire = next(iter(canvas.scene.wires))
            canvas.search.open_onto(canvas.wire_point(wire), wire)
            self._take("relu")

    def _take(self, text: str) -> None:
        popup = self.canvas.search.popup
        popup.line.setText(text)
        if popup.rows():
            self.key_of(popup.line, Qt.Key.Key_Return)

    def _replace(self) -> None:
        """The search is answered with the first of these kinds that it offers."""
        canvas = self.canvas
        canvas.edits.ask_replacement()
        if canvas.search.popup.isVisible():
            self._take("add" if len(canvas.scene.wires) % 2 else "relu")

    def key_of(self, widget: QWidget, key: Qt.Key) -> None:
        QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, NONE))

    def let_go(self) -> None:
        """Closes what has opened to be written in."""
        for canvas in self.outermost.opened.canvases():
            canvas.inline.close(take=False)
            canvas.search.popup.hide()
            canvas.arranging.end_glide()

    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


SPOTS = st.tuples(st.integers(0, 6), st.integers(0, 200))
DRAGS = st.tuples(
    st.sampled_from(["drag", "drag", "drag", "drag inside"]),
    SPOTS,
    SPOTS,
    st.sampled_from(
        [(LEFT, NONE), (LEFT, NONE), (LEFT, CTRL), (LEFT, ALT), (LEFT, SHIFT), (RIGHT, CTRL), (MIDDLE, NONE)]
    ),
    st.sampled_from(["", "", "", "", "escape", "focus", "second", "undo"]),
)
HELD_KEYS = (Qt.Key.Key_X, Qt.Key.Key_Y, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Delete)
GRABS = st.tuples(
    st.just("grab"),
    SPOTS,
    st.lists(st.sampled_from(HELD_KEYS), max_size=3),
    st.sampled_from(["", "", "enter", "enter", "escape", "focus", "second", "undo"]),
)
ACTS = st.one_of(
    DRAGS,
    DRAGS,
    GRABS,
    st.tuples(st.just("double"), SPOTS),
    st.tuples(st.just("command"), st.sampled_from([*KEYS, *COMMANDS, "undo", "redo"])),
)


@pytest.fixture(scope="module")
def hand(qapp: QApplication) -> Iterator[Hand]:
    hand = Hand()
    yield hand
    hand.end()


def assert_no_residue(canvas: Canvas) -> None:
    """Nothing of a gesture is left."""
    assert canvas.gesture is None
    assert canvas.lift is None
    assert not canvas.layers.hidden
    assert not canvas.layers.hidden_wires
    assert not canvas.layers.hidden_frames
    assert not canvas.layers.hidden_notes
    assert set(canvas.selection) <= canvas.scene.block.nodes.keys()
    assert set(canvas.scene.nodes) == canvas.scene.block.nodes.keys()


def assert_is_the_graph(canvas: Canvas) -> None:
    """The canvas shows what a fresh one would."""
    scene, fresh = canvas.scene, Scene(canvas.project, REGISTRY, canvas.block_id)
    assert {node: scene.nodes.row(node) for node in scene.nodes} == {
        node: fresh.nodes.row(node) for node in fresh.nodes
    }
    assert {wire: scene.wires.row(wire) for wire in scene.wires} == {
        wire: fresh.wires.row(wire) for wire in fresh.wires
    }
    assert (scene.frames.boxes, scene.notes.boxes) == (fresh.frames.boxes, fresh.notes.boxes)
    assert scene.idle.leaving == fresh.idle.leaving
    assert {node: scene.look(node) for node in scene.nodes} == {node: fresh.look(node) for node in fresh.nodes}


@settings(
    max_examples=SEQUENCES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(ACTS, min_size=1, max_size=6))
def test_any_gestures_leave_a_canvas_that_is_the_graph_and_undo_leads_back(hand: Hand, acts: list[tuple]) -> None:  # type: ignore[type-arg]
    try:
        run(hand, acts)
    except BaseException:
        hand.renew()
        raise


def run(hand: Hand, acts: list[tuple]) -> None:  # type: ignore[type-arg]
    """One sequence, from the start and back to it."""
    canvas = hand.outermost
    start = state(canvas.project)
    for act in acts:
        hand.go(act[0] == "drag inside")
        if act[0].startswith("drag"):
            _, source, target, (button, keys), ending = act
            hand.drag(hand.spot(*source), hand.spot(*target), button, keys, ending)
        elif act[0] == "grab":
            hand.grab(hand.spot(*act[1]), *act[2:])
        elif act[0] == "double":
            hand.double_click(hand.spot(*act[1]))
        else:
            hand.command(act[1])
        hand.let_go()
        for each in canvas.opened.canvases():
            assert_no_residue(each)
    hand.go(inside=False)
    for each in tuple(canvas.opened.canvases())[1:]:
        assert_is_the_graph(each)
    close_all(canvas)
    assert_is_the_graph(canvas)
    while canvas.project.undo() is not None:
        pass
    canvas.show_block("main")
    close_all(canvas)
    canvas.select(())
    assert state(canvas.project) == start
    assert_is_the_graph(canvas)
    canvas.frame_all()


def close_all(canvas: Canvas) -> None:
    """What made way for blocks that are open comes back."""
    for node in tuple(canvas.scene.block.nodes):
        canvas.opened.close(node)
    canvas.arranging.end_glide()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
