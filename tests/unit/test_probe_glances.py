"""Looks at a module that trains: what they tell is what torch says of the tensors as they were then."""

from __future__ import annotations

import copy
import math
from typing import Any

import pytest
import torch
from msgspec.structs import asdict
from torch import nn

from guinet.probe.copies import Copies
from guinet.probe.figures import figures, histogram
from guinet.probe.glances import WHOLE, Glances
from guinet.probe.parameters import parameter_rows


class _Nowhere:
    def of(self, path: str) -> None:
        return None


NOWHERE: Any = _Nowhere()


def many() -> dict[str, torch.Tensor]:
    values = torch.tensor([0.0, 1.0, math.inf, -2.0])
    tensors = [
        torch.randn(3, 5),
        torch.tensor(2.5),
        torch.empty(0, 3),
        values,
        torch.full((3,), math.nan),
        torch.tensor([3 + 4j, 0j]),
        torch.arange(6),
        torch.tensor([True, False, True]),
        torch.randn(8).half(),
        torch.randn(30_000),
        torch.eye(4).to_sparse(),
    ]
    return {str(place): tensor for place, tensor in enumerate(tensors)}


def test_many_reckoned_together_are_as_one_by_one() -> None:
    tensors = many()

    told = Copies(tensors, 100_000)

    assert sorted(told.figures(), key=int) == list(tensors)
    for name, each in told.figures().items():
        for figure, wanted in asdict(figures(tensors[name])).items():
            assert getattr(each, figure) == pytest.approx(wanted, rel=1e-3, nan_ok=True), (tensors[name], figure)
        assert told.histogram(name) == pytest.approx(histogram(tensors[name])), tensors[name]


def test_of_large_ones_a_part_is_copied() -> None:
    tensors = {"large": torch.full((30_000,), 2.0), "small": torch.ones(3)}

    told = Copies(tensors, 1000)

    values = told.values("large")
    assert values is not None
    assert values.size <= 1000
    assert (told.figures()["large"].estimated, told.figures()["small"].estimated) == (True, False)
    assert told.figures()["large"].norm == pytest.approx(tensors["large"].norm().item())


def test_a_copy_stays_as_it_was_whatever_is_written_afterwards() -> None:
    tensor = torch.ones(4)
    told = Copies({"a": tensor}, 10)

    tensor.zero_()

    assert told.figures()["a"].norm == 2


def test_none_at_all_and_those_without_numbers() -> None:
    assert Copies({}, 10).figures() == {}
    assert Copies({"a": torch.empty(2, device="meta"), "b": nn.LazyLinear(2).weight}, 10).figures() == {}
    assert Copies({"a": torch.empty(0)}, 10).changes(Copies({"a": torch.empty(0)}, 10))["a"] != 0


def test_changes_are_the_norms_of_the_differences() -> None:
    before = {"a": torch.randn(4, 5), "b": torch.randn(3), "gone": torch.ones(2), "other": torch.ones(2)}
    now = {"new": torch.ones(1), "b": before["b"] + 1, "a": before["a"] * 2, "other": torch.ones(3)}

    told = Copies(now, 100).changes(Copies(before, 100))

    assert told["a"] == pytest.approx(before["a"].norm().item())
    assert told["b"] == pytest.approx(math.sqrt(3))
    assert math.isnan(told["new"])
    assert math.isnan(told["other"])
    assert "gone" not in told


def trained() -> tuple[nn.Module, torch.optim.Optimizer]:
    torch.manual_seed(0)
    module = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.Flatten(), nn.Linear(2 * 4 * 4, 3))
    return module, torch.optim.SGD(module.parameters(), 0.1)


def step(module: nn.Module, optimizer: torch.optim.Optimizer) -> None:
    optimizer.zero_grad()
    module(torch.randn(5, 1, 6, 6)).square().sum().backward()
    optimizer.step()


