"""The host evaluates: a canvas of tensors after each edit, others when asked; the next edit or Stop ends it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

import guinet
from guinet.core import editing
from guinet.core.changes import SetCode
from guinet.core.coding import code_id
from guinet.core.graph import Block, Node
from guinet.core.history import Committed
from guinet.core.probed import NodeValue, Progress, TensorValue
from guinet.core.project import Project
from guinet.session.commands import Command, Edit, Evaluate, Open, Shutdown, Stop, StopEvaluation, Train
from guinet.session.events import Batch, Checked, Evaluated, EvaluationStarted, Event, Finished, SourceChanged, Steps
from guinet.session.host import Host
from guinet.storage import trust
from guinet.storage.examples import example_path
from tests.drawing import add

SECONDS = 20.0

# The check runs code on zeros: there all of these end at once.

# No `while`, whose rounds are counted.
ENDLESS = """
import itertools

def endless(x):
    for _ in itertools.count():
        if x.sum() <= 0:
            return x
        x = x + 1
"""

DEAF = """
import time

def deaf(x):
    if x.sum() == 0:
        return x
    for _ in range(8):
        try:
            for _ in range(100):
                time.sleep(0.05)
        except KeyboardInterrupt:
            pass
    return x
"""

LEAVES = """
import sys

def leaves(x):
    if x.sum() > 0:
        sys.exit("enough")
    return x
"""


class Live:
    """A host on a thread, spoken to command by command, which follows `project`."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.revision = 1
        self.events: list[Event] = []
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._told: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._thread = threading.Thread(target=Host(self).run, daemon=True)

    def next(self, wait: bool) -> Command | None:
        try:
            return self._commands.get(block=wait)
        except queue.Empty:
            return None

    def write(self, batch: Batch) -> None:
        for event in batch.events:
            self._told.put(event)

    def start(self, evaluates: bool = True) -> None:
        project = self.project
        blocks = tuple(block.data() for block in project.blocks.values())
        self.send(Open(1, blocks, dict(project.training), None, dict(project.code), evaluates))
        project.subscribe(self._follow)
        self._thread.start()

    def send(self, command: Command) -> None:
        self._commands.put(command)

    def _follow(self, event: Committed) -> None:
        self.revision += 1
        self.send(Edit(self.revision, event.changes))

    def until(self, wanted: Callable[[Event], bool]) -> Event:
        while True:
            event = self._told.get(timeout=SECONDS)
            self.events.append(event)
            if wanted(event):
                return event

    def told(self, kind: type[Any], revision: int | None = None) -> Any:
        """The next event of a kind, of this revision or of any; not one of an evaluation overtaken by an edit."""

        def fits(event: Event) -> bool:
            if not isinstance(event, kind) or (revision is not None and event.revision != revision):
                return False
            return not isinstance(event, Evaluated) or event.told is not None or event.problem is not None

        return self.until(fits)

    def end(self) -> None:
        self.send(Shutdown())
        self._thread.join(SECONDS)
        assert not self._thread.is_alive()


@pytest.fixture
def host(project: Project) -> Iterator[Live]:
    live = Live(project)
    yield live
    live.end()


def add_code(graph: Block, text: str, name: str, *sources: Node) -> Node:
    """A node that runs trusted code."""
    graph.project.run("Write code", [SetCode(code_id(text), text)])
    trust.trust([text])
    return add(graph, f"code.{code_id(text)}", name, *sources)


def polynomial(graph: Block) -> Node:
    """y = x² + 2x + 2 at 2, and its gradient."""
    x = add(graph, "torch.tensor", "x", data=2.0, requires_grad=True)
    square = add(graph, "torch.pow", "square", x, exponent=2)
    twice = add(graph, "torch.mul", "twice", x, other=2)
    y = add(graph, "torch.add", "y", add(graph, "torch.add", "total", square, twice), other=2)
    add(graph, "torch.Tensor.backward", "backward", y)
    return x


def tensor(value: NodeValue) -> TensorValue:
    (output,) = value.outputs.values()
    assert isinstance(output, TensorValue)
    return output


def test_a_canvas_of_tensors_is_evaluated_as_it_opens(host: Live, graph: Block) -> None:
    x = polynomial(graph)
    host.revision = 1
    host.start()

    told = host.told(Evaluated).told
    kinds = [type(event) for event in host.events if not isinstance(event, Evaluated)]
    by_hand = torch.tensor(2.0, requires_grad=True)
    (by_hand**2 + by_hand * 2 + 2).backward()
    assert kinds[1:4] == [Checked, SourceChanged, EvaluationStarted]
    assert tensor(told.nodes[x.id]).grad == str(by_hand.grad) == "tensor(6.)"
    assert [graph.nodes[node].name for node in told.nodes][-1] == "backward"


def test_its_text_is_the_script_with_its_lines(host: Live, graph: Block, project: Project) -> None:
    x = polynomial(graph)
    host.start()

    source = host.told(SourceChanged)
    assert source.script
    assert source.text == guinet.source(project)
    (number,) = source.lines["main", x.id]
    assert source.text.splitlines()[number - 1] == "x = torch.tensor(2.0, requires_grad=True)"


