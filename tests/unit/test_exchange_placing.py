"""Names of exported files, and how they are put in their places."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from guinet.compile.source import HEADER
from guinet.core.problems import Misuse
from guinet.exchange.companion import companion_name, hides_a_module, is_importable, quoted
from guinet.exchange.placing import place, refuse_hiding
from guinet.storage.workplace import PREFIX, remove_leftovers, workplace


@pytest.mark.parametrize(
    ("name", "companion"),
    [
        ("digits-cnn.pt", "digits_cnn.py"),
        ("my model.pt", "my_model.py"),
        ("3rd.pt", "_3rd.py"),
        ("class.pt", "class_model.py"),
        ("torch.pt", "torch_model.py"),
        ("random.safetensors", "random_model.py"),
        ("netz-größe.pt", "netz_gr__e.py"),
        ("v1.2.pt", "v1_2.py"),
    ],
)
def test_the_source_beside_a_file_has_a_name_python_can_import(name: str, companion: str) -> None:
    assert companion_name(name) == companion
    assert is_importable(companion.removesuffix(".py"))
    assert not hides_a_module(companion.removesuffix(".py"))


@pytest.mark.parametrize("name", ["net.pt", 'a "good" net.pt', "back\\slash.pt", "tab\t.pt", "it's.pt"])
def test_a_quoted_name_is_the_name_in_python(name: str) -> None:
    assert eval(quoted(name)) == name


def test_a_plain_name_stands_in_double_quotes() -> None:
    assert quoted("it's my net.pt") == '"it\'s my net.pt"'


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A folder with a finished file and the source beside it."""
    folder = tmp_path / f"{PREFIX}x"
    folder.mkdir(mode=0o700)
    (folder / "net.pt").write_bytes(b"new weights")
    (folder / "net.pt").chmod(0o600)
    (folder / "net.py").write_text(f"{HEADER}\nnew source")
    return folder


NAMES = ["net.pt", "net.py"]


def test_all_files_are_put_in_place_with_the_usual_permissions(made: Path, tmp_path: Path) -> None:
    place(made, NAMES, tmp_path / "net.pt")

    plain = tmp_path / "plain"
    plain.touch()
    assert (tmp_path / "net.pt").read_bytes() == b"new weights"
    assert (tmp_path / "net.py").read_text().endswith("new source")
    assert (tmp_path / "net.pt").stat().st_mode == plain.stat().st_mode


def test_another_file_of_the_companions_name_stays(made: Path, tmp_path: Path) -> None:
    (tmp_path / "net.py").write_text("someone's own")

    with pytest.raises(Misuse, match=r"net.py is there already and is something else"):
        place(made, NAMES, tmp_path / "net.pt")
    assert (tmp_path / "net.py").read_text() == "someone's own"
    assert not (tmp_path / "net.pt").exists()


def test_a_pair_that_is_exported_again_is_replaced_as_a_pair(made: Path, tmp_path: Path) -> None:
    (tmp_path / "net.pt").write_bytes(b"old weights")
    (tmp_path / "net.py").write_text(f"{HEADER}\nold source")
    place(made, NAMES, tmp_path / "net.pt")

    assert (tmp_path / "net.pt").read_bytes() == b"new weights"
    assert (tmp_path / "net.py").read_text().endswith("new source")


def test_generated_source_of_another_export_stays(made: Path, tmp_path: Path) -> None:
    (tmp_path / "net.py").write_text(f"{HEADER}\nof net.safetensors")

    with pytest.raises(Misuse):
        place(made, NAMES, tmp_path / "net.pt")


@pytest.mark.parametrize("before", [None, b"old weights"])
def test_when_a_file_cannot_be_put_there_all_is_as_it_was(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: bytes | None
) -> None:
    if before is not None:
        (tmp_path / "net.pt").write_bytes(before)
        (tmp_path / "net.py").write_text(f"{HEADER}\nold source")
    there = {path.name: path.read_bytes() for path in tmp_path.glob("net.*")}
    replace = Path.replace

    def fail(self: Path, target: Path) -> Path:
        if target.name == "net.pt":
            raise PermissionError(13, "Permission denied")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(PermissionError):
        place(made, NAMES, tmp_path / "net.pt")
    assert {path.name: path.read_bytes() for path in tmp_path.glob("net.*")} == there


