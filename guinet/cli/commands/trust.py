"""Show the code written by hand in a project, and with --yes trust it: from then on it may run on this machine."""

from __future__ import annotations

import argparse
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a project file")
    parser.add_argument("--yes", action="store_true", help="trust what is shown")


def run(options: argparse.Namespace) -> int:
    from guinet.core.coding import called_name
    from guinet.storage import files, trust

    project = files.load(options.file)
    waiting = trust.untrusted(project.code)
    names = {id: called_name(project.code[id]) for id in waiting}
    for id in waiting:
        print(f"--- {names[id]} ({id})")
        print(project.code[id])
    if not waiting:
        print(f"{options.file} holds no code that waits for your trust.")
    elif options.yes:
        trust.trust(project.code[id] for id in waiting)
        trusted = ", ".join(f"{names[id]} ({id})" for id in waiting)
        print(f"Trusted: {trusted}. A change made outside GuiNet asks again.")
    else:
        print(f"Nothing was trusted. Read it, then: guinet trust {options.file} --yes")
    return 0
