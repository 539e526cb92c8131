"""A tensor in a few numbers, for what shows many of them: read off the real one, and made plain data."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from guinet.core.stepped import TensorFacts
from guinet.probe.figures import known, shape_of
from guinet.probe.values import printed


def facts_of(tensor: Tensor, *, text: bool = False) -> TensorFacts:
    """What is told of a tensor as it is now; with `text` also what `print` shows. Draws no random numbers.

    The standard deviation is torch's (divided by n − 1), None for fewer than two values; NaN and infinite values make
    the numbers what torch makes them. Complex tensors have a norm and counts only; where there are no numbers that
    torch can reckon with (`figures.known`), shape and dtype are all there is.
    """
    shape, dtype = shape_of(tensor), str(tensor.dtype).removeprefix("torch.")
    words = printed(tensor) if text else ""
    if not known(tensor):
        return TensorFacts(shape, dtype, text=words)
    values = _plain(tensor.detach())
    if not values.numel():
        return TensorFacts(shape, dtype, text=words)
    if values.is_complex():
        finite = torch.view_as_real(values.resolve_conj())
        return TensorFacts(shape, dtype, norm=norm_of(values), text=words, **_counts(finite))
    numbers = values.double() if values.dtype.itemsize < 4 or not values.is_floating_point() else values
    least, most = (float(each) for each in torch.aminmax(numbers))
    return TensorFacts(
        shape,
        dtype,
        least,
        float(numbers.mean()),
        most,
        float(numbers.std()) if numbers.numel() > 1 else None,
        norm_of(numbers),
        int((numbers == 0).sum()),
        text=words,
        **(_counts(numbers) if values.is_floating_point() else {}),
    )


def norm_of(tensor: Tensor) -> float:
    """The Euclidean norm of all values, complex ones by their size; 0 for an empty tensor, NaN where nothing is
    `figures.known`."""
    if not known(tensor):
        return math.nan
    if not tensor.numel():
        return 0.0
    values = _plain(tensor.detach())
    return float(torch.linalg.vector_norm((values.abs() if values.is_complex() else values).double()))


def _plain(tensor: Tensor) -> Tensor:
    """The values alone, where a tensor keeps them sparse or quantised."""
    if tensor.layout is torch.sparse_coo:
        return tensor.coalesce().values()
    if tensor.layout is not torch.strided:
        return tensor.to_dense()
    return tensor.dequantize() if tensor.is_quantized else tensor


def _counts(values: Tensor) -> dict[str, int]:
    return {"nan": int(values.isnan().sum()), "infinite": int(values.isinf().sum())}
