"""`guinet train` and `guinet predict` on real files: what they print, keep, refuse and go on with."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

import guinet
from guinet.cli import main
from guinet.storage.examples import example_path
from guinet.train.checkpoints import Checkpoints
from guinet.train.runs import RunStore
from tests.end_to_end.commands import Capture, as_json, printed, refused


@pytest.fixture
def iris(tmp_path: Path) -> Path:
    return Path(shutil.copy(example_path("iris-mlp"), tmp_path / "iris.guinet"))


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
