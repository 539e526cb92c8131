"""The inspector, driven by keys and clicks: every edit goes through the project as one step and comes back from it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from guinet.core.changes import SetArgument
from guinet.core.graph import BlockArgument, BlockData, Node
from guinet.core.problems import Fix, Problem
from guinet.core.project import Project, block_kind
from guinet.core.report import NodeReport
from guinet.core.values import Reference, TensorSpec
from guinet.nodes.registry import REGISTRY
from guinet.ui import translate
from guinet.ui.forms.rows import ArgumentForm
from guinet.ui.panels.problem_card import ProblemCard
from guinet.ui.panels.properties import PropertiesPanel
from guinet.ui.theme import apply_theme


class Inspector:
    """The panel on a small network, and shorthands for what a person does to it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.project = Project(REGISTRY)
        block = self.project.main
        self.digits = block.add("guinet.data.digits", name="digits")
        self.conv = block.add("torch.nn.Conv2d", name="conv", out_channels=32, kernel_size=3)
        self.other = block.add("torch.nn.Conv2d", name="other", out_channels=64, kernel_size=3)
        self.head = block.add("torch.nn.Linear", name="head", out_features=10)
        block.connect(self.digits["image"], self.conv["input"])
        block.connect(self.conv["output"], self.other["input"])
        self.panel = PropertiesPanel(self.project, REGISTRY)
        qtbot.addWidget(self.panel)
        self.panel.resize(330, 800)
        with qtbot.waitActive(self.panel):
            self.panel.show()
            self.panel.activateWindow()

    def select(self, *nodes: Node) -> None:
        self.panel.set_selection("main", tuple(node.id for node in nodes))
        QApplication.processEvents()

    def field(self, name: str) -> QWidget:
        shown = [each for each in self.panel.findChildren(QWidget, f"field_{name}") if each.isVisible()]
        assert len(shown) == 1, f"{len(shown)} fields {name}"
        return shown[0]

    def line(self, name: str) -> QLineEdit:
        return self.field(name).findChildren(QLineEdit)[0]

    def write(self, name: str, text: str) -> QLineEdit:
        """Clicks into a field, replaces what is there and leaves the focus in it."""
        line = self.line(name)
        QTest.mouseClick(line, Qt.MouseButton.LeftButton)
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, text)
        return line

    def shown(self, name: str) -> list[str]:
        return [label.text() for label in self.panel.findChildren(QLabel, name) if label.isVisible()]

    def texts(self) -> list[str]:
        return [label.text() for label in self.panel.findChildren(QLabel) if label.isVisible()]

    def arguments(self, node: Node) -> dict[str, object]:
        return dict(self.project.main.nodes[node.id].arguments)


@pytest.fixture
def inspector(qapp: QApplication, qtbot: QtBot) -> Inspector:
    apply_theme(qapp, "dark")
    translate.install(qapp, "en")
    return Inspector(qtbot)


def test_nothing_opens_a_window_of_its_own(inspector: Inspector) -> None:
    inspector.select(inspector.conv)
    assert [each for each in QApplication.topLevelWidgets() if each.isVisible()] == [inspector.panel]
    assert QApplication.activeWindow() is inspector.panel


def test_typing_a_value_sets_it_in_one_step(inspector: Inspector) -> None:
    inspector.select(inspector.conv)
    steps = len(inspector.project.history.labels)
    inspector.write("out_channels", "128")
    assert inspector.arguments(inspector.conv)["out_channels"] == 128
    assert len(inspector.project.history.labels) == steps + 1
    inspector.project.undo()
    assert inspector.arguments(inspector.conv)["out_channels"] == 32
    assert inspector.line("out_channels").text() == "32"
    inspector.project.redo()
    assert inspector.line("out_channels").text() == "128"


def test_leaving_the_field_ends_the_step(inspector: Inspector) -> None:
    inspector.select(inspector.conv)
    steps = len(inspector.project.history.labels)
    inspector.write("groups", "2")
    QTest.keyClick(inspector.line("groups"), Qt.Key.Key_Tab)
    inspector.write("groups", "4")
    assert len(inspector.project.history.labels) == steps + 2


