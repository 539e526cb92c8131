"""How much memory a node would ask for, before it does."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from typing import Final

import psutil
from torch import Tensor

from guinet.compile.known import Known, KnownTensor, Unknowable, observe
from guinet.compile.meta import LARGEST, Inputs, ask
from guinet.core.values import Value
from guinet.nodes.types import NodeType

HARMLESS: Final = 2**20
"""A result of so few numbers is not estimated."""

RESERVED_SHARE: Final = 0.8
"""Of the memory that is free, so much may be asked for at once."""


def known_inputs(values: Mapping[str, object]) -> Inputs:
    """What really arrives, as the check takes it; without what it cannot describe."""
    found: dict[str, Known | tuple[Known, ...]] = {}
    for port, value in values.items():
        try:
            found[port] = tuple(map(_known, value)) if isinstance(value, Wires) else _known(value)
        except Unknowable:
            continue
    return found


class Wires(tuple[object, ...]):
    """What arrives at a port that takes several wires."""


def bytes_wanted(type: NodeType, arguments: Mapping[str, Value], inputs: Mapping[str, object]) -> int:
    """Bytes of the parameters and of the result, from running the node on the meta device; 0 for what is surely small,
    and for what only a run can tell."""
    if _most_numbers(arguments.values(), inputs.values()) <= HARMLESS:
        return 0
    answer = ask(type, arguments, known_inputs(inputs))
    return answer.bytes + sum(_size(known) for known in answer.outputs.values())


def bytes_allowed() -> int:
    """What one node may ask for."""
    return min(LARGEST, int(psutil.virtual_memory().available * RESERVED_SHARE))


def _most_numbers(arguments: Iterable[Value], inputs: Collection[object]) -> float:
    """A bound for the numbers in a result: broadcasting and products at worst pair every number with every other."""
    sizes = [tensor.numel() for value in inputs for tensor in _tensors(value)]
    most = float(max(sizes, default=1))
    if len(sizes) > 1:
        most = math.prod(max(size, 1) for size in sizes) / 2
    for value in (*arguments, *(each for each in inputs if not _tensors(each))):
        most *= _product(value)
    return most


def _product(value: object) -> float:
    if isinstance(value, (tuple, list)):
        return math.prod(map(_product, value)) if len(value) <= 64 else HARMLESS + 1
    return float(max(abs(value), 1)) if isinstance(value, (int, float)) and math.isfinite(value) else 1.0


def _tensors(value: object) -> list[Tensor]:
    if isinstance(value, Tensor):
        return [value]
    return [tensor for item in value for tensor in _tensors(item)] if isinstance(value, (tuple, list)) else []


def _known(value: object) -> Known:
    return observe(value, value)


def _size(known: Known) -> int:
    if isinstance(known, KnownTensor):
        sizes = zip(known.shapes[0], known.strides[0], strict=True)
        return known.dtype.itemsize * math.prod(size if step else 1 for size, step in sizes)
    items = getattr(known, "items", ())
    return sum(map(_size, items))
