"""What one batch leaves behind, tied to the canvas: every bundled example, blocks, tied layers, and where it breaks."""

from __future__ import annotations

import weakref
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
import torch
from torch import Tensor
from torch.autograd.graph import saved_tensors_hooks

import guinet
from guinet import data
from guinet.compile.precedence import is_script
from guinet.compile.shapes import Checker
from guinet.core.framing import add_frame
from guinet.core.graph import FrameMode
from guinet.core.plain import plain
from guinet.core.project import Project
from guinet.core.recorded import Function, Kept, Record
from guinet.probe.recording import record
from guinet.probe.trial import make_trial
from guinet.probe.values import tensors_in
from guinet.storage import examples
from guinet.storage.files import load

if TYPE_CHECKING:
    from tests.unit.conftest import Sketch

ALL = sorted(example.name for example in examples.examples())
SCRIPTS = [name for name in ALL if is_script(plain(load(examples.example_path(name))).main)]
WITH_MODULE = [name for name in ALL if name not in SCRIPTS]


def recorded(project: Project) -> Record:
    project = plain(project)
    return record(project, Checker(project, data.project_specs(project)))


def example(name: str) -> Project:
    return load(examples.example_path(name))


def made_by(told: Record, name: str) -> Counter[str]:
    """The functions of all runs of the nodes of that name, the innermost."""
    return Counter(f.op for f in told.functions if f.calls and told.calls[f.calls[-1]].name == name)


def leaves(told: Record) -> dict[str, Function]:
    return {function.leaf: function for function in told.functions if function.leaf}


def walked(function: Any, graph: nx.DiGraph[Any]) -> None:
    """Adds a function and what lies below it to `graph`; recursive, unlike the program's walk."""
    graph.add_node(function, op=type(function).__name__)
    for following, _ in function.next_functions:
        if following is not None:
            if following not in graph:
                walked(following, graph)
            join(graph, function, following)


def join(graph: nx.DiGraph[Any], function: object, following: object) -> None:
    before = graph.get_edge_data(function, following, {"times": 0})
    graph.add_edge(function, following, times=before["times"] + 1)


def same(one: nx.DiGraph[Any], other: nx.DiGraph[Any]) -> bool:
    """Whether two graphs differ only in what stands for a function."""
    return nx.is_isomorphic(
        one, other, lambda a, b: bool(a["op"] == b["op"]), lambda a, b: bool(a["times"] == b["times"])
    )


@pytest.mark.parametrize("name", WITH_MODULE)
def test_every_example_has_the_nodes_and_edges_of_an_independent_walk(name: str) -> None:
    project = plain(example(name))
    trial = make_trial(project)
    with trial.calm():
        output, loss = trial.forward(trial.build().train())(trial.real_batch())
    roots = [loss] if loss is not None else list(tensors_in(output))
    expected: nx.DiGraph[Any] = nx.DiGraph()
    for root in roots:
        walked(root.grad_fn, expected)

    told = recorded(project)

    graph = of_record(told)
    assert Counter(op for _, op in graph.nodes(data="op")) == Counter(op for _, op in expected.nodes(data="op"))
    assert same(graph, expected)
    assert all(function.keys for function in told.functions), "each is tied to a node"


def of_record(told: Record) -> nx.DiGraph[Any]:
    graph: nx.DiGraph[Any] = nx.DiGraph()
    graph.add_nodes_from((place, {"op": function.op}) for place, function in enumerate(told.functions))
    for function, following in told.edges:
        join(graph, function, following)
    return graph


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_script_has_the_nodes_and_edges_of_an_independent_walk(name: str) -> None:
    """From all tensors that are there when the text has run as any other Python."""
    namespace: dict[str, Any] = {}
    with torch.random.fork_rng(devices=[]):
        exec(guinet.source(example(name)), namespace)
    expected: nx.DiGraph[Any] = nx.DiGraph()
    for tensor in (each for value in namespace.values() for each in tensors_in(value)):
        if tensor.requires_grad:
            # What a view of a leaf leads back to is the function that adds to its gradient.
            view: Any = tensor.view_as(tensor).grad_fn
            walked(tensor.grad_fn or view.next_functions[0][0], expected)

    told = recorded(example(name))

    graph = of_record(told)
    assert Counter(op for _, op in graph.nodes(data="op")) == Counter(op for _, op in expected.nodes(data="op"))
    assert same(graph, expected)
    assert all(function.keys for function in told.functions), "each is tied to a node"


def test_what_each_node_made_is_what_hooks_see() -> None:
    """Of each layer, the function behind what it gave, by a hook on the layer itself."""
    project = plain(example("digits-cnn"))
    trial = make_trial(project)
    given: dict[str, str] = {}
    with trial.calm():
        module = trial.build().train()
        for path, layer in module.named_children():
            layer.register_forward_hook(lambda *call, path=path: given.update({path: type(call[2].grad_fn).__name__}))
        trial.forward(module)(trial.real_batch())

    told = recorded(project)

    assert len(given) > 5
    for path, op in given.items():
        assert op in made_by(told, path)


