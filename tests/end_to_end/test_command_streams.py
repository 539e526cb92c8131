"""What a command does where its output goes nowhere, breaks off, or cannot hold every letter; and who else prints."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from guinet.cli import main, streams
from guinet.cli.signals import terminable
from guinet.core.coding import code_id
from guinet.storage import trust
from guinet.storage.examples import example_path
from guinet.train.runs import RunStore

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def iris(tmp_path: Path) -> Path:
    return Path(shutil.copy(example_path("iris-mlp"), tmp_path / "iris.guinet"))


def with_code(file: Path, line: str) -> Path:
    """The project with a trusted layer of its own, which runs `line` and changes nothing."""
    text = f"class Own(nn.Module):\n    def forward(self, input):\n        {line}\n        return input\n"
    raw = json.loads(file.read_text())
    raw["code"] = {code_id(text): text.split("\n")}
    raw["blocks"]["main"]["nodes"]["0004"] = {"kind": f"code.{code_id(text)}", "name": "own"}
    file.write_text(json.dumps(raw))
    trust.trust([text])
    return file


def test_a_training_whose_reader_leaves_ends_with_a_checkpoint(
    iris: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe, monkeypatch.context() as there:
        there.setattr(sys, "stdout", pipe)
        assert main(["train", str(iris), "--epochs", "100000", "--json"]) == 130

    assert capsys.readouterr().err == (
        "guinet: interrupted (its output could not be written: Broken pipe); "
        f"go on with `guinet train {iris} --resume 1`\n"
    )
    store = RunStore(iris.with_suffix(".runs"))
    run = store.get("1")
    store.close()
    assert run is not None
    assert run.state == "interrupted"
    assert main(["train", str(iris), "--epochs", "1", "--resume", "1"]) == 0


def test_what_is_left_in_the_buffer_is_told_like_the_rest(iris: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        assert main(["source", str(iris)]) == 0  # shorter than the buffer: nothing is written before the end


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_an_output_that_cannot_hold_every_letter(iris: Path, encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = json.loads(iris.read_text())
    raw["blocks"]["main"]["nodes"]["0002"]["name"] = "隐藏层"
    iris.write_text(json.dumps(raw))
    outputs = []
    for more in (["--json"], []):
        held = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(held, encoding))
        assert main(["check", str(iris), *more]) == 0
        outputs.append(held.getvalue().decode(encoding))

    node = json.loads(outputs[0])["nodes"]["隐藏层"]
    assert node["outputs"] == {"output": "N×16 float32"}
    assert "\\u9690\\u85cf\\u5c42" in outputs[1]


def test_half_a_letter_in_a_name_is_printed_as_such(iris: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    iris.write_text(iris.read_text().replace('"hidden"', '"a\\ud800"'))
    held = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(held, "utf-8"))
    main(["check", str(iris), "--json"])

    assert "a\ud800" in json.loads(held.getvalue())["nodes"]


def test_what_is_said_where_nobody_listens_does_not_go_to_stdout(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["check", str(tmp_path / "nothing.guinet")]) == 3
    sys.stderr.close()

    assert capsys.readouterr().out == ""


def test_a_message_that_cannot_be_written_keeps_its_exit_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(28, os.strerror(28))

    monkeypatch.setattr(sys, "stderr", Full())
    assert main(["check", str(tmp_path / "nothing.guinet")]) == 3


@pytest.mark.parametrize("command", [["check"], ["eval"], ["train", "--epochs", "1"], ["predict", "1,2,3,4"]])
def test_what_code_of_the_project_prints_is_not_in_the_json(iris: Path, capsys: Capture, command: list[str]) -> None:
    file = with_code(iris, "print('hello')")
    assert main([command[0], str(file), *command[1:], "--json"]) == 0
    captured = capsys.readouterr()

    assert all(isinstance(json.loads(line), dict) for line in captured.out.splitlines())
    assert "hello" in captured.err


def test_code_of_the_project_that_leaves_is_told_and_never_success(iris: Path, capsys: Capture) -> None:
    # The check looks at a batch of 2 and 3; the training has 16.
    file = with_code(iris, "input.device.type == 'meta' or input.shape[0] < 9 or __import__('sys').exit(0)")

    assert main(["train", str(file), "--epochs", "1"]) == 1
    assert capsys.readouterr().err == f"guinet: code in {file} ended the program (sys.exit): take that out of it\n"


def test_sigterm_ends_a_command_as_ctrl_c_does() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt), terminable():
        signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.fixture
def terminal() -> Iterator[None]:
    """Ctrl+C is heard, as in a terminal: what a script starts in its background ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_interrupt_that_an_import_swallowed_is_told_as_one(number: signal.Signals) -> None:
    def read_half() -> None:
        with contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(number)
        raise RecursionError("of what is missing now")

    with pytest.raises(KeyboardInterrupt), terminable():
        read_half()


def test_an_error_nobody_interrupted_is_that_error() -> None:
    with pytest.raises(RecursionError), terminable():
        raise RecursionError


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a file that is always full is Linux's own")
def test_a_disk_that_is_full_for_what_is_printed_is_told(
    iris: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Path("/dev/full").open("w") as full, monkeypatch.context() as there:
        there.setattr(sys, "stdout", full)
        assert main(["source", str(iris)]) == 1
        streams.abandon_output()
    words = "the output, or a file, could not be read or written (the disk is full): mend that and try again"
    assert capsys.readouterr().err == f"guinet: {words}\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a file that is always full is Linux's own")
@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["train", "--help"]])
def test_a_disk_that_is_full_for_help_is_told(
    arguments: list[str], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Path("/dev/full").open("w") as full, monkeypatch.context() as there:
        there.setattr(sys, "stdout", full)
        assert main(arguments) == 1
        streams.abandon_output()
    words = "the output, or a file, could not be read or written (the disk is full): mend that and try again"
    assert capsys.readouterr().err == f"guinet: {words}\n"


def test_stdout_is_for_the_command_alone_while_it_answers_in_json(capsys: Capture) -> None:
    with streams.for_json():
        print("someone's code")
        print("{}", file=streams.stdout())
    print("after")

    assert capsys.readouterr() == ("{}\nafter\n", "someone's code\n")
