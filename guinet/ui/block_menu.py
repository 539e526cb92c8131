"""What the right button offers for blocks, frames and shared layers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from guinet.core import repeating, sharing
from guinet.core.controls import add_otherwise
from guinet.core.graph import COLOURS, IF_KIND, OTHERWISE, FrameMode, Node
from guinet.core.noting import note_of
from guinet.core.project import MAIN
from guinet.core.values import Reference, is_wired
from guinet.core.wiring import give_back, take_from_wire
from guinet.nodes.wiring import wirable
from guinet.ui.canvas.frame_words import mode_text
from guinet.ui.canvas.hits import Hit
from guinet.ui.canvas.parameters import parameters_of, tie_choices
from guinet.ui.icons import swatch
from guinet.ui.theme import current_theme
from guinet.ui.translate import tr
from guinet.ui.words import colour_text

if TYPE_CHECKING:
    from guinet.ui.actions import Actions
    from guinet.ui.canvas.canvas import Canvas

_MOST: Final = 30
"""Nodes a submenu lists; in a larger block dragging one onto the other is quicker than reading."""


def fill(menu: QMenu, canvas: Canvas, hit: Hit, actions: Actions) -> None:
    """Adds what fits what was hit."""
    if hit.what == "frame":
        _frame_entries(menu, canvas, hit.id)
    elif hit.what == "note":
        _note_entries(menu, canvas, hit.id)
    elif hit.what == "wire" and not canvas.selection:
        at = canvas.pointer.at
        _entry(menu, "insert_node", tr("Insert a node…"), lambda: canvas.search.open_onto(at, hit.id))
        _entry(menu, "add_dot", tr("Add a dot to the wire"), lambda: canvas.edits.add_dot(hit.id, at))
    elif canvas.selection:
        _node_entries(menu, canvas, actions)
    else:
        if canvas.block_id != MAIN:
            menu.addAction(actions["leave_block"])
        _entry(menu, "add_node", tr("Add a node…"), partial(canvas.search.open, canvas.pointer.at))
        menu.addAction(actions["add_note"])
        menu.addAction(actions["lay_out"])
        _class_entry(menu, canvas, canvas.block_id)
    if not menu.isEmpty():
        menu.addSeparator()


def _entry(menu: QMenu, name: str, text: str, act: Callable[[], object]) -> QAction:
    action = menu.addAction(text)
    action.setObjectName(name)
    action.triggered.connect(lambda: act())
    return action


def _frame_entries(menu: QMenu, canvas: Canvas, frame: str) -> None:
    data, blocks = canvas.scene.block.frame(frame), canvas.blocks
    if data is None:
        return
    _entry(menu, "frame_title", tr("Write the title…"), lambda: blocks.rename_frame(frame))
    for mode in FrameMode:
        text = mode_text(mode) or tr("Only a frame")
        action = _entry(menu, f"frame_mode_{mode.value or 'none'}", text, partial(blocks.set_mode, frame, mode))
        action.setCheckable(True)
        action.setChecked(mode is data.mode)
    _colour_menu(menu, canvas)
    _entry(menu, "frame_remove", tr("Remove the frame, keep its nodes"), lambda: blocks.remove_frame(frame))


def _note_entries(menu: QMenu, canvas: Canvas, note: str) -> None:
    data, blocks = note_of(canvas.scene.block, note), canvas.blocks
    if data is not None:
        _entry(menu, "note_write", tr("Write the note…"), lambda: blocks.write_note(note))
        _colour_menu(menu, canvas)
        _entry(menu, "note_remove", tr("Delete the note"), lambda: blocks.remove_note(note))


def _colour_menu(menu: QMenu, canvas: Canvas) -> None:
    sub = menu.addMenu(tr("Colour"))
    sub.setObjectName("colour_menu")
    fill_colours(sub, canvas)


def fill_colours(menu: QMenu, canvas: Canvas) -> None:
    """The colours that the selected nodes, or the chosen frame or note, may have."""
    block, chosen = canvas.scene.block, canvas.chosen_frame
    data = block.frame(chosen) or note_of(block, chosen)
    given = {block.nodes[node].colour for node in canvas.appearance.colourable} if data is None else {data.colour}
    usual = tr("That of its category") if data is None else tr("Usual")
    for colour in ("", *COLOURS):
        words = colour_text(colour) if colour else usual
        action = _entry(menu, f"colour_{colour or 'usual'}", words, partial(canvas.appearance.colour, colour))
        action.setCheckable(True)
        action.setChecked(given == {colour})
        if colour:
            action.setIcon(swatch(current_theme().series(COLOURS.index(colour))))


_ALIGNING: Final = (
    *("align_left", "align_centre", "align_right", None, "align_top", "align_middle", "align_bottom", None),
    *("distribute_across", "distribute_down", None, "lay_out"),
)


def _align_menu(menu: QMenu, actions: Actions) -> None:
    sub = menu.addMenu(tr("Align"))
    sub.setObjectName("align_menu")
    for name in _ALIGNING:
        if name is None:
            sub.addSeparator()
        else:
            sub.addAction(actions[name])


def _node_entries(menu: QMenu, canvas: Canvas, actions: Actions) -> None:
    block = canvas.scene.block
    chosen = [block.nodes[node] for node in canvas.selection]
    alone = chosen[0] if len(chosen) == 1 else None
    if alone is not None and alone.block_id is not None:
        menu.addAction(actions["enter_block"])
        menu.addAction(actions["open_in_place"])
        if alone.kind.startswith(IF_KIND):
            _otherwise_entry(menu, canvas, alone)
    menu.addAction(actions["group"])
    if any(node.block_id is not None and not node.is_control for node in chosen):
        menu.addAction(actions["ungroup"])
    menu.addAction(actions["frame_nodes"])
    menu.addAction(actions["no_grad"])
    menu.addSeparator()
    if alone is not None:
        menu.addAction(actions["rename"])
        if alone.block_id is not None:
            _class_entry(menu, canvas, alone.block_id)
        menu.addAction(actions["replace"])
        if len(block.incoming(alone.id)) > 1:
            menu.addAction(actions["swap_inputs"])
    menu.addAction(actions["mute"])
    menu.addAction(actions["bypass"])
    menu.addSeparator()
    menu.addAction(actions["grab"])
    menu.addAction(actions["collapse"])
    menu.addAction(actions["hide_ports"])
    _colour_menu(menu, canvas)
    sub = menu.addMenu(tr("Select"))
    sub.setObjectName("select_menu")
    sub.addActions([actions[name] for name in ("select_before", "select_after", "select_alike")])
    if alone is None:
        _align_menu(menu, actions)
    menu.addSeparator()
    if alone is not None and not repeating.refusal(block, alone.id):
        menu.addAction(actions["repeat"])
    if len(chosen) > 1 and len({node.kind for node in chosen}) == 1 and sharing.has_layer(chosen[0]):
        menu.addAction(actions["share_layer"])
    if any(node.shares for node in chosen):
        menu.addAction(actions["own_layer"])
    if alone is not None:
        _share_menu(menu, canvas, alone)
        _tie_menus(menu, canvas, alone)
        _wire_menu(menu, canvas, alone)
        _expose_menu(menu, canvas, alone)


def _class_entry(menu: QMenu, canvas: Canvas, block: str) -> None:
    at = canvas.pointer.at
    _entry(menu, "rename_class", tr("Rename the class…"), lambda: canvas.edits.rename_class(block, at))


def _otherwise_entry(menu: QMenu, canvas: Canvas, node: Node) -> None:
    if node.arguments.get(OTHERWISE):
        _entry(
            menu, "enter_otherwise", tr("Go into the other branch"), lambda: canvas.trail.enter(node.id, otherwise=True)
        )
    else:
        _entry(
            menu,
            "add_otherwise",
            tr("Add a branch for when it does not hold"),
            lambda: add_otherwise(canvas.scene.block, node.id),
        )


def _share_menu(menu: QMenu, canvas: Canvas, node: Node) -> None:
    block = canvas.scene.block
    owners = [
        other
        for other in block.nodes.values()
        if other.kind == node.kind and not other.shares and not sharing.sharing_refusal(block, node.id, other.id)
    ]
    owners = [other for other in owners if other.id not in (node.id, node.shares)]
    if owners:
        sub = menu.addMenu(tr("Use the same layer as"))
        sub.setObjectName("share_menu")
        for other in owners[:_MOST]:
            _entry(sub, f"share_{other.name}", other.name, partial(canvas.blocks.share, node.id, other.id))


def _tie_menus(menu: QMenu, canvas: Canvas, node: Node) -> None:
    block = canvas.scene.block
    for tie in block.ties:
        if tie.target == node.id and tie.source in block.nodes:
            words = tr("Untie {parameter} from {name}").format(
                parameter=tie.parameter, name=f"{block.nodes[tie.source].name}.{tie.source_parameter}"
            )
            _entry(menu, f"untie_{tie.parameter}", words, partial(canvas.blocks.untie, tie))
    for parameter in parameters_of(block, canvas.kinds, node)[:_MOST]:
        choices = list(tie_choices(block, canvas.kinds, node, parameter))[:_MOST]
        if choices:
            sub = menu.addMenu(tr("Tie {parameter} to").format(parameter=parameter))
            sub.setObjectName(f"tie_{parameter}_menu")
            for other, path in choices:
                name = f"{block.nodes[other].name}.{path}"
                _entry(
                    sub,
                    f"tie_{name}",
                    name,
                    partial(canvas.blocks.tie, node.id, parameter, other, path),
                )


def _wire_menu(menu: QMenu, canvas: Canvas, node: Node) -> None:
    """The arguments that may come from a wire: those that do are checked, and go back to the form."""
    known = canvas.kinds.get(node.kind)
    names = list(wirable(known)) if known is not None else []
    if not names:
        return
    sub = menu.addMenu(tr("Take from a wire"))
    sub.setObjectName("wire_menu")
    for name in names[:_MOST]:
        wired = is_wired(node.arguments.get(name))
        act = partial(give_back if wired else take_from_wire, canvas.scene.block, node.id, name)
        action = _entry(sub, f"wire_{name}", name, act)
        action.setCheckable(True)
        action.setChecked(wired)


def _expose_menu(menu: QMenu, canvas: Canvas, node: Node) -> None:
    """The arguments of a node inside a block: those its instances may set are checked."""
    known = canvas.kinds.get(node.kind)
    if canvas.block_id == MAIN or known is None or not known.arguments:
        return
    sub = menu.addMenu(tr("Set by instances"))
    sub.setObjectName("expose_menu")
    for argument in known.arguments:
        value = node.arguments.get(argument.name)
        act = (
            partial(canvas.blocks.unexpose, value.argument)
            if isinstance(value, Reference)
            else partial(canvas.blocks.expose, node.id, argument.name)
        )
        action = _entry(sub, f"expose_{argument.name}", argument.name, act)
        action.setCheckable(True)
        action.setChecked(isinstance(value, Reference))
