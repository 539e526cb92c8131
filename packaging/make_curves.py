"""Writes what the docs of nodes show of torch's numbers: curves of functions, and what the examples give.

    python packaging/make_curves.py            # after a change of the docs, the nodes or torch
    python packaging/make_curves.py --check    # exit 1 when the files are not what this torch gives

`resources/docs/curves.json` holds each activation of `torch.nn`, and each function of one number, at evenly spaced
places: its values, and its slopes by autograd. `resources/docs/results.json` holds what Python prints for the last line
of each example, `resources/docs/pages.json` where torch tells of what has no page of its own.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import sys
import warnings
from collections.abc import Sequence
from operator import attrgetter
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional

from guinet.nodes.docs import alike, documented, example
from guinet.nodes.registry import REGISTRY
from guinet.nodes.relatives import relatives
from guinet.probe.curves import curve_of

SPECIAL = re.compile(r"torch\.(special\.|i0$)")
"""Of the functions that no table names, those with a curve worth a look."""

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "docs"


def curves() -> dict[str, object]:
    """The curve of every node type that makes one number of one; equal ones by the name of the first."""
    special = [kind for kind in REGISTRY.others() if kind.kind in documented() and SPECIAL.match(kind.kind)]
    made: dict[str, object] = {}
    for kind in (*REGISTRY.types(), *special):
        found = curve_of(kind)
        if found is not None:
            curve = {"low": found.low, "high": found.high, "values": [*found.values], "slopes": [*found.slopes]}
            twin = next((name for name, other in made.items() if other == curve), None)
            made[kind.kind] = curve if twin is None else twin
    return made


def results() -> dict[str, str]:
    """What Python prints for the last line of every example."""
    kinds = dict.fromkeys((*documented(), *(kind.kind for kind in REGISTRY.others())))
    return {kind: result(lines) for kind in kinds if (lines := example(kind))}


def result(lines: Sequence[str]) -> str:
    """Runs the lines as a person would at Python's prompt; the random numbers are those of seed 0."""
    torch.manual_seed(0)
    names: dict[str, object] = {"torch": torch, "nn": nn, "F": functional}
    *before, last = ast.parse("\n".join(lines)).body
    assert isinstance(last, ast.Expr), f"the last line of an example gives its result: {lines[-1]}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch says of what is old or new that it may go or change; so do the docs
        exec(compile(ast.Module(before, []), "example", "exec"), names)
        value = eval(compile(ast.Expression(last.value), "example", "eval"), names)
    return repr(value.detach() if isinstance(value, torch.Tensor) else value)


def pages() -> dict[str, str]:
    """Where torch's documentation tells of what has no page there: of what torch itself says nothing, and of what it
    tells of as a function of `torch.nn.functional`; "" for nowhere."""
    kinds = [kind.kind for kind in (*REGISTRY.types(), *REGISTRY.others()) if kind.kind.startswith("torch.")]
    own = {kind for kind in kinds if described(kind)}
    others = (kind for kind in kinds if kind not in own)
    return {kind: next((each for each in (*alike(kind), *relatives(kind)) if each in own), "") for kind in others}


def described(kind: str) -> bool:
    place, _, name = kind.rpartition(".")
    about = attrgetter(kind.removeprefix("torch."))(torch)
    return bool(about.__doc__) and not (place == "torch" and getattr(functional, name, None) is about)


def write(found: dict[str, object], file: Path) -> None:
    """One line for each entry, so that a difference says which one changed."""
    lines = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in found.items()]
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def read(file: Path) -> object:
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when the files are not up to date")
    check = parser.parse_args().check
    made: dict[str, dict[str, object]] = {
        "curves.json": curves(),
        "results.json": dict(results()),
        "pages.json": dict(pages()),
    }
    stale = [name for name, found in made.items() if read(FOLDER / name) != found]
    for name in stale:
        print(f"{FOLDER / name} is not up to date" if check else f"{name}: {len(made[name])}")
        if not check:
            write(made[name], FOLDER / name)
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
