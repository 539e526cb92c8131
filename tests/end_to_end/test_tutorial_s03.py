"""Row S3, broadcasting: drawn, and compared with the tutorial's own lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
import torch

import guinet
from guinet.core.project import Project

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Drawing, Same


def test_by_hand_and_by_itself(values_of: Callable[[str], Any], same: Same) -> None:
    values = values_of("broadcasting")
    a = torch.tensor([1, 2, 3])
    b = torch.tensor([10])

    same(values["b_repeated"], b.repeat(3))
    same(values["by_hand"], a + b.repeat(3))
    same(values["automatic"], a + b)
    same(values["table"], a + torch.tensor([[0], [10], [20]]))


def test_the_node_says_which_axes_are_stretched(bundled: Callable[[str], Project]) -> None:
    project = bundled("broadcasting")
    told = guinet.evaluate(project).told.nodes
    stretched = {name: told[project.main.node(name).id].stretched for name in ("by_hand", "automatic", "table")}

    assert not stretched["by_hand"]
    assert [(each.port, each.axes) for each in stretched["automatic"]] == [("other", (0,))]
    assert {each.port for each in stretched["table"]} == {"input", "other"}


def test_expand_copies_nothing(values_of: Callable[[str], Any], same: Same) -> None:
    values = values_of("expand-and-join")

    assert values["expanded"].stride() == (0, 1)
    assert values["expanded"].data_ptr() == values["x"].data_ptr()
    assert values["repeated"].data_ptr() != values["x"].data_ptr()


def test_shapes_that_do_not_fit(drawing: Drawing) -> None:
    drawing.add("torch.tensor", "a", data=(1, 2, 3, 4))
    drawing.add("torch.tensor", "b", data=(1, 2, 3))
    node = drawing.add("torch.add", "both", "a", "b")
    with pytest.raises(RuntimeError) as by_hand:
        torch.tensor([1, 2, 3, 4]) + torch.tensor([1, 2, 3])

    problem = drawing.problem()
    assert (problem.node, problem.message) == (node.id, f"{by_hand.value} (RuntimeError)")
    assert (problem.expected, problem.got) == ("dim −1: 4 ≠ 3", "4, 3")
