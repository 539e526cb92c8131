"""What a person does to parameters in the panel, as changes of the project."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from guinet.core import initialising, sharing
from guinet.core.graph import Initialiser, Tie
from guinet.core.parameter_rows import ParameterRow
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Refused
from guinet.core.project import MAIN, Project
from guinet.core.values import MISSING, Value, shape_text
from guinet.nodes.hand_values import BadEdit, HandEdit, index_object, read_edit
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import InitialiserType


def edit(project: Project, row: ParameterRow, text: str) -> None:
    """Does what a line such as `weight[0, :2] = 0.5` says to the first values. Raises Refused."""
    try:
        asked = read_edit(text, row.path)
    except BadEdit as error:
        raise Refused(Problem("values", error.template, error.values)) from error
    names = (row.path, row.path.rpartition(".")[2], row.below)
    if asked.parameter not in names or row.rule is None:
        template = QT_TRANSLATE_NOOP(
            "Problem", "“{name}” is not the parameter shown: write {wanted} before the brackets."
        )
        raise Refused(Problem("values", template, {"name": asked.parameter, "wanted": names[1]}))
    _require_within(row, asked)
    _require_fitting(row, asked)
    select, target, parameter = row.rule
    rule = Initialiser(select, target, parameter, asked.function, {"index": asked.index, "value": asked.value})
    initialising.add_rule(project.main, rule)


def _require_within(row: ParameterRow, asked: HandEdit) -> None:
    """Raises Refused for an index that the shape does not have; the rest is told by the check."""
    index = index_object(asked.index)
    parts = index if isinstance(index, tuple) else (index,)
    whole = [part for part in parts if part is not None and part is not ...]
    if len(whole) > len(row.shape):
        template = QT_TRANSLATE_NOOP("Problem", "{name} has {count} dimensions, but [{index}] names more.")
        values = {"name": row.path, "count": str(len(row.shape)), "index": asked.index}
        raise Refused(Problem("values", template, values))
    if ... in parts:
        return
    for place, (part, size) in enumerate(zip(whole, row.shape, strict=False)):
        if isinstance(part, int) and not isinstance(part, bool) and not -size <= part < size:
            template = QT_TRANSLATE_NOOP(
                "Problem", "Index {index} is beyond dimension {place} of {name}, whose size is {size}."
            )
            values = {"index": str(part), "place": str(place), "name": row.path, "size": str(size)}
            raise Refused(Problem("values", template, values))


def _require_fitting(row: ParameterRow, asked: HandEdit) -> None:
    """Raises Refused for numbers in rows that cannot be stretched to what the index chooses."""
    chosen, given = _chosen(row.shape, index_object(asked.index)), _shape_of(asked.value)
    if chosen is None or given is None:
        return
    pairs = zip(reversed(given), (*reversed(chosen), *[1] * len(given)), strict=False)
    if all(size in (1, room) for size, room in pairs):
        return
    template = QT_TRANSLATE_NOOP(
        "Problem", "{name}[{index}] is {expected}, but the numbers given are {got}: give one number, or as many."
    )
    values = {"name": row.path, "index": asked.index, "expected": shape_text(chosen), "got": shape_text(given)}
    raise Refused(Problem("values", template, values))


def _chosen(shape: tuple[int, ...], index: Any) -> tuple[int, ...] | None:
    """The shape of what an index chooses; None where it has lists of places, which the check tells of."""
    parts = list(index) if isinstance(index, tuple) else [index]
    if ... in parts:
        at = parts.index(...)
        named = len(parts) - parts.count(None) - 1
        parts[at : at + 1] = [slice(None)] * (len(shape) - named)
    left, found = list(shape), list[int]()
    for part in parts:
        match part:
            case None:
                found.append(1)
            case slice() if part.step is None or part.step > 0:
                found.append(len(range(left.pop(0))[part]))
            case int() if not isinstance(part, bool):
                left.pop(0)
            case _:
                return None
    return (*found, *left)


def _shape_of(value: Value) -> tuple[int, ...] | None:
    """The shape of numbers in rows; None where the rows differ."""
    if not isinstance(value, tuple):
        return ()
    shapes = {_shape_of(item) for item in value}
    inner = shapes.pop()
    return None if shapes or inner is None else (len(value), *inner)


def drawable(rows: Iterable[ParameterRow], type: InitialiserType | None = None) -> list[ParameterRow]:
    """Those that a function of `torch.nn.init` may draw, each tensor once; without one, those that any may."""
    found, seen = [], set[str]()
    for row in rows:
        least, most = (type.least_dimensions, type.most_dimensions) if type is not None else (0, None)
        fits = len(row.shape) >= least and (most is None or len(row.shape) <= most)
        if row.rule is not None and fits and not seen.intersection(row.tied):
            found.append(row)
        seen.add(row.path)
    return found


def draw(project: Project, rows: Iterable[ParameterRow], function: str) -> None:
    """Has a function of `torch.nn.init` draw those of the parameters that it may, whatever was drawn or set before: one
    undo step."""
    type = REGISTRY.initialiser(f"torch.nn.init.{function}")
    if type is None:
        return
    given = {each.name: each.suggestion for each in type.arguments if each.required}
    arguments = {name: value for name, value in given.items() if value is not MISSING}
    chosen = [row.rule for row in drawable(rows, type) if row.rule is not None]
    rules = [Initialiser(*rule, function, arguments) for rule in chosen]
    label = QT_TRANSLATE_NOOP("Step", "Add a rule for first values")
    initialising.set_rules(project.main, [*project.main.initialisers, *rules], label)


def forget(project: Project, rows: Sequence[ParameterRow]) -> None:
    """Takes away the rules that are for exactly these parameters: they are drawn as their layers draw them."""
    initialising.remove_rules(project.main, _own_rules(project, rows))


def _own_rules(project: Project, rows: Sequence[ParameterRow]) -> list[int]:
    targets = [row.rule for row in rows if row.rule is not None]
    return [
        place
        for place, rule in enumerate(project.main.initialisers)
        if (rule.select, rule.target, rule.parameter) in targets
    ]


def tie(project: Project, row: ParameterRow, onto: ParameterRow) -> None:
    """Makes one parameter the very tensor of another. Raises Refused with the reason."""
    _require_tieable(row, onto)
    sharing.tie(project.main, row.places[0][1], row.below, onto.places[0][1], onto.below)


def _require_tieable(row: ParameterRow, onto: ParameterRow) -> None:
    values = {"name": row.path, "other": onto.path}
    template = ""
    if onto.path in row.tied:
        template = QT_TRANSLATE_NOOP("Problem", "{name} and {other} are the same tensor already.")
    elif row.shape != onto.shape:
        values |= {"got": shape_text(row.shape), "expected": shape_text(onto.shape)}
        template = QT_TRANSLATE_NOOP(
            "Problem", "{name} is {got} and {other} is {expected}: only parameters of one shape can be one."
        )
    elif not all(each.places and each.places[0][0] == MAIN and each.below for each in (row, onto)):
        template = QT_TRANSLATE_NOOP("Problem", "{name} and {other} cannot be tied: only parameters of layers can.")
    if template:
        raise Refused(Problem("tie", template, values))


def ties_of(project: Project, row: ParameterRow) -> list[Tie]:
    """The ties a parameter has, on either side."""
    if not row.places:
        return []
    here = (row.places[0][1], row.below)
    ends = ((tie, (tie.target, tie.parameter), (tie.source, tie.source_parameter)) for tie in project.main.ties)
    return [tie for tie, target, source in ends if here in (target, source)]


def untie(project: Project, row: ParameterRow) -> None:
    """Gives a parameter values of its own again. Raises Refused where it is its layer that is used twice."""
    ties = ties_of(project, row)
    if not ties:
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "{name} is one with {other} because their layer is: select the layer that uses the other's, and choose "
            "“Use its own layer”.",
        )
        raise Refused(Problem("tie", template, {"name": row.path, "other": ", ".join(row.tied)}))
    for each in ties:
        sharing.untie(project.main, each)
