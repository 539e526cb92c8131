"""Values of parameters set by hand: `weight[0, :2] = 0.5`, `weight += 1`. Read, judged and written again, never run."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from guinet.core.graph import Initialiser
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.values import MISSING, Value
from guinet.nodes.index_text import BadIndex, is_index, names
from guinet.nodes.types import Argument, ArgumentType, InitialiserType

SIGNS: Final[Mapping[str, str]] = {"set": "=", "add": "+=", "subtract": "-=", "multiply": "*=", "divide": "/="}
"""The functions of initialisers that change values instead of drawing them, and how Python writes each."""

INDEX: Final = "index"
VALUE: Final = "value"
WHOLE: Final = "..."
"""The index of all values: a scalar has it as well."""

_OPERATORS: Final[Mapping[type[ast.operator], str]] = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "divide",
}
_LONGEST: Final = 10_000
_DOCS: Final[Mapping[str, str]] = {
    "set": QT_TRANSLATE_NOOP("NodeDoc", "Puts a number, or a list of numbers, in the place of values."),
    "add": QT_TRANSLATE_NOOP("NodeDoc", "Adds a number to values."),
    "subtract": QT_TRANSLATE_NOOP("NodeDoc", "Takes a number from values."),
    "multiply": QT_TRANSLATE_NOOP("NodeDoc", "Multiplies values by a number."),
    "divide": QT_TRANSLATE_NOOP("NodeDoc", "Divides values by a number."),
}
_ARGUMENTS: Final = (
    Argument(
        INDEX,
        ArgumentType.INDEX,
        WHOLE,
        doc=QT_TRANSLATE_NOOP("ArgumentDoc", "Which values: what stands between the brackets."),
    ),
    Argument(
        VALUE,
        ArgumentType.ANY,
        MISSING,
        doc=QT_TRANSLATE_NOOP("ArgumentDoc", "The number, or a list of numbers."),
        suggestion=0.0,
    ),
)
HAND_VALUES: Final = tuple(InitialiserType(f"guinet.{name}", name, _ARGUMENTS, _DOCS[name]) for name in SIGNS)
"""In forms they stand beside the functions of `torch.nn.init`."""


class BadEdit(ValueError):
    """A text that changes no values. `template` and `values` make the sentence."""

    def __init__(self, template: str, values: Mapping[str, str]) -> None:
        super().__init__(template.format(**values))
        self.template = template
        self.values = values


class HandEdit(Struct, frozen=True):
    """What a line asks for: `parameter` is the path before the brackets, `function` one of SIGNS."""

    parameter: str
    function: str
    index: str
    value: Value


def hand_value(function: str) -> InitialiserType | None:
    """The type of a function that changes values, None for one that draws them."""
    return next((type for type in HAND_VALUES if type.title == function), None)


def index_of(rule: Initialiser) -> str:
    """What stands between the brackets; all values where the rule holds no index."""
    index = rule.arguments.get(INDEX, WHOLE)
    return index if isinstance(index, str) and is_whole_index(index) else WHOLE


def is_whole_index(text: str) -> bool:
    """Whether a text is an index without names of variables."""
    try:
        return bool(text.strip()) and is_index(text) and not names(text)
    except BadIndex:
        return False


def index_object(text: str) -> Any:
    """What Python hands over for the text between the brackets. Raises BadIndex for one with names of variables."""
    if not is_whole_index(text):
        raise BadIndex(text)
    tree = ast.parse(f"x[{text}]", mode="eval").body
    return _object(tree.slice) if isinstance(tree, ast.Subscript) else ...


def _object(tree: ast.expr | None) -> Any:
    match tree:
        case ast.Tuple(elts=items):
            return tuple(_object(item) for item in items)
        case ast.List(elts=items):
            return [_object(item) for item in items]
        case ast.Slice(lower=lower, upper=upper, step=step):
            return slice(_object(lower), _object(upper), _object(step))
        case ast.UnaryOp(operand=operand):
            return -_object(operand)
        case ast.Constant(value=value):
            return value
    return None


def is_number(value: object) -> bool:
    """Whether a value is a number, or rows of numbers."""
    if isinstance(value, tuple):
        return bool(value) and all(is_number(item) for item in value)
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def read_edit(text: str, parameter: str = "") -> HandEdit:
    """`weight[0, :2] = 0.5` as what it asks for; `parameter` is meant where the text begins with brackets or a sign.

    Raises BadEdit.
    """
    written = text.strip()
    if written.startswith(("[", "=", "+=", "-=", "*=", "/=")):
        written = f"parameter{written}"
    target, function, value = _statement(written, text)
    index = WHOLE
    if isinstance(target, ast.Subscript):
        inner = target.slice
        index = ast.unparse(inner)
        if isinstance(inner, ast.Tuple):
            index = ", ".join(ast.unparse(item) for item in inner.elts)
        if not is_whole_index(index):
            template = QT_TRANSLATE_NOOP(
                "Problem", "“{index}” is no index: write numbers, slices or ..., such as weight[0, :2] = 0.5."
            )
            raise BadEdit(template, {"index": index})
        target = target.value
    path = ast.unparse(target)
    return HandEdit(parameter if path == "parameter" else path, function, index, value)


def _statement(written: str, text: str) -> tuple[ast.expr, str, Value]:
    """What is changed, how, and by what."""
    bad = BadEdit(
        QT_TRANSLATE_NOOP("Problem", "“{text}” changes no values: write it as weight[0, :2] = 0.5 or weight += 1."),
        {"text": text if len(text) < 80 else f"{text[:80]}…"},
    )
    if len(written) > _LONGEST:
        raise bad
    try:
        body = ast.parse(written).body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise bad from error
    match body:
        case [ast.Assign(targets=[target], value=value)]:
            return _target(target, bad), "set", _number(value)
        case [ast.AugAssign(target=target, op=operator, value=value)] if type(operator) in _OPERATORS:
            return _target(target, bad), _OPERATORS[type(operator)], _number(value)
    raise bad


def _target(target: ast.expr, bad: BadEdit) -> ast.expr:
    inner = target.value if isinstance(target, ast.Subscript) else target
    while isinstance(inner, ast.Attribute):
        inner = inner.value
    if not isinstance(inner, ast.Name):
        raise bad
    return target


def _number(tree: ast.expr) -> Value:
    match tree:
        case ast.Constant(value=value) if isinstance(value, (int, float)) and not isinstance(value, bool):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            inner = _number(operand)
            if isinstance(inner, (int, float)):
                return -inner
        case ast.List(elts=items) | ast.Tuple(elts=items) if items:
            return tuple(_number(item) for item in items)
        case ast.Name(id="inf" | "nan" as name):
            return float(name)
    template = QT_TRANSLATE_NOOP("Problem", "“{value}” is no number: write one, or a list such as [0.5, -1].")
    raise BadEdit(template, {"value": ast.unparse(tree)[:80]})
