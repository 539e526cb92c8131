"""The small button that takes back what was set by hand."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton

from guinet.ui.icons import pixmap
from guinet.ui.theme import current_theme


class ResetButton(QAbstractButton):
    """An arrow without a frame; the style sheet's buttons have margins too wide for a place beside a field."""

    def __init__(self) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        side = current_theme().pixels("icon-large")
        self.setFixedSize(side, side)

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = self.rect().adjusted(0, 0, -1, -1)
        if self.underMouse() or self.hasFocus():
            painter.setPen(theme.color("focus") if self.hasFocus() else Qt.GlobalColor.transparent)
            painter.setBrush(theme.color("raised-hover"))
            painter.drawRoundedRect(inside, theme.metric("space-small"), theme.metric("space-small"))
        size = theme.pixels("icon") - theme.pixels("space-tiny")
        place = QRect(0, 0, size, size)
        place.moveCenter(self.rect().center())
        role = "text" if self.underMouse() else "text-muted"
        painter.drawPixmap(place, pixmap("undo", role, size, self.devicePixelRatioF()))
