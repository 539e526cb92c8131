"""`pt`: the state_dict, as `torch.save` writes it, with the model's source beside it."""

from __future__ import annotations

from pathlib import Path

import torch

from guinet.core.problems import Problem
from guinet.exchange.companion import companion_name, quoted, weights_beside, write_companion
from guinet.exchange.compare import equal_outputs
from guinet.exchange.formats import py
from guinet.exchange.memory import write_through_memory
from guinet.exchange.subject import Subject


def write(subject: Subject, folder: Path, name: str) -> list[str]:
    write_through_memory(lambda buffer: torch.save(subject.module.state_dict(), buffer), folder / name)
    return [name, write_companion(subject, folder, name), *weights_beside(subject)]


def snippet(subject: Subject, name: str) -> str:
    return (
        "import torch\n\n"
        f"{py.import_line(subject, companion_name(name))}\n\n"
        f"{subject.seeded()}model = {subject.class_name}()\n"
        f"model.load_state_dict(torch.load({quoted(name)}, weights_only=True))\n"
        "model.eval()\n"
    )


def compare(subject: Subject, folder: Path, name: str) -> Problem:
    return equal_outputs(subject, snippet(subject, name), folder)
