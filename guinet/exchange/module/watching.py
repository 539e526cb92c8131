"""Hears of every forward of a module's parts, and of every autograd function, while the module runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import nn

from guinet.exchange.module.comparing import as_it_was


@contextmanager
def watched(root: nn.Module, call: Callable[..., Any]) -> Iterator[None]:
    """Every forward below `root` goes through `call`; afterwards all modules keep what they kept before."""
    with as_it_was(root):
        for module in root.modules():
            vars(module)["forward"] = _through(call, module, module.forward)
        yield


def _through(call: Callable[..., Any], module: nn.Module, forward: Callable[..., Any]) -> Callable[..., Any]:
    def through(*given: Any, **named: Any) -> Any:
        return call(module, forward, given, named)

    return through


@contextmanager
def own_functions(note: Callable[[str], None]) -> Iterator[None]:
    """Tells of each `autograd.Function` that is applied."""
    kind: Any = torch.autograd.Function
    before = kind.__dict__["apply"]

    def apply(own: type[torch.autograd.Function], *given: Any, **named: Any) -> Any:
        note(own.__name__)
        return before.__get__(None, own)(*given, **named)

    kind.apply = classmethod(apply)
    try:
        yield
    finally:
        kind.apply = before
