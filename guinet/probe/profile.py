"""One training step under torch's profiler, by node: forward and backward, and a trace to look at in a browser."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor, nn
from torch.profiler import ProfilerActivity, profile, record_function

from guinet.core.costs import Chain, Profile, Span
from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError
from guinet.data import Batches
from guinet.probe.following import Follower
from guinet.probe.peak import quieten
from guinet.probe.trial import Trial
from guinet.storage import atomic

_NODE: Final = "node "
"""Begins the name of a node's range in the trace: `node block1/conv`."""
_BACKWARD: Final = "autograd::engine::evaluate_function: "
_MOST_OPERATIONS: Final = 5
_MICRO: Final = 1e-6
_WAKING: Final = 2
"""So many steps come before the one that is profiled."""


def profile_step(
    trial: Trial, trace: Path | None = None, progress: Callable[[float], None] = lambda share: None
) -> Profile:
    """The third step of a training: the first two wake what sleeps. `trace` is where a trace that Chrome and Perfetto
    open is written; `progress` is told how much is done, from 0 to 1, after each step. Raises GuinetError when it
    cannot be written, or the step fails."""
    quieten()
    with trial.calm(), trial.explained():
        step = _Step(trial)
        for number in range(_WAKING):
            step.run(_Clock(trial.device))
            progress((number + 1) / (_WAKING + 1))
        clock = _Clock(trial.device)
        activities = [ProfilerActivity.CPU]
        if trial.device.type == "cuda":
            activities.append(ProfilerActivity.CUDA)
        with profile(activities=activities) as profiler:
            step.run(clock, named=True)
    events = profiler.events() or []
    if trace is not None:
        _write(profiler, trace)
    seconds = sum(clock.phases.values())
    return Profile(
        str(trial.device),
        trial.batch_size,
        _spans(step.ranges, events, trial.device.type != "cpu"),
        dict(clock.phases),
        seconds,
        _busy(events, seconds) if trial.device.type == "cuda" else None,
        "" if trace is None else str(trace),
    )


@dataclass
class _Clock:
    """The seconds of each phase; a GPU is waited for at its end."""

    device: torch.device
    phases: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        with record_function(name):
            yield
            if self.device.type == "cuda":
                torch.cuda.synchronize(self.device)
        self.phases[name] = self.phases.get(name, 0.0) + time.perf_counter() - began


class _Step:
    """Data, forward, backward and update, each a phase; only those there are without a training."""

    def __init__(self, trial: Trial) -> None:
        self.ranges: dict[str, Chain] = {}
        self._trial = trial
        self._module: nn.Module = trial.build().to(trial.device)
        trains = trial.plan is not None and any(True for _ in self._module.parameters())
        self._optimizer = trial.optimizer.build(self._module) if trains else None
        self._forward = trial.forward(self._module.train())

    def run(self, clock: _Clock, named: bool = False) -> None:
        with clock.phase("data"):
            batch = self._batch()
        optimizer, naming = self._optimizer, self._naming if named else nullcontext
        if optimizer is not None and self._trial.optimizer.calls_back:
            with clock.phase("optimizer"), naming():
                optimizer.step(lambda: self._differentiated(batch))
            return
        with clock.phase("forward"), naming():
            loss = self._forward(batch)[1]
        if optimizer is None or loss is None:
            return
        with clock.phase("backward"):
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
        with clock.phase("optimizer"):
            optimizer.step()

    def _differentiated(self, batch: Mapping[str, Tensor]) -> float:
        """What an optimiser calls that runs the batch as often as it likes."""
        with torch.enable_grad():
            loss = self._forward(batch)[1]
            assert loss is not None
            self._module.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
        return loss.item()

    def _batch(self) -> Mapping[str, Tensor]:
        plan = self._trial.plan
        if plan is None:
            return self._trial.real_batch()
        return next(iter(Batches(plan.splits.train, plan.batch_size, plan.shuffle, device=self._trial.device)))

    @contextmanager
    def _naming(self) -> Iterator[None]:
        """A range of the trace for each node that runs."""
        running: list[Any] = []

        def enter(chain: Chain) -> None:
            name = _NODE + self._trial.path(chain)
            if not self._trial.is_border(chain):
                self.ranges[name] = chain
            running.append(record_function(name))
            running[-1].__enter__()

        def leave(chain: Chain) -> None:
            running.pop().__exit__(None, None, None)

        with Follower(self._trial.places, self._module, enter, leave).following():
            yield


