"""What each action of a window does, by its name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from guinet.ui import dialogs
from guinet.ui.block_menu import block_handlers
from guinet.ui.canvas_previews import toggle_previews
from guinet.ui.places import place_handlers
from guinet.ui.stepping import step_handlers

if TYPE_CHECKING:
    from guinet.ui.window import Window


def handlers(window: Window) -> dict[str, Callable[[], object]]:
    """One for each action of `guinet.ui.actions`."""
    canvas, training, files = window.canvas, window.training, window.files
    return {
        "new": files.new,
        "open": files.open,
        "save": files.save,
        "save_as": files.save_as,
        "export": partial(dialogs.export, window),
        "quit": QApplication.closeAllWindows,
        "undo": window.document.undo,
        "redo": window.document.redo,
        "cut": canvas.cut,
        "copy": canvas.copy,
        "paste": canvas.paste,
        "duplicate": canvas.duplicate,
        "delete": canvas.delete,
        "select_all": canvas.select_all,
        "frame_all": canvas.frame_all,
        "frame_selection": canvas.frame_selection,
        "zoom_in": lambda: canvas.zoom_by(1.25),
        "zoom_out": lambda: canvas.zoom_by(0.8),
        "zoom_actual": lambda: canvas.zoom_to(1.0),
        "train": window.train,
        "pause": training.pause,
        "stop": window.stop,
        "step": training.step_once,
        "evaluate": window.evaluate,
        "previews": partial(toggle_previews, window),
        "find": partial(dialogs.find_nodes, window),
        "connect": partial(dialogs.connect_node, window),
        "welcome": partial(dialogs.welcome, window),
        "shortcuts": partial(dialogs.change_shortcuts, window),
        "command_palette": partial(dialogs.show_command_palette, window),
        "about": partial(dialogs.about, window),
        **block_handlers(canvas),
        **step_handlers(window),
        **place_handlers(window),
    }