def test_a_function_tells_its_line_and_parameters_their_paths() -> None:
    told = recorded(example("mlp-module"))

    addmm = next(f for f in told.functions if f.op == "AddmmBackward0")
    module = make_trial(plain(example("mlp-module"))).build()
    assert addmm.code.startswith("x = self.")
    assert addmm.line > 0
    assert set(leaves(told)) == {path for path, _ in module.named_parameters()}


def test_the_functions_of_a_layer_know_its_parameters() -> None:
    told, module = recorded(example("digits-cnn")), make_trial(plain(example("digits-cnn"))).build()

    for path, layer in module.named_children():
        expected = {f"{path}.{name}" for name, _ in layer.named_parameters(recurse=False)}
        mine = [f for f in told.functions if f.calls and told.calls[f.calls[-1]].name == path and not f.leaf]
        assert mine
        assert all(set(f.parameters) == expected for f in mine), path
    power = next(f for f in recorded(example("autograd")).functions if f.op == "PowBackward0")
    assert power.parameters == ("x",)


def test_a_tied_parameter_is_known_to_both_of_its_layers() -> None:
    told = recorded(example("tied-embedding"))

    users = [f for f in told.functions if "embedding.weight = decoder.weight" in f.parameters]

    assert {told.calls[f.calls[-1]].name for f in users} == {"embedding", "decoder"}


def test_random_numbers_stay_as_they_were() -> None:
    torch.manual_seed(3)
    expected = torch.rand(1)
    torch.manual_seed(3)

    recorded(example("digits-cnn"))

    assert torch.equal(torch.rand(1), expected)


def test_a_tied_parameter_belongs_to_both_of_its_nodes() -> None:
    told = recorded(example("tied-embedding"))

    tied = leaves(told)["embedding.weight = decoder.weight"]

    names = {node.id: node.name for node in example("tied-embedding").main.nodes.values()}
    assert {names[node] for _, node in tied.keys} == {"embedding", "decoder"}
    assert tied.calls == ()


def test_nodes_inside_a_block_lie_in_its_call(sketch: Sketch, project: Project) -> None:
    block = sketch.part()
    twice = [sketch.block.add(f"block.{block.id}", name=name) for name in ("first", "second")]
    sketch.finish(sketch.chain(sketch.entry(6), *twice))

    told = recorded(project)

    paths = [tuple(told.calls[call].name for call in f.calls) for f in told.functions if f.op == "AddmmBackward0"]
    assert paths == [("second", "fc"), ("first", "fc")], "the last one made comes first in the backward pass"
    assert told.functions[told.roots[0]].op == "AddmmBackward0"


def test_a_module_called_twice_has_a_call_for_each() -> None:
    told = recorded(example("containers"))

    halved = [f.calls[-1] for f in told.functions if f.op == "DivBackward0"]

    assert len(halved) == len(set(halved)) > 1
    assert {told.calls[call].name for call in halved} == {"half"}


@dataclass(eq=False)
class Packed:
    """What autograd holds in place of a tensor; alive as long as it is saved."""

    tensor: Tensor


@pytest.mark.parametrize("name", ["digits-cnn", "tied-embedding", "repeated-blocks", "batch-norm-mlp"])
def test_memory_held_is_what_hooks_see_saved(name: str) -> None:
    """`saved_tensors_hooks` on the same batch: the memory behind all that is still held after the forward pass."""
    project = plain(example(name))
    trial = make_trial(project)
    alive: weakref.WeakSet[Packed] = weakref.WeakSet()

    def pack(tensor: Tensor) -> Packed:
        packed = Packed(tensor.detach())
        alive.add(packed)
        return packed

    with trial.calm():
        module, batch = trial.build().train(), trial.real_batch()
        with saved_tensors_hooks(pack, lambda packed: packed.tensor):
            passed = trial.forward(module)(batch)
        memory = {each.tensor.untyped_storage()._cdata: each.tensor.untyped_storage() for each in alive}
        known = {each.untyped_storage()._cdata for each in (*module.parameters(), *module.buffers(), *batch.values())}

    told = recorded(project)

    assert passed is not None
    assert told.held == sum(storage.nbytes() for storage in memory.values())
    assert told.own == sum(storage.nbytes() for place, storage in memory.items() if place not in known)


def test_memory_held_is_what_is_saved(sketch: Sketch, project: Project) -> None:
    """relu(x w + b): Addmm keeps x, which is the batch (2 rows), and Relu its result. x needs no gradient, so that the
    weight is not kept."""
    fc = sketch.block.add("torch.nn.Linear", name="fc", out_features=5)
    sketch.finish(sketch.chain(sketch.entry(3), fc, sketch.block.add("torch.nn.ReLU", name="relu")))

    told = recorded(project)

    assert told.held == (2 * 3 + 2 * 5) * 4
    assert told.own == 2 * 5 * 4


