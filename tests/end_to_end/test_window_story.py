"""The window with the events of a real display: from an empty canvas to an exported model (window_story.py), what the
tutorial shows (tutorial_story.py), and what there is to see inside a network (inside_story.py)."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

# What a user of the exported file writes: nothing here is GuiNet's.
USER = """
import sys

import torch
from sklearn.datasets import load_digits

linear = torch.nn.Linear(64, 10)
state = torch.load("digits.pt", weights_only=True)
linear.load_state_dict({name.removeprefix("linear."): tensor for name, tensor in state.items()})
digits = load_digits()
with torch.no_grad():
    guesses = linear(torch.tensor(digits.data / 16, dtype=torch.float32)).argmax(1)
print((guesses == torch.tensor(digits.target)).float().mean().item())
assert not any(name.startswith("guinet") for name in sys.modules)
"""


pytestmark = [
    pytest.mark.xvfb,
    pytest.mark.slow,
    pytest.mark.skipif(
        not shutil.which("xdotool"), reason="xdotool is not installed (Debian: apt-get install xdotool)"
    ),
]


def live_through(story: str, display: dict[str, str], repository: Path, folder: Path) -> None:
    command = [sys.executable, "-m", f"tests.end_to_end.{story}", str(folder)]
    told = subprocess.run(
        command, cwd=repository, env=display, capture_output=True, text=True, timeout=240, check=False
    )
    assert told.returncode == 0, f"it came to {told.stdout.split()[-1:]}\n{told.stderr}"


def test_what_the_tutorial_shows(virtual_display: dict[str, str], repository: Path, tmp_path: Path) -> None:
    live_through("tutorial_story", virtual_display, repository, tmp_path)


def test_what_there_is_to_see_inside(virtual_display: dict[str, str], repository: Path, tmp_path: Path) -> None:
    live_through("inside_story", virtual_display, repository, tmp_path)


def test_from_an_empty_canvas_to_an_exported_model(
    virtual_display: dict[str, str], repository: Path, tmp_path: Path
) -> None:
    live_through("window_story", virtual_display, repository, tmp_path)

    used = subprocess.run(
        [sys.executable, "-c", USER], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert used.returncode == 0, used.stderr
    assert float(used.stdout) > 0.9  # untrained weights guess one in ten
