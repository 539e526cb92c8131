"""Repeats, shared layers, held tensors, frames, ties and containers, compared with modules written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import torch
from torch import Tensor, nn

from guinet.core.changes import SetParts, SetTrait
from guinet.core.framing import add_frame
from guinet.core.graph import Block, BlockArgument, FrameMode, Initialiser, Node, Selects
from guinet.core.project import MAIN, Project, block_kind
from guinet.core.repeating import set_repeat
from guinet.core.sharing import share, tie
from guinet.core.values import Value

if TYPE_CHECKING:
    from tests.unit.conftest import Sketch


def linear(graph: Block, name: str, width: int = 8, **more: Any) -> Node:
    return graph.add("torch.nn.Linear", name=name, out_features=width, **more)


# Repeats


def residual(sketch: Sketch) -> Block:
    """A block x + fc(x) of its input's width."""
    block = sketch.new_block("Residual")
    inner = sketch.inside(block)
    x = inner.entry()
    layer, total = linear(block, "fc"), block.add("torch.add", name="total")
    block.connect(x, layer["input"])
    block.connect(x, total["input"])
    block.connect(layer["output"], total["other"])
    inner.finish(total["output"])
    return block


class WrittenResidual(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(8, 8)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.fc(x)


class WrittenRepeats(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Sequential(*(WrittenResidual() for _ in range(4)))
        self.norm = nn.Sequential(*(nn.LayerNorm(8) for _ in range(2)))

    def forward(self, x: Tensor) -> Tensor:
        return self.norm(self.layer(x))


def test_repeats_of_a_block_and_of_a_layer(sketch: Sketch, graph: Block) -> None:
    residual(sketch)
    layer, norm = graph.add(block_kind("residual"), name="layer"), graph.add("torch.nn.LayerNorm", name="norm")
    sketch.finish(sketch.chain(sketch.entry(8), layer, norm))
    set_repeat(graph, layer.id, 4)
    set_repeat(graph, norm.id, 2)

    module = sketch.assert_like(WrittenRepeats, torch.randn(3, 8))

    assert "self.layer = nn.Sequential(*(Residual() for _ in range(4)))" in sketch.source().text
    assert [name for name in module.state_dict() if name.startswith("layer.3")] == [
        "layer.3.fc.weight",
        "layer.3.fc.bias",
    ]
    # 4 · (8·8 + 8) and 2 · (8 + 8)
    assert sketch.check().parameters == 288 + 32


def test_what_does_not_fit_itself_cannot_be_repeated(sketch: Sketch, graph: Block) -> None:
    layer = linear(graph, "layer", 5)
    sketch.finish(sketch.chain(sketch.entry(8), layer))
    set_repeat(graph, layer.id, 3)

    problem = sketch.only_problem()

    assert (problem.code, problem.node) == ("repeat", layer.id)
    assert problem.message.startswith("What layer gives does not fit its own input")


def test_what_shrinks_can_be_repeated_as_long_as_torch_can(sketch: Sketch, graph: Block) -> None:
    conv = graph.add("torch.nn.Conv2d", name="conv", out_channels=2, kernel_size=3)
    sketch.finish(sketch.chain(sketch.entry(2, 9, 9), conv))
    set_repeat(graph, conv.id, 4)

    # 9 − 4·2
    assert sketch.outputs(sketch.check(), conv) == {"output": "N×2×1×1 float32"}

    set_repeat(graph, conv.id, 5)
    assert sketch.only_problem().code == "repeat"


def test_a_layer_with_two_results_cannot_be_repeated(sketch: Sketch, project: Project, graph: Block) -> None:
    lstm = graph.add("torch.nn.LSTM", name="lstm", hidden_size=4)
    sketch.chain(sketch.entry(5, 4), lstm)
    project.run("Repeat", [SetTrait(MAIN, lstm.id, "repeat", 2)])

    assert "repeat" in {problem.code for problem in sketch.check().problems if problem.node == lstm.id}


# Shared layers


class WrittenShared(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(8, 8)
        self.last = nn.Linear(8, 3)

    def forward(self, x: Tensor) -> Tensor:
        return self.last(self.layer(torch.relu(self.layer(x))))


def draw_shared(sketch: Sketch, width: int = 8) -> tuple[Node, Node]:
    graph = sketch.block
    layer, again = linear(graph, "layer"), linear(graph, "again", 7)
    nodes = (layer, graph.add("torch.relu", name="relu"), again, linear(graph, "last", 3))
    sketch.finish(sketch.chain(sketch.entry(width), *nodes))
    return layer, again


def test_one_layer_called_twice(sketch: Sketch, graph: Block) -> None:
    layer, again = draw_shared(sketch)
    share(graph, again.id, layer.id)

    module = sketch.assert_like(WrittenShared, torch.randn(2, 8))

    assert sketch.check().parameters == 72 + 27
    optimizer = torch.optim.SGD(module.parameters(), lr=0.1)
    assert sum(len(group["params"]) for group in optimizer.param_groups) == 4


def test_the_owner_may_come_later(sketch: Sketch, graph: Block) -> None:
    layer, again = draw_shared(sketch)
    graph.set(again, out_features=8)
    share(graph, layer.id, again.id)

    text = sketch.flawless().text

    assert "self.again = nn.Linear(8, 8)" in text
    assert text.count("self.again(") == 2
    assert "self.layer" not in text


def test_a_shared_layer_of_two_sizes(sketch: Sketch, graph: Block) -> None:
    layer, again = draw_shared(sketch, 5)
    share(graph, again.id, layer.id)

    problems = [problem for problem in sketch.check().problems if problem.code == "shares"]

    assert [(problem.node, problem.expected, problem.got) for problem in problems] == [(again.id, "5", "8")]


def test_a_shared_layer_whose_owner_is_gone(sketch: Sketch, project: Project, graph: Block) -> None:
    _, again = draw_shared(sketch)
    project.run("Share", [SetTrait(MAIN, again.id, "shares", "nobody")])

    problem = next(problem for problem in sketch.check().problems if problem.node == again.id)

    assert problem.code == "shares"
    assert "is gone" in problem.message


def test_layers_of_two_kinds_cannot_be_one(sketch: Sketch, project: Project, graph: Block) -> None:
    _, again = draw_shared(sketch)
    other = graph.add("torch.nn.ReLU", name="other")
    project.run("Share", [SetTrait(MAIN, again.id, "shares", other.id)])

    assert "shares" in {problem.code for problem in sketch.check().problems if problem.node == again.id}


def test_a_block_used_twice_has_one_set_of_weights(sketch: Sketch, graph: Block) -> None:
    residual(sketch)
    first, second = (graph.add(block_kind("residual"), name=name) for name in ("first", "second"))
    sketch.finish(sketch.chain(sketch.entry(8), first, second))
    share(graph, second.id, first.id)

    class Written(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.first = WrittenResidual()

        def forward(self, x: Tensor) -> Tensor:
            return self.first(self.first(x))

    sketch.assert_like(Written, torch.randn(2, 8))


def test_sharing_kept_up_to_date(sketch: Sketch, project: Project, graph: Block) -> None:
    live = sketch.live()
    layer, again = draw_shared(sketch)
    graph.set(again, out_features=8)
    for step in (
        lambda: share(graph, again.id, layer.id),
        lambda: graph.set(layer, out_features=6),
        lambda: graph.set(layer, out_features=8),
        lambda: set_repeat(graph, layer.id, 2),
        lambda: project.undo(),
        lambda: share(graph, graph.node("last").id, layer.id),
        lambda: graph.remove([layer]),
        lambda: project.undo(),
        lambda: project.undo(),
    ):
        step()
        assert live.report.nodes
        assert live.lines


# Tensors that the module holds


class WrittenHolding(nn.Module):
    scale: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(8, 3))
        self.register_buffer("scale", torch.full((3,), 2.0))
        self.noise = torch.rand(3)

    def forward(self, x: Tensor) -> Tensor:
        return torch.mm(x, self.weight) * self.scale + self.noise


def test_a_parameter_a_buffer_and_an_attribute(sketch: Sketch, graph: Block) -> None:
    weight = graph.add("torch.randn", name="weight", size=(8, 3), hold="parameter")
    scale = graph.add("torch.full", name="scale", size=(3,), fill_value=2.0, hold="buffer")
    noise = graph.add("torch.rand", name="noise", size=(3,), hold="attribute")
    product, scaled, total = (graph.add(f"torch.{kind}", name=kind) for kind in ("mm", "mul", "add"))
    sketch.finish(sketch.chain(sketch.entry(8), product, scaled, total))
    for source, end in ((weight, product["mat2"]), (scale, scaled["other"]), (noise, total["other"])):
        graph.connect(source["output"], end)

    module = sketch.assert_like(WrittenHolding, torch.randn(2, 8))

    assert sorted(module.state_dict()) == ["scale", "weight"]
    assert sketch.check().parameters == 24


# Frames


class WrittenFrozen(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.frozen = nn.Linear(8, 8)
        self.head = nn.Linear(8, 2)

    def forward(self, x: Tensor) -> Tensor:
        with torch.no_grad():
            features = torch.relu(self.frozen(x))
        return self.head(features)


def test_a_frame_without_gradients(sketch: Sketch, graph: Block) -> None:
    frozen, relu = linear(graph, "frozen"), graph.add("torch.relu", name="relu")
    sketch.finish(sketch.chain(sketch.entry(8), frozen, relu, linear(graph, "head", 2)))
    add_frame(graph, [frozen.id, relu.id], "Frozen", FrameMode.NO_GRAD)

    assert sketch.source().text.count("with torch.no_grad():") == 1
    value = torch.randn(2, 8)
    from guinet.compile.module import build

    modules: list[nn.Module] = []
    for make in (lambda: build(sketch.flawless()), WrittenFrozen):
        torch.manual_seed(0)
        modules.append(make())
    results = [module(value) for module in modules]
    assert torch.equal(*results)
    for result in results:
        result.sum().backward()
    for module in modules:
        assert module.get_parameter("frozen.weight").grad is None
    gradients = [module.get_parameter("head.weight").grad for module in modules]
    assert gradients[0] is not None
    assert gradients[1] is not None
    assert torch.equal(gradients[0], gradients[1])


# Ties


class WrittenTied(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(10, 8)
        self.fc = nn.Linear(8, 8)
        self.decoder = nn.Linear(8, 10, bias=False)
        self.decoder.weight = self.embedding.weight
        nn.init.xavier_uniform_(self.embedding.weight, gain=2.0)
        nn.init.ones_(self.fc.bias)

    def forward(self, tokens: Tensor) -> Tensor:
        return self.decoder(self.fc(self.embedding(tokens)))


@pytest.fixture
def tied(sketch: Sketch, project: Project, graph: Block) -> Sketch:
    embedding = graph.add("torch.nn.Embedding", name="embedding", num_embeddings=10, embedding_dim=8)
    layer, decoder = linear(graph, "fc"), linear(graph, "decoder", 10, bias=False)
    sketch.finish(sketch.chain(sketch.entry(5, name="tokens", dtype="int64"), embedding, layer, decoder))
    tie(graph, decoder.id, "weight", embedding.id, "weight")
    rules = (
        Initialiser(Selects.NODE, embedding.id, "weight", "xavier_uniform_", {"gain": 2.0}),
        Initialiser(Selects.NODE, layer.id, "bias", "ones_"),
    )
    project.run("Initialise", [SetParts(MAIN, "initialisers", rules)])
    return sketch


def test_an_embedding_tied_to_the_last_layer(tied: Sketch) -> None:
    module = tied.assert_like(WrittenTied, torch.randint(0, 10, (2, 5)))

    assert module.get_parameter("decoder.weight") is module.get_parameter("embedding.weight")
    assert len(list(module.parameters())) == 3
    assert tied.check().parameters == 80 + 72


def test_a_tie_of_two_shapes(tied: Sketch, graph: Block) -> None:
    graph.set(graph.node("decoder"), out_features=9)

    problem = tied.only_problem()

    assert (problem.code, problem.node) == ("tie", graph.node("decoder").id)
    assert (problem.expected, problem.got) == ("10×8", "9×8")


def test_a_tie_of_a_parameter_that_is_not_there(tied: Sketch, graph: Block) -> None:
    tie(graph, graph.node("decoder").id, "bias", graph.node("fc").id, "bias")

    problem = tied.only_problem()

    assert problem.code == "tie"
    assert "decoder has no parameter “bias”; it has: weight" in problem.message


RULES: dict[str, tuple[str, str, dict[str, Value], str]] = {
    "unknown function": ("weight", "xavier", {}, "has no xavier"),
    "unknown argument": ("weight", "normal_", {"mena": 1.0}, "mena"),
    "bad value": ("weight", "normal_", {"std": "wide"}, ""),
    "a value is missing": ("weight", "constant_", {}, "needs a value for val"),
    "unknown parameter": ("gain", "ones_", {}, "has no parameter “gain”"),
    "too few dimensions": ("bias", "xavier_uniform_", {}, "2 dimensions or more, but fc.bias is 8"),
}


@pytest.mark.parametrize("rule", RULES)
def test_rules_that_cannot_be(tied: Sketch, project: Project, graph: Block, rule: str) -> None:
    parameter, function, arguments, words = RULES[rule]
    node = graph.node("fc").id
    project.run(
        "Initialise",
        [SetParts(MAIN, "initialisers", (Initialiser(Selects.NODE, node, parameter, function, arguments),))],
    )

    problem = tied.only_problem()

    assert (problem.code, problem.node) == ("initialiser", node)
    assert words in problem.message


def test_a_rule_for_nothing_is_a_warning(tied: Sketch, project: Project) -> None:
    project.run("Initialise", [SetParts(MAIN, "initialisers", (Initialiser(Selects.PATTERN, "no.*", "", "ones_"),))])

    assert tied.check().ok
    assert tied.only_problem().code == "initialiser"


def test_rules_and_ties_kept_up_to_date(tied: Sketch, project: Project, graph: Block) -> None:
    live = tied.live()

    for step in (
        lambda: graph.set(graph.node("decoder"), out_features=9),
        lambda: project.undo(),
        lambda: project.run("Untie", [SetParts(MAIN, "ties", ())]),
        lambda: project.run("Initialise", [SetParts(MAIN, "initialisers", ())]),
        lambda: project.undo(),
    ):
        step()
        assert live.report.nodes
        assert live.lines


# Containers


class WrittenContainers(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(8, 8), nn.Linear(8, 8)])
        self.heads = nn.ModuleDict({"left": nn.Linear(8, 2), "right": nn.Linear(8, 3)})

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        for layer in self.layers:
            x = layer(x)
        return self.heads["left"](x), self.heads["right"](x)


def test_dots_in_names_are_containers(sketch: Sketch, graph: Block) -> None:
    end = sketch.chain(sketch.entry(8), linear(graph, "layers.0"), linear(graph, "layers.1"))
    sketch.finish(sketch.chain(end, linear(graph, "heads.left", 2)), "left")
    sketch.finish(sketch.chain(end, linear(graph, "heads.right", 3)), "right")

    module = sketch.assert_like(WrittenContainers, torch.randn(2, 8))

    assert str(module).partition("\n")[2] == str(WrittenContainers()).partition("\n")[2]


def test_a_container_cannot_have_the_name_of_a_layer(sketch: Sketch, graph: Block) -> None:
    inner = linear(graph, "layer.0")
    sketch.finish(sketch.chain(sketch.entry(8), linear(graph, "layer"), inner))

    problem = sketch.only_problem()

    assert (problem.code, problem.node) == ("name", inner.id)


def test_a_value_cannot_be_in_a_container(sketch: Sketch, graph: Block) -> None:
    value = graph.add("torch.relu", name="a.b")
    sketch.finish(sketch.chain(sketch.entry(8), value))

    problem = sketch.only_problem()

    assert (problem.code, problem.node) == ("name", value.id)


def test_exposed_arguments_reach_repeats(sketch: Sketch, graph: Block) -> None:
    block = sketch.part()
    node = graph.add(block_kind(block.id), name="part", width=8)
    sketch.finish(sketch.chain(sketch.entry(8), node))
    set_repeat(graph, node.id, 3)

    assert "self.part = nn.Sequential(*(Part(width=8) for _ in range(3)))" in sketch.flawless().text
    assert block.arguments == (BlockArgument("width", 6),)
