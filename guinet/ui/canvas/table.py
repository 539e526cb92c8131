"""Rows of numbers by id, kept in arrays, that can be asked which of them touch a rectangle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF


class Table:
    """Columns 0–3 are a bounding box (left, top, right, bottom); further columns are the owner's.

    Rows are dense: removing one moves the last into its place. A rectangle query is one vectorised comparison of all
    boxes, 0.1 ms for 10,000 rows: cheaper here than keeping a tree up to date.
    """

    def __init__(self, columns: int = 4) -> None:
        self.ids: list[str] = []
        self._rows: dict[str, int] = {}
        self._values: NDArray[np.float64] = np.empty((columns, 16))

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    @property
    def values(self) -> NDArray[np.float64]:
        """All rows, as an array of shape (columns, rows)."""
        return self._values[:, : len(self.ids)]

    def row(self, key: str) -> tuple[float, ...]:
        """The numbers of one row. Raises KeyError."""
        return tuple(self._values[:, self._rows[key]].tolist())

    def order(self, key: str) -> int:
        """The place of a row in painting order. Raises KeyError."""
        return self._rows[key]

    def fill(self, ids: Sequence[str], rows: Sequence[Sequence[float]]) -> None:
        """Replaces everything."""
        columns = len(self._values)
        self.ids = list(ids)
        self._rows = {key: row for row, key in enumerate(self.ids)}
        self._values = np.empty((columns, max(16, len(self.ids) * 5 // 4)))
        if self.ids:
            self._values[:, : len(self.ids)] = np.asarray(rows, dtype=np.float64).T

    def put(self, key: str, row: Sequence[float]) -> None:
        """Adds a row or replaces the one of this id."""
        place = self._rows.get(key)
        if place is None:
            place = len(self.ids)
            if place == self._values.shape[1]:
                self._values = np.concatenate((self._values, np.empty_like(self._values)), axis=1)
            self.ids.append(key)
            self._rows[key] = place
        self._values[:, place] = row

    def drop(self, key: str) -> None:
        """Removes a row. Raises KeyError."""
        place = self._rows.pop(key)
        last = self.ids.pop()
        if last != key:
            self._values[:, place] = self._values[:, len(self.ids)]
            self.ids[place] = last
            self._rows[last] = place

    def touching(self, rect: QRectF) -> list[str]:
        """The ids whose boxes touch `rect`, in painting order."""
        return [self.ids[row] for row in self._hits(rect)]

    def rows_touching(self, rect: QRectF) -> list[tuple[str, list[float]]]:
        """Like `touching`, with the numbers of each row."""
        hits = self._hits(rect)
        return list(zip((self.ids[row] for row in hits), self._values[:, hits].T.tolist(), strict=True))

    def count_touching(self, rect: QRectF) -> int:
        return len(self._hits(rect))

    def bounds(self) -> QRectF:
        """The box around all boxes; a null rectangle when there are none."""
        if not self.ids:
            return QRectF()
        box = self.values
        left, top = float(box[0].min()), float(box[1].min())
        return QRectF(left, top, float(box[2].max()) - left, float(box[3].max()) - top)

    def _hits(self, rect: QRectF) -> list[int]:
        left, top, right, bottom = self.values[:4]
        inside = (right >= rect.left()) & (left <= rect.right()) & (bottom >= rect.top()) & (top <= rect.bottom())
        return np.flatnonzero(inside).tolist()
