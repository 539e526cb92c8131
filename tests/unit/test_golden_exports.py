"""Networks with ties, loops and containers, exported, trained for a step and read back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import torch
from torch import nn

from guinet.compile.module import build
from guinet.core.graph import Block
from guinet.core.project import Project
from guinet.core.sharing import share, tie
from guinet.exchange.export import export

if TYPE_CHECKING:
    from tests.unit.conftest import Sketch


@pytest.fixture
def tied(sketch: Sketch, graph: Block) -> Sketch:
    """Layers in a container, one of them used twice, one tied to another, and a loop with a layer of its own."""
    inner = sketch.inside(sketch.new_block("Round"))
    inner.finish(inner.chain(inner.entry(), inner.block.add("torch.nn.Linear", name="fc", out_features=8)), "x")
    first, second, again = (
        graph.add("torch.nn.Linear", name=name, out_features=8) for name in ("layers.0", "layers.1", "again")
    )
    loop = graph.add("for.round", name="loop", times=3)
    sketch.finish(sketch.chain(sketch.entry(8), first, second, again, loop))
    share(graph, again.id, first.id)
    tie(graph, second.id, "weight", first.id, "weight")
    return sketch


@pytest.mark.parametrize(("format", "suffix"), [("pt", "pt"), ("safetensors", "safetensors"), ("py", "py")])
def test_a_tied_network_is_exported(tied: Sketch, project: Project, tmp_path: Path, format: str, suffix: str) -> None:
    # An export compares what it wrote with the network itself.
    exported = export(project, format, tmp_path / f"net.{suffix}")

    assert exported.path.stat().st_size > 0


def test_a_step_of_an_optimiser_keeps_the_tie(tied: Sketch) -> None:
    net = build(tied.flawless())
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    before = net.get_parameter("layers.0.weight").detach().clone()

    net(torch.randn(4, 8)).square().sum().backward()
    optimizer.step()

    assert not torch.equal(net.get_parameter("layers.0.weight"), before)
    assert net.get_parameter("layers.1.weight") is net.get_parameter("layers.0.weight")
    # Three weights and biases of 8·8 and 8; one weight is counted with another.
    assert sum(parameter.numel() for parameter in net.parameters()) == 64 + 8 + 8 + 64 + 8
    assert tied.check().parameters == 152


def test_weights_are_read_back(tied: Sketch) -> None:
    first, second = (build(tied.flawless()) for _ in range(2))

    second.load_state_dict(first.state_dict())

    value = torch.randn(2, 8)
    assert torch.equal(first(value), second(value))
    assert isinstance(second.get_submodule("layers"), nn.ModuleList)
