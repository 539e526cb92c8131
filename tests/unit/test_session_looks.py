"""What the torch side answers to those who look at values: small parts of what it keeps."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
import torch
from torch import Tensor

import guinet
from guinet.core.feeds import Feed, FeedKind
from guinet.core.graph import End
from guinet.core.looks import View
from guinet.core.probed import TensorValue
from guinet.core.project import MAIN, Project
from guinet.probe.evaluate import Evaluation, evaluate
from guinet.session.answers.looks import look, preview_of, previews, save
from guinet.session.client import Session
from guinet.session.commands import Study
from guinet.session.evaluation import KEPT
from guinet.session.events import Evaluated, Event
from guinet.session.messages.looks import AskPreviews, LookAt, Looked, NumbersSaved, Previews, SaveNumbers
from guinet.session.studies import Desk
from guinet.storage.examples import example_path
from guinet.storage.files import load

E = TypeVar("E", bound=Event)
S = TypeVar("S", bound=Study)


class Asked:
    """A desk at which an evaluation of `project` is kept."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.evaluation: Evaluation = evaluate(project)
        self.events: list[Event] = []
        self.desk = Desk(project, 1, None, None, {KEPT: self.evaluation}, self.events.append)

    def look(self, name: str, view: View, **more: object) -> Looked:
        node = self.project.main.node(name).id
        answer = self.answer(look, LookAt(block=MAIN, node=node, view=view, **more))  # type: ignore[arg-type]
        assert isinstance(answer, Looked)
        return answer

    def answer(self, how: Callable[[Desk, S], None], study: S) -> Event:
        how(self.desk, study)
        return self.events[-1]

    def value(self, name: str, port: str = "output") -> Tensor:
        value = self.evaluation.values[End(self.project.main.node(name).id, port)]
        assert isinstance(value, Tensor)
        return value.detach()


@pytest.fixture(scope="module")
def digits() -> Asked:
    return Asked(load(example_path("digits-cnn")))


def test_each_view_shows_the_slice(digits: Asked) -> None:
    value = digits.value("conv1")
    table = digits.look("conv1", View.NUMBERS, index=(3, 2))
    assert table.numbers is not None
    assert np.array_equal(table.numbers.array, value[3, 2].numpy())
    assert (table.size, table.index, table.ports) == ((8, 8), (3, 2), ("output",))
    heat = digits.look("conv1", View.HEAT, index=(3, 2))
    assert heat.numbers is not None
    assert np.array_equal(heat.numbers.array, value[3, 2].numpy())
    assert (heat.low, heat.high) == (float(value[3, 2].min()), float(value[3, 2].max()))
    maps = digits.look("conv1", View.MAPS, index=(3,))
    assert maps.numbers is not None
    assert np.array_equal(maps.numbers.array[:8, :8], value[3, 0].numpy())
    pixels = digits.look("digits", View.IMAGE, port="image", index=(3,))
    assert pixels.numbers is not None
    shown = (digits.value("digits", "image")[3, 0] * 255).round()
    assert np.array_equal(pixels.numbers.array, shown.numpy())
    labels = digits.look("digits", View.LINE, port="label")
    assert labels.numbers is not None
    assert labels.numbers.array[0].tolist() == digits.value("digits", "label").tolist()


def test_a_view_that_the_value_does_not_allow_tells_of_it_only(digits: Asked) -> None:
    answer = digits.look("fc", View.MAPS)
    assert isinstance(answer.told, TensorValue)
    assert answer.numbers is None


def test_a_large_value_is_never_told_whole() -> None:
    project = guinet.new()
    project.main.add("torch.zeros", name="x", size=(3000, 3000))
    asked = Asked(project)
    for view in (View.NUMBERS, View.HEAT, View.LINE):
        answer = asked.look("x", view)
        assert answer.numbers is not None
        assert len(answer.numbers.data) <= 4 * 512 * 512
    assert asked.look("x", View.NUMBERS, row=2990, column=2995).numbers.shape == (10, 5)  # type: ignore[union-attr]


