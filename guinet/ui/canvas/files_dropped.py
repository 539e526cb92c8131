"""Files dragged onto the canvas: a project opens, so does the network of a Python file, and data become a node."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, QPointF

from guinet.core import editing
from guinet.core.graph import Position
from guinet.core.problems import QT_TRANSLATE_NOOP, Refused
from guinet.core.project import MAIN, Project
from guinet.ui.canvas.kinds import suggestions
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas

PROJECT: Final = ".guinet"
PYTHON: Final = ".py"

_KINDS: Final = {
    ".csv": "guinet.data.csv",
    ".tsv": "guinet.data.csv",
    ".parquet": "guinet.data.parquet",
    ".npy": "guinet.data.arrays",
    ".npz": "guinet.data.arrays",
    ".txt": "guinet.data.text",
}
"""What becomes of a file, by how its name ends."""

_FOLDER: Final = "guinet.data.images"
_STEP: Final = 90.0
"""How far below one another the nodes of several files stand, in scene units."""


def dropped_paths(data: QMimeData) -> list[Path]:
    """The files of this machine that a drag carries."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []


def kind_of(path: Path, project: Project) -> str | None:
    """The kind of node that reads a file or a folder; None when there is none."""
    kind = _FOLDER if path.is_dir() else _KINDS.get(path.suffix.lower())
    return kind if kind is not None and project.catalogue.ports(kind, {}) is not None else None


def is_welcome(canvas: Canvas, data: QMimeData) -> bool:
    """Whether anything can be done with what is dragged."""
    paths = dropped_paths(data)
    return any(path.suffix.lower() in (PROJECT, PYTHON) or kind_of(path, canvas.project) for path in paths)


def drop(canvas: Canvas, data: QMimeData, at: QPointF) -> None:
    """Opens the projects and the Python among the files, and makes a node of each of the others."""
    place = canvas.on_grid(canvas.view.to_scene(at))
    made: list[str] = []
    projects: list[Path] = []
    with canvas.project.transaction(QT_TRANSLATE_NOOP("Step", "Add data")):
        for path in dropped_paths(data):
            kind = kind_of(path, canvas.project)
            if path.suffix.lower() in (PROJECT, PYTHON) and path.is_file():
                projects.append(path)
            elif kind is None:
                words = tr("GuiNet reads no files like {name} by itself: use a code node.").format(name=path.name)
                canvas.tell(words, at)
            elif canvas.block_id != MAIN:
                canvas.tell(tr("Data stand in the main block only: go there to add them."), at)
            else:
                made += _add(canvas, kind, path, (place[0], place[1] + _STEP * len(made)), at)
    if made:
        canvas.select(made)
    for project in projects:
        canvas.fileDropped.emit(str(project))


def _add(canvas: Canvas, kind: str, path: Path, place: Position, at: QPointF) -> list[str]:
    arguments = {**suggestions(canvas.kinds, kind), "path": _shown(path, canvas.project.folder)}
    try:
        return [editing.add_node(canvas.scene.block, kind, position=place, arguments=arguments).id]
    except Refused as refused:
        canvas.tell(problem_text(refused.problem), at)
        return []


def _shown(path: Path, folder: Path | None) -> str:
    """The path as the project's folder sees it, where it lies in that; with forward slashes everywhere."""
    if folder is not None and path.is_relative_to(folder):
        path = Path(os.path.relpath(path, folder))
    return path.as_posix()
