"""Which types of torch do the same by their names, and how the example of one is written with the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import ast

_TENSOR: Final = "torch.Tensor"
_SAME: Final = (_TENSOR, "torch", "torch.nn.functional", "torch.special")
"""Places where one name means one thing; `torch.linalg` and `torch.fft` have names of other meaning in common."""

_WRITTEN: Final = {"torch.nn.functional": "F"}


def relatives(kind: str) -> Iterator[str]:
    """What `kind` may be called elsewhere, the likeliest first; what works in place is then sought by its plain form.

    "torch.Tensor.abs_" does what "torch.abs_", "torch.Tensor.abs" and "torch.abs" do, where there are such.
    """
    place, _, name = kind.rpartition(".")
    if place not in _SAME or name.startswith("__"):
        return
    places = (place, *(other for other in _SAME if other != place))
    yield from (f"{other}.{name}" for other in places[1:])
    if name.endswith("_"):
        yield from (f"{other}.{name[:-1]}" for other in places)


def is_over(kind: str, plain: str) -> bool:
    """Whether `kind` writes over its input what `plain` gives as a new tensor."""
    return kind.endswith("_") and not plain.endswith("_")


def called_as(lines: Sequence[str], plain: str, kind: str) -> tuple[str, ...]:
    """Lines of Python that call `plain`, calling `kind` instead; none where they do not call it by its name."""
    import ast  # read when a page without an example of its own is first asked for

    made: list[str] = []
    for statement in ast.parse("\n".join(lines)).body:
        nodes = [node for node in ast.walk(statement) if isinstance(node, ast.Call)]
        calls = [(node, found) for node in nodes if (found := _taken(node, plain)) is not None]
        for node, (first, others) in calls:
            _call(node, kind, first, others)
        own = lines[statement.lineno - 1 : statement.end_lineno]
        made += [ast.unparse(statement)] if calls else own
    return tuple(made) if made != list(lines) else ()


def _call(node: ast.Call, kind: str, first: ast.expr, others: list[ast.expr]) -> None:
    """Makes of a call one of `kind`, which works on `first`."""
    import ast

    place, _, name = kind.rpartition(".")
    if place == _TENSOR:
        node.func, node.args = ast.Attribute(first, name, ast.Load()), others
    else:
        node.func = ast.parse(f"{_WRITTEN.get(place, place)}.{name}", mode="eval").body
        node.args = [first, *others]


def _taken(call: ast.Call, plain: str) -> tuple[ast.expr, list[ast.expr]] | None:
    """The tensor that a call of `plain` works on, and its other arguments by position; None for other calls."""
    import ast

    place, _, name = plain.rpartition(".")
    if not isinstance(call.func, ast.Attribute) or call.func.attr != name:
        return None
    if place == _TENSOR:
        return call.func.value, call.args
    written = ast.unparse(call.func.value) == _WRITTEN.get(place, place)
    return (call.args[0], call.args[1:]) if written and call.args else None
