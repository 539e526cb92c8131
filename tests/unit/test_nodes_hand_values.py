"""Lines that change values: what they ask for, and why some ask for nothing."""

from __future__ import annotations

import math

import pytest
import torch

from guinet.core.graph import Initialiser, Selects
from guinet.nodes.hand_values import BadEdit, HandEdit, hand_value, index_object, index_of, is_number, read_edit
from guinet.nodes.index_text import BadIndex


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("weight[0, :2] = 0.5", HandEdit("weight", "set", "0, :2", 0.5)),
        ("weight += 1", HandEdit("weight", "add", "...", 1)),
        ("net.0.weight[0, 0] = 42".replace("net.0.", "net."), HandEdit("net.weight", "set", "0, 0", 42)),
        ("weight[3] *= -2", HandEdit("weight", "multiply", "3", -2)),
        ("weight[..., -1] -= 1e-3", HandEdit("weight", "subtract", "..., -1", 1e-3)),
        ("bias /= 4", HandEdit("bias", "divide", "...", 4)),
        ("weight[0] = [1, -2.5]", HandEdit("weight", "set", "0", (1, -2.5))),
        ("[1:3] = 0", HandEdit("fc.weight", "set", "1:3", 0)),
        ("+= 1", HandEdit("fc.weight", "add", "...", 1)),
    ],
)
def test_what_a_line_asks_for(text: str, edit: HandEdit) -> None:
    assert read_edit(text, "fc.weight") == edit


def test_numbers_that_are_none_may_be_set() -> None:
    value = read_edit("weight[0] = nan").value

    assert isinstance(value, float)
    assert math.isnan(value)
    assert read_edit("weight[0] = -inf").value == -math.inf


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hello", "changes no values"),
        ("", "changes no values"),
        ("weight[0] == 1", "changes no values"),
        ("weight = 1; import os", "changes no values"),
        ("f(weight) = 1", "changes no values"),
        ("weight **= 2", "changes no values"),
        ("weight[0] = " + "1" * 11_000, "changes no values"),
        ("weight[i] = 1", "is no index"),
        ("weight[0.5] = 1", "is no index"),
        ("weight[__import__('os')] = 1", "is no index"),
        ("weight[0] = other", "is no number"),
        ("weight[0] = True", "is no number"),
        ("weight[0] = open('x')", "is no number"),
        ("weight[0] = []", "is no number"),
    ],
)
def test_a_line_that_asks_for_nothing_says_how_to_write_one(text: str, words: str) -> None:
    with pytest.raises(BadEdit, match=words):
        read_edit(text)


@pytest.mark.parametrize("text", ["0", "0, 1", ":", "1:3, ::2", "..., -1", "[0, 2]", "None, 0", "-1"])
def test_an_index_is_what_python_makes_of_it(text: str) -> None:
    tensor = torch.arange(12.0).reshape(4, 3)

    torch.testing.assert_close(tensor[index_object(text)], eval(f"tensor[{text}]"), rtol=0, atol=0)


def test_an_index_with_variables_is_none() -> None:
    with pytest.raises(BadIndex):
        index_object("i, 0")


def test_a_rule_without_a_good_index_means_all_values() -> None:
    for index in (7, "i", ""):
        rule = Initialiser(Selects.NODE, "a", "weight", "set", {"index": index, "value": 1})
        assert index_of(rule) == "..."
    assert index_of(Initialiser(Selects.NODE, "a", "weight", "set", {"value": 1})) == "..."


def test_what_is_a_number() -> None:
    assert is_number(1)
    assert is_number(((1, 2.5), (3, 4)))
    assert not is_number(())
    assert not is_number(True)
    assert not is_number("1")


def test_forms_know_those_that_set_values_and_torch_has_none_of_them() -> None:
    known = hand_value("set")

    assert known is not None
    assert [argument.name for argument in known.arguments] == ["index", "value"]
    assert hand_value("normal_") is None
    assert not any(hasattr(torch.nn.init, name) for name in ("set", "add", "multiply"))
