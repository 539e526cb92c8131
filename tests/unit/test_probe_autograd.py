"""The graph that autograd recorded: nodes and edges as another walk finds them, and what each function keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import torch
from networkx import MultiDiGraph
from torch import Tensor, nn

import guinet
from guinet.core.problems import Misuse
from guinet.core.recorded import Kept
from guinet.probe.autograd import Memory, Walk

Edge = tuple[Any, Any, int]


def walked(function: Any, seen: dict[Any, None], edges: Counter[Edge]) -> None:
    """Depth first and by recursion, where the program goes breadth first over a list."""
    seen[function] = None
    for following, output in function.next_functions:
        if following is not None:
            edges[function, following, output] += 1
            if following not in seen:
                walked(following, seen, edges)


def independent(tensor: Tensor) -> tuple[set[Any], Counter[Edge]]:
    seen: dict[Any, None] = {}
    edges: Counter[Edge] = Counter()
    walked(tensor.grad_fn, seen, edges)
    return set(seen), edges


def found(graph: MultiDiGraph[Any]) -> tuple[set[Any], Counter[Edge]]:
    return set(graph.nodes), Counter((a, b, data["output"]) for a, b, data in graph.edges(data=True))


def told(graph: MultiDiGraph[Any], attribute: str) -> dict[Any, Any]:
    """An attribute by function."""
    return {function: data[attribute] for function, data in graph.nodes(data=True)}


class Bottleneck(nn.Module):
    def __init__(self, entering: int, width: int, stride: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(entering, width, 1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.Conv2d(width, width, 3, stride, 1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.Conv2d(width, 4 * width, 1, bias=False),
            nn.BatchNorm2d(4 * width),
        )
        fits = entering == 4 * width and stride == 1
        self.beside = nn.Identity() if fits else nn.Conv2d(entering, 4 * width, 1, stride, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(self.body(x) + self.beside(x))


def resnet50(width: int = 4) -> nn.Module:
    layers: list[nn.Module] = [nn.Conv2d(3, width, 7, 2, 3, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
    entering = width
    for stage, depth in enumerate((3, 4, 6, 3)):
        for place in range(depth):
            layers.append(Bottleneck(entering, width << stage, 2 if stage and not place else 1))
            entering = 4 * width << stage
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(entering, 10))


def transformer() -> nn.Module:
    layer = nn.TransformerEncoderLayer(16, 4, 32, batch_first=True)
    return nn.TransformerEncoder(layer, 12, enable_nested_tensor=False)


@pytest.mark.parametrize(
    ("make", "batch"),
    [
        pytest.param(resnet50, (2, 3, 32, 32), id="resnet-50"),
        pytest.param(transformer, (2, 5, 16), id="transformer of 12 layers"),
    ],
)
def test_large_networks_have_the_nodes_and_edges_of_an_independent_walk(
    make: Callable[[], nn.Module], batch: tuple[int, ...]
) -> None:
    module = make()
    loss = module(torch.randn(batch)).sum()

    graph = guinet.autograd_graph(loss, module)

    assert found(graph) == independent(loss)
    assert len(graph) > 300
    leaves = [data for _, data in graph.nodes(data=True) if data["parameter"] is not None]
    assert {data["path"] for data in leaves} == {name for name, _ in module.named_parameters()}


def test_every_function_runs_once_in_the_backward_pass() -> None:
    loss = transformer()(torch.randn(2, 3, 16)).sum()
    graph = guinet.autograd_graph(loss)
    ran: Counter[Any] = Counter()
    for function in graph:
        if graph.nodes[function]["parameter"] is None:
            function.register_hook(lambda gradients, given, function=function: ran.update([function]))

    loss.backward()

    assert set(ran.values()) == {1}
    assert set(ran) == {function for function, leaf in told(graph, "parameter").items() if leaf is None}


def test_the_graph_of_the_tutorial() -> None:
    x = torch.tensor(2.0, requires_grad=True)
    y = x**2 + 2 * x + 2

    graph = guinet.autograd_graph(y)

    assert Counter(told(graph, "op").values()) == {
        "AddBackward0": 2,
        "PowBackward0": 1,
        "MulBackward0": 1,
        "AccumulateGrad": 1,
    }
    assert graph.number_of_edges() == 5
    assert graph.graph["root"] is y.grad_fn
    assert graph.nodes[y.grad_fn]["saved_bytes"] == 0
    assert [leaf for leaf in told(graph, "parameter").values() if leaf is not None] == [x]


def test_what_a_linear_layer_keeps() -> None:
    layer = nn.Linear(4, 3)
    x = torch.randn(2, 4, requires_grad=True)

    graph = guinet.autograd_graph(layer(x), layer)

    root = graph.graph["root"]
    data = graph.nodes[root]
    assert data["op"] == "AddmmBackward0"
    assert data["shapes"] == ((2, 3),)
    assert {name: each.shape for name, each in data["saved"].items() if each.is_tensor} == {
        "mat1": (2, 4),
        "mat2": (4, 3),
    }
    assert data["saved_bytes"] == 2 * 4 * 4 + 4 * 3 * 4
    assert data["parameter"] is None
    assert {data["path"]: data["shapes"] for _, data in graph.nodes(data=True) if data["path"]} == {
        "weight": ((3, 4),),
        "bias": ((3,),),
    }


def test_memory_is_counted_once_however_often_it_is_kept() -> None:
    x = torch.randn(10, requires_grad=True)
    y = x.exp()  # keeps its result
    z = y * y  # keeps the same tensor twice

    graph = guinet.autograd_graph(z.sum())

    sizes = {data["op"]: data["saved_bytes"] for _, data in graph.nodes(data=True)}
    assert sizes["ExpBackward0"] == sizes["MulBackward0"] == 40
    assert graph.graph["saved_bytes"] == 40


def test_memory_that_is_there_anyway_is_told_apart() -> None:
    layer, x = nn.Linear(4, 3), torch.randn(2, 4, requires_grad=True)
    walk, memory = Walk(), Memory(layer.parameters())
    walk.add([layer(x).tanh()])

    for function in walk.functions:
        memory.saved(function)

    assert memory.total == (2 * 4 + 4 * 3 + 2 * 3) * 4
    assert memory.own == (2 * 4 + 2 * 3) * 4, "without the weight"


class Doubled(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return x * 2

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> Tensor:
        return gradient * 2


def test_a_function_written_in_python_tells_what_it_keeps() -> None:
    x = torch.randn(3, 2, requires_grad=True)

    graph = guinet.autograd_graph(Doubled.apply(x))

    data = graph.nodes[graph.graph["root"]]
    assert data["op"] == "DoubledBackward"
    assert data["saved"]["saved_tensors[0]"].shape == (3, 2)
    assert data["saved_bytes"] == 24


def test_a_module_called_twice_and_a_tied_one_have_each_parameter_once() -> None:
    layer = nn.Linear(3, 3, bias=False)
    module = nn.ModuleDict({"one": layer, "other": layer})

    graph = guinet.autograd_graph(layer(layer(torch.randn(1, 3))), module)

    leaves = [function for function, leaf in told(graph, "parameter").items() if leaf is not None]
    assert len(leaves) == 1
    assert graph.in_degree(leaves[0]) == 2
    assert graph.nodes[leaves[0]]["path"] == "one.weight = other.weight"


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda x: x.detach() * 2, id="detach"),
        pytest.param(lambda x: x.argmax(), id="integer"),
        pytest.param(lambda x: torch.no_grad()(lambda: x * 2)(), id="no_grad"),
    ],
)
def test_where_nothing_is_recorded_the_graph_is_empty(make: Callable[[Tensor], Tensor]) -> None:
    graph = guinet.autograd_graph(make(torch.randn(3, requires_grad=True)))

    assert len(graph) == 0
    assert graph.graph == {"root": None, "saved_bytes": 0}


def test_a_leaf_is_a_graph_of_one() -> None:
    x = torch.randn(2, requires_grad=True)

    graph = guinet.autograd_graph(x)

    assert [data["op"] for _, data in graph.nodes(data=True)] == ["AccumulateGrad"]


def test_what_a_backward_pass_freed_is_told_as_freed() -> None:
    y = torch.randn(2, requires_grad=True).exp()
    y.sum().backward()

    data = guinet.autograd_graph(y).nodes[y.grad_fn]

    assert data["saved"]["result"].kept is Kept.FREED
    assert data["saved_bytes"] == 0


def test_what_was_written_over_is_told_as_changed() -> None:
    y = torch.randn(2, requires_grad=True).exp()
    function = y.grad_fn
    y.add_(1)

    data = guinet.autograd_graph(y).nodes[function]

    assert data["saved"]["result"].kept is Kept.CHANGED


def test_complex_and_empty_tensors() -> None:
    z = torch.randn(2, dtype=torch.complex64, requires_grad=True)
    nothing = torch.empty(0, 3, requires_grad=True)

    graph = guinet.autograd_graph((z * z).abs().sum() + nothing.exp().sum())

    saved = {each.dtype: each for _, data in graph.nodes(data=True) for each in data["saved"].values() if each.dtype}
    assert saved["complex64"].bytes == 16
    exp = next(data for _, data in graph.nodes(data=True) if data["op"] == "ExpBackward0")
    assert exp["shapes"] == ((0, 3),)
    assert exp["saved_bytes"] == 0


@pytest.mark.filterwarnings("ignore:The PyTorch API of nested tensors")
def test_a_nested_tensor_that_is_kept_has_no_shape_to_tell() -> None:
    x = torch.randn(4, 3, requires_grad=True)
    rows = torch.nested.as_nested_tensor([x[:1], x[1:]])

    graph = guinet.autograd_graph(torch.cat(list((rows * rows).unbind())))

    times = next(data for _, data in graph.nodes(data=True) if data["op"] == "MulBackward0")
    assert {each.shape for each in times["saved"].values()} == {None}
    assert times["saved_bytes"] == 4 * 3 * 4


def test_kept_lists_are_told_item_by_item() -> None:
    x = torch.randn(4, requires_grad=True)

    graph = guinet.autograd_graph(x[torch.tensor([0, 2])])

    assert graph.nodes[graph.graph["root"]]["saved"]["indices[0]"].shape == (2,)


def test_kept_numbers_have_their_sign() -> None:
    logits = torch.randn(2, 3, requires_grad=True)

    graph = guinet.autograd_graph(nn.functional.cross_entropy(logits, torch.tensor([0, 2])))

    assert graph.nodes[graph.graph["root"]]["saved"]["ignore_index"].text == "-100"


def test_writing_into_a_part_of_a_tensor() -> None:
    x = torch.randn(3, requires_grad=True)
    y = x * 2
    y[0] = x[1] * 3

    graph = guinet.autograd_graph(y)

    assert found(graph) == independent(y)
    assert graph.nodes[y.grad_fn]["op"] == "CopySlices"


def test_what_is_no_tensor_has_no_graph() -> None:
    with pytest.raises(Misuse, match="of type int"):
        guinet.autograd_graph(5)  # type: ignore[arg-type]
