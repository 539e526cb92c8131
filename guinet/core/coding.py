"""Code written by hand: each text has an id of its own, so that a node's kind says exactly what it calls."""

from __future__ import annotations

import hashlib

from guinet.core.changes import Change, SetCode, SetKind
from guinet.core.graph import CODE_KIND
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.project import Project


def code_id(text: str) -> str:
    """The id of a text. Two people who write the same get the same."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def write_code(project: Project, text: str, instead_of: str | None = None, merge: str | None = None) -> str:
    """Takes `text` into the project and returns its id. Nodes that called the code `instead_of` call it from now on,
    and the old text goes. One undo step."""
    id = code_id(text)
    changes: list[Change] = [] if id in project.code else [SetCode(id, text)]
    if instead_of is not None and instead_of != id:
        old = CODE_KIND + instead_of
        for block in project.blocks.values():
            users = [node for node in block.nodes.values() if node.kind == old]
            changes += [SetKind(block.id, node.id, CODE_KIND + id, node.arguments) for node in users]
        if instead_of in project.code:
            changes.append(SetCode(instead_of, None))
    if changes:
        project.run(QT_TRANSLATE_NOOP("Step", "Write code"), changes, merge)
    return id
