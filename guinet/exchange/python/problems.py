"""Why a text, or a part of one, cannot become a graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from msgspec import Struct

from guinet.core.problems import Problem, ProblemError, Severity, Unreadable

_LONGEST: Final = 240
"""Characters of a piece of the text that a sentence shows."""


class CannotRead(ProblemError, Unreadable):
    """The text is no Python, or nothing in it can be drawn; the sentence names the line and the remedy."""


class Unclear(Exception):
    """A part of the text that has no place in a graph. `template` is a sentence with `{line}` and `values`."""

    def __init__(self, template: str, line: int, **values: str) -> None:
        self.template, self.line = template, line
        self.values = {name: _short(text) for name, text in values.items()}
        super().__init__(template.format(line=line, **self.values))

    @property
    def problem(self) -> Problem:
        return Problem("unreadable-code", self.template, {"line": str(self.line), **self.values})


class Endless(Unclear):
    """A text that calls itself, or repeats, too often to be drawn: nothing around it can take its place."""


class ImportReport(Struct, frozen=True):
    """What became of a text: `remarks` in the order of its lines, each on what was read otherwise than it stands there,
    or not at all; `code` the names of what became nodes of code written by hand."""

    remarks: tuple[Problem, ...] = ()
    code: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether all of the text is in the graph."""
        return not self.remarks

    def __str__(self) -> str:
        return "\n".join(remark.message for remark in self.remarks)


@dataclass
class Remarks:
    """Collects an ImportReport."""

    found: dict[tuple[int, str], Problem] = field(default_factory=dict)
    code: dict[str, None] = field(default_factory=dict)

    def add(self, template: str, line: int, values: Mapping[str, str | Problem] | None = None) -> None:
        """Once a line and sentence: a class that is made three times is told of once."""
        told = {"line": str(line), **{name: _value(value) for name, value in (values or {}).items()}}
        problem = Problem("import", template, told, Severity.INFO)
        self.found.setdefault((line, problem.message), problem)

    def report(self) -> ImportReport:
        ordered = sorted(self.found.items(), key=lambda item: item[0])
        return ImportReport(tuple(problem for _, problem in ordered), tuple(self.code))


def _value(value: str | Problem) -> str | Problem:
    return value if isinstance(value, Problem) else _short(value)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
