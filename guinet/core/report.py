"""What a check finds out about each node, as plain data both sides share."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from guinet.core.problems import Problem, Severity
from guinet.core.values import Value, ValueSpec


class NodeReport(Struct, frozen=True):
    """Outputs by port, arguments that were inferred, the number of parameters, and what is wrong.

    `outputs` is empty when the node could not run. Inside a block the report is that of its first instance.
    """

    outputs: Mapping[str, ValueSpec] = field(default_factory=dict)
    inferred: Mapping[str, Value] = field(default_factory=dict)
    parameters: int = 0
    problems: tuple[Problem, ...] = ()


class Report(Struct, frozen=True):
    """The outcome of a check: reports by block id and node id, and every problem of the project."""

    nodes: Mapping[str, Mapping[str, NodeReport]]
    problems: tuple[Problem, ...]
    parameters: int = 0

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def ok(self) -> bool:
        return not self.errors
