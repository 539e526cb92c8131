"""The parameters and buffers of a module in rows, and how they change while it trains."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, Final

from torch import Tensor, nn
from torch.nn.parameter import is_lazy

from guinet.compile.places import Places
from guinet.core.parameter_rows import NAN, Figures, Histogram, ParameterRow
from guinet.probe.figures import as_float, figures, histogram, known, sample, stored

Groups = Mapping[str, Mapping[str, Any]]
"""Arguments of the optimiser by the pattern of paths, the first that fits holds."""

_UNKNOWN: Final = Figures()


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


def starting_point(module: nn.Module) -> dict[str, Tensor]:
    """Copies of what the parameters hold, to tell later what has changed."""
    return {
        path: as_float(sample(tensor)).clone()
        for path, tensor, buffer in entries(module)
        if not buffer and known(tensor)
    }


class Rows:
    """What of a module's rows stays the same while it trains: its paths, what is tied, where everything lies. `whole`:
    none of them was lazy, which has neither shape nor numbers before the first batch."""

    def __init__(self, module: nn.Module, places: Places, groups: Groups) -> None:
        self._named = list(entries(module))
        self.whole = not any(is_lazy(tensor) for _, tensor, _ in self._named)
        paths: dict[int, list[str]] = {}
        for path, tensor, _ in self._named:
            paths.setdefault(id(tensor), []).append(path)
        self._paths = {path: paths[id(tensor)] for path, tensor, _ in self._named}
        self._fixed = {
            path: {
                **_kind(tensor),
                **_place(path, paths[id(tensor)][0], buffer, places, groups),
                "tied": tuple(other for other in paths[id(tensor)] if other != path),
            }
            for path, tensor, buffer in self._named
        }

    @property
    def tensors(self) -> dict[str, Tensor]:
        """Each tensor once, by the first of its paths."""
        return {path: tensor for path, tensor, _ in self._named if self._paths[path][0] == path}

    @property
    def trained(self) -> dict[str, Tensor]:
        """The same of parameters alone."""
        buffers = {path for path, _, buffer in self._named if buffer}
        return {path: tensor for path, tensor in self.tensors.items() if path not in buffers}

    @property
    def slopes(self) -> dict[str, Tensor]:
        """What `.grad` of each parameter holds."""
        return {path: each.grad for path, each in self.trained.items() if each.grad is not None}

    def find(self, path: str) -> Tensor | None:
        """The parameter or buffer of this path."""
        return next((tensor for own, tensor, _ in self._named if own == path), None)

    def first(self, path: str) -> str:
        """The first path of the same tensor."""
        return self._paths[path][0] if path in self._paths else path

    def told(
        self,
        values: Mapping[str, Figures],
        since: Mapping[str, float],
        last: Mapping[str, float],
        slopes: Mapping[str, Figures],
        bars: Mapping[str, Histogram | None],
    ) -> tuple[ParameterRow, ...]:
        """A row for each path, with what is told of its tensor by the first of its paths."""
        found = []
        for path, tensor, buffer in self._named:
            first = self._paths[path][0]
            own, change = values.get(first, _UNKNOWN), last.get(first, NAN)
            found.append(
                ParameterRow(
                    path,
                    buffer,
                    **self._fixed[path],
                    requires_grad=tensor.requires_grad,
                    figures=own,
                    since_start=since.get(first, NAN),
                    last_step=change,
                    ratio=change / own.norm if own.norm > 0 else NAN,
                    gradient=slopes.get(first),
                    gradient_bars=bars.get(first),
                )
            )
        return tuple(found)


def parameter_rows(
    module: nn.Module,
    places: Places,
    groups: Groups,
    *,
    start: Mapping[str, Tensor] | None = None,
    gradients: bool = False,
) -> tuple[ParameterRow, ...]:
    """A row for each, of a module at rest. `start` tells what has changed since (see `starting_point`); `gradients`:
    with figures and histograms of what `.grad` holds."""
    rows = Rows(module, places, groups)
    slopes = rows.slopes if gradients else {}
    return rows.told(
        {path: figures(tensor) for path, tensor in rows.tensors.items()},
        {path: _distance(tensor, (start or {}).get(path)) for path, tensor in rows.trained.items()},
        {},
        {path: figures(slope) for path, slope in slopes.items()},
        {path: histogram(slope) for path, slope in slopes.items()},
    )


def _distance(tensor: Tensor, before: Tensor | None) -> float:
    if before is None or not known(tensor):
        return NAN
    now = as_float(sample(tensor))
    if before.shape != now.shape or not now.numel():
        return NAN
    return float((now - before.to(now.device)).norm()) * math.sqrt(stored(tensor) / now.numel())


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
    """Where it is, under one of its names. A pattern finds a tied parameter by its first name only; a layer that is
    used at a second place, where it has another name, is at the first."""
    place, name = places.of(path), path
    frozen = "" if buffer else frozen_by(first, groups)
    if place is None:
        place, name = places.of(first), first
    if place is None:
        return {"frozen": frozen}
    own = places.of(first) or place
    rule = None if buffer else place.rule(name) if place.direct else own.rule(first)
    return {"places": place.nodes, "below": place.below(name), "rule": rule, "frozen": frozen}


def find(module: nn.Module, path: str) -> Tensor | None:
    """The parameter or buffer of this path."""
    return next((tensor for own, tensor, _ in entries(module) if own == path), None)
