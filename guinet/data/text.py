"""Separated text as people really have it: checked for its encoding, separator, header and width, row by row."""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, sentence
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
            raise DataError(
                QT_TRANSLATE_NOOP("Problem", "{file} has {size} bytes, at most {most} are read; use a part of it"),
                file=path.name,
                size=f"{size:,}",
                most=f"{LARGEST_FILE:,}",
            )
        content = path.read_bytes()
    except OSError as error:
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "{path} could not be read ({error}); choose another file"),
            path=path,
            error=error.strerror or error,
        ) from error
    for start, packing in _PACKED.items():
        if content.startswith(start):
            raise DataError(
                QT_TRANSLATE_NOOP("Problem", "{file} is packed ({packing}); unpack it first"),
                file=path.name,
                packing=packing,
            )
    return content


def read_text_file(path: Path, separator: str = "") -> str:
    """UTF-8 text, with or without a byte order mark; DataError names the byte, row and column that is not."""
    text = _decode(path.name, read_bytes(path), separator)
    if not text.strip():
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "{file} is empty; choose a file with rows of values"), file=path.name
        )
    return text


def read_separated(path: Path, separator: str = "") -> SeparatedText:
    """Reads a table whose first row names the columns.

    An empty `separator` is found out: comma, semicolon, tab or bar. Raises DataError naming the byte, row or column
    that cannot be read.
    """
    if len(separator) > 1 or separator in ('"', "\r", "\n", " "):
        raise DataError(
            QT_TRANSLATE_NOOP(
                "Problem", "the separator is {separator}, but must be one sign, such as a comma; or leave it empty"
            ),
            separator=repr(separator),
        )
    text = read_text_file(path, separator)
    separator = separator or _sniff(text)
    if not separator:
        raise DataError(
            QT_TRANSLATE_NOOP(
                "Problem",
                "no separator was found in {file} (comma, semicolon, tab or bar), so there are no two "
                "columns; set the separator",
            ),
            file=path.name,
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
                raise _ragged(table, number, len(row), width)
    except csv.Error as error:
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "row {row} of {file} cannot be read: {error}; look for an open quote"),
            row=number + 1,
            file=table.name,
            error=error,
        ) from error
    if not number:
        raise DataError(QT_TRANSLATE_NOOP("Problem", "{file} has no rows below its header; add some"), file=table.name)


def _ragged(table: SeparatedText, row: int, count: int, width: int) -> DataError:
    template = QT_TRANSLATE_NOOP(
        "Problem",
        "row {row} of {file} has {count} values where {width} are expected; mend the row, or set the separator (it is "
        "{separator} now)",
    )
    if table.header:
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "row {row} of {file}, below the header, has {count} values where {width} are expected; mend the row, or "
            "set the separator (it is {separator} now)",
        )
    return DataError(template, row=row, file=table.name, count=count, width=width, separator=repr(table.separator))


def _first_row(name: str, text: str, separator: str) -> list[str]:
    try:
        return next(_rows(text, separator))
    except csv.Error as error:
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "the first row of {name} cannot be read: {error}; look for an open quote"),
            name=name,
            error=error,
        ) from error


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    return (row for row in reader if row)


def _decode(name: str, content: bytes, separator: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DataError(QT_TRANSLATE_NOOP("Problem", "{name} is UTF-16 text; save it as UTF-8"), name=name)
    zero = content.find(b"\0")
    if zero >= 0:
        raise DataError(
            QT_TRANSLATE_NOOP(
                "Problem", "{name} is not text (byte {zero} is zero); choose a text file with separated values"
            ),
            name=name,
            zero=zero,
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place(content, error.start, separator)
        raise DataError(
            QT_TRANSLATE_NOOP(
                "Problem", "{name} is not UTF-8: byte {byte} (0x{value}) {place}; save the file as UTF-8"
            ),
            name=name,
            byte=error.start,
            value=f"{content[error.start]:02x}",
            place=place,
        ) from error


def _place(content: bytes, position: int, separator: str) -> Problem:
    """The row and, where it has a name, the column of the byte at `position`."""
    lines = content[:position].decode("latin-1").split("\n")
    if len(lines) == 1:
        return sentence(QT_TRANSLATE_NOOP("Problem", "in the header"))
    separator = separator or max(SEPARATORS, key=lines[0].count)
    names = next(csv.reader([lines[0]], delimiter=separator), [])
    column = lines[-1].count(separator)
    row = len(lines) - 1
    if column >= len(names):
        return sentence(QT_TRANSLATE_NOOP("Problem", "in row {row} below the header"), row=row)
    template = QT_TRANSLATE_NOOP("Problem", "in row {row} below the header, column '{column}'")
    return sentence(template, row=row, column=names[column].strip())


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
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "{name} has two columns named '{column}'; give each its own name"),
            name=name,
            column=repeated[0],
        )
    numbered = {str(number) for number in range(len(header) + 1)}
    if all(is_number(column) for column in header) and not set(header) <= numbered:
        raise DataError(
            QT_TRANSLATE_NOOP(
                "Problem", "the first row of {name} holds numbers; put a row with the names of the columns above it"
            ),
            name=name,
        )


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
