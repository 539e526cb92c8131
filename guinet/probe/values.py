"""What is told of the values on the wires: read off the real ones, and made plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import torch
from torch import Tensor

from guinet.core.probed import PlainValue, ProbedValue, SequenceValue, Statistics, Stretch, TensorValue
from guinet.probe.figures import sealed, shape_of
from guinet.probe.statistics import statistics

LONGEST: Final = 20_000
"""Numbers that a text may hold: torch's abbreviation of a tensor of many dimensions is longer than any memory."""

FIRST: Final = 100
"""Items of a tuple or list that are told one by one."""

Place = tuple[str, int]
"""Where a tensor's memory begins: its device, and the address there."""


def place_of(value: object) -> Place | None:
    """The memory a tensor lies in; None for what has none."""
    if not isinstance(value, Tensor) or value.layout is not torch.strided or value.device.type == "meta":
        return None
    address = value.untyped_storage().data_ptr()
    return (str(value.device), address) if address else None


def tensors_in(value: object) -> Iterator[Tensor]:
    """The tensor itself, or those in a tuple or list."""
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, (tuple, list)):
        for item in value[:FIRST]:
            yield from tensors_in(item)


class Memory:
    """Which nodes' tensors lie in the same memory. It keeps all of them alive, so no address is used twice."""

    def __init__(self) -> None:
        self._nodes: dict[Place, dict[str, list[Tensor]]] = {}

    def add(self, node: str, value: object) -> None:
        for tensor in tensors_in(value):
            place = place_of(tensor)
            if place is not None:
                self._nodes.setdefault(place, {}).setdefault(node, []).append(tensor)

    def neighbours(self, node: str, tensor: Tensor) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The other nodes that give the very same tensor, and those that give another one in the same memory."""
        place = place_of(tensor)
        others = self._nodes.get(place, {}) if place is not None else {}
        same = [other for other, held in others.items() if other != node and any(tensor is each for each in held)]
        return tuple(same), tuple(other for other in others if other != node and other not in same)

    def owner(self, value: object, inputs: Iterable[tuple[str, object]]) -> str:
        """The first of the nodes `inputs` in whose memory `value` lies, "" for none."""
        places = {place_of(tensor) for tensor in tensors_in(value)} - {None}
        for node, given in inputs:
            if any(place_of(tensor) in places for tensor in tensors_in(given)):
                return node
        return ""


def described(
    value: object, node: str, memory: Memory, text: str = "", numbers: Statistics | None = None
) -> ProbedValue:
    """`value`, which `node` gives, in plain data; `text` is what `print` shows of it, and `numbers` its statistics,
    where these are known."""
    if isinstance(value, Tensor) and value.is_nested:
        # Its parts have shapes of their own, so there is none to tell, and no strides.
        return PlainValue(type(value).__name__, printed(value))
    if isinstance(value, Tensor):
        return _tensor(value, node, memory, text or printed(value), numbers or statistics(value))
    if isinstance(value, (tuple, list)) and not isinstance(value, torch.Size):
        items = tuple(described(item, node, memory) for item in value[:FIRST])
        return SequenceValue(type(value).__name__, len(value), items, printed(value))
    return PlainValue(type(value).__name__, printed(value))


def state_of(value: object) -> object:
    """What is another once the text of a tensor may be another; None where nothing tells."""
    if not isinstance(value, Tensor) or value.is_inference():
        return None
    return value._version, value.requires_grad, value.grad_fn


def printed(value: object) -> str:
    """What `print(value)` shows; of a tensor whose abbreviation would be endless, or that torch cannot print, its
    shape."""
    if isinstance(value, Tensor):
        plain = _numbers(value) <= LONGEST and not sealed(value)
        return str(value) if plain else _shape_alone(value)
    if isinstance(value, (tuple, list)) and not isinstance(value, torch.Size):
        return _sequence(value)
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


def stretched(inputs: Iterable[tuple[str, int, object]], result: object) -> tuple[Stretch, ...]:
    """The inputs (port, place, value) that broadcasting repeated to the shape of `result`."""
    given = [(port, place, value) for port, place, value in inputs if isinstance(value, Tensor)]
    if not isinstance(result, Tensor) or not given:
        return ()
    if len(given) == 1:
        return _expanded(*given[0], result)
    try:
        whole = torch.broadcast_shapes(*(value.shape for _, _, value in given))  # type: ignore[no-untyped-call]
    except RuntimeError:
        return ()
    if whole != result.shape:
        return ()
    found = (Stretch(port, place, tuple(value.shape), _axes(value.shape, whole)) for port, place, value in given)
    return tuple(stretch for stretch in found if stretch.axes)


def _axes(shape: Sequence[int], whole: Sequence[int]) -> tuple[int, ...]:
    """The axes of `whole` along which a tensor of `shape` is repeated."""
    missing = len(whole) - len(shape)
    return tuple(
        axis for axis, size in enumerate(whole) if axis < missing or (shape[axis - missing] == 1 and size != 1)
    )


def _expanded(port: str, place: int, value: Tensor, result: Tensor) -> tuple[Stretch, ...]:
    """The axes that `expand` and the like repeat by a step of 0 in memory."""
    if place_of(value) is None or place_of(value) != place_of(result):
        return ()
    steps = zip(result.shape, result.stride(), strict=True)
    axes = tuple(axis for axis, (size, step) in enumerate(steps) if step == 0 and size > 1)
    before = {size for size, step in zip(value.shape, value.stride(), strict=True) if step == 0 and size > 1}
    return (Stretch(port, place, tuple(value.shape), axes),) if axes and not before else ()


def _tensor(value: Tensor, node: str, memory: Memory, text: str, numbers: Statistics | None) -> TensorValue:
    same, shares = memory.neighbours(node, value)
    strided = value.layout is torch.strided
    gradient = value.grad if value.is_leaf or value.retains_grad else None
    return TensorValue(
        shape=tuple(value.shape),
        dtype=str(value.dtype).removeprefix("torch."),
        device=str(value.device),
        strides=value.stride() if strided else (),
        offset=int(value.storage_offset()) if strided else 0,
        contiguous=strided and value.is_contiguous(),
        requires_grad=value.requires_grad,
        is_leaf=value.is_leaf,
        grad_fn="" if value.grad_fn is None else value.grad_fn.name(),
        text=text,
        keeps_grad=value.requires_grad and (value.is_leaf or value.retains_grad),
        grad="" if gradient is None else printed(gradient),
        same=same,
        shares=shares,
        statistics=numbers,
    )


def _numbers(value: Tensor) -> int:
    """How many numbers torch's text of the tensor has."""
    if value.numel() <= 1000:
        return value.numel()
    count = 1
    for size in shape_of(value):
        count *= min(size, 7)
    return count


def _shape_alone(value: Tensor) -> str:
    return f"tensor(..., size={shape_of(value)}, dtype={value.dtype})"


def _sequence(value: tuple[object, ...] | list[object]) -> str:
    tensors = list(tensors_in(value))
    if any(map(sealed, tensors)) or sum(map(_numbers, tensors)) > LONGEST or len(value) > FIRST:
        items = ", ".join(printed(item) for item in value[:3])
        left, right = ("[", "]") if isinstance(value, list) else ("(", ")")
        return f"{left}{items}, …{right} ({len(value)})"
    return str(value)
