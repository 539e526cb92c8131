"""A project that was read from a module is held against it: its names, its values, its results."""

from __future__ import annotations

from collections.abc import Callable, Sequence

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
from guinet.exchange.module.keeping import ModuleProject, keep, keep_still
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
    built = _built(project, module)
    keep(project, {name: text.state[name] for name in built.state_dict() if name in text.state})
    built = _built(project, module)
    names = [name for name, _ in built.named_parameters()]
    keep_still(project, names, [name for name in names if _is_still(module, text.state.get(name))])
    first = next(iter((*given[0], *given[1].values())))
    built.to(first.device)
    remarks = list(_names(module, built))
    own = compared(module, built, given, module.training)
    if own.likeness is Likeness.OTHER:
        other = compared(module, built, given, not module.training)
        if other.likeness is Likeness.OTHER or own.words or not (module.training and draws(module, given)):
            raise _another(module, own.words, text.parts)
        remarks.append(_random())
    else:
        remarks += _other_mode(module, built, given)
    if own.likeness is Likeness.CLOSE:
        template = QT_TRANSLATE_NOOP("Problem", "Results differ from the module's in their last digits.")
        remarks.append(about(template))
    mode = module.training if own.likeness is not Likeness.OTHER else not module.training
    return [*remarks, *_untied(built, text), *_baked(module, built, given, text, again, mode)]


def _is_still(module: nn.Module, value: torch.Tensor | None) -> bool:
    """Whether a value is that of a parameter without gradients."""
    found = (each for each in module.parameters() if value is not None and each.data_ptr() == value.data_ptr())
    return bool(value is not None and value.numel() and not next(found, value).requires_grad)


def _another(module: nn.Module, words: str, parts: Sequence[str]) -> CannotRead:
    name = type(module).__name__
    others = [path for path, part in module.named_modules() if part.training != module.training]
    if others and not words:
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "{parts} of {name} are in another mode than {name}, and a graph has one mode: call .eval() on it first.",
        )
        return refusal(template, name=name, parts=few(others))
    if parts and not words:
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "Line {line}: a part of a tensor is changed in place, and the graph of {name} would not change the whole: "
            "write x[...] = value.",
        )
        return refusal(template, name=name, line=few(list(parts)))
    if not words:
        template = QT_TRANSLATE_NOOP("Problem", "The graph of {name} would not give what the module gives: not made.")
        return refusal(template, name=name)
    return refusal(QT_TRANSLATE_NOOP("Problem", "The graph of {name} cannot run: {words}"), name=name, words=words)


def _built(project: ModuleProject, module: nn.Module) -> nn.Module:
    """Raises CannotRead where the project has errors."""
    report = shapes.check(project, data.project_specs(project))
    try:
        with torch.random.fork_rng():
            return compiled.build(source_text.generate(project, report))
    except GuinetError as error:
        if other := next((each.dtype for each in module.parameters() if _is_other_float(each)), None):
            template = QT_TRANSLATE_NOOP(
                "Problem",
                "{name} has parameters of {dtype}, and layers of a graph have float32: pass it as .float(), and "
                "example_inputs of float32.",
            )
            raise refusal(template, name=project.main.name, dtype=str(other).removeprefix("torch.")) from error
        template = QT_TRANSLATE_NOOP("Problem", "The graph of {name} cannot run: {words}")
        raise refusal(template, name=project.main.name, words=str(error)) from error


def _is_other_float(value: torch.Tensor) -> bool:
    return value.is_floating_point() and value.dtype != torch.float32


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


def _untied(built: nn.Module, text: Written) -> list[Problem]:
    """What is one tensor in the module and several in the graph."""
    together: dict[tuple[object, ...], dict[int, str]] = {}
    for name, own in built.state_dict(keep_vars=True).items():
        there = text.state.get(name)
        if there is not None and there.numel():
            key = (there.data_ptr(), there.shape, there.stride(), there.dtype)
            together.setdefault(key, {}).setdefault(id(own), name)
    template = QT_TRANSLATE_NOOP(
        "Problem",
        "{names} are one tensor in the module and several in the graph: they begin alike, and training changes each on "
        "its own.",
    )
    return [about(template, names=few(list(names.values()))) for names in together.values() if len(names) > 1]


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
    module: nn.Module, built: nn.Module, given: Given, text: Written, again: Callable[[Given], Written], training: bool
) -> list[Problem]:
    """What holds for a batch of this size alone, told by the mode in which both give the same."""
    other = bigger(given)
    try:
        outputs(module, other, training)
    except Exception:  # noqa: BLE001 - the user's own code: what does not take another batch cannot be held against one
        return []
    if compared(module, built, other, training).likeness is not Likeness.OTHER:
        return []
    lines = dict.fromkeys(
        here.where for here, there in zip(text.lines, again(other).lines, strict=False) if here.code != there.code
    )
    template = QT_TRANSLATE_NOOP(
        "Problem", "The graph holds for a batch of this size alone; the size is written as a number in line {line}."
    )
    return [about(template, line=few([line for line in lines if line] or ["?"]))]
