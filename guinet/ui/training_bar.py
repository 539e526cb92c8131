"""The bar at the top: file, undo, training controls, device, progress, export."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QStyleOptionToolButton,
    QToolBar,
    QToolButton,
    QWidget,
    QWidgetAction,
)

from guinet.core.changes import SetTraining
from guinet.core.measures import MEASURES, Group
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.project import Project
from guinet.core.settings import training_setting
from guinet.ui.actions import Actions
from guinet.ui.icons import icon
from guinet.ui.narrow import OneLine
from guinet.ui.segments import Segments
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.training_control import TrainingControl, TrainingState
from guinet.ui.translate import plain, tr
from guinet.ui.words import measure_text

if TYPE_CHECKING:
    from guinet.session.events import Device, TrainingStarted

REFRESH_MS: Final = 400
"""How often progress is said while a training goes on; a change of its state is said at once."""

_STEP: Final = 24

_ROOMY: Final = 1500
"""Pixels from which on there is room for a long progress bar."""


class _TrainButton(QToolButton):
    """Green, so its icon has another colour here than in the menu."""

    def initStyleOption(self, option: QStyleOptionToolButton) -> None:
        super().initStyleOption(option)
        option.icon = icon("train", "on-success")


class TrainingBar(QToolBar):
    """Shows the project's name, the training's state, and the buttons for it.

    Signals: `mode_chosen(mode)`, the one that layers are to be in when values are shown.
    """

    mode_chosen = Signal(str)

    def __init__(self, project: Project, actions: Actions, control: TrainingControl, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("training_bar")
        self.setMovable(False)
        size = current_theme().pixels("icon")
        self.setIconSize(QSize(size, size))
        self._project = project
        self._actions = actions
        self._control = control
        self._evaluating = False
        self._title = QLabel()
        set_variant(self._title, "strong")
        self._edited = QLabel()
        set_variant(self._edited, "muted")
        self._devices = QComboBox()
        self._devices.setObjectName("device")
        self._devices.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._devices.addItem("CPU", "cpu")
        self._asked = False
        self._devices.activated.connect(self._choose_device)
        self._mode = Segments(("eval", "train"))
        self._mode.setObjectName("mode")
        self._mode.chosen.connect(self.mode_chosen)
        self._progress = QProgressBar()
        self._progress.setObjectName("progress")
        self._progress.setRange(0, 1000)
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(current_theme().pixels("progress-width") // 2)
        # Else it takes more room than it needs, or gives way to nothing where there is little.
        self._mode.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._words = OneLine()
        self._words.setObjectName("progress_words")
        set_variant(self._words, "muted")
        self._room = 0
        self._shown: tuple[TrainingState, bool, TrainingStarted | None] | None = None
        self._later = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._later.timeout.connect(self._refresh_progress)
        self._build()
        control.changed.connect(self._refresh_training)
        self.translate()

    def set_devices(self, devices: tuple[Device, ...]) -> None:
        """Fills the device menu with what torch reports."""
        self._asked = True
        self._devices.clear()
        for device in devices:
            self._devices.addItem(device.title, device.name)
        self.refresh()

    def set_evaluating(self, evaluating: bool) -> None:
        """Whether an evaluation takes so long that one may want to stop it."""
        if evaluating != self._evaluating:
            self._evaluating = evaluating
            self._refresh_buttons()

    def set_mode(self, mode: str) -> None:
        """Shows the mode that layers are in when values are shown."""
        self._mode.choose(mode)

    def translate(self) -> None:
        self._mode.setAccessibleName(tr("Mode of the layers for the values"))
        self._mode.describe(
            {
                "eval": tr("Values in eval mode: Dropout lets all through, BatchNorm takes its running statistics."),
                "train": tr("Values in train mode: Dropout drops, BatchNorm takes the statistics of the batch."),
            }
        )
        self._devices.setToolTip(tr("The device a training runs on"))
        self._devices.setAccessibleName(tr("Device"))
        anything = self._actions["command_palette"]
        keys = anything.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        anything.setIconText(tr("Do anything…") + f"  {keys}")
        self._shown = None
        self.refresh()

    def refresh(self) -> None:
        """Shows the project's name and the training as they are now."""
        path = self._project.path
        self._title.setText(path.name if path is not None else self._project.main.name)
        self._edited.setText(tr("edited") if self._project.history.is_modified else "")
        self._show_device(str(training_setting(self._project.training, "device")))
        self._refresh_training()

    def _show_device(self, name: str) -> None:
        """One that is not here is shown too, though it cannot be chosen: a training would ask for it."""
        index = max(self._devices.findData(name), self._devices.findData(f"{name}:0"))  # "cuda" is "cuda:0"
        absent = tr("{device} (not here)").format(device=name) if self._asked else name
        words = absent if index < 0 else ""
        if words != self._devices.placeholderText():
            self._devices.setPlaceholderText(words)
            # For these words alone Qt would not measure the box anew.
            self._devices.setMinimumContentsLength(1 - self._devices.minimumContentsLength())
            self._devices.update()
        self._devices.setCurrentIndex(index)

    def _refresh_training(self) -> None:
        """The buttons where the state changed; else progress, which comes a hundred times a second, soon."""
        control = self._control
        state = (control.state, control.ready, control.started)
        if state == self._shown and control.state is TrainingState.RUNNING:
            if not self._later.isActive():
                self._later.start()
            return
        self._shown = state
        self._refresh_buttons()
        self._refresh_progress()

    def _refresh_buttons(self) -> None:
        control = self._control
        paused = control.state is TrainingState.PAUSED
        train = self._actions["train"]
        train.setEnabled(control.ready or paused)
        train.setText(tr("&Continue") if paused else tr("&Train"))
        train.setIconText(plain(train.text()))
        self._actions["pause"].setEnabled(control.state is TrainingState.RUNNING)
        self._actions["step"].setEnabled(control.ready or paused)
        self._actions["evaluate"].setEnabled(control.ready)
        stoppable = control.active and control.state is not TrainingState.STOPPING
        self._actions["stop"].setEnabled(stoppable or self._evaluating)
        self._devices.setEnabled(not control.active)
        self._progress_place.setVisible(control.active or control.started is not None)

    def _refresh_progress(self) -> None:
        self._later.stop()
        self._progress.setValue(round(1000 * self._control.fraction))
        self._say(progress_words(self._control))

    def _say(self, words: str) -> None:
        """In a width that changes seldom: with it, the whole bar would be laid out anew."""
        self._words.say(words)
        self._progress.setToolTip(words)  # where there is no room for them beside it
        needed = -(-self._words.needed // _STEP) * _STEP if words else 0
        if needed > self._room or not words:
            self._room = needed
            self._make_room()

    def _make_room(self) -> None:
        """In a narrow window the search has its picture alone, the words end early and the progress is short, so that
        Export, at the end, does not fall out."""
        self._words.setFixedSize(self._room, self._words.sizeHint().height())
        style = Qt.ToolButtonStyle
        wide = current_theme().pixels("progress-width")
        self._progress.setFixedWidth(wide if self.width() >= _ROOMY else wide // 2)
        self._anything.setToolButtonStyle(style.ToolButtonTextBesideIcon)
        if self.sizeHint().width() > self.width():
            self._anything.setToolButtonStyle(style.ToolButtonIconOnly)
        for part in (self._words, self._progress):
            if (over := self.sizeHint().width() - self.width()) > 0:
                part.setFixedWidth(max(0, part.maximumWidth() - over))

    def _build(self) -> None:
        gap = current_theme().pixels("space-small")
        name = QWidget()
        layout = QHBoxLayout(name)
        layout.setContentsMargins(gap, 0, gap, 0)
        layout.addWidget(self._title)
        layout.addWidget(self._edited)
        self.addWidget(name)
        for action in ("undo", "redo"):
            self.addAction(self._actions[action])
        self.addSeparator()
        self._add_button("train", "success", Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for action in ("pause", "stop"):
            self.addAction(self._actions[action])
        self._add_button("step", "", Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.addWidget(self._devices)
        self.addWidget(self._mode)
        # Made here, not by `addWidget`: for an action of Qt's own PySide may give what stood at its address before.
        self._progress_place = QWidgetAction(self)
        self._progress_place.setDefaultWidget(self._progress)
        self.addAction(self._progress_place)
        self.addWidget(self._words)
        spacer = QWidget()
        spacer.setSizePolicy(spacer.sizePolicy().Policy.Expanding, spacer.sizePolicy().Policy.Preferred)
        self.addWidget(spacer)
        self._anything = self._add_button("command_palette", "muted", Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._add_button("export", "", Qt.ToolButtonStyle.ToolButtonTextOnly)

    def _add_button(self, name: str, variant: str, style: Qt.ToolButtonStyle) -> QToolButton:
        button = _TrainButton() if name == "train" else QToolButton()
        button.setObjectName(f"{name}_button")
        button.setDefaultAction(self._actions[name])
        button.setToolButtonStyle(style)
        if variant:
            set_variant(button, variant)
        self.addWidget(button)
        return button

    def _choose_device(self) -> None:
        device = self._devices.currentData()
        if device != training_setting(self._project.training, "device"):
            self._project.run(QT_TRANSLATE_NOOP("Step", "Choose device"), [SetTraining("device", device)])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.translate()
        super().changeEvent(event)


def progress_words(control: TrainingControl) -> str:
    """`epoch 7/20 · 12 480 samples/s · 0:42 left`, or what there is to say instead."""
    if control.state is TrainingState.STARTING:
        return tr("starting…")
    if control.state is TrainingState.STOPPING:
        return tr("stopping…")
    if control.started is None:
        return ""
    parts = [tr("epoch {epoch}/{epochs}").format(epoch=_current_epoch(control), epochs=control.started.epochs)]
    if control.state is TrainingState.PAUSED:
        parts.append(tr("paused at step {step}").format(step=control.step))
    elif control.active:
        if control.samples_per_second:
            rate = f"{control.samples_per_second:,.0f}".replace(",", "\u2009")
            parts.append(tr("{rate} samples/s").format(rate=rate))
        if control.seconds_left is not None:
            parts.append(tr("{time} left").format(time=duration(control.seconds_left)))
    elif control.finished is not None:
        parts = [*parts, *_result(control.finished.metrics)]
    return " · ".join(parts)


def duration(seconds: float) -> str:
    """`0:42`, `12:05`, `1:02:33`."""
    minutes, left = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def _current_epoch(control: TrainingControl) -> int:
    started = control.started
    if started is None:
        return 0
    return min(started.epochs, control.epoch + 1) if control.active else control.epoch


def _result(metrics: Mapping[str, float]) -> list[str]:
    """How good the network is on the test rows: the first metric of the table that says so by being high."""
    for each in MEASURES:
        if each.group is Group.METRIC and each.higher_is_better and f"test_{each.name}" in metrics:
            title = measure_text(each)
            name = title[0].lower() + title[1:] if title[1:2].islower() else title
            return [tr("test {measure} {value}").format(measure=name, value=f"{metrics[f'test_{each.name}']:.3f}")]
    return []
