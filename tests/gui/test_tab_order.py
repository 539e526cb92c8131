"""Tab through Properties goes from top to bottom, reaches every field, and leads on to what comes after it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

FIELDS = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractButton)


@pytest.fixture
def opened(show_window: Callable[..., Opened]) -> Opened:
    """A convolution one of whose arguments is other than usual, so that there is a button to put it back."""
    project = Project(REGISTRY)
    project.main.add("torch.nn.Conv2d", "conv", (0.0, 0.0), in_channels=1, out_channels=4, kernel_size=3, padding=1)
    project.training["epochs"] = 7
    opened = show_window(project).ready()
    opened.window.resize(1500, 1000)
    return opened


def fields(opened: Opened) -> list[QWidget]:
    panel = opened.window.panels["properties"]
    there = [each for each in panel.findChildren(QWidget) if isinstance(each, FIELDS) and each.isVisible()]
    return [each for each in there if each.focusProxy() is None and each.focusPolicy() & Qt.FocusPolicy.TabFocus]


def height(opened: Opened, widget: QWidget) -> int:
    """Of the widget's middle in the form."""
    return widget.mapTo(opened.window.panels["properties"], widget.rect().center()).y()


@pytest.mark.parametrize("node", ["conv", ""])
def test_tab_goes_from_top_to_bottom_and_reaches_every_field(opened: Opened, node: str) -> None:
    canvas, panel = opened.window.canvas, opened.window.panels["properties"]
    canvas.select((opened.document.main.node(node).id,) if node else ())
    wanted_field = "field_kernel_size" if node else "field_lr"
    opened.until(lambda: any(each.isVisible() for each in panel.findChildren(QWidget, wanted_field)))
    QApplication.processEvents()
    wanted = fields(opened)
    assert len(wanted) > 8
    start = min(wanted, key=lambda each: height(opened, each))
    start.setFocus()
    walked = [start]
    while True:
        QTest.keyClick(walked[-1], Qt.Key.Key_Tab)
        here = QApplication.focusWidget()
        assert isinstance(here, QWidget)
        if not panel.isAncestorOf(here):
            break
        walked.append(here)
        assert len(walked) <= len(wanted), "it goes in a circle"
    assert set(walked) == set(wanted)
    # The form scrolls along, so that only what follows on each other can be compared: by where both are now.
    for before, after in pairwise(walked):
        assert height(opened, after) >= height(opened, before) - 8
    walked[-1].setFocus()
    QTest.keyClick(walked[-1], Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is walked[-2]
    assert panel.rect().contains(walked[-2].mapTo(panel, walked[-2].rect().center())), "the form has scrolled to it"
