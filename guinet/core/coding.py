"""Code written by hand: each text has an id of its own, so that a node's kind says exactly what it calls."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import Final

from msgspec.structs import replace

from guinet.core.changes import Change, SetCode, SetKind, SetParts
from guinet.core.following import callers, wires_follow
from guinet.core.graph import CODE_KIND, Block, BlockData
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.project import Project

CODE_FILES: Final = "<guinet:code:"
"""How the file names begin that texts run under by themselves; their ids follow, and >."""


def code_id(text: str) -> str:
    """The id of a text. Two people who write the same get the same."""
    import hashlib  # brings OpenSSL, 4 ms that the first picture does without

    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def called_in(blocks: Iterable[Block | BlockData]) -> tuple[str, ...]:
    """The ids of the code that nodes and initialisers of these blocks call, each once, in their order."""
    found: dict[str, None] = {}
    for block in blocks:
        nodes = block.nodes.values() if isinstance(block, Block) else block.nodes
        kinds = [*(node.kind for node in nodes), *(rule.function for rule in block.initialisers)]
        found |= dict.fromkeys(kind.removeprefix(CODE_KIND) for kind in kinds if kind.startswith(CODE_KIND))
    return tuple(found)


def used_code(project: Project) -> dict[str, str]:
    """The code by id that something in the project calls: all of it that may ever run."""
    return {id: project.code[id] for id in called_in(project.blocks.values()) if id in project.code}


def called_name(text: str) -> str:
    """What a text is called by: its last class or function; "code" where it has none."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "code"
    names = [item.name for item in tree.body if isinstance(item, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))]
    return names[-1] if names else "code"


def write_code(project: Project, text: str, instead_of: str | None = None, merge: str | None = None) -> str:
    """Takes `text` into the project and returns its id. Nodes that called the code `instead_of` call it from now on,
    their wires follow parameters that are called something else, and the old text goes. One undo step."""
    id = code_id(text)
    changes: list[Change] = [] if id in project.code else [SetCode(id, text)]
    users: list[tuple[Block, str]] = []
    if instead_of is not None and instead_of != id:
        users = callers(project, CODE_KIND + instead_of)
        changes += _called_instead(project, users, instead_of, id)
    if changes:
        with project.transaction(QT_TRANSLATE_NOOP("Step", "Write code"), merge), wires_follow(project, users):
            for change in changes:
                project.apply(change)
    return id


def _called_instead(project: Project, users: Iterable[tuple[Block, str]], old: str, new: str) -> Iterator[Change]:
    """Nodes and initialisers call the code `new`; `old` goes."""
    for block, node in users:
        yield SetKind(block.id, node, CODE_KIND + new, block.nodes[node].arguments)
    for block in project.blocks.values():
        if any(rule.function == CODE_KIND + old for rule in block.initialisers):
            rules = tuple(
                replace(rule, function=CODE_KIND + new) if rule.function == CODE_KIND + old else rule
                for rule in block.initialisers
            )
            yield SetParts(block.id, "initialisers", rules)
    if old in project.code:
        yield SetCode(old, None)
