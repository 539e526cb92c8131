"""The main window: canvas in the middle, panels around it, the session behind it."""

from __future__ import annotations

from functools import cached_property, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow

from guinet.core.history import Committed
from guinet.core.problems import Problem, Severity
from guinet.core.project import MAIN, Project
from guinet.nodes.registry import REGISTRY
from guinet.ui import dialogs
from guinet.ui.actions import Actions
from guinet.ui.canvas.canvas import Canvas
from guinet.ui.docks import Docks
from guinet.ui.errors import tell
from guinet.ui.file_control import FileControl
from guinet.ui.handlers import handlers
from guinet.ui.menus import Menus
from guinet.ui.panel_set import PAINT_FIRST, PanelSet
from guinet.ui.places import stand_where
from guinet.ui.project_tabs import ProjectTabs, projects_signals
from guinet.ui.session_bridge import SessionBridge
from guinet.ui.settings import Settings, load_settings
from guinet.ui.status import StatusBar
from guinet.ui.training_bar import TrainingBar
from guinet.ui.training_control import TrainingControl
from guinet.ui.translate import tr
from guinet.ui.trust_bar import TrustBar
from guinet.ui.turns import Turns
from guinet.ui.values_control import ValuesControl, merged
from guinet.ui.words import problem_text

if TYPE_CHECKING:
    from guinet.session.commands import Study
    from guinet.storage.recovery import RecoveryLog
    from guinet.ui.canvas.hits import Hit
    from guinet.ui.hearing import Hearing


USUAL: Final = QSize(1400, 850)
"""How large the first window is where the screen has room for it."""

LEAST: Final = QSize(1200, 750)
"""What all panels need; on a smaller screen a window manager decides."""


_NEXT: Final = (
    "guinet.core.editing",
    "guinet.core.grouping",
    "guinet.ui.canvas.gestures.drop",
    "guinet.ui.canvas.gestures.move",
    "guinet.ui.canvas.pointer",
    "guinet.storage.recovery",
    "guinet.storage.claims",
    "guinet.ui.canvas.blocks",
    "guinet.ui.canvas.edits",
    "guinet.ui.canvas.search_popup",
    "guinet.core.probed",
    "guinet.session.commands",
    "guinet.session.events",
    "guinet.ui.hearing",
    "pickle",
    "subprocess",
    "guinet.session.client",
    "guinet.core.layered",
    "guinet.ui.canvas.arranging",
)
"""What is read as soon as the window is painted, a part in each turn: what a hand needs first, then the session."""


