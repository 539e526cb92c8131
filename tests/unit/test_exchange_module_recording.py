"""What forwards do besides calling layers, and what no graph can say of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

import guinet
from guinet.core.problems import GuinetError, Misuse, Unreadable
from tests.live_modules import read, require_same, results


class Doing(nn.Module):
    """A module that does what a function says with it."""

    def __init__(self, does: Callable[[Any, Tensor], Any], **parts: nn.Module | nn.Parameter | Tensor) -> None:
        super().__init__()
        self.does = does
        for name, part in parts.items():
            if isinstance(part, nn.Module):
                self.add_module(name, part)
            elif isinstance(part, nn.Parameter):
                self.register_parameter(name, part)
            else:
                self.register_buffer(name, part, persistent=False)

    def forward(self, x: Tensor) -> Any:
        return self.does(self, x)


ROWS = torch.randn(3, 6)


def _functional(module: Any, x: Tensor) -> Any:
    y = F.leaky_relu(x, negative_slope=0.2) * module.scale + module.steps
    y = torch.clamp(F.gelu(F.layer_norm(y, (6,)), approximate="tanh"), min=-1, max=1.5)
    y = F.interpolate(y[:, None], scale_factor=2, mode="linear", align_corners=False).squeeze(1)
    return torch.where(y > 0, y, -y).std(dim=1, unbiased=False), y.topk(3, dim=1)[0], F.log_softmax(y, dim=-1)


def _indexing(module: Any, x: Tensor) -> Any:
    y = module.fc(x)
    return y[:, 0], y[..., 1:-1:2], y[:, [0, 2]], y[:, None, :3], y[y.size(0) - 1], x[:, x.shape[1] // 2 :]


def _splits(module: Any, x: Tensor) -> Any:
    left, right = module.fc(x).chunk(2, -1)
    one, two, three = x.split([1, 2, 3], dim=1)
    columns = torch.unbind(x, 1)
    largest, place = x.max(dim=1)
    return (
        left * torch.sigmoid(right),
        torch.cat([three, two, one], 1),
        columns[0] + columns[-1],
        largest,
        place,
        x.max(1).values,
    )


def _in_place(module: Any, x: Tensor) -> Any:
    y = F.relu(module.fc(x), inplace=True)
    y += 1
    y.mul_(2)
    z = y.clone()
    z[:, 0] = 0
    return z + y


def _without_gradients(module: Any, x: Tensor) -> Any:
    with torch.no_grad():
        y = module.fc(x).relu()
    return module.fc(y.detach())


def _turned(module: Any, x: Tensor) -> Any:
    return 1 - x, 2 / (x.abs() + 1), x**2, 2**x, ~(x > 0), (x > 0) & (x < 1), -x, x // 0.5, x @ x.T


def _einsum(module: Any, x: Tensor) -> Any:
    return torch.einsum("bi,i->b", x, module.scale), torch.stack([x, x * 2], dim=0).sum(0), x.reshape(x.shape[0], -1, 2)


def _dictionary(module: Any, x: Tensor) -> Any:
    return {"logits": module.fc(x), "rest": [x * 2, (x, None)]}


def _constant(module: Any, x: Tensor) -> Any:
    return x * torch.tensor([1.0, 2, 3, 4, 5, 6]) + torch.full_like(x, 2.0) + torch.zeros(x.size(0), 1)


FORWARDS: dict[str, Callable[[Any, Tensor], Any]] = {
    "functions": _functional,
    "indexing": _indexing,
    "splits": _splits,
    "in place": _in_place,
    "without gradients": _without_gradients,
    "operators": _turned,
    "einsum": _einsum,
    "dictionary": _dictionary,
    "constants": _constant,
    "functional linear": lambda module, x: F.linear(x, module.fc.weight, module.fc.bias),
    "dropout in a residual": lambda module, x: x + F.dropout(x, 0.5, training=module.training) + module.drop(x),
}


def _parts(name: str) -> Mapping[str, Any]:
    parts: dict[str, Any] = {}
    if name in ("functions", "einsum"):
        parts["scale"] = nn.Parameter(torch.randn(6))
    if name == "functions":
        parts["steps"] = torch.arange(6.0)
    if name in ("indexing", "splits", "in place", "without gradients", "dictionary", "functional linear"):
        parts["fc"] = nn.Linear(6, 6)
    if name.startswith("dropout"):
        parts["drop"] = nn.Dropout(0.4)
    return parts


@pytest.mark.parametrize("name", FORWARDS)
def test_what_a_forward_does_is_what_its_graph_does(name: str) -> None:
    module = Doing(FORWARDS[name], **_parts(name)).eval()
    assert require_same(module, ROWS).import_report.complete


class Inner(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(6, 6)

    def forward(self, pair: tuple[Tensor, Tensor], width: int, turned: bool = False) -> tuple[Tensor, int]:
        left, right = pair
        found = self.fc(left) + right
        return -found if turned else found, width * 2


def test_modules_hand_each_other_tuples_and_sizes() -> None:
    def does(module: Any, x: Tensor) -> Tensor:
        y, twice = module.inner((x, x * 2), x.size(1), turned=True)
        return y.view(-1, twice // 2)

    module = Doing(does, inner=Inner())
    require_same(module, ROWS)


# What is told


def test_a_part_that_is_never_used_is_told_of() -> None:
    module = Doing(lambda module, x: module.fc(x), fc=nn.Linear(6, 6), other=nn.Linear(2, 2))

    project = require_same(module, ROWS, keys=False)

    told = "other.weight, other.bias of the module are not in the graph: forward does not use them under these names."
    assert str(project.import_report) == told


def test_names_that_no_node_has_are_told_of() -> None:
    def does(module: Any, x: Tensor) -> Any:
        for part in module.children():
            x = part(x)
        return x

    module = Doing(does)
    for name in ("self", "import", "block 0"):
        module.add_module(name, nn.Linear(6, 6))

    built = guinet.build(require_same(module, ROWS, keys=False))

    names = ("self_", "import_", "block_0_")
    assert built.state_dict().keys() == {f"{name}.{part}" for name in names for part in ("weight", "bias")}
    project = read(module, ROWS)
    assert "under names that the module has not" in str(project.import_report)


def test_sizes_that_hold_for_one_batch_are_told_of() -> None:
    def does(module: Any, x: Tensor) -> Tensor:
        return x * math_of(x.shape[0])

    def math_of(rows: int) -> float:
        return float(int(f"{rows}"))

    project = read(Doing(does), ROWS)

    assert re.fullmatch(
        r"The graph holds for a batch of this size alone; the size is written as a number in line \d+ \(.*\.py\)\.",
        str(project.import_report),
    )


def test_what_differs_between_the_modes_is_told_of() -> None:
    module = Doing(lambda module, x: x * 2 if module.training else x * 3).eval()

    project = read(module, ROWS)

    assert torch.equal(results(guinet.build(project), ROWS, False)[0], ROWS * 3)
    told = str(project.import_report)
    assert "in train mode the module does something else here" in told
    assert "In train mode results differ from the module's." in told
    assert "random" not in told


def test_random_numbers_of_another_order_are_told_only_where_they_are_drawn() -> None:
    def does(module: Any, x: Tensor) -> Tensor:
        if module.training:
            torch.rand(3)  # used by nobody: it is not in the graph
        return nn.functional.dropout(module.fc(x), 0.5, module.training)

    told = str(read(Doing(does, fc=nn.Linear(6, 6)), ROWS).import_report)

    assert "random numbers are drawn in another order" in told


def test_what_is_another_at_every_call_is_refused() -> None:
    calls = iter(range(100))

    def does(module: Any, x: Tensor) -> Tensor:
        return x + next(calls) if module.training else x

    with pytest.raises(Unreadable, match="would not give what the module gives"):
        read(Doing(does), ROWS)


def test_a_backward_of_its_own_is_told_of() -> None:
    class Double(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, x: Tensor) -> Tensor:
            return x.clamp(min=0)

        @staticmethod
        def backward(ctx: Any, *gradients: Any) -> Any:
            return gradients[0] * 2

    module = Doing(lambda module, x: Double.apply(x))

    assert str(require_same(module, ROWS).import_report).startswith("Double has a backward of its own")


# What is refused


def _raising(module: Any, x: Tensor) -> Tensor:
    raise ValueError("no such luck")


class Outside(nn.Module):
    """It calls a layer that is no part of it."""

    def forward(self, x: Tensor) -> Tensor:
        return OUTSIDE(x)


OUTSIDE = nn.Linear(6, 6)


def _looped(module: Any, x: Tensor) -> Tensor:
    while x.abs().sum() > 1:
        x = x / 2
    return x


REFUSED: dict[str, tuple[nn.Module, Any, type[GuinetError], str]] = {
    "a loop on data": (
        Doing(_looped),
        ROWS,
        Unreadable,
        r"Line \d+ \(.*recording\.py\): “bool” takes a number out",
    ),
    "item": (Doing(lambda module, x: x * x.sum().item()), ROWS, Unreadable, "“item” takes a number out of a tensor"),
    "numpy": (Doing(lambda module, x: torch.tensor(x.numpy())), ROWS, Unreadable, "“numpy” takes a number out"),
    "rows": (Doing(lambda module, x: torch.stack(list(x))), ROWS, Unreadable, "depends on the size of the batch"),
    "forward that raises": (
        Doing(_raising),
        ROWS,
        Misuse,
        "Doing does not run with these example_inputs: no such luck",
    ),
    "inputs that do not fit": (nn.Linear(4, 2), ROWS, Misuse, "Linear does not run with these example_inputs: mat1"),
    "no inputs": (nn.Linear(6, 2), (), Misuse, "example_inputs are a tensor, a tuple"),
    "no tensors": (nn.Linear(6, 2), [1, 2], Misuse, "example_inputs are a tensor, a tuple"),
    "a class": (nn.Linear, ROWS, Misuse, "Linear is no torch.nn.Module: pass an instance"),  # type: ignore[dict-item]
    "no module": (3, ROWS, Misuse, "int is no torch.nn.Module"),  # type: ignore[dict-item]
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_a_graph_is_refused_in_one_sentence(name: str) -> None:
    module, inputs, kind, words = REFUSED[name]

    with pytest.raises(kind, match=words) as refused:
        guinet.from_module(module, inputs)

    assert "\n" not in str(refused.value)


def test_a_module_that_is_refused_is_as_it_was() -> None:
    module = Doing(_looped, norm=nn.BatchNorm1d(6)).eval()
    before = {name: value.clone() for name, value in module.state_dict().items()}
    kept = {name: dict(vars(part)) for name, part in module.named_modules()}

    with pytest.raises(Unreadable):
        guinet.from_module(module, ROWS)

    assert all(torch.equal(value, before[name]) for name, value in module.state_dict().items())
    assert {name: dict(vars(part)) for name, part in module.named_modules()} == kept
    assert not module.training


def test_calls_of_a_module_that_differ_are_refused() -> None:
    module = Doing(lambda module, x: module.inner((x, x), 1)[0] + module.inner((x, x), 1, True)[0], inner=Inner())

    with pytest.raises(Unreadable, match="Inner does different things in its different calls"):
        guinet.from_module(module, ROWS)


def test_a_layer_from_outside_is_refused() -> None:
    with pytest.raises(Unreadable, match="a tensor is used here that the module neither has nor computes"):
        guinet.from_module(Outside(), ROWS)
