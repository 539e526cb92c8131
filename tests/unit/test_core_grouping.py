"""Grouping nodes into a block and putting them back."""

from __future__ import annotations

import pytest

from guinet.core import framing, sharing
from guinet.core.changes import SetParts
from guinet.core.graph import (
    Block,
    BlockArgument,
    BlockData,
    FrameMode,
    Initialiser,
    Node,
    Selects,
    Tie,
)
from guinet.core.grouping import group, rename_block
from guinet.core.problems import Refused
from guinet.core.project import MAIN, Project, block_kind
from guinet.core.rules import structure_problems
from guinet.core.ungrouping import remove_unused, ungroup
from guinet.core.values import Reference
from guinet.nodes.registry import REGISTRY


@pytest.fixture
def project() -> Project:
    """Input x → fc1 → act → fc2 → Output y, 200 apart."""
    project = Project(REGISTRY)
    add, connect = project.main.add, project.main.connect
    x = add("guinet.Input", "x", (0.0, 50.0), shape=(4,))
    fc1 = add("torch.nn.Linear", "fc1", (200.0, 50.0), out_features=8)
    act = add("torch.nn.ReLU", "act", (400.0, 50.0))
    fc2 = add("torch.nn.Linear", "fc2", (600.0, 50.0), out_features=3)
    y = add("guinet.Output", "y", (800.0, 50.0))
    for source, target in ((x, fc1), (fc1, act), (act, fc2), (fc2, y)):
        connect(source["output"], target["input"])
    return project


def ids(block: Block, *names: str) -> list[str]:
    return [block.node(name).id for name in names]


def routes(block: Block) -> set[str]:
    """Every wire as `a.output>b.input`."""
    nodes = block.nodes
    return {
        f"{nodes[wire.source.node].name}.{wire.source.port}>{nodes[wire.target.node].name}.{wire.target.port}"
        for wire in block.wires.values()
    }


def snapshot(project: Project) -> dict[str, BlockData]:
    return {id: block.data() for id, block in project.blocks.items()}


def inside(project: Project, instance: Node) -> Block:
    assert instance.block_id is not None
    return project.blocks[instance.block_id]


def test_a_group_is_a_block_with_its_instance_in_the_middle(project: Project) -> None:
    main = project.main
    before, steps = snapshot(project), len(project.history.labels)
    instance = group(main, ids(main, "fc1", "act"))
    assert routes(main) == {"x.output>block.input", "block.output>fc2.input", "fc2.output>y.input"}
    assert main.nodes[instance.id].position == (300.0, 50.0)
    body = inside(project, instance)
    assert body.name == "Block"
    assert routes(body) == {"input.output>fc1.input", "fc1.output>act.input", "act.output>output.input"}
    assert body.node("fc1").arguments == {"out_features": 8}
    assert len(project.history.labels) == steps + 1
    assert list(structure_problems(project)) == []
    project.undo()
    assert list(project.blocks) == [MAIN]
    assert dict(main.nodes) == {node.id: node for node in before[MAIN].nodes}
    assert set(main.wires.values()) == set(before[MAIN].wires)
    project.redo()
    assert "block" in {node.name for node in main.nodes.values()}


def test_one_source_is_one_input_and_several_are_named_after_it(project: Project) -> None:
    main = project.main
    add = main.add("torch.add", "add", (700.0, 200.0))
    main.connect(main.node("act")["output"], add["input"])
    main.connect(main.node("x")["output"], add["other"])
    instance = group(main, ids(main, "fc2", "add"))
    body = inside(project, instance)
    assert {node.name for node in body.boundary if node.kind == "guinet.Input"} == {"act", "x"}
    assert {"act.output>fc2.input", "act.output>add.input", "x.output>add.other"} <= routes(body)
    assert {"act.output>block.act", "x.output>block.x"} <= routes(main)


