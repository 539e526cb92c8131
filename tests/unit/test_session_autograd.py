"""The autograd graph over the session's boundary: recorded once for a graph, drawn as often as asked."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest

from guinet.core.plain import plain
from guinet.core.problems import GuinetError
from guinet.core.project import Project
from guinet.core.record_view import Level
from guinet.session.answers import autograd
from guinet.session.events import Event
from guinet.session.messages.autograd import AutogradShown, FunctionsTold, ShowAutograd, TellFunctions
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

    def desk(self) -> Desk:
        return Desk(self.project, self.revision, None, None, self.kept, self.events.append)

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
    assert not told.script


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


def test_nobody_is_told_of_what_nobody_waits_for(asking: Asking) -> None:
    desk = asking.desk()
    desk.ends.set()

    autograd.show(desk, ShowAutograd())

    assert asking.events == []


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
