"""Files dragged onto the window: a project opens, so do the network of a Python file and a picture that holds its
project, and data become a node."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, QPointF

from guinet.core import editing
from guinet.core.graph import Node, Position
from guinet.core.problems import QT_TRANSLATE_NOOP, Refused
from guinet.core.project import MAIN, Project
from guinet.ui.canvas.kinds import suggestions
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas

PROJECT: Final = ".guinet"
PYTHON: Final = ".py"
PICTURE: Final = ".png"
_IMAGES: Final = frozenset((".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff"))

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


def is_welcome(data: QMimeData) -> bool:
    """Whether files are dragged: of those with which nothing can be done it is said why."""
    return bool(dropped_paths(data))


def opens(path: Path) -> bool:
    """Whether a file is a project, or something a project is read from."""
    suffix = path.suffix.lower()
    if not path.is_file():
        return False
    if suffix == PICTURE:
        from guinet.ui.canvas.picture import project_in  # with all that paints pictures: not before one is dropped

        return bool(project_in(path))
    return suffix in (PROJECT, PYTHON)


def drop(canvas: Canvas, data: QMimeData, at: QPointF) -> None:
    """Opens what can be opened among the files, and makes a node of each of the others."""
    from guinet.ui.canvas.placing import find_place  # the first picture needs nothing of it

    made: list[str] = []
    projects: list[Path] = []
    block, kinds = canvas.scene.block, [kind_of(path, canvas.project) for path in dropped_paths(data)]
    nodes = [Node("", kind, "", {}, (0.0, _STEP * number)) for number, kind in enumerate(filter(None, kinds))]
    (left, top), _ = find_place(canvas, nodes, (), at=canvas.view.to_scene(at))
    with canvas.project.transaction(QT_TRANSLATE_NOOP("Step", "Add data")):
        for path in dropped_paths(data):
            kind = kind_of(path, canvas.project)
            if opens(path):
                projects.append(path)
            elif kind is None:
                canvas.tell(_refusal(path), at)
            elif block.id != MAIN:
                canvas.tell(tr("Data stand in the main block only: go there to add them."), at)
            else:
                made += _add(canvas, kind, path, (left, top + _STEP * len(made)), at)
    if made:
        canvas.select(made)
    for project in projects:
        canvas.fileDropped.emit(str(project))


def _refusal(path: Path) -> str:
    """Why nothing comes of a file, and what to do instead."""
    if path.suffix.lower() in _IMAGES:
        words = tr("{name} is one image: drop it on Predictions, or drop a folder of images here to train on them.")
    else:
        words = tr("GuiNet reads no files like {name} by itself: use a code node.")
    return words.format(name=path.name)


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