class Window(QMainWindow):
    """One open project.

    Attributes: `document`, the project; `settings`, what all windows remember; `canvas`; `bridge`, its session;
    `training`; `hearing`, with the charts' feed; `panels`, with the reports and problems of the last check. Every
    action is a QAction found by its objectName.
    """

    windows: ClassVar[list[Window]] = []
    """Open windows, kept alive."""

    def __init__(self, document: Project, *, in_process: bool = False) -> None:
        super().__init__()
        self.document = document
        self.in_process = in_process
        # One for all windows: each writes it whole.
        self.settings: Settings = Window.windows[0].settings if Window.windows else load_settings()
        self._recovery: RecoveryLog | None = None
        self.bridge = SessionBridge(document, in_process, self)
        self.bridge.beginning.connect(self._hear)
        self.training = TrainingControl(document, self.bridge, self)
        self.values = ValuesControl(document, self.bridge, self.training, self)
        self.checked_problems: tuple[Problem, ...] = ()
        self.checked_revision = -1
        self._run_problems: tuple[Problem, ...] = ()
        self._findings: tuple[Problem, ...] = ()
        self.canvas = Canvas(document, REGISTRY)
        self.files = FileControl(self, self.settings)
        self.actions_by_name = Actions(self, self.canvas, handlers(self))
        if self.settings.shortcuts:
            self.actions_by_name.bind(self.settings.shortcuts)
        self.trust = TrustBar(document, self.bridge)
        self.setCentralWidget(self.trust.around(self.canvas, ProjectTabs(self)))
        self.docks = Docks(self)
        self.panels = PanelSet(document, self.docks, self)
        self.bar = TrainingBar(document, self.actions_by_name, self.training, self)
        self.addToolBar(self.bar)
        self.status = StatusBar(self.training, self)
        self.status.set_nodes(len(document.main.nodes))
        self.setStatusBar(self.status)
        self._menus = Menus(self, self.actions_by_name, self.docks, self.settings)
        self._turns = Turns(self)
        self._connect()
        self.resize(USUAL.boundedTo(self.screen().availableSize().expandedTo(LEAST)))
        self.docks.restore(self.settings)
        if "example" in document.extra:
            self.docks.show_beside("about")
        self._refresh_title()
        self._closed = False
        self._failed_to_ask = False
        self.canvas.recent = list(self.settings.recent_nodes)
        self.canvas.setFocus()
        Window.windows.append(self)
        projects_signals().changed.emit()

    # What the actions do

    def train(self) -> None:
        """Starts or goes on with the training; with errors in the graph these are shown instead."""
        errors = [problem for problem in self.checked_problems if problem.severity is Severity.ERROR]
        # Where an edit is still being checked these may be mended: the torch side refuses what is not.
        checked = self.checked_revision >= self.bridge.session.revision
        if errors and checked and not self.training.active:
            self.docks.show("problems")
            self.status.tell(tr("Mend the problems first: {text}").format(text=problem_text(errors[0])), 8000)
            return
        self.training.train()
        self.docks.show("charts")

    def stop(self) -> None:
        """Ends what runs on the torch side: the training, or else what was asked of it besides."""
        if self.training.active:
            self.training.stop()
        else:
            self.values.stop()
            self.bridge.session.stop_studies()

    def evaluate(self) -> None:
        """Runs the canvas once and shows the values."""
        self.values.evaluate()
        self.docks.show("values")

    def save_picture(self, path: Path, format: str) -> None:
        """Writes a picture of the canvas. Raises Misuse or SaveFailed."""
        from guinet.storage.targets import check_target
        from guinet.ui.canvas.picture import picture

        check_target(path, self.document)
        picture(self.document, REGISTRY, self.panels.reports.get(MAIN, {}), path, format)

    def saved(self, moved: bool) -> None:
        """The project was written; `moved` when it has another path now."""
        if self._recovery is not None:
            self._recovery.mark_saved()
        if moved:
            self.bridge.session.reopen()
        self.training.settle_runs()
        self._refresh_title()
        self.status.set_saved()

    def _start_up(self) -> None:
        """What the window does not need to be seen."""
        if not self._closed:
            self._turns.add(*(partial(import_module, name) for name in _NEXT))
            self._turns.add(self.start_recording, self._hear, self.bridge.start, self.panels.begin_reading)
            self._turns.add(self.docks.animate)

    @cached_property
    def hearing(self) -> Hearing:
        from guinet.ui.hearing import Hearing

        return Hearing(self)

    def _hear(self) -> None:
        self.hearing  # noqa: B018 - asking for it makes it

    def start_recording(self) -> None:
        """Writes down every change from now on, for the case of a crash, and that the file is open here."""
        from guinet.storage.recovery import RecoveryLog

        if self._recovery is None:
            self._recovery = RecoveryLog.start(
                self.document, warn=lambda told: self.status.tell(problem_text(told), 60_000)
            )
            self.files.claim()

    def offer_recovery_soon(self) -> None:
        """Offers work left behind by a crash, once the window is there."""
        QTimer.singleShot(2 * PAINT_FIRST, self._offer_recovery)

    def _offer_recovery(self) -> None:
        from guinet.ui import recovery_offer

        def take(project: Project) -> None:
            window = Window(project, in_process=self.in_process)
            window.start_recording()
            window.show()

        recovery_offer.offer(self, take)

    # What is known of the project

    def show_problems(self) -> None:
        """Those of the check and those of an evaluation, as one list."""
        problems = merged(self.checked_problems, self.values.problems, self.values.values, self.document)
        self.panels.set_problems(problems)
        self._mark_nodes()
        severities = [problem.severity for problem in problems]
        self.status.set_problems(severities.count(Severity.ERROR), severities.count(Severity.WARNING))
        self.hearing.announcer.set_problems(problems)
        if "problems" not in self.panels:  # it counts what happened while working as well
            self.docks.set_count("problems", len(severities) - severities.count(Severity.INFO))

    def _mark_nodes(self) -> None:
        self.canvas.set_problems((*self.panels.problems, *self._findings))

    def _show_findings(self, findings: tuple[Problem, ...]) -> None:
        """The doctor's, and what happened while training, at their nodes: they keep nobody from training."""
        self._findings = findings
        self._mark_nodes()

    def _forget_failures(self) -> None:
        if "problems" in self.panels:
            self.panels.problems_list.forget()

    def _show_values(self) -> None:
        values = self.values
        self.canvas.set_values(values.values)
        self.panels.set_values(values.values, values.evaluation)
        self.bar.set_evaluating(values.evaluation.slow)
        self.bar.set_mode(values.mode)
        if values.problems != self._run_problems:
            self._run_problems = values.problems
            self.show_problems()

    def _ask(self, question: Study) -> None:
        if not self.bridge.lost:
            self.bridge.session.study(question, str(self.training.runs))

    def _connect_panel(self, name: str) -> None:
        if name == "values":
            panel = self.panels.values_panel
            panel.asked.connect(self.evaluate)
            panel.stopping.connect(self.values.stop)
            panel.outdated.connect(self.values.refresh)
            panel.fed.connect(self.values.choose_feed)
        elif name == "lessons":
            self.panels.lessons.wanted.connect(self._open_for_lesson)
            self.panels.lessons.begun.connect(lambda: dialogs.show_lessons(self))
        elif name == "stepper":
            from guinet.ui.stepping import connect_stepper

            connect_stepper(self)
        elif name == "gradients":
            from guinet.ui.canvas_tint import connect_tint

            connect_tint(self.panels[name], self.canvas)

    def _open_for_lesson(self, project: Project) -> None:
        """A canvas for a lesson, in a window of its own: what is open here stays."""
        window = Window(project, in_process=self.in_process)
        window.start_recording()
        stand_where(window, self)
        dialogs.show_lessons(window)

    # Keeping the parts together

    def _connect(self) -> None:
        self._unsubscribe = self.document.subscribe(self._committed)
        QTimer.singleShot(PAINT_FIRST, self, self._start_up)
        self.canvas.selectionChanged.connect(self._selected)
        self.canvas.nodeActivated.connect(self._node_activated)
        self.canvas.message.connect(lambda text: self.status.tell(text, 6000))
        self.canvas.zoomChanged.connect(self.status.set_zoom)
        self.canvas.blockChanged.connect(self._block_changed)
        self.canvas.insideSelected.connect(self.panels.set_selection)
        self.canvas.opened.reports = self.panels.reports
        self.canvas.fileDropped.connect(lambda path: self.files.open_path(Path(path)))
        self.panels.chosen.connect(self._add_in_view)
        self.panels.selected.connect(self.show_nodes)
        self.panels.activated.connect(self._show_problem)
        self.panels.counted.connect(lambda count: self.docks.set_count("problems", count))
        self.panels.found.connect(self._show_findings)
        self.training.starting.connect(self._forget_failures)
        self.training.told.connect(lambda words: self.status.tell(words, 15000))
        self.panels.made.connect(self._connect_panel)
        self.panels.asks.connect(self._ask)
        self.values.changed.connect(self._show_values)
        self.bar.mode_chosen.connect(self.values.choose_mode)
        self._menus.recent.opening.connect(self.files.open_path)
        self.status.problemsClicked.connect(lambda: self.docks.show("problems"))
        self.status.languageClicked.connect(self._menus.next_language)
        self.status.themeClicked.connect(self._menus.next_theme)
        self.canvas.contextRequested.connect(self._offer)
        self.status.set_host(lambda: tr("starting torch…"))
        self._selected(())

    def _committed(self, event: Committed) -> None:
        self._refresh_title()
        self.status.set_nodes(len(self.document.main.nodes))

    def _selected(self, nodes: tuple[str, ...]) -> None:
        self.panels.set_selection(self.canvas.block_id, nodes)

    def _block_changed(self, block: str) -> None:
        self.canvas.set_reports(self.panels.reports.get(block, {}))
        self._mark_nodes()
        self._selected(())

    def _node_activated(self, node: str) -> None:
        found = self.canvas.opened.current.scene.block.nodes.get(node)
        if found is not None and found.code_id is not None:
            self.docks.show("code_editor")

    def _offer(self, hit: Hit, at: QPoint) -> None:
        """What the right button offers, on the canvas or in a block open in place on it."""
        self._menus.context(self.canvas.opened.current, hit).popup(at)

    def _add_in_view(self, kind: str) -> None:
        self.canvas.add_at(kind, QPointF(self.canvas.rect().center()))

    def show_nodes(self, block: str, nodes: tuple[str, ...]) -> None:
        """Selects nodes of a block and brings the last of them into view."""
        if block != self.canvas.block_id and self.canvas.opened.select(block, nodes):
            return
        if block != self.canvas.block_id:
            self.canvas.show_block(block)
        self.canvas.select(nodes)
        if nodes:
            self.canvas.reveal(nodes[-1])

    def _show_problem(self, problem: Problem) -> None:
        if problem.block is not None and problem.node is not None:
            self.show_nodes(problem.block, (problem.node,))

    def project_name(self) -> str:
        """The name of its file, or of the network while there is none."""
        path = self.document.path
        return path.name if path is not None else self.document.main.name

    def _refresh_title(self) -> None:
        history = self.document.history
        title, modified = self.windowTitle(), self.isWindowModified()
        self.setWindowTitle(f"{self.project_name()}[*] – GuiNet")
        self.setWindowModified(history.is_modified)
        if (title, modified) != (self.windowTitle(), history.is_modified):
            projects_signals().changed.emit()
        self.actions_by_name["undo"].setEnabled(bool(history.labels))
        self.actions_by_name["redo"].setEnabled(bool(history.undone_labels))
        self.bar.refresh()

    # Qt

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.actions_by_name.translate()
            self.docks.translate()
            self._menus.translate()
            self._refresh_title()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        if self._closed:
            return
        kept = self._recovery
        try:
            if not (self._may_stop_training() and self._may_give_up_export() and self.files.may_close()):
                return
        except Exception as error:  # noqa: BLE001 - whatever it is, the window must close in the end
            tell(error)
            if not self._failed_to_ask:
                self._failed_to_ask = True
                return
            # It would never close. The recovery log stays, so that the next start offers what was not saved.
            kept = None
        event.accept()
        self._end(kept)

    def _end(self, recovery: RecoveryLog | None) -> None:
        """Each part is ended whatever becomes of the others."""
        self._closed = True
        self._turns.clear()
        parts = (
            self._remember,
            self.hide,  # the torch process may take seconds to end
            self._unsubscribe,
            self.values.end,
            lambda: None if recovery is None else recovery.close(),
            self.files.release,
            self.bridge.close,
            self.training.host_ended,
            lambda: Window.windows.remove(self),
            projects_signals().changed.emit,
            # Else it stays for ever, hidden, and follows every change of theme and language.
            self.deleteLater,
        )
        for end in parts:
            try:
                end()
            except Exception as error:  # noqa: BLE001 - told, and the others are ended
                tell(error)

    def _remember(self) -> None:
        self.docks.remember(self.settings)
        self.settings.recent_nodes = list(self.canvas.recent)
        self.settings.save()

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
        from PySide6.QtWidgets import QMessageBox

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
