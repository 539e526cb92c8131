"""Pictures of the canvas from the command line: Qt paints them without a screen."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from guinet.core.problems import GuinetError, Misuse
from guinet.core.project import Project
from guinet.core.report import Report
from guinet.nodes.registry import REGISTRY
from guinet.storage import atomic


def write_picture(project: Project, report: Report, path: Path, format: str) -> None:
    """Paints the main block to an SVG or PNG file, whole or not at all. Raises GuinetError."""
    if not path.absolute().parent.is_dir() or path.is_dir():
        raise Misuse(f"{path} cannot be a file: say one in a folder that is there")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from guinet.ui.app import create_application
    from guinet.ui.canvas.picture import picture

    application = create_application(["guinet"])
    try:
        with tempfile.TemporaryDirectory(prefix=".guinet-export-", dir=path.absolute().parent) as folder:
            painted = Path(folder) / f"picture.{format}"
            picture(project, REGISTRY, report.nodes[project.main.id], painted, format)
            application.processEvents()
            atomic.write(path, painted.read_bytes())
    except OSError as error:
        raise GuinetError(f"{path} could not be written ({atomic.reason(error)}): choose another place") from error
