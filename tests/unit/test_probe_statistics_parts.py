"""Statistics that are put together: of a tensor looked at in parts, and of a sparse one by what it stores."""

from __future__ import annotations

import math

import pytest
import torch

from guinet.probe.statistics import statistics


def test_what_is_not_finite_is_counted_in_every_part() -> None:
    values = torch.arange(40.0).reshape(8, 5)
    values[0, 0] = values[3, 1] = values[7, 4] = math.inf
    values[1, 1] = values[6, 2] = math.nan
    values[2] = -math.inf
    told = statistics(values, most=10)

    assert told is not None
    assert told.estimated
    assert (told.infinite, told.nan) == (int(values.isinf().sum()), int(values.isnan().sum()))
    finite = values[values.isfinite()]
    assert (told.minimum, told.maximum) == (float(finite.min()), float(finite.max()))


@pytest.mark.parametrize("stored", [0, 2])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_sparse_tensor_counts_the_zeros_it_does_not_store_and_those_it_does(sign: int, stored: int) -> None:
    dense = torch.zeros(50, 40)
    dense[3, :6] = sign * torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    kept = torch.cat((dense.nonzero().T, torch.tensor([[9] * stored, range(stored)], dtype=torch.int64)), 1)
    sparse = torch.sparse_coo_tensor(kept, dense[tuple(kept)], dense.shape, check_invariants=True)
    told = statistics(sparse, most=100)

    assert told is not None
    assert (told.minimum, told.maximum) == (float(dense.min()), float(dense.max()))
    assert told.zeros == pytest.approx(float((dense == 0).double().mean()))
    assert told.mean == pytest.approx(float(dense.mean()))
    assert told.std == pytest.approx(float(dense.std()))
