"""What does not run: muted nodes with what hangs on them, bypassed nodes, dots on wires; and the graph that is left."""

from __future__ import annotations

import pytest

from guinet.core import editing
from guinet.core.changes import SetTrait
from guinet.core.graph import REROUTE_KIND, Block, BlockData, Initialiser, Node, NodeMode, Selects, Tie, Wire
from guinet.core.leaving import leaving, mode_problems, mode_refusal, set_mode
from guinet.core.plain import Plain, changes_between, plain
from guinet.core.problems import Refused
from guinet.core.project import Project, block_kind
from guinet.nodes.registry import REGISTRY
from guinet.storage import files, fragments

MUTED, BYPASSED, RUNS = NodeMode.MUTED, NodeMode.BYPASSED, NodeMode.RUNS


@pytest.fixture
def block() -> Block:
    """x → a → b → add → c, and x → add.other."""
    project = Project(REGISTRY)
    main = project.main
    x = main.add("guinet.Input", "x", shape=(4,))
    a, b, c = (main.add("torch.nn.ReLU", name) for name in "abc")
    add = main.add("torch.add", "add")
    for source, target in ((x["output"], a["input"]), (a["output"], b["input"]), (b["output"], add["input"])):
        main.connect(source, target)
    main.connect(x["output"], add["other"])
    main.connect(add["output"], c["input"])
    return main


def names(block: Block, nodes: object) -> set[str]:
    return {block.nodes[node].name for node in nodes}  # type: ignore[attr-defined]


def wires(block: Block) -> set[tuple[str, str]]:
    """Which output feeds which input, by names."""
    nodes = block.nodes
    return {
        (f"{nodes[wire.source.node].name}.{wire.source.port}", f"{nodes[wire.target.node].name}.{wire.target.port}")
        for wire in block.wires.values()
    }


def mode(block: Block, mode: NodeMode, *nodes: str) -> None:
    set_mode(block, [block.node(name).id for name in nodes], mode)


def test_nothing_special_costs_nothing(block: Block) -> None:
    assert not leaving(block)
    assert plain(block.project) is block.project


def test_a_muted_node_takes_along_what_depends_only_on_it(block: Block) -> None:
    mode(block, MUTED, "a")

    left = leaving(block)

    assert names(block, left.out) == {"a", "b"}  # add has x as well, so it runs, and c behind it
    assert [(block.nodes[wire.target.node].name, wire.target.port) for wire in left.lost] == [("add", "input")]
    [problem] = mode_problems(block, left)
    assert problem.message == "add.input needs what comes from a, which is muted: bypass a, or mute add too."
    assert [fix.text for fix in problem.fixes] == ["Bypass a", "Mute add too"]


def test_the_repairs_repair(block: Block) -> None:
    for repair in (0, 1):
        mode(block, MUTED, "a")
        [problem] = mode_problems(block, leaving(block))
        block.project.run("Fix", problem.fixes[repair].changes)
        assert not list(mode_problems(block, leaving(block)))
        block.project.undo()
        block.project.undo()


def test_a_bypassed_node_passes_on_its_first_input(block: Block) -> None:
    mode(block, BYPASSED, "b", "add")

    there = plain(block.project).main

    assert names(there, there.nodes) == {"x", "a", "c"}
    assert wires(there) == {("x.output", "a.input"), ("a.output", "c.input")}
    assert there.note == "Bypassed, so what arrives passes on: add, b."


def test_the_graph_that_is_left_keeps_the_ids_of_its_wires(block: Block) -> None:
    mode(block, BYPASSED, "b")

    there = plain(block.project).main

    assert set(there.wires) < set(block.wires)


def test_muting_leaves_out_wires_too(block: Block) -> None:
    mode(block, MUTED, "c")

    there = plain(block.project).main

    assert names(there, there.nodes) == {"x", "a", "b", "add"}
    assert there.note == "Muted, or depending only on what is: c."
    assert there.project.load_problems == ()


def test_a_port_of_several_wires_takes_what_is_left(block: Block) -> None:
    cat = block.add("torch.cat", "cat")
    for source in "abc":
        block.connect(block.node(source)["output"], cat["tensors"])
    mode(block, MUTED, "c")

    assert not list(mode_problems(block, leaving(block)))
    assert {pair for pair in wires(plain(block.project).main) if "cat" in pair[1]} == {
        ("a.output", "cat.tensors"),
        ("b.output", "cat.tensors"),
    }


def test_dots_leave_no_trace_and_may_branch(block: Block) -> None:
    [wire] = block.incoming(block.node("b").id)
    dot = block.add(REROUTE_KIND)
    editing.insert_on_wire(block, wire.id, dot)
    c = block.node("c")
    block.connect(dot["output"], c["input"])

    there = plain(block.project).main

    assert names(there, there.nodes) == {"x", "a", "b", "add", "c"}
    assert {("a.output", "b.input"), ("a.output", "c.input")} <= wires(there)
    assert there.note == ""


def test_a_dot_behind_a_muted_node_brings_nothing(block: Block) -> None:
    [wire] = block.incoming(block.node("b").id)
    dot = block.add(REROUTE_KIND)
    editing.insert_on_wire(block, wire.id, dot)
    mode(block, MUTED, "a")

    assert names(block, leaving(block).out) == {"a", "b", dot.name}


