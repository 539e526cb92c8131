"""Pictures of the canvas from the command line: Qt paints them without a screen."""

from __future__ import annotations

import os
from pathlib import Path

from guinet.cli.output import writing
from guinet.core.project import Project
from guinet.core.report import Report
from guinet.nodes.registry import REGISTRY
from guinet.storage.targets import check_target


def write_picture(project: Project, report: Report, path: Path, format: str) -> None:
    """Paints the main block to an SVG, PDF or PNG file, whole or not at all. Raises GuinetError."""
    check_target(path, project)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from guinet.ui.app import create_application
    from guinet.ui.canvas.picture import picture

    application = create_application(["guinet"])
    with writing(path):
        picture(project, REGISTRY, report.nodes[project.main.id], path, format)
    application.processEvents()
