"""Data sets that are computed: points in the plane to tell apart, and sine waves to go on with.

The `make_…` functions are copied as they stand into exported training scripts: torch and plain values only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch

from guinet.core.values import LARGEST_INT
from guinet.data.arguments import Number
from guinet.data.source import BuiltIn, Fields, Shapes


def make_moons(samples: int, noise: float, seed: int) -> dict[str, torch.Tensor]:
    """Two half circles of radius 1 that interlock; `noise` is the deviation added to each coordinate."""
    generator = torch.Generator().manual_seed(seed)
    label = torch.arange(samples) % 2
    angle = torch.rand(samples, generator=generator) * torch.pi
    upper = torch.stack((angle.cos(), angle.sin()), dim=1)
    lower = torch.stack((1 - angle.cos(), 0.5 - angle.sin()), dim=1)
    features = torch.where(label.unsqueeze(1) == 0, upper, lower)
    return {"features": features + noise * torch.randn(samples, 2, generator=generator), "label": label}


def make_circles(samples: int, noise: float, seed: int) -> dict[str, torch.Tensor]:
    """A circle of radius 1 around one of radius 0.5; `noise` is the deviation added to each coordinate."""
    generator = torch.Generator().manual_seed(seed)
    label = torch.arange(samples) % 2
    angle = torch.rand(samples, generator=generator) * 2 * torch.pi
    radius = 1 - 0.5 * label
    features = torch.stack((radius * angle.cos(), radius * angle.sin()), dim=1)
    return {"features": features + noise * torch.randn(samples, 2, generator=generator), "label": label}


def make_spirals(samples: int, noise: float, seed: int) -> dict[str, torch.Tensor]:
    """Two arms of a spiral, one and a half turns each, out to radius 1; `noise` is added to each coordinate."""
    generator = torch.Generator().manual_seed(seed)
    label = torch.arange(samples) % 2
    radius = torch.rand(samples, generator=generator).sqrt()
    angle = radius * 3 * torch.pi + label * torch.pi
    features = torch.stack((radius * angle.cos(), radius * angle.sin()), dim=1)
    return {"features": features + noise * torch.randn(samples, 2, generator=generator), "label": label}


def make_xor(samples: int, noise: float, seed: int) -> dict[str, torch.Tensor]:
    """Points of the square from -1 to 1; label 1 where the signs of the coordinates differ, before noise is added."""
    generator = torch.Generator().manual_seed(seed)
    features = torch.rand(samples, 2, generator=generator) * 2 - 1
    label = ((features[:, 0] > 0) != (features[:, 1] > 0)).long()
    return {"features": features + noise * torch.randn(samples, 2, generator=generator), "label": label}


def make_sine(samples: int, length: int, noise: float, seed: int) -> dict[str, torch.Tensor]:
    """Sine waves of 10 to 40 steps a turn, from any point of the turn: `length` values, and the one that follows."""
    generator = torch.Generator().manual_seed(seed)
    start = torch.rand(samples, 1, generator=generator) * 2 * torch.pi
    turn = 10 + 30 * torch.rand(samples, 1, generator=generator)
    wave = torch.sin(start + torch.arange(length + 1) * 2 * torch.pi / turn)
    wave = wave + noise * torch.randn(samples, length + 1, generator=generator)
    return {"sequence": wave[:, :-1].unsqueeze(2).contiguous(), "target": wave[:, -1:].contiguous()}


SAMPLES = Number("samples", 1000, low=1, high=1_000_000)
WAVES = Number("samples", 1000, low=1, high=100_000)
LENGTH = Number("length", 32, low=1, high=1000)
SEED = Number("seed", 0, high=LARGEST_INT)


def _points(name: str, make: Callable[..., Fields], *classes: str) -> BuiltIn:
    return BuiltIn(
        f"guinet.data.{name}",
        make,
        lambda _: {"features": ((2,), "float32"), "label": ((), "int64")},
        classes=classes,
        features=("x", "y"),
        parameters=(SAMPLES, Number("noise", 0.1, high=1000), SEED),
        standardised=True,
    )


def _sine_shapes(values: Mapping[str, int | float]) -> Shapes:
    return {"sequence": ((int(values["length"]), 1), "float32"), "target": ((1,), "float32")}


SOURCES = (
    _points("moons", make_moons, "upper", "lower"),
    _points("circles", make_circles, "outer", "inner"),
    _points("spirals", make_spirals, "first", "second"),
    _points("xor", make_xor, "same", "different"),
    BuiltIn(
        "guinet.data.sine",
        make_sine,
        _sine_shapes,
        input="sequence",
        target="target",
        parameters=(WAVES, LENGTH, Number("noise", 0.0, high=1000), SEED),
    ),
)
