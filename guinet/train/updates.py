"""What is done to gradients before an update, and how many batches make one."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from torch import nn

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.settings import training_setting
from guinet.core.values import Value
from guinet.nodes.training import setting_problem
from guinet.train.optimizers import OptimizerChoice
from guinet.train.problems import failed
from guinet.train.suitability import sparse_parameters


class UpdateChoice(Struct, frozen=True):
    """The gradients of `accumulate` batches are averaged for one update, those left over at the end of an epoch for
    one of their own. Each gradient is cut to ±`clip_value` first, then all together to the norm `clip_norm`."""

    accumulate: int = 1
    clip_value: float | None = None
    clip_norm: float | None = None

    @property
    def clips(self) -> bool:
        return self.clip_value is not None or self.clip_norm is not None

    def updates(self, batches: int) -> int:
        """How many updates so many batches, an epoch, make."""
        return -(-batches // self.accumulate)

    def share(self, index: int, batches: int) -> int:
        """Of how many batches the update is made that batch `index` of an epoch takes part in."""
        return min(self.accumulate, batches - index // self.accumulate * self.accumulate)

    def clip(self, module: nn.Module) -> None:
        if self.clip_value is not None:
            nn.utils.clip_grad_value_(module.parameters(), self.clip_value)
        if self.clip_norm is not None:
            nn.utils.clip_grad_norm_(module.parameters(), self.clip_norm)

    def check(self, optimizer: OptimizerChoice, module: nn.Module) -> None:
        """Raises TrainingError where the optimiser or the module cannot be trained so."""
        if self.accumulate > 1 and optimizer.calls_back:
            template = QT_TRANSLATE_NOOP(
                "Problem", "{optimizer} runs each batch several times and cannot wait for others: set accumulate to 1."
            )
            raise failed("setting", template, {"optimizer": optimizer.name})
        sparse = sorted(sparse_parameters(module))
        if self.clips and sparse:
            template = QT_TRANSLATE_NOOP(
                "Problem",
                "The gradients of {path} are sparse, and torch cannot clip those: take clip_norm and clip_value out, "
                "or set sparse to false.",
            )
            raise failed("setting", template, {"path": sparse[0]})


def choose_update(training: Mapping[str, Value]) -> UpdateChoice:
    """Raises TrainingError for a value that cannot be."""
    given = {name: training_setting(training, name) for name in ("accumulate", "clip_value", "clip_norm")}
    for name, value in given.items():
        complaint = setting_problem(name, value)
        if complaint is not None:
            raise failed("setting", *complaint)
    return UpdateChoice(int(str(given["accumulate"])), _limit(given["clip_value"]), _limit(given["clip_norm"]))


def _limit(value: Value) -> float | None:
    return None if value is None else float(str(value))