def test_a_size_takes_one_number_or_several_and_its_named_values(inspector: Inspector) -> None:
    inspector.select(inspector.conv)
    line = inspector.write("kernel_size", "3 x 5")
    assert inspector.arguments(inspector.conv)["kernel_size"] == (3, 5)
    assert line.text() == "3 x 5", "what someone is typing is left alone"
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert line.text() == "3 × 5"
    inspector.write("padding", "same")
    assert inspector.arguments(inspector.conv)["padding"] == "same"


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [("groups", "two", "groups"), ("out_channels", "0", "at least 1"), ("kernel_size", "1, 2, 3", "takes one number")],
)
def test_a_wrong_value_is_refused_in_words_and_changes_nothing(
    inspector: Inspector, name: str, text: str, word: str
) -> None:
    inspector.select(inspector.conv)
    line = inspector.line(name)
    before, graph = line.text(), inspector.arguments(inspector.conv)
    line.setFocus()
    line.selectAll()
    QApplication.clipboard().setText(text)
    QTest.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert (line.text(), line.property("invalid")) == (text, True)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert inspector.arguments(inspector.conv) == graph
    assert any(word in words for words in inspector.shown(f"refusal_{name}"))
    assert line.text() == before


@pytest.mark.parametrize("waits", [False, True])
def test_the_words_of_a_value_that_is_gone_say_that_it_was_not_taken(inspector: Inspector, waits: bool) -> None:
    inspector.select(inspector.conv)
    line = inspector.write("out_channels", "-5")
    complaint = "out_channels is -5, but must be at least 1."
    if waits:
        inspector.qtbot.waitUntil(lambda: inspector.shown("refusal_out_channels") == [complaint])
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert line.text() == "32"
    assert inspector.shown("refusal_out_channels") == [f"Not taken: {complaint}"]
    inspector.line("kernel_size").setFocus()
    assert inspector.shown("refusal_out_channels") == [f"Not taken: {complaint}"]
    inspector.write("out_channels", "5")
    assert inspector.shown("refusal_out_channels") == []


@pytest.mark.parametrize("letter", ["9", "x"])
def test_a_long_wrong_value_does_not_widen_the_form(inspector: Inspector, letter: str) -> None:
    inspector.select(inspector.conv)
    line = inspector.line("kernel_size")
    line.setFocus()
    form = line.parentWidget()
    while not isinstance(form, ArgumentForm):
        assert form is not None
        form = form.parentWidget()
    before = form.minimumSizeHint().width()
    QApplication.clipboard().setText(5000 * letter)
    QTest.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert inspector.shown("refusal_kernel_size")
    assert form.minimumSizeHint().width() == before


def test_words_wait_for_someone_who_is_still_typing(inspector: Inspector) -> None:
    inspector.select(inspector.digits)
    line = inspector.write("validation", "1e")
    assert line.property("invalid") is True
    assert inspector.shown("refusal_validation") == []
    QTest.keyClicks(line, "-1")
    assert line.property("invalid") is False
    assert inspector.arguments(inspector.digits)["validation"] == 0.1
    assert inspector.shown("refusal_validation") == []


def test_words_come_when_the_typing_stops(inspector: Inspector) -> None:
    inspector.select(inspector.conv)
    inspector.write("groups", "x")
    inspector.qtbot.waitUntil(lambda: bool(inspector.shown("refusal_groups")))
    inspector.select(inspector.other)
    assert inspector.shown("refusal_groups") == [], "they are gone with the node they are about"


def test_escape_takes_the_writing_back(inspector: Inspector) -> None:
    inspector.select(inspector.conv)
    line = inspector.write("groups", "x")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == ""
    assert line.property("invalid") is False


def test_a_needed_argument_cannot_be_emptied(inspector: Inspector) -> None:
    inspector.select(inspector.conv)
    line = inspector.write("out_channels", "")
    QTest.keyClick(line, Qt.Key.Key_Backspace)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert inspector.arguments(inspector.conv)["out_channels"] == 32
    assert inspector.shown("refusal_out_channels") == ["Not taken: out_channels needs a value."]
    assert line.text() == "32"


