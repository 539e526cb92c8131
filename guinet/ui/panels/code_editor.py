"""Own code: the editor of the node that is selected, where that is written by hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from guinet.core.coding import code_id, write_code
from guinet.core.graph import CODE_KIND, Node
from guinet.core.history import Committed
from guinet.core.problems import Problem, Severity
from guinet.core.project import Project
from guinet.nodes.written import Complaint, written_type
from guinet.storage import drafts, trust
from guinet.storage.problems import SaveFailed
from guinet.ui.panels.code_text import CodeText
from guinet.ui.theme import current_theme, set_variant
from guinet.ui.translate import tr
from guinet.ui.trusting import trust_signals, trust_texts
from guinet.ui.words import problem_text

_READ_AFTER: Final = 250
"""Milliseconds without a key after which the text is read for errors."""


class CodeEditorPanel(QWidget):
    """What is written is a draft until it is applied; drafts are kept, whatever is selected or closed meanwhile.

    Signals: `selected(block id, node ids)` when a person wants to see the node.
    """

    selected = Signal(str, tuple)

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project
        self._place: tuple[str, str] | None = None
        self._code: str | None = None
        self._problems: tuple[Problem, ...] = ()
        self._drafts: dict[str, str] = {}
        self._failed: dict[str, int] = {}
        self._text = CodeText()
        self._text.setObjectName("code_editor")
        self._title, self._state, self._words = QLabel(), QLabel(), QLabel()
        self._apply, self._revert, self._trust = QPushButton(), QPushButton(), QPushButton()
        self._reading = QTimer(self)
        self._reading.setSingleShot(True)
        self._reading.setInterval(_READ_AFTER)
        self._reading.timeout.connect(self._read)
        self._lay_out()
        self._text.changed.connect(self._edited)
        self._text.applied.connect(self.apply)
        self._text.left.connect(self.keep_draft)
        self._apply.clicked.connect(self.apply)
        self._revert.clicked.connect(self.revert)
        self._trust.clicked.connect(self._trust_text)
        trust_signals().changed.connect(self._refresh)
        self._unsubscribe = project.subscribe(self._committed)
        self._translate()
        self._show()

    # What the panel is told

    def set_selection(self, block: str, nodes: Iterable[str]) -> None:
        """Shows the first of these nodes that is written by hand; nothing, where none is."""
        place = next(((block, node) for node in nodes if self._code_of((block, node)) is not None), None)
        if place != self._place:
            self.keep_draft()
            self._place = place
            self._show()

    def set_problems(self, problems: tuple[Problem, ...]) -> None:
        self._problems = problems
        self._read()

    def _committed(self, event: Committed) -> None:
        """The node may be gone, or call another text: after an undo, or since another editor wrote it."""
        if self._place is not None and self._code_of(self._place) != self._code:
            self.keep_draft()
            self._show()

    # What a person does

    def apply(self) -> None:
        """Takes the text into the project, as one undo step; one with an error stays a draft."""
        text, code = self._text.toPlainText(), self._code
        if code is None or text == self._project.code.get(code) or self._text.isReadOnly():
            return
        complaint = written_type(code_id(text), text)
        if isinstance(complaint, Complaint):
            self._read()
            self._text.reveal(complaint.line)
            return
        try:
            trust.trust([text])
        except SaveFailed as error:
            self._tell(problem_text(error.problem), "error")
            return
        self._drafts.pop(code, None)
        drafts.drop(code)
        self._code = code_id(text)
        write_code(self._project, text, code)
        self._refresh()

    def revert(self) -> None:
        """Gives the draft up: the text is that of the node again."""
        if self._code is not None:
            self._drafts.pop(self._code, None)
            drafts.drop(self._code)
            self._text.show_text(self._project.code[self._code])
            self._refresh()

    def keep_draft(self) -> None:
        """Writes down what is not applied."""
        text = self._drafts.get(self._code or "")
        if self._code is not None and text is not None:
            try:
                drafts.keep(self._code, text)
            except SaveFailed as error:
                self._tell(problem_text(error.problem), "error")

    def _trust_text(self) -> None:
        text = self._project.code.get(self._code or "")
        if text is not None:
            try:
                trust_texts([text])
            except SaveFailed as error:
                self._tell(problem_text(error.problem), "error")

    def _edited(self) -> None:
        code = self._code
        if code is not None and not self._text.isReadOnly():
            text = self._text.toPlainText()
            if text == self._project.code.get(code):
                self._drafts.pop(code, None)
                drafts.drop(code)
            else:
                self._drafts[code] = text
        self._reading.start()
        self._show_state()

    # What is shown

    def _code_of(self, place: tuple[str, str]) -> str | None:
        node = self._node(place)
        code = node.code_id if node is not None else None
        return code if code in self._project.code else None

    def _node(self, place: tuple[str, str]) -> Node | None:
        block = self._project.blocks.get(place[0])
        return block.nodes.get(place[1]) if block is not None else None

    def _show(self) -> None:
        self._code = None if self._place is None else self._code_of(self._place)
        if self._code is None:
            self._text.setReadOnly(True)
            self._text.show_text("")
        else:
            kept = self._drafts.get(self._code) or drafts.read(self._code)
            text = self._project.code[self._code]
            if kept is not None and kept != text:
                self._drafts[self._code] = kept
            self._text.show_text(kept if kept is not None else text)
        self._refresh()

    def _refresh(self) -> None:
        waits = self._waits()
        self._text.setReadOnly(self._code is None or waits)
        self._trust.setVisible(waits)
        self._show_state()
        self._read()

    def _waits(self) -> bool:
        return self._code is not None and bool(trust.untrusted({self._code: self._project.code[self._code]}))

    def _show_state(self) -> None:
        node = self._node(self._place) if self._place is not None else None
        self._title.setText("" if node is None or self._code is None else node.name)
        changed = self._code is not None and self._text.toPlainText() != self._project.code.get(self._code)
        for button in (self._apply, self._revert):
            button.setVisible(self._code is not None and not self._text.isReadOnly())
            button.setEnabled(changed)
        users = self._users()
        words = tr("Not applied yet") if changed else tr("%n node(s) call this code", "", users) if users > 1 else ""
        self._state.setText(words)

    def _users(self) -> int:
        kind = CODE_KIND + (self._code or "")
        return sum(node.kind == kind for block in self._project.blocks.values() for node in block.nodes.values())

    def _read(self) -> None:
        """Marks what is wrong: with the text as it stands, or else with the node that runs it."""
        self._reading.stop()
        text, code = self._text.toPlainText(), self._code
        if code is None:
            self._text.set_errors({})
            self._tell("", "muted")
            return
        if self._waits():
            self._text.set_errors({})
            self._tell(
                tr("This code is not trusted on this machine and does not run. Read it, then trust it."), "warning"
            )
            return
        complaint = written_type(code_id(text), text)
        if isinstance(complaint, Complaint):
            template = QCoreApplication.translate("Problem", complaint.template)
            found = {complaint.line: template.format(**dict(complaint.values))}
        else:
            found = self._failures(code) if text == self._project.code.get(code) else {}
        lines = {line: words for line, words in found.items() if line}
        self._text.set_errors(lines)
        self._tell("\n".join(found.values()), "error")
        self._reveal(code, min(lines, default=0))

    def _reveal(self, code: str, line: int) -> None:
        """Brings an error into sight once, and not while someone writes."""
        if line and self._failed.get(code) != line and not self._text.hasFocus():
            self._text.reveal(line)
        self._failed[code] = line

    def _failures(self, code: str) -> dict[int, str]:
        """What the check or a run said of nodes that call this code, by line; 0 for what has none."""
        found: dict[int, str] = {}
        for problem in self._problems:
            node = self._node((problem.block or "", problem.node or ""))
            if node is not None and node.kind == CODE_KIND + code and problem.severity is not Severity.INFO:
                line = str(problem.values.get("line", "0"))
                found.setdefault(int(line) if line.isdecimal() else 0, problem_text(problem))
        return found

    def _tell(self, words: str, variant: str) -> None:
        self._words.setText(words)
        set_variant(self._words, variant)
        self._words.setVisible(bool(words))

    # Putting it together

    def _lay_out(self) -> None:
        gap = current_theme().pixels("space")
        for label, name in ((self._title, "code_title"), (self._state, "code_state"), (self._words, "code_words")):
            label.setObjectName(name)
        for button, name in ((self._apply, "code_apply"), (self._revert, "code_revert"), (self._trust, "code_trust")):
            button.setObjectName(name)
        set_variant(self._title, "strong")
        set_variant(self._state, "muted")
        set_variant(self._apply, "primary")
        set_variant(self._trust, "primary")
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._words.setContentsMargins(gap, 0, gap, 0)
        head = QHBoxLayout()
        head.setContentsMargins(gap, gap // 2, gap, 0)
        head.addWidget(self._title)
        head.addWidget(self._state)
        head.addStretch(1)
        for button in (self._trust, self._revert, self._apply):
            head.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(gap // 2)
        layout.addLayout(head)
        layout.addWidget(self._words)
        layout.addWidget(self._text, 1)

    def _translate(self) -> None:
        self._apply.setText(tr("Apply"))
        self._apply.setToolTip(tr("Take the text into the project (Ctrl+Enter)"))
        self._revert.setText(tr("Discard"))
        self._revert.setToolTip(tr("Give up what is not applied"))
        self._trust.setText(tr("Trust this code"))
        self._text.setAccessibleName(tr("Code of the selected node"))
        self._text.setPlaceholderText(
            tr("Select a node written by hand, or add one: search for “custom” in the palette.")
        )

    def hideEvent(self, event: QHideEvent) -> None:
        self.keep_draft()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()
            self._refresh()
        super().changeEvent(event)
