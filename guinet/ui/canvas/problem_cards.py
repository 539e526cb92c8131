"""Which problem's card is shown beside which node, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF, QTimer

from guinet.core.problems import Problem, Severity

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas
    from guinet.ui.canvas.problem_card import ProblemCard

_LINGER_MS = 350
"""So long the card stays when the pointer leaves its node, for the way to its buttons."""


class ProblemCards:
    """Shows the card of the bad node under the pointer, or of the selected one; never two. The worst problem of a node
    comes first."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self.card: ProblemCard | None = None
        self._node = ""
        self._turn = 0
        self._by_hover = False
        self._linger = QTimer(canvas)
        self._linger.setSingleShot(True)
        self._linger.setInterval(_LINGER_MS)
        self._linger.timeout.connect(self._show_wanted)

    def refresh(self) -> None:
        """Selection, hover, gesture or problems changed."""
        wanted = self._wanted()
        waits = self._by_hover and self._canvas.gesture is None and self._still_bad()
        if wanted is None and waits:
            self._linger.start()
        else:
            self._show_wanted()

    def renew(self) -> None:
        """The language changed."""
        self._drop()
        self.refresh()

    def show_next(self) -> None:
        """The next problem of the same node."""
        self._turn += 1
        self._show_wanted()

    def follow(self) -> None:
        """The view changed: stay beside the node."""
        if self.card is not None and self._node in self._canvas.scene.nodes:
            self.card.move(self._place(self.card).toPoint())

    def _still_bad(self) -> bool:
        card = self.card
        return card is not None and card.problem in self._canvas.scene.problems.get(self._node, ())

    def _wanted(self) -> tuple[str, tuple[Problem, ...]] | None:
        canvas = self._canvas
        if canvas.gesture is not None:
            return None
        candidates = [canvas.hover.id] if canvas.hover.what in ("node", "port") else []
        if len(canvas.selection) == 1:
            candidates += canvas.selection
        for node in candidates:
            problems = canvas.scene.problems.get(node, ())
            if problems and node in canvas.scene.nodes:
                return node, tuple(sorted(problems, key=lambda problem: list(Severity).index(problem.severity)))
        return None

    def _show_wanted(self) -> None:
        self._linger.stop()
        wanted = self._wanted()
        card = self.card
        if wanted is None:
            if card is not None and card.underMouse() and self._still_bad() and self._canvas.gesture is None:
                self._linger.start()
            else:
                self._turn = 0
                self._drop()
            return
        node, problems = wanted
        self._turn = self._turn % len(problems) if node == self._node else 0
        standing = (self._turn, len(problems))
        if card is None or (self._node, card.problem, card.standing) != (node, problems[self._turn], standing):
            self._drop()
            self._node = node
            self._by_hover = node not in self._canvas.selection
            from guinet.ui.canvas.problem_card import ProblemCard

            self.card = card = ProblemCard(self._canvas, problems[self._turn], *standing)
            card.move(self._place(card).toPoint())
            card.show()
        card.raise_()
        self.follow()

    def _drop(self) -> None:
        if self.card is not None:
            self.card.hide()
            self.card.deleteLater()
            self.card = None

    def _place(self, card: ProblemCard) -> QPointF:
        """Below the node, or above it, or beside it: where the canvas has room."""
        rect, room = self._canvas.shown_rect(self._node), QRectF(self._canvas.rect()).adjusted(8, 8, -8, -8)
        size = QSizeF(card.size())
        x = min(max(rect.left(), room.left()), room.right() - size.width())
        y = min(max(rect.top(), room.top()), room.bottom() - size.height())
        places = [
            QPointF(x, rect.bottom() + 12),
            QPointF(x, rect.top() - 12 - size.height()),
            QPointF(rect.right() + 16, y),
            QPointF(rect.left() - 16 - size.width(), y),
        ]
        free = [place for place in places if room.contains(QRectF(place, size)) and not self._covered(place, size)]
        return free[0] if free else QPointF(max(room.left(), x), max(room.top(), room.bottom() - size.height()))

    def _covered(self, place: QPointF, size: QSizeF) -> bool:
        """Whether the card would lie over the minimap or the breadcrumbs."""
        canvas = self._canvas
        others = [widget.geometry() for widget in (canvas.minimap, canvas.breadcrumbs) if widget.isVisible()]
        return any(QRectF(other).intersects(QRectF(place, size)) for other in others)
