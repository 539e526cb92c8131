"""Row S14, first values of parameters: drawn, and compared with the tutorial's own lines."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
import torch
from torch import nn

import guinet
from guinet.core.changes import SetParts
from guinet.core.coding import write_code
from guinet.core.graph import CODE_KIND, Initialiser, Selects
from guinet.core.problems import NotAllowed
from guinet.core.project import MAIN, Project
from guinet.storage import trust

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Alike

MY_INIT = """def my_init(module):
    if type(module) == nn.Linear:
        nn.init.uniform_(module.weight, -10, 10)
        module.weight.data *= module.weight.data.abs() >= 5
"""


def init_normal(m: nn.Module) -> None:
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight, mean=0, std=0.01)
        nn.init.zeros_(m.bias)


def init_xavier(m: nn.Module) -> None:
    if isinstance(m, nn.Linear):
        nn.init.xavier_uniform_(m.weight)


def init_42(m: nn.Module) -> None:
    if isinstance(m, nn.Linear):
        nn.init.constant_(m.weight, 42)


def my_init(m: nn.Module) -> None:
    if isinstance(m, nn.Linear):
        nn.init.uniform_(m.weight, -10, 10)
        m.weight.data *= m.weight.data.abs() >= 5


class Initialised(nn.Sequential):
    """As the example, with the functions of the tutorial applied in its order."""

    def __init__(self, *functions: Callable[[nn.Module], None]) -> None:
        super().__init__(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
        for function in functions:
            self.apply(function)


class TwoWays(Initialised):
    def __init__(self) -> None:
        super().__init__(init_normal)
        self[0].apply(init_xavier)
        self[2].apply(init_42)


TwoWays.__name__ = "Initialised"  # what print shows


@pytest.fixture
def project(bundled: Callable[[str], Project]) -> Project:
    return bundled("initialisation")


def rules(project: Project, *initialisers: Initialiser) -> None:
    project.run("Rules", [SetParts(MAIN, "initialisers", initialisers)])


def test_the_example_goes_by_type_and_by_layer(project: Project, alike: Alike) -> None:
    alike(project, TwoWays, torch.randn(3, 4))
    net = guinet.build(project)
    assert torch.equal(net.state_dict()["2.weight"], torch.full((1, 8), 42.0))


def test_normal_and_zeros_for_every_linear_layer(project: Project, alike: Alike) -> None:
    rules(project, *project.main.initialisers[:2])

    alike(project, lambda: Initialised(init_normal), torch.randn(3, 4))


def test_by_a_pattern_of_names(project: Project) -> None:
    rules(project, Initialiser(Selects.PATTERN, "2.*", "", "constant_", {"val": 7.0}))

    net = guinet.build(project)
    assert {name for name, each in net.named_parameters() if (each == 7).all()} == {"2.weight", "2.bias"}


def test_by_a_block(bundled: Callable[[str], Project], tutorial: ModuleType) -> None:
    """`net[0].apply(init_xavier)`, where `net[0]` is made of other layers."""
    project = bundled("nested-blocks")
    rules(project, Initialiser(Selects.PATTERN, "nest.*weight", "", "xavier_uniform_"))
    torch.manual_seed(1)
    nest = tutorial.NestMLP().apply(init_xavier)

    torch.manual_seed(1)
    torch.testing.assert_close(
        guinet.build(project).get_submodule("nest").state_dict(), nest.state_dict(), rtol=0, atol=0
    )


def test_values_edited_by_hand(project: Project) -> None:
    """`net[0].weight.data[:] += 1` and `net[0].weight.data[0, 0] = 42`."""
    layer = project.main.node("0").id
    added = Initialiser(Selects.NODE, layer, "weight", "add", {"index": ":", "value": 1.0})
    written = Initialiser(Selects.NODE, layer, "weight", "set", {"index": "0, 0", "value": 42.0})
    zeros = Initialiser(Selects.NODE, layer, "weight", "zeros_")
    rules(project, zeros, added, written)
    first = nn.Linear(4, 8)
    nn.init.zeros_(first.weight)
    first.weight.data[:] += 1
    first.weight.data[0, 0] = 42

    weight = guinet.build(project).state_dict()["0.weight"]
    assert torch.equal(weight, first.weight.data)
    assert str(weight[0]) == "tensor([42.,  1.,  1.,  1.])"


def test_a_function_written_by_hand(project: Project, alike: Alike) -> None:
    function = CODE_KIND + write_code(project, MY_INIT)
    rules(project, Initialiser(Selects.TYPE, "torch.nn.Linear", "*", function))
    with pytest.raises(NotAllowed):
        guinet.build(project)

    trust.trust([MY_INIT])
    alike(project, lambda: Initialised(my_init), torch.randn(3, 4))
