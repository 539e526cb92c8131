"""The cost and doctor panels by themselves: what they say of answers made by hand, and when they ask."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from guinet.core.changes import SetArgument, SetNotes
from guinet.core.costs import Basis, Cost, NodeCost, Profile, Room, Span
from guinet.core.findings import Checkup, Diagnosis, Ground, RangeTest, Words
from guinet.core.problems import Fix, Problem, Severity
from guinet.core.project import MAIN, Project
from guinet.nodes.registry import REGISTRY
from guinet.session.events import Finished, TrainingStarted
from guinet.session.messages.checkup import AskCheckup, AskRangeTest, CheckupTold, RangeTested
from guinet.session.messages.cost import AskCost, AskProfile, CostTold, ProfileTold
from guinet.ui.panels.cost import CostPanel
from guinet.ui.panels.cost_table import count_text
from guinet.ui.panels.cost_words import room_words
from guinet.ui.panels.doctor import DoctorPanel
from guinet.ui.theme import apply_theme

LEFT = Qt.MouseButton.LeftButton
STARTED = TrainingStarted("1", 1, 1, 1, "cpu", 1)
FINISHED = Finished("1", "completed", 1, 1, {})


@pytest.fixture
def project() -> Project:
    project = Project(REGISTRY)
    project.main.add("torch.nn.Linear", name="head", in_features=4, out_features=10)
    return project


@pytest.fixture
def cost(project: Project) -> Cost:
    chain = ((MAIN, project.main.node("head").id),)
    head = NodeCost(chain, "head", "Linear", "N×10 float32", 1, 50, 50, 200, 200, 400, 0, 2560)
    total = replace(head, chain=(), path="", activations=1000)
    return Cost(
        Basis.ESTIMATED,
        "cpu",
        32,
        (head,),
        total,
        512,
        5120,
        room=Room("cpu", 10**9, 8 * 10**8, 2312, 800, 47.0, 17_000_000, 1258),
    )


def shown(panel: CostPanel | DoctorPanel, qtbot: QtBot, qapp: QApplication) -> list[object]:
    """Shows the panel; what it asks is in the list."""
    apply_theme(qapp, "dark")
    asked: list[object] = []
    panel.asks.connect(asked.append)
    qtbot.addWidget(panel)
    panel.resize(900, 300)
    with qtbot.waitExposed(panel):
        panel.show()
    return asked


def words(panel: CostPanel | DoctorPanel, name: str) -> str:
    label = panel.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text()


def press(panel: CostPanel | DoctorPanel, name: str) -> None:
    button = panel.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, LEFT)


def test_it_asks_when_it_is_seen_and_again_after_an_edit_that_matters(
    project: Project, cost: Cost, qtbot: QtBot, qapp: QApplication
) -> None:
    panel = CostPanel(project)
    asked = shown(panel, qtbot, qapp)
    qtbot.waitUntil(lambda: asked == [AskCost()])
    assert words(panel, "cost_total") == "Adding up what a training step costs…"
    panel.receive(CostTold(1, cost))
    project.run("Notes", [SetNotes("read me")])
    project.run("Set", [SetArgument(MAIN, project.main.node("head").id, "out_features", 5)])
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert asked[-1] == AskCost()


def test_nothing_is_asked_while_a_training_runs(project: Project, cost: Cost, qtbot: QtBot, qapp: QApplication) -> None:
    panel = DoctorPanel(project)
    panel.receive(STARTED)
    asked = shown(panel, qtbot, qapp)
    QApplication.processEvents()
    assert asked == []
    assert words(panel, "doctor_state") == "A training runs: its findings come when it has ended."
    panel.receive(FINISHED)
    qtbot.waitUntil(lambda: asked == [AskCheckup()])


def test_buttons_ask_and_wait_for_the_answer(project: Project, cost: Cost, qtbot: QtBot, qapp: QApplication) -> None:
    panel = CostPanel(project)
    asked = shown(panel, qtbot, qapp)
    panel.receive(CostTold(1, cost))
    press(panel, "measure_cost")
    press(panel, "profile_step")  # disabled meanwhile
    assert AskCost(measured=True) in asked
    assert AskProfile() not in asked
    panel.receive(CostTold(1, replace(cost, basis=Basis.MEASURED, seconds=0.0025)))
    assert words(panel, "cost_total") == "50 parameters · 2.56 kFLOPs forward · 5.12 kFLOPs backward · 2.5 ms a step"
    press(panel, "profile_step")
    assert AskProfile() in asked
    span = Span(cost.nodes[0].chain, "head", 0.001, 0.002)
    profile = Profile("cuda:0", 32, (span,), {"data": 0.001, "forward": 0.003}, 0.004, 0.25, "here.json")
    panel.receive(ProfileTold(1, profile))
    assert words(panel, "cost_notes") == (
        "One step of 4 ms: data 1 ms, forward 3 ms. The GPU computed for 25% of it. The trace is in here.json."
    )


def test_why_there_is_no_answer_is_said(project: Project, qtbot: QtBot, qapp: QApplication) -> None:
    panel = CostPanel(project)
    shown(panel, qtbot, qapp)
    panel.receive(CostTold(1, None, Problem("empty", "There is no network yet: wire data or an Input into a layer.")))

    assert words(panel, "cost_total") == "There is no network yet: wire data or an Input into a layer."
    assert not panel.findChild(QPushButton, "measure_cost").isEnabled()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("changes", "end"),
    [
        ({}, "It fits, and so would all 1258 rows at once."),
        ({"largest": 400}, "The largest batch that fits has about 400 rows."),
        ({"largest": 0, "usable": 10}, "It does not fit. Not even a batch of one row fits."),
        ({"largest": 8, "usable": 1000}, "It does not fit. The largest batch that fits has about 8 rows."),
        ({"largest": None}, "1 GB are free on cpu."),
    ],
)
def test_whether_it_fits(cost: Cost, changes: dict[str, int | None], end: str) -> None:
    assert cost.room is not None
    room = replace(cost.room, **changes)

    assert room_words(room, cost) == room_words(room, cost).strip()
    assert room_words(room, cost).endswith(end)


def test_counts_are_short() -> None:
    counts = [0, 999, 1000, 41_418_752, 2 * 10**12, 5 * 10**15]
    assert [count_text(count) for count in counts] == ["0", "999", "1 k", "41.4 M", "2 T", "5 P"]


def finding(project: Project) -> Diagnosis:
    head = project.main.node("head").id
    fix = Fix(
        "Set {argument} to {value}", (SetArgument(MAIN, head, "out_features", 3),), {"argument": "a", "value": "3"}
    )
    problem = Problem("x", "{node} is odd.", {"node": "head"}, Severity.WARNING, block=MAIN, node=head, fixes=(fix,))
    return Diagnosis(problem, Words("It has {count} outputs.", {"count": "10"}), Words("Give it 3."), Ground.GRAPH)


def test_a_card_shows_evidence_and_remedy_and_repairs(project: Project, qtbot: QtBot, qapp: QApplication) -> None:
    panel = DoctorPanel(project)
    shown(panel, qtbot, qapp)
    skipped = Problem("y", "The data are missing.")
    panel.receive(CheckupTold(1, Checkup((finding(project),), "4", 32, (skipped,))))
    [card] = panel.cards
    assert card.accessibleName() == "head is odd."
    assert card.accessibleDescription() == "It has 10 outputs.\nGive it 3."
    assert words(panel, "doctor_state").endswith("from a batch of 32 rows, with the weights of run 4")
    assert words(panel, "doctor_left_out") == "Not looked at: The data are missing."
    told: list[object] = []
    panel.activated.connect(told.append)
    press(panel, "show_node")
    assert told == [card.problem]
    press(panel, "fix_0")
    assert project.main.node("head").arguments["out_features"] == 3
    panel.receive(CheckupTold(1, Checkup((finding(project),))))
    assert panel.cards == [card]
    panel.receive(CheckupTold(2, Checkup(())))
    assert panel.cards == []
    assert words(panel, "doctor_state").startswith("Nothing found")


def test_the_range_test_says_what_it_found(project: Project, qtbot: QtBot, qapp: QApplication) -> None:
    panel = DoctorPanel(project)
    asked = shown(panel, qtbot, qapp)
    press(panel, "run_range_test")
    assert AskRangeTest() in asked
    assert words(panel, "range_words") == "Training fresh weights at one rate after another…"
    test = RangeTest((1e-4, 1e-3, 1e-2, 1e-1), (2.0, 1.5, 1.0, 3.0), 0.001, 0.1)
    panel.receive(RangeTested(1, test))
    assert words(panel, "range_words") == "The loss falls fastest at 0.001. The project has 0.1."
    curve = panel.findChild(QPushButton, "set_rate").parentWidget().findChildren(type(panel._range._curve))[0]  # type: ignore[union-attr]
    assert curve.accessibleDescription() == "rate 0.0001: loss 2; rate 0.1: loss 3"
    QTest.mouseMove(curve, QPoint(curve.width() // 2, 60))
    press(panel, "set_rate")
    assert project.training["optimizer.lr"] == 0.001
    panel.receive(RangeTested(1, replace(test, suggestion=None)))
    assert words(panel, "range_words") == "The loss falls at no rate. The project has 0.1."
    panel.receive(RangeTested(1, None, Problem("no-loss", "There is nothing to train.")))
    assert words(panel, "range_words") == "There is nothing to train."
