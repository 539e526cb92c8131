"""Turns an error on the torch side into the event that tells it to the window."""

from __future__ import annotations

import traceback

from guinet.core.naming import snake_case
from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError, Problem, Severity, unforeseen
from guinet.session.commands import Command
from guinet.session.events import Failed


def failure(command: Command | str, error: BaseException) -> Failed:
    """The error's sentence, tied to its node where it names one, and the traceback for those who want it."""
    name = command if isinstance(command, str) else snake_case(type(command).__name__)
    problem = _problem(error)
    return Failed(name, problem, "".join(traceback.format_exception(error)))


def _problem(error: BaseException) -> Problem:
    if isinstance(error, KeyboardInterrupt):
        # Somebody asked for it, so it is no fault.
        words = QT_TRANSLATE_NOOP("Problem", "This was stopped before it had ended: ask for it again.")
        return Problem("stopped", words, severity=Severity.INFO)
    return error.problem if isinstance(error, GuinetError) else unforeseen(error)
