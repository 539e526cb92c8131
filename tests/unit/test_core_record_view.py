"""A recorded graph in boxes: by function, node and block, opened and closed, and as text of Graphviz."""

from __future__ import annotations

import math

import pytest

from guinet.core.layered import LayoutStopped
from guinet.core.record_view import MOST, BoxKind, Drawing, Level, View, common, dot_text, drawn, first_level
from guinet.core.recorded import Call, Flow, Function, Kept, Record, Saved, flow_text, together


def function(op: str, *calls: int, leaf: str = "", size: int = 0) -> Function:
    keys = tuple(RECORD_CALLS[call].key for call in calls)
    saved = (Saved("self", (2, 3), "float32", size),) if size else ()
    return Function(op, ((2, 3),), saved, size, leaf, "", calls, keys)


RECORD_CALLS = {
    1: Call(("main", "part"), "part", "Part"),
    2: Call(("b", "fc"), "fc", "Linear"),
    3: Call(("b", "act"), "act", "ReLU"),
    4: Call(("main", "loss"), "loss", "MSELoss"),
}


@pytest.fixture
def record() -> Record:
    """loss ← relu ← addmm ← (bias, t ← weight), the layers in a block called part."""
    functions = (
        function("MseLossBackward0", 4, size=24),
        function("ReluBackward0", 1, 3, size=24),
        function("AddmmBackward0", 1, 2, size=12),
        function("AccumulateGrad", 1, 2, leaf="part.fc.bias"),
        function("TBackward0", 1, 2),
        function("AccumulateGrad", 1, 2, leaf="part.fc.weight"),
    )
    edges = ((0, 1), (1, 2), (2, 3), (2, 4), (4, 5))
    flows = (Flow((2, 3), 0.5), Flow((2, 3), 3.0), Flow((3,), 4.0), Flow((3, 4), math.nan), Flow((3, 4)))
    return Record(functions, edges, (0,), RECORD_CALLS, flows=flows)


def lines(drawing: Drawing) -> set[tuple[str, str]]:
    titles = [box.title for box in drawing.boxes]
    return {(titles[source], titles[target]) for source, target in drawing.lines}


def test_by_operation_each_function_is_a_box(record: Record) -> None:
    drawing = drawn(record, View(Level.OPERATION))

    assert [box.functions for box in drawing.boxes] == [(0,), (1,), (2,), (3,), (4,), (5,)]
    assert ("TBackward0", "AddmmBackward0") in lines(drawing), "from what came first in the forward pass"
    assert len(drawing.lines) == 5


def test_by_layer_each_run_of_a_node_is_a_box(record: Record) -> None:
    drawing = drawn(record, View(Level.LAYER))

    assert lines(drawing) == {("fc · Linear", "act · ReLU"), ("act · ReLU", "loss · MSELoss")}
    fc = next(box for box in drawing.boxes if box.title == "fc · Linear")
    assert (fc.functions, fc.bytes, fc.home, fc.kind) == ((2, 3, 4, 5), 12, ("b", "fc"), BoxKind.GROUP)
    assert set(fc.keys) == {("main", "part"), ("b", "fc")}


def test_by_block_each_outermost_node_is_a_box(record: Record) -> None:
    drawing = drawn(record, View(Level.BLOCK))

    assert lines(drawing) == {("part · Part", "loss · MSELoss")}
    assert [box.ends for box in drawing.boxes] == [True, False]


def test_a_block_that_is_opened_shows_the_nodes_inside(record: Record) -> None:
    drawing = drawn(record, View(Level.BLOCK, opened=frozenset({1})))

    assert {box.title for box in drawing.boxes} == {"fc · Linear", "act · ReLU", "loss · MSELoss"}


def test_a_layer_that_is_opened_shows_its_functions(record: Record) -> None:
    drawing = drawn(record, View(Level.LAYER, opened=frozenset({2})))

    assert {"AddmmBackward0", "TBackward0", "act · ReLU"} <= {box.title for box in drawing.boxes}


def test_functions_can_be_put_back_into_their_node(record: Record) -> None:
    drawing = drawn(record, View(Level.OPERATION, closed=frozenset({2})))

    assert [box.title for box in drawing.boxes] == ["MseLossBackward0", "ReluBackward0", "fc · Linear"]


