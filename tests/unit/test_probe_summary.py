"""The table of layers, against counts made by hand."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from guinet.probe.summary import Layer, summarise


class Small(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(2, 3, kernel_size=3, padding=1, bias=False)
        self.act = nn.ReLU()
        self.head = nn.Sequential(nn.Flatten(), nn.Linear(3 * 5 * 4, 7))

    def forward(self, image: Tensor) -> Tensor:
        result: Tensor = self.head(self.act(self.act(self.conv(image))))
        return result


def test_each_call_of_a_layer_is_a_row() -> None:
    summary = summarise(Small(), {"image": torch.zeros(6, 2, 5, 4)})

    conv = 2 * 6 * 3 * 5 * 4 * 2 * 3 * 3  # a product and a sum for each weight at each output value
    linear = 2 * 6 * 60 * 7
    assert summary.layers == (
        Layer("conv", "Conv2d", "6×2×5×4", "6×3×5×4", 2 * 3 * 9, conv),
        Layer("act", "ReLU", "6×3×5×4", "6×3×5×4", 0, 0),
        Layer("act", "ReLU", "6×3×5×4", "6×3×5×4", 0, 0),
        Layer("head.0", "Flatten", "6×3×5×4", "6×60", 0, 0),
        Layer("head.1", "Linear", "6×60", "6×7", 60 * 7 + 7, linear),
    )
    assert summary.flops == conv + linear
    assert summary.parameters == summary.trainable == 54 + 427


def test_a_layer_used_twice_has_its_parameters_once_and_its_work_twice() -> None:
    class Twice(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layer = nn.Linear(4, 4)

        def forward(self, x: Tensor) -> Tensor:
            result: Tensor = self.layer(self.layer(x))
            return result

    summary = summarise(Twice(), {"x": torch.zeros(1, 4)})

    assert [layer.parameters for layer in summary.layers] == [20, 0]
    assert [layer.flops for layer in summary.layers] == [32, 32]
    assert summary.parameters == 20


def test_frozen_parameters_are_told_apart() -> None:
    module = Small()
    module.conv.weight.requires_grad_(False)

    summary = summarise(module, {"image": torch.zeros(1, 2, 5, 4)})
    assert (summary.parameters, summary.trainable) == (481, 427)


def test_an_lstm_gives_all_its_outputs() -> None:
    class Recurrent(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.lstm = nn.LSTM(3, 5, batch_first=True)

        def forward(self, x: Tensor) -> Tensor:
            result: Tensor = self.lstm(x)[0]
            return result

    [row] = summarise(Recurrent(), {"x": torch.zeros(2, 6, 3)}).layers
    assert row.output == "2×6×5, 1×2×5, 1×2×5"
    assert row.parameters == 4 * 5 * (3 + 5 + 2)


def test_the_module_itself_is_left_as_it_is() -> None:
    module = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5)).train()
    random = torch.get_rng_state()

    summarise(module, {"x": torch.zeros(1, 2)})
    assert module.training
    assert not module[0]._forward_hooks
    assert next(module.parameters()).device.type == "cpu"
    assert torch.equal(torch.get_rng_state(), random)
