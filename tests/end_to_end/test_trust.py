"""`guinet trust` shows code written by hand and trusts it only when told to."""

from __future__ import annotations

from pathlib import Path

import pytest

from guinet.cli import main
from guinet.core.changes import SetCode
from guinet.core.coding import code_id
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.storage import files, trust

TEXT = "def halve(x):\n    return x / 2"


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GUINET_HOME", str(tmp_path / "home"))
    project = Project(REGISTRY)
    project.run("code", [SetCode(code_id(TEXT), TEXT)])
    return files.save(project, tmp_path / "net.guinet")


def test_code_is_shown_and_nothing_trusted(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trust", str(written)]) == 0

    printed = capsys.readouterr().out
    assert TEXT in printed
    assert "Nothing was trusted" in printed
    assert trust.untrusted({"halve": TEXT}) == ("halve",)


def test_yes_trusts_what_was_shown(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trust", str(written), "--yes"]) == 0
    assert f"Trusted: halve ({code_id(TEXT)})" in capsys.readouterr().out
    trust.require(files.load(written))

    assert main(["trust", str(written)]) == 0
    assert "no code that waits" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trust", str(tmp_path / "gone.guinet")]) == 3
    assert "does not exist" in capsys.readouterr().err
