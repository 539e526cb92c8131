"""The weights in a file that holds a whole model, `torch.save(model, path)`, read without running what it says.

Such a file names classes and functions to call. Here only those that make tensors are; anything else is an empty shell
that takes what it is given, so the parameters and buffers can be read off it by their paths.
"""

from __future__ import annotations

import pickle
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import torch
from torch import Tensor

_MAKERS: Final = frozenset(
    {
        ("__builtin__", "set"),
        ("collections", "OrderedDict"),
        ("torch", "Size"),
        ("torch", "device"),
        ("torch._utils", "_rebuild_parameter"),
        ("torch._utils", "_rebuild_tensor_v2"),
    }
)
"""What may be called: it makes tensors and plain values, whatever it is given."""


class Shell:
    """Stands where the file wants an object of a class, or the result of a function."""

    def __init__(self, *arguments: object, **named: object) -> None:
        self.state: dict[str, Any] = {}

    def __setstate__(self, state: object) -> None:
        self.state = state if isinstance(state, dict) else {}

    def __setitem__(self, key: object, value: object) -> None:
        """Items and members are nothing that weights are found by."""

    def append(self, value: object) -> None:
        """As `__setitem__`."""

    def add(self, value: object) -> None:
        """As `__setitem__`."""


class Maker:
    """Calls a function or class. A file gets this instead of it: what it had set on that would stay set for all."""

    __slots__ = ("_called",)

    def __init__(self, called: Callable[..., Any]) -> None:
        self._called = called

    def __call__(self, *arguments: object) -> Any:
        return self._called(*arguments)

    def __setstate__(self, state: object) -> None:
        """What the file would have it become is nothing that weights are found by."""


class _Unpickler(pickle.Unpickler):
    # Storages are not asked for here: torch's loader takes them for a word of its own, which says their dtype.
    def find_class(self, module: str, name: str, /) -> Any:
        if (module, name) in _MAKERS:
            return Maker(super().find_class(module, name))
        found = getattr(torch, name, None) if module == "torch" else None
        return found if isinstance(found, torch.dtype) else Shell


def model_state(path: Path) -> dict[str, Tensor] | None:
    """The parameters and buffers of the model in a file, by their paths; None where it holds none."""
    # What torch.load wants of a pickle module; without `load`, with which it would begin files older than its archives.
    reader: Any = SimpleNamespace(Unpickler=_Unpickler, __name__="guinet")
    try:
        with zipfile.ZipFile(path) as archive:
            if any(name.endswith("/constants.pkl") for name in archive.namelist()):
                return None  # TorchScript, which torch.load would give to another loader
        model = torch.load(path, map_location="cpu", weights_only=False, pickle_module=reader)
    except Exception:  # noqa: BLE001 - damaged bytes make the unpickler raise anything at all
        return None
    found = OrderedDict(_tensors(model, "", set()))
    return found or None


def _tensors(module: object, path: str, above: set[int]) -> Iterator[tuple[str, Tensor]]:
    """As `nn.Module.state_dict` names them: parameters, buffers that are kept, then those of the modules inside."""
    if not isinstance(module, Shell) or id(module) in above:
        return
    state = module.state
    kept = state.get("_non_persistent_buffers_set")
    left_out = kept if isinstance(kept, set) else set()
    for part in ("_parameters", "_buffers"):
        for name, value in _items(state.get(part)):
            if isinstance(value, Tensor) and name not in left_out:
                yield f"{path}{name}", value.detach()
    for name, inner in _items(state.get("_modules")):
        yield from _tensors(inner, f"{path}{name}.", {*above, id(module)})


def _items(found: object) -> Iterator[tuple[str, object]]:
    if isinstance(found, dict):
        yield from ((name, value) for name, value in found.items() if isinstance(name, str))
