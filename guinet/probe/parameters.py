"""The parameters and buffers of a module in rows, and how they change while it trains."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Any

from torch import Tensor, nn
from torch.nn.parameter import is_lazy

from guinet.compile.places import Places
from guinet.core.parameter_rows import NAN, ParameterRow
from guinet.probe.figures import ALL, SOME, as_float, figures, histogram, known, sample, stored

Groups = Mapping[str, Mapping[str, Any]]
"""Arguments of the optimiser by the pattern of paths, the first that fits holds."""


def entries(module: nn.Module) -> Iterator[tuple[str, Tensor, bool]]:
    """Every parameter and buffer under each of its names, in the order of the module; whether it is a buffer."""
    for prefix, layer in module.named_modules(remove_duplicate=False):
        start = f"{prefix}." if prefix else ""
        for name, parameter in layer._parameters.items():
            if parameter is not None:
                yield f"{start}{name}", parameter, False
        for name, buffer in layer._buffers.items():
            if buffer is not None:
                yield f"{start}{name}", buffer, True


def frozen_by(path: str, groups: Groups) -> str:
    """The pattern of the group that keeps a parameter as it is, "" where none does."""
    fits = (pattern for pattern in groups if fnmatchcase(path, pattern) or path.startswith(f"{pattern}."))
    pattern = next(fits, "")
    return pattern if pattern and groups[pattern].get("frozen") else ""


@dataclass
class Watch:
    """What of earlier looks is kept to tell changes: a sample of each parameter at the start, and after `step`."""

    most: int = ALL
    start: dict[str, Tensor] = field(default_factory=dict)
    since: int = 0
    last: dict[str, Tensor] = field(default_factory=dict)
    step: int = -1

    def begin(self, module: nn.Module, step: int = 0) -> None:
        """What the module holds now is the start."""
        self.start, self.since = self.copies(module), step

    def remember(self, module: nn.Module, step: int) -> None:
        """What it holds now is compared with what it holds after the next step."""
        self.last, self.step = self.copies(module), step

    def copies(self, module: nn.Module) -> dict[str, Tensor]:
        return {
            path: as_float(sample(tensor, self.most)).clone()
            for path, tensor, buffer in entries(module)
            if not buffer and known(tensor)
        }

    def changes(self, path: str, tensor: Tensor, step: int) -> tuple[float, float]:
        """The norms of the changes since the start and in the last step, NaN where they are not known."""
        if not known(tensor) or not (path in self.start or path in self.last):
            return NAN, NAN
        values = as_float(sample(tensor, self.most))
        last = self.last if step == self.step + 1 else {}
        return _distance(values, self.start.get(path), tensor), _distance(values, last.get(path), tensor)


def _distance(now: Tensor, before: Tensor | None, whole: Tensor) -> float:
    if before is None or before.shape != now.shape or not now.numel():
        return NAN
    return float((now - before.to(now.device)).norm()) * math.sqrt(stored(whole) / now.numel())


def parameter_rows(
    module: nn.Module,
    places: Places,
    groups: Groups,
    *,
    watch: Watch | None = None,
    step: int = 0,
    gradients: bool = False,
    bars: str | None = None,
) -> tuple[ParameterRow, ...]:
    """A row for each. `watch` tells of changes up to `step`; `gradients`: with figures of what `.grad` holds, and a
    histogram of it for the parameter `bars`, or for all where that is None."""
    most = watch.most if watch is not None else ALL
    wanted = find(module, bars) if bars else None
    found: list[ParameterRow] = []
    names: dict[int, list[str]] = {}
    done: dict[int, ParameterRow] = {}
    for path, tensor, buffer in entries(module):
        row = done.get(id(tensor))
        if row is None:
            row = done[id(tensor)] = _row(path, tensor, buffer, most)
            if watch is not None and not buffer:
                row = done[id(tensor)] = _with_changes(row, tensor, watch, step)
            if gradients and not buffer:
                row = done[id(tensor)] = _with_gradient(row, tensor, most, bars is None or tensor is wanted)
        first = names.setdefault(id(tensor), [])
        first.append(path)
        found.append(_placed(row, path, first[0], places, groups))
    tied = {path: tuple(other for other in paths if other != path) for paths in names.values() for path in paths}
    return tuple(replace(row, tied=tied[row.path]) if tied[row.path] else row for row in found)


def _row(path: str, tensor: Tensor, buffer: bool, most: int) -> ParameterRow:
    dtype = str(tensor.dtype).removeprefix("torch.")
    if is_lazy(tensor):
        return ParameterRow(path, buffer, (), dtype, 0, 0, str(tensor.device), requires_grad=tensor.requires_grad)
    return ParameterRow(
        path,
        buffer,
        tuple(tensor.shape),
        dtype,
        tensor.numel(),
        stored(tensor) * tensor.element_size(),
        str(tensor.device),
        requires_grad=tensor.requires_grad,
        figures=figures(tensor, most),
    )


def _with_changes(row: ParameterRow, tensor: Tensor, watch: Watch, step: int) -> ParameterRow:
    since, last = watch.changes(row.path, tensor, step)
    ratio = last / row.figures.norm if row.figures.norm > 0 else NAN
    return replace(row, since_start=since, last_step=last, ratio=ratio)


def _with_gradient(row: ParameterRow, tensor: Tensor, most: int, drawn: bool) -> ParameterRow:
    if tensor.grad is None:
        return row
    bars = histogram(tensor.grad, min(most, SOME)) if drawn else None
    return replace(row, gradient=figures(tensor.grad, most), gradient_bars=bars)


def _placed(row: ParameterRow, path: str, first: str, places: Places, groups: Groups) -> ParameterRow:
    """The row under one of its names. A pattern finds a tied parameter by its first name only."""
    place = places.of(path)
    frozen = "" if row.buffer else frozen_by(first, groups)
    if place is None:
        return replace(row, path=path, frozen=frozen)
    own = places.of(first) or place
    rule = None if row.buffer else place.rule(path) if place.direct else own.rule(first)
    return replace(row, path=path, places=place.nodes, below=place.below(path), rule=rule, frozen=frozen)


def find(module: nn.Module, path: str) -> Tensor | None:
    """The parameter or buffer of this path."""
    return next((tensor for own, tensor, _ in entries(module) if own == path), None)
