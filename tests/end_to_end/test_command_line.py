"""Commands on real files: what they print and the exit code they end with; the command line as a whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

import guinet
from guinet.cli import command_names, main
from guinet.core.editing import set_arguments
from guinet.core.formats import FORMATS
from guinet.storage.examples import example_path
from tests.end_to_end.commands import Capture, as_json, printed, refused


@pytest.fixture
def iris(tmp_path: Path) -> Path:
    return Path(shutil.copy(example_path("iris-mlp"), tmp_path / "iris.guinet"))


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


def test_an_export_replaces_what_is_there_and_says_so_in_its_help(capsys: Capture, iris: Path) -> None:
    target = iris.with_name("net.py")
    target.write_text("old")
    printed(capsys, "export", iris, "--as", "py", "-o", target)
    assert "class " in target.read_text()

    with pytest.raises(SystemExit):
        main(["export", "--help"])
    assert "one that is there is replaced" in " ".join(capsys.readouterr().out.split())


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
    assert set(command_names()) >= {
        "check",
        "diff",
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
    }
    assert all(f"    {name}" in text for name in command_names())


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="devices are files on Unix")
def test_what_has_no_end_is_not_read_to_it(capsys: Capture) -> None:
    assert refused(capsys, "new", "iris-mlp", "-o", "/dev/zero", code=2).startswith("/dev/zero is there already")
    assert refused(capsys, "import", "/dev/zero", "-o", "a", code=3).startswith("/dev/zero is too long to be a network")
    assert refused(capsys, "check", "/dev/zero", code=3).startswith("/dev/zero is not a file")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["train"], "the following arguments are required: file"),
        (["export", "a", "--as", "word", "-o", "b"], "--as: invalid choice: 'word'"),
        (["check", "a", "--more"], "there is no --more"),
        (["train", "a", "--epochs", "1.5"], "--epochs: 1.5 is not a whole number"),
        (["check", ""], "file: the name of the file or folder is empty"),
        (["new", "iris-mlp", "-o", ""], "-o/--output: the name of the file or folder is empty"),
        (["import", "a.py", "-o", ""], "-o/--output: the name of the file or folder is empty"),
        (["export", "a", "--as", "py", "-o", ""], "-o/--output: the name of the file or folder is empty"),
        (["train", "a", "--out", ""], "--out: the name of the file or folder is empty"),
        (["train", "a", "--seed", "one"], "--seed: one is not a whole number"),
        (["train", "a", "--seed", "9" * 5000], "--seed: a number of 5,000 digits is more than any can be"),
        (["train", "a", "--seed", "x" * 5000], f"--seed: {'x' * 59}… is not a whole number"),
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
    assert debug.returncode == 3
    assert debug.stderr.startswith("Traceback")
    assert debug.stderr.endswith(f"guinet: {plain}\n")


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
    assert main(["examples", "--debug"]) == 1
    assert "in broken\n    raise ZeroDivisionError" in capsys.readouterr().err


def test_relative_paths_start_where_the_command_runs(
    run_guinet: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    shutil.copy(example_path("iris-mlp"), tmp_path / "a.guinet")
    done = run_guinet("train", "a.guinet", "--epochs", "1")

    assert done.returncode == 0, done.stderr
    assert sorted(os.listdir(tmp_path)) == ["a.guinet", "a.runs"]
