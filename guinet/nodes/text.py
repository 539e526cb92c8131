"""How the values of arguments are written in forms, and read back.

Where an argument may come from a wire, a name stands for a port of that name: `rows, -1`.
"""

from __future__ import annotations

import ast
import math
import re
from keyword import iskeyword
from typing import Final

from guinet.core.problems import QT_TRANSLATE_NOOP, quoted
from guinet.core.values import Value, Wired, freeze
from guinet.nodes.arguments import Complaint, argument_problem, plainly
from guinet.nodes.types import Argument, ArgumentType

_YES: Final = frozenset({"true", "yes", "on", "1"})
_NO: Final = frozenset({"false", "no", "off", "0"})
_BETWEEN: Final = re.compile(r"(?:[\s,×*;]|(?<=[\d\s)])x(?=[\d\s(-]))+")
_WORDS: Final = frozenset({"inf", "infinity", "nan", "none", "true", "false"})
"""Words that are values, and no names of ports."""
_SPECIAL: Final = re.compile(
    r"""(?i)([+-]?)(?:(?:(?:math|torch)\.)?(inf(?:inity)?|nan)|float\((["'])([+-]?)(inf(?:inity)?|nan)\3\))"""
)
_LONG: Final = re.compile(r"([+-]?[1-9]\d{99})\d+")
_NAME: Final = re.compile(r'\s*(?:"((?:[^"]|"")*)"|([^",]*?))\s*(,|\Z)')
_NEEDS_QUOTES: Final = re.compile(r'[",]|^\s|\s$|^$')
_UNREADABLE: Final = QT_TRANSLATE_NOOP("Problem", "{argument}: “{text}” could not be read; write it like {example}.")

EXAMPLES: Final = {
    ArgumentType.INT: "3",
    ArgumentType.FLOAT: "0.5",
    ArgumentType.BOOL: "true",
    ArgumentType.SIZE: "3 × 3",
    ArgumentType.SHAPE: "1, 28, 28",
    ArgumentType.NUMBERS: "0.9, 0.999",
    ArgumentType.NAMES: "length, width",
    ArgumentType.INDEX: "0, :, 1:3",
    ArgumentType.FORMULA: "0.95 ** epoch",
    ArgumentType.ANY: "(1, 2)",
}
"""How a value of a type may be written."""

LISTED: Final = "[[1, 2], [3, 4]]"
"""How the numbers of a tensor may be written."""


class BadArgument(ValueError):
    """A text that is no value of an argument; `template` and `values` are its sentence, for translation."""

    def __init__(self, complaint: Complaint) -> None:
        self.template, self.values = complaint
        super().__init__(self.template.format(**self.values))


def parse(argument: Argument, text: str) -> Value:
    """The value that `text` means for `argument`.

    Raises BadArgument when it means none, or one that the argument may not have.
    """
    value = _read(argument, text)
    complaint = argument_problem(argument, value)
    if complaint is not None:
        raise BadArgument(complaint)
    return value


def format_value(argument: Argument, value: Value) -> str:
    """`value` as a form shows it; `parse` gives it back. A Reference is shown by the name it stands for, what comes
    from a wire by its port."""
    if value is None:
        return "None"
    if argument.type is ArgumentType.BOOL and isinstance(value, bool):
        return "true" if value else "false"
    if argument.type is ArgumentType.ANY:
        return plainly(value, listed=argument.listed)
    if isinstance(value, tuple):
        return _format_tuple(argument, value)
    return _written(value)


def _written(value: Value) -> str:
    return value if isinstance(value, str) else plainly(value)


def _format_tuple(argument: Argument, value: tuple[Value, ...]) -> str:
    if argument.type is ArgumentType.NAMES:
        return ", ".join(_quoted(str(item)) for item in value)
    if argument.type is ArgumentType.SHAPE:
        return ", ".join(map(_written, value))
    if len(value) < 2:  # as a single number it would be another value
        return plainly(value)
    return (" × " if argument.type is ArgumentType.SIZE else ", ").join(map(_written, value))


def _read(argument: Argument, text: str) -> Value:
    stripped = text.strip().replace("−", "-")
    if argument.type in (ArgumentType.TEXT, ArgumentType.FILE, ArgumentType.FOLDER):
        return text
    if argument.optional and stripped.casefold() in ("", "none"):
        return None
    choice = next((item for item in argument.choices if str(item).casefold() == stripped.casefold()), None)
    if choice is not None:
        return choice
    try:
        return _read_as(argument, stripped, text)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError) as error:
        any_lists = argument.type is ArgumentType.ANY and argument.listed
        example = LISTED if any_lists else EXAMPLES.get(argument.type, "")
        values = {"argument": argument.name, "text": quoted(stripped), "example": example}
        raise BadArgument((_UNREADABLE, values)) from error


