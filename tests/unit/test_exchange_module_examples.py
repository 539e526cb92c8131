"""What bundled examples build is read back as a graph of its own."""

from __future__ import annotations

import pytest
import torch

import guinet
from guinet.core.problems import Unreadable
from guinet.exchange.subject import make_subject
from guinet.storage.examples import example_path
from tests.live_modules import require_same

NAMES = ["digits-cnn", "digits-mlp", "iris-mlp", "sine-lstm"]
"""One of each kind: all of them take longer than they tell."""


@pytest.mark.parametrize("name", NAMES)
def test_a_bundled_example_comes_back(name: str) -> None:
    project = guinet.load(example_path(name))
    inputs = tuple(make_subject(project).inputs.values())
    torch.manual_seed(0)

    read = require_same(guinet.build(project), inputs)

    assert read.import_report.complete


def test_an_example_that_decides_by_data_is_refused_with_its_line() -> None:
    project = guinet.load(example_path("constant-weights"))
    inputs = tuple(make_subject(project).inputs.values())

    with pytest.raises(Unreadable, match=r"^Line \d+ .*: “bool” takes a number out of a tensor"):
        guinet.from_module(guinet.build(project), inputs)
