"""The state of a training and its steps: module, optimiser, place in the data. It reports to nobody."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from guinet.data import Batches, Dataset
from guinet.train.metrics import Scores
from guinet.train.schedulers import advance, check_length
from guinet.train.updates import UpdateChoice
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
        self.scheduler = plan.scheduler.build(self.optimizer) if plan.scheduler is not None else None
        self._per_step = plan.scheduler is not None and plan.scheduler.per_step
        plan.update.check(plan.optimizer, self.module)
        generator = torch.Generator().manual_seed(plan.seed)
        self.batches = Batches(plan.splits.train, plan.batch_size, plan.shuffle, generator, self.device, plan.drop_last)
        self.step = self.in_epoch = self.epoch = 0
        self.updating = False
        plan.wiring.to(self.device)
        self._forward = plan.wiring.forward(self.module)
        self._scores, self._other_scores = Scores(plan.task, self.device), Scores(plan.task, self.device)
        self._unread: list[Any] = []
        self._loss_sum = 0.0
        self._norms: dict[str, float] = {}
        self._epoch_start = self.batches.state()
        self._batch: Mapping[str, Tensor] = {}
        self._validation = self._in_order(plan.splits.validation)
        check_length(self.scheduler, plan.updates)

    @property
    def total_steps(self) -> int:
        return self.plan.epochs * len(self.batches)

    @property
    def last_batch(self) -> Mapping[str, Tensor]:
        """The one that the last step was made of; empty before the first."""
        return self._batch

    @property
    def epoch_done(self) -> bool:
        """Whether the current epoch has no step left."""
        return self.in_epoch == len(self.batches)

    # Training

    def steps(self) -> Iterator[None]:
        """Makes the steps left in the current epoch, one for each item. Raises NotFinite."""
        self.module.train()
        if not self.in_epoch:
            self._epoch_start = self.batches.state()
        plain = self.plan.update == UpdateChoice() and not self._per_step and not self.plan.optimizer.calls_back
        return self._plain_steps() if plain else self._full_steps()

    def _plain_steps(self) -> Iterator[None]:
        # The usual case written out: it is what a training spends its time in.
        optimizer, forward, scores = self.optimizer, self._forward, self._scores
        target, batches, unread = self.plan.wiring.target, self.batches, self._unread
        last = len(batches)
        # The CPU computes a loss at once, so looking at it costs nothing; a GPU would have to be waited for.
        at_once = self.device.type == "cpu"
        isfinite = math.isfinite
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

    def _full_steps(self) -> Iterator[None]:
        target, last = self.plan.wiring.target, len(self.batches)
        step = self._called_back if self.plan.optimizer.calls_back else self._accumulated
        for batch in self.batches:
            self._batch = batch
            prediction, value = step(batch)
            self.step += 1
            self.in_epoch += 1
            if self.in_epoch == last:
                self._norms = gradient_norms(self.module) | {"learning_rate": self.learning_rate}
            if self._group_ends and self.scheduler is not None and self._per_step:
                self.scheduler.step()
            self.updating = False
            self._unread.append(value)
            self._scores.add(prediction, batch[target])
            yield

    @property
    def learning_rate(self) -> float:
        """That of the first group of parameters: those no pattern fits."""
        return float(self.optimizer.param_groups[0]["lr"])

    @property
    def _group_ends(self) -> bool:
        """Whether no batch waits for others to be made an update of."""
        return self.in_epoch % self.plan.update.accumulate == 0 or self.epoch_done

    def _accumulated(self, batch: Mapping[str, Tensor]) -> tuple[Tensor, Any]:
        """One batch's part in an update, and the update after the last part."""
        update, last = self.plan.update, len(self.batches)
        prediction, loss = self._forward(batch)
        value = self._checked(loss, batch)
        self.updating = True
        if self.in_epoch % update.accumulate == 0:
            self.optimizer.zero_grad()
        (loss / update.share(self.in_epoch, last)).backward()  # type: ignore[no-untyped-call]
        if (self.in_epoch + 1) % update.accumulate == 0 or self.in_epoch + 1 == last:
            update.clip(self.module)
            self.optimizer.step()
        return prediction, value

    def _called_back(self, batch: Mapping[str, Tensor]) -> tuple[Tensor, Any]:
        """An update by an optimiser that runs the batch as often as it likes; the first run is the one that counts."""
        runs: list[tuple[Tensor, Any]] = []

        def closure() -> float:
            self.optimizer.zero_grad()
            prediction, loss = self._forward(batch)
            if not runs:
                runs.append((prediction, self._checked(loss, batch)))
            self.updating = True
            loss.backward()  # type: ignore[no-untyped-call]
            self.plan.update.clip(self.module)
            return loss  # type: ignore[return-value]  # torch annotates a number, and takes a tensor

        self.optimizer.step(closure)
        return runs[0]

    def _checked(self, loss: Tensor, batch: Mapping[str, Tensor]) -> Any:
        if self.device.type != "cpu":
            return loss.detach()
        value = loss.item()
        if not math.isfinite(value):
            raise NotFinite(self.step + 1, float(value), batch)
        return value

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
        values["learning_rate"] = self.learning_rate
        values |= self._norms
        self.updating = True
        if self.scheduler is not None and not self._per_step:
            advance(self.scheduler, values.get("validation_loss", values["loss"]))
        self.epoch += 1
        self.in_epoch, self._loss_sum = 0, 0.0
        self.updating = False
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
            "scheduler_kind": self.plan.scheduler.name if self.plan.scheduler is not None else None,
            "scheduler": self.scheduler.state_dict() if self.scheduler is not None else None,
            "gradients": {} if self._group_ends else gradients(self.module),
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
        if self.scheduler is not None:
            self.scheduler.load_state_dict(state["scheduler"])
        for path, gradient in state.get("gradients", {}).items():
            self.module.get_parameter(path).grad = gradient.to(self.device)
        self.batches.load_state(state["batches"])
        self._epoch_start = state["batches"]
        self.step, self.in_epoch, self.epoch = state["step"], state["in_epoch"], state["epoch"]
        self._loss_sum, self._norms = state["loss_sum"], state["norms"]
        self._scores.load_state(state["scores"])
        _set_random_states(self.device, state["random"])


def gradients(module: nn.Module) -> dict[str, Tensor]:
    """Those that are there, by the paths of their parameters."""
    return {path: parameter.grad for path, parameter in module.named_parameters() if parameter.grad is not None}


def gradient_norms(module: nn.Module) -> dict[str, float]:
    """The norm of all gradients, and of those below each top-level attribute; after clipping, as the optimiser took
    them."""
    layers: dict[str, list[Tensor]] = {}
    for path, gradient in gradients(module).items():
        # torch has no norm of sparse tensors; rows that are not there count nothing.
        numbers = gradient.coalesce().values() if gradient.is_sparse else gradient
        layers.setdefault(path.partition(".")[0], []).append(numbers)
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
