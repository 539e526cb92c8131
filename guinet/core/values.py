"""What travels on wires and stands in arguments, as plain data both sides of the program share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Final, TypeAlias

from msgspec import Struct

BATCH: Final = "N"
"""The symbol of the batch dimension in a shape."""

LATER: Final = "?"
"""What stands in a shape for a size, and on a wire for a value, that is known only when it runs."""

LARGEST_INT: Final = 2**63 - 1
"""The largest whole number torch takes: seeds end here, and sizes and dimensions beyond it do not exist."""

Dimension: TypeAlias = int | str
Value: TypeAlias = "bool | int | float | str | tuple[Value, ...] | Reference | Wired | None"


class Reference(Struct, frozen=True):
    """An argument inside a block that takes the value of the block's own exposed argument."""

    argument: str


class Wired(Struct, frozen=True):
    """An argument, or an item of one, that is what arrives at the node's port of this name."""

    port: str


class Missing(Enum):
    """The type of MISSING; an enumeration, so that `is MISSING` narrows types and survives pickling."""

    MISSING = "MISSING"


MISSING: Final = Missing.MISSING
"""An argument that is not set by hand: its default, or what is inferred, holds."""

Setting: TypeAlias = "Value | Missing"


class TensorSpec(Struct, frozen=True):
    """Shape and dtype of a tensor; a dimension that follows the batch is text such as ``N`` or ``2N``, one that is
    known only when it runs ``?``."""

    shape: tuple[Dimension, ...]
    dtype: str = "float32"

    @property
    def shape_text(self) -> str:
        """`N×32×8×8`, or `scalar` for a tensor without dimensions."""
        return shape_text(self.shape)

    def __str__(self) -> str:
        return f"{self.shape_text} {self.dtype}"


class SequenceSpec(Struct, frozen=True):
    """A tuple or list on a wire, element by element."""

    items: tuple[ValueSpec, ...]

    def __str__(self) -> str:
        return "(" + ", ".join(str(item) for item in self.items) + ")"


class ScalarSpec(Struct, frozen=True):
    """An int, float, bool, str or None on a wire; `value` is its text, and may follow the batch (`N`) or be
    known only when it runs (`?`)."""

    type: str
    value: str

    def __str__(self) -> str:
        return self.value


ValueSpec: TypeAlias = "TensorSpec | SequenceSpec | ScalarSpec"


def freeze(value: object) -> Value:
    """`value` with lists as tuples, so that it can be compared, hashed and shared.

    Raises TypeError for anything a project file could not hold.
    """
    if isinstance(value, (list, tuple)):
        return tuple(freeze(item) for item in value)
    if value is None or isinstance(value, (bool, int, float, str, Reference, Wired)):
        return value
    raise TypeError(f"{type(value).__name__} cannot be the value of an argument")


def wires_in(value: object) -> Iterator[str]:
    """The ports that a value is taken from, as often as they stand in it."""
    if isinstance(value, Wired):
        yield value.port
    elif isinstance(value, tuple):
        for item in value:
            yield from wires_in(item)


def is_wired(value: object) -> bool:
    """Whether any of a value is taken from a port."""
    return next(wires_in(value), None) is not None


def shape_text(shape: Iterable[Dimension]) -> str:
    """`2×3`, or `scalar` for no dimension."""
    return "×".join(map(str, shape)) or "scalar"


def identical(left: object, right: object) -> bool:
    """Whether two settings are the same in type too: `1`, `1.0` and `True` are equal in Python but not in a file."""
    return repr(left) == repr(right)
