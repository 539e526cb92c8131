"""Modules without numbers: made on the meta device, they take no memory however large they are."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import torch


@contextmanager
def ghostly() -> Iterator[None]:
    """What is made inside has shapes but no numbers; weights that it loads pass it by without a word."""
    with torch.device("meta"), warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*copying from a non-meta parameter", UserWarning)
        yield