def test_a_bypassed_block_hands_each_input_to_the_output_of_its_name() -> None:
    ends = [Node(f"i{name}", "guinet.Input", name, position=(0, place)) for place, name in enumerate("xyz")]
    ends += [Node(f"o{name}", "guinet.Output", name, position=(9, place)) for place, name in enumerate("yx")]
    project = Project(REGISTRY, [BlockData("d", "Inner", tuple(ends))])
    main = project.main
    inner, left, right = main.add(block_kind("d"), "inner"), main.add("torch.nn.ReLU"), main.add("torch.nn.Tanh")
    for name in "xy":
        main.connect(main.add("guinet.Input", f"in_{name}")["output"], inner[name])
    main.connect(inner["x"], left["input"])
    main.connect(inner["y"], right["input"])

    mode(main, BYPASSED, "inner")

    assert wires(plain(project).main) == {
        ("in_x.output", f"{left.name}.input"),
        ("in_y.output", f"{right.name}.input"),
    }


def test_what_cannot_be_left_out_says_why(block: Block) -> None:
    digits = block.add("guinet.data.digits", "digits")
    dot = block.add(REROUTE_KIND)

    with pytest.raises(Refused, match="digits cannot pass on what arrives: mute it instead of bypassing it"):
        mode(block, BYPASSED, "digits")
    assert mode_refusal(block, digits.id, MUTED) == ""
    with pytest.raises(Refused, match="only passes on what arrives"):
        set_mode(block, [dot.id], MUTED)

    inner = Project(REGISTRY, [BlockData("d", "Inner", (Node("i", "guinet.Input", "x"),))]).blocks["d"]
    with pytest.raises(Refused, match="x is a port of its block"):
        mode(inner, MUTED, "x")


def test_a_file_that_mutes_a_port_of_a_block_is_told_so() -> None:
    data = BlockData("d", "Inner", (Node("i", "guinet.Input", "x", mode=MUTED), Node("o", "guinet.Output", "y")))
    project = Project(REGISTRY, [data])

    [problem] = plain(project).load_problems

    assert (problem.block, problem.node, problem.code) == ("d", "i", "mode")
    project.run("Fix", problem.fixes[0].changes)
    assert plain(project) is project


def test_an_output_of_a_block_stays_a_port_of_it() -> None:
    nodes = (Node("i", "guinet.Input", "x"), Node("r", "torch.nn.ReLU", "relu"), Node("o", "guinet.Output", "y"))
    joined = (Wire("1", nodes[0]["output"], nodes[1]["input"]), Wire("2", nodes[1]["output"], nodes[2]["input"]))
    inner = Project(REGISTRY, [BlockData("d", "Inner", nodes, joined)]).blocks["d"]
    mode(inner, MUTED, "relu")

    left = leaving(inner)

    assert left.out == {"r"}
    assert [problem.node for problem in mode_problems(inner, left)] == ["o"]


def test_a_shared_layer_goes_on_without_its_first_owner(block: Block) -> None:
    owner = block.add("torch.nn.Linear", "owner", out_features=7)
    for name in ("user", "user2"):
        node = block.add("torch.nn.Linear", name)
        block.project.run("Share", [SetTrait("main", node.id, "shares", owner.id)])
    mode(block, MUTED, "owner")

    there = plain(block.project).main

    assert (there.node("user").shares, there.node("user").arguments) == ("", {"out_features": 7})
    assert there.node("user2").shares == there.node("user").id


def test_rules_and_ties_of_what_does_not_run_go_too() -> None:
    nodes = (Node("a", "torch.nn.Linear", "a", mode=MUTED), Node("b", "torch.nn.Linear", "b"))
    rules = (Initialiser(Selects.NODE, "a", "*", "zeros_"), Initialiser(Selects.NODE, "b", "*", "ones_"))
    data = BlockData("main", "Net", nodes, ties=(Tie("a", "bias", "b", "bias"),), initialisers=rules)

    there = plain(Project(REGISTRY, [data])).main

    assert (there.ties, there.initialisers) == ((), rules[1:])


def test_each_is_one_undo_step_with_a_name(block: Block) -> None:
    mode(block, MUTED, "a", "b")
    mode(block, BYPASSED, "a")
    mode(block, RUNS, "a", "b")

    assert block.project.history.labels[-3:] == ("Mute", "Bypass", "Let run")
    for _ in range(3):
        block.project.undo()
    assert not leaving(block)


def test_it_is_followed_edit_by_edit(block: Block) -> None:
    project = block.project
    follower = Plain(project)
    project.subscribe(lambda event: answers.append(follower.follow(event.changes)))
    answers: list[object] = []

    block.set(block.node("a"), inplace=True)
    assert follower.project is project
    mode(block, BYPASSED, "a")
    assert answers[-1] is None  # another project from here on

    edits = [
        lambda: mode(block, MUTED, "c"),
        lambda: block.add("torch.nn.Tanh", "d"),
        lambda: block.connect(block.node("c")["output"], block.node("d")["input"]),
        lambda: editing.rename(block, block.node("b").id, "bee"),
        lambda: block.set(block.node("add"), alpha=2),
        lambda: editing.move(block, {block.node("bee").id: (3.0, 4.0)}),
        lambda: mode(block, RUNS, "a"),
        lambda: project.run("Share", [SetTrait("main", block.node("bee").id, "frame", "f")]),
        lambda: block.remove([block.node("bee")]),
        lambda: editing.add_node(block, REROUTE_KIND),
        *[project.undo] * 10,
        *[project.redo] * 10,
    ]
    for edit in edits:
        edit()
        fresh = plain(project).main
        assert not list(changes_between(follower.project.main, fresh.data()))
        assert follower.project.load_problems == fresh.project.load_problems


def test_it_is_kept_in_the_file_and_on_the_clipboard(block: Block) -> None:
    mode(block, MUTED, "a")
    mode(block, BYPASSED, "b")

    again = files.loads(files.dumps(block.project)).main
    copied = fragments.loads(fragments.dumps(block, [block.node("a").id]))

    assert [again.node(name).mode for name in "abc"] == [MUTED, BYPASSED, RUNS]
    assert copied is not None
    assert [node.mode for node in copied.nodes] == [MUTED]
