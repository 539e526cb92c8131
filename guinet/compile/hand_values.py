"""Values of parameters set by hand, as the lines of a constructor, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import torch

from guinet.compile import expressions
from guinet.compile.writer import INDENT, Key
from guinet.core.graph import Initialiser
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem
from guinet.core.values import Value
from guinet.nodes import index_text
from guinet.nodes.hand_values import INDEX, SIGNS, VALUE, index_object, index_of, is_number, is_whole_index

NO_GRAD: Final = "with torch.no_grad():"


def changed(rule: Initialiser, what: str) -> Iterator[str]:
    """The lines that change `what`, a parameter; nothing for a value that is no number, which a check names."""
    value = rule.arguments.get(VALUE)
    if not is_number(value):
        yield "pass"
    else:
        yield NO_GRAD
        yield f"{INDENT}{index_text.written(index_of(rule), what)} {SIGNS[rule.function]} {_written(value)}"


def _written(value: Value) -> str:
    text = expressions.literal(value)
    return f"torch.tensor({text})" if isinstance(value, tuple) else text


def together(lines: Iterable[tuple[str, tuple[Key, ...]]]) -> Iterator[tuple[str, tuple[Key, ...]]]:
    """The lines with one `with torch.no_grad():` for all that follow each other."""
    inside = False
    for line, keys in lines:
        if line == NO_GRAD and inside:
            continue
        inside = line == NO_GRAD or (inside and line.startswith(INDENT))
        yield line, keys


def hand_value_problems(
    rule: Initialiser, concerned: Iterable[tuple[str, str, tuple[int, ...]]], node: str | None
) -> Iterator[Problem]:
    """What is wrong with such a rule; `concerned` are node, name and shape of the parameters it is for."""
    index, value = rule.arguments.get(INDEX, "..."), rule.arguments.get(VALUE)
    if not isinstance(index, str) or not is_whole_index(index):
        template = QT_TRANSLATE_NOOP(
            "Problem", "“{index}” is no index: write numbers, slices or ..., such as weight[0, :2] = 0.5."
        )
        yield Problem("initialiser", template, {"index": str(index)}, node=node, got=str(index))
        return
    if not is_number(value):
        template = QT_TRANSLATE_NOOP("Problem", "“{value}” is no number: write one, or a list such as [0.5, -1].")
        yield Problem("initialiser", template, {"value": str(value)}, node=node, got=str(value))
        return
    for place, name, shape in concerned:
        complaint = _complaint(index, value, shape)
        if complaint:
            template = QT_TRANSLATE_NOOP("Problem", "{name}[{index}] cannot be given this value: {error}.")
            values = {"name": name, "index": index, "error": complaint}
            yield Problem("initialiser", template, values, node=place, got=index)
            return


def _complaint(index: str, value: Value, shape: tuple[int, ...]) -> str:
    """What torch says of it, without numbers; empty when it can be."""
    ghost = torch.empty(shape, device="meta")
    try:
        ghost[index_object(index)] = torch.tensor(value, device="meta")
    except (IndexError, RuntimeError, ValueError, TypeError) as error:
        return str(error).splitlines()[0].rstrip(".")
    return ""