def _read_as(argument: Argument, stripped: str, text: str) -> Value:
    wired = argument.wirable and is_port_name(stripped)
    match argument.type:
        case ArgumentType.INT | ArgumentType.FLOAT if wired:
            return Wired(stripped)
        case ArgumentType.INT:
            return _whole(stripped)
        case ArgumentType.FLOAT:
            return _number(stripped)
        case ArgumentType.BOOL:
            return _truth(stripped.casefold())
        case ArgumentType.SIZE | ArgumentType.SHAPE | ArgumentType.NUMBERS:
            return _several(argument, stripped)
        case ArgumentType.NAMES:
            return tuple(_names(text))
        case ArgumentType.DTYPE:
            return stripped.removeprefix("torch.")
        case ArgumentType.ANY:
            try:
                return _anything(ast.parse(stripped, mode="eval").body, argument.wirable)
            except (SyntaxError, ValueError):
                if not argument.listed:
                    raise
                return _table(stripped)
        case _:
            return stripped


def _several(argument: Argument, text: str) -> Value:
    """One number or a tuple; brackets, or a SHAPE, make a single one a tuple."""
    bracketed = text[:1] in ("(", "[") and text[-1:] == {"(": ")", "[": "]"}[text[:1]]
    inner = text[1:-1] if bracketed else text
    parts = [part for part in _BETWEEN.split(inner) if part]
    type = argument.type
    items = tuple(_item(argument, part) for part in parts)
    if not items and not bracketed and type is not ArgumentType.SHAPE:
        raise ValueError("empty")
    single = len(items) == 1 and not bracketed and "," not in inner and type is not ArgumentType.SHAPE
    return items[0] if single else items


def _item(argument: Argument, text: str) -> Value:
    if text.casefold() == "none" and argument.type is not ArgumentType.SHAPE:
        return None
    if argument.wirable and is_port_name(text):
        return Wired(text)
    return _number(text) if argument.type is ArgumentType.NUMBERS else _whole(text)


def _anything(tree: ast.expr, wirable: bool) -> Value:
    """A value as Python writes it, with names of ports where these may be."""
    if isinstance(tree, (ast.Tuple, ast.List)):
        return tuple(_anything(item, wirable) for item in tree.elts)
    if isinstance(tree, ast.Name) and wirable and is_port_name(tree.id):
        return Wired(tree.id)
    special = None if isinstance(tree, ast.Constant) else _special(ast.unparse(tree))
    return freeze(ast.literal_eval(tree)) if special is None else special


def _table(text: str) -> Value:
    """Numbers as a spreadsheet gives them: rows between `;` or on lines of their own, `1 2; 3 4`; one row is a list."""
    rows = tuple(
        tuple(_number(cell) for cell in re.split(r"[\s,]+", row) if cell)
        for row in re.split(r"[;\n]", text)
        if row.strip()
    )
    if not rows:
        raise ValueError("empty")
    return rows[0] if len(rows) == 1 else rows


def is_port_name(text: str) -> bool:
    """Whether `text` may name a port that someone gives a node."""
    plain = text.isidentifier() and not text.startswith("_") and not iskeyword(text)
    return plain and text.casefold() not in _WORDS


def _number(text: str) -> int | float:
    """An int where it is written as one, so that a form gives back the value it was given."""
    special = _special(text)
    if special is not None:
        return special
    try:
        return _whole(text)
    except ValueError:
        number = float(text)
    if math.isinf(number):
        raise ValueError(f"{text} is more than a float holds")
    return number


def _whole(text: str) -> int:
    """An int; of one with more digits than Python reads, only the first: it is larger than any size all the same."""
    long = _LONG.fullmatch(text)
    return int(text if long is None else long[1])


def _special(text: str) -> float | None:
    """What `inf`, `-inf` and `nan` mean, bare or as Python makes them; None for any other text."""
    match = _SPECIAL.fullmatch(text.strip())
    if match is None:
        return None
    sign, bare, _, inner, quoted = match.groups(default="")
    number = float(bare or quoted)
    return -number if (sign == "-") != (inner == "-") and not math.isnan(number) else number


def _truth(text: str) -> bool:
    if text not in _YES | _NO:
        raise ValueError("neither true nor false")
    return text in _YES


def _names(text: str) -> list[str]:
    """Names between commas; one that holds a comma or begins or ends with a space stands in quotes."""
    names: list[str] = []
    position, more = 0, bool(text.strip())
    while more:
        found = _NAME.match(text, position)
        if found is None:
            raise ValueError("a quote is not closed")
        quoted, plain, comma = found.groups()
        if quoted is not None or plain:
            names.append(plain if quoted is None else quoted.replace('""', '"'))
        position, more = found.end(), comma == ","
    return names


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"' if _NEEDS_QUOTES.search(name) else name
