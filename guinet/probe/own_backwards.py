"""Code written by hand that runs backward passes of its own: which nodes do, and whether autograd keeps something."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from inspect import signature
from typing import Any, Final

import torch
from torch.overrides import TorchFunctionMode

from guinet.core.graph import CODE_KIND
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Severity
from guinet.core.project import Project
from guinet.train.places import Key

_BACKWARDS: Final = {
    function: signature(function) for function in (torch.autograd.grad, torch.autograd.backward, torch.Tensor.backward)
}


class OwnBackwards:
    """Follows the calls of one run. Only code written by hand is listened to: elsewhere it would cost time at each
    operation, and find nothing."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._open: list[ExitStack] = []
        self._found: dict[Key, None] = {}

    @contextmanager
    def begun(self) -> Iterator[None]:
        """Inside, nothing is known yet. Code may fail in the middle: nobody listens to what follows it."""
        self._found = {}
        try:
            yield
        finally:
            while self._open:
                self._open.pop().close()

    def enter(self, key: Key) -> None:
        if self._is_written(key):
            listening = ExitStack()
            listening.enter_context(_Listening(lambda: self._found.setdefault(key)))
            self._open.append(listening)

    def leave(self, key: Key) -> None:
        if self._is_written(key):
            self._open.pop().close()

    def problems(self) -> Iterator[Problem]:
        """What is to be said of nodes that went back without `create_graph`, each once."""
        for block, node in self._found:
            words = QT_TRANSLATE_NOOP(
                "Problem",
                "{name} runs a backward pass of its own without create_graph: autograd keeps nothing of it, and no "
                "gradient passes through what came of it.",
            )
            values = {"name": self._project.blocks[block].nodes[node].name}
            yield Problem("gradient", words, values, Severity.INFO, block=block, node=node)

    def _is_written(self, key: Key) -> bool:
        return self._project.blocks[key[0]].nodes[key[1]].kind.startswith(CODE_KIND)


class _Listening(TorchFunctionMode):
    def __init__(self, found: Callable[[], object]) -> None:
        super().__init__()
        self._found = found

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        given = kwargs or {}
        known = _BACKWARDS.get(func)
        if known is not None and not known.bind(*args, **given).arguments.get("create_graph"):
            self._found()
        return func(*args, **given)
