"""JSON text to plain Python, with everything refused that a project file cannot mean."""

from __future__ import annotations

import json
import math
from typing import Final, NoReturn

from guinet.core.problems import Unreadable
from guinet.storage.problems import Misfit

MOST_DIGITS: Final = 20
"""Digits of the longest integer: every 64-bit number, seeds included, and nothing that would take time to convert."""

MOST_BYTES: Final = 64 * 2**20
"""Size of the largest file read: a project of 100,000 nodes has half of it."""


class _Bad:
    """Stands where the text held something that is refused, until its path is known."""

    def __init__(self, what: str) -> None:
        self.what = what


class _Hooks:
    """What the JSON scanner calls; `found` tells whether anything must be looked for afterwards."""

    def __init__(self) -> None:
        self.found = False

    def bad(self, what: str) -> _Bad:
        self.found = True
        return _Bad(what)

    def integer(self, digits: str) -> int | _Bad:
        length = len(digits.lstrip("-"))
        if length > MOST_DIGITS:
            return self.bad(f"is an integer of {length:,} digits, which no argument can take")
        return int(digits)

    def real(self, digits: str) -> float | _Bad:
        number = float(digits)
        return number if math.isfinite(number) else self.bad("is a number too large for a float")

    def constant(self, name: str) -> _Bad:
        return self.bad(f"is {name}, which is no JSON number")

    def pairs(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        result = dict(pairs)
        if len(result) < len(pairs):
            seen: set[str] = set()
            for key, _ in pairs:
                if key in seen:
                    result[key] = self.bad("is there twice")
                seen.add(key)
        return result


def parse(text: str, name: str) -> dict[str, object]:
    """The object that `text` holds. Raises Unreadable, naming the file `name` and the place."""
    hooks = _Hooks()
    try:
        raw = json.loads(
            text,
            parse_int=hooks.integer,
            parse_float=hooks.real,
            parse_constant=hooks.constant,
            object_pairs_hook=hooks.pairs,
        )
    except json.JSONDecodeError as error:
        _refuse_text(text, name, error)
    except RecursionError:
        raise Unreadable(f"{name} is nested too deeply to be a project: restore an earlier version of it.") from None
    if hooks.found:
        raise unreadable(name, _first_bad(raw))
    if not isinstance(raw, dict):
        raise Unreadable(f"{name} is JSON but not a project: it holds {described(raw)} where an object should be.")
    return raw


def decode(data: bytes, name: str) -> str:
    """The text in `data`. Raises Unreadable when it is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"{name} is not a GuiNet project: it is not text (byte {error.start + 1} is not UTF-8); "
            "choose a .guinet file."
        ) from None


def unreadable(name: str, misfit: Misfit) -> Unreadable:
    return Unreadable(f"{name}: {misfit.sentence}; mend it there or restore an earlier version of the file.")


def described(value: object) -> str:
    """What kind of JSON value this is, in words."""
    if isinstance(value, bool):
        return "true or false"
    words = {str: "text", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return words.get(type(value), "null")


def _refuse_text(text: str, name: str, error: json.JSONDecodeError) -> NoReturn:
    if not text.strip():
        raise Unreadable(f"{name} is empty: restore an earlier version of it.") from None
    if text.startswith("<<<<<<< ") or "\n<<<<<<< " in text:
        line = text[: text.index("<<<<<<< ")].count("\n") + 1
        raise Unreadable(f"{name} holds a git conflict from line {line} on: resolve it and open it again.") from None
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        raise Unreadable(
            f"{name} breaks off at line {error.lineno}: it was cut off, restore an earlier version of it."
        ) from None
    raise Unreadable(
        f"{name} is not a GuiNet project: line {error.lineno}, column {error.colno} is not JSON ({error.msg}); "
        "choose a .guinet file."
    ) from None


def _first_bad(raw: object) -> Misfit:
    waiting: list[tuple[object, tuple[str, ...]]] = [(raw, ())]
    while True:
        value, path = waiting.pop()
        if isinstance(value, _Bad):
            return Misfit(value.what, *path)
        if isinstance(value, dict):
            waiting.extend((item, (*path, key)) for key, item in reversed(value.items()))
        elif isinstance(value, list):
            waiting.extend((item, (*path, str(index))) for index, item in reversed(list(enumerate(value))))
