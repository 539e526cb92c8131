"""A sentence within a sentence is in the language of the window too."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from guinet.core.problems import Problem
from guinet.ui import translate
from guinet.ui.words import problem_text


def test_the_reason_is_translated_where_it_stands(qapp: QApplication) -> None:
    reason = Problem("scheduler", "{scheduler} is made of other schedulers; add some.", {"scheduler": "SequentialLR"})
    told = Problem("data", "{node}: {reason}", {"node": "rooms", "reason": reason})
    translate.install(qapp, "zh_CN")
    try:
        assert problem_text(reason) in problem_text(told)
        assert "is made of" not in problem_text(told)
    finally:
        translate.install(qapp, "en")
    assert problem_text(told) == told.message
