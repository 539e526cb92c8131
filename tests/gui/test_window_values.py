"""Values in the whole window, drawn and mended with the mouse and the keyboard: tensors run as one edits."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton, QTextBrowser, QTreeWidget, QWidget

from guinet.core.changes import SetCode
from guinet.core.coding import code_id
from guinet.core.graph import BlockData, Node
from guinet.core.probed import TensorValue
from guinet.core.problems import Severity
from guinet.core.project import MAIN, Project
from guinet.nodes.registry import REGISTRY
from guinet.session.events import EvaluationStarted, HostDied
from guinet.storage import trust
from guinet.storage.files import dumps
from guinet.ui import translate
from guinet.ui.canvas.plate import Plate
from tests.drawing import add

if TYPE_CHECKING:
    from pathlib import Path

    from tests.gui.conftest import Opened

ShowWindow = Callable[..., "Opened"]
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier

# The check runs code on zeros: there both end at once. Rounds of a `while` are counted, these are not. Only where the
# file is that they write have they begun.

ENDLESS = """
import itertools
import os


def endless(x):
    for _ in itertools.count():
        if not x.sum() > 0:
            return x
        open(os.environ["BEGUN"], "w").close()
        x = x + 1
"""

STUBBORN = """
import itertools
import os


def stubborn(x):
    for _ in itertools.count():
        if not x.sum() > 0:
            return x
        open(os.environ["BEGUN"], "w").close()
        try:
            for _ in itertools.count():
                x = x + 1
        except BaseException:
            pass
