"""The optimiser a project asks for: a class of torch.optim that the registry knows, never any import path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import torch
from torch import nn

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.settings import optimizer_arguments, training_setting
from guinet.core.values import Value
from guinet.nodes.training import wrong_settings
from guinet.train.problems import failed

_FUSED: Final = frozenset(("torch.optim.Adam", "torch.optim.AdamW", "torch.optim.SGD"))


@dataclass(frozen=True, slots=True)
class OptimizerChoice:
    """`kind` is torch's path ("torch.optim.AdamW"); `arguments` are those set by hand, torch's defaults hold for the
    rest."""

    kind: str
    arguments: Mapping[str, Value]

    def on(self, device: str) -> OptimizerChoice:
        """With one kernel for all weights (`fused`) where the optimiser has one for the device, unless that was set by
        hand: a small network trains 1.4 times faster. It stands in the training script as well."""
        if "fused" in self.arguments or self.kind not in _FUSED or device.partition(":")[0] not in ("cpu", "cuda"):
            return self
        return OptimizerChoice(self.kind, {**self.arguments, "fused": True})

    def build(self, module: nn.Module) -> torch.optim.Optimizer:
        """Raises TrainingError when the module has nothing to train or torch refuses an argument."""
        parameters = list(module.parameters())
        if not parameters:
            template = QT_TRANSLATE_NOOP(
                "Problem", "The network has no parameters, so there is nothing to train: add a layer such as Linear."
            )
            raise failed("no-parameters", template)
        optimizer = getattr(torch.optim, self.kind.rpartition(".")[2])
        try:
            return optimizer(parameters, **self.arguments)
        except (TypeError, ValueError, RuntimeError) as error:
            template = QT_TRANSLATE_NOOP("Problem", "{optimizer} refuses its arguments: {reason}. Change the setting.")
            raise failed("optimizer", template, {"optimizer": self.kind, "reason": error}) from error


def choose_optimizer(training: Mapping[str, Value]) -> OptimizerChoice:
    """Raises TrainingError for an optimiser or an argument that is not known, or a value it cannot have."""
    wrong = next((wrong for wrong in wrong_settings(training) if wrong.key.startswith("optimizer")), None)
    if wrong is not None:
        raise failed("optimizer", *wrong.complaint)
    return OptimizerChoice(str(training_setting(training, "optimizer")), optimizer_arguments(training))
