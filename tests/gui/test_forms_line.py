"""Fields of text: files and values with a name."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from guinet.core.values import MISSING
from guinet.ui.forms.fields import FieldState
from guinet.ui.forms.line import FileField, LineField, path_from
from guinet.ui.theme import apply_theme
from tests.catalogue import argument


@pytest.mark.parametrize(
    ("path", "folder", "text"),
    [
        ("/work/data/a.csv", "/work", "data/a.csv"),
        ("/other/a.csv", "/work", "/other/a.csv"),
        ("/workshop/a.csv", "/work", "/workshop/a.csv"),
        ("/work/a.csv", None, "/work/a.csv"),
    ],
)
def test_a_file_in_the_projects_folder_is_named_from_there(path: str, folder: str | None, text: str) -> None:
    assert path_from(Path(path), None if folder is None else Path(folder)) == text


@pytest.mark.parametrize("chosen", ["table.csv", ""])
def test_the_button_looks_for_a_file(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chosen: str
) -> None:
    apply_theme(qapp, "dark")
    asked: list[str] = []

    def ask(parent: object, title: str, folder: str) -> tuple[str, str]:
        asked.append(folder)
        return (str(tmp_path / chosen) if chosen else "", "")

    monkeypatch.setattr(QFileDialog, "getOpenFileName", ask)
    field = FileField(argument("guinet.data.csv", "path"), lambda: tmp_path)
    qtbot.addWidget(field)
    edits: list[object] = []
    field.edited.connect(edits.append)
    field.show()
    QTest.mouseClick(field.findChildren(QToolButton, "browse")[0], Qt.MouseButton.LeftButton)
    assert asked == [str(tmp_path)]
    assert edits == ([chosen] if chosen else [])


def test_a_size_offers_its_values_with_a_name(qapp: QApplication, qtbot: QtBot) -> None:
    apply_theme(qapp, "dark")
    field = LineField(argument("torch.nn.Conv2d", "padding"))
    qtbot.addWidget(field)
    edits: list[object] = []
    field.edited.connect(edits.append)
    menu = field.findChildren(QMenu)[0]
    assert [action.text() for action in menu.actions()] == ["same", "valid"]
    menu.actions()[0].trigger()
    assert edits == ["same"]


def test_undo_in_a_text_that_never_reached_the_project_is_the_fields_own(qapp: QApplication, qtbot: QtBot) -> None:
    apply_theme(qapp, "dark")
    field = LineField(argument("torch.nn.Conv2d", "groups"))
    qtbot.addWidget(field)
    field.show_state(FieldState(MISSING, 1))
    with qtbot.waitActive(field):
        field.show()
        field.activateWindow()
    field.setFocus()
    edits: list[object] = []
    field.edited.connect(edits.append)
    QTest.keyClicks(field.editor, "x")
    QTest.keyClick(field.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.editor.text() == ""
    assert field.editor.property("invalid") is False
    assert edits == []


@pytest.mark.parametrize(("copied", "value"), [("1\t2\n3\t4\n", ((1, 2), (3, 4))), ("[5, 6]", (5, 6)), ("7\n", 7)])
def test_the_rows_of_a_table_are_pasted_into_a_line(
    qapp: QApplication, qtbot: QtBot, copied: str, value: object
) -> None:
    apply_theme(qapp, "dark")
    field = LineField(argument("torch.tensor", "data"))
    qtbot.addWidget(field)
    edits: list[object] = []
    field.edited.connect(edits.append)
    QApplication.clipboard().setText(copied)

    QTest.keyClick(field.editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert edits == [value]
