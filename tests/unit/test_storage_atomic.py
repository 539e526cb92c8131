"""Saving on a full disk, on read-only files, and over links: the old file is whole and the error says so."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from guinet.core.problems import GuinetError
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.storage import atomic, files
from guinet.storage.problems import SaveFailed

OLD = b"what was there"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "net.guinet"
    path.write_bytes(OLD)
    return path


def assert_untouched(path: Path) -> None:
    assert path.read_bytes() == OLD
    assert os.listdir(path.parent) == [path.name]


def full_disk(room: int) -> Callable[[int, bytes | memoryview], int]:
    """An `os.write` onto a disk with so many bytes left: short writes first, then the error."""
    write, left = os.write, room

    def limited(descriptor: int, data: bytes | memoryview) -> int:
        nonlocal left
        if not left:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = write(descriptor, data[: min(left, 3)])
        left -= written
        return written

    return limited


def test_a_file_is_written_and_replaced(path: Path) -> None:
    atomic.write(path, b"new")
    assert path.read_bytes() == b"new"
    atomic.write(path.with_name("other"), b"first")
    assert sorted(os.listdir(path.parent)) == ["net.guinet", "other"]


def test_short_writes_are_carried_on(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "write", full_disk(1000))

    atomic.write(path, b"x" * 100)

    assert path.read_bytes() == b"x" * 100


@pytest.mark.parametrize("room", [0, 1, 50, 99])
def test_a_full_disk_leaves_the_old_file(path: Path, room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "write", full_disk(room))

    with pytest.raises(SaveFailed) as caught:
        atomic.write(path, b"x" * 100)

    assert str(caught.value) == (
        f"{path} could not be saved (the disk is full): what was there is untouched, save it elsewhere."
    )
    assert caught.value.exit_code == 1
    assert_untouched(path)


def test_a_disk_that_takes_nothing_without_saying_so_does_not_hang(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "write", lambda descriptor, data: 0)

    with pytest.raises(SaveFailed, match="the disk is full"):
        atomic.write(path, b"new")
    assert_untouched(path)


@pytest.mark.parametrize("call", ["fsync", "replace", "open"])
def test_a_drive_that_goes_away_leaves_the_old_file(path: Path, call: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*arguments: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, call, gone)
    with pytest.raises(SaveFailed, match=r"could not be saved \(Input/output error\)"):
        atomic.write(path, b"new")
    monkeypatch.undo()
    assert_untouched(path)


def test_a_folder_that_cannot_be_forced_to_disk_does_not_undo_a_save(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync

    def files_only(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", files_only)

    atomic.write(path, b"new")

    assert path.read_bytes() == b"new"


def test_the_data_is_on_the_disk_before_the_name_points_to_it_and_the_name_afterwards(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    fsync, replace = os.fsync, os.replace

    def noted_fsync(descriptor: int) -> None:
        calls.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "fsync")
        fsync(descriptor)

    def noted_replace(source: Path, target: Path) -> None:
        calls.append("replace")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "replace", noted_replace)

    atomic.write(path, b"new")

    assert calls == ["fsync", "replace", *(["folder"] if os.name == "posix" else [])]


def test_a_read_only_file_is_left(path: Path) -> None:
    path.chmod(0o444)

    with pytest.raises(SaveFailed, match="the file is read-only"):
        atomic.write(path, b"new")
    assert_untouched(path)


def test_a_folder_or_a_missing_folder_is_no_place(tmp_path: Path) -> None:
    with pytest.raises(SaveFailed, match="Is a directory"):
        atomic.write(tmp_path, b"new")
    with pytest.raises(SaveFailed, match="No such file or directory"):
        atomic.write(tmp_path / "missing" / "net.guinet", b"new")


def test_permissions_are_kept(path: Path) -> None:
    path.chmod(0o640)

    atomic.write(path, b"new")

    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_new_file_gets_the_usual_permissions(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()

    atomic.write(tmp_path / "new", b"new")

    assert (tmp_path / "new").stat().st_mode == plain.stat().st_mode


def test_a_link_stays_a_link(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.guinet"
    link.symlink_to(path)

    atomic.write(link, b"new")

    assert link.is_symlink()
    assert path.read_bytes() == b"new"


def test_what_killed_saves_left_goes_and_what_others_write_stays(path: Path) -> None:
    old, young, other = (
        path.with_name(name) for name in (".net.guinet.1.saving", ".net.guinet.2.saving", ".x.1.saving")
    )
    for left in (old, young, other):
        left.touch()
    os.utime(old, (0, time.time() - 7200))
    os.utime(other, (0, 0))

    atomic.write(path, b"new")

    assert (old.exists(), young.exists(), other.exists()) == (False, True, True)


def test_a_name_with_stars_is_a_name(tmp_path: Path) -> None:
    other = tmp_path / ".net.guinet.1.saving"
    other.touch()
    os.utime(other, (0, 0))

    atomic.write(tmp_path / "*[a]", b"new")

    assert (tmp_path / "*[a]").read_bytes() == b"new"
    assert other.exists()


def test_a_failed_save_leaves_the_project_modified_and_where_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Project(REGISTRY, path=path.with_name("home.guinet"))
    project.main.add("torch.nn.ReLU")
    monkeypatch.setattr(os, "write", full_disk(5))

    with pytest.raises(GuinetError, match="the disk is full"):
        files.save(project, path)

    assert project.history.is_modified
    assert project.path == path.with_name("home.guinet")
    assert_untouched(path)


def test_what_a_block_writes_takes_the_place_of_the_file_when_it_ends_well(path: Path) -> None:
    with atomic.replacing(path) as temporary:
        temporary.write_text("new", encoding="utf-8")
        assert path.read_bytes() == OLD
    assert path.read_text(encoding="utf-8") == "new"

    with suppress(ZeroDivisionError), atomic.replacing(path) as temporary:
        temporary.write_text("newer", encoding="utf-8")
        raise ZeroDivisionError
    assert path.read_text(encoding="utf-8") == "new"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full"),
        (OSError("I/O error: No space left on device (os error 28)"), "the disk is full"),
        (OSError(errno.EIO, "Input/output error"), "Input/output error"),
        (OSError("Error while serializing"), "Error while serializing"),
        (OSError(), "OSError"),
    ],
)
def test_reasons_in_words(error: OSError, words: str) -> None:
    assert str(atomic.reason(error)) == words
