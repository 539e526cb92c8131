"""JSON text to plain Python, with everything refused that a project file cannot mean."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Final, NoReturn

from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Unreadable, sentence
from guinet.storage.problems import Misfit

MOST_DIGITS: Final = 20
"""Digits of the longest integer: every 64-bit number, seeds included, and nothing that would take time to convert."""

MOST_BYTES: Final = 64 * 2**20
"""Size of the largest file read: a project of 100,000 nodes has half of it."""


class _Bad:
    """Stands where the text held something that is refused, until its path is known."""

    def __init__(self, template: str, values: Mapping[str, object]) -> None:
        self.template, self.values = template, values


class _Hooks:
    """What the JSON scanner calls; `found` tells whether anything must be looked for afterwards."""

    def __init__(self) -> None:
        self.found = False

    def bad(self, template: str, **values: object) -> _Bad:
        self.found = True
        return _Bad(template, values)

    def integer(self, digits: str) -> int | _Bad:
        length = len(digits.lstrip("-"))
        if length > MOST_DIGITS:
            return self.bad(
                QT_TRANSLATE_NOOP("Problem", "is an integer of {length} digits, which no argument can take"),
                length=f"{length:,}",
            )
        return int(digits)

    def real(self, digits: str) -> float | _Bad:
        number = float(digits)
        if math.isfinite(number):
            return number
        return self.bad(QT_TRANSLATE_NOOP("Problem", "is a number too large for a float"))

    def constant(self, name: str) -> _Bad:
        return self.bad(QT_TRANSLATE_NOOP("Problem", "is {name}, which is no JSON number"), name=name)

    def pairs(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        result = dict(pairs)
        if len(result) < len(pairs):
            seen: set[str] = set()
            for key, _ in pairs:
                if key in seen:
                    result[key] = self.bad(QT_TRANSLATE_NOOP("Problem", "is there twice"))
                seen.add(key)
        return result


def parse(text: str, name: str | Problem) -> dict[str, object]:
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
        raise Unreadable(
            QT_TRANSLATE_NOOP(
                "Problem", "{name} is nested too deeply to be a project: restore an earlier version of it."
            ),
            name=name,
        ) from None
    if hooks.found:
        raise unreadable(name, _first_bad(raw))
    if not isinstance(raw, dict):
        raise Unreadable(
            QT_TRANSLATE_NOOP(
                "Problem",
                "{name} is JSON but not a project: it holds {found} where an object should be; choose a .guinet file.",
            ),
            name=name,
            found=described(raw),
        )
    return raw


def decode(data: bytes, name: str) -> str:
    """The text in `data`. Raises Unreadable when it is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(
            QT_TRANSLATE_NOOP(
                "Problem",
                "{name} is not a GuiNet project: it is not text (byte {byte} is not UTF-8); choose a .guinet file.",
            ),
            name=name,
            byte=error.start + 1,
        ) from None


def unreadable(name: str | Problem, misfit: Misfit) -> Unreadable:
    return Unreadable(
        QT_TRANSLATE_NOOP("Problem", "{name}: {reason}; mend it there or restore an earlier version of the file."),
        name=name,
        reason=misfit.sentence,
    )


def described(value: object) -> Problem:
    """What kind of JSON value this is, in words."""
    words = QT_TRANSLATE_NOOP("Problem", "null")
    if isinstance(value, bool):
        words = QT_TRANSLATE_NOOP("Problem", "true or false")
    elif isinstance(value, str):
        words = QT_TRANSLATE_NOOP("Problem", "text")
    elif isinstance(value, int | float):
        words = QT_TRANSLATE_NOOP("Problem", "a number")
    elif isinstance(value, list):
        words = QT_TRANSLATE_NOOP("Problem", "a list")
    elif isinstance(value, dict):
        words = QT_TRANSLATE_NOOP("Problem", "an object")
    return sentence(words)


def _refuse_text(text: str, name: str | Problem, error: json.JSONDecodeError) -> NoReturn:
    if not text.strip():
        raise Unreadable(
            QT_TRANSLATE_NOOP("Problem", "{name} is empty: restore an earlier version of it."), name=name
        ) from None
    if text.startswith("<<<<<<< ") or "\n<<<<<<< " in text:
        line = text[: text.index("<<<<<<< ")].count("\n") + 1
        raise Unreadable(
            QT_TRANSLATE_NOOP(
                "Problem", "{name} holds a git conflict from line {line} on: resolve it and open it again."
            ),
            name=name,
            line=line,
        ) from None
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        raise Unreadable(
            QT_TRANSLATE_NOOP(
                "Problem", "{name} breaks off at line {line}: it was cut off, restore an earlier version of it."
            ),
            name=name,
            line=error.lineno,
        ) from None
    raise Unreadable(
        QT_TRANSLATE_NOOP(
            "Problem",
            "{name} is not a GuiNet project: line {line}, column {column} is not JSON ({error}); "
            "choose a .guinet file.",
        ),
        name=name,
        line=error.lineno,
        column=error.colno,
        error=error.msg,
    ) from None


def _first_bad(raw: object) -> Misfit:
    waiting: list[tuple[object, tuple[str, ...]]] = [(raw, ())]
    while True:
        value, path = waiting.pop()
        if isinstance(value, _Bad):
            return Misfit(value.template, *path, **value.values)
        if isinstance(value, dict):
            waiting.extend((item, (*path, key)) for key, item in reversed(value.items()))
        elif isinstance(value, list):
            waiting.extend((item, (*path, str(index))) for index, item in reversed(list(enumerate(value))))
