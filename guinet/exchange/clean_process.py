"""Runs the snippet a person would run, in a process of its own without GuiNet, and reads back what came out."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

INPUTS = "guinet-inputs.safetensors"
OUTPUTS = "guinet-outputs.safetensors"
SECONDS = 600.0
_LOOK_UP_SECONDS = 0.2

_BLOCK = """
import sys


class NoGuinet:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "guinet":
            raise ImportError("an export must load without GuiNet")


sys.meta_path.insert(0, NoGuinet())
sys.path.insert(0, "")
"""

_RUN = """
from safetensors.torch import load_file as guinet_load, save_file as guinet_save

inputs = guinet_load("guinet-inputs.safetensors")
"""

_SAVE = """
flat = []


def gather(value):
    if isinstance(value, torch.Tensor):
        flat.append(value.detach().clone().contiguous())
    elif isinstance(value, dict):
        gather(list(value.values()))
    elif isinstance(value, (tuple, list)):
        for item in value:
            gather(item)


gather(outputs)
guinet_save({f"{i:03d}": value for i, value in enumerate(flat)}, "guinet-outputs.safetensors")
"""


class CleanProcessFailed(Exception):
    """The process ended with an error; the text is its last lines."""


def run_snippet(snippet: str, call: str, inputs: Mapping[str, Tensor], folder: Path) -> tuple[Tensor, ...]:
    """Runs `snippet` and then `outputs = call`, where `inputs` is a dict of tensors; returns the tensors of `outputs`.

    Raises CleanProcessFailed.
    """
    save_file({name: tensor.contiguous() for name, tensor in inputs.items()}, str(folder / INPUTS))
    # The order of a dict is not kept by the file, and it is the order of the arguments. A copy lies in memory as any
    # tensor does: at the odd address of what was read from a file, products are added up in another order.
    order = f"inputs = {{name: inputs[name].clone() for name in {list(inputs)!r}}}\n"
    run_script("\n".join([_BLOCK, snippet, _RUN, order, "import torch", f"outputs = {call}", _SAVE]), folder)
    found = load_file(str(folder / OUTPUTS))
    for name in (INPUTS, OUTPUTS):
        (folder / name).unlink()
    return tuple(found[name] for name in sorted(found))


def run_script(script: str, folder: Path) -> str:
    """Runs a script in `folder` and returns what it printed. Raises CleanProcessFailed."""
    threads = f"import torch\ntorch.set_num_threads({torch.get_num_threads()})\n"
    command = [sys.executable, "-W", "ignore", "-c", threads + textwrap.dedent(script)]
    with subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    ) as process:
        try:
            printed, complaints = _wait(process)
        finally:
            process.kill()
            process.wait()
    if process.returncode != 0:
        raise CleanProcessFailed(_last_words(complaints) or f"it ended with exit code {process.returncode}")
    return printed


def _wait(process: subprocess.Popen[str]) -> tuple[str, str]:
    """What the process printed. Looks up now and then: an exception sent to this thread is raised only then."""
    end = time.monotonic() + SECONDS
    while True:
        try:
            return process.communicate(timeout=_LOOK_UP_SECONDS)
        except subprocess.TimeoutExpired as error:
            if time.monotonic() > end:
                raise CleanProcessFailed(f"it did not end within {SECONDS:.0f} s") from error


def _last_words(complaints: str) -> str:
    """The last line of a traceback: the exception."""
    lines = [line.strip() for line in complaints.splitlines() if line.strip()]
    return lines[-1] if lines else ""
