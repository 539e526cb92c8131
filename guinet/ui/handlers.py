"""What each action of a window does, by its name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QApplication

from guinet.ui import dialogs
from guinet.ui.block_handlers import block_handlers
from guinet.ui.places import place_handlers

if TYPE_CHECKING:
    from guinet.ui.window import Window


_STEPS: Final = ("next_node", "next_phase", "next_step", "into_block", "out_of_block")


def handlers(window: Window) -> dict[str, Callable[[], object]]:
    """One for each action of `guinet.ui.actions`."""
    canvas, training, files = window.canvas, window.training, window.files
    here = canvas.opened
    return {
        "new": files.new,
        "open": files.open,
        "save": files.save,
        "save_as": files.save_as,
        "export": partial(dialogs.export, window),
        "quit": QApplication.closeAllWindows,
        "undo": window.document.undo,
        "redo": window.document.redo,
        "cut": lambda: here.current.cut(),
        "copy": lambda: here.current.copy(),
        "paste": partial(_paste, window),
        "duplicate": lambda: here.current.duplicate(),
        "delete": lambda: here.current.delete(),
        "select_all": lambda: here.current.select_all(),
        "frame_all": lambda: here.current.frame_all(),
        "frame_selection": lambda: here.current.frame_selection(),
        "zoom_in": lambda: canvas.zoom_by(1.25),
        "zoom_out": lambda: canvas.zoom_by(0.8),
        "zoom_actual": lambda: canvas.zoom_to(1.0),
        "train": window.train,
        "pause": training.pause,
        "stop": window.stop,
        "step": training.step_once,
        "evaluate": window.evaluate,
        "previews": partial(_toggle_previews, window),
        "find": partial(dialogs.find_nodes, window),
        "connect": partial(dialogs.connect_node, window),
        "welcome": partial(dialogs.welcome, window),
        "shortcuts": partial(dialogs.change_shortcuts, window),
        "command_palette": partial(dialogs.show_command_palette, window),
        "about": partial(dialogs.about, window),
        **block_handlers(canvas),
        **{name: partial(_step, window, name) for name in _STEPS},
        **place_handlers(window),
    }


def _paste(window: Window) -> None:
    from guinet.ui.code_paste import paste

    paste(window)


def _toggle_previews(window: Window) -> None:
    from guinet.ui.canvas_previews import toggle_previews

    toggle_previews(window)


def _step(window: Window, action: str) -> None:
    from guinet.ui.stepping import step

    step(window, action)
