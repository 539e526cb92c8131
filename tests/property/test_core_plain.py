"""Whatever people do, the project as it runs that was followed edit by edit is the one worked out afresh."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from guinet.core import appearance, editing, rewiring, sharing
from guinet.core.graph import COLOURS, REROUTE_KIND, Block, BlockData, Node, NodeMode, Wire
from guinet.core.grouping import group
from guinet.core.history import Committed
from guinet.core.leaving import set_mode
from guinet.core.plain import Plain, changes_between, plain
from guinet.core.problems import Refused
from guinet.core.project import Project
from guinet.core.rules import structure_problems
from guinet.nodes.registry import REGISTRY

KINDS = ("torch.nn.Linear", "torch.nn.ReLU", "torch.cat", "torch.add", "guinet.Input", "guinet.Output", REROUTE_KIND)


def make_project() -> Project:
    """An instance of a block of one layer between an Input and an Output."""
    inside = (Node("i", "guinet.Input", "x"), Node("r", "torch.nn.ReLU", "relu"), Node("o", "guinet.Output", "y"))
    inner = (Wire("1", inside[0]["output"], inside[1]["input"]), Wire("2", inside[1]["output"], inside[2]["input"]))
    nodes = (Node("a", "guinet.Input", "x"), Node("b", "block.inner", "inner"), Node("c", "guinet.Output", "y"))
    wires = (Wire("3", nodes[0]["output"], nodes[1]["x"]), Wire("4", nodes[1]["y"], nodes[2]["input"]))
    blocks = [BlockData("main", "Net", nodes, wires), BlockData("inner", "Inner", inside, inner)]
    return Project(REGISTRY, blocks)


def chosen(block: Block, one: int, other: int) -> list[str]:
    nodes = sorted(block.nodes)
    return list(dict.fromkeys((nodes[one % len(nodes)], nodes[other % len(nodes)]))) if nodes else []


def connect(block: Block, one: int, other: int) -> None:
    source, target = chosen(block, one, other)[0], chosen(block, one, other)[-1]
    outputs = block.project.ports(block, block.nodes[source]).outputs
    inputs = block.project.ports(block, block.nodes[target]).inputs
    if outputs and inputs:
        block.connect(block.nodes[source][outputs[0].name], block.nodes[target][inputs[-1].name])


def dot(block: Block, one: int, other: int) -> None:
    wires = sorted(block.wires)
    if wires:
        editing.insert_on_wire(block, wires[one % len(wires)], editing.add_node(block, REROUTE_KIND))


EDITS: dict[str, Callable[[Block, int, int], object]] = {
    "add": lambda block, one, other: block.add(KINDS[one % len(KINDS)]),
    "connect": connect,
    "dot": dot,
    "mute": lambda block, one, other: set_mode(block, chosen(block, one, other), NodeMode.MUTED),
    "bypass": lambda block, one, other: set_mode(block, chosen(block, one, one), NodeMode.BYPASSED),
    "run": lambda block, one, other: set_mode(block, chosen(block, one, other), NodeMode.RUNS),
    "collapse": lambda block, one, other: appearance.collapse(block, chosen(block, one, other), one % 2 == 0, {}),
    "colour": lambda block, one, other: appearance.colour(block, chosen(block, one, other), ("", *COLOURS)[one % 9]),
    "hide": lambda block, one, other: appearance.hide_unused(block, chosen(block, one, one), other % 2 == 0, {}),
    "remove": lambda block, one, other: block.remove(chosen(block, one, one)),
    "dissolve": lambda block, one, other: rewiring.dissolve(block, chosen(block, one, other)),
    "pull out": lambda block, one, other: rewiring.pull_out(block, chosen(block, one, one)),
    "duplicate": lambda block, one, other: editing.duplicate(block, chosen(block, one, one)),
    "rename": lambda block, one, other: editing.rename(block, chosen(block, one, one)[0], f"n{other}"),
    "set": lambda block, one, other: block.set(chosen(block, one, one)[0], out_features=other),
    "share": lambda block, one, other: sharing.share(
        block, chosen(block, one, other)[0], chosen(block, one, other)[-1]
    ),
    "group": lambda block, one, other: group(block, chosen(block, one, other)),
    "undo": lambda block, one, other: block.project.undo(),
    "redo": lambda block, one, other: block.project.redo(),
}

ACTS = st.tuples(
    st.sampled_from(list(EDITS)), st.sampled_from(("main", "inner")), st.integers(0, 30), st.integers(0, 30)
)


@settings(max_examples=150, deadline=None)
@given(st.lists(ACTS, min_size=3, max_size=14))
def test_followed_it_is_what_it_would_be_afresh(acts: list[tuple[str, str, int, int]]) -> None:
    document = make_project()
    follower = Plain(document)

    def follow(event: Committed) -> None:
        follower.follow(event.changes)

    document.subscribe(follow)
    for name, where, one, other in acts:
        block = document.blocks[where]
        try:
            if block.nodes or name in ("add", "undo", "redo"):
                EDITS[name](block, one, other)
        except Refused:
            continue
        fresh = plain(document)
        assert follower.project.blocks.keys() == fresh.blocks.keys()
        for id, wanted in fresh.blocks.items():
            assert not list(changes_between(follower.project.blocks[id], wanted.data()))
        if fresh is not document:
            told = [{problem.message for problem in each.load_problems} for each in (follower.project, fresh)]
            assert told[0] == told[1]
        assert not any(
            node.mode or node.kind == REROUTE_KIND for each in fresh.blocks.values() for node in each.nodes.values()
        )
        before = {problem.code for problem in structure_problems(document)}
        assert {problem.code for problem in structure_problems(fresh)} <= before | {"muted-input", "mode"}
