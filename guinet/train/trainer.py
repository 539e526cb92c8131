"""The state of a training and its steps: module, optimiser, place in the data. It reports to nobody."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from guinet.data import Batches, Dataset
from guinet.train.metrics import Scores
from guinet.train.weights import Weights

if TYPE_CHECKING:
    from guinet.train.planned import Plan

_EVALUATION_FACTOR = 4
"""Evaluating needs no gradients: this many times the batch fits where a training step fits."""


class NotFinite(Exception):
    """The loss of a step is NaN or infinite; the update was not made, where the device lets that be known in time."""

    def __init__(self, step: int, loss: float, batch: Mapping[str, Tensor]) -> None:
        super().__init__(f"the loss of step {step} is {loss}")
        self.step = step
        self.loss = loss
        self.batch = batch


class Trainer:
    """One training. The order in which random numbers are drawn is that of the exported script: `torch.manual_seed`,
    the module, then a permutation of the rows from a generator of its own at each epoch.

    `step` counts optimiser steps from the start, `in_epoch` those of the current epoch, `epoch` the epochs completed.
    `updating` is True while the optimiser changes the weights: an interrupt then leaves no state to keep.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.device = torch.device(plan.device)
        torch.manual_seed(plan.seed)
        self.module: nn.Module = plan.build().to(self.device)
        self.optimizer = plan.optimizer.build(self.module)
        generator = torch.Generator().manual_seed(plan.seed)
        self.batches = Batches(plan.splits.train, plan.batch_size, plan.shuffle, generator, self.device, plan.drop_last)
        self.step = self.in_epoch = self.epoch = 0
        self.updating = False
        self._forward = plan.wiring.forward(self.module)
        self._scores, self._other_scores = Scores(plan.task, self.device), Scores(plan.task, self.device)
        self._unread: list[Any] = []
        self._loss_sum = 0.0
        self._norms: dict[str, float] = {}
        self._epoch_start = self.batches.state()
        self._batch: Mapping[str, Tensor] = {}
        self._validation = self._in_order(plan.splits.validation)

    @property
    def total_steps(self) -> int:
        return self.plan.epochs * len(self.batches)

    @property
    def epoch_done(self) -> bool:
        """Whether the current epoch has no step left."""
        return self.in_epoch == len(self.batches)

    # Training

    def steps(self) -> Iterator[None]:
        """Makes the steps left in the current epoch, one for each item. Raises NotFinite."""
        optimizer, forward, scores = self.optimizer, self._forward, self._scores
        target, batches, unread = self.plan.wiring.target, self.batches, self._unread
        last = len(batches)
        # The CPU computes a loss at once, so looking at it costs nothing; a GPU would have to be waited for.
        at_once = self.device.type == "cpu"
        isfinite = math.isfinite
        self.module.train()
        if not self.in_epoch:
            self._epoch_start = batches.state()
        for batch in batches:
            self._batch = batch
            prediction, loss = forward(batch)
            optimizer.zero_grad()
            value = loss.item() if at_once else loss.detach()
            if at_once and not isfinite(value):
                raise NotFinite(self.step + 1, float(value), batch)
            loss.backward()  # type: ignore[no-untyped-call]  # torch does not annotate it
            self.updating = True
            optimizer.step()
            self.step += 1
            self.in_epoch += 1
            self.updating = False
            unread.append(value)
            scores.add(prediction, batch[target])
            if self.in_epoch == last:
                self._norms = gradient_norms(self.module)
            yield

    def take_losses(self) -> list[float]:
        """The losses of the steps since the last call, read from the device in one go. Raises NotFinite."""
        unread = self._unread[:]
        self._unread.clear()
        losses = torch.stack(unread).tolist() if unread and isinstance(unread[0], Tensor) else unread
        first = self.in_epoch - len(losses)
        for index, loss in enumerate(losses, first):
            if not math.isfinite(loss):
                raise NotFinite(self.step - self.in_epoch + index + 1, loss, self._batch)
            self._loss_sum += loss * self._rows(index)
        return losses

    def end_epoch(self, stopping: Callable[[], bool]) -> dict[str, float] | None:
        """What was measured in the epoch (see `EpochEnded`), validation included; the next epoch may begin then.

        None when `stopping` became true: the epoch is then not over, only its steps are done.
        """
        validation = self._evaluate(self._validation, stopping)
        if validation is None:
            return None
        rows = sum(self._rows(index) for index in range(self.in_epoch))
        values = {"loss": self._loss_sum / rows, **self._scores.compute()}
        values |= {f"validation_{name}": value for name, value in validation.items()}
        values["learning_rate"] = float(self.optimizer.param_groups[0]["lr"])
        values |= self._norms
        self.epoch += 1
        self.in_epoch, self._loss_sum = 0, 0.0
        return values

    def test(self, stopping: Callable[[], bool]) -> dict[str, float] | None:
        """Loss and metrics of the test rows; empty when there are none, None when told to stop."""
        return self._evaluate(self._in_order(self.plan.splits.test), stopping)

    def _evaluate(self, batches: Batches, stopping: Callable[[], bool]) -> dict[str, float] | None:
        scores, target = self._other_scores, self.plan.wiring.target
        scores.reset()
        losses: list[Tensor] = []
        self.module.eval()
        with torch.no_grad():
            for batch in batches:
                if stopping():
                    return None
                prediction, loss = self._forward(batch)
                losses.append(loss * len(next(iter(batch.values()))))
                scores.add(prediction, batch[target])
        if not losses:
            return {}
        return {"loss": math.fsum(torch.stack(losses).tolist()) / batches.rows, **scores.compute()}

    def _in_order(self, part: Dataset) -> Batches:
        return Batches(part, self.plan.batch_size * _EVALUATION_FACTOR, device=self.device)

    def _rows(self, index: int) -> int:
        """How many rows step `index` of an epoch has."""
        return min(self.batches.batch_size, self.batches.rows - index * self.batches.batch_size)

    # Checkpoints

    def state(self) -> dict[str, Any]:
        """All but the weights that is needed to go on bit for bit; call `take_losses` first."""
        batches = self._epoch_start | {"position": self.in_epoch} if self.in_epoch else self.batches.state()
        return {
            "optimizer_kind": self.plan.optimizer.kind,
            "optimizer": self.optimizer.state_dict(),
            "random": _random_states(self.device),
            "batches": batches,
            "step": self.step,
            "in_epoch": self.in_epoch,
            "epoch": self.epoch,
            "loss_sum": self._loss_sum,
            "scores": self._scores.state(),
            "norms": self._norms,
        }

    def load_state(self, weights: Weights, state: Mapping[str, Any]) -> None:
        """Raises Unreadable when the weights do not fit the module, DataError when the data is not what it was."""
        weights.load_into(self.module)
        self.optimizer.load_state_dict(state["optimizer"])
        self.batches.load_state(state["batches"])
        self._epoch_start = state["batches"]
        self.step, self.in_epoch, self.epoch = state["step"], state["in_epoch"], state["epoch"]
        self._loss_sum, self._norms = state["loss_sum"], state["norms"]
        self._scores.load_state(state["scores"])
        _set_random_states(self.device, state["random"])