def test_a_file_beside_that_is_the_same_is_left_alone(made: Path, tmp_path: Path) -> None:
    (tmp_path / "net.py").write_bytes((made / "net.py").read_bytes())
    os.utime(tmp_path / "net.py", (1, 1))
    place(made, NAMES, tmp_path / "net.pt")

    assert (tmp_path / "net.py").stat().st_mtime == 1


@pytest.mark.parametrize("links", [True, False])
def test_a_full_disk_does_not_keep_the_old_files_from_coming_back(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    """The old files are kept before anything is replaced; taking them back writes nothing."""
    old = {"net.pt": b"old weights", "net.py": f"{HEADER}\nold source".encode()}
    for name, content in old.items():
        (tmp_path / name).write_bytes(content)
    replace = Path.replace

    def no_links(*arguments: object, **options: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    def full(self: Path, target: Path) -> Path:
        if target.name == "net.py":
            return replace(self, target)
        monkeypatch.setattr(Path, "write_bytes", no_room)
        monkeypatch.setattr(shutil, "copy2", no_room)
        raise OSError(28, "No space left on device")

    def no_room(*arguments: object, **options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    if not links:
        monkeypatch.setattr(os, "link", no_links)
    with pytest.raises(OSError, match="No space left"):
        place(made, NAMES, tmp_path / "net.pt")
    assert {path.name: path.read_bytes() for path in tmp_path.glob("net.*")} == old


def test_a_script_that_would_hide_a_module_is_refused(tmp_path: Path) -> None:
    refuse_hiding(tmp_path / "net.py")
    refuse_hiding(tmp_path / "json.pt")
    with pytest.raises(Misuse, match="would hide the module json"):
        refuse_hiding(tmp_path / "json.py")


def test_what_a_killed_export_left_is_removed_once_it_is_old(tmp_path: Path) -> None:
    old, young, other = tmp_path / f"{PREFIX}a", tmp_path / f"{PREFIX}b", tmp_path / "other"
    for folder in (old, young, other):
        folder.mkdir()
        (folder / "file").touch()
    os.utime(old, (time.time() - 7200,) * 2)
    os.utime(other, (time.time() - 7200,) * 2)
    remove_leftovers(tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == [young.name, "other"]


KILLED_WHILE_EXPORTING = """
import sys, time
from pathlib import Path
from guinet.storage.workplace import workplace
with workplace(Path(sys.argv[1])) as folder:
    (folder / "net.pt").touch()
    print(folder, flush=True)
    time.sleep(60)
"""


def test_what_a_killed_export_left_is_removed_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = [sys.executable, "-c", KILLED_WHILE_EXPORTING, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        remove_leftovers(tmp_path)
        assert folder.exists()  # it lives
        process.kill()
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(socket, "gethostname", lambda: "another")
        remove_leftovers(tmp_path)
    assert folder.exists()
    remove_leftovers(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_the_folder_in_which_an_export_is_made_is_private_and_goes(tmp_path: Path) -> None:
    with workplace(tmp_path) as folder:
        (folder / "net.pt").touch()
        assert folder.parent == tmp_path
        assert folder.name.startswith(PREFIX)
        assert os.name == "nt" or folder.stat().st_mode & 0o777 == 0o700

    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_while_the_folder_is_removed_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*arguments: object, **options: object) -> None:
        monkeypatch.undo()
        raise KeyboardInterrupt

    monkeypatch.setattr(shutil, "rmtree", interrupted)
    with pytest.raises(KeyboardInterrupt), workplace(tmp_path) as folder:
        (folder / "net.pt").touch()

    assert list(tmp_path.iterdir()) == []
