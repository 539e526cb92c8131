"""Bad input at the command line: one sentence that names what and says how to mend it, the documented exit code, and
nothing lost or half-written."""

from __future__ import annotations

import json
import os
import resource
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import guinet
from guinet.cli import main
from guinet.core.editing import set_arguments
from guinet.core.project import Project
from guinet.storage.examples import example_path
from guinet.storage.problems import SaveFailed
from guinet.train.checkpoints import Checkpoints
from guinet.train.runs import RunStore

Capture = pytest.CaptureFixture[str]
Raw = dict[str, Any]
COMMANDS = ("check", "train", "source", "summary")


def sentence(capsys: Capture, *arguments: str | Path, code: int) -> str:
    """The one line on stderr of a command that ends with `code`."""
    assert main([str(argument) for argument in arguments]) == code
    error = capsys.readouterr().err
    assert error.count("\n") == 1, error
    assert "Traceback" not in error
    return error


def example() -> Raw:
    raw: Raw = json.loads(example_path("iris-mlp").read_text())
    return raw


def main_block(raw: Raw) -> Raw:
    block: Raw = raw["blocks"]["main"]
    return block


def edited(change: Callable[[Raw], object]) -> Callable[[], str]:
    def text() -> str:
        raw = example()
        change(raw)
        return json.dumps(raw)

    return text


def double_key() -> str:
    return example_path("iris-mlp").read_text().replace('"guinet": 1,', '"guinet": 1, "guinet": 1,')


def double_node() -> str:
    return example_path("iris-mlp").read_text().replace('"0004": {', '"0002": {')


def with_learning_rate(text: str) -> Callable[[], str]:
    return lambda: example_path("iris-mlp").read_text().replace('"optimizer.lr": 0.01', f'"optimizer.lr": {text}')


UNREADABLE: dict[str, tuple[Callable[[], str], str]] = {
    "empty": (lambda: "", "is empty"),
    "not JSON": (lambda: "a picture of a cat", "line 1, column 1 is not JSON"),
    "a list": (lambda: "[]", "holds a list"),
    "truncated": (lambda: example_path("iris-mlp").read_text()[:700], "breaks off at line 34"),
    "nested": (lambda: '{"guinet": 1, "blocks": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested too deeply"),
    "NaN": (with_learning_rate("NaN"), "optimizer.lr is NaN"),
    "a huge integer": (with_learning_rate("9" * 5000), "optimizer.lr is an integer of 5,000 digits"),
    "a key twice": (double_key, "guinet is there twice"),
    "an id twice": (double_node, "nodes.0002 is there twice"),
    "another format": (edited(lambda raw: raw.pop("guinet")), "not a GuiNet project"),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read(capsys: Capture, tmp_path: Path, name: str, command: str) -> None:
    write, words = UNREADABLE[name]
    file = tmp_path / "net.guinet"
    file.write_text(write())

    said = sentence(capsys, command, file, code=3)
    assert str(file) in said
    assert words in said
    assert os.listdir(tmp_path) == ["net.guinet"]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"\xff\xfe\x00{", "net.guinet"), (None, "is a folder")],
    ids=["not UTF-8", "a folder"],
)
def test_what_is_no_text_file(capsys: Capture, tmp_path: Path, content: bytes | None, words: str) -> None:
    file = tmp_path / "net.guinet"
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content)

    assert words in sentence(capsys, "check", file, code=3)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_newer_format_is_refused(capsys: Capture, tmp_path: Path, command: str) -> None:
    file = tmp_path / "net.guinet"
    file.write_text(edited(lambda raw: raw.update(guinet=999))())

    said = sentence(capsys, command, file, code=4)
    assert str(file) in said
    assert "newer" in said
    assert os.listdir(tmp_path) == ["net.guinet"]


def wires(raw: Raw) -> dict[str, str]:
    found: dict[str, str] = main_block(raw)["wires"]
    return found


def nodes(raw: Raw) -> dict[str, Raw]:
    found: dict[str, Raw] = main_block(raw)["nodes"]
    return found


def hidden(**arguments: object) -> Callable[[Raw], object]:
    return lambda raw: nodes(raw)["0002"]["arguments"].update(arguments)


