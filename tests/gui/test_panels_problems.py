"""The list of problems: words, order, repairs, and cards that stay while others change."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from guinet.core import editing
from guinet.core.changes import AddNode, AddWire, MoveNodes, RemoveWire, SetArgument, SetTraining
from guinet.core.graph import Node, Wire
from guinet.core.problems import Fix, Problem, Severity
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.fixes import apply_fix
from guinet.ui.panels.problem_card import ProblemCard, details_of
from guinet.ui.panels.problems import ProblemsPanel
from guinet.ui.panels.properties_foot import ProblemFoot
from guinet.ui.theme import apply_theme, current_theme


@pytest.fixture
def project() -> Project:
    project = Project(REGISTRY)
    project.main.add("torch.nn.Linear", name="head", in_features=256, out_features=10)
    return project


@pytest.fixture
def panel(qapp: QApplication, qtbot: QtBot, project: Project) -> ProblemsPanel:
    apply_theme(qapp, "dark")
    panel = ProblemsPanel(project)
    qtbot.addWidget(panel)
    panel.resize(800, 270)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def mismatch(project: Project) -> Problem:
    head = project.main.node("head").id
    return Problem(
        "features",
        "Linear expects {expected} features, gets {got}.",
        {"expected": "256", "got": "512"},
        block="main",
        node=head,
        argument="in_features",
        expected="N×256",
        got="N×512",
        why="in_features was set by hand.",
        fixes=(Fix("Set in_features {value}", (SetArgument("main", head, "in_features", 512),), {"value": "512"}),),
    )


def words(panel: ProblemsPanel) -> list[str]:
    QApplication.processEvents()
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible() and label.text()]


def test_an_empty_list_says_what_would_fill_it(panel: ProblemsPanel) -> None:
    assert words(panel) == ["No problems. What is wrong with the network will be listed here."]


def test_a_problem_is_told_with_what_was_expected_what_came_and_why(panel: ProblemsPanel, project: Project) -> None:
    panel.set_problems((mismatch(project),))
    assert words(panel) == [
        "head: Linear expects 256 features, gets 512.",
        "expected N×256, got N×512\nin_features was set by hand.",
    ]


def test_the_button_repairs_in_one_step(panel: ProblemsPanel, project: Project, qtbot: QtBot) -> None:
    panel.set_problems((mismatch(project),))
    button = panel.findChildren(QPushButton, "fix_0")[0]
    assert button.text() == "Set in_features 512"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert project.main.node("head").arguments["in_features"] == 512
    assert project.history.labels[-1] == "Set in_features 512"
    project.undo()
    assert project.main.node("head").arguments["in_features"] == 256


def test_a_repair_that_came_too_late_changes_nothing(project: Project) -> None:
    steps = project.history.labels
    gone = SetArgument("main", "nobody", "x", 1)
    head = project.main.node("head").id
    both = Fix("Repair", (SetArgument("main", head, "in_features", 512), gone))
    assert apply_fix(project, both) is False
    assert apply_fix(project, Fix("Remove the wire", (RemoveWire("main", "w"),))) is False
    assert project.main.node("head").arguments["in_features"] == 256
    assert project.history.labels == steps


def test_what_a_repair_puts_between_two_nodes_covers_none(project: Project) -> None:
    """Both neighbours keep their distance, and what comes after goes along; a row below stays where it is."""
    graph = project.main
    names = ("scores", "loss", "later")
    scores, loss, later = (graph.add("torch.nn.ReLU", name, (at * 210.0, 0.0)) for at, name in enumerate(names))
    below = graph.add("torch.nn.ReLU", "below", (420.0, 300.0))
    first = graph.connect(scores["output"], loss["input"])
    graph.connect(loss["output"], later["input"])
    new = Node("new", "torch.nn.Sigmoid", "sigmoid", {}, (105.0, 0.0))
    changes = (
        RemoveWire("main", first.id),
        AddNode("main", new),
        AddWire("main", Wire("a", scores["output"], new["input"])),
        AddWire("main", Wire("b", new["output"], loss["input"])),
    )
    before = project.history.labels

    assert apply_fix(project, Fix("Insert Sigmoid", changes))

    width = current_theme().pixels("node-width")
    row = [graph.nodes[node].position[0] for node in (scores.id, "new", loss.id, later.id)]
    assert all(other - one > width for one, other in pairwise(row))
    assert row[3] - row[2] == 210.0
    assert graph.nodes[below.id].position == (420.0, 300.0)
    assert project.history.labels == (*before, "Insert Sigmoid")
    project.undo()
    assert graph.nodes[later.id].position == (420.0, 0.0)


def test_a_click_shows_where_it_is(panel: ProblemsPanel, project: Project, qtbot: QtBot) -> None:
    problem = mismatch(project)
    panel.set_problems((problem,))
    for target in (panel.cards[0], panel.cards[0].findChildren(QLabel)[1]):
        with qtbot.waitSignal(panel.activated) as activated:
            QTest.mouseClick(target, Qt.MouseButton.LeftButton)
        assert activated.args == [problem]


def test_errors_come_first(panel: ProblemsPanel, qtbot: QtBot) -> None:
    kinds = (Severity.INFO, Severity.WARNING, Severity.ERROR)
    panel.set_problems(tuple(Problem(kind, f"A {kind}.", severity=kind) for kind in kinds))
    qtbot.waitUntil(lambda: len(panel.cards) == 3)  # they are made a few at a time
    assert [card.problem.severity for card in panel.cards] == [Severity.ERROR, Severity.WARNING, Severity.INFO]


def test_cards_stay_while_their_words_change(panel: ProblemsPanel, project: Project, qtbot: QtBot) -> None:
    first, second = mismatch(project), Problem("other", "Something else.")
    panel.set_problems((first, second))
    qtbot.waitUntil(lambda: len(panel.cards) == 2)
    cards = panel.cards
    button = panel.findChildren(QPushButton, "fix_0")[0]
    panel.set_problems((first, Problem("other", "Something new.")))
    assert panel.cards == cards
    assert panel.findChildren(QPushButton, "fix_0")[0] is button
    assert "Something new." in words(panel)
    panel.set_problems((Problem("other", "Something new."),))
    assert panel.cards == cards[:1]
    assert words(panel) == ["Something new."]
    assert not [each for each in panel.findChildren(QPushButton) if each.isVisible()]


def test_what_happened_while_working_goes_with_the_next_edit(panel: ProblemsPanel, project: Project) -> None:
    failed = Problem("nan", "The loss became NaN at step 12.")
    panel.add(failed)
    panel.add(failed)
    assert words(panel) == ["The loss became NaN at step 12."]
    project.main.add("torch.nn.ReLU")
    assert words(panel) == ["No problems. What is wrong with the network will be listed here."]


def happened(project: Project) -> Problem:
    return Problem("nan", "{node}: NaN.", {"node": "head"}, block="main", node=project.main.node("head").id)


EDITS: dict[str, Callable[[Project, str], object]] = {
    "argument": lambda project, node: project.run("Edit", [SetArgument("main", node, "out_features", 3)]),
    "removal": lambda project, node: editing.remove(project.main, [node]),
    "wire": lambda project, node: project.main.connect(
        project.main.add("torch.nn.ReLU")["output"], project.main.nodes[node]["input"]
    ),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_what_happened_at_a_node_stays_until_that_node_is_edited(
    panel: ProblemsPanel, project: Project, edit: Callable[[Project, str], object]
) -> None:
    head = project.main.node("head").id
    panel.add(happened(project))
    project.main.add("torch.nn.ReLU", name="another")
    project.run("Move", [MoveNodes("main", {head: (50.0, 50.0)})])
    project.run("Slower", [SetTraining("optimizer.lr", 1e-5)])
    assert words(panel) == ["head: NaN."]

    edit(project, head)
    assert panel.cards == []


def test_what_happened_is_forgotten_when_it_begins_anew(panel: ProblemsPanel, project: Project) -> None:
    panel.set_problems((mismatch(project),))
    panel.add(happened(project))
    assert len(panel.cards) == 2
    panel.forget()
    assert [card.problem for card in panel.cards] == [mismatch(project)]


def test_a_click_on_what_happened_shows_its_node(panel: ProblemsPanel, project: Project, qtbot: QtBot) -> None:
    panel.add(happened(project))
    with qtbot.waitSignal(panel.activated) as activated:
        QTest.mouseClick(panel.cards[0], Qt.MouseButton.LeftButton)
    assert activated.args == [happened(project)]


def test_all_are_counted_also_while_nobody_looks(panel: ProblemsPanel, project: Project) -> None:
    counts: list[int] = []
    panel.counted.connect(counts.append)
    panel.add(happened(project))
    panel.hide()
    panel.set_problems((mismatch(project), Problem("p", "Another.")))
    panel.set_problems((mismatch(project), Problem("p", "Yet another.")))
    panel.forget()
    panel.set_problems(())
    assert counts == [1, 3, 2, 0]


def test_many_are_listed_in_time_and_the_rest_is_counted(panel: ProblemsPanel, qtbot: QtBot) -> None:
    many = tuple(Problem("p", "Number {number}.", {"number": str(number)}) for number in range(90))
    panel.set_problems(many)
    qtbot.waitUntil(lambda: len(panel.cards) == 60)
    assert [card.problem for card in panel.cards] == list(many[:60])
    assert "and 30 more" in words(panel)


def test_a_hidden_panel_makes_its_cards_when_it_is_shown(panel: ProblemsPanel, project: Project) -> None:
    panel.hide()
    panel.set_problems((mismatch(project),))
    assert panel.findChildren(ProblemCard) == []
    panel.show()
    assert len(panel.cards) == 1


def test_braces_in_a_name_do_no_harm(panel: ProblemsPanel) -> None:
    panel.set_problems((Problem("p", "Column {name} is not there.", {"name": "{x}"}),))
    assert words(panel) == ["Column {x} is not there."]


def test_a_repair_that_comes_has_its_room_at_once(qapp: QApplication, qtbot: QtBot, project: Project) -> None:
    apply_theme(qapp, "dark")
    panel = QWidget()
    qtbot.addWidget(panel)
    panel.resize(300, 600)
    foot = ProblemFoot(project, panel)
    foot.show_problems([structs.replace(mismatch(project), fixes=())])
    with qtbot.waitExposed(panel):
        panel.show()
    without = foot.height_in(panel.size())

    foot.show_problems([mismatch(project)])

    (button,) = foot.findChildren(QPushButton)
    assert foot.height_in(panel.size()) >= without + button.sizeHint().height()


def test_a_card_says_nothing_twice(qtbot: QtBot, project: Project) -> None:
    why = "The sizes do not share out evenly."
    values: dict[str, str | Problem] = {"node": "head", "got": "N×8 float32", "why": Problem("failed", why)}
    problem = Problem("shape", "{node} cannot run on {got}: {why}", values, got="N×8 float32", why=why)
    assert details_of(problem) == []
    assert details_of(structs.replace(problem, expected="N×9")) == ["expected N×9, got N×8 float32"]
    assert details_of(structs.replace(problem, got="N×7", why="It is odd.")) == ["got N×7", "It is odd."]
