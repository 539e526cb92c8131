"""Tensors that a constructor computes of numbers alone: torch computes them now, and the values stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any, Final

import torch
from torch import Tensor, nn

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.exchange.python.problems import Unclear
from guinet.exchange.python.values import Device, Layer, Made, Torch, look, plain
from guinet.nodes.registry import REGISTRY

MOST_VALUES: Final = 4_096
"""A node's form holds no more numbers; whatever is larger is made by code as it is written."""

_FAILURES: Final = (RuntimeError, TypeError, ValueError, IndexError, NotImplementedError, AttributeError)
"""What torch raises where it is asked for what it cannot do."""


_PLAIN_DTYPES: Final = (torch.float32, torch.int64, torch.bool)
"""What torch makes of numbers and truth values by itself."""

_VALUES: Final = ("torch.Tensor.item", "torch.Tensor.tolist")
"""What no shape alone can answer."""

_SCALES: Final = {"torch.randn": ("normal_", {"mean": 0.0}, "std"), "torch.rand": ("uniform_", {"a": 0.0}, "b")}


def computed(kind: str, given: Sequence[object], keywords: Mapping[str, object], line: int) -> object:
    """What the function or method of torch called `kind` makes of tensors that are known: a tensor, or a number or a
    shape. Of what a layer would make, only the shape is known. Raises Unclear."""
    if kind not in _VALUES:
        shaped = _one(kind, given, keywords, line, "meta")  # there nothing is large
        if not _holds_tensors(shaped):
            return tuple(shaped) if isinstance(shaped, torch.Size) else shaped
        if not all(map(_is_known, (*given, *keywords.values()))):
            return _all_made(shaped, line, _shaped)
    found = _one(kind, given, keywords, line, "cpu")
    made, first = _all_made(found, line, made_of), look(given[0]) if given else None
    if not isinstance(made, Made) or not kind.endswith("_") or kind.endswith("__") or not isinstance(first, Made):
        return made
    first.kind, first.arguments = made.kind, made.arguments
    return first


def _one(kind: str, given: Sequence[object], keywords: Mapping[str, object], line: int, device: str) -> object:
    try:
        found = _called(kind, [_real(value, device) for value in given], keywords, device)
    except _FAILURES as error:
        raise _cannot(kind, line) from error
    small = isinstance(found, Tensor) and (found.numel() <= MOST_VALUES or device == "meta")
    if not small and not isinstance(found, (bool, int, float, list, tuple)):
        raise _cannot(kind, line)
    return found


def called_layer(layer: Layer, given: Sequence[object], keywords: Mapping[str, object], line: int) -> object:
    """The shape of what a layer makes of tensors. Raises Unclear."""
    try:
        with torch.device("meta"):
            found = built(layer)(
                *(_real(value, "meta") for value in given),
                **{name: _real(value, "meta") for name, value in keywords.items()},
            )
    except _FAILURES as error:
        raise _cannot(layer.kind.rpartition(".")[2], line) from error
    return _all_made(found, line, _shaped)


def _all_made(found: object, line: int, one: Callable[[Tensor, int], Made]) -> object:
    """A result with what stands here for tensors in their place."""
    if isinstance(found, tuple):
        return tuple(_all_made(item, line, one) for item in found)
    return one(found, line) if isinstance(found, Tensor) else found


def _holds_tensors(found: object) -> bool:
    return isinstance(found, Tensor) or (isinstance(found, tuple) and any(map(_holds_tensors, found)))


def _shaped(tensor: Tensor, line: int) -> Made:
    size: dict[str, object] = {"size": tuple(tensor.shape), "dtype": str(tensor.dtype).removeprefix("torch.")}
    return Made("torch.empty", size, line, known=False)


def _is_known(value: object) -> bool:
    seen = look(value)
    if isinstance(seen, (tuple, list)):
        return all(map(_is_known, seen))
    type = REGISTRY.get(seen.kind) if isinstance(seen, Made) else None
    return not isinstance(seen, Made) or (seen.known and not (type is not None and type.random))


def items_of(made: Made, line: int) -> list[object]:
    """What a loop over a tensor goes through. Raises Unclear."""
    size = computed("torch.Tensor.size", (made,), {}, line)
    if not isinstance(size, tuple) or not size or size[0] > MOST_VALUES:
        raise _cannot("for", line)
    return [computed("torch.Tensor.__getitem__", (made, place), {}, line) for place in range(size[0])]


