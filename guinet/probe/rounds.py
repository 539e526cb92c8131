"""Text that runs with an eye on its `while` loops: one that would go on for ever ends with an error."""

from __future__ import annotations

import ast
import types
from collections.abc import Callable
from functools import lru_cache
from typing import Final

LIMIT: Final = 10_000
"""Rounds a `while` may take."""

_COUNTER: Final = "_guinet_rounds"


class TooManyRounds(Exception):
    """A loop whose condition still held after `rounds` rounds."""

    def __init__(self, rounds: int) -> None:
        super().__init__(f"a loop ran {rounds} rounds and would go on")
        self.rounds = rounds


@lru_cache(maxsize=4096)
def guarded(text: str, filename: str) -> types.CodeType:
    """The code of a text, line for line, whose namespace is to have what `counting` gives."""
    tree = ast.fix_missing_locations(_Guards().visit(ast.parse(text)))
    return compile(tree, filename, "exec", dont_inherit=True)


def counting(limit: int = LIMIT) -> dict[str, object]:
    """What a guarded text needs to run: each loop counts from the start whenever it is entered."""

    def counter() -> Callable[[], None]:
        rounds = 0

        def count() -> None:
            nonlocal rounds
            if rounds >= limit:
                raise TooManyRounds(rounds)
            rounds += 1

        return count

    return {_COUNTER: counter}


class _Guards(ast.NodeTransformer):
    """Puts a new counter before every `while`, and a call of it first in each round."""

    def __init__(self) -> None:
        self._loops = 0

    def visit_While(self, node: ast.While) -> list[ast.stmt]:
        self._loops += 1
        name = f"{_COUNTER}_{self._loops}"
        self.generic_visit(node)
        made = ast.Assign([ast.Name(name, ast.Store())], _call(_COUNTER))
        node.body.insert(0, ast.Expr(_call(name)))
        return [ast.copy_location(made, node), node]


def _call(name: str) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), [], [])
