"""Arithmetic in `epoch`, written by hand: `0.95 ** epoch`. It is read into a tree of a few kinds of parts and computed
from that; nothing of it is ever run as Python."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeAlias

from guinet.core.problems import QT_TRANSLATE_NOOP

Number: TypeAlias = "int | float"

VARIABLE: Final = "epoch"
LONGEST: Final = 200
"""Letters a formula may have."""

FUNCTIONS: Final[Mapping[str, Callable[..., Number]]] = {
    "min": min,
    "max": max,
    "abs": abs,
    "round": round,
    "sqrt": math.sqrt,
    "exp": math.exp,
    "log": math.log,
    "sin": math.sin,
    "cos": math.cos,
    "tanh": math.tanh,
    "floor": math.floor,
    "ceil": math.ceil,
}
CONSTANTS: Final[Mapping[str, float]] = {"pi": math.pi, "e": math.e}

_BUILT_IN: Final = frozenset({"min", "max", "abs", "round"})
"""Those that Python has without `math`."""

_LARGEST: Final = 1e300
_OPERATORS: Final[Mapping[type[ast.AST], Callable[..., Number]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
_OFFERED: Final = ", ".join((*FUNCTIONS, *CONSTANTS))
_UNREADABLE: Final = QT_TRANSLATE_NOOP("Problem", "“{text}” is no arithmetic; write it like 0.95 ** epoch.")
_LONG: Final = QT_TRANSLATE_NOOP("Problem", "A formula has at most {most} letters; write a shorter one.")
_UNKNOWN: Final = QT_TRANSLATE_NOOP("Problem", "A formula has no “{name}”; it takes epoch, numbers, {known}.")
_PART: Final = QT_TRANSLATE_NOOP(
    "Problem", "“{text}” cannot stand in a formula; it takes epoch, numbers, + - * / // % **, comparisons, {known}."
)
_FAILS: Final = QT_TRANSLATE_NOOP("Problem", "“{text}” has no value in epoch {epoch}: {reason}.")
_HUGE: Final = QT_TRANSLATE_NOOP("Problem", "“{text}” is no number of a usual size in epoch {epoch}.")

# Ruff and black write a power of simple things without spaces.
_SIMPLE_POWER: Final = re.compile(r"(?<![\w.)])([\w.]+) \*\* (-?[\w.]+)(?![\w.(])")


class BadFormula(ValueError):
    """A text that is no formula, or one without a value; `template` and `values` are its sentence."""

    def __init__(self, template: str, **values: object) -> None:
        self.template = template
        self.values = {name: str(value) for name, value in values.items()}
        super().__init__(template.format(**self.values))


class Formula:
    """What `text` computes from the number of an epoch. Raises BadFormula when it is no formula."""

    def __init__(self, text: str) -> None:
        self.text = text.strip()
        if len(self.text) > LONGEST:
            raise BadFormula(_LONG, most=LONGEST)
        try:
            self._tree = ast.parse(self.text, mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            raise BadFormula(_UNREADABLE, text=self.text) from error
        self._check(self._tree)

    def at(self, epoch: int) -> Number:
        """Its value, computed as Python computes the same text. Raises BadFormula where it has none."""
        try:
            value = _value(self._tree, epoch)
        except _TooLargeError as error:
            raise BadFormula(_HUGE, text=self.text, epoch=epoch) from error
        except (ArithmeticError, ValueError, TypeError) as error:
            raise BadFormula(_FAILS, text=self.text, epoch=epoch, reason=error) from error
        if not _is_usual(value):
            raise BadFormula(_HUGE, text=self.text, epoch=epoch)
        return value

    @property
    def source(self) -> str:
        """The lambda, as a script has it: `lambda epoch: 0.95**epoch`."""
        tree = _Qualified().visit(ast.parse(self.text, mode="eval"))
        body = _SIMPLE_POWER.sub(r"\1**\2", ast.unparse(tree))
        return f"lambda {VARIABLE}: {body}"

    @property
    def needs_math(self) -> bool:
        """Whether that lambda reads names of the module `math`."""
        names = (node.id for node in ast.walk(self._tree) if isinstance(node, ast.Name))
        return any(name not in _BUILT_IN and name != VARIABLE for name in names)

    def _check(self, node: ast.AST) -> None:
        """Raises BadFormula for a part that is not offered."""
        match node:
            case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
                if not _is_usual(value):
                    raise BadFormula(_PART, text=ast.unparse(node), known=_OFFERED)
            case ast.Name(id=name):
                if name != VARIABLE and name not in CONSTANTS:
                    raise BadFormula(_UNKNOWN, name=name, known=_OFFERED)
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                if name not in FUNCTIONS:
                    raise BadFormula(_UNKNOWN, name=name, known=_OFFERED)
                self._check_all(arguments)
            case ast.BinOp(op=kind) | ast.UnaryOp(op=kind) if type(kind) in _OPERATORS:
                self._check_all(child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr))
            case ast.Compare(ops=kinds) if all(type(kind) in _OPERATORS for kind in kinds):
                self._check_all(child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr))
            case ast.IfExp(test=test, body=body, orelse=orelse):
                self._check_all((test, body, orelse))
            case _:
                raise BadFormula(_PART, text=ast.unparse(node), known=_OFFERED)

    def _check_all(self, nodes: Iterable[ast.AST]) -> None:
        for node in nodes:
            self._check(node)


def formula_complaint(text: str) -> tuple[str, dict[str, str]] | None:
    """Why `text` is no formula, or None when it is one."""
    try:
        Formula(text)
    except BadFormula as error:
        return error.template, error.values
    return None


class _TooLargeError(Exception):
    """A number was about to become so large that computing it would take memory and time."""


class _Qualified(ast.NodeTransformer):
    """`exp` as `math.exp`."""

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id == VARIABLE or node.id in _BUILT_IN:
            return node
        return ast.Attribute(ast.Name("math", ast.Load()), node.id, ast.Load())


def _value(node: ast.AST, epoch: int) -> Number:
    match node:
        case ast.Constant(value=value):
            assert isinstance(value, (int, float))
            return value
        case ast.Name(id=name):
            return epoch if name == VARIABLE else CONSTANTS[name]
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _real(FUNCTIONS[name](*(_value(argument, epoch) for argument in arguments)))
        case ast.BinOp(left=left, op=kind, right=right):
            return _combined(type(kind), _value(left, epoch), _value(right, epoch))
        case ast.UnaryOp(op=kind, operand=operand):
            return _OPERATORS[type(kind)](_value(operand, epoch))
        case ast.Compare():
            return _compared(node, epoch)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return _value(body if _value(test, epoch) else orelse, epoch)
    raise AssertionError(node)


def _combined(kind: type[ast.AST], left: Number, right: Number) -> Number:
    if kind is ast.Pow and isinstance(left, int) and isinstance(right, int) and left.bit_length() * right > 1024:
        raise _TooLargeError
    return _real(_OPERATORS[kind](left, right))


def _compared(node: ast.Compare, epoch: int) -> bool:
    """Python's chain of comparisons: `2 < epoch < 5`."""
    left = _value(node.left, epoch)
    for kind, other in zip(node.ops, node.comparators, strict=True):
        right = _value(other, epoch)
        if not _OPERATORS[type(kind)](left, right):
            return False
        left = right
    return True


def _real(value: object) -> Number:
    """Raises ValueError for what is no real number: a root of a negative one."""
    if not isinstance(value, (int, float)):
        raise ValueError("the root of a negative number")
    if isinstance(value, int) and abs(value) > _LARGEST:
        raise _TooLargeError
    return value


def _is_usual(value: Number) -> bool:
    return math.isfinite(value) and abs(value) <= _LARGEST if isinstance(value, float) else abs(value) <= _LARGEST
