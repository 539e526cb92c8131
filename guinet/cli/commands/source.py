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
    from guinet.cli.streams import complain

    project = library.load(options.file)
    with naming(project):
        text = library.source(project, training=options.training)
        beside = library.data_files(project) if options.training else ()
    print(text, end="")
    if beside:
        names = ", ".join(path.name for path in beside)
        complain(f"the script reads {names} from its own folder; `guinet export --as training-py` writes both there")
    return 0
