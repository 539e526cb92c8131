"""A change costs what it touches, not the graph: the same edits in 100 and in 10,000 nodes, and opening 10,000."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import perf_counter

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from guinet.core import editing
from guinet.core.graph import BlockData, End, Node, Wire
from guinet.core.project import Project
from guinet.core.rules import structure_problems
from guinet.nodes.registry import REGISTRY
from guinet.storage import files
from guinet.storage.recovery import RecoveryLog

SMALL, LARGE = 100, 10_000
WIDTH = 10


def chains(size: int) -> Project:
    """`size` nodes in chains of ten, as a large network of many branches has them."""
    places = [(i % WIDTH * 220.0, i // WIDTH * 90.0) for i in range(size)]
    nodes = [Node(f"n{i:05}", "torch.nn.ReLU", f"relu_{i}", position=place) for i, place in enumerate(places)]
    wires = [
        Wire(f"w{a.id}", End(a.id, "output"), End(b.id, "input"))
        for a, b in pairwise(nodes)
        if a.position[1] == b.position[1]
    ]
    return Project(REGISTRY, [BlockData("main", "Net", tuple(nodes), tuple(wires))])


def one_chain(size: int) -> Project:
    project = chains(size)
    nodes = list(project.main.nodes)
    for i in range(WIDTH - 1, size - 1, WIDTH):
        project.main.connect(End(nodes[i], "output"), End(nodes[i + 1], "input"))
    return project


def add_and_undo(project: Project) -> None:
    project.main.add("torch.nn.ReLU")
    project.undo()


def connect_and_undo(project: Project) -> None:
    project.main.connect(End("n00009", "output"), End("n00050", "input"))
    project.undo()


def set_and_undo(project: Project) -> None:
    project.main.set("n00050", inplace=True)
    project.undo()


def remove_and_undo(project: Project) -> None:
    project.main.remove(["n00055"])
    project.undo()


def duplicate_and_undo(project: Project) -> None:
    editing.duplicate(project.main, ["n00052", "n00053"])
    project.undo()


EDITS = [add_and_undo, connect_and_undo, set_and_undo, remove_and_undo, duplicate_and_undo]


def seconds(edit: Callable[[Project], None], project: Project, rounds: int = 60) -> float:
    times = []
    for _ in range(rounds):
        start = perf_counter()
        edit(project)
        times.append(perf_counter() - start)
    return median(times)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_an_edit_in_10_000_nodes(benchmark: BenchmarkFixture, edit: Callable[[Project], None]) -> None:
    small, large = chains(SMALL), chains(LARGE)
    logs = [RecoveryLog.start(project) for project in (small, large)]
    benchmark.extra_info["ratio to 100 nodes"] = round(seconds(edit, large) / seconds(edit, small), 2)

    benchmark(edit, large)
    for log in logs:
        log.close()


def test_the_cycle_check_in_the_middle_of_one_chain_of_10_000(benchmark: BenchmarkFixture) -> None:
    """The worst case: neither end of the wire is near an end of the graph."""
    project = one_chain(LARGE)

    def connect() -> None:
        project.main.connect(End("n04990", "output"), End("n05010", "input"))
        project.undo()

    benchmark(connect)


def test_open_10_000_nodes(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    path = tmp_path / "large.guinet"
    files.save(chains(LARGE), path)

    project = benchmark(files.load, path)

    assert len(project.main.nodes) == LARGE


def test_write_10_000_nodes(benchmark: BenchmarkFixture) -> None:
    project = chains(LARGE)

    assert benchmark(files.dumps, project).count("\n") > LARGE


def test_begin_the_recovery_log_of_10_000_nodes(benchmark: BenchmarkFixture) -> None:
    project = chains(LARGE)

    benchmark(lambda: RecoveryLog.start(project).close())


def test_structure_problems_of_10_000_nodes(benchmark: BenchmarkFixture) -> None:
    project = chains(LARGE)

    assert benchmark(lambda: list(structure_problems(project))) == []


def test_undo_a_removal_of_everything(benchmark: BenchmarkFixture) -> None:
    project = chains(LARGE)

    def remove_all() -> None:
        project.main.remove(list(project.main.nodes))
        project.undo()

    benchmark(remove_all)
    assert len(project.main.nodes) == LARGE


def test_paste_1_000_nodes_of_one_name(benchmark: BenchmarkFixture) -> None:
    project = chains(LARGE)
    nodes = [Node(f"p{i}", "torch.nn.ReLU", "relu") for i in range(1000)]

    def paste() -> None:
        editing.paste(project.main, nodes, [], (0.0, 0.0), "Paste")
        project.undo()

    benchmark(paste)
