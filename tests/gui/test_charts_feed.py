"""What a training tells, on the charts, in the bar and on the nodes: gathered, and with the best epoch marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel

from guinet.core.project import Project
from guinet.session.events import EpochEnded, Finished, Paused, Steps, TrainingStarted
from guinet.ui.activity import TrainingActivity
from guinet.ui.charts.panel import STEP_SERIES, ChartsPanel
from guinet.ui.training_control import TrainingState

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

ShowWindow = Callable[..., "Opened"]
STARTED = TrainingStarted("r", 10, 2, 1, "cpu", 1)


@pytest.fixture
def opened(show_window: ShowWindow, endless: Project) -> Iterator[Opened]:
    """A window that is told of a training that there is not."""
    opened = show_window(endless).ready()
    assert opened.window.panels.charts is opened.window.hearing.feed.panel
    yield opened
    tell(opened, Finished("r", "stopped", 1, 2, {}))


def panel_of(opened: Opened) -> ChartsPanel:
    panel = opened.window.hearing.feed.panel
    assert panel is not None
    return panel


def tell(opened: Opened, *events: object) -> None:
    for event in events:
        opened.window.bridge.received.emit(event)


def epoch(number: int, loss: float, validation: float | None = None) -> EpochEnded:
    values = {"loss": loss, "gradient_norm/fc1": 2.0 * loss, "gradient_norm/fc2": loss}
    if validation is not None:
        values["validation_loss"] = validation
    return EpochEnded("r", number, 2 * number, values)


def test_points_are_gathered_and_none_is_lost(opened: Opened) -> None:
    panel = panel_of(opened)
    tell(opened, STARTED)
    for number in range(1, 6):
        tell(opened, Steps("r", 2 * number - 1, (1.0 / number, 0.5 / number), 100.0, 1.0), epoch(number, 1.0 / number))
    assert not panel.charts
    opened.until(lambda: bool(panel.charts))
    lines = panel.charts["loss"].plot.lines
    steps = lines[STEP_SERIES].series.points()
    assert steps.x.tolist() == list(range(1, 11))
    assert steps.y == pytest.approx([y for n in range(1, 6) for y in (1.0 / n, 0.5 / n)])
    epochs = lines["train"].series.points()
    assert epochs.x.tolist() == [2, 4, 6, 8, 10]
    assert epochs.y == pytest.approx([1.0 / n for n in range(1, 6)])


@pytest.mark.parametrize("end", [Paused("r", 2), Finished("r", "stopped", 1, 2, {})])
def test_a_pause_and_the_end_draw_what_was_gathered(opened: Opened, end: object) -> None:
    tell(opened, STARTED, Steps("r", 1, (1.0, 0.5), 100.0, 1.0), end)
    assert len(panel_of(opened).charts["loss"].plot.lines[STEP_SERIES].series) == 2


def test_another_training_throws_away_what_was_gathered_of_the_last(opened: Opened) -> None:
    tell(opened, STARTED, epoch(1, 0.1, 0.1), STARTED, epoch(1, 0.9, 0.9), epoch(2, 0.8, 0.7), Paused("r", 4))
    chart = panel_of(opened).charts["loss"]
    assert chart.plot.lines["train"].series.points().y == pytest.approx([0.9, 0.8])
    assert chart.plot.markers["best"].x == 4


@pytest.mark.parametrize(
    ("epochs", "best"),
    [
        ([(0.9, 0.8), (0.5, 0.4), (0.1, 0.6)], 4),
        ([(0.9, None), (0.5, None), (0.1, None)], 6),
        ([(0.9, float("nan")), (0.5, 0.4), (0.1, 0.4)], 4),
    ],
    ids=["validation", "training", "not finite, and a tie"],
)
def test_the_best_epoch_is_marked_as_the_keeper_judges_it(
    opened: Opened, epochs: list[tuple[float, float | None]], best: int
) -> None:
    tell(opened, STARTED)
    for number, (loss, validation) in enumerate(epochs, 1):
        tell(opened, epoch(number, loss, validation), Paused("r", 2 * number))
    assert panel_of(opened).charts["loss"].plot.markers["best"].x == best


def test_the_bar_says_a_change_of_state_at_once_and_progress_soon(opened: Opened) -> None:
    words = opened.child(QLabel, "progress_words")
    opened.training.started = None
    tell(opened, STARTED)
    assert words.text() == "epoch 1/10"
    tell(opened, EpochEnded("r", 3, 6, {"loss": 1.0}))
    assert words.text() == "epoch 1/10"
    opened.until(lambda: words.text() == "epoch 4/10")
    tell(opened, EpochEnded("r", 4, 8, {"loss": 1.0}), Paused("r", 8))
    assert words.text() == "epoch 5/10 · paused at step 8"
    assert opened.training.state is TrainingState.PAUSED
    tell(opened, Paused("r", 9))
    assert words.text() == "epoch 5/10 · paused at step 9"


@pytest.mark.parametrize(
    ("metrics", "words"),
    [
        ({"test_loss": 0.1, "test_accuracy": 0.97841}, "test accuracy 0.978"),
        ({"test_mae": 41.0, "test_r2": 0.5}, "test R² 0.500"),
        ({"test_loss": 0.1}, ""),
    ],
)
def test_the_bar_ends_with_how_good_the_network_is(opened: Opened, metrics: dict[str, float], words: str) -> None:
    tell(opened, STARTED, Finished("r", "completed", 10, 20, metrics))
    assert opened.child(QLabel, "progress_words").text() == " · ".join(filter(None, ("epoch 10/10", words)))


def test_nodes_show_the_loss_and_how_strongly_layers_are_corrected(opened: Opened) -> None:
    canvas, main = opened.window.canvas, opened.document.main
    first, second = (node for node in main.nodes.values() if node.kind == "torch.nn.Linear")
    loss = next(node for node in main.nodes.values() if node.kind == "torch.nn.CrossEntropyLoss")
    TrainingActivity(opened.document, opened.window.bridge, canvas, opened.window)
    values = {"loss": 1.0, f"gradient_norm/{first.name}": 3.0, f"gradient_norm/{second.name}": 1.5}
    tell(opened, STARTED, Steps("r", 1, (0.9, 0.0731), 100.0, 1.0), EpochEnded("r", 1, 2, values))
    assert canvas.activity == {}
    opened.until(lambda: bool(canvas.activity))
    shown = {node: (activity.fraction, activity.text) for node, activity in canvas.activity.items()}
    assert shown == {first.id: (1.0, ""), second.id: (0.5, ""), loss.id: (None, "0.0731")}
    tell(opened, Finished("r", "completed", 1, 2, {}))
    assert canvas.activity == {}
