"""What the actions for blocks, frames and places of nodes do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from guinet.core.graph import FrameMode

if TYPE_CHECKING:
    from guinet.ui.canvas.arranging import Arranging
    from guinet.ui.canvas.canvas import Canvas


def block_handlers(canvas: Canvas) -> dict[str, Callable[[], object]]:
    """What the actions for blocks do, by their names: on `canvas`, or on the one open in place that is at hand."""
    here = canvas.opened

    def arrange(act: Callable[[Arranging], object]) -> Callable[[], object]:
        return lambda: act(here.current.arranging)

    return {
        "group": lambda: here.current.blocks.group(),
        "ungroup": lambda: here.current.blocks.ungroup(),
        "enter_block": lambda: _of_last(here.current, here.current.activate),
        "open_in_place": lambda: here.current.opened.toggle_selected(),
        "leave_block": lambda: here.current.leave(),
        "frame_nodes": lambda: here.current.blocks.frame(),
        "no_grad": lambda: here.current.blocks.frame(FrameMode.NO_GRAD),
        "repeat": lambda: _of_last(here.current, here.current.blocks.repeat),
        "share_layer": lambda: here.current.blocks.share_selected(),
        "own_layer": lambda: here.current.blocks.unshare(),
        "add_note": lambda: here.current.blocks.add_note(),
        "delete_reconnect": lambda: here.current.edits.dissolve(),
        "rename": lambda: here.current.edits.rename(),
        "mute": lambda: here.current.edits.mute(),
        "bypass": lambda: here.current.edits.bypass(),
        "lay_out": arrange(lambda arranging: arranging.lay_out()),
        "align_left": arrange(lambda arranging: arranging.align("left")),
        "align_centre": arrange(lambda arranging: arranging.align("centre")),
        "align_right": arrange(lambda arranging: arranging.align("right")),
        "align_top": arrange(lambda arranging: arranging.align("top")),
        "align_middle": arrange(lambda arranging: arranging.align("middle")),
        "align_bottom": arrange(lambda arranging: arranging.align("bottom")),
        "distribute_across": arrange(lambda arranging: arranging.distribute(True)),
        "distribute_down": arrange(lambda arranging: arranging.distribute(False)),
    }


def _of_last(canvas: Canvas, act: Callable[[str], object]) -> None:
    """Does something with the node selected last."""
    if canvas.selection:
        act(canvas.selection[-1])
