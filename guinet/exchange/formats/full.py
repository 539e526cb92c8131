"""`full`: the whole model, as `torch.save(model)` writes it. It names its class, whose source lies beside it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import torch

from guinet.core.problems import Problem
from guinet.exchange.companion import companion_name, quoted, weights_beside, write_companion
from guinet.exchange.compare import equal_outputs
from guinet.exchange.memory import write_through_memory
from guinet.exchange.subject import Subject


def write(subject: Subject, folder: Path, name: str) -> list[str]:
    companion = write_companion(subject, folder, name)
    module_name = Path(companion).stem
    spec = importlib.util.spec_from_file_location(module_name, folder / companion)
    assert spec is not None
    assert spec.loader is not None
    imported = importlib.util.module_from_spec(spec)
    # pickle looks a class up by the module it says it is from.
    shadowed = sys.modules.get(module_name)
    sys.modules[module_name] = imported
    try:
        spec.loader.exec_module(imported)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(subject.seed)
            model = getattr(imported, subject.class_name)()
        model.load_state_dict(subject.module.state_dict())
        write_through_memory(lambda buffer: torch.save(model.eval(), buffer), folder / name)
    finally:
        del sys.modules[module_name]
        if shadowed is not None:
            sys.modules[module_name] = shadowed
    return [name, companion, *weights_beside(subject)]


def snippet(subject: Subject, name: str) -> str:
    return (
        "import torch\n\n"
        f"# {companion_name(name)} must lie beside it: the file names the class, it does not hold it.\n"
        "# weights_only=False runs what the file says: only for files you trust.\n"
        f"model = torch.load({quoted(name)}, weights_only=False)\n"
        "model.eval()\n"
    )


def compare(subject: Subject, folder: Path, name: str) -> Problem:
    return equal_outputs(subject, snippet(subject, name), folder)
