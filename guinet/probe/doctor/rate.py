"""Whether the learning rate is out of range: a few steps on one batch tell, which any sensible rate can fit."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec.structs import replace
from torch import Tensor

from guinet.core.changes import SetTraining
from guinet.core.findings import Diagnosis, Ground
from guinet.core.problems import QT_TRANSLATE_NOOP, Fix
from guinet.core.settings import OPTIMIZER_PREFIX
from guinet.probe.doctor.patient import diagnosis, said
from guinet.probe.trial import Trial

STEPS: Final = 10
"""Steps on one batch: enough that a rate far too high shows."""
WORSE: Final = 2.0
"""A loss that grew so many times on the very batch it is trained on was thrown, not noisy."""
STILL: Final = 1e-3
"""The share by which the loss must fall in these steps, to have moved at all."""
HARDLY: Final = 0.02
"""The share by which another rate must make it fall, to blame this one."""
_FACTORS: Final = (10.0, 100.0, 1e3, 1e4, 1e5, 1e6)
"""How many times higher and lower rates are tried where the project's own does nothing."""

_KEY: Final = f"{OPTIMIZER_PREFIX}lr"


def from_rate(trial: Trial) -> Iterator[Diagnosis]:
    """Findings on the rate of the optimiser, from steps with fresh weights; the project is not changed."""
    if trial.plan is None or trial.optimizer.calls_back:
        return
    batch = trial.real_batch()
    rate, losses = _losses(trial, batch, None)
    first, last = losses[0], losses[-1]
    if not math.isfinite(first) or first == 0:
        return
    if math.isfinite(last) and first - last >= STILL * abs(first):
        return
    slower = next((rate / factor for factor in _FACTORS if _fell(_losses(trial, batch, rate / factor)[1])), None)
    if slower is not None or not math.isfinite(last) or last > WORSE * abs(first):
        yield _too_high(rate, losses, slower)
        return
    for higher in (rate * factor for factor in _FACTORS if rate * factor <= 1):
        faster = _losses(trial, batch, higher)[1]
        if _fell(faster):
            yield _too_low(rate, losses, higher, faster)
            return


def _losses(trial: Trial, batch: Mapping[str, Tensor], rate: float | None) -> tuple[float, list[float]]:
    """The rate, and the loss before each step and after the last; they end with the first that is not finite."""
    choice = trial.optimizer
    if rate is not None:
        choice = replace(choice, arguments={**choice.arguments, "lr": rate})
    with trial.calm():
        module = trial.build().to(trial.device)
        optimizer = choice.build(module)
        forward = trial.forward(module.train())
        losses = []
        for step in range(STEPS + 1):
            loss = forward(batch)[1]
            assert loss is not None
            losses.append(float(loss.detach()))
            if not math.isfinite(losses[-1]) or step == STEPS:
                break
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            assert trial.plan is not None
            trial.plan.update.clip(module)
            optimizer.step()
    return float(optimizer.param_groups[0]["lr"]), losses


def _too_high(rate: float, losses: list[float], slower: float | None) -> Diagnosis:
    words = QT_TRANSLATE_NOOP("Problem", "The learning rate {rate} is too high: the loss does not fall.")
    seen = QT_TRANSLATE_NOOP("Problem", "In {steps} steps on one batch the loss went from {first} to {last}.")
    evidence = said(seen, steps=str(len(losses) - 1), first=losses[0], last=losses[-1])
    figures = {"rate": rate, "first": losses[0], "last": losses[-1]}
    remedy = QT_TRANSLATE_NOOP("Problem", "Lower it; a range test shows how far.")
    return diagnosis("rate-high", words, {"rate": f"{rate:g}"}, evidence, remedy, Ground.BATCH, figures=figures,
        fixes=_set_rate(slower))  # fmt: skip


def _too_low(rate: float, losses: list[float], higher: float, faster: list[float]) -> Diagnosis:
    words = QT_TRANSLATE_NOOP("Problem", "The learning rate {rate} is very low: the loss hardly moves.")
    seen = QT_TRANSLATE_NOOP(
        "Problem",
        "In {steps} steps on one batch the loss went from {first} to {last}; at {higher} it falls to {fallen}.",
    )
    evidence = said(
        seen, steps=str(len(losses) - 1), first=losses[0], last=losses[-1], higher=higher, fallen=faster[-1]
    )
    figures = {"rate": rate, "first": losses[0], "last": losses[-1], "faster": faster[-1]}
    remedy = QT_TRANSLATE_NOOP("Problem", "Raise it; a range test shows how far.")
    return diagnosis("rate-low", words, {"rate": f"{rate:g}"}, evidence, remedy, Ground.BATCH, figures=figures,
        fixes=_set_rate(higher))  # fmt: skip


def _fell(losses: list[float]) -> bool:
    return math.isfinite(losses[-1]) and losses[0] - losses[-1] > HARDLY * abs(losses[0])


def _set_rate(rate: float | None) -> tuple[Fix, ...]:
    if rate is None:
        return ()
    rate = float(f"{rate:.3g}")
    title = QT_TRANSLATE_NOOP("Fix", "Set {argument} to {value}")
    return (Fix(title, (SetTraining(_KEY, rate),), {"argument": "lr", "value": f"{rate:g}"}),)
