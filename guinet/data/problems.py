"""The error of this room."""

from __future__ import annotations

from guinet.core.problems import Unreadable


class DataError(Unreadable):
    """Data that cannot be read or used; the message names the file, row and column, and the remedy."""

    code = "data"
