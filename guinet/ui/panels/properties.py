"""Properties: the form of what is selected, or the training settings when nothing is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from guinet.core.changes import MoveNodes, SetNotes, SetTraining
from guinet.core.graph import Block
from guinet.core.history import Committed
from guinet.core.leaving import is_special
from guinet.core.problems import Problem
from guinet.core.project import Project
from guinet.core.report import NodeReport
from guinet.nodes.registry import Registry
from guinet.session.events import Device, Event
from guinet.ui import tab_order
from guinet.ui.forms.initialisers import InitialisersForm
from guinet.ui.forms.node import NodeForm
from guinet.ui.forms.printed import PrintedForm
from guinet.ui.forms.training import TrainingForm
from guinet.ui.panels.properties_foot import ProblemFoot
from guinet.ui.reveal import Reveal
from guinet.ui.theme import current_theme
from guinet.ui.translate import tr

_ELSEWHERE = (MoveNodes, SetTraining, SetNotes)
"""Changes that no node's form shows."""


class PropertiesPanel(QScrollArea):
    """Shows the selection as it is; all edits go through the project, and come back from there.

    Signals: `asks(Study)`, from the training settings.
    """

    asks = Signal(object)

    def __init__(self, project: Project, registry: Registry) -> None:
        super().__init__()
        self.setObjectName("properties_panel")
        self.setAccessibleName(tr("Properties"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._project = project
        self._registry = registry
        self._block = project.main.id
        self._nodes: tuple[str, ...] = ()
        self._reports: dict[str, dict[str, NodeReport]] = {}
        self._problems: tuple[Problem, ...] = ()
        self._node_form: NodeForm | None = None
        self._training_form = TrainingForm(project, registry)
        self._first_values = InitialisersForm(
            project, registry, self
        )  # it shows itself: a window of its own without a parent
        self._printed = PrintedForm(project, self)
        self._printed.asks.connect(self.asks)
        self._training_form.asks.connect(self.asks)
        self._first_values.asks.connect(self.asks)
        self._foot = ProblemFoot(project, self)
        self._reveal = Reveal(self)
        self._first_values.drawn.connect(self._reveal.show)
        self._lay_out()
        # A rubber band tells of dozens of selections before the next frame; one form is shown for all of them.
        self._showing = QTimer(self)
        self._showing.setSingleShot(True)
        self._showing.setInterval(0)
        self._showing.timeout.connect(self._show)
        self._unsubscribe = project.subscribe(self._committed)

    def set_selection(self, block: str, nodes: Iterable[str]) -> None:
        """Shows these nodes of a block; none shows the training settings."""
        chosen = tuple(nodes)
        if (block, chosen) != (self._block, self._nodes):
            self._block, self._nodes = block, chosen
            self._reveal.forget()
            self._showing.start()

    def set_reports(self, block: str, reports: Mapping[str, NodeReport], removed: Iterable[str]) -> None:
        """Takes what a check found out: inferred arguments, shapes, parameters."""
        known = self._reports.setdefault(block, {})
        for node in removed:
            known.pop(node, None)
        known.update(reports)
        if block == self._block and self._touches(reports) and self._node_form is not None:
            self._node_form.show_reports(known)

    def set_problems(self, problems: Sequence[Problem]) -> None:
        """Takes all problems of the project; those of the selection stand below its form."""
        self._problems = tuple(problems)
        self._show_problems()

    def set_devices(self, devices: Sequence[Device]) -> None:
        """Offers the devices torch reports."""
        self._training_form.set_devices(devices)

    def receive(self, event: Event) -> None:
        """Takes what the torch side tells."""
        self._training_form.receive(event)
        self._first_values.receive(event)
        self._printed.receive(event)

    def rename(self) -> None:
        """Turns the name of the selected node into a field: F2 on the canvas."""
        self._show()
        if self._node_form is not None and self._nodes:
            self.ensureWidgetVisible(self._node_form.title)
            self._node_form.title.begin()

    def _show(self) -> None:
        self._showing.stop()
        block = self._project.blocks.get(self._block)
        nodes = [node for node in self._nodes if block is not None and node in block.nodes]
        if nodes and block is not None:
            if self._node_form is None:
                self._node_form = NodeForm(self._project, self._registry)
                self._inside.insertWidget(0, self._node_form)
            self._node_form.show_nodes(block, nodes, self._reports.get(self._block, {}))
        self._show_problems()
        if self._node_form is not None:
            self._node_form.setVisible(bool(nodes))
        self._training_form.setVisible(not nodes)
        if block is not None:
            self._first_values.show_rules(block, nodes)
            self._printed.show_of(block, nodes)

    def _show_problems(self) -> None:
        own = [each for each in self._problems if each.block == self._block and each.node in self._nodes]
        if self._node_form is not None:
            self._node_form.mark_problems(own)
        self._foot.show_problems(own)
        self._place_foot()

    def _place_foot(self) -> None:
        """Gives the problems their room at the bottom; a field that someone writes in stays in sight."""
        if self._foot.isHidden() and not self.viewportMargins().bottom():
            return
        size = QSize(self.viewport().width(), self.height())
        height = self._foot.height_in(size)
        self._foot.setGeometry(0, size.height() - height, size.width(), height)
        if self.viewportMargins().bottom() != height:
            written = QApplication.focusWidget()
            in_sight = written is not None and self.isAncestorOf(written) and not written.visibleRegion().isEmpty()
            self.setViewportMargins(0, 0, 0, height)
            if written is not None and in_sight:
                self.ensureWidgetVisible(written, 0, 0)

    def _touches(self, reports: Mapping[str, NodeReport]) -> bool:
        """Whether the form shows one of these: the selection, or what leads into it."""
        block = self._project.blocks.get(self._block)
        shown = {node for node in self._nodes if block is not None and node in block.nodes}
        if block is not None and len(shown) == 1:
            shown |= _read_by(block, next(iter(shown)))
        return not shown.isdisjoint(reports)

    def _committed(self, event: Committed) -> None:
        if self._nodes and not all(isinstance(change, _ELSEWHERE) for change in event.changes):
            self._show()

    def _lay_out(self) -> None:
        theme = current_theme()
        inside = QWidget()
        self._inside = QVBoxLayout(inside)
        gap = theme.pixels("space-large")
        self._inside.setContentsMargins(gap, gap, gap, gap)
        self._inside.setSpacing(0)  # each form brings the room above it, if it shows anything
        self._inside.addWidget(self._training_form)
        self._inside.addWidget(self._printed)
        self._inside.addWidget(self._first_values)
        self._inside.addStretch()
        self.setWidget(inside)
        self.setMinimumWidth(theme.pixels("form-label-width") * 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_foot()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Fields pass undo and redo on to here.
        if event.matches(QKeySequence.StandardKey.Undo):
            self._project.undo()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self._project.redo()
        elif event.key() == Qt.Key.Key_F2:
            self.rename()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes from top to bottom."""
        reached = tab_order.step(self, next)
        if reached is None:
            return super().focusNextPrevChild(next)
        if self.isAncestorOf(reached):
            self.ensureWidgetVisible(reached)
        return True

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.setAccessibleName(tr("Properties"))
            if self._nodes:
                self._showing.start()
        super().changeEvent(event)


def _read_by(block: Block, node: str) -> set[str]:
    """The nodes whose values arrive at this one, straight or by way of what only passes them on."""
    found, waiting = set[str](), [node]
    while waiting:
        for before in block.predecessors(waiting.pop()):
            if before not in found and before in block.nodes:
                found.add(before)
                if is_special(block.nodes[before]):
                    waiting.append(before)
    return found
