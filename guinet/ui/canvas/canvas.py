"""The canvas: one widget painted from the graph, edited by gestures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from guinet.core.graph import End
from guinet.core.history import Committed
from guinet.core.problems import Problem
from guinet.core.project import MAIN, Project
from guinet.core.report import NodeReport
from guinet.ui.canvas import tooltips
from guinet.ui.canvas.breadcrumbs import Breadcrumbs
from guinet.ui.canvas.commands import Commands
from guinet.ui.canvas.gestures.base import Gesture
from guinet.ui.canvas.hits import NOTHING, Hit, cursor_for
from guinet.ui.canvas.keys import Keys
from guinet.ui.canvas.kinds import Kinds
from guinet.ui.canvas.minimap import Minimap
from guinet.ui.canvas.note import Note
from guinet.ui.canvas.opened import Opened
from guinet.ui.canvas.opened_area import passes_on
from guinet.ui.canvas.overlay import Activity, paint_overlay
from guinet.ui.canvas.problem_cards import ProblemCards
from guinet.ui.canvas.scene import Scene
from guinet.ui.canvas.trail import Trail
from guinet.ui.canvas.transition import Transition
from guinet.ui.canvas.view import View
from guinet.ui.theme import theme_signals
from guinet.ui.translate import tr

if TYPE_CHECKING:
    from guinet.core.probed import NodeValue


class Canvas(Commands):
    """Shows one block of a project and edits it.

    It follows the project's events and keeps no state of the graph of its own. `kinds` is the registry of node types.
    Signals: `selectionChanged(tuple of node ids)`; `nodeActivated(node id)`, a double click or Enter on a node;
    `message(str)`, a sentence for the status bar; `zoomChanged(float)`; `contextRequested(Hit, QPoint)`, what the
    right button was pressed on and where on the screen; `blockChanged(block id)`; `fileDropped(path)`, a project file;
    `insideSelected(block id, node ids)`, nodes of a block that is open in place.

    `within` is the block shown by a canvas that lies in another, where this block is open in place.
    """

    selectionChanged = Signal(tuple)
    nodeActivated = Signal(str)
    message = Signal(str)
    contextRequested = Signal(object, QPoint)
    blockChanged = Signal(str)
    fileDropped = Signal(str)
    insideSelected = Signal(str, tuple)

    def __init__(self, project: Project, kinds: Kinds, parent: QWidget | None = None, within: str = "") -> None:
        super().__init__(project, kinds, parent, within or MAIN)
        self.within = within
        self.gesture: Gesture | None = None
        self.pinned: tuple[End, bool, QPointF] | None = None
        self.hover: Hit = NOTHING
        self.activity: dict[str, Activity] = {}
        self.shows_focus = False
        self.recent: list[str] = []
        """Kinds added last, latest first; the window may keep them between starts."""
        self._problems: tuple[Problem, ...] = ()
        self._values: Mapping[str, NodeValue] = {}
        self._views: dict[str, View] = {}
        self.trail = Trail(self)
        self._keys = Keys(self)
        self._note = Note(self)
        self.opened = Opened(self)
        self.minimap = Minimap(self)
        self.breadcrumbs = Breadcrumbs(self)
        self.problem_cards = ProblemCards(self)
        self.transition = Transition(self)
        self._again = self._timer(0, self.update)
        self._soon = self._timer(0, self._paint_ahead)
        self._idle = self._timer(300, self._work_ahead)
        self._detach: list[Callable[[], None]] = [project.subscribe(self._follow)]
        self.destroyed.connect(_ender(self._detach))
        self.viewChanged.connect(self.minimap.follow)
        self.viewChanged.connect(lambda: self.close_inline(take=True))
        self.viewChanged.connect(self.problem_cards.follow)
        theme_signals().changed.connect(self._repaint_all)
        self._prepare()

    def _prepare(self) -> None:
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setMinimumSize(160, 120)
        self._describe()

    def _timer(self, milliseconds: int, action: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(action)
        return timer

    # What is shown

    def show_block(self, block_id: str) -> None:
        """Shows another block, where it was last looked at. Raises KeyError when the project has no such block."""
        self.trail.show(block_id)

    def enter(self, node: str) -> None:
        """Shows what is inside a node: the block it is an instance of or runs."""
        self.opened.enter(node)

    def leave(self) -> bool:
        """Shows the block around this one, and the node that led in; False in the main block."""
        return self.trail.leave() or self.opened.lead_out()

    def activate(self, node: str) -> None:
        """What a double click or Enter on a node does: tells that it was opened, and shows what is inside it."""
        self.nodeActivated.emit(node)
        if node in self.scene.nodes:
            self.enter(node)

    def frame_all(self) -> None:
        """Brings every node into sight; a block open in place always is, in a card that fits it."""
        if not self.opened.fit():
            self._frame(self._with_wires(self.opened.bounds()))

    def frame_selection(self) -> None:
        if not self.opened.fit():
            super().frame_selection()

    def display(self, block_id: str) -> None:
        """Paints another block. For the trail, which knows how it was reached."""
        self.cancel_gesture()
        self.close_inline(take=False)
        scene = Scene(self.project, self.kinds, block_id)
        self._views[self.block_id] = self.view
        self.opened.leave(self.block_id)
        self.select(())
        self.hover = NOTHING
        self.scene = self.layers.scene = scene
        scene.set_problems(self._problems)
        scene.set_values(self._values)
        self.frame.forget()
        self._landing = None
        self.problem_cards.refresh()
        known = self._views.get(block_id)
        if known is None:
            self.frame_all()
        else:
            self.set_view(known)
        self.minimap.refresh()
        self.breadcrumbs.refresh()
        self._describe()
        self.blockChanged.emit(block_id)
        self.opened.come(block_id)
        self.update()

    def set_reports(self, reports: Mapping[str, NodeReport], removed: Iterable[str] = ()) -> None:
        """Takes a check's findings on the block shown, by node id; `removed` nodes have none any more."""
        self.touch(self.scene.set_reports(reports, removed))

    def set_problems(self, problems: Iterable[Problem]) -> None:
        """Takes all problems there are; those of nodes in this block get badges and cards."""
        self._problems = tuple(problems)
        self.touch(self.scene.set_problems(self._problems))
        self.problem_cards.refresh()
        self.minimap.refresh()
        self.opened.set_problems(self._problems)

    def set_values(self, values: Mapping[str, NodeValue]) -> None:
        """Shows what an evaluation found on the nodes of the main block, by node id, in place of what was shown."""
        self._values = values
        self.touch(self.scene.set_values(values))

    def set_activity(self, activity: Mapping[str, Activity]) -> None:
        """Shows bars and texts on nodes, by node id; they replace the ones shown before."""
        self.activity = dict(activity)
        self.update()

    def set_minimap_visible(self, visible: bool) -> None:
        self.minimap.set_wanted(visible)

    # Selection

    def select(self, nodes: Iterable[str], wires: Iterable[str] = ()) -> None:
        """Selects nodes and wires by id; those not in the block are left out."""
        # A gesture that an undo interrupts may name nodes that are still drawn, but no longer there.
        there = self.scene.block.nodes
        chosen = tuple(node for node in dict.fromkeys(nodes) if node in self.scene.nodes and node in there)
        chosen_wires = tuple(wire for wire in dict.fromkeys(wires) if wire in self.scene.wires)
        if self.chosen_frame:
            self.chosen_frame = ""
            self.update()
        if (chosen, chosen_wires) == (self.selection, self.selected_wires):
            return
        nodes_changed = chosen != self.selection
        self.selection, self.selected_wires = chosen, chosen_wires
        if nodes_changed:
            self._describe()
            self.problem_cards.refresh()
            self.selectionChanged.emit(chosen)
        self.update()

    def choose_frame(self, frame: str) -> None:
        """Chooses a frame or a note, for Delete and for what a menu offers; its nodes are not selected."""
        self.select(())
        self.chosen_frame = frame
        self.update()

    def select_all(self) -> None:
        self.select(self.scene.nodes, self.selected_wires)

    # For gestures

    def pin_wire(self, end: End | None, from_output: bool, at: QPointF) -> None:
        """Shows a loose wire from `end` to `at` while the search for its node is open; None takes it away."""
        self.pinned = None if end is None else (end, from_output, self.view.to_scene(at))
        self.update()

    def kind_title(self, kind: str) -> str:
        """What the palette calls this kind."""
        return self.search.title_of(kind)

    def space_used(self) -> None:
        """Space was held for a gesture: letting it go does not open the search."""
        self._keys.use_space()

    def show_note(self, text: str, at: QPointF) -> None:
        """Shows a sentence beside the pointer; an empty one takes it away."""
        self._note.show_text(text, at)

    def tell(self, text: str, at: QPointF) -> None:
        """Says why something was refused: beside the pointer for a moment, and in the status bar."""
        self._note.show_text(text, at, fading=True)
        self.message.emit(text)

    def cancel_gesture(self) -> bool:
        """Takes back the gesture that is going on, if any."""
        return self.pointer.cancel()

    def set_hover(self, hit: Hit) -> None:
        if hit != self.hover:
            self.hover = hit
            cursor = cursor_for(hit)
            if cursor is not None:
                self.setCursor(cursor)
            elif self.gesture is None:
                self.unsetCursor()
            self.problem_cards.refresh()
            self.update()

    # Following the project

    def _follow(self, event: Committed) -> None:
        if self.trail.still_there() != self.block_id:
            self.show_block(self.trail.still_there())
        self._placed = True
        self.pointer.cancel_foreign()
        touched = self.scene.update(event.changes)
        if not self.chosen_frame or not self.scene.has(self.chosen_frame):
            self.select(self.selection, self.selected_wires)
        if not self.scene.has(self.hover.id):
            self.set_hover(NOTHING)
        self.breadcrumbs.refresh()
        self.touch(touched)
        self.opened.follow()
        self.minimap.refresh()
        self.problem_cards.refresh()

    def _repaint_all(self) -> None:
        self.layers.pictures.clear()
        self.frame.spoil_all()
        self.minimap.refresh()
        self.update()

    def _paint_ahead(self) -> None:
        """Between two frames of panning, paints a little of what comes into sight next."""
        if not self._moving:
            self.frame.paint_ahead()
            if self.frame.runs_short:
                self._soon.start()

    def _work_ahead(self) -> None:
        """While nothing happens, paints what panning and zooming out will show first."""
        if self._moving or self.gesture is not None:
            self._idle.start(300)
        elif not self.frame.work_ahead(self.scene.bounds()):
            self._idle.start(10)

    def _describe(self) -> None:
        """Tells screen readers what the canvas shows and what is selected."""
        self.setAccessibleName(tr("Canvas"))
        self.setAccessibleDescription(tooltips.selection_text(self.scene, self.selection))
        event = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(event)

    # Events

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self.frame.is_crisp and not event.rect().contains(self.rect()):
            self._again.start()  # more is painted now than this event may show
        crisp = self.frame.paint(painter, self.view, self.size(), self.devicePixelRatioF(), self._moving)
        if crisp:
            self._landing = None
            if self.frame.wants_more:
                self._idle.start(300)
            if self.frame.runs_short and not self._moving:
                self._soon.start()
        elif not self._moving:
            self._again.start()
        paint_overlay(painter, self)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if not self._placed:
            self.frame_all()
            self._placed = False
        self.minimap.place()
        self.close_inline(take=True)
        self.problem_cards.follow()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._describe()
            self.scene.load()
            self.scene.set_values(self._values)
            self.problem_cards.renew()
            self._repaint_all()
        super().changeEvent(event)

    def detach(self) -> None:
        """Stops following the project; call it when another canvas takes over before this one is gone."""
        _ender(self._detach)()
        for timer in (self._again, self._soon, self._idle):  # they would paint what may be gone
            timer.stop()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            hit = self.hit(QPointF(event.pos()))
            # It would hide the repairs of the card that tells the same.
            words = "" if self.problem_cards.tells_of(hit) else tooltips.hit_text(self.scene, hit)
            QToolTip.showText(event.globalPos(), words, self)
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._keys.press_tab(event):
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._keys.takes(event):
            event.accept()
            return True
        if isinstance(event, QNativeGestureEvent) and self.pointer.native(event):
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._take(event, self.pointer.press)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._take(event, self.pointer.move)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._take(event, self.pointer.release)

    def _take(self, event: QMouseEvent, act: Callable[[QMouseEvent], None]) -> None:
        if self.within and self.gesture is None and passes_on(event):
            event.ignore()
        else:
            act(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.pointer.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.within:
            event.ignore()  # it zooms the canvas around, and this along with it
        else:
            self.pointer.wheel(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.pointer.context(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.pointer.leave()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.pointer.drag_enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.pointer.drag_move(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.pointer.cancel()

    def dropEvent(self, event: QDropEvent) -> None:
        self.pointer.drop(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._keys.press(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self._keys.release(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        keyboard = (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        self.shows_focus = event.reason() in keyboard
        self.opened.claim()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.pointer.cancel()
        self._keys.forget()
        self.shows_focus = False
        self.update()


def _ender(actions: list[Callable[[], None]]) -> Callable[[], None]:
    """Runs the actions once, however often it is called."""

    def end() -> None:
        while actions:
            actions.pop()()

    return end
