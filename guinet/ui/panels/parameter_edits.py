"""What a person does to parameters in the panel, as changes of the project."""

from __future__ import annotations

from collections.abc import Sequence

from guinet.core import initialising, sharing
from guinet.core.graph import Initialiser, Tie
from guinet.core.parameter_rows import ParameterRow
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Refused
from guinet.core.project import MAIN, Project
from guinet.core.values import MISSING, shape_text
from guinet.nodes.hand_values import BadEdit, HandEdit, index_object, read_edit
from guinet.nodes.registry import REGISTRY


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


def draw(project: Project, row: ParameterRow, function: str) -> None:
    """Has a function of `torch.nn.init` draw a parameter, whatever was drawn or set before."""
    type = REGISTRY.initialiser(f"torch.nn.init.{function}")
    if row.rule is not None and type is not None:
        given = {each.name: each.suggestion for each in type.arguments if each.required}
        arguments = {name: value for name, value in given.items() if value is not MISSING}
        select, target, parameter = row.rule
        initialising.add_rule(project.main, Initialiser(select, target, parameter, function, arguments))


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
    """Gives a parameter values of its own again."""
    for each in ties_of(project, row):
        sharing.untie(project.main, each)
