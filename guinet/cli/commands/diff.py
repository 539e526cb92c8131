"""Say what differs between two project files. Exit code 0 whether anything does or not."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from difflib import unified_diff
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from guinet.cli.output import count, print_json

if TYPE_CHECKING:
    from guinet.core.comparing import Difference
    from guinet.core.versions import Versions


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("left", type=Path, metavar="A", help="a project file")
    parser.add_argument("right", type=Path, metavar="B", help="another, or another version of it")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(options: argparse.Namespace) -> int:
    from guinet.core.versions import version_differences
    from guinet.storage import files

    left, right = (files.load(path) for path in (options.left, options.right))
    found = version_differences(left, right, files.defaults)
    if options.json:
        print_json(_as_json(options, found))
    else:
        for line in _lines(options, found):
            print(line)
    return 0


def _as_json(options: argparse.Namespace, found: Versions) -> dict[str, object]:
    fields = ("kind", "name", "left", "right")
    return {
        "left": str(options.left),
        "right": str(options.right),
        "same": found.same,
        "differences": [{field: getattr(each, field) for field in fields} for each in found.differences],
        "moved": found.moved,
        "drawn": found.drawn,
    }


def _lines(options: argparse.Namespace, found: Versions) -> Iterator[str]:
    if found.same:
        yield f"{options.left} and {options.right} hold the same project"
        return
    yield f"--- {options.left}"
    yield f"+++ {options.right}"
    for each in found.differences:
        yield from _told(each)
    if found.moved:
        yield f"moved {count(len(found.moved), 'node')}"
    if found.drawn:
        yield f"drawn differently: {', '.join(found.drawn)}"


def _told(each: Difference) -> Iterator[str]:
    """`+` is only in the second, `-` only in the first, `~` is in both and not the same."""
    from guinet.core.comparing import Kind

    sign = "~" if each.left and each.right else "+" if each.right else "-"
    head = f"{sign} {each.kind.value} {each.name}"
    if each.kind in (Kind.CODE, Kind.NOTE):
        yield head
        yield from (f"    {line}" for line in _changed(each.left, each.right))
    elif each.left in ("", each.name) and each.right in ("", each.name) and each.kind is not Kind.NAME:
        yield head
    elif sign == "~":
        yield f"{head}: {each.left} → {each.right}"
    else:
        yield f"{head}: {each.left or each.right}"


def _changed(left: str, right: str) -> Iterator[str]:
    """The lines of a text that are not the same, with one around."""
    lines = unified_diff(left.splitlines(), right.splitlines(), lineterm="", n=1)
    yield from (line for line in islice(lines, 2, None) if not line.startswith("@"))
