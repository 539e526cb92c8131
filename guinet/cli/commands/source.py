"""Print the generated Python of the module, or of the whole training script."""

from __future__ import annotations

import argparse
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a project file")
    parser.add_argument("--training", action="store_true", help="the whole training script")


def run(options: argparse.Namespace) -> int:
    from guinet import library
    from guinet.cli.naming import naming

    project = library.load(options.file)
    with naming(project):
        text = library.source(project, training=options.training)
    print(text, end="")
    return 0
