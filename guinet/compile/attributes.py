"""How attributes of a module are written, whose names may be numbers or have dots in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from guinet.compile.names import is_name

Lines: TypeAlias = "list[tuple[int, str, int | None]]"
"""Each with its depth, and the place of the attribute that it makes, where it makes one."""


def attribute(owner: str, name: str) -> str:
    """`self.conv`, `getattr(self, "0")`; in a container `self.layers[0]` and `self.heads["left"]`."""
    first, *rest = name.split(".")
    text = f"{owner}.{first}" if is_name(first) else f'getattr({owner}, "{first}")'
    return text + "".join(f"[{each}]" if each.isdigit() else f'["{each}"]' for each in rest)


def below(owner: str, path: str) -> str:
    """A part of what `owner` is, by its path in torch: `.weight`, `[0].weight` for what is in a Sequential."""
    parts = path.split(".")
    return owner + "".join(f"[{part}]" if part.isdigit() else f".{part}" for part in parts)


@dataclass
class _Container:
    """Attributes by the next part of their names: the place of one that is made, or another container."""

    items: dict[str, _Container | int] = field(default_factory=dict)

    @property
    def is_list(self) -> bool:
        return {*self.items} == {str(place) for place in range(len(self.items))}

    def lines(self, made: Sequence[str], depth: int, before: str, after: str) -> Lines:
        is_list = self.is_list
        opened, closed = ("nn.ModuleList([", "])") if is_list else ("nn.ModuleDict({", "})")
        lines: Lines = [(depth, f"{before}{opened}", None)]
        names = sorted(self.items, key=_number) if is_list else list(self.items)
        for name in names:
            item, key = self.items[name], "" if is_list else f'"{name}": '
            if isinstance(item, _Container):
                lines += item.lines(made, depth + 1, key, ",")
            else:
                lines.append((depth + 1, f"{key}{made[item]},", item))
        return [*lines, (depth, f"{closed}{after}", None)]


def assignments(attributes: Iterable[tuple[str, str]]) -> Lines:
    """The lines that make attributes, given by name with what makes each; a container where its first part is."""
    names, made = [], []
    for name, text in attributes:
        names.append(name)
        made.append(text)
    top = _Container()
    for place, name in enumerate(names):
        container, *parts = top, *name.split(".")
        for part in parts[:-1]:
            inner = container.items.setdefault(part, _Container())
            if isinstance(inner, _Container):
                container = inner
        container.items[parts[-1]] = place
    lines: Lines = []
    for name, item in top.items.items():
        if isinstance(item, _Container):
            lines += item.lines(made, 0, f"self.{name} = ", "")
        else:
            lines.append((0, made[item], item))
    return lines


def _number(name: str) -> int:
    return int(name) if name.isdigit() else -1
