"""Above the canvas: code that waits for trust, and code that does not come to an end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from guinet.core.changes import AddBlock, AddNode, SetCode, SetKind, SetParts
from guinet.core.coding import called_name, used_code
from guinet.core.graph import CODE_KIND
from guinet.core.history import Committed
from guinet.core.project import Project
from guinet.storage import trust
from guinet.storage.problems import SaveFailed
from guinet.ui.errors import show_error
from guinet.ui.icons import pixmap
from guinet.ui.session_bridge import SessionBridge
from guinet.ui.theme import current_theme, set_variant, theme_signals
from guinet.ui.translate import tr
from guinet.ui.trusting import trust_signals, trust_texts
from guinet.ui.words import problem_text

if TYPE_CHECKING:
    from guinet.session.events import Event
    from guinet.ui.trust_dialog import TrustDialog

_BRING_CODE: Final = (SetCode, AddNode, AddBlock, SetKind, SetParts)


class TrustBar(QFrame):
    """Hidden while there is nothing to ask. `around` gives the widget that holds it and the canvas below it."""

    def __init__(self, project: Project, bridge: SessionBridge) -> None:
        super().__init__()
        self.setObjectName("trust_bar")
        self._project = project
        self._bridge = bridge
        self._waiting: dict[str, str] = {}
        self._declined: set[str] = set()
        self._stuck = ""
        self._dialog: TrustDialog | None = None
        self._picture, self._words = QLabel(), QLabel()
        self._words.setObjectName("trust_words")
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._first, self._second = QPushButton(), QPushButton()
        self._first.setObjectName("trust_look")
        self._second.setObjectName("trust_later")
        set_variant(self, "warning-card")
        set_variant(self._first, "primary")
        self._first.clicked.connect(self._accept)
        self._second.clicked.connect(self._decline)
        layout = QHBoxLayout(self)
        layout.addWidget(self._picture)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._second)
        layout.addWidget(self._first)
        self.hide()
        trust_signals().changed.connect(self._trust_changed)
        trust_signals().asked.connect(self._asked)
        theme_signals().changed.connect(self._show)
        bridge.received.connect(self._receive)
        self._unsubscribe = project.subscribe(self._committed)
        self.refresh()

    def around(self, canvas: QWidget, above: QWidget) -> QWidget:
        """A widget with this bar and `above` over the canvas."""
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(above)
        layout.addWidget(self)
        layout.addWidget(canvas, 1)
        holder.setFocusProxy(canvas)
        return holder

    def refresh(self) -> None:
        """Finds out what waits."""
        code = used_code(self._project) if self._project.code else {}
        self._waiting = {id: code[id] for id in trust.untrusted(code)}
        self._declined &= self._waiting.keys()
        if self._dialog is not None:
            self._dialog.set_texts(self._waiting)
            if not self._waiting:
                self._dialog.hide()
        self._show()

    def look(self) -> None:
        """Shows the code that waits."""
        if not self._waiting:
            return
        if self._dialog is None:
            from guinet.ui.trust_dialog import TrustDialog

            self._dialog = TrustDialog(self.window())
            self._dialog.trusted.connect(self._trust)
            self._dialog.rejected.connect(self._put_off)
        self._dialog.set_texts(self._waiting)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    # What happens elsewhere

    def _committed(self, event: Committed) -> None:
        if (self._project.code or self._waiting) and any(isinstance(change, _BRING_CODE) for change in event.changes):
            self.refresh()

    def _trust_changed(self) -> None:
        self.refresh()
        if self._project.code:
            self._bridge.session.reopen()

    def _asked(self, project: Project) -> None:
        if project is self._project:
            self.look()

    def _receive(self, event: Event) -> None:
        """Whatever the host tells after code was stuck, it is not stuck any more."""
        from guinet.session import events

        if isinstance(event, events.CodeStuck):
            self._stuck = event.kind
            self._show()
        elif self._stuck:
            self._stuck = ""
            self._show()

    # What a person does

    def _accept(self) -> None:
        if not self._stuck:
            self.look()
            return
        text = self._project.code.get(self._stuck.removeprefix(CODE_KIND))
        self._stuck = ""
        try:
            trust.forget([text] if text is not None else [])
        except SaveFailed as error:
            show_error(problem_text(error.problem))
        self._bridge.session.restart()
        self.refresh()

    def _decline(self) -> None:
        if self._stuck:
            self._stuck = ""
            self._show()
        else:
            self._put_off()

    def _put_off(self) -> None:
        self._declined = set(self._waiting)
        if self._dialog is not None:
            self._dialog.hide()
        self._show()

    def _trust(self) -> None:
        try:
            trust_texts([*self._waiting.values()])
        except SaveFailed as error:
            show_error(problem_text(error.problem))

    # What is shown

    def _show(self) -> None:
        asks = bool(self._stuck) or bool(self._waiting.keys() - self._declined)
        self.setVisible(asks)
        if not asks:
            return
        name = "problem-warning" if self._stuck else "lock"
        self._picture.setPixmap(pixmap(name, "warning", current_theme().pixels("icon"), self.devicePixelRatioF()))
        if self._stuck:
            words = tr("The code of {node} does not come to an end, so nothing can be checked.")
            self._words.setText(words.format(node=self._user(self._stuck)))
            self._first.setText(tr("Stop it"))
            self._first.setToolTip(tr("Starts torch anew; the code does not run again before you trust it"))
            self._second.setText(tr("Wait"))
        else:
            words = tr("This project holds code written by hand that does not run before you trust it: {names}.")
            self._words.setText(words.format(names=", ".join(map(called_name, self._waiting.values()))))
            self._first.setText(tr("Look at the code…"))
            self._first.setToolTip("")
            self._second.setText(tr("Not now"))

    def _user(self, kind: str) -> str:
        nodes = (node for block in self._project.blocks.values() for node in block.nodes.values())
        return next((node.name for node in nodes if node.kind == kind), kind)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._show()
        super().changeEvent(event)
