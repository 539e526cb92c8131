"""The parameters of a stepped training: their norms, their gradients, and what each phase did to them."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from guinet.core.stepped import ParameterFacts
from guinet.probe.facts import norm_of
from guinet.train.places import Key, Places


class Parameters:
    """Those of `module`; a tied one is there once, under all its paths."""

    def __init__(self, module: nn.Module, places: Places) -> None:
        self._parameters: dict[int, nn.Parameter] = {}
        self._names: dict[int, list[str]] = {}
        self._places: dict[int, Key] = {}
        for name, parameter in module.named_parameters(remove_duplicate=False):
            place = places.of_path(name)
            self._parameters[id(parameter)] = parameter
            self._names.setdefault(id(parameter), []).append(name)
            self._places.setdefault(id(parameter), (place.block, place.node) if place is not None else ("", ""))
        self._before: dict[int, tuple[float, float | None]] = {}
        self._kept: dict[int, Tensor] = {}
        self._changes: dict[int, float] = {}
        self.note()

    def note(self) -> None:
        """What is now is what was before the phase that begins."""
        self._before = {key: (norm_of(each), _gradient(each)) for key, each in self._parameters.items()}

    def keep(self) -> None:
        """Copies the values, before an update."""
        self._kept = {key: each.detach().clone() for key, each in self._parameters.items()}

    def compare(self) -> None:
        """How far the update has moved each since `keep`."""
        with torch.no_grad():
            self._changes = {key: norm_of(self._parameters[key] - kept) for key, kept in self._kept.items()}
        self._kept = {}

    def gradients_of(self, key: Key) -> dict[str, float]:
        """The norms of the gradients that are there of a node's parameters, by path."""
        own = [each for each, place in self._places.items() if place == key]
        norms = {self._names[each][0]: _gradient(self._parameters[each]) for each in own}
        return {name: norm for name, norm in norms.items() if norm is not None}

    def facts(self) -> tuple[ParameterFacts, ...]:
        return tuple(self._facts(key, each) for key, each in self._parameters.items())

    def _facts(self, key: int, parameter: nn.Parameter) -> ParameterFacts:
        norm, gradient = self._before[key]
        return ParameterFacts(
            tuple(self._names[key]),
            *self._places[key],
            shape=tuple(parameter.shape),
            norm=norm_of(parameter),
            norm_before=norm,
            gradient=_gradient(parameter),
            gradient_before=gradient,
            change=self._changes.get(key),
            trains=parameter.requires_grad,
        )


def _gradient(parameter: nn.Parameter) -> float | None:
    return None if parameter.grad is None else norm_of(parameter.grad)
