"""The autograd graph in the window, tied to the canvas both ways."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QTextBrowser, QToolTip
from pytestqt.qtbot import QtBot

from guinet.core.changes import MoveNodes
from guinet.core.problems import QT_TRANSLATE_NOOP, Misuse, Problem, Severity
from guinet.core.project import MAIN, Project
from guinet.core.record_view import Box, BoxKind, Drawing, Level, View, drawn
from guinet.core.recorded import Call, Flow, Function, Kept, Origin, Record, Saved, Whose
from guinet.nodes.registry import REGISTRY
from guinet.session.commands import Study
from guinet.session.events import Checked, Failed, Finished, TrainingStarted
from guinet.session.messages.autograd import AutogradShown, FunctionsTold, ShowAutograd, TellFunctions
from guinet.ui.panels.autograd import AutogradPanel
from guinet.ui.panels.autograd_files import save
from guinet.ui.theme import ThemeChoice, apply_theme

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

Left = Qt.MouseButton.LeftButton


def record(layers: int) -> Record:
    """A chain of Linear layers in blocks of two, from the loss back: addmm, its bias, and what it keeps."""
    functions, edges, calls = [Function("SumBackward0", keys=((MAIN, "sum"),))], [], {}
    for layer in range(layers):
        group, own = 1000 + layer // 2, layer + 1
        calls[group] = Call((MAIN, f"block{layer // 2}"), f"block{layer // 2}", "Part")
        calls[own] = Call(("part", f"fc{layer}"), f"fc{layer}", "Linear")
        place, keys = len(functions), (calls[group].key, calls[own].key)
        kept = Kept.CHANGED if layer == 1 else Kept.HELD
        saved = (Saved("mat1", (2, 3), "float32", 24, kept), Saved("alpha", text="1"))
        functions.append(Function("AddmmBackward0", ((2, 3),), saved, 24, "", "", (group, own), keys, "x = fc(x)", 7))
        functions.append(Function("AccumulateGrad", ((3,),), (), 0, f"fc{layer}.bias", "", (group, own), keys))
        edges += [(place - 2 if layer else 0, place), (place, place + 1)]
    flows = tuple(Flow((2, 3), float(number)) for number in range(len(edges)))
    return Record(tuple(functions), tuple(edges), (0,), calls, 24 * layers, 24 * layers, flows=flows)


class Torch:
    """Answers a panel as the torch side does."""

    def __init__(self, panel: AutogradPanel, told: Record) -> None:
        self.panel, self.told = panel, told
        self.asked: list[Study] = []
        self.selected: list[tuple[str, tuple[str, ...]]] = []
        panel.asks.connect(self.answer)
        panel.selected.connect(lambda block, nodes: self.selected.append((block, nodes)))

    def answer(self, study: Study) -> None:
        self.asked.append(study)
        told = self.told
        if isinstance(study, ShowAutograd):
            level = study.level or Level.OPERATION
            drawing = drawn(told, View(level, study.opened, study.closed))
            count = len(told.functions)
            self.panel.receive(
                AutogradShown(1, level, drawing, count, len(told.edges), told.held, told.own, told.breaks, told.origin)
            )
        elif isinstance(study, TellFunctions):
            self.panel.receive(FunctionsTold(1, {place: told.functions[place] for place in study.functions}))


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> AutogradPanel:
    apply_theme(qapp, "dark")
    project = Project(REGISTRY)
    project.main.add("torch.nn.ReLU", name="act")
    made = AutogradPanel(project)
    qtbot.addWidget(made)
    made.resize(1000, 420)
    return made


@pytest.fixture
def seen(panel: AutogradPanel, qtbot: QtBot) -> Torch:
    """Shown with a graph of four layers."""
    torch = Torch(panel, record(4))
    panel.show()
    qtbot.waitUntil(lambda: bool(panel.graph.scene.boxes))
    return torch


def place_of(panel: AutogradPanel, title: str, turn: int = 0) -> int:
    return [n for n, box in enumerate(panel.graph.scene.boxes) if box.title == title][turn]


def middle(panel: AutogradPanel, number: int) -> QPoint:
    panel.graph.reveal(number)
    return panel.graph.rect_of(number).center().toPoint()


def click(qtbot: QtBot, panel: AutogradPanel, title: str, turn: int = 0) -> None:
    qtbot.mouseClick(panel.graph, Left, pos=middle(panel, place_of(panel, title, turn)))


def marked(panel: AutogradPanel) -> list[Box]:
    """The boxes of what is selected on the canvas."""
    return [panel.graph.scene.boxes[number] for number in panel.graph.marks.shown]


def titles(panel: AutogradPanel) -> set[str]:
    return {box.title for box in panel.graph.scene.boxes}


def words_of(panel: AutogradPanel) -> str:
    """What is said where there is no graph."""
    label = panel.findChild(QLabel, "autograd_words")
    assert isinstance(label, QLabel)
    return label.text()


def page(panel: AutogradPanel) -> str:
    return panel.text.toPlainText()


def test_nothing_is_asked_before_somebody_looks(panel: AutogradPanel, qtbot: QtBot) -> None:
    torch = Torch(panel, record(2))
    panel._project.main.add("torch.nn.ReLU", name="more")
    qtbot.wait(20)

    assert torch.asked == []


def test_a_click_tells_all_of_a_function_and_selects_its_node(seen: Torch, panel: AutogradPanel, qtbot: QtBot) -> None:
    click(qtbot, panel, "AddmmBackward0")

    assert seen.selected == [("part", ("fc0",))]
    for words in ("AddmmBackward0", "x = fc(x)", "Line 7", "mat1", "2×3 float32 · 24 B", "alpha"):
        assert words in page(panel)


def test_lines_tell_what_comes_back_along_them(seen: Torch, panel: AutogradPanel, qtbot: QtBot) -> None:
    graph = panel.graph
    lines = graph.scene.drawing.lines
    line = lines.index((place_of(panel, "AddmmBackward0"), place_of(panel, "SumBackward0")))
    graph.reveal(place_of(panel, "SumBackward0"))
    image = graph.grab().toImage()
    at = graph.view.to_widget(graph.scene.label_at(line)).toPoint()

    QApplication.sendEvent(graph, QHelpEvent(QEvent.Type.ToolTip, at, graph.mapToGlobal(at)))

    assert QToolTip.text() == "SumBackward0 → AddmmBackward0\ngradient of shape 2×3, norm 0"
    others = [Flow((2, 3), 77.0)] * len(lines)
    graph.show_drawing(replace(graph.scene.drawing, flows=others))
    assert graph.grab().toImage() != image, "the norm stands on the line"
    click(qtbot, panel, "AddmmBackward0")
    assert "to SumBackward0" not in page(panel)
    assert "from SumBackward0" in page(panel)
    assert "gradient of shape 2×3, norm 0" in page(panel)


def test_a_parameter_is_shown_on_either_side(seen: Torch, panel: AutogradPanel, qtbot: QtBot) -> None:
    told: list[str] = []
    panel.parameter.connect(told.append)

    click(qtbot, panel, "AccumulateGrad", 2)
    assert told == ["fc2.bias"]

    panel.set_parameter("fc1.bias")
    assert panel.current is not None
    assert panel.current.leaf == "fc1.bias"
    assert "fc1.bias.grad" in page(panel)
    panel.set_parameter("unknown")
    assert panel.current.leaf == "fc1.bias"
    assert told == ["fc2.bias"], "what was told of is not told on"


def test_a_tied_parameter_is_found_by_each_of_its_paths(panel: AutogradPanel, qtbot: QtBot) -> None:
    told = record(2)
    tied = replace(told.functions[2], leaf="fc0.bias = fc1.bias")
    Torch(
        panel,
        replace(
            told,
            functions=(*told.functions[:2], tied, told.functions[3], replace(told.functions[4], leaf="other")),
        ),
    )
    panel.show()
    qtbot.waitUntil(lambda: bool(panel.graph.scene.boxes))

    chosen = []
    for path in ("fc0.bias", "other", "fc1.bias"):
        panel.set_parameter(path)
        chosen.append(panel.graph.marks.selected)

    assert chosen[0] == chosen[2] != chosen[1]


def test_while_a_training_runs_the_graph_follows_it(seen: Torch, panel: AutogradPanel, qtbot: QtBot) -> None:
    click(qtbot, panel, "AddmmBackward0")
    chosen, view = panel.graph.marks.selected, panel.graph.view
    before = len(seen.asked)

    panel.receive(TrainingStarted("1", 1, 1, 1, "cpu", 1))
    qtbot.waitUntil(lambda: len(seen.asked) > before + 1)

    shown, told = seen.asked[before:][:2]
    assert isinstance(shown, ShowAutograd)
    assert shown.again
    assert isinstance(told, TellFunctions), "what is known of the selected box may be another thing now"
    assert (panel.graph.marks.selected, panel.graph.view) == (chosen, view)
    assert panel._asking.waits, "and again after a rest"
    panel.receive(Finished("1", "completed", 1, 1, {}))


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        (Origin(rows=64), "with first values"),
        (Origin(Whose.RUN, run="7", rows=64), "with the best weights of run 7"),
        (Origin(Whose.TRAINING, step=5, rows=64), "with the weights after step 5"),
        (Origin(Whose.TRAINING, step=5, rows=64, last_batch=True), "The last batch, 64 row"),
        (Origin(Whose.STEPPING, step=5), "The forward pass of step 5 itself"),
        (Origin(Whose.SCRIPT), "Recorded when the canvas ran"),
    ],
)
def test_it_is_said_which_forward_pass_is_shown(panel: AutogradPanel, qtbot: QtBot, origin: Origin, words: str) -> None:
    Torch(panel, replace(record(2), origin=origin))
    panel.show()
    qtbot.waitUntil(lambda: bool(panel.graph.scene.boxes))

    label = panel.findChild(QLabel, "autograd_state")
    assert isinstance(label, QLabel)
    assert words in label.text()


def test_a_leaf_tells_its_parameter(seen: Torch, panel: AutogradPanel, qtbot: QtBot) -> None:
    click(qtbot, panel, "AccumulateGrad", 2)

    assert "fc2.bias.grad" in page(panel)


def test_a_tensor_written_over_is_told_with_its_remedy(seen: Torch, panel: AutogradPanel, qtbot: QtBot) -> None:
    click(qtbot, panel, "AddmmBackward0", 1)

    assert "backward will fail here" in page(panel)


def test_selecting_on_the_canvas_marks_the_functions(seen: Torch, panel: AutogradPanel) -> None:
    panel.set_selection("part", ["fc1"])
    assert {box.title for box in marked(panel)} == {"AddmmBackward0", "AccumulateGrad"}

    panel.set_selection(MAIN, ["block0"])
    assert len(panel.graph.marks.shown) == 4, "all that lies in the block"


def test_levels_gather_functions_and_groups_open_and_close(seen: Torch, panel: AutogradPanel, qtbot: QtBot) -> None:
    panel.levels.setFocus()
    qtbot.keyClick(panel.levels, Qt.Key.Key_End)
    panel.levels.activated.emit(panel.levels.currentIndex())
    assert titles(panel) == {"SumBackward0", "block0 · Part", "block1 · Part"}

    qtbot.mouseDClick(panel.graph, Left, pos=middle(panel, place_of(panel, "block0 · Part")))
    assert titles(panel) == {"SumBackward0", "fc0 · Linear", "fc1 · Linear", "block1 · Part"}

    click(qtbot, panel, "fc0 · Linear")
    assert "2 × " not in page(panel)
    assert "AccumulateGrad" in page(panel)
    qtbot.keyClick(panel.graph, Qt.Key.Key_Return)
    assert "AddmmBackward0" in titles(panel)

    click(qtbot, panel, "fc1 · Linear")
    qtbot.mouseClick(panel.close_box, Left)
    assert titles(panel) == {"SumBackward0", "block0 · Part", "block1 · Part"}


def test_a_function_goes_back_into_its_node(seen: Torch, panel: AutogradPanel, qtbot: QtBot) -> None:
    click(qtbot, panel, "AddmmBackward0", 3)
    panel.graph.setFocus()
    qtbot.keyClick(panel.graph, Qt.Key.Key_Backspace)

    assert "fc3 · Linear" in titles(panel)
    assert panel.graph.marks.selected is None


def test_what_is_found_is_marked_and_gone_through_with_enter(seen: Torch, panel: AutogradPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.search, "fc3.bias")
    assert len(panel.graph.marks.found) == 1
    panel.search.clear()
    qtbot.keyClicks(panel.search, "addmm")
    assert len(panel.graph.marks.found) == 4

    visited = []
    for _ in range(5):
        qtbot.keyClick(panel.search, Qt.Key.Key_Return)
        visited.append(panel.graph.marks.selected)

    assert len(set(visited[:4])) == 4
    assert visited[4] == visited[0], "and round"


def test_the_keyboard_walks_along_the_lines(seen: Torch, panel: AutogradPanel, qtbot: QtBot) -> None:
    walked = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Right):
        qtbot.keyClick(panel.graph, key)
        box = panel.current
        assert box is not None
        walked.append(box.title)
        assert panel.graph.accessibleDescription().startswith(box.title)

    assert walked[:2] == ["SumBackward0", "AddmmBackward0"], "it begins where the backward pass begins"
    assert walked[2] in ("AddmmBackward0", "AccumulateGrad")
    qtbot.keyClick(panel.graph, Qt.Key.Key_Escape)
    assert panel.current is None


def test_zoom_pan_and_fit(seen: Torch, panel: AutogradPanel, qtbot: QtBot) -> None:
    graph = panel.graph
    qtbot.mouseClick(panel.fit, Left)
    start = graph.view
    assert all(graph.rect().contains(graph.rect_of(n).toRect()) for n in range(len(graph.scene.boxes)))

    qtbot.keyClick(graph, Qt.Key.Key_Plus)
    assert graph.view.scale > start.scale
    fixed = graph.view.to_scene(QPointF(0, 0))
    qtbot.mousePress(graph, Left, pos=QPoint(300, 20))
    qtbot.mouseMove(graph, QPoint(320, 40))
    qtbot.mouseMove(graph, QPoint(360, 60))
    qtbot.mouseRelease(graph, Left, pos=QPoint(360, 60))
    assert graph.view.to_scene(QPointF(60, 40)) == fixed
    assert panel.current is None, "a pan is no click"
    qtbot.keyClick(graph, Qt.Key.Key_F)
    assert graph.view == start


@pytest.mark.parametrize("ending", [".svg", ".png", ".dot"])
def test_the_graph_is_saved_as_a_file(
    seen: Torch, panel: AutogradPanel, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    path = tmp_path / "graph"
    answer = (str(path), f"kind (*{ending})")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *arguments: answer)

    qtbot.mouseClick(panel.save, Left)

    written = path.with_suffix(ending)
    if ending == ".png":
        assert QImage(str(written)).width() > 400
    else:
        text = written.read_text(encoding="utf-8")
        assert "AddmmBackward0" in text
        assert "<svg" in text if ending == ".svg" else text.startswith("digraph")


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="svg"):
        save(Drawing(), tmp_path / "graph.bmp")


def test_a_problem_is_told_instead_of_a_graph_and_asked_again_after_a_training(
    panel: AutogradPanel, qtbot: QtBot
) -> None:
    asked: list[Study] = []
    panel.asks.connect(asked.append)
    panel.show()
    qtbot.waitUntil(lambda: len(asked) == 1)
    words = QT_TRANSLATE_NOOP("Problem", "A training runs: this can be seen after it, or while nothing trains.")

    panel.receive(Failed("show_autograd", Problem("failed", words)))
    assert words_of(panel) == words
    assert not panel.search.isEnabled()

    panel.receive(Failed("train", Problem("failed", "It ended.")))
    qtbot.waitUntil(lambda: len(asked) == 2)


def test_where_nothing_was_recorded_it_is_said_why(panel: AutogradPanel, qtbot: QtBot) -> None:
    reason = Problem("gradient", "cut passes values on, but no gradient back.")
    Torch(panel, Record((), (), (), breaks=(reason,)))
    panel.show()

    qtbot.waitUntil(lambda: words_of(panel) == "cut passes values on, but no gradient back.")


def test_where_it_breaks_is_marked_on_the_canvas_until_the_next_edit(panel: AutogradPanel, qtbot: QtBot) -> None:
    node = next(iter(panel._project.main.nodes))
    meant = Problem("gradient", "act passes values on.", severity=Severity.INFO, block=MAIN, node=node)
    fails = Problem("gradient", "A backward pass will fail there.", block=MAIN, node=node)
    found: list[tuple[Problem, ...]] = []
    panel.found.connect(found.append)
    Torch(panel, replace(record(2), breaks=(meant, fails)))
    panel.show()
    qtbot.waitUntil(lambda: bool(found))

    assert [(each.message, each.severity) for each in found[-1]] == [
        ("act passes values on.", Severity.WARNING),
        ("A backward pass will fail there.", Severity.ERROR),
    ]
    panel._project.main.add("torch.nn.ReLU", name="more")
    assert found[-1] == ()


def test_the_functions_of_a_layer_tell_its_parameters(panel: AutogradPanel, qtbot: QtBot) -> None:
    told = record(2)
    first = replace(told.functions[1], parameters=("fc0.weight", "fc0.bias"))
    Torch(panel, replace(told, functions=(told.functions[0], first, *told.functions[2:])))
    panel.show()
    qtbot.waitUntil(lambda: bool(panel.graph.scene.boxes))

    click(qtbot, panel, "AddmmBackward0")

    assert "fc0.weight" in page(panel)
    assert "fc0.bias" in page(panel)


def test_an_edit_asks_anew_and_a_move_does_not(seen: Torch, panel: AutogradPanel, qtbot: QtBot) -> None:
    before = len(seen.asked)
    node = next(iter(panel._project.main.nodes))
    panel._project.run("Move", [MoveNodes(MAIN, {node: (50.0, 50.0)})])
    assert not panel._asking.waits

    panel._project.main.add("torch.nn.ReLU", name="more")

    qtbot.waitUntil(lambda: len(seen.asked) > before)


def test_another_language_keeps_what_is_seen(seen: Torch, panel: AutogradPanel, qtbot: QtBot) -> None:
    click(qtbot, panel, "AddmmBackward0")
    before, view = len(seen.asked), panel.graph.view

    QApplication.sendEvent(panel, QEvent(QEvent.Type.LanguageChange))

    assert (len(seen.asked), panel.graph.view) == (before, view)
    assert panel.current is not None
    assert "mat1" in page(panel)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_many_functions_are_painted_near_and_far(
    panel: AutogradPanel, qtbot: QtBot, qapp: QApplication, theme: ThemeChoice
) -> None:
    apply_theme(qapp, theme)
    Torch(panel, record(300))
    panel.show()
    qtbot.waitUntil(lambda: bool(panel.graph.scene.boxes))
    near = panel.graph.grab().toImage()

    panel.graph.fit()
    far = panel.graph.grab().toImage()

    assert near != far
    assert len({far.pixel(x, y) for x in range(0, far.width(), 2) for y in range(0, far.height(), 2)}) > 3


def test_click_addmm_and_the_linear_layer_is_selected(show_window: Callable[..., Opened], iris: Path) -> None:
    opened = show_window(iris)
    opened.told(Checked)
    window = opened.window
    window.docks["autograd"].show()
    window.docks["autograd"].raise_()
    opened.until(lambda: "autograd" in set(window.panels))
    panel = cast("AutogradPanel", window.panels["autograd"])
    opened.until(lambda: panel.graph.scene.boxes)

    click(opened.qtbot, panel, "AddmmBackward0")

    box = panel.current
    assert box is not None
    chosen = window.document.main.nodes[next(iter(window.canvas.selection))]
    assert (chosen.kind, chosen.name) == ("torch.nn.Linear", box.node)
    opened.until(lambda: "mat1" in opened.child(QTextBrowser, "autograd_page").toPlainText())

    other = next(each for each in panel.graph.scene.boxes if each.node not in ("", box.node))
    assert other.home is not None
    window.canvas.select([other.home[1]])
    opened.until(lambda: {shown.node for shown in marked(panel) if shown.kind is not BoxKind.LEAF} == {other.node})


def test_where_nothing_can_run_the_panel_stays_in_front_and_says_why(show_window: Callable[..., Opened]) -> None:
    project = Project(REGISTRY)
    project.main.add("torch.nn.Linear", "alone", out_features=3)
    opened = show_window(project).ready()
    opened.window.docks.show("autograd")
    opened.told(Failed)
    panel = opened.window.panels["autograd"]
    opened.until(
        lambda: any(label.text() == "Nothing is wired to input of alone." for label in panel.findChildren(QLabel))
    )
    assert opened.shows("autograd")
