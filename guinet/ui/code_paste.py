"""Python text on the clipboard becomes nodes where the pointer is: the torch side reads it, the answer is one step."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPointF, QRectF
from PySide6.QtWidgets import QApplication

from guinet.core.problems import QT_TRANSLATE_NOOP, Refused
from guinet.session.events import Event
from guinet.session.messages.code import CodeRead, ReadCode
from guinet.storage import fragments
from guinet.storage.grafts import graft
from guinet.ui.canvas.placing import bring_into_sight, find_place, join_frame
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
        at = canvas.pointer.inside()
        corner = canvas.view.to_scene(at) if at is not None else None
        place = None if corner is None else (corner.x(), corner.y())
        window.status.tell(tr("Reading the Python text…"), _TOLD_MS)
        window.panels.asks.emit(ReadCode(text=text, block=canvas.block_id, place=place))

    def receive(self, event: Event) -> None:
        if not isinstance(event, CodeRead):
            return
        window = self._window
        block = window.document.blocks.get(event.block)
        if block is None:
            return
        canvas = window.canvas.opened.current
        shown, by, box = canvas.block_id == event.block, (0.0, 0.0), QRectF()
        if shown:
            at = None if event.place is None else QPointF(*event.place)
            by, box = find_place(canvas, event.main.nodes, (), {frame.id for frame in event.main.frames}, at)
        try:
            with window.document.transaction(QT_TRANSLATE_NOOP("Step", "Paste")):
                made = graft(block, event.main, event.blocks, event.code, by)
                if shown:
                    join_frame(canvas, made, box)
        except Refused as refused:
            window.status.tell(problem_text(refused.problem), _TOLD_MS)
            return
        if shown and made:
            canvas.select(node.id for node in made)
            bring_into_sight(canvas, box)
        self._tell(event, len(made))

    def _tell(self, event: CodeRead, count: int) -> None:
        window = self._window
        if not event.remarks:
            window.status.tell(tr("%n node(s) pasted from Python", "", count), _TOLD_MS)
            return
        for remark in reversed(event.remarks):
            window.panels.problems_list.add(remark)
        window.status.tell(problem_text(event.remarks[0]), _TOLD_MS)
