"""Rows of numbers by id that can be asked which of them touch a rectangle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final, TypeAlias

from PySide6.QtCore import QRectF

Row: TypeAlias = tuple[float, ...]

CELL: Final = 512.0
"""Rows are listed by squares of this side, in scene units."""

_LARGE: Final = 12
"""A box that touches more squares than this stands in a list of its own."""

_ROWS: Final = 8
"""Looking at all boxes takes as long as looking into a square for so many of them."""


class Table:
    """Columns 0–3 are a bounding box (left, top, right, bottom); further columns are the owner's.

    Rows are dense: removing one moves the last into its place. A query of a small part looks only at the squares it
    touches, which are made with the first such query; one of a large part looks at all boxes, 0.6 ms for 10,000 rows.
    numpy would take a tenth of that, and a tenth of a second and 20 MB of every start.
    """

    def __init__(self) -> None:
        self.ids: list[str] = []
        self._places: dict[str, int] = {}
        self._rows: list[Row] = []
        self._squares: dict[tuple[int, int], set[str]] | None = None
        self._large: set[str] = set()
        self._bounds: QRectF | None = None

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def row(self, key: str) -> Row:
        """The numbers of one row. Raises KeyError."""
        return self._rows[self._places[key]]

    def order(self, key: str) -> int:
        """The place of a row in painting order. Raises KeyError."""
        return self._places[key]

    def fill(self, ids: Sequence[str], rows: Sequence[Sequence[float]]) -> None:
        """Replaces everything."""
        self.ids = list(ids)
        self._places = {key: place for place, key in enumerate(self.ids)}
        self._rows = [tuple(row) for row in rows]
        self._squares = self._bounds = None

    def put(self, key: str, row: Sequence[float]) -> None:
        """Adds a row or replaces the one of this id."""
        place, new = self._places.get(key), tuple(row)
        if place is None:
            self._places[key] = len(self.ids)
            self.ids.append(key)
            self._rows.append(new)
            self._list(key, new)
            self._bounds = None
        elif self._rows[place] != new:
            self._bounds = None
            self._unlist(key, self._rows[place])
            self._rows[place] = new
            self._list(key, new)

    def drop(self, key: str) -> str | None:
        """Removes a row; the answer is the one that took its place in painting order, if any. Raises KeyError."""
        place = self._places.pop(key)
        self._bounds = None
        self._unlist(key, self._rows[place])
        last, row = self.ids.pop(), self._rows.pop()
        if last != key:
            self.ids[place], self._rows[place] = last, row
            self._places[last] = place
            return last
        return None

    def touching(self, rect: QRectF) -> list[str]:
        """The ids whose boxes touch `rect`, in painting order."""
        return [key for key, _ in self.rows_touching(rect)]

    def rows_touching(self, rect: QRectF) -> list[tuple[str, Row]]:
        """Like `touching`, with the numbers of each row."""
        left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
        ids, rows = self.ids, self._rows
        squares = _Squares((left, top, right, bottom))
        places = self._near(squares) if squares.count * _ROWS < len(ids) else range(len(ids))
        return [
            (ids[place], row)
            for place in places
            if (row := rows[place])[2] >= left and row[0] <= right and row[3] >= top and row[1] <= bottom
        ]

    def count_touching(self, rect: QRectF) -> int:
        return len(self.rows_touching(rect))

    def rows(self) -> list[Row]:
        """All rows, in painting order; not to be changed."""
        return self._rows

    def bounds(self) -> QRectF:
        """The box around all boxes; a null rectangle when there are none."""
        if not self.ids:
            return QRectF()
        if self._bounds is None:
            left, top, right, bottom = tuple(zip(*self._rows, strict=True))[:4]
            self._bounds = QRectF(min(left), min(top), max(right) - min(left), max(bottom) - min(top))
        return QRectF(self._bounds)

    # Squares

    def _near(self, squares: _Squares) -> Sequence[int]:
        """The places of the rows that may touch one of these squares, in painting order."""
        if self._squares is None:
            self._squares, self._large = {}, set()
            alone = defaultdict[tuple[int, int], set[str]](set)
            for key, row in zip(self.ids, self._rows, strict=True):
                square = row[0] // CELL, row[1] // CELL
                if square == (row[2] // CELL, row[3] // CELL):  # most are small: quicker than by a call each
                    alone[int(square[0]), int(square[1])].add(key)
                else:
                    self._list(key, row)
            for place, keys in alone.items():
                self._squares.setdefault(place, set()).update(keys)
        there = self._squares.get
        found = self._large.union(*(some for square in squares if (some := there(square))))
        return sorted(map(self._places.__getitem__, found))

    def _list(self, key: str, row: Row) -> None:
        if self._squares is None:
            return
        squares = _Squares(row)
        if squares.count > _LARGE:
            self._large.add(key)
            return
        for square in squares:
            self._squares.setdefault(square, set()).add(key)

    def _unlist(self, key: str, row: Row) -> None:
        if self._squares is None:
            return
        squares = _Squares(row)
        if squares.count > _LARGE:
            self._large.discard(key)
            return
        for square in squares:
            self._squares[square].discard(key)


class _Squares:
    """The squares a box touches."""

    __slots__ = ("_bottom", "_left", "_right", "_top", "count")

    def __init__(self, box: Row) -> None:
        self._left, self._top = int(box[0] // CELL), int(box[1] // CELL)
        self._right, self._bottom = int(box[2] // CELL), int(box[3] // CELL)
        self.count = (self._right - self._left + 1) * (self._bottom - self._top + 1)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return product(range(self._left, self._right + 1), range(self._top, self._bottom + 1))
