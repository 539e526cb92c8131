"""The autograd graph over the session's boundary: recorded once for a moment, drawn as often as asked."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from guinet.core.plain import plain
from guinet.core.problems import GuinetError
from guinet.core.project import Project
from guinet.core.record_view import Level
from guinet.core.recorded import Origin, Whose
from guinet.core.stepped import Go, Order, Phase
from guinet.session.answers import autograd, stepping
from guinet.session.commands import Resume, StepOnce, Stop, Train
from guinet.session.events import Event, Paused
from guinet.session.jobs import TrainingJob
from guinet.session.messages.autograd import (
    AskFlows,
    AutogradShown,
    FlowsTold,
    FunctionsTold,
    ShowAutograd,
    TellFunctions,
)
from guinet.session.messages.parameters import ParametersUnknown
from guinet.session.messages.stepping import EndStepping, TakeStep
from guinet.session.studies import Desk
from guinet.storage.examples import example_path
from guinet.storage.files import load

if TYPE_CHECKING:
    from tests.unit.conftest import Sketch


class Asking:
    def __init__(self, project: Project) -> None:
        self.project = plain(project)
        self.events: list[Event] = []
        self.kept: dict[str, object] = {}
        self.revision = 1
        self.runs: Path | None = None
        self.training: TrainingJob | None = None

    def desk(self) -> Desk:
        return Desk(self.project, self.revision, self.runs, self.training, self.kept, self.events.append)

    def shown(self, study: ShowAutograd) -> AutogradShown:
        autograd.show(self.desk(), study)
        told = self.events[-1]
        assert isinstance(told, AutogradShown)
        return told


@pytest.fixture
def asking() -> Asking:
    return Asking(load(example_path("nested-blocks")))


def test_the_graph_comes_as_plain_data(asking: Asking) -> None:
    told = asking.shown(ShowAutograd())

    assert pickle.loads(pickle.dumps(told)) == told
    assert told.level is Level.OPERATION
    assert len(told.drawing.boxes) == told.functions > 5
    assert len(told.drawing.lines) == told.edges
    assert told.held > told.own > 0
    assert told.origin == Origin(rows=told.origin.rows)
    assert told.origin.rows > 0


def test_another_level_is_drawn_without_another_batch(asking: Asking) -> None:
    asking.shown(ShowAutograd())
    first = asking.kept["autograd"]

    blocks = asking.shown(ShowAutograd(level=Level.BLOCK))

    assert asking.kept["autograd"] is first
    assert len(blocks.drawing.boxes) == 1
    opened = asking.shown(ShowAutograd(level=Level.BLOCK, opened=frozenset(blocks.drawing.boxes[0].calls)))
    assert len(opened.drawing.boxes) > 1


@pytest.mark.parametrize("what", ["edit", "again"])
def test_an_edit_and_a_wish_record_anew(asking: Asking, what: str) -> None:
    asking.shown(ShowAutograd())
    first = asking.kept["autograd"]
    asking.revision += what == "edit"

    asking.shown(ShowAutograd(again=what == "again"))

    assert asking.kept["autograd"] is not first


def test_what_is_known_of_functions_is_told_when_asked(asking: Asking) -> None:
    told = asking.shown(ShowAutograd())
    place = next(n for n, box in enumerate(told.drawing.boxes) if box.title == "AddmmBackward0")

    autograd.tell(asking.desk(), TellFunctions(functions=(place, 10_000)))

    answer = asking.events[-1]
    assert isinstance(answer, FunctionsTold)
    assert list(answer.functions) == [place]
    assert {saved.name for saved in answer.functions[place].saved} >= {"mat1"}


# Which forward pass it is


@contextmanager
def paused_training(project: Project, runs: Path) -> Iterator[TrainingJob]:
    """A training that stands before its first step."""
    paused = threading.Event()
    job = TrainingJob(
        project, Train(str(runs), start_paused=True), lambda event: paused.set() if isinstance(event, Paused) else None
    )
    job.start()
    try:
        assert paused.wait(60)
        yield job
    finally:
        job.control(Stop())
        job.join(60)


def test_while_a_training_runs_and_after_it_the_graph_has_its_weights(tmp_path: Path) -> None:
    asking = Asking(load(example_path("iris-mlp")))
    asking.project.training["epochs"], asking.runs = 1, tmp_path
    first = asking.shown(ShowAutograd())

    with paused_training(asking.project, tmp_path) as asking.training:
        begun = asking.shown(ShowAutograd(again=True))
        again = asking.shown(ShowAutograd(again=True))
        asking.training.control(StepOnce())
        later = begun
        while later.origin.step == 0:
            asking.kept.pop("autograd")
            later = asking.shown(ShowAutograd(again=True))
        asking.training.control(Resume())
        asking.training.join(60)
    after = asking.shown(ShowAutograd())

    rows = first.origin.rows
    assert (first.origin, begun.origin) == (Origin(rows=rows), Origin(Whose.TRAINING, step=0, rows=rows))
    assert begun.drawing.flows == first.drawing.flows, "a training begins with the first values"
    assert begun.rest > 0
    assert again.drawing == begun.drawing, "it is left alone meanwhile"
    assert later.origin == Origin(Whose.TRAINING, step=1, rows=rows, last_batch=True)
    assert later.drawing.flows != begun.drawing.flows
    assert (after.origin.whose, bool(after.origin.run)) == (Whose.RUN, True)


def test_where_a_training_is_stepped_the_graph_is_that_of_its_step() -> None:
    asking = Asking(load(example_path("iris-mlp")))
    stepping.answer(asking.desk(), TakeStep(order=Order(Go.TO_PHASE, phase=Phase.LOSS)))
    stood = asking.shown(ShowAutograd())
    stepping.answer(asking.desk(), TakeStep(order=Order(Go.TO_PHASE, phase=Phase.BACKWARD)))
    back = asking.shown(ShowAutograd())
    stepping.end(asking.desk(), EndStepping())
    after = asking.shown(ShowAutograd())

    assert stood.origin == back.origin == Origin(Whose.STEPPING, step=1)
    assert all(flow.norm is None for flow in stood.drawing.flows)
    assert all(flow.norm is not None for flow in back.drawing.flows)
    assert after.origin.whose is Whose.FIRST


def test_wires_and_graph_are_told_of_the_same_pass() -> None:
    asking = Asking(load(example_path("iris-mlp")))
    asking.shown(ShowAutograd())
    first = asking.kept["autograd"]

    autograd.flows(asking.desk(), AskFlows())

    told = asking.events[-1]
    assert isinstance(told, FlowsTold)
    assert asking.kept["autograd"] is first
    assert {block for block, _ in told.flows} == {"main"}
    assert all(flow.norm for flow in told.flows.values())
    assert pickle.loads(pickle.dumps(told)) == told


def test_wires_of_a_canvas_that_cannot_run_are_told_as_unknown(project: Project) -> None:
    asking = Asking(project)

    autograd.flows(asking.desk(), AskFlows())

    told = asking.events[-1]
    assert isinstance(told, ParametersUnknown)
    assert (told.study, "no network yet" in told.problem.message) == ("AskFlows", True)


def test_nobody_is_told_of_what_nobody_waits_for(asking: Asking) -> None:
    desk = asking.desk()
    desk.ends.set()

    autograd.show(desk, ShowAutograd())

    assert asking.events == []
    assert "autograd" not in asking.kept, "what ended half way is not kept for the next question"


def test_a_node_that_fails_only_when_it_runs_is_named(sketch: Sketch, project: Project) -> None:
    """BatchNorm1d of one row in train mode: torch refuses only when it runs."""
    norm = sketch.block.add("torch.nn.BatchNorm1d", name="norm")
    first = sketch.block.add("torch.narrow", name="first", dim=0, start=0, length=1)
    sketch.finish(sketch.chain(sketch.entry(3), first, norm))

    with pytest.raises(GuinetError, match="Expected more than 1 value per channel"):
        Asking(project).shown(ShowAutograd())


def test_an_unbuilt_graph_is_refused_with_its_problem(sketch: Sketch, project: Project) -> None:
    sketch.finish(sketch.chain(sketch.entry(3), sketch.block.add("torch.nn.Linear", name="fc")))

    with pytest.raises(GuinetError, match="fc needs a value for out_features"):
        Asking(project).shown(ShowAutograd())


def test_an_empty_canvas_says_that_nothing_was_recorded(project: Project) -> None:
    with pytest.raises(GuinetError, match="There is no network yet"):
        Asking(project).shown(ShowAutograd())
