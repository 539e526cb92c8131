"""Which wires are refused and in which words; what is found broken in a graph that was read from a file."""

from __future__ import annotations

import subprocess
import sys

import pytest

from guinet.core.changes import AddBlock
from guinet.core.graph import Block, BlockData, End, Node, Wire
from guinet.core.naming import name_problem
from guinet.core.problems import Problem, Refused
from guinet.core.project import Project
from guinet.core.rules import reaches, refusal, structure_problems
from guinet.nodes.registry import REGISTRY


@pytest.fixture
def block() -> Block:
    """x → relu → y, and a lone `cat`, `loss` and `shape`."""
    block = Project(REGISTRY).main
    x, relu = block.add("guinet.Input", name="x"), block.add("torch.nn.ReLU", name="relu")
    block.connect(x["output"], relu["input"])
    block.connect(relu["output"], block.add("guinet.Output", name="y")["input"])
    block.add("torch.cat", name="cat")
    return block


def end(block: Block, text: str) -> End:
    name, port = text.split(".")
    return block.node(name)[port]


def words(block: Block, source: str, target: str) -> tuple[str, str]:
    problem = refusal(block, end(block, source), end(block, target))
    assert problem is not None
    return problem.code, problem.message


def test_a_wire_that_fits_is_not_refused(block: Block) -> None:
    assert refusal(block, end(block, "x.output"), end(block, "cat.tensors")) is None


@pytest.mark.parametrize(
    ("source", "target", "code", "message"),
    [
        (
            "relu.outptu",
            "cat.tensors",
            "no-port",
            "relu has no output port “outptu”; it has: output.",
        ),
        ("relu.output", "cat.nothing", "no-port", "cat has no input port “nothing”; it has: tensors."),
        ("y.output", "cat.tensors", "no-port", "y has no output ports."),
        ("x.output", "relu.input", "wired", "These two ports are wired already."),
        (
            "relu.output",
            "relu.input",
            "cycle",
            "This wire would lead from relu back into itself: wire it to another node.",
        ),
    ],
)
def test_refusals_say_why(block: Block, source: str, target: str, code: str, message: str) -> None:
    assert words(block, source, target) == (code, message)


def test_a_cycle_through_other_nodes_is_refused(block: Block) -> None:
    block.connect(end(block, "relu.output"), end(block, "cat.tensors"))

    assert words(block, "cat.output", "relu.input") == (
        "cycle",
        "This wire would close a cycle: relu already leads to cat.",
    )


def test_a_wire_to_a_node_that_is_not_there_is_refused(block: Block) -> None:
    problem = refusal(block, end(block, "x.output"), End("nowhere", "input"))

    assert problem is not None
    assert (problem.code, problem.message) == ("no-node", "The node of this wire is not there.")


def test_connect_raises_what_refusal_says(block: Block) -> None:
    before = dict(block.wires)

    with pytest.raises(Refused) as caught:
        block.connect(end(block, "relu.output"), end(block, "relu.input"))

    assert caught.value.problem.code == "cycle"
    assert caught.value.problem.node == block.node("relu").id
    assert dict(block.wires) == before


def test_reaches_follows_wires_forwards_only(block: Block) -> None:
    x, relu, y, cat = (block.node(name).id for name in ("x", "relu", "y", "cat"))

    assert reaches(block, x, y)
    assert reaches(block, relu, y)
    assert not reaches(block, y, x)
    assert not reaches(block, x, cat)


@pytest.mark.parametrize("name", ["conv", "_a1", "0", "12", "größe"])
def test_names_that_are_allowed(name: str) -> None:
    assert name_problem(name) is None


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("", "is not a name"),
        ("a b", "is not a name"),
        ("1a", "is not a name"),
        ("class", "Python's own"),
        ("self", "own"),
    ],
)
def test_names_that_are_not(name: str, part: str) -> None:
    problem = name_problem(name)
    assert problem is not None
    assert part in problem


# What a file may hold

X = Node("x", "guinet.Input", "x")
RELU = Node("r", "torch.nn.ReLU", "relu")
TANH = Node("t", "torch.nn.Tanh", "tanh")


def wire(id: str, source: str, target: str) -> Wire:
    source_node, output = source.split(".")
    target_node, input = target.split(".")
    return Wire(id, End(source_node, output), End(target_node, input))


def problems(*data: BlockData) -> list[Problem]:
    return list(structure_problems(Project(REGISTRY, data)))


def main(*nodes: Node, wires: tuple[Wire, ...] = ()) -> BlockData:
    return BlockData("main", "Net", nodes, wires)


def test_a_sound_graph_has_no_problems() -> None:
    assert problems(main(X, RELU, wires=(wire("1", "x.output", "r.input"),))) == []


@pytest.mark.parametrize(
    ("broken", "code", "node", "message"),
    [
        ("x.output -> gone.input", "dangling-wire", "x", "A wire leads to a node that is not there (gone)."),
        ("gone.output -> r.input", "dangling-wire", "r", "A wire comes from a node that is not there (gone)."),
        ("x.lost -> r.input", "lost-port", "x", "A wire comes from “lost”, a port x does not have."),
        ("x.output -> r.lost", "lost-port", "r", "A wire leads to “lost”, a port relu does not have."),
    ],
)
def test_broken_wires_are_told_on_the_node_that_is_there(broken: str, code: str, node: str, message: str) -> None:
    source, target = broken.split(" -> ")
    (problem,) = problems(main(X, RELU, wires=(wire("1", source, target),)))

    assert (problem.code, problem.node, problem.message) == (code, node, message)