def test_boxes_lie_in_the_order_of_the_forward_pass(record: Record) -> None:
    drawing = drawn(record, View(Level.OPERATION))

    for source, target in drawing.lines:
        assert drawing.places[source][0] + drawing.places[source][2] < drawing.places[target][0]
    for (source, target), points in zip(drawing.lines, drawing.points, strict=True):
        x, y, width, height = drawing.places[source]
        assert points[0] == (x + width, y + height / 2)
        assert points[-1][0] == drawing.places[target][0]


def test_a_box_tells_its_node_and_what_it_keeps(record: Record) -> None:
    relu, bias = drawn(record, View(Level.OPERATION)).boxes[1], drawn(record, View(Level.OPERATION)).boxes[3]

    assert (relu.node, relu.note) == ("act", "self 2×3")
    assert (bias.kind, bias.note) == (BoxKind.LEAF, "part.fc.bias")
    assert "part.fc.bias" in bias.words


def test_the_finest_level_that_can_be_taken_in_comes_first(record: Record) -> None:
    many = tuple(function("AddBackward0", 1, 2) for _ in range(MOST + 1))
    calls = {n: Call(("b", str(n)), f"n{n}", "add") for n in range(1, 2 * MOST)}
    each_its_own = tuple(Function("AddBackward0", calls=(1, n)) for n in range(2, MOST + 4))

    assert first_level(record) is Level.OPERATION
    assert first_level(Record(many, (), (), RECORD_CALLS)) is Level.LAYER
    assert first_level(Record(each_its_own, (), (), calls)) is Level.BLOCK


def test_a_layout_nobody_waits_for_stops(record: Record) -> None:
    with pytest.raises(LayoutStopped):
        drawn(record, View(Level.OPERATION), lambda: True)


def test_nothing_recorded_draws_nothing() -> None:
    assert drawn(Record((), (), ()), View(Level.BLOCK)).boxes == []


def test_what_several_calls_have_in_common() -> None:
    assert common([(1, 2, 3), (1, 2, 4)]) == (1, 2)
    assert common([(1,), ()]) == ()
    assert common([(5, 6)]) == (5, 6)


def test_where_a_backward_pass_will_fail_is_told_of_its_group_too() -> None:
    saved = (Saved("result", (2,), "float32", 8, Kept.CHANGED),)
    told = Record((Function("ExpBackward0", saved=saved, calls=(2,)),), (), (0,), RECORD_CALLS)

    assert [drawn(told, View(level)).boxes[0].fails for level in Level] == [True, True, True]


def test_the_text_of_graphviz(record: Record) -> None:
    odd = Record((Function('Say"so"\\', leaf="a"),), (), (0,))

    text = dot_text(drawn(record, View(Level.BLOCK)))

    assert text.splitlines() == [
        "digraph autograd {",
        "  rankdir=LR;",
        "  node [shape=box];",
        '  n0 [label="loss · MSELoss\\nMseLossBackward0"];',
        '  n1 [label="part · Part"];',
        '  n1 -> n0 [label="0.5"];',
        "}",
    ]
    assert '"Say\\"so\\"\\\\\\na"' in dot_text(drawn(odd, View(Level.OPERATION)))


def test_a_line_tells_what_comes_back_along_its_edges(record: Record) -> None:
    drawing = drawn(record, View(Level.OPERATION))
    found = {
        (drawing.boxes[a].title, drawing.boxes[b].title): flow_text(flow)
        for (a, b), flow in zip(drawing.lines, drawing.flows, strict=True)
    }

    assert found["AddmmBackward0", "ReluBackward0"] == "3"
    assert found["TBackward0", "AddmmBackward0"] == "NaN"
    assert found["AccumulateGrad", "TBackward0"] == "3×4", "nothing has come back yet"


def test_several_edges_are_told_of_together() -> None:
    both = together([Flow((2,), 3.0), Flow((2,), 4.0)])

    assert both == Flow((2,), 5.0, count=2), "the norm of all numbers side by side"
    assert together([Flow((2,), 3.0), Flow((1,))]) == Flow((), None, count=2)
    assert flow_text(together([Flow((2,), 3.0), Flow((1,))])) == ""
    assert flow_text(Flow((), 4.0, -4.0)) == "-4"
