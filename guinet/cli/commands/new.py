"""Make a project from a bundled example."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from guinet.cli.output import holds, writing
from guinet.core.problems import Misuse


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("example", help="a name from `guinet examples`")
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="FILE", help="the file to write")


def run(options: argparse.Namespace) -> int:
    from guinet.storage import atomic
    from guinet.storage.examples import example_path

    data = example_path(options.example).read_bytes()
    output: Path = options.output
    if not output.absolute().parent.is_dir():
        raise Misuse(f"{output.parent} is not a folder: make it first, or choose another")
    if output.exists() and not holds(output, data):
        raise Misuse(f"{output} is there already and is something else: choose another name")
    with writing(output):
        atomic.write(output, data)
    print(f"{output} is a copy of {options.example}; open it with `guinet {shlex.quote(str(output))}`")
    return 0
