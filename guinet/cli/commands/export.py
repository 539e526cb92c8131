"""Export the model; the file is loaded again and compared before the command says it succeeded."""

from __future__ import annotations

import argparse
from pathlib import Path

from guinet.core.formats import FORMATS


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a project file")
    parser.add_argument(
        "--as", dest="format", required=True, choices=tuple(FORMATS), metavar="FORMAT", help=", ".join(FORMATS)
    )
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        type=Path,
        metavar="PATH",
        help="the file to write; one that is there is replaced",
    )
    parser.add_argument(
        "--weights", type=Path, metavar="W", help="a .safetensors or .pt file; the newest run's best by default"
    )


def run(options: argparse.Namespace) -> int:
    from guinet import library

    project = library.load(options.file)
    if FORMATS[options.format].picture:
        from guinet.cli.pictures import write_picture

        write_picture(project, library.check(project), options.output, options.format)
        print(f"{options.output} is written")
        return 0
    from guinet.cli.naming import naming
    from guinet.exchange.export import export

    with naming(project):
        done = export(project, options.format, options.output, weights=options.weights)
    print(f"{done.path} is written; {done.compared}\n")
    print(done.snippet)
    return 0
