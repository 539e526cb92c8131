"""Which problem's card is shown beside which node, and where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, QTimer

from guinet.core.problems import Problem, Severity

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas
    from guinet.ui.canvas.hits import Hit
    from guinet.ui.canvas.problem_card import ProblemCard

_LINGER_MS = 350
"""So long the card stays when the pointer leaves its node, for the way to its buttons."""


_GAP: Final = 12.0
"""Between a node and its card, in pixels."""

_FARTHER: Final = (70.0, 130.0, 190.0)
"""The same where others are in the way: past a row of nodes, or two."""


class ProblemCards:
    """Shows the card of the bad node under the pointer, or of the selected one; never two. The worst problem of a node
    comes first."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self.card: ProblemCard | None = None
        self._node = ""
        self._turn = 0
        self._by_hover = False
        self._stood: tuple[QSizeF, float, QPointF] | None = None
        """The size of the card, the scale of the view, and how far from its node the card was put then."""
        self._linger = QTimer(canvas)
        self._linger.setSingleShot(True)
        self._linger.setInterval(_LINGER_MS)
        self._linger.timeout.connect(self._show_wanted)

    def tells_of(self, hit: Hit) -> bool:
        """Whether the card of this node is shown."""
        return self.card is not None and hit.what == "node" and hit.id == self._node

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
            self._stood = None
            from guinet.ui.canvas.problem_card import ProblemCard

            self.card = card = ProblemCard(self._canvas, problems[self._turn], *standing)
            card.move(self._place(card).toPoint())
            card.show()
        card.raise_()
        self.follow()
        self._canvas.update()

    def _drop(self) -> None:
        if self.card is not None:
            self.card.hide()
            self.card.deleteLater()
            self.card = None
            self._canvas.update()  # its leader goes, too

    def leader(self) -> QLineF | None:
        """From the node to its card, in widget coordinates, where they do not stand side by side."""
        if self.card is None or not self.card.isVisible() or self._node not in self._canvas.scene.nodes:
            return None
        node, card = self._canvas.shown_rect(self._node), QRectF(self.card.geometry())
        across = max(node.left(), card.left()) + min(node.right(), card.right())
        above, below = (node, card) if node.top() < card.top() else (card, node)
        if below.top() - above.bottom() <= 2 * _GAP:
            return None
        return QLineF(across / 2, above.bottom(), across / 2, below.top())

    def _place(self, card: ProblemCard) -> QPointF:
        """Where it stood beside the node, as long as there is room; else where it hides least."""
        rect, room = self._canvas.shown_rect(self._node), QRectF(self._canvas.rect()).adjusted(8, 8, -8, -8)
        size, scale = QSizeF(card.size()), self._canvas.view.scale
        if self._stood is not None and self._stood[:2] == (size, scale):
            place = rect.topLeft() + self._stood[2]
            if room.contains(QRectF(place, size)) and not self._covered(place, size):
                return place
        places = [place for place in self._places(rect, room, size) if room.contains(QRectF(place, size))]
        free = [place for place in places if not self._covered(place, size)]
        if not free:
            x = min(max(rect.left(), room.left()), room.right() - size.width())
            return QPointF(max(room.left(), x), max(room.top(), room.bottom() - size.height()))
        best = min(free, key=lambda place: self._hidden(place, size))  # of the equally good ones the first
        self._stood = size, scale, best - rect.topLeft()
        return best

    def _places(self, rect: QRectF, room: QRectF, size: QSizeF) -> Iterator[QPointF]:
        """Below the node, above it, beside it; farther below and above, with a leader, for one that stays: the way to a
        card that goes with the pointer must be short."""

        def within(start: float, low: float, high: float) -> float:
            return min(max(start, low), high)

        across = [
            within(x, room.left(), room.right() - size.width()) for x in (rect.left(), rect.right() - size.width())
        ]
        down = [
            within(y, room.top(), room.bottom() - size.height()) for y in (rect.top(), rect.bottom() - size.height())
        ]
        for gap in (_GAP,) if self._by_hover else (_GAP, *_FARTHER):
            for x in across:
                yield QPointF(x, rect.bottom() + gap)
                yield QPointF(x, rect.top() - gap - size.height())
            for y in down if gap == _GAP else ():
                yield QPointF(rect.right() + 16, y)
                yield QPointF(rect.left() - 16 - size.width(), y)

    def _hidden(self, place: QPointF, size: QSizeF) -> int:
        """How many nodes the card would lie over."""
        view, scene = self._canvas.view, self._canvas.scene
        return scene.nodes.count_touching(view.rect_to_scene(QRectF(place, size)).adjusted(-4, -4, 4, 4))

    def _covered(self, place: QPointF, size: QSizeF) -> bool:
        """Whether the card would lie over the minimap or the breadcrumbs."""
        canvas = self._canvas
        others = [widget.geometry() for widget in (canvas.minimap, canvas.breadcrumbs) if widget.isVisible()]
        return any(QRectF(other).intersects(QRectF(place, size)) for other in others)
