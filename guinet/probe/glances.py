"""Looks at a module that trains: copies between two of its steps, and rows made of them while it goes on."""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from torch import Tensor, nn

from guinet.compile.places import Places
from guinet.core.parameter_rows import ParameterRow
from guinet.probe.copies import Copies
from guinet.probe.figures import SOME
from guinet.probe.parameters import Groups, Rows

WHOLE: Final = 200_000
"""A parameter of at most so many values is copied whole where its values are to be shown."""


class Glance(Struct, frozen=True):
    """What a module held after `step`: `values` of parameters and buffers, `slopes` of gradients where they were
    looked at, and a copy of the one parameter whose values are to be shown."""

    step: int
    values: Copies
    slopes: Copies | None = None
    chosen: Tensor | None = None


class Glances:
    """What is kept from one look at a training to the next. `since` is the step that changes are counted from."""

    def __init__(self, places: Places, groups: Groups, start: Copies | None = None) -> None:
        self._places, self._groups = places, groups
        self._start, self.since = start, 0
        self._rows: Rows | None = None
        self._last: tuple[Glance | None, Glance | None] = (None, None)

    def ready(self, step: int) -> bool:
        """Whether it is known what the module held one step before this one."""
        return any(each is not None and each.step == step - 1 for each in self._last)

    def take(self, module: nn.Module, step: int, *, gradients: bool = False, chosen: str = "") -> Glance:
        """Copies what the rows need, on the training's thread, and nothing more."""
        rows = self._rows
        if rows is None or not rows.whole:
            rows = self._rows = Rows(module, self._places, self._groups)
        tensor = rows.find(chosen) if chosen else None
        glance = Glance(
            step,
            Copies(rows.tensors, SOME),
            Copies(rows.slopes, SOME) if gradients else None,
            tensor.detach().clone() if tensor is not None and tensor.numel() <= WHOLE else None,
        )
        if self._start is None:
            self._start, self.since = glance.values, step
        before, last = self._last
        # One that stands still is looked at again and again: what it held a step ago is still needed.
        self._last = (last, glance) if last is None or last.step != step else (before, glance)
        return glance

    def rows(self, glance: Glance, bars: str = "") -> tuple[ParameterRow, ...]:
        """A row for each, with a histogram of the gradient of `bars`."""
        rows = self._rows
        if rows is None:
            return ()
        before = next((each for each in self._last if each is not None and each.step == glance.step - 1), None)
        trained = rows.trained
        since = glance.values.changes(self._start)
        last = glance.values.changes(before.values if before is not None else None)
        drawn = rows.first(bars)
        return rows.told(
            glance.values.figures(),
            {path: since[path] for path in trained if path in since},
            {path: last[path] for path in trained if path in last},
            glance.slopes.figures() if glance.slopes is not None else {},
            {drawn: glance.slopes.histogram(drawn)} if glance.slopes is not None and bars else {},
        )
