"""What print shows of a network, and of each layer and block in it: what torch prints of the same, made by hand."""

from __future__ import annotations

import pytest
from torch import nn

import guinet
from guinet.core.changes import AddBlock
from guinet.core.coding import write_code
from guinet.core.graph import BlockData
from guinet.core.problems import ProblemError
from guinet.core.project import MAIN, Project
from guinet.core.sharing import share
from guinet.probe.printed import printed
from guinet.session.answers.printed import answer
from guinet.session.messages.printed import AskPrinted, Printed
from guinet.session.studies import Desk
from guinet.storage import trust
from guinet.storage.examples import example_path
from tests.drawing import add
from tests.tutorial_networks import Nested, chimera


def node(project: Project, name: str, block: str = MAIN) -> str:
    return project.blocks[block].node(name).id


def test_the_network_and_what_is_in_it() -> None:
    project = guinet.load(example_path("containers"))
    by_hand = chimera()

    assert printed(project, MAIN) == str(by_hand)
    assert printed(project, MAIN, node(project, "0")) == str(by_hand[0])
    assert printed(project, MAIN, node(project, "1")) == str(by_hand[1])


def test_from_within_a_block() -> None:
    project = guinet.load(example_path("nested-blocks"))
    nest = project.main.node("nest").block_id
    assert nest is not None
    stack = project.blocks[nest].node("net").block_id
    assert stack is not None
    by_hand = Nested()

    assert printed(project, MAIN) == str(by_hand)
    assert printed(project, nest) == str(by_hand.nest)
    assert printed(project, nest, node(project, "net", nest)) == str(by_hand.nest.net)
    assert printed(project, stack) == str(by_hand.nest.net)
    assert printed(project, stack, node(project, "2", stack)) == str(by_hand.nest.net[2])


def test_a_layer_used_twice_is_the_one() -> None:
    project = guinet.load(example_path("constant-weights"))

    assert printed(project, MAIN, node(project, "again")) == str(nn.Linear(20, 20))
    assert printed(project, MAIN, node(project, "relu")) == ""


@pytest.fixture
def script(project: Project) -> Project:
    """rand(2, 4) → a block of a Linear and a ReLU → a Linear used twice."""
    project.run("Block", [AddBlock(BlockData("b", "Hidden"))])
    inner = project.blocks["b"]
    x = inner.add("guinet.Input", name="x")
    act = add(inner, "torch.nn.ReLU", "act", add(inner, "torch.nn.Linear", "fc", x, out_features=8))
    add(inner, "guinet.Output", "y", act)
    graph = project.main
    rand = add(graph, "torch.rand", "rand", size=(2, 4))
    hidden = add(graph, "block.b", "hidden", rand)
    one = add(graph, "torch.nn.Linear", "one", hidden, out_features=8)
    two = add(graph, "torch.nn.Linear", "two", one, out_features=8)
    share(graph, two.id, one.id)
    return project


def test_layers_of_a_canvas_of_tensors(script: Project) -> None:
    hidden = "Hidden(\n  (fc): Linear(in_features=4, out_features=8, bias=True)\n  (act): ReLU()\n)"

    assert printed(script, MAIN, node(script, "hidden")) == hidden
    assert printed(script, "b") == hidden
    assert printed(script, MAIN, node(script, "two")) == str(nn.Linear(8, 8))
    assert printed(script, MAIN, node(script, "rand")) == ""
    assert printed(script, MAIN) == ""


def test_a_network_that_cannot_be_made(project: Project) -> None:
    graph = project.main
    x = add(graph, "guinet.Input", "x", shape=(4,))
    fc = add(graph, "torch.nn.Linear", "fc", x, in_features=5, out_features=8)
    add(graph, "guinet.Output", "y", fc)

    with pytest.raises(ProblemError):
        printed(project, MAIN)


def test_the_answer_is_told_in_any_case(project: Project) -> None:
    told: list[object] = []
    graph = project.main
    fc = add(graph, "torch.nn.Linear", "fc", add(graph, "guinet.Input", "x", shape=(4,)), out_features=8)
    add(graph, "guinet.Output", "y", fc)

    answer(Desk(project, 1, None, None, {}, told.append), AskPrinted(block=MAIN, node=fc.id))
    graph.set(fc, in_features=5)
    answer(Desk(project, 2, None, None, {}, told.append), AskPrinted(block=MAIN, node=fc.id))

    assert told == [Printed(MAIN, fc.id, str(nn.Linear(4, 8))), Printed(MAIN, fc.id, "")]


def test_a_network_larger_than_memory_is_printed(project: Project) -> None:
    """A hundred layers of 400 MB each would take minutes, and 40 GB."""
    graph = project.main
    last = add(graph, "guinet.Input", "x", shape=(10_000,))
    for number in range(100):
        last = add(graph, "torch.nn.Linear", f"fc{number}", last, out_features=10_000)
    add(graph, "guinet.Output", "y", last)

    text = printed(project, MAIN)

    assert text.count("Linear(in_features=10000, out_features=10000, bias=True)") == 100


def test_code_that_looks_at_numbers_is_printed_with_them(project: Project) -> None:
    text = (
        "class Own(nn.Module):\n"
        "    def __init__(self):\n"
        "        super().__init__()\n"
        "        self.most = float(torch.tensor([1.0, 2.5]).max())\n"
        "    def extra_repr(self):\n"
        "        return f'most={self.most}'\n"
        "    def forward(self, x):\n"
        "        return x * self.most\n"
    )
    trust.trust([text])
    graph = project.main
    x = add(graph, "guinet.Input", "x", shape=(4,))
    own = add(graph, f"code.{write_code(project, text)}", "own", x)
    add(graph, "guinet.Output", "y", own)

    assert printed(project, MAIN, own.id) == "Own(most=2.5)"
