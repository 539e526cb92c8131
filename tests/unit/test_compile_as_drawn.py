"""Repairs are found in the graph that runs; applied to the graph as it is drawn, they give the same that runs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from guinet.compile import shapes
from guinet.compile.insertions import bypass, insertion
from guinet.core import editing
from guinet.core.as_drawn import as_drawn
from guinet.core.changes import RemoveWire
from guinet.core.graph import REROUTE_KIND, Block, NodeMode
from guinet.core.leaving import set_mode
from guinet.core.plain import plain
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY

Edges = set[tuple[str, str, str]]


def edges(block: Block) -> Edges:
    """Who feeds which input of whom, by name."""
    nodes = block.nodes
    return {
        (nodes[wire.source.node].name, nodes[wire.target.node].name, wire.target.port) for wire in block.wires.values()
    }


@pytest.fixture
def net() -> Block:
    """x → a → b → y, and a → c: three ReLUs."""
    main = Project(REGISTRY).main
    nodes = {"x": main.add("guinet.Input", "x", shape=(1, 8, 8))}
    for place, name in enumerate("abc"):
        nodes[name] = main.add("torch.nn.ReLU", name, (200.0 * place, 0.0))
    nodes["y"] = main.add("guinet.Output", "y", (800.0, 0.0))
    for before, after in ("xa", "ab", "by", "ac"):
        main.connect(nodes[before]["output"], nodes[after]["input"])
    return main


def wire(block: Block, source: str, target: str) -> str:
    return next(
        each.id
        for each in block.wires.values()
        if (block.nodes[each.source.node].name, block.nodes[each.target.node].name) == (source, target)
    )


def dotted(net: Block) -> None:
    """A dot between a and b, from which c hangs as well."""
    dot = editing.add_node(net, REROUTE_KIND, position=(300.0, 400.0))
    editing.insert_on_wire(net, wire(net, "a", "b"), dot)
    net.project.run("Cut", [_removed(net, "a", "c")])
    editing.connect(net, dot["output"], net.node("c")["input"])


def _removed(net: Block, source: str, target: str) -> RemoveWire:
    return RemoveWire(net.id, wire(net, source, target))


def bypassed(net: Block) -> None:
    """A bypassed Dropout between a and b."""
    drop = editing.add_node(net, "torch.nn.Dropout", name="drop")
    editing.insert_on_wire(net, wire(net, "a", "b"), drop)
    set_mode(net, [drop.id], NodeMode.BYPASSED)


def both(net: Block) -> None:
    """A bypassed Flatten, then a dot: the name the repair would take is another node's."""
    flatten = editing.add_node(net, "torch.nn.Flatten", name="flatten")
    editing.insert_on_wire(net, wire(net, "a", "b"), flatten)
    set_mode(net, [flatten.id], NodeMode.BYPASSED)
    dot = editing.add_node(net, REROUTE_KIND, position=(300.0, 400.0))
    editing.insert_on_wire(net, wire(net, "flatten", "b"), dot)


BETWEEN = pytest.mark.parametrize("between", [dotted, bypassed, both])


@BETWEEN
@pytest.mark.parametrize("kind", ["torch.nn.Flatten", "torch.Tensor.contiguous", "torch.Tensor.unsqueeze"])
def test_a_node_put_before_another_stands_right_before_it(
    net: Block, between: Callable[[Block], None], kind: str
) -> None:
    between(net)
    runs = plain(net.project).main
    into_b = runs.incoming(runs.node("b").id)[0]
    changes = insertion(runs, into_b, kind, {"dim": 0} if kind.endswith("squeeze") else {})
    untouched = edges(net)

    net.project.run("Repair", as_drawn(net.project, changes))

    new = next(node for node in net.nodes.values() if node.kind == kind and node.mode is NodeMode.RUNS)
    name = new.name
    assert edges(plain(net.project).main) == {
        ("x", "a", "input"), ("a", name, "input"), (name, "b", "input"), ("b", "y", "input"), ("a", "c", "input")
    }  # fmt: skip
    before = next(source for source, target, _ in untouched if target == "b")
    assert edges(net) == untouched - {(before, "b", "input")} | {(before, name, "input"), (name, "b", "input")}
    last, b = net.node(before).position, net.node("b").position
    assert new.position == ((last[0] + b[0]) / 2, (last[1] + b[1]) / 2)
    net.project.undo()
    assert edges(net) == untouched


@BETWEEN
def test_what_hangs_on_a_node_that_goes_hangs_on_what_led_to_it(net: Block, between: Callable[[Block], None]) -> None:
    between(net)
    runs = plain(net.project).main
    drawn = edges(net)

    net.project.run("Repair", as_drawn(net.project, bypass(runs, runs.node("a").id)))

    assert edges(plain(net.project).main) == {("x", "b", "input"), ("b", "y", "input"), ("x", "c", "input")}
    kept = {edge for edge in drawn if "a" not in edge}
    assert edges(net) == kept | {("x", target, port) for source, target, port in drawn if source == "a"}


def test_the_last_layer_before_a_dot_and_one_after_it_go_as_drawn(net: Block) -> None:
    dotted(net)
    runs = plain(net.project).main

    net.project.run("Repair", as_drawn(net.project, bypass(runs, runs.node("b").id)))

    dot = net.node("reroute").name
    assert edges(net) == {
        ("x", "a", "input"), ("a", dot, "input"), (dot, "c", "input"), (dot, "y", "input")
    }  # fmt: skip


def test_a_missing_batch_dimension_behind_a_dot_is_given() -> None:
    main = Project(REGISTRY).main
    x = main.add("guinet.Input", "x", shape=(8, 8), batched=False)
    conv = main.add("torch.nn.Conv2d", "conv", out_channels=2, kernel_size=3)
    y = main.add("guinet.Output", "y")
    main.connect(x["output"], conv["input"])
    main.connect(conv["output"], y["input"])
    dot = editing.add_node(main, REROUTE_KIND)
    editing.insert_on_wire(main, wire(main, "x", "conv"), dot)
    offered = [fix for problem in shapes.check(main.project, lambda node: {}).problems for fix in problem.fixes]

    for fix in offered:
        changes = as_drawn(main.project, fix.changes)
        main.project.run(fix.text, changes)
        assert edges(plain(main.project).main) >= {("conv", "y", "input")}
        assert {wire.target.node for wire in main.outgoing(dot.id)}, "the dot is still on a wire"
        main.project.undo()
    assert offered


def test_where_nothing_only_passes_on_repairs_stay_as_they_are(net: Block) -> None:
    changes = insertion(net, net.incoming(net.node("b").id)[0], "torch.nn.Flatten", {})
    assert as_drawn(net.project, changes) == changes


def test_a_wire_that_is_gone_is_told(net: Block) -> None:
    dotted(net)
    runs = plain(net.project).main
    changes = insertion(runs, runs.incoming(runs.node("b").id)[0], "torch.nn.Flatten", {})
    editing.remove(net, [net.node("b").id], ())
    with pytest.raises(KeyError):
        as_drawn(net.project, changes)
