"""The way in for live modules: recorded while they run, written as text, and read as text is."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping

import torch
from msgspec import Struct
from torch import Tensor, nn
from torch.nn.parameter import is_lazy

from guinet.core.history import History
from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError, Misuse, Problem
from guinet.exchange.module.checking import check_against
from guinet.exchange.module.classes import Written, written
from guinet.exchange.module.comparing import as_it_was, in_mode, words_of
from guinet.exchange.module.inputs import Given, copied, set_inputs
from guinet.exchange.module.keeping import ModuleProject
from guinet.exchange.module.problems import Unrecorded, about, refusal
from guinet.exchange.module.recording import Recorder
from guinet.exchange.module.wrappers import uncompiled, unwrapped
from guinet.exchange.python.problems import CannotRead, ImportReport
from guinet.exchange.python.reading import read


class Recorded(Struct, frozen=True):
    """What a module does in one mode: its text, what functions were told of the mode, and its autograd functions."""

    text: Written
    flags: tuple[bool, ...]
    backward: tuple[str, ...]


def from_module(module: object, example_inputs: object) -> ModuleProject:
    """The project of a live module, with its values; its `import_report` tells what of the module is not in it.

    The module runs a few times, in its own mode and in the other, and is afterwards as it was. Raises Misuse for what
    is no module and for inputs that it does not take, CannotRead for what no graph can say.
    """
    if not isinstance(module, nn.Module):
        template = QT_TRANSLATE_NOOP("Problem", "{value} is no torch.nn.Module: pass an instance of one")
        raise Misuse(template, value=module.__name__ if isinstance(module, type) else type(module).__name__)
    given = _given(example_inputs)
    module, remarks = unwrapped(module)
    try:
        with uncompiled():
            _refuse_unfit(module, given)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # torch warned when the module ran as it stands
                return _read(module, given, remarks)
    except Unrecorded as error:
        raise error.refusal from error


def _read(module: nn.Module, given: Given, before: list[Problem]) -> ModuleProject:
    """Raises CannotRead and Unrecorded."""
    recorded, remarks = _both_modes(module, given)
    remarks = [*before, *remarks]
    remarks += map(_lost_backward, recorded.backward)
    project = _project(recorded.text, given)
    remarks += check_against(project, module, given, recorded.text, lambda other: _text(module, other))
    placed = (_placed(each, recorded.text) for each in project.import_report.remarks if each.values["line"] != "0")
    told = (*placed, *remarks)
    project.import_report = ImportReport(tuple({each.message: each for each in told}.values()))
    project.history = History()  # what was read is where undo ends
    return project


def _given(inputs: object) -> Given:
    if isinstance(inputs, Mapping):
        found: Given = ((), {str(name): value for name, value in inputs.items()})
    else:
        found = (tuple(inputs) if isinstance(inputs, (tuple, list)) else (inputs,)), {}
    values = [*found[0], *found[1].values()]
    if not values or not all(isinstance(value, Tensor) for value in values):
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "example_inputs are a tensor, a tuple of tensors, or a dictionary of tensors by the names of forward's "
            "arguments",
        )
        raise Misuse(template)
    return found


def _refuse_unfit(module: nn.Module, given: Given) -> None:
    """One run as it stands: what fails in it is not the recording's. Lazy layers learn their sizes by it."""
    lazy = any(map(is_lazy, (*module.parameters(), *module.buffers())))
    positional, named = copied(given)
    try:
        with torch.random.fork_rng(), torch.no_grad():
            if lazy:
                module(*positional, **named)
            else:
                with as_it_was(module):
                    module(*positional, **named)
    except Exception as error:  # the user's own code, which may raise anything
        template = QT_TRANSLATE_NOOP("Problem", "{name} does not run with these example_inputs: {words}")
        raise Misuse(template, name=type(module).__name__, words=words_of(error)) from error


def _record(module: nn.Module, given: Given, training: bool, follows: frozenset[int] = frozenset()) -> Recorded:
    with torch.random.fork_rng(), in_mode(module, training):
        recorder = Recorder(module, follows)
        recorder.run(*copied(given))
        return Recorded(written(recorder), tuple(recorder.flags), tuple(recorder.backward))


def _text(module: nn.Module, given: Given) -> Written:
    return _record(module, given, module.training).text


def _both_modes(module: nn.Module, given: Given) -> tuple[Recorded, list[Problem]]:
    """What a module does in its own mode, and remarks on where it does something else in the other."""
    own = _own(module, given)
    names = {"mode": _name(module.training), "other": _name(not module.training)}
    try:
        other = _record(module, given, not module.training)
    except Exception as error:  # noqa: BLE001 - the user's own code, in a mode that it may never have run in
        template = QT_TRANSLATE_NOOP("Problem", "In {other} mode it does not run with these inputs: {words}")
        return own, [about(template, words=words_of(error), **names)]
    if own.flags != other.flags and len(own.flags) == len(other.flags):
        pairs = enumerate(zip(own.flags, other.flags, strict=True))
        follows = frozenset(number for number, (here, there) in pairs if here != there)
        own = _record(module, given, module.training, follows)
        other = _record(module, given, not module.training, follows)
    if own.text.text == other.text.text:
        return own, []
    template = QT_TRANSLATE_NOOP(
        "Problem",
        "Line {line}: in {other} mode the module does something else here; the graph is what it does in {mode} mode.",
    )
    return own, [about(template, line=next(differing(own.text, other.text), "0"), **names)]


def _own(module: nn.Module, given: Given) -> Recorded:
    """Raises CannotRead where the module runs, but not while it is watched: it asks what kind of thing it is given."""
    try:
        return _record(module, given, module.training)
    except (GuinetError, Unrecorded):
        raise
    except Exception as error:
        template = QT_TRANSLATE_NOOP("Problem", "{name} does not run while it is recorded: {words}")
        raise refusal(template, name=type(module).__name__, words=words_of(error)) from error


def _name(training: bool) -> str:
    return "train" if training else "eval"


def differing(one: Written, other: Written) -> Iterator[str]:
    """Where the user's code does something else in two recordings."""
    for here, there in zip(one.lines, other.lines, strict=False):
        if here.code != there.code and here.where:
            yield here.where


def _lost_backward(name: str) -> Problem:
    template = QT_TRANSLATE_NOOP(
        "Problem",
        "{name} has a backward of its own, which no graph has: here autograd derives it from what forward computes.",
    )
    return about(template, name=name)


def _project(text: Written, given: Given) -> ModuleProject:
    """Raises CannotRead, with the line of the user's own code."""
    shapes = [tuple(value.shape[1:]) for value in (*given[0], *given[1].values())]
    try:
        found = read(text.text, text.name, shapes)
    except CannotRead as error:
        raise CannotRead(_placed(error.problem, text)) from error
    if found.code:
        reasons = [each for each in found.import_report.remarks if "{name} became a node" not in each.template]
        raise CannotRead(_placed(reasons[-1] if reasons else found.import_report.remarks[0], text))
    project = ModuleProject(found.catalogue, [block.data() for block in found.blocks.values()])
    project.import_report = found.import_report
    set_inputs(project, given)
    return project


def _placed(problem: Problem, text: Written) -> Problem:
    """A sentence on a line of the recording as one on the user's."""
    line = str(problem.values.get("line", "0"))
    where = text.lines[int(line) - 1].where if line.isdigit() and 0 < int(line) <= len(text.lines) else ""
    return Problem(problem.code, problem.template, {**problem.values, "line": where or line}, problem.severity)
