"""What may stand between the brackets of `x[…]`, how it is written, and that it never runs."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from guinet.core.ports import Port, PortType
from guinet.nodes import index_text
from guinet.nodes.arguments import argument_problem
from guinet.nodes.index_text import BadIndex
from guinet.nodes.registry import REGISTRY
from guinet.nodes.text import BadArgument, format_value, parse


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0", "x[0]"),
        ("0,:,1:3", "x[0, :, 1:3]"),
        ("..., None", "x[..., None]"),
        (" -1 ", "x[-1]"),
        ("::2", "x[::2]"),
        ("[0, 2]", "x[[0, 2]]"),
        ("True", "x[True]"),
        ("i, :n", "x[rows, :n]"),
    ],
)
def test_an_index_is_written_as_python_writes_it(text: str, code: str) -> None:
    assert index_text.is_index(text)
    assert index_text.written(text, "x", {"i": "rows"}) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0][0",
        "0] + __import__('os').getcwd()[0",
        "f()",
        "a.b",
        "x for x in y",
        "0 # comment",
        "0,\n1",
        "1.5",
        "'key'",
        "input",
        "__class__",
        "a + 1",
        "lambda: 0",
        "(" * 400,
        "0" * 600,
    ],
)
def test_what_is_no_index_is_refused(text: str) -> None:
    assert not index_text.is_index(text)
    with pytest.raises(BadIndex):
        index_text.written(text, "x")


@given(st.text(max_size=30))
def test_no_text_calls_anything(text: str) -> None:
    if not index_text.is_index(text):
        return

    code = index_text.written(text, "x")

    assert "(" not in code.replace("()", "").replace("(", "", code.count("(")) or "(" in text
    assert all(name.isidentifier() for name in index_text.names(text))


@pytest.mark.parametrize("text", ["0", "1:3, ::2", "..., 0", ":, None", "-1, [0, 1]"])
def test_an_index_takes_what_torch_takes(text: str) -> None:
    x = torch.arange(24.0).reshape(4, 6)

    assert torch.equal(eval(index_text.written(text, "x"), {"x": x}), eval(f"x[{text}]", {"x": x}))


def test_each_name_in_an_index_is_a_port() -> None:
    ports = REGISTRY.ports("torch.Tensor.__getitem__", {"index": "rows, :, n:n"})

    assert ports is not None
    assert ports.inputs == tuple(Port(name, PortType.ANY) for name in ("input", "rows", "n"))


def test_a_form_reads_an_index_and_refuses_what_is_none() -> None:
    type = REGISTRY.get("torch.Tensor.__getitem__")
    assert type is not None
    index = type.argument("index")
    assert index is not None

    assert parse(index, " 0, :") == "0, :"
    assert format_value(index, "0, :") == "0, :"
    assert argument_problem(index, "f()") is not None
    with pytest.raises(BadArgument, match="must be what Python's brackets take"):
        parse(index, "f()")
