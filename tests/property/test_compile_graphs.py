"""Random graphs: their text runs and gives the shapes that were told; the text depends on meaning only; an update is
worth a full check."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from guinet.compile.module import build
from guinet.compile.shapes import Checker, check
from guinet.compile.source import generate
from guinet.core.changes import Change, MoveNodes, RenameNode, SetArgument, SetKind
from guinet.core.graph import BlockData, End, Node, Wire
from guinet.core.problems import Refused
from guinet.core.project import MAIN, Project
from guinet.core.values import MISSING, TensorSpec, ValueSpec
from guinet.nodes.registry import REGISTRY

WIDTH = 6
UNARY: tuple[tuple[str, dict[str, Any]], ...] = (
    ("torch.nn.Linear", {"out_features": WIDTH}),
    ("torch.nn.ReLU", {}),
    ("torch.nn.LayerNorm", {}),
    ("torch.tanh", {}),
    ("torch.mul", {"other": 0.5}),
    ("torch.Tensor.flip", {"dims": (1,)}),
)
BINARY = ("torch.add", "torch.mul", "torch.maximum")


def no_data(node: Node) -> Mapping[str, ValueSpec]:
    return {"features": TensorSpec(("N", 4)), "label": TensorSpec(("N",), "int64")}


@st.composite
def networks(draw: st.DrawFn) -> Project:
    """A network of one-input and two-input nodes that all keep N×6, with one or two Outputs."""
    project = Project(REGISTRY)
    graph = project.main
    ends = [graph.add("guinet.Input", name="x", shape=(WIDTH,))["output"]]
    for place in range(draw(st.integers(1, 12))):
        first = draw(st.sampled_from(ends))
        if draw(st.booleans()) and place:
            node = graph.add(draw(st.sampled_from(BINARY)), name=f"node{place}")
            graph.connect(draw(st.sampled_from(ends)), node["other"])
        else:
            kind, arguments = draw(st.sampled_from(UNARY))
            node = graph.add(kind, name=f"node{place}", **arguments)
        graph.connect(first, node["input"])
        ends.append(node["output"])
    for place in range(draw(st.integers(1, 2))):
        end = ends[-1] if place == 0 else draw(st.sampled_from(ends))
        graph.connect(end, graph.add("guinet.Output", name=f"y{place}")["input"])
    return project


@settings(max_examples=60)
@given(networks(), st.integers(2, 9))
def test_the_text_runs_and_gives_the_shapes_that_were_told(project: Project, batch: int) -> None:
    report = check(project, no_data)
    source = generate(project, report)

    results = build(source)(torch.randn(batch, WIDTH))

    results = results if isinstance(results, tuple) else (results,)
    assert len(results) == len(source.outputs)
    for result, output in zip(results, source.outputs, strict=True):
        told = report.nodes[MAIN][output.node].outputs[output.port]
        assert isinstance(told, TensorSpec)
        assert tuple(result.shape) == tuple(batch if size == "N" else size for size in told.shape)


@settings(max_examples=60)
@given(networks())
def test_every_line_of_a_node_names_it_or_calls_it(project: Project) -> None:
    source = generate(project, check(project, no_data))
    lines = source.text.splitlines()

    for (_, node), numbers in source.lines.items():
        name, kind = project.main.nodes[node].name, project.main.nodes[node].kind
        for number in numbers:
            line = lines[number - 1]
            calls = REGISTRY.get(kind)
            assert calls is not None
            expected = (f"self.{name}", calls.call, "def forward", "return ")
            assert any(word and word in line for word in expected)


def shuffled(project: Project, seed: int) -> Project:
    """The same graph with other ids, insertion order and places."""
    luck = random.Random(seed)
    data = project.main.data()
    names = {node.id: f"{luck.random():.12f}" for node in data.nodes}
    nodes = [
        Node(names[node.id], node.kind, node.name, node.arguments, (luck.uniform(-9, 9), luck.uniform(-9, 9)))
        for node in data.nodes
    ]
    wires = [
        Wire(
            f"{luck.random():.12f}",
            End(names[wire.source.node], wire.source.port),
            End(names[wire.target.node], wire.target.port),
            wire.order,
        )
        for wire in data.wires
    ]
    luck.shuffle(nodes)
    luck.shuffle(wires)
    return Project(REGISTRY, [BlockData(MAIN, data.name, tuple(nodes), tuple(wires))])


@settings(max_examples=60)
@given(networks(), st.integers(0, 10**6))
def test_the_text_depends_on_meaning_only(project: Project, seed: int) -> None:
    other = shuffled(project, seed)

    assert generate(project, check(project, no_data)).text == generate(other, check(other, no_data)).text


edits = st.lists(
    st.tuples(st.sampled_from(("add", "connect", "remove", "set", "kind", "rename", "move", "undo")), st.randoms()),
    min_size=1,
    max_size=15,
)


def make(project: Project, edit: str, luck: random.Random) -> None:
    """One random edit; a refused one changes nothing."""
    graph = project.main
    nodes = list(graph.nodes.values())
    node = luck.choice(nodes)
    try:
        if edit == "add":
            kind, arguments = luck.choice(
                (*UNARY, ("torch.add", {}), ("guinet.data.iris", {}), ("torch.nn.MSELoss", {}))
            )
            graph.add(kind, **arguments)
        elif edit == "connect":
            source, target = luck.choice(nodes), luck.choice(nodes)
            outputs, inputs = project.ports(graph, source).outputs, project.ports(graph, target).inputs
            if outputs and inputs:
                graph.connect(source[luck.choice(outputs).name], target[luck.choice(inputs).name])
        elif edit == "remove" and len(nodes) > 1:
            graph.remove([node])
        elif edit == "set":
            value = luck.choice((3, -1, WIDTH, MISSING))
            project.run("Set", [SetArgument(MAIN, node.id, luck.choice(("in_features", "out_features", "p")), value)])
        elif edit == "kind":
            project.run("Kind", [SetKind(MAIN, node.id, luck.choice(("torch.nn.ReLU", "torch.add", "strange")), {})])
        elif edit == "rename":
            project.run("Rename", [RenameNode(MAIN, node.id, luck.choice(("train", "a", "b7", node.name)))])
        elif edit == "move":
            project.run("Move", [MoveNodes(MAIN, {node.id: (luck.random(), 1.0)})])
        elif edit == "undo":
            project.undo()
    except Refused:
        pass


@settings(max_examples=120)
@given(networks(), edits)
def test_an_update_is_worth_a_full_check(project: Project, script: list[tuple[str, random.Random]]) -> None:
    checker = Checker(project, no_data)
    heard: list[tuple[Change, ...]] = []
    project.subscribe(lambda event: heard.append(event.changes))

    for edit, luck in script:
        make(project, edit, luck)
        if not project.main.nodes:
            break
        before = checker.report
        for changes in heard:
            update = checker.update(changes)
            merged = {node: report for node, report in before.nodes[MAIN].items() if node in checker.report.nodes[MAIN]}
            merged |= update.changed.get(MAIN, {})
            assert merged == checker.report.nodes[MAIN]
            before = checker.report
        heard.clear()
        full = check(project, no_data)
        assert checker.report.nodes == full.nodes
        assert set(map(repr, checker.report.problems)) == set(map(repr, full.problems))
        partial = generate(project, full, partial=True)
        compile(partial.text, "<partial>", "exec")
