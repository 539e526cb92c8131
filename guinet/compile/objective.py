"""Writes the losses as a function of what the module gives and what the data say it should give."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct

from guinet.compile import expressions
from guinet.compile.calls import Statements, inferred_of
from guinet.compile.names import Variables, identifier
from guinet.compile.order import Extent, entering, form_of
from guinet.compile.scope import Scope
from guinet.compile.writer import Key, Text
from guinet.compile.written_names import defined_names
from guinet.core.graph import End, Node
from guinet.core.values import Value
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form

FUNCTION = "objective"


class ObjectiveParameter(Struct, frozen=True):
    """A parameter of the objective: the module's output of that name, or (`output` None) a port of a data node."""

    name: str
    output: str | None
    node: str
    port: str


class Objective(Struct, frozen=True):
    """Python text: the criteria as module-level names, and `def objective(...)`, which returns the loss.

    `lines`: the 1-based lines of each loss and operation.
    """

    text: str
    parameters: tuple[ObjectiveParameter, ...]
    lines: Mapping[Key, tuple[int, ...]]
    name: str = FUNCTION


def write_objective(scope: Scope, parts: Extent, outputs: Mapping[End, str], data: Mapping[End, str]) -> Objective:
    """`outputs` and `data` name the module's results and the ports of the data."""
    nodes = [scope.block.nodes[node] for node in parts.objective]
    read = {wire.source for node in nodes for wire in entering(scope.block, node)}
    taken = [*outputs.values(), *data.values(), FUNCTION, *defined_names(scope.block.project)]
    criteria = {node.id: _criterion(node, taken) for node in nodes if form_of(node) is Form.LOSS}
    named = {end: name for end, name in (*data.items(), *outputs.items()) if end in read}
    ordered = [end for end in (*outputs, *data) if end in named]
    text = Text()
    body = _body(scope, parts, named, criteria)
    _head(text, scope, nodes, criteria, body)
    text.add(f"def {FUNCTION}({', '.join(named[end] for end in dict.fromkeys(ordered))}):")
    for line, node in body:
        text.add(line, 1, *(((scope.block.id, node.id),) if node else ()))
    parameters = tuple(
        ObjectiveParameter(named[end], outputs.get(end), end.node, end.port) for end in dict.fromkeys(ordered)
    )
    return Objective(text.text, parameters, text.lines)


def _criterion(node: Node, taken: Iterable[str]) -> str:
    name = identifier(node.name, "criterion")
    while name in (*taken, "torch", "nn", "F"):
        name += "_"
    return name


def _head(
    text: Text, scope: Scope, nodes: list[Node], criteria: Mapping[str, str], body: list[tuple[str, Node | None]]
) -> None:
    made = Text()
    for node in nodes:
        type = REGISTRY.get(node.kind)
        if node.id in criteria and type is not None:
            made.comment(node.note, 0, (scope.block.id, node.id))
            constructor = expressions.constructor(type, inferred_of(scope, node))
            made.add(f"{criteria[node.id]} = {constructor}", 0, (scope.block.id, node.id))
    code = made.text + "".join(f"{line}\n" for line, _ in body)
    for line in imports(code):
        text.add(line)
    text.add()
    text.append(made)
    text.add()
    text.add()


def imports(code: str) -> list[str]:
    """The import lines for the names that `code` uses."""
    known = {
        "fnmatch": "import fnmatch",
        "pathlib": "import pathlib",
        "safetensors": "import safetensors.torch",
        "torch": "import torch",
        "F": "import torch.nn.functional as F",
        "nn": "from torch import nn",
    }
    return [line for name, line in known.items() if _uses(code, f"{name}.")]


_WORDS: Final = re.compile(r"""#[^\n]*|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?:\w|\.)+""")
"""A comment, a text, or names with the dots between them."""


def _uses(code: str, start: str) -> bool:
    """Whether some name begins with `start`. A comment or a text may say anything, so it is read word by word."""
    return start in code and any(match[0].startswith(start) for match in _WORDS.finditer(code))


def _body(
    scope: Scope, parts: Extent, named: Mapping[End, str], criteria: Mapping[str, str]
) -> list[tuple[str, Node | None]]:
    variables = Variables((*criteria.values(), FUNCTION, *defined_names(scope.block.project)))

    def arguments(node: Node) -> Mapping[str, Value]:
        return inferred_of(scope, node)

    statements = Statements(
        scope.block,
        variables,
        lambda node: criteria.get(node.id, ""),
        expressions.no_references,
        arguments,
        chain=False,
    )
    statements.expect(parts.objective, ())
    for end, name in named.items():
        variables.bind(end, [name])
    lines: list[tuple[str, Node | None]] = []
    totals: list[str] = []
    for node in (scope.block.nodes[id] for id in parts.objective):
        expression = statements.expression(node)
        port = next(iter(scope.outcomes[node.id].known))
        if node.id not in parts.totals:
            lines.append((f"{statements.targets(node, scope.outcomes[node.id].known)} = {expression}", node))
        elif len(parts.totals) == 1:
            return [*lines, (f"return {expression}", node)]
        else:
            variables.expect(End(node.id, port))
            lines.append((f"{statements.targets(node, scope.outcomes[node.id].known)} = {expression}", node))
            totals.append(variables.read(End(node.id, port)))
            variables.expect(End(node.id, port))
    return [*lines, (f"return {' + '.join(totals)}", None)]
