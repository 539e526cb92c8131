"""Weights that a network may begin with, and what became of those that were chosen."""

from __future__ import annotations

from typing import ClassVar

from guinet.session.commands import Study
from guinet.session.events import Finding


class KeepWeights(Study, frozen=True, kw_only=True):
    """Puts weights beside the project: those of the training that runs, or of the file `path`, or of the run `run`: its
    best, or its `last`. Of them only what lies `below` a path of the network, where one is given."""

    supersedes: ClassVar[bool] = False

    training: bool = False
    path: str = ""
    run: str = ""
    last: bool = False
    below: str = ""


class WeightsKept(Finding, frozen=True):
    """`file` beside the project holds `taken` values (parameters and buffers) that fit the network. `missing` are those
    of the network that there was nothing for, `other` those of another shape: name, shape there, shape here; the first
    of each, `missing_count` and `other_count` of them in all. `below` is the path that was asked for; `step` that of
    the training they are of, 0 for others."""

    file: str
    digest: str
    source: str
    taken: int
    missing: tuple[str, ...] = ()
    missing_count: int = 0
    other: tuple[tuple[str, str, str], ...] = ()
    other_count: int = 0
    below: str = ""
    step: int = 0

    @property
    def partly(self) -> bool:
        """Whether something of the network stays as it was drawn."""
        return bool(self.missing_count or self.other_count or self.below)
