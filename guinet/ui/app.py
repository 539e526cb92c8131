"""Makes the application and its windows; tests and benchmarks drive the window through these two functions."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from guinet.core.resources import resource
from guinet.ui import translate
from guinet.ui.access import install_access
from guinet.ui.errors import install_handlers
from guinet.ui.garbage import collect_here, spare_modules
from guinet.ui.settings import load_settings
from guinet.ui.theme import apply_theme

if TYPE_CHECKING:
    from guinet.ui.window import Window


def create_application(argv: Sequence[str]) -> QApplication:
    """The QApplication, with theme, language, fonts and error handlers as the program has them.

    A second call returns the same application.
    """
    running = QApplication.instance()
    if isinstance(running, QApplication):
        application = running
        application.setStyle("fusion")
    else:
        application = _start(argv)
    settings = load_settings()
    translate.install(application, settings.language)
    apply_theme(application, settings.theme)
    install_handlers()
    install_access()
    collect_here()
    return application


def create_window(path: str | Path | None = None, *, in_process: bool = False) -> Window:
    """A window on a project file, or on the bundled example when there is no `path`.

    Raises Unreadable or NotAllowed when the file cannot be opened.
    """
    from guinet.ui.opening import open_project
    from guinet.ui.window import Window

    spare_modules()
    file = Path(path) if path is not None else None
    window = Window(open_project(file), in_process=in_process)
    if file is not None:
        window.settings.add_recent_file(file)
    return window


def _start(argv: Sequence[str]) -> QApplication:
    if sys.platform == "linux":
        # A dead display aborts Qt unless it is told what to try next; where there is none to try, it complains.
        wayland = "wayland;" if "WAYLAND_DISPLAY" in os.environ else ""
        os.environ.setdefault("QT_QPA_PLATFORM", f"{wayland}xcb;offscreen")
    QApplication.setApplicationName("GuiNet")
    QApplication.setDesktopFileName("guinet")
    # The style by name: setting it later makes all Qt knows of styles known to Python, which takes its time.
    application = QApplication([*argv[:1], "-style", "fusion", *argv[1:]])
    application.setWindowIcon(QIcon(str(resource("icons/guinet.svg"))))
    return application
