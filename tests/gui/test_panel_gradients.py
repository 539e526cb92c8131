"""The panel of gradients, what it says of what has none, and the colours it gives the canvas."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from guinet.core.parameter_rows import Figures, Histogram, ParameterRow
from guinet.core.problems import Problem
from guinet.core.project import Project
from guinet.core.recorded import Flow
from guinet.nodes.registry import REGISTRY
from guinet.session.commands import Study
from guinet.session.events import Checked, TrainingStarted
from guinet.session.messages.autograd import AskFlows, FlowsTold
from guinet.session.messages.parameters import ListGradients, ParametersListed, ParametersUnknown
from guinet.storage.examples import example_path
from guinet.ui.canvas_tint import CanvasTint, scale_color
from guinet.ui.panels.gradients import GradientsPanel
from guinet.ui.theme import apply_theme

if TYPE_CHECKING:
    from tests.gui.conftest import Opened


@pytest.fixture
def project() -> Project:
    project = Project(REGISTRY)
    for name in ("a", "b"):
        project.main.add("torch.nn.Linear", name=name, in_features=3, out_features=2)
    return project


@pytest.fixture
def asked() -> list[Study]:
    return []


@pytest.fixture
def panel(qapp: QApplication, qtbot: QtBot, project: Project, asked: list[Study]) -> GradientsPanel:
    apply_theme(qapp, "light")
    panel = GradientsPanel(project)
    panel.asks.connect(asked.append)
    qtbot.addWidget(panel)
    panel.resize(420, 700)
    panel.show()
    qtbot.waitUntil(lambda: bool(asked))
    return panel


def rows(project: Project, norm: float = 0.5) -> tuple[ParameterRow, ...]:
    a, b = (project.main.node(name).id for name in ("a", "b"))
    blocked = Problem(
        "gradient", "{name} passes values on, but no gradient back.", {"name": "cut"}, block="main", node=b
    )
    bars = Histogram(-1, 1, (1, 2, 1))
    given = {"requires_grad": True, "figures": Figures(norm=2.0), "ratio": 0.001}
    return (
        ParameterRow(
            "a.weight",
            False,
            (2, 3),
            "float32",
            6,
            24,
            "cpu",
            (("main", a),),
            "weight",
            None,
            gradient=Figures(norm=norm, zeros=0.25),
            gradient_bars=bars,
            **given,  # type: ignore[arg-type]
        ),
        ParameterRow(
            "b.weight",
            False,
            (2, 3),
            "float32",
            6,
            24,
            "cpu",
            (("main", b),),
            "weight",
            None,
            blocked=blocked,
            **given,  # type: ignore[arg-type]
        ),
        ParameterRow("b.running_mean", True, (2,), "float32", 2, 8, "cpu", (("main", b),)),
    )


def test_one_batch_is_asked_for_and_told(panel: GradientsPanel, project: Project, asked: list[Study]) -> None:
    panel.receive(ParametersListed(1, rows(project), gradients=True))

    assert cast(ListGradients, asked[0]).bars == ""
    lines = panel.view.table_text().splitlines()
    assert "a.weight\t0.5\t0.25\t0.001\t0.25\t" in lines
    assert lines[-1].endswith("cut passes values on, but no gradient back.")
    assert not any("running_mean" in line for line in lines)
    state = panel.findChildren(QLabel, "gradients_state")[0].text()
    assert "1 parameter" in state
    assert "without a gradient" in state
    QTest.mouseClick(panel.run, Qt.MouseButton.LeftButton)
    assert len(asked) == 2


def test_a_list_without_gradients_is_not_for_it(panel: GradientsPanel, project: Project) -> None:
    panel.receive(ParametersListed(1, rows(project)))

    assert panel.tree.rows == []


def test_choosing_what_has_no_gradient_shows_where_the_way_is_cut(panel: GradientsPanel, project: Project) -> None:
    chosen: list[tuple[str, tuple[str, ...]]] = []
    panel.selected.connect(lambda block, nodes: chosen.append((block, nodes)))
    panel.receive(ParametersListed(1, rows(project), gradients=True))

    panel.view.pick("b.weight")

    assert chosen == [("main", (project.main.node("b").id,))]
    why = panel.findChildren(QLabel, "gradients_why")[0]
    assert (why.text(), why.isVisible()) == ("cut passes values on, but no gradient back.", True)
    panel.set_selection("main", [project.main.node("a").id])
    assert panel.histogram.bars == Histogram(-1, 1, (1, 2, 1))
    assert not why.isVisible()


def test_norms_of_a_training_are_kept_over_its_steps(panel: GradientsPanel, project: Project) -> None:
    panel.receive(TrainingStarted("1", 1, 1, 1, "cpu", 1))
    for step in (1, 5, 5, 9):
        panel.receive(ParametersListed(1, rows(project, step / 10), "training", step=step, gradients=True))
        panel.view.pick("a.weight")

    assert panel.norms.steps == [1, 5, 9]
    assert [step for step, _ in panel.over_time.looks] == [5, 9]
    for place in range(3):
        panel._tabs.setCurrentIndex(place)
        panel.grab()


def test_only_so_many_looks_are_kept(panel: GradientsPanel) -> None:
    for step in range(3000):
        panel.norms.add(step, {"a.weight": 0.1})
        panel.over_time.add(step, Histogram(-1, 1, (1,)))

    assert len(panel.norms.steps) <= panel.norms.MOST
    assert len(panel.over_time.looks) <= panel.over_time.MOST
    assert panel.norms.steps[-1] == 2999


def test_a_network_that_cannot_run_says_why(panel: GradientsPanel) -> None:
    panel.receive(ParametersUnknown("ListGradients", Problem("x", "There is no loss.")))

    assert any(label.text() == "There is no loss." for label in panel.findChildren(QLabel))


def test_an_edit_says_that_what_is_shown_is_of_before(panel: GradientsPanel, project: Project) -> None:
    panel.receive(ParametersListed(1, rows(project), gradients=True))

    project.main.set(project.main.node("a"), out_features=4)

    assert "changed since" in panel.findChildren(QLabel, "gradients_state")[0].text()


def test_gradients_are_written_on_the_wires(panel: GradientsPanel, asked: list[Study], project: Project) -> None:
    written: list[dict[tuple[str, str], Flow]] = []
    panel.flowing.connect(written.append)
    told = {("main", "w"): Flow((2, 3), 0.25)}
    panel.receive(FlowsTold(1, told))
    assert written == [], "nobody asked"

    panel.measure.setCurrentIndex(1)
    assert asked[-1] == AskFlows()
    panel.receive(FlowsTold(1, told))
    assert written == [told]
    project.main.set(project.main.node("a"), out_features=4)
    assert written[-1] == {}, "they were of another network"
    panel.measure.setCurrentIndex(3)
    assert written[-1] == {}
    assert asked[-1] == AskFlows()


def test_what_the_canvas_shows_is_asked_for_though_the_panel_is_behind_others(
    panel: GradientsPanel, asked: list[Study], project: Project, qtbot: QtBot
) -> None:
    panel.measure.setCurrentIndex(1)
    panel.hide()
    before = len(asked)

    project.main.set(project.main.node("a"), out_features=4)

    qtbot.waitUntil(lambda: asked[before:] == [ListGradients(), AskFlows()])
    panel.measure.setCurrentIndex(0)
    project.main.set(project.main.node("a"), out_features=5)
    assert not panel._asking.waits


def test_a_parameter_is_shown_on_either_side(panel: GradientsPanel, project: Project) -> None:
    told: list[str] = []
    panel.parameter.connect(told.append)
    panel.receive(ParametersListed(1, rows(project), gradients=True))

    panel.view.pick("b.weight")
    assert told == ["b.weight"]

    panel.set_parameter("a.weight")
    entry = panel.view.current_entry
    assert entry is not None
    assert entry.path == "a.weight"
    assert told == ["b.weight"]


def test_gradients_on_the_wires_of_a_canvas(show_window: Callable[..., Opened]) -> None:
    """In the window: what the tutorial's first example gives, at the places of the wires' shapes."""
    opened = show_window(example_path("autograd"))
    opened.told(Checked)
    window = opened.window
    panel = cast("GradientsPanel", window.panels["gradients"])
    tint = opened.child(CanvasTint, "canvas_tint")
    opened.until(lambda: bool(window.canvas.scene.reports))

    panel.measure.setCurrentIndex(1)

    opened.until(lambda: bool(tint._flows))
    block = window.document.main
    found = {block.nodes[block.wires[wire].source.node].name: flow.number for (_, wire), flow in tint._flows.items()}
    assert found.items() >= {"square": 1.0, "twice": 1.0, "both": 1.0}.items()
    assert tint.isVisible()
    with_numbers = window.canvas.grab().toImage()
    panel.measure.setCurrentIndex(0)
    assert not tint.isVisible()
    assert window.canvas.grab().toImage() != with_numbers


def test_the_canvas_is_coloured_by_what_is_chosen(panel: GradientsPanel, project: Project, qtbot: QtBot) -> None:
    told: list[tuple[dict[tuple[str, str], float], str]] = []
    panel.tinted.connect(lambda values, title: told.append((values, title)))
    panel.receive(ParametersListed(1, rows(project), gradients=True))
    assert told[-1] == ({}, "")

    panel.measure.setCurrentIndex(2)

    a, b = (project.main.node(name).id for name in ("a", "b"))
    assert told[-1][0] == {("main", a): 0.25}
    panel.measure.setCurrentIndex(3)
    assert told[-1][0] == {("main", a): 0.001, ("main", b): 0.001}

    canvas = QWidget()
    qtbot.addWidget(canvas)
    canvas.resize(300, 200)
    places = {"a": QRectF(10, 10, 80, 40), "b": QRectF(120, 10, 80, 40)}
    tint = CanvasTint(canvas, lambda: project.main, places.__getitem__)
    canvas.show()
    tint.show_values({("main", a): 1.0, ("main", b): 0.001, ("main", "gone"): 1.0, ("x", a): 1.0}, "Gradient")
    assert tint.isVisible()
    image = tint.grab().toImage()
    assert image.pixelColor(50, 30) != image.pixelColor(160, 30)
    assert tint.ends == (-3.0, 0.0)
    assert tint.color(1.0).name() == scale_color(1).name() == "#fde725"
    assert tint.color(0.001).name() == scale_color(0).name() == "#440154"
    assert tint.color(0.0).name() == "#440154"
    assert tint.color(float("nan")).name() not in ("#440154", "#fde725")
    canvas.resize(400, 250)
    assert tint.size() == canvas.size()
    tint.show_values({}, "")
    assert not tint.isVisible()