def test_defaults_and_inferred_values_are_shown_without_being_set(inspector: Inspector) -> None:
    inspector.panel.set_reports("main", {inspector.conv.id: NodeReport(inferred={"in_channels": 1})}, ())
    inspector.select(inspector.conv)
    assert inspector.line("stride").text() == ""
    assert inspector.line("stride").placeholderText() == "1 × 1"  # torch: stride=1 for both dimensions
    assert inspector.line("in_channels").placeholderText() == "1"
    assert "in_channels" not in inspector.arguments(inspector.conv)
    inspector.panel.set_reports("main", {inspector.conv.id: NodeReport(inferred={"in_channels": 3})}, ())
    assert inspector.line("in_channels").placeholderText() == "3"


def test_what_was_set_by_hand_can_be_taken_back(inspector: Inspector) -> None:
    inspector.project.main.set(inspector.conv, in_channels=7)
    inspector.panel.set_reports("main", {inspector.conv.id: NodeReport(inferred={"in_channels": 1})}, ())
    inspector.select(inspector.conv)
    assert inspector.line("in_channels").text() == "7"
    button = inspector.panel.findChildren(QWidget, "reset_in_channels")[0]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert "in_channels" not in inspector.arguments(inspector.conv)
    assert inspector.line("in_channels").text() == ""
    assert not button.isVisible()
    inspector.project.undo()
    assert inspector.arguments(inspector.conv)["in_channels"] == 7


def test_emptying_a_field_takes_it_back_too(inspector: Inspector) -> None:
    inspector.project.main.set(inspector.conv, stride=2)
    inspector.select(inspector.conv)
    line = inspector.write("stride", "")
    QTest.keyClick(line, Qt.Key.Key_Delete)
    assert "stride" not in inspector.arguments(inspector.conv)


def test_no_button_takes_a_needed_value_away(inspector: Inspector) -> None:
    inspector.select(inspector.conv)
    assert inspector.panel.findChild(QWidget, "reset_out_channels") is None


def test_check_boxes_and_lists_set_values(inspector: Inspector) -> None:
    inspector.select(inspector.conv)
    box = inspector.field("bias").findChildren(QCheckBox)[0]
    assert box.isChecked()
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    assert inspector.arguments(inspector.conv)["bias"] is False
    choices = inspector.field("padding_mode").findChildren(QComboBox)[0]
    assert choices.currentText() == "zeros"
    choices.setFocus()
    QTest.keyClick(choices, Qt.Key.Key_Down)
    assert inspector.arguments(inspector.conv)["padding_mode"] == "reflect"


def test_up_and_down_step_a_whole_number(inspector: Inspector) -> None:
    inspector.select(inspector.head)
    line = inspector.line("out_features")
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Up)
    QTest.keyClick(line, Qt.Key.Key_Up)
    assert inspector.arguments(inspector.head)["out_features"] == 12
    assert line.text() == "12"


def test_undo_in_a_field_is_the_projects(inspector: Inspector) -> None:
    inspector.select(inspector.conv)
    line = inspector.write("out_channels", "128")
    QTest.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert inspector.arguments(inspector.conv)["out_channels"] == 32
    assert line.text() == "32"
    QTest.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert line.text() == "128"


def test_a_change_made_elsewhere_is_shown(inspector: Inspector) -> None:
    inspector.select(inspector.conv)
    inspector.project.main.set(inspector.conv, kernel_size=7)
    assert inspector.line("kernel_size").text() == "7 × 7"
    inspector.project.main.remove([inspector.conv])
    assert inspector.panel.findChildren(QWidget, "training_form")[0].isVisible()
    inspector.project.undo()
    assert inspector.line("kernel_size").text() == "7 × 7", "undone, it is selected as before"


def test_a_late_report_leaves_the_writing_alone(inspector: Inspector) -> None:
    inspector.select(inspector.conv)
    line = inspector.write("out_channels", "6")
    QTest.keyClicks(line, "e")
    inspector.panel.set_reports("main", {inspector.conv.id: NodeReport(inferred={"in_channels": 1})}, ())
    assert line.text() == "6e"


def test_renaming_in_place(inspector: Inspector) -> None:
    inspector.select(inspector.conv)
    assert inspector.shown("node_name") == ["conv"]
    assert inspector.shown("node_kind") == ["· Conv2d"]
    QTest.keyClick(inspector.panel, Qt.Key.Key_F2)
    editor = inspector.panel.findChildren(QLineEdit, "node_name_editor")[0]
    QTest.keyClicks(editor, "stem")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert inspector.project.main.nodes[inspector.conv.id].name == "stem"
    assert inspector.shown("node_name") == ["stem"]
    inspector.project.undo()
    assert inspector.shown("node_name") == ["conv"]