"""


@pytest.fixture
def empty() -> Project:
    return Project(REGISTRY, [BlockData(MAIN, "Net")])


class Hand:
    """Draws in a window as a person does."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.canvas = opened.window.canvas
        self.graph = opened.document.main

    def search(self, text: str, x: int, y: int, name: str) -> None:
        """Puts down what the search finds first, which is called `name` then."""
        qtbot, popup = self.opened.qtbot, self.canvas.search.popup
        before = set(self.graph.nodes)
        qtbot.mouseDClick(self.canvas, LEFT, NONE, QPoint(x, y))
        qtbot.keyClicks(popup.line, text)
        qtbot.keyClick(popup.line, Qt.Key.Key_Return)
        (added,) = set(self.graph.nodes) - before
        assert self.graph.nodes[added].name == name

    def wire(self, source: str, port: str, target: str, into: str) -> None:
        qtbot, count = self.opened.qtbot, len(self.graph.wires)
        start = self.canvas.port_pos(source, port, True).toPoint()
        end = self.canvas.port_pos(target, into, False).toPoint()
        qtbot.mousePress(self.canvas, LEFT, NONE, start)
        for part in (0.2, 0.6, 1.0):
            qtbot.mouseMove(self.canvas, start + (end - start) * part)
            QApplication.processEvents()
        qtbot.mouseRelease(self.canvas, LEFT, NONE, end)
        assert len(self.graph.wires) == count + 1

    def select(self, name: str) -> None:
        self.opened.qtbot.mouseClick(self.canvas, LEFT, NONE, self.canvas.node_rect(name).center().toPoint())
        assert self.canvas.selection == (self.graph.node(name).id,)
        QApplication.processEvents()  # the form of the node selected before goes

    def write(self, node: str, argument: str, text: str) -> None:
        self.select(node)
        self.type_into(lambda: self.line(argument), text)
        self.opened.until(lambda: argument in self.graph.node(node).arguments)

    def tick(self, node: str, argument: str) -> None:
        self.select(node)
        self.opened.until(lambda: self.visible(QWidget, f"field_{argument}"))
        box = self.visible(QWidget, f"field_{argument}").findChildren(QCheckBox)[0]
        self.opened.qtbot.mouseClick(box, LEFT, NONE, QPoint(8, box.height() // 2))
        self.opened.until(lambda: self.graph.node(node).arguments.get(argument) is True)

    def type_into(self, find: Callable[[], QLineEdit | None], text: str) -> None:
        self.opened.until(find)
        line = find()
        assert line is not None
        line.setFocus()
        line.selectAll()
        self.opened.qtbot.keyClicks(line, text)
        self.opened.qtbot.keyClick(line, Qt.Key.Key_Return)
        self.canvas.setFocus()

    def line(self, argument: str) -> QLineEdit | None:
        field = self.visible(QWidget, f"field_{argument}")
        return field.findChildren(QLineEdit)[0] if field is not None else None

    def visible(self, kind: type[Any], name: str) -> Any:
        found = self.opened.window.panels["properties"].findChildren(kind, name)
        return next((each for each in found if each.isVisible()), None)

    def plate(self, name: str) -> Plate | None:
        return self.canvas.scene.plates.get(self.graph.node(name).id)


def tensor(opened: Opened, name: str) -> TensorValue | None:
    value = opened.window.values.values.get(opened.document.main.node(name).id)
    output = next(iter(value.outputs.values()), None) if value is not None else None
    return output if isinstance(output, TensorValue) else None


def text_of(opened: Opened, name: str) -> str:
    value = tensor(opened, name)
    return value.text if value is not None else ""


def page(opened: Opened) -> str:
    return opened.child(QTextBrowser, "values_text").toPlainText()


def click_link(opened: Opened, words: str) -> None:
    """A real click in the middle of a link's words."""
    browser = opened.child(QTextBrowser, "values_text")
    cursor = browser.document().find(words)
    while not cursor.charFormat().isAnchor():
        cursor = browser.document().find(words, cursor)
        assert not cursor.isNull(), f"no link says {words}"
    end = browser.cursorRect(cursor)
    cursor.setPosition(cursor.selectionStart())
    middle = (browser.cursorRect(cursor).center() + end.center()) / 2
    opened.qtbot.mouseClick(browser.viewport(), LEFT, NONE, middle)


def test_the_derivative_of_a_polynomial_drawn_by_hand(show_window: ShowWindow, empty: Project) -> None:
    """y = x² + 2x + 2 has the slope 6 at 2."""
    opened = show_window(empty).ready()
    hand = Hand(opened)
    hand.canvas.zoom_to(1.0)
    for text, x, y, name in (
        ("tensor", 110, 120, "tensor"),
        ("pow", 280, 80, "pow"),
        ("mul", 280, 220, "mul"),
        ("add", 400, 120, "add"),
        ("add", 500, 120, "add_1"),
        ("backward", 620, 250, "backward"),
    ):
        hand.search(text, x, y, name)
    hand.wire("tensor", "output", "pow", "input")
    hand.wire("tensor", "output", "mul", "input")
    hand.wire("pow", "output", "add", "input")
    hand.wire("mul", "output", "add", "other")
    hand.wire("add", "output", "add_1", "input")
    hand.wire("add_1", "output", "backward", "input")
    hand.write("tensor", "data", "2.0")
    hand.tick("tensor", "requires_grad")
    hand.write("pow", "exponent", "2")
    hand.write("mul", "other", "2")
    hand.write("add_1", "other", "2")

    opened.until(lambda: hand.plate("tensor") == Plate(("2.",), (), "6.", True))
    assert hand.plate("add_1") == Plate(("10.",), (), "", True)
    assert text_of(opened, "add_1") == "tensor(10., grad_fn=<AddBackward0>)"
    assert not opened.window.panels.problems
    opened.window.docks.show("values")
    hand.select("tensor")
    opened.until(lambda: "tensor(2., requires_grad=True)" in page(opened))
    assert "grad\ntensor(6.)" in page(opened)
    assert "tensor = torch.tensor(2.0, requires_grad=True)" in page(opened)


def transposed(project: Project) -> None:
    x = add(project.main, "torch.tensor", "x", at=(0, 0), data=((1.0, 2.0, 3.0), (4.0, 5.0, 6.0)))
    turned = add(project.main, "torch.Tensor.t", "turned", x, at=(220, 0))
    add(project.main, "torch.Tensor.view", "flat", turned, at=(440, 0), size=(6,))


def button(opened: Opened, words: str) -> QPushButton | None:
    card = opened.window.canvas.problem_cards.card
    buttons = card.findChildren(QPushButton) if card is not None else []
    return next((each for each in buttons if each.text() == words and each.isVisible()), None)


def test_a_view_that_cannot_be_is_mended_at_its_node(show_window: ShowWindow, empty: Project) -> None:
    transposed(empty)
    opened = show_window(empty).ready()
    hand = Hand(opened)
    opened.until(lambda: [each.code for each in opened.window.panels.problems] == ["runtime"])
    assert hand.plate("turned") == Plate(("3×2 float32",), ("view of x", "not contiguous"))
    assert hand.plate("flat") is None
    hand.select("flat")
    opened.until(lambda: button(opened, "Use reshape"))
    card = opened.window.canvas.problem_cards.card
    assert card is not None
    assert "Use .reshape(...) instead. (RuntimeError)" in card.message.text()
    opened.qtbot.mouseClick(button(opened, "Use reshape"), LEFT)

    opened.until(lambda: text_of(opened, "flat") == "tensor([1., 4., 2., 5., 3., 6.])")
    assert not opened.window.panels.problems
    mended = hand.plate("flat")
    assert mended is not None
    assert mended.marks == ("copied",)
    opened.trigger("undo")
    opened.until(lambda: [each.code for each in opened.window.panels.problems] == ["runtime"])


def test_the_panel_lists_all_values_and_leads_from_node_to_node(show_window: ShowWindow, empty: Project) -> None:
    transposed(empty)
    opened = show_window(empty).ready()
    opened.until(lambda: opened.window.values.values)
    opened.window.docks.show("values")
    opened.until(lambda: opened.window.findChild(QTreeWidget, "values_table"))
    table = opened.child(QTreeWidget, "values_table")
    opened.until(lambda: table.topLevelItemCount() == 3)
    items = [item for item in map(table.topLevelItem, range(3)) if item is not None]
    rows = [[item.text(column) for column in range(4)] for item in items]
    assert rows == [
        ["x", "2×3", "float32", "[[1., 2., 3.], [4., 5., 6.]]"],
        ["turned", "3×2", "float32", "[[1., 4.], [2., 5.], [3., 6.]]"],
        ["flat", "", "", "failed"],
    ]
    opened.window.activateWindow()  # where no window is active, none of its fields has the keyboard
    table.setFocus()
    opened.until(table.hasFocus)
    table.setCurrentItem(items[0])
    opened.qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    heads = ["Node", "Shape", "Type", "Value", "Least", "Mean", "Greatest", "Spread", "Zeros", "NaN", "Infinite"]
    numbers = ["1", "3.5", "6", "1.870828748", "0", "0", "0"]  # torch.std of 1 to 6 in float32
    copied = ["\t".join(heads), "\t".join([*rows[0], *numbers])]
    assert QGuiApplication.clipboard().text().splitlines() == copied

    spot = QPoint(30, table.visualItemRect(items[1]).center().y())  # a row is wider than what is seen of it
    opened.qtbot.mouseClick(table.viewport(), LEFT, NONE, spot)
    opened.until(lambda: "strides\n(1, 3)" in page(opened))
    assert "tensor([[1., 4.],\n        [2., 5.],\n        [3., 6.]])" in page(opened)
    click_link(opened, "Copy")
    assert QGuiApplication.clipboard().text() == "turned = x.t()"
    click_link(opened, "x")
    opened.until(lambda: opened.window.canvas.selection == (empty.main.node("x").id,))
    opened.until(lambda: "strides\n(3, 1)" in page(opened))
    click_link(opened, "All values")
    opened.until(table.isVisible)
    assert opened.window.canvas.selection == ()


def test_a_network_runs_once_when_asked_and_forgets_it_with_the_next_edit(show_window: ShowWindow, iris: Path) -> None:
    opened = show_window(iris).ready()
    opened.window.docks.show("values")
    opened.until(lambda: opened.window.findChild(QPushButton, "values_run"))
    run = opened.child(QPushButton, "values_run")
    opened.until(run.isVisible)
    assert not opened.window.values.values
    opened.qtbot.mouseClick(run, LEFT)
    opened.until(lambda: opened.window.values.values)

    values = opened.window.values.values
    assert set(values) == set(opened.document.main.nodes)
    linear = next(node for node in opened.document.main.nodes.values() if node.kind == "torch.nn.Linear")
    opened.until(lambda: linear.id in opened.window.canvas.scene.plates)
    opened.document.run("Set", [*_smaller(linear)])
    assert not opened.window.values.values
    assert not opened.window.canvas.scene.plates


def _smaller(linear: Node) -> list[Any]:
    from guinet.core.changes import SetArgument

    return [SetArgument(MAIN, linear.id, "bias", False)]


def with_code(project: Project, text: str) -> None:
    project.run("Write code", [SetCode(code_id(text), text)])
    trust.trust([text])
    x = add(project.main, "torch.tensor", "x", at=(0, 0), data=2.0)
    add(project.main, f"code.{code_id(text)}", "runaway", x, at=(220, 0))


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], bool]:
    """Whether the code that does not end is under way."""
    monkeypatch.setenv("BEGUN", str(tmp_path / "begun"))
    return (tmp_path / "begun").exists


