"""One forward pass as a training would make it, and the graph that autograd recorded of it, tied to the canvas."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

import torch
from msgspec.structs import replace
from torch import Tensor, nn

from guinet.compile.module import explain
from guinet.compile.precedence import is_script
from guinet.compile.shapes import Checker
from guinet.compile.source import SourceError
from guinet.core.problems import Problem
from guinet.core.project import Project
from guinet.core.recorded import Call, Flow, Origin, Record
from guinet.core.settings import parameter_groups
from guinet.probe.autograd import Memory, Walk
from guinet.probe.flows import Came, flows_of, watch
from guinet.probe.own_backwards import OwnBackwards
from guinet.probe.probes import Site, load_with_probes
from guinet.probe.recorder import Recorder, breaks_of, known_tensors
from guinet.probe.script_recording import call_of, record_script
from guinet.probe.trial import make_look
from guinet.probe.values import tensors_in
from guinet.train.groups import parameter_groups as group

_FIRST_ROWS: Final[Mapping[str, Tensor]] = {}


def first_values(module: nn.Module) -> Origin:
    """Leaves a module the values it was made with."""
    return Origin()


def record(project: Project, checker: Checker, stopping: Callable[[], bool] = lambda: False) -> Record:
    """What autograd records of one batch in train mode, with first values from the project's seed; no step is made, and
    torch's random state stays as it was. Of a canvas that is only tensors: what it recorded when it ran once.

    Raises GuinetError when the canvas cannot run as it stands, and what torch raises when a node fails.
    """
    if is_script(project.main):
        return record_script(project, checker, stopping)
    return Recording(project, checker).record()


class Recording:
    """All that is made ready for recording a module, once or many times. Raises GuinetError as `record` does."""

    def __init__(self, project: Project, checker: Checker) -> None:
        self._checker = checker
        self._trial = trial = make_look(project, checker)
        self._source = trial.source
        self._marks = _Marks(project)
        self._loaded = load_with_probes(self._source, project, self._marks)
        self._groups = parameter_groups(project.training)

    def record(
        self, weights: Callable[[nn.Module], Origin] = first_values, batch: Mapping[str, Tensor] = _FIRST_ROWS
    ) -> Record:
        """One batch forwards and, where there is a loss, backwards: `batch`, by default the first rows to train on.
        `weights` may give the module others."""
        trial, marks = self._trial, self._marks
        with trial.calm(), marks.begun():
            module = self._loaded.build().to(trial.device)
            origin = weights(module)
            group(module, {pattern: dict(given) for pattern, given in self._groups.items()})
            last = self._fits(batch)
            # A network may write over what it is given.
            batch = {name: each.clone() for name, each in batch.items()} if last else trial.real_batch()
            forward = self._forward(module.train())
            try:
                with torch.enable_grad():
                    results = forward(batch)
            except Exception as error:  # the boundary: torch and someone's code raise what they like; told in words
                raise SourceError(explain(error, self._source)) from error
            walk, memory = Walk(), Memory(known_tensors(module, batch.values()))
            walk.add(results)
            recorder = Recorder(walk, memory, marks, self._source, module)
            breaks = (*breaks_of(self._checker, walk, module, self._groups), *marks.breaks())
            if not trial.optimizer.calls_back:
                module.zero_grad()  # as a training does here: code may have gone back by itself
            flows, failed = self._back(walk, results)
        rows = next((len(each) for each in batch.values() if each.dim()), 0)
        told = recorder.record(breaks, flows, replace(origin, rows=rows, last_batch=last))
        # Where what was saved has been written over, that is told already.
        fails = failed is not None and not any(function.fails for function in told.functions)
        return replace(told, breaks=(*told.breaks, failed)) if fails and failed is not None else told

    def _fits(self, batch: Mapping[str, Tensor]) -> bool:
        """Whether a batch of a training, which may have begun before an edit, is one of this network's."""
        return bool(batch) and {name: tuple(each.shape[1:]) for name, each in batch.items()} == {
            name: spec.shape[1:] for name, spec in self._trial.specs.items()
        }

    def _forward(self, module: nn.Module) -> Callable[[Mapping[str, Tensor]], list[Tensor]]:
        """From a batch to where a backward pass begins: the loss, or what the network gives where there is none."""
        trial, objective = self._trial, self._loaded.objective
        if trial.plan is None or objective is None:
            forward = trial.forward(module)
            return lambda batch: list(tensors_in(forward(batch)[0]))
        wiring = replace(trial.plan.wiring, objective=objective)
        wiring.to(trial.device)
        compared = wiring.forward(module)
        return lambda batch: [compared(batch)[1]]

    def _back(self, walk: Walk, results: Sequence[Tensor]) -> tuple[tuple[Flow, ...], Problem | None]:
        """What comes back along the edges, from a loss; why the way back failed, where it did."""
        came: Came = {}
        if self._trial.plan is None or not walk.functions:
            return flows_of(walk, came), None
        for function in walk.functions:
            watch(function, came)
        try:
            results[0].backward()  # type: ignore[no-untyped-call]  # torch does not annotate it
        except Exception as error:  # noqa: BLE001 - the boundary: someone's backward raises what it likes
            return flows_of(walk, came), explain(error, self._source)
        return flows_of(walk, came), None


class _Marks:
    """Which node was under way when a function was made: each function has the next number of autograd's count."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._own = OwnBackwards(project)

    @contextmanager
    def begun(self) -> Iterator[None]:
        """Inside, something runs for the first time."""
        self._counts: list[int] = []
        self._paths: list[tuple[int, ...]] = []
        self._running: tuple[int, ...] = ()
        self.calls: dict[int, Call] = {}
        self.codes: dict[int, str] = {}
        with self._own.begun():
            yield

    def breaks(self) -> Iterator[Problem]:
        """What a node does by itself that autograd keeps nothing of."""
        return self._own.problems()

    def enter(self, site: Site) -> None:
        number = len(self.calls) + 1
        self.calls[number] = call_of(self._project, site.key)
        self.codes[number] = site.code
        self._running = (*self._running, number)
        self._own.enter(site.key)
        self._mark()

    def leave(self, site: Site, values: Mapping[str, object]) -> None:
        self._own.leave(site.key)
        self._running = self._running[:-1]
        self._mark()

    def _mark(self) -> None:
        self._counts.append(torch.autograd._get_sequence_nr())  # type: ignore[attr-defined]
        self._paths.append(self._running)

    def of(self, function: Any) -> tuple[int, ...]:
        """The calls that made a function, the outermost first."""
        place = bisect_right(self._counts, function._sequence_nr()) - 1
        return self._paths[place] if place >= 0 else ()
