"""What imports make names stand for."""

from __future__ import annotations

import ast
from typing import Final

from guinet.exchange.python.values import Builtin, Scope, Torch

ASSUMED: Final = {
    "torch": Torch("torch"),
    "nn": Torch("torch.nn"),
    "F": Torch("torch.nn.functional"),
    "Tensor": Torch("torch.Tensor"),
}
"""What names stand for in a text without imports."""

BUILTINS: Final = frozenset(
    {"range", "len", "int", "float", "bool", "str", "list", "tuple", "dict", "zip", "enumerate", "reversed", "sum"}
    | {"max", "min", "abs", "print", "isinstance", "round", "sorted", "OrderedDict", "math", "any", "all", "pow"}
    | {"map", "getattr", "setattr", "hasattr", "next", "slice", "divmod", "vars", "set"}
)


def imported(tree: ast.Import | ast.ImportFrom, scope: Scope) -> None:
    """Takes down in `scope` what the names of an import stand for."""
    if isinstance(tree, ast.Import):
        for name in tree.names:
            path = name.name if name.asname else name.name.partition(".")[0]
            scope.names[name.asname or path] = _named(path)
        return
    for name in tree.names:
        if name.name != "*" and not tree.level:
            scope.names[name.asname or name.name] = _named(f"{tree.module}.{name.name}")
        elif name.name == "*" and tree.module == "torch.nn":
            scope.names["*"] = Torch("torch.nn")


def _named(path: str) -> object:
    if path == "torch" or path.startswith("torch."):
        last = path.rpartition(".")[2]
        inside = path.startswith(("torch.nn.modules.", "torch.nn.parameter."))
        return Torch(f"torch.nn.{last}" if inside and last[:1].isupper() else path)
    head, *rest = path.split(".")
    found = Builtin(head)
    for name in rest:
        found = found.member(name)
    return found
