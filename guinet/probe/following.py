"""Which node of the canvas is running: followed line by line through the generated code."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from types import FrameType
from typing import Any

from torch import nn

from guinet.core.costs import Chain
from guinet.train.places import Key, Places


class Follower:
    """Inside `with follower.following():`, `chain` is where the running node is, from the main block inwards.

    `enter` and `leave` are called with the chain when a node begins and ends to run; what has no line of its own (the
    members of an `nn.Sequential`) is followed by hooks on the layers of `module`. `calls` counts by chain.
    """

    def __init__(
        self,
        places: Places,
        module: nn.Module,
        enter: Callable[[Chain], object] = lambda chain: None,
        leave: Callable[[Chain], object] = lambda chain: None,
    ) -> None:
        self.calls: Counter[Chain] = Counter()
        self._places = places
        self._module = module
        self._enter, self._leave = enter, leave
        self._stack: list[Key | None] = []
        self._frames: dict[FrameType, int] = {}
        self._turns: Counter[tuple[int, int]] = Counter()

    @property
    def chain(self) -> Chain:
        return tuple(key for key in self._stack if key is not None)

    @contextmanager
    def following(self) -> Iterator[None]:
        previous = sys.gettrace()
        with ExitStack() as hooks:
            for path, owner in self._module.named_modules():
                if isinstance(owner, nn.Sequential):
                    self._hook(path, owner, hooks)
            sys.settrace(self._called)
            try:
                yield
            finally:
                sys.settrace(previous)
                self._stack.clear()
                self._frames.clear()

    def _hook(self, path: str, owner: nn.Sequential, hooks: ExitStack) -> None:
        """A layer that stands in it several times is another node at each place: it is told by its turn."""
        around = len(self._places.chain(path)) if path else 0
        keys: dict[nn.Module, list[Key | None]] = {}
        for name, child in owner._modules.items():
            if child is not None:
                chain = self._places.chain(f"{path}.{name}" if path else name)
                keys.setdefault(child, []).append(chain[-1] if len(chain) > around else None)
        for child, found in keys.items():
            turn = (id(owner), id(child))
            hooks.callback(child.register_forward_pre_hook(partial(self._before, found, turn)).remove)
            hooks.callback(child.register_forward_hook(self._after).remove)

    def _before(self, keys: list[Key | None], turn: tuple[int, int], layer: nn.Module, given: Any) -> None:
        self._stack.append(None)
        self._move(keys[self._turns[turn] % len(keys)])
        self._turns[turn] += 1

    def _after(self, layer: nn.Module, given: Any, result: Any) -> None:
        self._move(None)
        self._stack.pop()

    def _move(self, key: Key | None) -> None:
        """The innermost level goes on to another node, or to none."""
        if key == self._stack[-1]:
            return
        if self._stack[-1] is not None:
            self._leave(self.chain)
        self._stack[-1] = key
        if key is not None:
            self.calls[self.chain] += 1
            self._enter(self.chain)

    def _called(self, frame: FrameType, event: str, argument: object) -> Any:
        if frame.f_code.co_filename not in self._places.lines:
            return None
        self._stack.append(None)
        return self._lined

    def _lined(self, frame: FrameType, event: str, argument: object) -> Any:
        if event == "line":
            place = self._places.of_line(frame.f_code.co_filename, frame.f_lineno)
            self._move(None if place is None else (place.block, place.node))
        elif event == "return" and self._stack:
            self._move(None)
            self._stack.pop()
        return self._lined