def test_stop_ends_an_endless_loop(show_window: ShowWindow, empty: Project, begun: Callable[[], bool]) -> None:
    with_code(empty, ENDLESS)
    opened = show_window(empty).ready()
    stop = opened.window.actions_by_name["stop"]
    opened.until(lambda: begun() and stop.isEnabled())
    before = dumps(empty)
    stop.trigger()

    opened.until(lambda: opened.window.values.evaluation.stopped)
    assert [problem.message for problem in opened.window.panels.problems] == [
        "runaway was stopped before it had ended."
    ]
    assert text_of(opened, "x") == "tensor(2.)"
    assert not stop.isEnabled()
    assert dumps(empty) == before
    assert not any(isinstance(event, HostDied) for event in opened.events)


def test_a_loop_that_swallows_interrupts_ends_with_the_torch_process(
    show_window: ShowWindow, empty: Project, monkeypatch: pytest.MonkeyPatch, begun: Callable[[], bool]
) -> None:
    with_code(empty, STUBBORN)
    opened = show_window(empty, in_process=False).ready()
    opened.until(begun)
    session, before = opened.window.bridge.session, dumps(empty)
    monkeypatch.setattr(type(session).stop_evaluation, "__defaults__", (0.5,))
    opened.until(opened.window.actions_by_name["stop"].isEnabled)
    opened.events.clear()
    opened.trigger("stop")

    assert opened.told(HostDied).evaluating
    opened.ready()
    assert not any(isinstance(event, EvaluationStarted) for event in opened.events)
    assert dumps(empty) == before
    problem = opened.window.values.evaluation.problem
    assert problem is not None
    assert "next edit" in problem.message
    empty.undo()  # the wire into it
    opened.until(lambda: text_of(opened, "x") == "tensor(2.)")


