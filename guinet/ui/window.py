"""The main window: canvas in the middle, panels around it, the session behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QEvent, QPointF, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMessageBox, QWidget

from guinet.core.history import Committed
from guinet.core.problems import Problem, Severity
from guinet.core.project import MAIN, Project
from guinet.nodes.registry import REGISTRY
from guinet.session.events import Checked, Event, Exported, Failed, Finished, HostDied, Ready, SourceChanged, Warned
from guinet.storage.recovery import RecoveryLog
from guinet.ui import recovery_offer
from guinet.ui.actions import Actions
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.chart_feed import ChartFeed
from guinet.ui.command_palette import CommandPalette
from guinet.ui.docks import Docks
from guinet.ui.errors import show_error
from guinet.ui.export_dialog import ExportDialog
from guinet.ui.file_control import FileControl
from guinet.ui.menus import Menus
from guinet.ui.panel_set import BREATH, MODULES, PanelSet
from guinet.ui.session_bridge import SessionBridge
from guinet.ui.settings import Settings, load_settings
from guinet.ui.status import StatusBar
from guinet.ui.training_bar import TrainingBar
from guinet.ui.training_control import TrainingControl
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

PAINT_FIRST = 30
"""Milliseconds before anything is begun that would keep the window from being painted."""


class Window(QMainWindow):
    """One open project.

    Attributes: `document`, the project; `canvas`; `bridge`, its session; `training`; `feed`, which has its charts;
    `panels`, with the reports and problems of the last check. Every action is a QAction found by its objectName.
    """

    windows: ClassVar[list[Window]] = []
    """Open windows, kept alive."""

    def __init__(self, document: Project, *, in_process: bool = False) -> None:
        super().__init__()
        self.document = document
        self.in_process = in_process
        # One for all windows: each writes it whole.
        self._settings: Settings = Window.windows[0]._settings if Window.windows else load_settings()
        self._recovery: RecoveryLog | None = None
        self.bridge = SessionBridge(document, in_process, self)
        self.training = TrainingControl(document, self.bridge, self)
        self.canvas = Canvas(document, REGISTRY)
        self.files = FileControl(self, self._settings)
        self.actions_by_name = Actions(self, self.canvas, self._handlers())
        self.setCentralWidget(self.canvas)
        self.docks = Docks(self, {name: QWidget() for name in MODULES})
        self.panels = PanelSet(document, self.docks, self)
        self._bar = TrainingBar(document, self.actions_by_name, self.training, self)
        self.addToolBar(self._bar)
        self._status = StatusBar(self.training, self)
        self.setStatusBar(self._status)
        self._menus = Menus(self, self.actions_by_name, self.docks, self._settings)
        self.feed = ChartFeed(self.bridge, self.panels, self)
        self._connect()
        if not self.docks.restore(self._settings):
            self.resize(1400, 850)
        self._refresh_title()
        self._closed = False
        self.canvas.search.recent = list(self._settings.recent_nodes)
        self.canvas.setFocus()
        Window.windows.append(self)

    # What the actions do

    def _handlers(self) -> dict[str, Callable[[], object]]:
        canvas, training = self.canvas, self.training
        return {
            "new": self.files.new,
            "open": self.files.open,
            "save": self.files.save,
            "save_as": self.files.save_as,
            "export": self._export,
            "quit": QApplication.closeAllWindows,
            "undo": self.document.undo,
            "redo": self.document.redo,
            "cut": canvas.cut,
            "copy": canvas.copy,
            "paste": canvas.paste,
            "duplicate": canvas.duplicate,
            "delete": canvas.delete,
            "select_all": canvas.select_all,
            "frame_all": canvas.frame_all,
            "frame_selection": canvas.frame_selection,
            "zoom_in": lambda: canvas.zoom_by(1.25),
            "zoom_out": lambda: canvas.zoom_by(0.8),
            "zoom_actual": lambda: canvas.zoom_to(1.0),
            "train": self._train,
            "pause": training.pause,
            "stop": training.stop,
            "step": training.step_once,
            "command_palette": self._show_command_palette,
            "about": self._about,
        }

    def _train(self) -> None:
        errors = [problem for problem in self.panels.problems if problem.severity is Severity.ERROR]
        if errors and not self.training.active:
            self.docks.show("problems")
            self._status.tell(tr("Mend the problems first: {text}").format(text=problem_text(errors[0])), 8000)
            return
        self.training.train()
        self.docks.show("charts")

    def _export(self) -> None:
        self.training.settle_runs()
        path = self.document.path
        stem = path.stem if path is not None else self.document.main.name.lower()
        folder = self._settings.last_export_folder or (str(path.parent) if path is not None else "")
        dialog = ExportDialog(self.bridge, stem, folder, str(self.training.runs), self)
        dialog.exec()
        self._settings.last_export_folder = dialog.folder
        dialog.deleteLater()

    def save_picture(self, path: Path, format: str) -> None:
        """Writes a picture of the canvas. Raises Misuse or SaveFailed."""
        from guinet.storage.targets import check_target
        from guinet.ui.canvas.picture import picture

        check_target(path, self.document)
        picture(self.document, REGISTRY, self.panels.reports.get(MAIN, {}), path, format)

    def _show_command_palette(self) -> None:
        palette = CommandPalette(self.actions_by_name.all(), self)
        corner = self.rect().center() - palette.rect().center()
        palette.move(self.mapToGlobal(corner))
        palette.exec()
        palette.deleteLater()

    def _about(self) -> None:
        from guinet import __version__

        words = tr("GuiNet {version}: draw a neural network, get real PyTorch. Apache-2.0.")
        QMessageBox.about(self, "GuiNet", words.format(version=__version__))

    def saved(self, moved: bool) -> None:
        """The project was written; `moved` when it has another path now."""
        if self._recovery is not None:
            self._recovery.mark_saved()
        if moved:
            self.bridge.session.reopen()
        self.training.settle_runs()
        self._refresh_title()
        self._status.set_saved()

    def _start_up(self) -> None:
        """What the window does not need to be seen, a turn for each so that none is long."""
        steps = (self.start_recording, self.bridge.start, self.panels.load)
        for turn, step in enumerate(steps):
            QTimer.singleShot(turn * BREATH, lambda step=step: None if self._closed else step())

    def start_recording(self) -> None:
        """Writes down every change from now on, for the case of a crash."""
        if self._recovery is None:
            self._recovery = RecoveryLog.start(self.document)

    def offer_recovery_soon(self) -> None:
        """Offers work left behind by a crash, once the window is there."""
        QTimer.singleShot(2 * PAINT_FIRST, self._offer_recovery)

    def _offer_recovery(self) -> None:
        def take(project: Project) -> None:
            window = Window(project, in_process=self.in_process)
            window.start_recording()
            window.show()

        recovery_offer.offer(self, take)

    # What comes from the torch side

    def _receive(self, event: Event) -> None:
        match event:
            case Ready(torch_version=version):
                self._bar.set_devices(event.devices)
                self.panels.set_devices(event.devices)
                self._status.set_host(lambda: tr("ready · torch {version}").format(version=version))
            case Checked():
                self._checked(event)
            case SourceChanged():
                self.panels.set_source(event)
            case Failed():
                self._failed(event)
            case Warned():
                self._status.tell(event.text, 15000)
            case Finished():
                self._finished(event)
            case Exported():
                self._status.tell(tr("{path} is written.").format(path=event.path), 10000)
            case HostDied():
                self._host_died(event)

    def _checked(self, event: Checked) -> None:
        for block_id in event.changed.keys() | event.removed.keys():
            changed, removed = event.changed.get(block_id, {}), event.removed.get(block_id, ())
            self.panels.set_reports(block_id, changed, removed)
            if block_id == self.canvas.block_id:
                self.canvas.set_reports(changed, removed)
        self.panels.set_problems(event.problems)
        self.canvas.set_problems(event.problems)
        severities = [problem.severity for problem in event.problems]
        self._status.set_problems(severities.count(Severity.ERROR), severities.count(Severity.WARNING))
        self._status.set_size(len(self.document.main.nodes), event.parameters)
        self.docks.set_count("problems", len(event.problems))

    def _failed(self, event: Failed) -> None:
        if event.command in ("edit", "open"):
            self.bridge.session.reopen()
        self._status.tell(problem_text(event.problem), 15000)
        if event.command != "export":  # its dialog tells it
            self.panels.problems_list.add(event.problem)
            self.docks.show("problems")

    def _finished(self, event: Finished) -> None:
        words = {
            "completed": tr("Training finished."),
            "stopped": tr("Training stopped at step {step}; a checkpoint is kept."),
            "interrupted": tr("Training interrupted at step {step}; a checkpoint is kept."),
        }
        self._status.tell(words.get(event.reason, event.reason).format(step=event.step), 10000)

    def _host_died(self, event: HostDied) -> None:
        if event.gave_up:
            self._status.set_host(lambda: tr("torch does not run"))
            show_error(
                tr(
                    "torch ends as soon as it is started (exit code {code}), so nothing can be checked or trained "
                    "here. `guinet doctor` tells why. What you draw can be saved."
                ).format(code=event.exit_code)
            )
            return
        self.bridge.session.restart()
        if event.training is None:
            words = tr("The torch process ended by itself and was started again.")
        else:
            words = tr(
                "The training was interrupted at step {step}: the torch process ended. It was started again; "
                "the last checkpoint is kept."
            ).format(step=event.step)
        self._status.tell(words, 15000)

    # Keeping the parts together

    def _connect(self) -> None:
        self.bridge.received.connect(self._receive)
        self._unsubscribe = self.document.subscribe(self._committed)
        QTimer.singleShot(PAINT_FIRST, self._start_up)
        self.canvas.selectionChanged.connect(self._selected)
        self.canvas.message.connect(lambda text: self._status.tell(text, 6000))
        self.canvas.zoomChanged.connect(self._status.set_zoom)
        self.canvas.blockChanged.connect(self._block_changed)
        self.canvas.nodeActivated.connect(self._open_node)
        self.panels.kindChosen.connect(self._add_in_view)
        self.panels.selected.connect(self._select_from_panel)
        self.panels.problemActivated.connect(self._show_problem)
        self._status.problemsClicked.connect(lambda: self.docks.show("problems"))
        self._status.languageClicked.connect(self._menus.next_language)
        self._status.themeClicked.connect(self._menus.next_theme)
        self.canvas.contextRequested.connect(lambda hit, at: self._menus.context(self.canvas).popup(at))
        self._status.set_host(lambda: tr("starting torch…"))
        self._selected(())

    def _committed(self, event: Committed) -> None:
        self._refresh_title()

    def _selected(self, nodes: tuple[str, ...]) -> None:
        self.panels.set_selection(self.canvas.block_id, nodes)

    def _block_changed(self, block: str) -> None:
        self.canvas.set_reports(self.panels.reports.get(block, {}))
        self.canvas.set_problems(self.panels.problems)
        self._selected(())

    def _open_node(self, node: str) -> None:
        """Goes into a block instance."""
        definition = self.document.blocks[self.canvas.block_id].nodes[node].block_id
        if definition is not None and definition in self.document.blocks:
            self.canvas.set_block(definition)

    def _add_in_view(self, kind: str) -> None:
        self.canvas.add_at(kind, QPointF(self.canvas.rect().center()))

    def _select_from_panel(self, block: str, nodes: tuple[str, ...]) -> None:
        if block != self.canvas.block_id:
            self.canvas.set_block(block)
        self.canvas.select(nodes)
        if nodes:
            self.canvas.reveal(nodes[-1])

    def _show_problem(self, problem: Problem) -> None:
        if problem.block is not None and problem.node is not None:
            self._select_from_panel(problem.block, (problem.node,))

    def _name(self) -> str:
        path = self.document.path
        return path.name if path is not None else self.document.main.name

    def _refresh_title(self) -> None:
        history = self.document.history
        self.setWindowTitle(f"{self._name()}[*] – GuiNet")
        self.setWindowModified(history.is_modified)
        self.actions_by_name["undo"].setEnabled(bool(history.labels))
        self.actions_by_name["redo"].setEnabled(bool(history.undone_labels))
        self._bar.refresh()

    # Qt

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.actions_by_name.translate()
            self.docks.translate()
            self._menus.translate()
            self._refresh_title()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not (self._may_stop_training() and self._may_give_up_export() and self.files.may_close()):
            event.ignore()
            return
        self.docks.remember(self._settings)
        self._settings.recent_nodes = list(self.canvas.search.recent)
        self._settings.save()
        self._closed = True
        self._unsubscribe()
        if self._recovery is not None:
            self._recovery.close()
        self.bridge.close()
        self.training.host_ended()
        Window.windows.remove(self)
        event.accept()
        # Else it stays for ever, hidden, and follows every change of theme and language.
        self.deleteLater()

    def _may_stop_training(self) -> bool:
        return not self.training.active or self._agreed(
            "training_dialog",
            tr("A training is running. Stop it and close?"),
            tr("A checkpoint is kept, so that it can go on later."),
            tr("Stop and close"),
        )

    def _may_give_up_export(self) -> bool:
        return not self.bridge.exporting or self._agreed(
            "exporting_dialog",
            tr("An export is under way. Give it up and close?"),
            tr("Nothing of it is left behind."),
            tr("Give up and close"),
        )

    def _agreed(self, name: str, words: str, more: str, accept: str) -> bool:
        """Asks before something is ended."""
        box = QMessageBox(self)
        box.setObjectName(name)
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(words)
        box.setInformativeText(more)
        button = box.addButton(accept, QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        box.deleteLater()
        return box.clickedButton() is button
