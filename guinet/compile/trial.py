"""Runs a node on a few real numbers, for what the meta device cannot run, and tells what of the result follows them.

Each node runs on zeros and on drawn numbers, at two batch sizes: a size or value that is not the same for both kinds of
numbers is known only when the node really runs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

import torch
from torch import Tensor

from guinet.compile.known import (
    BATCHES,
    FEW,
    UNKNOWN,
    Known,
    KnownLater,
    KnownScalar,
    KnownSequence,
    KnownTensor,
    Unknowable,
    contiguous,
    is_opaque,
    observe,
    rebased,
)

Filled: TypeAlias = "Callable[[Mapping[str, object]], dict[str, object]]"
"""Runs the node on what arrives at its ports, real tensors now, and gives its results by port."""
Fill: TypeAlias = "Callable[..., Tensor]"
"""Makes so many numbers of a dtype."""
Arriving: TypeAlias = "Mapping[str, Known | tuple[Known, ...]]"


class TooMuch(Unknowable):
    """A check cannot try the node: it would take too many numbers, or no batch is small enough."""


MOST: Final = 1_000_000
"""Numbers that a check may put in real tensors, weights included."""


def few_of(inputs: Arriving) -> dict[str, Known | tuple[Known, ...]]:
    """What arrives with small batches. Raises TooMuch."""
    try:
        return {port: _few(known) for port, known in inputs.items()}
    except Unknowable as error:
        raise TooMuch(str(error)) from error


def numbers_in(inputs: Arriving) -> int:
    """How many numbers the tensors among them have."""
    return sum(math.prod(known.shapes[0]) for each in inputs.values() for known in _tensors(each))


def plain_numbers(few: Arriving) -> Iterator[dict[str, object]]:
    """Zeros of the shapes that arrive with the smaller batch, and then ones: some places and lengths begin with 1."""
    yield _filled(few, torch.zeros, 0)
    yield _filled(few, torch.ones, 0)


def tried(run: Filled, inputs: Arriving, parameters: int, *, zeros_only: bool = False) -> dict[str, Known]:
    """The results of a node with so many parameters, of zeros alone where that is asked for: other numbers may lead
    someone's code into a loop without end. Zeros show nothing of what follows values. Ones are tried where neither
    zeros nor drawn numbers suit it.

    Raises what the node raises of zeros and of drawn numbers alike, TooMuch where it cannot be tried.
    """
    few = few_of(inputs)
    if numbers_in(few) + parameters > MOST:
        raise TooMuch("it takes too much to try")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        results, failures = _runs(run, few, (torch.zeros,) if zeros_only else (torch.zeros, _drawn))
        if not results and not zeros_only:
            # Places and lengths that begin with 1.
            results, _ = _runs(run, few, (torch.ones,))
    if not results:
        raise failures[0]
    return {port: _merged([[each[port] for each in runs] for runs in results]) for port in results[0][0]}


def _runs(run: Filled, few: Arriving, fills: Sequence[Fill]) -> tuple[list[list[dict[str, object]]], list[Exception]]:
    """The results at each batch size, for each filling that suits the node, and what it says of the others."""
    # All that arrives is made before anything runs, so that no two tensors lie in one place.
    fillings = [[_filled(few, fill, at) for at in range(len(FEW))] for fill in fills]
    results, failures = [], []
    for filling in fillings:
        try:
            results.append([run(values) for values in filling])
        except Exception as error:  # noqa: BLE001 - torch and Python raise what they like; some numbers may suit it
            failures.append(error)
    return results, failures


def _filled(inputs: Arriving, fill: Fill, at: int) -> dict[str, object]:
    return {
        port: tuple(_value(item, fill, at) for item in known) if isinstance(known, tuple) else _value(known, fill, at)
        for port, known in inputs.items()
    }


def _value(known: Known, fill: Fill, at: int) -> object:
    return _real(known.at(at), fill)


def _real(value: object, fill: Fill) -> object:
    if isinstance(value, Tensor):
        return _laid_out(value, fill)
    if isinstance(value, (tuple, list)):
        return type(value)(_real(item, fill) for item in value)
    return value


def _laid_out(like: Tensor, fill: Fill) -> Tensor:
    """Numbers that lie in memory as those of `like` do: whether `view` goes depends on it."""
    pairs = zip(like.shape, like.stride(), strict=True)
    reach = 1 + sum((size - 1) * step for size, step in pairs) if like.numel() else 0
    if reach > MOST:
        return fill(like.numel(), dtype=like.dtype).reshape(like.shape)
    return fill(reach, dtype=like.dtype).as_strided(like.shape, like.stride())


def _drawn(count: int, dtype: torch.dtype) -> Tensor:
    if dtype.is_floating_point or dtype.is_complex:
        return torch.rand(count).to(dtype)
    return torch.rand(count) > 0.5 if dtype == torch.bool else torch.randint(0, 10, (count,)).to(dtype)


def _merged(values: Sequence[Sequence[object]]) -> Known:
    """What is known of a result: for each filling its value at each batch size."""
    first = values[0][0]
    every = [value for runs in values for value in runs]
    if is_opaque(first):
        return KnownLater()
    if isinstance(first, Tensor):
        same = all(isinstance(value, Tensor) and value.dim() == first.dim() for value in every)
        return _of_tensors([[v for v in runs if isinstance(v, Tensor)] for runs in values]) if same else KnownLater()
    if isinstance(first, (tuple, list)):
        if not all(isinstance(value, (tuple, list)) and len(value) == len(first) for value in every):
            return KnownLater()
        places = range(len(first))
        items = [_merged([[list(value)[place] for value in _sequences(runs)] for runs in values]) for place in places]
        return KnownSequence(tuple(items), isinstance(first, list))
    if any(type(value) is not type(first) for value in every):
        return KnownLater()
    return _of_scalars(values)


def _sequences(runs: Sequence[object]) -> Iterator[Sequence[object]]:
    return (value for value in runs if isinstance(value, (tuple, list)))


def _of_tensors(values: Sequence[Sequence[Tensor]]) -> Known:
    settled = all(runs[at].shape == values[0][at].shape for runs in values for at in range(len(FEW)))
    if settled:
        return rebased(observe(values[0][0], values[0][1]), FEW, BATCHES)
    pairs = []
    for place in range(values[0][0].dim()):
        sizes = {tuple(value.shape[place] for value in runs) for runs in values}
        pair = sizes.pop() if len(sizes) == 1 else None
        pairs.append(UNKNOWN if pair is None else _rebased((pair[0], pair[1])))
    shapes = tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs)
    return KnownTensor(shapes, (contiguous(shapes[0]), contiguous(shapes[1])), values[0][0].dtype)


def _rebased(pair: tuple[int, int]) -> tuple[int, int]:
    known = rebased(KnownScalar(pair, "int"), FEW, BATCHES)
    assert isinstance(known, KnownScalar)
    small, large = known.values
    assert isinstance(small, int)
    assert isinstance(large, int)
    return small, large


_UNLIKE: Final[Mapping[type, tuple[object, object]]] = {int: UNKNOWN, float: (0.5, 1.5), bool: (False, True)}
"""What stands for a value that is known only when it runs: another at each batch size."""


def _of_scalars(values: Sequence[Sequence[object]]) -> Known:
    if all(repr(runs) == repr(values[0]) for runs in values):
        return rebased(observe(values[0][0], values[0][1]), FEW, BATCHES)
    kind = type(values[0][0])
    pair = _UNLIKE.get(kind)
    return KnownLater() if pair is None else KnownScalar(pair, kind.__name__)


def _few(known: Known | tuple[Known, ...]) -> Known | tuple[Known, ...]:
    if isinstance(known, tuple):
        return tuple(rebased(item, BATCHES, FEW) for item in known)
    return rebased(known, BATCHES, FEW)


def _tensors(known: Known | tuple[Known, ...]) -> Iterator[KnownTensor]:
    for item in known if isinstance(known, tuple) else (known,):
        if isinstance(item, KnownTensor):
            yield item
        elif isinstance(item, KnownSequence):
            yield from _tensors(item.items)
