"""New, open, save, close: what they ask, and that nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QMessageBox

from guinet.core.problems import GuinetError
from guinet.core.project import Project
from guinet.storage import files
from guinet.ui.errors import show_error
from guinet.ui.places import stand_where
from guinet.ui.settings import Settings
from guinet.ui.translate import tr

if TYPE_CHECKING:
    from guinet.ui.window import Window

ENDING = ".guinet"


class FileControl:
    """The file actions of one window."""

    def __init__(self, window: Window, settings: Settings) -> None:
        self._window = window
        self._settings = settings

    def new(self) -> None:
        """Another window with an empty project."""
        from guinet.core.graph import BlockData
        from guinet.core.project import MAIN
        from guinet.nodes.registry import REGISTRY

        self._open_window(lambda: Project(REGISTRY, [BlockData(MAIN, "Net")]))

    def open(self) -> None:
        """Asks for a file and opens it in another window."""
        name, _ = QFileDialog.getOpenFileName(self._window, tr("Open a project"), self._settings.last_folder, _filter())
        if name:
            self.open_path(Path(name))

    def open_path(self, path: Path) -> None:
        if self._open_window(lambda: files.load(path)):
            self._settings.add_recent_file(path)
            self._settings.save()

    def open_example(self, name: str) -> None:
        """Another window with a bundled example, which has no file yet."""
        from guinet.ui.opening import open_example

        self._open_window(lambda: open_example(name))

    def save(self) -> bool:
        """Writes the project to its file; asks for one when it has none. Whether it is saved now."""
        path = self._window.document.path
        return self.save_as() if path is None else self._write(path)

    def save_as(self) -> bool:
        """Asks for a file and writes the project there. Whether it is saved now."""
        path = self._window.document.path
        start = path or Path(self._settings.last_folder) / (tr("untitled") + ENDING)
        name, _ = QFileDialog.getSaveFileName(self._window, tr("Save the project"), str(start), _filter())
        if not name:
            return False
        chosen = Path(name)
        return self._write(chosen if chosen.suffix else chosen.with_suffix(ENDING))

    def may_close(self) -> bool:
        """Asks about unsaved changes; whether the window may close."""
        if not self._window.document.history.is_modified:
            return True
        box = QMessageBox(self._window)
        box.setObjectName("unsaved_dialog")
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(tr("Save the changes to {project} before closing?").format(project=self._window.project_name()))
        box.setInformativeText(tr("Without saving, what you changed since the last save is lost."))
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Save)
        answer = box.exec()
        if answer == buttons.Save:
            return self.save()
        return answer == buttons.Discard

    def _write(self, path: Path) -> bool:
        document = self._window.document
        before = document.path
        try:
            files.save(document, path)
        except GuinetError as error:
            return self._offer_elsewhere(error)
        self._settings.add_recent_file(path)
        self._settings.last_folder = str(path.parent)
        self._settings.save()
        self._window.saved(moved=document.path != before)
        return True

    def _offer_elsewhere(self, error: GuinetError) -> bool:
        box = QMessageBox(self._window)
        box.setObjectName("save_failed_dialog")
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(str(error))
        box.setInformativeText(tr("The file on disk is as it was."))
        elsewhere = box.addButton(tr("Save as…"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        return self.save_as() if box.clickedButton() is elsewhere else False

    def _open_window(self, make: Callable[[], Project]) -> bool:
        """A window where this one is, so that its tab comes up in the same place; whether it could be opened."""
        from guinet.ui.window import Window

        try:
            project = make()
        except GuinetError as error:
            show_error(str(error))
            return False
        self._settings.save()
        window = Window(project, in_process=self._window.in_process)
        stand_where(window, self._window)
        return True


def _filter() -> str:
    return tr("GuiNet projects (*{ending})").format(ending=ENDING)