def test_what_nothing_takes_up_yet_is_what_the_block_gives() -> None:
    project = Project(REGISTRY)
    block = project.main
    x = block.add("torch.rand", "x", (0.0, 0.0), size=(2, 4))
    fc = block.add("torch.nn.Linear", "fc", (200.0, 0.0), out_features=3)
    lstm = block.add("torch.nn.LSTM", "lstm", (200.0, 200.0), hidden_size=3)
    for layer in (fc, lstm):
        block.connect(x["output"], layer[project.ports(block, layer).inputs[0].name])
    instance = group(block, [fc.id, lstm.id])
    assert [port.name for port in project.ports(block, instance).outputs] == ["fc_output", "lstm_output"]
    assert [wire.source.node for wire in block.wires.values()] == [x.id]
    project.undo()
    assert set(block.nodes) == {x.id, fc.id, lstm.id}


def test_what_is_taken_up_is_all_that_the_block_gives(project: Project) -> None:
    block = project.main
    block.connect(block.node("fc1")["output"], block.add("torch.nn.Tanh", "aside", (400.0, 200.0))["input"])
    instance = group(block, ids(block, "fc1", "act", "aside"))
    assert [port.name for port in project.ports(block, instance).outputs] == ["output"]


def test_ports_that_say_something_give_their_names() -> None:
    project = Project(REGISTRY)
    main = project.main
    tokens, memory = main.add("guinet.Input", "tokens"), main.add("guinet.Input", "memory")
    attention = main.add("torch.nn.MultiheadAttention", "attention", embed_dim=8, num_heads=2)
    main.connect(tokens["output"], attention["query"])
    main.connect(memory["output"], attention["key"])
    main.connect(memory["output"], attention["value"])
    instance = group(main, [attention.id], "Attend")
    ports = project.ports(main, main.nodes[instance.id])
    assert {port.name for port in ports.inputs} == {"query", "memory"}
    assert instance.name == "attend"


def test_the_order_at_a_port_of_several_wires_is_kept() -> None:
    project = Project(REGISTRY)
    main = project.main
    nodes = [main.add("guinet.Input", name, (0.0, 100.0 * row)) for row, name in enumerate("abc")]
    relu = main.add("torch.nn.ReLU", "relu", (150.0, 100.0))
    main.connect(nodes[1]["output"], relu["input"])
    cat = main.add("torch.cat", "cat", (300.0, 100.0))
    for source in (nodes[0], relu, nodes[2]):
        main.connect(source["output"], cat["tensors"])
    group(main, [relu.id])
    assert [main.nodes[wire.source.node].name for wire in main.incoming(cat.id, "tensors")] == ["a", "block", "c"]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("guinet.Input", "enter or leave"),
        ("guinet.Output", "enter or leave"),
        ("torch.nn.CrossEntropyLoss", "data and losses"),
        ("guinet.data.digits", "data and losses"),
    ],
)
def test_what_stands_outside_is_refused(kind: str, words: str) -> None:
    project = Project(REGISTRY)
    relu, other = project.main.add("torch.nn.ReLU"), project.main.add(kind, "other")
    before = snapshot(project)
    with pytest.raises(Refused, match=words) as refused:
        group(project.main, [relu.id, other.id])
    assert refused.value.problem.node == other.id
    assert snapshot(project) == before


def test_a_path_out_and_back_in_is_refused(project: Project) -> None:
    main = project.main
    with pytest.raises(Refused, match="through act") as refused:
        group(main, ids(main, "fc1", "fc2"))
    assert refused.value.problem.node == main.node("act").id


def test_nothing_selected_is_refused(project: Project) -> None:
    with pytest.raises(Refused, match="select those"):
        group(project.main, [])


def test_a_shared_layer_stays_with_its_owner(project: Project) -> None:
    main = project.main
    again = main.add("torch.nn.ReLU", "again", (800.0, 200.0))
    sharing.share(main, again.id, main.node("act").id)
    for chosen in ("act", "again"):
        with pytest.raises(Refused, match="both or neither"):
            group(main, ids(main, chosen))
    instance = group(main, ids(main, "act", "fc2", "again"))
    body = inside(project, instance)
    assert body.node("again").shares == body.node("act").id


