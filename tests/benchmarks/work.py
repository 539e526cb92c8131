"""What is trained by `training.py` and in the window by `window.py`, whose process has no torch."""

from __future__ import annotations

from guinet.core.changes import SetArgument
from guinet.core.project import MAIN, Project

WORK = ("digits-mlp", "fashion-cnn")
"""Bundled examples."""


def without_validation(project: Project) -> None:
    """Leaves no rows to validate, as a bare loop does."""
    for node in project.main.nodes.values():
        if node.kind.startswith("guinet.data."):
            project.run("all rows to learn from", [SetArgument(MAIN, node.id, "validation", 0.0)])
