"""What goes into a call and comes out of it: tensors and sizes get their names, whatever they lie in."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from torch import Tensor

from guinet.exchange.module.frame import Frame
from guinet.exchange.module.values import Quotient, Size, bare, leaves, size


def parameters(forward: Callable[..., Any], count: int) -> list[str]:
    """The names of the first `count` parameters of a forward, in order."""
    found: list[str] = []
    for name, parameter in inspect.signature(forward).parameters.items():
        if parameter.kind is parameter.VAR_POSITIONAL:
            found += [f"{name}_{place}" for place in range(count - len(found))]
        elif parameter.kind is not parameter.VAR_KEYWORD:
            found.append(name)
    return found[:count]


def entered(frame: Frame, code: str, value: Any) -> Any:
    """A value as a frame sees it that writes it as `code`: a tensor that has a name already becomes another one."""
    if isinstance(value, Tensor):
        value = value.view_as(value) if frame.knows(value) else value
        frame.bind(value, code)
        return value
    if isinstance(value, (Size, Quotient)):
        made = size(int(value), frame, code) if isinstance(value, Size) else Quotient(value)
        made.frame, made.code = frame, code
        return made
    if isinstance(value, Mapping) and leaves(value):
        made_items = {key: entered(frame, f"{code}[{key!r}]", item) for key, item in value.items()}
        kind: Any = type(value)
        return kind(made_items)
    if isinstance(value, (tuple, list)) and leaves(value):
        return _rebuilt(value, [entered(frame, f"{code}[{place}]", item) for place, item in enumerate(value)])
    return bare(value)


def taken(frame: Frame, found: Any, code: str, wish: str) -> Any:
    """Writes the line that gives `found`; gives it as the frame sees it from now on."""
    if isinstance(found, (tuple, list)) and leaves(found):
        target, found = _apart(frame, found, wish)
        frame.say(f"{target} = {code}")
        return found
    name = frame.fresh(wish)
    frame.say(f"{name} = {code}")
    return entered(frame, name, found)


def _apart(frame: Frame, found: Sequence[Any], wish: str) -> tuple[str, Any]:
    names, values = [], []
    for item in found:
        if isinstance(item, (tuple, list)) and leaves(item):
            name, value = _apart(frame, item, wish)
        elif leaves(item):
            name = frame.fresh(wish)
            value = entered(frame, name, item)
        else:
            name, value = "_", item
        names.append(name)
        values.append(value)
    return frame.row("(", names, ")"), _rebuilt(found, values)


def _rebuilt(old: Sequence[Any], values: list[Any]) -> Any:
    if all(one is other for one, other in zip(old, values, strict=True)):
        return old
    kind: Any = type(old)
    return kind(*values) if hasattr(kind, "_fields") else kind(values)
