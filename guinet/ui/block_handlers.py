"""What the actions for blocks, frames and places of nodes do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from guinet.core.graph import FrameMode
from guinet.ui.translate import tr

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
        "remove_unused": lambda: canvas.blocks.remove_unused(),
        "enter_block": lambda: _open(here.current, here.current.activate),
        "open_in_place": lambda: _open(here.current, here.current.opened.toggle),
        "leave_block": lambda: here.current.leave(),
        "frame_nodes": lambda: here.current.blocks.frame(),
        "no_grad": lambda: here.current.blocks.frame(FrameMode.NO_GRAD),
        "repeat": lambda: _of_last(here.current, here.current.blocks.repeat),
        "share_layer": lambda: here.current.blocks.share_selected(),
        "own_layer": lambda: here.current.blocks.unshare(),
        "add_note": lambda: here.current.blocks.add_note(),
        "delete_reconnect": lambda: here.current.edits.dissolve(),
        "rename": lambda: here.current.edits.rename(),
        "replace": lambda: here.current.edits.ask_replacement(),
        "swap_inputs": lambda: here.current.edits.swap_inputs(),
        "select_before": lambda: here.current.edits.select_reached(backwards=True),
        "select_after": lambda: here.current.edits.select_reached(backwards=False),
        "select_alike": lambda: here.current.edits.select_alike(),
        "mute": lambda: here.current.edits.mute(),
        "bypass": lambda: here.current.edits.bypass(),
        "grab": lambda: here.current.pointer.grab(),
        "collapse": lambda: here.current.appearance.collapse(),
        "hide_ports": lambda: here.current.appearance.hide_unused(),
        "colour": lambda: here.current.appearance.ask_colour(),
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


def _open(canvas: Canvas, act: Callable[[str], object]) -> None:
    """Does something with the node selected last, where there is anything inside it."""
    node = canvas.scene.block.nodes.get(canvas.selection[-1]) if canvas.selection else None
    if node is None or (node.block_id is None and node.code_id is None):
        canvas.message.emit(tr("Select a block: other nodes have nothing inside."))
        if node is not None:
            canvas.nodeActivated.emit(node.id)  # as a double click tells
    else:
        act(node.id)


def _of_last(canvas: Canvas, act: Callable[[str], object]) -> None:
    """Does something with the node selected last."""
    if canvas.selection:
        act(canvas.selection[-1])
