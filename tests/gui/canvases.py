"""A canvas on its own, and what is on it by name."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.ui.canvas.canvas import Canvas


def show_canvas(qtbot: QtBot, project: Project, width: int = 900, height: int = 600, *, framed: bool = False) -> Canvas:
    """The project's main block at life size, or all of it in view; the keyboard is the canvas's."""
    canvas = Canvas(project, REGISTRY)
    qtbot.addWidget(canvas)
    canvas.resize(width, height)
    canvas.show()
    canvas.zoom_to(1.0)
    if framed:
        canvas.frame_all()
    canvas.setFocus()
    return canvas


def center(canvas: Canvas, name: str) -> QPoint:
    return canvas.node_rect(name).center().toPoint()


def id_of(canvas: Canvas, name: str) -> str:
    return canvas.scene.block.node(name).id


def steps(canvas: Canvas) -> int:
    """How many steps can be undone."""
    return len(canvas.project.history.labels)


def joined(canvas: Canvas) -> set[str]:
    """The wires by the names of the nodes they join: "ab" for one from a to b."""
    nodes = canvas.scene.block.nodes
    return {nodes[wire.source.node].name + nodes[wire.target.node].name for wire in canvas.scene.block.wires.values()}
