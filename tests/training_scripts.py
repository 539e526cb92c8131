"""Exported training scripts against the engine, and by a linter's eyes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import torch

from guinet.core.project import Project
from guinet.exchange.training_script import training_script
from guinet.train.control import Control
from guinet.train.engine import Engine
from guinet.train.events import Steps, TrainingEvent
from guinet.train.plan import make_plan


def engine_losses(project: Project, folder: Path) -> list[float]:
    """The loss of every step, by the engine."""
    events: list[TrainingEvent] = []
    Engine(make_plan(project), folder, events.append, Control()).run()
    return [loss for event in events if isinstance(event, Steps) for loss in event.losses]


def script_losses(project: Project) -> list[float]:
    """The loss of every step, by the script, which is run here."""
    names: dict[str, Any] = {"__name__": "script", "__file__": "script.py"}
    threads = torch.get_num_threads()
    try:
        exec(compile(training_script(project), "script.py", "exec"), names)
        _, losses = names["train"]()
        return list(losses)
    finally:
        torch.set_num_threads(threads)


def assert_a_person_could_have_written_it(folder: Path) -> None:
    """The Python files of `folder` are clean by a linter and a formatter that know nothing of this project."""
    ruff = [sys.executable, "-m", "ruff"]
    options = ["--isolated", "--line-length", "120", "."]
    rules = "E,F,W,I,N,UP,B,C4,SIM"
    linted = subprocess.run([*ruff, "check", "--select", rules, *options], cwd=folder, capture_output=True, text=True)
    formatted = subprocess.run([*ruff, "format", "--diff", *options], cwd=folder, capture_output=True, text=True)
    assert linted.returncode == 0, linted.stdout
    assert formatted.returncode == 0, formatted.stdout
