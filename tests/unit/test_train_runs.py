"""The record of runs: what is kept, what is seen of a run whose process died, and damaged records."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from array import array
from pathlib import Path

import pytest

from guinet.core.problems import GuinetError, NotAllowed, Unreadable
from guinet.train.runs import SCHEMA_VERSION, Epoch, RunStore, Start

START = Start(
    epochs=3,
    steps_per_epoch=2,
    seed=7,
    device="cpu",
    threads=1,
    settings={"optimizer": "torch.optim.Adam", "optimizer.lr": 0.01},
    source="class Net: ...",
    project="{}",
    versions={"torch": "2.13.0"},
)


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "net.runs")


def test_reading_a_folder_that_is_not_there_creates_nothing(store: RunStore) -> None:
    assert store.list() == ()
    assert store.list() == ()
    assert store.get("1") is None
    assert not store.folder.exists()


def test_a_run_comes_back_as_it_began(store: RunStore) -> None:
    run = store.begin(START)

    found = RunStore(store.folder).get(run)

    assert found is not None
    assert found.start == START
    assert (found.state, found.epoch, found.step, found.ended) == ("running", 0, 0, None)


def test_losses_are_kept_to_the_last_bit_in_order(store: RunStore) -> None:
    run = store.begin(START)
    losses = array("d", [0.1, 1 / 3, 2.0**-1074, 1e300])

    store.add(run, 1, losses[:3])
    store.add(run, 4, losses[3:], (Epoch(1, 2, {"loss": 0.25, "accuracy": 0.5}),))

    assert store.losses(run) == losses
    assert store.epochs(run) == (Epoch(1, 2, {"loss": 0.25, "accuracy": 0.5}),)
    found = store.get(run)
    assert found is not None
    assert (found.step, found.epoch) == (4, 1)


def test_the_end_of_a_run_is_kept(store: RunStore) -> None:
    run = store.begin(START)

    store.end(run, "completed", {"test_accuracy": 0.97})

    found = store.get(run)
    assert found is not None
    assert (found.state, found.metrics) == ("completed", {"test_accuracy": 0.97})
    assert found.ended is not None
    assert found.ended >= found.started


def test_the_newest_run_comes_first(store: RunStore) -> None:
    first, second = store.begin(START), store.begin(START)

    assert [run.id for run in store.list()] == [second, first]
    (latest, *_) = store.list()
    assert latest is not None
    assert latest.id == second


@pytest.mark.parametrize("name", ["", "9", "-1", "x", "1.0", "٣", "9" * 30])
def test_a_run_that_is_not_there(store: RunStore, name: str) -> None:
    store.begin(START)

    assert store.get(name) is None


def test_going_on_forgets_what_will_come_again(store: RunStore) -> None:
    run = store.begin(START)
    store.add(run, 1, array("d", [1.0, 2.0]), (Epoch(1, 2, {"loss": 1.5}),))
    store.add(run, 3, array("d", [3.0, 4.0]), (Epoch(2, 4, {"loss": 3.5}),))
    store.end(run, "stopped")

    store.go_on(run, epoch=1, step=3, epochs=5)

    assert store.losses(run) == array("d", [1.0, 2.0, 3.0])
    assert store.epochs(run) == (Epoch(1, 2, {"loss": 1.5}),)
    found = store.get(run)
    assert found is not None
    assert (found.state, found.step, found.epoch, found.start.epochs, found.ended) == ("running", 3, 1, 5, None)


def test_of_two_that_go_on_with_a_run_the_second_is_refused(store: RunStore, tmp_path: Path) -> None:
    run = store.begin(START)
    store.add(run, 1, array("d", [1.0, 2.0]))
    store.end(run, "stopped")
    other = RunStore(store.folder)
    store.go_on(run, epoch=0, step=2, epochs=5)

    with pytest.raises(GuinetError, match=f"Run {run} is still running: stop it first"):
        other.go_on(run, epoch=0, step=0, epochs=5)
    other.close()
    assert store.losses(run) == array("d", [1.0, 2.0])


def test_a_run_whose_process_died_is_interrupted_at_its_last_step(store: RunStore) -> None:
    script = (
        "import sys; from array import array; from pathlib import Path\n"
        "from guinet.train.runs import RunStore, Start\n"
        "store = RunStore(Path(sys.argv[1]))\n"
        "run = store.begin(Start(3, 2, 0, 'cpu', 1))\n"
        "store.add(run, 1, array('d', [1.0, 2.0, 3.0]))\n"
    )
    subprocess.run([sys.executable, "-c", script, str(store.folder)], check=True, timeout=60)

    (run, *_) = store.list()

    assert run is not None
    assert (run.state, run.message) == ("interrupted", "interrupted at step 3")


def test_reading_a_record_loads_no_torch(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from guinet.train import control, events, record\n"
        "from guinet.train.runs import RunStore\n"
        "RunStore(Path(sys.argv[1])).list()\n"
        "assert 'torch' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=True, timeout=60)


def test_a_record_of_a_newer_version_is_refused(store: RunStore) -> None:
    store.begin(START)
    store.close()
    with sqlite3.connect(store.folder / "runs.sqlite") as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()

    with pytest.raises(NotAllowed, match="newer GuiNet"):
        RunStore(store.folder).list()


def test_a_file_that_is_no_record_is_refused(store: RunStore) -> None:
    store.folder.mkdir()
    (store.folder / "runs.sqlite").write_bytes(b"not a database at all" * 100)

    with pytest.raises(Unreadable, match=r"runs\.sqlite cannot be read \(it is damaged\): move it away"):
        store.list()


@pytest.mark.parametrize(
    ("pragma", "words"),
    [("max_page_count = 1", "the disk is full"), ("query_only = ON", "the file is read-only")],
    ids=["full", "read-only"],
)
def test_what_sqlite_says_in_english_is_said_in_words(store: RunStore, pragma: str, words: str) -> None:
    run = store.begin(START)
    assert store._connection is not None
    store._connection.execute(f"PRAGMA {pragma}")

    with pytest.raises(GuinetError, match=rf"net\.runs cannot be written \({words}\)"):
        store.add(run, 1, array("d", [0.5] * 100_000))


def test_a_record_another_program_writes_to_is_told(store: RunStore) -> None:
    run = store.begin(START)
    assert store._connection is not None
    store._connection.execute("PRAGMA busy_timeout = 0")
    other = sqlite3.connect(store.folder / "runs.sqlite")
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(GuinetError, match=r"cannot be written \(another program is writing to it\)"):
        store.add(run, 1, array("d", [0.5]))
    other.close()


def test_a_record_that_was_removed_is_not_written_on_and_a_new_one_is_begun(store: RunStore) -> None:
    run = store.begin(START)
    shutil.rmtree(store.folder)

    with pytest.raises(GuinetError, match="No such file or directory"):
        store.add(run, 1, array("d", [0.5]))
    assert store.list() == ()
    assert store.begin(START) == "1"
    store.add("1", 1, array("d", [0.25]))
    assert list(store.losses("1")) == [0.25]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(GuinetError, match="another folder"):
        RunStore(tmp_path / "file" / "net.runs").begin(START)


def test_a_file_where_the_runs_should_be_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "net.runs").write_text("", encoding="utf-8")

    with pytest.raises(GuinetError, match=r"net\.runs cannot be written \(File exists\): choose another folder"):
        RunStore(tmp_path / "net.runs").begin(START)