def number_of(made: Made, line: int) -> bool | int | float | None:
    """The number that a tensor without dimensions is; None for another. Raises Unclear."""
    if computed("torch.Tensor.size", (made,), {}, line) != ():
        return None
    found = computed("torch.Tensor.item", (made,), {}, line)
    return found if isinstance(found, (bool, int, float)) else None


def layer_state(layer: Layer) -> Mapping[str, Tensor] | None:
    """What a layer would add to a state_dict, without values; None where only a run tells."""
    try:
        with torch.device("meta"):
            return dict(built(layer).state_dict())
    except _FAILURES:
        return None


def built(layer: Layer) -> nn.Module:
    """The layer itself; whoever calls this says on which device."""
    arguments = {name: _real(value, "meta") for name, value in layer.arguments.items()}
    made: object = reduce(getattr, layer.kind.split(".")[1:], torch)(**arguments)  # type: ignore[operator]
    assert isinstance(made, nn.Module)
    return made


def scaled(sign: str, left: object, right: object, line: int) -> Made | None:
    """`torch.randn(4, 4) * 0.02`: what is drawn at random is drawn from a narrower distribution. None for all else."""
    if isinstance(left, (int, float)) and sign == "*":
        left, right = right, left
    if not isinstance(left, Made) or left.first is not None or not isinstance(right, (int, float)) or right <= 0:
        return None
    if left.kind not in _SCALES or sign not in "*/":
        return None
    function, arguments, name = _SCALES[left.kind]
    width = float(right) if sign == "*" else 1 / right
    return Made(left.kind, left.arguments, line, first=(function, {**arguments, name: width}))


def written_over(made: Made, index: object, value: object, line: int) -> None:
    """`table[:, 0::2] = values` for a tensor that is known. Raises Unclear."""
    try:
        whole = _real(made, "cpu")
        whole[_real(index, "cpu")] = _real(value, "cpu")
    except _FAILURES as error:
        raise _cannot("[ ]", line) from error
    changed = made_of(whole, line)
    made.kind, made.arguments = changed.kind, changed.arguments


def made_of(tensor: Tensor, line: int) -> Made:
    """The tensor as a node makes it."""
    dtype = {} if tensor.dtype in _PLAIN_DTYPES else {"dtype": str(tensor.dtype).removeprefix("torch.")}
    if tensor.numel() > 1 and bool((tensor == tensor.flatten()[0]).all()):
        filled = {"size": tuple(tensor.shape), "fill_value": tensor.flatten()[0].item()}
        return Made("torch.full", {**filled, **dtype}, line)
    return Made("torch.tensor", {"data": _tuples(tensor.tolist()), **dtype}, line)


def _called(kind: str, given: Sequence[Any], keywords: Mapping[str, object], device: str) -> object:
    type = REGISTRY.get(kind)
    if type is not None and type.random and device != "meta":
        raise ValueError(kind)
    function: Any = reduce(getattr, kind.split(".")[1:], torch)
    return function(*given, **{name: _real(value, device) for name, value in keywords.items()})


def _real(value: object, device: str) -> Any:
    """A value as torch takes it."""
    seen = plain(value)
    if isinstance(seen, Made):
        return _tensor(seen, device)
    if isinstance(seen, Torch):
        return reduce(getattr, seen.path.split(".")[1:], torch)
    if isinstance(seen, Device):
        return torch.device(device)
    if isinstance(seen, list):
        return [_real(item, device) for item in seen]
    return tuple(_real(item, device) for item in seen) if isinstance(seen, tuple) else seen


def _tensor(made: Made, device: str) -> Tensor:
    if device != "meta" and not (made.first is None and made.known):
        raise ValueError(made.kind)
    keywords = {name: _of_form(name, plain(value)) for name, value in made.arguments.items()}
    if made.kind == "torch.arange":
        keywords.setdefault("start", 0)  # no form says a default, and torch wants it before a step
    found = _called(made.kind, [], {**keywords, "device": Device()}, "meta")
    if not isinstance(found, Tensor) or (found.numel() > MOST_VALUES and device != "meta"):
        raise ValueError(made.kind)
    if device == "meta":
        return found
    made_now = _called(made.kind, [], keywords, device)
    assert isinstance(made_now, Tensor)
    return made_now


def _of_form(name: str, value: object) -> object:
    return Torch(f"torch.{value}") if name == "dtype" and isinstance(value, str) else value


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _cannot(kind: str, line: int) -> Unclear:
    template = QT_TRANSLATE_NOOP(
        "Problem", "Line {line}: {name} computes with tensors where the layers are made; move that into forward."
    )
    return Unclear(template, line, name=kind.rpartition(".")[2])
