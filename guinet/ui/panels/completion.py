"""Names in scope where code is written: torch's from the catalogue of nodes, and those of the text itself."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from guinet.nodes.registry import REGISTRY
from guinet.nodes.signatures import signatures

_BEFORE: Final = re.compile(r"((?:\w+\.)*)(\w*)$")
_WORD: Final = re.compile(r"[A-Za-z_]\w+")
_ATTRIBUTE: Final = re.compile(r"self\.(\w+)")

_PREFIXES: Final = (("torch.nn.functional.", "F"), ("torch.nn.", "nn"), ("torch.Tensor.", ""), ("torch.", "torch"))
_BESIDES: Final = {
    "nn": ("Module", "Parameter", "Sequential", "ModuleList", "ModuleDict", "ParameterList", "functional", "init"),
    "torch": ("Tensor", "nn", "no_grad", "manual_seed", "float32", "float64", "int64", "bool", "device", "dtype"),
    "": ("shape", "dtype", "device", "ndim", "grad", "data", "requires_grad"),
}
"""What is no node and yet is often written."""


def completions(text: str, at: int) -> tuple[str, list[str]]:
    """The word that ends at `at`, and the names it may become, in order of the alphabet."""
    found = _BEFORE.search(text[:at])
    path, word = (found[1].rstrip("."), found[2]) if found is not None else ("", "")
    if path == "self":
        names: Iterable[str] = {*_ATTRIBUTE.findall(text), "forward", "training", "parameters", "register_buffer"}
    elif path:
        spelled = {"torch.nn": "nn", "torch.nn.functional": "F"}.get(path, path)
        names = torch_names().get(spelled, torch_names()[""])
    else:
        own = {*_WORD.findall(text[: at - len(word)]), *_WORD.findall(text[at:])}
        names = {*own, *keyword.kwlist, *_BUILTINS, "torch", "nn", "F", "self", "super"}
    return word, sorted((name for name in names if _begins(name, word)), key=lambda name: (name.casefold(), name))


@cache
def torch_names() -> dict[str, frozenset[str]]:
    """What there is behind `torch.`, `nn.`, `F.`, and by "" behind a tensor's dot."""
    found: dict[str, set[str]] = {name: set(besides) for name, besides in _BESIDES.items()} | {"F": set()}
    for kind in (*(type.kind for type in REGISTRY.types()), *signatures().others()):
        for prefix, name in _PREFIXES:
            if kind.startswith(prefix):
                rest = kind.removeprefix(prefix)
                if "." not in rest:
                    found[name].add(rest)
                break
    return {name: frozenset(names) for name, names in found.items()}


def _begins(name: str, word: str) -> bool:
    return name != word and name.casefold().startswith(word.casefold())


_BUILTINS: Final = frozenset(name for name in dir(builtins) if not name.startswith("_") and name.islower())
