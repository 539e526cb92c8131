"""Export: choose a format and a file; progress; the result with the Python that loads it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
)

from guinet.core.formats import FORMATS
from guinet.core.problems import GuinetError, Severity
from guinet.session.commands import CancelExport, Export
from guinet.session.events import Event, Exported, ExportProgress, Failed, HostDied
from guinet.storage.targets import check_target
from guinet.ui.session_bridge import SessionBridge
from guinet.ui.theme import set_variant
from guinet.ui.translate import tr
from guinet.ui.words import format_text, problem_text

if TYPE_CHECKING:
    from guinet.ui.window import Window

_LAST_STAGE: Final = "placing"
"""From here on an export cannot be cancelled any more."""


_ENDS: Final = {"training-py": "_train", "full": "_model"}
"""What is added to the name that is proposed, where another format has the same ending."""

_WIDTH: Final = 620
_LOW: Final = 250
_HIGH: Final = 440
"""Pixels, with the Python that loads the file."""


class ExportDialog(QDialog):
    """Asks for format and file, has the torch side write and compare it, and shows how to load it.

    Closed while it works, the export goes on; a dialog opened meanwhile shows it.
    """

    def __init__(
        self, bridge: SessionBridge, stem: str, folder: str, runs: str, window: Window, run: str | None = None
    ) -> None:
        super().__init__(window)
        self.setObjectName("export_dialog")
        self.setWindowTitle(tr("Export") if run is None else tr("Export run {run}").format(run=run))
        self._window = window
        self._agreed: set[Path] = set()
        self._bridge = bridge
        self._stem = stem
        self._runs, self._run = runs, run
        self._folder = Path(folder) if folder else Path.home()
        self._format = QComboBox()
        self._format.setObjectName("export_format")
        for each in FORMATS.values():
            self._format.addItem(format_text(each), each.name)
        self._about, self._message = _sentence("export_about"), _sentence("export_message")
        set_variant(self._about, "muted")
        self._path, self._browse = QLineEdit(), QPushButton(tr("Choose…"))
        self._path.setObjectName("export_path")
        self._progress = QProgressBar()
        self._progress.setObjectName("export_progress")
        self._progress.setRange(0, 0)
        self._cancel = QPushButton(tr("Cancel"))
        self._cancel.setObjectName("export_cancel")
        self._cancel.setAutoDefault(False)
        self._snippet = QPlainTextEdit()
        self._snippet.setObjectName("export_snippet")
        self._snippet.setReadOnly(True)
        set_variant(self._snippet, "code")
        self._copy = QPushButton(tr("Copy"))
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._snippet.toPlainText()))
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._export = self._buttons.addButton(tr("Export"), QDialogButtonBox.ButtonRole.ActionRole)
        self._export.setObjectName("export_start")
        set_variant(self._export, "primary")
        self._lay_out()
        # Enter in the field exports; Qt would take the first button there is, even one that is hidden.
        for other in (self._browse, self._copy, self._buttons.button(QDialogButtonBox.StandardButton.Close)):
            other.setAutoDefault(False)
        self._export.setDefault(True)
        self._format.currentIndexChanged.connect(self._suggest)
        self._browse.clicked.connect(self._choose)
        self._export.clicked.connect(self._start)
        self._cancel.clicked.connect(self._give_up)
        self._buttons.rejected.connect(self.reject)
        bridge.received.connect(self._receive)
        self._suggest()
        self._show_result(False)
        self._show_working(bridge.exporting)

    @property
    def folder(self) -> str:
        """Where the last export was asked for."""
        return str(Path(self._path.text()).parent)

    def _lay_out(self) -> None:
        self.resize(_WIDTH, _LOW)
        form = QFormLayout()
        form.addRow(tr("Format"), self._format)
        form.addRow("", self._about)
        row = QHBoxLayout()
        row.addWidget(self._path)
        row.addWidget(self._browse)
        form.addRow(tr("File"), row)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        working = QHBoxLayout()
        working.addWidget(self._progress, 1)
        working.addWidget(self._cancel)
        layout.addLayout(working)
        layout.addWidget(self._message)
        layout.addWidget(self._snippet, 1)
        layout.addStretch()
        below = QHBoxLayout()
        below.addWidget(self._copy)
        below.addWidget(self._buttons)
        layout.addLayout(below)

    def _suggest(self) -> None:
        name = self._format.currentData()
        self._about.setText(format_about(name))
        stem = self._stem + _ENDS.get(name, "")
        self._path.setText(str(self._folder / (stem + FORMATS[name].suffix)))

    def _choose(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Export to"), self._path.text())
        if name:
            self._path.setText(name)
            self._agreed.add(Path(name))  # the system's dialog has asked where a file is there

    def _start(self) -> None:
        name, path = self._format.currentData(), self._path.text().strip()
        if not path:
            self._end(tr("Say which file to write."), "error")
            return
        if not self._may_write(Path(path)):
            return
        self._export.setEnabled(False)
        self._show_result(False)
        if FORMATS[name].picture:
            self._write_picture(name, path)
            return
        if self._bridge.lost:
            self._end(tr("torch does not run here, so only pictures can be exported."), "error")
            return
        if self._bridge.exporting:
            self._end(tr("An export runs already: wait for its end."), "error")
            return
        self._show_working(True)
        self._bridge.send(Export(name, path, self._runs, self._run))

    def _may_write(self, path: Path) -> bool:
        """Asks before another file is replaced; what may not be replaced at all is told."""
        try:
            check_target(path, self._window.document)
        except GuinetError as error:
            self._end(problem_text(error.problem), "error")
            return False
        if path in self._agreed or not path.exists():
            self._agreed.add(path)
            return True
        from guinet.ui.file_questions import ask_to_replace

        if ask_to_replace(self, path.name):
            self._agreed.add(path)
        return path in self._agreed

    def _give_up(self) -> None:
        self._cancel.setEnabled(False)
        self._say(tr("Cancelling…"), "muted")
        self._bridge.send(CancelExport())

    def _write_picture(self, name: str, path: str) -> None:
        try:
            self._window.save_picture(Path(path), name)
        except GuinetError as error:
            self._end(problem_text(error.problem), "error")
            return
        self._end(tr("{path} is written.").format(path=path), "success")

    def _receive(self, event: Event) -> None:
        match event:
            case ExportProgress():
                self._show_stage(event.stage)
            case Exported():
                compared = problem_text(event.compared)
                words = tr("{path} is written: {compared}.").format(path=event.path, compared=compared)
                self._snippet.setPlainText(event.snippet)
                self._end(words, "success")
                self._show_result(True)
            case Failed(command="export"):
                cancelled = event.problem.severity is Severity.INFO
                self._end(problem_text(event.problem), "muted" if cancelled else "error")
            case HostDied():
                self._end(tr("The torch process ended while exporting; nothing was written. Try again."), "error")

    def _show_stage(self, stage: str) -> None:
        waited_for = not self._cancel.isEnabled()
        # What is being put in its place is done before anyone can press a button.
        self._cancel.setEnabled(not waited_for and stage != _LAST_STAGE)
        if not waited_for:
            self._say(stage_words(stage), "muted")

    def _end(self, words: str, variant: str) -> None:
        self._show_working(self._bridge.exporting)
        self._say(words, variant)
        self._export.setEnabled(True)

    def _say(self, words: str, variant: str) -> None:
        self._message.setText(words)
        set_variant(self._message, variant)

    def _show_working(self, shown: bool) -> None:
        self._progress.setVisible(shown)
        self._cancel.setVisible(shown)
        self._cancel.setEnabled(True)

    def _show_result(self, shown: bool) -> None:
        self._snippet.setVisible(shown)
        self._copy.setVisible(shown)
        if shown:
            self.resize(self.width(), max(self.height(), _HIGH))


def _sentence(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def format_about(name: str) -> str:
    """What a file of this format holds, and who reads it."""
    words = {
        "pt": tr("Weights and buffers by name. Load them into the module with load_state_dict."),
        "safetensors": tr("Weights and buffers by name, in a file that runs no code when it is read."),
        "full": tr("The model as torch.save writes it, its source beside it. Reading it runs code."),
        "pt2": tr("The computation that torch.export recorded, with its weights. It runs without the module's source."),
        "onnx": tr("For onnxruntime and other programs than PyTorch; the outputs are compared."),
        "py": tr("The module as source that a person can read, without weights."),
        "training-py": tr("Module, data, optimiser and loop in one script: it trains what GuiNet trains."),
        "png": tr("All of the network as it is drawn, and the project itself: dropped on a window, the picture opens."),
    }
    return words.get(name, tr("All of the network as it is drawn, for a paper or a page."))


def stage_words(stage: str) -> str:
    """What the torch side is doing, in the user's language."""
    words = {
        "building": tr("Building the model…"),
        "writing": tr("Writing the file…"),
        "comparing": tr("Loading it in a clean process and comparing…"),
        _LAST_STAGE: tr("Putting it in its place…"),
    }
    return words.get(stage, stage)
