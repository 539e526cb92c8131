"""Text that runs with an eye on its `while` loops: one that would go on for ever ends with an error."""

from __future__ import annotations

import ast
import types
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Final, TypeVar

from guinet.core.changes import SetTraining
from guinet.core.problems import QT_TRANSLATE_NOOP, Fix, Problem
from guinet.core.project import Project
from guinet.core.settings import TRAINING_DEFAULTS, training_setting

Made = TypeVar("Made", bound=ast.AST)

_COUNTER: Final = "_guinet_rounds"

_WORD: Final = "while"
"""A text without it has no loop to guard, whatever else it has."""

LIMIT: Final = "loop_limit"
"""The training setting that says how many rounds there may be."""

MOST_ROUNDS: Final = 10**9
"""The most that it may say."""

allowed: ContextVar[int] = ContextVar("allowed", default=int(str(TRAINING_DEFAULTS[LIMIT])))
"""Rounds that a `while` may take in code that a check runs."""


class TooManyRounds(Exception):
    """A loop whose condition still held after `rounds` rounds."""

    def __init__(self, rounds: int) -> None:
        super().__init__(
            f"a loop was stopped after {rounds} rounds: see to it that its condition comes to an end, "
            "or raise the training setting loop_limit"
        )
        self.rounds = rounds

    def problem(self, block: str | None, node: str | None, name: str = "") -> Problem:
        """What is told of it on the node it happened in, which has this name where that is known."""
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "A loop was stopped after {rounds} rounds: see to it that its condition comes to an end, or raise the "
            "training setting loop_limit.",
        )
        if name:
            template = QT_TRANSLATE_NOOP(
                "Problem",
                "{node} was stopped after {rounds} rounds: see to it that the condition of its loop comes to an end, "
                "or raise the training setting loop_limit.",
            )
        more = min(10 * self.rounds, MOST_ROUNDS)
        fix = Fix(QT_TRANSLATE_NOOP("Fix", "Allow {rounds} rounds"), (SetTraining(LIMIT, more),), {"rounds": str(more)})
        values = {"node": name, "rounds": str(self.rounds)}
        return Problem("rounds", template, values, block=block, node=node, fixes=(fix,) if more > self.rounds else ())


@lru_cache(maxsize=4096)
def guarded(text: str, filename: str) -> types.CodeType:
    """The code of a text, line for line, whose namespace is to have what `counting` gives."""
    if _WORD not in text:
        return compile(text, filename, "exec", dont_inherit=True)
    return compile(guard(ast.parse(text)), filename, "exec", dont_inherit=True)


def guard(tree: ast.AST) -> ast.Module:
    """The same for a text that is parsed already."""
    guarded = _Guards().visit(tree)
    assert isinstance(guarded, ast.Module)
    return guarded


def limit_of(project: Project) -> int:
    """Rounds that a `while` may take in this project; the default where the setting is none."""
    limit = training_setting(project.training, LIMIT)
    return limit if type(limit) is int and limit > 0 else int(str(TRAINING_DEFAULTS[LIMIT]))


def guards(project: Project) -> tuple[Mapping[str, object], Callable[[str, str], types.CodeType]]:
    """What runs the project's text with its loops counted: `compile.module.build(source, *guards(project))`."""
    return counting(limit_of(project)), guarded


@contextmanager
def allowing(project: Project) -> Iterator[None]:
    """Inside, code that a check runs may take as many rounds as the project lets a `while` take."""
    token = allowed.set(limit_of(project))
    try:
        yield
    finally:
        allowed.reset(token)


def counting(limit: int | Callable[[], int]) -> dict[str, object]:
    """What a guarded text needs to run: each loop counts from the start whenever it is entered. A function is asked for
    the limit then."""

    def counter() -> Callable[[], None]:
        rounds = 0
        most = limit if isinstance(limit, int) else limit()

        def count() -> None:
            nonlocal rounds
            if rounds >= most:
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
        node.body.insert(0, placed(ast.Expr(_call(name)), node))
        return [placed(made, node), node]


def placed(node: Made, at: ast.AST) -> Made:
    """The node, in the line of another, with all in it that has no place yet: to look for those in a whole text takes
    longer than all else."""
    return ast.fix_missing_locations(ast.copy_location(node, at))


def _call(name: str) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), [], [])