def test_ties_and_initialisers_come_along(project: Project) -> None:
    main = project.main
    fc1, fc2 = ids(main, "fc1", "fc2")
    rule = Initialiser(Selects.NODE, fc1, "weight", "zeros_")
    general = Initialiser(Selects.TYPE, "torch.nn.Linear", "bias", "ones_")
    project.run("rules", [SetParts(MAIN, "initialisers", (rule, general))])
    sharing.tie(main, fc2, "bias", fc1, "bias")
    instance = group(main, ids(main, "fc1", "act"))
    body = inside(project, instance)
    assert body.initialisers == (rule,)
    assert main.initialisers == (general,)
    assert main.ties == (Tie(fc2, "bias", instance.id, "fc1.bias"),)
    ungroup(main, instance.id)
    assert main.ties == (Tie(fc2, "bias", fc1, "bias"),)
    assert sorted(rule.parameter for rule in main.initialisers) == ["bias", "weight"]
    assert rule in main.initialisers


def test_a_frame_goes_in_whole_or_stays_around_the_instance(project: Project) -> None:
    main = project.main
    frame = framing.add_frame(main, ids(main, "fc1", "act"), "frozen", FrameMode.NO_GRAD)
    instance = group(main, ids(main, "act"))
    assert main.nodes[instance.id].frame == frame.id
    assert inside(project, instance).frames == ()
    assert inside(project, instance).node("act").frame == ""
    project.undo()
    instance = group(main, ids(main, "fc1", "act", "fc2"))
    assert main.frames == ()
    assert inside(project, instance).frames == (frame,)
    assert inside(project, instance).node("act").frame == frame.id


def test_exposed_arguments_are_passed_on() -> None:
    linear = Node("n", "torch.nn.Linear", "fc", {"out_features": Reference("width")})
    project = Project(REGISTRY, [BlockData("b", "Body", (linear,), arguments=(BlockArgument("width", 7),))])
    block = project.blocks["b"]
    instance = group(block, ["n"])
    assert instance.arguments == {"width": Reference("width")}
    assert inside(project, instance).arguments == (BlockArgument("width", 7),)


# Ungrouping


def test_ungrouping_restores_what_was_grouped(project: Project) -> None:
    main = project.main
    before, wires = dict(main.nodes), routes(main)
    instance = group(main, ids(main, "fc1", "act"))
    grouped = snapshot(project)
    ungroup(main, instance.id)
    assert dict(main.nodes) == before
    assert routes(main) == wires
    assert list(project.blocks) == [MAIN]
    project.undo()
    assert snapshot(project).keys() == grouped.keys()
    assert routes(main) == {"x.output>block.input", "block.output>fc2.input", "fc2.output>y.input"}


def test_the_definition_stays_while_there_is_an_instance(project: Project) -> None:
    main = project.main
    first = group(main, ids(main, "fc1", "act"))
    second = main.add(first.kind, "second", (0.0, 400.0))
    made = ungroup(main, second.id)
    assert {node.name for node in made} == {"fc1", "act"}  # free out here, now that the originals are inside
    assert first.block_id in project.blocks
    again = ungroup(main, first.id)
    assert {node.name for node in again} == {"fc1_1", "act_1"}
    assert list(project.blocks) == [MAIN]
    assert len({node.id for node in main.nodes.values()}) == len(main.nodes)


def test_arguments_take_the_values_of_the_instance() -> None:
    nodes = (
        Node("a", "torch.nn.Linear", "a", {"out_features": Reference("width"), "bias": Reference("bias")}),
        Node("b", "torch.nn.Unflatten", "b", {"unflattened_size": (Reference("width"), 1)}),
    )
    arguments = (BlockArgument("width", 7), BlockArgument("bias", False))
    project = Project(REGISTRY, [BlockData("b", "Body", nodes, arguments=arguments)])
    instance = project.main.add(block_kind("b"), width=9)
    made = {node.name: node.arguments for node in ungroup(project.main, instance.id)}
    assert made == {"a": {"out_features": 9, "bias": False}, "b": {"unflattened_size": (9, 1)}}


