"""The docs panel tells of what is selected, in the user's language, and follows links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QImage, QTextDocument
from PySide6.QtWidgets import QApplication, QTextBrowser
from pytestqt.qtbot import QtBot
from torch import nn

from guinet.core.graph import Node
from guinet.core.project import Project
from guinet.core.values import Value
from guinet.nodes.docs import docs
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import NodeType
from guinet.ui import translate
from guinet.ui.panels.docs import DocsPanel
from guinet.ui.panels.docs_page import PICTURE, formula_html
from guinet.ui.panels.docs_pictures import curve_picture, sides
from guinet.ui.theme import apply_theme, current_theme


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
    apply_theme(qapp, "dark")


def type_of(kind: str) -> NodeType:
    found = REGISTRY.get(kind)
    assert found is not None, kind
    return found


def browser(panel: DocsPanel) -> QTextBrowser:
    found = panel.findChild(QTextBrowser, "docs_text")
    assert isinstance(found, QTextBrowser)
    return found


def text(panel: DocsPanel) -> str:
    for _ in range(3):  # the language is told of, then the page is written
        QApplication.processEvents()
    return browser(panel).toPlainText()


def select(panel: DocsPanel, project: Project, *nodes: Node) -> None:
    panel.set_selection(project.main.id, tuple(node.id for node in nodes))


def test_with_nothing_selected_it_says_what_would_fill_it(panel: DocsPanel) -> None:
    assert "Select a node" in text(panel)


def test_it_tells_of_the_selected_node(panel: DocsPanel, project: Project) -> None:
    node = project.main.add("torch.nn.Dropout", p=0.3)
    select(panel, project, node)
    shown = text(panel)
    told = docs(type_of("torch.nn.Dropout"), "en")
    assert told.summary in shown
    assert "nn.Dropout(p=0.5, inplace=False)" in shown
    assert "here 0.3" in shown
    assert told.result in shown
    assert panel.kind == "torch.nn.Dropout"


def test_a_changed_argument_is_shown(panel: DocsPanel, project: Project) -> None:
    node = project.main.add("torch.nn.Dropout", p=0.3)
    select(panel, project, node)
    assert "here 0.3" in text(panel)
    project.main.set(node, p=0.9)
    assert "here 0.9" in text(panel)
    project.undo()
    assert "here 0.3" in text(panel)


def test_the_last_page_stays_when_nothing_is_selected(panel: DocsPanel, project: Project) -> None:
    select(panel, project, project.main.add("torch.nn.ReLU"))
    panel.set_selection(project.main.id, ())
    assert "Sets negative values to zero" in text(panel)


def test_it_speaks_chinese(panel: DocsPanel, project: Project, qapp: QApplication) -> None:
    select(panel, project, project.main.add("torch.nn.ReLU"))
    assert "Sets negative" in text(panel)
    translate.install(qapp, "zh_CN")
    assert "负值置零" in text(panel)


def test_see_also_opens_that_page_and_torchs_page_the_browser(
    panel: DocsPanel, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    panel.show_kind("torch.nn.ReLU")
    html = browser(panel).toHtml() if text(panel) else ""
    assert 'href="show:torch.nn.LeakyReLU"' in html
    browser(panel).anchorClicked.emit(QUrl("show:torch.nn.LeakyReLU"))
    assert "small slope" in text(panel)
    browser(panel).anchorClicked.emit(QUrl("https://docs.pytorch.org/docs/stable/generated/torch.nn.ReLU.html"))
    assert opened == ["https://docs.pytorch.org/docs/stable/generated/torch.nn.ReLU.html"]


def test_a_page_offers_the_node_for_the_canvas(panel: DocsPanel, qtbot: QtBot) -> None:
    panel.show_kind("torch.nn.ReLU")
    with qtbot.waitSignal(panel.chosen) as told:
        browser(panel).anchorClicked.emit(QUrl("add:torch.nn.ReLU"))
    assert told.args == ["torch.nn.ReLU"]


def test_every_page_can_be_written(panel: DocsPanel) -> None:
    for kind in REGISTRY.types():
        panel.show_kind(kind.kind)
        panel._write()
        assert kind.title in browser(panel).toPlainText(), kind.kind


def test_an_unknown_kind_changes_nothing(panel: DocsPanel) -> None:
    panel.show_kind("torch.nn.ReLU")
    panel.show_kind("torch.nn.Perceptron")
    assert panel.kind == "torch.nn.ReLU"


def picture(panel: DocsPanel) -> QImage | None:
    QApplication.processEvents()
    kind = QTextDocument.ResourceType.ImageResource.value
    found = browser(panel).document().resource(kind, QUrl(PICTURE))
    return found if isinstance(found, QImage) else None


def test_an_activation_has_its_curve_in_the_theme_of_the_moment(panel: DocsPanel, qapp: QApplication) -> None:
    panel.show_kind("torch.nn.GELU")
    dark = picture(panel)
    assert dark is not None
    assert current_theme().series(0) in colors(dark)
    apply_theme(qapp, "light")
    light = picture(panel)
    assert light is not None
    assert light != dark
    assert current_theme().series(0) in colors(light)


def colors(image: QImage) -> list[object]:
    return [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]


def test_the_curve_passes_where_the_function_does(panel: DocsPanel) -> None:
    told = docs(type_of("torch.nn.Threshold"), "en")
    assert told.curve is not None
    image = curve_picture(told.curve, 1.0)
    line = current_theme().series(0)
    heights = [y for y in range(image.height()) if image.pixelColor(image.width() - 12, y) == line]
    assert heights
    assert max(heights) < image.height() / 4  # at the right the value is near 6, at the top


def window(kind: str, **arguments: Value) -> list[tuple[int, int, int, int]]:
    """Size, window, padding and how many places, for each side that is drawn."""
    given: Mapping[str, Value] = arguments
    found = sides(type_of(kind), given)
    return [(side.count, len(side.windows[0]), side.padding, len(side.windows)) for side in found]


def test_windows_lie_as_torch_lays_them() -> None:
    assert window("torch.nn.Conv2d", kernel_size=3, padding=1) == [(5, 3, 1, 5)] * 2
    assert window("torch.nn.Conv2d", kernel_size=(1, 3)) == [(5, 1, 0, 5), (5, 3, 0, 3)]
    assert window("torch.nn.MaxPool1d", kernel_size=2) == [(6, 2, 0, 3)]  # by default it moves by its own size
    assert window("torch.nn.Conv1d", kernel_size=3, padding="same", dilation=2) == [(5, 3, 2, 5)]
    assert window("torch.nn.Conv2d", kernel_size=99) == []
    assert window("torch.nn.ReLU") == []


@given(st.integers(1, 5), st.integers(1, 4), st.integers(0, 2), st.integers(1, 3))
def test_there_are_as_many_places_as_torch_gives_values(kernel: int, stride: int, padding: int, dilation: int) -> None:
    kind = type_of("torch.nn.Conv1d")
    arguments = {"kernel_size": kernel, "stride": stride, "padding": padding, "dilation": dilation}
    for side in sides(kind, arguments):
        made = nn.Conv1d(1, 1, kernel, stride, padding, dilation)(torch.zeros(1, 1, side.count))
        assert made.shape[2] == len(side.windows)
        assert side.windows[-1][-1] < side.total


@pytest.mark.parametrize("size", [1, 2, 3, 5, None])
def test_the_windows_of_an_adaptive_pool_are_those_of_torch(size: int | None) -> None:
    """A value depends on what lies in its window, and on nothing else."""
    (side,) = sides(type_of("torch.nn.AdaptiveAvgPool1d"), {"output_size": size})
    x = torch.rand(1, 1, side.count, requires_grad=True)
    values = torch.nn.AdaptiveAvgPool1d(size or side.count)(x)[0, 0]
    seen = [torch.autograd.grad(value, x, retain_graph=True)[0][0, 0].nonzero().flatten().tolist() for value in values]
    assert [list(window) for window in side.windows] == seen


def test_formulas_are_raised_lowered_and_safe() -> None:
    assert formula_html("x_{i}^{2}") == "<i>x</i><sub><i>i</i></sub><sup>2</sup>"
    assert formula_html("e^{x_j}") == "<i>e</i><sup><i>x</i><sub><i>j</i></sub></sup>"
    assert formula_html("kernel_size < 3") == "kernel_size &lt; 3"
