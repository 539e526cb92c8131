"""The live model: the module of a project with its first values, or with those a run has found."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from guinet import data
from guinet.compile import module as compiled
from guinet.compile.endless import guards
from guinet.compile.places import Places
from guinet.compile.precedence import is_script
from guinet.compile.shapes import Checker
from guinet.compile.source import generate
from guinet.core.plain import plain
from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError, Problem, Severity
from guinet.core.project import Project
from guinet.exchange.weights import give_weights
from guinet.probe.backward import backward_once
from guinet.probe.feeds import seed_of
from guinet.probe.figures import SOME
from guinet.probe.parameters import Watch
from guinet.session.messages.parameters import NEWEST
from guinet.session.studies import Desk


@dataclass
class Model:
    """`watch` tells what has changed since the first values; `run` is the run whose weights these are, "" for first
    values; `note` why no others could be taken."""

    module: nn.Module
    places: Places
    watch: Watch
    key: tuple[object, ...]
    run: str = ""
    note: Problem | None = None

    def gradients(self, project: Project) -> None:
        """Leaves in the module what one batch gives. Raises GuinetError when the project cannot be trained."""
        backward_once(project, self.module)


def model(desk: Desk, weights: str) -> Model:
    """The module with its first values, or with the best weights of the newest run. Raises GuinetError while a training
    runs, for a canvas without a module, and for one that cannot be built."""
    desk.require_quiet()
    key = (desk.revision, weights, str(desk.runs), _newest(desk.runs) if weights == NEWEST else "")
    kept = desk.kept.get("model")
    if isinstance(kept, Model) and kept.key == key:
        return kept
    made = _made(desk, weights, key)
    desk.kept["model"] = made
    return made


def _made(desk: Desk, weights: str, key: tuple[object, ...]) -> Model:
    project = plain(desk.project)
    if is_script(project.main):
        words = QT_TRANSLATE_NOOP(
            "Problem",
            "This canvas runs as a script, without a module: begin it with an Input or a data node, and the parameters "
            "of its layers are here.",
        )
        raise GuinetError(words)
    checker = desk.checker if project is desk.project else Checker(project, data.project_specs(project))
    module = first_values(project, checker)
    start = Watch(SOME)
    start.begin(module)
    desk.kept["start"] = (desk.revision, start.start)
    made = Model(module, Places(checker.scope), Watch(), key)
    if weights == NEWEST and desk.runs is not None and desk.runs.is_dir():
        made.watch.begin(module)
        chosen = give_weights(module, project, None, None, desk.runs)
        made.run = chosen.run or ""
        if not made.run and "another network" in chosen.words:
            words = QT_TRANSLATE_NOOP("Problem", "The newest run is of another network: these are first values.")
            made.note = Problem("weights", words, severity=Severity.INFO)
    return made


def first_values(project: Project, checker: Checker) -> nn.Module:
    """The module as a training begins with it, without a change of torch's random state. Raises SourceError."""
    source = generate(project, checker.report)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed_of(project))
        return compiled.build(source, *guards(project))


def places_of(desk: Desk) -> Places:
    """Which nodes the parameters of the project belong to."""
    project = plain(desk.project)
    return Places((desk.checker if project is desk.project else Checker(project, data.project_specs(project))).scope)


def start_of(desk: Desk) -> dict[str, Tensor]:
    """A part of the first values where they were looked at before this training began; else nothing."""
    kept = desk.kept.get("start")
    return dict(kept[1]) if isinstance(kept, tuple) and kept[0] == desk.revision else {}


def _newest(runs: Path | None) -> str:
    """What is another once another run has ended or found better weights."""
    if runs is None or not runs.is_dir():
        return ""
    found = [path.stat().st_mtime_ns for path in runs.glob("*/best.safetensors")]
    return f"{len(found)} {max(found, default=0)}"
