"""What a benchmark prints, and the processes it measures in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from statistics import median
from typing import Any

from msgspec import Struct

REPOSITORY = Path(__file__).resolve().parents[2]


class Row(Struct, frozen=True):
    """One figure and what it should be."""

    what: str
    figure: str
    target: str


def print_rows(rows: list[Row]) -> None:
    width = max(len(row.what) for row in rows)
    wide = max(len(row.figure) for row in rows)
    for row in rows:
        print(f"  {row.what:<{width}}  {row.figure:>{wide}}  (target {row.target})")


def child(module: str, *arguments: str, display: Mapping[str, str] | None = None) -> Any:
    """Runs `python -m module` and returns the JSON object it printed last. Raises RuntimeError when it fails."""
    environment = {**os.environ, **(display or {"QT_QPA_PLATFORM": "offscreen"})}
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{module}: {done.stderr[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """A private virtual screen, as environment for children; offscreen where Xvfb is not installed."""
    if which("Xvfb") is None:
        print("  (Xvfb is not installed: measured offscreen)")
        yield {"QT_QPA_PLATFORM": "offscreen"}
        return
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1680x1020x24", "-nolisten", "tcp"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as answer:
        number = answer.readline().strip()
    try:
        yield {"QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{number}"}
    finally:
        server.terminate()
        server.wait()


def timed(times: int, *programs: str, display: Mapping[str, str]) -> list[float]:
    """For each program, Python to run, the median seconds from starting it to its first line of output. They run in
    turns: what else the machine does slows all alike."""
    figures: list[list[float]] = [[] for _ in programs]
    for _ in range(times):
        for program, found in zip(programs, figures, strict=True):
            found.append(_until_it_speaks(program, display))
    return [median(found) for found in figures]


def _until_it_speaks(program: str, display: Mapping[str, str]) -> float:
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=REPOSITORY,
        env={**os.environ, **display},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout is not None
        if not process.stdout.readline():
            raise RuntimeError(f"ended without a word:{program}")
        seconds = time.perf_counter() - began
        process.kill()
    return seconds
