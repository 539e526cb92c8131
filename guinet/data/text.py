"""Separated text as people really have it: checked for its encoding, separator, header and width, row by row."""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.data.problems import DataError

LARGEST_FILE = 1 << 30
"""Bytes; reading needs about five times as much memory."""

SEPARATORS = (",", ";", "\t", "|")
_PACKED = {b"PK\x03\x04": "zip", b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"\x28\xb5\x2f\xfd": "zstd"}
_SNIFFED_ROWS = 20
_SNIFFED_TEXT = 1 << 20


class SeparatedText(Struct, frozen=True):
    """A file's text, every row of which has as many cells as the first; `header` is empty where it has none."""

    name: str
    text: str
    separator: str
    header: tuple[str, ...]

    def cells(self) -> Iterator[list[str]]:
        """The rows below the header."""
        return itertools.islice(_rows(self.text, self.separator), 1 if self.header else 0, None)


def read_bytes(path: Path) -> bytes:
    """The content of a plain file; DataError for what is missing, no file, packed or larger than LARGEST_FILE."""
    try:
        if not path.exists():
            raise DataError(QT_TRANSLATE_NOOP("Problem", "{path} does not exist; choose another file"), path=path)
        if not path.is_file():
            raise DataError(QT_TRANSLATE_NOOP("Problem", "{path} is not a file; choose another"), path=path)
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise DataError(f"{path.name} has {size:,} bytes, at most {LARGEST_FILE:,} are read; use a part of it")
        content = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path} could not be read: {error.strerror or error}") from error
    for start, packing in _PACKED.items():
        if content.startswith(start):
            raise DataError(f"{path.name} is packed ({packing}); unpack it first")
    return content


def read_text_file(path: Path, separator: str = "") -> str:
    """UTF-8 text, with or without a byte order mark; DataError names the byte, row and column that is not."""
    text = _decode(path.name, read_bytes(path), separator)
    if not text.strip():
        raise DataError(f"{path.name} is empty; choose a file with rows of values")
    return text


def read_separated(path: Path, separator: str = "") -> SeparatedText:
    """Reads a table whose first row names the columns.

    An empty `separator` is found out: comma, semicolon, tab or bar. Raises DataError naming the byte, row or column
    that cannot be read.
    """
    if len(separator) > 1 or separator in ('"', "\r", "\n", " "):
        raise DataError(f"the separator is {separator!r}, but must be one sign, such as a comma; or leave it empty")
    text = read_text_file(path, separator)
    separator = separator or _sniff(text)
    if not separator:
        raise DataError(
            f"no separator was found in {path.name} (comma, semicolon, tab or bar), so there are no two columns; "
            "set the separator"
        )
    header = _first_row(path.name, text, separator)
    _check_header(path.name, header)
    table = SeparatedText(path.name, text, separator, tuple(header))
    _check_widths(table)
    return table


def read_rows(path: Path) -> SeparatedText:
    """Reads a table that may lack a header: one whose first row holds only numbers."""
    text = read_text_file(path)
    separator = _sniff(text) or ","
    first = _first_row(path.name, text, separator)
    table = SeparatedText(path.name, text, separator, () if all(map(is_number, first)) else tuple(first))
    _check_widths(table)
    return table


def _check_widths(table: SeparatedText) -> None:
    number, width = 0, len(table.header)
    try:
        for number, row in enumerate(table.cells(), start=1):
            width = width or len(row)
            if len(row) != width:
                raise DataError(
                    f"row {number} of {table.name}{', below the header,' if table.header else ''} has {len(row)} "
                    f"values where {width} are expected; mend the row, or set the separator "
                    f"(it is {table.separator!r} now)"
                )
    except csv.Error as error:
        raise DataError(f"row {number + 1} of {table.name} cannot be read: {error}; look for an open quote") from error
    if not number:
        raise DataError(f"{table.name} has no rows below its header; add some")


def _first_row(name: str, text: str, separator: str) -> list[str]:
    try:
        return next(_rows(text, separator))
    except csv.Error as error:
        raise DataError(f"the first row of {name} cannot be read: {error}; look for an open quote") from error


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    return (row for row in reader if row)


def _decode(name: str, content: bytes, separator: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DataError(f"{name} is UTF-16 text; save it as UTF-8")
    zero = content.find(b"\0")
    if zero >= 0:
        raise DataError(f"{name} is not text (byte {zero} is zero); choose a text file with separated values")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place(content, error.start, separator)
        raise DataError(
            f"{name} is not UTF-8: byte {error.start} (0x{content[error.start]:02x}) {place}; save the file as UTF-8"
        ) from error


def _place(content: bytes, position: int, separator: str) -> str:
    """The row and, where it has a name, the column of the byte at `position`."""
    lines = content[:position].decode("latin-1").split("\n")
    if len(lines) == 1:
        return "in the header"
    separator = separator or max(SEPARATORS, key=lines[0].count)
    names = next(csv.reader([lines[0]], delimiter=separator), [])
    column = lines[-1].count(separator)
    name = f", column '{names[column].strip()}'" if column < len(names) else ""
    return f"in row {len(lines) - 1} below the header{name}"


def _sniff(text: str) -> str:
    """The separator that cuts the first rows into the most cells, as many in each; empty if none makes two."""
    start = "".join(itertools.islice(io.StringIO(text[:_SNIFFED_TEXT], newline=""), _SNIFFED_ROWS + 1))
    best, cells = "", 1
    for separator in SEPARATORS:
        try:
            widths = Counter(len(row) for row in _rows(start, separator))
        except csv.Error:
            continue
        width, rows = widths.most_common(1)[0]
        if width > cells and 2 * rows > widths.total():
            best, cells = separator, width
    return best


def _check_header(name: str, header: list[str]) -> None:
    repeated = [column for column, count in Counter(header).items() if count > 1 and column]
    if repeated:
        raise DataError(f"{name} has two columns named '{repeated[0]}'; give each its own name")
    numbered = {str(number) for number in range(len(header) + 1)}
    if all(is_number(column) for column in header) and not set(header) <= numbered:
        raise DataError(f"the first row of {name} holds numbers; put a row with the names of the columns above it")


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
