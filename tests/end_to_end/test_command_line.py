"""Every command on real files: what it prints and the exit code it ends with."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import guinet
from guinet.cli import command_names, main
from guinet.core.editing import set_arguments
from guinet.core.formats import FORMATS
from guinet.storage.examples import example_path
from guinet.train.checkpoints import Checkpoints
from guinet.train.runs import RunStore

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def iris(tmp_path: Path) -> Path:
    return Path(shutil.copy(example_path("iris-mlp"), tmp_path / "iris.guinet"))


def printed(capsys: Capture, *arguments: str | Path, code: int = 0) -> str:
    """What a command that ends with `code` prints; nothing goes to stderr."""
    assert main([str(argument) for argument in arguments]) == code
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


def refused(capsys: Capture, *arguments: str | Path, code: int) -> str:
    """The sentence of a command that ends with `code`; nothing goes to stdout."""
    assert main([str(argument) for argument in arguments]) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("guinet: ")
    assert captured.err.count("\n") == 1
    return captured.err.removeprefix("guinet: ").strip()


def as_json(capsys: Capture, *arguments: str | Path, code: int = 0) -> Any:
    return json.loads(printed(capsys, *arguments, "--json", code=code))


# examples, nodes, new


def test_examples_says_what_is_bundled(capsys: Capture) -> None:
    found = as_json(capsys, "examples")["examples"]

    assert {example["name"] for example in found} >= {
        "digits-cnn",
        "digits-mlp",
        "fashion-cnn",
        "iris-mlp",
        "diabetes-regression",
        "sine-lstm",
    }
    assert all(set(example) == {"name", "title", "rows", "task"} for example in found)
    assert next(example["rows"] for example in found if example["name"] == "sine-lstm") == ["S19"]
    table = printed(capsys, "examples")
    assert all(example["title"] in table for example in found)


def test_nodes_says_every_kind_with_its_ports_and_arguments(capsys: Capture) -> None:
    nodes = {node["kind"]: node for node in as_json(capsys, "nodes")["nodes"]}
    conv = nodes["torch.nn.Conv2d"]

    assert set(conv) == {"kind", "category", "title", "inputs", "outputs", "arguments"}
    assert [port["name"] for port in conv["inputs"]] == ["input"]
    assert [port["name"] for port in conv["outputs"]] == ["output"]
    arguments = {argument["name"]: argument for argument in conv["arguments"]}
    assert arguments["in_channels"]["inferred"]
    assert arguments["out_channels"]["required"]
    assert arguments["stride"]["default"] == 1
    assert len(nodes) > 100
    assert "torch.nn.Conv2d" in printed(capsys, "nodes")


def test_new_copies_an_example_and_never_over_something_else(capsys: Capture, tmp_path: Path) -> None:
    file = tmp_path / "a.guinet"
    assert "a copy of digits-cnn" in printed(capsys, "new", "digits-cnn", "-o", file)
    assert file.read_bytes() == example_path("digits-cnn").read_bytes()
    printed(capsys, "new", "digits-cnn", "-o", file)

    words = refused(capsys, "new", "iris-mlp", "-o", file, code=2)
    assert "is there already" in words
    assert file.read_bytes() == example_path("digits-cnn").read_bytes()


def test_new_says_a_folder_that_is_not_there_and_a_name_the_shell_must_have_quoted(
    capsys: Capture, tmp_path: Path
) -> None:
    words = refused(capsys, "new", "iris-mlp", "-o", tmp_path / "nowhere" / "a.guinet", code=2)
    assert words == f"{tmp_path / 'nowhere'} is not a folder: make it first, or choose another"

    file = tmp_path / "my net.guinet"
    assert f"`guinet '{file}'`" in printed(capsys, "new", "iris-mlp", "-o", file)


def test_new_knows_what_was_meant(capsys: Capture, tmp_path: Path) -> None:
    words = refused(capsys, "new", "digit-cnn", "-o", tmp_path / "a.guinet", code=2)

    assert "digits-cnn" in words
    assert not list(tmp_path.iterdir())


# check, summary, source


def test_check_says_shapes_and_parameters(capsys: Capture, iris: Path) -> None:
    report = as_json(capsys, "check", iris)

    assert report["ok"] is True
    assert report["problems"] == []
    assert report["nodes"]["hidden"] == {
        "outputs": {"output": "N×16 float32"},
        "inferred": {"in_features": 4},
        "parameters": 80,
    }
    assert report["parameters"] == 80 + 51
    text = printed(capsys, "check", iris)
    assert "N×16 float32" in text
    assert "131 parameters, 0 errors" in text


def test_check_of_a_project_with_an_error_ends_with_1_and_names_node_and_remedy(capsys: Capture, iris: Path) -> None:
    project = guinet.load(iris)
    hidden = next(node for node in project.main.nodes.values() if node.name == "hidden")
    set_arguments(project.main, hidden.id, {"in_features": 5})
    guinet.save(project)

    report = as_json(capsys, "check", iris, code=1)
    [problem] = [each for each in report["problems"] if each["severity"] == "error"]
    assert report["ok"] is False
    assert problem["node"] == "hidden"
    assert problem["fixes"]
    text = printed(capsys, "check", iris, code=1)
    assert "error: hidden" in text
    assert "hidden: hidden" not in text
    assert "remedy:" in text


def test_summary_prints_the_module_and_its_layers(capsys: Capture, iris: Path) -> None:
    text = printed(capsys, "summary", iris)

    assert text.startswith(str(guinet.build(guinet.load(iris))))
    rows = [line.split() for line in text.splitlines()]
    # A batch of 4 through 4×16 weights: 2 · 4 · 4 · 16 operations.
    assert ["hidden", "Linear", "4×4", "4×16", "80", "512"] in rows
    assert "131 parameters, 131 of them trainable" in text


def test_source_prints_python_that_runs(capsys: Capture, iris: Path) -> None:
    text = printed(capsys, "source", iris)
    namespace: dict[str, Any] = {}
    exec(compile(text, "source", "exec"), namespace)

    assert namespace["IrisMLP"]()(torch.zeros(2, 4)).shape == (2, 3)
    assert "def train(" in printed(capsys, "source", iris, "--training")


# train


def test_train_prints_each_epoch_and_the_accuracy_on_test_data(capsys: Capture, iris: Path) -> None:
    lines = printed(capsys, "train", iris, "--epochs", "3", "--seed", "1").splitlines()

    assert lines[0] == "run 1: 3 epochs of 7 steps on cpu (1 thread)"
    assert [line.split(":")[0] for line in lines[1:4]] == ["epoch 1", "epoch 2", "epoch 3"]
    assert lines[4].startswith("completed after epoch 3, step 21: test loss ")
    assert "test accuracy " in lines[4]


def test_train_as_json_is_one_event_a_line_and_ends_with_the_metrics(capsys: Capture, iris: Path) -> None:
    arguments = ("train", iris, "--epochs", "3", "--seed", "1", "--json")
    events = [json.loads(line) for line in printed(capsys, *arguments).splitlines()]
    again = [json.loads(line) for line in printed(capsys, *arguments).splitlines()]

    assert events[0]["event"] == "training_started"
    assert [event["epoch"] for event in events if event["event"] == "epoch_ended"] == [1, 2, 3]
    assert events[-1]["event"] == "finished"
    assert set(events[-1]["metrics"]) == {"test_loss", "test_accuracy"}
    assert events[-1]["metrics"] == again[-1]["metrics"]
    losses = [
        [loss for event in run if event["event"] == "steps" for loss in event["losses"]] for run in (events, again)
    ]
    assert len(losses[0]) == 21
    assert losses[0] == losses[1]


def test_train_learns_what_the_example_promises(capsys: Capture, tmp_path: Path) -> None:
    file = Path(shutil.copy(example_path("iris-mlp"), tmp_path))
    events = printed(capsys, "train", file, "--out", tmp_path / "elsewhere", "--json").splitlines()

    assert json.loads(events[-1])["metrics"]["test_accuracy"] >= 0.9
    assert (tmp_path / "elsewhere" / "runs.sqlite").exists()
    assert not (tmp_path / "iris-mlp.runs").exists()


def test_train_goes_on_with_a_run(capsys: Capture, iris: Path, tmp_path: Path) -> None:
    printed(capsys, "train", iris, "--epochs", "2")
    text = printed(capsys, "train", iris, "--epochs", "4", "--resume", "1")
    whole = printed(capsys, "train", iris, "--epochs", "4", "--out", tmp_path / "whole")

    assert "epoch 2:" not in text
    # The end is the same, to the digit, as that of a run that was never cut.
    assert text.splitlines()[-1] == whole.splitlines()[-1]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--epochs", "0"], 2, "epochs is 0"),
        (["--seed", "-1"], 2, "seed is -1"),
        (["--resume", "7"], 2, "no run “7”"),
        (["--device", "gpu"], 2, "“gpu” is not here; there is cpu"),
        (["--device", "cuda:x"], 2, "“cuda:x” is not here; there is cpu"),
        (["--device", "cuda:9"], 2, "“cuda:9” is not here; there is cpu"),
    ],
)
def test_train_says_what_it_cannot_do(capsys: Capture, iris: Path, arguments: list[str], code: int, words: str) -> None:
    assert words in refused(capsys, "train", iris, *arguments, code=code)


def test_several_processes_of_torchrun_are_refused_and_one_trains(
    capsys: Capture, iris: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCAL_RANK", "0")
    monkeypatch.setenv("WORLD_SIZE", "2")
    assert main(["train", str(iris), "--epochs", "1"]) == 2
    assert capsys.readouterr().err == (
        "guinet: torchrun has started 2 processes, and GuiNet trains in one: use --nproc-per-node 1\n"
    )
    assert not iris.with_suffix(".runs").exists()

    monkeypatch.setenv("WORLD_SIZE", "1")
    assert main(["train", str(iris), "--epochs", "1"]) == 0


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--seed", "5"], "goes on with the seed it began with"),
        (["--epochs", "2"], "has done 2 epochs already, and 2 would add none: go on with more (--epochs 3)"),
        (["--epochs", "1"], "has done 2 epochs already, and 1 would add none"),
    ],
)
def test_train_does_not_go_on_where_nothing_is_left(capsys: Capture, iris: Path, more: list[str], words: str) -> None:
    printed(capsys, "train", iris, "--epochs", "2")

    assert words in refused(capsys, "train", iris, "--resume", "1", *more, code=2)
    again = ["--resume", "1", "--epochs", "3", "--seed", "0"]
    assert printed(capsys, "train", iris, *again).splitlines()[-1].startswith("completed")


@pytest.mark.skipif(sys.platform == "win32", reason="signals as here are of Unix")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_training_keeps_a_checkpoint_and_goes_on_where_it_was(
    iris: Path, number: int, capsys: Capture
) -> None:
    command = [sys.executable, "-m", "guinet", "train", str(iris), "--epochs", "200000", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert any('"epoch_ended"' in line for line in process.stdout), "it ended before its first epoch"
    process.send_signal(number)
    rest, complaint = process.communicate(timeout=120)

    assert process.returncode == 130
    last = json.loads(rest.splitlines()[-1])
    assert (last["event"], last["reason"]) == ("finished", "interrupted")
    assert complaint == f"guinet: interrupted; go on with `guinet train {iris} --resume 1`\n"
    runs = iris.with_suffix(".runs")
    store = RunStore(runs)
    kept = store.get("1")
    store.close()
    assert kept is not None
    assert kept.state == "interrupted"
    assert Checkpoints(runs / "1").load_last().step == last["step"]

    more = str(last["epoch"] + 1)
    events = printed(capsys, "train", iris, "--resume", "1", "--epochs", more, "--json").splitlines()
    assert json.loads(events[0])["first_step"] == last["step"] + 1
    assert json.loads(events[-1])["reason"] == "completed"


# predict


def test_predict_says_the_class_and_how_sure_it_is(capsys: Capture, iris: Path) -> None:
    printed(capsys, "train", iris)
    setosa, virginica = "5.1,3.5,1.4,0.2", "6.3,3.3,6.0,2.5"

    assert printed(capsys, "predict", iris, setosa).startswith("setosa (")
    [found] = as_json(capsys, "predict", iris, virginica)["predictions"]
    assert found["label"] == "virginica"
    assert sum(found["probabilities"].values()) == pytest.approx(1.0)
    rows = iris.parent / "rows.npy"
    np.save(rows, np.array([[5.1, 3.5, 1.4, 0.2], [6.3, 3.3, 6.0, 2.5]]))
    assert [line.split()[0] for line in printed(capsys, "predict", iris, rows).splitlines()] == ["setosa", "virginica"]


def test_predict_says_that_an_untrained_network_guesses(capsys: Capture, iris: Path) -> None:
    assert main(["predict", str(iris), "1,2,3,4"]) == 0
    captured = capsys.readouterr()

    assert "%" in captured.out
    assert captured.err == (
        f"guinet: this is chance, from fresh weights (no run is kept); `guinet train {iris}` trains it\n"
    )


def test_predict_takes_the_weights_it_is_given(capsys: Capture, iris: Path) -> None:
    module = guinet.build(guinet.load(iris))
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.zero_()
        module.get_parameter("output.bias").copy_(torch.tensor([0.0, 9.0, 0.0]))
    weights = iris.parent / "weights.pt"
    torch.save(module.state_dict(), weights)

    [found] = as_json(capsys, "predict", iris, "1,2,3,4", "--weights", weights)["predictions"]
    assert found["label"] == "versicolor"
    assert found["values"] == [0.0, 9.0, 0.0]


@pytest.mark.parametrize(
    "written", [["-1,2,3,-4"], ["-1", "2", "3", "-4"], ["-1,", "2,", "3,", "-4"], ["-1 2 3 -4"], [" -1, 2, 3, -4"]]
)
def test_predict_takes_numbers_however_they_are_written(capsys: Capture, iris: Path, written: list[str]) -> None:
    printed(capsys, "train", iris, "--epochs", "1")
    rows = iris.parent / "rows.npy"
    np.save(rows, np.array([[-1.0, 2.0, 3.0, -4.0]]))

    found = as_json(capsys, "predict", iris, *written)
    assert found == as_json(capsys, "predict", iris, rows)


@pytest.mark.parametrize(
    ("input", "more", "words"),
    [
        ("1,2", [], "2 values"),
        ("1,,2,3", [], "there is no file"),
        ("nothing.csv", [], "there is no file"),
        ("1,2,3,4", ["--weights", "nothing.pt"], "nothing.pt is not a file"),
    ],
)
def test_predict_says_what_it_cannot_read(capsys: Capture, iris: Path, input: str, more: list[str], words: str) -> None:
    assert words in refused(capsys, "predict", iris, input, *more, code=3)


# export, doctor and the rest


def test_export_shows_how_to_load_what_it_wrote(capsys: Capture, iris: Path) -> None:
    target = iris.parent / "my model.pt"
    text = printed(capsys, "export", iris, "--as", "pt", "-o", target)
    said, snippet = text.split("\n\n", 1)

    assert said.startswith(f"{target} is written; loaded in a clean process, every output equal")
    run = subprocess.run(
        [sys.executable, "-c", snippet + "\nprint(type(model).__name__)"],
        cwd=iris.parent,
        capture_output=True,
        text=True,
    )
    assert run.stdout.strip() == "IrisMLP", run.stderr


@pytest.mark.parametrize(
    ("name", "words"),
    [("torch.py", "would hide the module torch"), ("nowhere/net.py", "is not a folder"), ("", "is a folder")],
)
def test_export_says_where_it_cannot_write(capsys: Capture, iris: Path, name: str, words: str) -> None:
    before = set(iris.parent.iterdir())

    assert words in refused(capsys, "export", iris, "--as", "py", "-o", iris.parent / name, code=2)
    assert set(iris.parent.iterdir()) == before


@pytest.mark.parametrize("format", list(FORMATS))
@pytest.mark.parametrize("target", ["iris.guinet", "other.guinet", "IRIS.GUINET", "linked.pt"])
def test_an_export_never_destroys_a_project(capsys: Capture, iris: Path, format: str, target: str) -> None:
    shutil.copy(iris, iris.with_name("other.guinet"))
    os.link(iris, iris.with_name("linked.pt"))
    before = {path: path.read_bytes() for path in iris.parent.iterdir()}

    said = refused(capsys, "export", iris, "--as", format, "-o", iris.with_name(target), code=2)
    assert said.startswith(f"{target} is a project's name")
    assert {path: path.read_bytes() for path in iris.parent.iterdir()} == before


def test_doctor_finds_this_machine_in_order(capsys: Capture) -> None:
    findings = {finding["what"]: finding for finding in as_json(capsys, "doctor")["findings"]}

    assert set(findings) == {"Python", "torch", "devices", "Qt", "display", "fonts", "examples", "home"}
    assert findings["torch"]["detail"] == torch.__version__
    assert all(finding["ok"] for finding in findings.values())


def test_a_command_that_is_not_there_is_not_pretended(capsys: Capture) -> None:
    said = refused(capsys, "diff", "a", "b", code=2)
    assert said == f"`guinet diff` is not in GuiNet {guinet.__version__} yet; `guinet --help` lists what is"


def test_the_window_needs_a_display(capsys: Capture, iris: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")

    assert "there is no display" in refused(capsys, iris, code=1)
    assert "is not there" in refused(capsys, iris.with_name("other.guinet"), code=3)


def test_help_names_every_command(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])

    text = capsys.readouterr().out
    assert ended.value.code == 0
    assert command_names() == [
        "check",
        "doctor",
        "eval",
        "examples",
        "export",
        "import",
        "inspect",
        "lessons",
        "new",
        "nodes",
        "predict",
        "source",
        "summary",
        "train",
        "trust",
    ]
    assert all(f"    {name}" in text for name in command_names())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["train"], "the following arguments are required: file"),
        (["export", "a", "--as", "word", "-o", "b"], "--as: invalid choice: 'word'"),
        (["check", "a", "--more"], "there is no --more"),
        (["train", "a", "--epochs", "1.5"], "--epochs: 1.5 is not a whole number"),
        (["train", "a", "--seed", "one"], "--seed: one is not a whole number"),
    ],
)
def test_wrong_usage_is_a_sentence_and_ends_with_2(capsys: Capture, arguments: list[str], words: str) -> None:
    said = refused(capsys, *arguments, code=2)

    assert said.startswith(words)
    assert said.endswith(f"`guinet {arguments[0]} --help` shows how")


def test_a_traceback_comes_with_debug_only(
    capsys: Capture, run_guinet: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    plain = refused(capsys, "check", "nothing.guinet", code=3)
    debug = run_guinet("check", "nothing.guinet", "--debug")

    assert plain == "nothing.guinet does not exist: check its name and folder."
    assert "Traceback" in debug.stderr
    assert "Unreadable" in debug.stderr


def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "guinet", "nodes"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        complaint = process.stderr.read() if process.stderr is not None else ""

    assert (process.returncode, complaint) == (0, "")


def test_an_error_of_the_program_is_a_sentence_too(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    from guinet.storage import examples

    def broken(folder: Path | None = None) -> None:
        raise ZeroDivisionError("a defect\nof two lines")

    monkeypatch.setattr(examples, "examples", broken)

    words = refused(capsys, "examples", code=1)
    assert words == "an error of GuiNet itself (ZeroDivisionError: a defect of two lines); --debug shows where"
    with pytest.raises(ZeroDivisionError):
        main(["examples", "--debug"])


def test_relative_paths_start_where_the_command_runs(
    run_guinet: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    shutil.copy(example_path("iris-mlp"), tmp_path / "a.guinet")
    done = run_guinet("train", "a.guinet", "--epochs", "1")

    assert done.returncode == 0, done.stderr
    assert sorted(os.listdir(tmp_path)) == ["a.guinet", "a.runs"]
