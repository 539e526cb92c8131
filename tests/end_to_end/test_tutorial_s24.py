"""Row S24, saving and loading: what is drawn, exported both ways, and loaded with the tutorial's own lines."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import nn

import guinet
from guinet.cli import main
from guinet.core.problems import GuinetError
from guinet.core.project import Project
from guinet.storage.examples import example_path


def written() -> nn.Sequential:
    return nn.Sequential(nn.Linear(10, 50), nn.ReLU(), nn.Linear(50, 1))


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """The parameters of a model written by hand, as the tutorial saves them."""
    torch.manual_seed(7)
    torch.save(written().state_dict(), tmp_path / "model_weights.pth")
    return tmp_path / "model_weights.pth"


def test_the_state_dict_goes_both_ways(weights: Path, tmp_path: Path, bundled: Callable[[str], Project]) -> None:
    exported = tmp_path / "exported.pt"
    command = ["export", str(example_path("save-and-load")), "--as", "pt", "-o", str(exported)]
    assert main([*command, "--weights", str(weights)]) == 0

    model = written()
    model.load_state_dict(torch.load(exported))
    model.eval()
    torch.testing.assert_close(model.state_dict(), torch.load(weights), rtol=0, atol=0)
    x = torch.randn(3, 10)
    drawn = guinet.build(bundled("save-and-load"))
    drawn.load_state_dict(torch.load(weights))
    assert torch.equal(drawn(x), model(x))


def test_the_whole_model(weights: Path, tmp_path: Path) -> None:
    """Unpickled in a process of its own, which finds the class in the file beside it, not in GuiNet."""
    full = tmp_path / "full_model.pth"
    command = ["export", str(example_path("save-and-load")), "--as", "full", "-o", str(full)]
    assert main([*command, "--weights", str(weights)]) == 0
    code = (
        "import torch\n"
        "model = torch.load('full_model.pth', weights_only=False)\n"
        "model.eval()\n"
        "torch.save(model.state_dict(), 'again.pth')\n"
    )

    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    torch.testing.assert_close(torch.load(tmp_path / "again.pth"), torch.load(weights), rtol=0, atol=0)


def test_keys_and_print(bundled: Callable[[str], Project]) -> None:
    drawn = guinet.build(bundled("save-and-load"))

    assert list(drawn.state_dict()) == list(written().state_dict())
    assert str(drawn).replace("Saved(", "Sequential(", 1) == str(written())


def test_weights_of_another_network_are_refused(tmp_path: Path, bundled: Callable[[str], Project]) -> None:
    torch.save(nn.Sequential(nn.Linear(10, 49), nn.ReLU(), nn.Linear(49, 1)).state_dict(), tmp_path / "other.pth")

    with pytest.raises(GuinetError, match=r"0\.weight"):
        guinet.evaluate(bundled("save-and-load"), tmp_path / "other.pth")
