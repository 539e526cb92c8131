"""Compares what an exported file computes with what the model computes."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from guinet.exchange.clean_process import CleanProcessFailed, run_snippet
from guinet.exchange.problems import ExportFailed
from guinet.exchange.subject import ROWS, Subject


def equal_outputs(subject: Subject, snippet: str, folder: Path, call: str = "model(*inputs.values())") -> str:
    """Requires `torch.equal` of every output. Raises ExportFailed."""
    for number, (ours, theirs) in enumerate(_pairs(subject, snippet, folder, call)):
        if not torch.equal(ours, theirs):
            raise ExportFailed(
                f"output {number} of the exported model differs by up to {_difference(ours, theirs):.3g}: "
                "nothing was written"
            )
    return f"loaded in a clean process, every output equal on a random batch of {ROWS}, with {subject.weights.words}"


def close_outputs(subject: Subject, snippet: str, folder: Path, call: str, tolerance: float) -> str:
    """Requires every output to lie within `tolerance`, relative to its largest value. Raises ExportFailed."""
    worst = 0.0
    for number, (ours, theirs) in enumerate(_pairs(subject, snippet, folder, call)):
        relative = _difference(ours, theirs) / max(float(ours.double().abs().max()), 1e-30)
        if not relative <= tolerance:
            raise ExportFailed(
                f"output {number} of the exported model differs by {relative:.3g} (relative, {tolerance:g} allowed): "
                "nothing was written"
            )
        worst = max(worst, relative)
    return (
        f"loaded in a clean process, outputs within {worst:.1g} (relative) on a random batch of {ROWS}, "
        f"with {subject.weights.words}"
    )


def _pairs(subject: Subject, snippet: str, folder: Path, call: str) -> list[tuple[Tensor, Tensor]]:
    # First here, where an endless loop is stopped.
    ours = subject.outputs
    try:
        theirs = run_snippet(snippet, call, subject.inputs, folder)
    except CleanProcessFailed as error:
        raise ExportFailed(f"the exported file could not be loaded again: {error}") from error
    if [tensor.shape for tensor in ours] != [tensor.shape for tensor in theirs]:
        raise ExportFailed("the exported model gives outputs of other shapes: nothing was written")
    return list(zip(ours, theirs, strict=True))


def _difference(ours: Tensor, theirs: Tensor) -> float:
    return float((ours.double() - theirs.double()).abs().max()) if ours.numel() else 0.0
