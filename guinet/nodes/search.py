"""Finds node types by a few letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Final

from guinet.nodes.types import NodeType

NO_MATCH: Final = 7
_LOOSE: Final = 6
"""The rank of what only has the letters in their order."""
_SECOND: Final = frozenset({"functional", "in_place"})
"""Groups whose nodes come after the layer or operation of their name."""

_TENSOR: Final = "torch.Tensor"
_PLACES: Final[Mapping[str, str]] = {
    "torch": "torch",
    "nn": "torch.nn",
    "F": "torch.nn.functional",
    "linalg": "torch.linalg",
    "fft": "torch.fft",
    "special": "torch.special",
}
"""What stands before the dot, as torch's own documents write it; any other name is that of a tensor."""

_LEAST_LETTERS: Final = 2
_MOST_OTHERS: Final = 50


def ranked(types: Iterable[NodeType], text: str) -> list[NodeType]:
    """The types that `text` may mean, the likeliest first; with equal rank in the order they came."""
    wanted, path = _plain(text), path_meant(text)
    found = [(_rank_of_path(type.kind, path) if path else _rank(type, text, wanted), type) for type in types]
    return [type for _, type in sorted((pair for pair in found if pair[0] < NO_MATCH), key=lambda pair: pair[0])]


def path_meant(text: str) -> str:
    """The path of what a line of Python names: `nn.Linear`, `F.relu(`, `torch.arange`, `x.view`; "" where none is."""
    head, dot, rest = text.strip().partition("(")[0].partition(".")
    if not dot:
        return ""
    return f"{_PLACES.get(head, _TENSOR)}.{rest}"


def _rank_of_path(kind: str, path: str) -> int:
    """The path itself, what is called so as a function or a method alike, what the path begins, or is in."""
    place, _, name = path.rpartition(".")
    own, _, last = kind.rpartition(".")
    checks = (
        kind == path,
        last == name and {own, place} == {"torch", _TENSOR},
        kind.startswith(path),
        kind.casefold().startswith(path.casefold()),
        own == place and _plain(name) in _plain(last),
    )
    return next((index for index, fits in enumerate(checks) if fits), NO_MATCH)


def _rank(type: NodeType, text: str, wanted: str) -> int:
    return -1 if text.endswith("_") and type.title == text else rank(type, wanted)


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


def named_so(type: NodeType, text: str) -> bool:
    """Whether the text stands in the title or in another name, and not only its letters one after the other."""
    return rank(type, _plain(text)) < _LOOSE


def paths_holding(paths: Callable[[], Iterable[str]], text: str) -> Iterator[str]:
    """The first of `paths` that hold `text`, for texts long enough to mean something."""
    wanted = _plain(path_meant(text) or text)
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
