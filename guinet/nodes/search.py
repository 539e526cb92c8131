"""Finds node types by a few letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final

from guinet.nodes.types import NodeType

NO_MATCH: Final = 7
_SECOND: Final = frozenset({"functional", "in_place"})
"""Groups whose nodes come after the layer or operation of their name."""

_LEAST_LETTERS: Final = 2
_MOST_OTHERS: Final = 50


def ranked(types: Iterable[NodeType], text: str) -> list[NodeType]:
    """The types that `text` may mean, the likeliest first; with equal rank in the order they came."""
    wanted = _plain(text)
    found = [(-1 if text.endswith("_") and type.title == text else rank(type, wanted), type) for type in types]
    return [type for _, type in sorted((pair for pair in found if pair[0] < NO_MATCH), key=lambda pair: pair[0])]


def rank(type: NodeType, wanted: str) -> int:
    """How well a type fits, lower is better; NO_MATCH where it does not.

    In this order: the title is the text (unless its group comes second), it begins with it, an alias is it, an alias
    begins with it, a later word of the title does, title or alias hold it, the title begins with its first letter and
    has the others in this order.
    """
    title = _plain(type.title)
    aliases = [_plain(alias) for alias in type.aliases]
    checks = (
        wanted == title and type.category not in _SECOND,
        title.startswith(wanted),
        wanted in aliases,
        any(alias.startswith(wanted) for alias in aliases),
        any(word.startswith(wanted) for word in words(type.title)),
        any(wanted in name for name in (title, *aliases)),
        title[:1] == wanted[:1] and _in_order(wanted, title),
    )
    return next((index for index, fits in enumerate(checks) if fits), NO_MATCH)


def paths_holding(paths: Callable[[], Iterable[str]], text: str) -> Iterator[str]:
    """The first of `paths` that hold `text`, for texts long enough to mean something."""
    wanted = _plain(text.replace("F.", "nn.functional."))
    if len(wanted) < _LEAST_LETTERS:
        return iter(())
    found = sorted((path for path in paths() if wanted in _plain(path)), key=len)
    return islice(found, _MOST_OTHERS)


def words(title: str) -> list[str]:
    """The title from each later word on: "norm2d" and "2d" for BatchNorm2d."""
    starts = [
        index
        for index in range(1, len(title))
        if (title[index].isupper() or title[index].isdigit() or not title[index - 1].isalnum())
    ]
    return [_plain(title[start:]) for start in starts]


def _plain(text: str) -> str:
    return "".join(text.casefold().split()).replace("_", "").replace("-", "") or text.strip()


def _in_order(wanted: str, title: str) -> bool:
    letters = iter(title)
    return all(letter in letters for letter in wanted)
