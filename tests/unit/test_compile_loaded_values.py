"""First values from a file beside the project: the text, what is wrong with a file, and where they are used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

import guinet
from guinet.compile.loaded_values import network_state
from guinet.compile.shapes import Checker
from guinet.core.changes import SetParts
from guinet.core.graph import Initialiser, Selects
from guinet.core.problems import GuinetError, Severity
from guinet.core.project import Project
from guinet.data import project_specs
from guinet.nodes.loaded_values import LOAD, loading, start_from
from guinet.storage.examples import example_path
from guinet.storage.files import load
from guinet.storage.weights_files import BadWeights, weights_table

FILE = "iris.weights.safetensors"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    path = tmp_path / "iris.guinet"
    path.write_bytes(example_path("iris-mlp").read_bytes())
    return load(path)


def values(project: Project, seed: int = 5) -> dict[str, Tensor]:
    torch.manual_seed(seed)
    return {name: value.clone() for name, value in guinet.build(project).state_dict().items()}


def give(project: Project, state: dict[str, Tensor], partly: bool = False, file: str = FILE) -> Path:
    assert project.folder is not None
    path = project.folder / file
    save_file(state, path)
    start_from(project.main, file, weights_table(path).digest, partly)
    return path


def problems(project: Project) -> list[str]:
    return [problem.message for problem in guinet.check(project).problems]


def test_the_line_is_one_a_person_would_write_and_loads_the_values(project: Project) -> None:
    state = values(project)
    give(project, state)

    path = 'pathlib.Path(__file__).with_name("iris.weights.safetensors")'
    text = guinet.source(project)
    assert f"        self.load_state_dict(safetensors.torch.load_file({path}))\n" in text
    assert "import pathlib\nimport safetensors.torch\nfrom torch import nn\n" in text
    assert problems(project) == []
    built = guinet.build(project).state_dict()
    assert all(torch.equal(built[name], state[name]) for name in state)


def test_rules_after_it_go_over_it_and_it_is_saved_and_undone(project: Project, tmp_path: Path) -> None:
    state = values(project)
    give(project, state)
    rule = Initialiser(Selects.PATTERN, "hidden.weight", "", "set", {"index": "0, 0", "value": 7.0})
    project.run("Set", [SetParts("main", "initialisers", (*project.main.initialisers, rule))])

    guinet.save(project, tmp_path / "again.guinet")
    weight = guinet.build(load(tmp_path / "again.guinet")).state_dict()["hidden.weight"]

    assert weight[0, 0] == 7
    assert torch.equal(weight[1:], state["hidden.weight"][1:])
    project.undo()
    project.undo()
    assert project.main.initialisers == ()
    assert "load_state_dict" not in guinet.source(project)


def test_a_part_of_the_values_leaves_the_others_drawn(project: Project) -> None:
    state = values(project)
    give(project, {"hidden.weight": state["hidden.weight"]}, partly=True)

    other, drawn = values(project, 9), None
    project.undo()
    drawn = values(project, 9)

    assert torch.equal(other["hidden.weight"], state["hidden.weight"])
    assert all(torch.equal(other[name], drawn[name]) for name in drawn if name != "hidden.weight")


def test_training_evaluating_predicting_begin_with_them(project: Project) -> None:
    state = {name: torch.full_like(value, 0.25) for name, value in values(project).items()}
    give(project, state)

    given = guinet.evaluate(project)
    expected = 0.25 * given["iris"][0].sum(1, keepdim=True) + 0.25  # type: ignore[index]
    assert torch.allclose(given["hidden"], expected.expand(-1, 16), atol=1e-5)  # type: ignore[arg-type]
    (prediction,) = guinet.predict(project, "5.1,3.5,1.4,0.2")
    assert [*prediction.probabilities.values()] == pytest.approx([1 / 3] * 3)
    project.training["optimizer.lr"] = 0.0
    run = guinet.train(project, epochs=1)
    assert project.runs_folder is not None
    best = load_file(project.runs_folder / run.run / "best.safetensors")
    assert all(torch.allclose(best[name], state[name], atol=0.05) for name in state)


def test_a_run_goes_on_from_its_own_weights(project: Project) -> None:
    give(project, values(project))
    whole = guinet.train(project, epochs=2)
    first = guinet.train(project, epochs=1)
    assert guinet.train(project, epochs=2, resume=first.run).metrics == whole.metrics


# What is wrong with a file


def test_a_file_that_is_gone_changed_or_damaged_is_told(project: Project) -> None:
    path = give(project, values(project))
    kept = path.read_bytes()

    path.unlink()
    assert problems(project) == [
        f"{FILE} is not beside the project: put it there again, or remove the rule that loads it."
    ]
    path.write_bytes(kept[:-1] + b"!")
    assert problems(project) == [
        f"{FILE} is not the file that was chosen: its content is another. Copy the weights again."
    ]
    with pytest.raises(GuinetError, match="its content is another"):
        guinet.build(project)
    for odd in (b"", b"not weights", (2**62).to_bytes(8, "little") + b"{}", (2).to_bytes(8, "little") + b"[]"):
        path.write_bytes(odd)
        (words,) = problems(project)
        assert words.startswith(f"{FILE} cannot be read as weights (")
    path.write_bytes(kept)
    assert problems(project) == []


def test_a_file_that_changes_after_the_check_is_not_run(project: Project) -> None:
    path = give(project, values(project))
    source = guinet.check(project)
    assert source.problems == ()
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    with pytest.raises(GuinetError):
        guinet.build(project)


def test_names_and_shapes_that_do_not_fit_are_told(project: Project) -> None:
    state = values(project)

    give(project, state | {"hidden.weight": torch.zeros(5, 4)})
    assert problems(project) == [f"In {FILE} hidden.weight is 5×4, but it is 16×4 here: copy the weights again."]
    give(project, {name: state[name] for name in ("hidden.weight", "hidden.bias")})
    assert problems(project) == [f"{FILE} lacks values for output.weight, output.bias: copy the weights again."]
    (problem,) = guinet.check(project).problems
    assert problem.node == project.main.node("output").id
    give(project, state | {"gone.weight": torch.zeros(2)})
    (problem,) = guinet.check(project).problems
    assert "holds gone.weight, which the network has not" in problem.message
    assert problem.severity is Severity.ERROR
    give(project, state | {"gone.weight": torch.zeros(2)}, partly=True)
    assert [problem.severity for problem in guinet.check(project).problems] == [Severity.WARNING]


@pytest.mark.parametrize(
    "name", ["../x.safetensors", "/etc/x.safetensors", "a\\b.safetensors", "x.pt", "", 3, ".safetensors"]
)
def test_only_a_file_beside_the_project_is_loaded(project: Project, name: object) -> None:
    rule = Initialiser(Selects.PATTERN, "*", "", LOAD, {"file": name, "sha256": "0"})  # type: ignore[dict-item]
    project.run("Load", [SetParts("main", "initialisers", (rule,))])
    (words,) = problems(project)
    assert "is no .safetensors file beside the project" in words


def test_a_project_never_saved_says_so() -> None:
    project = load(example_path("iris-mlp"))
    project.path = None
    start_from(project.main, FILE, "0")
    assert problems(project) == [f"Save the project beside {FILE} first: its first values are loaded from there."]


def test_a_table_is_read_without_torch_and_only_once(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    save_file({"a.weight": torch.zeros(2, 3), "n": torch.tensor(1)}, path, {"note": "x"})
    table = weights_table(path)
    assert table.shapes == {"a.weight": (2, 3), "n": ()}
    assert weights_table(path) is table
    head = json.dumps({"a": {"dtype": "F32"}}).encode()
    path.write_bytes(len(head).to_bytes(8, "little") + head)
    with pytest.raises(BadWeights, match="cannot be read as weights"):
        weights_table(path)


@pytest.mark.parametrize(
    "example",
    ["digits-cnn", "nested-blocks", "repeated-blocks", "tied-embedding", "sine-lstm", "containers", "custom-layers"],
)
def test_names_and_shapes_of_a_network_are_those_of_its_state_dict(example: str) -> None:
    project = load(example_path(example))
    checker = Checker(project, project_specs(project))
    with torch.device("meta"):
        expected = {name: tuple(value.shape) for name, value in guinet.build(project).state_dict().items()}
    assert network_state(checker.scope) == expected


def test_where_the_network_is_only_counted_no_warning_is_given(project: Project) -> None:
    # Warnings are errors here: torch gives one for each value that is loaded into a module without numbers.
    give(project, values(project))
    assert guinet.inspect(project).cost is not None


def test_a_rule_is_loaded_once_by_its_form() -> None:
    assert loading(FILE, "0").arguments == {"file": FILE, "sha256": "0"}
    assert loading(FILE, "0", True).arguments["partly"] is True
