"""Finds what made a loss NaN or infinite: the batch is run once more, under watch."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.train.places import Place, Places
from guinet.train.problems import TrainingError, failed
from guinet.train.trainer import NotFinite

if TYPE_CHECKING:
    from guinet.train.planned import Plan


def explain(error: NotFinite, plan: Plan, module: nn.Module) -> TrainingError:
    """The sentence for a loss that is not finite, naming the first node that made it."""
    values: dict[str, object] = {"loss": error.loss, "step": error.step}
    for port, tensor in error.batch.items():
        if not is_finite(tensor):
            template = QT_TRANSLATE_NOOP(
                "Problem",
                "The loss became {loss} at step {step}: the data itself has such values in “{port}”. Mend it.",
            )
            return failed("not-finite", template, values | {"port": port})
    broken = next((name for name, parameter in module.named_parameters() if not is_finite(parameter)), None)
    if broken is not None:
        place = plan.places.of_path(broken)
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "The loss became {loss} at step {step}: the weights {path} of {node} had stopped being finite. "
            "Lower the learning rate.",
        )
        return failed("not-finite", template, values | {"path": broken, "node": _name(place, broken)}, at=_at(place))
    found, path = find(module, lambda: plan.wiring.forward(module)(error.batch), plan.places)
    found = found or plan.loss_place
    template = QT_TRANSLATE_NOOP(
        "Problem",
        "The loss became {loss} at step {step}: {node} was the first to give a value that is not finite. "
        "Lower the learning rate, or keep what goes into {node} in range.",
    )
    return failed("not-finite", template, values | {"node": _name(found, path or "the loss")}, at=_at(found))


def find(module: nn.Module, run: Callable[[], object], places: Places) -> tuple[Place | None, str]:
    """The first node that gives a value that is not finite while `run` runs, and the path of its submodule, if any.

    Two things are watched: what submodules return, and the variables of the generated code after each line.
    """
    watch = _Watch(places, module)
    with watch.modules(), watch.lines(), torch.no_grad():
        run()
    return watch.place, watch.path


def is_finite(value: object) -> bool:
    """Whether all floating-point numbers in a tensor, or in a tuple or list of values, are finite."""
    if isinstance(value, Tensor):
        return not (value.is_floating_point() or value.is_complex()) or bool(torch.isfinite(value).all())
    if isinstance(value, tuple | list):
        return all(is_finite(item) for item in value)
    return True


class _Watch:
    def __init__(self, places: Places, module: nn.Module) -> None:
        self.place: Place | None = None
        self.path = ""
        self._places = places
        self._module = module
        self._done = False
        self._lines: dict[FrameType, int] = {}
        self._seen: dict[tuple[int, int], object] = {}

    @contextmanager
    def modules(self) -> Iterator[None]:
        leaves = [(path, part) for path, part in self._module.named_modules() if not any(part.children())]
        handles = [part.register_forward_hook(self._hook(path)) for path, part in leaves if path]
        try:
            yield
        finally:
            for handle in handles:
                handle.remove()

    def _hook(self, path: str) -> Callable[[nn.Module, Any, Any], None]:
        def check(module: nn.Module, inputs: Any, output: Any) -> None:
            if not self._done and not is_finite(output):
                self._done, self.path, self.place = True, path, self._places.of_path(path)

        return check

    @contextmanager
    def lines(self) -> Iterator[None]:
        previous = sys.gettrace()
        sys.settrace(self._enter)
        try:
            yield
        finally:
            sys.settrace(previous)

    def _enter(self, frame: FrameType, event: str, argument: object) -> Any:
        return self._line if frame.f_code.co_filename in self._places.lines else None

    def _line(self, frame: FrameType, event: str, argument: object) -> Any:
        before = self._lines.get(frame)
        if not self._done and before is not None:
            values: Mapping[str, object] = frame.f_locals | ({"return": argument} if event == "return" else {})
            if not all(self._known_or_finite(value) for value in values.values()):
                self._done, self.place = True, self._places.of_line(frame.f_code.co_filename, before)
        self._lines[frame] = frame.f_lineno
        return self._line

    def _known_or_finite(self, value: object) -> bool:
        """Each value is looked at once; one that was changed in place counts as new."""
        version = value._version if isinstance(value, Tensor) else 0
        key = (id(value), version)
        if key in self._seen:
            return True
        self._seen[key] = value  # holding it keeps its id from being given to another
        return is_finite(value)


def _name(place: Place | None, otherwise: str) -> str:
    return place.name if place is not None else otherwise


def _at(place: Place | None) -> tuple[str, str] | None:
    return (place.block, place.node) if place is not None else None
