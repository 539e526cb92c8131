"""A one-dimensional array that grows at its end, doubling its memory when it is full."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray


class Growing:
    """Append-only values; `values` is a view of those there are, valid until the next append."""

    def __init__(self, dtype: DTypeLike) -> None:
        self._memory: NDArray[Any] = np.empty(64, dtype)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def values(self) -> NDArray[Any]:
        return self._memory[: self._count]

    def append(self, more: NDArray[Any]) -> None:
        """Add values; amortised time is proportional to their number."""
        needed = self._count + len(more)
        if needed > len(self._memory):
            memory = np.empty(max(needed, 2 * len(self._memory)), self._memory.dtype)
            memory[: self._count] = self.values
            self._memory = memory
        self._memory[self._count : needed] = more
        self._count = needed
