"""A sentence within a sentence is in the language of the window too."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QApplication

import guinet
from guinet.core.graph import Block
from guinet.core.grouping import group
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


def refused(block: Block) -> None:
    """A window of 9 × 9 over images of 4 × 4."""
    x = block.add("guinet.Input", name="x", shape=(1, 4, 4))
    conv = block.add("torch.nn.Conv2d", name="conv", out_channels=3, kernel_size=9)
    block.connect(x["output"], conv["input"])


def test_what_the_check_says_is_whole_in_chinese(qapp: QApplication) -> None:
    project = guinet.new()
    refused(project.main)
    group(project.main, [project.main.node("conv").id], "Part")
    found = guinet.check(project).problems
    assert {problem.code for problem in found} >= {"shape", "inside"}
    translate.install(qapp, "zh_CN")
    try:
        for problem in found:
            words = re.sub(r"float32|conv|part|Part|N×[\d×]+", "", problem_text(problem))
            assert not re.search("[a-zA-Z]{3}", words), words
    finally:
        translate.install(qapp, "en")
