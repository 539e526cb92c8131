"""Errors of a project's nodes, with the file, the node and the remedy in their sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from guinet.core.problems import GuinetError, Problem, ProblemError
from guinet.core.project import Project


class ProjectFault(GuinetError):
    """Something is wrong at a node of the project; the command line's exit code is that of its cause."""

    def __init__(self, words: str, exit_code: int) -> None:
        super().__init__(words)
        self.exit_code = exit_code


def node_name(project: Project, problem: Problem) -> str | None:
    """The name of the node a problem is tied to, if there is one."""
    block = project.blocks.get(problem.block or "")
    node = block.nodes.get(problem.node or "") if block is not None else None
    return node.name if node is not None else None


def problem_text(project: Project, problem: Problem) -> str:
    """The problem's sentence, with its node in front where it does not name it itself."""
    name = node_name(project, problem)
    if name is None or re.search(rf"(?<!\w){re.escape(name)}(?!\w)", problem.message):
        return problem.message
    return f"{name}: {problem.message}"


@contextmanager
def naming(project: Project) -> Iterator[None]:
    """Inside, an error that is tied to a node is raised as a ProjectFault."""
    try:
        yield
    except GuinetError as error:
        problem = error.problem
        if problem.node is None and not isinstance(error, ProblemError):
            raise
        message = problem_text(project, problem).rstrip(".")
        remedy = f" (remedy: {problem.fixes[0].text})" if problem.fixes else ""
        raise ProjectFault(f"{project.path or 'the project'}: {message}{remedy}", error.exit_code) from error
