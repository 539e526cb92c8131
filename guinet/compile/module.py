"""Runs generated text: a module and an objective, with tracebacks that show the lines and name the node."""

from __future__ import annotations

import itertools
import linecache
import re
import traceback
from collections.abc import Callable, Iterator, Mapping
from types import CodeType, FrameType, TracebackType
from typing import Final, TypeAlias, cast

from msgspec import Struct
from torch import Tensor, nn

from guinet.compile.endless import TooManyRounds
from guinet.compile.source import Source, SourceError
from guinet.compile.writer import Key
from guinet.compile.written_text import Placed
from guinet.core.coding import CODE_FILES, called_name
from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError, Problem
from guinet.storage import trust

_numbers: Final = itertools.count(1)
_PREFIX: Final = "<guinet:"

Compiler: TypeAlias = "Callable[[str, str], CodeType]"
"""Makes code of a text and the name of a file."""

NOTHING: Final[Mapping[str, object]] = {}


class Loaded(Struct, frozen=True):
    """What the text defined. Where the main block is a function that gives a Sequential, `module_class` is that."""

    module_class: type[nn.Module]
    objective: Callable[..., Tensor] | None
    namespace: dict[str, object]
    filename: str
    source: Source

    def build(self) -> nn.Module:
        """The module. Raises SourceError for what code written by hand raises in its constructor, as first values
        do."""
        try:
            return self.module_class()
        except Exception as error:
            if told := _told(error, self.source):
                raise told from error
            raise


def plain(text: str, filename: str) -> CodeType:
    """The code of a text as it stands, apart from what this file asks of Python."""
    return compile(text, filename, "exec", dont_inherit=True)


def load(source: Source, given: Mapping[str, object] = NOTHING, compiler: Compiler = plain) -> Loaded:
    """Runs the text, and the objective's after it in the same namespace. Raises NotAllowed for code in it that nobody
    trusted, BadWeights for a weights file that is not the one meant.

    `compiler` makes code of text, and `given` are names that its code needs besides.
    """
    trust.require_code({placed.id: placed.text for placed in source.code})
    namespace: dict[str, object] = {"__name__": "guinet_generated", **given}
    for file in source.weights:
        file.require()
        # The text looks for them beside itself.
        namespace["__file__"] = str(file.path.with_name("model.py"))
    try:
        filename = _execute(source.text, source.class_name, namespace, compiler)
    except Exception as error:
        if told := _told(error, source):
            raise told from error
        raise
    objective = None
    if source.objective is not None:
        _execute(source.objective.text, _objective_title(source), namespace, compiler)
        objective = cast("Callable[..., Tensor]", namespace[source.objective.name])
    return Loaded(cast("type[nn.Module]", namespace[source.class_name]), objective, namespace, filename, source)


def build(source: Source, given: Mapping[str, object] = NOTHING, compiler: Compiler = plain) -> nn.Module:
    """The module, with freshly initialised parameters drawn from torch's global generator."""
    return load(source, given, compiler).build()


def _told(error: Exception, source: Source) -> SourceError | None:
    """What code written by hand raises, which may be anything, on its node; None for what is not of such code."""
    if isinstance(error, (GuinetError, MemoryError)) or not source.code:
        return None
    return SourceError(explain(error, source))


def _execute(text: str, title: str, namespace: dict[str, object], compiler: Compiler) -> str:
    """Gives the file name that the text goes by."""
    # A file name of its own for every text: two modules of one project may be alive at once, and linecache keeps both.
    filename = f"{_PREFIX}{title}:{next(_numbers)}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    exec(compiler(text, filename), namespace)
    return filename


def _objective_title(source: Source) -> str:
    return f"{source.class_name}.objective"


def explain(error: BaseException, source: Source) -> Problem:
    """The problem an exception of the running module is, on the node in whose line it arose."""
    key = _place(error.__traceback__, source)
    if isinstance(error, TooManyRounds):
        return error.problem(*(key or (None, None)))
    name = error.__class__.__name__
    detail = "".join(traceback.format_exception(error))
    words = str(error).split("\nException raised from")[0].strip() or name
    placed, line = _in_code(error.__traceback__, source)
    if key is None and placed is not None:
        key = _caller(placed, source)
    values = {"error": name, "words": words}
    if key is not None and line:
        template = QT_TRANSLATE_NOOP("Problem", "While running line {line} of its code: {words} ({error})")
        values["line"] = str(line)
        return Problem("runtime", template, values, block=key[0], node=key[1], detail=detail)
    if key is None:
        template = QT_TRANSLATE_NOOP("Problem", "{words} ({error})")
        return Problem("runtime", template, values, detail=detail)
    template = QT_TRANSLATE_NOOP("Problem", "While running: {words} ({error})")
    return Problem("runtime", template, values, block=key[0], node=key[1], detail=detail)


def _place(trace: TracebackType | None, source: Source) -> Key | None:
    """The innermost node: by its line in the text, or by its place in a Sequential."""
    found: Key | None = None
    through: set[Key] = set()
    for frame, line in _frames(trace):
        filename = frame.f_code.co_filename
        if filename.startswith(_PREFIX):
            in_objective = filename.startswith(f"{_PREFIX}{_objective_title(source)}:")
            lines = source.objective.lines if in_objective and source.objective is not None else source.lines
            found = next((key for key, places in lines.items() if line in places), found)
        else:
            found = _member(frame, source, found, through) or found
    return found


def _in_code(trace: TracebackType | None, source: Source) -> tuple[Placed | None, int]:
    """The innermost code written by hand, and its line, counted in its own text; 0 for none."""
    found: tuple[Placed | None, int] = None, 0
    alone = {f"{CODE_FILES}{placed.id}>": placed for placed in source.code}
    for frame, line in _frames(trace):
        filename = frame.f_code.co_filename
        if filename in alone:
            found = alone[filename], line
        elif filename.startswith(_PREFIX) and not filename.startswith(f"{_PREFIX}{_objective_title(source)}:"):
            found = next(((placed, own) for placed in source.code if (own := placed.line(line))), found)
    return found


def _caller(placed: Placed, source: Source) -> Key | None:
    """The first node whose line calls a code written by hand: there is told what fails while the code is defined."""
    call, lines = re.compile(rf"\b{called_name(placed.text)}\("), source.text.splitlines()
    return next((key for key, places in source.lines.items() if any(call.search(lines[at - 1]) for at in places)), None)


def _member(frame: FrameType, source: Source, around: Key | None, through: set[Key]) -> Key | None:
    """The node in whose place of a Sequential the error arose.

    torch's own Sequential does not say which function made it: that is the one which the node `around` it calls.
    Several copies in a row are a Sequential too; `through` gains the nodes whose copies were entered.
    """
    owner, current = frame.f_locals.get("self"), frame.f_locals.get("module")
    if not isinstance(owner, nn.Sequential) or not isinstance(current, nn.Module):
        return None
    name = next((name for name, child in owner.named_children() if child is current), "")
    if type(owner) is not nn.Sequential:
        return source.members.get((type(owner).__name__, name))
    if around is None:
        return source.members.get((source.class_name, name))
    if around in source.copied and around not in through:
        through.add(around)
        return None
    return source.members.get((source.made.get(around, ""), name))


def _frames(trace: TracebackType | None) -> Iterator[tuple[FrameType, int]]:
    while trace is not None:
        yield trace.tb_frame, trace.tb_lineno
        trace = trace.tb_next
