"""What a killed program left behind is offered again; what was saved or closed is not; damage costs the least."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from guinet.core.changes import AddBlock, SetNotes, SetTraining
from guinet.core.graph import BlockData, Node
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.storage import files, recorder
from guinet.storage.journal import Chain
from guinet.storage.recorder import _snapshot
from guinet.storage.recovery import RecoveryLog, pending


@pytest.fixture
def project() -> Project:
    project = Project(REGISTRY, [BlockData("main", "Net", (Node("a", "guinet.Input", "x", {"shape": (1, 28, 28)}),))])
    project.training["epochs"] = 3
    project.extra = {"example": {"rows": ["J1"]}}
    return project


def crash(log: RecoveryLog) -> Path:
    """Ends a log as a killed process does: the system closes its file, nobody removes it."""
    log._stop_listening()
    os.close(log._descriptor)
    assert log.path is not None
    return log.path


def recovered(place: Path | None = None) -> Project:
    (found,) = pending(place)
    assert found.project is not None
    return found.project


def test_the_work_of_a_crash_is_offered(project: Project) -> None:
    log = RecoveryLog.start(project)
    relu = project.main.add("torch.nn.ReLU", name="relu")
    project.main.connect(project.main.node("x")["output"], relu["input"])
    project.run("Blocks", [AddBlock(BlockData("b", "Part")), SetNotes("größer")])
    project.undo()
    project.redo()
    before = time.time()
    path = crash(log)

    (found,) = pending()

    assert (found.log, found.title, found.path, found.error, found.whole) == (path, "", None, None, True)
    assert abs(found.time - before) < 60
    assert found.project is not None
    assert files.dumps(found.project) == files.dumps(project)
    assert found.project.extra == project.extra
    assert found.project.history.is_modified
    found.discard()
    assert pending() == []


def test_the_recovered_steps_can_be_undone(project: Project) -> None:
    log = RecoveryLog.start(project)
    project.run("One", [SetNotes("1")])
    project.run("Two", [SetNotes("2")])
    crash(log)

    again = recovered()

    assert again.history.labels == ("One", "Two")
    again.undo()
    assert again.notes == "1"


def test_what_was_one_step_is_one_step_again(project: Project) -> None:
    """A number typed digit by digit, a pause, the number typed on; then the same in another field."""
    log = RecoveryLog.start(project)
    for text in ("1", "12", "128"):
        project.run("Set notes", [SetNotes(text)], merge="notes")
    project.history.seal()
    project.run("Set notes", [SetNotes("1280")], merge="notes")
    for epochs in (4, 42):
        project.run("Set epochs", [SetTraining("epochs", epochs)], merge="epochs")
    crash(log)

    again = recovered()

    assert again.history.labels == project.history.labels == ("Set notes", "Set notes", "Set epochs")
    again.undo()
    again.undo()
    assert (again.notes, again.training["epochs"]) == ("128", 3)
    again.undo()
    assert again.notes == ""


def test_a_log_that_does_not_say_what_was_merged_is_read(project: Project) -> None:
    log = RecoveryLog.start(project)
    path = crash(log)
    chain = Chain()
    records = [
        _snapshot(project),
        *({"label": "Set notes", "changes": (SetNotes(text),)} for text in ("1", "12")),
    ]
    path.write_bytes(b"".join(map(chain.line, records)))

    again = recovered()

    assert (again.notes, again.history.labels) == ("12", ("Set notes", "Set notes"))


def test_a_log_is_private_and_in_the_users_folder(project: Project, user_folders: Path) -> None:
    log = RecoveryLog.start(project)
    assert log.path is not None

    assert log.path.parent == user_folders / "guinet" / "recovery"
    assert log.path.stat().st_mode & 0o077 == 0
    assert log.path.parent.stat().st_mode & 0o077 == 0
    log.close()


def test_without_an_own_folder_the_system_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GUINET_HOME")

    assert recorder.folder().parts[-2:] == ("guinet", "recovery")


def test_a_living_program_keeps_its_log(project: Project) -> None:
    log = RecoveryLog.start(project)
    project.run("Note", [SetNotes("x")])

    assert pending() == []
    assert log.path is not None
    assert log.path.exists()
    log.close()


def test_closing_leaves_nothing_and_records_nothing_more(project: Project) -> None:
    log = RecoveryLog.start(project)
    place = log.place
    log.close()
    project.run("Note", [SetNotes("x")])

    assert list(place.iterdir()) == []


def test_what_was_opened_and_not_edited_is_not_offered(project: Project) -> None:
    crash(RecoveryLog.start(project))

    assert pending() == []
    assert list(recorder.folder().iterdir()) == []


def test_what_was_saved_last_is_not_offered(project: Project, tmp_path: Path) -> None:
    log = RecoveryLog.start(project)
    project.run("Note", [SetNotes("x")])
    files.save(project, tmp_path / "net.guinet")
    log.mark_saved()
    crash(log)

    assert pending() == []


def test_what_was_edited_after_the_save_is_offered_under_its_name(project: Project, tmp_path: Path) -> None:
    log = RecoveryLog.start(project)
    project.run("Note", [SetNotes("x")])
    files.save(project, tmp_path / "net.guinet")
    log.mark_saved()
    project.run("Note", [SetNotes("y")])
    crash(log)

    (found,) = pending()

    assert (found.title, found.path) == ("net", tmp_path / "net.guinet")
    assert found.project is not None
    assert (found.project.notes, found.project.path) == ("y", tmp_path / "net.guinet")


def test_recovered_work_that_crashes_again_is_offered_again(project: Project) -> None:
    first = RecoveryLog.start(project)
    project.run("Note", [SetNotes("x")])
    crash(first)

    (found,) = pending()
    assert found.project is not None
    second = RecoveryLog.start(found.project)
    found.discard()
    crash(second)

    again = recovered()
    assert again.notes == "x"
    assert again.history.labels == ()
    assert again.history.is_modified


def test_each_project_has_its_own_log_the_latest_first(project: Project) -> None:
    for number in range(3):
        log = RecoveryLog.start(project)
        project.run("Note", [SetNotes(str(number))])
        os.utime(crash(log), (number, number))

    assert [found.project.notes for found in pending() if found.project] == ["2", "1", "0"]


@pytest.mark.parametrize("cut", [1, 5, 30])
def test_a_cut_off_end_costs_the_last_command(project: Project, cut: int) -> None:
    log = RecoveryLog.start(project)
    for text in ("first", "second"):
        project.run("Note", [SetNotes(text)])
    path = crash(log)
    path.write_bytes(path.read_bytes()[:-cut])

    (found,) = pending()

    assert found.project is not None
    assert (found.project.notes, found.whole) == ("first", False)


def test_a_flipped_bit_in_the_middle_ends_the_log_there(project: Project) -> None:
    log = RecoveryLog.start(project)
    for text in ("first", "second", "third"):
        project.run("Note", [SetNotes(text)])
    path = crash(log)
    path.write_bytes(path.read_bytes().replace(b"second", b"sekond"))

    (found,) = pending()

    assert found.project is not None
    assert (found.project.notes, found.whole) == ("first", False)


def test_a_lost_line_is_noticed(project: Project) -> None:
    log = RecoveryLog.start(project)
    for text in ("first", "second", "third"):
        project.run("Note", [SetNotes(text)])
    path = crash(log)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:2] + lines[3:]))

    assert recovered().notes == "first"


@pytest.mark.parametrize("head", [b"", b"\0" * 100, b"00000000 {}\n", b"rubbish\n", b"\xff\xfe\n"], ids=repr)
def test_a_damaged_beginning_is_set_aside_and_told(project: Project, head: bytes) -> None:
    log = RecoveryLog.start(project)
    project.run("Note", [SetNotes("x")])
    path = crash(log)
    path.write_bytes(head + path.read_bytes()[20:])

    (found,) = pending()

    assert found.project is None
    assert str(found.error) == (
        f"A recovery log is damaged and was set aside as {path.with_suffix('.corrupt')}: what it recorded is lost, "
        "open the last saved file."
    )
    assert path.with_suffix(".corrupt").exists()
    assert pending() == []


def test_a_damaged_log_does_not_hide_the_others(project: Project) -> None:
    paths = []
    for text in ("good", "bad"):
        log = RecoveryLog.start(project)
        project.run("Note", [SetNotes(text)])
        paths.append(crash(log))
    paths[-1].write_bytes(b"rubbish")

    assert sorted(found.project.notes if found.project else "damaged" for found in pending()) == ["damaged", "good"]


def test_a_log_that_is_just_being_made_is_left_to_its_program() -> None:
    place = recorder.folder()
    place.mkdir(parents=True)
    (place / "x-0001.recovery").touch()

    assert pending() == []
    assert (place / "x-0001.recovery").exists()


def test_no_folder_is_nothing_to_recover(tmp_path: Path) -> None:
    assert pending(tmp_path / "nowhere") == []


def test_a_long_log_starts_anew(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "LONGEST", 500)
    log = RecoveryLog.start(project)
    assert log.path is not None
    first = log.path
    for number in range(200):
        project.run("Note", [SetNotes(f"note {number}")])

    assert log.path != first
    assert list(log.place.iterdir()) == [log.path]
    assert log.path.stat().st_size < 10_000
    crash(log)
    assert recovered().notes == "note 199"


def test_a_crash_between_two_snapshots_leaves_the_readable_one(project: Project) -> None:
    log = RecoveryLog.start(project)
    project.run("Note", [SetNotes("x")])
    path = crash(log)
    half = path.with_name(path.name.replace("-0001", "-0002"))
    half.write_bytes(path.read_bytes()[:50])

    assert recovered().notes == "x"
    assert not half.exists()


def test_an_old_snapshot_that_was_not_removed_is_not_offered_twice(project: Project) -> None:
    log = RecoveryLog.start(project)
    project.run("Note", [SetNotes("new")])
    path = crash(log)
    newer = path.with_name(path.name.replace("-0001", "-0002"))
    newer.write_bytes(path.read_bytes())

    (found,) = pending()

    assert found.log == newer
    assert not path.exists()


@pytest.mark.expected_log("Changes are not being recorded for recovery .the disk is full.: save often")
def test_a_full_disk_never_stops_the_editing_and_recording_goes_on_after(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = RecoveryLog.start(project)
    project.run("Note", [SetNotes("before")])
    write = os.write

    def full(descriptor: int, data: bytes) -> int:
        if len(data) > 4:
            return write(descriptor, data[:4])  # half a line gets onto the disk
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        project.run("Note", [SetNotes("while full")])
        project.run("Note", [SetNotes("still full")])
    assert project.notes == "still full"
    assert str(log.failure) == "the disk is full"

    project.run("Note", [SetNotes("after")])
    assert log.failure is None
    crash(log)
    assert recovered().notes == "after"


@pytest.mark.expected_log("Changes are not being recorded for recovery")
def test_a_folder_that_cannot_be_made_never_stops_the_start(project: Project, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    log = RecoveryLog.start(project, tmp_path / "file" / "recovery")
    project.run("Note", [SetNotes("x")])

    assert log.failure
    assert log.path is None
    log.close()


KILLED_WHILE_EDITING = """
import sys
from guinet.core.changes import SetNotes
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.storage.recovery import RecoveryLog
project = Project(REGISTRY)
log = RecoveryLog.start(project)
for number in range(10**9):
    project.run("Note", [SetNotes(str(number))])
    print(number, flush=True)
