"""The library as a notebook meets it: what is offered, what is not there yet, and what is said of a wrong call."""

from __future__ import annotations

import inspect
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import guinet
from guinet import library
from guinet.core.problems import Misuse
from guinet.storage.examples import example_path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return Path(shutil.copy(example_path("iris-mlp"), tmp_path / "iris.guinet"))


def test_what_is_offered_is_listed_and_loads_no_torch() -> None:
    script = "import sys, guinet; print(*dir(guinet)); assert 'torch' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.split() == sorted([*guinet.__all__, "__version__"])


@pytest.mark.parametrize("name", [name for name in guinet.__all__ if name not in ("Problem", "Refused")])
def test_every_call_says_what_it_takes_and_does(name: str) -> None:
    call = getattr(guinet, name)

    assert inspect.getdoc(call)
    assert inspect.signature(call) == inspect.signature(getattr(library, name))


def test_a_run_may_be_named_by_its_number(file: Path) -> None:
    project = guinet.load(file)
    assert guinet.train(project, epochs=1).run == "1"

    assert guinet.train(project, epochs=2, resume=1).epoch == 2
    assert guinet.predict(project, "1,2,3,4", run=1) == guinet.predict(project, "1,2,3,4", run="1")


def test_a_prediction_starts_from_a_path_or_from_text(file: Path) -> None:
    project = guinet.load(file)
    rows = file.with_name("rows.json")
    rows.write_text("[[1, 2, 3, 4]]")

    assert guinet.predict(project, rows) == guinet.predict(project, "1,2,3,4")
    with pytest.raises(Misuse, match=r"starts from a file or from values written as text .*not \[1, 2, 3, 4\]"):
        guinet.predict(project, [1, 2, 3, 4])  # type: ignore[arg-type]
