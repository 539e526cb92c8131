"""Weights copied from runs and files: what fits, under which names, what is refused, and what exports take along."""

from __future__ import annotations

import os
import pickle
import runpy
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

import guinet
from guinet.core.problems import GuinetError
from guinet.core.project import Project
from guinet.exchange.companion import copy_weights
from guinet.exchange.formats import py, training_py
from guinet.exchange.starting import file_state, keep, match, run_state
from guinet.exchange.subject import make_subject
from guinet.nodes.loaded_values import start_from
from guinet.storage.examples import example_path
from guinet.storage.files import load


@pytest.fixture
def project(tmp_path: Path) -> Project:
    path = tmp_path / "net.guinet"
    path.write_bytes(example_path("iris-mlp").read_bytes())
    return load(path)


def state(project: Project, seed: int = 3) -> dict[str, Tensor]:
    torch.manual_seed(seed)
    return {name: value.clone() for name, value in guinet.build(project).state_dict().items()}


def test_what_fits_by_name_and_shape_is_taken_and_the_rest_is_told(project: Project) -> None:
    given = state(project)
    own = {name: tuple(value.shape) for name, value in given.items()}

    matched = match({"hidden.weight": given["hidden.weight"], "output.weight": torch.zeros(2, 2)}, own)

    assert [*matched.state] == ["hidden.weight"]
    assert matched.missing == ("hidden.bias", "output.bias")
    assert matched.other == (("output.weight", "2×2", "3×16"),)
    assert not matched.whole
    assert match(given, own).whole


@pytest.mark.parametrize(
    ("there", "here"),
    [("module.", ""), ("model.net.", ""), ("", "backbone."), ("encoder.", "backbone."), ("", "")],
)
def test_names_may_begin_otherwise(there: str, here: str) -> None:
    layers = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3)).state_dict()
    given = {f"{there}{name}": value for name, value in layers.items()} | {f"{there}other.weight": torch.zeros(1)}

    matched = match(given, {f"{here}{name}": value.shape for name, value in layers.items()})

    assert matched.whole
    assert all(torch.equal(matched.state[f"{here}{name}"], value) for name, value in layers.items())


def test_only_what_lies_below_a_path_is_wanted(project: Project) -> None:
    given = state(project)
    own = {name: tuple(value.shape) for name, value in given.items()}
    assert [*match(given, own, "hidden").state] == ["hidden.weight", "hidden.bias"]
    assert [*match(given, own, "hidden.bias").state] == ["hidden.bias"]
    assert not match(given, own, "hid").state


@pytest.mark.parametrize("wrap", ["", "state_dict", "model_state_dict"])
def test_files_of_torch_are_read_whatever_else_they_hold(project: Project, tmp_path: Path, wrap: str) -> None:
    given = state(project)
    torch.save({wrap: given, "epoch": 3, "loss": 0.5} if wrap else given, tmp_path / "x.pt")
    read = file_state(tmp_path / "x.pt")
    assert all(torch.equal(read[name], given[name]) for name in given)
    assert read.keys() == given.keys()


class Bomb:
    def __reduce__(self) -> tuple[object, ...]:
        return os.system, ("touch exploded",)


def test_a_file_that_would_run_code_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    torch.save({"a": Bomb()}, "bomb.pt")
    Path("plain.pt").write_bytes(pickle.dumps(Bomb()))
    for name in ("bomb.pt", "plain.pt"):
        with pytest.raises(GuinetError, match=r"is not a weights file: choose a \.safetensors or \.pt file"):
            file_state(Path(name))
    module = nn.Sequential(nn.Linear(2, 2))
    module.bomb = Bomb()  # type: ignore[assignment]  # as someone would hide it in a whole model
    torch.save(module, "module.pt")
    assert torch.equal(file_state(Path("module.pt"))["0.weight"], module.state_dict()["0.weight"])
    assert not Path("exploded").exists()
    torch.save({"epoch": 3}, "empty.pt")
    with pytest.raises(GuinetError, match=r"empty\.pt holds no tensors by name"):
        file_state(Path("empty.pt"))
    with pytest.raises(GuinetError, match="is not a file"):
        file_state(Path("gone.pt"))