def test_broken_wires_are_removed_by_their_fix() -> None:
    project = Project(REGISTRY, [main(X, RELU, wires=(wire("1", "gone.output", "r.lost"),))])
    (problem,) = structure_problems(project)
    (fix,) = problem.fixes

    project.run(fix.text, fix.changes)

    assert list(structure_problems(project)) == []
    assert project.history.labels == ("Remove the wire",)


def test_a_wire_between_two_missing_nodes_is_still_a_problem() -> None:
    (problem,) = problems(main(X, wires=(wire("1", "gone.output", "lost.input"),)))

    assert problem.code == "dangling-wire"


def test_several_wires_on_a_single_input() -> None:
    wires = (wire("1", "x.output", "r.input"), wire("2", "t.output", "r.input"))
    (problem,) = problems(main(X, RELU, TANH, wires=wires))

    assert (problem.code, problem.message) == ("several-wires", "relu.input takes one wire, but has several.")
    assert problem.fixes[0].changes[0].wire == "2"  # type: ignore[union-attr]


def test_a_cycle_is_told_on_each_of_its_nodes_and_only_there() -> None:
    wires = (wire("1", "r.output", "t.input"), wire("2", "t.output", "r.input"))
    found = problems(main(X, RELU, TANH, wires=wires))

    assert {(problem.code, problem.node) for problem in found} == {("cycle", "r"), ("cycle", "t")}
    assert found[0].message == "These nodes feed each other in a cycle: relu, tanh. Remove one wire."


def test_a_fix_of_a_cycle_breaks_it() -> None:
    wires = (wire("1", "r.output", "t.input"), wire("2", "t.output", "r.input"))
    project = Project(REGISTRY, [main(RELU, TANH, wires=wires)])

    project.run("Fix", next(structure_problems(project)).fixes[0].changes)

    assert list(structure_problems(project)) == []


def test_a_node_wired_to_itself_is_a_cycle() -> None:
    (problem,) = problems(main(RELU, wires=(wire("1", "r.output", "r.input"),)))

    assert problem.code == "cycle"


@pytest.mark.parametrize(
    ("nodes", "message"),
    [
        (
            (RELU, Node("s", "torch.nn.ReLU", "relu")),
            "Several nodes are named relu: choose another name for all but one.",
        ),
        ((Node("s", "torch.nn.ReLU", "for"),), "“for” is a word of Python's own: choose another name."),
        ((Node("s", "torch.nn.ReLU", "a-b"),), "“a-b” is not a name Python allows: use letters, digits and _."),
    ],
)
def test_names_that_cannot_be_are_told(nodes: tuple[Node, ...], message: str) -> None:
    found = problems(main(*nodes))

    assert {(problem.code, problem.message) for problem in found} == {("name", message)}
    assert len(found) == len(nodes)


def test_an_unknown_kind_is_told_and_keeps_its_wires() -> None:
    (problem,) = problems(main(X, Node("s", "my.Layer", "own"), wires=(wire("1", "x.output", "s.whatever"),)))

    assert (problem.code, problem.node) == ("unknown-kind", "s")
    assert "own is of a kind this GuiNet does not know (my.Layer)" in problem.message


def test_a_slip_in_a_kind_is_repaired_by_the_kind_that_was_meant() -> None:
    project = Project(REGISTRY, [main(Node("s", "torch.nn.Lineer", "fc", {"out_features": 3}))])
    (problem,) = structure_problems(project)

    assert problem.message == (
        "fc is of a kind this GuiNet does not know (torch.nn.Lineer): did you mean torch.nn.Linear?"
    )
    project.run(problem.fixes[0].text, problem.fixes[0].changes)
    assert (project.main.nodes["s"].kind, project.main.nodes["s"].arguments) == (
        "torch.nn.Linear", {"out_features": 3}
    )  # fmt: skip
    assert list(structure_problems(project)) == []


def test_an_instance_of_a_block_that_is_not_there_is_an_unknown_kind() -> None:
    assert [problem.code for problem in problems(main(Node("s", "block.gone", "part")))] == ["unknown-kind"]


def test_a_block_inside_itself_is_told_where_it_is_put_in() -> None:
    a = BlockData("a", "A", (Node("1", "block.b", "b"),))
    b = BlockData("b", "B", (Node("2", "block.a", "a"), RELU))
    found = problems(main(Node("3", "block.a", "start")), a, b)

    assert [(problem.code, problem.block, problem.node) for problem in found] == [
        ("recursion", "a", "1"),
        ("recursion", "b", "2"),
    ]
    assert found[0].message == "b puts the block A inside itself: remove it."


def test_a_block_is_not_added_inside_itself() -> None:
    project = Project(REGISTRY)
    project.run("Blocks", [AddBlock(BlockData("a", "A")), AddBlock(BlockData("b", "B"))])
    project.blocks["a"].add("block.b")

    for inside in ("a", "b"):
        with pytest.raises(Refused, match=f"The block {inside.upper()} cannot be put inside itself."):
            project.blocks["b" if inside == "b" else "a"].add(f"block.{inside}")
    with pytest.raises(Refused, match="cannot be put inside itself"):
        project.blocks["b"].add("block.a")
    assert not project.blocks["b"].nodes


def test_what_the_file_said_comes_first() -> None:
    project = Project(REGISTRY, [main(Node("s", "my.Layer", "own"))])
    told = Problem("told", "Something was left out.")
    project.load_problems = (told,)

    assert next(iter(structure_problems(project))) is told


def test_the_window_does_not_wait_for_networkx() -> None:
    code = "import guinet.core.editing, guinet.core.rules, sys; sys.exit('networkx' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
