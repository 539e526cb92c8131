"""Frames as classes: the text that says what a module is made of and what it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct
from torch import Tensor, nn

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.exchange.module.constants import made
from guinet.exchange.module.frame import Frame, Held, Line
from guinet.exchange.module.naming import attribute_name, is_chain, is_container, member, names_inside
from guinet.exchange.module.problems import Unrecorded
from guinet.exchange.module.recording import Recorder

_HEAD: Final = (
    "import torch",
    "import torch.nn.functional as F",
    "from collections import OrderedDict",
    "from torch import nn",
)


class Written(Struct, frozen=True):
    """`lines` are the text; `name` that of its network; `state` the tensors of the module by their names in it; `parts`
    are where the user's code changes a part of a tensor in place."""

    lines: tuple[Line, ...]
    name: str
    state: dict[str, Tensor]
    parts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(line.code for line in self.lines) + "\n"


def written(recorder: Recorder) -> Written:
    """Raises Unrecorded for what one class cannot say."""
    writer = _Writer(recorder)
    root = recorder.root
    alone = root in recorder.layers
    if alone or (type(root) is nn.Sequential and not any(_ties(recorder))):
        name = "net"
        writer.lines.append(Line(f"net = {writer.constructor(root)}", ""))
    else:
        name = writer.class_of(root)
    head = [Line(code, "") for code in _HEAD]
    state = dict(_state(recorder, root, "0." if alone else ""))
    return Written((*head, *writer.lines), name, state, tuple(recorder.parts))


class _Writer:
    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.lines: list[Line] = []
        self._classes: dict[tuple[str, ...], str] = {}
        self._taken = {"torch", "nn", "F", "OrderedDict", "net"}

    def class_of(self, module: nn.Module) -> str:
        """The name of the class that says what a module does; those that say the same are one."""
        frame = self._frame(module)
        body = [Line("    def __init__(self):", ""), Line("        super().__init__()", "")]
        body += [Line(f"        {code}", "") for code in self._parts(module, frame)]
        if frame is not None and not is_chain(module):
            first = frame.lines[0].where if frame.lines else ""
            body.append(Line(f"    def forward({', '.join(['self', *frame.arguments])}):", first))
            body += _indented(frame.lines)
            body.append(Line(f"        return {frame.result}", frame.lines[-1].where if frame.lines else ""))
        base = "nn.Sequential" if is_chain(module) else "nn.Module"
        stem = re.sub(r"\W", "_", type(module).__name__)
        key = (stem, base, *(line.code for line in body))
        if key not in self._classes:
            name, number = stem, 1
            while name in self._taken:
                number += 1
                name = f"{stem}{number}"
            self._taken.add(name)
            self._classes[key] = name
            self.lines += [Line(f"class {name}({base}):", ""), *body]
        return self._classes[key]

    def _frame(self, module: nn.Module) -> Frame | None:
        frames = self.recorder.finished.get(module, [])
        if len({(tuple(line.code for line in frame.lines), frame.result, *frame.arguments) for frame in frames}) > 1:
            template = QT_TRANSLATE_NOOP(
                "Problem",
                "{name} does different things in its different calls: use a module for each, or pass it tensors only.",
            )
            raise Unrecorded(template, name=type(module).__name__)
        return frames[0] if frames else None

    def _parts(self, module: nn.Module, frame: Frame | None) -> Iterator[str]:
        """The lines of a constructor."""
        for held in frame.held.values() if frame is not None else ():
            yield _keeping(held)
        names = names_inside(module)
        for name, child in module._modules.items():
            if child is None or not _is_used(frame, child):
                continue
            own, code = attribute_name(name), self.constructor(child)
            if is_chain(module):
                yield f"self.add_module({name!r}, {code})"
            elif names[id(child)] == member("self", module, name):  # under another name nothing runs
                yield f"self.{own} = {code}" if own.isidentifier() else f"setattr(self, {own!r}, {code})"
        if module is self.recorder.root:
            yield from _ties(self.recorder)

    def constructor(self, module: nn.Module) -> str:
        """What makes a module. One that is in several places is made in each: what it learns is tied."""
        if module in self.recorder.layers:
            return self.recorder.layers[module]
        if not is_container(module):
            return f"{self.class_of(module)}()"
        items = {name: self.constructor(child) for name, child in module._modules.items() if child is not None}
        row = ", ".join(items.values())
        if isinstance(module, nn.ModuleDict):
            return f"nn.ModuleDict({{{', '.join(f'{name!r}: {code}' for name, code in items.items())}}})"
        if isinstance(module, nn.ModuleList):
            return f"nn.ModuleList([{row}])"
        if list(items) == [str(place) for place in range(len(items))]:
            return f"nn.Sequential({row})"
        return f"nn.Sequential(OrderedDict([{', '.join(f'({name!r}, {code})' for name, code in items.items())}]))"


def _is_used(frame: Frame | None, module: nn.Module) -> bool:
    return frame is not None and not frame.uses.isdisjoint(module.modules())


def _indented(lines: list[Line]) -> Iterator[Line]:
    """The lines of a forward, those without gradients side by side under one `with`."""
    quiet = False
    for line in lines:
        if line.quiet and not quiet:
            yield Line("        with torch.no_grad():", line.where)
        quiet = line.quiet
        yield Line(f"        {'    ' if quiet else ''}{line.code}", line.where, quiet)


def _keeping(held: Held) -> str:
    if held.hold == "parameter":
        return f"self.{held.name} = nn.Parameter({made(held.tensor, loaded=True)})"
    if held.hold == "buffer":
        return f"self.register_buffer({held.name!r}, {made(held.tensor, loaded=True)})"
    return f"self.{held.name} = {made(held.tensor, loaded=False)}"


def _ties(recorder: Recorder) -> Iterator[str]:
    """`self.decoder.weight = self.embedding.weight`, for layers that share a parameter or are one and the same."""
    first: dict[int, str] = {}
    for path, layer in _running(recorder, recorder.root, "self"):
        for name, parameter in layer.named_parameters():
            code = f"{path}.{name}"
            if id(parameter) in first:
                yield f"{code} = {first[id(parameter)]}"
            first.setdefault(id(parameter), code)


def _running(recorder: Recorder, module: nn.Module, path: str) -> Iterator[tuple[str, nn.Module]]:
    """The layers that run, by every path under which the text has them: those that the code of each module calls, a
    row each time that they stand in it."""
    if module in recorder.layers:
        yield path, module
    elif is_chain(module):
        for name, child in module._modules.items():
            yield from _running(recorder, child, member(path, module, name)) if child is not None else ()
    else:
        frame = recorder.finished[module][0]
        for each, name in ((each, frame.names[id(each)]) for each in module.modules() if each in frame.uses):
            yield from _running(recorder, each, path + name.removeprefix("self"))


def _state(recorder: Recorder, module: nn.Module, prefix: str) -> Iterator[tuple[str, Tensor]]:
    if module in recorder.layers:
        for name, value in module.state_dict().items():
            if isinstance(value, Tensor):
                yield prefix + name, value
        return
    frames = recorder.finished.get(module, [])
    for held in frames[0].held.values() if frames else ():
        if held.hold != "attribute":
            yield prefix + held.name, held.tensor.detach()
    for name, child in module._modules.items():
        if child is not None:
            own = name if is_container(module) else attribute_name(name)
            yield from _state(recorder, child, f"{prefix}{own}.")