def test_the_whole_table_of_a_training_is_torchs() -> None:
    """Every figure of every row, by plain tensor arithmetic on copies of the modules of each moment."""
    module, optimizer = trained()
    glances, kept = Glances(NOWHERE, {}), []
    for number in range(3):
        kept.append(copy.deepcopy(module))
        glances.take(module, number)
        step(module, optimizer)
    kept.append(copy.deepcopy(module))
    glance = glances.take(module, 3, gradients=True)
    last = {path: parameter.grad for path, parameter in module.named_parameters()}

    rows = {row.path: row for row in glances.rows(glance, "0.weight")}

    first, before, now = kept[0], kept[2], kept[3]
    assert list(rows) == [row.path for row in parameter_rows(module, NOWHERE, {})]
    for path, parameter in now.named_parameters():
        row, slope = rows[path], last[path]
        assert slope is not None
        assert row.figures.norm == pytest.approx(parameter.norm().item(), rel=1e-5)
        assert row.figures.mean == pytest.approx(parameter.mean().item(), rel=1e-4, abs=1e-7)
        assert row.figures.std == pytest.approx(parameter.std().item(), rel=1e-5)
        assert row.figures.minimum == parameter.min().item()
        assert row.figures.maximum == parameter.max().item()
        change = (parameter - before.get_parameter(path)).norm().item()
        assert row.last_step == pytest.approx(change, rel=1e-4)
        assert row.ratio == pytest.approx(change / parameter.norm().item(), rel=1e-4)
        assert row.since_start == pytest.approx((parameter - first.get_parameter(path)).norm().item(), rel=1e-4)
        assert row.gradient is not None
        assert row.gradient.norm == pytest.approx(slope.norm().item(), rel=1e-5)
        assert row.gradient.zeros == (slope == 0).double().mean().item()
        assert (row.gradient_bars is not None) == (path == "0.weight")
    for path, buffer in now.named_buffers():
        assert rows[path].figures.norm == pytest.approx(buffer.double().norm().item(), rel=1e-5)
        assert math.isnan(rows[path].last_step)


def test_a_paused_training_keeps_its_last_change_however_often_it_is_looked_at() -> None:
    module, optimizer = trained()
    glances = Glances(NOWHERE, {})
    glances.take(module, 4)
    step(module, optimizer)

    told = [glances.rows(glances.take(module, 5))[0].last_step for _ in range(3)]

    assert told[0] > 0
    assert told == [told[0]] * 3


def test_steps_that_nobody_saw_leave_the_last_change_unknown() -> None:
    module, optimizer = trained()
    glances = Glances(NOWHERE, {})
    glances.take(module, 4)
    assert (glances.ready(5), glances.ready(6)) == (True, False)
    step(module, optimizer)

    row = glances.rows(glances.take(module, 6))[0]

    assert math.isnan(row.last_step)
    assert row.since_start > 0
    assert glances.since == 4


def test_a_tied_parameter_is_copied_once_and_told_under_both_names() -> None:
    module: Any = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 3))
    module[1].weight = module[0].weight
    glances = Glances(NOWHERE, {})
    glances.take(module, 0)
    with torch.no_grad():
        module[0].weight += 1

    rows = {row.path: row for row in glances.rows(glances.take(module, 1))}

    assert rows["1.weight"].tied == ("0.weight",)
    assert rows["1.weight"].last_step == rows["0.weight"].last_step == pytest.approx(3)


def test_lazy_parameters_have_rows_once_the_first_batch_has_come() -> None:
    module: Any = nn.Sequential(nn.LazyLinear(2))
    glances = Glances(NOWHERE, {})
    assert glances.rows(glances.take(module, 0))[0].count == 0

    module(torch.ones(1, 3))

    row = glances.rows(glances.take(module, 1))[0]
    assert (row.shape, row.count) == ((2, 3), 6)
    assert row.figures.norm == pytest.approx(module[0].weight.norm().item())


def test_the_parameter_that_is_shown_is_copied_unless_it_is_large() -> None:
    module: Any = nn.Sequential(nn.Linear(3, 2), nn.Embedding(WHOLE, 2))
    glances = Glances(NOWHERE, {})

    small, large = (glances.take(module, 0, chosen=path).chosen for path in ("0.weight", "1.weight"))

    assert small is not None
    torch.testing.assert_close(small, module[0].weight.detach())
    assert small.data_ptr() != module[0].weight.data_ptr()
    assert large is None
    assert glances.take(module, 0, chosen="gone").chosen is None
