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
    torch.manual_seed(0)
    x = torch.randn(4, 7, 10)
    layers: dict[str, Callable[[], nn.Module]] = {  # in the order they are drawn: of one seed
        "both_ways": lambda: nn.GRU(10, 20, batch_first=True, bidirectional=True),
        "gru": lambda: nn.GRU(10, 20, num_layers=2, batch_first=True),
        "lstm": lambda: nn.LSTM(10, 20, num_layers=2, batch_first=True, dropout=0.2),
        "rnn": lambda: nn.RNN(10, 20, num_layers=2, batch_first=True),
    }
    found = {name: layer()(x) for name, layer in layers.items()}

    for name, (output, state) in found.items():
        same(values[name][0], output)
        for one, expected in zip(values[name][1:], state if isinstance(state, tuple) else (state,), strict=True):
            same(one, expected)
    output, (h_n, _) = found["lstm"]
    same(values["last_step"], output.select(1, -1))
    same(values["state"], h_n.shape)


def test_a_sequence_example_trains(bundled: Callable[[str], Project], tmp_path: Path) -> None:
    finished = guinet.train(bundled("sine-lstm"), epochs=2, folder=tmp_path)

    assert finished.reason == "completed"
    assert finished.metrics["test_r2"] > 0.5
