"""Turns an error on the torch side into the event that tells it to the window."""

from __future__ import annotations

import re
import traceback

from guinet.core.problems import GuinetError, Problem
from guinet.session.commands import Command
from guinet.session.events import Failed


def failure(command: Command | str, error: BaseException) -> Failed:
    """The error's sentence, tied to its node where it names one, and the traceback for those who want it."""
    name = command if isinstance(command, str) else command_name(command)
    problem = getattr(error, "problem", None)
    if not isinstance(problem, Problem):
        words = str(error) if isinstance(error, GuinetError) else f"{type(error).__name__}: {error}"
        problem = Problem("failed", "{message}", {"message": words})
    return Failed(name, problem, "".join(traceback.format_exception(error)))


def command_name(command: Command) -> str:
    """`step_once` for StepOnce: what `Failed.command` says."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(command).__name__).lower()
