"""The value at one node in both modes of the layers, eval and train."""

from __future__ import annotations

from dataclasses import dataclass

from guinet.core.problems import Problem
from guinet.session.commands import Study
from guinet.session.events import Finding


@dataclass(frozen=True, kw_only=True)
class CompareModes(Study):
    """Asks for the value at a node of the main block in eval and in train mode: same batch, same seed, same weights."""

    node: str


@dataclass(frozen=True)
class ModesOfPort:
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


@dataclass(frozen=True)
class ModesCompared(Finding):
    """The answer for `node`; `problem` says why there is no value in one of the modes."""

    node: str
    ports: tuple[ModesOfPort, ...] = ()
    problem: Problem | None = None
