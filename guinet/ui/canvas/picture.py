"""Pictures of a block for files: SVG and PDF as vectors, PNG at any scale, with the project in it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication

from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError, Misuse
from guinet.core.project import MAIN, Project
from guinet.core.report import NodeReport
from guinet.storage import atomic, files
from guinet.ui.canvas import curve
from guinet.ui.canvas.frame_painter import paint_frames
from guinet.ui.canvas.kinds import Kinds
from guinet.ui.canvas.layers import wire_color
from guinet.ui.canvas.link_painter import paint_links
from guinet.ui.canvas.node_painter import paint_node
from guinet.ui.canvas.note_painter import paint_notes
from guinet.ui.canvas.scene import Scene
from guinet.ui.canvas.value_painter import paint_below
from guinet.ui.canvas.view import View
from guinet.ui.canvas.wire_labels import WireLabels
from guinet.ui.theme import current_theme

MARGIN: Final = 32.0
_PROJECT: Final = "guinet"
"""What the text in a PNG is called that holds its project."""

_MOST_SIDE: Final = 16_000
_MOST_PIXELS: Final = 80_000_000
"""Beyond these a PNG takes more memory than a picture is worth; a large graph gets fewer pixels a node."""


def scene_bounds(scene: Scene) -> QRectF:
    """Everything painted, wires included, with a margin; scene units."""
    bounds = scene.bounds()
    for wire in scene.wires:
        bounds = bounds.united(curve.path(*scene.ends(wire)).boundingRect())
    return bounds.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)


def paint_scene(painter: QPainter, scene: Scene, rect: QRectF) -> None:
    """Paints the whole block into `rect`, as large as fits, in the colours of the current theme."""
    bounds, theme = scene_bounds(scene), current_theme()
    scale = min(rect.width() / bounds.width(), rect.height() / bounds.height())
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.fillRect(rect, theme.color("canvas"))
    painter.translate(rect.center())
    painter.scale(scale, scale)
    painter.translate(-bounds.center())
    paint_frames(painter, scene, View(), bounds, frozenset())
    paint_notes(painter, scene, View(), bounds, frozenset())
    wires = scene.block.wires
    for wire_id in scene.wires:
        color, dashed = wire_color(scene, wires[wire_id], theme)
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(color, theme.metric("wire-width"), style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(curve.path(*scene.ends(wire_id)))
    WireLabels().paint(painter, scene, View(), bounds)
    paint_links(painter, scene, View(), bounds)
    for node in scene.nodes:
        look, box = scene.look(node), scene.rect(node)
        paint_node(painter, look, box.topLeft())
        if look.name:
            paint_below(painter, look.name, None, QPointF(box.center().x(), box.bottom()), 1.0)
    painter.restore()


def svg(scene: Scene) -> bytes:
    """The block as SVG text."""
    bounds = scene_bounds(scene)
    buffer, generator = QBuffer(), QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(bounds.size().toSize())
    generator.setViewBox(QRectF(0, 0, bounds.width(), bounds.height()))
    generator.setTitle(scene.block.name)
    return _painted(generator, scene, buffer, bounds.size())


def pdf(scene: Scene) -> bytes:
    """The block as a PDF of one page of its own size."""
    bounds = scene_bounds(scene)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(72)
    writer.setTitle(scene.block.name)
    page = QPageSize(bounds.size(), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
    return _painted(writer, scene, buffer, QSizeF(writer.width(), writer.height()))


def png(scene: Scene, scale: float = 2.0) -> bytes:
    """The block as PNG, `scale` pixels a scene unit; fewer when it would be gigantic. It holds the whole project as
    text: dropped on a window, it opens."""
    bounds = scene_bounds(scene)
    scale = min(scale, _MOST_SIDE / max(bounds.width(), bounds.height()))
    scale = min(scale, (_MOST_PIXELS / (bounds.width() * bounds.height())) ** 0.5)
    image = QImage((bounds.size() * scale).toSize(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_scene(painter, scene, QRectF(image.rect()))
    painter.end()
    with suppress(GuinetError):  # what no file takes is told on saving: the picture is one without it
        image.setText(_PROJECT, files.dumps(scene.project))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def project_in(path: Path) -> str:
    """The text of the project that a picture written by `png` holds, "" where it holds none."""
    return QImageReader(str(path), QByteArray(b"png")).text(_PROJECT)


def picture(
    project: Project,
    kinds: Kinds,
    reports: Mapping[str, NodeReport],
    path: Path,
    format: str,
    *,
    block: str = MAIN,
    scale: float = 2.0,
) -> None:
    """Writes a picture of a block without a window: "svg", "pdf" or "png". `reports` are by node id.

    Makes a QApplication when there is none: set QT_QPA_PLATFORM=offscreen where there is no display.
    Raises as `save` does.
    """
    application = QApplication.instance() or QApplication([])
    scene = Scene(project, kinds, block)
    scene.set_reports(reports, ())
    save(scene, path, format, scale)
    del application


def save(scene: Scene, path: Path, format: str, scale: float = 2.0) -> None:
    """Writes a picture of what a canvas shows (`canvas.scene`), whole or not at all.

    Raises Misuse for a format other than "svg", "pdf" and "png", GuinetError for an empty block, SaveFailed when the
    file cannot be written.
    """
    if format not in ("svg", "pdf", "png"):
        raise Misuse(QT_TRANSLATE_NOOP("Problem", "A picture can be svg, pdf or png, not “{format}”."), format=format)
    if not len(scene.nodes):
        raise GuinetError(
            QT_TRANSLATE_NOOP("Problem", "The block {name} is empty: there is nothing to draw; add a node to it."),
            name=scene.block.name,
        )
    data = png(scene, scale) if format == "png" else svg(scene) if format == "svg" else pdf(scene)
    atomic.write(path, data)


def _painted(device: QSvgGenerator | QPdfWriter, scene: Scene, buffer: QBuffer, size: QSizeF) -> bytes:
    painter = QPainter(device)
    paint_scene(painter, scene, QRectF(QPointF(0, 0), size))
    painter.end()
    return bytes(buffer.data().data())