def gradient_norms(module: nn.Module) -> dict[str, float]:
    """The norm of all gradients, and of those below each top-level attribute."""
    layers: dict[str, list[Tensor]] = {}
    for name, parameter in module.named_parameters():
        if parameter.grad is not None:
            layers.setdefault(name.partition(".")[0], []).append(parameter.grad)
    if not layers:
        return {}
    norms = [torch.nn.utils.get_total_norm(gradients) for gradients in layers.values()]
    values = torch.stack([torch.linalg.vector_norm(torch.stack(norms)), *norms]).tolist()
    return dict(zip(["gradient_norm", *(f"gradient_norm/{layer}" for layer in layers)], values, strict=True))


def _random_states(device: torch.device) -> dict[str, Tensor]:
    states = {"cpu": torch.get_rng_state()}
    if device.type in ("cuda", "xpu"):
        states[device.type] = torch.get_device_module(device).get_rng_state(device)
    elif device.type == "mps":
        states["mps"] = torch.mps.get_rng_state()
    return states


def _set_random_states(device: torch.device, states: Mapping[str, Tensor]) -> None:
    torch.set_rng_state(states["cpu"])
    # A run that goes on on another device has no state for it: it goes on, but not bit for bit.
    if device.type not in states or device.type == "cpu":
        return
    if device.type == "mps":
        torch.mps.set_rng_state(states["mps"])
    else:
        torch.get_device_module(device).set_rng_state(states[device.type], device)
