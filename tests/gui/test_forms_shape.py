"""How shapes and sizes are told. The sizes are torch's: element_size() of each dtype."""

from __future__ import annotations

import pytest

from guinet.core.project import Project
from guinet.core.report import NodeReport
from guinet.core.values import ScalarSpec, SequenceSpec, TensorSpec
from guinet.nodes.registry import REGISTRY
from guinet.ui.forms.shape import bytes_per_sample, shape_lines, size_text, spec_text


@pytest.mark.parametrize(
    ("spec", "size"),
    [
        (TensorSpec(("N", 32, 8, 8)), 8192),
        (TensorSpec(("2N", 10)), 80),
        (TensorSpec(()), 4),
        (TensorSpec(("N", "T")), None),
        (TensorSpec(("N+1", 4)), None),
        (TensorSpec(("N",), "float8"), None),
    ],
)
def test_bytes_per_sample(spec: TensorSpec, size: int | None) -> None:
    assert bytes_per_sample(spec) == size


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 B"), (512, "512 B"), (1000, "1000 B"), (8192, "8 KiB"), (1536, "1.5 KiB"), (1048576, "1 MiB")],
)
def test_sizes_are_told_in_three_figures(size: int, text: str) -> None:
    assert size_text(size) == text


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        (TensorSpec(("N", 32, 8, 8)), "N × 32 × 8 × 8 · 8 KiB each"),
        (TensorSpec(("N",), "int64"), "N · int64 · 8 B each"),
        (TensorSpec((2, 3)), "2 × 3 · 24 B"),
        (TensorSpec(()), "scalar · 4 B"),
        (ScalarSpec("int", "8"), "8 (int)"),
        (SequenceSpec((TensorSpec((1,)), ScalarSpec("int", "2"))), "1 · 4 B\n2 (int)"),
    ],
)
def test_what_a_wire_carries(spec: TensorSpec | ScalarSpec | SequenceSpec, text: str) -> None:
    assert spec_text(spec) == text


def test_several_ports_are_told_by_name_and_what_is_unknown_is_said() -> None:
    block = Project(REGISTRY).main
    digits = block.add("guinet.data.digits")
    loss = block.add("torch.nn.CrossEntropyLoss")
    linear = block.add("torch.nn.Linear", out_features=10)
    block.connect(digits["label"], loss["target"])
    block.connect(linear["output"], loss["input"])
    reports = {digits.id: NodeReport({"label": TensorSpec(("N",), "int64")})}
    assert shape_lines(block, loss, reports) == [
        ("in input", "not known yet"),
        ("in target", "N · int64 · 8 B each"),
        ("out", "not known yet"),
    ]
    assert shape_lines(block, digits, reports) == [
        ("out image", "not known yet"),
        ("out label", "N · int64 · 8 B each"),
    ]
    reports[linear.id] = NodeReport({"output": TensorSpec(("N", 10))}, parameters=5130)  # 512·10 weights and 10 biases
    assert shape_lines(block, linear, reports)[-1] == ("parameters", "5\u2009130")
