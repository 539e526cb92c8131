"""Every kind of layer of torch, read back from a live one."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor, nn

from tests.live_modules import require_same


class Wrap(nn.Module):
    def __init__(self, layer: nn.Module) -> None:
        super().__init__()
        self.layer = layer

    def forward(self, first: Tensor, *others: Tensor) -> Any:
        return self.layer(first, *others)


ROWS = torch.randn(3, 8)
IMAGES = {1: torch.randn(2, 4, 10), 2: torch.randn(2, 4, 8, 8), 3: torch.randn(2, 4, 4, 4, 4)}
SEQUENCE, MEMORY, WORDS = torch.randn(2, 3, 8), torch.randn(2, 4, 8), torch.randint(0, 9, (2, 5))

SPATIAL: dict[str, dict[str, Any]] = {
    "Conv": {"in_channels": 4, "out_channels": 6, "kernel_size": 3, "stride": 2, "padding": 1, "groups": 2},
    "ConvTranspose": {"in_channels": 4, "out_channels": 6, "kernel_size": 2, "bias": False, "dilation": 2},
    "MaxPool": {"kernel_size": 2, "stride": 1},
    "AvgPool": {"kernel_size": 2},
    "LPPool": {"norm_type": 2, "kernel_size": 2},
    "AdaptiveAvgPool": {"output_size": 2},
    "AdaptiveMaxPool": {"output_size": 2},
    "BatchNorm": {"num_features": 4, "momentum": 0.2, "affine": False},
    "InstanceNorm": {"num_features": 4, "affine": True},
    "Dropout": {"p": 0.3},
    "ZeroPad": {"padding": 1},
    "ConstantPad": {"padding": 1, "value": 2.5},
    "CircularPad": {"padding": 1},
    "ReflectionPad": {"padding": 2},
    "ReplicationPad": {"padding": 1},
}
PLAIN = [
    "ReLU",
    "ReLU6",
    "ELU",
    "SELU",
    "CELU",
    "GELU",
    "SiLU",
    "Mish",
    "Sigmoid",
    "Tanh",
    "Tanhshrink",
    "Softsign",
    "Softplus",
    "Softshrink",
    "Hardshrink",
    "Hardtanh",
    "Hardsigmoid",
    "Hardswish",
    "LogSigmoid",
    "LeakyReLU",
    "RReLU",
    "PReLU",
    "Identity",
    "Dropout",
    "AlphaDropout",
    "FeatureAlphaDropout",
    "GLU",
]

OTHERS: list[tuple[nn.Module, Any]] = [
    (nn.Conv2d(4, 6, (3, 2), padding="same", padding_mode="reflect"), IMAGES[2]),
    (nn.Conv2d(4, 4, (3, 3), padding=(1, 0)), IMAGES[2]),
    (nn.Threshold(0.1, 2.0), ROWS),
    (nn.GELU("tanh"), ROWS),
    (nn.LeakyReLU(0.3, inplace=True), ROWS),
    (nn.PReLU(8, init=0.1), ROWS),
    (nn.Softmax(-1), ROWS),
    (nn.Softmin(1), ROWS),
    (nn.LogSoftmax(1), ROWS),
    (nn.Softmax2d(), IMAGES[2]),
    (nn.LayerNorm(8, eps=1e-3), ROWS),
    (nn.LayerNorm([8, 8], elementwise_affine=False), IMAGES[2]),
    (nn.RMSNorm(8), ROWS),
    (nn.GroupNorm(2, 4), IMAGES[2]),
    (nn.LocalResponseNorm(2), IMAGES[2]),
    (nn.Linear(8, 3, bias=False), ROWS),
    (nn.Bilinear(8, 8, 3), (ROWS, ROWS)),
    (nn.Embedding(9, 4, padding_idx=1, max_norm=2.0), WORDS),
    (nn.EmbeddingBag(9, 4, mode="sum"), WORDS),
    (nn.Flatten(), IMAGES[3]),
    (nn.Unflatten(1, (4, 2)), ROWS),
    (nn.Unflatten(1, (2, 2, 2)), ROWS),
    (nn.Fold((4, 5), (2, 2)), torch.randn(2, 12, 12)),
    (nn.Unfold((2, 3), padding=1), IMAGES[2]),
    (nn.PixelShuffle(2), IMAGES[2]),
    (nn.PixelUnshuffle(2), IMAGES[2]),
    (nn.ChannelShuffle(2), IMAGES[2]),
    (nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True), IMAGES[2]),
    (nn.UpsamplingNearest2d(scale_factor=2), IMAGES[2]),
    (nn.UpsamplingBilinear2d(size=(9, 9)), IMAGES[2]),
    (nn.CosineSimilarity(1), (ROWS, ROWS)),
    (nn.PairwiseDistance(1.0), (ROWS, ROWS + 1)),
    (nn.FractionalMaxPool2d(2, output_size=3), IMAGES[2]),
    (nn.RNN(8, 6, 2, nonlinearity="relu", bidirectional=True), SEQUENCE),
    (nn.LSTM(8, 6, batch_first=True), SEQUENCE),
    (nn.GRU(8, 6, bias=False, dropout=0.2, num_layers=2), SEQUENCE),
    (nn.RNNCell(8, 3, nonlinearity="relu"), ROWS),
    (nn.LSTMCell(8, 3), ROWS),
    (nn.GRUCell(8, 3, bias=False), ROWS),
    (nn.MultiheadAttention(8, 2, bias=False, add_bias_kv=True, batch_first=True), (SEQUENCE,) * 3),
    (
        nn.MultiheadAttention(8, 2, kdim=4, vdim=6, add_zero_attn=True, batch_first=True),
        (SEQUENCE, torch.randn(2, 5, 4), torch.randn(2, 5, 6)),
    ),
    (nn.TransformerEncoderLayer(8, 2, 16, activation="gelu", norm_first=True, batch_first=True), SEQUENCE),
    (nn.TransformerDecoderLayer(8, 2, 16, batch_first=True), (SEQUENCE, MEMORY)),
    (nn.TransformerDecoder(nn.TransformerDecoderLayer(8, 2, 16, batch_first=True), 2), (SEQUENCE, MEMORY)),
    (
        nn.TransformerEncoder(
            nn.TransformerEncoderLayer(8, 2, 16, batch_first=True), 1, nn.LayerNorm(8), enable_nested_tensor=False
        ),
        SEQUENCE,
    ),
    (nn.AdaptiveLogSoftmaxWithLoss(8, 10, [3, 6], div_value=1.5), (ROWS, torch.randint(0, 10, (3,)))),
    (nn.MSELoss(), (ROWS, ROWS + 1)),
    (nn.CrossEntropyLoss(label_smoothing=0.1), (ROWS, torch.randint(0, 8, (3,)))),
]
BLOCKS = {"TransformerEncoder", "MSELoss", "CrossEntropyLoss"}
"""Those that a graph has no node for as they are here: they are recorded inside."""


def _require(layer: nn.Module, inputs: Any) -> None:
    given = inputs if isinstance(inputs, tuple) else (inputs,)
    project = require_same(Wrap(layer), given)
    assert project.import_report.complete
    kinds = [node.kind for node in project.main.nodes.values()]
    name = type(layer).__name__
    assert (f"torch.nn.{name}" in kinds) != (name in BLOCKS)


@pytest.mark.parametrize("dimensions", [1, 2, 3])
@pytest.mark.parametrize("name", SPATIAL)
def test_a_layer_over_space_comes_back(name: str, dimensions: int) -> None:
    layer = getattr(nn, f"{name}{dimensions}d")(**SPATIAL[name])
    _require(layer, IMAGES[dimensions])


@pytest.mark.parametrize("name", PLAIN)
def test_an_activation_comes_back(name: str) -> None:
    _require(getattr(nn, name)(), ROWS)


@pytest.mark.filterwarnings("ignore:dropout option adds dropout")
@pytest.mark.parametrize("place", range(len(OTHERS)), ids=[type(layer).__name__ for layer, _ in OTHERS])
def test_any_other_layer_comes_back(place: int) -> None:
    _require(*OTHERS[place])


@pytest.mark.filterwarnings("ignore:enable_nested_tensor is True")
def test_a_whole_transformer_comes_back() -> None:
    transformer = nn.Transformer(8, 2, 1, 1, 16, batch_first=True, norm_first=True)
    _require(transformer, (SEQUENCE, MEMORY))
