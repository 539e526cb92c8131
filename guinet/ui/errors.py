"""Errors nobody caught: logged, told once in a dialog, never silent, never the end of the window."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from guinet.core.problems import GuinetError
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

_log = logging.getLogger("guinet")


class _Reporter(QObject):
    """Brings an error from any thread to the window's, and shows one dialog at a time."""

    happened = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._showing = False
        self.happened.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def _show(self, words: str, detail: str) -> None:
        if self._showing:
            return
        self._showing = True
        try:
            show_error(words, detail)
        finally:
            self._showing = False


_state: list[_Reporter] = []


def install_handlers() -> None:
    """Sends every uncaught exception, of slots and of threads, to the log and to a dialog."""
    if not _state:
        _state.append(_Reporter())
        sys.excepthook = _excepthook
        threading.excepthook = _thread_excepthook


def show_error(words: str, detail: str = "") -> None:
    """One sentence in a dialog, with the traceback for those who want it."""
    from PySide6.QtWidgets import QApplication, QMessageBox

    box = QMessageBox(QApplication.activeWindow())
    box.setObjectName("error_dialog")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("GuiNet")
    box.setText(words)
    if detail:
        box.setDetailedText(detail)
    box.exec()


def tell(error: BaseException) -> None:
    """Logs an error and shows it before going on, as when a window closes and nothing would be left to show it."""
    detail = "".join(traceback.format_exception(error))
    _log.error("%s", detail)
    show_error(_words(error), detail)


def _excepthook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        QCoreApplication.quit()
        return
    _tell(error, "".join(traceback.format_exception(kind, error, trace)))


def _thread_excepthook(arguments: threading.ExceptHookArgs) -> None:
    error = arguments.exc_value
    if error is not None and not isinstance(error, SystemExit):
        _tell(error, "".join(traceback.format_exception(error)))


def _tell(error: BaseException, detail: str) -> None:
    _log.error("%s", detail)
    if _state:
        _state[0].happened.emit(_words(error), detail)


def _words(error: BaseException) -> str:
    if isinstance(error, GuinetError):
        return problem_text(error.problem)
    return tr("Something went wrong in GuiNet itself. Your work is kept; save it and go on. ({error})").format(
        error=f"{type(error).__name__}: {error}"
    )
