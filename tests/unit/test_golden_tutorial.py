"""The tutorial's systems, drawn without code and compared with its classes: print, keys, values, gradients."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch import Tensor, nn

from guinet.compile.module import build
from guinet.core.changes import AddBlock, SetBlock, SetParts
from guinet.core.graph import Block, BlockData, Initialiser, Selects
from guinet.core.project import MAIN, Project, block_kind
from guinet.core.sharing import share

if TYPE_CHECKING:
    from tests.unit.conftest import Sketch

RELU: tuple[str, dict[str, Any]] = ("torch.nn.ReLU", {})


def linear(width: int) -> tuple[str, dict[str, Any]]:
    return "torch.nn.Linear", {"out_features": width}


def new_block(project: Project, name: str) -> Block:
    project.run("Add block", [AddBlock(BlockData(name, name))])
    return project.blocks[name]


def name_main(project: Project, name: str) -> None:
    project.run("Name", [SetBlock(MAIN, name)])


def row(sketch: Sketch, *layers: tuple[str, dict[str, Any]], shape: tuple[int, ...] = ()) -> None:
    """Layers named 0, 1, 2 … between an Input and an Output."""
    nodes = [sketch.block.add(kind, name=str(place), **given) for place, (kind, given) in enumerate(layers)]
    sketch.finish(sketch.chain(sketch.entry(*shape), *nodes))


def assert_same(sketch: Sketch, written: Callable[[], nn.Module], value: Tensor) -> nn.Module:
    """The same print, keys, number of parameters, outputs and gradients under one seed."""
    source = sketch.flawless()
    torch.manual_seed(0)
    drawn = build(source)
    torch.manual_seed(0)
    by_hand = written()
    assert str(drawn) == str(by_hand)
    assert list(drawn.state_dict()) == list(by_hand.state_dict())
    assert all(
        torch.equal(one, other)
        for one, other in zip(drawn.state_dict().values(), by_hand.state_dict().values(), strict=True)
    )
    assert sketch.check().parameters == sum(parameter.numel() for parameter in by_hand.parameters())
    results = [module(value) for module in (drawn, by_hand)]
    assert torch.equal(*results)
    for result in results:
        result.square().sum().backward()
    pairs = list(zip(drawn.parameters(), by_hand.parameters(), strict=True))
    assert pairs
    for one, other in pairs:
        assert one.grad is not None
        assert other.grad is not None
        assert torch.equal(one.grad, other.grad)
    return drawn


def test_rgnet(sketch: Sketch, project: Project, tutorial: ModuleType) -> None:
    first = sketch.inside(new_block(project, "block1"))
    row(first, linear(8), RELU, linear(4), RELU)
    second = sketch.inside(new_block(project, "block2"))
    parts = [second.block.add(block_kind("block1"), name=f"block{place}") for place in range(4)]
    second.finish(second.chain(second.entry(), *parts))
    name_main(project, "rgnet")
    row(sketch, (block_kind("block2"), {}), linear(1), shape=(4,))

    net = assert_same(sketch, tutorial.rgnet, torch.randn(2, 4))

    # As the tutorial prints it.
    assert str(net).startswith("Sequential(\n  (0): Sequential(\n    (block0): Sequential(\n      (0): Linear(in_feat")
    assert "0.block3.2.bias" in net.state_dict()


def draw_nest(sketch: Sketch, shape: tuple[int, ...] = ()) -> None:
    """Draws NestMLP into the block of the sketch."""
    inner = sketch.inside(new_block(sketch.project, "net"))
    row(inner, linear(64), RELU, linear(32), RELU)
    net = sketch.block.add(block_kind("net"), name="net")
    last = sketch.block.add("torch.nn.Linear", name="linear", out_features=16)
    sketch.finish(sketch.chain(sketch.entry(*shape), net, last))


def draw_fixed(sketch: Sketch, shape: tuple[int, ...] = ()) -> None:
    """Draws FixedHiddenMLP into the block of the sketch."""
    body = sketch.inside(new_block(sketch.project, "Halve"))
    x = body.entry()
    body.finish(body.chain(x, body.block.add("torch.div", name="half", other=2)), "x")
    absolute = body.block.add("torch.abs", name="absolute")
    total, more = body.block.add("torch.sum", name="total"), body.block.add("torch.gt", name="more", other=1)
    body.finish(body.chain(x, absolute, total, more), "condition")
    graph = sketch.block
    layer = graph.add("torch.nn.Linear", name="linear", out_features=20)
    again = graph.add("torch.nn.Linear", name="again", out_features=20)
    weight = graph.add("torch.rand", name="rand_weight", size=(20, 20), requires_grad=False, hold="attribute")
    product, plus = graph.add("torch.mm", name="product"), graph.add("torch.add", name="plus", other=1)
    relu, loop = graph.add("torch.nn.functional.relu", name="relu"), graph.add("while.Halve", name="halving")
    sketch.finish(
        sketch.chain(
            sketch.entry(*shape), layer, product, plus, relu, again, loop, graph.add("torch.sum", name="result")
        )
    )
    graph.connect(weight["output"], product["mat2"])
    share(graph, again.id, layer.id)


def test_nest_mlp(sketch: Sketch, project: Project, tutorial: ModuleType) -> None:
    name_main(project, "NestMLP")
    draw_nest(sketch, (20,))

    assert_same(sketch, tutorial.NestMLP, torch.randn(2, 20))


def test_fixed_hidden_mlp(sketch: Sketch, project: Project, tutorial: ModuleType) -> None:
    name_main(project, "FixedHiddenMLP")
    draw_fixed(sketch, (20,))

    net = assert_same(sketch, tutorial.FixedHiddenMLP, torch.randn(2, 20))

    assert list(net.state_dict()) == ["linear.weight", "linear.bias"]
    assert len(list(net.parameters())) == 2


def test_chimera(sketch: Sketch, project: Project, tutorial: ModuleType) -> None:
    name_main(project, "chimera")
    draw_nest(sketch.inside(new_block(project, "NestMLP")))
    draw_fixed(sketch.inside(new_block(project, "FixedHiddenMLP")))
    row(sketch, (block_kind("NestMLP"), {}), linear(20), (block_kind("FixedHiddenMLP"), {}), shape=(20,))

    assert_same(sketch, tutorial.chimera, torch.randn(2, 20))


def test_one_layer_at_two_places_of_a_sequential(sketch: Sketch, project: Project, graph: Block) -> None:
    def net() -> nn.Module:
        shared = nn.Linear(8, 8)
        return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), shared, nn.ReLU(), shared, nn.ReLU(), nn.Linear(8, 1))

    name_main(project, "net")
    row(sketch, linear(8), RELU, linear(8), RELU, linear(8), RELU, linear(1), shape=(4,))
    share(graph, graph.node("4").id, graph.node("2").id)

    module = assert_same(sketch, net, torch.randn(2, 4))

    assert isinstance(module, nn.Sequential)
    assert module[2] is module[4]
    assert {"2.weight", "4.weight"} <= module.state_dict().keys()
    # 4·8 + 8, 8·8 + 8 once, 8 + 1
    assert sketch.check().parameters == 40 + 72 + 9


def initialise(project: Project, *rules: Initialiser) -> None:
    project.run("Initialise", [SetParts(MAIN, "initialisers", rules)])


@pytest.fixture
def two_layers(sketch: Sketch, project: Project) -> Sketch:
    """The net of the tutorial's sections on parameters and first values."""
    name_main(project, "net")
    row(sketch, linear(8), RELU, linear(1), shape=(4,))
    return sketch


