"""The statistics of values, against what plain PyTorch says."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor

from guinet.probe.statistics import BINS, statistics


def drawn(*shape: int) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(3))


@pytest.mark.parametrize(
    "tensor",
    [
        drawn(3, 4),
        drawn(3, 4).t(),
        drawn(6, 5)[::2, 1::2],
        drawn(2, 3).to(torch.float64),
        drawn(2, 3).to(torch.float16),
        drawn(2, 3).to(torch.bfloat16),
        torch.arange(-3, 9).reshape(3, 4),
        torch.tensor([250, 3, 255], dtype=torch.uint8),
        torch.tensor([[True, False], [True, True]]),
        drawn(4).requires_grad_(),
    ],
    ids=lambda tensor: f"{tensor.dtype} {tuple(tensor.shape)}",
)
def test_the_figures_are_torchs(tensor: Tensor) -> None:
    told = statistics(tensor)
    numbers = tensor.detach().double()
    assert told is not None
    assert told.count == tensor.numel()
    assert told.minimum == float(numbers.min())
    assert told.maximum == float(numbers.max())
    assert told.mean == pytest.approx(float(numbers.mean()), rel=1e-5, abs=1e-6)
    assert told.std == pytest.approx(float(numbers.std()), rel=1e-5)
    assert told.zeros == pytest.approx(float((numbers == 0).double().mean()))
    assert (told.nan, told.infinite, told.estimated) == (0, 0, False)
    assert told.bars is not None
    assert (told.bars.low, told.bars.high) == (told.minimum, told.maximum)
    counts = torch.histc(numbers, BINS, told.bars.low, told.bars.high)
    assert sum(told.bars.counts) == tensor.numel()
    assert sum(abs(one - two) for one, two in zip(told.bars.counts, counts.tolist(), strict=True)) <= 2


def test_nan_and_infinite_ones_are_counted_and_left_out() -> None:
    told = statistics(torch.tensor([1.0, math.nan, math.inf, 0.0, -math.inf, math.nan]))
    assert told is not None
    assert (told.count, told.nan, told.infinite) == (6, 2, 2)
    assert (told.minimum, told.mean, told.maximum) == (0.0, 0.5, 1.0)
    assert told.zeros == pytest.approx(1 / 6)


def test_nan_everywhere_has_no_figures() -> None:
    told = statistics(torch.full((2, 2), math.nan))
    assert told is not None
    assert (told.nan, told.minimum, told.mean, told.std, told.bars) == (4, None, None, None, None)


def test_one_number_no_numbers_and_no_values_at_all() -> None:
    one, none = statistics(torch.tensor(3)), statistics(torch.zeros(2, 0, 3))
    assert one is not None
    assert none is not None
    assert (one.minimum, one.mean, one.std) == (3.0, 3.0, None)
    assert one.bars is not None
    assert sum(one.bars.counts) == 1
    assert (none.count, none.mean, none.bars) == (0, None, None)
    assert statistics(torch.empty(2, device="meta")) is None


def test_complex_numbers_by_their_absolute_values() -> None:
    told = statistics(torch.tensor([3 + 4j, 0j, complex(math.nan, 1)]))
    assert told is not None
    assert (told.minimum, told.maximum, told.mean) == (0.0, 5.0, 2.5)
    assert told.nan == 1
    assert told.zeros == pytest.approx(1 / 3)


def test_a_sparse_tensor_counts_with_its_zeros() -> None:
    dense = torch.tensor([[0.0, 2.0, 0.0], [-3.0, 0.0, 0.0]])
    assert statistics(dense.to_sparse()) == statistics(dense)
    # Too large to be made dense: the places without a value are still zeros.
    told, exact = statistics(dense.to_sparse(), most=4), statistics(dense)
    assert told is not None
    assert exact is not None
    assert (told.count, told.minimum, told.maximum) == (6, -3.0, 2.0)
    assert told.mean == pytest.approx(exact.mean)
    assert told.std == pytest.approx(exact.std)
    assert told.zeros == pytest.approx(4 / 6)


@pytest.mark.filterwarnings("ignore:torch.quantize_per_tensor")
def test_quantised_ones_are_what_they_stand_for() -> None:
    tensor = torch.quantize_per_tensor(torch.tensor([0.0, 0.5, 1.0]), 0.5, 0, torch.quint8)
    told = statistics(tensor)
    assert told is not None
    assert (told.minimum, told.mean, told.maximum) == (0.0, 0.5, 1.0)


@pytest.mark.parametrize("turned", [False, True])
def test_of_a_large_tensor_counts_and_ends_are_exact_and_the_rest_is_close(turned: bool) -> None:
    tensor = drawn(300, 100)
    tensor[7, 3], tensor[8, 4], tensor[9, 5] = math.nan, 99.0, 0.0
    tensor = tensor.t() if turned else tensor
    told = statistics(tensor, most=1000)
    finite = tensor[tensor.isfinite()]
    assert told is not None
    assert told.estimated
    assert (told.count, told.nan, told.infinite) == (30_000, 1, 0)
    assert (told.minimum, told.maximum) == (float(finite.min()), 99.0)
    assert told.zeros == pytest.approx(1 / 30_000)
    assert told.mean == pytest.approx(float(finite.mean()), abs=0.2)
