"""The live model: the module of a project with its first values, or with those a run has found."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch
from msgspec import Struct, field
from msgspec.structs import replace
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
from guinet.probe.copies import Copies
from guinet.probe.feeds import seed_of
from guinet.probe.figures import SOME
from guinet.probe.parameters import entries, starting_point
from guinet.session.answers.stepping import stepped_module
from guinet.session.messages.parameters import FIRST, NEWEST
from guinet.session.studies import Desk


class Model(Struct, frozen=True):
    """`start` holds the first values where the weights are others; `run` is the run whose weights these are, "" for
    first values; `note` why no others could be taken. `stepped`: it is the module of a stepped training."""

    module: nn.Module
    places: Places
    key: tuple[object, ...]
    start: Mapping[str, Tensor] = field(default_factory=dict)
    run: str = ""
    note: Problem | None = None
    stepped: bool = False

    def gradients(self, project: Project) -> None:
        """Leaves in the module what one batch gives. Raises GuinetError when the project cannot be trained."""
        backward_once(project, self.module)


def model(desk: Desk, weights: str) -> Model:
    """The module with its first values, or with the best weights of the newest run. Raises GuinetError while a training
    runs, for a canvas without a module, and for one that cannot be built."""
    desk.require_quiet()
    key = (desk.revision, weights, str(desk.runs), newest_weights(desk.runs) if weights == NEWEST else "")
    kept = desk.kept.get("model")
    if isinstance(kept, Model) and kept.key == key:
        return kept
    made = _made(desk, weights, key)
    desk.kept["model"] = made
    return made


def of_the_moment(desk: Desk, weights: str) -> Model:
    """The module of a training that is stepped, as it stands; else as `model`, which see."""
    module = stepped_module(desk) if weights == NEWEST else None
    if module is None:
        return model(desk, weights)
    first = model(desk, FIRST)
    return replace(first, module=module, start=starting_point(first.module), stepped=True)


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
    kept = {path: tensor for path, tensor, _ in entries(module)}
    desk.kept["start"] = (desk.revision, Copies(kept, SOME))
    made = Model(module, Places(checker.scope), key)
    if weights != NEWEST or desk.runs is None or not desk.runs.is_dir():
        return made
    start, note = starting_point(module), None
    chosen = give_weights(module, project, None, None, desk.runs)
    if chosen.left is not None:
        words = QT_TRANSLATE_NOOP("Problem", "The newest run is of another network: these are first values.")
        note = Problem("weights", words, severity=Severity.INFO)
    return replace(made, start=start, run=chosen.run or "", note=note)


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


def start_of(desk: Desk) -> Copies | None:
    """The first values, where they were looked at before this training began."""
    kept = desk.kept.get("start")
    return kept[1] if isinstance(kept, tuple) and kept[0] == desk.revision else None


def newest_weights(runs: Path | None) -> str:
    """What is another once another run has ended or found better weights."""
    if runs is None or not runs.is_dir():
        return ""
    found = [path.stat().st_mtime_ns for path in runs.glob("*/best.safetensors")]
    return f"{len(found)} {max(found, default=0)}"
