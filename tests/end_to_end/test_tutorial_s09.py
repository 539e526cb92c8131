"""Row S9, losses: drawn, and compared with the tutorial's own lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch import nn

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Drawing, Same


def test_for_numbers(values_of: Callable[[str], Any], same: Same) -> None:
    values = values_of("losses")
    pred = torch.tensor([2.5, 3.0, 4.5])
    target = torch.tensor([3.0, 3.0, 5.0])
    mse, l1 = nn.MSELoss()(pred, target), nn.L1Loss()(pred, target)

    same(values["mse"], mse)
    same(values["l1"], l1)
    same(values["both"], mse + 0.5 * l1)


def test_for_classes(values_of: Callable[[str], Any], same: Same) -> None:
    loss = nn.CrossEntropyLoss()(torch.tensor([[1.2, 0.3, -0.5]]), torch.tensor([0]))

    same(values_of("losses")["cross_entropy"], loss)


def test_for_yes_or_no(values_of: Callable[[str], Any], same: Same) -> None:
    loss = nn.BCELoss()(torch.tensor([0.7, 0.2, 0.9]), torch.tensor([1.0, 0.0, 1.0]))

    same(values_of("losses")["bce"], loss)


@pytest.mark.parametrize(
    ("arguments", "loss"),
    [
        ({"weight": (1.0, 2.0, 0.5)}, lambda: nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2.0, 0.5]))),
        ({"label_smoothing": 0.1}, lambda: nn.CrossEntropyLoss(label_smoothing=0.1)),
        ({"ignore_index": 1, "reduction": "sum"}, lambda: nn.CrossEntropyLoss(ignore_index=1, reduction="sum")),
        ({"reduction": "none"}, lambda: nn.CrossEntropyLoss(reduction="none")),
    ],
)
def test_class_weights_smoothing_and_reductions(
    drawing: Drawing, same: Same, arguments: dict[str, Any], loss: Callable[[], nn.Module]
) -> None:
    scores, classes = ((1.2, 0.3, -0.5), (0.1, 2.0, 0.4)), (0, 1)
    drawing.add("torch.tensor", "pred", data=scores)
    drawing.add("torch.tensor", "target", data=classes)
    drawing.add("torch.nn.CrossEntropyLoss", "loss", "pred", "target", **arguments)

    same(drawing.values()["loss"], loss()(torch.tensor(scores), torch.tensor(classes)))


def test_a_probability_above_one_fails_as_in_torch(drawing: Drawing) -> None:
    drawing.add("torch.tensor", "pred", data=(1.5, 0.2))
    drawing.add("torch.tensor", "target", data=(1.0, 0.0))
    node = drawing.add("torch.nn.BCELoss", "loss", "pred", "target")
    with pytest.raises(RuntimeError) as by_hand:
        nn.BCELoss()(torch.tensor([1.5, 0.2]), torch.tensor([1.0, 0.0]))

    problem = drawing.problem()
    assert (problem.node, problem.message) == (node.id, f"{by_hand.value} (RuntimeError)")
