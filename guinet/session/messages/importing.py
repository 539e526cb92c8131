"""Python text that is to become a project of its own."""

from __future__ import annotations

from typing import ClassVar

from guinet.core.problems import Problem
from guinet.session.commands import Study
from guinet.session.events import Finding


class ReadProject(Study, frozen=True, kw_only=True):
    """Asks for the project that `text` describes."""

    supersedes: ClassVar[bool] = True

    text: str


class ProjectRead(Finding, frozen=True):
    """What was asked for: `project` is the text of its file.

    `remarks` say what of the text was read otherwise than it stands there.
    """

    project: str
    remarks: tuple[Problem, ...]
