"""A training stepped by hand: phase by phase, node by node, forward and backward, on a thread that waits in between.

stepper = Stepper(project)
stepper.begin()
stop = stepper.go(Order(Go.PHASE))       # the first batch
stop = stepper.go(Order(Go.NODE))        # the first node of forward
stepper.end()
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec.structs import replace
from torch import Tensor, nn

from guinet.compile import module as modules
from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError, Problem, unforeseen
from guinet.core.project import Project
from guinet.core.stepped import Cause, Order, Phase, Stop
from guinet.probe.calls import Call, Calls
from guinet.probe.flows import Came
from guinet.probe.gate import Gate, Interrupt
from guinet.probe.probes import load_with_probes
from guinet.probe.stepping_loop import Loop
from guinet.probe.walk import Walk
from guinet.train.engine import in_words
from guinet.train.plan import generate, make_plan, places_of
from guinet.train.planned import Plan


def _never() -> bool:
    return False


class Stepper:
    """The training of `project` that `guinet.train` would run, with the same batches, losses and weights, bit for bit,
    as long as no phase is left out. Nothing is recorded, and nothing of the project changes.

    `base`, `seed`, `device` and `epochs` as in `train.plan.make_plan`. `interrupt` raises KeyboardInterrupt in a
    thread: with it, code that never ends can be stopped. One that nobody holds any more ends by itself.
    """

    def __init__(
        self,
        project: Project,
        *,
        base: Path | None = None,
        epochs: int | None = None,
        device: str | None = None,
        seed: int | None = None,
        interrupt: Interrupt | None = None,
    ) -> None:
        self._gate: Gate[Order, Stop] = Gate()
        self._interrupt = interrupt
        self._last: Stop | None = None
        self._made = _Made()
        self._begin = partial(_work, self._gate, self._made, project, base, epochs, device, seed)
        weakref.finalize(self, self._gate.end)

    @property
    def stop(self) -> Stop | None:
        """Where it stands; None before `begin`."""
        return self._last

    @property
    def module(self) -> nn.Module:
        """The module, to be looked at while it stands still. Raises GuinetError before `begin`."""
        if self._made.loop is None:
            raise GuinetError(QT_TRANSLATE_NOOP("Problem", "The stepping has not begun."))
        return self._made.loop.module

    @property
    def calls(self) -> Sequence[Call]:
        """The nodes that have run in this step, in the order in which they ended; none where it waits for a forward
        pass of another batch."""
        walk = self._made.walk
        waits = walk is None or self._last is None or self._last.phase in (None, Phase.BATCH)
        return () if waits or walk is None else walk.calls.calls

    @property
    def came(self) -> Came:
        """What has come back in this step, by the functions that gave it."""
        return {} if self._made.walk is None else self._made.walk.calls.came

    @property
    def batch(self) -> tuple[str | None, Mapping[str, Tensor]]:
        """The data node, and the rows that entered last, by port; None and none before the first."""
        loop = self._made.loop
        if loop is None or loop.plan.data_node is None:
            return None, {}
        return loop.plan.data_node[1], loop.batch

    @property
    def loss(self) -> Tensor | None:
        """The last loss, a scalar."""
        return self._made.loop.loss if self._made.loop is not None else None

    def begin(self, stopping: Callable[[], bool] = _never) -> Stop:
        """Makes the module and stands before the first batch. A project that cannot be trained as it stands ends it at
        once: `problem` says why."""
        self._gate.start(self._begin)
        return self._wait(stopping)

    def go(self, order: Order, stopping: Callable[[], bool] = _never) -> Stop:
        """Goes on, and says where it stands then. Once `stopping` it stands still at the next node or phase, or is
        interrupted. Where it has ended it stays."""
        if self._last is None:
            self.begin(stopping)
        if not self._gate.over:
            self._gate.go(order)
        return self._wait(stopping)

    def halt(self) -> Stop:
        """Stands still at the next place, or is interrupted; for a thread whose own waiting was interrupted."""
        return self._wait(lambda: True)

    def end(self) -> None:
        """Ends it where it stands. It may be called twice."""
        self._gate.end()

    def _wait(self, stopping: Callable[[], bool]) -> Stop:
        stop = self._gate.wait(stopping, self._interrupt)
        if stop is not None:
            self._last = stop
        elif self._last is not None:
            self._last = replace(self._last, cause=Cause.ENDED)
        else:
            self._last = _ended(None, Problem("ended", QT_TRANSLATE_NOOP("Problem", "The stepping was ended.")))
        return self._last


class _Made:
    """What the thread has made, for those who look while it stands still."""

    def __init__(self) -> None:
        self.loop: Loop | None = None
        self.walk: Walk | None = None


def _work(
    gate: Gate[Order, Stop],
    made: _Made,
    project: Project,
    base: Path | None,
    epochs: int | None,
    device: str | None,
    seed: int | None,
) -> Stop:
    """All on a thread of its own; returns the last stop."""
    plan: Plan | None = None
    try:
        plan = make_plan(project, base=base, epochs=epochs, device=device, seed=seed)
        walk = made.walk = Walk(gate, project)
        plan = _probed(plan, project, base, walk.calls)
        gate.set_threads(plan.threads)
        loop = made.loop = Loop(plan, walk)
        walk.begin(loop)
        loop.run()
    except GuinetError as error:
        return _ended(made.walk, error.problem)
    except Exception as error:  # noqa: BLE001 - someone's code raises what it likes; it is told in words, on its node
        begun = made.loop is not None and made.loop.step > 0
        return _ended(made.walk, in_words(error, plan, begun).problem if plan is not None else unforeseen(error))
    except (KeyboardInterrupt, SystemExit):
        words = QT_TRANSLATE_NOOP("Problem", "The stepping was stopped before the code had ended.")
        return _ended(made.walk, made.walk.here(Problem("stopped", words)) if made.walk else Problem("stopped", words))
    return _ended(made.walk, None)


def _probed(plan: Plan, project: Project, base: Path | None, calls: Calls) -> Plan:
    """The plan with the same text, in which there are probes."""
    source = generate(project, base)
    loaded = load_with_probes(source, project, calls)
    assert loaded.objective is not None  # there is no plan without
    return replace(
        plan,
        build=loaded.build,
        wiring=replace(plan.wiring, objective=loaded.objective),
        places=places_of(project, source, loaded),
        explain=lambda error: _first_named(modules.explain(error, source), plan, error),
    )


def _first_named(problem: Problem, plan: Plan, error: Exception) -> Problem:
    """As it is, or what the text without probes tells of a step that failed outside of every line."""
    return problem if problem.node is not None else plan.explain(error)


def _ended(walk: Walk | None, problem: Problem | None) -> Stop:
    if walk is not None and walk.loop is not None:
        return replace(walk.stop(Cause.ENDED), problem=problem)
    return Stop((), None, False, 0, 0, 0, Cause.ENDED, problem=problem)
