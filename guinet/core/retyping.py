"""Making a node another kind where its name says what it is: a name nobody chose follows the kind."""

from __future__ import annotations

import re
from collections.abc import Mapping

from guinet.core.changes import Change, RenameNode, SetKind
from guinet.core.editing import unused_name
from guinet.core.graph import Block, Node
from guinet.core.naming import suggested_name
from guinet.core.values import Setting


def another_kind(
    block: Block, node: Node, kind: str, arguments: Mapping[str, Setting], names: list[str] | None = None
) -> tuple[Change, ...]:
    """What makes `node` one of `kind`: `view_1`, which it was called by itself, becomes `reshape`; `flat` stays. Of
    several nodes that are made another kind at once, `names` are those given already; a new one is added."""
    changes: tuple[Change, ...] = (SetKind(block.id, node.id, kind, arguments),)
    own, wish = suggested_name(node.kind), suggested_name(kind)
    if wish == own or re.sub(r"_\d+$", "", node.name) != own:
        return changes
    name = unused_name(block, wish, names or ())
    if names is not None:
        names.append(name)
    return (*changes, RenameNode(block.id, node.id, name))
