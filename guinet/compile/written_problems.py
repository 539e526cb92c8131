"""What is wrong with code written by hand: it waits for trust, it failed, or its names are taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec.structs import replace

from guinet.compile import explain
from guinet.compile.endless import TooManyRounds, allowed
from guinet.compile.meta import Answer, Inputs
from guinet.compile.names import class_name
from guinet.compile.written_names import IMPORTED, OWN, names_of, readable
from guinet.core.graph import Node
from guinet.core.problems import QT_TRANSLATE_NOOP, Fix, Problem, Severity
from guinet.core.project import Project
from guinet.nodes.types import NodeType

UNTRUSTED: Final = "untrusted"
LOOK: Final = QT_TRANSLATE_NOOP("Fix", "Look at the code")
"""A repair without changes: the window shows the code and asks for trust."""


def waiting(node: Node) -> Problem:
    """A node whose code nobody on this machine has trusted: it is not run."""
    template = QT_TRANSLATE_NOOP("Problem", "{node} waits for your trust: its code is not trusted on this machine.")
    why = QT_TRANSLATE_NOOP("Problem", "Code can do anything on this machine that you can do, so it is not run before.")
    values = {"node": node.name, "code": node.code_id or ""}
    return Problem(UNTRUSTED, template, values, Severity.WARNING, why=why, fixes=(Fix(LOOK, (), values),))


def failure(node: Node, inputs: Inputs, answer: Answer) -> Problem:
    """Code that raised an exception, with the line of its text where that arose."""
    if answer.raised == TooManyRounds.__name__:
        problem = TooManyRounds(allowed.get()).problem(None, None, node.name)
        values = {**problem.values, "line": str(answer.line)}
        return replace(problem, values=values, got=explain.shapes_text(inputs), detail=answer.error)
    words = explain.symbolic(answer.error, inputs)
    values = {"node": node.name, "words": words, "error": answer.raised, "line": str(answer.line)}
    template = QT_TRANSLATE_NOOP("Problem", "{node}: {words} ({error})")
    if answer.line:
        template = QT_TRANSLATE_NOOP("Problem", "{node}, line {line} of its code: {words} ({error})")
    elif not answer.raised:
        template = QT_TRANSLATE_NOOP("Problem", "{node}: {words}")
    got = explain.shapes_text(inputs)
    return Problem("code-failed", template, values, got=got, why=explain.reason(answer.error), detail=answer.error)


def line_in_code(error: BaseException) -> Mapping[str, str]:
    """Where in a text written by hand an error arose, as one of a problem's values."""
    line = getattr(error, "line", 0)
    return {"line": str(line)} if line else {}


def clashes(project: Project) -> Iterator[Problem]:
    """Names that two texts define differently, or that the generated text defines as well."""
    first: dict[str, tuple[str, str]] = {}
    classes = {class_name(block.name): block.name for block in project.blocks.values()}
    for type, text in readable(project):
        for name, meaning in names_of(text).items():
            if meaning != OWN.get(name, meaning):
                template = QT_TRANSLATE_NOOP("Problem", "The code of {node} gives {name} another meaning: rename it.")
                yield from _at_users(project, type, template, {"name": name})
            elif name in classes and not meaning.startswith(IMPORTED):
                template = QT_TRANSLATE_NOOP(
                    "Problem", "The code of {node} defines {name}, as the block {block} does: rename one of them."
                )
                yield from _at_users(project, type, template, {"name": name, "block": classes[name]})
            other, before = first.setdefault(name, (_user(project, type), meaning))
            if before != meaning:
                template = QT_TRANSLATE_NOOP(
                    "Problem", "The code of {node} defines {name}, as that of {other} does: rename one of them."
                )
                yield from _at_users(project, type, template, {"name": name, "other": other})


def _user(project: Project, type: NodeType) -> str:
    """The name of the first node that calls the code, or of the code where only an initialiser does."""
    nodes = (node for block in project.blocks.values() for node in block.nodes.values())
    return next((node.name for node in nodes if node.kind == type.kind), type.title)


def _at_users(project: Project, type: NodeType, template: str, values: Mapping[str, str]) -> Iterator[Problem]:
    for block in project.blocks.values():
        for node in block.nodes.values():
            if node.kind == type.kind:
                yield Problem("code-names", template, {"node": node.name, **values}, block=block.id, node=node.id)
