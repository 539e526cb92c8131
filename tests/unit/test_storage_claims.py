"""Who opens a file second is told so: in one program, in two, and after one was killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from guinet.storage.claims import Claim

HOLDER = """
import sys
from pathlib import Path
from guinet.storage.claims import Claim
print(Claim(Path(sys.argv[1]), Path(sys.argv[2])).first, flush=True)
sys.stdin.read()
"""


def test_the_second_on_a_file_is_not_first_until_the_first_lets_go(tmp_path: Path) -> None:
    file, place = tmp_path / "net.guinet", tmp_path / "state"
    one, other, elsewhere = Claim(file, place), Claim(file, place), Claim(tmp_path / "b.guinet", place)
    assert (one.first, other.first, elsewhere.first) == (True, False, True)
    other.release()
    assert not Claim(file, place).first
    one.release()
    one.release()
    assert Claim(file, place).first


@pytest.mark.skipif(sys.platform == "win32", reason="links as here are of Unix")
def test_a_link_to_a_file_is_that_file(tmp_path: Path) -> None:
    file, link = tmp_path / "net.guinet", tmp_path / "link.guinet"
    file.write_text("{}")
    link.symlink_to(file)
    held = Claim(file, tmp_path)
    assert held.first
    assert not Claim(link, tmp_path).first


def test_what_another_program_holds_is_free_when_it_is_killed(tmp_path: Path) -> None:
    file, place = tmp_path / "net.guinet", tmp_path / "state"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(file), str(place)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        second = Claim(file, place)
        assert not second.first
        second.release()
        holder.kill()
    assert Claim(file, place).first


def test_where_nothing_can_be_written_all_are_first(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    one, other = Claim(tmp_path / "net.guinet", blocked), Claim(tmp_path / "net.guinet", blocked)
    assert (one.first, other.first) == (True, True)
    one.release()
    other.release()
