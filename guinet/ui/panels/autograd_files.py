"""The autograd graph as a file: SVG, PNG or the text of Graphviz."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QRectF
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator

from guinet.core.problems import QT_TRANSLATE_NOOP, Misuse
from guinet.core.record_view import Drawing, dot_text
from guinet.storage import atomic
from guinet.ui.canvas.view import View
from guinet.ui.panels.autograd_painter import Marks, paint_graph
from guinet.ui.panels.autograd_scene import GraphScene
from guinet.ui.theme import current_theme

_MOST_SIDE: Final = 16_000
_MOST_PIXELS: Final = 80_000_000
"""Beyond these a PNG takes more memory than a picture is worth."""


def save(drawing: Drawing, path: Path) -> None:
    """Writes what is drawn, in the form that the ending of `path` names, whole or not at all.

    Raises Misuse for another ending than .svg, .png and .dot, SaveFailed when the file cannot be written.
    """
    ending = path.suffix.lower()
    if ending == ".dot":
        atomic.write(path, dot_text(drawing).encode())
    elif ending in (".svg", ".png"):
        scene = GraphScene(drawing)
        atomic.write(path, _svg(scene) if ending == ".svg" else _png(scene))
    else:
        words = QT_TRANSLATE_NOOP("Problem", "The graph is saved as .svg, .png or .dot: choose one of these endings.")
        raise Misuse(words)


def _svg(scene: GraphScene) -> bytes:
    buffer, generator = QBuffer(), QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(scene.bounds.size().toSize())
    generator.setViewBox(QRectF(0, 0, scene.bounds.width(), scene.bounds.height()))
    generator.setTitle("autograd")
    painter = QPainter(generator)
    _paint(painter, scene, 1.0)
    painter.end()
    return bytes(buffer.data().data())


def _png(scene: GraphScene) -> bytes:
    bounds = scene.bounds
    scale = min(2.0, _MOST_SIDE / max(bounds.width(), bounds.height()))
    scale = min(scale, (_MOST_PIXELS / (bounds.width() * bounds.height())) ** 0.5)
    image = QImage((bounds.size() * scale).toSize(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    _paint(painter, scene, scale)
    painter.end()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def _paint(painter: QPainter, scene: GraphScene, scale: float) -> None:
    bounds = scene.bounds
    painter.fillRect(QRectF(0, 0, bounds.width() * scale, bounds.height() * scale), current_theme().color("canvas"))
    paint_graph(painter, scene, View(scale, bounds.x(), bounds.y()), bounds, Marks())
