"""The optimiser a project asks for: a class of torch.optim that the registry knows, never any import path."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any, Final

import torch
from msgspec import Struct, field
from msgspec.structs import replace
from torch import nn

from guinet.core import settings
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.settings import optimizer_arguments, training_setting
from guinet.core.values import Value
from guinet.nodes.training import wrong_settings
from guinet.train.groups import parameter_groups
from guinet.train.problems import failed
from guinet.train.suitability import unsuitable

_FUSED: Final = frozenset(("torch.optim.Adam", "torch.optim.AdamW", "torch.optim.SGD"))
_SHOWN: Final = 12
"""How many paths a sentence lists."""


class OptimizerChoice(Struct, frozen=True):
    """`kind` is torch's path ("torch.optim.AdamW"); `arguments` are those set by hand, torch's defaults hold for the
    rest; `groups` are the arguments of some parameters, by pattern (see `groups.parameter_groups`)."""

    kind: str
    arguments: Mapping[str, Value]
    groups: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """That in torch.optim."""
        return self.kind.rpartition(".")[2]

    @property
    def calls_back(self) -> bool:
        """Whether its step runs the network by itself, several times."""
        return self.name == "LBFGS"

    def on(self, device: str, fuses: bool) -> OptimizerChoice:
        """With one kernel for all weights (`fused`) where the optimiser has one for the device, unless that was set by
        hand: a small network trains 1.4 times faster. It stands in the training script as well. `fuses` says whether
        the weights allow it."""
        if "fused" in self.arguments or self.kind not in _FUSED or device.partition(":")[0] not in ("cpu", "cuda"):
            return self
        if not fuses:
            return self
        return replace(self, arguments={**self.arguments, "fused": True})

    def parameters(self, module: nn.Module) -> list[Any]:
        """What the optimiser is given: parameters, or groups of them; frozen ones need no gradients from here on.

        Raises TrainingError when there is nothing to train, nothing fits a group, or the optimiser cannot train one of
        them.
        """
        self._check_patterns(module)
        if not any(True for _ in module.parameters()):
            template = QT_TRANSLATE_NOOP(
                "Problem", "The network has no parameters, so there is nothing to train: add a layer such as Linear."
            )
            raise failed("no-parameters", template)
        if not self.groups:
            found: list[Any] = list(module.parameters())
        else:
            found = parameter_groups(module, {pattern: dict(given) for pattern, given in self.groups.items()})
        if not found:
            template = QT_TRANSLATE_NOOP(
                "Problem", "All parameters are frozen, so there is nothing to train: take “frozen” off a group."
            )
            raise failed("no-parameters", template)
        wrong = unsuitable(self.name, len(found) if self.groups else 1, module)
        if wrong is not None:
            raise wrong
        return found

    def build(self, module: nn.Module) -> torch.optim.Optimizer:
        """Raises TrainingError as `parameters` does, or when torch refuses an argument."""
        parameters = self.parameters(module)
        try:
            made: torch.optim.Optimizer = getattr(torch.optim, self.name)(parameters, **self.arguments)
            return made
        except (TypeError, ValueError, RuntimeError) as error:
            template = QT_TRANSLATE_NOOP("Problem", "{optimizer} refuses its arguments: {reason}. Change the setting.")
            raise failed("optimizer", template, {"optimizer": self.kind, "reason": error}) from error

    def _check_patterns(self, module: nn.Module) -> None:
        paths = [path for path, _ in module.named_parameters()]
        for pattern in self.groups:
            if not any(fnmatchcase(path, pattern) or path.startswith(f"{pattern}.") for path in paths):
                template = QT_TRANSLATE_NOOP(
                    "Problem", "No parameter is called “{pattern}”, for which there is a group; there are: {paths}."
                )
                shown = ", ".join(paths[:_SHOWN]) + (" …" if len(paths) > _SHOWN else "")
                raise failed("group", template, {"pattern": pattern, "paths": shown})


def choose_optimizer(training: Mapping[str, Value]) -> OptimizerChoice:
    """Raises TrainingError for an optimiser or an argument that is not known, or a value it cannot have."""
    wrong = next((wrong for wrong in wrong_settings(training) if wrong.key.startswith(("optimizer", "groups"))), None)
    if wrong is not None:
        raise failed("optimizer", *wrong.complaint)
    kind = str(training_setting(training, "optimizer"))
    return OptimizerChoice(kind, optimizer_arguments(training), settings.parameter_groups(training))
