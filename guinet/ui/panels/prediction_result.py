"""What the network said: the input, the probabilities as bars, the truth where it is known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from guinet.session.messages.predictions import Picture, Predicted
from guinet.ui.panels.saved_pictures import framed, offer_saving
from guinet.ui.theme import current_theme, set_variant, theme_signals
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

_PICTURE: Final = 120
_WIDEST_ROW: Final = 200
_ROW: Final = 22
_SHOWN_NUMBERS: Final = 12


class Result(QWidget):
    """Shows one `Predicted`."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Predicted, Sequence[str]] | None = None
        gap = current_theme().pixels("space")
        self._picture = PictureView()
        self._row = QLabel()
        self._row.setObjectName("prediction_row")
        self._headline = QLabel()
        self._headline.setObjectName("prediction_label")
        set_variant(self._headline, "hero")
        self._truth = QLabel()
        self._truth.setObjectName("prediction_truth")
        self._bars = Bars()
        for label in (self._headline, self._truth, self._row):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        set_variant(self._row, "small")
        self._row.setWordWrap(False)
        self._row.setMaximumWidth(_WIDEST_ROW)
        scroll = QScrollArea()
        scroll.setWidget(framed(self._bars))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self._picture)
        left.addWidget(self._row)
        left.addStretch()
        for widget in (self._headline, self._truth):
            right.addWidget(widget)
        right.addWidget(scroll, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(gap)
        layout.addLayout(left)
        layout.addLayout(right, 1)

    def show_prediction(self, predicted: Predicted, columns: Sequence[str]) -> None:
        """`columns` name the numbers of a row."""
        self._shown = (predicted, columns)
        problem = predicted.problem
        self._picture.show_picture(predicted.picture)
        self._picture.setVisible(predicted.picture is not None)
        self._row.setText(_numbers(predicted.row, columns))
        self._row.setVisible(bool(predicted.row))
        self._bars.show_shares(predicted.shares)
        set_variant(self._headline, "hero" if problem is None else "error")
        self._headline.setText(_headline(predicted) if problem is None else problem_text(problem))
        words, variant = _truth(predicted)
        set_variant(self._truth, variant)
        self._truth.setText(words)
        self._truth.setVisible(bool(words))

    def show_words(self, words: str) -> None:
        """In place of a prediction: what to do for one."""
        self._shown = None
        self._picture.hide()
        self._row.hide()
        self._truth.hide()
        self._bars.show_shares(())
        set_variant(self._headline, "muted")
        self._headline.setText(words)

    def translate(self, words: str) -> None:
        """Says again what is shown, in the language of now; `words` where there is no prediction."""
        if self._shown is None:
            self.show_words(words)
        else:
            self.show_prediction(*self._shown)


def _headline(predicted: Predicted) -> str:
    if predicted.label:
        return predicted.label
    values = ", ".join(f"{value:.4g}" for value in predicted.values[:_SHOWN_NUMBERS])
    if not all(map(math.isfinite, predicted.values)):
        return tr("No answer: the network gives {values}").format(values=values)
    return values + (" …" if len(predicted.values) > _SHOWN_NUMBERS else "")


def _truth(predicted: Predicted) -> tuple[str, str]:
    """The words about the truth, and how they look."""
    if not predicted.truth or predicted.problem is not None:
        return "", "muted"
    loss = tr(" · loss {loss}").format(loss=f"{predicted.loss:.3g}") if predicted.loss is not None else ""
    if not predicted.label:
        return tr("The data say {truth}").format(truth=predicted.truth) + loss, "muted"
    if predicted.label == predicted.truth:
        return tr("Right, it is {truth}").format(truth=predicted.truth) + loss, "success"
    return tr("Wrong, it is {truth}").format(truth=predicted.truth) + loss, "error"


def _numbers(row: Sequence[float], columns: Sequence[str]) -> str:
    names = columns if len(columns) == len(row) else [""] * len(row)
    lines = [f"{name} = {value:.5g}".removeprefix(" = ") for name, value in zip(names, row, strict=True)]
    more = len(lines) - _SHOWN_NUMBERS
    return "\n".join(lines[:_SHOWN_NUMBERS]) + (f"\n… (+{more})" if more > 0 else "")


class PictureView(QWidget):
    """A small image, each pixel as a square; the one under the pointer is told in numbers from 0 to 255."""

    in_proportion = True

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("prediction_picture")
        self._image = QImage()
        self.setFixedSize(_PICTURE, _PICTURE)
        self.setMouseTracking(True)
        offer_saving(self, "input", self.lines)

    def lines(self) -> list[list[str]]:
        """The pixels as a table, with the indices of their rows and columns."""
        wide, high = self._image.width(), self._image.height()
        rows = ([str(y), *(self._pixel(x, y) for x in range(wide))] for y in range(high))
        return [["", *map(str, range(wide))], *rows]

    def _pixel(self, x: int, y: int) -> str:
        color = self._image.pixelColor(x, y)
        return str(color.red()) if self._image.isGrayscale() else f"{color.red()} {color.green()} {color.blue()}"

    def show_picture(self, picture: Picture | None) -> None:
        self._image = QImage()
        if picture is not None:
            kind = QImage.Format.Format_Grayscale8 if picture.channels == 1 else QImage.Format.Format_RGB888
            line = picture.width * picture.channels
            self._image = QImage(picture.pixels, picture.width, picture.height, line, kind).copy()
            self.setAccessibleName(tr("The input as a picture"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image.isNull():
            return
        QPainter(self).drawImage(QRectF(QPointF(), QSizeF(self._shown())), self._image)

    def _shown(self) -> QSize:
        return self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        size, at = self._shown(), event.position()
        if QRectF(QPointF(), QSizeF(size)).contains(at) and not self._image.isNull():
            x = min(int(at.x() / size.width() * self._image.width()), self._image.width() - 1)
            y = min(int(at.y() / size.height() * self._image.height()), self._image.height() - 1)
            self.setToolTip(f"[{y}, {x}] {self._pixel(x, y)}")
        else:
            self.setToolTip("")


class Bars(QWidget):
    """Probabilities by name, the likeliest first."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("prediction_bars")
        self.shares: tuple[tuple[str, float], ...] = ()
        self.setMouseTracking(True)
        offer_saving(self, "probabilities", self.lines)
        theme_signals().changed.connect(self.update)

    def lines(self) -> list[list[str]]:
        """The probabilities as a table."""
        return [["class", "probability"], *([name, f"{share:.9g}"] for name, share in self.shares)]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = int(event.position().y()) // _ROW
        inside = 0 <= place < len(self.shares)
        self.setToolTip("{}: {:.6g}".format(*self.shares[place]) if inside else "")

    def show_shares(self, shares: tuple[tuple[str, float], ...]) -> None:
        self.shares = shares
        self.setMinimumHeight(_ROW * len(shares))
        self.setAccessibleName(tr("Probabilities"))
        self.setAccessibleDescription(", ".join(f"{name} {_percent(share)}" for name, share in shares))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(180, _ROW * len(self.shares))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("small"))
        metrics = QFontMetricsF(painter.font())
        gap = theme.metric("space-small")
        names = min(max((metrics.horizontalAdvance(name) for name, _ in self.shares), default=0.0), self.width() * 0.4)
        percents = metrics.horizontalAdvance("100.0 %")
        full = max(10.0, self.width() - names - percents - 3 * gap)
        for place, (name, share) in enumerate(self.shares):
            y, middle = place * _ROW, Qt.AlignmentFlag.AlignVCenter
            painter.setPen(theme.color("text" if not place else "text-secondary"))
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, names + 1)
            painter.drawText(QRectF(0, y, names + 1, _ROW), Qt.AlignmentFlag.AlignRight | middle, shown)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("track"))
            bar = QRectF(names + gap, y + 6, full, _ROW - 12)
            painter.drawRoundedRect(bar, 3, 3)
            painter.setBrush(theme.series(0) if not place else theme.color("text-muted"))
            bar.setWidth(max(2.0, full * share))
            painter.drawRoundedRect(bar, 3, 3)
            painter.setPen(theme.color("text-secondary"))
            right = QRectF(self.width() - percents, y, percents, _ROW)
            painter.drawText(right, Qt.AlignmentFlag.AlignRight | middle, _percent(share))


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
