"""Make a project from Python: the file is parsed, never run."""
# ruff: noqa: N999 - a command's module is called as the command

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from guinet.cli.output import holds, writing
from guinet.core.problems import Misuse, Unreadable, quoted


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, help="a .py file with a network in it")
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="FILE", help="the project file to write")
    parser.add_argument(
        "--class", dest="name", metavar="NAME", help="the class, function or variable; by default the last of the file"
    )
    parser.add_argument(
        "--input",
        action="append",
        default=[],
        type=shape,
        metavar="SHAPE",
        help="what enters, without the batch: 1,28,28; once for each input, where trying does not find it",
    )
    parser.add_argument("--trust", action="store_true", help="trust what becomes a node of code, so that it may run")


def shape(text: str) -> tuple[int, ...]:
    """1,28,28 or 1x28x28."""
    try:
        found = tuple(int(part) for part in text.lower().replace("×", ",").replace("x", ",").split(","))
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{quoted(text) or 'an empty text'} is no shape: write it like 1,28,28"
        ) from error
    if any(not 1 <= size < 2**63 for size in found):
        raise argparse.ArgumentTypeError(f"{quoted(text)} is no shape: its sizes are at least 1 and less than 2**63")
    return found


def run(options: argparse.Namespace) -> int:
    from guinet import library
    from guinet.storage import files, trust
    from guinet.storage.python_files import read_python

    path, output = options.path, options.output
    text = read_python(path)
    try:
        project = library.from_source(text, options.name, options.input)
    except Unreadable as error:
        raise Unreadable("{path}: {reason}", path=path, reason=error) from error
    if not output.absolute().parent.is_dir():
        raise Misuse(f"{output.parent} is not a folder: make it first, or choose another")
    if output.exists() and not holds(output, files.dumps(project).encode()):
        raise Misuse(f"{output} is there already and is something else: choose another name")
    if options.trust:
        trust.trust(project.code.values())
    with writing(output):
        library.save(project, output)
    for remark in project.import_report.remarks:
        print(remark.message)
    print(f"{output} is {path} as a graph; open it with `guinet {shlex.quote(str(output))}`")
    return 0
