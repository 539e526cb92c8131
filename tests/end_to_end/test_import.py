"""`guinet import`: a Python file becomes a project that checks, and gives the network back."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import guinet
from guinet.cli import main

NET = """
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3)
        self.fc = nn.Linear(4 * 26 * 26, 10)

    def forward(self, x):
        x = torch.relu(self.conv(x))
        return self.fc(torch.flatten(x, 1))


class Other(nn.Module):
    def forward(self, x):
        return x if x.sum() > 0 else -x
"""


@pytest.fixture
def net(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "net.py"
    path.write_text(NET)
    return path


def test_a_file_is_imported_and_checks(run_guinet: Callable[..., subprocess.CompletedProcess[str]], net: Path) -> None:
    done = run_guinet("import", "net.py", "-o", "net.guinet", "--class", "Net")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "net.guinet is net.py as a graph; open it with `guinet net.guinet`\n"
    project = guinet.load(net.with_suffix(".guinet"))
    assert guinet.check(project).ok
    assert list(guinet.build(project).state_dict()) == ["conv.weight", "conv.bias", "fc.weight", "fc.bias"]


def test_what_became_code_is_told_and_may_be_trusted(net: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "net.py", "-o", "other.guinet", "--trust", "--input", "4"]) == 0
    assert capsys.readouterr().out.startswith("Other became a node of code as it is written, since it cannot be drawn.")
    assert guinet.check(guinet.load("other.guinet")).ok


@pytest.mark.parametrize(
    ("shape", "problem"),
    [
        ("5", "conv works on N×C×H×W, but N×5 arrives."),
        ("1,20,20", "fc expects in_features = 2704, but N×1296 arrives (1296)."),  # 4 channels of 18×18
    ],
)
def test_a_given_shape_that_does_not_fit_is_told_as_that(
    net: Path, capsys: pytest.CaptureFixture[str], shape: str, problem: str
) -> None:
    assert main(["import", "net.py", "-o", "net.guinet", "--class", "Net", "--input", shape]) == 0
    assert capsys.readouterr().out.splitlines()[0] == (
        "The network does not run with the shape that was given: give another, or set it at the Input nodes. " + problem
    )


def test_a_shape_given_for_a_node_of_code_is_not_asked_for_again(net: Path, capsys: pytest.CaptureFixture[str]) -> None:
    net.write_text(NET.replace("return x if x.sum() > 0", "return nn.Linear(4, 2)(x) if x.sum() > 0"))
    assert main(["import", "net.py", "-o", "other.guinet", "--input", "4"]) == 0
    assert "does not tell the shape" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["net.py", "-o", "net.guinet", "--class", "Nit"], 2, "the text has no network called Nit: it has Net, Other"),
        (["net.py", "-o", "net.py", "--class", "Net"], 2, "net.py is there already and is something else"),
        (["net.py", "-o", "no/net.guinet", "--class", "Net"], 2, "no is not a folder"),
        (["net.py", "-o", "net.guinet", "--input", "x"], 2, "--input: x is no shape: write it like 1,28,28"),
        (["net.py", "-o", "net.guinet", "--input", ","], 2, "--input: , is no shape: write it like 1,28,28"),
        (["net.py", "-o", "net.guinet", "--input", "1,,2"], 2, "--input: 1,,2 is no shape: write it like 1,28,28"),
        (["net.py", "-o", "net.guinet", "--input="], 2, "--input: an empty text is no shape: write it like 1,28,28"),
        (
            ["net.py", "-o", "net.guinet", "--class", "Net", "--input", "1,28,28", "--input", "4"],
            2,
            "2 shapes are given for what enters, and the network’s inputs are 1: give one for each",
        ),
        (["net.py", "-o", "net.guinet", "--input", "1,0"], 2, "--input: 1,0 is no shape: its sizes are at least 1"),
        (["net.py", "-o", "net.guinet", "--input", "9" * 5000], 2, f"--input: {'9' * 59}… is no shape: write it like"),
        (["net.py", "-o", "net.guinet", "--input", "9" * 500], 2, f"--input: {'9' * 59}… is no shape: its sizes"),
        (["net.py"], 2, "the following arguments are required: -o/--output"),
        (["gone.py", "-o", "net.guinet"], 3, "gone.py could not be read (No such file or directory)"),
        (["net.onnx", "-o", "net.guinet"], 3, "net.onnx: .onnx files cannot be imported yet; a .py file can"),
        (["bad.py", "-o", "net.guinet"], 3, "bad.py: Line 1 is not Python: invalid syntax."),
        (["bare.py", "-o", "net.guinet"], 3, "bare.py: There is no network in this text"),
        (["bytes.py", "-o", "net.guinet"], 3, "bytes.py is no text in UTF-8"),
        (["long.py", "-o", "net.guinet"], 3, "long.py is too long to be a network"),
    ],
)
def test_what_cannot_be_imported_is_one_sentence(
    net: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, words: str
) -> None:
    net.with_name("bad.py").write_text("class (")
    net.with_name("bare.py").write_text("x = 1\n")
    net.with_name("bytes.py").write_bytes(b"\xff\xfe\x00")
    net.with_name("long.py").write_text("#" * 4_000_001)
    assert main(["import", *arguments]) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"guinet: {words}")
    assert told.err.count("\n") == 1
    assert not net.with_suffix(".guinet").exists()
