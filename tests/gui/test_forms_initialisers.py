"""The rules for first values in forms: of a layer, of a block, torch's functions, values, and one's own functions."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from guinet.core.coding import write_code
from guinet.core.editing import rename
from guinet.core.graph import CODE_KIND, Initialiser, Selects
from guinet.core.grouping import group
from guinet.core.initialising import add_rule
from guinet.core.parameter_rows import Figures, Histogram
from guinet.core.problems import Problem
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.nodes.templates import INITIALISER, is_template
from guinet.session.commands import Study
from guinet.session.messages.parameters import ParametersUnknown, PreviewRules, RulesPreviewed
from guinet.storage import trust
from guinet.ui.forms.initialisers import InitialisersForm
from guinet.ui.theme import apply_theme


@pytest.fixture
def project() -> Project:
    project = Project(REGISTRY)
    project.main.add("torch.nn.Linear", name="fc", in_features=3, out_features=2)
    project.main.add("torch.add", name="sum")
    return project


@pytest.fixture
def node(project: Project) -> str:
    return project.main.node("fc").id


@pytest.fixture
def form(qapp: QApplication, qtbot: QtBot, project: Project) -> InitialisersForm:
    apply_theme(qapp, "dark")
    form = InitialisersForm(project, REGISTRY)
    qtbot.addWidget(form)
    form.resize(344, 800)
    form.show()
    return form


def choose(box: QComboBox, data: object) -> None:
    """As a person does who opens the list and clicks."""
    index = box.findData(data)
    assert index >= 0
    box.setCurrentIndex(index)
    box.activated.emit(index)


def test_a_rule_for_a_layer_with_its_arguments(form: InitialisersForm, project: Project, node: str) -> None:
    form.show_rules(project.main, [node])
    assert form.rows == []

    QTest.mouseClick(form.add, Qt.MouseButton.LeftButton)
    choose(form.rows[0].function, "normal_")
    field = form.rows[0].findChildren(QLineEdit, "std") or form.rows[0].findChildren(QLineEdit)
    std = next(each for each in field if each.accessibleName() == "std")
    std.setFocus()
    std.selectAll()
    QTest.keyClicks(std, "0.01")
    QTest.keyClick(std, Qt.Key.Key_Return)

    assert project.main.initialisers == (Initialiser(Selects.NODE, node, "weight", "normal_", {"std": 0.01}),)
    choose(form.rows[0].parameter, "bias")
    assert project.main.initialisers[0].parameter == "bias"


def test_every_function_of_torch_is_offered(form: InitialisersForm, project: Project, node: str) -> None:
    form.show_rules(project.main, [node])
    QTest.mouseClick(form.add, Qt.MouseButton.LeftButton)
    for type in REGISTRY.initialisers():
        choose(form.rows[0].function, type.title)
        rule = project.main.initialisers[0]
        assert rule.function == type.title
        # What torch needs is suggested, so that the rule holds at once.
        assert {each.name for each in type.arguments if each.required} <= rule.arguments.keys()


def test_a_value_by_hand_in_the_form(form: InitialisersForm, project: Project, node: str) -> None:
    form.show_rules(project.main, [node])
    QTest.mouseClick(form.add, Qt.MouseButton.LeftButton)

    choose(form.rows[0].function, "set")

    assert project.main.initialisers == (Initialiser(Selects.NODE, node, "weight", "set", {"value": 0.0}),)


def test_rules_of_a_block_by_type_and_by_name(form: InitialisersForm, project: Project) -> None:
    form.show_rules(project.main, [])
    QTest.mouseClick(form.add, Qt.MouseButton.LeftButton)
    assert project.main.initialisers[0].select is Selects.TYPE

    target = form.rows[0].target
    target.setText("Conv2d")
    target.editingFinished.emit()
    assert project.main.initialisers[0].target == "torch.nn.Conv2d"
    choose(form.rows[0].select, Selects.PATTERN)
    assert (project.main.initialisers[0].target, project.main.initialisers[0].parameter) == ("*.weight", "")
    form.rows[0].target.setText("fc.*")
    form.rows[0].target.editingFinished.emit()
    assert project.main.initialisers[0].target == "fc.*"


@pytest.mark.parametrize("kind", ["torch.nn.LSTM", "torch.nn.MultiheadAttention", "block", "code"])
def test_a_layer_of_several_weights_gets_a_rule_for_all_of_them(
    form: InitialisersForm, project: Project, node: str, kind: str
) -> None:
    """None of these has a parameter called `weight`: a rule for that would find nothing."""
    if kind == "block":
        rename(project.main, group(project.main, [node]).id, "many")
    elif kind == "code":
        text = "class Own(nn.Module):\n    def forward(self, x):\n        return x\n"
        project.main.add(CODE_KIND + write_code(project, text), name="many")
    else:
        project.main.add(kind, name="many")
    many = project.main.node("many").id
    form.show_rules(project.main, [many])
    QTest.mouseClick(form.add, Qt.MouseButton.LeftButton)

    assert project.main.initialisers == (Initialiser(Selects.PATTERN, "many.*weight*", "", "xavier_uniform_"),)
    (row,) = form.rows
    assert row.target.text() == "many.*weight*"
    assert not row.target.isHidden()
    form.show_rules(project.main, [project.main.add("torch.nn.Linear", name="other").id])
    assert form.rows == []


def test_order_and_removal(form: InitialisersForm, project: Project, node: str) -> None:
    form.show_rules(project.main, [node])
    for function in ("zeros_", "ones_"):
        QTest.mouseClick(form.add, Qt.MouseButton.LeftButton)
        choose(form.rows[-1].function, function)

    form.rows[0].moved.emit(1)
    assert [rule.function for rule in project.main.initialisers] == ["ones_", "zeros_"]
    form.rows[0].moved.emit(-1)  # it is the first
    form.rows[0].removed.emit()
    assert [rule.function for rule in project.main.initialisers] == ["zeros_"]
    project.undo()
    assert [row.rule.function for row in form.rows] == ["ones_", "zeros_"]


def test_a_function_of_ones_own(form: InitialisersForm, project: Project, node: str) -> None:
    form.show_rules(project.main, [node])
    QTest.mouseClick(form.add, Qt.MouseButton.LeftButton)

    choose(form.rows[0].function, "code")

    (rule,) = project.main.initialisers
    text = project.code[rule.function.removeprefix(CODE_KIND)]
    assert text == INITIALISER.read()
    assert is_template(text)
    area = form.rows[0]._code
    area.show_text(text.replace("-10", "-3"))
    area.left.emit()
    (rule,) = project.main.initialisers
    assert "-3" in project.code[rule.function.removeprefix(CODE_KIND)]
    assert len(project.code) == 1
    assert trust.untrusted(project.code) == ()


def test_a_function_that_came_with_the_project_is_not_trusted_by_an_edit(
    form: InitialisersForm, project: Project, node: str
) -> None:
    own = CODE_KIND + write_code(project, "def own(module):\n    print(module)\n")
    add_rule(project.main, Initialiser(Selects.NODE, node, "*", own))
    form.show_rules(project.main, [node])
    area = form.rows[0]._code
    area.show_text("def own(module):\n    pass\n")
    area.left.emit()

    assert list(project.code.values()) == ["def own(module):\n    pass\n"]
    assert len(trust.untrusted(project.code)) == 1


def test_drawing_and_showing(form: InitialisersForm, project: Project, node: str) -> None:
    asked: list[Study] = []
    form.asks.connect(asked.append)
    form.show_rules(project.main, [node])

    QTest.mouseClick(form.draw, Qt.MouseButton.LeftButton)

    assert asked == [PreviewRules(block="main", node=node)]
    bars = (("fc.weight", Figures(mean=0.5, std=0.25), Histogram(0, 1, (1, 2))), ("fc.bias", Figures(mean=0.5), None))
    form.receive(RulesPreviewed("main", node, bars))
    words = [label.text() for label in form.findChildren(QLabel) if label.text().startswith("fc.")]
    assert words == ["fc.weight: mean 0.5, spread 0.25", "fc.bias: one number, 0.5"]
    form.grab()
    form.receive(RulesPreviewed("main", "another", ()))
    assert len(form._shown) == 4
    form.receive(ParametersUnknown("PreviewRules", Problem("x", "It cannot be built.")))
    assert form._words.text() == "It cannot be built."


def test_what_has_no_parameters_has_no_rules(form: InitialisersForm, project: Project) -> None:
    form.show_rules(project.main, [project.main.node("sum").id])

    assert form.isHidden()
