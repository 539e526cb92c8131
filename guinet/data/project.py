"""The data nodes of a project, for the checker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from guinet.core.graph import Node
from guinet.core.project import Project
from guinet.core.values import ValueSpec
from guinet.data.catalogue import specs


def project_specs(project: Project, base: Path | None = None) -> Callable[[Node], Mapping[str, ValueSpec]]:
    """Shape and dtype of what each data node gives, by port. The function raises DataError where it cannot be read.

    `base` is the folder of relative paths: the project's own by default.
    """
    return lambda node: specs(node.kind, node.arguments, base if base is not None else project.folder)
