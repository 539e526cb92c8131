"""What each action of a window does, by its name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from guinet.ui import dialogs
from guinet.ui.block_handlers import block_handlers
from guinet.ui.places import place_handlers
from guinet.ui.translate import tr

if TYPE_CHECKING:
    from guinet.ui.canvas.canvas import Canvas
    from guinet.ui.window import Window


_STEPS: Final = ("next_node", "next_phase", "next_step", "into_block", "out_of_block")
_OF_SELECTION: Final = frozenset(
    (
        *("cut", "copy", "duplicate", "delete", "delete_reconnect", "mute", "bypass", "swap_inputs", "repeat"),
        *("grab", "collapse", "hide_ports", "colour"),
        *("own_layer", "enter_block", "open_in_place", "select_before", "select_after", "select_alike"),
        *("align_left", "align_centre", "align_right", "align_top", "align_middle", "align_bottom"),
    )
)
"""Who does one of these with nothing selected is told what to do first."""


def handlers(window: Window) -> dict[str, Callable[[], object]]:
    """One for each action of `guinet.ui.actions`."""
    canvas, training, files = window.canvas, window.training, window.files
    here = canvas.opened
    canvas.snaps_to_grid = window.settings.snaps
    found: dict[str, Callable[[], object]] = {
        "new": files.new,
        "new_from_code": partial(dialogs.new_from_code, window),
        "open": files.open,
        "import": files.import_python,
        "save": files.save,
        "save_as": files.save_as,
        "export": partial(dialogs.export, window),
        "quit": partial(_quit, window),
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
        "snap": partial(_toggle_snapping, window),
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
    return {name: partial(_of_selection, canvas, act) if name in _OF_SELECTION else act for name, act in found.items()}


def _of_selection(canvas: Canvas, act: Callable[[], object]) -> None:
    here = canvas.opened.current
    if here.selection or here.selected_wires or here.chosen_frame:
        act()
    else:
        here.message.emit(tr("Nothing is selected: click on a node, or draw a box around several."))


def _quit(window: Window) -> None:
    """Closes all windows, unless one is to stay. Qt would close panels that float first, and they would not be
    remembered as they were."""
    for each in list(type(window).windows):
        if not each.close():
            return


def _paste(window: Window) -> None:
    from guinet.ui.code_paste import paste

    paste(window)


def _toggle_snapping(window: Window) -> None:
    """For all windows: they share the settings."""
    window.settings.snaps = snaps = not window.settings.snaps
    window.settings.save()
    for each in type(window).windows:
        each.actions_by_name["snap"].setChecked(snaps)
        for canvas in each.canvas.opened.canvases():
            canvas.snaps_to_grid = snaps
    on, off = tr("What is moved snaps to the grid and to others."), tr("What is moved stays where you put it.")
    window.canvas.message.emit(on if snaps else off)


def _toggle_previews(window: Window) -> None:
    from guinet.ui.canvas_previews import toggle_previews

    toggle_previews(window)


def _step(window: Window, action: str) -> None:
    from guinet.ui.stepping import step

    step(window, action)
