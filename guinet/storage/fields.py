"""Reading and writing objects field by field, so that a fault is told by the keys that lead to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.storage.problems import Misfit
from guinet.storage.text import described

In = TypeVar("In")
Out = TypeVar("Out")


def each(items: Mapping[str, In], convert: Callable[[str, In], Out]) -> dict[str, Out]:
    """`convert(key, item)` by key; a Misfit in it gets the key in front of its path."""
    result = {}
    for key, item in items.items():
        try:
            result[key] = convert(key, item)
        except Misfit as misfit:
            misfit.path.insert(0, key)
            raise
    return result


def field(raw: Mapping[str, object], key: str, convert: Callable[[object], Out], default: Out | None = None) -> Out:
    """`convert(raw[key])`, or `default` when it is not there. Raises Misfit when there is no default either."""
    if key not in raw:
        if default is None:
            raise Misfit(QT_TRANSLATE_NOOP("Problem", "is missing"), key)
        return default
    try:
        return convert(raw[key])
    except Misfit as misfit:
        misfit.path.insert(0, key)
        raise


def an_object(raw: object) -> dict[str, object]:
    if not isinstance(raw, dict):
        raise Misfit(QT_TRANSLATE_NOOP("Problem", "should be an object, but is {found}"), found=described(raw))
    return raw


def a_list(raw: object) -> list[object]:
    if not isinstance(raw, list):
        raise Misfit(QT_TRANSLATE_NOOP("Problem", "should be a list, but is {found}"), found=described(raw))
    return raw


def a_text(raw: object) -> str:
    if not isinstance(raw, str):
        raise Misfit(QT_TRANSLATE_NOOP("Problem", "should be text, but is {found}"), found=described(raw))
    return raw


def a_flag(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise Misfit(QT_TRANSLATE_NOOP("Problem", "should be true or false, but is {found}"), found=described(raw))
    return raw


def others(raw: Mapping[str, object], known: frozenset[str]) -> dict[str, object]:
    """The fields this version does not know, kept for the one that does. Raises Misfit."""
    if raw.keys() <= known:
        return {}
    return each({key: item for key, item in raw.items() if key not in known}, lambda _, item: kept(item))


def kept(raw: object, depth: int = 0) -> object:
    """`raw` itself. Raises Misfit when it is nested too deeply to be written again."""
    if depth > DEEPEST:
        raise Misfit(QT_TRANSLATE_NOOP("Problem", "is nested too deeply"))
    for item in raw.values() if isinstance(raw, dict) else raw if isinstance(raw, list) else ():
        kept(item, depth + 1)
    return raw


DEEPEST = 50
"""How deeply the value of an argument, or a field kept for a later version, may be nested."""
