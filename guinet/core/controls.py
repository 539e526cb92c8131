"""While, If and For: nodes that run a block in rounds or on a condition, made with a block that works at once."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from guinet.core.changes import AddBlock, AddNode, SetArgument
from guinet.core.editing import STEP, new_id, unused_name
from guinet.core.graph import (
    CONDITION,
    CONTROL_NAMES,
    FOR_KIND,
    IF_KIND,
    INDEX,
    INPUT_KIND,
    OTHERWISE,
    OUTPUT_KIND,
    TIMES,
    WHILE_KIND,
    Block,
    BlockData,
    End,
    Node,
    Position,
    Wire,
)
from guinet.core.grouping import unused_block_name
from guinet.core.ports import Port, Ports, PortType
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.values import Value

STATE: Final = "x"
"""The value that goes through a new control block; further Inputs and Outputs are added like any node."""

_ROUNDS: Final = 3
_BLOCK_NAMES: Final = {WHILE_KIND: "WhileBody", IF_KIND: "IfBody", FOR_KIND: "ForBody"}


def add_control(block: Block, kind: str, position: Position = (0.0, 0.0)) -> Node:
    """Adds a While ("while."), If ("if.") or For ("for.") with a block of its own, as one undo step.

    The block hands its Input `x` on to its Output `x`. A While's also has the Output `condition`, unwired: whoever
    draws it says when to go on. A For's has the Input `index`, and the node runs three rounds. Raises KeyError for
    another kind.
    """
    project = block.project
    body = _body(kind, unused_block_name(project, _BLOCK_NAMES[kind]))
    name = unused_name(block, CONTROL_NAMES[kind])
    arguments: dict[str, Value] = {TIMES: _ROUNDS} if kind == FOR_KIND else {}
    node = Node(new_id(), kind + body.id, name, arguments, position)
    project.run(QT_TRANSLATE_NOOP("Step", "Add node"), [AddBlock(body), AddNode(block.id, node)])
    return node


def add_otherwise(block: Block, node: str) -> str:
    """Gives an If a block for when its condition does not hold, as one undo step; returns the id of that block.

    It has the Inputs and Outputs of the first, each Output fed by the Input of its name where there is one. Raises
    KeyError when the If's own block is not there.
    """
    project = block.project
    first = project.blocks[block.nodes[node].block_id or ""]
    ends = {end.id: replace(end, id=new_id()) for end in first.boundary}
    entering = {end.name: end.id for end in ends.values() if end.kind == INPUT_KIND}
    wires = [
        Wire(new_id(), End(entering[end.name], "output"), End(end.id, "input"))
        for end in ends.values()
        if end.kind == OUTPUT_KIND and end.name in entering
    ]
    name = unused_block_name(project, f"{first.name}Otherwise")
    data = BlockData(new_id(), name, tuple(ends.values()), tuple(wires))
    changes = (AddBlock(data), SetArgument(block.id, node, OTHERWISE, data.id))
    project.run(QT_TRANSLATE_NOOP("Step", "Add the other branch"), changes)
    return data.id


def control_ports(kind: str) -> Ports:
    """The ports a new control node has."""
    state = Port(STATE, PortType.ANY)
    before = (Port(CONDITION, PortType.ANY),) if kind == IF_KIND else ()
    after = (Port(TIMES, PortType.ANY, optional=True),) if kind == FOR_KIND else ()
    return Ports((*before, state, *after), (state,))


def _body(kind: str, name: str) -> BlockData:
    enter = Node(new_id(), INPUT_KIND, STATE)
    leave = Node(new_id(), OUTPUT_KIND, STATE, {}, (3 * STEP, 0.0))
    nodes = [enter, leave]
    if kind == WHILE_KIND:
        nodes.append(Node(new_id(), OUTPUT_KIND, CONDITION, {}, (3 * STEP, 100.0)))
    if kind == FOR_KIND:
        nodes.append(Node(new_id(), INPUT_KIND, INDEX, {}, (0.0, 100.0)))
    return BlockData(new_id(), name, tuple(nodes), (Wire(new_id(), End(enter.id, "output"), End(leave.id, "input")),))
