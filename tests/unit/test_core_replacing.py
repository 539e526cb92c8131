"""A node becomes one of another kind and keeps its wires; inputs change places; what leads to a node is found."""

from __future__ import annotations

import pytest

from guinet.core import editing, framing, reaching, sharing
from guinet.core.graph import Node
from guinet.core.project import Project
from guinet.core.repeating import set_repeat
from guinet.core.replacing import replace_node, swap_inputs
from guinet.nodes.registry import REGISTRY


def wired(project: Project) -> list[str]:
    """The wires of the main block, those of one port in their order."""
    nodes = project.main.nodes
    wires = sorted(
        project.main.wires.values(), key=lambda wire: (nodes[wire.target.node].name, wire.target.port, wire.order)
    )
    return [
        f"{nodes[wire.source.node].name}.{wire.source.port}>{nodes[wire.target.node].name}.{wire.target.port}"
        for wire in wires
    ]


@pytest.fixture
def project() -> Project:
    """x and y into a difference, that into a ReLU."""
    project = Project(REGISTRY)
    main = project.main
    x, y = main.add("guinet.Input", "x", (0.0, 0.0)), main.add("guinet.Input", "y", (0.0, 100.0))
    minus, relu = main.add("torch.sub", "minus", (200.0, 0.0)), main.add("torch.nn.ReLU", "relu", (400.0, 0.0))
    for source, target in (
        (x["output"], minus["input"]),
        (y["output"], minus["other"]),
        (minus["output"], relu["input"]),
    ):
        main.connect(source, target)
    return project


def named(project: Project, name: str) -> Node:
    return project.main.node(name)


def test_wires_lead_to_the_ports_of_the_same_name(project: Project) -> None:
    before, steps, at = wired(project), len(project.history.labels), named(project, "minus").position
    replace_node(project.main, named(project, "minus").id, "torch.mul", {})
    assert wired(project) == before
    assert (named(project, "minus").kind, named(project, "minus").position) == ("torch.mul", at)
    assert len(project.history.labels) == steps + 1
    project.undo()
    assert named(project, "minus").kind == "torch.sub"
    assert wired(project) == before


def test_where_names_differ_they_lead_to_the_first_that_is_free(project: Project) -> None:
    replace_node(project.main, named(project, "minus").id, "torch.cat", {})
    assert wired(project) == ["x.output>minus.tensors", "y.output>minus.tensors", "minus.output>relu.input"]
    replace_node(project.main, named(project, "minus").id, "torch.matmul", {})
    assert wired(project) == ["x.output>minus.input", "y.output>minus.other", "minus.output>relu.input"]


def test_a_wire_keeps_its_port_from_those_that_have_none(project: Project) -> None:
    """bmm has `input` and `mat2`: what led to `other` goes to the second, whichever is looked at first."""
    minus = named(project, "minus")
    assert swap_inputs(project.main, minus.id)
    replace_node(project.main, minus.id, "torch.bmm", {})
    assert wired(project)[:2] == ["y.output>minus.input", "x.output>minus.mat2"]


def test_what_has_no_place_any_more_goes(project: Project) -> None:
    replace_node(project.main, named(project, "minus").id, "torch.nn.Tanh", {})
    assert wired(project) == ["x.output>minus.input", "minus.output>relu.input"]
    project.undo()
    assert len(wired(project)) == 3


def test_a_name_nobody_chose_follows_the_kind_and_the_frame_stays(project: Project) -> None:
    relu = named(project, "relu").id
    frame = framing.add_frame(project.main, [relu], "Stage")
    replace_node(project.main, relu, "torch.nn.GELU", {"approximate": "tanh"})
    node = project.main.nodes[relu]
    assert (node.name, node.kind, node.frame) == ("gelu", "torch.nn.GELU", frame.id)
    assert node.arguments == {"approximate": "tanh"}


def test_what_was_said_of_its_layer_goes_with_the_layer() -> None:
    project = Project(REGISTRY)
    main = project.main
    one, two = main.add("torch.nn.Linear", "one", out_features=4), main.add("torch.nn.Linear", "two", out_features=4)
    sharing.share(main, two.id, one.id)
    replace_node(main, one.id, "torch.nn.ReLU", {})
    assert main.nodes[two.id].shares == ""
    set_repeat(main, two.id, 3)
    replace_node(main, two.id, "torch.add", {})
    assert main.nodes[two.id].repeat == 1


def test_two_inputs_change_places_in_one_step(project: Project) -> None:
    steps, minus = len(project.history.labels), named(project, "minus").id
    assert swap_inputs(project.main, minus)
    assert wired(project)[:2] == ["y.output>minus.input", "x.output>minus.other"]
    assert len(project.history.labels) == steps + 1
    assert swap_inputs(project.main, minus)
    assert wired(project)[:2] == ["x.output>minus.input", "y.output>minus.other"]


def test_a_single_wire_goes_to_the_other_input(project: Project) -> None:
    minus = named(project, "minus")
    editing.remove(project.main, wires=[wire.id for wire in project.main.incoming(minus.id, "other")])
    assert swap_inputs(project.main, minus.id)
    assert "x.output>minus.other" in wired(project)


def test_the_wires_of_a_port_that_takes_several_are_turned_round(project: Project) -> None:
    minus = named(project, "minus").id
    replace_node(project.main, minus, "torch.cat", {})
    assert swap_inputs(project.main, minus)
    assert wired(project)[:2] == ["y.output>minus.tensors", "x.output>minus.tensors"]


def test_without_two_inputs_nothing_changes(project: Project) -> None:
    steps = len(project.history.labels)
    assert not swap_inputs(project.main, named(project, "relu").id)
    assert not swap_inputs(project.main, named(project, "x").id)
    assert len(project.history.labels) == steps


def test_what_leads_to_a_node_what_follows_and_what_is_alike(project: Project) -> None:
    main = project.main

    def names(found: list[str]) -> set[str]:
        return {main.nodes[node].name for node in found}

    minus = [named(project, "minus").id]
    assert names(reaching.reached(main, minus, backwards=True)) == {"minus", "x", "y"}
    assert names(reaching.reached(main, minus, backwards=False)) == {"minus", "relu"}
    assert names(reaching.alike(main, [named(project, "x").id])) == {"x", "y"}
