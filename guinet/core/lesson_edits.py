"""What a lesson does for a person who asks to be shown: edits as data, told by the names of nodes.

An edit says how things shall be, not what is to be done: one that is done already changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from msgspec import Struct

from guinet.core import editing, framing, sharing
from guinet.core.changes import SetTraining
from guinet.core.graph import Block, End, FrameMode, Tie
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.project import Project
from guinet.core.values import freeze, identical

COLUMN: Final = 220.0
ROW: Final = 130.0
"""Distances, in canvas units, of the places that edits name by column and row."""


class Edit(Struct, frozen=True):
    """One edit: its word ("add", "connect" …), and what belongs to it, as the file of the lesson says it."""

    word: str
    body: Any


def show(project: Project, edits: Iterable[Edit], before: Iterable[Edit] = ()) -> None:
    """Makes edits in the main block as one undo step.

    Where a node they speak of is missing, those of `before` are made first. Raises Refused when something stands in
    the way, such as another node of a name; nothing is changed then.
    """
    label = QT_TRANSLATE_NOOP("Step", "Show me")
    wanted = tuple(edits)
    with project.transaction(label):
        try:
            with project.transaction(label):
                perform(project.main, wanted)
        except KeyError:
            perform(project.main, (*before, *wanted))


def perform(block: Block, edits: Iterable[Edit]) -> None:
    """Makes edits one after the other. Raises KeyError for a node that is missing, Refused for what cannot be."""
    for edit in edits:
        EDITS[edit.word](block, edit.body)


def _add(block: Block, body: Mapping[str, Any]) -> None:
    name, kind, arguments = body["name"], body["kind"], body.get("arguments", {})
    if block.has_name(name) and block.node(name).kind == kind:
        block.set(block.node(name), **arguments)
        return
    column, row = body["at"]
    editing.add_node(block, kind, name=name, position=(column * COLUMN, row * ROW), arguments=arguments)


def _connect(block: Block, body: list[str]) -> None:
    source, target = _end(block, body[0], output=True), _end(block, body[1], output=False)
    if all(wire.source != source for wire in block.incoming(target.node, target.port)):
        block.connect(source, target)


def _end(block: Block, text: str, output: bool) -> End:
    """The port that "digits.label" names; the first of its node where there is no port in it."""
    name, _, port = text.partition(".")
    node = block.node(name)
    ports = block.project.ports(block, node)
    return node[port or (ports.outputs if output else ports.inputs)[0].name]


def _set(block: Block, body: Mapping[str, Any]) -> None:
    block.set(block.node(body["name"]), **body["arguments"])


def _rename(block: Block, body: list[str]) -> None:
    old, new = body
    if block.has_name(old) or not block.has_name(new):
        editing.rename(block, block.node(old).id, new)


def _frame(block: Block, body: Mapping[str, Any]) -> None:
    nodes, mode = [block.node(name) for name in body["nodes"]], FrameMode(body.get("mode", ""))
    frames = {node.frame for node in nodes}
    there = block.frame(frames.pop()) if len(frames) == 1 else None
    if there is None:
        framing.add_frame(block, [node.id for node in nodes], mode=mode)
    else:
        framing.set_frame(block, there.id, mode=mode)


def _unframe(block: Block, body: list[str]) -> None:
    for frame in dict.fromkeys(block.node(name).frame for name in body):
        if frame:
            framing.remove_frame(block, frame)


def _same_layer(block: Block, body: list[str]) -> None:
    node, owner = (block.node(name).id for name in body)
    if sharing.owner_of(block, node) != sharing.owner_of(block, owner):
        sharing.share(block, node, owner)


def _own_layer(block: Block, body: list[str]) -> None:
    sharing.unshare(block, [block.node(name).id for name in body])


def _tie(block: Block, body: list[str]) -> None:
    (target, _, parameter), (source, _, source_parameter) = (text.partition(".") for text in body)
    wanted = Tie(block.node(target).id, parameter, block.node(source).id, source_parameter)
    if wanted not in block.ties:
        sharing.tie(block, wanted.target, wanted.parameter, wanted.source, wanted.source_parameter)


def _untie(block: Block, body: list[str]) -> None:
    ends = {(block.node(name).id, parameter) for name, _, parameter in (text.partition(".") for text in body)}
    for tie in block.ties:
        if (tie.target, tie.parameter) in ends:
            sharing.untie(block, tie)


def _training(block: Block, body: Mapping[str, Any]) -> None:
    settings = {name: freeze(value) for name, value in body.items()}
    changes = [
        SetTraining(name, value)
        for name, value in settings.items()
        if not identical(block.project.training.get(name), value)
    ]
    block.project.run(QT_TRANSLATE_NOOP("Step", "Set training"), changes)


EDITS: Final[Mapping[str, Callable[[Block, Any], None]]] = {
    "add": _add,
    "connect": _connect,
    "set": _set,
    "rename": _rename,
    "frame": _frame,
    "unframe": _unframe,
    "same_layer": _same_layer,
    "own_layer": _own_layer,
    "tie": _tie,
    "untie": _untie,
    "training": _training,
}
"""What an edit may be, by its word."""
