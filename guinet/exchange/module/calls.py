"""How a call of torch is written."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final

from torch.overrides import resolve_name

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.exchange.module.frame import Frame
from guinet.exchange.module.problems import Unrecorded

METHOD: Final = "torch.Tensor."

_BINARY: Final = {
    "add": "+", "sub": "-", "mul": "*", "true_divide": "/", "div": "/", "floor_divide": "//", "remainder": "%",
    "matmul": "@", "pow": "**", "eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "__and__": "&",
    "__or__": "|", "__xor__": "^", "__add__": "+", "__sub__": "-", "__mul__": "*", "__truediv__": "/", "__pow__": "**",
    "__floordiv__": "//", "__mod__": "%", "__matmul__": "@", "__eq__": "==", "__ne__": "!=", "__lt__": "<",
    "__le__": "<=", "__gt__": ">", "__ge__": ">=", "__div__": "/",
}  # fmt: skip
_TURNED: Final = {
    "__radd__": "+", "__rsub__": "-", "__rmul__": "*", "__rtruediv__": "/", "__rdiv__": "/", "__rfloordiv__": "//",
    "__rpow__": "**", "__rmod__": "%", "__rmatmul__": "@", "__rand__": "&", "__ror__": "|", "__rxor__": "^",
}  # fmt: skip
_IN_PLACE: Final = {
    "__iadd__": "add_", "__isub__": "sub_", "__imul__": "mul_", "__itruediv__": "div_",
    "__ifloordiv__": "floor_divide_",
    "__ipow__": "pow_", "__imod__": "remainder_", "__idiv__": "div_",
}  # fmt: skip
_UNARY: Final = {"__invert__": "~", "__neg__": "-"}
_METHODS: Final = {"__abs__": "abs", "__pos__": "positive"}

_WORDS: Final = {
    "+": "add", "-": "subtract", "*": "multiply", "/": "divide", "//": "floor_divide", "%": "remainder", "@": "matmul",
    "**": "power", "==": "equal", "!=": "not_equal", "<": "less", "<=": "less_equal", ">": "greater",
    ">=": "greater_equal", "&": "both", "|": "either", "^": "one_of", "~": "invert",
}  # fmt: skip
"""What results of operators are called."""


class Training:
    """Stands among the arguments of a call for whether the module trains."""


TRAINING: Final = Training()


def path_of(function: Callable[..., Any]) -> str | None:
    """`torch.Tensor.view`, `torch.nn.functional.relu`, `torch.Tensor.shape.__get__`; None for what has no such name."""
    name = resolve_name(function) or ""
    name = name.replace("torch.functional.", "torch.").replace("torch.special.special_", "torch.special.")
    return name if name.startswith("torch.") else None


def unnamed(function: Callable[..., Any]) -> Unrecorded:
    """The refusal of a function that is none of torch's public ones."""
    name = str(getattr(function, "__qualname__", function)).replace("_VariableFunctionsClass.", "torch.")
    template = QT_TRANSLATE_NOOP("Problem", "Line {line}: there is no node for {name}: write it another way.")
    return Unrecorded(template, name=name)


def changes(path: str, keywords: Mapping[str, object]) -> bool:
    """Whether a call writes over its first argument and gives that."""
    name = path.rpartition(".")[2]
    return name in _IN_PLACE or (name.endswith("_") and not name.endswith("__")) or keywords.get("inplace") is True


def written(frame: Frame, path: str, given: Sequence[object], keywords: Mapping[str, object]) -> tuple[str, str]:
    """The code of a call, and a name for its result. Raises Unrecorded."""
    if not path.startswith(METHOD):
        name = path.replace("torch.nn.functional.", "F.")
        return f"{name}({_passed(frame, given, keywords)})", path.rpartition(".")[2]
    name = path.removeprefix(METHOD)
    if name.endswith(".__get__"):
        attribute = name.removesuffix(".__get__")
        return f"{frame.text(given[0])}.{attribute}", attribute.lower()
    if len(given) == 2 and not keywords and (sign := _BINARY.get(name) or _TURNED.get(name)):
        left, right = (frame.text(value) for value in (given if name in _BINARY else given[::-1]))
        return f"{left} {sign} {right}", _WORDS[sign]
    if name == "__getitem__":
        return f"{frame.text(given[0])}[{_index(frame, given[1])}]", "part"
    if name in _UNARY:
        return f"{_UNARY[name]}{frame.text(given[0])}", _WORDS.get(_UNARY[name], "negative")
    name = _IN_PLACE.get(name, _METHODS.get(name, name))
    return f"{frame.text(given[0])}.{name}({_passed(frame, given[1:], keywords)})", name.strip("_")


def assignment(frame: Frame, given: Sequence[object]) -> str:
    """`x[:, 0] = y`."""
    return f"{frame.text(given[0])}[{_index(frame, given[1])}] = {frame.text(given[2])}"


def told(function: Callable[..., Any], keywords: Mapping[str, object]) -> dict[str, object]:
    """Named arguments without those that torch fills in itself."""
    defaults = {"return_indices": False, **_defaults(function)}
    missing = object()
    found = {
        name: value
        for name, value in keywords.items()
        if value is not None and not name.startswith("_") and not _same(defaults.get(name, missing), value)
    }
    if "unbiased" in found:  # an older name of torch's
        found["correction"] = int(bool(found.pop("unbiased")))
    return found


def _same(default: object, value: object) -> bool:
    return type(default) is type(value) and isinstance(value, (bool, int, float, str, type(None))) and default == value


@cache
def _defaults(function: Callable[..., Any]) -> dict[str, object]:
    try:
        found = inspect.signature(function).parameters.values()
    except (ValueError, TypeError):  # most of what torch has in C++
        return {}
    return {each.name: each.default for each in found}


def _passed(frame: Frame, given: Sequence[object], keywords: Mapping[str, object]) -> str:
    named = (
        f"{name}={'self.training' if value is TRAINING else frame.text(value)}" for name, value in keywords.items()
    )
    return ", ".join([*map(frame.text, given), *named])


def _index(frame: Frame, index: object) -> str:
    if not isinstance(index, tuple):
        return _place(frame, index)
    items = [_place(frame, item) for item in index]
    return f"{', '.join(items)}{',' if len(items) == 1 else ''}" if items else "()"


def _place(frame: Frame, item: object) -> str:
    if not isinstance(item, slice):
        return frame.text(item)
    first, last = ("" if end is None else frame.text(end) for end in (item.start, item.stop))
    return f"{first}:{last}" + ("" if item.step is None else f":{frame.text(item.step)}")
