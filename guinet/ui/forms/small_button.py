"""A small button beside a field: a picture without a frame."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton

from guinet.ui.icons import pixmap
from guinet.ui.theme import current_theme


class SmallButton(QAbstractButton):
    """The style sheet's buttons have margins too wide for a place beside a field. Reached with Tab, pressed with Space;
    one that is checked shows its picture in the accent colour."""

    def __init__(self, picture: str) -> None:
        super().__init__()
        self._picture = picture
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
        role = "accent" if self.isChecked() else "text" if self.underMouse() else "text-muted"
        painter.drawPixmap(place, pixmap(self._picture, role, size, self.devicePixelRatioF()))
