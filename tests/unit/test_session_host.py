"""The host by itself, given commands from a list."""

from __future__ import annotations

import random
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

import guinet
from guinet.compile import source
from guinet.core import editing
from guinet.core.changes import Change, SetArgument
from guinet.core.history import Committed
from guinet.core.project import Project
from guinet.core.report import NodeReport
from guinet.session import host
from guinet.session.commands import Command, Edit, Open, Shutdown, StepOnce, Stop, Train
from guinet.session.events import Batch, Checked, Event, Failed, Ready, SourceChanged
from guinet.session.host import Host, difference
from guinet.storage.examples import example_path


class List:
    """A channel whose commands are all there from the start, in groups that arrive one after the other."""

    def __init__(self, *groups: Sequence[Command]) -> None:
        self._groups = [list(group) for group in groups]
        self.batches: list[Batch] = []

    def next(self, wait: bool) -> Command | None:
        if not wait:
            return self._groups[0].pop(0) if self._groups[0] else None
        self._groups = [group for group in self._groups if group]
        if not self._groups:
            raise EOFError
        return self._groups[0].pop(0)

    def write(self, batch: Batch) -> None:
        self.batches.append(batch)


def told(*groups: Sequence[Command]) -> list[Event]:
    channel = List(*groups)
    Host(channel).run()
    return [event for batch in channel.batches for event in batch.events]


@pytest.fixture
def project() -> Project:
    return guinet.load(example_path("iris-mlp"))


def opening(project: Project, revision: int = 1) -> Open:
    return Open(revision, tuple(block.data() for block in project.blocks.values()), dict(project.training))


def resize(size: object) -> tuple[Change, ...]:
    return (SetArgument("main", "0002", "out_features", size),)  # type: ignore[arg-type]


def test_edits_that_arrive_together_are_answered_together(project: Project) -> None:
    events = told([opening(project), Edit(2, resize(5)), Edit(3, resize(6)), Edit(4, resize(7))])

    assert [type(event) for event in events] == [Ready, Checked, SourceChanged]
    checked, text = events[1], events[2]
    assert isinstance(checked, Checked)
    assert isinstance(text, SourceChanged)
    assert checked.revision == text.revision == 4
    assert str(checked.changed["main"]["0002"].outputs["output"]) == "N×7 float32"


def test_shutdown_ends_the_host_at_once(project: Project) -> None:
    events = told([Shutdown(), opening(project)])

    assert [type(event) for event in events] == [Ready]


def test_hands_on_a_training_that_is_not_there_do_nothing() -> None:
    assert [type(event) for event in told([StepOnce(), Stop()])] == [Ready]


def test_an_edit_that_cannot_be_made_is_told_and_the_host_lives(project: Project) -> None:
    events = told([opening(project), Edit(2, (SetArgument("main", "nobody", "p", 1),)), Edit(3, resize(9))])

    failed = [event for event in events if isinstance(event, Failed)]
    assert [event.command for event in failed] == ["edit"]
    assert [event.revision for event in events if isinstance(event, Checked)] == [3]


def test_a_check_that_breaks_is_told_and_the_next_is_a_whole_one(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object, **options: object) -> source.Source:
        monkeypatch.undo()
        raise RuntimeError("a defect")

    monkeypatch.setattr(source.LiveSource, "write", broken)
    events = told([opening(project)], [Edit(2, resize(5))])

    [failed] = [event for event in events if isinstance(event, Failed)]
    assert failed.command == "check"
    assert "a defect" in failed.problem.message
    assert isinstance(events[-1], SourceChanged)
    assert "nn.Linear(4, 5)" in events[-1].text


def test_reports_that_did_not_change_are_not_told_again(project: Project) -> None:
    report = guinet.check(project)

    assert difference(report.nodes, report.nodes) == ({}, {})
    assert difference({}, report.nodes) == (report.nodes, {})
    assert difference(report.nodes, {}) == ({}, {"main": tuple(report.nodes["main"])})


@pytest.mark.parametrize("seed", range(6))
def test_edits_answered_in_groups_lead_to_what_a_whole_check_gives(project: Project, seed: int) -> None:
    """Random edits, undos and redos, several at once: what was told adds up to the check of the project they make."""
    chance = random.Random(seed)
    base = opening(project)
    commits: list[Committed] = []
    project.subscribe(commits.append)
    for _ in range(40):
        random_edit(project, chance)
    edits = [Edit(number, commit.changes) for number, commit in enumerate(commits, 2)]
    size = 1 + seed
    events = told([base], *[edits[start : start + size] for start in range(0, len(edits), size)])

    known: dict[str, NodeReport] = {}
    answers = [event for event in events if isinstance(event, Checked)]
    for event in answers:
        for node in event.removed.get("main", ()):
            del known[node]
        known.update(event.changed.get("main", {}))
    whole = guinet.check(project)
    assert len(answers) == 1 + -(-len(edits) // size)
    assert known == whole.nodes["main"]
    assert sorted(problem.message for problem in answers[-1].problems) == sorted(p.message for p in whole.problems)


def random_edit(project: Project, chance: random.Random) -> None:
    block = project.main
    nodes = list(block.nodes.values())
    match chance.randrange(6) if nodes else 0:
        case 0:
            block.add("torch.nn.ReLU", name=f"relu{chance.randrange(10**6)}")
        case 1:
            editing.remove(block, [chance.choice(nodes).id])
        case 2:
            linear = next((node for node in nodes if node.kind == "torch.nn.Linear"), None)
            if linear is not None:
                editing.set_arguments(block, linear.id, {"out_features": chance.randrange(1, 20)})
        case 3:
            project.undo()
        case 4:
            project.redo()
        case 5:
            source_node, target = chance.choice(nodes), chance.choice(nodes)
            try:
                block.connect(source_node["output"], target["input"])
            except guinet.Refused:
                return


def test_the_host_trains_nothing_for_a_project_without_data(tmp_path: Path) -> None:
    events = told([opening(guinet.new()), Train(str(tmp_path / "runs"))])

    [failed] = [event for event in events if isinstance(event, Failed)]
    assert failed.command == "train"
    assert not (tmp_path / "runs").exists()


class Quiet(List):
    """A channel on which nothing comes for a while after its last group, until it is told that it has been enough."""

    def __init__(self, *groups: Sequence[Command]) -> None:
        super().__init__(*groups)
        self.enough = threading.Event()

    def next(self, wait: bool) -> Command | None:
        if wait and not any(self._groups):
            assert self.enough.wait(60)
        return super().next(wait)


def test_a_quiet_host_imports_once_what_the_first_epoch_needs(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = Quiet([opening(project)], [Edit(2, resize(5))])
    names: list[str] = []

    def preload() -> None:
        names.append(threading.current_thread().name)
        channel.enough.set()

    monkeypatch.setattr(host, "QUIET_SECONDS", 0.05)
    monkeypatch.setattr(host, "preload", preload)
    Host(channel).run()

    assert len(names) == 1
    assert names != [threading.current_thread().name]


def test_a_busy_host_imports_nothing_and_its_end_waits_for_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    imported: list[str] = []
    monkeypatch.setattr(host, "QUIET_SECONDS", 3600.0)
    monkeypatch.setattr(host, "preload", lambda: imported.append("torchmetrics"))
    before = set(threading.enumerate())
    told([opening(project)], [Train(str(tmp_path / "runs"))])
    for thread in set(threading.enumerate()) - before:
        thread.join(60)

    assert imported == []
    assert set(threading.enumerate()) <= before
