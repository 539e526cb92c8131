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
from guinet.compile.shapes import Checker, Update, check
from guinet.compile.source import LiveSource, generate
from guinet.core.changes import (
    AddBlock,
    Change,
    MoveNodes,
    RenameNode,
    SetArgument,
    SetBlock,
    SetKind,
    SetNote,
    SetParts,
    SetTrait,
)
from guinet.core.graph import (
    BlockArgument,
    BlockData,
    End,
    Frame,
    FrameMode,
    Initialiser,
    Node,
    Selects,
    Tie,
    Wire,
)
from guinet.core.problems import Refused
from guinet.core.project import MAIN, Project, block_kind
from guinet.core.report import NodeReport, Report
from guinet.core.values import MISSING, Reference, TensorSpec, ValueSpec
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


EDITS = ("add", "connect", "remove", "set", "kind", "rename", "move", "note", "block", "trait", "parts", "undo")
chances = st.integers(0, 2**32).map(random.Random)
edits = st.lists(st.tuples(st.sampled_from(EDITS), chances), min_size=1, max_size=15)


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """A network with up to two instances of a block of one to four layers, which has two results, and loops."""
    project = draw(networks())
    project.run("Add", [AddBlock(BlockData("round", "Round"))])
    inner = project.blocks["round"]
    start, layer = inner.add("guinet.Input", name="x"), inner.add("torch.nn.Linear", name="inner", out_features=WIDTH)
    inner.connect(start["output"], layer["input"])
    inner.connect(layer["output"], inner.add("guinet.Output", name="x")["input"])
    project.run("Add", [AddBlock(BlockData("part", "Part", arguments=(BlockArgument("width", WIDTH),)))])
    part = project.blocks["part"]
    end = part.add("guinet.Input", name="x")["output"]
    for place in range(draw(st.integers(0, 3))):
        kind, arguments = draw(st.sampled_from(UNARY))
        node = part.add(kind, name=f"inner{place}", **arguments)
        part.connect(end, node["input"])
        end = node["output"]
    fc = part.add("torch.nn.Linear", name="fc", out_features=Reference("width"))
    part.connect(end, fc["input"])
    for place in range(draw(st.integers(0, 1))):
        loop = part.add("for.round", name=f"loop{place}", times=2)
        part.connect(end, loop["x"])
        end = loop["x"]
    for name, source in (("y", fc["output"]), ("before", end)):
        part.connect(source, part.add("guinet.Output", name=name)["input"])
    graph = project.main
    for place in range(draw(st.integers(0, 2))):
        instance = graph.add(block_kind("part"), name=f"part{place}")
        graph.connect(graph.node("x")["output"], instance["x"])
        graph.connect(instance["y"], graph.add("guinet.Output", name=f"of_part{place}")["input"])
    return project


def make(project: Project, edit: str, luck: random.Random) -> None:
    """One random edit; a refused one changes nothing."""
    graph = luck.choice((project.main, project.main, project.blocks["part"], project.blocks["round"]))
    nodes = list(graph.nodes.values())
    node = luck.choice(nodes)
    try:
        if edit == "add":
            kind, arguments = luck.choice(
                (
                    *UNARY,
                    ("torch.add", {}),
                    ("guinet.data.iris", {}),
                    ("torch.nn.MSELoss", {}),
                    (block_kind("part"), {}),
                    ("for.round", {"times": luck.choice((0, 2, 3))}),
                )
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
            value = luck.choice((3, 3.0, True, -1, WIDTH, MISSING))
            name = luck.choice(("in_features", "out_features", "p", "other", "width"))
            project.run("Set", [SetArgument(graph.id, node.id, name, value)])
        elif edit == "kind":
            kind = luck.choice(("torch.nn.ReLU", "torch.add", "strange", "torch.nn.Linear"))
            project.run("Kind", [SetKind(graph.id, node.id, kind, {})])
        elif edit == "rename":
            project.run("Rename", [RenameNode(graph.id, node.id, luck.choice(("train", "a", "b7", "0", node.name)))])
        elif edit == "move":
            project.run("Move", [MoveNodes(graph.id, {node.id: (luck.random(), luck.random())})])
        elif edit == "note":
            project.run("Note", [SetNote(graph.id, node.id, luck.choice(("", "why\ntwice")))])
        elif edit == "block":
            width = luck.choice(((), (BlockArgument("width", luck.choice((WIDTH, 4))),)))
            project.run(
                "Block", [SetBlock(graph.id, luck.choice(("Net", "Part", "x y")), width, luck.choice(("", "n")))]
            )
        elif edit == "trait":
            other = luck.choice(nodes).id
            traits = [
                SetTrait(graph.id, node.id, "repeat", luck.choice((1, 2))),
                SetTrait(graph.id, node.id, "shares", luck.choice((other, ""))),
                SetTrait(graph.id, node.id, "frame", "f"),
            ]
            project.run("Trait", [luck.choice(traits)])
        elif edit == "parts":
            tie = Tie(node.id, "weight", luck.choice(nodes).id, "weight")
            rule = Initialiser(luck.choice((*Selects,)), luck.choice((node.id, "torch.nn.Linear")), "bias", "zeros_")
            parts = [
                SetParts(graph.id, "ties", (tie,)),
                SetParts(graph.id, "initialisers", (rule,)),
                SetParts(graph.id, "frames", (Frame("f", "", FrameMode.NO_GRAD),)),
            ]
            project.run("Parts", [luck.choice(parts)])
        elif edit == "undo":
            project.undo()
    except Refused:
        pass


@settings(max_examples=150)
@given(projects(), edits)
def test_an_update_is_worth_a_full_check(project: Project, script: list[tuple[str, random.Random]]) -> None:
    """The report, and the text to the last character."""
    checker = Checker(project, no_data)
    live = LiveSource(checker)
    heard: list[tuple[Change, ...]] = []
    project.subscribe(lambda event: heard.append(event.changes))

    for edit, luck in script:
        make(project, edit, luck)
        before = checker.report
        for changes in heard:
            update = checker.update(changes)
            assert merged(before, update) == checker.report.nodes
            before = checker.report
        heard.clear()
        full = check(project, no_data)
        assert checker.report == full
        whole = generate(project, full, partial=True)
        assert live.write() == whole
        compile(whole.text, "<partial>", "exec")


def merged(before: Report, update: Update) -> dict[str, dict[str, NodeReport]]:
    """What someone knows who knew `before` and hears of `update`."""
    found = {block: dict(reports) for block, reports in before.nodes.items()}
    for block, reports in update.changed.items():
        found.setdefault(block, {}).update(reports)
    for block, nodes in update.removed.items():
        found[block] = {node: report for node, report in found[block].items() if node not in nodes}
    return {block: reports for block, reports in found.items() if reports}
