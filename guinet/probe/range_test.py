"""A learning-rate range test: one step at each of many rates, growing exponentially, watching the loss.

After Leslie N. Smith, "Cyclical Learning Rates for Training Neural Networks" (2017), section 3.3; the smoothing and the
choice of the rate at the steepest descent are those that fastai made common.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from torch import Tensor

from guinet.core.findings import RangeTest
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.data import Batches
from guinet.probe.trial import Trial
from guinet.train.problems import TrainingError, failed

LOWEST: Final = 1e-7
HIGHEST: Final = 10.0
STEPS: Final = 100
BETA: Final = 0.9
"""How much of the average before goes into the next: the loss of single batches jumps."""
DIVERGED: Final = 4.0
"""The test ends when the loss is so many times its lowest."""


def range_test(
    trial: Trial,
    steps: int = STEPS,
    lowest: float = LOWEST,
    highest: float = HIGHEST,
    stopping: Callable[[], bool] = lambda: False,
    progress: Callable[[float], None] = lambda share: None,
) -> RangeTest:
    """Trains fresh weights for `steps` batches, the rate growing from `lowest` to `highest`; nothing of it is kept.
    `progress` is told how much is done, from 0 to 1; it may be less than that till the loss diverges.

    Raises TrainingError where there is no training, or the optimiser has no rate of its own to try.
    """
    if trial.untrained is not None:
        raise TrainingError(trial.untrained)
    plan = trial.plan
    assert plan is not None
    if trial.optimizer.calls_back:
        template = QT_TRANSLATE_NOOP("Problem", "{optimizer} searches its own step: a range test says nothing of it.")
        raise failed("optimizer", template, {"optimizer": trial.optimizer.name})
    with trial.calm():
        module = trial.build().to(trial.device)
        optimizer = trial.optimizer.build(module)
        present = float(optimizer.param_groups[0]["lr"])
        forward = trial.forward(module.train())
        rates, losses, average, best = list[float](), list[float](), 0.0, math.inf
        for number, batch in zip(range(steps), _endless(trial), strict=False):
            rate = lowest * (highest / lowest) ** (number / max(1, steps - 1))
            for group in optimizer.param_groups:
                group["lr"] = rate
            optimizer.zero_grad()
            loss = forward(batch)[1]
            assert loss is not None
            average = BETA * average + (1 - BETA) * float(loss.detach())
            smoothed = average / (1 - BETA ** (number + 1))
            if not math.isfinite(smoothed) or smoothed > DIVERGED * best:
                break
            best = min(best, smoothed)
            rates.append(rate)
            losses.append(smoothed)
            progress(number / steps)
            if stopping():
                break
            loss.backward()  # type: ignore[no-untyped-call]
            plan.update.clip(module)
            optimizer.step()
    return RangeTest(tuple(rates), tuple(losses), suggestion(rates, losses), present, stopping())


def suggestion(rates: Sequence[float], losses: Sequence[float]) -> float | None:
    """The rate at which the loss falls fastest over the logarithm of the rate, before its lowest point; rounded to one
    figure. None where it never falls by a twentieth."""
    if len(losses) < 3:
        return None
    lowest = min(range(len(losses)), key=losses.__getitem__)
    if losses[0] - losses[lowest] < 0.05 * abs(losses[0]):
        return None
    slopes = {
        place: (losses[place + 1] - losses[place - 1]) / math.log(rates[place + 1] / rates[place - 1])
        for place in range(1, min(lowest + 1, len(losses) - 1))
    }
    if not slopes:
        return None
    steepest = rates[min(slopes, key=slopes.__getitem__)]
    return float(f"{steepest:.0e}")


def _endless(trial: Trial) -> Iterator[Mapping[str, Tensor]]:
    plan = trial.plan
    assert plan is not None
    batches = Batches(plan.splits.train, plan.batch_size, plan.shuffle, device=trial.device, drop_last=plan.drop_last)
    while True:
        yield from batches
