"""The example projects that come with GuiNet. Each describes itself under `example` in its own file."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from guinet.core.problems import QT_TRANSLATE_NOOP, Misuse
from guinet.core.resources import resource
from guinet.storage.fields import a_list, a_text, an_object, field
from guinet.storage.files import SUFFIX, read_text
from guinet.storage.problems import Misfit
from guinet.storage.text import parse, unreadable


class Example(Struct, frozen=True):
    """`rows` are the rows of the feature list it shows (["S5"]); `task` says what it is for: "evaluate" or "train"."""

    name: str
    title: str
    rows: tuple[str, ...]
    task: str
    path: Path


def examples(folder: Path | None = None) -> tuple[Example, ...]:
    """All examples by name, those of `folder` where it is given. Raises Unreadable for one that is damaged."""
    return tuple(_example(path) for path in _paths(folder))


def example_path(name: str, folder: Path | None = None) -> Path:
    """The file of an example. Raises Misuse, with the closest names, where there is none of this name."""
    paths = {path.stem: path for path in _paths(folder)}
    if name not in paths:
        from difflib import get_close_matches  # read when there is something to mend

        close = ", ".join(get_close_matches(name, paths, 3) or paths)
        raise Misuse(
            QT_TRANSLATE_NOOP("Problem", "There is no example “{name}”: take {close}."), name=name, close=close
        )
    return paths[name]


def _paths(folder: Path | None) -> list[Path]:
    return sorted((folder or resource("examples")).glob(f"*{SUFFIX}"))


def _example(path: Path) -> Example:
    raw = parse(read_text(path), str(path))
    try:
        return field(raw, "example", lambda about: _described(an_object(about), path))
    except Misfit as misfit:
        raise unreadable(str(path), misfit) from None


def _described(about: dict[str, object], path: Path) -> Example:
    rows: tuple[str, ...] = field(about, "rows", lambda raw: tuple(a_text(row) for row in a_list(raw)), ())
    return Example(path.stem, field(about, "title", a_text), rows, field(about, "task", a_text), path)
