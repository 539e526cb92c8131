"""Row S19, RNN, LSTM and GRU: drawn, and compared with the tutorial's own lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch import nn

import guinet
from guinet.core.project import Project

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Drawing, Same


@pytest.mark.parametrize(
    ("kind", "more", "layer"),
    [
        ("RNN", {}, lambda: nn.RNN(input_size=10, hidden_size=20, num_layers=2, batch_first=True)),
        (
            "LSTM",
            {"dropout": 0.2},
            lambda: nn.LSTM(input_size=10, hidden_size=20, num_layers=2, batch_first=True, dropout=0.2),
        ),
        ("GRU", {}, lambda: nn.GRU(input_size=10, hidden_size=20, num_layers=2, batch_first=True)),
        ("GRU", {"bidirectional": True}, lambda: nn.GRU(10, 20, 2, batch_first=True, bidirectional=True)),
    ],
)
def test_snippets(
    drawing: Drawing, same: Same, kind: str, more: dict[str, Any], layer: Callable[[], nn.Module]
) -> None:
    drawing.add("torch.randn", "x", size=(4, 7, 10))
    drawing.add(f"torch.nn.{kind}", "layer", "x", hidden_size=20, num_layers=2, batch_first=True, **more)
    torch.manual_seed(0)
    x = torch.randn(4, 7, 10)
    output, state = layer()(x)

    found = drawing.values()["layer"]
    for one, expected in zip(found, (output, *(state if isinstance(state, tuple) else (state,))), strict=True):
        same(one, expected)


def test_the_example(values_of: Callable[[str], Any], same: Same) -> None:
    values = values_of("sequences")
    output, h_n, c_n = values["lstm"]

    assert [tuple(each.shape) for each in (output, h_n, c_n)] == [(4, 7, 20), (2, 4, 20), (2, 4, 20)]
    assert values["both_ways"][0].shape == (4, 7, 40)
    same(values["last_step"], output.select(1, -1))
    same(values["state"], torch.Size([2, 4, 20]))


def test_a_sequence_example_trains(bundled: Callable[[str], Project], tmp_path: Path) -> None:
    finished = guinet.train(bundled("sine-lstm"), epochs=2, folder=tmp_path)

    assert finished.reason == "completed"
    assert finished.metrics["test_r2"] > 0.5
