"""List the bundled examples."""

from __future__ import annotations

import argparse

from guinet.cli.output import print_json, table


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(options: argparse.Namespace) -> int:
    from guinet.storage.examples import examples

    found = examples()
    if options.json:
        fields = ("name", "title", "rows", "task")
        print_json({"examples": [{field: getattr(example, field) for field in fields} for example in found]})
    else:
        print(table(("name", "title", "task"), [(each.name, each.title, each.task) for each in found]))
    return 0
