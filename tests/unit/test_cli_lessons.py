"""`guinet lessons`: what there is to learn, for people and for programs."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from guinet.cli import main

NAMES = ["tensors", "broadcasting", "autograd", "mlp", "cnn", "tying"]


def test_the_table_names_every_lesson(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lessons"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines[2:]] == [[str(place), name] for place, name in enumerate(NAMES, 1)]


def test_json_has_the_text_of_every_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lessons", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["lessons"]
    assert [(each["number"], each["name"]) for each in found] == list(enumerate(NAMES, 1))
    for each in found:
        assert set(each) == {"name", "number", "title", "about", "steps"}
        assert all(set(step) == {"goal", "hint"} and step["goal"] and step["hint"] for step in each["steps"])


def test_it_needs_no_torch() -> None:
    """The list is there at once: neither torch nor Qt is read for it."""

    code = (
        "import sys; from guinet.cli import main; main(['lessons']);"
        "print(sorted({'torch', 'PySide6'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
