"""Nodes collapsed to their titles, in colours of their own, without unused ports: by key, mouse and menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from guinet.core.changes import SetTrait
from guinet.core.graph import COLOURS
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.access import install_access
from guinet.ui.canvas import access_words, tooltips
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.canvas.hits import Hit
from guinet.ui.canvas.node_painter import OWN_TINT, body_color, node_color
from guinet.ui.canvas.overlay import Activity
from guinet.ui.canvas.picture import svg
from guinet.ui.theme import current_theme, load_theme
from tests.gui.canvases import center, id_of, joined, show_canvas, steps
from tests.unit.test_theme_contrast import contrast

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def make_project() -> Project:
    """a → lstm → b in a row, a sum above them and an attention below."""
    project = Project(REGISTRY)
    add = project.main.add
    a, lstm = add("torch.nn.ReLU", "a", (0.0, 0.0)), add("torch.nn.LSTM", "lstm", (220.0, 0.0), hidden_size=3)
    b = add("torch.nn.Tanh", "b", (440.0, 0.0))
    add("torch.add", "plus", (220.0, -150.0))
    add("torch.nn.MultiheadAttention", "attention", (220.0, 150.0), num_heads=1)
    project.main.connect(a["output"], lstm["input"])
    project.main.connect(lstm["output"], b["input"])
    return Project(REGISTRY, [project.main.data()])


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    canvas = show_canvas(qtbot, make_project(), 1000, 700)
    canvas.frame_all()
    canvas.zoom_to(1.0)
    return canvas


def choose(canvas: Canvas, *names: str) -> None:
    canvas.select(id_of(canvas, name) for name in names)


def ports(canvas: Canvas, name: str) -> tuple[list[str], list[str]]:
    shape = canvas.scene.shape(id_of(canvas, name))
    return [spot.port.name for spot in shape.inputs], [spot.port.name for spot in shape.outputs]


def drag(qtbot: QtBot, canvas: Canvas, start: QPoint, end: QPoint, *, release: bool = True) -> None:
    qtbot.mousePress(canvas, LEFT, NONE, start)
    for part in (0.2, 0.6, 1.0):
        qtbot.mouseMove(canvas, start + (end - start) * part)
        QApplication.processEvents()
    if release:
        qtbot.mouseRelease(canvas, LEFT, NONE, end)


def pixel(canvas: Canvas, at: QPointF) -> str:
    canvas.settle()
    return canvas.grab().toImage().pixelColor(at.toPoint()).name()


# Collapsed


def test_h_collapses_to_the_title_and_expands_in_named_steps(qtbot: QtBot, canvas: Canvas) -> None:
    choose(canvas, "lstm", "b", "plus")
    before = {name: canvas.node_rect(name) for name in ("lstm", "b", "plus")}
    wires = {wire: canvas.scene.ends(wire) for wire in canvas.scene.wires}
    qtbot.keyClick(canvas, Qt.Key.Key_H)
    qtbot.waitUntil(lambda: canvas.scene.shape(id_of(canvas, "lstm")).collapsed)
    for name in ("lstm", "b"):
        assert canvas.node_rect(name).height() == current_theme().metric("node-collapsed-height")
        assert canvas.node_rect(name).center() == before[name].center(), "wires stay straight"
    assert canvas.node_rect("plus") == before["plus"], "a circle is as small as it gets"
    assert canvas.project.history.labels[0] == "Collapse"
    qtbot.keyClick(canvas, Qt.Key.Key_H)
    qtbot.waitUntil(lambda: not canvas.scene.shape(id_of(canvas, "lstm")).collapsed)
    assert {name: canvas.node_rect(name) for name in before} == before
    assert {wire: canvas.scene.ends(wire) for wire in canvas.scene.wires} == wires
    assert canvas.project.history.labels == ("Collapse", "Expand")


def test_a_word_that_begins_with_h_is_searched(qtbot: QtBot, canvas: Canvas) -> None:
    choose(canvas, "b")
    qtbot.keyClick(canvas, Qt.Key.Key_H)
    qtbot.keyClick(canvas, Qt.Key.Key_A)
    assert canvas.search.popup.line.text() == "ha"
    assert steps(canvas) == 0


def test_the_mark_of_a_collapsed_node_expands_it(qtbot: QtBot, canvas: Canvas) -> None:
    choose(canvas, "lstm")
    canvas.appearance.collapse()
    canvas.select(())
    box = canvas.node_rect("lstm")
    mark = QPointF(box.right() - 18, box.center().y()).toPoint()
    qtbot.mouseClick(canvas, LEFT, NONE, mark)
    assert not canvas.scene.shape(id_of(canvas, "lstm")).collapsed
    assert set(canvas.selection) == set()
    qtbot.mouseClick(canvas, LEFT, NONE, mark)
    assert canvas.selection == (id_of(canvas, "lstm"),), "an expanded one has no such mark: the click selects"


def test_circles_and_dots_cannot_be_collapsed_and_it_is_said(qtbot: QtBot, canvas: Canvas) -> None:
    choose(canvas, "plus")
    with qtbot.waitSignal(canvas.message) as said:
        canvas.appearance.collapse()
    assert "Circles and dots" in said.args[0]
    assert steps(canvas) == 0


def test_a_wire_let_go_on_a_collapsed_node_takes_its_first_free_input(qtbot: QtBot, canvas: Canvas) -> None:
    choose(canvas, "attention")
    canvas.appearance.collapse()
    block, attention = canvas.scene.block, id_of(canvas, "attention")
    start = canvas.port_pos("b", "output").toPoint()
    names = [port.name for port in canvas.project.ports(block, block.nodes[attention]).inputs]
    for taken in range(3):  # on the body the wire means the node
        drag(qtbot, canvas, start, center(canvas, "attention"))
        wired = [name for name in names if block.incoming(attention, name)]
        assert wired == names[: taken + 1]
    assert canvas.project.history.labels[-3:] == ("Connect",) * 3


def test_while_a_wire_is_drawn_a_collapsed_node_shows_its_ports_and_each_can_be_reached(
    qtbot: QtBot, canvas: Canvas
) -> None:
    choose(canvas, "attention")
    canvas.appearance.collapse()
    block, attention, before = canvas.scene.block, id_of(canvas, "attention"), canvas.node_rect("attention")
    drag(qtbot, canvas, canvas.port_pos("b", "output").toPoint(), center(canvas, "attention"), release=False)
    assert canvas.gesture is not None
    open_box, value = canvas.node_rect("attention"), canvas.port_pos("attention", "value").toPoint()
    assert open_box.height() > before.height()
    assert open_box.center() == before.center()
    names = {hit.port for hit in canvas.gesture.ports_named() if hit.id == attention}
    assert names == {port.name for port in canvas.project.ports(block, block.nodes[attention]).inputs}
    canvas.settle()
    for place in (value - QPoint(12, 0), value - QPoint(2, 0)):
        qtbot.mouseMove(canvas, place)
        QApplication.processEvents()
    qtbot.mouseRelease(canvas, LEFT, NONE, value)
    (wire,) = block.incoming(attention)
    assert wire.target.port == "value"
    assert canvas.node_rect("attention") == before, "and is its title again"
    assert canvas.project.history.labels[-1] == "Connect"


def test_while_a_wire_is_drawn_hidden_ports_show_and_go_again(qtbot: QtBot, canvas: Canvas) -> None:
    choose(canvas, "lstm")
    canvas.appearance.hide_unused()
    few, box, depth = ports(canvas, "lstm"), canvas.node_rect("lstm"), len(canvas.project.history.labels)
    away = canvas.port_pos("a", "output").toPoint() - QPoint(0, 200)
    start, beside = canvas.port_pos("attention", "query").toPoint(), box.center().toPoint()
    drag(qtbot, canvas, start, beside, release=False)
    assert few == (["input"], ["output"])
    assert ports(canvas, "lstm") == (["input", "hx"], ["output", "h_n", "c_n"])
    qtbot.mouseMove(canvas, away)
    QApplication.processEvents()
    assert ports(canvas, "lstm") == few, "the wire has gone on"
    qtbot.mouseMove(canvas, beside)
    QApplication.processEvents()
    assert ports(canvas, "lstm") != few
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert (ports(canvas, "lstm"), canvas.node_rect("lstm")) == (few, box), "Esc leaves nothing behind"
    qtbot.mouseRelease(canvas, LEFT, NONE, beside)
    assert len(canvas.project.history.labels) == depth
    drag(qtbot, canvas, start, beside, release=False)
    state = canvas.port_pos("lstm", "h_n").toPoint()
    qtbot.mouseMove(canvas, state)
    qtbot.mouseRelease(canvas, LEFT, NONE, state)
    assert ports(canvas, "lstm") == (["input"], ["output", "h_n"]), "a port that is used stays"


def test_the_handle_of_a_collapsed_node_tells_all_its_ports(canvas: Canvas) -> None:
    choose(canvas, "lstm")
    canvas.appearance.collapse()
    hit = canvas.hit(canvas.port_pos("lstm", "c_n"))
    assert hit == Hit("port", id_of(canvas, "lstm"), "output", True)
    told = tooltips.hit_text(canvas.scene, hit)
    assert [f"Output {name}:" in told for name in ("output", "h_n", "c_n")] == [True] * 3
    taken = Hit("port", id_of(canvas, "b"), "input")
    choose(canvas, "b")
    canvas.appearance.collapse()
    assert "Input input: tensor" in tooltips.hit_text(canvas.scene, taken)


def test_a_wire_is_drawn_from_a_collapsed_node(qtbot: QtBot, canvas: Canvas) -> None:
    choose(canvas, "lstm")
    canvas.appearance.collapse()
    box = canvas.node_rect("lstm")
    drag(qtbot, canvas, QPointF(box.right(), box.center().y()).toPoint(), center(canvas, "attention"))
    assert "lstmattention" in joined(canvas)
    (wire,) = canvas.scene.block.incoming(id_of(canvas, "attention"))
    assert wire.source.port == "output", "its first"


def test_a_collapsed_node_says_so(canvas: Canvas) -> None:
    install_access()
    root = QAccessible.queryAccessibleInterface(canvas)
    things = {root.child(place).text(QAccessible.Text.Name): root.child(place) for place in range(root.childCount())}
    assert not things["lstm"].state().collapsed
    choose(canvas, "lstm")
    canvas.appearance.collapse()
    assert things["lstm"].state().collapsed
    assert things["lstm"].state().expandable
    assert not things["b"].state().collapsed
    assert "Collapsed to its title." in things["lstm"].text(QAccessible.Text.Description)
    assert things["lstm"].childCount() == 5, "its ports are there for everybody"
    assert "Collapsed to its title." in tooltips.hit_text(canvas.scene, Hit("node", id_of(canvas, "lstm")))


def test_layout_knows_the_heights_there_are(canvas: Canvas) -> None:
    column = [id_of(canvas, name) for name in ("lstm", "attention")]
    canvas.select(column)
    canvas.appearance.collapse()
    canvas.arranging.lay_out()
    canvas.arranging.end_glide()
    boxes = [canvas.scene.rect(node) for node in column]
    gap = max(box.top() for box in boxes) - min(box.bottom() for box in boxes)
    canvas.appearance.collapse()
    canvas.arranging.lay_out()
    canvas.arranging.end_glide()
    boxes = [canvas.scene.rect(node) for node in column]
    assert not boxes[0].intersects(boxes[1])
    assert max(box.top() for box in boxes) - min(box.bottom() for box in boxes) == pytest.approx(gap)


def test_training_shows_its_bar_on_a_collapsed_node(canvas: Canvas) -> None:
    choose(canvas, "lstm")
    canvas.appearance.collapse()
    canvas.select(())
    box = canvas.node_rect("lstm")
    bar = QPointF(box.left() + 40, box.bottom() - 3)
    plain = pixel(canvas, bar)
    canvas.set_activity({id_of(canvas, "lstm"): Activity(1.0, "epoch 1 of 3")})
    assert pixel(canvas, bar) == current_theme().color("success").name() != plain


# Unused ports


def test_unused_ports_hide_and_come_back_with_their_wires(qtbot: QtBot, canvas: Canvas) -> None:
    choose(canvas, "lstm")
    every, middle = ports(canvas, "lstm"), canvas.node_rect("lstm").center()
    assert every == (["input", "hx"], ["output", "h_n", "c_n"])
    canvas.appearance.hide_unused()
    assert ports(canvas, "lstm") == (["input"], ["output"])
    assert canvas.node_rect("lstm").center() == middle
    assert "3 unused port" in access_words.node(canvas.scene, id_of(canvas, "lstm")).description
    # An edit brings a wire to a hidden port: it shows, and hides when the wire goes.
    main = canvas.scene.block
    wire = main.connect(main.node("lstm")["h_n"], main.node("attention")["query"])
    assert ports(canvas, "lstm")[1] == ["output", "h_n"]
    assert canvas.scene.ends(wire.id)[:2] == canvas.scene.port_point(wire.source, True).toTuple()
    canvas.project.undo()
    assert ports(canvas, "lstm")[1] == ["output"]
    canvas.appearance.hide_unused()
    assert ports(canvas, "lstm") == every
    assert canvas.project.history.labels[-2:] == ("Hide ports", "Show ports")


def test_a_side_keeps_its_first_port_and_what_is_needed(qtbot: QtBot, canvas: Canvas) -> None:
    choose(canvas, "attention")
    canvas.appearance.hide_unused()
    assert ports(canvas, "attention") == (["query", "key", "value"], ["attn_output"])
    choose(canvas, "b")
    with qtbot.waitSignal(canvas.message) as said:
        canvas.appearance.hide_unused()
    assert said.args[0] == "These nodes use all their ports."


def test_many_edits_of_wires_leave_the_ports_that_are_used(canvas: Canvas) -> None:
    main = canvas.scene.block
    choose(canvas, "lstm", "attention")
    canvas.appearance.hide_unused()
    lstm, attention = main.node("lstm"), main.node("attention")
    for target in ("query", "key", "value", "attn_mask"):
        main.connect(lstm["c_n"], attention[target])
    assert ports(canvas, "attention")[0] == ["query", "key", "value", "attn_mask"]
    main.remove([lstm])
    assert ports(canvas, "attention")[0] == ["query", "key", "value"]
    canvas.project.undo()
    assert ports(canvas, "lstm") == (["input"], ["output", "c_n"])
    assert ports(canvas, "attention")[0] == ["query", "key", "value", "attn_mask"]


# Colours


def test_a_node_in_a_colour_of_its_own_is_painted_in_it_near_and_far(canvas: Canvas) -> None:
    theme = current_theme()
    choose(canvas, "a")
    canvas.appearance.colour("red")
    canvas.select(())
    look, red = canvas.scene.look(id_of(canvas, "a")), theme.series(COLOURS.index("red"))
    box = canvas.node_rect("a")
    assert pixel(canvas, box.center() + QPointF(40, -20)) == body_color(look, theme).name()
    assert pixel(canvas, QPointF(box.left() + 2, box.center().y() - 10)) == red.name()
    canvas.zoom_to(0.15)
    canvas.frame_all()
    canvas.zoom_to(0.15)
    assert pixel(canvas, canvas.node_rect("a").center()) == red.name()
    choose(canvas, "a")
    canvas.appearance.colour("")
    canvas.select(())
    category = theme.category(canvas.scene.look(id_of(canvas, "a")).category)
    assert pixel(canvas, canvas.node_rect("a").center()) == category.name(), "none gives back its category's"
    assert canvas.project.history.labels == ("Colour", "Colour")


@pytest.mark.parametrize("name", ["dark", "light"])
@pytest.mark.parametrize("colour", COLOURS)
def test_words_are_legible_on_every_colour(name: str, colour: str, canvas: Canvas) -> None:
    theme = load_theme("dark" if name == "dark" else "light")
    choose(canvas, "a")
    canvas.appearance.colour(colour)
    ground = body_color(canvas.scene.look(id_of(canvas, "a")), theme).name()
    assert OWN_TINT > 0.1, "enough to be seen"
    for role in ("node-title", "text-secondary"):
        assert contrast(theme.color(role).name(), ground) >= 4.5
    assert contrast(node_color(colour, theme).name(), theme.color("node-body").name()) >= 3.0


def test_a_colour_is_said_in_words(canvas: Canvas) -> None:
    choose(canvas, "a")
    canvas.appearance.colour("cyan")
    assert "Colour: Cyan." in access_words.node(canvas.scene, id_of(canvas, "a")).description
    assert "Colour: Cyan." in tooltips.hit_text(canvas.scene, Hit("node", id_of(canvas, "a")))


def test_a_colour_that_no_theme_knows_is_as_none(canvas: Canvas) -> None:
    node = canvas.scene.block.node("a")
    canvas.project.run("Colour", [SetTrait(canvas.block_id, node.id, "colour", "mauve")])
    look, theme = canvas.scene.look(node.id), current_theme()
    assert body_color(look, theme) == theme.color("node-body")
    canvas.settle()
    assert tooltips.hit_text(canvas.scene, Hit("node", node.id))


# Pictures for files


def test_pictures_for_files_show_the_same(canvas: Canvas) -> None:
    theme = current_theme()
    choose(canvas, "a")
    canvas.appearance.colour("pink")
    before = svg(canvas.scene).decode()
    assert body_color(canvas.scene.look(id_of(canvas, "a")), theme).name() in before
    choose(canvas, "attention")
    canvas.appearance.collapse()
    after = svg(canvas.scene).decode()
    assert before.count("MultiheadAttention") == after.count("MultiheadAttention") + 1, "there is its title only"


# In the window


@pytest.fixture
def opened(show_window: Callable[..., Opened], qtbot: QtBot) -> Opened:
    opened = show_window(make_project())
    opened.window.canvas.frame_all()
    opened.window.canvas.setFocus()
    qtbot.waitUntil(opened.window.canvas.hasFocus)
    return opened


def popup(opened: Opened, name: str) -> QMenu:
    found = [each for each in opened.window.canvas.findChildren(QMenu, name) if each.isVisible()]
    return found[-1]


def test_the_menu_of_a_node_and_the_shortcuts_change_its_looks(opened: Opened, qtbot: QtBot) -> None:
    canvas = opened.window.canvas
    at = center(canvas, "lstm")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, canvas.mapToGlobal(at))
    QApplication.sendEvent(canvas, event)
    menu = popup(opened, "context_menu")
    assert {"collapse", "hide_ports"} <= {action.objectName() for action in menu.actions()}
    sub = menu.findChild(QMenu, "colour_menu")
    assert isinstance(sub, QMenu)
    assert [action.isChecked() for action in sub.actions()] == [True] + [False] * len(COLOURS)
    assert all(not action.icon().isNull() and action.text() for action in sub.actions()[1:])
    sub.actions()[3].trigger()
    menu.close()
    assert opened.document.main.node("lstm").colour == "green"

    qtbot.keyClick(canvas, Qt.Key.Key_H, CTRL | SHIFT)
    assert ports(canvas, "lstm") == (["input"], ["output"])
    qtbot.keyClick(canvas, Qt.Key.Key_C, CTRL | SHIFT)
    colours = popup(opened, "colour_menu")
    assert canvas.rect().contains(canvas.mapFromGlobal(colours.pos()))
    qtbot.keyClick(colours, Qt.Key.Key_Down)
    qtbot.keyClick(colours, Qt.Key.Key_Return)
    assert opened.document.main.node("lstm").colour == "blue"
    assert opened.document.history.labels[-3:] == ("Colour", "Hide ports", "Colour")


def test_the_chosen_frame_has_its_colour_from_the_same_keys(opened: Opened, qtbot: QtBot) -> None:
    canvas = opened.window.canvas
    choose(canvas, "a")
    canvas.blocks.frame()
    canvas.close_inline(take=False)
    (frame,) = opened.document.main.frames
    canvas.choose_frame(frame.id)
    canvas.appearance.colour("yellow")
    assert opened.document.main.frames[0].colour == "yellow"
    qtbot.keyClick(canvas, Qt.Key.Key_C, CTRL | SHIFT)
    colours = popup(opened, "colour_menu")
    assert [action.objectName() for action in colours.actions() if action.isChecked()] == ["colour_yellow"]
    colours.close()
