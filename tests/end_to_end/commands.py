"""The command line in this process: what it prints, and the exit code it must end with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from guinet.cli import main

Capture = pytest.CaptureFixture[str]


def printed(capsys: Capture, *arguments: str | Path, code: int = 0) -> str:
    """What a command that ends with `code` prints; nothing goes to stderr."""
    assert main([str(argument) for argument in arguments]) == code
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


def refused(capsys: Capture, *arguments: str | Path, code: int) -> str:
    """The sentence of a command that ends with `code`; nothing goes to stdout."""
    assert main([str(argument) for argument in arguments]) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("guinet: ")
    assert captured.err.count("\n") == 1
    return captured.err.removeprefix("guinet: ").strip()


def as_json(capsys: Capture, *arguments: str | Path, code: int = 0) -> Any:
    return json.loads(printed(capsys, *arguments, "--json", code=code))
