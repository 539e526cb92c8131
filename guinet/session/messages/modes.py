"""The value at one node in both modes of the layers, eval and train."""

from __future__ import annotations

from msgspec import Struct

from guinet.core.problems import Problem
from guinet.session.commands import Study
from guinet.session.events import Finding


class CompareModes(Study, frozen=True, kw_only=True):
    """Asks for the value at a node of the main block in eval and in train mode: same batch, same seed, same weights."""

    node: str


class ModesOfPort(Struct, frozen=True):
    """What one output gives in both modes, as PyTorch prints it; `difference` is train minus eval, "" where the two
    cannot be subtracted. `differing` of `numbers` are not the same; `largest` is the largest difference."""

    port: str
    eval: str
    train: str
    difference: str = ""
    differing: int = 0
    numbers: int = 0
    largest: float = 0.0

    @property
    def same(self) -> bool:
        return self.eval == self.train if not self.numbers else not self.differing


class ModesCompared(Finding, frozen=True):
    """The answer for `node`; `problem` says why there is no value in one of the modes."""

    node: str
    ports: tuple[ModesOfPort, ...] = ()
    problem: Problem | None = None
