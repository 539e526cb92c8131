"""What a window opens for a moment: to find, to choose, to export, to say what it is."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from guinet.ui.translate import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from guinet.ui.window import Window


def show_command_palette(window: Window) -> None:
    """Every action, to be found by its words."""
    from guinet.ui.command_palette import CommandPalette
    from guinet.ui.places import panel_actions

    _pop_up(CommandPalette([*window.actions_by_name.all(), *panel_actions(window)], window), window)


def find_nodes(window: Window) -> None:
    """Nodes of all blocks, to be found by name, type, shape or problem."""
    from guinet.ui.find import FindPopup

    popup = FindPopup(window.document, window.panels.reports, window.panels.problems, window)
    popup.chosen.connect(lambda block, node: window.show_nodes(block, (node,)))
    _pop_up(popup, window)


def connect_node(window: Window) -> None:
    """What the selected node can be wired with; several are wired with each other."""
    from guinet.ui.connect_popup import ConnectPopup

    canvas = window.canvas.opened.current
    if len(canvas.selection) > 1:
        canvas.edits.join()
    elif canvas.selection:
        _pop_up(ConnectPopup(canvas, canvas.selection[-1], window), window)
    else:
        canvas.message.emit(tr("Select a node first: Tab goes from one to the next."))


def welcome(window: Window) -> None:
    """Examples, lessons and what was open lately."""
    from guinet.ui.welcome import WelcomeDialog

    dialog = WelcomeDialog(window.settings.recent_files, window)
    dialog.opening.connect(window.files.open_path)
    dialog.starting.connect(window.files.open_example)
    dialog.learning.connect(partial(_learn, window))
    dialog.acting.connect(lambda name: window.actions_by_name[name].trigger())
    dialog.exec()
    dialog.deleteLater()


def new_from_code(window: Window, path: Path | None = None) -> None:
    """Asks for Python code, that of a file where one is given, and opens the network it describes as a new project."""
    from PySide6.QtWidgets import QApplication

    from guinet.ui.code_dialog import CodeDialog
    from guinet.ui.code_paste import looks_like_code

    text = QApplication.clipboard().text()
    found = text if path is None and looks_like_code(text) else ""
    dialog = CodeDialog(window.bridge, found, window.settings.last_folder, window)
    if path is not None:
        dialog.take(path)
    dialog.exec()
    read = dialog.made
    dialog.deleteLater()
    if read is not None:
        window.files.open_text(read.project, read.remarks)


def change_shortcuts(window: Window) -> None:
    """Asks which keys do what; every window has them from then on."""
    from guinet.ui.shortcuts_dialog import ShortcutsDialog

    def keep(shortcuts: dict[str, str]) -> None:
        window.settings.shortcuts = shortcuts
        window.settings.save()
        for each in type(window).windows:
            each.actions_by_name.bind(shortcuts)

    dialog = ShortcutsDialog(window.actions_by_name, keep, window)
    dialog.exec()
    dialog.deleteLater()


def export(window: Window, run: str | None = None) -> None:
    """Asks what to export, and where to; with the best weights of a run, of the newest where none is named."""
    from guinet.ui.export_dialog import ExportDialog

    window.training.settle_runs()
    path = window.document.path
    stem = path.stem if path is not None else window.document.main.name.lower()
    folder = window.settings.last_export_folder or (str(path.parent) if path is not None else "")
    dialog = ExportDialog(window.bridge, stem, folder, str(window.training.runs), window, run)
    dialog.exec()
    window.settings.last_export_folder = dialog.folder
    dialog.deleteLater()


def about(window: Window) -> None:
    """Says what program this is."""
    from PySide6.QtWidgets import QMessageBox

    from guinet import __version__

    words = tr("GuiNet {version}: draw a neural network, get real PyTorch. Apache-2.0.")
    QMessageBox.about(window, "GuiNet", words.format(version=__version__))


def _learn(window: Window, lesson: str) -> None:
    show_lessons(window)
    window.panels.lessons.open_lesson(lesson)


def show_lessons(window: Window) -> None:
    """Shows what a lesson asks for together with the form it is done in: not as a tab that hides the form."""
    lessons, form = window.docks["lessons"], window.docks["properties"]
    if form in window.tabifiedDockWidgets(lessons):
        window.docks.show_beside("lessons")
        window.docks.show("properties")
        if form not in window.tabifiedDockWidgets(window.docks["about"]):
            # Three would have no room on a small screen, and it is the lesson now that is read.
            window.docks["about"].hide()
        # Each half of what there is.
        window.resizeDocks([form, lessons], [1000, 1000], Qt.Orientation.Vertical)
    else:
        window.docks.show("lessons")


def _pop_up(popup: QDialog, window: Window) -> None:
    popup.move(window.mapToGlobal(window.rect().center() - popup.rect().center()))
    popup.exec()
    popup.deleteLater()
