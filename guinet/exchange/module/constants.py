"""The text that makes a tensor which nobody computes."""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.exchange.module.problems import Unrecorded
from guinet.exchange.module.values import literal

_MOST: Final = 5_000
"""Numbers that are written out."""


def made(tensor: Tensor, *, loaded: bool) -> str:
    """`torch.zeros(3, 4)` where the values are `loaded` later; otherwise what gives just these. Raises Unrecorded."""
    tensor = tensor.detach().cpu()
    dtype = "" if tensor.dtype == torch.float32 else f", dtype={tensor.dtype}"
    if loaded:
        return f"torch.zeros({_size(tensor)}{dtype})"
    return _regular(tensor, dtype) or _written_out(tensor, dtype)


def _size(tensor: Tensor) -> str:
    return str(tuple(tensor.shape))


def _regular(tensor: Tensor, dtype: str) -> str:
    """What torch has a function for."""
    size = _size(tensor)
    if tensor.numel() < 2 or tensor.is_complex():
        return ""
    first = tensor.flatten()[0]
    if bool((tensor == first).all()):
        return f"torch.full({size}, {literal(first.item())}{dtype or ', dtype=torch.float32'})"
    if tensor.dim() == 1 and not dtype.endswith("bool"):
        row = torch.arange(len(tensor), dtype=tensor.dtype)
        if torch.equal(row, tensor):
            return f"torch.arange({len(tensor)}, dtype={tensor.dtype})"
    if tensor.dim() == 2 and torch.equal(tensor, torch.eye(*tensor.shape, dtype=tensor.dtype)):
        return f"torch.eye({tensor.shape[0]}, {tensor.shape[1]}{dtype})"
    return ""


def _written_out(tensor: Tensor, dtype: str) -> str:
    if tensor.numel() > _MOST or tensor.is_complex():
        raise Unrecorded(
            QT_TRANSLATE_NOOP(
                "Problem",
                "Line {line}: a tensor of {count} numbers that is in no state_dict is used: keep it as a buffer.",
            ),
            count=str(tensor.numel()),
        )
    return f"torch.tensor({_nested(tensor.tolist())}, dtype={tensor.dtype})"


def _nested(value: object) -> str:
    return f"[{', '.join(map(_nested, value))}]" if isinstance(value, list) else literal(value)