def plain_net() -> nn.Sequential:
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))


def test_parameters(two_layers: Sketch) -> None:
    net = assert_same(two_layers, plain_net, torch.rand(2, 4))

    assert isinstance(net, nn.Sequential)
    assert [(name, tuple(parameter.shape)) for name, parameter in net.named_parameters()] == [
        *(("0.weight", (8, 4)), ("0.bias", (8,))),
        *(("2.weight", (1, 8)), ("2.bias", (1,))),
    ]
    assert list(net[2].state_dict()) == ["weight", "bias"]


def test_normal_weights_and_zero_biases_of_all_linear_layers(two_layers: Sketch, project: Project) -> None:
    def init_normal(module: nn.Module) -> None:
        if type(module) is nn.Linear:
            nn.init.normal_(module.weight, mean=0, std=0.01)
            nn.init.zeros_(module.bias)

    kind = "torch.nn.Linear"
    initialise(
        project,
        Initialiser(Selects.TYPE, kind, "weight", "normal_", {"mean": 0, "std": 0.01}),
        Initialiser(Selects.TYPE, kind, "bias", "zeros_"),
    )

    net = assert_same(two_layers, lambda: plain_net().apply(init_normal), torch.rand(2, 4))

    assert torch.equal(net.state_dict()["0.bias"], torch.zeros(8))


def test_xavier_for_one_layer_and_42_for_another(two_layers: Sketch, project: Project, graph: Block) -> None:
    def net() -> nn.Module:
        made = plain_net()
        nn.init.xavier_uniform_(made.get_parameter("0.weight"))
        nn.init.constant_(made.get_parameter("2.weight"), 42)
        return made

    initialise(
        project,
        Initialiser(Selects.NODE, graph.node("0").id, "weight", "xavier_uniform_"),
        Initialiser(Selects.NODE, graph.node("2").id, "weight", "constant_", {"val": 42}),
    )

    drawn = assert_same(two_layers, net, torch.rand(2, 4))

    assert torch.equal(drawn.state_dict()["2.weight"], torch.full((1, 8), 42.0))


def test_the_weights_of_layers_by_the_form_of_their_names(two_layers: Sketch, project: Project) -> None:
    def net() -> nn.Module:
        made = plain_net()
        nn.init.orthogonal_(made.get_parameter("0.weight"), gain=2.0)
        nn.init.orthogonal_(made.get_parameter("2.weight"), gain=2.0)
        return made

    initialise(project, Initialiser(Selects.PATTERN, "*.weight", "", "orthogonal_", {"gain": 2.0}))

    assert_same(two_layers, net, torch.rand(2, 4))
    assert "import fnmatch\n" in two_layers.source().text
