"""The learning-rate scheduler a project asks for: a class of torch.optim.lr_scheduler that the registry knows."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import torch
from msgspec import Struct
from msgspec.structs import replace
from torch.optim import lr_scheduler
from torch.optim.lr_scheduler import LRScheduler, OneCycleLR, ReduceLROnPlateau

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.settings import optimizer_arguments, scheduler_arguments, scheduler_parts, training_setting
from guinet.core.values import Value
from guinet.nodes.formulas import BadFormula, Formula
from guinet.nodes.registry import REGISTRY
from guinet.nodes.training import wrong_settings
from guinet.train.problems import failed
from guinet.train.updates import choose_update

_ONE_CYCLE: Final = "torch.optim.lr_scheduler.OneCycleLR"
FUNCTION: Final = "lr_lambda"
"""The argument that is a function of the epoch, here a formula."""

_TRIED_EPOCHS: Final = 20_000
"""So many epochs are gone through before a training, where a formula could go wrong in one of them."""


class SchedulerChoice(Struct, frozen=True):
    """`kind` is torch's path, `arguments` those set by hand. `per_step`: it moves after each update, not after each
    epoch; `metric`: by the loss of the epoch, that of the validation rows where there are any. `parts`: the schedulers
    it is made of."""

    kind: str
    arguments: Mapping[str, Value]
    per_step: bool = False
    metric: bool = False
    parts: tuple[SchedulerChoice, ...] = ()

    @property
    def name(self) -> str:
        """That in torch, and those of its parts: a run goes on with the same ones only."""
        return f"{self.kind}({', '.join(part.name for part in self.parts)})" if self.parts else self.kind

    def lasting(self, updates: int) -> SchedulerChoice:
        """Over a training of so many updates, where it must know and is not told by hand."""
        told = "total_steps" in self.arguments or {"epochs", "steps_per_epoch"} <= self.arguments.keys()
        if self.kind != _ONE_CYCLE or told:
            return self
        return replace(self, arguments={**self.arguments, "total_steps": updates})

    def build(self, optimizer: torch.optim.Optimizer) -> LRScheduler:
        """Raises TrainingError when torch refuses an argument, or the optimiser."""
        try:
            return self._make(optimizer)
        except BadFormula as error:
            raise failed("scheduler", error.template, error.values) from error
        except (TypeError, ValueError, RuntimeError, ZeroDivisionError) as error:
            template = QT_TRANSLATE_NOOP("Problem", "{scheduler} refuses its arguments: {reason}. Change the setting.")
            raise failed("scheduler", template, {"scheduler": self.kind, "reason": error}) from error

    def _make(self, optimizer: torch.optim.Optimizer) -> LRScheduler:
        scheduler: Callable[..., LRScheduler] = getattr(lr_scheduler, self.kind.rpartition(".")[2])
        arguments: dict[str, Any] = dict(self.arguments)
        if FUNCTION in arguments:
            arguments[FUNCTION] = _function(Formula(str(arguments[FUNCTION])))
        if not self.parts:
            return scheduler(optimizer, **arguments)
        parts = [part._make(optimizer) for part in self.parts]
        # Chained ones take no optimiser first: they have that of their parts.
        return scheduler(optimizer, parts, **arguments) if arguments else scheduler(parts, optimizer=optimizer)

    @property
    def _may_go_wrong(self) -> bool:
        return FUNCTION in self.arguments or bool(self.parts)

    def check(self, epochs: int) -> None:
        """Goes through the epochs of a training where a formula or parts could make a rate that cannot be.

        Raises TrainingError as `build` does, for a formula without a value in one of them, and for a negative rate.
        """
        if not self._may_go_wrong:
            return
        for epoch, rate in enumerate(learning_rates(self, 1.0, min(epochs, _TRIED_EPOCHS), 1), start=1):
            if rate < 0:
                template = QT_TRANSLATE_NOOP(
                    "Problem",
                    "{scheduler} makes the learning rate negative in epoch {epoch}: change the setting, for example "
                    "with max(0, …).",
                )
                raise failed("scheduler", template, {"scheduler": self.kind, "epoch": epoch})


def _function(formula: Formula) -> Callable[[int], float]:
    """As a function, whose state torch leaves alone; an object's it would write down."""

    def lr_lambda(epoch: int) -> float:
        return formula.at(epoch)

    return lr_lambda


def choose_scheduler(training: Mapping[str, Value]) -> SchedulerChoice | None:
    """None where the learning rate stays as it is. Raises TrainingError for a scheduler or an argument that is not
    known, or a value it cannot have."""
    wrong = next((wrong for wrong in wrong_settings(training) if wrong.key.startswith("scheduler")), None)
    if wrong is not None:
        raise failed("scheduler", *wrong.complaint)
    type = REGISTRY.scheduler(str(training_setting(training, "scheduler")))
    if type is None:
        return None
    parts = tuple(SchedulerChoice(str(part.kind), part.arguments) for part in scheduler_parts(training))
    return SchedulerChoice(type.kind, scheduler_arguments(training), type.per_step, type.metric, parts)


def check_length(scheduler: LRScheduler | None, updates: int) -> None:
    """Raises TrainingError when the scheduler is over before so many updates are made."""
    if isinstance(scheduler, OneCycleLR) and scheduler.total_steps < updates:
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "OneCycleLR is over after {total} updates, but the training makes {updates}: start a new run with no "
            "total_steps set, or train for fewer epochs.",
        )
        raise failed("scheduler", template, {"total": scheduler.total_steps, "updates": updates})


def advance(scheduler: LRScheduler, loss: float) -> None:
    """To the next epoch; `loss` is that of the epoch that ended. Raises TrainingError for a formula without a value."""
    with warnings.catch_warnings():
        # A run resumed between the last update of an epoch and its end makes no update in between, as torch wants.
        warnings.filterwarnings("ignore", "Detected call of `lr_scheduler.step", UserWarning)
        try:
            if isinstance(scheduler, ReduceLROnPlateau):
                scheduler.step(loss)
            else:
                scheduler.step()
        except BadFormula as error:
            raise failed("scheduler", error.template, error.values) from error


def preview(training: Mapping[str, Value], batches: int) -> Iterator[float]:
    """The learning rate of each update that these settings would make of epochs of so many batches, without training.

    Raises TrainingError for a setting that cannot be.
    """
    kind, given = str(training_setting(training, "optimizer")), optimizer_arguments(training)
    optimizer = REGISTRY.optimizer(kind)
    argument = optimizer.argument("lr") if optimizer is not None else None
    learning_rate = float(str(given.get("lr", argument.default if argument is not None else 0.0)))
    updates = choose_update(training).updates(batches)
    epochs = int(str(training_setting(training, "epochs")))
    return learning_rates(choose_scheduler(training), learning_rate, epochs, updates)


def learning_rates(
    choice: SchedulerChoice | None, learning_rate: float, epochs: int, updates_per_epoch: int
) -> Iterator[float]:
    """The learning rate of each update of a training, without training. One that follows the loss stays as it is.

    Raises TrainingError as `SchedulerChoice.build` does.
    """
    optimizer = torch.optim.SGD([torch.zeros(1)], learning_rate, momentum=0.9)
    made = choice.lasting(epochs * updates_per_epoch).build(optimizer) if choice and not choice.metric else None
    check_length(made, epochs * updates_per_epoch)
    for _ in range(epochs):
        for _ in range(updates_per_epoch):
            yield float(optimizer.param_groups[0]["lr"])
            optimizer.step()
            if made is not None and choice is not None and choice.per_step:
                made.step()
        if made is not None and choice is not None and not choice.per_step:
            advance(made, 0.0)
