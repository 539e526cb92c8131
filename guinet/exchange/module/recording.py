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
from guinet.exchange.module.comparing import as_it_was
from guinet.exchange.module.frame import Frame
from guinet.exchange.module.layers import constructor, is_layer
from guinet.exchange.module.naming import last_name, names_inside
from guinet.exchange.module.passing import entered, parameters, taken
from guinet.exchange.module.problems import Unrecorded
from guinet.exchange.module.values import bare, leaves, size

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
    made; `called` all modules that ran; `backward` the autograd functions that ran.
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
        self._frames: list[Frame] = []
        self._aside = 0
        for module in root.modules():
            told = constructor(module) if is_layer(module) else None
            if told is not None:
                self.layers[module] = told

    def run(self, given: Sequence[Any], keywords: Mapping[str, Any]) -> Any:
        """What the module gives for these inputs. Raises Unrecorded, and whatever the module raises."""
        with ExitStack() as stack:
            stack.enter_context(_watched(self.root, self._call))
            stack.enter_context(_own_functions(self._note_backward))
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
        name = _name(frame, module)
        if module in self.layers:
            code = _call_code(name, frame, given, named)
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

    def _record(
        self, frame: Frame, function: Callable[..., Any], path: str, args: Sequence[Any], keywords: dict[str, Any]
    ) -> Any:
        if path == f"{calls.METHOD}__setitem__":
            code = calls.assignment(frame, args)
            function(*bare(tuple(args)))
            frame.say(code)
            return None
        if path.endswith(".__set__") or keywords.get("out") is not None:
            raise Unrecorded.value(path.removesuffix(".__set__").rpartition(".")[2])
        found = function(*bare(tuple(args)), **bare(keywords))
        if not leaves(found):
            return found
        told = self._told(path, calls.told(function, keywords))
        code, wish = self._linear(frame, path, args, keywords) or calls.written(frame, path, args, told)
        if calls.changes(path, keywords):
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
                name = frame.names[id(module)]
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


def _again(frame: Frame, found: Any, code: str, wish: str) -> Any:
    """What a call gives that wrote over what it was given: the same tensor under a new name."""
    name = frame.fresh(wish)
    frame.say(f"{name} = {code}")
    frame.bind(found, name)
    return found


def _call_code(name: str, frame: Frame, given: Sequence[Any], named: Mapping[str, Any]) -> str:
    texts = [frame.text(value) for value in given]
    texts += [f"{key}={frame.text(value)}" for key, value in named.items()]
    return f"{name}({', '.join(texts)})"


def _name(frame: Frame, module: nn.Module) -> str:
    if id(module) in frame.names:
        return frame.names[id(module)]
    raise Unrecorded(
        QT_TRANSLATE_NOOP(
            "Problem",
            "Line {line}: {name} is called and is no part of the module that calls it: make it an attribute of that.",
        ),
        name=type(module).__name__,
    )


@contextmanager
def _watched(root: nn.Module, call: Callable[..., Any]) -> Iterator[None]:
    """Every forward below `root` goes through `call`; afterwards all modules keep what they kept before."""
    modules = list(root.modules())
    before = [(vars(module), {name: _copied(value) for name, value in vars(module).items()}) for module in modules]
    try:
        for module in modules:
            vars(module)["forward"] = _through(call, module, module.forward)
        with as_it_was(root):
            yield
    finally:
        for own, old in before:
            own.clear()
            own.update(old)


def _copied(value: Any) -> Any:
    """The tables in which a module keeps its parts may change while it runs."""
    return value.copy() if type(value) in (dict, list, set) else value


def _through(call: Callable[..., Any], module: nn.Module, forward: Callable[..., Any]) -> Callable[..., Any]:
    def watched(*given: Any, **named: Any) -> Any:
        return call(module, forward, given, named)

    return watched


@contextmanager
def _own_functions(note: Callable[[str], None]) -> Iterator[None]:
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
