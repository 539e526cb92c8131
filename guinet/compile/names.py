"""Names in the code: classes, parameters and variables."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import chain
from keyword import iskeyword, issoftkeyword
from typing import Final

from guinet.core.graph import End
from guinet.core.naming import OWN

RESERVED: Final = frozenset(
    {"self", "super", "torch", "nn", "F", "float", "len", "range", "fnmatch", "isinstance", "__class__"}
    | {"pathlib", "safetensors", "__file__"}
)
"""Names the generated code uses itself."""

CHAIN: Final = ("x", "y", "z")
"""The variable along a chain, where each value is read by the next line only; the first that is free."""


def is_name(text: str) -> bool:
    """Whether Python takes `text` for a name."""
    return text.isidentifier() and not iskeyword(text)


@lru_cache(maxsize=10_000)
def identifier(text: str, fallback: str) -> str:
    """`text` as a name: what Python does not allow becomes `_`."""
    cleaned = re.sub(r"\W+", "_", text.removeprefix(OWN)).strip("_")
    if cleaned[:1].isdigit():
        cleaned = f"{fallback}_{cleaned}"
    name = cleaned or fallback
    return f"{name}_" if iskeyword(name) or issoftkeyword(name) else name


def class_name(text: str) -> str:
    """`Residual block` becomes `ResidualBlock`; a name that is one already stays, unless a class would take it for a
    private one of its own."""
    if is_name(text) and not text.startswith("__"):
        return text
    words = re.split(r"\W+", text)
    return identifier("".join(word[:1].upper() + word[1:] for word in words), "Block")


def unused(wish: str, taken: Collection[str]) -> str:
    """`wish`, or `wish_2`, `wish_3` … when it is taken."""
    return next(name for name in _numbered(wish) if name not in taken)


def _numbered(wish: str) -> Iterator[str]:
    yield wish
    number = 2
    while True:
        yield f"{wish}_{number}"
        number += 1


class Variables:
    """The variables of one function: who holds what, and until when.

    `reserved`: names no variable may take.
    """

    def __init__(self, reserved: Iterable[str]) -> None:
        self._reserved = {*RESERVED, *reserved}
        self._uses: dict[End, int] = {}
        self._names: dict[End, str] = {}
        self._live: dict[str, int] = {}

    def expect(self, end: End) -> None:
        """The value of `end` will be read once more."""
        self._uses[end] = self._uses.get(end, 0) + 1

    def uses(self, end: End) -> int:
        return self._uses.get(end, 0)

    def bind(self, end: End, wishes: Iterable[str], avoid: Collection[str] = ()) -> str:
        """Gives the value the first of `wishes` that no living value holds and that is not to be avoided."""
        wishes = list(wishes)
        names = (name for name in chain(wishes, _numbered(wishes[-1])) if name not in avoid)
        name = next(name for name in names if self._is_free(name))
        self._names[end] = name
        self._live[name] = self._live.get(name, 0) + self.uses(end)
        return name

    def alias(self, end: End, text: str) -> None:
        """The value has a name already, or stands as `text` where it is read."""
        self._names[end] = text
        self._live[text] = self._live.get(text, 0) + self.uses(end)

    @property
    def held(self) -> set[str]:
        """The names that no new variable may take now."""
        return self._reserved | {name for name, uses in self._live.items() if uses}

    def _is_free(self, name: str) -> bool:
        return name not in self._reserved and not self._live.get(name)

    def read(self, end: End) -> str:
        """The variable that holds the value; with its last use the name becomes free."""
        name = self._names[end]
        self._uses[end] -= 1
        self._live[name] -= 1
        return name
