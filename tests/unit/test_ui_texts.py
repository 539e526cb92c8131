"""Texts that the collector of texts finds: it does not look into f-strings, so none may be asked for there."""

from __future__ import annotations

import ast
from pathlib import Path

import guinet


def hidden_texts(file: Path) -> list[int]:
    """The lines on which `tr("…")` stands inside an f-string."""
    strings = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.JoinedStr)]
    inside = [part for string in strings for part in ast.walk(string) if isinstance(part, ast.Call)]
    return [call.lineno for call in inside if isinstance(call.func, ast.Name) and call.func.id == "tr" and call.args]


def test_no_text_hides_in_an_f_string() -> None:
    files = sorted((Path(guinet.__file__).parent / "ui").rglob("*.py"))
    assert len(files) > 100
    assert {file.name: lines for file in files if (lines := hidden_texts(file))} == {}


def test_a_hidden_text_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('x = f"<b>{tr(\'Arguments\')}</b>"\ny = tr("Call")\n')
    assert hidden_texts(tmp_path / "a.py") == [1]
