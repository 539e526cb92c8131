"""What the window and the torch side say to each other, over both transports."""

from __future__ import annotations

import enum
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

import pytest
import torch
from msgspec import Struct

import guinet
from guinet.core.changes import AddWire, RemoveWire, SetArgument, SetTraining
from guinet.core.project import Project
from guinet.session.client import Session
from guinet.session.commands import CancelExport, Export, Pause, Resume, StepOnce, Train
from guinet.session.events import (
    Checked,
    EpochEnded,
    Event,
    Exported,
    ExportProgress,
    Failed,
    Finished,
    Paused,
    Ready,
    Resumed,
    SourceChanged,
    Steps,
    TrainingStarted,
)
from guinet.storage.examples import example_path
from guinet.train.checkpoints import Checkpoints
from guinet.train.runs import RunStore

E = TypeVar("E")
FOREVER = 1_000_000
PATIENCE = 120.0


class Talk:
    """A session on a copy of the iris example, and all it has told."""

    def __init__(self, transport: Literal["process", "thread"], folder: Path) -> None:
        self.project: Project = guinet.load(example_path("iris-mlp"))
        self.project.path = folder / "iris.guinet"
        self.runs = folder / "iris.runs"
        self.events: list[Event] = []
        self._news = threading.Condition()
        self.session = Session(self.project, self._hear, transport)

    def _hear(self, event: Event) -> None:
        with self._news:
            self.events.append(event)
            self._news.notify_all()

    @property
    def mark(self) -> int:
        """How much has been told so far: what `wait` is to look behind."""
        return len(self.events)

    def wait(self, kind: type[E], since: int, such: Callable[[E], bool] = lambda event: True) -> E:
        def found() -> E | None:
            return next((each for each in self.events[since:] if isinstance(each, kind) and such(each)), None)

        with self._news:
            arrived = self._news.wait_for(lambda: found() is not None, PATIENCE)
        event = found()
        assert arrived, f"no {kind.__name__} came; there came {self.events[since:]}"
        assert event is not None
        return event

    def edit(self, *changes: Any) -> Checked:
        """Makes the changes and waits for the answer to them."""
        return self.edit_by(lambda: self.project.run("Edit", changes))

    def edit_by(self, edit: Callable[[], object]) -> Checked:
        mark = self.mark
        edit()
        return self.wait(Checked, mark, lambda event: event.revision == self.session.revision)

    def undo(self) -> Checked:
        return self.edit_by(self.project.undo)

    def node(self, name: str) -> str:
        return next(node.id for node in self.project.main.nodes.values() if node.name == name)


@pytest.fixture(scope="module", params=["process", "thread"])
def talk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talk]:
    """One session for all tests of a transport; each leaves the project as it found it and no training running."""
    made = Talk(request.param, tmp_path_factory.mktemp(request.param))
    made.wait(SourceChanged, 0)
    yield made
    made.session.close()
    assert not [thread.name for thread in threading.enumerate() if thread.name == "guinet-outbox"]


def test_the_host_says_it_is_there_and_answers_the_project(talk: Talk) -> None:
    ready, checked, source = talk.wait(Ready, 0), talk.wait(Checked, 0), talk.wait(SourceChanged, 0)

    assert ready.torch_version == torch.__version__
    assert ready.devices[0].name == "cpu"
    assert checked.revision == source.revision == 1
    assert str(checked.changed["main"][talk.node("output")].outputs["output"]) == "N×3 float32"
    assert checked.parameters == 4 * 16 + 16 + 16 * 3 + 3
    assert not checked.problems
    assert source.text == guinet.source(talk.project)
    lines = [source.text.split("\n")[number - 1].strip() for number in source.lines["main", talk.node("hidden")]]
    assert lines == ["self.hidden = nn.Linear(4, 16)", "x = self.hidden(features)"]


def test_an_edit_is_answered_with_what_it_changes_and_no_more(talk: Talk) -> None:
    mark = talk.mark
    checked = talk.edit(SetArgument("main", talk.node("hidden"), "out_features", 5))
    source = talk.wait(SourceChanged, mark, lambda event: event.revision == checked.revision)

    changed = checked.changed["main"]
    assert set(changed) == {talk.node("hidden"), talk.node("tanh"), talk.node("output")}
    assert str(changed[talk.node("tanh")].outputs["output"]) == "N×5 float32"
    assert changed[talk.node("output")].inferred == {"in_features": 5}
    assert checked.parameters == 4 * 5 + 5 + 5 * 3 + 3
    assert "nn.Linear(5, 3)" in source.text

    back = talk.undo()
    assert str(back.changed["main"][talk.node("tanh")].outputs["output"]) == "N×16 float32"


