"""Code written by hand, as it runs: only where it is trusted, with tracebacks that show its lines."""

from __future__ import annotations

import contextlib
import linecache
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from functools import lru_cache

import torch
import torch.nn.functional as F
from torch import nn

from guinet.compile.endless import allowed, counting, guarded
from guinet.core.coding import CODE_FILES, code_id
from guinet.core.graph import CODE_KIND
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import NodeType
from guinet.storage import trust

watcher: ContextVar[Callable[[str], None] | None] = ContextVar("watcher", default=None)
"""Told the kind of a node before its code runs by itself, as a check does: it may never come to an end."""


class Ended(Exception):
    """The code wanted to end the whole program."""


def text_of(type: NodeType) -> str | None:
    """The text a node type was read off; None for all that is not written by hand."""
    return REGISTRY.text(type.kind) if type.kind.startswith(CODE_KIND) else None


def is_trusted(type: NodeType) -> bool:
    """Whether a node of this type may run: always, unless it is code that nobody on this machine trusted."""
    text = text_of(type)
    return text is None or not trust.untrusted({type.kind: text})


def names_for(kind: str, others: Mapping[str, object]) -> dict[str, object]:
    """What the text of a node may use: for code its own names, `others` for all else. Raises NotAllowed."""
    text = REGISTRY.text(kind) if kind.startswith(CODE_KIND) else None
    return dict(others if text is None else _namespace(text))


def execute(text: str, namespace: dict[str, object], *, counted: bool = True) -> None:
    """Runs a text as it stands in a module, where torch, nn and F have their meanings. Raises NotAllowed.

    A `while` in it raises TooManyRounds unless it comes to an end in time: after as many rounds as `namespace` allows
    (see `guinet.compile.endless.counting`), by default those of the check under way. Not `counted` it may take any.
    """
    id = code_id(text)
    trust.require_code({id: text})
    filename = f"{CODE_FILES}{id}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    namespace.update({"torch": torch, "nn": nn, "F": F})
    if not counted:
        exec(compile(text, filename, "exec", dont_inherit=True), namespace)
        return
    for name, value in counting(allowed.get).items():
        namespace.setdefault(name, value)
    exec(guarded(text, filename), namespace)


@contextlib.contextmanager
def running(type: NodeType) -> Iterator[None]:
    """Around a run that nobody asked for by name. What the code prints does not get between the answers; `sys.exit`
    ends the code, not the program: it raises Ended."""
    if text_of(type) is None:
        yield
        return
    tell = watcher.get()
    if tell is not None:
        tell(type.kind)
    # With autograd, as in training: code may use it itself.
    with going_on(), contextlib.redirect_stdout(sys.stderr), torch.random.fork_rng(devices=[]), torch.enable_grad():
        yield


@contextlib.contextmanager
def going_on() -> Iterator[None]:
    """Around code written by hand: its `sys.exit` ends that code, not the program. It raises Ended."""
    try:
        yield
    except SystemExit as error:
        raise Ended("the code calls sys.exit: nothing of GuiNet ends by that") from error


def line_of(error: BaseException) -> int:
    """The 1-based line of the text where an exception arose; 0 where it did not pass through one."""
    if isinstance(error, SyntaxError) and (error.filename or "").startswith(CODE_FILES):
        return error.lineno or 0
    found = 0
    inside = error.__cause__ if isinstance(error, Ended) else error
    trace = inside.__traceback__ if inside is not None else None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.startswith(CODE_FILES):
            found = trace.tb_lineno
        trace = trace.tb_next
    return found


def line_told(words: str) -> int:
    """The line that a traceback written as text ends in, as `line_of`: of an exception from another process."""
    lines = re.findall(rf'File "{re.escape(CODE_FILES)}[^"]*", line (\d+)', words)
    return int(lines[-1]) if lines else 0


@lru_cache(maxsize=64)
def _namespace(text: str) -> dict[str, object]:
    namespace: dict[str, object] = {"__name__": "guinet_code"}
    execute(text, namespace)
    return namespace
