"""The bar at the bottom: state, size of the network, problems, what was just done, when it was saved, theme, zoom."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStatusBar, QToolButton, QWidget

from guinet.ui.narrow import OneLine
from guinet.ui.theme import current_theme, set_variant, theme_signals
from guinet.ui.training_control import TrainingControl, TrainingState
from guinet.ui.translate import tr


class StatusBar(QStatusBar):
    """Signals: `problemsClicked`, `languageClicked`, `themeClicked`; `told(words)`, a sentence that is shown."""

    problemsClicked = Signal()
    languageClicked = Signal()
    themeClicked = Signal()
    told = Signal(str)

    def __init__(self, control: TrainingControl, parent: QWidget) -> None:
        super().__init__(parent)
        self._control = control
        self._host: Callable[[], str] = str
        self._nodes = 0
        self._parameters: int | None = None
        self._problems = (0, 0)
        self._percent = 100
        self._state = QLabel()
        self._state.setObjectName("status_state")
        self._size = QLabel()
        self._size.setObjectName("status_size")
        self._trouble = QToolButton()
        self._trouble.setObjectName("status_problems")
        self._trouble.clicked.connect(self.problemsClicked)
        self._theme = QToolButton()
        self._theme.clicked.connect(self.themeClicked)
        self._language = QToolButton()
        self._language.setText("中文 / English")
        self._language.clicked.connect(self.languageClicked)
        self._zoom = QLabel()
        self._saved = QLabel()
        self._saved.setObjectName("status_saved")
        self._saved_at: float | None = None
        # Not showMessage: it hides the widgets beside it, and any menu the pointer crosses takes it away.
        self._message = OneLine()
        self._message.setObjectName("status_message")
        self._message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._silence = self._timer(self.hush)
        self._aging = self._timer(self._refresh_saved)
        for button in (self._theme, self._language):
            set_variant(button, "flat")
        # Before they are added, which dresses them: to dress anew Python must know all of Qt's style, 5 ms at start.
        self.refresh()
        self._lay_out()
        control.changed.connect(self._follow)
        theme_signals().changed.connect(self.refresh)

    def _lay_out(self) -> None:
        """In a row of its own: the bar arranges all it has anew for each widget it is given."""
        row = QWidget()
        self._row = QHBoxLayout(row)
        self._row.setContentsMargins(0, 0, 0, 0)
        for widget in (self._state, self._size, self._trouble):
            self._row.addWidget(widget)
        self._row.addWidget(self._message, 1)
        for widget in (self._saved, self._theme, self._language, self._zoom):
            self._row.addWidget(widget)
        self.addWidget(row, 1)

    def put_beside_state(self, widget: QWidget) -> None:
        """What is now and then to be told beside the state; the buttons at the right stay where they are."""
        self._row.insertWidget(1, widget)

    @property
    def message(self) -> str:
        """What `tell` last said, as long as it is shown."""
        return self._message.words

    def tell(self, words: str, milliseconds: int) -> None:
        """Shows a sentence for a while."""
        self._message.say(words)
        self._silence.start(milliseconds)
        self.told.emit(words)

    def hush(self) -> None:
        """Takes the sentence away."""
        self._message.say("")

    def set_saved(self) -> None:
        """The project was written just now."""
        self._saved_at = time.monotonic()
        self._refresh_saved()

    def set_host(self, words: Callable[[], str]) -> None:
        """What the torch side is doing when nothing trains: starting, torch's version …; called when shown."""
        self._host = words
        self.refresh()

    def set_nodes(self, nodes: int) -> None:
        """How many there are now; known at once, which the parameters are not."""
        if nodes != self._nodes:
            self._nodes = nodes
            self.refresh()

    def set_size(self, nodes: int, parameters: int) -> None:
        """What a check counted."""
        self._nodes, self._parameters = nodes, parameters
        self.refresh()

    def set_problems(self, errors: int, warnings: int) -> None:
        self._problems = (errors, warnings)
        self.refresh()

    def set_zoom(self, factor: float) -> None:
        self._percent = round(factor * 100)
        self.refresh()

    def refresh(self) -> None:
        errors, warnings = self._problems
        self._shown = self._control.state
        words = {
            TrainingState.IDLE: self._host(),
            TrainingState.STARTING: tr("starting…"),
            TrainingState.RUNNING: tr("training"),
            TrainingState.PAUSED: tr("paused"),
            TrainingState.STOPPING: tr("stopping…"),
        }
        self._state.setText(f"● {words[self._control.state]}" if words[self._control.state] else "")
        set_variant(self._state, "success" if self._control.active else "muted")
        self._size.setText(self._size_words())
        set_variant(self._size, "muted")
        self._trouble.setVisible(bool(errors or warnings))
        counts = [tr("%n error(s)", "", errors)] if errors else []
        counts += [tr("%n warning(s)", "", warnings)] if warnings else []
        self._trouble.setText("⚠ " + tr(", ").join(counts))
        set_variant(self._trouble, "error" if errors else "warning")
        self._theme.setText(tr("Dark") if current_theme().dark else tr("Light"))
        self._theme.setToolTip(tr("Switch between dark and light"))
        self._language.setToolTip(tr("Switch the language"))
        self._zoom.setText(f"{self._percent} %")
        self._refresh_saved()

    def _follow(self) -> None:
        """Steps and epochs change nothing here, and come often."""
        if self._control.state is not self._shown:
            self.refresh()

    def _size_words(self) -> str:
        nodes = tr("%n node(s)", "", self._nodes)
        if self._parameters is None:
            return nodes
        grouped = f"{self._parameters:,}".replace(",", "\u2009")
        return tr("{nodes} · {parameters} parameters").format(nodes=nodes, parameters=grouped)

    def _refresh_saved(self) -> None:
        """`saved 3 s ago`; the older, the more seldom it changes."""
        if self._saved_at is None:
            return
        seconds = int(time.monotonic() - self._saved_at)
        self._saved.setText(saved_words(seconds))
        self._aging.start(1000 if seconds < 60 else 60_000)

    def _timer(self, action: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(action)
        return timer

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.refresh()
        super().changeEvent(event)


def saved_words(seconds: int) -> str:
    """How long ago the project was saved."""
    if seconds < 60:
        return tr("saved {count} s ago").format(count=seconds)
    if seconds < 3600:
        return tr("saved {count} min ago").format(count=seconds // 60)
    return tr("saved {count} h ago").format(count=seconds // 3600)
