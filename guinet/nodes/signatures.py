"""Reads `signatures.json`: what torch says about its layers, operations and optimisers (see `packaging/`).

`operations.json` holds the operations that no table names. It is read when one of them is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

from msgspec import Raw, Struct
from msgspec.json import decode

from guinet.core.values import MISSING, Setting, Value, freeze
from guinet.nodes.types import ArgumentType

FILE: Final = Path(__file__).with_name("signatures.json")
OPERATIONS: Final = Path(__file__).with_name("operations.json")

_BY_NAME: TypeAlias = dict[str, Raw]
_OUTSIDE_BRACKETS: Final = re.compile(r" \| (?![^\[]*\])")
_TYPES: Final = {
    "int": ArgumentType.INT,
    "float": ArgumentType.FLOAT,
    "bool": ArgumentType.BOOL,
    "str": ArgumentType.TEXT,
    "dtype": ArgumentType.DTYPE,
}


class Parameter(Struct, frozen=True):
    """One parameter as torch declares it; `type` is the annotation's text, "" where torch gives none.

    `keyword`: it must be given by name; `unnamed`: it must not.
    """

    name: str
    type: str
    default: Setting
    keyword: bool
    unnamed: bool = False

    @property
    def members(self) -> list[str]:
        """The types it may have, "int" and "tuple[int, int]" for `int | tuple[int, int]`."""
        return _OUTSIDE_BRACKETS.split(self.type)

    @property
    def is_tensor(self) -> bool:
        """Whether it is a port: a tensor, several, or several in one packed sequence."""
        return "Tensor" in self.type or self.type == "PackedSequence"

    @property
    def optional(self) -> bool:
        return self.default is None or "None" in self.members

    @property
    def argument_type(self) -> ArgumentType:
        members = self.members
        if self.type == "object":
            return ArgumentType.ANY
        numbers = [member for member in members if member.startswith(("tuple", "list", "Sequence", "Size"))]
        if any("float" in member for member in numbers):
            return ArgumentType.NUMBERS
        if numbers:
            return ArgumentType.SIZE if "int" in members else ArgumentType.SHAPE
        if any(member.startswith("Literal") for member in members):
            return ArgumentType.CHOICE
        known = next((_TYPES[name] for name in ("float", "int", "bool", "str", "dtype") if name in members), None)
        return known or _type_of(self.default)

    @property
    def choices(self) -> tuple[Value, ...]:
        literal = next((member for member in self.members if member.startswith("Literal")), "Literal[]")
        return tuple(decode(literal.removeprefix("Literal")))

    @property
    def length(self) -> int | None:
        """How many items a tuple must have, where all its forms agree."""
        forms = {member.count(",") + 1 for member in self.members if member.startswith("tuple")}
        return forms.pop() if len(forms) == 1 and "..." not in self.type and "list" not in self.type else None


class Signature(Struct, frozen=True):
    """What constructing takes (nothing, for functions) and what calling takes.

    `returns` names the results where they are not one tensor; after a colon stands the type of one that is none.
    """

    arguments: tuple[Parameter, ...]
    call: tuple[Parameter, ...]
    returns: tuple[str, ...] = ()


class Signatures:
    """The file's content; only what is asked for is read."""

    def __init__(self, text: bytes) -> None:
        data = decode(text, type=dict[str, Raw])
        self._modules = decode(data["modules"], type=_BY_NAME)
        self._functions = decode(data["functions"], type=_BY_NAME)
        self._optimizers = data["optimizers"]
        self._schedulers = data["schedulers"]
        self._initialisers = data["initialisers"]
        self.torch: object = decode(data["torch"])

    def module(self, name: str) -> Signature:
        """Raises KeyError when torch has no such class."""
        found = decode(self._modules[name])
        return Signature(_parameters(found["arguments"]), _parameters(found["forward"]))

    def has_module(self, name: str) -> bool:
        return name in self._modules

    def function(self, path: str) -> Signature:
        """Raises KeyError when torch has no such function or method."""
        found = decode(self._functions.get(path) or _operations()[path])
        return Signature((), _parameters(found["parameters"]), tuple(map(str, found.get("returns", ()))))

    def others(self) -> tuple[str, ...]:
        """The paths of the functions and methods that no table names."""
        return tuple(path for path in _operations() if path not in self._functions)

    def optimizers(self) -> dict[str, tuple[Parameter, ...]]:
        return {name: _parameters(found) for name, found in decode(self._optimizers).items()}

    def schedulers(self) -> dict[str, tuple[Parameter, ...]]:
        return {name: _parameters(found) for name, found in decode(self._schedulers).items()}

    def initialisers(self) -> dict[str, tuple[Parameter, ...]]:
        return {name: _parameters(found) for name, found in decode(self._initialisers).items()}


@cache
def signatures() -> Signatures:
    """Read once."""
    return Signatures(FILE.read_bytes())


@cache
def _operations() -> Mapping[str, Raw]:
    return decode(OPERATIONS.read_bytes(), type=dict[str, _BY_NAME])["functions"]


def _parameters(found: object) -> tuple[Parameter, ...]:
    assert isinstance(found, list)
    return tuple(
        Parameter(
            name=item["name"],
            type=item["type"],
            default=freeze(item["default"]) if "default" in item else MISSING,
            keyword="keyword" in item,
            unnamed="unnamed" in item,
        )
        for item in found
    )


def _type_of(default: Setting) -> ArgumentType:
    """For a parameter without annotation, what its default says."""
    for kind, found in (
        (bool, ArgumentType.BOOL),
        (int, ArgumentType.INT),
        (float, ArgumentType.FLOAT),
        (str, ArgumentType.TEXT),
    ):
        if isinstance(default, kind):
            return found
    return ArgumentType.ANY