# Where it breaks


def reasons(told: Record) -> list[str]:
    return [problem.message for problem in told.breaks]


def test_behind_a_detach_nothing_is_recorded_and_it_is_said_why(sketch: Sketch, project: Project) -> None:
    before, after = (sketch.block.add("torch.nn.Linear", name=name, out_features=3) for name in ("before", "after"))
    cut = sketch.block.add("torch.Tensor.detach", name="cut")
    sketch.finish(sketch.chain(sketch.entry(3), before, cut, after))

    told = recorded(project)

    assert set(leaves(told)) == {"after.weight", "after.bias"}
    assert reasons(told) == ["cut passes values on, but no gradient back."]


def test_whole_numbers_have_no_gradient(sketch: Sketch, project: Project) -> None:
    fc = sketch.block.add("torch.nn.Linear", name="fc", out_features=3)
    sketch.finish(sketch.chain(sketch.entry(3), fc, sketch.block.add("torch.argmax", name="best")))

    told = recorded(project)

    assert told.functions == ()
    assert reasons(told)[0] == "best gives whole numbers or truth values, which have no gradient."


def test_what_a_group_freezes_is_not_in_the_graph() -> None:
    project = example("iris-mlp")
    first = next(node for node in project.main.nodes.values() if node.kind == "torch.nn.Linear")
    project.training[f"groups.{first.name}.*.frozen"] = True

    told = recorded(project)

    assert not any(path.startswith(first.name) for path in leaves(told))
    assert f"{first.name}.weight is frozen by the group “{first.name}.*”." in reasons(told)


def test_a_frame_without_gradients(sketch: Sketch, project: Project) -> None:
    x = sketch.block.add("torch.tensor", name="x", data=(1.0, 2.0), requires_grad=True)
    double = sketch.block.add("torch.mul", name="double", other=2)
    sketch.block.connect(x["output"], double["input"])
    add_frame(project.main, [double.id], mode=FrameMode.NO_GRAD)

    told = recorded(project)

    assert reasons(told) == ["double lies in a frame of no_grad: autograd records nothing there."]


# Canvases of tensors


def test_the_graph_of_a_script_is_drawn_with_its_gradient() -> None:
    told = recorded(example("autograd"))

    assert Counter(f.op for f in told.functions) == {
        "AddBackward0": 2,
        "PowBackward0": 1,
        "MulBackward0": 1,
        "AccumulateGrad": 1,
    }
    assert leaves(told)["x"].gradient == "6"
    power = next(f for f in told.functions if f.op == "PowBackward0")
    assert [(saved.name, saved.kept) for saved in power.saved if saved.is_tensor] == [("self", Kept.FREED)]
    assert power.code == "square = x ** 2"
    assert len(told.roots) == 1


def test_what_a_script_writes_over_is_told_as_it_was_saved(sketch: Sketch, project: Project) -> None:
    x = sketch.block.add("torch.tensor", name="x", data=(1.0, 2.0), requires_grad=True)
    power, add = (
        sketch.block.add("torch.exp", name="power"),
        sketch.block.add("torch.Tensor.add_", name="more", other=1),
    )
    sketch.chain(x["output"], power, add)

    told = recorded(project)

    exp = next(f for f in told.functions if f.op == "ExpBackward0")
    assert [(saved.shape, saved.kept) for saved in exp.saved] == [((2,), Kept.CHANGED)]
    assert reasons(told) == ["What ExpBackward0 saved was written over since: a backward pass will fail there."]
    assert (told.breaks[0].block, told.breaks[0].node) == ("main", power.id)


def test_a_script_without_gradients_says_so() -> None:
    told = recorded(example("tensor-arithmetic"))

    assert told.functions == ()
    assert "Autograd recorded nothing" in reasons(told)[0]


def test_complex_and_empty_tensors_of_a_script(sketch: Sketch, project: Project) -> None:
    for name, values in {"number": (1.0, 2.0), "nothing": ()}.items():
        start = sketch.block.add("torch.tensor", name=name, data=values, requires_grad=True)
        turned = sketch.block.add("torch.complex", name=f"turned_{name}")
        sketch.block.connect(start["output"], turned["imag"])
        sketch.chain(start["output"], turned, sketch.block.add("torch.exp", name=f"exp_{name}"))

    told = recorded(project)

    assert {(f.shapes, f.bytes) for f in told.functions if f.op == "ExpBackward0"} == {(((2,),), 16), (((0,),), 0)}


def test_tensor_types_are_plain() -> None:
    """What crosses to the window holds no tensor."""
    told = recorded(example("autograd"))

    assert not any(isinstance(value, Tensor) for f in told.functions for value in (f.leaf, f.gradient, *f.saved))
