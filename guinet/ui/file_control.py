"""New, open, save, close: what they ask, and that nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QRectF
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError, Problem, Severity, sentence
from guinet.core.project import Project
from guinet.storage import files
from guinet.ui.errors import show_error
from guinet.ui.places import bring_up, stand_where
from guinet.ui.settings import Settings
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

if TYPE_CHECKING:
    from guinet.storage.claims import Claim
    from guinet.ui.window import Window

ENDING = ".guinet"
PYTHON = ".py"
PICTURE = ".png"


class FileControl:
    """The file actions of one window."""

    def __init__(self, window: Window, settings: Settings) -> None:
        self._window = window
        self._settings = settings
        self._stamp = _stamp(window.document.path)
        self._claim: Claim | None = None
        _Drops(window)

    def claim(self) -> None:
        """Notes that the file is open here, and tells where another window has it too."""
        from guinet.storage.claims import Claim

        self.release()
        path = self._window.document.path
        if path is None:
            return
        self._claim = Claim(path)
        if not self._claim.first:
            template = QT_TRANSLATE_NOOP(
                "Problem",
                "{file} is open in another window of GuiNet too, and what is saved last stays: close one of them, or "
                "save one under another name.",
            )
            told = replace(sentence(template, file=path.name), severity=Severity.WARNING)
            self._window.panels.problems_list.add(told)
            self._window.status.tell(problem_text(told), 60_000)

    def release(self) -> None:
        """The file is no longer open here."""
        if self._claim is not None:
            self._claim.release()
            self._claim = None

    def new(self) -> None:
        """Another window with an empty project."""
        from guinet.core.graph import BlockData
        from guinet.core.project import MAIN
        from guinet.nodes.registry import REGISTRY

        self._open_window(lambda: Project(REGISTRY, [BlockData(MAIN, "Net")]))

    def open(self) -> None:
        """Asks for a file and opens it in another window."""
        if (path := self._ask(tr("Open a project"), _filter())) is not None:
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """A project in another window, or in the one it is open in; of a Python file what it describes, of a picture
        the project it was made of."""
        from guinet.ui import dialogs

        if path.suffix.lower() == PICTURE:
            from guinet.ui.canvas.picture import project_in

            self.open_text(project_in(path), ())
        elif path.suffix.lower() == PYTHON:
            dialogs.new_from_code(self._window, path)
        elif (there := self._window_of(path)) is not None:
            bring_up(there)
            there.status.tell(tr("{file} is open already: here it is.").format(file=path.name), 6000)
        elif self._open_window(lambda: files.load(path)):
            self._settings.add_recent_file(path)
            self._settings.save()

    def open_example(self, name: str) -> None:
        """Another window with a bundled example, which has no file yet."""
        from guinet.ui.opening import open_example

        self._open_window(lambda: open_example(name))

    def import_python(self) -> None:
        """Asks for a file of another kind, and opens what it describes as a new project."""
        from guinet.ui import dialogs

        kinds = tr("Python (*{ending})").format(ending=PYTHON)
        if (path := self._ask(tr("Import Python code"), kinds)) is not None:
            dialogs.new_from_code(self._window, path)

    def _ask(self, title: str, kinds: str) -> Path | None:
        from guinet.ui.file_questions import file_to_open

        return file_to_open(self._window, title, self._settings.last_folder, kinds)

    def open_text(self, text: str, remarks: Sequence[Problem]) -> None:
        """Another window with a project that has no file yet, from the text of one, and what is to be known of it."""

        def unsaved() -> Project:
            project = files.loads(text)
            project.history.mark_unsaved()
            return project

        window = self._open_window(unsaved)
        if window is not None:
            window.start_recording()
            for remark in reversed(remarks):
                window.panels.problems_list.add(remark)
            if remarks:
                window.docks.show("problems")

    def save(self) -> bool:
        """Writes the project to its file; asks for one when it has none. Whether it is saved now."""
        path = self._window.document.path
        return self.save_as() if path is None else self._write(path)

    def save_as(self) -> bool:
        """Asks for a file and writes the project there. Whether it is saved now."""
        from guinet.ui.file_questions import file_to_write

        proposed = "".join(each if each.isalnum() or each in "-_ " else "_" for each in self._window.project_name())
        start = self._window.document.path or Path(self._settings.last_folder) / (proposed + ENDING)
        chosen = file_to_write(self._window, start, _filter())
        return chosen is not None and self._write(chosen if chosen.suffix else chosen.with_suffix(ENDING))

    def may_close(self) -> bool:
        """Asks about unsaved changes; whether the window may close."""
        if not self._window.document.history.is_modified:
            return True
        from guinet.ui.file_questions import Save, ask_to_save

        answer = ask_to_save(self._window, self._window.project_name())
        return self.save() if answer is Save.Save else answer is Save.Discard

    def _write(self, path: Path) -> bool:
        document = self._window.document
        before = document.path
        if path == before and _stamp(path) not in (None, self._stamp):
            from guinet.ui.file_questions import Save, ask_about_other_changes

            answer = ask_about_other_changes(self._window, path.name)
            if answer is not Save.Discard:
                return answer is Save.Save and self.save_as()
        try:
            files.save(document, path)
        except GuinetError as error:
            return self._offer_elsewhere(error)
        self._stamp = _stamp(path)
        self._settings.add_recent_file(path)
        self._settings.last_folder = str(path.parent)
        self._settings.save()
        self._window.saved(moved=document.path != before)
        if document.path != before:
            self.claim()
        return True

    def _window_of(self, path: Path) -> Window | None:
        """The window in which a file is open."""
        wanted = path.resolve()
        open_here = type(self._window).windows
        return next((each for each in open_here if each.document.path and each.document.path.resolve() == wanted), None)

    def _offer_elsewhere(self, error: GuinetError) -> bool:
        from guinet.ui.file_questions import ask_for_elsewhere

        return ask_for_elsewhere(self._window, problem_text(error.problem)) and self.save_as()

    def _open_window(self, make: Callable[[], Project]) -> Window | None:
        """A window where this one is, so that its tab comes up in the same place; None where it could not be opened."""
        from guinet.ui.window import Window

        try:
            project = make()
        except GuinetError as error:
            show_error(problem_text(error.problem))
            return None
        self._settings.save()
        window = Window(project, in_process=self._window.in_process)
        stand_where(window, self._window)
        return window


class _Drops(QObject):
    """Takes files that are dropped on the window beside the canvas, as the canvas would. It is the window's child."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QDragEnterEvent | QDropEvent):
            return False
        from guinet.ui.canvas import files_dropped  # with all that edits: not before something is dragged

        if not files_dropped.dropped_paths(event.mimeData()):
            return False
        event.acceptProposedAction()
        if event.type() is QEvent.Type.Drop:
            canvas = self._window.canvas
            files_dropped.drop(canvas, event.mimeData(), QRectF(canvas.rect()).center())
        return True


def _stamp(path: Path | None) -> tuple[int, int, int] | None:
    """What changes with every writing of a file; None where there is none."""
    try:
        found = path.stat() if path is not None else None
    except OSError:
        return None
    return None if found is None else (found.st_mtime_ns, found.st_size, found.st_ino)


def _filter() -> str:
    return tr("GuiNet projects (*{ending})").format(ending=ENDING)
