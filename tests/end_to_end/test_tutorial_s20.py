"""Row S20, dropout: drawn, and compared with the tutorial's own lines, in train mode and in eval mode."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch import nn

import guinet

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Drawing, Same


def test_the_snippet(drawing: Drawing, same: Same) -> None:
    drawing.add("torch.randn", "x", size=(32, 100))
    drawing.add("torch.nn.Dropout", "x_dropped", "x", p=0.2)
    torch.manual_seed(0)
    dropout = nn.Dropout(p=0.2)
    x = torch.randn(32, 100)

    same(drawing.values()["x_dropped"], dropout(x))


def test_the_example(values_of: Callable[[str], Any], same: Same) -> None:
    values = values_of("dropout")
    torch.manual_seed(0)
    x = torch.ones(32, 100)
    dropped = nn.Dropout(0.2)(x)

    same(values["dropped"], dropped)
    same(values["mean_dropped"], dropped.mean())
    same(values["share_of_zeros"], (dropped == 0).float().mean())
    same(values["in_eval_mode"], nn.Dropout(0.2).eval()(x))


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("Dropout1d", (4, 6, 5)),
        ("Dropout2d", (4, 6, 5, 5)),
        ("Dropout3d", (4, 6, 3, 3, 3)),
        ("AlphaDropout", (16, 10)),
        ("FeatureAlphaDropout", (4, 6, 5)),
    ],
)
def test_the_family_in_both_modes(drawing: Drawing, name: str, shape: tuple[int, ...]) -> None:
    drawing.add("guinet.Input", "x", shape=shape[1:])
    drawing.add(f"torch.nn.{name}", "dropout", "x", p=0.4)
    drawing.add("guinet.Output", "y", "dropout")
    drawn, by_hand = guinet.build(drawing.project), getattr(nn, name)(p=0.4)
    x = torch.randn(shape)

    torch.manual_seed(3)
    dropped = drawn.train()(x)
    torch.manual_seed(3)
    assert torch.equal(dropped, by_hand(x))
    assert not torch.equal(dropped, x)
    assert torch.equal(drawn.eval()(x), by_hand.eval()(x))


def test_a_module_drops_in_train_mode_only(drawing: Drawing) -> None:
    drawing.add("guinet.Input", "x", shape=(100,))
    drawing.add("torch.nn.Dropout", "dropout", "x", p=0.2)
    drawing.add("guinet.Output", "y", "dropout")
    module = guinet.build(drawing.project)
    x = torch.ones(8, 100)

    torch.manual_seed(3)
    dropped = module.train()(x)
    torch.manual_seed(3)
    assert torch.equal(dropped, nn.functional.dropout(x, 0.2))
    assert torch.equal(module.eval()(x), x)
    values = drawing.values()
    assert torch.equal(values["dropout"], values["x"])
