"""Where a stepped training stands still: it follows phases and nodes, and compares each with what was ordered."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import Final

from msgspec.structs import replace

from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Severity
from guinet.core.project import Project
from guinet.core.sharing import owner_of
from guinet.core.stepped import Cause, Condition, Go, Order, Phase, Stop, TensorFacts, Watch
from guinet.probe.calls import Call, Calls
from guinet.probe.facts import facts_of
from guinet.probe.gate import Gate
from guinet.probe.stepping_loop import Loop
from guinet.probe.stepping_parameters import Parameters
from guinet.train.places import Key

TRAIL: Final = 1000
"""Nodes of a phase that are told at a stop: the last ones."""


class Walk:
    """The `stepping_loop.Stages` of one training, and what hears of its nodes: on the thread that trains."""

    def __init__(self, gate: Gate[Order, Stop], project: Project) -> None:
        self._gate = gate
        self._project = project
        self.calls = Calls(project, self)
        self.loop: Loop | None = None
        self._order = Order(Go.PHASE)
        self._depth = 0
        self._moved = False
        self._whole_steps = -1
        self._phase: Phase | None = None
        self._finished = True
        self._trail: list[Call] = []
        self._hit: tuple[Condition, str] | None = None

    def begin(self, loop: Loop) -> None:
        """Stands still before the first batch."""
        self.loop = loop
        self._parameters = Parameters(loop.module, loop.plan.places)
        self._stand(Cause.REACHED)

    # The phases

    def phase(self, phase: Phase, work: Callable[[], object]) -> None:
        if phase in self._order.left_out:
            return
        self._phase, self._finished, self._moved = phase, False, True
        self._trail = []
        self._prepare(phase)
        with self.calls.backward() if phase is Phase.BACKWARD else nullcontext():
            work()
        if phase is Phase.STEP:
            self._parameters.compare()
        self._finished = True
        if self._phase_stops(phase):
            self._stand(Cause.PAUSED if self._gate.pausing else Cause.REACHED)

    def step_done(self) -> None:
        self._whole_steps += 1
        if self._order.go is Go.STEP and self._moved:
            self._stand(Cause.REACHED)
        elif self._order.go is Go.TO_NODE and self._whole_steps > 0:
            self._stand(Cause.MISSED)

    def leaves_out(self, phase: Phase) -> bool:
        return phase in self._order.left_out

    @contextmanager
    def unwatched(self) -> Iterator[None]:
        self.calls.listening = False
        try:
            yield
        finally:
            self.calls.listening = True

    def _prepare(self, phase: Phase) -> None:
        if phase is Phase.FORWARD:
            self.calls.clear()
        self._parameters.note()
        if phase is Phase.BATCH:
            # The update of an optimiser that calls back is made among the phases that follow.
            self._parameters.keep()

    def _phase_stops(self, phase: Phase) -> bool:
        order = self._order
        if self._gate.pausing:
            return True
        if order.go in (Go.PHASE, Go.OUT):
            return self._moved
        if order.go in (Go.NODE, Go.INTO):
            return not self._trail
        if order.go is Go.TO_NODE:
            return phase is Phase.BATCH and self.loop is not None and order.node == self.loop.plan.data_node
        return order.go is Go.TO_PHASE and phase is order.phase and self._moved

    # The nodes

    def ran(self, call: Call) -> None:
        self._arrive(call, call.facts, {})

    def came_back(self, call: Call) -> None:
        block, node = call.site.key
        owner = owner_of(self._project.blocks[block], node)
        # That of the loss itself is 1, however the training goes.
        loss = self.loop.loss if self.loop is not None else None
        gradients = {name: facts for name, facts in call.gradients.items() if call.tensors[name] is not loss}
        self._arrive(call, gradients, self._parameters.gradients_of((block, owner)))

    def _arrive(self, call: Call, tensors: Mapping[str, TensorFacts], gradients: Mapping[str, float]) -> None:
        self._trail.append(call)
        self._moved = True
        met = ((each, self._met_by(each, tensors, gradients)) for each in self._order.conditions)
        self._hit = next(((each, name) for each, name in met if name), None)
        cause = self._why(call.site.key, call.depth)
        if cause is not None:
            self._depth = call.depth
            self._stand(cause)

    def _why(self, key: Key, depth: int) -> Cause | None:
        order = self._order
        if self._hit is not None:
            return Cause.CONDITION
        if key in order.breakpoints:
            return Cause.BREAKPOINT
        if self._gate.pausing:
            return Cause.PAUSED
        reached = (
            order.go is Go.INTO
            or (order.go is Go.NODE and depth <= self._depth)
            or (order.go is Go.OUT and depth < self._depth)
            or (order.go is Go.TO_NODE and key == order.node)
        )
        return Cause.REACHED if reached else None

    def _met_by(
        self, condition: Condition, tensors: Mapping[str, TensorFacts], gradients: Mapping[str, float]
    ) -> str | None:
        """The first of these that meets it, by name; `gradients` are the norms of those of parameters."""
        backward = self._phase is Phase.BACKWARD
        norms = {name: each.norm for name, each in tensors.items() if each.norm is not None} | dict(gradients)
        wrong = [name for name, each in tensors.items() if not each.finite]
        met: list[str] = []
        match condition.watch:
            case Watch.NOT_FINITE:
                met = [*wrong, *(name for name, norm in gradients.items() if not math.isfinite(norm))]
            case Watch.ZERO_GRADIENT:
                met = [name for name, norm in norms.items() if backward and norm == 0.0]
            case Watch.VALUE_NORM:
                met = [name for name, norm in norms.items() if not backward and norm > condition.bound]
            case Watch.GRADIENT_NORM:
                met = [name for name, norm in norms.items() if backward and norm > condition.bound]
        return next(iter(met), None)

    # Standing still

    def _stand(self, cause: Cause) -> None:
        if self._finished:
            self._depth = 0
        stop = self.stop(cause)
        self._hit = None
        self._order = self._gate.stand(stop)
        self._moved = False
        # What is left of the step that it stands in is not a whole one.
        self._whole_steps = -1

    def stop(self, cause: Cause) -> Stop:
        """What there is to see now."""
        loop = self.loop
        assert loop is not None  # it is there from `begin` on
        backward = self._phase is Phase.BACKWARD
        last = self._trail[-1] if self._trail else None
        condition, met = self._hit or (None, "")
        return Stop(
            loop.phases,
            self._phase,
            self._finished,
            loop.epoch + 1,
            loop.step + 1,
            len(loop.batches),
            cause,
            condition,
            met,
            at=self.calls.facts(last, backward=backward, text=True) if last is not None else None,
            trail=tuple(self.calls.facts(each, backward=backward) for each in self._trail[-TRAIL:]),
            batch={port: facts_of(values) for port, values in loop.batch.items()},
            parameters=self._parameters.facts(),
            loss=None if loop.loss is None else loop.loss.item(),
            loss_before=loop.loss_before,
            learning_rate=loop.learning_rate,
            waits=loop.waits,
            note=self._note(loop),
        )

    def _note(self, loop: Loop) -> Problem | None:
        """A loss that is not finite, with the first node that made it."""
        if loop.loss is None or self._phase in (Phase.BATCH, Phase.FORWARD) or math.isfinite(loop.loss.item()):
            return None
        values = {"loss": str(loop.loss.item())}
        for call in self.calls.calls:
            if not all(each.finite for each in call.facts.values()):
                template = QT_TRANSLATE_NOOP(
                    "Problem",
                    "The loss is {loss}: a training would end here. {node} was the first to give a value that is not "
                    "finite.",
                )
                block, node = call.site.key
                name = self._project.blocks[block].nodes[node].name
                return Problem("not-finite", template, values | {"node": name}, Severity.WARNING, block, node)
        template = QT_TRANSLATE_NOOP("Problem", "The loss is {loss}: a training would end here.")
        return Problem("not-finite", template, values, Severity.WARNING)

    def here(self, problem: Problem) -> Problem:
        """The problem on the node that was running."""
        running = self.calls.running
        if running is None:
            return problem
        block, node = running.site.key
        return replace(problem, block=block, node=node)
