"""Which value each parameter of a function of the text gets."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.exchange.python.problems import Endless, Unclear
from guinet.exchange.python.values import UNSET, Function, OwnFunction, Scope

if TYPE_CHECKING:
    from guinet.exchange.python.reader import Reader


def each_parameter(tree: Function) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    """Each named parameter with its default, if it has one."""
    given = [*tree.args.posonlyargs, *tree.args.args]
    missing: list[ast.expr | None] = [None] * (len(given) - len(tree.args.defaults))
    yield from zip(given, [*missing, *tree.args.defaults], strict=True)
    yield from zip(tree.args.kwonlyargs, tree.args.kw_defaults, strict=True)


def function_of(reader: Reader, tree: Function, scope: Scope) -> OwnFunction:
    """The function that a line defines, with the defaults that its parameters have there: those of a `lambda` in a loop
    are others in each round."""
    known: dict[str, object] = {}
    for parameter, default in each_parameter(tree):
        if default is None or isinstance(default, ast.Constant):
            continue
        try:
            known[parameter.arg] = reader.value(default, scope)
        except Endless:
            raise
        except Unclear:
            continue
    return OwnFunction(tree, scope, None, known)


def defaults_of(tree: Function) -> dict[str, object]:
    """The defaults that are plain numbers and texts."""
    found: dict[str, object] = {}
    for parameter, default in each_parameter(tree):
        try:
            found[parameter.arg] = None if default is None else ast.literal_eval(default)
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            continue
    return found


def matched(
    reader: Reader,
    tree: Function,
    name: str,
    given: Sequence[object],
    keywords: Mapping[str, object],
    scope: Scope,
    line: int,
    *,
    skip: int = 0,
    lenient: bool = False,
    known: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """The values by parameter, defaults included; the first `skip` parameters are left out (`self`).

    `lenient`: those that nobody gave are UNSET; `known`: defaults that are known already. Raises Unclear.
    """
    parameters = list(each_parameter(tree))
    positional = parameters[skip : len(tree.args.posonlyargs) + len(tree.args.args)]
    found: dict[str, object] = {parameter.arg: value for (parameter, _), value in zip(positional, given, strict=False)}
    rest = tuple(given[len(positional) :])
    names = {parameter.arg for parameter, _ in parameters[skip:]}
    others = {key: value for key, value in keywords.items() if key not in names}
    if (rest and tree.args.vararg is None) or (others and tree.args.kwarg is None) or found.keys() & keywords.keys():
        template = QT_TRANSLATE_NOOP("Problem", "Line {line}: {name} is called with arguments that it does not take.")
        raise Unclear(template, line, name=name)
    found |= {key: value for key, value in keywords.items() if key in names}
    for parameter, default in parameters[skip:]:
        if parameter.arg in found:
            continue
        if known is not None and parameter.arg in known:
            found[parameter.arg] = known[parameter.arg]
        elif default is not None:
            found[parameter.arg] = reader.value(default, scope)
        elif lenient:
            found[parameter.arg] = UNSET
        else:
            template = QT_TRANSLATE_NOOP("Problem", "Line {line}: {name} is not given its argument {argument}.")
            raise Unclear(template, line, name=name, argument=parameter.arg)
    if tree.args.vararg is not None:
        found[tree.args.vararg.arg] = rest
    if tree.args.kwarg is not None:
        found[tree.args.kwarg.arg] = others
    return found
