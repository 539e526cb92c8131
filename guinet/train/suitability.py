"""Which parameters an optimiser can train: told before the first step, with the parameter that it cannot."""

from __future__ import annotations

from typing import Final

from torch import nn

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.values import shape_text
from guinet.train.problems import TrainingError, failed

_TAKES_SPARSE: Final = frozenset(("SparseAdam", "SGD", "Adagrad"))


def sparse_parameters(module: nn.Module) -> set[str]:
    """The paths of the parameters whose gradients are sparse: weights of embeddings that say so."""
    return {
        f"{path}.weight" if path else "weight"
        for path, part in module.named_modules()
        if isinstance(part, nn.Embedding | nn.EmbeddingBag) and part.sparse
    }


def unsuitable(optimizer: str, groups: int, module: nn.Module) -> TrainingError | None:
    """Why the optimiser of this name in torch.optim cannot train `module` in so many groups, if it cannot."""
    if optimizer == "LBFGS" and groups > 1:
        template = QT_TRANSLATE_NOOP(
            "Problem", "LBFGS trains all parameters alike: take the groups out, or choose another optimiser."
        )
        return failed("optimizer", template)
    sparse = sparse_parameters(module)
    for path, parameter in module.named_parameters():
        template = _reason(optimizer, parameter, path in sparse) if parameter.requires_grad else ""
        if template:
            shape = shape_text(parameter.shape)
            return failed("optimizer", template, {"optimizer": optimizer, "path": path, "shape": shape})
    return None


def _reason(optimizer: str, parameter: nn.Parameter, sparse: bool) -> str:
    if optimizer == "Muon" and parameter.dim() != 2:
        return QT_TRANSLATE_NOOP(
            "Problem",
            "Muon trains matrices alone, but {path} has the shape {shape}: freeze it (groups.{path}.frozen), or choose "
            "another optimiser.",
        )
    if optimizer == "SparseAdam" and not sparse:
        return QT_TRANSLATE_NOOP(
            "Problem",
            "SparseAdam takes sparse gradients alone, but those of {path} are not: freeze it (groups.{path}.frozen), "
            "or choose Adam.",
        )
    if sparse and optimizer not in _TAKES_SPARSE:
        return QT_TRANSLATE_NOOP(
            "Problem",
            "{optimizer} takes no sparse gradients, but those of {path} are: choose SGD, Adagrad or SparseAdam, or set "
            "sparse to false.",
        )
    return ""
