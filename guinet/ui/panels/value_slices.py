"""Which slice of a tensor is seen: a number for each axis of which there is one place at a time."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QWidget

from guinet.ui.theme import current_theme, set_variant, style_spin_box
from guinet.ui.translate import tr


class SliceBar(QWidget):
    """Signals: `moved()`, another place is wanted: see `index` and `first`."""

    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._words, self._maps_words = QLabel(), QLabel()
        self._boxes: list[QSpinBox] = []
        self._maps = self._box("value_maps")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(current_theme().pixels("space-small"))
        for label in (self._words, self._maps_words):
            set_variant(label, "small")
        for widget in (self._words, self._maps_words, self._maps):
            self._layout.addWidget(widget)
        self._layout.addStretch()
        self.translate()

    @property
    def index(self) -> tuple[int, ...]:
        return tuple(box.value() for box in self._boxes)

    @property
    def first(self) -> int:
        """The first of the feature maps that are seen."""
        return 0 if self._maps.isHidden() else self._maps.value()

    def offer(self, sizes: tuple[int, ...], maps: int = 0) -> None:
        """Numbers for axes of these sizes; and which map is the first where there are more `maps` than can be seen."""
        while len(self._boxes) > len(sizes):
            gone = self._boxes.pop()
            gone.hide()
            gone.deleteLater()
        while len(self._boxes) < len(sizes):
            box = self._box(f"value_slice_{len(self._boxes)}")
            self._boxes.append(box)
            self._layout.insertWidget(len(self._boxes), box)
        for axis, (box, size) in enumerate(zip(self._boxes, sizes, strict=True)):
            box.blockSignals(True)
            box.setMaximum(max(size - 1, 0))
            box.blockSignals(False)
            box.setAccessibleName(tr("Index in dimension {number}").format(number=axis))
            box.setToolTip(tr("Axis {axis}: 0 to {last}").format(axis=axis, last=max(size - 1, 0)))
        self._maps.setMaximum(max(maps - 1, 0))
        self._words.setVisible(bool(sizes))
        for widget in (self._maps, self._maps_words):
            widget.setVisible(maps > 0)
        self.setVisible(bool(sizes) or maps > 0)

    def _box(self, name: str) -> QSpinBox:
        box = QSpinBox()
        box.setObjectName(name)
        style_spin_box(box)
        box.valueChanged.connect(lambda: self.moved.emit())
        return box

    def translate(self) -> None:
        self._words.setText(tr("Slice"))
        self._maps_words.setText(tr("Maps from"))
        self._maps.setAccessibleName(tr("Maps from"))
