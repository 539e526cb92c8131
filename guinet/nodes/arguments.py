"""What an argument may be set to, told in words, and how values are written in forms."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import NoneType
from typing import Final, TypeAlias

from guinet.core.problems import QT_TRANSLATE_NOOP, quoted
from guinet.core.values import LARGEST_INT, Reference, Value, Wired, is_wired
from guinet.nodes.formulas import formula_complaint
from guinet.nodes.index_text import is_index
from guinet.nodes.types import Argument, ArgumentType, InitialiserType, NodeType, OptimizerType, SchedulerType

Complaint: TypeAlias = "tuple[str, Mapping[str, str]]"
"""A sentence with `{name}` fields, and their values: what `Problem` and the window's translations take."""

DTYPES: Final[Mapping[str, int]] = {
    "float32": 4,
    "float64": 8,
    "float16": 2,
    "bfloat16": 2,
    "int64": 8,
    "int32": 4,
    "int16": 2,
    "int8": 1,
    "uint8": 1,
    "bool": 1,
    "complex64": 8,
    "complex128": 16,
    "complex32": 4,
    "uint16": 2,
    "uint32": 4,
    "uint64": 8,
    "qint8": 1,
    "quint8": 1,
    "qint32": 4,
    "quint4x2": 1,
    "quint2x4": 1,
    "float8_e4m3fn": 1,
    "float8_e5m2": 1,
    "float8_e4m3fnuz": 1,
    "float8_e5m2fnuz": 1,
    "float8_e8m0fnu": 1,
    "float4_e2m1fn_x2": 1,
    **{f"{sign}int{bits}": 1 for sign in ("", "u") for bits in range(1, 8)},
    **{f"bits{parts}": 1 for parts in ("8", "1x8", "2x4", "4x2")},
    "bits16": 2,
}
"""torch's dtypes, the usual ones first, and the bytes that an element takes."""

_WANTED: Final[Mapping[ArgumentType, str]] = {
    ArgumentType.INT: QT_TRANSLATE_NOOP("Problem", "{argument} is {value}, but must be a whole number."),
    ArgumentType.FLOAT: QT_TRANSLATE_NOOP("Problem", "{argument} is {value}, but must be a number."),
    ArgumentType.BOOL: QT_TRANSLATE_NOOP("Problem", "{argument} is {value}, but must be true or false."),
    ArgumentType.TEXT: QT_TRANSLATE_NOOP("Problem", "{argument} is {value}, but must be text."),
    ArgumentType.FILE: QT_TRANSLATE_NOOP("Problem", "{argument} is {value}, but must be the path of a file."),
    ArgumentType.FOLDER: QT_TRANSLATE_NOOP("Problem", "{argument} is {value}, but must be the path of a folder."),
    ArgumentType.SIZE: QT_TRANSLATE_NOOP("Problem", "{argument} is {value}, but must be one or more whole numbers."),
    ArgumentType.SHAPE: QT_TRANSLATE_NOOP("Problem", "{argument} is {value}, but must be a list of whole numbers."),
    ArgumentType.NUMBERS: QT_TRANSLATE_NOOP("Problem", "{argument} is {value}, but must be one or more numbers."),
    ArgumentType.INDEX: QT_TRANSLATE_NOOP(
        "Problem", "{argument} is {value}, but must be what Python's brackets take, such as 0, :, 1:3."
    ),
    ArgumentType.NAMES: QT_TRANSLATE_NOOP("Problem", "{argument} is {value}, but must be a list of names."),
    ArgumentType.FORMULA: QT_TRANSLATE_NOOP(
        "Problem", "{argument} is {value}, but must be arithmetic such as 0.95 ** epoch."
    ),
}
_INFINITE: Final = QT_TRANSLATE_NOOP("Problem", "{argument} is {value}, but its numbers must be finite.")
_CHOICE: Final = QT_TRANSLATE_NOOP("Problem", "{argument} is {value}, but must be one of: {choices}.")
_NUMBER_OR_CHOICE: Final = QT_TRANSLATE_NOOP(
    "Problem", "{argument} is {value}, but must be one or more whole numbers, or one of: {choices}."
)
_EMPTY: Final = QT_TRANSLATE_NOOP("Problem", "{argument} needs a value.")
_LENGTH: Final = QT_TRANSLATE_NOOP("Problem", "{argument} is {value}, but takes one number or {length}.")
_MINIMUM: Final = QT_TRANSLATE_NOOP("Problem", "{argument} is {value}, but must be at least {minimum}.")
_MAXIMUM: Final = QT_TRANSLATE_NOOP("Problem", "{argument} is {value}, but must be at most {maximum}.")
_LARGE: Final = QT_TRANSLATE_NOOP("Problem", "{argument} is larger than any size can be; use a smaller number.")
_BETWEEN: Final = QT_TRANSLATE_NOOP("Problem", "{argument} must be between {minimum} and {maximum}.")
_SETTLED: Final = QT_TRANSLATE_NOOP(
    "Problem", "{argument} is settled before anything arrives, so it cannot come from a wire: write a value."
)
_UNKNOWN: Final = QT_TRANSLATE_NOOP("Problem", "{title} has no argument “{name}”; it has: {names}.")
_SLIP: Final = QT_TRANSLATE_NOOP("Problem", "{title} has no argument “{name}”; did you mean {names}?")
_NONE: Final = QT_TRANSLATE_NOOP("Problem", "{title} has no argument “{name}”: it takes none.")


