"""What a constructor says after its layers are there: parameters that are one, and their first values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from msgspec import Struct

from guinet.compile import expressions
from guinet.compile.attributes import attribute, below
from guinet.compile.definitions import Definition
from guinet.compile.hand_values import changed, together
from guinet.compile.loaded_values import load_line
from guinet.compile.names import is_name
from guinet.compile.writer import INDENT, Key
from guinet.core.graph import CODE_KIND, Block, Initialiser, Node, Selects, Tie
from guinet.core.sharing import owner_of
from guinet.core.values import Value
from guinet.nodes.hand_values import SIGNS
from guinet.nodes.loaded_values import loads
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form, InitialiserType

EACH = "*"
"""The `parameter` of a rule that is for all parameters of a layer."""


class Owner(Struct, frozen=True):
    """The module that has the layers: its name, and whether it is a Sequential whose layers are numbered in order."""

    name: str
    in_order: bool = False

    def layer(self, block: Block, node: str) -> str:
        """How the layer that a node calls is written."""
        name = block.nodes[owner_of(block, node)].name
        return f"{self.name}[{name}]" if self.in_order else attribute(self.name, name)


Written = Iterator[tuple[str, tuple[Key, ...]]]


def first_values(definition: Definition, owner: Owner) -> Written:
    """The lines, each with the nodes it is about: ties first, so that rules hold for what is there at last."""
    return together(_first_values(definition, owner))


def _first_values(definition: Definition, owner: Owner) -> Written:
    block = definition.block
    there = {*definition.nodes} | {member.node.id for member in definition.members if not member.path}
    for tie in block.ties:
        if tie.target in there and tie.source in there and is_path(tie.parameter) and is_path(tie.source_parameter):
            keys = ((block.id, tie.target), (block.id, tie.source))
            yield tied(tie, owner.layer(block, tie.target), owner.layer(block, tie.source)), keys
    for (loading, select, target), rules in groupby(filter(can_be_written, block.initialisers), _form_of):
        if loading:
            yield from ((line, ()) for rule in rules for line in load_line(rule, owner.name))
        elif select is Selects.NODE:
            if target in there:
                layer = owner.layer(block, target)
                lines = [line for rule in rules for line in settled(rule, layer, block.nodes[target])]
                yield from ((line, ((block.id, target),)) for line in lines)
        else:
            several = for_all if select is Selects.TYPE else for_names
            yield from ((line, ()) for line in several(owner.name, target, list(rules)))


def can_be_written(rule: Initialiser) -> bool:
    """Whether it names a parameter and a function: whatever else a file says there must never become code that runs."""
    if rule.function.startswith(CODE_KIND):
        return REGISTRY.get(rule.function) is not None
    if rule.select is not Selects.PATTERN and rule.parameter != EACH and not is_path(rule.parameter):
        return False
    return loads(rule) or rule.function in SIGNS or function_type(rule) is not None


def is_path(text: str) -> bool:
    """Whether `text` is the path of a parameter below its layer: `weight`, `0.bias`."""
    return all(is_name(part) or (part.isascii() and part.isdigit()) for part in text.split("."))


def function_type(rule: Initialiser) -> InitialiserType | None:
    """The function of `torch.nn.init` that it calls; None for another."""
    return REGISTRY.initialiser(f"torch.nn.init.{rule.function}")


def _form_of(rule: Initialiser) -> tuple[bool, Selects, str]:
    """What rules have in common that are written together."""
    return loads(rule), rule.select, rule.target


def tied(tie: Tie, target: str, source: str) -> str:
    return f"{below(target, tie.parameter)} = {below(source, tie.source_parameter)}"


def settled(rule: Initialiser, layer: str, node: Node) -> Iterator[str]:
    """The lines of a rule for one layer, or for each copy of it."""
    if node.repeat == 1:
        yield from _of_layer(rule, layer)
        return
    yield f"for layer in {layer}:"
    yield from (INDENT + line for line in _of_layer(rule, "layer"))


def for_all(owner: str, kind: str, rules: list[Initialiser]) -> Iterator[str]:
    """The lines of rules for all layers of one kind; none for a kind that nobody knows."""
    type = REGISTRY.get(kind)
    if type is None or type.form is not Form.MODULE:
        return
    yield f"for module in {owner}.modules():"
    yield f"    if isinstance(module, {type.call}):"
    for rule in rules:
        lines = list(_of_layer(rule, "module"))
        if rule.parameter not in (EACH, "weight") and not rule.function.startswith(CODE_KIND):
            yield f"        if module.{rule.parameter} is not None:"
            lines = [INDENT + line for line in lines]
        yield from (f"{INDENT * 2}{line}" for line in lines)


def for_names(owner: str, pattern: str, rules: list[Initialiser]) -> Iterator[str]:
    """The lines of rules for all parameters whose path is of a form."""
    yield f"for name, parameter in {owner}.named_parameters():"
    yield f"    if fnmatch.fnmatchcase(name, {expressions.quoted(pattern)}):"
    yield from (f"        {line}" for rule in rules for line in initialised(rule, "parameter"))


def _of_layer(rule: Initialiser, layer: str) -> Iterator[str]:
    if rule.function.startswith(CODE_KIND):
        yield from initialised(rule, layer)
    elif rule.parameter == EACH:
        yield f"for parameter in {layer}.parameters():"
        yield from (INDENT + line for line in initialised(rule, "parameter"))
    else:
        yield from initialised(rule, below(layer, rule.parameter))


def initialised(rule: Initialiser, what: str) -> Iterator[str]:
    """`nn.init.normal_(self.fc.weight, std=0.01)`, the call of a function written by hand, or a value set by hand."""
    if rule.function in SIGNS:
        yield from changed(rule, what)
    elif rule.function.startswith(CODE_KIND):
        type = REGISTRY.get(rule.function)
        if type is not None:
            yield f"{type.call}({what})"
    else:
        yield f"nn.init.{rule.function}({', '.join((what, *_arguments(function_type(rule), rule.arguments)))})"


def _arguments(type: InitialiserType | None, given: Mapping[str, Value]) -> Iterator[str]:
    for argument in type.arguments if type is not None else ():
        if argument.name in given and not expressions.is_default(argument, given[argument.name]):
            value = expressions.literal(given[argument.name])
            yield value if argument.required else f"{argument.name}={value}"
