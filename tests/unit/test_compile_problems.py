"""Problems in words, and repairs that repair."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from guinet.compile.shapes import Checker, check
from guinet.core.changes import (
    AddBlock,
    AddNode,
    AddWire,
    Change,
    RemoveNode,
    RemoveWire,
    RenameNode,
    SetBlock,
    SetKind,
    SetTraining,
)
from guinet.core.graph import Block, BlockArgument, BlockData, End, Node, Wire
from guinet.core.problems import GuinetError, Problem, Severity
from guinet.core.project import Project, block_kind
from guinet.core.report import Report
from guinet.core.values import Reference, ScalarSpec, SequenceSpec, TensorSpec, Value, ValueSpec
from guinet.nodes.registry import REGISTRY

SPECS: Mapping[str, dict[str, ValueSpec]] = {
    "guinet.data.digits": {"image": TensorSpec(("N", 1, 8, 8)), "label": TensorSpec(("N",), "int64")},
    "guinet.data.iris": {"features": TensorSpec(("N", 4)), "label": TensorSpec(("N",), "int64")},
    "guinet.data.diabetes": {"features": TensorSpec(("N", 10)), "target": TensorSpec(("N", 1))},
    "guinet.data.sine": {"sequence": TensorSpec(("N", 32, 1)), "target": TensorSpec(("N",))},
}


def data_specs(node: Node) -> Mapping[str, ValueSpec]:
    if node.kind == "guinet.data.csv":
        raise GuinetError("flowers.csv is not there")
    return SPECS[node.kind]


@pytest.fixture
def project() -> Project:
    return Project(REGISTRY)


@pytest.fixture
def graph(project: Project) -> Block:
    return project.main


def wire_up(block: Block, start: End, *nodes: Node) -> End:
    for node in nodes:
        ports = block.project.ports(block, node)
        block.connect(start, node[ports.inputs[0].name])
        start = node[ports.outputs[0].name] if ports.outputs else start
    return start


def entry(graph: Block, *shape: int, **arguments: Any) -> End:
    return graph.add("guinet.Input", name="x", shape=shape, **arguments)["output"]


def finish(graph: Block, end: End) -> None:
    graph.connect(end, graph.add("guinet.Output", name="y")["input"])


def only_problem(project: Project) -> Problem:
    problems = check(project, data_specs).problems
    assert len(problems) == 1, [problem.message for problem in problems]
    return problems[0]


def outputs(report: Report, node: Node, block: str = "main") -> dict[str, str]:
    return {port: str(spec) for port, spec in report.nodes[block][node.id].outputs.items()}


def repair(project: Project, problem: Problem, place: int = 0) -> Report:
    fix = problem.fixes[place]
    project.run(fix.text, fix.changes)
    return check(project, data_specs)


def test_shapes_and_inferred_arguments_of_a_small_network(graph: Block, project: Project) -> None:
    data = graph.add("guinet.data.digits", name="digits")
    conv = graph.add("torch.nn.Conv2d", name="conv", out_channels=6, kernel_size=3)
    flatten = graph.add("torch.nn.Flatten", name="flatten")
    fc = graph.add("torch.nn.Linear", name="fc", out_features=10)
    loss = graph.add("torch.nn.CrossEntropyLoss", name="loss")
    wire_up(graph, data["image"], conv, flatten, fc, loss)
    graph.connect(data["label"], loss["target"])

    report = check(project, data_specs)

    assert report.problems == ()
    assert outputs(report, conv) == {"output": "N×6×6×6 float32"}
    assert outputs(report, flatten) == {"output": "N×216 float32"}
    assert outputs(report, loss) == {"loss": "scalar float32"}
    assert report.nodes["main"][conv.id].inferred == {"in_channels": 1}
    assert report.nodes["main"][fc.id].inferred == {"in_features": 216}
    assert report.nodes["main"][fc.id].parameters == 216 * 10 + 10
    assert report.parameters == 6 * 9 + 6 + 2170


@pytest.mark.parametrize(
    ("kind", "arguments", "expected"),
    [
        ("torch.Tensor.reshape", {"shape": (-1,)}, "24N float32"),
        ("torch.Tensor.reshape", {"shape": (-1, 6)}, "4N×6 float32"),
        ("torch.Tensor.transpose", {"dim0": 0, "dim1": 1}, "4×N×6 float32"),
        ("torch.Tensor.permute", {"dims": (2, 0, 1)}, "6×N×4 float32"),
        ("torch.argmax", {"dim": 1}, "N×6 int64"),
        ("torch.eq", {"other": 1.0}, "N×4×6 bool"),
        ("torch.nn.functional.pad", {"pad": (0, 0, 0, 0, 1, 2)}, "N+3×4×6 float32"),
    ],
)
def test_dimensions_that_follow_the_batch(
    graph: Block, project: Project, kind: str, arguments: dict[str, Any], expected: str
) -> None:
    node = graph.add(kind, name="node", **arguments)
    finish(graph, wire_up(graph, entry(graph, 4, 6), node))

    report = check(project, data_specs)

    assert report.problems == ()
    assert outputs(report, node) == {"output": expected}


def test_a_product_of_batches_is_a_square(graph: Block, project: Project) -> None:
    x = entry(graph, 4)
    turned = graph.add("torch.Tensor.transpose", name="turned", dim0=0, dim1=1)
    product = graph.add("torch.matmul", name="product")
    flat = graph.add("torch.Tensor.reshape", name="flat", shape=(-1,))
    graph.connect(x, turned["input"])
    graph.connect(x, product["input"])
    graph.connect(turned["output"], product["other"])
    finish(graph, wire_up(graph, product["output"], flat))

    report = check(project, data_specs)

    assert outputs(report, product) == {"output": "N×N float32"}
    assert outputs(report, flat) == {"output": "N² float32"}


def test_several_outputs_have_specs_of_their_own(graph: Block, project: Project) -> None:
    lstm = graph.add("torch.nn.LSTM", name="lstm", hidden_size=5, num_layers=2)
    finish(graph, wire_up(graph, entry(graph, 7, 3), lstm))

    assert outputs(check(project, data_specs), lstm) == {
        "output": "N×7×5 float32",
        "h_n": "2×7×5 float32",
        "c_n": "2×7×5 float32",
    }


def test_specs_of_tuples_and_scalars_survive_the_round_trip() -> None:
    from guinet.compile.known import from_spec

    spec = SequenceSpec((TensorSpec(("2N", 3), "int64"), ScalarSpec("int", "4")))

    assert from_spec(spec).spec() == spec


def test_a_size_that_contradicts_the_input_is_named_with_two_repairs(graph: Block, project: Project) -> None:
    fc = graph.add("torch.nn.Linear", name="fc", in_features=10, out_features=2)
    finish(graph, wire_up(graph, entry(graph, 12), fc))

    problem = only_problem(project)

    assert problem.message == "fc expects in_features = 10, but N×12 arrives (12)."
    assert (problem.block, problem.node, problem.port, problem.argument) == ("main", fc.id, "input", "in_features")
    assert (problem.expected, problem.got) == ("in_features = 10", "N×12")
    assert [fix.text for fix in problem.fixes] == ["Set in_features to 12", "Let in_features follow the input"]
    assert repair(project, problem).ok
    assert graph.nodes[fc.id].arguments["in_features"] == 12
    project.undo()
    assert repair(project, only_problem(project), 1).ok
    assert "in_features" not in graph.nodes[fc.id].arguments


@pytest.mark.parametrize(
    ("kind", "arguments", "shape", "argument", "right"),
    [
        ("torch.nn.Conv2d", {"in_channels": 3, "out_channels": 4, "kernel_size": 3}, (1, 8, 8), "in_channels", 1),
        ("torch.nn.BatchNorm2d", {"num_features": 7}, (5, 8, 8), "num_features", 5),
        ("torch.nn.LSTM", {"input_size": 2, "hidden_size": 4}, (9, 6), "input_size", 6),
    ],
)
def test_every_inferable_size_has_the_repair(
    graph: Block,
    project: Project,
    kind: str,
    arguments: dict[str, Any],
    shape: tuple[int, ...],
    argument: str,
    right: int,
) -> None:
    node = graph.add(kind, name="node", **arguments)
    finish(graph, wire_up(graph, entry(graph, *shape), node))

    problem = only_problem(project)

    assert problem.argument == argument
    assert repair(project, problem).ok
    assert graph.nodes[node.id].arguments[argument] == right


def test_a_missing_channel_dimension_is_inserted(graph: Block, project: Project) -> None:
    conv = graph.add("torch.nn.Conv2d", name="conv", out_channels=4, kernel_size=3)
    finish(graph, wire_up(graph, entry(graph, 8, 8), conv))

    problem = only_problem(project)

    assert problem.message == "conv works on N×C×H×W, but N×8×8 arrives."
    assert "channels" in problem.why
    report = repair(project, problem)
    assert report.ok
    assert outputs(report, conv) == {"output": "N×4×6×6 float32"}


def test_pixels_in_a_row_become_an_image(graph: Block, project: Project) -> None:
    conv = graph.add("torch.nn.Conv2d", name="conv", out_channels=4, kernel_size=3)
    finish(graph, wire_up(graph, entry(graph, 64), conv))

    report = repair(project, only_problem(project))

    assert report.ok
    assert outputs(report, conv) == {"output": "N×4×6×6 float32"}


def test_an_input_without_batch_gets_one(graph: Block, project: Project) -> None:
    norm = graph.add("torch.nn.BatchNorm2d", name="norm")
    finish(graph, wire_up(graph, entry(graph, 3, 8, 8, batched=False), norm))

    problem = only_problem(project)

    assert problem.why == "The batch dimension is missing."
    report = repair(project, problem)
    assert report.ok
    assert outputs(report, norm) == {"output": "N×3×8×8 float32"}


def classifier(graph: Block, *layers: Node, loss: str = "torch.nn.CrossEntropyLoss", **arguments: Any) -> Node:
    data = graph.add("guinet.data.digits", name="digits")
    criterion = graph.add(loss, name="loss", **arguments)
    wire_up(graph, data["image"], *layers, criterion)
    graph.connect(data["label"], criterion["target"])
    return criterion


def test_flatten_is_inserted_before_the_linear_that_needs_it(graph: Block, project: Project) -> None:
    conv = graph.add("torch.nn.Conv2d", name="conv", out_channels=4, kernel_size=3)
    fc = graph.add("torch.nn.Linear", name="fc", out_features=10)
    relu = graph.add("torch.nn.ReLU", name="relu")
    classifier(graph, conv, fc, relu)

    problem = only_problem(project)

    assert problem.code == "loss-shape"
    assert problem.got == "N×4×6×10 float32 and N int64"
    assert [fix.text for fix in problem.fixes] == ["Insert Flatten before fc"]
    report = repair(project, problem)
    assert report.problems == ()
    assert outputs(report, fc) == {"output": "N×10 float32"}
    assert report.nodes["main"][fc.id].inferred == {"in_features": 144}


def test_flatten_is_inserted_before_the_loss_where_there_is_no_linear(graph: Block, project: Project) -> None:
    conv = graph.add("torch.nn.Conv2d", name="conv", out_channels=10, kernel_size=8)
    classifier(graph, conv)

    assert repair(project, only_problem(project)).problems == ()


def test_class_numbers_in_a_loss_of_quantities(graph: Block, project: Project) -> None:
    flatten = graph.add("torch.nn.Flatten", name="flatten")
    fc = graph.add("torch.nn.Linear", name="fc", out_features=10)
    loss = classifier(graph, flatten, fc, loss="torch.nn.MSELoss", reduction="sum")

    problem = only_problem(project)

    assert problem.fixes[0].text == "Use CrossEntropyLoss"
    assert repair(project, problem).ok
    assert graph.nodes[loss.id].kind == "torch.nn.CrossEntropyLoss"
    assert graph.nodes[loss.id].arguments == {"reduction": "sum"}


def regression(graph: Block, kind: str, data: str = "guinet.data.diabetes") -> Node:
    source = graph.add(data, name="source")
    flatten = graph.add("torch.nn.Flatten", name="flatten")
    fc = graph.add("torch.nn.Linear", name="fc", out_features=1)
    loss = graph.add(kind, name="loss")
    port = "features" if "diabetes" in data else "sequence"
    wire_up(graph, source[port], flatten, fc, loss)
    graph.connect(source["target"], loss["target"])
    return loss


def test_quantities_in_a_loss_of_classes(graph: Block, project: Project) -> None:
    regression(graph, "torch.nn.CrossEntropyLoss")

    problem = only_problem(project)

    assert problem.code == "one-class"
    assert [fix.text for fix in problem.fixes] == ["Use MSELoss"]
    assert repair(project, problem).problems == ()


def test_float_targets_of_another_shape_in_a_loss_of_classes(graph: Block, project: Project) -> None:
    regression(graph, "torch.nn.CrossEntropyLoss", "guinet.data.sine")

    problem = only_problem(project)

    assert problem.code == "loss-target"
    assert [fix.text for fix in problem.fixes] == ["Use MSELoss"]


def test_a_loss_that_would_compare_everything_with_everything(graph: Block, project: Project) -> None:
    regression(graph, "torch.nn.MSELoss", "guinet.data.sine")

    problem = only_problem(project)

    assert problem.code == "loss-broadcast"
    assert (problem.severity, problem.got) == (Severity.ERROR, "N×1 and N")
    assert repair(project, problem).problems == ()


def test_softmax_before_cross_entropy_is_doubted(graph: Block, project: Project) -> None:
    flatten = graph.add("torch.nn.Flatten", name="flatten")
    softmax = graph.add("torch.nn.Softmax", name="softmax", dim=1)
    classifier(graph, flatten, softmax)

    problem = only_problem(project)

    assert (problem.code, problem.severity) == ("applied-twice", Severity.WARNING)
    assert repair(project, problem).problems == ()
    assert softmax.id not in graph.nodes


def test_sigmoid_before_a_loss_that_applies_it_is_doubted(graph: Block, project: Project) -> None:
    loss = regression(graph, "torch.nn.BCEWithLogitsLoss")
    sigmoid = graph.add("torch.sigmoid", name="sigmoid")
    graph.connect(graph.node("fc")["output"], sigmoid["input"])
    graph.connect(sigmoid["output"], loss["input"])

    problem = only_problem(project)

    assert (problem.code, problem.severity) == ("applied-twice", Severity.WARNING)
    assert problem.message == "loss applies sigmoid itself: what arrives has been through one already."
    assert repair(project, problem).problems == ()


def test_a_loss_of_yes_and_no_needs_float_targets_only_where_torch_does(graph: Block, project: Project) -> None:
    scores = graph.add("guinet.Input", name="scores", shape=(3,))["output"]
    marks = graph.add("guinet.Input", name="marks", shape=(3,), dtype="int64")["output"]
    loss = graph.add("torch.nn.MultiLabelSoftMarginLoss", name="loss")
    graph.connect(scores, loss["input"])
    graph.connect(marks, loss["target"])
    assert check(project, data_specs).ok  # torch computes with whole marks here

    project.run("Use", [SetKind("main", loss.id, "torch.nn.BCEWithLogitsLoss", {})])

    problem = check(project, data_specs).errors[0]
    assert (problem.code, problem.port, problem.expected) == ("loss-target", "target", "float32")


def test_small_weights_are_tried_with_the_types_that_arrive(graph: Block, project: Project) -> None:
    """The meta device lets a float through where a real Embedding does not."""
    vectors = graph.add("torch.nn.Embedding", name="vectors", num_embeddings=7, embedding_dim=2)
    finish(graph, wire_up(graph, entry(graph, 5, dtype="float64"), vectors))

    assert only_problem(project).fixes[0].text == "Insert long before input"


def test_a_loss_of_each_sample_is_not_a_loss_to_train_on(graph: Block, project: Project) -> None:
    flatten = graph.add("torch.nn.Flatten", name="flatten")
    loss = classifier(graph, flatten, reduction="none")

    assert only_problem(project).code == "loss-not-scalar"
    wire_up(graph, loss["loss"], graph.add("torch.mean", name="mean"))
    assert check(project, data_specs).problems == ()


def test_whole_numbers_in_a_layer_of_floats(graph: Block, project: Project) -> None:
    fc = graph.add("torch.nn.Linear", name="fc", out_features=1)
    finish(graph, wire_up(graph, entry(graph, 4, dtype="int64"), fc))

    problem = only_problem(project)

    assert problem.message == "fc computes with float32, but int64 arrives."
    assert repair(project, problem).ok


def test_floats_as_indices(graph: Block, project: Project) -> None:
    embedding = graph.add("torch.nn.Embedding", name="embedding", num_embeddings=5, embedding_dim=3)
    finish(graph, wire_up(graph, entry(graph, 4), embedding))

    problem = only_problem(project)

    assert problem.why == "Indices are whole numbers (int64)."
    report = repair(project, problem)
    assert outputs(report, embedding) == {"output": "N×4×3 float32"}


def test_view_of_a_turned_tensor_offers_reshape(graph: Block, project: Project) -> None:
    turned = graph.add("torch.Tensor.transpose", name="turned", dim0=1, dim1=2)
    view = graph.add("torch.Tensor.view", name="view", size=(-1, 24))
    finish(graph, wire_up(graph, entry(graph, 4, 6), turned, view))

    problem = only_problem(project)

    assert "reshape" in problem.why
    assert outputs(repair(project, problem), view) == {"output": "N×24 float32"}


def test_a_layer_no_machine_could_hold_is_refused(graph: Block, project: Project) -> None:
    first = graph.add("torch.nn.Linear", name="first", out_features=10**7)
    second = graph.add("torch.nn.Linear", name="second", out_features=10**7)
    finish(graph, wire_up(graph, entry(graph, 4), first, second))

    problem = only_problem(project)

    assert problem.node == second.id
    assert problem.message == "The parameters of second need 363.8 TiB: make it smaller."
    assert outputs(check(project, data_specs), second) == {}


def test_a_result_no_machine_could_hold_is_refused(graph: Block, project: Project) -> None:
    grow = graph.add("torch.Tensor.repeat", name="grow", repeats=(1, 10**6, 10**6))
    finish(graph, wire_up(graph, entry(graph, 4, 4), grow))

    assert only_problem(project).code == "too-large"


def test_messages_of_torch_speak_of_n(graph: Block, project: Project) -> None:
    finish(graph, wire_up(graph, entry(graph, 4), graph.add("torch.Tensor.reshape", name="flat", shape=(7, 9))))

    problem = only_problem(project)

    assert problem.detail == "shape '[7, 9]' is invalid for input of size 4N"
    assert problem.got == "N×4 float32"


@pytest.mark.parametrize(
    ("kind", "arguments", "code", "argument"),
    [
        ("torch.nn.Linear", {"out_featurs": 4}, "unknown-argument", "out_featurs"),
        ("torch.nn.Linear", {"out_features": -4}, "bad-argument", "out_features"),
        ("torch.nn.Linear", {"out_features": "four"}, "bad-argument", "out_features"),
        ("torch.nn.Dropout", {"p": 2.0}, "bad-argument", "p"),
        ("torch.nn.LSTM", {"hidden_size": 4, "num_layers": 10**9}, "bad-argument", "num_layers"),
        ("torch.nn.Linear", {"out_features": 10**30}, "bad-argument", "out_features"),
        ("torch.nn.Linear", {"out_features": Reference("width")}, "unknown-reference", "out_features"),
    ],
)
def test_arguments_are_judged_one_by_one(
    graph: Block, project: Project, kind: str, arguments: dict[str, Any], code: str, argument: str
) -> None:
    node = graph.add(kind, name="node", **arguments)
    finish(graph, wire_up(graph, entry(graph, 4), node))

    found = [(problem.code, problem.argument) for problem in check(project, data_specs).problems]

    assert (code, argument) in found


def test_a_slip_in_a_name_is_put_right(graph: Block, project: Project) -> None:
    node = graph.add("torch.nn.Linear", name="fc", out_featurs=4)
    finish(graph, wire_up(graph, entry(graph, 4), node))
    problem = next(p for p in check(project, data_specs).problems if p.code == "unknown-argument")

    assert problem.fixes[0].text == "Call it out_features"
    assert repair(project, problem).problems == ()


def test_a_missing_argument_is_asked_for(graph: Block, project: Project) -> None:
    node = graph.add("torch.nn.Linear", name="fc")
    finish(graph, wire_up(graph, entry(graph, 4), node))

    assert only_problem(project).message == "fc needs a value for out_features."


def test_an_operand_may_be_a_constant_or_a_wire(graph: Block, project: Project) -> None:
    add = graph.add("torch.add", name="add")
    x = entry(graph, 4)
    finish(graph, wire_up(graph, x, add))

    assert only_problem(project).message == "add needs a wire to other, or a value for it."
    graph.set(add, other=2)
    assert check(project, data_specs).ok
    graph.connect(x, add["other"])
    assert check(project, data_specs).ok


def test_unwired_inputs_are_errors_only_in_what_is_built(graph: Block, project: Project) -> None:
    finish(graph, entry(graph, 4))
    aside = graph.add("torch.nn.Linear", name="aside", out_features=4)

    found = {(problem.code, problem.severity) for problem in check(project, data_specs).problems}

    assert found == {("unwired", Severity.WARNING), ("unused", Severity.WARNING)}
    last = graph.add("torch.nn.ReLU", name="last")
    wire_up(graph, aside["output"], last)
    graph.connect(last["output"], graph.add("guinet.Output", name="z")["input"])
    problem = only_problem(project)
    assert (problem.code, problem.severity, problem.node) == ("unwired", Severity.ERROR, aside.id)


def test_what_follows_from_a_problem_is_not_a_problem(graph: Block, project: Project) -> None:
    broken = graph.add("torch.nn.Linear", name="broken", in_features=5, out_features=4)
    after = graph.add("torch.nn.Linear", name="after", out_features=4)
    finish(graph, wire_up(graph, entry(graph, 4), broken, after))

    assert only_problem(project).node == broken.id
    assert outputs(check(project, data_specs), after) == {}


def test_a_data_source_that_cannot_be_read_is_a_problem_of_its_node(graph: Block, project: Project) -> None:
    data = graph.add("guinet.data.csv", name="flowers", path="flowers.csv")
    finish(graph, wire_up(graph, data["features"], graph.add("torch.nn.Linear", name="fc", out_features=2)))

    problem = only_problem(project)

    assert (problem.node, problem.message) == (data.id, "flowers: flowers.csv is not there")


@pytest.mark.parametrize("name", ["train", "parameters", "forward", "training", "__hidden"])
def test_names_nn_module_has_itself_are_refused_for_layers(graph: Block, project: Project, name: str) -> None:
    layer = graph.add("torch.nn.Linear", name=name, out_features=2)
    finish(graph, wire_up(graph, entry(graph, 4), layer))

    problem = only_problem(project)

    assert problem.code == "taken-name"
    assert repair(project, problem).problems == ()


def test_cycles_and_unknown_kinds_do_not_stop_the_rest(graph: Block, project: Project) -> None:
    fine = graph.add("torch.nn.Linear", name="fine", out_features=2)
    finish(graph, wire_up(graph, entry(graph, 4), fine))
    one, other = (graph.add("torch.nn.ReLU", name=name) for name in ("one", "other"))
    strange = Node("s", "torch.nn.Marvel", "strange")
    project.run("Damage", [AddWire("main", Wire("w1", one["output"], other["input"])), AddNode("main", strange)])
    project.run("Damage", [AddWire("main", Wire("w2", other["output"], one["input"]))])

    report = check(project, data_specs)

    assert {problem.code for problem in report.problems} == {"cycle", "unknown-kind", "unused"}
    assert outputs(report, fine) == {"output": "N×2 float32"}
    assert any(problem.code == "cycle" for problem in report.nodes["main"][one.id].problems)


def test_a_cycle_closed_later_forgets_what_was_known(graph: Block, project: Project) -> None:
    one, other = (graph.add("torch.nn.ReLU", name=name) for name in ("one", "other"))
    finish(graph, wire_up(graph, entry(graph, 4), one, other))
    checker = Checker(project, data_specs)
    entering = graph.incoming(one.id)[0]
    project.run("Damage", [RemoveWire("main", entering.id), AddWire("main", Wire("w", other["output"], one["input"]))])

    checker.update([RemoveWire("main", entering.id), AddWire("main", Wire("w", other["output"], one["input"]))])

    assert checker.report == check(project, data_specs)
    assert outputs(checker.report, other) == {}


def block_with_linear(project: Project, width: object = Reference("width")) -> Block:
    project.run("Add block", [AddBlock(BlockData("b", "Part", arguments=(BlockArgument("width", 6),)))])
    block = project.blocks["b"]
    x = block.add("guinet.Input", name="x")
    fc = block.add("torch.nn.Linear", name="fc", out_features=width)
    finish(block, wire_up(block, x["output"], fc))
    return block


def test_inside_a_block_the_report_is_that_of_its_first_instance(graph: Block, project: Project) -> None:
    block = block_with_linear(project)
    parts = [graph.add(block_kind("b"), name=f"part{place}", width=5 + place) for place in range(2)]
    finish(graph, wire_up(graph, entry(graph, 4), *parts))

    report = check(project, data_specs)

    assert report.problems == ()
    assert outputs(report, parts[0]) == {"y": "N×5 float32"}
    assert outputs(report, parts[1]) == {"y": "N×6 float32"}
    assert outputs(report, block.node("fc"), "b") == {"output": "N×5 float32"}
    assert report.nodes["b"][block.node("fc").id].inferred == {"in_features": 4}
    assert [report.nodes["main"][part.id].parameters for part in parts] == [4 * 5 + 5, 5 * 6 + 6]


def test_an_error_inside_a_block_shows_on_the_instance_that_has_it(graph: Block, project: Project) -> None:
    block = block_with_linear(project)
    project.run("Fix size", [])
    block.set(block.node("fc"), in_features=4)
    good, bad = (graph.add(block_kind("b"), name=name) for name in ("good", "bad"))
    finish(graph, wire_up(graph, entry(graph, 4), good, bad))

    problem = only_problem(project)

    assert (problem.block, problem.node, problem.code) == ("main", bad.id, "inside")
    assert problem.message == "Inside bad: fc expects in_features = 4, but N×6 arrives (6)."


def test_a_block_inside_itself_is_told_and_survived(graph: Block, project: Project) -> None:
    block = block_with_linear(project)
    project.run("Damage", [AddNode("b", Node("self", block_kind("b"), "again"))])
    finish(graph, wire_up(graph, entry(graph, 4), graph.add(block_kind("b"), name="part")))

    assert "recursion" in {problem.code for problem in check(project, data_specs).problems}
    assert block.nodes["self"].name == "again"


def test_data_and_losses_belong_in_the_main_graph(project: Project) -> None:
    block = block_with_linear(project)
    block.add("torch.nn.MSELoss", name="loss")
    block.add("guinet.data.iris", name="iris")

    codes = [problem.code for problem in check(project, data_specs).problems]

    assert codes.count("only-in-main") == 2


def test_an_edit_tells_what_changed_and_what_went(graph: Block, project: Project) -> None:
    first = graph.add("torch.nn.Linear", name="first", out_features=5)
    relu = graph.add("torch.nn.ReLU", name="relu")
    last = graph.add("torch.nn.Linear", name="last", out_features=3)
    finish(graph, wire_up(graph, entry(graph, 4), first, relu, last))
    checker = Checker(project, data_specs)
    heard: list[tuple[Change, ...]] = []
    project.subscribe(lambda event: heard.append(event.changes))

    graph.set(first, out_features=9)
    update = checker.update(heard.pop())

    assert set(update.changed["main"]) == {first.id, relu.id, last.id}
    assert update.changed["main"][last.id].inferred == {"in_features": 9}
    graph.set(last, bias=False)
    assert set(checker.update(heard.pop()).changed["main"]) == {last.id}
    project.run("Move", [RenameNode("main", relu.id, "activation")])
    assert checker.update(heard.pop()).changed == {}
    graph.remove([relu])
    update = checker.update(heard.pop())
    assert update.removed == {"main": (relu.id,)}
    assert last.id in update.changed["main"]


def test_an_edit_inside_a_block_reaches_its_instances(graph: Block, project: Project) -> None:
    block = block_with_linear(project)
    part = graph.add(block_kind("b"), name="part")
    after = graph.add("torch.nn.Linear", name="after", out_features=1)
    finish(graph, wire_up(graph, entry(graph, 4), part, after))
    checker = Checker(project, data_specs)
    changes = [SetBlock("b", "Part", (BlockArgument("width", 8),))]

    project.run("Edit", changes)
    update = checker.update(changes)

    assert update.changed["main"][after.id].inferred == {"in_features": 8}
    assert str(update.changed["b"][block.node("fc").id].outputs["output"]) == "N×8 float32"


def test_an_instance_that_becomes_a_layer_leaves_no_class_behind(graph: Block, project: Project) -> None:
    block_with_linear(project)
    part = graph.add(block_kind("b"), name="part")
    graph.connect(entry(graph, 4), part["x"])
    graph.connect(part["y"], graph.add("guinet.Output", name="y")["input"])
    checker = Checker(project, data_specs)
    changes = [SetKind("main", part.id, "torch.nn.ReLU", {})]

    project.run("Kind", changes)
    checker.update(changes)

    assert checker.report == check(project, data_specs)
    assert "lost-port" in {problem.code for problem in checker.report.problems}


def test_a_check_draws_no_random_numbers(graph: Block, project: Project) -> None:
    import torch

    dropout = graph.add("torch.nn.Dropout", name="dropout")
    finish(graph, wire_up(graph, entry(graph, 4), graph.add("torch.nn.Linear", name="fc", out_features=7), dropout))
    torch.manual_seed(3)
    expected = torch.rand(3)
    torch.manual_seed(3)

    check(project, data_specs)

    assert torch.equal(torch.rand(3), expected)


def test_removed_nodes_leave_the_report(graph: Block, project: Project) -> None:
    relu = graph.add("torch.nn.ReLU", name="relu")
    checker = Checker(project, data_specs)
    project.run("Delete", [RemoveNode("main", relu.id)])

    update = checker.update([RemoveNode("main", relu.id)])

    assert update.removed == {"main": (relu.id,)}
    assert [problem.code for problem in update.problems] == ["nothing"]


def test_an_empty_project_is_no_error_and_is_told_all_the_same(project: Project) -> None:
    report = check(project, data_specs)

    assert report.ok
    assert [(problem.severity, problem.message.partition(":")[0]) for problem in report.problems] == [
        (Severity.INFO, "Nothing to train yet")
    ]


@pytest.mark.parametrize(
    ("settings", "message", "repaired"),
    [
        ({"epochs": "x"}, "epochs is 'x', but must be a whole number.", {}),
        ({"epochs": 0}, "epochs is 0, but must be at least 1.", {}),
        ({"threads": 5000}, "threads is 5000, but must be at most 4096.", {}),
        ({"device": "tpu"}, "device is 'tpu', but must be one of: cpu, cuda, mps, xpu.", {}),
        ({"epoch": 3}, "There is no training setting “epoch”; did you mean epochs?", {"epochs": 3}),
        (
            {"optimizer": "torch.optim.Adm"},
            "There is no optimiser “torch.optim.Adm”; did you mean torch.optim.Adam?",
            {"optimizer": "torch.optim.Adam"},
        ),
        ({"optimizer.lr": -1}, "lr is -1, but must be at least 0.", {}),
        ({"optimizer.beta": 0.9}, "Adam has no argument “beta”; did you mean betas?", {"optimizer.betas": 0.9}),
    ],
)
def test_wrong_training_settings_are_told_without_a_node(
    graph: Block, project: Project, settings: dict[str, Value], message: str, repaired: dict[str, Value]
) -> None:
    classifier(graph, graph.add("torch.nn.Flatten", name="flatten"))
    project.training.update(settings)

    problem = only_problem(project)

    assert (problem.message, problem.block, problem.node) == (message, None, None)
    repair(project, problem)
    assert project.training == repaired


@pytest.mark.parametrize("device", ["cpu", "cuda", "cuda:1", "mps"])
def test_a_device_of_another_machine_is_no_problem_of_the_project(graph: Block, project: Project, device: str) -> None:
    classifier(graph, graph.add("torch.nn.Flatten", name="flatten"))
    project.training["device"] = device

    assert check(project, data_specs).problems == ()


def test_a_setting_that_is_mended_leaves_the_report(graph: Block, project: Project) -> None:
    classifier(graph, graph.add("torch.nn.Flatten", name="flatten"))
    checker = Checker(project, data_specs)
    wrong, right = SetTraining("epochs", 0), SetTraining("epochs", 3)

    project.run("Set training", [wrong])
    assert [problem.code for problem in checker.update([wrong]).problems] == ["training-setting"]
    project.run("Set training", [right])
    assert checker.update([right]).problems == ()
