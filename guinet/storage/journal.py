"""The text of a recovery log: lines that each carry a checksum of themselves and all before them."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from guinet.storage import codec


class Chain:
    """Writes the lines of one log, each tied to those before it, so that one lost or swapped is noticed."""

    def __init__(self) -> None:
        self._checksum = 0

    def line(self, record: object) -> bytes:
        """`record` as a line. Raises TypeError when it cannot be recorded."""
        text = codec.dumps(record).encode("ascii")
        self._checksum = zlib.crc32(text, self._checksum)
        return b"%08x %b\n" % (self._checksum, text)


def records(lines: Iterable[bytes]) -> Iterator[tuple[object, int]]:
    """The records of a log, each with the number of bytes up to its end, up to the first line that is cut off or
    damaged."""
    checksum = end = 0
    for line in lines:
        head, _, text = line.partition(b" ")
        if not text.endswith(b"\n"):
            return
        checksum = zlib.crc32(text[:-1], checksum)
        if head != b"%08x" % checksum:
            return
        try:
            record = codec.loads(text[:-1].decode("ascii"))
        except codec.Undecodable:
            return
        end += len(line)
        yield record, end