def test_a_node_inside_a_block_is_looked_at_call_by_call() -> None:
    project = load(example_path("repeated-blocks"))
    asked = Asked(project)
    (block,) = (block for block in project.blocks.values() if block.id != MAIN)
    key = (block.id, block.node("1").id)
    answer = asked.answer(look, LookAt(block=key[0], node=key[1], call=2, view=View.NUMBERS))
    assert isinstance(answer, Looked)
    assert answer.calls[2] == "blocks / 1 (3)"
    (value,) = asked.evaluation.inside.calls(key)[2].values.values()
    assert isinstance(value, Tensor)
    assert answer.numbers is not None
    assert np.array_equal(answer.numbers.array, value.detach().numpy())


def test_several_outputs_and_tuples_are_named() -> None:
    project = guinet.new()
    x = project.main.add("torch.arange", name="x", end=6)
    parts = project.main.add("torch.chunk", name="parts", chunks=2)
    project.main.connect(x["output"], parts[project.ports(project.main, parts).inputs[0].name])
    asked = Asked(project)
    answer = asked.look("parts", View.NUMBERS)
    assert len(answer.ports) == 2
    second = asked.look("parts", View.NUMBERS, port=answer.ports[1])
    assert second.numbers is not None
    assert second.numbers.array.flatten().tolist() == [3, 4, 5]


def test_without_values_the_answer_says_what_to_do(digits: Asked) -> None:
    events: list[Event] = []
    desk = Desk(digits.project, 1, None, None, {}, events.append)
    look(desk, LookAt(block=MAIN, node=digits.project.main.node("fc").id))
    (answer,) = events
    assert isinstance(answer, Looked)
    assert answer.problem is not None
    assert "run the network" in answer.problem.message


def test_a_table_is_written_whole(digits: Asked, tmp_path: Path) -> None:
    path = tmp_path / "fc.csv"
    node = digits.project.main.node("fc").id
    told = digits.answer(save, SaveNumbers(look=LookAt(block=MAIN, node=node), path=str(path)))
    assert told == NumbersSaved(str(path), 64)
    written = np.loadtxt(path, delimiter=",")
    assert np.allclose(written, digits.value("fc").numpy(), rtol=1e-6)
    nowhere = SaveNumbers(look=LookAt(block=MAIN, node=node), path=str(tmp_path / "no" / "fc.csv"))
    refused = digits.answer(save, nowhere)
    assert isinstance(refused, NumbersSaved)
    assert refused.problem is not None


def test_previews_are_small(digits: Asked) -> None:
    told = digits.answer(previews, AskPreviews(block=MAIN))
    assert isinstance(told, Previews)
    names = {digits.project.main.nodes[node].name: preview for node, preview in told.nodes.items()}
    assert "loss" not in names
    assert names["digits"].colors
    assert names["digits"].points.shape == (8, 8)
    for preview in told.nodes.values():
        assert max(preview.points.shape) <= 64
    heat = preview_of(torch.tensor([[1.0, -2.0]]))
    assert heat is not None
    assert heat.points.array.tolist() == [[0.5, -1.0]]
    assert preview_of(torch.tensor(3.0)) is None
    assert preview_of(torch.zeros(2, 0)) is None


def test_through_the_session(tmp_path: Path) -> None:
    """The values of one row stay on the torch side until an edit."""
    project = load(example_path("iris-mlp"))
    events: list[Event] = []
    session = Session(project, events.append, "thread")

    def told(kind: type[E], count: int = 1) -> E:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            found = [event for event in events if isinstance(event, kind)]
            if len(found) >= count:
                return found[-1]
            time.sleep(0.01)
        raise TimeoutError(kind)

    try:
        session.evaluate(None, feed=Feed(FeedKind.ROW, "train", 2))
        found = told(Evaluated)
        assert found.told is not None
        assert found.told.rows["train"] > 2
        node = project.main.node("iris").id
        session.study(LookAt(block=MAIN, node=node, view=View.NUMBERS))
        answer = told(Looked)
        assert answer.numbers is not None
        assert answer.numbers.shape == (1, 4)
        project.main.add("torch.nn.ReLU", name="more")
        session.study(LookAt(block=MAIN, node=node, view=View.NUMBERS))
        assert told(Looked, 2).problem is not None
    finally:
        session.close()