"""

KILLED_WHILE_SAVING = """
import sys
from pathlib import Path
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.storage import files
projects = []
for fill in ("a", "b"):
    project = Project(REGISTRY)
    project.notes = fill * 200_000
    projects.append(project)
while True:
    for project in projects:
        files.save(project, Path(sys.argv[1]))
        print("saved", flush=True)
"""


def test_kill_9_while_editing_loses_at_most_the_last_command() -> None:
    with subprocess.Popen([sys.executable, "-c", KILLED_WHILE_EDITING], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(50)]
        assert pending() == []  # it lives
        process.kill()
        told += process.stdout.readlines()

    last = int([line for line in told if line.endswith("\n")][-1])
    assert int(recovered().notes) in (last, last + 1)


def test_kill_9_while_saving_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "net.guinet"
    files.save(Project(REGISTRY), path)
    seen = set()
    for round in range(6):
        with subprocess.Popen(
            [sys.executable, "-c", KILLED_WHILE_SAVING, str(path)], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            for _ in range(1 + 3 * round):
                assert process.stdout.readline() == "saved\n"
            time.sleep(0.002 * round)  # at another moment of a save each time
            process.kill()
        notes = files.load(path).notes
        assert len(notes) in (0, 200_000)
        assert len(set(notes)) <= 1
        seen.add(notes[:1])

    assert seen & {"a", "b"}, "no save was ever finished: this test has shown nothing"
