"""Row S18, convolutions, pooling, padding, upsampling: drawn, and compared with the tutorial's own lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch import nn

import guinet
from guinet.core.project import Project

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Drawing, Same


def test_one_two_and_three_dimensions(values_of: Callable[[str], Any], same: Same) -> None:
    values = values_of("convolutions")
    torch.manual_seed(0)
    signal = torch.randn(4, 2, 50)
    conv1d_layer = nn.Conv1d(in_channels=2, out_channels=32, kernel_size=5, stride=2, padding=2)
    image = torch.randn(4, 3, 16, 16)
    conv_layer = nn.Conv2d(in_channels=3, out_channels=64, kernel_size=3, stride=1, padding=1)
    volume = torch.randn(2, 1, 8, 8, 8)
    conv3d_layer = nn.Conv3d(in_channels=1, out_channels=16, kernel_size=3, stride=1, padding=1)

    same(values["conv1d"], conv1d_layer(signal))
    same(values["conv2d"], conv_layer(image))
    same(values["conv3d"], conv3d_layer(volume))


@pytest.mark.parametrize(
    ("kind", "arguments", "shape", "layer"),
    [
        (
            "Conv1d",
            {"out_channels": 32, "kernel_size": 5, "stride": 2, "padding": 2},
            (4, 2, 50),
            lambda: nn.Conv1d(in_channels=2, out_channels=32, kernel_size=5, stride=2, padding=2),
        ),
        (
            "Conv2d",
            {"out_channels": 64, "kernel_size": 3, "stride": 1, "padding": 1},
            (4, 3, 16, 16),
            lambda: nn.Conv2d(in_channels=3, out_channels=64, kernel_size=3, stride=1, padding=1),
        ),
        (
            "Conv3d",
            {"out_channels": 16, "kernel_size": 3, "stride": 1, "padding": 1},
            (2, 1, 8, 8, 8),
            lambda: nn.Conv3d(in_channels=1, out_channels=16, kernel_size=3, stride=1, padding=1),
        ),
        (
            "ConvTranspose2d",
            {"out_channels": 3, "kernel_size": 2, "stride": 2},
            (1, 3, 8, 8),
            lambda: nn.ConvTranspose2d(3, 3, 2, stride=2),
        ),
    ],
)
def test_snippets(
    drawing: Drawing,
    same: Same,
    kind: str,
    arguments: dict[str, Any],
    shape: tuple[int, ...],
    layer: Callable[[], nn.Module],
) -> None:
    drawing.add("torch.randn", "x", size=shape)
    drawing.add(f"torch.nn.{kind}", "layer", "x", **arguments)
    torch.manual_seed(0)
    x = torch.randn(shape)

    same(drawing.values()["layer"], layer()(x))


def test_pooling_padding_and_upsampling(values_of: Callable[[str], Any], same: Same) -> None:
    values = values_of("resizing")
    image = values["image"]

    same(values["max_pool"], nn.MaxPool2d(2)(image))
    same(values["average_pool"], nn.AvgPool2d(2)(image))
    same(values["padded"], nn.ZeroPad2d(2)(image))
    same(values["upsampled"], nn.Upsample(scale_factor=2, mode="nearest")(nn.AvgPool2d(2)(image)))
    assert values["transposed"].shape == image.shape


def test_in_channels_that_do_not_fit(drawing: Drawing) -> None:
    drawing.add("torch.randn", "x", size=(4, 3, 16, 16))
    node = drawing.add("torch.nn.Conv2d", "conv", "x", in_channels=1, out_channels=8, kernel_size=3)
    with pytest.raises(RuntimeError) as by_hand:
        nn.Conv2d(1, 8, 3)(torch.randn(4, 3, 16, 16))

    problem = drawing.problem()
    assert (problem.node, problem.message) == (node.id, f"{by_hand.value} (RuntimeError)")


def test_layers_of_the_cnn_are_as_written(bundled: Callable[[str], Project]) -> None:
    conv = guinet.build(bundled("digits-cnn")).get_submodule("conv1")

    assert str(conv) == str(nn.Conv2d(1, 32, 3, padding="same"))
