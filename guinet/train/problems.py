"""The error of this room: one sentence, tied to its node where there is one."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError, Problem, ProblemError
from guinet.data.problems import DataError


class TrainingError(ProblemError):
    """A training that cannot start or go on; `problem` names the node and the remedy."""


class UnusableRows(DataError):
    """Data that can be read, but not used with this network; `problem` names the data node, its sentence the row."""

    exit_code = GuinetError.exit_code  # what was asked for could be read: it is the project that has an error

    def __init__(self, node: str, at: tuple[str, str], error: DataError) -> None:
        super().__init__(QT_TRANSLATE_NOOP("Problem", "{node}: {reason}"), node=node, reason=error)
        self.problem = replace(self.problem, block=at[0], node=at[1], detail=str(error))


def failed(
    code: str,
    template: str,
    values: Mapping[str, object] | None = None,
    *,
    at: tuple[str, str] | None = None,
    detail: str = "",
) -> TrainingError:
    """The error with this sentence; `at` is the (block id, node id) it is tied to."""
    block, node = at if at is not None else (None, None)
    words = {name: str(value) for name, value in (values or {}).items()}
    return TrainingError(Problem(code, template, words, block=block, node=node, detail=detail))
