"""What is known of a value on a wire before anything runs: what it is at each of two batch sizes.

The sizes are large primes that no layer has. After a run at the first, a dimension that is a multiple of it follows
the batch, and a small one does not; where that leaves a doubt (`N+3`, `N²`, a width of many thousands), a run at the
second tells. What is known only when a node runs, since it follows the values that arrive, has a pair of sizes of its
own, so that whatever is computed of it shows that too. A reshape that mixes samples with features fails at a prime, as
it would with the last batch of an epoch.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

import torch
from msgspec import Struct
from torch import Tensor
from torch.nn.utils.rnn import PackedSequence

from guinet.core.values import BATCH, LATER, Dimension, ScalarSpec, SequenceSpec, TensorSpec, ValueSpec

Pair: TypeAlias = tuple[int, int]

BATCHES: Final[Pair] = (100_003, 100_019)
FEW: Final[Pair] = (41, 43)
"""The sizes for operations that loop over a dimension, step by step."""
UNKNOWN: Final[Pair] = (99_971, 99_989)
"""What stands for a size that is known only when it runs."""
_UNKNOWN_FEW: Final[Pair] = (37, 52)
"""The same where batches are `FEW`."""
_SMALL: Final = BATCHES[0] // 24
"""A size below this is no part of the batch, unless it was split in more than 24 pieces."""
_SYMBOL = re.compile(rf"(\d*){BATCH}")
_PLAIN = (bool, int, float, str, type(None), torch.dtype, torch.device)
_META: Final = torch.device("meta")


class KnownTensor(Struct, frozen=True):
    """Shape and strides at each batch size."""

    shapes: tuple[tuple[int, ...], tuple[int, ...]]
    strides: tuple[tuple[int, ...], tuple[int, ...]]
    dtype: torch.dtype

    def at(self, run: int) -> Tensor:
        return torch.empty_strided(self.shapes[run], self.strides[run], dtype=self.dtype, device="meta")

    def spec(self) -> TensorSpec:
        return TensorSpec(tuple(map(dimension, *self.shapes)), _dtype_name(self.dtype))


class KnownSequence(Struct, frozen=True):
    """A tuple or a list, item by item."""

    items: tuple[Known, ...]
    is_list: bool

    def at(self, run: int) -> object:
        items = tuple(item.at(run) for item in self.items)
        return list(items) if self.is_list else items

    def spec(self) -> SequenceSpec:
        return SequenceSpec(tuple(item.spec() for item in self.items))


class KnownScalar(Struct, frozen=True):
    """A plain value at each batch size; `type` keeps 1, 1.0 and True apart when values are compared."""

    values: tuple[object, object]
    type: str

    def at(self, run: int) -> object:
        return self.values[run]

    def spec(self) -> ScalarSpec:
        # The meta device is where a check works: it tells nothing of the device of a run.
        return ScalarSpec(self.type, LATER if self.values[0] == _META else self.text)

    @property
    def text(self) -> str:
        """What both runs gave; `?` where they differ."""
        first, second = self.values
        if type(first) is int and isinstance(second, int):
            return str(dimension(first, second))
        return str(first) if repr(first) == repr(second) else LATER


class KnownLater(Struct, frozen=True):
    """A value of which nothing is known before it is there."""

    def at(self, run: int) -> object:
        raise Unknowable("it is known only when it runs")

    def spec(self) -> ScalarSpec:
        return ScalarSpec("value", LATER)


Known: TypeAlias = "KnownTensor | KnownSequence | KnownScalar | KnownLater"
Outputs: TypeAlias = "Mapping[str, Known]"


class Unknowable(Exception):
    """A result whose form cannot be told before it runs."""


def is_later(known: Known) -> bool:
    """Whether nothing is known of it, or of something in it."""
    return any(map(is_later, known.items)) if isinstance(known, KnownSequence) else isinstance(known, KnownLater)


def is_uncertain(known: Known) -> bool:
    """Whether something of it follows the values that arrive: a size, a number, or all."""
    if isinstance(known, KnownTensor):
        return any(dimension(*pair) == LATER for pair in zip(*known.shapes, strict=True))
    if isinstance(known, KnownSequence):
        return any(map(is_uncertain, known.items))
    return isinstance(known, KnownLater) or known.text == LATER


def rebased(known: Known, old: Pair, new: Pair) -> Known:
    """What is known at the batch sizes `old`, for the sizes `new`. Raises Unknowable for `N²` and the like."""
    if isinstance(known, KnownTensor):
        sizes = [_rebased(pair, old, new) for pair in zip(*known.shapes, strict=True)]
        steps = [_rebased(pair, old, new) for pair in zip(*known.strides, strict=True)]
        return KnownTensor(_split(sizes), _split(steps), known.dtype)
    if isinstance(known, KnownSequence):
        return KnownSequence(tuple(rebased(item, old, new) for item in known.items), known.is_list)
    if isinstance(known, KnownLater):
        return known
    first, second = known.values
    if type(first) is int and type(second) is int:
        return KnownScalar(_rebased((first, second), old, new), known.type)
    return known


def _rebased(pair: Pair, old: Pair, new: Pair) -> Pair:
    before, after = (UNKNOWN, _UNKNOWN_FEW) if old == BATCHES else (_UNKNOWN_FEW, UNKNOWN)
    factor = pair[0] // before[0]
    if factor and pair == (factor * before[0], factor * before[1]):
        return factor * after[0], factor * after[1]
    slope, rest = divmod(pair[1] - pair[0], old[1] - old[0])
    if rest:
        raise Unknowable(f"{pair[0]} at a batch of {old[0]}, {pair[1]} at {old[1]}")
    offset = pair[0] - slope * old[0]
    return (slope * new[0] + offset, slope * new[1] + offset)


def _split(pairs: list[Pair]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs)


def is_opaque(value: object) -> bool:
    """Whether shapes and dtypes do not say what it is: a sparse or nested tensor, several sequences packed in one."""
    return isinstance(value, PackedSequence) or (isinstance(value, Tensor) and value.layout is not torch.strided)


def settle(value: object) -> Known | None:
    """What the result of the run at the first batch size tells by itself; None where a second run must."""
    if is_opaque(value):
        return KnownLater()
    if isinstance(value, Tensor):
        sizes = [_at_second(size) for size in value.shape]
        if any(size is None for size in sizes):
            return None
        shape, large = tuple(value.shape), tuple(size for size in sizes if size is not None)
        if value.is_contiguous():
            return tensor(shape, large, value.dtype)
        return KnownTensor((shape, large), (value.stride(), tuple(map(_scaled, value.stride()))), value.dtype)
    if isinstance(value, (tuple, list)):
        items = [settle(item) for item in value]
        known = tuple(item for item in items if item is not None)
        return KnownSequence(known, isinstance(value, list)) if len(known) == len(items) else None
    if isinstance(value, (bool, str, type(None), torch.dtype, torch.device)):
        return KnownScalar((value, value), type(value).__name__)
    return None


def _at_second(size: int) -> int | None:
    """The size at the second batch size, where it is beyond doubt."""
    factor, rest = divmod(size, BATCHES[0])
    if rest == 0 and factor < _SMALL:
        return factor * BATCHES[1]
    return size if size < _SMALL else None


def _scaled(stride: int) -> int:
    factor, rest = divmod(stride, BATCHES[0])
    return factor * BATCHES[1] if rest == 0 else stride


def observe(first: object, second: object) -> Known:
    """What the results of the two runs tell. Raises Unknowable when they differ in kind, rank or length."""
    if isinstance(first, Tensor) and isinstance(second, Tensor) and first.dim() == second.dim():
        return KnownTensor((tuple(first.shape), tuple(second.shape)), (first.stride(), second.stride()), first.dtype)
    if is_opaque(first):
        return KnownLater()
    if isinstance(first, (tuple, list)) and isinstance(second, (tuple, list)) and len(first) == len(second):
        items = tuple(observe(one, other) for one, other in zip(first, second, strict=True))
        return KnownSequence(items, isinstance(first, list))
    if isinstance(first, _PLAIN) and type(first) is type(second):
        return KnownScalar((first, second), type(first).__name__)
    raise Unknowable(f"{_words(first)} at one batch size, {_words(second)} at another")


def from_spec(spec: ValueSpec) -> Known:
    """The known value a spec of a data source describes. Raises ValueError for a dimension that is no `N` or `2N`."""
    if isinstance(spec, TensorSpec):
        small, large = (tuple(_size(size, batch) for size in spec.shape) for batch in BATCHES)
        return tensor(small, large, dtype_named(spec.dtype))
    if isinstance(spec, SequenceSpec):
        return KnownSequence(tuple(from_spec(item) for item in spec.items), is_list=False)
    return KnownScalar((spec.value, spec.value), spec.type)


def tensor(small: Sequence[int], large: Sequence[int], dtype: torch.dtype) -> KnownTensor:
    """A contiguous tensor of these shapes."""
    return KnownTensor((tuple(small), tuple(large)), (contiguous(small), contiguous(large)), dtype)


def dtype_named(name: str) -> torch.dtype:
    """Raises ValueError when torch has no such dtype."""
    dtype = getattr(torch, name, None)
    if not isinstance(dtype, torch.dtype):
        raise ValueError(f"there is no dtype “{name}”")
    return dtype


def dimension(small: int, large: int) -> Dimension:
    """The size, or the text of how it follows the batch: `N`, `2N`, `N+1`, `N²`; `?` where only a run tells."""
    if small == large:
        return small
    first, second = BATCHES
    slope, rest = divmod(large - small, second - first)
    offset = small - slope * first
    if rest == 0 and offset == 0:
        return BATCH if slope == 1 else f"{slope}{BATCH}"
    if _is_of_unknown(small, large):
        return LATER
    square, remainder = divmod(small, first * first)
    if remainder == 0 and large == square * second * second:
        return f"{BATCH}²" if square == 1 else f"{square}{BATCH}²"
    if rest == 0:
        return f"{'' if slope == 1 else slope}{BATCH}{offset:+d}"
    return f"f({BATCH})"


def _is_of_unknown(small: int, large: int) -> bool:
    """Whether the size is computed of one that is known only when it runs: some of it, and little more or less."""
    slope, rest = divmod(large - small, UNKNOWN[1] - UNKNOWN[0])
    return rest == 0 and slope > 0 and abs(small - slope * UNKNOWN[0]) < UNKNOWN[0] // 2


def _size(size: Dimension, batch: int) -> int:
    if isinstance(size, int):
        return size
    match = _SYMBOL.fullmatch(size)
    if match is None:
        raise ValueError(f"“{size}” is not a size of a dimension")
    return int(match[1] or 1) * batch


def contiguous(shape: Sequence[int]) -> tuple[int, ...]:
    """The strides of a tensor of this shape whose values lie in order."""
    strides, step = [], 1
    for size in reversed(shape):
        strides.append(step)
        step *= max(size, 1)
    return tuple(reversed(strides))


def _dtype_name(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")


def _words(value: object) -> str:
    if isinstance(value, Tensor):
        return f"a tensor of {value.dim()} dimensions"
    if isinstance(value, (tuple, list)):
        return f"{len(value)} values"
    return f"a value of type {type(value).__name__}"