def test_values_follow_the_language(show_window: ShowWindow, empty: Project, qapp: QApplication) -> None:
    transposed(empty)
    opened = show_window(empty).ready()
    hand = Hand(opened)
    opened.until(lambda: hand.plate("turned"))
    english = hand.plate("turned")
    translate.install(qapp, "zh_CN")
    opened.until(lambda: hand.plate("turned") is not english)
    again = hand.plate("turned")
    assert again is not None
    assert again.lines == ("3×2 float32",)


def test_a_moved_node_keeps_its_value(show_window: ShowWindow, empty: Project) -> None:
    transposed(empty)
    opened = show_window(empty).ready()
    hand = Hand(opened)
    opened.until(lambda: hand.plate("turned"))
    canvas, start = hand.canvas, hand.canvas.node_rect("turned").center()
    opened.qtbot.mousePress(canvas, LEFT, NONE, start.toPoint())
    for step in (10, 40, 80):
        opened.qtbot.mouseMove(canvas, (start + QPointF(0, step)).toPoint())
        QApplication.processEvents()
    opened.qtbot.mouseRelease(canvas, LEFT, NONE, (start + QPointF(0, 80)).toPoint())
    assert hand.plate("turned") == Plate(("3×2 float32",), ("view of x", "not contiguous"))
    assert canvas.grab().toImage().width() > 0


def test_problems_of_the_check_and_of_the_run_are_told_once(show_window: ShowWindow, empty: Project) -> None:
    x = add(empty.main, "torch.tensor", "x", at=(0, 0), data=(1.0, 2.0, 3.0))
    other = add(empty.main, "torch.tensor", "other", at=(0, 120), data=(1.0, 2.0))
    add(empty.main, "torch.add", "total", x, other, at=(220, 0))
    add(empty.main, "torch.relu", "lonely", at=(220, 200))
    opened = show_window(empty).ready()
    opened.until(lambda: opened.window.values.values)

    problems = opened.window.panels.problems
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert [problem.node for problem in errors] == [empty.main.node("total").id]
    assert "The size of tensor a (3) must match the size of tensor b (2)" in errors[0].message
    assert len(problems) == len(set(map(id, problems))) == len({problem.message for problem in problems})
