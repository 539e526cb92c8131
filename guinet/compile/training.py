"""What is wrong with a project as something to train, apart from its nodes."""

from __future__ import annotations

from collections.abc import Iterator

from guinet.core.changes import SetTraining
from guinet.core.problems import QT_TRANSLATE_NOOP, Fix, Problem, Severity
from guinet.core.project import Project
from guinet.core.settings import TRAINING_DEFAULTS
from guinet.core.values import MISSING
from guinet.nodes.arguments import shown
from guinet.nodes.training import WrongSetting, wrong_settings


def training_problems(project: Project) -> Iterator[Problem]:
    """Problems without a node: training settings that cannot be, and a project with nothing in it."""
    for wrong in wrong_settings(project.training):
        template, values = wrong.complaint
        yield Problem(
            "training-setting",
            template,
            values,
            argument=wrong.key,
            got=shown(project.training[wrong.key]),
            fixes=tuple(_fixes(project, wrong)),
        )
    if not project.main.nodes:
        template = QT_TRANSLATE_NOOP(
            "Problem", "Nothing to train yet: add a data source, layers and a loss, and wire them together."
        )
        yield Problem("nothing", template, severity=Severity.INFO)


def _fixes(project: Project, wrong: WrongSetting) -> Iterator[Fix]:
    back = SetTraining(wrong.key, MISSING)
    if wrong.unknown:
        if wrong.meant is not None and wrong.meant not in project.training:
            call = SetTraining(wrong.meant, project.training[wrong.key])
            yield Fix(QT_TRANSLATE_NOOP("Fix", "Call it {argument}"), (back, call), {"argument": wrong.meant})
        yield Fix(QT_TRANSLATE_NOOP("Fix", "Remove {argument}"), (back,), {"argument": wrong.key})
        return
    if wrong.meant is not None:
        change = SetTraining(wrong.key, wrong.meant)
        yield Fix(QT_TRANSLATE_NOOP("Fix", "Use {kind}"), (change,), {"kind": wrong.meant.rpartition(".")[2]})
    title = QT_TRANSLATE_NOOP("Fix", "Set {argument} back to {value}")
    default = TRAINING_DEFAULTS.get(wrong.key)
    if default is None:
        yield Fix(QT_TRANSLATE_NOOP("Fix", "Remove {argument}"), (back,), {"argument": wrong.key})
    else:
        yield Fix(title, (back,), {"argument": wrong.key, "value": str(default)})
