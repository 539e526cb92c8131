"""Python text on the clipboard becomes nodes where the pointer is: the torch side reads it, the answer is one step."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPointF
from PySide6.QtWidgets import QApplication

from guinet.core.graph import BlockData
from guinet.core.problems import Refused
from guinet.session.events import Event
from guinet.session.messages.code import CodeRead, ReadCode
from guinet.storage import fragments
from guinet.storage.grafts import graft
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas
    from guinet.ui.window import Window

_CODE: Final = re.compile(r"\b(?:nn|torch|F)\.\w|^\s*(?:class|def|import|from|for|with)\s+\w|^\s*[\w.]+\s*=[^=]", re.M)
"""What Python that makes a network has in it, and prose seldom."""

_TOLD_MS: Final = 15_000


def paste(window: Window) -> None:
    """What the action does: nodes and notes out of a .guinet file as ever, and Python text as nodes."""
    text, canvas = QApplication.clipboard().text(), window.canvas.opened.current
    if not looks_like_code(text):
        canvas.paste()
    else:
        _paste_of(window).read(text, canvas)


_LOOKED_AT: Final = 20_000


def looks_like_code(text: str) -> bool:
    """Whether a text is Python that may make a network, rather than prose or a fragment of a project."""
    return _CODE.search(text[:_LOOKED_AT]) is not None and not fragments.loads(text)


def _paste_of(window: Window) -> CodePaste:
    found = window.findChild(CodePaste)
    return found if isinstance(found, CodePaste) else CodePaste(window)


class CodePaste(QObject):
    """Asks for one window, and puts what comes back into its project."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        window.bridge.received.connect(self.receive)

    def read(self, text: str, canvas: Canvas) -> None:
        """Asks for the nodes of `text`; they come to stand where the pointer is now."""
        window = self._window
        if window.bridge.lost:
            window.status.tell(tr("Python text cannot be read while torch does not run."), _TOLD_MS)
            return
        place = canvas.view.to_scene(canvas.pointer.place())
        window.status.tell(tr("Reading the Python text…"), _TOLD_MS)
        window.panels.asks.emit(ReadCode(text=text, block=canvas.block_id, place=(place.x(), place.y())))

    def receive(self, event: Event) -> None:
        if not isinstance(event, CodeRead):
            return
        window = self._window
        block = window.document.blocks.get(event.block)
        if block is None:
            return
        empty = not block.nodes
        try:
            made = graft(block, event.main, event.blocks, event.code, self._offset(event))
        except Refused as refused:
            window.status.tell(problem_text(refused.problem), _TOLD_MS)
            return
        canvas = window.canvas.opened.current
        if canvas.block_id == event.block and made:
            canvas.select(node.id for node in made)
            if empty:
                canvas.frame_all()
            else:
                canvas.edits.show_made()
        self._tell(event, len(made))

    def _offset(self, event: CodeRead) -> tuple[float, float]:
        left, top = _corner(event.main)
        return self._window.canvas.opened.current.on_grid(QPointF(event.place[0] - left, event.place[1] - top))

    def _tell(self, event: CodeRead, count: int) -> None:
        window = self._window
        if not event.remarks:
            window.status.tell(tr("%n node(s) pasted from Python", "", count), _TOLD_MS)
            return
        for remark in reversed(event.remarks):
            window.panels.problems_list.add(remark)
        window.status.tell(problem_text(event.remarks[0]), _TOLD_MS)


def _corner(data: BlockData) -> tuple[float, float]:
    places = [node.position for node in data.nodes] or [(0.0, 0.0)]
    return min(x for x, _ in places), min(y for _, y in places)
