"""Which arguments may come from a wire, and how a form writes and reads the names of their ports."""

from __future__ import annotations

import pytest

from guinet.core.values import Value, Wired
from guinet.nodes.arguments import argument_problem
from guinet.nodes.registry import REGISTRY
from guinet.nodes.text import BadArgument, format_value, parse
from tests.catalogue import argument


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("torch.Tensor.reshape", ("shape",)),
        ("torch.nn.Linear", ()),
        ("torch.add", ()),
        ("guinet.Constant", ("value",)),
        ("torch.arange", ("start", "end", "step", "dtype", "device", "requires_grad")),
    ],
)
def test_what_a_call_takes_may_come_from_a_wire(kind: str, names: tuple[str, ...]) -> None:
    assert REGISTRY.wirable(kind) == names


@pytest.mark.parametrize(
    ("kind", "name", "text", "value"),
    [
        ("torch.Tensor.reshape", "shape", "rows, -1", (Wired("rows"), -1)),
        ("torch.Tensor.reshape", "shape", "rows × max_len", (Wired("rows"), Wired("max_len"))),
        ("torch.Tensor.reshape", "shape", "3x4", (3, 4)),
        ("torch.Tensor.reshape", "shape", "3 x -1", (3, -1)),
        ("torch.Tensor.reshape", "shape", "x", (Wired("x"),)),
        ("torch.arange", "end", "n", Wired("n")),
        ("torch.arange", "end", "inf", float("inf")),
        ("guinet.Constant", "value", "(n, 2)", (Wired("n"), 2)),
        ("guinet.Constant", "value", "'n'", "n"),
        ("torch.Tensor.narrow", "start", "begin", Wired("begin")),
    ],
)
def test_a_name_in_a_field_is_a_port(kind: str, name: str, text: str, value: Value) -> None:
    wanted = argument(kind, name)

    assert parse(wanted, text) == value
    assert parse(wanted, format_value(wanted, value)) == value


@pytest.mark.parametrize(
    ("kind", "name", "text"),
    [
        ("torch.nn.Linear", "out_features", "n"),
        ("torch.arange", "end", "for"),
        ("torch.Tensor.reshape", "shape", "_rows, 2"),
        ("guinet.Constant", "value", "print(1)"),
    ],
)
def test_what_is_no_name_of_a_port_is_refused(kind: str, name: str, text: str) -> None:
    with pytest.raises(BadArgument):
        parse(argument(kind, name), text)


def test_a_name_for_what_is_settled_before_is_explained() -> None:
    complaint = argument_problem(argument("torch.rand", "seed"), Wired("seed"))

    assert complaint is not None
    template, values = complaint
    assert template.format(**values) == (
        "seed is settled before anything arrives, so it cannot come from a wire: write a value."
    )
