"""`training-py`: the whole training as a plain PyTorch script, with the data files and folders it reads beside it."""

from __future__ import annotations

import json
import shlex
import shutil
import tempfile
from pathlib import Path

from msgspec.structs import replace

from guinet.core.problems import QT_TRANSLATE_NOOP, Misuse, Problem, sentence
from guinet.exchange.clean_process import CleanProcessFailed, run_script
from guinet.exchange.companion import copy_weights
from guinet.exchange.problems import ExportFailed
from guinet.exchange.subject import Subject
from guinet.exchange.training_script import device_line, needed_files, training_script
from guinet.train.control import Control
from guinet.train.devices import devices
from guinet.train.engine import Engine
from guinet.train.events import Steps, TrainingEvent
from guinet.train.plan import make_plan
from guinet.train.planned import Plan

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
    """Trains one epoch with the script and one with the engine: every loss must be the same number. Both train on the
    CPU where the device is another machine's."""
    plan = make_plan(subject.project, epochs=1, elsewhere=True)
    here = plan.device in dict(devices())
    try:
        printed = run_script(_one_epoch(name, plan.device, plan.device if here else "cpu"), folder)
    except CleanProcessFailed as error:
        raise ExportFailed(
            QT_TRANSLATE_NOOP("Problem", "the exported script does not run: {error}"), error=error
        ) from error
    line = next(line for line in printed.splitlines() if line.startswith(_MARK))
    theirs: list[float] = json.loads(line.removeprefix(_MARK))
    ours = _losses(plan if here else replace(plan, device="cpu"))
    if ours != theirs:
        raise ExportFailed(
            QT_TRANSLATE_NOOP("Problem", "the script's losses are not those of the training: nothing was written")
        )
    if not here:
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "run in a clean process for an epoch on the CPU, as {device} is not here: all {count} losses equal",
        )
        return sentence(template, device=plan.device, count=len(ours))
    template = QT_TRANSLATE_NOOP("Problem", "run in a clean process for an epoch, all {count} losses equal")
    return sentence(template, count=len(ours))


def _one_epoch(name: str, device: str, where: str) -> str:
    """Python that runs the script `name` for an epoch and prints its losses; `where` stands for its device."""
    written, tried = (device_line(each).encode() for each in (device, where))
    return (
        "import importlib.machinery, importlib.util, json\n"
        "class Loader(importlib.machinery.SourceFileLoader):\n"
        "    def get_data(self, path):\n"
        f"        return super().get_data(path).replace({written!r}, {tried!r}, 1)\n"
        f"loader = Loader('script', {name!r})\n"
        "module = importlib.util.module_from_spec(importlib.util.spec_from_loader('script', loader))\n"
        "loader.exec_module(module)\n"
        "_, losses = module.train(1)\n"
        f"print({_MARK!r} + json.dumps(losses))\n"
    )


def _losses(plan: Plan) -> list[float]:
    losses: list[float] = []

    def keep(event: TrainingEvent) -> None:
        if isinstance(event, Steps):
            losses.extend(event.losses)

    with tempfile.TemporaryDirectory() as folder:
        Engine(plan, Path(folder), keep, Control()).run()
    return losses
