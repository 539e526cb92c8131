"""Which rows the values are of: the first batch, one row, a batch drawn by lot, or a drawing; and which weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSpinBox, QVBoxLayout, QWidget

from guinet.core.feeds import Feed, FeedKind
from guinet.ui.narrow import let_shrink
from guinet.ui.panels.drawing_pad import DrawingPad
from guinet.ui.theme import current_theme, style_spin_box
from guinet.ui.translate import tr

_PARTS: Final = ("train", "validation", "test")
_PAD: Final = 112
_SOON_MS: Final = 150
"""The network runs again so often while somebody draws or turns a number."""


class FeedBar(QWidget):
    """Signals: `chosen(Feed)`, values of other rows are wanted."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._rows: Mapping[str, int] = {}
        self._seed = 0
        self.kind, self.part, self.row = QComboBox(), QComboBox(), QSpinBox()
        self.weights = QComboBox()
        self.again, self.pad, self.wipe = QPushButton(), DrawingPad(), QPushButton()
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(lambda: self.chosen.emit(self.feed))
        self._build()
        self._translate()

    def offer(self, rows: Mapping[str, int], draws: bool, trained: bool = False) -> None:
        """So many rows there are in each part of the data; `draws`: a drawing can be an input; `trained`: there are
        other weights than the first values."""
        self._rows = dict(rows)
        self.weights.setVisible(trained or self.weights.currentIndex() == 1)
        if [self.part.itemData(place) for place in range(self.part.count())] != list(rows):
            self.part.blockSignals(True)
            self.part.clear()
            for name in rows:
                self.part.addItem(name, name)
            self.part.blockSignals(False)
        place = self.kind.findData(FeedKind.DRAWING)
        if draws and place < 0:
            self.kind.addItem("", FeedKind.DRAWING)
            self._translate()
        elif not draws and place >= 0:
            self.kind.removeItem(place)
        self._arrange()

    @property
    def feed(self) -> Feed:
        """What is chosen."""
        return replace(self._chosen_rows, fresh=self.weights.currentIndex() == 1)

    @property
    def _chosen_rows(self) -> Feed:
        kind, part = self._kind, self.part.currentData() or "train"
        match kind:
            case FeedKind.ROW:
                return Feed(kind, part, self.row.value())
            case FeedKind.RANDOM:
                return Feed(kind, part, seed=self._seed)
            case FeedKind.DRAWING:
                drawn = self.pad.drawing(fit=True)
                return Feed(kind, drawing=drawn.pixels, size=(drawn.height, drawn.width))
            case _:
                return Feed()

    @property
    def _kind(self) -> FeedKind:
        """Qt keeps plain text."""
        return FeedKind(self.kind.currentData())

    def _arrange(self) -> None:
        kind = self._kind
        self.part.setVisible(kind in (FeedKind.ROW, FeedKind.RANDOM) and len(self._rows) > 1)
        self.row.setVisible(kind is FeedKind.ROW)
        self.row.setMaximum(max(self._rows.get(self.part.currentData() or "train", 1) - 1, 0))
        self.again.setVisible(kind is FeedKind.RANDOM)
        for widget in (self.pad, self.wipe):
            widget.setVisible(kind is FeedKind.DRAWING)

    def _choose_kind(self) -> None:
        self._arrange()
        self._choose_weights()

    def _choose_part(self) -> None:
        self._arrange()
        self._soon.start()

    def _choose_weights(self) -> None:
        if self._kind is not FeedKind.DRAWING or not self.pad.is_empty:
            self.chosen.emit(self.feed)

    def _draw_lots(self) -> None:
        self._seed += 1
        self.chosen.emit(self.feed)

    def _drawn(self) -> None:
        if not self.pad.is_empty and not self._soon.isActive():
            self._soon.start()

    def _build(self) -> None:
        for name, widget in (("kind", self.kind), ("part", self.part), ("row", self.row), ("again", self.again)):
            widget.setObjectName(f"value_feed_{name}")
        self.weights.setObjectName("value_feed_weights")
        self.weights.addItems(["", ""])
        self.weights.hide()
        self.pad.setObjectName("value_feed_pad")
        self.pad.setFixedSize(_PAD, _PAD)
        for kind in (FeedKind.BATCH, FeedKind.ROW, FeedKind.RANDOM):
            self.kind.addItem("", kind)
        for part in _PARTS[:1]:
            self.part.addItem(part, part)
        style_spin_box(self.row)
        let_shrink(self.kind, self.part, self.row, self.again, self.weights)
        line, drawing = QHBoxLayout(), QHBoxLayout()
        for widget in (self.kind, self.part, self.row, self.again):
            line.addWidget(widget)
        line.addStretch()
        drawing.addWidget(self.pad)
        drawing.addWidget(self.wipe, 0, Qt.AlignmentFlag.AlignTop)
        drawing.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(current_theme().pixels("space-small"))
        layout.addLayout(line)
        layout.addWidget(self.weights, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(drawing)
        self.kind.activated.connect(self._choose_kind)
        self.part.currentIndexChanged.connect(self._choose_part)
        self.row.valueChanged.connect(lambda: self._soon.start())
        self.again.clicked.connect(self._draw_lots)
        self.weights.activated.connect(self._choose_weights)
        self.pad.drawn.connect(self._drawn)
        self.wipe.clicked.connect(self.pad.clear)

    def _translate(self) -> None:
        titles = {
            FeedKind.BATCH: tr("First batch"),
            FeedKind.ROW: tr("One row"),
            FeedKind.RANDOM: tr("Random batch"),
            FeedKind.DRAWING: tr("Drawing"),
        }
        for place in range(self.kind.count()):
            self.kind.setItemText(place, titles[FeedKind(self.kind.itemData(place))])
        self.kind.setAccessibleName(tr("Which rows the values are of"))
        self.part.setAccessibleName(tr("Part of the data"))
        self.weights.setItemText(0, tr("Newest weights"))
        self.weights.setItemText(1, tr("First values"))
        self.weights.setAccessibleName(tr("Which weights are shown"))
        self.row.setAccessibleName(tr("Number of the row"))
        self.again.setText(tr("Another"))
        self.again.setToolTip(tr("Draw other rows by lot"))
        self.pad.setAccessibleName(tr("Draw here: the left button draws, the right one wipes"))
        self.wipe.setText(tr("Wipe"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
