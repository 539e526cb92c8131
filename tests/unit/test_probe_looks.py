"""Slices and pictures of tensors, against indexing them by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from guinet.core.looks import View, leading, views_of
from guinet.core.probed import PlainValue
from guinet.probe import looks
from guinet.probe.values import Memory, described


def views(tensor: torch.Tensor) -> list[str]:
    return [view.value for view in views_of(described(tensor, "n", Memory()))]


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ((), ["text", "numbers", "histogram"]),
        ((5,), ["text", "numbers", "line", "histogram"]),
        ((4, 5), ["text", "numbers", "heat", "line", "histogram"]),
        ((2, 3, 4, 5), ["text", "numbers", "heat", "image", "maps", "histogram"]),
        ((2, 1, 4, 5), ["text", "numbers", "heat", "image", "histogram"]),
        ((2, 7, 4, 5), ["text", "numbers", "heat", "maps", "histogram"]),
        ((2, 0), ["text"]),
    ],
)
def test_a_value_allows_what_makes_sense_of_its_shape(shape: tuple[int, ...], expected: list[str]) -> None:
    assert views(torch.zeros(shape)) == expected


def test_what_is_no_tensor_is_text() -> None:
    assert views_of(PlainValue("int", "3")) == (View.TEXT,)


def test_a_slice_is_that_of_indexing_and_shares_memory() -> None:
    tensor = torch.arange(120.0).reshape(2, 3, 4, 5)
    values, place = looks.slice_of(tensor, View.HEAT, (1, 2))
    assert torch.equal(values, tensor[1, 2])
    assert values.data_ptr() == tensor[1, 2].data_ptr()
    assert place == (1, 2)
    assert torch.equal(looks.slice_of(tensor, View.IMAGE, (1,))[0], tensor[1])
    assert torch.equal(looks.slice_of(tensor, View.LINE, (1, 0, 2))[0], tensor[1, 0, 2])
    # A place that is not there is the nearest that is.
    assert looks.slice_of(tensor, View.NUMBERS, (9,))[1] == (1, 0)
    assert leading(View.NUMBERS, (2, 3, 4, 5)) == (2, 3)


def test_sparse_slices_are_dense_as_far_as_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    dense = torch.tensor([[0.0, 2.0], [3.0, 0.0]])
    assert torch.equal(looks.slice_of(dense.to_sparse(), View.HEAT, ())[0], dense)
    monkeypatch.setattr(looks, "_DENSE", 3)
    with pytest.raises(ValueError, match="4 places"):
        looks.slice_of(dense.to_sparse(), View.HEAT, ())


def test_the_window_of_a_table() -> None:
    values = torch.arange(600).reshape(20, 30)
    numbers, size = looks.table(values, 18, 25, 10)
    assert size == (20, 30)
    assert np.array_equal(numbers, values[18:, 25:].numpy())
    upright, size = looks.table(torch.tensor([1, 2, 3]), 0, 0, 10)
    assert size == (3, 1)
    assert upright.tolist() == [[1], [2], [3]]


def test_a_coarse_heat_map_keeps_what_is_far_from_zero_and_nan() -> None:
    values = torch.zeros(10, 7)
    values[3, 2], values[8, 6], values[0, 0], values[1, 1] = -5.0, math.nan, 1.0, -2.0
    points, step = looks.heat(values, most=5)
    assert step == 2
    assert points.shape == (5, 4)
    assert points[1, 1] == -5.0
    assert points[0, 0] == -2.0
    assert math.isnan(points[4, 3])
    whole, step = looks.heat(values, most=10)
    assert step == 1
    assert np.array_equal(whole, values.numpy(), equal_nan=True)


def test_pixels_are_scaled_to_their_range() -> None:
    grey, ends = looks.image(torch.tensor([[0.0, 0.5], [1.0, math.nan]]))
    assert ends == (0.0, 1.0)
    assert grey.tolist() == [[0, 128], [255, 0]]
    assert looks.image(torch.tensor([[-1.0, 3.0]]))[0].tolist() == [[0, 255]]
    as_bytes, ends = looks.image(torch.tensor([[7, 255]], dtype=torch.uint8))
    assert ends == (0.0, 255.0)
    assert as_bytes.tolist() == [[7, 255]]
    colors, _ = looks.image(torch.rand(3, 4, 5))
    assert colors.shape == (4, 5, 3)


def test_maps_lie_side_by_side() -> None:
    values = torch.arange(60.0).reshape(5, 3, 4)
    grid, (high, wide), step = looks.maps(values, 0)
    assert step == 1
    assert high * wide >= 5
    assert grid.shape == (high * 4 - 1, wide * 5 - 1)
    for number in range(5):
        top, left = number // wide * 4, number % wide * 5
        assert np.array_equal(grid[top : top + 3, left : left + 4], values[number].numpy())
    assert np.isnan(grid[3]).all()
    later, _, _ = looks.maps(values, 2)
    assert np.array_equal(later[:3, :4], values[2].numpy())


def test_many_maps_stay_small() -> None:
    grid, (high, wide), step = looks.maps(torch.zeros(600, 64, 64), 0)
    assert high * wide >= looks.MAPS
    assert max(grid.shape) <= looks.SIDE
    assert step == 3


def test_a_line_shows_the_ends_of_each_part() -> None:
    values = torch.tensor([1.0, -2.0, 3.0, 0.0, 5.0])
    assert looks.line(values).tolist() == [values.tolist(), values.tolist()]
    assert looks.line(values, most=2).tolist() == [[-2.0, 0.0], [3.0, 5.0]]
    assert looks.line(torch.tensor([3 + 4j])).tolist() == [[5.0], [5.0]]


@pytest.mark.parametrize("shape", [(90, 70), (3, 400), (400, 3), (1, 900)])
def test_a_large_table_is_looked_at_in_parts(monkeypatch: pytest.MonkeyPatch, shape: tuple[int, int]) -> None:
    monkeypatch.setattr(looks, "_PART", 64)
    table = torch.randn(shape, generator=torch.Generator().manual_seed(1))
    table[0, 1] = math.nan

    points, step = looks.heat(table, 16)

    assert step == -(-max(shape) // 16)
    values = table.numpy()
    for row, column in np.ndindex(points.shape):
        part = values[row * step : (row + 1) * step, column * step : (column + 1) * step]
        expected = math.nan if np.isnan(part).any() else part.flat[np.abs(part).argmax()]
        np.testing.assert_equal(points[row, column], expected)


def test_a_long_row_is_looked_at_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "_PART", 50)
    row = torch.randn(1003, generator=torch.Generator().manual_seed(2)).double()

    points = looks.line(row, 100)

    parts = [row[start : start + 11].float() for start in range(0, 1003, 11)]
    assert points.tolist() == [[float(part.min()) for part in parts], [float(part.max()) for part in parts]]
