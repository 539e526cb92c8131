"""How notes look: a tinted card with text, in which Markdown's simple marks hold."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPalette, QPen

from guinet.core.graph import COLOURS, Note
from guinet.ui.canvas.node_painter import BOX_SCALE, LABEL_SCALE
from guinet.ui.canvas.scene import Scene
from guinet.ui.canvas.view import View
from guinet.ui.theme import Theme, current_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QTextDocument

PADDING: Final = 10.0
"""Room between a note's border and its text, in scene units."""

_CORNER: Final = 10.0


def colour_of(name: str, usual: str, theme: Theme) -> QColor:
    """The colour of this name; the theme's `usual` role for none."""
    return theme.series(COLOURS.index(name)) if name in COLOURS else theme.color(usual)


def paint_notes(painter: QPainter, scene: Scene, view: View, part: QRectF, hidden: frozenset[str]) -> None:
    """The notes that touch `part` (scene units); the painter's coordinates are the widget's."""
    for note in scene.block.notes:
        box = scene.notes.boxes.get(note.id)
        if box is not None and note.id not in hidden and box.intersects(part):
            paint_note(painter, note, view.rect_to_widget(box), view.scale)


def paint_note(painter: QPainter, note: Note, box: QRectF, scale: float) -> None:
    """One note in a box of the widget. Far out only its first line is written, where it fits."""
    theme = current_theme()
    color = colour_of(note.colour, "warning", theme)
    radius = 6.0 * min(1.0, scale)
    card = QPainterPath()
    card.addRoundedRect(box, radius, radius)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(card, _tint(color, theme.color("canvas"), 0.16))
    painter.setPen(QPen(_tint(color, theme.color("canvas"), 0.55), 1.0))
    painter.drawPath(card)
    painter.setClipPath(card, Qt.ClipOperation.IntersectClip)
    if scale >= LABEL_SCALE:
        _paint_text(painter, note, box, scale, theme)
        _paint_corner(painter, box, scale, color)
    elif scale >= BOX_SCALE / 2:
        _paint_first_line(painter, note, box, theme)
    painter.restore()


def _paint_text(painter: QPainter, note: Note, box: QRectF, scale: float, theme: Theme) -> None:
    from PySide6.QtGui import QAbstractTextDocumentLayout

    document = _document(note.text, box.width() / scale - 2 * PADDING, theme.name)
    painter.save()
    corner = box.topLeft() + QPointF(PADDING, PADDING * 0.7) * scale
    painter.translate(corner)
    painter.scale(scale, scale)
    context = QAbstractTextDocumentLayout.PaintContext()
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Text, theme.color("text"))
    context.palette = palette
    document.documentLayout().draw(painter, context)
    painter.restore()


@lru_cache(maxsize=256)
def _document(text: str, width: float, theme: str) -> QTextDocument:
    """`theme` only tells cached ones apart: colours of links and code are the theme's."""
    from PySide6.QtGui import QTextDocument

    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setDefaultFont(current_theme().font("body"))
    document.setMarkdown(text, QTextDocument.MarkdownFeature.MarkdownDialectCommonMark)
    document.setTextWidth(max(20.0, width))
    return document


def text_height(text: str, width: float) -> float:
    """How high a note of this width must be to show all of its text, in scene units."""
    return _document(text, width - 2 * PADDING, current_theme().name).size().height() + 2 * PADDING


def _paint_first_line(painter: QPainter, note: Note, box: QRectF, theme: Theme) -> None:
    line = _document(note.text, note.box[2], theme.name).toPlainText().strip().partition("\n")[0]
    font = theme.font("strong")
    font.setPixelSize(11)
    if line and box.height() >= 12 and box.width() >= 24:
        painter.setFont(font)
        painter.setPen(theme.color("text-secondary"))
        room = box.adjusted(4, 1, -3, -1)
        shown = QFontMetricsF(font).elidedText(line, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, shown)


def _paint_corner(painter: QPainter, box: QRectF, scale: float, color: QColor) -> None:
    """Two strokes in the corner by which it is resized."""
    painter.setPen(QPen(color, 1.2))
    for reach in (_CORNER, _CORNER / 2):
        away = reach * min(1.0, scale)
        painter.drawLine(box.bottomRight() + QPointF(-away - 2, -2), box.bottomRight() + QPointF(-2, -away - 2))


def _tint(color: QColor, ground: QColor, share: float) -> QColor:
    return QColor(
        round(color.red() * share + ground.red() * (1 - share)),
        round(color.green() * share + ground.green() * (1 - share)),
        round(color.blue() * share + ground.blue() * (1 - share)),
    )
