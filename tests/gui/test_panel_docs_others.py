"""Nodes that no table names: found by search, put on the canvas, and told of where one works."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtWidgets import QApplication, QTextBrowser
from pytestqt.qtbot import QtBot

from guinet.core.project import Project
from guinet.nodes.docs import docs
from guinet.nodes.registry import REGISTRY
from guinet.ui import translate
from guinet.ui.panels.docs import DocsPanel
from guinet.ui.panels.docs_pictures import sides
from guinet.ui.theme import apply_theme
from guinet.ui.words import node_doc
from tests.catalogue import get
from tests.gui.canvases import show_canvas

OTHERS = REGISTRY.others()


@pytest.fixture
def project() -> Project:
    return Project(REGISTRY)


@pytest.fixture
def panel(qapp: QApplication, qtbot: QtBot, project: Project) -> Iterator[DocsPanel]:
    apply_theme(qapp, "dark")
    translate.install(qapp, "en")
    panel = DocsPanel(project, REGISTRY)
    qtbot.addWidget(panel)
    panel.resize(330, 700)
    with qtbot.waitExposed(panel):
        panel.show()
    yield panel
    translate.install(qapp, "en")


def text(panel: DocsPanel) -> str:
    for _ in range(3):  # the language is told of, then the page is written
        QApplication.processEvents()
    browser = panel.findChild(QTextBrowser, "docs_text")
    assert browser is not None
    return browser.toPlainText()


def test_a_node_found_by_its_path_is_told_of_once_it_is_on_the_canvas(
    qtbot: QtBot, panel: DocsPanel, project: Project
) -> None:
    canvas = show_canvas(qtbot, project)
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(500, 400))
    qtbot.keyClicks(canvas.search.popup.line, "fft.rfft")
    assert canvas.search.popup.rows()[0] == "torch.fft.rfft"
    qtbot.keyClick(canvas.search.popup.line, Qt.Key.Key_Return)

    panel.set_selection(project.main.id, canvas.selection)

    shown = text(panel)
    assert "The waves of a real signal." in shown
    assert "torch.fft.rfft(input, n=None, dim=-1, norm=None)" in shown
    assert "tensor([0., 0., 4.])" in shown


def test_its_page_is_in_the_language_of_the_window(panel: DocsPanel, qapp: QApplication) -> None:
    panel.show_kind("torch.Tensor.arccos_")
    assert "written over the tensor itself" in text(panel)
    translate.install(qapp, "zh_CN")
    shown = text(panel)
    assert "反余弦" in shown
    assert "结果写回张量自身" in shown


def test_every_page_can_be_written_and_every_link_on_it_followed(panel: DocsPanel) -> None:
    browser = panel.findChild(QTextBrowser, "docs_text")
    assert browser is not None
    for kind in OTHERS[::12]:
        panel.show_kind(kind.kind)
        panel._write()
        assert docs(kind, "en").summary.replace("`", "") in browser.toPlainText(), kind.kind
        for other in docs(kind, "en").see:
            browser.anchorClicked.emit(QUrl(f"show:{other}"))
            assert panel.kind == other


def test_a_curve_without_slope_says_so(panel: DocsPanel) -> None:
    panel.show_kind("torch.special.bessel_j0")
    assert "PyTorch knows no slope of it" in text(panel)
    panel.show_kind("torch.special.ndtr")
    assert "the dashed line its slope" in text(panel)


@pytest.mark.parametrize(
    ("kind", "plain"),
    [
        ("torch.conv2d", "torch.nn.functional.conv2d"),
        ("torch.conv_transpose1d", "torch.nn.functional.conv_transpose1d"),
        ("torch.max_pool3d", "torch.nn.functional.max_pool3d"),
        ("torch.nn.functional.max_pool2d_with_indices", "torch.nn.functional.max_pool2d"),
        ("torch.nn.functional.adaptive_max_pool2d_with_indices", "torch.nn.functional.adaptive_max_pool2d"),
    ],
)
def test_a_window_is_drawn_as_that_of_the_known_function(kind: str, plain: str) -> None:
    arguments = {"kernel_size": 2, "output_size": 4}
    assert sides(get(kind), arguments) == sides(get(plain), arguments) != ()


def test_windows_that_lie_at_random_are_not_drawn_in_order() -> None:
    assert sides(get("torch.nn.FractionalMaxPool2d"), {"kernel_size": 2}) == ()


def test_search_and_form_say_in_a_sentence_what_it_does(qapp: QApplication) -> None:
    translate.install(qapp, "en")
    try:
        assert node_doc(get("torch.fft.rfft")) == "The waves of a real signal."
        assert node_doc(get("torch.Tensor.frac_")).endswith(
            " A method of tensors that writes its result over its input."
        )
        translate.install(qapp, "zh_CN")
        assert node_doc(get("torch.fft.ifft")) == "由各个波重新合成信号：fft 的逆变换。"
    finally:
        translate.install(qapp, "en")
