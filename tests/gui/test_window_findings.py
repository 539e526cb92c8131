"""Every finding of the doctor's, provoked in the window: read in its panel and on the canvas, and repaired there."""

from __future__ import annotations

import ast
import contextlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton, QTabBar, QToolButton

import guinet
from guinet.cli import main
from guinet.core.project import Project
from guinet.probe.doctor import checkup as doctor
from guinet.session.events import StudyProgress
from guinet.session.messages.checkup import RangeTested
from guinet.storage.files import dumps
from guinet.train.problems import TrainingError
from guinet.ui.panels import asking
from guinet.ui.panels.doctor import DoctorPanel
from guinet.ui.panels.doctor_card import DoctorCard
from guinet.ui.study_bar import StudyBar
from tests.gui import doctor_networks as networks
from tests.gui.doctor_cases import CASES, NOT_LOOKED_AT, Case, Found, argument
from tests.gui.doctor_networks import Make

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

ShowWindow = Callable[..., "Opened"]
LEFT = Qt.MouseButton.LeftButton


def state(panel: DoctorPanel, name: str) -> str:
    label = panel.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text()


def ask(opened: Opened) -> DoctorPanel:
    """Clicks the Doctor's tab."""
    bars = [bar for bar in opened.window.findChildren(QTabBar) if bar.isVisible()]
    bar, place = next((bar, i) for bar in bars for i in range(bar.count()) if bar.tabText(i).startswith("Doctor"))
    opened.qtbot.mouseClick(bar, LEFT, Qt.KeyboardModifier.NoModifier, bar.tabRect(place).center())
    opened.until(lambda: opened.window.findChild(DoctorPanel))
    return opened.child(DoctorPanel, "doctor_panel")


def train(opened: Opened) -> None:
    opened.qtbot.mouseClick(opened.child(QToolButton, "train_button"), LEFT)
    opened.until(lambda: opened.training.started is not None and not opened.training.active)


def card_of(panel: DoctorPanel, words: str) -> DoctorCard | None:
    return next((card for card in panel.cards if card.finding.problem.message.startswith(words)), None)


def card(opened: Opened, panel: DoctorPanel, words: str) -> DoctorCard:
    """Waits for it."""
    opened.until(lambda: card_of(panel, words))
    found = card_of(panel, words)
    assert found is not None
    return found


def gone(opened: Opened, panel: DoctorPanel, words: str) -> None:
    opened.until(lambda: card_of(panel, words) is None)


def pressable(card: DoctorCard, words: str) -> QPushButton:
    return next(each for each in card.findChildren(QPushButton) if each.text().startswith(words))


def marked(opened: Opened) -> set[str]:
    """The names of the nodes that the canvas marks."""
    nodes = opened.document.main.nodes
    return {nodes[id].name for id in opened.window.canvas.scene.problems if id in nodes}


def press(opened: Opened, name: str) -> None:
    """A button of the card at a node."""
    card = opened.window.canvas.problem_cards.card
    assert card is not None
    button = card.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    opened.qtbot.mouseClick(button, LEFT)


def read(opened: Opened, panel: DoctorPanel, wanted: Found) -> None:
    """What a card says, and that a click on it leads to its node."""
    found = card(opened, panel, wanted.words)
    title, details = (label.text() for label in found.findChildren(QLabel) if label.text())
    assert title.removeprefix(f"{wanted.node}: ").startswith(wanted.words)
    assert details.startswith(wanted.evidence)
    buttons = [each.text() for each in found.findChildren(QPushButton) if not each.isHidden()]
    fixes = [text for text in buttons if text != "Show the node"]
    assert all(text.startswith(fix) for text, fix in zip(fixes, wanted.fixes, strict=True))
    assert ("Show the node" in buttons) is bool(wanted.node)
    if wanted.node:
        node = opened.document.main.node(wanted.node)
        for clicked in (found, pressable(found, "Show the node")):
            opened.window.canvas.select(())
            opened.qtbot.mouseClick(clicked, LEFT)
            assert opened.window.canvas.selection == (node.id,)
        assert wanted.node in marked(opened)
        assert opened.window.canvas.problem_cards.card is not None


