"""Print the module as PyTorch does, and a table of its layers."""

from __future__ import annotations

import argparse
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a project file")


def run(options: argparse.Namespace) -> int:
    from guinet import library
    from guinet.cli.naming import naming
    from guinet.cli.output import table
    from guinet.compile.module import explain
    from guinet.compile.source import SourceError
    from guinet.exchange.subject import ROWS, make_subject
    from guinet.probe.summary import summarise

    project = library.load(options.file)
    with naming(project):
        subject = make_subject(project)
    print(subject.module)
    print()
    try:
        summary = summarise(subject.module, subject.inputs)
    except Exception as error:
        # What a network raises when it runs may be anything: it is told on its node.
        with naming(project):
            raise SourceError(explain(error, subject.source)) from error
    rows = [(each.path, each.type, each.input, each.output, each.parameters, each.flops) for each in summary.layers]
    print(table(("path", "type", "input", "output", "parameters", "FLOPs"), rows))
    print(f"\n{summary.parameters:,} parameters, {summary.trainable:,} of them trainable")
    print(f"{summary.flops:,} FLOPs for a batch of {ROWS}, as above")
    return 0
