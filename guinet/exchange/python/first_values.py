"""What a constructor says of first values: `nn.init.…`, and parameters that are one and the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from guinet.core.graph import BlockData, Initialiser, Selects, Tie
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.values import freeze
from guinet.exchange.python.constants import is_plain
from guinet.exchange.python.drawing import Drawing
from guinet.exchange.python.problems import Unclear
from guinet.exchange.python.values import Every, Instance, Layer, Made, Parameter, Rule, kept_in, look, parts_of, plain
from guinet.nodes.registry import REGISTRY

if TYPE_CHECKING:
    from guinet.exchange.python.reader import Reader

NOT_TAKEN_OVER: Final = QT_TRANSLATE_NOOP(
    "Problem", "Line {line}: these first values were not taken over: set them in Parameters."
)

NOT_IN_GRAPH: Final = QT_TRANSLATE_NOOP(
    "Problem", "Line {line}: what this does with the parameters was not taken over: do it in Parameters."
)

_OTHER_NAMES: Final = {"from": "a", "to": "b"}
"""What a method of tensors calls the arguments of a function of torch.nn.init."""


def initialise(
    reader: Reader, function: str, given: Sequence[object], keywords: Mapping[str, object], line: int
) -> None:
    """`nn.init.normal_(self.fc.weight, std=0.01)` becomes a rule of the module that is made; others are told of."""
    type = REGISTRY.initialiser(f"torch.nn.init.{function}")
    of = look(given[0]) if given else None
    if isinstance(of, Made):
        of = Parameter(of, "")
    if type is None or not isinstance(of, Parameter) or reader.building is None:
        reader.remarks.add(NOT_TAKEN_OVER, line)
        return
    named = [argument.name for argument in type.arguments]
    values = {**dict(zip(named, given[1:], strict=False)), **keywords}
    if len(given) - 1 > len(named) or not values.keys() <= {*named}:
        template = QT_TRANSLATE_NOOP("Problem", "Line {line}: {name} is called with arguments that it does not take.")
        raise Unclear(template, line, name=function)
    known = {name: plain(value) for name, value in values.items()}
    if all(map(is_plain, known.values())):
        reader.building.rules.append(Rule(function, of, known))
    else:
        reader.remarks.add(NOT_TAKEN_OVER, line)


def begin_with(
    reader: Reader, made: Made, function: str, given: Sequence[object], keywords: Mapping[str, object], line: int
) -> None:
    """`torch.empty(8, 4).normal_(0, 0.02)`, and the same of a tensor that a module keeps already."""
    if made.hold:
        initialise(reader, function, (made, *given), keywords, line)
        return
    type = REGISTRY.initialiser(f"torch.nn.init.{function}")
    named = [argument.name for argument in type.arguments] if type is not None else []
    told = {**dict(zip(named, given, strict=False)), **keywords}
    known = {_OTHER_NAMES.get(name, name): plain(value) for name, value in told.items()}
    if not all(map(is_plain, known.values())):
        reader.remarks.add(NOT_TAKEN_OVER, line)
        return
    made.first = (function, known)


def with_rules(drawing: Drawing, module: Instance, data: BlockData) -> BlockData:
    """The block with the ties and rules of its module that are about nodes in it."""
    ties = []
    for target, source in module.ties:
        ends = _place(drawing, target), _place(drawing, source)
        if ends[0] is not None and ends[1] is not None:
            ties.append(Tie(*ends[0], *ends[1]))
    rules = list(_rules(drawing, module, {node.id: node.name for node in data.nodes}))
    return replace(data, ties=tuple(ties), initialisers=tuple(rules))


def keep_first_values(reader: Reader, made: Made) -> None:
    """What a tensor that a module keeps begins with, where torch's own function does not say it."""
    if made.first is not None and reader.building is not None:
        reader.building.rules.append(Rule(made.first[0], Parameter(made, ""), made.first[1]))


def _rules(drawing: Drawing, module: Instance, names: Mapping[str, str]) -> Iterator[Initialiser]:
    kinds = {part.kind for part in parts_of(module) if isinstance(part, Layer)}
    inside = {  # of a loop or branch, where only the name in the class tells of them
        id(each)
        for part in module.attributes.values()
        for each in (part, *parts_of(part))
        if drawing.users.get(id(part), drawing) is not drawing or drawing.users.get(id(each), drawing) is not drawing
    }
    for rule in module.rules:
        arguments = {name: freeze(value) for name, value in rule.arguments.items()}
        held = drawing.held.get(id(rule.of.owner))
        if held is not None:
            yield Initialiser(Selects.PATTERN, names[held.end.node], "", rule.function, arguments)
        elif isinstance(rule.of.owner, Every):
            if rule.of.owner.kind not in kinds:
                continue  # people write their loops over modules for other networks too
            yield Initialiser(Selects.TYPE, rule.of.owner.kind, rule.of.path, rule.function, arguments)
        elif (place := _place(drawing, rule.of)) is not None:
            yield Initialiser(Selects.NODE, place[0], place[1], rule.function, arguments)
        elif id(rule.of.owner) in inside and (path := _within(module, rule.of.owner)):
            target = f"{path}.{rule.of.path}" if rule.of.path else path
            yield Initialiser(Selects.PATTERN, target, "", rule.function, arguments)


def _place(drawing: Drawing, parameter: Parameter) -> tuple[str, str] | None:
    """The node that has a parameter, and its path below that."""
    node = drawing.placed.get(id(parameter.owner))
    if node is not None:
        return node, parameter.path
    for container in drawing.rows:
        path = _within(container, parameter.owner)
        if path and id(container) in drawing.placed:
            return drawing.placed[id(container)], f"{path}.{parameter.path}"
    return None


def _within(module: object, wanted: object) -> str:
    for name, item in kept_in(module).items():
        if item is wanted:
            return name
        deeper = _within(item, wanted)
        if deeper:
            return f"{name}.{deeper}"
    return ""
