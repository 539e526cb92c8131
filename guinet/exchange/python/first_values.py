"""What a constructor says of first values: `nn.init.…`, and parameters that are one and the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from guinet.core.graph import BlockData, Initialiser, Selects, Tie
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.values import freeze
from guinet.exchange.python.drawing import Drawing
from guinet.exchange.python.problems import Unclear
from guinet.exchange.python.values import Container, Every, Instance, Parameter, Rule, look, plain
from guinet.nodes.registry import REGISTRY

if TYPE_CHECKING:
    from guinet.exchange.python.reader import Reader


def initialise(
    reader: Reader, function: str, given: Sequence[object], keywords: Mapping[str, object], line: int
) -> None:
    """`nn.init.normal_(self.fc.weight, std=0.01)` becomes a rule of the module that is made; others are told of."""
    type = REGISTRY.initialiser(f"torch.nn.init.{function}")
    of = look(given[0]) if given else None
    if type is None or not isinstance(of, Parameter) or reader.building is None:
        reader.remarks.add(
            QT_TRANSLATE_NOOP(
                "Problem", "Line {line}: these first values were not taken over: set them in Parameters."
            ),
            line,
        )
        return
    named = [argument.name for argument in type.arguments]
    values = {**dict(zip(named, given[1:], strict=False)), **keywords}
    if len(given) - 1 > len(named) or not values.keys() <= {*named}:
        template = QT_TRANSLATE_NOOP("Problem", "Line {line}: {name} is called with arguments that it does not take.")
        raise Unclear(template, line, name=function)
    reader.building.rules.append(Rule(function, of, {name: plain(value) for name, value in values.items()}))


def with_rules(drawing: Drawing, module: Instance, data: BlockData) -> BlockData:
    """The block with the ties and rules of its module that are about nodes in it."""
    ties = []
    for target, source in module.ties:
        ends = _place(drawing, target), _place(drawing, source)
        if ends[0] is not None and ends[1] is not None:
            ties.append(Tie(*ends[0], *ends[1]))
    rules = list(_rules(drawing, module))
    return replace(data, ties=tuple(ties), initialisers=tuple(rules))


def _rules(drawing: Drawing, module: Instance) -> Iterator[Initialiser]:
    for rule in module.rules:
        arguments = {name: freeze(value) for name, value in rule.arguments.items()}
        if isinstance(rule.of.owner, Every):
            yield Initialiser(Selects.TYPE, rule.of.owner.kind, rule.of.path, rule.function, arguments)
        elif (place := _place(drawing, rule.of)) is not None:
            yield Initialiser(Selects.NODE, place[0], place[1], rule.function, arguments)


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
    items = module.items if isinstance(module, Container) else module.attributes if isinstance(module, Instance) else {}
    for name, item in items.items():
        if item is wanted:
            return name
        deeper = _within(item, wanted)
        if deeper:
            return f"{name}.{deeper}"
    return ""
