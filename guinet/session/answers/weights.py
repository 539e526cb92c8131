"""Weights to begin with: keeps the chosen ones beside the project."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from torch import Tensor, nn
from torch.optim import Optimizer

from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError
from guinet.exchange.starting import file_state, keep, run_state
from guinet.session.answers.parameters import result_of
from guinet.session.failure import failure
from guinet.session.messages.parameters import ParametersUnknown
from guinet.session.messages.weights import KeepWeights, WeightsKept
from guinet.session.studies import Desk
from guinet.train.weights import snapshot

_MOST_NAMES: Final = 50


def keep_weights(desk: Desk, study: KeepWeights) -> None:
    """Emits WeightsKept, or why nothing could be kept."""
    try:
        source, state, step = _chosen(desk, study)
        kept = keep(desk.project, state, source, study.below)
    except GuinetError as error:
        desk.emit(ParametersUnknown(type(study).__name__, failure(study, error).problem))
        return
    matched = kept.matched
    desk.emit(
        WeightsKept(
            kept.file,
            kept.digest,
            source,
            len(matched.state),
            matched.missing[:_MOST_NAMES],
            len(matched.missing),
            matched.other[:_MOST_NAMES],
            len(matched.other),
            study.below,
            step,
        )
    )


def _chosen(desk: Desk, study: KeepWeights) -> tuple[str, Mapping[str, Tensor], int]:
    """What the weights are called, the weights, and the step of the training they are of."""
    if study.training:
        return _of_training(desk)
    if study.path:
        path = Path(study.path)
        return path.name, file_state(path), 0
    if desk.runs is None or not desk.runs.is_dir():
        raise GuinetError(QT_TRANSLATE_NOOP("Problem", "There is no run yet: train, or choose a file."))
    return study.run, run_state(desk.runs, study.run, study.last), 0


def _of_training(desk: Desk) -> tuple[str, Mapping[str, Tensor], int]:
    def look(module: nn.Module, optimizer: Optimizer, step: int) -> tuple[Mapping[str, Tensor], int]:
        return snapshot(module), step

    found = result_of(desk, desk.training.peek(look)) if desk.training is not None else None
    if found is None:
        words = QT_TRANSLATE_NOOP("Problem", "The training has ended meanwhile: take the weights of its run.")
        raise GuinetError(words)
    return "", *found
