"""Row S2, arithmetic, also in place: drawn, and compared with the tutorial's own lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
import torch

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Drawing, Same


def test_arithmetic_makes_new_tensors(values_of: Callable[[str], Any], same: Same) -> None:
    values = values_of("tensor-arithmetic")
    x = torch.tensor([3, 2, 1])
    y = torch.tensor([1, 2, 3])

    same(values["add"], x + y)
    same(values["subtract"], x - y)
    same(values["multiply"], x * y)
    same(values["divide"], x / y)
    same(values["x"], x)


def test_in_place_operations_leave_it_changed(values_of: Callable[[str], Any], same: Same) -> None:
    values = values_of("tensor-arithmetic")
    x = torch.tensor([10, 20, 30], dtype=torch.float32)
    x.add_(2)
    x.sub_(3)
    x.mul_(5)
    x.div_(2)

    same(values["z"], x)
    assert all(values[name] is values["z"] for name in ("add_", "sub_", "mul_", "div_"))


def test_a_second_reader_of_what_is_written_over_is_asked_about(drawing: Drawing) -> None:
    drawing.add("torch.tensor", "x", data=(10.0, 20.0))
    change = drawing.add("torch.Tensor.add_", "add_", "x", other=2)
    drawing.add("torch.sum", "total", "x")

    problem = drawing.problem()
    assert (problem.code, problem.node) == ("in-place-order", change.id)
    assert "total" in problem.message
    results = []
    for fix in problem.fixes:
        drawing.project.run("Mend", fix.changes)
        results.append(drawing.values()["total"].item())
        drawing.project.undo()
    assert set(results) == {30.0, 34.0}


def test_in_place_on_a_tensor_of_another_type_fails_as_in_torch(drawing: Drawing, same: Same) -> None:
    drawing.add("torch.tensor", "x", data=(1, 2, 3))
    node = drawing.add("torch.Tensor.div_", "div", "x", other=2)
    with pytest.raises(RuntimeError) as by_hand:
        torch.tensor([1, 2, 3]).div_(2)

    problem = drawing.problem()
    assert (problem.node, problem.message) == (node.id, f"{by_hand.value} (RuntimeError)")
    as_floats, as_new = problem.fixes
    drawing.project.run("Mend", as_floats.changes)
    same(drawing.values()["x"], torch.tensor([1, 2, 3], dtype=torch.float32).div_(2))
    drawing.project.undo()
    drawing.project.run("Mend", as_new.changes)
    same(drawing.values()["x"], torch.tensor([1, 2, 3]))
    same(drawing.values()["div"], torch.tensor([1, 2, 3]) / 2)