def test_they_are_kept_beside_the_project_once(project: Project, tmp_path: Path) -> None:
    first = keep(project, state(project), "x")
    assert (first.file, first.matched.whole) == ("net.weights.safetensors", True)
    assert keep(project, state(project), "x").file == first.file
    assert keep(project, state(project, 4), "x").file == "net.weights-2.safetensors"
    kept = load_file(tmp_path / first.file)
    assert all(torch.equal(kept[name], value) for name, value in state(project).items())


def test_what_cannot_be_kept_says_why(project: Project, tmp_path: Path) -> None:
    with pytest.raises(
        GuinetError, match=r"Nothing in other\.pt fits .* it holds a\.weight, and the network has hidden"
    ):
        keep(project, {"a.weight": torch.zeros(7)}, "other.pt")
    assert not [*tmp_path.glob("*.safetensors")]
    project.path = None
    with pytest.raises(GuinetError, match="Save the project first"):
        keep(project, state(project), "x")


def test_a_run_gives_its_best_or_its_last_weights(project: Project, tmp_path: Path) -> None:
    run = guinet.train(project, epochs=2).run
    runs = tmp_path / "net.runs"
    best = load_file(runs / run / "best.safetensors")
    (last,) = (runs / run).glob("last-*.safetensors")
    for given, path in ((run_state(runs, run), best), (run_state(runs, run, last=True), load_file(last))):
        assert all(torch.equal(given[name], path[name]) for name in path)
    with pytest.raises(GuinetError, match="There is no run “9”"):
        run_state(runs, "9")


def begun(project: Project) -> dict[str, Tensor]:
    given = state(project, 11)
    kept = keep(project, given, "x")
    start_from(project.main, kept.file, kept.digest)
    return given


def test_the_exported_source_has_its_weights_beside_it(project: Project, tmp_path: Path) -> None:
    given = begun(project)
    subject, folder = make_subject(project), tmp_path / "out"
    folder.mkdir()

    assert py.write(subject, folder, "model.py") == ["net.weights.safetensors", "model.py"]

    made = runpy.run_path(str(folder / "model.py"))[subject.class_name]().state_dict()
    assert all(torch.equal(made[name], given[name]) for name in given)
    with pytest.raises(GuinetError, match="choose another name"):
        copy_weights(subject, folder, "net.weights.safetensors")


def test_the_training_script_trains_from_them(project: Project, tmp_path: Path) -> None:
    begun(project)
    subject, folder = make_subject(project), tmp_path / "out"
    folder.mkdir()
    names = training_py.write(subject, folder, "train.py")
    assert "net.weights.safetensors" in names

    _, losses = runpy.run_path(str(folder / "train.py"))["train"](1)

    project.training["epochs"] = 1
    told: list[float] = []
    guinet.train(project, epochs=1, on_event=lambda event: told.extend(getattr(event, "losses", ())))
    assert losses == told


def test_a_file_with_nothing_but_numbers_without_names_is_refused(tmp_path: Path) -> None:
    save_file({}, tmp_path / "none.safetensors")
    with pytest.raises(GuinetError, match="holds no tensors by name"):
        file_state(tmp_path / "none.safetensors")


def test_a_script_can_begin_with_a_file_or_a_run(project: Project, tmp_path: Path) -> None:
    given = state(project, 21)
    torch.save(given, tmp_path / "x.pt")
    kept = guinet.start_from(project, tmp_path / "x.pt", below="hidden")
    assert kept.matched.whole
    built = guinet.build(project).state_dict()
    assert torch.equal(built["hidden.weight"], given["hidden.weight"])
    assert not torch.equal(built["output.weight"], given["output.weight"])
    run = guinet.train(project, epochs=1).run
    guinet.start_from(project, run=run)
    assert guinet.check(project).problems == ()
    with pytest.raises(GuinetError, match="a file or of a run"):
        guinet.start_from(project)
