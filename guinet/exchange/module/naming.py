"""What the code of a module calls the modules inside of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from torch import nn

from guinet.core.naming import name_problem


def is_container(module: nn.Module) -> bool:
    """Whether it is Sequential, ModuleList or ModuleDict themselves."""
    return type(module) in (nn.Sequential, nn.ModuleList, nn.ModuleDict)


def is_chain(module: nn.Module) -> bool:
    """Whether it runs its layers in a row, and nothing else."""
    return isinstance(module, nn.Sequential) and type(module).forward is nn.Sequential.forward


def attribute_name(name: str) -> str:
    """The name of a child as a node may have it."""
    if name_problem(name) is None:
        return name
    plain = re.sub(r"\W", "_", name) or "layer"
    return f"{plain}_" if name_problem(f"{plain}_") is None else f"layer_{plain}"


def member(owner: str, module: nn.Module, name: str) -> str:
    """How the child `name` of a module is written that is itself written as `owner`."""
    if is_container(module) and isinstance(module, nn.ModuleDict):
        return f"{owner}[{name!r}]"
    if (is_container(module) or is_chain(module)) and name.isdigit():  # others are written as classes with attributes
        return f"{owner}[{name}]"
    own = attribute_name(name)
    return f"{owner}.{own}" if own.isidentifier() else f"getattr({owner}, {own!r})"


def names_inside(module: nn.Module) -> dict[int, str]:
    """All that is in a module by identity, as it is written there: what has several names goes by the first."""
    found: dict[int, str] = {}
    for code, inner in _within("self", module, {id(module)}):
        found.setdefault(id(inner), code)
    return found


def _within(owner: str, module: nn.Module, seen: set[int]) -> Iterator[tuple[str, nn.Module]]:
    inside = []
    for name, child in module._modules.items():
        if child is not None and id(child) not in seen:
            seen.add(id(child))
            code = member(owner, module, name)
            inside.append((code, child))
            yield code, child
    for code, child in inside:
        yield from _within(code, child, seen)


def last_name(code: str) -> str:
    """`conv` of `self.blocks[2].conv`: what its result is called."""
    words = re.findall(r"[A-Za-z_]\w*", code)
    return words[-1] if words else "value"