def unknown_kind(raw: Raw) -> None:
    nodes(raw)["0004"]["kind"] = "torch.nn.FluxCapacitor"


WRONG: dict[str, tuple[Callable[[Raw], object], str]] = {
    "a cycle": (lambda raw: wires(raw).update({"0003": "0006.output -> 0002.input"}), "hidden"),
    "a dangling wire": (lambda raw: wires(raw).update({"0003": "9999.output -> 0002.input"}), "hidden"),
    "a wire to no port": (lambda raw: wires(raw).update({"0003": "0001.features -> 0002.inputs"}), "hidden"),
    "a negative size": (hidden(out_features=-5), "hidden"),
    "text for a size": (hidden(out_features="many"), "hidden"),
    "a layer of 10⁷×10⁷": (hidden(in_features=10**7, out_features=10**7), "hidden"),
    "an unknown node": (unknown_kind, "tanh"),
    "an unknown argument": (hidden(colour="red"), "hidden"),
    "an unknown argument of the data": (lambda raw: nodes(raw)["0001"]["arguments"].update(batch=5), "iris"),
    "batches of nothing": (lambda raw: nodes(raw)["0001"]["arguments"].update(batch_size=0), "iris"),
    "more than all rows": (lambda raw: nodes(raw)["0001"]["arguments"].update(test=2), "iris"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_in_a_project_is_told_at_its_node(capsys: Capture, tmp_path: Path, name: str) -> None:
    change, node = WRONG[name]
    file = tmp_path / "net.guinet"
    file.write_text(edited(change)())
    before = file.read_bytes()

    assert main(["check", str(file), "--json"]) == 1
    captured = capsys.readouterr()
    errors = [problem for problem in json.loads(captured.out)["problems"] if problem["severity"] == "error"]
    assert captured.err == ""
    assert node in {problem["node"] for problem in errors}
    assert all(problem["message"] for problem in errors)
    said = sentence(capsys, "train", file, code=1)
    assert said.startswith(f"guinet: {file}: ")
    assert node in said
    assert file.read_bytes() == before
    assert os.listdir(tmp_path) == ["net.guinet"]


@pytest.mark.parametrize("command", [["eval"], ["summary"], ["predict", "1,2,3,4"], ["export", "--as", "py", "-o"]])
def test_a_seed_that_is_none_is_told_by_all_who_draw_numbers(
    capsys: Capture, tmp_path: Path, command: list[str]
) -> None:
    file = tmp_path / "net.guinet"
    file.write_text(edited(lambda raw: raw["training"].update(seed=2**64))())
    more = [tmp_path / "net.py"] if command[0] == "export" else []

    said = sentence(capsys, command[0], file, *command[1:], *more, code=1)
    assert said == f"guinet: {file}: seed must be between 0 and 9223372036854775807\n"
    assert os.listdir(tmp_path) == ["net.guinet"]


# Data


def table(folder: Path, content: bytes, **arguments: Any) -> Path:
    (folder / "rows.csv").write_bytes(content)
    project = guinet.new("Table")
    net = project.main
    rows = net.add("guinet.data.csv", name="rows", path="rows.csv", batch_size=4, **arguments)
    layer = net.add("torch.nn.Linear", name="layer", out_features=2)
    loss = net.add("torch.nn.CrossEntropyLoss", name="loss")
    net.connect(rows["features"], layer["input"])
    net.connect(layer["output"], loss["input"])
    net.connect(rows["target"], loss["target"])
    return guinet.save(project, folder / "table.guinet")


GOOD = b"a,b,kind\n" + b"".join(b"%d,%d,%d\n" % (n, n * n % 7, n % 2) for n in range(40))


def test_the_table_the_next_tests_break_is_a_good_one(capsys: Capture, tmp_path: Path) -> None:
    assert main(["train", str(table(tmp_path, GOOD, task="classification")), "--epochs", "1"]) == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ["rows.csv"]),
        (b"a,b,kind\n", ["rows.csv"]),
        (GOOD.replace(b"3,2,1\n", b"3,2\n"), ["rows.csv", "4"]),
        (GOOD.replace(b"a,b", b"\xe9,b"), ["rows.csv", "UTF-8"]),
        (GOOD.replace(b"5,4,1\n", b"5,four,1\n"), ["rows.csv", "b", "four"]),
        (GOOD.replace(b"5,4,1\n", b"5,,1\n"), ["rows.csv", "b"]),
    ],
    ids=["empty", "no rows", "ragged", "not UTF-8", "text", "a gap"],
)
def test_a_table_that_cannot_be_used(capsys: Capture, tmp_path: Path, content: bytes, words: list[str]) -> None:
    assert content != GOOD
    file = table(tmp_path, content, task="classification")

    said = sentence(capsys, "train", file, code=said_code(capsys, file))
    assert all(word in said for word in words), said
    assert sorted(os.listdir(tmp_path)) == ["rows.csv", "table.guinet"]


