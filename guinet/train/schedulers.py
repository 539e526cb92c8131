"""The learning-rate scheduler a project asks for: a class of torch.optim.lr_scheduler that the registry knows."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import torch
from torch.optim import lr_scheduler
from torch.optim.lr_scheduler import LRScheduler, OneCycleLR, ReduceLROnPlateau

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.settings import optimizer_arguments, scheduler_arguments, training_setting
from guinet.core.values import Value
from guinet.nodes.registry import REGISTRY
from guinet.nodes.training import wrong_settings
from guinet.train.problems import failed
from guinet.train.updates import choose_update

_ONE_CYCLE: Final = "torch.optim.lr_scheduler.OneCycleLR"


@dataclass(frozen=True, slots=True)
class SchedulerChoice:
    """`kind` is torch's path, `arguments` those set by hand. `per_step`: it moves after each update, not after each
    epoch; `metric`: by the loss of the epoch, that of the validation rows where there are any."""

    kind: str
    arguments: Mapping[str, Value]
    per_step: bool = False
    metric: bool = False

    def lasting(self, updates: int) -> SchedulerChoice:
        """Over a training of so many updates, where it must know and is not told by hand."""
        told = "total_steps" in self.arguments or {"epochs", "steps_per_epoch"} <= self.arguments.keys()
        if self.kind != _ONE_CYCLE or told:
            return self
        return replace(self, arguments={**self.arguments, "total_steps": updates})

    def build(self, optimizer: torch.optim.Optimizer) -> LRScheduler:
        """Raises TrainingError when torch refuses an argument, or the optimiser."""
        scheduler = getattr(lr_scheduler, self.kind.rpartition(".")[2])
        try:
            made: LRScheduler = scheduler(optimizer, **self.arguments)
            return made
        except (TypeError, ValueError, RuntimeError, ZeroDivisionError) as error:
            template = QT_TRANSLATE_NOOP("Problem", "{scheduler} refuses its arguments: {reason}. Change the setting.")
            raise failed("scheduler", template, {"scheduler": self.kind, "reason": error}) from error


def choose_scheduler(training: Mapping[str, Value]) -> SchedulerChoice | None:
    """None where the learning rate stays as it is. Raises TrainingError for a scheduler or an argument that is not
    known, or a value it cannot have."""
    wrong = next((wrong for wrong in wrong_settings(training) if wrong.key.startswith("scheduler")), None)
    if wrong is not None:
        raise failed("scheduler", *wrong.complaint)
    type = REGISTRY.scheduler(str(training_setting(training, "scheduler")))
    if type is None:
        return None
    return SchedulerChoice(type.kind, scheduler_arguments(training), type.per_step, type.metric)


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
    """To the next epoch; `loss` is that of the epoch that ended."""
    with warnings.catch_warnings():
        # A run resumed between the last update of an epoch and its end makes no update in between, as torch wants.
        warnings.filterwarnings("ignore", "Detected call of `lr_scheduler.step", UserWarning)
        if isinstance(scheduler, ReduceLROnPlateau):
            scheduler.step(loss)
        else:
            scheduler.step()


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
            made.step()
