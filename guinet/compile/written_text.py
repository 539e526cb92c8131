"""Code written by hand inside the generated text: it stands above the classes, as it was written."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest

from msgspec import Struct

from guinet.compile.definitions import Definitions
from guinet.compile.writer import Text
from guinet.compile.written_names import OWN, names_of
from guinet.core.coding import called_in
from guinet.core.graph import CODE_KIND, BlockData, Node
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form


class Placed(Struct, frozen=True):
    """A text inside another: its first line is line `first` there, from 1."""

    id: str
    text: str
    first: int

    def line(self, line: int) -> int:
        """Which line of this text is `line` of the other; 0 for none."""
        own = line - self.first + 1
        return own if 1 <= own <= len(_lines(self.text)) else 0


def code_of(project: Project, found: Definitions, others: Iterable[Node]) -> dict[str, str]:
    """The code by id that the classes and `others` call, in the order in which they do; not that of Datasets."""
    parts = []
    for definition in found.values():
        block = definition.block
        nodes = tuple(block.nodes[node] for node in definition.nodes)
        parts.append(BlockData(block.id, "", nodes, initialisers=block.initialisers))
        parts += [each.data() for each in definition.bodies]
    parts.append(BlockData("", "", tuple(others)))
    return {id: project.code[id] for id in called_in(parts) if id in project.code and _is_callable(id)}


def _is_callable(id: str) -> bool:
    type = REGISTRY.get(CODE_KIND + id)
    return type is not None and type.form is not Form.DATA


def add_code(text: Text, code: Mapping[str, str]) -> tuple[Placed, ...]:
    """Adds the texts, each below two empty lines, and tells where they stand."""
    placed = []
    for id, own in code.items():
        text.add()
        text.add()
        placed.append(Placed(id, own, text.count + 1))
        for line in without_future(own):
            text.add(line)
    return tuple(placed)


def future(code: Iterable[str]) -> list[str]:
    """The lines with which a text must begin that holds these: Python wants them before all others."""
    found = [ast.unparse(item) for text in code for item in _future(text)]
    return list(dict.fromkeys(found))


def needed(code: Iterable[str]) -> str:
    """Those of the names torch, nn and F that the texts use without giving them a meaning, a line each."""
    used: set[str] = set()
    for text in code:
        names = {item.id for item in ast.walk(ast.parse(text)) if isinstance(item, ast.Name)}
        used |= names - names_of(text).keys()
    return "".join(f"{name}.\n" for name in OWN if name in used)


def without_future(text: str) -> list[str]:
    """The lines of a text; those of `from __future__` are empty."""
    lines = _lines(text)
    for item in _future(text):
        for number in range(item.lineno - 1, item.end_lineno or item.lineno):
            lines[number] = ""
    return lines


def split_imports(text: str) -> tuple[list[str], str]:
    """The imports at the top level of a text, and the text without them; one that shares its line stays."""
    body = ast.parse(text).body
    lines = text.split("\n")
    starts = Counter(item.lineno for item in body)
    imports = []
    for item, after in zip_longest(body, body[1:]):
        end = item.end_lineno or item.lineno
        alone = starts[item.lineno] == 1 and (after is None or after.lineno > end)
        if isinstance(item, (ast.Import, ast.ImportFrom)) and alone:
            imports.append(ast.unparse(item))
            lines[item.lineno - 1 : end] = [""] * (end - item.lineno + 1)
    return imports, "\n".join(lines).strip("\n")


def _future(text: str) -> Iterator[ast.ImportFrom]:
    for item in ast.parse(text).body:
        if isinstance(item, ast.ImportFrom) and item.module == "__future__":
            yield item


def _lines(text: str) -> list[str]:
    return text.rstrip("\n").split("\n")