def said_code(capsys: Capture, file: Path) -> int:
    """The check finds the same at the node, as an error of the project."""
    assert main(["check", str(file), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert "rows" in {problem["node"] for problem in report["problems"]}
    return 1


def test_a_table_that_is_not_there(capsys: Capture, tmp_path: Path) -> None:
    file = table(tmp_path, GOOD, task="classification")
    (tmp_path / "rows.csv").unlink()

    said = sentence(capsys, "train", file, code=1)
    assert "rows.csv" in said


def test_a_path_longer_than_any_can_be(capsys: Capture, tmp_path: Path) -> None:
    file = table(tmp_path, GOOD, task="classification")
    file.write_text(file.read_text().replace("rows.csv", "x" * 5000))

    said = sentence(capsys, "train", file, code=1)
    assert "rows" in said
    assert said.endswith("could not be read (File name too long); choose another file\n")


def test_a_table_too_short_to_be_split_names_its_node(capsys: Capture, tmp_path: Path) -> None:
    file = table(tmp_path, b"a,b,kind\n1,2,0\n1,3,1\n", task="classification")

    said = sentence(capsys, "train", file, code=1)
    assert said.startswith(f"guinet: {file}: rows: the validation part would be empty")
    assert sorted(os.listdir(tmp_path)) == ["rows.csv", "table.guinet"]


def test_labels_the_network_has_no_class_for(capsys: Capture, tmp_path: Path) -> None:
    file = table(tmp_path, GOOD.replace(b"7,0,1\n", b"7,0,5\n"), task="classification")

    said = sentence(capsys, "train", file, code=1)
    assert "rows.csv" in said
    assert "5" in said
    assert sorted(os.listdir(tmp_path)) == ["rows.csv", "table.guinet"]


# Training


def iris(folder: Path, edit: Callable[[Project], object] = lambda project: None) -> Path:
    project = guinet.load(shutil.copy(example_path("iris-mlp"), folder / "iris.guinet"))
    edit(project)
    return guinet.save(project)


def test_a_loss_that_turns_nan_stops_the_training_and_names_the_node(capsys: Capture, tmp_path: Path) -> None:
    file = Path(shutil.copy(example_path("diabetes-regression"), tmp_path / "d.guinet"))
    raw = json.loads(file.read_text())
    raw["training"] |= {"optimizer": "torch.optim.SGD", "optimizer.lr": 1e6}
    file.write_text(json.dumps(raw))

    assert main(["train", str(file), "--epochs", "3", "--json"]) == 1
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert "learning rate" in captured.err
    assert any(name in captured.err for name in ("hidden", "output"))
    events = [json.loads(line) for line in captured.out.splitlines()]
    told = events[-1]
    assert [event for event in events if event["event"] == "finished"] == [told]
    losses = [loss for event in events if event["event"] == "steps" for loss in event["losses"]]
    assert told == {
        "event": "finished",
        "run": "1",
        "reason": "failed",
        "epoch": 0,
        "step": len(losses),
        "metrics": {},
        "kept": False,
        "last_kept": 0,
    }
    assert captured.err.endswith("; run 1 keeps a checkpoint of step 0\n")
    store = RunStore(tmp_path / "d.runs")
    run = store.get("1")
    store.close()
    assert run is not None
    assert run.state == "failed"
    assert Checkpoints(tmp_path / "d.runs" / "1").has_last


def test_a_device_that_is_not_here(capsys: Capture, tmp_path: Path) -> None:
    file = iris(tmp_path)

    said = sentence(capsys, "train", file, "--device", "cuda:7", code=2)
    assert "cuda:7" in said
    assert "there is cpu" in said
    assert "--device on the command line" in said
    assert os.listdir(tmp_path) == ["iris.guinet"]


def test_a_device_of_the_project_that_is_not_here(capsys: Capture, tmp_path: Path) -> None:
    file = iris(tmp_path)
    raw = json.loads(file.read_text())
    raw["training"]["device"] = "cuda:7"
    file.write_text(json.dumps(raw))

    assert main(["check", str(file)]) == 0
    assert "cuda:7" in sentence(capsys, "train", file, code=1).replace("0 errors", "")
    assert main(["train", str(file), "--device", "cpu", "--epochs", "1"]) == 0


def test_a_disk_that_is_full_keeps_the_old_file(capsys: Capture, tmp_path: Path) -> None:
    file = iris(tmp_path)
    before = file.read_bytes()
    project = guinet.load(file)
    set_arguments(project.main, "0002", {"out_features": 8})
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, limits[1]))
    try:
        with pytest.raises(SaveFailed, match="what was there is untouched"):
            guinet.save(project)
        said = sentence(capsys, "new", "digits-cnn", "-o", tmp_path / "b.guinet", code=1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert "b.guinet could not be written (File too large)" in said
    assert file.read_bytes() == before
    assert os.listdir(tmp_path) == ["iris.guinet"]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are files on Unix")
@pytest.mark.parametrize("format", ["py", "svg"])
def test_a_device_or_a_pipe_is_not_replaced(capsys: Capture, tmp_path: Path, format: str) -> None:
    place = tmp_path / "pipe"
    os.mkfifo(place)

    with pytest.raises(SaveFailed, match="File exists"):
        guinet.save(guinet.new(), place)
    sentence(capsys, "export", iris(tmp_path), "--as", format, "-o", place, code=2)

    assert place.is_fifo()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to(capsys: Capture, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)

    assert "could not be" in sentence(capsys, "new", "iris-mlp", "-o", folder / "a.guinet", code=1)


def test_runs_that_cannot_be_kept_are_told_before_the_training(capsys: Capture, tmp_path: Path) -> None:
    file = iris(tmp_path)
    (tmp_path / "iris.runs").write_text("a file where the folder should be")

    said = sentence(capsys, "train", file, code=1)
    assert "iris.runs" in said
    assert "--out" in said


@pytest.mark.parametrize(("content", "words"), [(b"no weights", "w.pt"), (b"", "w.pt")])
def test_weights_that_are_damaged(capsys: Capture, tmp_path: Path, content: bytes, words: str) -> None:
    file = iris(tmp_path)
    weights = tmp_path / "w.pt"
    weights.write_bytes(content)

    said = sentence(capsys, "export", file, "--as", "pt", "-o", tmp_path / "out.pt", "--weights", weights, code=3)
    assert words in said
    assert not (tmp_path / "out.pt").exists()


def test_weights_of_another_network(capsys: Capture, tmp_path: Path) -> None:
    import torch

    file = iris(tmp_path)
    torch.save({"layer.weight": torch.zeros(2, 2)}, tmp_path / "w.pt")

    said = sentence(
        capsys, "export", file, "--as", "pt", "-o", tmp_path / "out.pt", "--weights", tmp_path / "w.pt", code=3
    )
    assert "do not fit the network" in said
    assert not (tmp_path / "out.pt").exists()


@pytest.mark.parametrize("held", [{"layer.weight": "text"}, {"model": {}, "epoch": 3}])
def test_a_file_that_holds_more_than_weights(capsys: Capture, tmp_path: Path, held: dict[str, Any]) -> None:
    import torch

    file = iris(tmp_path)
    torch.save(held, tmp_path / "w.pt")

    for command in (["eval"], ["predict", "1,2,3,4"]):
        said = sentence(capsys, command[0], file, *command[1:], "--weights", tmp_path / "w.pt", code=3)
        assert f"w.pt holds more than weights by name (“{next(iter(held))}” is no tensor)" in said
        assert "state_dict()" in said
