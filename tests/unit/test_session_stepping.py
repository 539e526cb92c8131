"""Stepping over the session's boundary: orders and stops, an edit, a training, code that never ends."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
import torch

from guinet import data
from guinet.core import noting
from guinet.core.changes import MoveNodes, RemoveWire, SetCode
from guinet.core.coding import code_id
from guinet.core.graph import BlockData
from guinet.core.looks import View
from guinet.core.probed import TensorValue
from guinet.core.project import MAIN, Project
from guinet.core.stepped import Cause, Go, Order, Phase
from guinet.nodes.registry import REGISTRY
from guinet.session.client import Session
from guinet.session.commands import Study, Train
from guinet.session.events import Event, Failed, StudyEnded, TrainingStarted
from guinet.session.messages.looks import LookAt, Looked
from guinet.session.messages.parameters import FIRST, ListGradients, ListParameters, ParametersListed
from guinet.session.messages.stepping import EndStepping, MomentTold, Stepped, TakeStep
from guinet.storage import trust

PATIENCE = 30.0
E = TypeVar("E", bound=Event)


class Talk:
    """A session on a thread, and all it told."""

    def __init__(self, project: Project) -> None:
        self.events: list[Event] = []
        self._changed = threading.Condition()
        self.session = Session(project, self._hear, "thread")

    def _hear(self, event: Event) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()

    def until(self, look: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(look, PATIENCE), self.events[-3:]

    def ask(self, question: Study) -> list[Event]:
        """What comes of a question."""
        before = len(self.events)
        self.session.study(question)
        self.until(lambda: any(isinstance(event, StudyEnded) for event in self.events[before:]))
        return [event for event in self.events[before:] if isinstance(event, Stepped | Failed)]

    def hear(self, question: Study, kind: type[E]) -> E:
        """The last event of a kind that comes of a question."""
        before = len(self.events)
        self.ask(question)
        return next(event for event in reversed(self.events[before:]) if isinstance(event, kind))

    def step(self, go: Go) -> Stepped:
        (found,) = self.ask(TakeStep(order=Order(go)))
        assert isinstance(found, Stepped), found
        return found


@pytest.fixture
def project() -> Project:
    project = Project(REGISTRY, [BlockData(MAIN, "Net")])
    graph = project.main
    data = graph.add("guinet.data.iris", name="data")
    fc = graph.add("torch.nn.Linear", name="fc", out_features=3)
    loss = graph.add("torch.nn.CrossEntropyLoss", name="loss")
    graph.connect(data["features"], fc["input"])
    graph.connect(fc["output"], loss["input"])
    graph.connect(data["label"], loss["target"])
    return project


@pytest.fixture
def talk(project: Project) -> Iterator[Talk]:
    talk = Talk(project)
    yield talk
    talk.session.close()


def test_the_first_order_begins_and_the_next_go_on(talk: Talk) -> None:
    found = [talk.step(go).stop for go in (Go.NODE, Go.NODE, Go.NODE, Go.STEP)]

    assert [stop.phase for stop in found] == [Phase.BATCH, Phase.FORWARD, Phase.LOSS, Phase.STEP]
    assert found[1].at is not None
    assert found[1].at.path == ("fc",)


def test_without_an_order_it_begins_anew_with_the_same_numbers(talk: Talk) -> None:
    first = talk.step(Go.STEP).stop
    (again,) = talk.ask(TakeStep())

    assert isinstance(again, Stepped)
    assert (again.stop.phase, again.stop.step, again.stop.cause) == (None, 1, Cause.REACHED)
    assert talk.step(Go.STEP).stop == first


def test_what_others_draw_in_between_changes_nothing(talk: Talk) -> None:
    first = [talk.step(Go.STEP).stop.loss for _ in range(3)]
    talk.ask(TakeStep())

    losses = []
    for _ in range(3):
        torch.manual_seed(0)
        losses.append(talk.step(Go.STEP).stop.loss)

    assert losses == first


def test_an_edit_ends_it_with_a_sentence_and_the_next_order_begins_anew(talk: Talk, project: Project) -> None:
    talk.step(Go.STEP)
    project.main.set(project.main.node("fc"), bias=False)

    ended = talk.step(Go.NODE)
    begun = talk.step(Go.NODE)

    assert ended.edited
    assert ended.stop.ended
    assert not begun.edited
    assert [each.name for each in begun.stop.parameters] == ["fc.weight"]


def test_what_had_come_to_its_end_before_an_edit_begins_anew_at_once(talk: Talk, project: Project) -> None:
    project.training["epochs"] = 1
    last = talk.step(Go.ON)
    project.main.set(project.main.node("fc"), bias=False)

    begun = talk.step(Go.STEP)

    assert last.stop.ended
    assert not begun.edited
    assert (begun.stop.step, [each.name for each in begun.stop.parameters]) == (1, ["fc.weight"])


def test_moving_a_node_or_writing_a_note_is_no_edit(talk: Talk, project: Project) -> None:
    talk.step(Go.STEP)
    project.run("Move", [MoveNodes(MAIN, {project.main.node("fc").id: (500.0, 70.0)})])
    noting.add_note(project.main, (0.0, 0.0, 200.0, 100.0), "why")

    assert talk.step(Go.STEP).stop.step == 2


def test_ended_it_is_gone(talk: Talk) -> None:
    talk.step(Go.STEP)
    talk.ask(EndStepping())

    assert not [thread for thread in threading.enumerate() if thread.name == "guinet-stepping"]
    assert talk.step(Go.STEP).stop.step == 1


def test_what_cannot_be_trained_is_told_and_nothing_is_kept(talk: Talk, project: Project) -> None:
    wire = project.main.incoming(project.main.node("fc").id)[0]
    project.run("Cut", [RemoveWire(MAIN, wire.id)])

    stop = talk.step(Go.NODE).stop

    assert stop.ended
    assert stop.problem is not None
    assert stop.problem.node == project.main.node("fc").id


def test_while_a_training_runs_it_is_refused(talk: Talk, project: Project, tmp_path: object) -> None:
    project.training["epochs"] = 100_000
    talk.session.reopen()
    talk.session.train(Train(str(tmp_path)))
    talk.until(lambda: any(isinstance(event, TrainingStarted) for event in talk.events))

    (found,) = talk.ask(TakeStep(order=Order(Go.NODE)))

    assert isinstance(found, Failed)
    assert "A training runs" in found.problem.message


def test_code_that_never_ends_is_stopped_and_the_project_is_stepped_anew(talk: Talk, project: Project) -> None:
    text = "def spin(x):\n    while x.device.type != 'meta' and x.requires_grad:\n        pass\n    return x\n"
    trust.trust([text])
    graph = project.main
    project.run("Write", [SetCode(code_id(text), text)])
    spin = graph.add(f"code.{code_id(text)}", name="spin")
    graph.connect(graph.node("fc")["output"], spin["x"])
    graph.connect(spin["output"], graph.node("loss")["input"])
    talk.step(Go.NODE)
    before = len(talk.events)
    talk.session.study(TakeStep(order=Order(Go.STEP)))
    threading.Event().wait(0.1)

    talk.session.stop_studies()
    talk.until(lambda: any(isinstance(event, StudyEnded) for event in talk.events[before:]))

    told = [event for event in talk.events[before:] if isinstance(event, Stepped | Failed)]
    assert len(told) == 1
    if isinstance(told[0], Stepped):  # else the interrupt came between two lines of ours, and is told as it is
        assert told[0].stop.problem is not None
        assert told[0].stop.problem.node == spin.id
    assert talk.step(Go.NODE).stop.cause in (Cause.REACHED, Cause.ENDED)


def test_what_was_opened_anew_does_not_go_on_in_silence(talk: Talk) -> None:
    talk.step(Go.STEP)
    talk.session.reopen()

    (found,) = talk.ask(TakeStep(order=Order(Go.NODE), goes_on=True))

    assert isinstance(found, Failed)
    assert "opened anew" in found.problem.message
    assert not [thread for thread in threading.enumerate() if thread.name == "guinet-stepping"]


# What others are told of that moment


def first_loss(weight: torch.Tensor, bias: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Output and loss of the first batch of `project` by hand."""
    rows = data.prepare("guinet.data.iris", {"batch_size": 64}, None).train.fields
    order = torch.randperm(len(rows["label"]), generator=torch.Generator().manual_seed(0))[:64]
    output = torch.nn.functional.linear(rows["features"][order], weight, bias)
    return output, torch.nn.functional.cross_entropy(output, rows["label"][order])


