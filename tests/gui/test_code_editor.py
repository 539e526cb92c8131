"""Code written by hand in the window: the editor, the question of trust, and code that does not end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListView, QPushButton, QTreeWidget
from pytestqt.qtbot import QtBot

from guinet.core.coding import write_code
from guinet.core.graph import Node
from guinet.core.project import Project
from guinet.core.values import TensorSpec
from guinet.nodes.registry import REGISTRY
from guinet.session.events import Checked, CodeStuck
from guinet.storage import drafts, fragments, trust
from guinet.ui.panels.code_editor import CodeEditorPanel
from guinet.ui.panels.code_text import CodeText
from guinet.ui.panels.completion import completions
from guinet.ui.trust_dialog import TrustDialog

if TYPE_CHECKING:
    from tests.gui.conftest import Opened

CENTERED = """class CenteredLayer(nn.Module):
    def forward(self, X):
        return X - X.mean()
"""

ShowWindow = Callable[..., "Opened"]


def drawn(text: str) -> tuple[Project, Node]:
    """x (N×4) → a node that calls `text` → y."""
    project = Project(REGISTRY)
    code = write_code(project, text)
    block = project.main
    x = block.add("guinet.Input", name="x", shape=(4,))
    node = block.add(f"code.{code}", name="own", position=(220.0, 0.0))
    y = block.add("guinet.Output", name="y", position=(440.0, 0.0))
    block.connect(x["output"], node["X"])
    block.connect(node["output"], y["input"])
    return project, node


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> CodeEditorPanel:
    trust.trust([CENTERED])
    project, node = drawn(CENTERED)
    panel = CodeEditorPanel(project)
    qtbot.addWidget(panel)
    panel.resize(700, 400)
    panel.show()
    panel.set_selection("main", (node.id,))
    return panel


def field(panel: CodeEditorPanel) -> CodeText:
    found = panel.findChild(CodeText, "code_editor")
    assert isinstance(found, CodeText)
    return found


def button(panel: CodeEditorPanel, name: str) -> QPushButton:
    found = panel.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def words(panel: CodeEditorPanel) -> str:
    found = panel.findChild(QLabel, "code_words")
    assert isinstance(found, QLabel)
    return found.text()


def own_text(panel: CodeEditorPanel) -> str:
    project = panel._project
    node = next(node for node in project.main.nodes.values() if node.code_id)
    return project.code[node.code_id or ""]


# Writing


def test_the_code_of_the_selected_node_is_shown(panel: CodeEditorPanel) -> None:
    assert field(panel).toPlainText() == CENTERED
    assert not button(panel, "code_apply").isEnabled()

    panel.set_selection("main", ())

    assert field(panel).toPlainText() == ""
    assert field(panel).isReadOnly()


def test_what_is_typed_is_applied_as_one_step_and_trusted(panel: CodeEditorPanel, qtbot: QtBot) -> None:
    project, text = panel._project, field(panel)
    text.selectAll()
    for line in ("def halve(X):", "return X / 2"):
        qtbot.keyClicks(text, line)
        qtbot.keyClick(text, Qt.Key.Key_Return)
    written = text.toPlainText()
    assert written == "def halve(X):\n    return X / 2\n"
    assert own_text(panel) == CENTERED

    qtbot.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert own_text(panel) == written
    assert trust.untrusted(project.code) == ()
    assert project.undo() == "Write code"
    assert own_text(panel) == CENTERED
    assert text.toPlainText() == CENTERED


def test_an_error_is_marked_on_its_line_and_the_text_stays_a_draft(panel: CodeEditorPanel, qtbot: QtBot) -> None:
    text = field(panel)
    text.setPlainText("def f(X):\n    return X +\n")
    qtbot.waitUntil(lambda: 2 in text.errors)
    assert "Line 2 is not Python" in words(panel)

    qtbot.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert own_text(panel) == CENTERED
    assert text.textCursor().blockNumber() == 1
    assert text.toPlainText() == "def f(X):\n    return X +\n"


def test_a_draft_outlives_another_selection_and_the_panel(panel: CodeEditorPanel, qtbot: QtBot) -> None:
    node = next(node for node in panel._project.main.nodes.values() if node.code_id)
    qtbot.keyClicks(field(panel), "# mine")
    draft = field(panel).toPlainText()

    panel.set_selection("main", ())
    panel.set_selection("main", (node.id,))
    assert field(panel).toPlainText() == draft

    panel.close()
    later = CodeEditorPanel(panel._project)
    qtbot.addWidget(later)
    later.set_selection("main", (node.id,))
    assert field(later).toPlainText() == draft

    qtbot.mouseClick(button(later, "code_revert"), Qt.MouseButton.LeftButton)
    assert field(later).toPlainText() == CENTERED
    assert drafts.read(node.code_id or "") is None


def test_tab_and_backspace_go_by_four(panel: CodeEditorPanel, qtbot: QtBot) -> None:
    text = field(panel)
    text.setPlainText("")
    qtbot.keyClick(text, Qt.Key.Key_Tab)
    qtbot.keyClicks(text, "x")
    assert text.toPlainText() == "    x"
    qtbot.keyClick(text, Qt.Key.Key_Backspace)
    qtbot.keyClick(text, Qt.Key.Key_Backspace)
    assert text.toPlainText() == ""
    text.setPlainText("a\nb")
    text.selectAll()
    qtbot.keyClick(text, Qt.Key.Key_Tab)
    assert text.toPlainText() == "    a\n    b"
    text.selectAll()
    qtbot.keyClick(text, Qt.Key.Key_Backtab)
    assert text.toPlainText() == "a\nb"


def test_ctrl_space_offers_names_and_enter_takes_one(panel: CodeEditorPanel, qtbot: QtBot) -> None:
    text = field(panel)
    text.setPlainText("")
    qtbot.keyClicks(text, "layer = nn.LeakyR")
    qtbot.keyClick(text, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    popup = text._popup
    assert isinstance(popup, QListView)
    assert popup.isVisible()

    qtbot.keyClick(text, Qt.Key.Key_Return)

    assert text.toPlainText() == "layer = nn.LeakyReLU"
    assert not popup.isVisible()


def test_a_dot_behind_a_name_offers_what_follows_and_enter_still_ends_the_line(
    panel: CodeEditorPanel, qtbot: QtBot
) -> None:
    text = field(panel)
    popup = text._popup
    text.setPlainText("")
    qtbot.keyClicks(text, "y = 1.")
    assert not popup.isVisible()
    qtbot.keyClicks(text, "5 + X.sum")
    assert popup.isVisible()
    qtbot.keyClick(text, Qt.Key.Key_Return)
    assert text.toPlainText() == "y = 1.5 + X.sum\n"
    assert not popup.isVisible()

    qtbot.keyClicks(text, "nn.LeakyR")
    qtbot.keyClick(text, Qt.Key.Key_Tab)

    assert text.toPlainText() == "y = 1.5 + X.sum\nnn.LeakyReLU"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("torch.matm", "matmul"),
        ("F.gel", "gelu"),
        ("nn.Param", "Parameter"),
        ("x.transpo", "transpose"),
        ("weight = 1\nwei", "weight"),
        ("self.scale = 1\nself.sc", "scale"),
        ("retu", "return"),
    ],
)
def test_names_in_scope(text: str, expected: str) -> None:
    assert expected in completions(text, len(text))[1]


# Trust


def test_foreign_code_is_read_only_until_it_is_trusted(qtbot: QtBot, qapp: QApplication) -> None:
    project, node = drawn(CENTERED)
    panel = CodeEditorPanel(project)
    qtbot.addWidget(panel)
    panel.show()
    panel.set_selection("main", (node.id,))
    assert field(panel).isReadOnly()
    assert field(panel).toPlainText() == CENTERED

    qtbot.mouseClick(button(panel, "code_trust"), Qt.MouseButton.LeftButton)

    assert not field(panel).isReadOnly()
    assert trust.untrusted(project.code) == ()


def test_the_window_asks_shows_the_code_and_then_runs_it(show_window: ShowWindow, qtbot: QtBot) -> None:
    project, node = drawn(CENTERED)
    opened = show_window(project)
    window = opened.window
    first = opened.told(Checked)
    assert [problem.code for problem in first.problems] == ["untrusted"]
    assert window.trust.isVisible()

    qtbot.mouseClick(opened.child(QPushButton, "trust_look"), Qt.MouseButton.LeftButton)
    dialog = opened.child(TrustDialog, "trust_dialog")
    assert dialog.isVisible()
    assert not dialog.isModal()
    shown = opened.child(CodeText, "trust_text")
    assert shown.toPlainText() == CENTERED
    assert shown.isReadOnly()
    qtbot.mouseClick(opened.child(QPushButton, "trust_yes"), Qt.MouseButton.LeftButton)

    assert not window.trust.isVisible()
    assert not dialog.isVisible()
    spec = TensorSpec(("N", 4), "float32")
    reports = window.panels.reports
    qtbot.waitUntil(lambda: reports["main"][node.id].outputs.get("output") == spec)
    qtbot.waitUntil(lambda: window.panels.problems == ())


def test_not_now_leaves_it_until_the_problem_is_asked(show_window: ShowWindow, qtbot: QtBot) -> None:
    project, node = drawn(CENTERED)
    opened = show_window(project)
    window = opened.window
    opened.told(Checked)
    qtbot.mouseClick(opened.child(QPushButton, "trust_later"), Qt.MouseButton.LeftButton)
    assert not window.trust.isVisible()
    assert trust.untrusted(project.code) != ()

    window.canvas.select((node.id,))
    qtbot.waitUntil(lambda: window.canvas.problem_cards.card is not None)
    qtbot.mouseClick(opened.child(QPushButton, "fix"), Qt.MouseButton.LeftButton)

    assert opened.child(TrustDialog, "trust_dialog").isVisible()


def test_pasted_code_is_asked_about(show_window: ShowWindow, qtbot: QtBot) -> None:
    source, node = drawn(CENTERED)
    text = fragments.dumps(source.main, [node.id])
    opened = show_window(Project(REGISTRY))
    window = opened.window
    assert not window.trust.isVisible()

    QApplication.clipboard().setText(text)
    window.canvas.paste()

    assert CENTERED in window.document.code.values()
    assert window.trust.isVisible()
    window.document.undo()
    assert window.document.code == {}
    assert not window.trust.isVisible()


def test_a_template_is_added_from_the_palette_and_needs_no_trust(show_window: ShowWindow, qtbot: QtBot) -> None:
    opened = show_window(Project(REGISTRY))
    window = opened.window
    opened.ready()
    tree, search = opened.child(QTreeWidget, "palette_tree"), opened.child(QLineEdit, "palette_search")
    qtbot.mouseClick(search, Qt.MouseButton.LeftButton)
    search.setText("custom layer")
    qtbot.waitUntil(lambda: tree.topLevelItemCount() > 0)
    first = tree.topLevelItem(0)
    assert first is not None
    assert first.text(0) == "Custom layer"

    qtbot.keyClick(search, Qt.Key.Key_Return)

    (node,) = window.document.main.nodes.values()
    assert node.name == "centered_layer"
    assert "class CenteredLayer" in window.document.code[node.code_id or ""]
    assert not window.trust.isVisible()
    window.canvas.activate(node.id)
    assert window.docks["code_editor"].isVisible()
    assert window.document.undo() == "Add node"
    assert window.document.code == {}


# What does not end

# No `while`, whose rounds are counted.
ENDLESS = """import itertools