def _spans(ranges: Mapping[str, Chain], events: Sequence[Any], on_device: bool) -> tuple[Span, ...]:
    """Forward is the time of a node's own ranges; backward that of the steps of autograd which its operations made."""
    forward: defaultdict[Chain, float] = defaultdict(float)
    backward: defaultdict[Chain, float] = defaultdict(float)
    operations: defaultdict[Chain, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for event in _ranges(ranges, events):
        forward[ranges[event.name]] += _seconds(event, on_device)
    makers = _makers(ranges, events)
    for event in events:
        chain = makers.get(event.sequence_nr) if event.name.startswith(_BACKWARD) else None
        if chain is None:
            continue
        seconds = _seconds(event, on_device)
        operations[chain][event.name.removeprefix(_BACKWARD)] += seconds
        for length in range(1, len(chain) + 1):
            backward[chain[:length]] += seconds
    for event, chain in _operations(ranges, events):
        operations[chain][event.name] += _seconds(event, on_device)
    return tuple(
        Span(
            chain,
            name.removeprefix(_NODE),
            forward[chain],
            backward[chain],
            _longest(operations[chain]),
        )
        for name, chain in ranges.items()
    )


def _longest(operations: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    found = sorted(operations.items(), key=lambda item: -item[1])
    return tuple(found[:_MOST_OPERATIONS])


def _ranges(ranges: Mapping[str, Chain], events: Sequence[Any]) -> Iterator[Any]:
    """The ranges of nodes, without the copies of them that a GPU's own timeline has."""
    return (event for event in events if event.name in ranges and event.device_type.name == "CPU")


def _makers(ranges: Mapping[str, Chain], events: Sequence[Any]) -> dict[int, Chain]:
    """The node that made each step of autograd. An operation begins with the number that the next step will have, so
    the last one that began with it is the one that made it."""
    found: dict[int, Chain] = {}
    inside = _Inside(ranges, events)
    for event in sorted(_forward_operations(events), key=lambda event: event.time_range.start):
        chain = inside.at(event.time_range.start)
        if chain is not None and event.sequence_nr >= 0:
            found[event.sequence_nr] = chain
    return found


def _operations(ranges: Mapping[str, Chain], events: Sequence[Any]) -> Iterator[tuple[Any, Chain]]:
    """The outermost operations of the forward pass, with the nodes that ran them."""
    inside = _Inside(ranges, events)
    for event in _forward_operations(events):
        parent = event.cpu_parent
        outermost = parent is None or not parent.name.startswith("aten::")
        chain = inside.at(event.time_range.start) if outermost else None
        if chain is not None:
            yield event, chain


def _forward_operations(events: Sequence[Any]) -> Iterator[Any]:
    return (event for event in events if event.name.startswith("aten::") and event.scope == 0)


class _Inside:
    """Which node's range a moment lies in, the innermost."""

    def __init__(self, ranges: Mapping[str, Chain], events: Sequence[Any]) -> None:
        found = ((event.time_range, ranges[event.name]) for event in _ranges(ranges, events))
        self._ranges = sorted((time.start, time.end, chain) for time, chain in found)
        self._starts = [start for start, _, _ in self._ranges]

    def at(self, moment: float) -> Chain | None:
        # Ranges lie inside one another: going back from the last that began before, the first still open is innermost.
        for index in range(bisect_right(self._starts, moment) - 1, -1, -1):
            _, end, chain = self._ranges[index]
            if moment <= end:
                return chain
            if len(chain) == 1:
                return None
        return None


def _seconds(event: Any, on_device: bool) -> float:
    return float(event.device_time_total if on_device else event.cpu_time_total) * _MICRO


def _busy(events: Sequence[Any], seconds: float) -> float:
    """The share of the step in which a kernel ran."""
    kernels = sum(event.self_device_time_total for event in events)
    return min(1.0, float(kernels) * _MICRO / seconds) if seconds else 0.0


def _write(profiler: Any, trace: Path) -> None:
    """The profiler writes a file of its own; it takes its name when it is whole."""
    part = trace.with_name(f".{trace.name}.part")
    try:
        profiler.export_chrome_trace(str(part))
        part.replace(trace)
    except (OSError, RuntimeError) as error:
        why = atomic.reason(error) if isinstance(error, OSError) else str(error)
        raise GuinetError(
            QT_TRANSLATE_NOOP("Problem", "The trace {trace} could not be written ({why}): choose another place."),
            trace=trace,
            why=why,
        ) from error
    finally:
        part.unlink(missing_ok=True)