def test_a_wrong_wire_becomes_a_problem_on_its_node_and_the_source_says_so(talk: Talk) -> None:
    wire = next(wire for wire in talk.project.main.wires.values() if wire.target.node == talk.node("tanh"))
    mark = talk.mark
    checked = talk.edit(RemoveWire("main", wire.id))
    talk.wait(SourceChanged, mark, lambda event: event.revision == checked.revision)

    assert talk.node("tanh") in {problem.node for problem in checked.problems}
    assert not talk.undo().problems


def test_a_node_that_goes_is_told_as_gone(talk: Talk) -> None:
    before = set(talk.project.main.nodes)
    with_more = talk.edit_by(lambda: talk.project.main.add("torch.nn.ReLU", name="more"))
    [added] = set(talk.project.main.nodes) - before
    gone = talk.undo()

    assert added in with_more.changed["main"]
    assert gone.removed == {"main": (added,)}


def test_a_training_tells_every_step_once_and_the_losses_of_the_library(talk: Talk, tmp_path: Path) -> None:
    talk.edit(SetTraining("epochs", 3))
    mark = talk.mark
    talk.session.train(Train(str(talk.runs)))
    finished = talk.wait(Finished, mark)
    told = [event for event in talk.events[mark:] if isinstance(event, Steps)]
    alone: list[Event] = []
    guinet.train(talk.project, folder=tmp_path, on_event=alone.append)
    ours = [loss for event in alone if isinstance(event, Steps) for loss in event.losses]
    talk.undo()

    assert finished.reason == "completed"
    assert set(finished.metrics) == {"test_loss", "test_accuracy"}
    assert [event.first for event in told] == [1 + sum(len(e.losses) for e in told[:n]) for n in range(len(told))]
    assert [loss for event in told for loss in event.losses] == ours
    assert len([event for event in talk.events[mark:] if isinstance(event, EpochEnded)]) == 3
    assert talk.session.training is None


def test_a_training_can_be_stepped_paused_resumed_and_stopped(talk: Talk) -> None:
    talk.edit(SetTraining("epochs", FOREVER))
    mark = talk.mark
    talk.session.train(Train(str(talk.runs), start_paused=True))
    assert talk.wait(Paused, mark).step == 0
    talk.session.send(StepOnce())
    talk.wait(Paused, mark, lambda event: event.step == 1)
    steps = [event for event in talk.events[mark:] if isinstance(event, Steps)]
    assert [(event.first, len(event.losses)) for event in steps] == [(1, 1)]

    talk.session.send(Resume())
    talk.wait(Resumed, mark)
    talk.wait(Steps, mark, lambda event: event.first > 1)
    resting = talk.mark
    talk.session.send(Pause())
    paused = talk.wait(Paused, resting)
    talk.session.stop()
    finished = talk.wait(Finished, mark)
    talk.undo()

    assert finished.reason == "stopped"
    assert finished.step == paused.step


def test_a_stopped_run_goes_on_from_its_checkpoint(talk: Talk) -> None:
    talk.edit(SetTraining("epochs", FOREVER))
    mark = talk.mark
    talk.session.train(Train(str(talk.runs)))
    talk.wait(Steps, mark)
    talk.session.stop()
    stopped = talk.wait(Finished, mark)
    kept = Checkpoints(talk.runs / stopped.run).load_last()
    again = talk.mark
    talk.session.train(Train(str(talk.runs), resume=stopped.run))
    started = talk.wait(TrainingStarted, again)
    talk.session.stop()
    talk.wait(Finished, again)
    talk.undo()

    assert kept.step == stopped.step
    assert (started.run, started.first_step) == (stopped.run, stopped.step + 1)


def test_a_second_training_is_refused_and_the_first_goes_on(talk: Talk) -> None:
    talk.edit(SetTraining("epochs", FOREVER))
    mark = talk.mark
    talk.session.train(Train(str(talk.runs)))
    started = talk.wait(TrainingStarted, mark)
    talk.session.train(Train(str(talk.runs)))
    failed = talk.wait(Failed, mark)
    assert talk.session.training == started.run
    refused = talk.mark
    talk.wait(Steps, refused)
    talk.session.stop()
    talk.wait(Finished, mark)
    talk.undo()

    assert failed.command == "busy"
    assert "stop it first" in failed.problem.message


