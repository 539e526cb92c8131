"""`py`: the Python source of the model, as the code pane shows it."""

from __future__ import annotations

from pathlib import Path

import torch

from guinet.core.problems import QT_TRANSLATE_NOOP, Problem
from guinet.exchange.companion import copy_weights, is_importable, quoted
from guinet.exchange.compare import equal_outputs
from guinet.exchange.subject import Subject


def write(subject: Subject, folder: Path, name: str) -> list[str]:
    (folder / name).write_text(subject.source.text, encoding="utf-8")
    return [*copy_weights(subject, folder, name), name]


def snippet(subject: Subject, name: str) -> str:
    start = "import torch\n\n" if subject.loose else ""
    return f"{start}{import_line(subject, name)}\n\n{subject.seeded()}model = {subject.class_name}().eval()\n"


def compare(subject: Subject, folder: Path, name: str) -> Problem:
    weights = folder / "guinet-weights.pt"
    torch.save(subject.module.state_dict(), weights)
    load = f'import torch\nmodel.load_state_dict(torch.load("{weights.name}", weights_only=True))\n'
    template = QT_TRANSLATE_NOOP(
        "Problem",
        "loaded in a clean process and given {weights}, every output equal on a random batch of {rows}; the file "
        "itself holds no weights",
    )
    compared = equal_outputs(subject, snippet(subject, name) + load, folder, template)
    weights.unlink()
    return compared


def import_line(subject: Subject, name: str) -> str:
    """Imports the class from the file `name`, whatever it is called."""
    stem = Path(name).stem
    if is_importable(stem) and name.endswith(".py"):
        return f"from {stem} import {subject.class_name}"
    return (
        "import importlib.machinery\nimport importlib.util\n\n"
        f'loader = importlib.machinery.SourceFileLoader("model", {quoted(name)})\n'
        'spec = importlib.util.spec_from_loader("model", loader)\n'
        "module = importlib.util.module_from_spec(spec)\n"
        "loader.exec_module(module)\n"
        f"{subject.class_name} = module.{subject.class_name}"
    )
