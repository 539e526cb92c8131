"""Arithmetic between plain values, which Python would do while the text runs; nothing may grow without end."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping
from itertools import accumulate, pairwise
from typing import Any, Final

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.exchange.python.problems import Unclear

MOST: Final = 2**64
MOST_ITEMS: Final = 10_000

BINARY: Final[Mapping[type[ast.operator], tuple[str, Callable[[Any, Any], object]]]] = {
    ast.Add: ("+", operator.add),
    ast.Sub: ("-", operator.sub),
    ast.Mult: ("*", operator.mul),
    ast.Div: ("/", operator.truediv),
    ast.FloorDiv: ("//", operator.floordiv),
    ast.Mod: ("%", operator.mod),
    ast.Pow: ("**", operator.pow),
    ast.LShift: ("<<", operator.lshift),
    ast.RShift: (">>", operator.rshift),
    ast.BitAnd: ("&", operator.and_),
    ast.BitOr: ("|", operator.or_),
    ast.BitXor: ("^", operator.xor),
    ast.MatMult: ("@", operator.matmul),
}
UNARY: Final[Mapping[type[ast.unaryop], tuple[str, Callable[[Any], object]]]] = {
    ast.USub: ("-", operator.neg),
    ast.UAdd: ("+", operator.pos),
    ast.Invert: ("~", operator.invert),
    ast.Not: ("not", operator.not_),
}
COMPARING: Final[Mapping[type[ast.cmpop], tuple[str, Callable[[Any, Any], object]]]] = {
    ast.Eq: ("==", operator.eq),
    ast.NotEq: ("!=", operator.ne),
    ast.Lt: ("<", operator.lt),
    ast.LtE: ("<=", operator.le),
    ast.Gt: (">", operator.gt),
    ast.GtE: (">=", operator.ge),
    ast.Is: ("is", operator.is_),
    ast.IsNot: ("is not", operator.is_not),
    ast.In: ("in", lambda item, items: item in items),
    ast.NotIn: ("not in", lambda item, items: item not in items),
}

_CALLED: Final[Mapping[str, Callable[..., object]]] = {
    "range": range,
    "int": int,
    "float": float,
    "bool": bool,
    "str": str,
    "list": list,
    "tuple": tuple,
    "zip": lambda *items: list(zip(*items, strict=False)),
    "set": lambda items=(): tuple(dict.fromkeys(items)),
    "slice": slice,
    "divmod": divmod,
    "pairwise": lambda items: list(pairwise(items)),
    "accumulate": lambda items: list(accumulate(items)),
    "enumerate": lambda items, start=0: list(enumerate(items, start)),
    "reversed": lambda items: list(reversed(items)),
    "sum": sum,
    "any": any,
    "all": all,
    "pow": lambda base, exponent: binary("**", operator.pow, base, exponent, 0),
    "max": max,
    "min": min,
    "abs": abs,
    "round": round,
    "sorted": sorted,
    "len": len,
    "sqrt": math.sqrt,
    "log": math.log,
    "exp": math.exp,
    "ceil": math.ceil,
    "floor": math.floor,
    "prod": math.prod,
}
_PLAIN: Final = (bool, int, float, str, tuple, list, dict, range, slice, type(None))


def is_plain(value: object) -> bool:
    """Whether Python itself could compute with it now."""
    if isinstance(value, (tuple, list)):
        return all(map(is_plain, value))
    return isinstance(value, _PLAIN)


def binary(sign: str, apply: Callable[[Any, Any], object], left: object, right: object, line: int) -> object:
    """Raises Unclear where Python would fail, or never end."""
    if sign in ("**", "<<") and _is_huge(left, right):
        raise _cannot(line, sign)
    if sign == "%" and isinstance(left, str):
        _require_short(left, sign, line)
    if sign in ("in", "not in") and isinstance(right, range) and len(right) > MOST_ITEMS:
        raise _cannot(line, sign)
    if sign == "*" and any(isinstance(side, (str, tuple, list)) for side in (left, right)):
        count = next((side for side in (left, right) if isinstance(side, int)), 0)
        length = max(len(side) for side in (left, right) if isinstance(side, (str, tuple, list)))
        if count * length > MOST_ITEMS:
            raise _cannot(line, sign)
    return _done(sign, line, apply, left, right)


def unary(sign: str, apply: Callable[[Any], object], value: object, line: int) -> object:
    return _done(sign, line, apply, value)


def called(name: str, arguments: list[object], keywords: dict[str, object], line: int) -> object:
    """One of Python's own functions. Raises Unclear for one that has no place here."""
    function = _CALLED.get(name)
    if function is None:
        template = QT_TRANSLATE_NOOP("Problem", "Line {line}: {name} has no place in a graph: take it out.")
        raise Unclear(template, line, name=name.rpartition(".")[2])
    if name != "range" and any(isinstance(value, range) and len(value) > MOST_ITEMS for value in arguments):
        raise _cannot(line, name)
    return _done(name, line, function, *arguments, **keywords)


