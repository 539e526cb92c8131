"""Row S4, views and shapes: drawn, and compared with the tutorial's own lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
import torch

import guinet

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Drawing, Same


def test_view_and_reshape(values_of: Callable[[str], Any], same: Same) -> None:
    values = values_of("reshaping")
    torch.manual_seed(0)
    x = torch.randn(2, 3, 4)
    x_t = x.transpose(1, 2)

    same(values["x_in_order"], x.is_contiguous())
    same(values["y"], x.view(6, 4))
    assert values["y"].data_ptr() == values["x"].data_ptr()
    same(values["x_t"], x_t)
    same(values["x_t_in_order"], x_t.is_contiguous())
    same(values["reshaped"], x_t.reshape(6, 4))
    same(values["copy"], x_t.contiguous())
    same(values["viewed"], x_t.contiguous().view(6, 4))


def test_view_of_what_is_out_of_order_fails_and_can_be_mended(drawing: Drawing, same: Same) -> None:
    drawing.add("torch.randn", "x", size=(2, 3, 4))
    drawing.add("torch.Tensor.transpose", "x_t", "x", dim0=1, dim1=2)
    node = drawing.add("torch.Tensor.view", "y_2", "x_t", size=(6, 4))
    torch.manual_seed(0)
    x_t = torch.randn(2, 3, 4).transpose(1, 2)
    with pytest.raises(RuntimeError) as by_hand:
        x_t.view(6, 4)

    problem = drawing.problem()
    assert (problem.node, problem.message) == (node.id, f"{by_hand.value} (RuntimeError)")
    for fix, expected in zip(problem.fixes, (x_t.reshape(6, 4), x_t.contiguous().view(6, 4)), strict=True):
        drawing.project.run("Mend", fix.changes)
        same(drawing.values()["y_2"], expected)
        drawing.project.undo()


def test_a_name_nobody_chose_follows_the_repair(drawing: Drawing) -> None:
    drawing.add("torch.randn", "x", size=(2, 3, 4))
    drawing.add("torch.Tensor.transpose", "x_t", "x", dim0=1, dim1=2)
    drawing.add("torch.Tensor.view", "view", "x", size=(6, 4))
    drawing.add("torch.Tensor.view", "view_1", "x_t", size=(6, 4))

    drawing.project.run("Mend", drawing.problem().fixes[0].changes)

    assert {"view", "reshape"} <= {node.name for node in drawing.project.main.nodes.values()}
    assert "reshape = x_t.reshape(6, 4)" in guinet.source(drawing.project)


def test_dimensions(values_of: Callable[[str], Any], same: Same) -> None:
    values = values_of("dimensions")
    m, ones_inside, x = (values[name] for name in ("m", "ones_inside", "x"))
    assert [tuple(each.shape) for each in (m, ones_inside, x)] == [(3, 4), (1, 3, 1, 4, 1), (2, 3, 4)]

    same(values["unsqueeze_0"], m.unsqueeze(0))
    same(values["unsqueeze_1"], m.unsqueeze(1))
    same(values["unsqueeze_2"], m.unsqueeze(2))
    same(values["m_t"], m.t())
    same(values["squeeze_all"], ones_inside.squeeze())
    same(values["squeeze_0"], ones_inside.squeeze(0))
    same(values["squeeze_2"], ones_inside.squeeze(2))
    same(values["flat"], x.flatten())
    same(values["flat_from_1"], x.flatten(start_dim=1))
    same(values["transposed"], x.transpose(1, 2))
    same(values["permuted"], x.permute(2, 0, 1))
    same(values["unflattened"], torch.unflatten(torch.arange(24), dim=0, sizes=(2, 3, 4)))


def test_expand_repeat_stack_and_cat(values_of: Callable[[str], Any], same: Same) -> None:
    values = values_of("expand-and-join")
    torch.manual_seed(0)
    x = torch.randn(1, 3)
    a = torch.tensor([1, 2, 3])
    b = torch.tensor([4, 5, 6])

    same(values["expanded"], x.expand(4, 3))
    same(values["repeated"], x.repeat(4, 1))
    same(values["stacked"], torch.stack([a, b], dim=0))
    same(values["joined"], torch.cat([a, b], dim=0))
    assert values["stacked"].shape == torch.Size([2, 3])
    assert values["joined"].shape == torch.Size([6])


def test_a_view_says_whose_memory_it_reads(drawing: Drawing) -> None:
    x = drawing.add("torch.randn", "x", size=(2, 3, 4))
    y = drawing.add("torch.Tensor.view", "y", "x", size=(6, 4))

    told = guinet.evaluate(drawing.project).told.nodes
    assert told[y.id].view_of == x.id
