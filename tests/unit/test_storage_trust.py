"""Code written by hand runs only where its very text was trusted."""

from __future__ import annotations

from pathlib import Path

import pytest

from guinet.core.changes import SetCode
from guinet.core.problems import NotAllowed
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.storage import files, trust

TEXT = "def f(x):\n    return x\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GUINET_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def project_with(text: str) -> Project:
    project = Project(REGISTRY)
    project.run("code", [SetCode("f", text)])
    return project


def test_a_project_without_code_needs_no_trust() -> None:
    trust.require(Project(REGISTRY))


def test_code_is_refused_until_it_is_trusted_and_again_when_it_changed() -> None:
    with pytest.raises(NotAllowed, match=r"not trusted on this machine \(f\)"):
        trust.require(project_with(TEXT))

    trust.trust([TEXT])

    trust.require(project_with(TEXT))
    with pytest.raises(NotAllowed):
        trust.require(project_with(TEXT + "# changed elsewhere"))


def test_trust_lies_outside_the_project_file(tmp_path: Path) -> None:
    project = project_with(TEXT)
    trust.trust([TEXT])
    files.save(project, tmp_path / "net.guinet")

    trust.require(files.load(tmp_path / "net.guinet"))
    (tmp_path / "home" / "trusted-code").unlink()
    with pytest.raises(NotAllowed):
        trust.require(files.load(tmp_path / "net.guinet"))


def test_each_text_is_trusted_for_itself() -> None:
    trust.trust([TEXT])

    assert trust.untrusted({"b": "other", "a": TEXT, "c": ""}) == ("b", "c")


def test_a_damaged_list_trusts_nothing(home: Path) -> None:
    home.mkdir()
    (home / "trusted-code").write_bytes(b"\xff\xfe\x00")

    assert trust.untrusted({"a": TEXT}) == ("a",)
