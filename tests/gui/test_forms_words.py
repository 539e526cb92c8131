"""What the inspector says where nothing is written: of wires, of what is needed, of loops; and where it is silent."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractSlider, QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from guinet.core.controls import add_control
from guinet.core.graph import BlockData
from guinet.core.grouping import group
from guinet.core.parameter_rows import Figures, Histogram
from guinet.core.problems import Problem, Severity
from guinet.core.project import MAIN, Project
from guinet.nodes.registry import REGISTRY
from guinet.session.messages.parameters import RulesPreviewed
from guinet.ui.panels.number_pictures import HistogramView
from guinet.ui.panels.problem_card import ProblemCard
from guinet.ui.panels.properties import PropertiesPanel
from guinet.ui.theme import apply_theme


@pytest.fixture
def project() -> Project:
    return Project(REGISTRY, [BlockData(MAIN, "Net")])


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication, project: Project) -> PropertiesPanel:
    apply_theme(qapp, "dark")
    panel = PropertiesPanel(project, REGISTRY)
    qtbot.addWidget(panel)
    panel.resize(330, 700)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def select(panel: PropertiesPanel, *nodes: str) -> None:
    panel.set_selection(MAIN, nodes)
    QApplication.processEvents()


def field(panel: PropertiesPanel, name: str) -> QWidget:
    (found,) = [each for each in panel.findChildren(QWidget, f"field_{name}") if each.isVisible()]
    return found


def hint(panel: PropertiesPanel, name: str) -> str:
    """What stands in an empty field."""
    return field(panel, name).findChildren(QLineEdit)[0].placeholderText()


def texts(panel: PropertiesPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def test_a_value_from_a_wire_is_not_asked_for(panel: PropertiesPanel, project: Project) -> None:
    block = project.main
    x, y, both = (
        block.add("torch.rand", "x", size=(2,)),
        block.add("torch.rand", "y", size=(2,)),
        block.add("torch.add"),
    )
    select(panel, both.id)
    assert hint(panel, "other") == "needed"
    block.connect(x["output"], both["input"])
    assert hint(panel, "other") == "needed"
    block.connect(y["output"], both["other"])
    assert hint(panel, "other") == "from a wire"
    project.undo()
    assert hint(panel, "other") == "needed"


def test_values_hard_to_guess_have_an_example(panel: PropertiesPanel, project: Project) -> None:
    select(panel, project.main.add("torch.Tensor.permute").id)
    assert hint(panel, "dims") == "like 1, 28, 28"


def test_a_choice_without_words_can_be_seen(panel: PropertiesPanel, project: Project) -> None:
    select(panel, project.main.add("torch.rand", size=(2,)).id)
    (box,) = field(panel, "hold").findChildren(QComboBox)
    assert [box.itemText(place) for place in range(box.count())] == ["–", "attribute", "buffer", "parameter"]
    assert box.currentText() == "–"


def test_what_a_loop_does_is_told_and_of_a_block_nothing_is(panel: PropertiesPanel, project: Project) -> None:
    loops = {kind: add_control(project.main, kind, (0.0, 0.0)).id for kind in ("while.", "for.", "if.")}
    told = {"while.": "while the condition", "for.": "a number of times", "if.": "only if the condition"}
    for kind, node in loops.items():
        select(panel, node)
        assert any(told[kind] in text for text in texts(panel))
    select(panel, group(project.main, [project.main.add("torch.nn.ReLU").id]).id)
    assert "What it does" not in texts(panel)
    assert "Note" in texts(panel)


@pytest.mark.parametrize(
    ("kinds", "drawn"),
    [
        (("Flatten", "ReLU", "Dropout", "MSELoss"), False),
        (("Linear", "PReLU", "BatchNorm2d", "LSTM", "Embedding"), True),
    ],
)
def test_first_values_are_offered_where_any_are_drawn(
    panel: PropertiesPanel, project: Project, kinds: tuple[str, ...], drawn: bool
) -> None:
    for kind in kinds:
        select(panel, project.main.add(f"torch.nn.{kind}").id)
        assert ("First values" in texts(panel)) is drawn, kind


def test_first_values_follow_the_form_at_once(panel: PropertiesPanel, project: Project) -> None:
    select(panel, project.main.add("torch.nn.Linear", out_features=2).id)
    form, first = panel.findChild(QWidget, "node_form"), panel.findChild(QWidget, "initialisers_form")
    assert isinstance(form, QWidget)
    assert isinstance(first, QWidget)
    assert first.y() - form.geometry().bottom() < 40


def test_what_the_rules_draw_is_scrolled_to(qtbot: QtBot, panel: PropertiesPanel, project: Project) -> None:
    panel.resize(330, 300)
    node = project.main.add("torch.nn.Linear", out_features=2).id
    select(panel, node)
    bars = tuple((path, Figures(mean=0.0, std=1.0), Histogram(-1, 1, (1, 2))) for path in ("weight", "bias"))
    panel.receive(RulesPreviewed(MAIN, node, bars))
    views = panel.findChildren(HistogramView)
    assert len(views) == 2

    def seen() -> bool:
        top = views[-1].mapTo(panel.viewport(), QPoint(0, 0)).y()
        return views[-1].isVisible() and 0 <= top <= panel.viewport().height() - views[-1].height()

    qtbot.waitUntil(seen)
    panel.receive(RulesPreviewed(MAIN, node, bars[:1]))  # the last one is gone
    (only,) = [each for each in panel.findChildren(HistogramView) if each is not views[0] and each is not views[1]]
    views = [only]
    qtbot.waitUntil(seen)

    # Who scrolls away is left alone.
    bar = panel.verticalScrollBar()
    bar.triggerAction(QAbstractSlider.SliderAction.SliderToMinimum)
    panel.resize(330, 280)
    QApplication.processEvents()
    assert bar.value() == 0


def test_the_words_of_a_card_have_the_colour_of_its_frame(
    qtbot: QtBot, panel: PropertiesPanel, project: Project
) -> None:
    def card(severity: Severity) -> ProblemCard:
        made = ProblemCard(project, Problem("x", "Wrong.", severity=severity), narrow=True)
        qtbot.addWidget(made)
        made.show()
        return made

    def colour(card: ProblemCard) -> QColor:
        (words,) = [label for label in card.findChildren(QLabel) if label.text() == "Wrong."]
        return words.palette().windowText().color()

    error, warning = card(Severity.ERROR), card(Severity.WARNING)
    assert colour(error) != colour(warning)
    error.show_problem(warning.problem)
    assert colour(error) == colour(warning)