@pytest.mark.parametrize(("name", "words"), [("other", "named other already"), ("class", "Python's own")])
def test_a_name_that_cannot_be_is_refused_in_words(inspector: Inspector, name: str, words: str) -> None:
    inspector.select(inspector.conv)
    label = inspector.panel.findChildren(QLabel, "node_name")[0]
    QTest.mouseClick(label, Qt.MouseButton.LeftButton)
    editor = inspector.panel.findChildren(QLineEdit, "node_name_editor")[0]
    QTest.keyClicks(editor, name)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert inspector.project.main.nodes[inspector.conv.id].name == "conv"
    assert words in inspector.shown("name_refusal")[0]
    assert inspector.shown("node_name") == ["conv"]


def test_escape_leaves_the_name(inspector: Inspector) -> None:
    inspector.select(inspector.conv)
    inspector.panel.rename()
    editor = inspector.panel.findChildren(QLineEdit, "node_name_editor")[0]
    QTest.keyClicks(editor, "stem")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert inspector.project.main.nodes[inspector.conv.id].name == "conv"
    assert inspector.shown("node_name") == ["conv"]


def test_shapes_and_parameters(inspector: Inspector) -> None:
    inspector.select(inspector.conv)
    reports = {
        inspector.digits.id: NodeReport({"image": TensorSpec(("N", 1, 8, 8)), "label": TensorSpec(("N",), "int64")}),
        inspector.conv.id: NodeReport({"output": TensorSpec(("N", 32, 6, 6))}, parameters=320),
    }
    inspector.panel.set_reports("main", reports, ())
    texts = inspector.texts()
    assert "N × 1 × 8 × 8 · 256\u00a0B each" in texts  # 64 numbers of 4 bytes
    assert "N × 32 × 6 × 6 · 4.5\u00a0KiB each" in texts  # 32·6·6·4 = 4608 bytes
    assert "320" in texts  # 32 filters of 3·3·1 weights and a bias each
    inspector.panel.set_reports("main", {}, (inspector.conv.id,))
    inspector.select(inspector.head)
    assert "320" not in inspector.texts()


def test_problems_of_the_node_with_their_repair(inspector: Inspector) -> None:
    fix = Fix("Set groups {value}", (SetArgument("main", inspector.conv.id, "groups", 1),), {"value": "1"})
    inspector.project.main.set(inspector.conv, groups=5)
    problem = Problem("p", "Groups do not fit.", block="main", node=inspector.conv.id, argument="groups", fixes=(fix,))
    elsewhere = Problem("q", "Something else.", block="main", node=inspector.head.id)
    inspector.panel.set_problems((problem, elsewhere))
    inspector.select(inspector.conv)
    cards = [card for card in inspector.panel.findChildren(ProblemCard) if card.isVisible()]
    assert [card.problem for card in cards] == [problem]
    assert inspector.line("groups").property("invalid") is True
    QTest.mouseClick(cards[0].findChildren(QWidget, "fix_0")[0], Qt.MouseButton.LeftButton)
    assert inspector.arguments(inspector.conv)["groups"] == 1
    assert inspector.project.history.labels[-1] == "Set groups 1"
    inspector.panel.set_problems((elsewhere,))
    assert not any(card.isVisible() for card in inspector.panel.findChildren(ProblemCard))
    assert not inspector.line("groups").property("invalid")


def test_a_field_that_is_right_again_says_so_while_someone_is_in_it(inspector: Inspector) -> None:
    problem = Problem("p", "Groups do not fit.", block="main", node=inspector.conv.id, argument="groups")
    inspector.panel.set_problems((problem,))
    inspector.select(inspector.conv)
    line = inspector.line("groups")
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "1")
    inspector.panel.set_problems((problem,))  # of a check that had not heard of it yet
    assert line.property("invalid")
    inspector.panel.set_problems(())
    assert not line.property("invalid")

    QTest.keyClicks(line, "x")
    inspector.panel.set_problems(())
    assert line.property("invalid")  # “1x” is no number, whatever the check says of the last one


