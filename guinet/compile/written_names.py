"""The names that code written by hand defines: where it stands in a module, nothing else may have them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from guinet.compile.names import RESERVED
from guinet.core.coding import used_code
from guinet.core.graph import CODE_KIND
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import NodeType

IMPORTED: Final = "import "
"""What the meaning of a name begins with that is imported: it is the same wherever it is imported from there."""

OWN: Final = {
    "torch": f"{IMPORTED}torch",
    "nn": f"{IMPORTED}torch.nn",
    "F": f"{IMPORTED}torch.nn.functional",
}
"""The names that a module has without being told, and their meanings."""


@lru_cache(maxsize=256)
def names_of(text: str) -> Mapping[str, str]:
    """What a text, which is Python, defines at its top level, each name with what it means."""
    found: dict[str, str] = {}
    for item in ast.parse(text).body:
        match item:
            case ast.Import():
                for name in item.names:
                    found[name.asname or _first(name.name)] = IMPORTED + (
                        name.name if name.asname else _first(name.name)
                    )
            case ast.ImportFrom(module=module) if module != "__future__":
                found |= {name.asname or name.name: f"{IMPORTED}{module}.{name.name}" for name in item.names}
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                found[item.name] = ast.unparse(item)
            case ast.Assign(targets=targets):
                found |= {name: ast.unparse(item) for target in targets for name in _assigned(target)}
            case ast.AnnAssign(target=target):
                found |= {name: ast.unparse(item) for name in _assigned(target)}
    return found


def readable(project: Project) -> Iterator[tuple[NodeType, str]]:
    """The code in use that is a node, with its type."""
    for id, text in used_code(project).items():
        type = REGISTRY.get(CODE_KIND + id)
        if type is not None:
            yield type, text


def defined_names(project: Project) -> frozenset[str]:
    """All that code in use defines."""
    return frozenset(name for _, text in readable(project) for name in names_of(text))


def reserved(project: Project) -> frozenset[str]:
    """Names that no variable of the generated text may have."""
    return RESERVED | defined_names(project) if project.code else RESERVED


def _first(path: str) -> str:
    return path.partition(".")[0]


def _assigned(target: ast.expr) -> Iterator[str]:
    yield from (item.id for item in ast.walk(target) if isinstance(item, ast.Name))