def test_a_value_that_passes_through_keeps_its_way() -> None:
    enter, leave = Node("i", "guinet.Input", "i"), Node("o", "guinet.Output", "o", {}, (200.0, 0.0))
    project = Project(REGISTRY, [BlockData("b", "Through", (enter, leave))])
    project.blocks["b"].connect(enter["output"], leave["input"])
    main = project.main
    x, y = main.add("guinet.Input", "x"), main.add("guinet.Output", "y")
    instance = main.add(block_kind("b"), "through")
    main.connect(x["output"], instance["i"])
    main.connect(instance["o"], y["input"])
    assert ungroup(main, instance.id) == []
    assert routes(main) == {"x.output>y.input"}


def test_rules_of_a_block_become_rules_of_its_layers(project: Project) -> None:
    main = project.main
    instance = group(main, ids(main, "fc1", "act"))
    body = inside(project, instance)
    rule = Initialiser(Selects.TYPE, "torch.nn.Linear", "weight", "zeros_")
    project.run("rules", [SetParts(body.id, "initialisers", (rule,))])
    ungroup(main, instance.id)
    assert main.initialisers == (Initialiser(Selects.NODE, main.node("fc1").id, "weight", "zeros_"),)


@pytest.mark.parametrize("what", ["no block", "repeated", "pattern", "used twice"])
def test_what_cannot_be_ungrouped_says_why(project: Project, what: str) -> None:
    main = project.main
    instance = group(main, ids(main, "fc1", "act"))
    node, words = instance.id, "first"
    if what == "no block":
        node, words = main.node("fc2").id, "no block"
    elif what == "repeated":
        from guinet.core.repeating import set_repeat

        set_repeat(main, instance.id, 4)
    elif what == "used twice":
        sharing.share(main, main.add(instance.kind, "twin").id, instance.id)
    else:
        rule = Initialiser(Selects.PATTERN, "*.weight", "", "zeros_")
        project.run("rules", [SetParts(inside(project, instance).id, "initialisers", (rule,))])
        words = "remove the rule"
    before = snapshot(project)
    with pytest.raises(Refused, match=words):
        ungroup(main, node)
    assert snapshot(project) == before


# The name of the class


def test_blocks_that_nothing_comes_to_go_in_one_step(project: Project) -> None:
    """One is used, one is inside that, one has no instance, and the last is only inside the one without."""
    used = group(project.main, [project.main.node("fc1").id], "Used")
    inside = project.blocks[used.block_id or ""]
    group(inside, [inside.node("fc1").id], "Deep")
    lone = group(project.main, [project.main.node("act").id], "Lone")
    alone = project.blocks[lone.block_id or ""]
    group(alone, [alone.node("act").id], "Within")
    project.main.remove([lone])
    before = {block.id: block.data() for block in project.blocks.values()}

    assert sorted(remove_unused(project)) == ["Lone", "Within"]
    assert sorted(block.name for block in project.blocks.values()) == sorted([project.main.name, "Used", "Deep"])
    assert remove_unused(project) == []
    project.undo()
    assert {block.id: block.data() for block in project.blocks.values()} == before


def test_a_block_gets_another_name_in_one_step(project: Project) -> None:
    instance = group(project.main, ids(project.main, "fc1"))
    body = inside(project, instance)
    rename_block(project, body.id, "NestMLP")
    rename_block(project, MAIN, "chimera")

    assert [block.name for block in project.blocks.values()] == ["chimera", "NestMLP"]
    rename_block(project, MAIN, "chimera")
    project.undo()
    assert project.main.name != "chimera"
    assert body.name == "NestMLP"


@pytest.mark.parametrize("name", ["class", "self", "0", "layers.0", "two words", "", "Block"])
def test_what_no_class_can_be_called_is_refused(project: Project, name: str) -> None:
    group(project.main, ids(project.main, "fc1"))
    before = snapshot(project)
    with pytest.raises(Refused) as refused:
        rename_block(project, MAIN, name)
    assert refused.value.problem.code == "name"
    assert snapshot(project) == before
