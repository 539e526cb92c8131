"""The nodes that ran in a forward pass, and what autograd recorded of each: for walking the same way back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from msgspec.structs import replace
from torch import Tensor

from guinet.core.project import Project
from guinet.core.stepped import CallFacts, TensorFacts
from guinet.probe.facts import facts_of
from guinet.probe.flows import Came, watch
from guinet.probe.probes import Site
from guinet.probe.values import printed, tensors_in


@dataclass(eq=False)
class Call:
    """One node that ran. `around` is the call it lies in; `functions` are autograd's, in the order they were found;
    `given` is what it gave, by variable; `tensors` are those in it, and `gradients` the facts of their gradients as
    they came back."""

    site: Site
    around: Call | None
    time: int
    given: Mapping[str, object] = field(default_factory=dict)
    tensors: dict[str, Tensor] = field(default_factory=dict)
    plain: dict[str, str] = field(default_factory=dict)
    facts: dict[str, TensorFacts] = field(default_factory=dict)
    functions: list[Any] = field(default_factory=list)
    gradients: dict[str, TensorFacts] = field(default_factory=dict)
    gradient_texts: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> tuple[Call, ...]:
        """From the outermost to this one."""
        return (self,) if self.around is None else (*self.around.path, self)

    @property
    def depth(self) -> int:
        return len(self.path) - 1


class Hearer(Protocol):
    """Told as it happens, on the thread that runs; it may wait there, and what it raises ends the run."""

    def ran(self, call: Call) -> None:
        """A node has run."""

    def came_back(self, call: Call) -> None:
        """A node's part of the backward pass is over; `gradients` and those of its parameters are there."""


class Calls:
    """A `probes.Listener` that keeps what ran since `clear`, and follows the way back through it."""

    def __init__(self, project: Project, hearer: Hearer) -> None:
        self._project = project
        self._hearer = hearer
        self._running: list[Call] = []
        self._seen: dict[int, Any] = {}
        self._times: Counter[tuple[object, ...]] = Counter()
        self._going_back: Call | None = None
        self._is_back = False
        self.calls: list[Call] = []
        self.came: Came = {}
        self.listening = True
        """Whether what runs now is followed."""

    @property
    def running(self) -> Call | None:
        """The innermost node that runs now."""
        return self._running[-1] if self._running else None

    def clear(self) -> None:
        """Forgets what ran, and lets go of its tensors."""
        self.calls, self._running, self._going_back, self.came = [], [], None, {}
        self._seen.clear()
        self._times.clear()

    # Forward

    def enter(self, site: Site) -> None:
        if not self.listening:
            return
        around = self._running[-1] if self._running else None
        place = (*(call.site.key for call in around.path), site.key) if around is not None else (site.key,)
        self._times[place] += 1
        self._running.append(Call(site, around, self._times[place]))

    def leave(self, site: Site, values: Mapping[str, object]) -> None:
        if not self.listening:
            return
        call = self._running.pop()
        call.given = dict(values)
        for name, value in named(values):
            if isinstance(value, Tensor):
                call.tensors[name] = value
            if isinstance(value, Tensor) and not value.is_nested:
                call.facts[name] = facts_of(value)
            else:
                call.plain[name] = printed(value)
        self._tie(call)
        self.calls.append(call)
        self._hearer.ran(call)

    def _tie(self, call: Call) -> None:
        """What autograd has recorded since the call before belongs to this one."""
        waiting = [tensor.grad_fn for tensor in call.tensors.values()]
        while waiting:
            function = waiting.pop()
            if function is None or id(function) in self._seen or hasattr(function, "variable"):
                continue
            # Held, so that no other gets its id.
            self._seen[id(function)] = function
            call.functions.append(function)
            function.register_prehook(self._begins(call))
            watch(function, self.came, lambda: self._is_back)
            waiting += [following for following, _ in function.next_functions]
        for name, tensor in call.tensors.items():
            if tensor.requires_grad:
                tensor.register_hook(self._arrives(call, name))  # type: ignore[no-untyped-call]

    def _begins(self, call: Call) -> Callable[[tuple[Tensor, ...]], None]:
        def begin(gradients: tuple[Tensor, ...]) -> None:
            if self._is_back:
                self._move(call)

        return begin

    def _arrives(self, call: Call, name: str) -> Callable[[Tensor], None]:
        def arrive(gradient: Tensor) -> None:
            if self._is_back and isinstance(gradient, Tensor):
                call.gradients[name] = facts_of(gradient)
                call.gradient_texts[name] = printed(gradient)

        return arrive

    # Backward

    @contextmanager
    def backward(self) -> Iterator[None]:
        """What autograd runs inside is the way back; a node may use autograd on the way forward as well."""
        self._is_back = True
        for call in self.calls:
            call.gradients, call.gradient_texts = {}, {}
        try:
            yield
            self._move(None)
        finally:
            self._is_back = False

    def _move(self, call: Call | None) -> None:
        """Autograd goes on to the functions of another call: those it leaves have come back, the innermost first."""
        left, self._going_back = self._going_back, call
        if left is None or left is call:
            return
        staying = call.path if call is not None else ()
        for each in reversed(left.path):
            if each not in staying:
                self._hearer.came_back(each)

    # As plain data

    def facts(self, call: Call, *, backward: bool, text: bool = False) -> CallFacts:
        blocks = self._project.blocks
        return CallFacts(
            *call.site.key,
            path=tuple(blocks[each.site.key[0]].nodes[each.site.key[1]].name for each in call.path),
            time=call.time,
            code=call.site.code,
            values=self._values(call, backward, text),
            plain={} if backward else dict(call.plain),
            functions=tuple(function.name() for function in call.functions),
        )

    def _values(self, call: Call, backward: bool, text: bool) -> dict[str, TensorFacts]:
        if backward:
            return {
                name: _with_text(each, call.gradient_texts[name] if text else "")
                for name, each in call.gradients.items()
            }
        if not text:
            return dict(call.facts)
        # As it is now: a later node may have written over it.
        return {name: facts_of(call.tensors[name], text=True) for name in call.facts}


def named(values: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """The values, those in a tuple or list one by one: "state[0]"."""
    for name, value in values.items():
        tensors = list(tensors_in(value))
        if isinstance(value, Tensor) or not tensors:
            yield name, value
        else:
            yield from _items(name, value)


def _items(name: str, value: object) -> Iterable[tuple[str, object]]:
    if isinstance(value, tuple | list):
        for place, item in enumerate(value):
            yield from _items(f"{name}[{place}]", item)
    else:
        yield name, value


def _with_text(facts: TensorFacts, text: str) -> TensorFacts:
    return replace(facts, text=text) if text else facts
