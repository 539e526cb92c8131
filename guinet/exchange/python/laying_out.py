"""Where the nodes of a block that nobody has drawn stand: in columns along their wires."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from guinet.core.graph import BlockData, Node
from guinet.core.layered import Spacing, layered
from guinet.core.ports import Ports
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form

_WIDTH: Final = 150.0
_HEIGHT: Final = 58.0
_PORT: Final = 18.0
_OPERATOR: Final = 48.0
_ROOM: Final = Spacing(levels=70.0, nodes=36.0, parts=60.0)


def laid_out(block: BlockData, blocks: Sequence[BlockData]) -> BlockData:
    """The block with its nodes in their places; `blocks` are all definitions, which say what ports instances have."""
    project = Project(REGISTRY, [replace(block, id="here"), *(other for other in blocks if other.id != "here")])
    here = project.blocks["here"]
    ports = {node.id: project.ports(here, node) for node in block.nodes}
    sizes = {node.id: _size(node, ports[node.id]) for node in block.nodes}
    edges = []
    for wire in block.wires:
        leaves = _middle(ports[wire.source.node], wire.source.port, sizes[wire.source.node][1], inputs=False)
        arrives = _middle(ports[wire.target.node], wire.target.port, sizes[wire.target.node][1], inputs=True)
        edges.append((wire.source.node, wire.target.node, leaves, arrives))
    places = layered(sizes, edges, spacing=_ROOM)
    nodes = tuple(
        replace(node, position=(round(places[node.id][0]), round(places[node.id][1]))) for node in block.nodes
    )
    return replace(block, nodes=nodes)


def _size(node: Node, ports: Ports) -> tuple[float, float]:
    most = max(len(ports.inputs), len(ports.outputs), 1)
    type = REGISTRY.get(node.kind)
    if type is not None and type.form is Form.OPERATOR and most <= 2:
        return _OPERATOR, _OPERATOR
    return _WIDTH, max(_HEIGHT, _PORT * most + 10)


def _middle(ports: Ports, name: str, height: float, *, inputs: bool) -> float:
    side = ports.inputs if inputs else ports.outputs
    place = next((place for place, port in enumerate(side) if port.name == name), 0)
    return height / 2 - _PORT * (len(side) - 1) / 2 + _PORT * place
