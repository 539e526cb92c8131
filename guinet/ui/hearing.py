"""What the window makes of what the session tells. It is read when the session begins: the window is painted before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace
from PySide6.QtCore import QObject

from guinet.core.problems import Severity
from guinet.session.events import (
    Checked,
    Event,
    Exported,
    Failed,
    Finished,
    HostDied,
    Ready,
    SourceChanged,
    TrainingStarted,
    Warned,
)
from guinet.ui.activity import TrainingActivity
from guinet.ui.announce import connect_announcer
from guinet.ui.chart_feed import ChartFeed
from guinet.ui.errors import show_error
from guinet.ui.run_actions import RunActions
from guinet.ui.study_bar import StudyBar
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

if TYPE_CHECKING:
    from guinet.ui.window import Window

_READING: Final = ("read_code", "read_project")
_TOLD_ELSEWHERE: Final = ("export", "show_autograd", "tell_functions", "take_step", "compare_run", *_READING)
"""What failed of these is told where it was asked for: by the dialog, or by the panel, which stays in front."""


class Hearing(QObject):
    """Hears for one window.

    Attributes: `feed`, which has its charts; `announcer`, which tells screen readers.
    """

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.announcer = connect_announcer(window)
        window.bridge.received.connect(self._receive)
        self.feed = ChartFeed(window.bridge, window.panels, self)
        RunActions(window, self)
        window.status.put_beside_state(StudyBar(window))
        TrainingActivity(window.document, window.bridge, window.canvas, self)

    def _receive(self, event: Event) -> None:
        window = self._window
        window.panels.receive(event)
        match event:
            case Ready(torch_version=version):
                window.bar.set_devices(event.devices)
                window.panels.set_devices(event.devices)
                window.status.set_host(lambda: tr("ready · torch {version}").format(version=version))
            case Checked():
                self._checked(event)
            case TrainingStarted():
                window.panels.want("charts")
            case SourceChanged():
                window.panels.set_source(event)
            case Failed():
                self._failed(event)
            case Warned():
                window.status.tell(problem_text(event.text), 15000)
                window.panels.problems_list.add(replace(event.text, severity=Severity.WARNING))
            case Finished():
                self._finished(event)
            case Exported():
                window.status.tell(tr("{path} is written.").format(path=event.path), 10000)
            case HostDied():
                self._host_died(event)

    def _checked(self, event: Checked) -> None:
        window = self._window
        for block_id in event.changed.keys() | event.removed.keys():
            changed, removed = event.changed.get(block_id, {}), event.removed.get(block_id, ())
            window.panels.set_reports(block_id, changed, removed)
            if block_id == window.canvas.block_id:
                window.canvas.set_reports(changed, removed)
            window.canvas.opened.set_reports(block_id, changed, removed)
        window.checked_problems, window.checked_revision = event.problems, event.revision
        window.show_problems()
        window.status.set_size(len(window.document.main.nodes), event.parameters)

    def _failed(self, event: Failed) -> None:
        window = self._window
        if event.command in ("edit", "open"):
            window.bridge.session.reopen()
        window.status.tell(problem_text(event.problem), 15000)
        if event.command not in _TOLD_ELSEWHERE:
            window.panels.problems_list.add(event.problem)
            window.docks.show("problems")

    def _finished(self, event: Finished) -> None:
        window = self._window
        if "lessons" in window.panels:
            window.panels.lessons.set_metrics(event.metrics)
        words = {
            "completed": tr("Training finished."),
            "stopped": tr("Training stopped at step {step}; a checkpoint is kept."),
            "interrupted": tr("Training interrupted at step {step}; a checkpoint is kept."),
        }
        told = words.get(event.reason, event.reason)
        if not event.kept:
            told = (
                tr("Training ended at step {step}, but no checkpoint of it could be written: train again.")
                if event.last_kept is None
                else tr(
                    "Training ended at step {step}, but no checkpoint of that could be written: the last is of step "
                    "{last}."
                )
            )
        window.status.tell(told.format(step=event.step, last=event.last_kept), 10000)

    def _host_died(self, event: HostDied) -> None:
        window = self._window
        if event.gave_up:
            window.status.set_host(lambda: tr("torch does not run"))
            show_error(
                tr(
                    "torch ends as soon as it is started (exit code {code}), so nothing can be checked or trained "
                    "here. `guinet doctor` tells why. What you draw can be saved."
                ).format(code=event.exit_code)
            )
            return
        window.bridge.session.restart()
        window.status.tell(_death_words(event).format(step=event.step), 15000)


def _death_words(event: HostDied) -> str:
    """What is told of a torch process that was started again."""
    if event.asked:
        return (
            tr(
                "The torch process did not answer and was ended before the training had begun. It was started again: "
                "press Train again."
            )
            if event.hung
            else tr("The torch process ended before the training had begun. It was started again: press Train again.")
        )
    if event.training is None:
        return (
            tr("The torch process did not answer: it was ended and started again.")
            if event.hung
            else tr("The torch process ended by itself and was started again.")
        )
    return (
        tr(
            "The training was interrupted at step {step}: the torch process did not answer and was ended. It was "
            "started again; the last checkpoint is kept."
        )
        if event.hung
        else tr(
            "The training was interrupted at step {step}: the torch process ended. It was started again; "
            "the last checkpoint is kept."
        )
    )