def test_values_are_told_and_can_be_looked_at_as_those_of_an_evaluation(talk: Talk, project: Project) -> None:
    torch.manual_seed(0)
    fc = torch.nn.Linear(4, 3)
    output, _ = first_loss(fc.weight, fc.bias)
    node = project.main.node("fc").id
    talk.step(Go.PHASE)

    told = talk.hear(TakeStep(order=Order(Go.NODE)), MomentTold)
    looked = talk.hear(LookAt(block=MAIN, node=node, view=View.NUMBERS), Looked)

    (value,) = told.nodes[node].outputs.values()
    assert isinstance(value, TensorValue)
    assert value.text == str(output)
    assert looked.numbers is not None
    numbers = torch.frombuffer(bytearray(looked.numbers.data), dtype=torch.float32).reshape(looked.numbers.shape)
    assert torch.equal(numbers, output.detach()[: len(numbers)])


def test_parameters_are_those_of_the_moment_and_first_values_stay_first(talk: Talk, project: Project) -> None:
    project.training.update({"optimizer": "torch.optim.SGD", "optimizer.lr": 0.1})
    talk.session.reopen()
    torch.manual_seed(0)
    fc = torch.nn.Linear(4, 3)
    before = fc.weight.norm().item()
    first_loss(fc.weight, fc.bias)[1].backward()
    assert fc.weight.grad is not None
    talk.step(Go.STEP)

    listed = talk.hear(ListParameters(), ParametersListed)
    gradients = talk.hear(ListGradients(), ParametersListed)
    first = talk.hear(ListParameters(weights=FIRST), ParametersListed)

    assert (listed.source, gradients.source, first.source) == ("stepping", "stepping", FIRST)
    after = (fc.weight - 0.1 * fc.weight.grad).norm().item()
    assert listed.rows[0].figures.norm == pytest.approx(after, rel=1e-5)
    assert first.rows[0].figures.norm == pytest.approx(before, rel=1e-5)
    told = gradients.rows[0].gradient
    assert told is not None
    assert told.norm == pytest.approx(fc.weight.grad.norm().item(), rel=1e-5)
    stop = talk.step(Go.STEP).stop
    assert stop.parameters[0].gradient_before is not None, "looking has taken nothing away"


def test_once_ended_nothing_is_of_that_moment_any_more(talk: Talk) -> None:
    talk.step(Go.STEP)

    assert talk.hear(EndStepping(), MomentTold).nodes == {}
    assert talk.hear(ListParameters(), ParametersListed).source == FIRST
