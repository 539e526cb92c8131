"""What can be wrong, in words, with its remedy."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from msgspec import Struct, field

if TYPE_CHECKING:
    from guinet.core.changes import Change


_QUOTED = 60
"""Letters of what someone wrote that a sentence has room for."""


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802 - the name Qt's string extractor looks for
    """Marks `text` for translation in the window; returns it unchanged."""
    return text


class Fix(Struct, frozen=True):
    """A repair one click away: the changes that make it, run as one transaction named `title`."""

    title: str
    changes: tuple[Change, ...]
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.title.format(**self.values)


class Problem(Struct, frozen=True):
    """One thing that is wrong, tied to its node.

    `template` is a sentence with `{name}` fields filled from `values`; the window translates the template, and the
    values that are sentences or words of their own (see `sentence`). `expected`, `got` and `why` are there where they
    can be told. `detail` is torch's own message.
    """

    code: str
    template: str
    values: Mapping[str, str | Problem] = field(default_factory=dict)
    severity: Severity = Severity.ERROR
    block: str | None = None
    node: str | None = None
    port: str | None = None
    argument: str | None = None
    expected: str = ""
    got: str = ""
    why: str = ""
    detail: str = ""
    fixes: tuple[Fix, ...] = ()

    @property
    def message(self) -> str:
        return self.template.format(**self.values) if self.values else self.template

    def __str__(self) -> str:
        return self.message


def sentence(template: str, code: str = "failed", /, **values: object) -> Problem:
    """A sentence, or words that stand in one: a template marked with QT_TRANSLATE_NOOP, and the values of its fields.

    A value may be such a sentence itself, or an error: it is translated where it stands.
    """
    return Problem(code, template, {name: _value(value) for name, value in values.items()})


def _value(value: object) -> str | Problem:
    if isinstance(value, GuinetError):
        return value.problem
    return value if isinstance(value, Problem) else str(value)


def quoted(text: str) -> str:
    """What someone wrote, as much of it as a sentence quotes."""
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…"


def unforeseen(error: BaseException) -> Problem:
    """What an error that is not GuiNet's says, with its kind in front."""
    return Problem("failed", "{error}: {words}", {"error": type(error).__name__, "words": str(error)})


class GuinetError(Exception):
    """An error told to the user in one sentence: see `sentence` for what it is made of.

    `problem` is that sentence with its parts apart, for the window to translate; `exit_code` is the command line's
    (see the contract in the README).
    """

    exit_code = 1
    code = "failed"

    def __init__(self, template: str, /, **values: object) -> None:
        self.problem = sentence(template, self.code, **values)
        super().__init__(self.problem.message)

    def again(self) -> Self:
        """The same error without the frames it went through, which would keep what they hold."""
        error = type(self).__new__(type(self), str(self))
        error.__dict__.update(self.__dict__)
        return error


class Unreadable(GuinetError):
    """The input could not be read."""

    exit_code = 3


class NotAllowed(GuinetError):
    """Refused: not trusted, or written by a newer GuiNet."""

    exit_code = 4


class Misuse(GuinetError):
    """The command or call was used wrongly."""

    exit_code = 2


class ProblemError(GuinetError):
    """An error that `problem` tells of: its sentence, and where it is."""

    def __init__(self, problem: Problem) -> None:
        Exception.__init__(self, problem.message)
        self.problem = problem


class Refused(ProblemError):
    """A change that would break the graph."""
