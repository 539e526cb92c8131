"""A project that was read from a module is held against it: its names, its values, its results."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import nn

from guinet import data
from guinet.compile import module as compiled
from guinet.compile import shapes
from guinet.compile import source as source_text
from guinet.compile.loaded_values import few
from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError, Problem
from guinet.exchange.module.classes import Written
from guinet.exchange.module.comparing import Likeness, compared, draws, outputs
from guinet.exchange.module.inputs import Given, bigger
from guinet.exchange.module.keeping import ModuleProject, keep
from guinet.exchange.module.problems import about, refusal
from guinet.exchange.python.problems import CannotRead


def check_against(
    project: ModuleProject,
    module: nn.Module,
    given: Given,
    text: Written,
    again: Callable[[Given], Written],
) -> list[Problem]:
    """Gives the project the module's values; remarks on what is not as it is there. `again` records other inputs.

    Raises CannotRead where the graph computes something else than the module.
    """
    built = _built(project)
    keep(project, {name: text.state[name] for name in built.state_dict() if name in text.state})
    built = _built(project)
    first = next(iter((*given[0], *given[1].values())))
    built.to(first.device)
    remarks = list(_names(module, built))
    own = compared(module, built, given, module.training)
    if own.likeness is Likeness.OTHER:
        other = compared(module, built, given, not module.training)
        if other.likeness is Likeness.OTHER or own.words or not (module.training and draws(module, given)):
            raise _another(module, own.words)
        remarks.append(_random())
    else:
        remarks += _other_mode(module, built, given)
    if own.likeness is Likeness.CLOSE:
        template = QT_TRANSLATE_NOOP("Problem", "Results differ from the module's in their last digits.")
        remarks.append(about(template))
    return [*remarks, *_baked(module, built, given, text, again)]


def _another(module: nn.Module, words: str) -> CannotRead:
    name = type(module).__name__
    if not words:
        template = QT_TRANSLATE_NOOP("Problem", "The graph of {name} would not give what the module gives: not made.")
        return refusal(template, name=name)
    return refusal(QT_TRANSLATE_NOOP("Problem", "The graph of {name} cannot run: {words}"), name=name, words=words)


def _built(project: ModuleProject) -> nn.Module:
    """Raises CannotRead where the project has errors."""
    report = shapes.check(project, data.project_specs(project))
    try:
        with torch.random.fork_rng():
            return compiled.build(source_text.generate(project, report))
    except GuinetError as error:
        template = QT_TRANSLATE_NOOP("Problem", "The graph of {name} cannot run: {words}")
        raise refusal(template, name=project.main.name, words=str(error)) from error


def _names(module: nn.Module, built: nn.Module) -> list[Problem]:
    here, there = built.state_dict().keys(), module.state_dict().keys()
    found = []
    if missing := [name for name in there if name not in here]:
        template = QT_TRANSLATE_NOOP(
            "Problem", "{names} of the module are not in the graph: forward does not use them under these names."
        )
        found.append(about(template, names=few(missing)))
    if surplus := [name for name in here if name not in there]:
        template = QT_TRANSLATE_NOOP("Problem", "{names} are in the graph under names that the module has not.")
        found.append(about(template, names=few(surplus)))
    return found


def _other_mode(module: nn.Module, built: nn.Module, given: Given) -> list[Problem]:
    try:
        found = compared(module, built, given, not module.training)
    except Exception:  # noqa: BLE001 - the user's own code: that it does not run in this mode was told when it was recorded
        return []
    if found.likeness is not Likeness.OTHER:
        return []
    if module.training:
        template = QT_TRANSLATE_NOOP("Problem", "In eval mode results differ from the module's.")
        return [about(template)]
    if draws(module, given):
        return [_random()]
    return [about(QT_TRANSLATE_NOOP("Problem", "In train mode results differ from the module's."))]


def _random() -> Problem:
    return about(
        QT_TRANSLATE_NOOP(
            "Problem",
            "In train mode results differ from the module's of the same seed: random numbers are drawn in another "
            "order.",
        )
    )


def _baked(
    module: nn.Module, built: nn.Module, given: Given, text: Written, again: Callable[[Given], Written]
) -> list[Problem]:
    """What holds for a batch of this size alone."""
    other = bigger(given)
    try:
        outputs(module, other, module.training)
    except Exception:  # noqa: BLE001 - the user's own code: what does not take another batch cannot be held against one
        return []
    if compared(module, built, other, False).likeness is not Likeness.OTHER:
        return []
    lines = dict.fromkeys(
        here.where for here, there in zip(text.lines, again(other).lines, strict=False) if here.code != there.code
    )
    template = QT_TRANSLATE_NOOP(
        "Problem", "The graph holds for a batch of this size alone; the size is written as a number in line {line}."
    )
    return [about(template, line=few([line for line in lines if line] or ["?"]))]
