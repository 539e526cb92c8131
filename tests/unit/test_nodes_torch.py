"""What the registry says about torch, compared with torch itself."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from guinet.core.values import MISSING, Setting, Value
from guinet.nodes.registry import REGISTRY
from guinet.nodes.signatures import FILE
from guinet.nodes.types import Argument, ArgumentType, Form, NodeType

TYPES = REGISTRY.types()
MODULES = [type for type in TYPES if type.form is Form.MODULE]
LOSSES = [type for type in TYPES if type.form is Form.LOSS]
CALLS = [
    type
    for type in TYPES
    if type.form in (Form.FUNCTION, Form.METHOD, Form.OPERATOR) and type.kind.startswith("torch.")
]
UNSUGGESTED: dict[str, dict[str, Value]] = {
    "torch.nn.AdaptiveLogSoftmaxWithLoss": {"n_classes": 20, "cutoffs": (5, 10)},
    "torch.nn.Fold": {"output_size": (6, 6)},
    "torch.nn.Unflatten": {"unflattened_size": (2, 3)},
}
STACKS: dict[str, Any] = {
    "torch.nn.TransformerEncoder": nn.TransformerEncoderLayer,
    "torch.nn.TransformerDecoder": nn.TransformerDecoderLayer,
}
"""Layers whose constructor takes a layer, and of what class that is."""

"""What a person must say: nothing that fits every network can be suggested."""

CONTAINERS = {
    *(
        "Container",
        "DataParallel",
        "Module",
        "ModuleDict",
        "ModuleList",
        "ParameterDict",
        "ParameterList",
        "Sequential",
    ),
    *("RNNBase", "RNNCellBase"),  # no layers, what layers are made of
}
OLD_NAMES = {"NLLLoss2d"}


def ids(type: NodeType) -> str:
    return type.kind


def torch_object(path: str) -> Any:
    found: Any = torch
    for name in path.split(".")[1:]:
        found = getattr(found, name)
    return found


def written(function: Callable[..., object]) -> inspect.Signature:
    overloads = typing.get_overloads(function)
    return inspect.signature(overloads[0] if overloads else function)


def settled(argument: Argument, given: dict[str, Value]) -> Setting:
    """The value a fresh node has: what is given, what is suggested, for inferred ones a size that divides well."""
    if argument.name in given:
        return given[argument.name]
    if argument.suggestion is not MISSING:
        return argument.suggestion
    return 16 if argument.inferred and argument.required is False and argument.default is MISSING else argument.default


def constructor_arguments(type: NodeType) -> dict[str, Setting]:
    given = UNSUGGESTED.get(type.kind, {})
    return {argument.name: settled(argument, given) for argument in type.arguments if not argument.at_call}


def constructed(type: NodeType, arguments: dict[str, Setting]) -> Any:
    if type.kind not in STACKS:
        return torch_object(type.kind)(**arguments)
    own = {argument.name for argument in type.arguments if not argument.inner}
    layer = STACKS[type.kind](**{name: value for name, value in arguments.items() if name not in own})
    return torch_object(type.kind)(layer, **{name: value for name, value in arguments.items() if name in own})


@pytest.mark.parametrize("type", MODULES + LOSSES, ids=ids)
@pytest.mark.filterwarnings("ignore:dropout option adds dropout:UserWarning")
def test_a_layer_is_constructed_from_its_suggestions_and_defaults(type: NodeType) -> None:
    arguments = constructor_arguments(type)

    with torch.device("meta"):
        module = constructed(type, arguments)

    assert isinstance(module, nn.Module)


@pytest.mark.parametrize("type", MODULES + LOSSES, ids=ids)
def test_defaults_are_those_of_torch(type: NodeType) -> None:
    cls = torch_object(type.kind)
    constructor, forward = written(cls.__init__).parameters, written(cls.forward).parameters

    inner = written(STACKS[type.kind].__init__).parameters if type.kind in STACKS else {}
    for argument in type.arguments:
        declared = inner if argument.inner else forward if argument.at_call else constructor
        default = declared[argument.name].default
        if default is inspect.Parameter.empty:
            assert argument.default is MISSING
        elif callable(default):
            assert argument.default == default.__name__
        else:
            assert (argument.default, bool) == (default, bool)


@pytest.mark.parametrize("type", MODULES + LOSSES, ids=ids)
def test_ports_are_the_tensors_that_forward_takes_in_its_order(type: NodeType) -> None:
    forward = [name for name in written(torch_object(type.kind).forward).parameters if name != "self"]
    if type.title == "PoissonNLLLoss":  # it has an argument of the same name
        forward[forward.index("log_input")] = "input"

    assert list(type.parameters) == forward
    assert [port.name for port in type.inputs] == [name for name in forward if type.ports({}).input(name) is not None]
    assert {*forward} == {port.name for port in type.inputs} | {a.name for a in type.arguments if a.at_call}


@pytest.mark.parametrize("type", CALLS, ids=ids)
def test_an_operation_is_something_torch_can_call(type: NodeType) -> None:
    assert callable(torch_object(type.kind))
    if type.form is Form.METHOD:
        assert type.call == type.kind.removeprefix("torch.Tensor.")
        assert type.inputs[0].name == "input"


OPERATORS = [type for type in CALLS if type.form is Form.OPERATOR]


@pytest.mark.parametrize("type", OPERATORS, ids=ids)
def test_an_operator_gives_what_its_function_gives(type: NodeType) -> None:
    a, b = torch.tensor([[1.5, 2.0], [3.0, 4.0]]), torch.tensor([[2.0, 2.0], [0.5, 4.0]])
    if type.title.startswith("bitwise"):
        a, b = a.int(), b.int()
    operands = ("a", "b") if len(type.parameters) > 1 else ("a",)

    result = eval(f"a {type.call} b" if len(operands) > 1 else f"{type.call}a", {"a": a, "b": b})

    assert torch.equal(result, torch_object(type.kind)(*(a, b)[: len(operands)]))


EXAMPLES: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
    "torch.Tensor.roll": ((1, -1), {}),
    "torch.Tensor.masked_fill": ((torch.tensor([True, False]), 0.0), {}),
    "torch.Tensor.gather": ((1, torch.zeros(2, 2, dtype=torch.long)), {"sparse_grad": True}),
    "torch.Tensor.index_select": ((1, torch.tensor([0])), {}),
    "torch.Tensor.expand": ((3, 2, 2), {}),
    "torch.Tensor.repeat": ((3, 1), {}),
    "torch.Tensor.permute": ((1, 0), {}),
    "torch.Tensor.split": (((1, 1),), {"dim": 1}),
}


@pytest.mark.parametrize("kind", EXAMPLES)
def test_positional_arguments_stand_where_torch_wants_them(kind: str) -> None:
    type = REGISTRY.get(kind)
    assert type is not None
    positional, by_name = EXAMPLES[kind]
    x = torch.arange(4.0).reshape(2, 2)

    called = getattr(x, type.call)(*positional, **by_name)
    names = [name for name in type.parameters if name not in ("input", *by_name)]
    argument = type.argument(names[0])
    values = (positional,) if argument is not None and argument.variadic else positional
    named = torch_object(kind)(x, **dict(zip(names, values, strict=True)), **by_name)

    assert str(called) == str(named)


def test_every_plain_layer_and_loss_is_there() -> None:
    classes = {name for name, cls in vars(nn).items() if isinstance(cls, type) and issubclass(cls, nn.Module)}
    offered = {type.title for type in MODULES + LOSSES}

    left = classes - offered

    assert left == CONTAINERS | OLD_NAMES | {name for name in classes if name.startswith("Lazy")}
    assert len(MODULES) == 118  # the 116 plain layers, and two losses that have weights of their own
    assert len(LOSSES) == 21


def test_every_optimiser_is_there_and_trains() -> None:
    assert len(REGISTRY.optimizers()) == 15
    for type in REGISTRY.optimizers():
        signature = inspect.signature(torch_object(type.kind))
        for argument in type.arguments:
            assert argument.default == signature.parameters[argument.name].default, (type.kind, argument.name)
        defaults = {argument.name: argument.default for argument in type.arguments}
        torch_object(type.kind)([torch.zeros(2, 2, requires_grad=True)], **defaults)


@pytest.mark.parametrize(
    ("kind", "arguments", "shapes"),
    [
        ("torch.nn.Linear", {"out_features": 3}, [(2, 5, 7)]),
        ("torch.nn.Bilinear", {"out_features": 3}, [(2, 5), (2, 7)]),
        ("torch.nn.Conv1d", {"out_channels": 3, "kernel_size": 1}, [(2, 5, 7)]),
        ("torch.nn.Conv2d", {"out_channels": 3, "kernel_size": 1}, [(5, 7, 9)]),
        ("torch.nn.Conv3d", {"out_channels": 3, "kernel_size": 1}, [(2, 5, 7, 9, 11)]),
        ("torch.nn.ConvTranspose1d", {"out_channels": 3, "kernel_size": 1}, [(2, 5, 7)]),
        ("torch.nn.ConvTranspose2d", {"out_channels": 3, "kernel_size": 1}, [(2, 5, 7, 9)]),
        ("torch.nn.ConvTranspose3d", {"out_channels": 3, "kernel_size": 1}, [(5, 7, 9, 11)]),
        ("torch.nn.BatchNorm1d", {}, [(2, 5)]),
        ("torch.nn.BatchNorm1d", {}, [(2, 5, 7)]),
        ("torch.nn.BatchNorm2d", {}, [(2, 5, 7, 9)]),
        ("torch.nn.BatchNorm3d", {}, [(2, 5, 7, 9, 11)]),
        ("torch.nn.InstanceNorm1d", {"affine": True}, [(2, 5, 7)]),
        ("torch.nn.InstanceNorm2d", {"affine": True}, [(5, 7, 9)]),
        ("torch.nn.InstanceNorm3d", {"affine": True}, [(2, 5, 7, 9, 11)]),
        ("torch.nn.GroupNorm", {"num_groups": 1}, [(2, 5, 7)]),
        ("torch.nn.LayerNorm", {}, [(2, 5, 7)]),
        ("torch.nn.RMSNorm", {}, [(2, 5, 7)]),
        ("torch.nn.RNN", {"hidden_size": 3}, [(2, 5, 7)]),
        ("torch.nn.LSTM", {"hidden_size": 3}, [(2, 5, 7)]),
        ("torch.nn.GRU", {"hidden_size": 3}, [(2, 5, 7)]),
        ("torch.nn.RNNCell", {"hidden_size": 3}, [(2, 7)]),
        ("torch.nn.LSTMCell", {"hidden_size": 3}, [(2, 7)]),
        ("torch.nn.GRUCell", {"hidden_size": 3}, [(2, 7)]),
        ("torch.nn.MultiheadAttention", {"num_heads": 1}, [(2, 5, 7)] * 3),
        ("torch.nn.TransformerEncoderLayer", {"nhead": 1, "dropout": 0.0}, [(2, 5, 7)]),
        ("torch.nn.TransformerDecoderLayer", {"nhead": 1}, [(2, 5, 7)] * 2),
        ("torch.nn.Transformer", {"nhead": 2, "num_encoder_layers": 1, "batch_first": True}, [(2, 5, 8)] * 2),
    ],
)
def test_an_inferred_size_is_the_one_torch_accepts(
    kind: str, arguments: dict[str, Value], shapes: list[tuple[int, ...]]
) -> None:
    """Each dimension of the shapes has a size of its own, so that no other one would pass."""
    type = REGISTRY.get(kind)
    assert type is not None
    tensors = dict(zip((port.name for port in type.inputs), (torch.zeros(shape) for shape in shapes), strict=False))
    inferred = {
        argument.name: tensors[argument.inferred.port].shape[argument.inferred.dimension]
        for argument in type.arguments
        if argument.inferred
    }
    assert inferred

    results = torch_object(kind)(**arguments, **inferred)(*tensors.values())

    results = results if isinstance(results, tuple) else (results,)
    assert len(results) == (2 if type.unpack else len(type.outputs))


def test_the_file_is_what_this_torch_gives(repository: Path) -> None:
    recorded = json.loads(FILE.read_text(encoding="utf-8"))["torch"]
    installed = torch.__version__.split("+")[0]
    if recorded != installed:
        pytest.skip(f"signatures.json is of torch {recorded}, installed is {installed}")

    script = repository / "packaging" / "generate_nodes.py"
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, check=False)

    assert done.returncode == 0, f"run packaging/generate_nodes.py and look at the difference\n{done.stderr}"


def test_choices_are_taken_by_torch() -> None:
    for type in MODULES + LOSSES:
        for argument in type.arguments:
            if argument.type is not ArgumentType.CHOICE or type.kind == "torch.nn.Upsample":
                continue
            for choice in argument.choices:
                with torch.device("meta"):
                    constructed(type, constructor_arguments(type) | {argument.name: choice})


@pytest.mark.parametrize("mode", ["nearest", "linear", "bilinear", "bicubic", "trilinear", "area", "nearest-exact"])
def test_upsampling_modes_are_those_of_torch(mode: str) -> None:
    type = REGISTRY.get("torch.nn.Upsample")
    assert type is not None
    argument = type.argument("mode")
    assert argument is not None
    dimensions = {"linear": 1, "trilinear": 3}.get(mode, 2)

    result = nn.Upsample(scale_factor=2, mode=mode)(torch.zeros(1, 1, *[4] * dimensions))

    assert mode in argument.choices
    assert result.shape[2:] == (8,) * dimensions