class Endless(nn.Module):
    def forward(self, X):
        for _ in itertools.count():
            pass
"""


def test_code_that_does_not_end_is_stopped_and_nothing_is_lost(show_window: ShowWindow, qtbot: QtBot) -> None:
    trust.trust([ENDLESS, CENTERED])
    project, node = drawn(CENTERED)
    opened = show_window(project, in_process=False)
    window = opened.window
    opened.told(Checked)
    window.bridge.session.watch.patience = 0.5

    write_code(project, ENDLESS, node.code_id)

    qtbot.waitUntil(window.trust.isVisible)
    opened.told(CodeStuck)
    assert "own does not come to an end" in opened.child(QLabel, "trust_words").text()
    opened.events.clear()
    qtbot.mouseClick(opened.child(QPushButton, "trust_look"), Qt.MouseButton.LeftButton)

    checked = opened.told(Checked)
    assert [problem.code for problem in checked.problems] == ["untrusted"]
    assert set(project.code.values()) == {ENDLESS}
    assert project.undo() == "Write code"
    qtbot.waitUntil(lambda: window.panels.problems == ())


def test_the_bar_is_as_wide_as_the_canvas(show_window: ShowWindow) -> None:
    project, _ = drawn(CENTERED)
    window = show_window(project).window

    assert window.trust.width() == window.canvas.width()
    assert window.trust.mapTo(window, QPoint(0, 0)).y() < window.canvas.mapTo(window, QPoint(0, 0)).y()
