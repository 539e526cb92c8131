"""One eager run of a module, written down call by call while it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, Final

import torch
from torch import nn
from torch.overrides import TorchFunctionMode

from guinet.compile.order import natural
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.exchange.module import calls
from guinet.exchange.module.frame import Frame
from guinet.exchange.module.layers import constructor, is_layer
from guinet.exchange.module.naming import last_name, names_inside
from guinet.exchange.module.passing import entered, parameters, taken
from guinet.exchange.module.problems import Unrecorded, here
from guinet.exchange.module.values import bare, leaves, size
from guinet.exchange.module.watching import own_functions, watched

_DECIDING: Final = frozenset(
    {"__bool__", "__int__", "__float__", "__index__", "__complex__", "item", "tolist", "numpy", "equal", "allclose"}
    | {"is_nonzero", "__contains__", "__array__", "data_ptr", "untyped_storage", "storage"}
)
"""What gives Python a value out of a tensor."""

_DROPOUTS: Final = frozenset({"dropout", "dropout1d", "dropout2d", "dropout3d"})
_F: Final = "torch.nn.functional."


class Recorder(TorchFunctionMode):
    """Writes what runs into frames, a frame a call of a module that is no layer of torch.

    `follows`: the calls of functions told whether the network trains, by their number, that are told what the module
    says; `flags` is what each was told. `finished` are the frames of each module, in order; `layers` how each layer is
    made; `called` all modules that ran; `backward` the autograd functions that ran; `parts` where views are changed.
    """

    def __init__(self, root: nn.Module, follows: frozenset[int] = frozenset()) -> None:
        super().__init__()
        self.root = root
        self.follows = follows
        self.flags: list[bool] = []
        self.finished: dict[nn.Module, list[Frame]] = {}
        self.called: set[nn.Module] = set()
        self.layers: dict[nn.Module, str] = {}
        self.backward: dict[str, None] = {}
        self.parts: dict[str, None] = {}
        self._frames: list[Frame] = []
        self._aside = 0
        self._autocast = _autocast()
        for module in root.modules():
            told = constructor(module) if is_layer(module) else None
            if told is not None:
                self.layers[module] = told

    def run(self, given: Sequence[Any], keywords: Mapping[str, Any]) -> Any:
        """What the module gives for these inputs. Raises Unrecorded, and whatever the module raises."""
        with ExitStack() as stack:
            stack.enter_context(watched(self.root, self._call))
            stack.enter_context(own_functions(self._note_backward))
            stack.enter_context(torch.enable_grad())
            stack.enter_context(self)
            return self.root(*given, **keywords)

    def _note_backward(self, name: str) -> None:
        if not self._aside:
            self.backward[name] = None

    # Calls of modules

    def _call(self, module: nn.Module, forward: Callable[..., Any], given: Sequence[Any], named: dict[str, Any]) -> Any:
        if self._aside:
            return forward(*given, **named)
        self.called.add(module)
        if not self._frames:
            return forward(*given, **named) if module in self.layers else self._inside(module, forward, given, named)[0]
        frame = self._frames[-1]
        self._refuse_autocast()
        name = _name(frame, module)
        if module in self.layers:
            code = _call_code(name, frame, *_told(given, named))
            with self._apart():
                found = forward(*bare(given), **bare(named))
                if getattr(module, "inplace", False) is True:
                    return _again(frame, found, code, last_name(name))
                return taken(frame, found, code, last_name(name))
        found, arguments = self._inside(module, forward, given, named)
        code = _call_code(name, frame, arguments, {})
        with self._apart():
            return taken(frame, found, code, last_name(name))

    def _inside(
        self, module: nn.Module, forward: Callable[..., Any], given: Sequence[Any], named: dict[str, Any]
    ) -> tuple[Any, list[Any]]:
        """What a module gives, and which of the values it is given its own code is passed: the others it has."""
        frame = Frame(module, names_inside(module))
        passed: list[Any] = []

        def enter(name: str, value: Any) -> Any:
            if not leaves(value):
                return bare(value)
            passed.append(value)
            return entered(frame, frame.argument(name), value)

        with self._apart():
            names = parameters(forward, len(given))
            if not self._frames and names != sorted(names, key=natural):
                # A project passes its inputs in the order of their names.
                names = [f"input_{place + 1}" for place in range(len(given))]
            inner = [enter(name, value) for name, value in zip(names, given, strict=True)]
            inner_named = {name: enter(name, value) for name, value in named.items()}
        self._frames.append(frame)
        try:
            found = forward(*inner, **inner_named)
            frame.result = frame.text(found)
        finally:
            frame.done = True
            self._frames.pop()
        self.finished.setdefault(module, []).append(frame)
        return found, passed

    # Calls of torch

    def __torch_function__(
        self, function: Callable[..., Any], types: Any, args: Sequence[Any] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        keywords = kwargs or {}
        if self._aside or not self._frames or function is torch._C._set_grad_enabled:
            return function(*bare(tuple(args)), **bare(keywords))
        frame = self._frames[-1]
        path = calls.path_of(function)
        if function is torch._weight_norm:
            with self:
                return _weight_norm(*args, **keywords)
        if path is None:
            return _besides(function, args, keywords)
        short = path.removeprefix(calls.METHOD)
        if short.rpartition(".")[2] in _DECIDING:
            raise Unrecorded.decides(short.rpartition(".")[2].strip("_"))
        if short == "shape.__get__" or (short == "size" and len(args) == 1 and not keywords):
            return frame.sizes(args[0])
        if short == "size" and len(args) == 2 and isinstance(args[1], int):
            return frame.one_size(args[0], args[1])
        if short in ("numel", "nelement"):
            return size(args[0].numel(), frame, f"{frame.text(args[0])}.numel()")
        return self._record(frame, function, path, args, keywords)

    def _refuse_autocast(self) -> None:
        if _autocast() != self._autocast:
            raise Unrecorded(
                QT_TRANSLATE_NOOP(
                    "Problem",
                    "Line {line}: this runs under torch.autocast, which no graph switches on or off: leave it to what "
                    "runs the module.",
                )
            )

    def _record(
        self, frame: Frame, function: Callable[..., Any], path: str, args: Sequence[Any], keywords: dict[str, Any]
    ) -> Any:
        self._refuse_autocast()
        if path == f"{calls.METHOD}__setitem__":
            code = calls.assignment(frame, args)
            function(*bare(tuple(args)))
            frame.say(code)
            self.parts.pop(here(), None)  # what was changed in place is put into the whole
            return None
        if path.endswith(".__set__") or keywords.get("out") is not None:
            raise Unrecorded.value(path.removesuffix(".__set__").rpartition(".")[2])
        found = function(*bare(tuple(args)), **bare(keywords))
        if not leaves(found):
            return found
        told = self._told(path, calls.told(function, keywords))
        code, wish = self._linear(frame, path, args, keywords) or calls.written(frame, path, args, told)
        if calls.changes(path, keywords):
            if isinstance(found, torch.Tensor) and found._is_view():
                self.parts[here()] = None
            return _again(frame, found, code, wish)
        return taken(frame, found, code, wish)

    def _told(self, path: str, keywords: dict[str, Any]) -> dict[str, Any]:
        """The named arguments, with `training` as the module says it where that is what it follows."""
        if path.removeprefix(_F) not in _DROPOUTS:
            return keywords
        number = len(self.flags)
        self.flags.append(bool(keywords.get("training", True)))
        return {**keywords, "training": calls.TRAINING} if number in self.follows else keywords

    def _linear(
        self, frame: Frame, path: str, args: Sequence[Any], keywords: Mapping[str, Any]
    ) -> tuple[str, str] | None:
        """`F.linear(x, self.fc.weight, self.fc.bias)` is what the layer does."""
        if path != f"{_F}linear":
            return None
        weight, bias = (*args[1:], *(None, None))[:2]
        bias = keywords.get("bias", bias)
        for module in self.layers:
            same = type(module) is nn.Linear and module.weight is weight and module.bias is bias
            if same and id(module) in frame.names:
                self.called.add(module)
                name = _name(frame, module)
                return f"{name}({frame.text(args[0])})", last_name(name)
        return None

    @contextmanager
    def _apart(self) -> Iterator[None]:
        """Nothing inside is written down."""
        self._aside += 1
        try:
            yield
        finally:
            self._aside -= 1


def _autocast() -> tuple[bool, ...]:
    return torch.is_autocast_enabled("cpu"), torch.is_autocast_enabled("cuda")


def _weight_norm(v: torch.Tensor, g: torch.Tensor, dim: int = 0) -> torch.Tensor:
    """What torch has one function for that is no public one."""
    others = [each for each in range(v.dim()) if each != dim]
    return v * (g / torch.linalg.vector_norm(v, dim=others, keepdim=True))


def _besides(function: Callable[..., Any], args: Sequence[Any], keywords: dict[str, Any]) -> Any:
    """What no tensor goes into or comes out of changes no result: a note of the profiler's, say."""
    if not (leaves(args) or leaves(keywords)):
        found = function(*bare(tuple(args)), **bare(keywords))
        if not leaves(found):
            return found
    raise calls.unnamed(function)


def _again(frame: Frame, found: Any, code: str, wish: str) -> Any:
    """What a call gives that wrote over what it was given: the same tensor under a new name."""
    name = frame.fresh(wish)
    frame.say(f"{name} = {code}")
    frame.bind(found, name)
    return found


def _told(given: Sequence[Any], named: Mapping[str, Any]) -> tuple[Sequence[Any], dict[str, Any]]:
    """The arguments of a layer without each None that is there by default: no wire carries it."""
    count = len(given)
    while count and given[count - 1] is None:
        count -= 1
    return given[:count], {name: value for name, value in named.items() if value is not None}


def _call_code(name: str, frame: Frame, given: Sequence[Any], named: Mapping[str, Any]) -> str:
    texts = [frame.text(value) for value in given]
    texts += [f"{key}={frame.text(value)}" for key, value in named.items()]
    return f"{name}({', '.join(texts)})"


def _name(frame: Frame, module: nn.Module) -> str:
    if id(module) in frame.names:
        frame.uses.add(module)
        return frame.names[id(module)]
    raise Unrecorded(
        QT_TRANSLATE_NOOP(
            "Problem",
            "Line {line}: {name} is called and is no part of the module that calls it: make it an attribute of that.",
        ),
        name=type(module).__name__,
    )
