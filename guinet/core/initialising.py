"""Rules for the first values of parameters, and which parameters are trained: the edits forms and panels make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Final

from msgspec.structs import replace

from guinet.core.changes import Change, SetParts, SetTraining
from guinet.core.graph import Block, Initialiser, Selects
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.project import MAIN, Project
from guinet.core.settings import FROZEN, GROUP_PREFIX, parameter_groups
from guinet.core.values import MISSING, Setting

SETS: Final = "set"
"""The function of a rule that puts a value where another was."""


def set_rules(block: Block, rules: Iterable[Initialiser], label: str, merge: str | None = None) -> None:
    """All rules of a block, as one undo step."""
    new = tuple(rules)
    if new != block.initialisers:
        block.project.run(label, [SetParts(block.id, "initialisers", new)], merge)


def add_rule(block: Block, rule: Initialiser) -> None:
    """Puts a rule behind the others, so that it goes over them.

    A value that is set again in the same place takes the place of the one before.
    """
    rules = list(block.initialisers)
    if rules and rule.function == SETS and _same_place(rules[-1], rule):
        rules.pop()
    label = QT_TRANSLATE_NOOP("Step", "Set values")
    if rule.function not in (SETS, "add", "subtract", "multiply", "divide"):
        label = QT_TRANSLATE_NOOP("Step", "Add a rule for first values")
    set_rules(block, [*rules, rule], label)


def _same_place(old: Initialiser, new: Initialiser) -> bool:
    def place(rule: Initialiser) -> tuple[object, ...]:
        return rule.select, rule.target, rule.parameter, rule.function, rule.arguments.get("index")

    return place(old) == place(new)


def move_rule(block: Block, place: int, to: int) -> None:
    """Puts the rule at `place` where `to` is: later rules go over earlier ones."""
    rules = list(block.initialisers)
    rules.insert(to, rules.pop(place))
    set_rules(block, rules, QT_TRANSLATE_NOOP("Step", "Move a rule for first values"))


def remove_rules(block: Block, places: Iterable[int]) -> None:
    doomed = set(places)
    left = [rule for place, rule in enumerate(block.initialisers) if place not in doomed]
    set_rules(block, left, QT_TRANSLATE_NOOP("Step", "Remove rules for first values"))


def change_rule(block: Block, place: int, rule: Initialiser) -> None:
    """Puts another rule in the place of one; typing in one field is one step."""
    rules = list(block.initialisers)
    rules[place] = rule
    label = QT_TRANSLATE_NOOP("Step", "Change a rule for first values")
    set_rules(block, rules, label, f"rule {block.id} {place}")


def follow_name(block: Block, old: str, new: str) -> Iterator[Change]:
    """What keeps patterns that begin with the name of a node meaning it: rules for first values, groups of training."""
    rules = tuple(
        replace(rule, target=new + rule.target.removeprefix(old))
        if rule.select is Selects.PATTERN and _begins_with(rule.target, old)
        else rule
        for rule in block.initialisers
    )
    if rules != block.initialisers:
        yield SetParts(block.id, "initialisers", rules)
    if block.id != MAIN:
        return
    for key, value in block.project.training.items():
        pattern = key.removeprefix(GROUP_PREFIX).rpartition(".")[0]
        if key.startswith(GROUP_PREFIX) and _begins_with(pattern, old):
            yield SetTraining(key, MISSING)
            yield SetTraining(f"{GROUP_PREFIX}{new}{key.removeprefix(GROUP_PREFIX + old)}", value)


def _begins_with(pattern: str, name: str) -> bool:
    return pattern == name or pattern.startswith(f"{name}.")


# What is trained


def freeze(project: Project, pattern: str) -> None:
    """Keeps the parameters as they are that fit a pattern, or lie below it, as one undo step."""
    label = QT_TRANSLATE_NOOP("Step", "Freeze parameters")
    project.run(label, [SetTraining(f"{GROUP_PREFIX}{pattern}.{FROZEN}", True)])


def unfreeze(project: Project, path: str) -> None:
    """Has a parameter, or all below a path, trained again, as one undo step.

    Where a wider pattern keeps it as it is, it gets a group of its own with the other arguments of that one.
    """
    groups = parameter_groups(project.training)
    settings: dict[str, Setting] = {
        f"{GROUP_PREFIX}{pattern}.{FROZEN}": MISSING
        for pattern, given in groups.items()
        if given.get(FROZEN) and (pattern == path or pattern.startswith(f"{path}."))
    }
    fits = (pattern for pattern in groups if fnmatchcase(path, pattern) or path.startswith(f"{pattern}."))
    wider = next((pattern for pattern in fits if pattern != path), "")
    if wider and groups[wider].get(FROZEN):
        arguments = {**groups[wider], **groups.get(path, {}), FROZEN: False}
        settings |= {f"{GROUP_PREFIX}{path}.{name}": value for name, value in arguments.items()}
    if settings:
        changes = [SetTraining(key, value) for key, value in settings.items()]
        project.run(QT_TRANSLATE_NOOP("Step", "Unfreeze parameters"), changes)
