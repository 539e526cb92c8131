"""The parameters and buffers of a module in rows, and how they change while it trains."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from torch import Tensor, nn
from torch.nn.parameter import is_lazy

from guinet.compile.places import Places
from guinet.core.parameter_rows import NAN, Figures, Histogram, ParameterRow
from guinet.probe.figures import ALL, SOME, as_float, figures_of_all, histogram, known, sample, stored

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

    def changes(self, tensors: Mapping[str, Tensor], step: int) -> dict[str, tuple[float, float]]:
        """The norms of each one's changes since the start and in the last step, NaN where they are not known."""
        last = self.last if step == self.step + 1 else {}
        found = {}
        for path, tensor in tensors.items():
            if known(tensor) and (path in self.start or path in self.last):
                values = as_float(sample(tensor, self.most))
                since = _distance(values, self.start.get(path), tensor)
                found[path] = since, _distance(values, last.get(path), tensor)
        return found


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
    named = list(entries(module))
    paths: dict[int, list[str]] = {}
    for path, tensor, _ in named:
        paths.setdefault(id(tensor), []).append(path)
    tensors = {path: tensor for path, tensor, _ in named if paths[id(tensor)][0] == path}
    trained = {path: tensors[path] for path, _, buffer in named if path in tensors and not buffer}
    slopes = {path: each.grad for path, each in trained.items() if each.grad is not None} if gradients else {}
    of_values = _figures(tensors, most)
    of_slopes = _figures(slopes, most)
    changes = watch.changes(trained, step) if watch is not None else {}
    drawn = _drawn(module, slopes, paths, bars, min(most, SOME))
    found = []
    for path, tensor, buffer in named:
        first, *others = paths[id(tensor)]
        values, (since, last) = of_values[first], changes.get(first, (NAN, NAN))
        found.append(
            ParameterRow(
                path,
                buffer,
                **_kind(tensor),
                **_place(path, first, buffer, places, groups),
                tied=tuple(other for other in (first, *others) if other != path),
                requires_grad=tensor.requires_grad,
                figures=values,
                since_start=since,
                last_step=last,
                ratio=last / values.norm if values.norm > 0 else NAN,
                gradient=of_slopes.get(first),
                gradient_bars=drawn.get(first),
            )
        )
    return tuple(found)


def _figures(tensors: Mapping[str, Tensor], most: int) -> dict[str, Figures]:
    return dict(zip(tensors, figures_of_all(list(tensors.values()), most), strict=True))


def _drawn(
    module: nn.Module, slopes: Mapping[str, Tensor], paths: Mapping[int, list[str]], bars: str | None, most: int
) -> dict[str, Histogram | None]:
    """The histograms of the gradients that are asked for."""
    if bars is None:
        return {path: histogram(slope, most) for path, slope in slopes.items()}
    wanted = find(module, bars) if bars else None
    first = paths[id(wanted)][0] if wanted is not None else ""
    return {first: histogram(slopes[first], most)} if first in slopes else {}


def _kind(tensor: Tensor) -> dict[str, Any]:
    """What it is; a lazy one has neither shape nor size yet."""
    lazy = is_lazy(tensor)
    return {
        "shape": () if lazy else tuple(tensor.shape),
        "dtype": str(tensor.dtype).removeprefix("torch."),
        "count": 0 if lazy else tensor.numel(),
        "bytes": 0 if lazy else stored(tensor) * tensor.element_size(),
        "device": str(tensor.device),
    }


def _place(path: str, first: str, buffer: bool, places: Places, groups: Groups) -> dict[str, Any]:
    """Where it is, under one of its names. A pattern finds a tied parameter by its first name only."""
    place = places.of(path)
    frozen = "" if buffer else frozen_by(first, groups)
    if place is None:
        return {"frozen": frozen}
    own = places.of(first) or place
    rule = None if buffer else place.rule(path) if place.direct else own.rule(first)
    return {"places": place.nodes, "below": place.below(path), "rule": rule, "frozen": frozen}


def find(module: nn.Module, path: str) -> Tensor | None:
    """The parameter or buffer of this path."""
    return next((tensor for own, tensor, _ in entries(module) if own == path), None)
