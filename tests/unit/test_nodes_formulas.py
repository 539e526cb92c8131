"""Formulas in `epoch`: they are what Python makes of the same text, and nothing else runs."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guinet.nodes.formulas import FUNCTIONS, LONGEST, BadFormula, Formula, formula_complaint

NAMES: dict[str, Any] = {name: getattr(math, name) for name in FUNCTIONS if hasattr(math, name)}


def python(text: str, epoch: int) -> Any:
    """What Python itself makes of a text written in this file."""
    return eval(text, {**NAMES, "pi": math.pi, "e": math.e, "epoch": epoch})


@pytest.mark.parametrize(
    "text",
    [
        "0.95 ** epoch",
        "1",
        "max(0, 1 - epoch / 20)",
        "0.5 * (1 + cos(pi * epoch / 10)) if epoch < 10 else 0.1",
        "0.1 ** (epoch // 30)",
        "-(-epoch % 7) + +2.5e-3",
        "(epoch + 1) ** -0.5 * min(epoch + 1, 4 ** -1.5 * 3)",
        "1 if 2 < epoch <= 5 else (0.5 if epoch == 7 else 0.25)",
        "round(exp(-epoch), 3) + abs(sin(epoch)) + sqrt(epoch) + log(epoch + e) + floor(epoch / 3) + tanh(1)",
    ],
)
def test_a_formula_is_what_python_makes_of_it(text: str) -> None:
    formula = Formula(text)
    function = eval(formula.source, {"math": math})

    for epoch in (0, 1, 2, 5, 7, 29, 30, 100):
        assert formula.at(epoch) == python(text, epoch) == function(epoch)


@pytest.mark.parametrize(
    ("text", "source", "needs_math"),
    [
        ("0.95 ** epoch", "lambda epoch: 0.95**epoch", False),
        ("exp( -epoch )", "lambda epoch: math.exp(-epoch)", True),
        ("2 ** max(1, epoch)", "lambda epoch: 2 ** max(1, epoch)", False),
        ("(1 + epoch) ** 2", "lambda epoch: (1 + epoch) ** 2", False),
        ("pi**epoch", "lambda epoch: math.pi**epoch", True),
    ],
)
def test_it_is_written_as_a_person_would(text: str, source: str, needs_math: bool) -> None:
    assert Formula(text).source == source
    assert Formula(text).needs_math is needs_math


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "“” is no arithmetic; write it like 0.95 ** epoch."),
        ("0.95 **", "“0.95 **” is no arithmetic"),
        ("x * 2", "A formula has no “x”; it takes epoch, numbers, min, max"),
        ("__import__('os').system('true')", "“__import__('os').system('true')” cannot stand in a formula"),
        ("open('x')", "A formula has no “open”"),
        ("epoch.real", "“epoch.real” cannot stand"),
        ("(lambda: 1)()", "cannot stand"),
        ("[1][0]", "cannot stand"),
        ("'a' * epoch", "“'a'” cannot stand"),
        ("True", "“True” cannot stand"),
        ("epoch << 3", "“epoch << 3” cannot stand"),
        ("(a := 3)", "cannot stand"),
        ("max(*epoch)", "cannot stand"),
        ("round(epoch, ndigits=2)", "cannot stand"),
        ("1e999", "cannot stand"),
        ("(" * 150 + "1" + ")" * 150, "at most 200 letters"),
        ("1+" * LONGEST, "at most 200 letters"),
        ("\0", "is no arithmetic"),
    ],
)
def test_what_is_no_formula_is_told(text: str, words: str) -> None:
    complaint = formula_complaint(text)

    assert complaint is not None
    assert words in complaint[0].format(**complaint[1])
    with pytest.raises(BadFormula):
        Formula(text)


@pytest.mark.parametrize(
    ("text", "epoch", "reason"),
    [
        ("1 / epoch", 0, "division by zero"),
        ("sqrt(2 - epoch)", 3, "math domain error|nonnegative input"),
        ("(2 - epoch) ** 0.5", 3, "the root of a negative number"),
        ("exp(epoch)", 1000, "math range error"),
        ("9 ** 9 ** 9 ** 9", 0, "no number of a usual size in epoch 0"),
        ("10 ** 300 * 10 ** 300", 0, "no number of a usual size"),
        ("1e200 * 1e200", 0, "no number of a usual size"),
        ("min()", 0, "expected at least 1 argument"),
    ],
)
def test_an_epoch_without_a_value_is_named(text: str, epoch: int, reason: str) -> None:
    with pytest.raises(BadFormula, match=reason):
        Formula(text).at(epoch)


@given(st.text(max_size=30))
def test_no_text_does_anything_but_be_refused_or_computed(text: str) -> None:
    try:
        value = Formula(text).at(3)
    except BadFormula:
        return
    assert isinstance(value, (int, float))
