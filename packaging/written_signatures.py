"""Signatures of operations as a person calls them, where neither Python nor an operator schema says so.

torch's schemas list one overload each (`arange(end)`, `arange(start, end, step)`), and none says that `zeros` takes
`requires_grad`. These texts follow the signatures in torch's own documentation; `-> values indices` names several
results, and `name:list` one that is no tensor.
"""

from __future__ import annotations

REQUIRED = "required"
"""Stands as the default of a parameter that must be given although one before it need not be."""

_LIKE = "dtype: dtype | None = None, device: Device | None = None, requires_grad: bool = False"
_SIZED = f"(size: tuple[int, ...], *, {_LIKE})"
_DIMS = "dim: int | tuple[int, ...] | None = None, keepdim: bool = False"

WRITTEN = {
    "torch.nn.utils.rnn.pad_packed_sequence": (
        "(sequence: PackedSequence, batch_first: bool = False, padding_value: float = 0.0, "
        "total_length: int | None = None) -> 'output lengths'"
    ),
    "torch.embedding_bag": (
        "(weight: Tensor, indices: Tensor, offsets: Tensor, scale_grad_by_freq: bool = False, mode: int = 0, "
        "sparse: bool = False, per_sample_weights: Tensor | None = None, include_last_offset: bool = False) "
        "-> 'output offset2bag bag_size max_indices'"
    ),
    "torch.nn.utils.rnn.unpack_sequence": "(packed_sequences: PackedSequence) -> 'output:list'",
    "torch.tensor": f"(data: object, *, {_LIKE})",
    **{f"torch.{name}": _SIZED for name in ("zeros", "ones", "empty", "rand", "randn")},
    "torch.full": f"(size: tuple[int, ...], fill_value: float, *, {_LIKE})",
    "torch.arange": f"(start: float = 0, end: float = REQUIRED, step: float = 1, *, {_LIKE})",
    "torch.linspace": f"(start: float, end: float, steps: int, *, {_LIKE})",
    "torch.logspace": f"(start: float, end: float, steps: int, base: float = 10.0, *, {_LIKE})",
    "torch.eye": f"(n: int, m: int | None = None, *, {_LIKE})",
    "torch.randint": f"(low: int = 0, high: int = REQUIRED, size: tuple[int, ...] = REQUIRED, *, {_LIKE})",
    "torch.randperm": "(n: int, *, dtype: dtype | None = None, device: Device | None = None)",
    "torch.normal": "(mean: float, std: float, size: tuple[int, ...], *, dtype: dtype | None = None)",
    **{f"torch.{name}_like": f"(input: Tensor, *, {_LIKE})" for name in ("zeros", "ones", "empty", "rand", "randn")},
    "torch.full_like": f"(input: Tensor, fill_value: float, *, {_LIKE})",
    "torch.randint_like": f"(input: Tensor, low: int = 0, high: int = REQUIRED, *, {_LIKE})",
    "torch.tril_indices": "(row: int, col: int, offset: int = 0, *, dtype: dtype | None = None)",
    "torch.triu_indices": "(row: int, col: int, offset: int = 0, *, dtype: dtype | None = None)",
    "torch.complex": "(real: Tensor, imag: Tensor)",
    **{f"torch.{name}": f"(input: Tensor, {_DIMS})" for name in ("all", "any", "amax", "amin")},
    **{
        f"{place}.{name}": f"({first}dim: int | None = None, keepdim: bool = False) -> 'values indices'"
        for place, first in (("torch", "input: Tensor, "), ("torch.Tensor", ""))
        for name in ("max", "min", "median", "nanmedian")
    },
    "torch.prod": "(input: Tensor, dim: int | None = None, keepdim: bool = False, *, dtype: dtype | None = None)",
    **{
        f"torch.{name}": f"(input: Tensor, {_DIMS}, *, dtype: dtype | None = None)"
        for name in ("sum", "mean", "nansum", "nanmean")
    },
    **{
        f"torch.{name}": "(input: Tensor, dim: int | tuple[int, ...] | None = None, *, correction: int = 1, "
        "keepdim: bool = False)"
        for name in ("std", "var", "std_mean", "var_mean")
    },
    "torch.argmax": "(input: Tensor, dim: int | None = None, keepdim: bool = False)",
    "torch.argmin": "(input: Tensor, dim: int | None = None, keepdim: bool = False)",
    **{
        f"{place}.sort": f"({first}dim: int = -1, descending: bool = False, stable: bool = False) -> 'values indices'"
        for place, first in (("torch", "input: Tensor, "), ("torch.Tensor", ""))
    },
    "torch.argsort": "(input: Tensor, dim: int = -1, descending: bool = False, stable: bool = False)",
    "torch.unique": "(input: Tensor, sorted: bool = True, return_inverse: bool = False, return_counts: bool = False, "
    "dim: int | None = None)",
    "torch.unique_consecutive": "(input: Tensor, return_inverse: bool = False, return_counts: bool = False, "
    "dim: int | None = None)",
    "torch.nonzero": "(input: Tensor, *, as_tuple: bool = False)",
    "torch.count_nonzero": "(input: Tensor, dim: int | tuple[int, ...] | None = None)",
    "torch.meshgrid": "(tensors: tuple[Tensor, ...], indexing: str | None = None) -> 'output:list'",
    "torch.cartesian_prod": "(tensors: tuple[Tensor, ...])",
    "torch.broadcast_tensors": "(tensors: tuple[Tensor, ...]) -> 'output:list'",
    "torch.block_diag": "(tensors: tuple[Tensor, ...])",
    "torch.tensordot": "(a: Tensor, b: Tensor, dims: int | tuple[tuple[int, ...], ...] = 2)",
    "torch.clamp": "(input: Tensor, min: float | None = None, max: float | None = None)",
    "torch.norm": f"(input: Tensor, p: float | str | None = 'fro', {_DIMS}, dtype: dtype | None = None)",
    "torch.linalg.norm": f"(A: Tensor, ord: float | str | None = None, {_DIMS}, *, dtype: dtype | None = None)",
    "torch.linalg.vector_norm": f"(x: Tensor, ord: float = 2, {_DIMS}, *, dtype: dtype | None = None)",
    "torch.linalg.cond": "(A: Tensor, p: float | str | None = None)",
    "torch.linalg.matrix_rank": "(A: Tensor, *, atol: float | None = None, rtol: float | None = None, "
    "hermitian: bool = False)",
    "torch.linalg.pinv": "(A: Tensor, *, atol: float | None = None, rtol: float | None = None, "
    "hermitian: bool = False)",
    "torch.linalg.multi_dot": "(tensors: tuple[Tensor, ...])",
    "torch.asarray": "(obj: object, *, dtype: dtype | None = None, device: Device | None = None, "
    "copy: bool | None = None, requires_grad: bool = False)",
    "torch.cdist": "(x1: Tensor, x2: Tensor, p: float = 2.0, "
    "compute_mode: str = 'use_mm_for_euclid_dist_if_necessary')",
    **{
        f"torch.nn.functional.fractional_max_pool{n}d{end}": "(input: Tensor, kernel_size: int | tuple[int, ...], "
        "output_size: int | tuple[int, ...] | None = None, output_ratio: float | tuple[float, ...] | None = None, "
        f"return_indices: bool = False) -> '{returned}'"
        for n in (2, 3)
        for end, returned in (("", "output"), ("_with_indices", "output indices"))
    },
    "torch.bincount": "(input: Tensor, weights: Tensor | None = None, minlength: int = 0)",
    "torch.gradient": "(input: Tensor, *, spacing: float = 1, dim: int | tuple[int, ...] | None = None, "
    "edge_order: int = 1) -> 'output:list'",
    "torch.bernoulli": "(input: Tensor)",
    **{f"torch.atleast_{n}d": "(input: Tensor)" for n in (1, 2, 3)},
    "torch.Tensor.__getitem__": "(index: object)",
    "torch.Tensor.unique_consecutive": "(return_inverse: bool = False, return_counts: bool = False, "
    "dim: int | None = None)",
    "torch.Tensor.split": "(split_size: int | tuple[int, ...], dim: int = 0) -> 'output:list'",
    "torch.split": "(tensor: Tensor, split_size_or_sections: int | tuple[int, ...], dim: int = 0) -> 'output:list'",
    **{
        f"{place}.{name}": f"({first}indices_or_sections: int | tuple[int, ...], /{last}) -> 'output:list'"
        for place, first in (("torch", "input: Tensor, "), ("torch.Tensor", ""))
        for name, last in (("tensor_split", ", dim: int = 0"), ("hsplit", ""), ("vsplit", ""), ("dsplit", ""))
    },
    **dict.fromkeys(
        ("torch.Tensor.div", "torch.Tensor.divide", "torch.Tensor.div_", "torch.Tensor.divide_"),
        "(other: Tensor | float, *, rounding_mode: str | None = None)",
    ),
    "torch.divide": "(input: Tensor, other: Tensor | float, *, rounding_mode: str | None = None)",
    "torch.Tensor.to": "(dtype: dtype | None = None, *, device: Device | None = None, non_blocking: bool = False, "
    "copy: bool = False)",
    "torch.Tensor.type": "(dtype: dtype | None = None) -> 'output:str'",
    "torch.Tensor.size": "(dim: int | None = None) -> 'output:Size'",
    "torch.Tensor.stride": "(dim: int | None = None) -> 'output:Size'",
    "torch.Tensor.requires_grad_": "(requires_grad: bool = True)",
    "torch.Tensor.repeat_interleave": "(repeats: Tensor | float, dim: int | None = None)",
    "torch.repeat_interleave": "(input: Tensor, repeats: Tensor | float, dim: int | None = None)",
    **{
        f"torch.Tensor.{name}": f"(size: tuple[int, ...], *, {_LIKE})"
        for name in ("new_zeros", "new_ones", "new_empty")
    },
    "torch.Tensor.new_full": f"(size: tuple[int, ...], fill_value: float, *, {_LIKE})",
    "torch.Tensor.new_tensor": f"(data: object, *, {_LIKE})",
    **{f"torch.Tensor.{name}": "(device: Device | None = None)" for name in ("cuda",)},
    "torch.Tensor.tolist": "() -> 'output:list'",
    "torch.Tensor.item": "() -> 'output:number'",
    "torch.Tensor.is_contiguous": "() -> 'output:bool'",
    "torch.Tensor.numpy": "(*, force: bool = False) -> 'output:ndarray'",
    "torch.signal.windows.gaussian": f"(M: int, *, std: float = 1.0, sym: bool = True, {_LIKE})",
    "torch.signal.windows.kaiser": f"(M: int, *, beta: float = 12.0, sym: bool = True, {_LIKE})",
    "torch.signal.windows.exponential": f"(M: int, *, center: float | None = None, tau: float = 1.0, sym: bool = True, "
    f"{_LIKE})",
    "torch.signal.windows.general_hamming": f"(M: int, *, alpha: float = 0.54, sym: bool = True, {_LIKE})",
    "torch.signal.windows.general_cosine": f"(M: int, *, a: tuple[float, ...], sym: bool = True, {_LIKE})",
    **{
        f"torch.signal.windows.{name}": f"(M: int, *, sym: bool = True, {_LIKE})"
        for name in ("bartlett", "blackman", "cosine", "hamming", "hann", "nuttall")
    },
}