def of_text(text: str, name: str, arguments: list[object], keywords: dict[str, object], line: int) -> object:
    """`"layer{}".format(1)`. Raises Unclear."""
    if name == "format":
        _require_short(text, name, line)
    return _done(name, line, getattr(text, name), *arguments, **keywords)


def formatted(value: object, specification: str, line: int) -> str:
    """A value within an f-string. Raises Unclear."""
    _require_short(specification, "{}", line)
    return str(_done("{}", line, format, value, specification))


def _require_short(template: str, sign: str, line: int) -> None:
    """Raises Unclear for a template that asks for thousands of characters, or for as many as a value says."""
    if re.search(r"\d{4}|%[^a-zA-Z]*\*|\{[^}]*[{.\[]", template):
        raise _cannot(line, sign)


def require_few(items: object, sign: str, line: int) -> None:
    """Raises Unclear for a list that has too many items, those of lists in it among them: rows of rows of one and the
    same row are soon more than anything could go through."""
    waiting, count = [items], 0
    while waiting:
        found = waiting.pop()
        inner = found.values() if isinstance(found, dict) else found if isinstance(found, (list, tuple)) else ()
        count += len(inner)
        if count > MOST_ITEMS:
            raise _cannot(line, sign)
        waiting += inner


def items_of(value: object, line: int) -> list[object]:
    """What a `for` over a plain value goes through. Raises Unclear."""
    if isinstance(value, (range, tuple, list, str, dict)) and len(value) <= MOST_ITEMS:
        return list(value)
    template = QT_TRANSLATE_NOOP(
        "Problem", "Line {line}: how often this repeats is not known before it runs: write a number there."
    )
    raise Unclear(template, line)


def item(items: Any, key: object, text: str, line: int) -> object:
    """`items[key]`, written as `text`. Raises Unclear where there is none."""
    try:
        found: object = items[key]
    except (LookupError, TypeError, ValueError) as error:
        template = QT_TRANSLATE_NOOP("Problem", "Line {line}: there is no item {index}.")
        raise Unclear(template, line, index=text) from error
    return found


def _is_huge(left: object, right: object) -> bool:
    if not (isinstance(left, int) and isinstance(right, int)):
        return False
    return abs(left) > MOST or right > 64


def _done(name: str, line: int, apply: Callable[..., object], *given: object, **more: object) -> object:
    try:
        found = apply(*given, **more)
    except (ArithmeticError, ValueError, TypeError, LookupError, AttributeError, MemoryError) as error:
        raise _cannot(line, name) from error
    require_few(found, name, line)
    if (isinstance(found, str) and len(found) > MOST_ITEMS) or (isinstance(found, int) and abs(found) > MOST**2):
        raise _cannot(line, name)
    return found


def _cannot(line: int, name: str) -> Unclear:
    template = QT_TRANSLATE_NOOP(
        "Problem", "Line {line}: “{name}” cannot be computed here: write the number that it gives instead."
    )
    return Unclear(template, line, name=name)