def test_an_edit_is_followed_by_the_new_values(host: Live, graph: Block) -> None:
    x = polynomial(graph)
    host.start()
    host.told(Evaluated)
    editing.set_arguments(graph, x.id, {"data": 5.0})

    told = host.told(Evaluated, host.revision).told
    assert tensor(told.nodes[x.id]).grad == "tensor(12.)"  # 2x + 2 at 5


def test_moving_a_node_runs_nothing(host: Live, graph: Block, project: Project) -> None:
    x = polynomial(graph)
    host.start()
    host.told(Evaluated)
    editing.move(graph, {x.id: (500.0, 500.0)})
    moved = host.revision
    host.told(SourceChanged, moved)
    editing.set_arguments(graph, x.id, {"data": 1.0})
    host.told(Evaluated, host.revision)

    started = [event.revision for event in host.events if isinstance(event, EvaluationStarted)]
    assert moved not in started
    assert host.revision in started


def test_a_canvas_with_data_is_evaluated_only_when_asked() -> None:
    host = Live(guinet.load(example_path("iris-mlp")))
    host.start()
    source = host.told(SourceChanged)
    assert not source.script
    host.send(Evaluate(host.revision))

    told = host.told(Evaluated)
    host.end()
    assert [type(event) for event in host.events].count(EvaluationStarted) == 1
    assert told.told.ok
    assert told.run == ""
    assert all(value.progress is Progress.DONE for value in told.told.nodes.values())


def test_the_weights_are_those_of_the_last_run(tmp_path: Path) -> None:
    project = guinet.load(example_path("iris-mlp"))
    finished = guinet.train(project, epochs=2, folder=tmp_path)
    loss = next(node for node in project.main.nodes.values() if node.kind == "torch.nn.CrossEntropyLoss")
    losses = []
    for runs in (None, str(tmp_path), str(tmp_path / "nothing")):
        host = Live(project)
        host.start()
        host.send(Evaluate(1, runs))
        told = host.told(Evaluated)
        host.end()
        losses.append((told.run, tensor(told.told.nodes[loss.id]).text))

    assert [run for run, _ in losses] == ["", finished.run, ""]
    assert losses[0] == losses[2]
    assert losses[0][1] != losses[1][1]


def test_an_endless_loop_is_stopped_and_the_host_lives(host: Live, graph: Block) -> None:
    x = add(graph, "torch.tensor", "x", data=2.0)
    endless = add_code(graph, ENDLESS, "runaway", x)
    host.start()
    host.told(EvaluationStarted)
    host.send(StopEvaluation())

    told = host.told(Evaluated).told
    assert told.stopped
    assert tensor(told.nodes[x.id]).text == "tensor(2.)"
    (problem,) = told.nodes[endless.id].problems
    assert problem.message == "runaway was stopped before it had ended."
    editing.remove(graph, [endless.id])
    assert list(host.told(Evaluated, host.revision).told.nodes) == [x.id]


def test_an_edit_ends_an_endless_loop_by_itself(host: Live, graph: Block) -> None:
    x = add(graph, "torch.tensor", "x", data=2.0)
    endless = add_code(graph, ENDLESS, "runaway", x)
    host.start()
    host.told(EvaluationStarted)
    editing.remove(graph, [endless.id])

    told = host.told(Evaluated)
    assert told.revision == host.revision
    assert list(told.told.nodes) == [x.id]


def test_code_that_swallows_an_interrupt_is_interrupted_again(host: Live, graph: Block) -> None:
    x = add(graph, "torch.tensor", "x", data=2.0)
    deaf = add_code(graph, DEAF, "deaf", x)
    host.start()
    host.told(EvaluationStarted)
    editing.remove(graph, [deaf.id])

    assert list(host.told(Evaluated).told.nodes) == [x.id]


def test_code_that_leaves_the_program_is_told_at_its_node(host: Live, graph: Block) -> None:
    x = add(graph, "torch.tensor", "x", data=2.0)
    leaves = add_code(graph, LEAVES, "leaves", x)
    host.start()

    (problem,) = host.told(Evaluated).told.nodes[leaves.id].problems
    assert problem.message == "the code calls sys.exit: nothing of GuiNet ends by that (Ended)"


def test_code_nobody_trusts_is_not_run(host: Live, graph: Block) -> None:
    x = add(graph, "torch.tensor", "x", data=2.0)
    graph.project.run("Write code", [SetCode(code_id(ENDLESS), ENDLESS)])
    add(graph, f"code.{code_id(ENDLESS)}", "runaway", x)
    host.start()

    told = host.told(Evaluated)
    assert told.told is None
    assert "trust" in told.problem.message


def test_while_a_training_runs_its_own_weights_are_seen(tmp_path: Path) -> None:
    project = guinet.load(example_path("iris-mlp"))
    project.training["epochs"] = 1_000_000
    host = Live(project)
    host.start()
    host.send(Train(str(tmp_path)))
    host.told(Steps)
    host.send(Evaluate(host.revision))

    told = host.told(Evaluated)
    host.send(Stop())
    host.told(Finished)
    host.end()
    assert told.told is not None
    assert told.told.nodes
    assert (told.run, told.step > 0, told.rest > 0) == ("", True, True)


def test_a_host_that_was_told_so_waits_for_the_next_edit(host: Live, graph: Block) -> None:
    x = polynomial(graph)
    host.start(evaluates=False)
    host.told(SourceChanged)
    editing.set_arguments(graph, x.id, {"data": 3.0})

    assert host.told(EvaluationStarted).revision == host.revision
