"""Node types read off code written by hand."""

from __future__ import annotations

import pytest

from guinet.core.ports import Port, PortType
from guinet.core.values import MISSING
from guinet.nodes.types import ArgumentType, Form, NodeType
from guinet.nodes.written import Complaint, written_type

CENTERED = """
class CenteredLayer(nn.Module):
    def __init__(self):
        super().__init__()

    def forward(self, X):
        return X - X.mean()
"""

MY_LINEAR = """
import math

def helper(x):
    return x

class MyLinear(nn.Module):
    \"\"\"A layer of the tutorial.\"\"\"
    def __init__(self, in_units, units: int, scale: float = 1.0, name=None, *, bias=True):
        super().__init__()

    def forward(self, X, mask=None):
        def inner():
            return 1, 2, 3
        return F.relu(X), X.mean()
"""


def read(text: str) -> NodeType:
    found = written_type("c", text)
    assert isinstance(found, NodeType)
    return found


def test_a_class_without_parameters_is_a_layer() -> None:
    found = read(CENTERED)

    assert (found.kind, found.form, found.call) == ("code.c", Form.MODULE, "CenteredLayer")
    assert found.inputs == (Port("X", PortType.ANY),)
    assert found.outputs == (Port("output", PortType.ANY),)
    assert found.arguments == ()


def test_constructor_parameters_become_arguments_and_forward_parameters_ports() -> None:
    found = read(MY_LINEAR)

    kinds = {argument.name: (argument.type, argument.default) for argument in found.arguments}
    assert kinds == {
        "in_units": (ArgumentType.ANY, MISSING),
        "units": (ArgumentType.INT, MISSING),
        "scale": (ArgumentType.FLOAT, 1.0),
        "name": (ArgumentType.ANY, None),
        "bias": (ArgumentType.BOOL, True),
    }
    assert [argument.required for argument in found.arguments] == [True, True, False, False, False]
    assert found.inputs == (Port("X", PortType.ANY), Port("mask", PortType.ANY, optional=True))
    assert [port.name for port in found.outputs] == ["output_0", "output_1"]
    assert found.doc == "A layer of the tutorial."


def test_a_function_takes_ports_and_arguments() -> None:
    found = read("def scaled(x, y, factor=2.0):\n    low = x\n    high = y * factor\n    return low, high\n")

    assert found.form is Form.FUNCTION
    assert [port.name for port in found.inputs] == ["x", "y"]
    assert [port.name for port in found.outputs] == ["low", "high"]
    assert found.parameters == ("x", "y", "factor")
    assert found.unpack == "low, high"


def test_a_forward_with_a_target_is_a_loss() -> None:
    found = read(
        "class Gap(nn.Module):\n    def forward(self, input, target):\n        return (input - target).sum()\n"
    )

    assert found.form is Form.LOSS
    assert [port.name for port in found.outputs] == ["loss"]


def test_a_dataset_gives_what_an_item_holds() -> None:
    text = (
        "class CustomDataset(Dataset):\n"
        "    def __len__(self):\n        return 3\n"
        "    def __getitem__(self, idx):\n        return self.data[idx], self.labels[idx]\n"
    )
    found = read(text)

    assert found.form is Form.DATA
    assert [port.name for port in found.outputs] == ["data", "labels"]


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("x = 1\nclass (:\n", 2, "not Python"),
        ("x = 1\n", 1, "neither"),
        ("class A:\n    pass\n", 1, "no forward"),
        ("def f(*values):\n    return values\n", 1, "any number of values"),
        ("(" * 5000 + ")" * 5000, 1, ""),
        ("#" * 300_000, 1, "too long"),
    ],
)
def test_what_is_no_node_is_said_with_its_line(text: str, line: int, part: str) -> None:
    found = written_type("c", text)

    assert isinstance(found, Complaint)
    assert found.line == line
    assert part in found.template.format(**dict(found.values))


def test_nothing_is_run(capsys: pytest.CaptureFixture[str]) -> None:
    read("print('ran')\nraise SystemExit\ndef f(x=print('ran')):\n    return x\n")

    assert capsys.readouterr().out == ""
