"""Runs generated text: a module and an objective, with tracebacks that show the lines and name the node."""

from __future__ import annotations

import itertools
import linecache
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FrameType, TracebackType
from typing import Final, cast

from torch import Tensor, nn

from guinet.compile.source import Source
from guinet.compile.writer import Key
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem

_numbers: Final = itertools.count(1)
_PREFIX: Final = "<guinet:"


@dataclass(frozen=True)
class Loaded:
    """What the text defined."""

    module_class: type[nn.Module]
    objective: Callable[..., Tensor] | None
    namespace: dict[str, object]


def load(source: Source) -> Loaded:
    """Runs the text, and the objective's after it in the same namespace."""
    namespace: dict[str, object] = {"__name__": "guinet_generated"}
    _execute(source.text, source.class_name, namespace)
    objective = None
    if source.objective is not None:
        _execute(source.objective.text, _objective_title(source), namespace)
        objective = cast("Callable[..., Tensor]", namespace[source.objective.name])
    return Loaded(cast("type[nn.Module]", namespace[source.class_name]), objective, namespace)


def build(source: Source) -> nn.Module:
    """The module, with freshly initialised parameters drawn from torch's global generator."""
    return load(source).module_class()


def _execute(text: str, title: str, namespace: dict[str, object]) -> None:
    # A file name of its own for every text: two modules of one project may be alive at once, and linecache keeps both.
    filename = f"{_PREFIX}{title}:{next(_numbers)}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    exec(compile(text, filename, "exec"), namespace)


def _objective_title(source: Source) -> str:
    return f"{source.class_name}.objective"


def explain(error: BaseException, source: Source) -> Problem:
    """The problem an exception of the running module is, on the node in whose line it arose."""
    key = _place(error.__traceback__, source)
    name = error.__class__.__name__
    detail = "".join(traceback.format_exception(error))
    words = str(error).split("\nException raised from")[0].strip() or name
    values = {"error": name, "words": words}
    if key is None:
        template = QT_TRANSLATE_NOOP("Problem", "{words} ({error})")
        return Problem("runtime", template, values, detail=detail)
    template = QT_TRANSLATE_NOOP("Problem", "While running: {words} ({error})")
    return Problem("runtime", template, values, block=key[0], node=key[1], detail=detail)


def _place(trace: TracebackType | None, source: Source) -> Key | None:
    """The innermost node: by its line in the text, or by its place in a Sequential."""
    found: Key | None = None
    for frame, line in _frames(trace):
        filename = frame.f_code.co_filename
        if filename.startswith(_PREFIX):
            in_objective = filename.startswith(f"{_PREFIX}{_objective_title(source)}:")
            lines = source.objective.lines if in_objective and source.objective is not None else source.lines
            found = next((key for key, places in lines.items() if line in places), found)
        else:
            found = _member(frame, source) or found
    return found


def _member(frame: FrameType, source: Source) -> Key | None:
    owner, current = frame.f_locals.get("self"), frame.f_locals.get("module")
    if not isinstance(owner, nn.Sequential) or not isinstance(current, nn.Module):
        return None
    name = next((name for name, child in owner.named_children() if child is current), "")
    return source.members.get((type(owner).__name__, name))


def _frames(trace: TracebackType | None) -> Iterator[tuple[FrameType, int]]:
    while trace is not None:
        yield trace.tb_frame, trace.tb_lineno
        trace = trace.tb_next
