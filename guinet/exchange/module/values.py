"""Whole numbers that know the code they come from, and how any value of a recording is written."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

import torch
from torch import Tensor

from guinet.exchange.module.problems import Unrecorded

if TYPE_CHECKING:
    from guinet.exchange.module.frame import Frame

_OPERATORS: Final = {
    "add": "+", "sub": "-", "mul": "*", "floordiv": "//", "mod": "%", "truediv": "/", "pow": "**",
}  # fmt: skip


class Known:
    """What a number of a recording carries: the frame whose code gives it, and that code."""

    frame: Frame
    code: str


class Size(int, Known):
    """A size of a tensor, or what was computed of sizes. Python's own numbers otherwise."""


class Quotient(float, Known):
    """A size divided by something."""


def size(value: int, frame: Frame, code: str) -> Size:
    made = Size(value)
    made.frame, made.code = frame, code
    return made


class Sizes(tuple[int, ...]):
    """The shape of a tensor."""

    __slots__ = ()

    def numel(self) -> int:
        return math.prod(self)


def _computing(name: str, turned: bool) -> Callable[[Any, Any], Any]:
    plain = getattr(int, f"__{'r' if turned else ''}{name}__")
    plain_float = getattr(float, f"__{'r' if turned else ''}{name}__")

    def compute(self: Any, other: Any) -> Any:
        alone = isinstance(other, float) or isinstance(self, float)
        found = plain_float(float(self), other) if alone else plain(int(self), other)
        if found is NotImplemented or isinstance(other, (complex, Tensor)):
            return NotImplemented
        frame: Frame = self.frame
        if frame.done or (isinstance(other, Known) and other.frame is not frame):
            return found
        left, right = frame.text(self), frame.text(other)
        code = f"{right} {_OPERATORS[name]} {left}" if turned else f"{left} {_OPERATORS[name]} {right}"
        made: Any = Size(found) if isinstance(found, int) else Quotient(found)
        made.frame, made.code = frame, code
        return made

    return compute


for _name in _OPERATORS:
    for _turned in (False, True):
        _method = f"__{'r' if _turned else ''}{_name}__"
        setattr(Size, _method, _computing(_name, _turned))
        setattr(Quotient, _method, _computing(_name, _turned))


def bare(value: Any) -> Any:
    """A value with Python's own numbers in place of those that know their code."""
    if isinstance(value, Size):
        return int(value)
    if isinstance(value, Quotient):
        return float(value)
    if isinstance(value, Sizes):
        return torch.Size(map(int, value))
    if type(value) in (tuple, list):
        return type(value)(map(bare, value))
    if type(value) is dict:
        return {key: bare(item) for key, item in value.items()}
    if isinstance(value, slice):
        return slice(bare(value.start), bare(value.stop), bare(value.step))
    return value


def literal(value: object) -> str:
    """A plain value as Python writes it. Raises Unrecorded."""
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    if value is None or value is Ellipsis or isinstance(value, (bool, int, float, str)):
        return "..." if value is Ellipsis else repr(bare(value))
    if isinstance(value, (torch.dtype, torch.memory_format, torch.layout)):
        return str(value)
    if isinstance(value, torch.device):
        return f'torch.device("{value.type}")'
    raise Unrecorded.value(type(value).__name__)


def tensors_in(value: object) -> list[Tensor]:
    """The tensors in a value, in order."""
    if isinstance(value, Tensor):
        return [value]
    if isinstance(value, Mapping):
        return [tensor for item in value.values() for tensor in tensors_in(item)]
    if isinstance(value, (tuple, list)):
        return [tensor for item in value for tensor in tensors_in(item)]
    return []


def leaves(value: object) -> bool:
    """Whether anything in a value is known only when the network runs."""
    if isinstance(value, (tuple, list)):
        return any(map(leaves, value))
    if isinstance(value, Mapping):
        return any(map(leaves, value.values()))
    return isinstance(value, (Tensor, Size, Quotient))
