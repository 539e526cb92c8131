"""Tries every layer, loss, optimiser, scheduler, initialiser and operation of torch, and says which have a whole node.

    python packaging/coverage.py                 # a table of counts, and every gap with its reason
    python packaging/coverage.py --json          # each name by itself
    python packaging/coverage.py torch.nn        # some areas alone

For each public name of torch: is there a node type (or a described optimiser, scheduler, initialiser); has its form
every argument of torch's signature; does a graph with it build; does that give, on an example, what torch gives; does
it come back the same from a file; does its generated source, executed, give the same. Names are "wanted" that somebody
drawing with this torch may need; those that are not are told with the others, by their reason. Exits with 1 when a gap
has none.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict

import torch
from coverage_areas import AREAS, Row
from coverage_reasons import NOT_FOR_USE, reason_of

COLUMNS = ("node", "form", "builds", "runs", "file", "text")


def rows(areas: list[str]) -> Iterator[Row]:
    for area, tried in AREAS.items():
        if not areas or area in areas:
            for row in tried():
                gap = not all(getattr(row, column) for column in COLUMNS)
                row.reason = reason_of(row) if gap else ""
                row.wanted = row.wanted and row.reason not in NOT_FOR_USE
                yield row


def table(found: list[Row]) -> str:
    """One line an area: names in all, those that need a node, and how many pass each column."""
    lines = [f"{'':24}{'names':>7}{'wanted':>8}" + "".join(f"{column:>8}" for column in COLUMNS)]
    for area in dict.fromkeys(row.area for row in found):
        inside = [row for row in found if row.area == area]
        wanted = [row for row in inside if row.wanted]
        counts = (sum(bool(getattr(row, column)) for row in wanted) for column in COLUMNS)
        lines.append(f"{area:24}{len(inside):7}{len(wanted):8}" + "".join(f"{count:8}" for count in counts))
    return "\n".join(lines)


def gaps(found: list[Row]) -> str:
    """Every name that lacks something, under its reason."""
    by_reason: dict[str, list[str]] = {}
    for row in found:
        missing = [column for column in COLUMNS if not getattr(row, column)]
        if missing:
            lacking = "" if len(missing) == len(COLUMNS) else f" ({', '.join(missing)})"
            by_reason.setdefault(row.reason or "NO REASON", []).append(f"{row.area}.{row.name}{lacking}")
    ordered = sorted(by_reason.items(), key=lambda pair: (pair[0] != "NO REASON", -len(pair[1])))
    return "\n".join(f"\n{reason} [{len(names)}]\n    " + "\n    ".join(names) for reason, names in ordered)


def main() -> int:
    parser = argparse.ArgumentParser(description="Say what of torch has a node that works.")
    parser.add_argument("areas", nargs="*", choices=[[], *AREAS], help="areas such as torch.nn; all when none is given")
    parser.add_argument("--json", action="store_true", help="one JSON object with every name")
    options = parser.parse_args()
    torch.set_num_threads(1)
    found = list(rows(options.areas))
    if options.json:
        print(json.dumps({"torch": torch.__version__, "rows": [asdict(row) for row in found]}, ensure_ascii=False))
    else:
        print(table(found))
        print(gaps(found))
    lacking = [row for row in found if not all(getattr(row, column) for column in COLUMNS) and not row.reason]
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
