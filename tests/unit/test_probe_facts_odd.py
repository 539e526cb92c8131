"""Tensors that are not what one expects: what a stepper and the autograd graph tell of them, and what they do not."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from guinet.core.probed import PlainValue, TensorValue
from guinet.core.stepped import TensorFacts
from guinet.probe.facts import facts_of, norm_of
from guinet.probe.figures import SEALED, array, figures, known
from guinet.probe.flows import flow_of
from guinet.probe.values import Memory, described, printed
from guinet.session.answers.looks import preview_of

DTYPES = {str(dtype).removeprefix("torch."): dtype for dtype in vars(torch).values() if isinstance(dtype, torch.dtype)}
QUANTISED = ("qint8", "quint8", "qint32", "quint4x2", "quint2x4")
NUMBERS = (0.0, 1.0, 2.0, 4.0)
"""Every type of more than a bit has these, but for the zero of those that are powers of two alone."""

pytestmark = [
    pytest.mark.filterwarnings("ignore:ComplexHalf support is experimental"),
    pytest.mark.filterwarnings("ignore:Sparse"),
    pytest.mark.filterwarnings("ignore:.*nested tensors is in prototype stage"),
    pytest.mark.filterwarnings("ignore:torch.quantize"),
]


@pytest.mark.parametrize("name", [each for each in DTYPES if DTYPES[each] not in SEALED and each not in QUANTISED])
def test_facts_of_each_type_are_those_of_the_same_numbers_in_float64(name: str) -> None:
    tensor = torch.tensor(NUMBERS).to(DTYPES[name])
    real = tensor.to(torch.complex128).abs() if tensor.is_complex() else tensor.to(torch.float64)

    told = facts_of(tensor)

    assert (told.shape, told.dtype) == ((4,), name)
    assert told.norm == pytest.approx(float(real.norm()))
    assert norm_of(tensor) == pytest.approx(float(real.norm()))
    if not tensor.is_complex():
        expected = (real.min(), real.mean(), real.max(), real.std(), (real == 0).sum())
        assert [told.least, told.mean, told.most, told.std, told.zeros] == pytest.approx([float(x) for x in expected])
    assert (told.nan, told.infinite) == (0, 0)


@pytest.mark.parametrize("dtype", [each for each in DTYPES.values() if each.is_floating_point and each not in SEALED])
def test_nan_is_counted_in_each_type_that_has_it(dtype: torch.dtype) -> None:
    tensor = torch.tensor([math.nan, 1.0]).to(dtype)

    assert facts_of(tensor).nan == int(tensor.double().isnan().sum()) == 1


@pytest.mark.parametrize("dtype", sorted(SEALED, key=str), ids=str)
def test_of_types_that_torch_cannot_reckon_with_shape_and_type_are_told(dtype: torch.dtype) -> None:
    tensor = torch.empty((2, 3), dtype=dtype)

    assert facts_of(tensor, text=True) == TensorFacts((2, 3), str(dtype).removeprefix("torch."), text=printed(tensor))
    assert flow_of(tensor).shape == (2, 3)
    assert flow_of(tensor).norm is None
    assert preview_of(tensor) is None


@pytest.mark.parametrize("dtype", [DTYPES[each] for each in QUANTISED], ids=str)
def test_a_quantised_tensor_without_a_scheme_is_told_of_by_its_shape(dtype: torch.dtype) -> None:
    tensor = torch.empty((2, 3), dtype=dtype)

    told = described(tensor, "node", Memory())

    assert not known(tensor)
    assert isinstance(told, TensorValue)
    assert (told.shape, told.statistics, told.text) == ((2, 3), None, f"tensor(..., size=(2, 3), dtype={dtype})")
    assert facts_of(tensor) == TensorFacts((2, 3), str(dtype).removeprefix("torch."))
    assert printed([tensor]).startswith("[tensor(...")
    assert figures(tensor).mean is figures(torch.empty(2, device="meta")).mean


def test_a_quantised_tensor_is_told_of_by_what_its_numbers_stand_for() -> None:
    tensor = torch.quantize_per_tensor(torch.tensor(NUMBERS), 0.5, 3, torch.quint8)

    told = facts_of(tensor)

    assert (told.least, told.mean, told.most, told.zeros) == (0.0, 1.75, 4.0, 1)
    assert told.norm == pytest.approx(21**0.5)


LAYOUTS: dict[str, Callable[[Tensor], Tensor]] = {
    "coo": lambda dense: dense.to_sparse(),
    "csr": lambda dense: dense.to_sparse_csr(),
    "csc": lambda dense: dense.to_sparse_csc(),
    "bsr": lambda dense: dense.to_sparse_bsr((2, 2)),
    "bsc": lambda dense: dense.to_sparse_bsc((2, 2)),
    "mkldnn": lambda dense: dense.to_mkldnn(),
}


@pytest.mark.parametrize(
    ("layout", "dtype"),
    [*((layout, torch.float32) for layout in LAYOUTS), *((layout, torch.complex64) for layout in [*LAYOUTS][:-1])],
)
def test_the_norm_of_a_sparse_tensor_is_that_of_the_dense_one(layout: str, dtype: torch.dtype) -> None:
    dense = torch.tensor([[0, 2, 0, 0], [0, 0, 3, 0]], dtype=dtype)
    tensor = LAYOUTS[layout](dense)

    told = facts_of(tensor, text=True)

    assert told.shape == (2, 4)
    assert told.norm == pytest.approx(13**0.5)
    assert told.text == str(tensor)
    assert flow_of(tensor).norm == pytest.approx(13**0.5)
    assert figures(tensor).norm == pytest.approx(13**0.5)


@pytest.mark.parametrize("layout", [torch.strided, torch.jagged], ids=str)
def test_of_a_nested_tensor_its_text_is_told(layout: torch.layout) -> None:
    tensor = torch.nested.nested_tensor([torch.ones(2, 3), torch.ones(1, 3)], layout=layout)

    assert described(tensor, "node", Memory()) == PlainValue(type(tensor).__name__, str(tensor))
    assert facts_of(tensor) == TensorFacts((), "float32")
    assert flow_of(tensor).norm is None
    assert preview_of(tensor) is None


def test_what_has_no_numbers_yet_has_no_norm() -> None:
    lazy = nn.LazyLinear(2).weight

    assert math.isnan(norm_of(torch.empty(3, device="meta")))
    assert math.isnan(norm_of(lazy))
    assert norm_of(torch.empty(0, 3)) == 0.0
    assert facts_of(torch.empty(0, 3)) == TensorFacts((0, 3), "float32")


def test_of_a_sparse_tensor_of_rows_all_its_numbers_count() -> None:
    tensor = torch.sparse_coo_tensor(
        torch.tensor([[0, 2]]), torch.tensor([[3.0, 0.0], [0.0, 4.0]]), (3, 2), check_invariants=True
    )

    assert figures(tensor).norm == facts_of(tensor).norm == 5.0


def test_numbers_of_complex_halves_are_shown_as_those_of_complex_floats() -> None:
    assert array(torch.tensor([1 + 2j], dtype=torch.complex32)).tolist() == [1 + 2j]
