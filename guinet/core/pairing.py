"""Which nodes, blocks, frames and pieces of code of two projects are the same, whatever their ids: two imports of a
Python file number theirs anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, TypeVar

from msgspec.structs import replace

from guinet.core.coding import called_name
from guinet.core.graph import (
    BLOCK_KIND,
    CODE_KIND,
    CONTROL_KINDS,
    OTHERWISE,
    OUTPUT_KIND,
    Block,
    BlockData,
    End,
    Frame,
    Initialiser,
    Node,
    Selects,
    Tie,
    Wire,
)
from guinet.core.project import MAIN, Project

T = TypeVar("T")
Key = Callable[[T], object]
Ids = Mapping[str, str]

_NODE_KEYS: Final[tuple[Key[Node], ...]] = (
    lambda node: (node.name, node.kind == OUTPUT_KIND, node.id),
    lambda node: (node.name, node.kind == OUTPUT_KIND),
    lambda node: (node.id, node.kind),
)
_BLOCK_KEYS: Final[tuple[Key[Block], ...]] = (
    lambda block: block.id == MAIN or block.name,
    lambda block: block.id,
)
_FRAME_KEYS: Final[tuple[Key[Frame], ...]] = (lambda frame: frame.title, lambda frame: frame.id)
_CODE_KEYS: Final[tuple[Key[tuple[str, str]], ...]] = (
    lambda code: code[0],
    lambda code: called_name(code[1]),
)


def aligned(left: Project, right: Project) -> Project:
    """`left` with the ids of `right` for what is in both: a node is the same where it is called the same, and one that
    was renamed where it kept its id and kind. What only `left` has keeps an id that nothing of `right` has."""
    code = _paired(left.code.items(), right.code.items(), lambda item: item[0], _CODE_KEYS)
    blocks = _paired(left.blocks.values(), right.blocks.values(), lambda block: block.id, _BLOCK_KEYS)
    kinds = {f"{CODE_KIND}{old}": f"{CODE_KIND}{new}" for old, new in code.items()}
    for prefix in (BLOCK_KIND, *CONTROL_KINDS):
        kinds |= {f"{prefix}{old}": f"{prefix}{new}" for old, new in blocks.items()}
    renamed = [
        _aligned_block(block, right.blocks.get(blocks[block.id]), blocks, kinds) for block in left.blocks.values()
    ]
    found = Project(left.catalogue, renamed, left.path)
    found.training.update(left.training)
    found.code.update({code[id]: text for id, text in left.code.items()})
    found.notes, found.extra = left.notes, left.extra
    return found


def _paired(left: Iterable[T], right: Iterable[T], id: Callable[[T], str], keys: Sequence[Key[T]]) -> dict[str, str]:
    """New ids by old ones, for all of `left`: those of what agrees in an earlier key come first."""
    rest, others = list(left), list(right)
    found: dict[str, str] = {}
    for key in keys:
        waiting: dict[object, list[T]] = {}
        for each in others:
            waiting.setdefault(key(each), []).append(each)
        unpaired = []
        for each in rest:
            twins = waiting.get(key(each))
            if twins:
                found[id(each)] = id(twins.pop(0))
            else:
                unpaired.append(each)
        rest, others = unpaired, [each for twins in waiting.values() for each in twins]
    taken = {*found.values(), *map(id, others)}
    return found | {id(each): id(each) if id(each) not in taken else f"{id(each)} of the first" for each in rest}


def _aligned_block(block: Block, other: Block | None, blocks: Ids, kinds: Ids) -> BlockData:
    data = block.data()
    nodes = _paired(data.nodes, () if other is None else other.nodes.values(), lambda node: node.id, _NODE_KEYS)
    frames = _paired(data.frames, () if other is None else other.frames, lambda frame: frame.id, _FRAME_KEYS)

    def node(old: Node) -> Node:
        arguments = old.arguments
        otherwise = arguments.get(OTHERWISE)
        if isinstance(otherwise, str) and old.is_control:
            arguments = {**arguments, OTHERWISE: blocks.get(otherwise, otherwise)}
        return replace(
            old,
            id=nodes[old.id],
            kind=kinds.get(old.kind, old.kind),
            arguments=arguments,
            frame=frames.get(old.frame, old.frame),
            shares=nodes.get(old.shares, old.shares),
        )

    def end(old: End) -> End:
        return End(nodes.get(old.node, old.node), old.port)

    def rule(old: Initialiser) -> Initialiser:
        target = nodes.get(old.target, old.target) if old.select is Selects.NODE else old.target
        return replace(old, target=target, function=kinds.get(old.function, old.function))

    return replace(
        data,
        id=blocks[data.id],
        nodes=tuple(map(node, data.nodes)),
        wires=tuple(Wire(wire.id, end(wire.source), end(wire.target), wire.order) for wire in data.wires),
        frames=tuple(replace(frame, id=frames[frame.id]) for frame in data.frames),
        ties=tuple(
            Tie(
                nodes.get(tie.target, tie.target),
                tie.parameter,
                nodes.get(tie.source, tie.source),
                tie.source_parameter,
            )
            for tie in data.ties
        ),
        initialisers=tuple(map(rule, data.initialisers)),
    )
