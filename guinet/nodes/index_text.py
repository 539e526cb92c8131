"""What stands between the brackets of `x[0, :, 1:3]`: read, judged and written again, and never run.

Whole numbers, slices, `...`, `None`, True and False, lists of these, and names: each name is a port of the node.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import lru_cache
from keyword import iskeyword
from typing import Final

_LONGEST: Final = 500
_OWN: Final = frozenset({"input", "self", "torch", "nn", "F"})
"""Names the generated code has for something else."""


class BadIndex(ValueError):
    """A text that is no index."""


def is_index(text: str) -> bool:
    """Whether `text` may stand between the brackets."""
    try:
        _read(text)
    except BadIndex:
        return False
    return True


@lru_cache(maxsize=1024)
def names(text: str) -> tuple[str, ...]:
    """The names in an index, each once, in order. Raises BadIndex."""
    tree = _read(text)
    found = [part for part in ast.walk(tree) if isinstance(part, ast.Name)]
    return tuple(dict.fromkeys(part.id for part in sorted(found, key=lambda part: (part.lineno, part.col_offset))))


def written(text: str, tensor: str, variables: Mapping[str, str] = {}) -> str:
    """`x[0, :, i]` for "0,:,i" and the tensor "x"; `variables` say what each name is called. Raises BadIndex."""
    index = _Renamed(variables).visit(_read(text))
    return ast.unparse(ast.Subscript(ast.Name(tensor), index))


def _read(text: str) -> ast.expr:
    """The index as Python reads it."""
    if len(text) > _LONGEST or not text.isprintable() or "#" in text:
        raise BadIndex(text)
    try:
        tree = ast.parse(f"x[{text}]", mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise BadIndex(text) from error
    if not isinstance(tree, ast.Subscript) or not isinstance(tree.value, ast.Name) or not _is_index(tree.slice):
        raise BadIndex(text)
    return tree.slice


def _is_index(tree: ast.expr) -> bool:
    match tree:
        case ast.Tuple(elts=items) | ast.List(elts=items):
            return all(_is_index(item) for item in items)
        case ast.Slice(lower=lower, upper=upper, step=step):
            return all(part is None or _is_whole(part) for part in (lower, upper, step))
        case ast.Constant(value=value):
            return value is None or value is ... or isinstance(value, int)
        case _:
            return _is_whole(tree)


def _is_whole(tree: ast.expr) -> bool:
    match tree:
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return _is_whole(inner)
        case ast.Name(id=name):
            return name not in _OWN and not iskeyword(name) and not name.startswith("_")
        case ast.Constant(value=value):
            return value is None or (isinstance(value, int) and not isinstance(value, bool))
    return False


class _Renamed(ast.NodeTransformer):
    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(self._variables.get(node.id, node.id))
