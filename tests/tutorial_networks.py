"""The tutorial's networks, written by hand: what drawn ones are compared with, by the fixture `tutorial`."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class CenteredLayer(nn.Module):
    def forward(self, X: Tensor) -> Tensor:
        return X - X.mean()


class MyLinear(nn.Module):
    def __init__(self, in_units: int, units: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(in_units, units))
        self.bias = nn.Parameter(torch.randn(units))

    def forward(self, X: Tensor) -> Tensor:
        return F.relu(torch.matmul(X, self.weight) + self.bias)


class NestMLP(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.net = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU())
        self.linear = nn.Linear(32, 16)

    def forward(self, x: Tensor) -> Tensor:
        return self.linear(self.net(x))


class FixedHiddenMLP(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.rand_weight = torch.rand((20, 20), requires_grad=False)
        self.linear = nn.Linear(20, 20)

    def forward(self, x: Tensor) -> Tensor:
        x = self.linear(x)
        x = F.relu(torch.mm(x, self.rand_weight) + 1)
        x = self.linear(x)
        while x.abs().sum() > 1:
            x /= 2
        return x.sum()


class Nested(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.nest = NestMLP()

    def forward(self, x: Tensor) -> Tensor:
        return self.nest(x)


def stack() -> nn.Sequential:
    return nn.Sequential(nn.Linear(10, 50), nn.ReLU(), nn.Linear(50, 20), nn.ReLU(), nn.Linear(20, 1))


def chimera() -> nn.Sequential:
    return nn.Sequential(NestMLP(), nn.Linear(16, 20), FixedHiddenMLP())


def block1() -> nn.Sequential:
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 4), nn.ReLU())


def block2() -> nn.Sequential:
    net = nn.Sequential()
    for i in range(4):
        net.add_module(f"block{i}", block1())
    return net


def rgnet() -> nn.Sequential:
    return nn.Sequential(block2(), nn.Linear(4, 1))
