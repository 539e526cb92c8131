"""The main window: canvas in the middle, panels around it, the session behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QEvent, QPointF, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QMessageBox, QWidget

from guinet.core.history import Committed
from guinet.core.problems import Problem, Severity
from guinet.core.project import MAIN, Project
from guinet.nodes.registry import REGISTRY
from guinet.session.events import Checked, Event, Failed, Finished, HostDied, Ready, SourceChanged, Warned
from guinet.storage.recovery import RecoveryLog
from guinet.ui import recovery_offer
from guinet.ui.actions import Actions
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.chart_feed import ChartFeed
from guinet.ui.command_palette import CommandPalette
from guinet.ui.docks import Docks
from guinet.ui.export_dialog import ExportDialog
from guinet.ui.file_control import FileControl
from guinet.ui.menus import Menus
from guinet.ui.panel_set import MODULES, PanelSet
from guinet.ui.session_bridge import SessionBridge
from guinet.ui.settings import load_settings
from guinet.ui.status import StatusBar
from guinet.ui.training_bar import TrainingBar
from guinet.ui.training_control import TrainingControl, runs_folder
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
        self._settings = load_settings()
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
            "quit": self.close,
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
            self._status.showMessage(tr("Mend the problems first: {text}").format(text=problem_text(errors[0])), 8000)
            return
        self.training.train()
        self.docks.show("charts")

    def _export(self) -> None:
        path = self.document.path
        stem = path.stem if path is not None else self.document.main.name.lower()
        folder = self._settings.last_export_folder or (str(path.parent) if path is not None else "")
        dialog = ExportDialog(self.bridge, stem, folder, str(runs_folder(self.document)), self)
        dialog.exec()
        self._settings.last_export_folder = dialog.folder

    def save_picture(self, path: Path, format: str) -> None:
        """Writes a picture of the canvas. Raises OSError."""
        from guinet.ui.canvas.picture import picture

        picture(self.document, REGISTRY, self.panels.reports.get(MAIN, {}), path, format)

    def _show_command_palette(self) -> None:
        palette = CommandPalette(self.actions_by_name.all(), self)
        corner = self.rect().center() - palette.rect().center()
        palette.move(self.mapToGlobal(corner))
        palette.exec()

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
        self._refresh_title()
        self._status.showMessage(tr("Saved {name}").format(name=self._name()), 4000)

    def _start_up(self) -> None:
        """What the window does not need to be seen."""
        if self._closed:
            return
        self._recovery = RecoveryLog.start(self.document)
        self.bridge.session  # noqa: B018 - asking for it starts it
        self.panels.load()

    def offer_recovery_soon(self) -> None:
        """Offers work left behind by a crash, once the window is there."""
        QTimer.singleShot(2 * PAINT_FIRST, self._offer_recovery)

    def _offer_recovery(self) -> None:
        for project in recovery_offer.offer(self):
            Window(project, in_process=self.in_process).show()

    # What comes from the torch side

    def _receive(self, event: Event) -> None:
        match event:
            case Ready():
                self._bar.set_devices(event.devices)
                self.panels.set_devices(event.devices)
                self._status.set_host(tr("ready · torch {version}").format(version=event.torch_version))
            case Checked():
                self._checked(event)
            case SourceChanged():
                self.panels.set_source(event)
            case Failed():
                self._failed(event)
            case Warned():
                self._status.showMessage(event.text, 15000)
            case Finished():
                self._finished(event)
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
        if event.command == "export":
            return  # the dialog tells it
        if event.command in ("edit", "open"):
            self.bridge.session.reopen()
        problem = event.problem
        self.panels.problems_list.add(problem)
        self.docks.show("problems")
        self._status.showMessage(problem_text(problem), 15000)

    def _finished(self, event: Finished) -> None:
        words = {
            "completed": tr("Training finished."),
            "stopped": tr("Training stopped at step {step}; a checkpoint is kept."),
            "interrupted": tr("Training interrupted at step {step}; a checkpoint is kept."),
        }
        self._status.showMessage(words.get(event.reason, event.reason).format(step=event.step), 10000)

    def _host_died(self, event: HostDied) -> None:
        self.bridge.session.restart()
        if event.training is None:
            words = tr("The torch process ended by itself and was started again.")
        else:
            words = tr(
                "The training was interrupted at step {step}: the torch process ended. It was started again; "
                "the last checkpoint is kept."
            ).format(step=event.step)
        self._status.showMessage(words, 15000)

    # Keeping the parts together

    def _connect(self) -> None:
        self.bridge.received.connect(self._receive)
        self._unsubscribe = self.document.subscribe(self._committed)
        QTimer.singleShot(PAINT_FIRST, self._start_up)
        self.canvas.selectionChanged.connect(self._selected)
        self.canvas.message.connect(lambda text: self._status.showMessage(text, 6000))
        self.canvas.zoomChanged.connect(self._status.set_zoom)
        self.canvas.blockChanged.connect(self._block_changed)
        self.canvas.nodeActivated.connect(self._open_node)
        self.panels.kindChosen.connect(self._add_in_view)
        self.panels.selected.connect(self._select_from_panel)
        self.panels.problemActivated.connect(self._show_problem)
        self._status.problemsClicked.connect(lambda: self.docks.show("problems"))
        self._status.languageClicked.connect(self._menus.next_language)
        self._status.themeClicked.connect(self._menus.next_theme)
        self._status.set_host(tr("starting torch…"))
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
        if not (self._may_stop_training() and self.files.may_close()):
            event.ignore()
            return
        self.docks.remember(self._settings)
        self._settings.save()
        self._closed = True
        self._unsubscribe()
        if self._recovery is not None:
            self._recovery.close()
        self.bridge.close()
        Window.windows.remove(self)
        event.accept()

    def _may_stop_training(self) -> bool:
        if not self.training.active:
            return True
        box = QMessageBox(self)
        box.setObjectName("training_dialog")
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(tr("A training is running. Stop it and close?"))
        box.setInformativeText(tr("A checkpoint is kept, so that it can go on later."))
        stop = box.addButton(tr("Stop and close"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        return box.clickedButton() is stop
