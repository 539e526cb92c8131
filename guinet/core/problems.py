"""What can be wrong, in words, with its remedy."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from guinet.core.changes import Change


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

    `template` is a sentence with `{name}` fields filled from `values`; the window translates the template.
    `expected`, `got` and `why` are there where they can be told. `detail` is torch's own message. `reason` is the
    sentence that the field {reason} or {message} stands for, where that is one to be translated too.
    """

    code: str
    template: str
    values: Mapping[str, str] = field(default_factory=dict)
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
    reason: Problem | None = None

    @property
    def message(self) -> str:
        return self.template.format(**self.values)


class GuinetError(Exception):
    """An error told to the user in one sentence; `exit_code` is the command line's (see the contract in the README)."""

    exit_code = 1


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
        super().__init__(problem.message)
        self.problem = problem


class Refused(ProblemError):
    """A change that would break the graph."""