def test_a_note_is_one_step(inspector: Inspector) -> None:
    inspector.select(inspector.conv)
    steps = len(inspector.project.history.labels)
    note = inspector.panel.findChildren(QPlainTextEdit, "node_note")[0]
    note.setFocus()
    QTest.keyClicks(note, "the stem")
    assert inspector.project.main.nodes[inspector.conv.id].note == "the stem"
    assert len(inspector.project.history.labels) == steps + 1
    QTest.keyClick(note, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert inspector.project.main.nodes[inspector.conv.id].note == ""
    assert note.toPlainText() == ""


def test_several_nodes_are_edited_together_in_one_step(inspector: Inspector) -> None:
    inspector.select(inspector.conv, inspector.other)
    assert inspector.shown("node_name") == ["2 nodes selected"]
    assert inspector.line("kernel_size").text() == "3 × 3"
    assert inspector.line("out_channels").placeholderText() == "differs"
    steps = len(inspector.project.history.labels)
    inspector.write("out_channels", "16")
    assert inspector.arguments(inspector.conv)["out_channels"] == 16
    assert inspector.arguments(inspector.other)["out_channels"] == 16
    assert len(inspector.project.history.labels) == steps + 1
    inspector.project.undo()
    assert inspector.arguments(inspector.conv)["out_channels"] == 32
    assert inspector.arguments(inspector.other)["out_channels"] == 64


def test_nodes_of_different_kinds_share_what_means_the_same(inspector: Inspector) -> None:
    inspector.select(inspector.conv, inspector.head)
    assert inspector.field("bias").isVisible()
    assert not [each for each in inspector.panel.findChildren(QWidget, "field_kernel_size") if each.isVisible()]


def test_a_block_shows_the_arguments_it_exposes(inspector: Inspector) -> None:
    from guinet.core.changes import AddBlock

    inside = Node("n1", "torch.nn.Linear", "fc", {"out_features": Reference("width")})
    data = BlockData("b1", "Residual", (inside,), arguments=(BlockArgument("width", 64),))
    inspector.project.run("Make block", [AddBlock(data)])
    instance = inspector.project.main.add(block_kind("b1"), name="res")
    inspector.select(instance)
    assert inspector.shown("node_kind") == ["· Residual"]
    assert inspector.line("width").placeholderText() == "64"
    inspector.write("width", "8")
    assert inspector.arguments(instance)["width"] == 8
    inspector.panel.set_selection("b1", ("n1",))
    QApplication.processEvents()
    assert inspector.line("out_features").text() == "= width"


def test_a_kind_nobody_knows_has_a_form_without_arguments(inspector: Inspector) -> None:
    from guinet.core.changes import AddNode

    inspector.project.run("Add node", [AddNode("main", Node("x", "torch.nn.FromTheFuture", "future"))])
    inspector.panel.set_selection("main", ("x",))
    QApplication.processEvents()
    assert inspector.shown("node_kind") == ["· torch.nn.FromTheFuture"]


def test_a_long_name_and_a_narrow_panel_fit(inspector: Inspector) -> None:
    node = inspector.project.main.add("torch.nn.functional.interpolate")
    inspector.select(node)
    inspector.panel.resize(240, 500)
    QApplication.processEvents()
    inside = inspector.panel.widget()
    assert inside is not None
    assert inside.width() <= inspector.panel.viewport().width()


def test_every_kind_has_a_form_whose_fields_show_its_defaults(inspector: Inspector) -> None:
    for node_type in REGISTRY.types():
        node = inspector.project.main.add(node_type.kind)
        inspector.select(node)
        for argument in node_type.arguments:
            assert inspector.field(argument.name).focusProxy() is not None
        assert inspector.arguments(node) == {}, "showing a form sets nothing"
        inspector.project.main.remove([node])


def test_a_name_half_written_does_not_go_to_the_node_selected_next(inspector: Inspector) -> None:
    inspector.select(inspector.conv)
    inspector.panel.rename()
    QTest.keyClicks(inspector.panel.findChildren(QLineEdit, "node_name_editor")[0], "stem")
    inspector.select(inspector.head)
    names = {node.id: node.name for node in inspector.project.main.nodes.values()}
    assert names[inspector.head.id] == "head"
    assert names[inspector.conv.id] == "conv"