def test_the_host_answers_edits_while_it_trains(talk: Talk) -> None:
    talk.edit(SetTraining("epochs", FOREVER))
    mark = talk.mark
    talk.session.train(Train(str(talk.runs)))
    talk.wait(Steps, mark)
    checked = talk.edit(SetArgument("main", talk.node("hidden"), "out_features", 7))
    talk.undo()
    still = talk.mark
    talk.wait(Steps, still)
    talk.session.stop()
    finished = talk.wait(Finished, mark)
    talk.undo()

    assert str(checked.changed["main"][talk.node("hidden")].outputs["output"]) == "N×7 float32"
    store = RunStore(talk.runs)
    run = store.get(finished.run)
    store.close()
    assert run is not None
    assert "nn.Linear(4, 16)" in run.start.source


def test_a_project_with_an_error_is_not_trained_and_the_node_is_named(talk: Talk) -> None:
    target = next(wire for wire in talk.project.main.wires.values() if wire.target.node == talk.node("tanh"))
    talk.edit(RemoveWire("main", target.id))
    mark = talk.mark
    talk.session.train(Train(str(talk.runs)))
    failed = talk.wait(Failed, mark)
    talk.undo()

    assert failed.command == "train"
    assert failed.problem.node == talk.node("tanh")
    assert "Traceback" in failed.detail


def test_an_export_is_told_stage_by_stage(talk: Talk, tmp_path: Path) -> None:
    mark = talk.mark
    talk.session.send(Export("py", str(tmp_path / "net.py"), str(tmp_path / "no.runs")))
    exported = talk.wait(Exported, mark)

    stages = [event.stage for event in talk.events[mark:] if isinstance(event, ExportProgress)]
    assert stages == ["building", "writing", "comparing", "placing"]
    assert (exported.format, exported.path) == ("py", str(tmp_path / "net.py"))
    assert (tmp_path / "net.py").read_text() == guinet.source(talk.project)
    assert "equal" in str(exported.compared)


def test_an_export_that_cannot_be_is_told_in_a_sentence(talk: Talk, tmp_path: Path) -> None:
    mark = talk.mark
    talk.session.send(Export("py", str(tmp_path / "nowhere" / "net.py"), str(talk.runs)))
    failed = talk.wait(Failed, mark)

    assert failed.command == "export"
    assert "is not a folder" in failed.problem.message


# An interrupt that falls into a callback of the garbage collector is lost there; the next stage asks again.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(("stage", "before"), [("building", None), ("comparing", b"the model of yesterday")])
def test_a_cancelled_export_leaves_all_as_it_was_and_another_can_be_made(
    talk: Talk, tmp_path: Path, stage: str, before: bytes | None
) -> None:
    path = tmp_path / "net.pt2"
    if before is not None:
        path.write_bytes(before)
    files = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    mark = talk.mark
    talk.session.send(Export("pt2", str(path), str(tmp_path / "no.runs")))
    talk.wait(ExportProgress, mark, lambda event: event.stage == stage)
    talk.session.send(CancelExport())
    failed = talk.wait(Failed, mark)

    assert (failed.command, failed.problem.code, failed.detail) == ("export", "cancelled", "")
    assert failed.problem.message == "The export was cancelled: nothing was written."
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == files
    again = talk.mark
    talk.session.send(Export("py", str(tmp_path / "net.py"), str(tmp_path / "no.runs")))
    talk.wait(Exported, again)


def test_cancelling_when_nothing_is_exported_does_nothing(talk: Talk) -> None:
    mark = talk.mark
    talk.session.send(CancelExport())
    talk.edit(SetArgument("main", talk.node("hidden"), "bias", True))
    talk.undo()

    assert not [event for event in talk.events[mark:] if isinstance(event, Failed)]


def test_the_clients_half_imports_no_torch() -> None:
    script = "import guinet.session.client, sys; print(sorted({'torch', 'numpy', 'pandas'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_a_wire_can_be_drawn_again(talk: Talk) -> None:
    wire = next(wire for wire in talk.project.main.wires.values() if wire.target.node == talk.node("tanh"))
    talk.edit(RemoveWire("main", wire.id))
    checked = talk.edit(AddWire("main", wire))

    assert not checked.problems


def test_only_plain_values_have_crossed(talk: Talk) -> None:
    """Runs last: everything the tests above were told."""
    assert len(talk.events) > 50
    for event in talk.events:
        assert_plain(event)


def assert_plain(value: object) -> None:
    if type(value) in (bool, int, float, str, type(None)) or isinstance(value, enum.Enum):
        return
    if isinstance(value, Mapping):
        for item in (*value.keys(), *value.values()):
            assert_plain(item)
    elif isinstance(value, tuple):
        for item in value:
            assert_plain(item)
    else:
        assert isinstance(value, Struct), type(value)
        assert type(value).__module__.startswith(("guinet.core", "guinet.session", "guinet.train.events"))
        for name in value.__struct_fields__:
            assert_plain(getattr(value, name))
