"""What is exported: the module, whose weights it has, and the batch it is compared on."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import nn

import guinet
from guinet.core.editing import set_arguments
from guinet.core.problems import Misuse, Unreadable
from guinet.core.project import Project
from guinet.exchange.clean_process import CleanProcessFailed, run_script
from guinet.exchange.subject import ROWS, make_subject, tensors
from guinet.storage.examples import example_path
from guinet.train.checkpoints import Checkpoints


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = guinet.load(example_path("iris-mlp"))
    project.path = tmp_path / "iris.guinet"
    return project


def state(module: nn.Module) -> dict[str, list[float]]:
    return {name: value.flatten().tolist() for name, value in module.state_dict().items()}


def test_without_a_run_the_weights_are_those_the_seed_gives(project: Project) -> None:
    subject = make_subject(project)
    torch.manual_seed(0)
    fresh = guinet.build(project)

    assert state(subject.module) == state(fresh)
    assert str(subject.weights.words) == "fresh weights (no run is kept)"
    assert not subject.module.training
    assert {name: tuple(value.shape) for name, value in subject.inputs.items()} == {"features": (ROWS, 4)}
    assert subject.outputs[0].shape == (ROWS, 3)


def test_the_newest_runs_best_weights_are_taken(project: Project, tmp_path: Path) -> None:
    guinet.train(project, epochs=2)
    guinet.train(project, epochs=3)
    best = Checkpoints(tmp_path / "iris.runs" / "2").load_best()

    subject = make_subject(project)
    assert subject.weights.run == "2"
    assert all(torch.equal(value, best.tensors[name]) for name, value in subject.module.state_dict().items())
    assert make_subject(project, run="1").weights.run == "1"
    with pytest.raises(Misuse, match="no run “7”"):
        make_subject(project, run="7")


def test_a_run_of_another_network_is_not_taken_but_told(project: Project) -> None:
    guinet.train(project, epochs=1)
    set_arguments(project.main, "0002", {"out_features": 5})

    assert str(make_subject(project).weights.words) == "fresh weights (run 1 is of another network)"
    with pytest.raises(Unreadable, match="do not fit the network"):
        make_subject(project, run="1")


def test_weights_of_a_file_go_before_any_run(project: Project, tmp_path: Path) -> None:
    guinet.train(project, epochs=1)
    other = guinet.build(project)
    torch.save(other.state_dict(), tmp_path / "other.pth")

    subject = make_subject(project, weights=tmp_path / "other.pth")
    assert state(subject.module) == state(other)
    assert str(subject.weights.words) == "the weights of other.pth"


def test_tensors_come_out_of_whatever_holds_them_in_order() -> None:
    a, b, c = (torch.full((1,), float(number)) for number in range(3))

    assert tensors(a) == (a,)
    assert tensors((a, [b, {"c": c}], None, 3)) == (a, b, c)


def test_a_clean_process_knows_no_guinet_and_tells_its_last_words(tmp_path: Path) -> None:
    assert run_script("print('hello')", tmp_path) == "hello\n"
    with pytest.raises(CleanProcessFailed, match=r"^ValueError: so$"):
        run_script("raise ValueError('so')", tmp_path)
    with pytest.raises(CleanProcessFailed, match="exit code 7"):
        run_script("import sys; sys.exit(7)", tmp_path)
