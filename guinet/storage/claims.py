"""Which project files are open: a second window on one, of this program or another, is told that it is the second."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final
from zlib import crc32

from guinet.storage import recorder
from guinet.storage.locks import try_lock

_SUFFIX: Final = ".open"


class Claim:
    """Held from when a file is opened until `release`, or until the program ends, however it does.

    `first` is false where another holds it. It stands in nobody's way: where nothing can be written, all are first.
    """

    def __init__(self, path: Path, place: Path | None = None) -> None:
        self.first = True
        self._descriptor = -1
        place = place or recorder.folder()
        name = os.fsencode(os.path.realpath(path))
        # Forwards and backwards: two that differ in neither are not met with. hashlib would load all of OpenSSL.
        self._path = place / f"{crc32(name):08x}{crc32(name[::-1]):08x}{_SUFFIX}"
        with suppress(OSError):
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            self.first = try_lock(self._descriptor)

    def release(self) -> None:
        """The file is closed."""
        if self._descriptor < 0:
            return
        with suppress(OSError):
            if self.first:
                self._path.unlink(missing_ok=True)
        os.close(self._descriptor)
        self._descriptor = -1
