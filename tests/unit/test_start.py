"""`start.py`: what it decides, without installing anything."""

from __future__ import annotations

import ast
import importlib.util
import os
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module, set to a copy of the files it reads in an empty folder, as root on a Linux with a display."""
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "stamp")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv("DISPLAY", ":0")
    return module


@pytest.fixture
def calls(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands the module would have run, all of them successful."""
    made: list[list[str]] = []

    def call(command: list[str]) -> int:
        made.append(command)
        return 0

    def run_quietly(command: list[str]) -> bool:
        return call(command) == 0

    monkeypatch.setattr(start, "call", call)
    monkeypatch.setattr(start, "run_quietly", run_quietly)
    monkeypatch.setattr(start, "loads", lambda library: True)
    return made


@pytest.fixture
def ready(start: ModuleType, calls: list[list[str]]) -> ModuleType:
    """The module in a folder where everything is set up already."""
    python = Path(start.in_venv("python"))
    python.parent.mkdir(parents=True)
    python.touch()
    start.STAMP.write_text(start.wanted_stamp())
    return start


def failing(command: list[str]) -> int:
    return 1


def test_it_needs_nothing_but_the_standard_library() -> None:
    tree = ast.parse((ROOT / "start.py").read_text(encoding="utf-8"))
    modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name.split(".")[0] for name in modules} <= set(sys.stdlib_module_names)


def test_an_older_python_can_read_it_far_enough_to_say_so() -> None:
    ast.parse((ROOT / "start.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_an_older_python_gets_a_sentence(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))

    assert start.main([]) == 2
    assert "needs Python 3.11 or newer" in capsys.readouterr().err


def test_the_first_run_installs_the_pinned_versions_and_the_second_does_nothing(
    start: ModuleType, calls: list[list[str]]
) -> None:
    Path(start.in_venv("python")).parent.mkdir(parents=True)
    Path(start.in_venv("python")).touch()

    start.set_up()
    installing = [command for command in calls if "install" in command]
    calls.clear()
    start.set_up()

    assert [command[-4:] for command in installing] == [
        ["-c", str(start.ROOT / "constraints.txt"), "-e", f"{start.ROOT}[test]"]
    ]
    assert calls == []


def test_what_would_be_compiled_at_every_start_is_compiled_once() -> None:
    """In the environment that these tests run in: `guinet`, and what PySide carries as an archive of text."""
    spec = importlib.util.find_spec("shiboken6")
    assert spec is not None
    assert spec.origin is not None
    unpacked = Path(spec.origin).parent / "files.dir" / "shibokensupport" / "signature" / "parser.py"
    if not (ROOT / ".venv" / "guinet-is-set-up").exists():
        pytest.skip("this environment was not made by start.py")
    assert Path(importlib.util.cache_from_source(str(unpacked))).exists()
    assert Path(importlib.util.cache_from_source(str(ROOT / "guinet" / "__main__.py"))).exists()


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_a_changed_requirement_is_installed_next_time(ready: ModuleType, calls: list[list[str]], name: str) -> None:
    with (ready.ROOT / name).open("a") as file:
        file.write("# changed\n")

    ready.set_up()

    assert any("install" in command for command in calls)


def test_an_environment_that_was_moved_is_not_taken_for_complete(
    ready: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ready, "ROOT", ready.ROOT.parent / "elsewhere")
    ready.ROOT.mkdir()
    for name in ("pyproject.toml", "constraints.txt"):
        (ready.ROOT / name).write_bytes((ROOT / name).read_bytes())

    assert not ready.is_set_up()


def test_a_failed_installation_stops_with_a_sentence_and_is_tried_again(
    start: ModuleType, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start, "call", failing)

    assert start.main(["check", "a.guinet"]) == 1
    assert "pip could not install GuiNet" in capsys.readouterr().err
    assert not start.is_set_up()


def test_a_python_without_venv_gets_its_own_sentence(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start, "run_quietly", lambda command: False)
    monkeypatch.setattr(start.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    assert start.main([]) == 1
    said = capsys.readouterr().err
    assert f"sudo apt-get install --yes --no-install-recommends python3.{sys.version_info.minor}-venv" in said
    assert "its venv module is not installed" in said


def test_a_user_without_rights_is_told_the_exact_line(
    ready: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(ready, "loads", lambda library: library not in ("libEGL.so.1", "libxcb-cursor.so.0"))

    assert ready.main([]) == 1
    said = capsys.readouterr().err
    assert "sudo apt-get install --yes --no-install-recommends libegl1 libxcb-cursor0\n" in said
    assert "start.py train FILE" in said


def test_root_gets_missing_libraries_by_apt(
    ready: ModuleType, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ready, "loads", lambda library: library != "libEGL.so.1")
    monkeypatch.setattr(ready.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.delenv("DEBIAN_FRONTEND", raising=False)

    ready.prepare_qt(required=True)

    assert [command[:2] for command in calls] == [["apt-get", "update"], ["apt-get", "install"]]
    assert [word for word in calls[1] if word.startswith("lib")] == ["libegl1"]


def test_other_systems_lack_no_libraries(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "loads", lambda library: False)
    monkeypatch.setattr(sys, "platform", "darwin")

    assert start.missing_packages(start.QT_LIBRARIES) == []
    assert start.has_display()


@pytest.fixture
def started(ready: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The arguments of each `guinet` the module would have become."""
    programs: list[list[str]] = []

    def guinet(arguments: list[str]) -> int:
        programs.append(arguments)
        return 0

    monkeypatch.setattr(ready, "guinet", guinet)
    return programs


@pytest.mark.parametrize("arguments", [[], ["net.guinet"], ["train", "net.guinet", "--epochs", "3"]])
def test_arguments_go_to_the_program(ready: ModuleType, started: list[list[str]], arguments: list[str]) -> None:
    assert ready.main(arguments) == 0
    assert started == [arguments]


def test_with_no_display_the_example_is_trained(
    ready: ModuleType, started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(ready, "train_example", lambda: 7)

    assert ready.main([]) == 7
    assert started == []


def test_a_missing_library_does_not_keep_anyone_from_training(
    ready: ModuleType, started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(ready, "loads", lambda library: False)

    assert ready.main(["train", "net.guinet"]) == 0
    assert started == [["train", "net.guinet"]]


def test_the_tests_fail_when_one_check_fails_and_all_are_run(
    ready: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made: list[str] = []

    class Done:
        def __init__(self, command: list[str], **_: object) -> None:
            made.append(command[2])
            self.returncode = 1 if command[2] == "mypy" else 0

    monkeypatch.setattr(ready.subprocess, "run", Done)

    assert ready.main(["test"]) == 1
    assert made == ["ruff", "ruff", "mypy", "pytest"]
    assert "failed: mypy" in capsys.readouterr().out


def test_the_pinned_versions_serve_users_with_and_without_cuda() -> None:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pins = [line.lower() for line in lines if not line.startswith("#")]

    assert any(line.startswith("torch==") for line in pins)
    for word in ("nvidia", "cuda-", "triton", "+cpu", "+cu", "file:"):
        assert not any(word in line for line in pins)


def test_everything_that_is_asked_for_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pinned = {plain(line.split("==")[0]) for line in lines if "==" in line}

    assert {plain(name) for name in asked} <= pinned


def plain(requirement: str) -> str:
    """A requirement's name alone, as pip compares names."""
    name = requirement
    for sign in "<>=!~[; ":
        name = name.split(sign)[0]
    return name.lower().replace("_", "-")
