"""What stops a stepped training on its way: breakpoints at nodes, and conditions on values and gradients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from guinet.core.project import MAIN, Project
from guinet.core.stepped import Condition, Watch
from guinet.ui.theme import current_theme, set_variant, style_spin_box
from guinet.ui.translate import tr

Key = tuple[str, str]

_BOUND_WIDTH: Final = 100


class Breaks(QWidget):
    """The list of breakpoints, and a tick for each condition. They hold from the next press on."""

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project
        self._selected: Key | None = None
        self._list = _Keys()
        self._add = QPushButton()
        self._stop_at = QLabel()
        self._boxes = {watch: QCheckBox() for watch in Watch}
        self._bounds = {watch: QDoubleSpinBox() for watch in (Watch.VALUE_NORM, Watch.GRADIENT_NORM)}
        self._build()
        self.translate()

    @property
    def breakpoints(self) -> frozenset[Key]:
        """The (block id, node id) of each, as far as they are still there."""
        keys = [self._list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self._list.count())]
        return frozenset((block, node) for block, node in keys if self._is_there((block, node)))

    @property
    def conditions(self) -> tuple[Condition, ...]:
        ticked = (watch for watch, box in self._boxes.items() if box.isChecked())
        return tuple(Condition(watch, self._bounds[watch].value()) if watch in self._bounds else Condition(watch)
                     for watch in ticked)  # fmt: skip

    def set_selection(self, block: str, nodes: Sequence[str]) -> None:
        """The node at which a breakpoint may be put."""
        self._selected = (block, nodes[0]) if len(nodes) == 1 else None
        self.translate()

    def _is_there(self, key: Key) -> bool:
        block = self._project.blocks.get(key[0])
        return block is not None and key[1] in block.nodes

    def _toggle(self) -> None:
        """Puts a breakpoint at the selected node, or takes it away."""
        if self._selected is None or not self._is_there(self._selected):
            return
        for row in range(self._list.count()):
            if tuple(self._list.item(row).data(Qt.ItemDataRole.UserRole)) == self._selected:
                self._list.takeItem(row)
                return self.translate()
        block = self._project.blocks[self._selected[0]]
        name = block.nodes[self._selected[1]].name
        item = QListWidgetItem(name if block.id == MAIN else f"{block.name} › {name}")
        item.setData(Qt.ItemDataRole.UserRole, self._selected)
        self._list.addItem(item)
        return self.translate()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(current_theme().pixels("space-small"))
        self._list.setObjectName("stepper_breakpoints")
        self._list.setMaximumHeight(3 * current_theme().pixels("row-height"))
        self._list.shortened.connect(self.translate)
        self._add.setObjectName("stepper_break")
        set_variant(self._stop_at, "muted")
        self._add.clicked.connect(self._toggle)
        layout.addWidget(self._list)
        layout.addWidget(self._add)
        layout.addWidget(self._stop_at)
        for watch, box in self._boxes.items():
            box.setObjectName(f"stop_{watch}")
            row = QHBoxLayout()
            row.addWidget(box, 1)
            if watch in self._bounds:
                bound = self._bounds[watch]
                bound.setRange(0.0, 1e6)
                bound.setDecimals(3)
                bound.setFixedWidth(_BOUND_WIDTH)
                bound.setValue(100.0)
                style_spin_box(bound)
                row.addWidget(bound)
            layout.addLayout(row)

    def translate(self) -> None:
        words = {
            Watch.NOT_FINITE: tr("NaN or infinite values"),
            Watch.ZERO_GRADIENT: tr("A gradient of zeros"),
            Watch.VALUE_NORM: tr("Norm of a value above"),
            Watch.GRADIENT_NORM: tr("Norm of a gradient above"),
        }
        for watch, box in self._boxes.items():
            box.setText(words[watch])
        for watch, bound in self._bounds.items():
            bound.setAccessibleName(words[watch])
        self._stop_at.setText(tr("Stop also at"))
        self._list.setAccessibleName(tr("Breakpoints"))
        self._list.setVisible(self._list.count() > 0)
        there = self._selected is not None and self._is_there(self._selected)
        self._add.setEnabled(there)
        if there and self._selected in self.breakpoints:
            self._add.setText(tr("No breakpoint at the selected node"))
        else:
            self._add.setText(tr("Breakpoint at the selected node"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.translate()
        super().changeEvent(event)


class _Keys(QListWidget):
    """Delete takes the chosen ones out. Signals: `shortened()`."""

    shortened = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            for item in self.selectedItems():
                self.takeItem(self.row(item))
            self.shortened.emit()
        else:
            super().keyPressEvent(event)
