"""GuiNet's canvas beside NodeGraphQt and qtpynodeeditor, in one run: frame times of gestures, and ratios.

    .venv/bin/python -m tests.benchmarks.peers --into /tmp/peers            1,000 nodes
    .venv/bin/python -m tests.benchmarks.peers --into /tmp/peers --nodes 10000 --only qtpynodeeditor
    GUINET_BENCHMARK_CPU=1 …    counts the processor's time: for a machine that is busy with other things

The two are no dependencies of GuiNet: they are installed into an environment of their own in the folder given, once.
Each canvas runs in a process of its own on a private screen, three times in turn; the median run counts. The check for
cycles of both is off, without which they take minutes. A pan or a drag begins with a mouse event, the same for all.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import venv
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks.rows import child, screen

PEERS = ("nodegraphqt", "qtpynodeeditor")
ROUNDS = 3


def environment(folder: Path) -> Path:
    """The Python of an environment with both libraries and the same Qt as here; made when it is not there."""
    python = folder / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        print(f"  making an environment in {folder / 'env'}")
        venv.create(folder / "env", with_pip=True)
        qt = f"PySide6-Essentials=={version('PySide6-Essentials')}"
        wanted = [qt, "NodeGraphQt==0.6.44", "qtpynodeeditor==0.3.3", "setuptools"]
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *wanted], check=True)
    return python


def peer(python: Path, library: str, count: int, display: Mapping[str, str]) -> dict[str, Any]:
    """What one run of a library gave. Raises RuntimeError when it fails."""
    done = subprocess.run(
        [str(python), "-m", "tests.benchmarks.peer_canvas", library, str(count)],
        env={**os.environ, **display, "QT_API": "pyside6"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{library}: {done.stderr[-2000:]}")
    figures: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def high(times: list[float]) -> float:
    """The 95th percentile."""
    return sorted(times)[min(len(times) - 1, int(0.95 * len(times)))]


def table(count: int, runs: Mapping[str, list[dict[str, Any]]]) -> None:
    """Prints the 95th percentile of each gesture, its median over the rounds, and how often GuiNet's fits into it."""
    names = list(runs)
    unit = "processor ms" if os.environ.get("GUINET_BENCHMARK_CPU") else "ms"
    print(f"\n{count} nodes, 95 % of frames take no more {unit} than (… × as long as GuiNet)")
    print(f"  {'':16}" + "".join(f"{name:>24}" for name in names))
    for gesture in runs[names[0]][0]["frames"]:
        figures = [median(high(run["frames"][gesture]) for run in runs[name]) for name in names]
        cells = [f"{figures[0]:.2f}", *(f"{figure:.1f} ({figure / figures[0]:.0f} ×)" for figure in figures[1:])]
        print(f"  {gesture:16}" + "".join(f"{cell:>24}" for cell in cells))
    opened = [f"{median(run['opened'] for run in runs[name]):.2f} s" for name in names]
    print(f"  {'opened':16}" + "".join(f"{cell:>24}" for cell in opened), flush=True)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.peers", description=__doc__)
    parser.add_argument("--into", type=Path, required=True, metavar="FOLDER", help="where the others are installed")
    parser.add_argument("--nodes", type=int, default=1000)
    parser.add_argument("--only", choices=PEERS, action="append", help="leave the other one out")
    chosen = parser.parse_args(arguments)
    python = environment(chosen.into.resolve())
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in ("guinet", *(chosen.only or PEERS))}
    with screen() as display:
        for _ in range(ROUNDS):
            for name, found in runs.items():
                if name == "guinet":
                    found.append(child("tests.benchmarks.canvas", str(chosen.nodes), display=display))
                else:
                    found.append(peer(python, name, chosen.nodes, display))
    table(chosen.nodes, runs)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
