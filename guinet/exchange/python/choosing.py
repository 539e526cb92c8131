"""`match`, and decorators of the text's own: which lines are followed, and what a name stands for."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.exchange.python.constants import is_plain
from guinet.exchange.python.expressions import truth
from guinet.exchange.python.problems import Endless, Unclear
from guinet.exchange.python.values import Method, OwnClass, OwnFunction, Record, Scope, Torch, look, plain

if TYPE_CHECKING:
    from guinet.exchange.python.reader import Reader


def chosen(reader: Reader, tree: ast.Match, scope: Scope) -> Sequence[ast.stmt]:
    """The lines of the case that a value is of. Raises Unclear for what is known only when it runs."""
    subject = reader.value(tree.subject, scope)
    seen = plain(subject)
    if not is_plain(seen) and not isinstance(seen, Torch):
        template = QT_TRANSLATE_NOOP(
            "Problem", "Line {line}: this depends on what is known only when it runs: use an If node for it."
        )
        raise Unclear(template, tree.lineno)
    for case in tree.cases:
        guard = case.guard
        if _fits(reader, case.pattern, seen, scope) and (
            guard is None or truth(reader, reader.value(guard, scope), guard.lineno)
        ):
            return case.body
    return ()


def _fits(reader: Reader, pattern: ast.pattern, value: object, scope: Scope) -> bool:
    match pattern:
        case ast.MatchValue(value=wanted):
            return bool(plain(reader.value(wanted, scope)) == value)
        case ast.MatchSingleton(value=single):
            return value is single
        case ast.MatchOr(patterns=several):
            return any(_fits(reader, each, value, scope) for each in several)
        case ast.MatchAs(pattern=inner, name=name):
            fits = inner is None or _fits(reader, inner, value, scope)
            if fits and name is not None:
                scope.names[name] = value
            return fits
        case ast.MatchSequence(patterns=several) if not any(isinstance(each, ast.MatchStar) for each in several):
            items = value if isinstance(value, (list, tuple)) else None
            if items is None or len(items) != len(several):
                return False
            return all(_fits(reader, each, look(item), scope) for each, item in zip(several, items, strict=True))
    template = QT_TRANSLATE_NOOP("Problem", "Line {line}: “{code}” has no place in a graph: write it more simply.")
    raise Unclear(template, pattern.lineno, code=f"case {ast.unparse(pattern)}")


def decorated(reader: Reader, made: OwnFunction | OwnClass) -> object:
    """What a name stands for that decorators of the text's own stand above, such as `@register("small")`. Those that
    cannot be followed, or give nothing that can be called, are as if they were not there."""
    found: object = made
    for tree in reversed(made.tree.decorator_list):
        try:
            decorator = reader.value(tree, made.scope)
            own = isinstance(decorator, OwnFunction) or (
                isinstance(decorator, Method) and isinstance(look(decorator.owner), (Record, OwnClass))
            )
            result = reader.call(decorator, (found,), {}, tree.lineno) if own else None
        except Endless:
            raise
        except Unclear:
            continue
        if isinstance(result, (OwnFunction, OwnClass)):
            found = result
    return found
