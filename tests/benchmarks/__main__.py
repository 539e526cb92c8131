"""Prints one table of what is fast and what is not: `python -m tests.benchmarks [PART …]`.

It judges nothing: look at ratios, on a quiet machine. Parts: those of `PARTS`, and `pytest` for the files here that
pytest-benchmark times.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import autograd, start, training, window
from tests.benchmarks.rows import Row, print_rows

HERE = Path(__file__).parent
PARTS: dict[str, Callable[[], list[Row]]] = {
    "start": start.rows,
    "training": training.rows,
    "autograd": autograd.rows,
    "window": window.rows,
}


def main(wanted: list[str]) -> int:
    if unknown := set(wanted) - {*PARTS, "pytest"}:
        print(f"there is no part {', '.join(sorted(unknown))}; the parts are {', '.join(PARTS)} and pytest")
        return 2
    for name, rows in PARTS.items():
        if not wanted or name in wanted:
            print(f"\n{name}: {rows.__module__}")
            print_rows(rows())
    if wanted and "pytest" not in wanted:
        return 0
    options = ["--benchmark-enable", "--benchmark-only", "--benchmark-columns=median,iqr,rounds", "-q", "-s"]
    return subprocess.run([sys.executable, "-m", "pytest", str(HERE), *options], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
