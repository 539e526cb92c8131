"""Arguments that come from a wire: sizes, numbers and dtypes worked out on the canvas, beside plain torch."""

from __future__ import annotations

import pytest
import torch
from torch import nn

import guinet
from guinet.core.editing import duplicate
from guinet.core.graph import Block, Node
from guinet.core.grouping import group
from guinet.core.problems import Refused, Severity
from guinet.core.project import Project
from guinet.core.values import MISSING, Wired
from guinet.core.wiring import give_back, take_from_wire
from guinet.storage import codec, files


def flattened(graph: Block) -> Node:
    """`x.reshape(x.size(0), -1)` and a layer after it."""
    x = graph.add("guinet.Input", name="x", shape=(3, 4))
    rows = graph.add("torch.Tensor.size", name="rows", dim=0)
    flat = graph.add("torch.Tensor.reshape", name="flat", shape=(Wired("rows"), -1))
    layer = graph.add("torch.nn.Linear", name="fc", out_features=2)
    result = graph.add("guinet.Output", name="y")
    graph.connect(x["output"], rows["input"])
    graph.connect(x["output"], flat["input"])
    graph.connect(rows["output"], flat["rows"])
    graph.connect(flat["output"], layer["input"])
    graph.connect(layer["output"], result["input"])
    return flat


def test_a_size_off_the_batch_reshapes_as_in_plain_torch(project: Project, graph: Block) -> None:
    flat = flattened(graph)

    report = guinet.check(project)
    module = guinet.build(project)

    assert report.problems == ()
    assert str(report.nodes["main"][flat.id].outputs["output"]) == "N×12 float32"
    assert "x.size(0)" in guinet.source(project)
    x = torch.rand(5, 3, 4)
    plain = nn.functional.linear(x.reshape(x.size(0), -1), *module.state_dict().values())
    assert torch.equal(module(x), plain)


def test_a_wire_survives_file_recovery_and_undo(project: Project, graph: Block) -> None:
    flat = flattened(graph)
    text = files.dumps(project)

    assert files.dumps(files.loads(text)) == text
    assert '{"wire": "rows"}' in text
    assert codec.loads(codec.dumps(flat)) == flat
    graph.set(flat, shape=(-1, 12))
    assert graph.incoming(flat.id, "rows") == []
    project.undo()
    assert [wire.target.port for wire in graph.incoming(flat.id)] == ["input", "rows"]


def test_a_copy_and_a_block_keep_the_wire(project: Project, graph: Block) -> None:
    flat = flattened(graph)
    rows = graph.node("rows")

    [copy] = duplicate(graph, [flat.id])
    assert [wire.source.node for wire in graph.incoming(copy.id, "rows")] == [rows.id]
    graph.remove([copy])
    instance = group(graph, [flat.id], "Flat")

    assert {port.name for port in project.ports(graph, instance).inputs} == {"rows", "x"}
    assert guinet.check(project).problems == ()
    assert tuple(guinet.build(project)(torch.rand(5, 3, 4)).shape) == (5, 2)


def test_a_canvas_of_numbers_and_tensors(project: Project, graph: Block) -> None:
    a = graph.add("torch.tensor", name="a", data=((1, 2, 3), (4, 5, 6)))
    n = graph.add("guinet.len", name="n")
    shape = graph.add("torch.Tensor.shape", name="shape")
    width = graph.add("torch.Tensor.__getitem__", name="width", index="1")
    count = graph.add("torch.mul", name="count")
    numbers = graph.add("torch.arange", name="numbers")
    dtype = graph.add("torch.Tensor.dtype", name="kind")
    zeros = graph.add("torch.zeros", name="zeros", size=(Wired("n"), 2, Wired("width")))
    graph.connect(a["output"], n["input"])
    graph.connect(a["output"], shape["input"])
    graph.connect(shape["output"], width["input"])
    graph.connect(n["output"], count["input"])
    graph.connect(width["output"], count["other"])
    graph.connect(count["output"], numbers["end"])
    graph.connect(a["output"], dtype["input"])
    graph.connect(dtype["output"], zeros["dtype"])
    graph.connect(n["output"], zeros["n"])
    graph.connect(width["output"], zeros["width"])

    values = guinet.evaluate(project)

    assert torch.equal(torch.as_tensor(values["numbers"]), torch.arange(6))
    assert torch.equal(torch.as_tensor(values["zeros"]), torch.zeros(2, 2, 3, dtype=torch.int64))
    assert "zeros = torch.zeros((n, 2, width), dtype=kind)" in guinet.source(project)
    assert str(guinet.check(project).nodes["main"][zeros.id].outputs["output"]) == "2×2×3 int64"
    names: dict[str, object] = {}
    exec(guinet.source(project), names)
    assert torch.equal(torch.as_tensor(names["zeros"]), torch.as_tensor(values["zeros"]))


def test_a_name_typed_keeps_its_wire_and_one_taken_back_loses_it(graph: Block) -> None:
    flat = flattened(graph)
    graph.set(flat, shape=(Wired("row"), -1))
    assert len(graph.incoming(flat.id, "row")) == 1

    give_back(graph, flat.id, "shape", (-1, 12))

    assert [wire.target.port for wire in graph.incoming(flat.id)] == ["input"]


def test_what_a_constructor_takes_cannot_come_from_a_wire(project: Project, graph: Block) -> None:
    layer = graph.add("torch.nn.Linear", name="fc", out_features=2)
    with pytest.raises(Refused, match="out_features of fc cannot come from a wire"):
        take_from_wire(graph, layer.id, "out_features")
    with pytest.raises(Refused, match="no input port"):
        graph.connect(graph.add("guinet.Constant", value=3)["output"], layer["out_features"])

    graph.set(layer, out_features=Wired("n"))

    [problem] = [each for each in guinet.check(project).problems if each.argument == "out_features"]
    assert "settled before anything arrives" in problem.message
    assert problem.node == layer.id


def test_what_is_kept_by_the_module_cannot_follow_a_wire(project: Project, graph: Block) -> None:
    kept = graph.add("torch.zeros", name="kept", size=(Wired("n"),), hold="buffer")
    graph.connect(graph.add("guinet.Constant", value=3)["output"], kept["n"])

    [problem] = [each for each in guinet.check(project).problems if each.severity is Severity.ERROR]

    assert problem.node == kept.id
    assert "write a value for size, or do not keep it" in problem.message


def test_a_port_nobody_wired_is_said(project: Project, graph: Block) -> None:
    zeros = graph.add("torch.zeros", name="zeros", size=(Wired("n"), 2))
    graph.connect(zeros["output"], graph.add("torch.exp")["input"])

    [problem] = guinet.check(project).problems

    assert problem.message == "Nothing is wired to n of zeros."


def test_a_size_that_no_memory_holds_is_refused_before_it_runs(project: Project, graph: Block) -> None:
    many = graph.add("guinet.Constant", name="many", value=10**14)
    zeros = graph.add("torch.zeros", name="zeros", size=(Wired("n"),))
    graph.connect(many["output"], zeros["n"])

    values = guinet.evaluate(project)

    assert "zeros" not in values
    assert any(problem.node == zeros.id and "memory" in problem.message for problem in values.problems)


def test_no_argument_goes_back_to_its_default_with_a_wire_left(graph: Block) -> None:
    total = graph.add("torch.sum", name="total")
    constant = graph.add("guinet.Constant", name="along", value=0)
    graph.connect(constant["output"], total["dim"])

    graph.set(total, dim=MISSING)

    assert graph.incoming(total.id) == []
