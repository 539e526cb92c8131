"""What the torch side is asked by panels and takes its time over: how long already, and a button to give it up."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from guinet.session.events import Event, HostDied, StudyEnded, StudyProgress
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.training_bar import duration
from guinet.ui.translate import tr

if TYPE_CHECKING:
    from guinet.ui.window import Window

SLOW_MS: Final = 600
"""Most answers come sooner: nobody could press the button."""


class StudyBar(QWidget):
    """In the status bar of one window, while an answer is waited for; with what is left of it where that is told."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        self.setObjectName("study_bar")
        self._window = window
        self._began = 0.0
        self._turn = 0.0
        """When the answer under way was begun, as far as the window knows."""
        self._share = 0.0
        self._words, self._progress, self.cancel = QLabel(), QProgressBar(), QToolButton()
        self._slowly = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slowly.timeout.connect(self._appear)
        self._counting = QTimer(self, interval=1000)
        self._counting.timeout.connect(self._say)
        self._build()
        window.panels.asks.connect(self._ask)
        window.bridge.received.connect(self._receive)

    def _ask(self) -> None:
        # During a training answers come between its steps, as long as it goes on.
        if self.isHidden() and not self._slowly.isActive() and not self._window.training.active:
            self._began = self._turn = time.monotonic()
            self._take_share(0.0)
            self._slowly.start()

    def _receive(self, event: Event) -> None:
        if isinstance(event, StudyProgress):
            self._take_share(event.share)
        elif isinstance(event, StudyEnded):
            self._turn = time.monotonic()
            self._take_share(0.0)
        if isinstance(event, StudyEnded | HostDied) and not self._window.bridge.session.studying:
            self._slowly.stop()
            self._counting.stop()
            self.hide()

    def _take_share(self, share: float) -> None:
        """How much is done; 0 where that is not known."""
        self._share = share
        self._progress.setRange(0, 100 if share else 0)
        self._progress.setValue(round(100 * share))

    def _appear(self) -> None:
        if not self._window.bridge.session.studying:
            return
        self.cancel.setEnabled(True)
        self._say()
        self._counting.start()
        self.show()

    def _say(self) -> None:
        now = time.monotonic()
        parts = [tr("working for {time}").format(time=duration(now - self._began))]
        if self._share:
            left = (now - self._turn) * (1 - self._share) / self._share
            parts.append(tr("{time} left").format(time=duration(left)))
        self._words.setText(" · ".join(parts))

    def _give_up(self) -> None:
        self.cancel.setEnabled(False)
        self._window.bridge.session.stop_studies()

    def _build(self) -> None:
        theme = current_theme()
        self._words.setObjectName("study_words")
        self._progress.setObjectName("study_progress")
        self.cancel.setObjectName("study_cancel")
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(theme.pixels("progress-width") // 3)
        set_variant(self._words, "muted")
        set_variant(self.cancel, "flat")
        self.cancel.clicked.connect(self._give_up)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.pixels("space"))
        for widget in (self._progress, self._words, self.cancel):
            layout.addWidget(widget)
        self.hide()
        self._translate()

    def _translate(self) -> None:
        self.cancel.setText(tr("Cancel"))
        self.cancel.setToolTip(tr("Give up what a panel has asked for"))
        self._progress.setAccessibleName(tr("Working on what a panel has asked for"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()
            self._say()
        super().changeEvent(event)
