"""Arrays as they cross the session's boundary: bytes, which load no module on either side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Numbers(Struct, frozen=True):
    """An array of numbers, row by row; `dtype` as numpy writes it ("<f4")."""

    shape: tuple[int, ...]
    dtype: str
    data: bytes

    @property
    def array(self) -> NDArray[Any]:
        """What it was made of; it cannot be written to."""
        import numpy

        return numpy.frombuffer(self.data, self.dtype).reshape(self.shape)


def packed(array: NDArray[Any]) -> Numbers:
    """An array of numpy's, made ready."""
    return Numbers(array.shape, array.dtype.str, array.tobytes())
