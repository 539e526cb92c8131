"""Lessons: goals, hints and checks that turn on by themselves, as data in `resources/lessons`.

One JSON file is one lesson, its name that of the file:

    {
      "number": 1, "block": "Tensors", "title": TEXT, "about": TEXT,
      "start": [EDIT …],                                     what lies on the canvas when it begins
      "steps": [{"goal": TEXT, "hint": TEXT, "checks": [CHECK …], "show": [EDIT …]} …]
    }

TEXT is {"en": …, "zh": …}; what stands in `backticks` is code. CHECK and EDIT are objects of one key, their word:

    {"node": PATTERN}                                        there is such a node
    {"wire": {"from": PATTERN, "to": PATTERN, "port": "other"}}
    {"path": [PATTERN …]}                                    wires lead through them
    {"shape": {"node": PATTERN, "is": "N×10 float32"}}
    {"value": {"node": "x.grad", "text": "tensor(6.)"}}      also dtype, requires_grad, was, view_of, port, stretched
    {"problem": {"code": "view", "node": "y", "present": true}}, or {"problem": "view"}
    {"frame": {"nodes": ["z"], "mode": "no_grad"}}
    {"same_layer": ["fc", "fc_1"]}, {"own_layer": "fc_2"}, {"tied": ["fc_1.weight", "fc.weight"]}
    {"parameters": 7946}, {"trained": {"metric": "test_accuracy", "at_least": 0.9}}

    {"add": {"kind": "torch.zeros", "name": "x", "arguments": {"size": [3, 2]}, "at": [column, row]}}
    {"connect": ["digits.label", "loss.target"]}, {"set": {"name": "x", "arguments": {}}}, {"rename": ["linear", "fc"]}
    {"frame": {"nodes": ["z"], "mode": "no_grad"}}, {"unframe": ["z"]}
    {"same_layer": ["fc_1", "fc"]}, {"own_layer": ["fc_1"]}, {"tie": ["fc_1.weight", "fc.weight"]}, {"untie": [...]}
    {"training": {"epochs": 20}}

PATTERN is a name, or {"name": …, "kind": …, "arguments": {…}} with any of these.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from guinet.core.graph import BlockData, FrameMode
from guinet.core.lesson_checks import (
    Check,
    Facts,
    HasNode,
    HasParameters,
    HasPath,
    HasProblem,
    HasShape,
    HasValue,
    HasWire,
    InFrame,
    IsTied,
    OwnLayer,
    Pattern,
    SameLayer,
    Trained,
)
from guinet.core.lesson_edits import EDITS, Edit, perform, show
from guinet.core.ports import Catalogue
from guinet.core.problems import QT_TRANSLATE_NOOP, Unreadable
from guinet.core.project import MAIN, Project
from guinet.core.resources import resource
from guinet.core.values import freeze


class Text(Struct, frozen=True):
    """What is said, in both languages."""

    en: str
    zh: str

    def told(self, language: str) -> str:
        """In this language ("zh_CN"); in English where it is another."""
        return self.zh if language.startswith("zh") else self.en


class Step(Struct, frozen=True):
    """One thing to do. It is done when all `checks` pass; `show` is what does it."""

    goal: Text
    hint: Text
    checks: tuple[Check, ...]
    show: tuple[Edit, ...]


class Lesson(Struct, frozen=True):
    """`block` is the name of the class that comes of it; `start` what its canvas begins with."""

    name: str
    number: int
    block: str
    title: Text
    about: Text
    start: tuple[Edit, ...]
    steps: tuple[Step, ...]


def lessons(folder: Path | None = None) -> tuple[Lesson, ...]:
    """All lessons in their order, those of `folder` where it is given. Raises Unreadable for one that is damaged."""
    return _lessons(folder or resource("lessons"))


def begin(lesson: Lesson, catalogue: Catalogue) -> Project:
    """A project, never saved, with what the canvas of the lesson begins with."""
    project = Project(catalogue, [BlockData(MAIN, lesson.block)])
    with project.transaction("Lesson"):
        perform(project.main, lesson.start)
    return project


def passes(step: Step, facts: Facts) -> bool:
    """Whether all checks of the step pass."""
    return all(check.passes(facts) for check in step.checks)


def advance(lesson: Lesson, done: int, facts: Facts) -> int:
    """How many steps are done, of which `done` were before: one after the other, and none is lost again."""
    while done < len(lesson.steps) and passes(lesson.steps[done], facts):
        done += 1
    return done


def show_step(project: Project, lesson: Lesson, number: int) -> None:
    """Does a step (from 0) as one undo step; what it stands on first, where that is missing. Raises Refused."""
    earlier = [edit for step in lesson.steps[:number] for edit in step.show]
    show(project, lesson.steps[number].show, (*lesson.start, *earlier))


@cache
def _lessons(folder: Path) -> tuple[Lesson, ...]:
    return tuple(sorted(map(_read, folder.glob("*.json")), key=lambda lesson: lesson.number))


def _read(path: Path) -> Lesson:
    try:
        return _lesson(path.stem, json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise Unreadable(
            QT_TRANSLATE_NOOP("Problem", "the lesson {path} is damaged ({error}): reinstall GuiNet"),
            path=path,
            error=repr(error),
        ) from error


def _lesson(name: str, raw: Mapping[str, Any]) -> Lesson:
    steps = tuple(
        Step(_text(step["goal"]), _text(step["hint"]), tuple(map(_check, step["checks"])), _edits(step["show"]))
        for step in raw["steps"]
    )
    if not all(step.checks for step in steps):
        raise ValueError("a step checks nothing")
    start = _edits(raw.get("start", []))
    return Lesson(name, raw["number"], raw["block"], _text(raw["title"]), _text(raw["about"]), start, steps)


def _text(raw: Mapping[str, str]) -> Text:
    return Text(**raw)


def _edits(raw: list[dict[str, Any]]) -> tuple[Edit, ...]:
    edits = tuple(Edit(word, body) for each in raw for word, body in [_single(each)])
    for edit in edits:
        if edit.word not in EDITS:
            raise ValueError(f"no edit is called {edit.word}")
    return edits


def _check(raw: dict[str, Any]) -> Check:
    word, body = _single(raw)
    return _CHECKS[word](body)


def _single(raw: dict[str, Any]) -> tuple[str, Any]:
    ((word, body),) = raw.items()
    return word, body


def _pattern(raw: str | dict[str, Any]) -> Pattern:
    if isinstance(raw, str):
        return Pattern(raw)
    arguments = {name: freeze(value) for name, value in raw.get("arguments", {}).items()}
    return Pattern(**{**raw, "arguments": arguments})


def _wire(body: dict[str, Any]) -> HasWire:
    return HasWire(_pattern(body["from"]), _pattern(body["to"]), body.get("port", ""))


def _value(body: dict[str, Any]) -> HasValue:
    return HasValue(**{**body, "stretched": tuple(body.get("stretched", ()))})


def _problem(body: str | dict[str, Any]) -> HasProblem:
    if isinstance(body, str):
        return HasProblem(body)
    node = _pattern(body["node"]) if "node" in body else None
    return HasProblem(body.get("code", ""), node, body.get("present", True))


_CHECKS: Final[Mapping[str, Callable[[Any], Check]]] = {
    "node": lambda body: HasNode(_pattern(body)),
    "wire": _wire,
    "path": lambda body: HasPath(tuple(map(_pattern, body))),
    "shape": lambda body: HasShape(_pattern(body["node"]), body["is"]),
    "value": _value,
    "problem": _problem,
    "frame": lambda body: InFrame(tuple(body["nodes"]), FrameMode(body.get("mode", ""))),
    "same_layer": lambda body: SameLayer(tuple(body)),
    "own_layer": OwnLayer,
    "tied": lambda body: IsTied(*body),
    "parameters": HasParameters,
    "trained": lambda body: Trained(**body),
}
"""How a check is read, by its word."""
