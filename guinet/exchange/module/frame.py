"""The straight-line code of one call of a module, line by line."""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from typing import Final

import torch
from msgspec import Struct
from torch import Tensor, nn

from guinet.exchange.module.problems import Unrecorded, here
from guinet.exchange.module.values import Quotient, Size, Sizes, literal, size

_TAKEN: Final = ("self", "torch", "nn", "F", "x", "y", "z", "out", "_", "super", "setattr", "getattr")
"""Names that are no variable's: those of the text, and those that its reader gives no node."""


class Line(Struct, frozen=True):
    """A line, where the user's own code says it, and whether it runs without gradients."""

    code: str
    where: str
    quiet: bool = False


class Held(Struct, frozen=True):
    """A tensor that a forward reads and does not compute: `hold` is "parameter", "buffer" or "attribute"; `name` what
    the class calls it."""

    name: str
    tensor: Tensor
    hold: str


class Frame:
    """One call of `module`. `arguments` are the names that its forward is given, `result` what it returns."""

    def __init__(self, module: nn.Module, names: Mapping[int, str]) -> None:
        self.module = module
        self.names = names  # of the modules inside of it, by identity, as its code writes them
        self.uses: set[nn.Module] = set()  # those that its code calls
        self.arguments: list[str] = []
        self.lines: list[Line] = []
        self.result = ""
        self.held: dict[int, Held] = {}
        self.done = False
        self._values: dict[int, str] = {}
        self._sizes: dict[tuple[int, int], Size] = {}
        self._alive: list[object] = []
        self._used: set[str] = {*_TAKEN}

    # Names

    def fresh(self, wish: str) -> str:
        stem = re.sub(r"\W+", "_", wish).strip("_") or "value"
        stem = f"{stem}_" if keyword.iskeyword(stem) or stem in _TAKEN or stem[0].isdigit() else stem
        name, number = stem, 1
        while name in self._used:
            number += 1
            name = f"{stem}_{number}"
        self._used.add(name)
        return name

    def argument(self, name: str) -> str:
        """A parameter of forward, which keeps its name where that is free."""
        name = self.fresh(name) if name in self._used and name not in ("x", "y", "z", "out") else name
        self._used.add(name)
        self.arguments.append(name)
        return name

    def knows(self, tensor: Tensor) -> bool:
        return id(tensor) in self._values

    def bind(self, tensor: Tensor, code: str) -> None:
        """From now on a tensor is written so."""
        self._alive.append(tensor)
        self._values[id(tensor)] = code

    def say(self, code: str) -> None:
        self.lines.append(Line(code, here(), not torch.is_grad_enabled()))

    # Values as code

    def text(self, value: object) -> str:
        """Raises Unrecorded for what no code can say."""
        if isinstance(value, Tensor):
            return self._values[id(value)] if id(value) in self._values else self.keep(value)
        if isinstance(value, (Size, Quotient)):
            return self._number(value)
        if isinstance(value, Sizes):
            return self.row("(", list(map(self.text, value)), ")")
        if isinstance(value, tuple):
            return self.row("(", list(map(self.text, value)), ")")
        if isinstance(value, list):
            return f"[{', '.join(map(self.text, value))}]"
        if isinstance(value, Mapping):
            return f"{{{', '.join(f'{literal(key)}: {self.text(item)}' for key, item in value.items())}}}"
        if isinstance(value, slice):
            return f"slice({self.text(value.start)}, {self.text(value.stop)}, {self.text(value.step)})"
        return literal(value)

    def row(self, first: str, items: list[str], last: str) -> str:
        return f"{first}{', '.join(items)}{',' if len(items) == 1 else ''}{last}"

    def _number(self, value: Size | Quotient) -> str:
        if value.frame is not self:
            return literal(value)
        if not value.code.isidentifier():
            name = self.fresh("size" if ".size(" in value.code else "number")
            self.say(f"{name} = {value.code}")
            value.code = name
        return value.code

    def sizes(self, tensor: Tensor) -> Sizes:
        return Sizes(self.one_size(tensor, place) for place in range(tensor.dim()))

    def one_size(self, tensor: Tensor, place: int) -> int:
        """The size of a tensor along a dimension; of one that the module keeps it is a plain number."""
        if id(tensor) not in self._values or self._values[id(tensor)].startswith("self."):
            return tensor.shape[place]
        place %= tensor.dim()
        key = (id(tensor), place)
        if key not in self._sizes:
            self._sizes[key] = size(tensor.shape[place], self, f"{self.text(tensor)}.size({place})")
        return self._sizes[key]

    # Tensors that nobody computes

    def keep(self, tensor: Tensor) -> str:
        """The code of a tensor that was there before. Raises Unrecorded for one that another module learns or that was
        computed where nobody saw."""
        if id(tensor) not in self.held:
            self.held[id(tensor)] = self._held(tensor)
        self.bind(tensor, f"self.{self.held[id(tensor)].name}")
        return self._values[id(tensor)]

    def _held(self, tensor: Tensor) -> Held:
        module = self.module
        for path, parameter in module.named_parameters():
            if parameter is tensor:
                return self._named(path, tensor, "parameter")
        for path, buffer in module.named_buffers():
            if buffer is tensor:
                owner = module.get_submodule(path.rpartition(".")[0])
                persistent = path.rpartition(".")[2] not in owner._non_persistent_buffers_set
                return self._named(path, tensor, "buffer" if persistent else "attribute")
        if tensor.requires_grad:
            raise _unseen()
        own = next((name for name, value in vars(module).items() if value is tensor), "")
        return self._named(own or "constant", tensor, "attribute", there=bool(own))

    def _named(self, path: str, tensor: Tensor, hold: str, there: bool = True) -> Held:
        taken = {each.name for each in self.held.values()}
        name = re.sub(r"\W", "_", path)
        inside = "." in path or not there
        others = {*taken, *vars(self.module), *(self.module._modules if inside else ())}
        while inside and name in others:
            name = f"{name}_"
        return Held(name, tensor, hold)


def _unseen() -> Unrecorded:
    from guinet.core.problems import QT_TRANSLATE_NOOP

    return Unrecorded(
        QT_TRANSLATE_NOOP(
            "Problem",
            "Line {line}: a tensor is used here that the module neither has nor computes: give it to the module.",
        )
    )
