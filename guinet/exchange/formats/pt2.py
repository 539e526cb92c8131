"""`pt2`: the graph `torch.export` records, free of Python source; the batch size stays open."""

from __future__ import annotations

from pathlib import Path

import torch

from guinet.core.problems import Problem
from guinet.exchange.batch import dynamic_shapes
from guinet.exchange.companion import quoted
from guinet.exchange.compare import equal_outputs
from guinet.exchange.memory import write_through_memory
from guinet.exchange.quiet import recording
from guinet.exchange.subject import Subject


def write(subject: Subject, folder: Path, name: str) -> list[str]:
    with recording(name):
        program = torch.export.export(
            subject.module, tuple(subject.inputs.values()), dynamic_shapes=dynamic_shapes(subject)
        )
    write_through_memory(lambda buffer: torch.export.save(program, buffer), folder / name)
    return [name]


def snippet(subject: Subject, name: str) -> str:
    return f"import torch\n\nmodel = torch.export.load({quoted(name)}).module()\n"


def compare(subject: Subject, folder: Path, name: str) -> Problem:
    return equal_outputs(subject, snippet(subject, name), folder)
