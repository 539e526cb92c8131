"""`safetensors`: the weights in a file that cannot run code, with the model's source beside it."""

from __future__ import annotations

from pathlib import Path

from safetensors.torch import save_model

from guinet.core.problems import Problem
from guinet.exchange.companion import companion_name, quoted, weights_beside, write_companion
from guinet.exchange.compare import equal_outputs
from guinet.exchange.formats import py
from guinet.exchange.subject import Subject


def write(subject: Subject, folder: Path, name: str) -> list[str]:
    # save_model, unlike save_file, takes parameters that are tied to each other.
    save_model(subject.module, str(folder / name))
    return [name, write_companion(subject, folder, name), *weights_beside(subject)]


def snippet(subject: Subject, name: str) -> str:
    start = "import torch\n" if subject.loose else ""
    return (
        f"{start}from safetensors.torch import load_model\n\n"
        f"{py.import_line(subject, companion_name(name))}\n\n"
        f"{subject.seeded()}model = {subject.class_name}()\n"
        f"load_model(model, {quoted(name)})\n"
        "model.eval()\n"
    )


def compare(subject: Subject, folder: Path, name: str) -> Problem:
    return equal_outputs(subject, snippet(subject, name), folder)
