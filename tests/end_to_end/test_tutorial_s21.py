"""Row S21, normalisation: drawn, and compared with the tutorial's own classes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

import guinet
from guinet.core.changes import SetBlock, SetKind
from guinet.core.editing import rename
from guinet.core.project import MAIN, Project

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Alike, Drawing, Same


class ModelWithBatchNorm(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc1 = nn.Linear(784, 256)
        self.bn1 = nn.BatchNorm1d(256)
        self.fc2 = nn.Linear(256, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.bn1(self.fc1(x)))
        return self.fc2(x)


class ModelWithLayerNorm(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc1 = nn.Linear(784, 256)
        self.ln1 = nn.LayerNorm(256)
        self.fc2 = nn.Linear(256, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.ln1(self.fc1(x)))
        return self.fc2(x)


def test_batch_norm(bundled: Callable[[str], Project], alike: Alike) -> None:
    alike(bundled("batch-norm-mlp"), ModelWithBatchNorm, torch.randn(8, 784))
    assert "bn1.running_mean" in ModelWithBatchNorm().state_dict()


def test_layer_norm_in_its_place(bundled: Callable[[str], Project], alike: Alike) -> None:
    project = bundled("batch-norm-mlp")
    node = project.main.node("bn1")
    swap = SetKind(MAIN, node.id, "torch.nn.LayerNorm", {"normalized_shape": (256,)})
    project.run("Swap", [swap, SetBlock(MAIN, "ModelWithLayerNorm")])
    rename(project.main, node.id, "ln1")

    alike(project, ModelWithLayerNorm, torch.randn(8, 784))


def test_each_normalises_in_its_own_direction(values_of: Callable[[str], Any], same: Same) -> None:
    values = values_of("normalisation")
    torch.manual_seed(0)
    x = torch.randn(8, 4) * 3 + 5

    same(values["batch_norm"], nn.BatchNorm1d(4)(x))
    same(values["layer_norm"], nn.LayerNorm(4)(x))
    same(values["rms_norm"], nn.RMSNorm(4)(x))
    same(values["group_norm"], nn.GroupNorm(2, 4)(x))
    same(values["mean_of_columns"], nn.BatchNorm1d(4)(x).mean(dim=0))
    same(values["mean_of_rows"], nn.LayerNorm(4)(x).mean(dim=1))


@pytest.mark.parametrize(
    ("name", "arguments", "shape", "layer"),
    [
        ("BatchNorm2d", {}, (4, 6, 5, 5), lambda: nn.BatchNorm2d(6)),
        ("BatchNorm3d", {"momentum": 0.3}, (4, 6, 3, 3, 3), lambda: nn.BatchNorm3d(6, momentum=0.3)),
        ("InstanceNorm1d", {"affine": True}, (4, 6, 5), lambda: nn.InstanceNorm1d(6, affine=True)),
        (
            "InstanceNorm2d",
            {"track_running_stats": True},
            (4, 6, 5, 5),
            lambda: nn.InstanceNorm2d(6, track_running_stats=True),
        ),
        ("LocalResponseNorm", {"size": 3}, (4, 6, 5), lambda: nn.LocalResponseNorm(3)),
        ("GroupNorm", {"num_groups": 3}, (4, 6, 5), lambda: nn.GroupNorm(3, 6)),
        ("LayerNorm", {"normalized_shape": (6, 5)}, (4, 6, 5), lambda: nn.LayerNorm((6, 5))),
    ],
)
def test_the_family_in_both_modes_with_its_statistics(
    drawing: Drawing, name: str, arguments: dict[str, Any], shape: tuple[int, ...], layer: Callable[[], nn.Module]
) -> None:
    drawing.add("guinet.Input", "x", shape=shape[1:])
    drawing.add(f"torch.nn.{name}", "norm", "x", **arguments)
    drawing.add("guinet.Output", "y", "norm")
    drawn, by_hand = guinet.build(drawing.project), layer()
    batches = torch.randn(3, *shape) * 2 + 1

    for x in batches:
        assert torch.equal(drawn.train()(x), by_hand.train()(x))
    assert [key.removeprefix("norm.") for key in drawn.state_dict()] == list(by_hand.state_dict())
    torch.testing.assert_close([*drawn.state_dict().values()], [*by_hand.state_dict().values()], rtol=0, atol=0)
    assert torch.equal(drawn.eval()(batches[0]), by_hand.eval()(batches[0]))
