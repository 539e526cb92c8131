"""`training-py`: the whole training as a plain PyTorch script, with the data files and folders it reads beside it."""

from __future__ import annotations

import json
import shlex
import shutil
import tempfile
from pathlib import Path

from guinet.core.problems import QT_TRANSLATE_NOOP, Misuse, Problem, sentence
from guinet.exchange.clean_process import CleanProcessFailed, run_script
from guinet.exchange.companion import copy_weights
from guinet.exchange.problems import ExportFailed
from guinet.exchange.subject import Subject
from guinet.exchange.training_script import needed_files, training_script
from guinet.train.control import Control
from guinet.train.engine import Engine
from guinet.train.events import Steps, TrainingEvent
from guinet.train.plan import make_plan

_MARK = "guinet-losses "


def write(subject: Subject, folder: Path, name: str) -> list[str]:
    files = needed_files(subject.project)
    if name in {file.name for file in files}:
        raise Misuse(
            QT_TRANSLATE_NOOP(
                "Problem",
                "{name} is what the data file beside the script is called: choose another name, such as train.py",
            ),
            name=name,
        )
    (folder / name).write_text(training_script(subject.project), encoding="utf-8")
    for file in files:
        if file.is_dir():
            shutil.copytree(file, folder / file.name)
        else:
            shutil.copyfile(file, folder / file.name)
    return [*copy_weights(subject, folder, name), *(file.name for file in files), name]


def snippet(subject: Subject, name: str) -> str:
    return f"# in a shell:\n#   python {shlex.quote(name)}\n"


def compare(subject: Subject, folder: Path, name: str) -> Problem:
    """Trains one epoch with the script and one with the engine: every loss must be the same number."""
    script = (
        "import importlib.machinery, importlib.util, json\n"
        f"loader = importlib.machinery.SourceFileLoader('script', {name!r})\n"
        "module = importlib.util.module_from_spec(importlib.util.spec_from_loader('script', loader))\n"
        "loader.exec_module(module)\n"
        "_, losses = module.train(1)\n"
        f"print({_MARK!r} + json.dumps(losses))\n"
    )
    try:
        printed = run_script(script, folder)
    except CleanProcessFailed as error:
        raise ExportFailed(
            QT_TRANSLATE_NOOP("Problem", "the exported script does not run: {error}"), error=error
        ) from error
    line = next(line for line in printed.splitlines() if line.startswith(_MARK))
    theirs: list[float] = json.loads(line.removeprefix(_MARK))
    ours = _first_epoch(subject)
    if ours != theirs:
        raise ExportFailed(
            QT_TRANSLATE_NOOP("Problem", "the script's losses are not those of the training: nothing was written")
        )
    template = QT_TRANSLATE_NOOP("Problem", "run in a clean process for an epoch, all {count} losses equal")
    return sentence(template, count=len(ours))


def _first_epoch(subject: Subject) -> list[float]:
    losses: list[float] = []

    def keep(event: TrainingEvent) -> None:
        if isinstance(event, Steps):
            losses.extend(event.losses)

    plan = make_plan(subject.project, epochs=1)
    with tempfile.TemporaryDirectory() as folder:
        Engine(plan, Path(folder), keep, Control()).run()
    return losses