def argument_problem(argument: Argument, value: Value) -> Complaint | None:
    """Why `argument` cannot be `value`, or None when it can. A Reference is judged by the value it stands for."""
    if not argument.wirable and is_wired(value):
        return _SETTLED, {"argument": argument.name}
    if isinstance(value, (Reference, Wired)) or (value is None and argument.optional):
        return None
    if value is None:
        return _EMPTY, {"argument": argument.name}
    if any(_same(value, choice) for choice in argument.choices):
        return None
    if any(isinstance(number, int) and abs(number) > LARGEST_INT for number in _numbers(value)):
        return _too_large(argument)
    return _type_problem(argument, value) or _range_problem(argument, value)


def _too_large(argument: Argument) -> Complaint:
    """Such a number is not shown: it may be longer than any sentence."""
    if argument.minimum is None or argument.maximum is None:
        return _LARGE, {"argument": argument.name}
    bounds = {"minimum": str(argument.minimum), "maximum": str(argument.maximum)}
    return _BETWEEN, {"argument": argument.name, **bounds}


def unknown_argument(type: NodeType | OptimizerType | SchedulerType | InitialiserType, name: str) -> Complaint:
    """The sentence for an argument that a type does not have, with what may have been meant."""
    names = [argument.name for argument in type.arguments]
    from difflib import get_close_matches  # read when there is something to mend

    close = get_close_matches(name, names, 1)
    if not names:
        return _NONE, {"title": type.title, "name": name}
    return (_SLIP if close else _UNKNOWN), {"title": type.title, "name": name, "names": ", ".join(close or names)}


def shown(value: Value) -> str:
    """`value` as Python writes it, cut off where it is long."""
    return quoted(plainly(value))


def plainly(value: Value, *, listed: bool = False) -> str:
    """`value` as Python writes it, with the name of its port for what comes from a wire: `(rows, -1)`; `listed`: with
    lists in place of tuples, `[[1, 2], [3, 4]]`."""
    if isinstance(value, (Wired, Reference)):
        return value.port if isinstance(value, Wired) else value.argument
    if isinstance(value, tuple):
        items = ", ".join(plainly(item, listed=listed) for item in value)
        if listed:
            return f"[{items}]"
        return f"({items},)" if len(value) == 1 else f"({items})"
    return repr(value)


def _type_problem(argument: Argument, value: Value) -> Complaint | None:
    if argument.type is ArgumentType.FORMULA and isinstance(value, str):
        return formula_complaint(value)
    if _is_of_type(argument, value):
        return None
    values = {"argument": argument.name, "value": shown(value)}
    choices = DTYPES if argument.type is ArgumentType.DTYPE else argument.choices
    if choices:
        template = _NUMBER_OR_CHOICE if argument.type is ArgumentType.SIZE else _CHOICE
        return template, values | {"choices": ", ".join(str(choice) for choice in choices)}
    return _WANTED[argument.type], values


def _is_of_type(argument: Argument, value: Value) -> bool:
    match argument.type:
        case ArgumentType.ANY:
            return True
        case ArgumentType.BOOL:
            return isinstance(value, bool)
        case ArgumentType.INT:
            return _is_int(value)
        case ArgumentType.FLOAT:
            return _is_number(value)
        case ArgumentType.TEXT | ArgumentType.FILE | ArgumentType.FOLDER:
            return isinstance(value, str)
        case ArgumentType.DTYPE:
            return isinstance(value, str) and value in DTYPES
        case ArgumentType.INDEX:
            return isinstance(value, str) and is_index(value)
        case ArgumentType.CHOICE | ArgumentType.FORMULA:
            return False
        case ArgumentType.NAMES:
            return isinstance(value, tuple) and all(isinstance(item, str) for item in value)
        case ArgumentType.SHAPE:
            return isinstance(value, tuple) and all(isinstance(item, Wired) or _is_int(item) for item in value)
        case ArgumentType.SIZE:
            return _is_int(value) or (isinstance(value, tuple) and all(_is_item(argument, item) for item in value))
        case ArgumentType.NUMBERS:
            return _is_number(value) or (
                isinstance(value, tuple)
                and all(isinstance(item, (Wired, NoneType)) or _is_number(item) for item in value)
            )


def _range_problem(argument: Argument, value: Value) -> Complaint | None:
    values = {"argument": argument.name, "value": shown(value)}
    if argument.length is not None and isinstance(value, tuple) and len(value) != argument.length:
        return _LENGTH, values | {"length": str(argument.length)}
    numbers = _numbers(value)
    bounded = argument.minimum is not None or argument.maximum is not None
    if bounded and not all(math.isfinite(number) for number in numbers):
        return _INFINITE, values
    if argument.minimum is not None and any(number < argument.minimum for number in numbers):
        return _MINIMUM, values | {"minimum": f"{argument.minimum:g}"}
    if argument.maximum is not None and any(number > argument.maximum for number in numbers):
        return _MAXIMUM, values | {"maximum": f"{argument.maximum:g}"}
    return None


def _numbers(value: Value) -> list[int | float]:
    """All numbers in it, however deep."""
    if isinstance(value, tuple):
        return [number for item in value for number in _numbers(item)]
    return [value] if isinstance(value, (int, float)) and not isinstance(value, bool) else []


def _is_int(value: Value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Value) -> bool:
    return _is_int(value) or isinstance(value, float)


def _is_item(argument: Argument, value: Value) -> bool:
    """Whether a SIZE may hold it: torch leaves a size as it comes where an optional one holds None."""
    return isinstance(value, Wired) or _is_int(value) or (value is None and argument.optional)


def _same(value: Value, choice: Value) -> bool:
    return type(value) is type(choice) and value == choice
