"""Looks at a training while it runs: asked for on any thread, taken on the training's own between two steps."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

if TYPE_CHECKING:
    from torch import nn
    from torch.optim import Optimizer

T = TypeVar("T")

Look: TypeAlias = "Callable[[nn.Module, Optimizer, int], T]"
"""Given the module, its optimiser and the number of the last step. What it returns must be a copy: the next step
writes over the tensors it has seen. It must neither draw random numbers nor change anything."""


class Peeking:
    """The looks that wait for the next step. `waiting` is True while there are any: all a training reads."""

    def __init__(self) -> None:
        self.waiting = False
        self._lock = threading.Lock()
        self._looks: deque[tuple[Look[Any], Future[Any]]] = deque()
        self._closed = False

    def add(self, look: Look[T]) -> Future[T]:
        """Its result comes after the step under way; it is cancelled when the training ends before."""
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                future.cancel()
            else:
                self._looks.append((look, future))
                self.waiting = True
        return future

    def take(self, module: nn.Module, optimizer: Optimizer, step: int) -> None:
        """Takes the looks that wait now; one that is added meanwhile waits for the next step.

        An error in a look is its own: the training goes on.
        """
        with self._lock:
            looks, self._looks = self._looks, deque()
            self.waiting = False
        try:
            while looks:
                look, future = looks.popleft()
                if future.set_running_or_notify_cancel():
                    _answer(look, future, module, optimizer, step)
        finally:
            for _, left in looks:
                left.cancel()

    def close(self) -> None:
        """The training has ended: what waits is cancelled, and so is what comes after."""
        with self._lock:
            self._closed, self.waiting = True, False
            looks, self._looks = self._looks, deque()
        for _, future in looks:
            future.cancel()


def _answer(look: Look[Any], future: Future[Any], module: nn.Module, optimizer: Optimizer, step: int) -> None:
    try:
        future.set_result(look(module, optimizer, step))
    except Exception as error:  # noqa: BLE001 - the boundary: told to the one who asked
        future.set_exception(error)
    except BaseException as error:
        # An interrupt is meant for the training.
        future.set_exception(error)
        raise