def repair(opened: Opened, panel: DoctorPanel, wanted: Found, fix: str) -> None:
    """By a click, and back by Ctrl+Z."""
    before = dumps(opened.document)
    opened.qtbot.mouseClick(pressable(card(opened, panel, wanted.words), fix), LEFT)
    gone(opened, panel, wanted.words)
    opened.qtbot.keyClick(opened.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert dumps(opened.document) == before
    card(opened, panel, wanted.words)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """After an edit the doctor does not wait for the next."""
    monkeypatch.setattr(asking, "SOON_MS", 0)


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_finding_is_read_in_the_panel_and_at_its_node_and_repaired(
    show_window: ShowWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: Case
) -> None:
    monkeypatch.setattr(doctor, "from_device", networks.on_gpu(case.device))
    opened = show_window(case.make(tmp_path)).ready()
    if case.trains:
        train(opened)
    panel = ask(opened)
    card(opened, panel, case.found[0].words)
    assert len(panel.cards) == len(case.found)
    for wanted in case.found:
        read(opened, panel, wanted)
        for fix in wanted.fixes:
            repair(opened, panel, wanted, fix)

    for wanted in case.found:
        if wanted.fixes and card_of(panel, wanted.words) is not None:
            opened.qtbot.mouseClick(pressable(card(opened, panel, wanted.words), wanted.fixes[0]), LEFT)
            gone(opened, panel, wanted.words)
    if case.mend is not None:
        case.mend(opened.document)
    opened.until(lambda: not panel.cards and state(panel, "doctor_state").startswith("Nothing found"))
    # Where a training failed stays marked until the next begins.
    opened.window.training.starting.emit()
    opened.until(lambda: not marked(opened))


@pytest.mark.usefixtures("at_once")
def test_the_keyboard_goes_through_the_findings_from_top_to_bottom_and_repairs(
    show_window: ShowWindow, tmp_path: Path
) -> None:
    opened = show_window(CASES["much"].make(tmp_path)).ready()
    panel = ask(opened)
    opened.until(lambda: len(panel.cards) == len(CASES["much"].found))
    opened.child(QPushButton, "look_again").setFocus()
    found = CASES["much"].found
    for wanted in found:
        for words in (*wanted.fixes, "Show the node"):
            opened.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            assert QApplication.focusWidget() is pressable(card(opened, panel, wanted.words), words)
    opened.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is opened.child(QPushButton, "run_range_test")

    opened.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    opened.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert opened.window.canvas.selection == (opened.document.main.node("hidden").id,)
    opened.qtbot.keyClick(pressable(card(opened, panel, found[-1].words), "Train them too"), Qt.Key.Key_Space)
    gone(opened, panel, found[-1].words)


@pytest.mark.usefixtures("at_once")
def test_no_card_makes_the_panel_wider_than_it_is(show_window: ShowWindow, tmp_path: Path) -> None:
    """Buttons stand beside the words where there is room for both, and below them where there is none."""
    opened = show_window(CASES["much"].make(tmp_path)).ready()
    panel = ask(opened)
    wanted = CASES["much"].found[1]
    words = card(opened, panel, wanted.words).findChildren(QLabel)[1]
    dock = opened.window.docks["doctor"]
    dock.setFloating(True)
    for width, below, stacked in ((1400, False, False), (700, True, False), (320, True, True)):
        dock.resize(width, 500)
        opened.until(lambda: panel.width() < 1.1 * dock.width())
        shown = card(opened, panel, wanted.words)
        first, second = (pressable(shown, fix) for fix in wanted.fixes)
        opened.until(lambda: (first.y() > words.geometry().bottom()) is below)  # noqa: B023
        opened.until(lambda: (second.y() > first.geometry().bottom()) is stacked)  # noqa: B023
        assert shown.width() <= width
        assert second.geometry().right() < shown.width()


@pytest.mark.parametrize(("make", "words"), NOT_LOOKED_AT.values(), ids=NOT_LOOKED_AT.keys())
def test_what_cannot_be_looked_at_is_said_once(show_window: ShowWindow, tmp_path: Path, make: Make, words: str) -> None:
    opened = show_window(make(tmp_path)).ready()
    panel = ask(opened)
    opened.until(lambda: state(panel, "doctor_left_out").startswith("Not looked at: "))
    assert words in state(panel, "doctor_left_out")
    assert state(panel, "doctor_left_out").count("Not looked at") == 1


@pytest.fixture
def three_at_data(tmp_path: Path) -> Project:
    """A table whose values are large, whose rows are in two parts at once and whose classes are out of balance."""
    return networks.table(tmp_path, [(1000.0 * (n % 20), 3.0, "no" if n % 20 else "yes") for n in range(400)])


def test_badges_tell_all_of_a_node_and_go_with_what_they_tell_of(
    show_window: ShowWindow, three_at_data: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "SOON_MS", 0)
    three_at_data.main.set(three_at_data.main.node("data"), standardise=False)
    opened = show_window(three_at_data).ready()
    canvas = opened.window.canvas
    panel = ask(opened)
    opened.until(lambda: card_of(panel, "Rows of data"))
    opened.window.docks.show("charts")  # the doctor is out of sight, its badges are not
    canvas.select([opened.document.main.node("data").id])
    data = opened.document.main.node("data").id
    wanted = {card.accessibleDescription() for card in panel.cards if card.problem.node == data}
    assert len(wanted) == 4  # one of the leakage into each part
    told = set()
    for _ in wanted:
        press(opened, "explain")
        assert canvas.problem_cards.card is not None
        told.add(canvas.problem_cards.card.details.text())
        press(opened, "next")
    assert told == wanted

    # A repair made at the badge, while nobody sees the panel.
    while (shown := canvas.problem_cards.card) is not None and shown.problem.code != "class-imbalance":
        press(opened, "next")
    press(opened, "fix")
    opened.until(lambda: len(canvas.scene.problems[data]) == 3)

    box = ask(opened).findChild(QCheckBox, "mark_nodes")
    assert isinstance(box, QCheckBox)
    opened.qtbot.mouseClick(box, LEFT, pos=QPoint(8, box.height() // 2))
    assert not marked(opened)
    assert canvas.problem_cards.card is None


def test_a_range_test_is_given_up_or_stopped_by_an_edit(show_window: ShowWindow, tmp_path: Path) -> None:
    opened = show_window(networks.much_work(tmp_path, 4_000)).ready()
    panel = ask(opened)
    opened.until(lambda: state(panel, "doctor_state").startswith("Nothing found"))
    run, stop = opened.child(QPushButton, "run_range_test"), opened.child(StudyBar, "study_bar").cancel
    opened.qtbot.mouseClick(run, LEFT)
    assert state(panel, "range_words").startswith("Training fresh weights")
    opened.until(stop.isVisible)
    opened.qtbot.mouseClick(stop, LEFT)
    opened.until(run.isEnabled)
    assert state(panel, "range_words").startswith("Trains fresh weights for a hundred steps")

    opened.events.clear()
    opened.qtbot.mouseClick(run, LEFT)
    opened.told(StudyProgress)
    argument("middle", out_features=20)(opened.document)
    opened.until(lambda: state(panel, "range_words").startswith("The test was stopped "))
    assert run.isEnabled()
    test = opened.told(RangeTested).test
    assert test is not None
    assert test.stopped
    assert len(test.rates) < 100


def told(capsys: pytest.CaptureFixture[str], project: Project, folder: Path) -> dict[str, Any]:
    """What `guinet inspect FILE --json` says."""
    guinet.save(project, folder / "net.guinet")
    main(["inspect", str(folder / "net.guinet"), "--json"])
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def sentences(answer: dict[str, Any]) -> Iterator[str]:
    for finding in answer["findings"]:
        yield from (finding["what"], finding["evidence"], finding["remedy"], *finding["fixes"])
    yield from answer["skipped"]


def templates() -> Iterator[str]:
    """All sentences that the doctor's own files hold."""
    assert doctor.__file__ is not None
    for path in Path(doctor.__file__).parent.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "QT_TRANSLATE_NOOP":
                yield ast.literal_eval(call.args[1])


def test_the_command_line_finds_the_same_and_no_sentence_of_the_doctor_is_without_a_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said: set[str] = set()
    for number, case in enumerate(CASES.values()):
        folder = tmp_path / str(number)
        folder.mkdir()
        monkeypatch.setattr(doctor, "from_device", networks.on_gpu(case.device))
        project = case.make(folder)
        if case.trains:
            with contextlib.suppress(TrainingError):
                guinet.train(project)
        answer = told(capsys, project, folder)
        assert len(answer["findings"]) == len(case.found)
        for wanted in case.found:
            [found] = [each for each in answer["findings"] if each["what"].startswith(wanted.words)]
            assert found["evidence"].startswith(wanted.evidence)
            assert (found["node"] or "") == wanted.node
            assert all(text.startswith(fix) for text, fix in zip(found["fixes"], wanted.fixes, strict=True))
        said |= set(sentences(answer))
    for name, (make, words) in NOT_LOOKED_AT.items():
        (tmp_path / name).mkdir()
        answer = told(capsys, make(tmp_path / name), tmp_path / name)
        assert [each for each in answer["skipped"] if words in each] == answer["skipped"]
        said |= set(sentences(answer))

    patterns = {each: re.compile(re.sub(r"\\{\w+\\}", ".+", re.escape(each)), re.DOTALL) for each in templates()}
    assert len(patterns) > 80
    assert [each for each, pattern in patterns.items() if not any(map(pattern.fullmatch, said))] == []
