"""The training loop in phases: the steps of `train.trainer`, with a place to stand still after each part."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from torch import Tensor

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.stepped import Phase
from guinet.train.planned import Plan
from guinet.train.problems import failed
from guinet.train.trainer import NotFinite, Trainer
from guinet.train.updates import UpdateChoice

USUAL = tuple(Phase)
CALLED_BACK = (Phase.BATCH, Phase.ZERO_GRAD, Phase.FORWARD, Phase.LOSS, Phase.BACKWARD, Phase.STEP)
"""An optimiser that runs the network by itself, as often as it likes."""


class Stages(Protocol):
    """Does the work of each phase, unless it is left out, and may stand still after it."""

    def phase(self, phase: Phase, work: Callable[[], object]) -> None: ...

    def step_done(self) -> None: ...

    def leaves_out(self, phase: Phase) -> bool: ...

    def unwatched(self) -> contextlib.AbstractContextManager[object]:
        """What runs inside is not stepped through."""


class Loop(Trainer):
    """The loop of `Trainer`, whose losses and weights are the same, bit for bit, when no phase is left out.

    `batch`, `outputs` and `loss` are those of the last phase that made them, `losses` those of all steps.
    """

    def __init__(self, plan: Plan, stages: Stages) -> None:
        super().__init__(plan)
        self.stages = stages
        self.batch: Mapping[str, Tensor] = {}
        self.outputs: tuple[Tensor, ...] | None = None
        self.loss: Tensor | None = None
        self.loss_before: float | None = None
        self._divided = plan.update != UpdateChoice()

    @property
    def phases(self) -> tuple[Phase, ...]:
        return CALLED_BACK if self.plan.optimizer.calls_back else USUAL

    @property
    def waits(self) -> int:
        """How many batches are to be added up, after the one of now, before the update."""
        update = self.plan.update
        share = update.share(min(self.in_epoch, len(self.batches) - 1), len(self.batches))
        return max(0, share - self.in_epoch % update.accumulate - 1)

    def run(self) -> None:
        """All epochs."""
        while self.epoch < self.plan.epochs:
            self.module.train()
            rows = iter(self.batches)
            while not self.epoch_done:
                self._one(rows)
            next(rows, None)  # it draws a new order when it is begun again
            self._end()

    def _one(self, rows: Iterator[dict[str, Tensor]]) -> None:
        self.stages.phase(Phase.BATCH, lambda: self._take(next(rows)))
        if self.plan.optimizer.calls_back:
            self._let_it_call()
        else:
            self._parts()
        self.stages.step_done()
        self.step += 1
        self.in_epoch += 1
        if self.loss is not None and self.outputs is not None:
            self._unread.append(self.loss.item())
            self._scores.add(self.outputs[self.plan.wiring.prediction], self.batch[self.plan.wiring.target])

    def _take(self, batch: Mapping[str, Tensor]) -> None:
        self.batch = batch

    # One step

    def _parts(self) -> None:
        stages, update = self.stages, self.plan.update
        stages.phase(Phase.FORWARD, self._run_forward)
        stages.phase(Phase.LOSS, self._compare)
        if self.in_epoch % update.accumulate == 0:
            stages.phase(Phase.ZERO_GRAD, self.optimizer.zero_grad)
        stages.phase(Phase.BACKWARD, self._go_back)
        if not self.waits:
            stages.phase(Phase.STEP, self._update)

    def _run_forward(self) -> None:
        result = self.module(*[self.batch[port] for port in self.plan.wiring.inputs])
        self.outputs = (result,) if self.plan.wiring.outputs == 1 else result

    def _compare(self) -> None:
        if self.outputs is None:
            template = QT_TRANSLATE_NOOP("Problem", "There is no output to compare yet: do not leave forward out.")
            raise failed("left-out", template)
        wiring, outputs = self.plan.wiring, self.outputs
        given = [self.batch[item] if isinstance(item, str) else outputs[item] for item in wiring.arguments]
        self.loss_before = self.loss.item() if self.loss is not None else None
        self.loss = wiring.objective(*given)

    def _go_back(self) -> None:
        if self.loss is None:
            template = QT_TRANSLATE_NOOP("Problem", "There is no loss to go back from yet: do not leave loss out.")
            raise failed("left-out", template)
        # As the trainer does: a loss that is divided has one more function.
        share = self.plan.update.share(self.in_epoch, len(self.batches))
        loss = self.loss / share if self._divided else self.loss
        loss.backward()  # type: ignore[no-untyped-call]

    def _update(self) -> None:
        self.plan.update.clip(self.module)
        self.optimizer.step()
        self._advance()

    def _advance(self) -> None:
        if self.scheduler is not None and self._per_step:
            self.scheduler.step()

    def _let_it_call(self) -> None:
        """The optimiser runs the other phases by itself, and has made its update when it is done."""
        stages = self.stages

        def closure() -> Tensor | None:
            stages.phase(Phase.ZERO_GRAD, self.optimizer.zero_grad)
            stages.phase(Phase.FORWARD, self._run_forward)
            stages.phase(Phase.LOSS, self._compare)
            stages.phase(Phase.BACKWARD, self._go_back)
            self.plan.update.clip(self.module)
            return self.loss

        if stages.leaves_out(Phase.STEP):
            closure()
            return
        self.optimizer.step(closure)  # type: ignore[arg-type]  # torch annotates a number, and takes a tensor
        stages.phase(Phase.STEP, self._advance)

    # Between epochs

    def _end(self) -> None:
        """Measures on the validation rows and lets the scheduler go on, as after each epoch of a training."""
        with self.stages.unwatched():
            # One that is not finite was told when it came.
            with contextlib.suppress(NotFinite):
                self.take_losses()
            self.end_epoch(lambda: False)
