"""Code written by hand runs only where its very text was trusted."""

from __future__ import annotations

from pathlib import Path

import pytest

from guinet.core.changes import AddNode, SetCode
from guinet.core.coding import code_id
from guinet.core.graph import CODE_KIND, Node
from guinet.core.problems import NotAllowed
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.nodes.templates import TEMPLATES
from guinet.storage import files, trust
from guinet.storage.problems import SaveFailed

TEXT = "def f(x):\n    return x\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GUINET_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def project_with(text: str) -> Project:
    project = Project(REGISTRY)
    project.run("code", [SetCode(code_id(text), text), AddNode("main", Node("n", CODE_KIND + code_id(text), "n"))])
    return project


def test_a_project_without_code_needs_no_trust() -> None:
    trust.require(Project(REGISTRY))


def test_code_is_refused_until_it_is_trusted_and_again_when_it_changed() -> None:
    with pytest.raises(NotAllowed, match=r"not trusted on this machine \(f\): read it"):
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


def test_code_that_nothing_calls_waits_for_nobody() -> None:
    project = Project(REGISTRY)
    project.run("code", [SetCode(code_id(TEXT), TEXT)])

    trust.require(project)


def test_a_text_can_be_put_on_hold_and_trusted_again() -> None:
    trust.trust([TEXT, "other"])

    trust.forget([TEXT])

    assert trust.untrusted({"a": TEXT, "b": "other"}) == ("a",)
    trust.trust([TEXT])
    assert trust.untrusted({"a": TEXT}) == ()


def test_what_guinet_ships_is_trusted() -> None:
    for template in TEMPLATES:
        assert trust.untrusted({"a": template.read()}) == ()
        assert trust.untrusted({"a": template.read() + "\n"}) == ("a",)


def test_a_damaged_list_trusts_nothing(home: Path) -> None:
    home.mkdir()
    (home / "trusted-code").write_bytes(b"\xff\xfe\x00")

    assert trust.untrusted({"a": TEXT}) == ("a",)


def test_a_list_that_cannot_be_kept_is_said_so_and_one_that_cannot_be_read_trusts_nothing(home: Path) -> None:
    home.write_text("a file where the folder should be")

    with pytest.raises(SaveFailed, match="set GUINET_HOME to another folder"):
        trust.trust([TEXT])

    assert trust.untrusted({"a": TEXT}) == ("a",)


def test_only_the_newest_texts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trust, "_MOST", 2)
    texts = {name: f"{name} = 1\n" for name in "abc"}

    for text in texts.values():
        trust.trust([text])

    assert trust.untrusted(texts) == ("a",)
