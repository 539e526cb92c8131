"""Compares what an exported file computes with what the model computes."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import torch
from torch import Tensor

from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, sentence
from guinet.exchange.clean_process import CleanProcessFailed, run_snippet
from guinet.exchange.problems import ExportFailed
from guinet.exchange.subject import ROWS, Subject

EQUAL: Final = QT_TRANSLATE_NOOP(
    "Problem", "loaded in a clean process, every output equal on a random batch of {rows}, with {weights}"
)


def equal_outputs(subject: Subject, snippet: str, folder: Path, template: str = EQUAL) -> Problem:
    """Requires `torch.equal` of every output; what it says then. Raises ExportFailed."""
    for number, (ours, theirs) in enumerate(_pairs(subject, snippet, folder, "model(*inputs.values())")):
        if not torch.equal(ours, theirs):
            raise ExportFailed(
                QT_TRANSLATE_NOOP(
                    "Problem",
                    "output {number} of the exported model differs by up to {difference}: nothing was written",
                ),
                number=number,
                difference=f"{_difference(ours, theirs):.3g}",
            )
    return sentence(template, rows=ROWS, weights=subject.weights.words)


def close_outputs(subject: Subject, snippet: str, folder: Path, call: str, tolerance: float) -> Problem:
    """Requires every output to lie within `tolerance`, relative to its largest value. Raises ExportFailed."""
    worst = 0.0
    for number, (ours, theirs) in enumerate(_pairs(subject, snippet, folder, call)):
        relative = _difference(ours, theirs) / max(float(ours.double().abs().max()), 1e-30)
        if not relative <= tolerance:
            raise ExportFailed(
                QT_TRANSLATE_NOOP(
                    "Problem",
                    "output {number} of the exported model differs by {relative} (relative, {tolerance} "
                    "allowed): nothing was written",
                ),
                number=number,
                relative=f"{relative:.3g}",
                tolerance=f"{tolerance:g}",
            )
        worst = max(worst, relative)
    template = QT_TRANSLATE_NOOP(
        "Problem",
        "loaded in a clean process, outputs within {difference} (relative) on a random batch of {rows}, with {weights}",
    )
    return sentence(template, difference=f"{worst:.1g}", rows=ROWS, weights=subject.weights.words)


def _pairs(subject: Subject, snippet: str, folder: Path, call: str) -> list[tuple[Tensor, Tensor]]:
    # First here, where an endless loop is stopped.
    ours = subject.outputs
    try:
        theirs = run_snippet(snippet, call, subject.inputs, folder)
    except CleanProcessFailed as error:
        raise ExportFailed(
            QT_TRANSLATE_NOOP("Problem", "the exported file could not be loaded again: {error}"), error=error
        ) from error
    if [tensor.shape for tensor in ours] != [tensor.shape for tensor in theirs]:
        raise ExportFailed(
            QT_TRANSLATE_NOOP("Problem", "the exported model gives outputs of other shapes: nothing was written")
        )
    return list(zip(ours, theirs, strict=True))


def _difference(ours: Tensor, theirs: Tensor) -> float:
    return float((ours.double() - theirs.double()).abs().max()) if ours.numel() else 0.0
