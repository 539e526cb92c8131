"""The tree of parameters by itself: what a search leaves of what a person has folded."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from guinet.core.parameter_rows import ParameterRow
from guinet.ui.panels.parameter_tree import ParameterTree
from guinet.ui.panels.parameter_view import ParameterView

PATHS = ("a.0.weight", "a.0.bias", "b.weight", "b.bias")


def test_what_was_folded_before_a_search_is_folded_after_it(qtbot: QtBot) -> None:
    tree = ParameterTree(None)
    view = ParameterView(tree)
    qtbot.addWidget(view)
    view.show_rows([ParameterRow(path, False, (2,), "float32", 2, 8, "cpu", (), "weight", None) for path in PATHS])
    view.show()

    def folded() -> list[str]:
        model = view.model()
        a, b = model.index(0, 0), model.index(1, 0)
        return [str(each.data()) for each in (a, model.index(0, 0, a), b) if not view.isExpanded(each)]

    view.setCurrentIndex(view.model().index(1, 0))
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert folded() == ["b"]
    for text in ("w", "weight"):
        view.narrow(text)
        assert folded() == []
    view.narrow("")
    assert folded() == ["b"]
    view.narrow("a.*.bias")
    view.narrow("")
    assert folded() == ["b"]
