"""Small plots are enlarged by a double click: they zoom at the pointer, pan, and go back to their panel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

import pytest
from PySide6.QtCore import QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import guinet
from guinet.core.findings import RangeTest
from guinet.ui.panel_table import PANELS
from guinet.ui.panels.enlarged import Enlarged
from guinet.ui.panels.range_curve import RangeCurve
from guinet.ui.panels.saved_pictures import _Opener


@pytest.fixture
def curve(qtbot: QtBot) -> Iterator[RangeCurve]:
    """A plot of fixed height between two other fields."""
    page, plot = QWidget(), RangeCurve()
    layout, inner = QVBoxLayout(page), QHBoxLayout()
    layout.addWidget(QWidget())
    layout.addLayout(inner)
    inner.addWidget(plot)
    layout.addWidget(QWidget())
    qtbot.addWidget(page)
    page.resize(300, 400)
    plot.show_test(RangeTest(rates=(1e-4, 1e-3, 1e-2), losses=(2.0, 1.0, 3.0), suggestion=1e-3, present=1e-3))
    page.show()
    yield plot
    page.close()


def during(monkeypatch: pytest.MonkeyPatch, act: Callable[[Enlarged], None]) -> list[bool]:
    ran = []

    def run(dialog: Enlarged) -> int:
        dialog.show()
        QApplication.processEvents()
        act(dialog)
        dialog.reject()
        ran.append(True)
        return 0

    monkeypatch.setattr(Enlarged, "exec", run)
    return ran


def wheel(plot: QWidget, at: QPoint, notches: int) -> None:
    buttons, keys, phase = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    turned = QPoint(0, 120 * notches)
    QApplication.sendEvent(
        plot, QWheelEvent(QPointF(at), QPointF(plot.mapToGlobal(at)), QPoint(), turned, buttons, keys, phase, False)
    )
    QApplication.processEvents()


def test_a_double_click_enlarges_it_and_closing_puts_it_back(
    curve: RangeCurve, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, place, height = curve.parentWidget(), curve.geometry(), curve.height()
    sizes: list[int] = []

    def look(dialog: Enlarged) -> None:
        assert curve.window() is dialog
        sizes.append(curve.height())

    ran = during(monkeypatch, look)
    QTest.mouseDClick(curve, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    QApplication.processEvents()
    assert ran
    assert sizes[0] > 2 * height
    assert curve.parentWidget() is page
    assert curve.isVisible()
    assert curve.geometry() == place


def test_the_wheel_zooms_at_the_pointer_a_drag_pans_and_a_double_click_shows_everything(
    curve: RangeCurve, monkeypatch: pytest.MonkeyPatch
) -> None:
    def act(dialog: Enlarged) -> None:
        bar, room = dialog.area.horizontalScrollBar(), dialog.area.viewport().width()
        at = QPoint(room // 2, 60)
        wheel(curve, at, 3)
        assert abs(curve.width() - room * 1.25**3) <= 2
        # What was in the middle is in the middle still.
        assert abs((bar.value() + room / 2) / curve.width() - 0.5) < 0.01

        before = bar.value()
        QTest.mousePress(curve, Qt.MouseButton.LeftButton, pos=QPoint(before + 200, 60))
        QTest.mouseMove(curve, QPoint(before + 150, 60))
        QTest.mouseRelease(curve, Qt.MouseButton.LeftButton, pos=QPoint(before + 150, 60))
        assert bar.value() == before + 50

        QTest.mouseDClick(curve, Qt.MouseButton.LeftButton, pos=QPoint(100, 60))
        QApplication.processEvents()
        assert curve.width() == room
        wheel(curve, at, -5)
        assert curve.width() == room

    assert during(monkeypatch, act) == []
    QTest.mouseDClick(curve, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    assert curve.width() < 300


def test_a_plot_without_numbers_is_not_enlarged(curve: RangeCurve, monkeypatch: pytest.MonkeyPatch) -> None:
    curve.show_test(RangeTest(rates=(), losses=(), suggestion=None, present=1e-3))
    ran = during(monkeypatch, lambda dialog: None)
    QTest.mouseDClick(curve, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    assert ran == []


SMALL_PLOTS = {"values": 4, "parameters": 5, "gradients": 3, "predictions": 2, "doctor": 1}
"""Panels with how many each has."""


@pytest.mark.parametrize("name", SMALL_PLOTS)
def test_every_small_plot_can_be_enlarged_from_where_it_lies(
    qtbot: QtBot, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = next(row for row in PANELS if row.name == name)
    panel = row.make(import_module(row.module), guinet.new())
    qtbot.addWidget(panel)
    openers = [each for each in panel.findChildren(QObject) if isinstance(each, _Opener)]
    assert len(openers) == SMALL_PLOTS[name]
    ran = during(monkeypatch, lambda dialog: None)
    for opener in openers:
        plot = opener.parent()
        assert isinstance(plot, QWidget)
        home = plot.parentWidget()
        monkeypatch.setattr(opener, "_lines", lambda: [["step"], ["1"]])
        QTest.mouseDClick(plot, Qt.MouseButton.LeftButton)
        QApplication.processEvents()
        assert plot.parentWidget() is home
    assert len(ran) == len(openers)
