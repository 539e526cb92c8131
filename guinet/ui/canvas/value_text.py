"""What a node says of its value, in a few words: what PyTorch prints where that is short, else shape and dtype."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from math import prod
from typing import Final

from guinet.core.probed import NodeValue, PlainValue, ProbedValue, Progress, SequenceValue, TensorValue
from guinet.ui.canvas.plate import Plate
from guinet.ui.translate import tr

LINE: Final = 19
"""Letters of the font of code that fit into one line of a card."""

_SMALL: Final = 12
"""A tensor of more numbers shows its shape instead."""


def plate_of(value: NodeValue, name: Callable[[str], str]) -> Plate | None:
    """The words of one node; None where there is nothing to say. `name` gives the name of a node by its id."""
    if value.progress is Progress.SKIPPED and value.waits_for:
        return Plate(marks=(tr("waits for {name}").format(name=name(value.waits_for)),))
    if value.progress is not Progress.DONE or not value.outputs:
        return None
    values = list(value.outputs.values())
    marks = tuple(_marks(value, values[0], name))
    first = values[0] if isinstance(values[0], TensorValue) else None
    grad = short_text(first.grad) if first is not None and first.grad else ""
    if len(values) > 1:
        lines = tuple(_line(each) for each in values[: 1 if marks else 2])
    else:
        lines = _lines(values[0], 1 if marks or grad else 2)
    return Plate(lines, marks, grad, any(isinstance(each, TensorValue) and each.requires_grad for each in values))


def short_text(printed: str) -> str:
    """`tensor([1., 2.], requires_grad=True)` as `[1., 2.]`, in one line."""
    text = " ".join(printed.split()).replace("[ ", "[")
    start = text.find("tensor(")
    if start < 0:
        return text
    return re.split(r", \w+=", text[start + len("tensor(") : -1])[0]


def shape_text(shape: tuple[int, ...]) -> str:
    """`2×3`; "scalar" for a tensor of no dimension."""
    return "×".join(map(str, shape)) or tr("scalar")


def _lines(value: ProbedValue, most: int) -> tuple[str, ...]:
    """Of a tensor that takes more lines its shape; of anything else as much as fits."""
    line = _line(value)
    if len(line) <= LINE:
        return (line,)
    end_of_row = line.rfind("], ", 0, LINE)
    cut = end_of_row + 1 if end_of_row > 0 else line.rfind(", ", 0, LINE)
    if most > 1 and cut > 0 and len(line) - cut - 2 <= LINE:
        return line[: cut + 1], line[cut + 2 :]
    return (_size(value),) if isinstance(value, TensorValue) else (line,)


def _line(value: ProbedValue) -> str:
    match value:
        case TensorValue(shape=shape):
            # An empty tensor says more by its shape.
            return short_text(value.text) if 0 < prod(shape) <= _SMALL else _size(value)
        case PlainValue() | SequenceValue():
            return " ".join(value.text.split())


def _size(tensor: TensorValue) -> str:
    return f"{shape_text(tensor.shape)} {tensor.dtype}"


def _marks(value: NodeValue, first: ProbedValue, name: Callable[[str], str]) -> Iterator[str]:
    if value.view_of:
        yield tr("view of {name}").format(name=name(value.view_of))
    if value.copied:
        yield tr("copied")
    if isinstance(first, TensorValue):
        for axis in sorted({axis for each in value.stretched for axis in each.axes}):
            yield tr("axis {axis} ×{times}").format(axis=axis, times=first.shape[axis])
        if not first.contiguous:
            yield tr("not contiguous")
