"""A part of the training settings, kept in step with the project."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from guinet.core.changes import SetTraining
from guinet.core.history import Committed
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.project import Project
from guinet.core.values import Setting
from guinet.ui.theme import current_theme, set_variant


class Part(QWidget):
    """A part of the settings, kept in step with the project."""

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.project = project
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(current_theme().pixels("space"))
        self._unsubscribe = project.subscribe(self._committed)

    def refresh(self) -> None:
        """Shows the project's settings as they are now."""
        raise NotImplementedError

    def translate(self) -> None:
        """Puts the words of the current language."""
        raise NotImplementedError

    def add_title(self) -> QLabel:
        title = QLabel()
        set_variant(title, "strong")
        self.rows.addWidget(title)
        return title

    def leave_room(self, metric: str, times: int) -> None:
        """Before the next part."""
        self.rows.setContentsMargins(0, 0, 0, times * current_theme().pixels(metric))

    def set(self, key: str, value: Setting) -> None:
        self.project.run(QT_TRANSLATE_NOOP("Step", "Set training"), [SetTraining(key, value)], merge=f"training {key}")

    def seal(self) -> None:
        self.project.history.seal()

    def _committed(self, event: Committed) -> None:
        if any(isinstance(change, SetTraining) for change in event.changes):
            self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.translate()
            self.refresh()
        super().changeEvent(event)
