"""The catalogue: what is in it, its ports, its search, and how it is loaded."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import guinet
from guinet.core.ports import Port, Ports
from guinet.core.values import MISSING
from guinet.nodes import registry
from guinet.nodes.arguments import argument_problem
from guinet.nodes.build import node_type
from guinet.nodes.registry import REGISTRY
from guinet.nodes.signatures import signatures
from guinet.nodes.table import Detail, Entry, layer
from guinet.nodes.types import CATEGORIES, Form, Inference, NodeType, OptimizerType, Task
from tests.catalogue import get

TYPES = REGISTRY.types()

SPLIT = {"batch_size": 64, "shuffle": True, "drop_last": False, "validation": 0.1, "test": 0.2, "split_seed": 0}
SYNTHETIC = {"samples": 1000, "noise": 0.1, "seed": 0, "standardise": True}


def titles(text: str) -> list[str]:
    return [type.title for type in REGISTRY.search(text)]


def test_kinds_are_unique_and_every_table_is_read() -> None:
    count = sum(len(table) for table in registry.ENTRIES.values()) + len(registry.OWN)

    assert len(TYPES) == count == len({type.kind for type in TYPES})
    assert set(CATEGORIES) == {type.category for type in TYPES} | {"other"}


def test_types_come_in_the_order_of_the_categories() -> None:
    order = [list(CATEGORIES).index(type.category) for type in TYPES]

    assert order == sorted(order)


def test_every_type_has_a_sentence_and_outputs_that_fit_its_form() -> None:
    for type in TYPES:
        assert type.doc.endswith("."), type.kind
        assert type.title
        if type.form is Form.LOSS:
            assert [port.name for port in type.outputs] == ["loss"]


def test_inferred_arguments_name_a_port_of_their_node() -> None:
    for type in TYPES:
        for argument in type.arguments:
            if argument.inferred is not None:
                assert argument.inferred.port in {port.name for port in type.inputs}, type.kind
                assert not argument.required


def test_only_an_optional_port_shares_its_name_with_an_argument() -> None:
    shared = [
        (type.kind, port.name)
        for type in TYPES
        for port in type.inputs
        if type.argument(port.name) is not None and not port.optional
    ]

    assert shared == []


def test_defaults_suggestions_and_choices_are_values_the_argument_may_have() -> None:
    types: tuple[NodeType | OptimizerType, ...] = (*TYPES, *REGISTRY.optimizers())
    for type in types:
        for argument in type.arguments:
            for value in (argument.default, argument.suggestion, *argument.choices):
                assert value is MISSING or argument_problem(argument, value) is None, (type.kind, argument.name, value)


@pytest.mark.parametrize(
    ("name", "outputs", "arguments"),
    [
        ("digits", "image label", SPLIT),
        ("fashion_mnist", "image label", SPLIT),
        ("iris", "features label", SPLIT | {"standardise": True}),
        ("wine", "features label", SPLIT | {"standardise": True}),
        ("breast_cancer", "features label", SPLIT | {"standardise": True}),
        ("diabetes", "features target", SPLIT | {"standardise": True}),
        ("moons", "features label", SPLIT | SYNTHETIC),
        ("circles", "features label", SPLIT | SYNTHETIC),
        ("spirals", "features label", SPLIT | SYNTHETIC),
        ("xor", "features label", SPLIT | SYNTHETIC),
        ("sine", "sequence target", SPLIT | {"samples": 1000, "length": 32, "noise": 0.0, "seed": 0}),
    ],
)
def test_a_data_source_has_these_ports_and_arguments(name: str, outputs: str, arguments: dict[str, object]) -> None:
    type = get(f"guinet.data.{name}")

    assert type.form is Form.DATA
    assert [port.name for port in type.outputs] == outputs.split()
    assert {argument.name: argument.default for argument in type.arguments} == arguments


def test_a_csv_file_asks_for_its_path_and_finds_out_the_rest() -> None:
    type = get("guinet.data.csv")

    assert [argument.name for argument in type.missing({}, ())] == ["path"]
    assert {argument.name for argument in type.arguments} - set(SPLIT) == {
        *("path", "target", "features", "task", "separator", "standardise")
    }


def test_a_convolution_is_written_as_a_person_writes_it() -> None:
    """`nn.Conv2d(1, 32, kernel_size=3, padding=1)`, with the channels counted from the end."""
    type = get("torch.nn.Conv2d")
    channels, padding = type.argument("in_channels"), type.argument("padding")
    assert channels is not None
    assert padding is not None

    assert [argument.name for argument in type.arguments if argument.positional] == ["in_channels", "out_channels"]
    assert channels.inferred == Inference("input", -3)
    assert (padding.choices, padding.minimum, padding.length) == (("same", "valid"), 0, 2)
    assert [argument.name for argument in type.missing({}, ())] == ["out_channels", "kernel_size"]
    assert type.suggestions() == {"out_channels": 16, "kernel_size": 3}


def test_an_lstm_says_how_its_result_is_taken_apart() -> None:
    type = get("torch.nn.LSTM")

    assert type.unpack == "output, (h_n, c_n)"
    assert [port.name for port in type.outputs] == ["output", "h_n", "c_n"]
    assert [(port.name, port.multiple, port.optional) for port in type.inputs] == [
        ("input", False, False),
        ("hx", True, True),
    ]


def test_attention_takes_some_arguments_when_called() -> None:
    type = get("torch.nn.MultiheadAttention")

    assert [argument.name for argument in type.arguments if argument.at_call] == [
        *("need_weights", "average_attn_weights", "is_causal")
    ]
    assert [port.name for port in type.inputs if port.optional] == ["key_padding_mask", "attn_mask"]


def test_a_constant_stands_in_for_a_wire_that_is_not_there() -> None:
    type = get("torch.mul")

    assert [argument.name for argument in type.missing({}, ("input",))] == ["other"]
    assert type.missing({}, ("input", "other")) == ()
    assert type.missing({"other": 2}, ("input",)) == ()
    assert type.ports({}).input("other") == Port("other", optional=True)


@pytest.mark.parametrize(
    ("kind", "arguments", "outputs"),
    [
        ("torch.Tensor.chunk", {"chunks": 3}, ["output_0", "output_1", "output_2"]),
        ("torch.Tensor.chunk", {}, ["output_0"]),
        ("torch.Tensor.chunk", {"chunks": 10**9}, [f"output_{index}" for index in range(256)]),
        ("torch.Tensor.chunk", {"chunks": -1}, ["output_0"]),
        ("torch.Tensor.chunk", {"chunks": "two"}, ["output_0"]),
        ("torch.Tensor.split", {"split_size": (3, 5)}, ["output_0", "output_1"]),
        ("torch.Tensor.split", {"split_size": 2}, ["output"]),
        ("torch.Tensor.split", {"split_size": 2, "pieces": 2}, ["output_0", "output_1"]),
        ("torch.Tensor.unbind", {"pieces": 3}, ["output_0", "output_1", "output_2"]),
        ("torch.max", {}, ["output"]),
        ("torch.max", {"dim": 1}, ["values", "indices"]),
        ("torch.unique", {"return_counts": True}, ["output", "counts"]),
        ("torch.nn.MaxPool2d", {}, ["output"]),
        ("torch.nn.MaxPool2d", {"return_indices": True}, ["output", "indices"]),
        ("torch.nn.MaxPool2d", {"return_indices": "yes"}, ["output"]),
    ],
)
def test_ports_follow_the_arguments(kind: str, arguments: dict[str, int], outputs: list[str]) -> None:
    ports = REGISTRY.ports(kind, arguments)

    assert ports is not None
    assert [port.name for port in ports.outputs] == outputs
    assert [port.name for port in ports.inputs] == ["input"]


def test_an_unknown_kind_has_no_ports_but_neighbours() -> None:
    assert REGISTRY.get("torch.nn.Conv4d") is None
    assert REGISTRY.ports("torch.nn.Conv4d", {}) is None
    assert "torch.nn.Conv2d" in REGISTRY.close("torch.nn.Conv2D")
    assert REGISTRY.close("something else entirely") == ()


def test_output_takes_whatever_comes() -> None:
    assert REGISTRY.ports("guinet.Output", {}) == Ports((Port("input", get("guinet.Output").inputs[0].type),))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Conv2d", ["Conv2d"]),
        ("conv", ["Conv1d", "Conv2d", "Conv3d", "ConvTranspose1d"]),
        ("fc", ["Linear"]),
        ("dense", ["Linear"]),
        ("bn", ["BatchNorm1d", "BatchNorm2d", "BatchNorm3d"]),
        ("batch norm", ["BatchNorm1d", "BatchNorm2d", "BatchNorm3d"]),
        ("relu", ["ReLU", "relu", "ReLU6"]),
        ("+", ["add"]),
        ("plus", ["add", "Softplus"]),
        ("softm", ["Softmax"]),
        ("mse", ["MSELoss"]),
        ("mnist", ["Fashion-MNIST"]),
        ("multi-head", ["MultiheadAttention"]),
        ("mxpool2d", ["MaxPool2d"]),
        ("scaled dot", ["scaled_dot_product_attention"]),
    ],
)
def test_search_puts_the_likeliest_first(text: str, first: list[str]) -> None:
    assert titles(text)[: len(first)] == first


def test_an_empty_search_gives_everything_in_order() -> None:
    assert REGISTRY.search("") == list(TYPES)
    assert REGISTRY.search("  ") == list(TYPES)


def test_nonsense_finds_nothing() -> None:
    assert REGISTRY.search("qqqq") == []


def test_later_words_come_after_beginnings() -> None:
    found = titles("norm")

    assert found.index("normalize") < found.index("BatchNorm2d")


def test_a_layer_comes_before_the_function_and_the_method_of_its_name() -> None:
    kinds = [type.kind for type in REGISTRY.search("relu")]

    assert kinds.index("torch.nn.ReLU6") < kinds.index("torch.nn.functional.relu")
    assert kinds.index("torch.nn.ReLU") < kinds.index("torch.Tensor.relu_")


def test_who_writes_the_underscore_means_the_form_in_place() -> None:
    for name in ("add", "sub", "mul", "div"):
        assert titles(f"{name}_")[:2] == [f"{name}_", name]
        assert titles(name)[0] == name


@pytest.mark.parametrize(("lazy", "plain"), [("LazyLinear", "Linear"), ("LazyConv2d", "Conv2d")])
def test_a_lazy_layer_is_the_plain_one_with_its_size_left_open(lazy: str, plain: str) -> None:
    found = REGISTRY.search(lazy)[0]

    assert found.title == plain
    assert any(argument.inferred for argument in found.arguments)


def test_a_layer_of_torch_is_added_by_one_line() -> None:
    type = node_type(layer("LazyLinear", "Finds its own size.", positional=1), "linear", signatures())

    assert [argument.name for argument in type.arguments] == ["out_features", "bias"]
    assert [port.name for port in type.inputs] == ["input"]
    assert type.arguments[0].positional


@pytest.mark.parametrize(
    "entry",
    [
        layer("NoSuchLayer", "Not in torch."),
        layer("ReLU", "Has no such argument.", details={"slope": Detail(minimum=0)}),
        layer("ReLU", "Has no such port.", inputs={"other": Port("other")}),
    ],
)
def test_a_slip_in_a_table_is_an_error(entry: Entry) -> None:
    with pytest.raises(KeyError):
        node_type(entry, "linear", signatures())


def test_loading_needs_neither_torch_nor_qt() -> None:
    code = (
        "import sys; from guinet.nodes.registry import REGISTRY; REGISTRY.types(); REGISTRY.optimizers();"
        "print([name for name in ('torch', 'PySide6', 'numpy', 'networkx') if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_sources_have_no_inputs_and_in_place_methods_name_what_they_write_over() -> None:
    assert {"torch.zeros", "torch.tensor", "torch.arange", "guinet.Constant"} <= {
        type.kind for type in TYPES if type.source
    }
    for type in TYPES:
        written = type.form is Form.METHOD and type.title.endswith("_") and not type.title.endswith("__")
        assert (type.mutates == "input") == (written or type.form is Form.ASSIGN), type.kind
        assert type.mutates in ("", *(port.name for port in type.inputs))
    assert get("torch.nn.ReLU").mutated({"inplace": True}) == "input"
    assert get("torch.nn.ReLU").mutated({}) == ""


def test_class_weights_are_numbers_of_the_form() -> None:
    weight = get("torch.nn.CrossEntropyLoss").argument("weight")

    assert weight is not None
    assert (weight.tensor, weight.optional, argument_problem(weight, (0.2, 0.8))) == (True, True, None)


def test_every_loss_says_what_it_compares() -> None:
    losses = {type.title: type.task for type in REGISTRY.types() if type.form is Form.LOSS}

    assert {name for name, task in losses.items() if task is Task.CLASSES} == {
        "CrossEntropyLoss", "NLLLoss", "MultiMarginLoss"
    }  # fmt: skip
    assert {name for name, task in losses.items() if task is Task.VALUES} == {
        "MSELoss", "L1Loss", "SmoothL1Loss", "HuberLoss"
    }  # fmt: skip
    assert (losses["BCEWithLogitsLoss"], losses["BCELoss"]) == (Task.LOGITS, Task.PROBABILITIES)


def test_which_layers_multiply_what_arrives_with_weights_of_their_own() -> None:
    flagged = {type.title for type in REGISTRY.types() if type.float_weights}
    assert {"Linear", "Conv2d", "ConvTranspose1d", "BatchNorm1d", "LayerNorm", "RMSNorm", "GRUCell"} <= flagged
    assert not flagged & {"Identity", "Unfold", "LocalResponseNorm", "Embedding", "Flatten", "Dropout", "ReLU"}


NAMING = {
    "compile/repairs.py",
    "probe/doctor/batch.py",
    "probe/doctor/graph.py",
    "probe/doctor/record.py",
    "probe/doctor/repairs.py",
    "probe/doctor/rows.py",
    "probe/flow.py",
}
"""Of the other rooms those that put nodes into a graph to mend it, and what looks for the trouble of one layer."""

READING = {
    f"exchange/python/{name}.py"
    for name in (
        *("binding", "computed", "derived", "entering", "expressions", "operations", "rows"),
        *("statements", "subscripts", "torch_calls"),
    )
}
"""Where Python's own words become nodes: `x[0]`, `x.shape`, `x @ y`, a list that is a tensor, a seed that draws one."""


def test_only_the_nodes_room_and_repairs_name_a_node_type() -> None:
    root = Path(guinet.__file__).parent
    kinds = {type.kind for type in REGISTRY.types() if type.kind.startswith("torch.")}
    naming = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if path.parent.name != "nodes"
        for part in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(part, ast.Constant) and part.value in kinds
    }
    assert naming - READING == NAMING
