"""A new project from Python text: pasted, typed, or out of a file. The torch side reads it; nothing of it is run."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from guinet.core.problems import GuinetError, Problem
from guinet.session.events import Event, Failed, HostDied, StudyEnded
from guinet.session.messages.importing import ProjectRead, ReadProject
from guinet.storage.python_files import SUFFIX, read_python
from guinet.ui.panels.code_text import CodeText
from guinet.ui.session_bridge import SessionBridge
from guinet.ui.theme import set_variant
from guinet.ui.translate import tr
from guinet.ui.words import problem_text


class CodeDialog(QDialog):
    """Asks for text until it is a network, or until the user gives up. `made` is what came of it."""

    def __init__(self, bridge: SessionBridge, text: str, folder: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("code_dialog")
        self.setWindowTitle(tr("New from code"))
        self.resize(720, 540)
        self.made: ProjectRead | None = None
        self._bridge, self._folder, self._waiting = bridge, folder, False
        self._about = QLabel(
            tr(
                "A class that derives from nn.Module, layers in a row, or lines that calculate with tensors become "
                "nodes and wires. The text is read, never run; what has no node of its own becomes a node of code."
            )
        )
        self._about.setWordWrap(True)
        set_variant(self._about, "muted")
        self._text = CodeText()
        self._text.setObjectName("code_dialog_text")
        self._text.setAccessibleName(tr("Python code"))
        self._text.setPlaceholderText(tr("Paste the code of a network here, or open a file."))
        self._text.show_text(text)
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._message = QLabel()
        self._message.setObjectName("code_dialog_message")
        self._message.setWordWrap(True)
        self._message.setTextInteractionFlags(self._message.textInteractionFlags().TextSelectableByMouse)
        self._lay_out()
        self._text.changed.connect(self._edited)
        self._text.applied.connect(self.make)
        bridge.received.connect(self._receive)
        self._show_waiting(False)
        self._text.setFocus()

    def _lay_out(self) -> None:
        self._open = QPushButton(tr("Open a file…"))
        self._open.setObjectName("code_dialog_open")
        self._cancel = QPushButton(tr("Cancel"))
        self._cancel.setObjectName("code_dialog_cancel")
        self._make = QPushButton(tr("Make a project"))
        self._make.setObjectName("code_dialog_make")
        self._make.setToolTip(tr("Make a project of the text (Ctrl+Enter)"))
        set_variant(self._make, "primary")
        self._open.clicked.connect(self.choose)
        self._cancel.clicked.connect(self.reject)
        self._make.clicked.connect(self.make)
        buttons = QHBoxLayout()
        for button in (self._open, self._cancel, self._make):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.insertStretch(1)
        layout = QVBoxLayout(self)
        layout.addWidget(self._about)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._progress)
        layout.addWidget(self._message)
        layout.addLayout(buttons)

    def choose(self) -> None:
        """Asks for a file and puts its text here."""
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Import Python code"), self._folder, tr("Python (*{ending})").format(ending=SUFFIX)
        )
        if name:
            self.take(Path(name))

    def take(self, path: Path) -> None:
        """Puts the text of a file here, and makes a project of it."""
        try:
            text = read_python(path)
        except GuinetError as error:
            self._say(problem_text(error.problem), "error")
            return
        self._text.show_text(text)
        self.make()

    def make(self) -> None:
        """Asks the torch side for the network in the text."""
        if self._waiting or not self._text.toPlainText().strip():
            return
        if self._bridge.lost:
            self._say(tr("Python text cannot be read while torch does not run."), "error")
            return
        self._text.set_errors({})
        self._show_waiting(True)
        self._say(tr("Reading the Python text…"), "muted")
        self._bridge.session.study(ReadProject(text=self._text.toPlainText()), None)

    def reject(self) -> None:
        if self._waiting:
            self._bridge.session.stop_studies()
        super().reject()

    def _receive(self, event: Event) -> None:
        match event:
            case ProjectRead() if self._waiting:
                self.made = event
                self._show_waiting(False)
                self.accept()
            case Failed(command="read_project", problem=problem) if self._waiting:
                self._show_waiting(False)
                self._refuse(problem)
            case HostDied() if self._waiting:
                self._show_waiting(False)
                self._say(tr("The torch process ended by itself. Try again."), "error")
            case StudyEnded(study="ReadProject") if self._waiting:
                self._show_waiting(False)
                self._say(tr("Nothing was read. Try again."), "error")

    def _refuse(self, problem: Problem) -> None:
        """Says what is wrong, and shows the line it is about."""
        words = problem_text(problem)
        self._say(words, "error")
        line = problem.values.get("line", "")
        if isinstance(line, str) and line.isdecimal() and int(line) > 0:
            self._text.set_errors({int(line): words})
            self._text.reveal(int(line))
        self._text.setFocus()

    def _edited(self) -> None:
        if not self._waiting:
            self._say("", "muted")
            self._make.setEnabled(bool(self._text.toPlainText().strip()))

    def _show_waiting(self, waiting: bool) -> None:
        self._waiting = waiting
        self._progress.setVisible(waiting)
        self._text.setReadOnly(waiting)
        self._open.setEnabled(not waiting)
        self._make.setEnabled(not waiting and bool(self._text.toPlainText().strip()))

    def _say(self, words: str, variant: str) -> None:
        self._message.setText(words)
        self._message.setVisible(bool(words))
        set_variant(self._message, variant)
