"""Nodes, wires and the blocks that hold them. Blocks change only through `guinet.core.changes`."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct, field

from guinet.core.values import Value

if TYPE_CHECKING:
    from guinet.core.project import Project

Position: TypeAlias = tuple[float, float]

INPUT_KIND = "guinet.Input"
OUTPUT_KIND = "guinet.Output"

BLOCK_KIND = "block."
"""A node whose kind starts so is an instance of the block with the id that follows."""

WHILE_KIND, IF_KIND, FOR_KIND = "while.", "if.", "for."
"""A node whose kind starts so runs the block with the id that follows: as long as its output `condition` holds, if what
arrives at the node's port `condition` does, or a number of times."""

REROUTE_KIND = "guinet.Reroute"
"""A dot on a wire: what arrives passes on. It leaves no trace in the code."""

CODE_KIND = "code."
"""A node whose kind starts so is written by hand: the project's code with the id that follows."""

CONTROL_KINDS = (WHILE_KIND, IF_KIND, FOR_KIND)
"""What a palette offers: the kinds of `add_control`, each still without a block."""

CONTROL_NAMES = {WHILE_KIND: "while_loop", IF_KIND: "if_branch", FOR_KIND: "for_loop"}
"""What new ones are named."""

CONDITION = "condition"
"""The Output of a While's block that says whether there is another round, and the port of an If that chooses."""

TIMES, INDEX = "times", "index"
"""The port and argument of a For that say how many rounds, and the Input of its block that receives the number of the
round, from 0."""

OTHERWISE = "otherwise"
"""The argument of an If: the id of the block run when the condition does not hold."""

AFTER = "after"
"""The port of a node that writes over a tensor or has another effect: what is wired into it only runs before it."""

_BLOCK_KINDS = (BLOCK_KIND, WHILE_KIND, IF_KIND, FOR_KIND)


COLOURS = ("blue", "orange", "green", "purple", "red", "cyan", "pink", "yellow")
"""The names of the theme's series of colours, as files keep them: what a node, a frame or a note may be given."""


class End(Struct, frozen=True):
    """A port of a node, as one end of a wire: `conv["input"]`."""

    node: str
    port: str


class NodeMode(StrEnum):
    """Whether a node runs: as usual, not at all with all that depends only on it, or passing on what arrives."""

    RUNS = ""
    MUTED = "muted"
    BYPASSED = "bypassed"


class Node(Struct, frozen=True):
    """A layer, operation, source, loss or block instance.

    `arguments` holds only what was set by hand. `name` is its attribute or variable in the generated code and
    unique in its block. `extra` is what a file of a later version said of the node, kept as it was.
    `frame` is the id of the frame it lies in; `shares` that of the node of its block whose layer it uses instead of one
    of its own; `repeat` how many copies of it, each with weights of its own, follow each other; `mode` whether it runs.
    How it looks, and nothing else, is decided by `collapsed`: its title is all there is to see; `colour`: one of
    `COLOURS`, "" for its category's; `hides_unused`: of its ports only those it needs and those that are wired show.
    """

    id: str
    kind: str
    name: str
    arguments: Mapping[str, Value] = field(default_factory=dict)
    position: Position = (0.0, 0.0)
    note: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)
    frame: str = ""
    shares: str = ""
    repeat: int = 1
    mode: NodeMode = NodeMode.RUNS
    collapsed: bool = False
    colour: str = ""
    hides_unused: bool = False

    def __getitem__(self, port: str) -> End:
        return End(self.id, port)

    @property
    def block_id(self) -> str | None:
        """The definition this node is an instance of or runs (While, If, For), if there is one."""
        return self.kind.partition(".")[2] if self.kind.startswith(_BLOCK_KINDS) else None

    @property
    def blocks(self) -> tuple[str, ...]:
        """The ids of all definitions it is an instance of or runs: an If may have two."""
        other = self.arguments.get(OTHERWISE) if self.kind.startswith(IF_KIND) else None
        own = self.block_id
        return (*((own,) if own is not None else ()), *((other,) if isinstance(other, str) else ()))

    @property
    def is_control(self) -> bool:
        """Whether it is a While, If or For."""
        return self.kind.startswith(_BLOCK_KINDS[1:])

    @property
    def code_id(self) -> str | None:
        """The code written by hand that this node calls, if it does."""
        return self.kind.removeprefix(CODE_KIND) if self.kind.startswith(CODE_KIND) else None


class Wire(Struct, frozen=True):
    """A connection; `order` is its place among the wires of a port that takes several."""

    id: str
    source: End
    target: End
    order: int = 0


class BlockArgument(Struct, frozen=True):
    """An argument a block exposes to its instances, with its default."""

    name: str
    default: Value = None


class FrameMode(StrEnum):
    """What a frame does to the nodes in it: nothing, or the torch context manager of that name."""

    NONE = ""
    NO_GRAD = "no_grad"
    INFERENCE_MODE = "inference_mode"
    ENABLE_GRAD = "enable_grad"


class Frame(Struct, frozen=True):
    """A rectangle drawn around the nodes that name it.

    `colour` is a name of the theme's, "" for the usual one; `room` how much farther than needed it reaches on the left,
    at the top, on the right and at the bottom, in canvas units.
    """

    id: str
    title: str = ""
    mode: FrameMode = FrameMode.NONE
    colour: str = ""
    room: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)


class Note(Struct, frozen=True):
    """Free text on the canvas. `box` is left, top, width and height in canvas units; `colour` a name of the theme's."""

    id: str
    text: str = ""
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    colour: str = ""


class Tie(Struct, frozen=True):
    """One parameter used as another: `target.parameter` becomes the very tensor `source.source_parameter`.

    Nodes by id; parameters by their path below the node ("weight", "encoder.embedding.weight").
    """

    target: str
    parameter: str
    source: str
    source_parameter: str


class Selects(StrEnum):
    """What the `target` of an initialiser is: a node's id, a layer's kind, or a pattern of parameter paths."""

    NODE = "node"
    TYPE = "type"
    PATTERN = "pattern"


class Initialiser(Struct, frozen=True):
    """A rule for the first values of parameters.

    `function` is torch's ("xavier_uniform_"), or "code.<id>" for one written by hand, which is given the layer.
    `parameter` is "weight", "bias" or any other name below the layer, "*" for all of it; a pattern needs none. Rules
    hold in order: a later one goes over an earlier one. A pattern is a shell pattern ("*.conv?.weight").
    """

    select: Selects
    target: str
    parameter: str
    function: str
    arguments: Mapping[str, Value] = field(default_factory=dict)


class BlockData(Struct, frozen=True):
    """A block as a value: what a change carries and a file holds."""

    id: str
    name: str
    nodes: tuple[Node, ...] = ()
    wires: tuple[Wire, ...] = ()
    arguments: tuple[BlockArgument, ...] = ()
    note: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)
    frames: tuple[Frame, ...] = ()
    ties: tuple[Tie, ...] = ()
    initialisers: tuple[Initialiser, ...] = ()
    notes: tuple[Note, ...] = ()


class Block:
    """A graph with inputs and outputs: a definition, and the class it becomes in code.

    Read it freely; `add`, `connect` and the rest go through the project's changes, one undo step each.
    It keeps even broken wires (a file may hold them); `guinet.core.rules.structure_problems` names those.
    """

    def __init__(self, project: Project, data: BlockData) -> None:
        self.project = project
        self.id = data.id
        self.name = data.name
        self.arguments = data.arguments
        self.note = data.note
        self.extra = data.extra
        self.frames = data.frames
        self.ties = data.ties
        self.initialisers = data.initialisers
        self.notes = data.notes
        self._nodes: dict[str, Node] = {}
        self._wires: dict[str, Wire] = {}
        self._names: dict[str, str] = {}
        self._output_names: dict[str, str] = {}
        self._boundary: dict[str, None] = {}
        self._incoming: dict[str, dict[str, list[str]]] = {}
        self._outgoing: dict[str, dict[str, list[str]]] = {}
        for node in data.nodes:
            self._insert_node(node)
        for wire in data.wires:
            self._insert_wire(wire)

    # Reading

    @property
    def nodes(self) -> Mapping[str, Node]:
        """Nodes by id."""
        return MappingProxyType(self._nodes)

    @property
    def wires(self) -> Mapping[str, Wire]:
        """Wires by id."""
        return MappingProxyType(self._wires)

    @property
    def boundary(self) -> list[Node]:
        """The Input and Output nodes: what an instance of this block has ports for."""
        return [self._nodes[node] for node in self._boundary]

    @property
    def newest(self) -> Node | None:
        """The node added last."""
        return next(reversed(self._nodes.values()), None)

    def node(self, name: str) -> Node:
        """The node with this name; of an Output and what is called as it, the latter. Raises KeyError."""
        return self._nodes[self._names[name] if name in self._names else self._output_names[name]]

    def frame(self, id: str) -> Frame | None:
        """The frame with this id; None for one that is not there, or no id."""
        return next((frame for frame in self.frames if frame.id == id), None)

    def has_name(self, name: str) -> bool:
        return name in self._names or name in self._output_names

    def incoming(self, node: str, port: str | None = None) -> list[Wire]:
        """Wires into a node (or one of its ports), in port order of arrival and by `order` within a port."""
        return self._lookup(self._incoming.get(node, {}), port)

    def outgoing(self, node: str, port: str | None = None) -> list[Wire]:
        """Wires out of a node (or one of its ports)."""
        return self._lookup(self._outgoing.get(node, {}), port)

    def successors(self, node: str) -> Iterator[str]:
        ports = self._outgoing.get(node)
        return (self._wires[wire].target.node for wires in ports.values() for wire in wires) if ports else iter(())

    def predecessors(self, node: str) -> Iterator[str]:
        ports = self._incoming.get(node)
        return (self._wires[wire].source.node for wires in ports.values() for wire in wires) if ports else iter(())

    def data(self) -> BlockData:
        """This block as a value."""
        nodes, wires = tuple(self._nodes.values()), tuple(self._wires.values())
        return BlockData(
            self.id,
            self.name,
            nodes,
            wires,
            self.arguments,
            self.note,
            self.extra,
            self.frames,
            self.ties,
            self.initialisers,
            self.notes,
        )

    # Editing, each one undo step

    def add(self, kind: str, name: str | None = None, position: Position | None = None, **arguments: object) -> Node:
        """Adds a node of `kind` ("torch.nn.Conv2d", "guinet.data.digits", "block.<id>").

        Raises Refused when the kind is unknown, the name is taken, or a block would come to lie within itself; a
        check names the arguments that are unknown.
        """
        from guinet.core import editing

        return editing.add_node(self, kind, name=name, position=position, arguments=arguments)

    def connect(self, source: End, target: End) -> Wire:
        """Wires an output to an input; a wire already on a single input is replaced. Raises Refused with a Problem."""
        from guinet.core import editing

        return editing.connect(self, source, target)

    def remove(self, nodes: Iterable[Node | str]) -> None:
        """Removes nodes with their wires."""
        from guinet.core import editing

        editing.remove(self, nodes=[node if isinstance(node, str) else node.id for node in nodes])

    def set(self, node: Node | str, **arguments: object) -> None:
        """Sets arguments of a node by hand; `MISSING` takes one back to its default."""
        from guinet.core import editing

        editing.set_arguments(self, node if isinstance(node, str) else node.id, arguments)

    # The hands of guinet.core.changes; nothing else calls these

    def _insert_node(self, node: Node) -> None:
        if node.id in self._nodes:
            raise ValueError(f"two nodes with the id {node.id}")
        self._nodes[node.id] = node
        self._note_name(node)
        self._note_boundary(node)

    def _replace_node(self, node: Node) -> None:
        old = self._nodes[node.id]
        self._nodes[node.id] = node
        if (old.name, old.kind) != (node.name, node.kind):
            self._drop_name(old)
            self._note_name(node)
        if old.kind != node.kind:
            self._boundary.pop(node.id, None)
            self._note_boundary(node)

    def _delete_node(self, node: str) -> Node:
        old = self._nodes.pop(node)
        self._drop_name(old)
        self._boundary.pop(node, None)
        return old

    def _note_boundary(self, node: Node) -> None:
        if node.kind in (INPUT_KIND, OUTPUT_KIND):
            self._boundary[node.id] = None

    def _names_as(self, node: Node) -> dict[str, str]:
        # An Output may be called as another node is: `x` of a While is both an Input and what the next round gets.
        return self._output_names if node.kind == OUTPUT_KIND else self._names

    def _note_name(self, node: Node) -> None:
        self._names_as(node)[node.name] = node.id

    def _drop_name(self, node: Node) -> None:
        # A damaged file may give one name to two nodes; only the one the index points at gives it up.
        if self._names_as(node).get(node.name) == node.id:
            del self._names_as(node)[node.name]

    def _insert_wire(self, wire: Wire) -> None:
        if wire.id in self._wires:
            raise ValueError(f"two wires with the id {wire.id}")
        self._wires[wire.id] = wire
        entering = self._incoming.setdefault(wire.target.node, {}).setdefault(wire.target.port, [])
        insort(entering, wire.id, key=lambda other: (self._wires[other].order, other))
        self._outgoing.setdefault(wire.source.node, {}).setdefault(wire.source.port, []).append(wire.id)

    def _delete_wire(self, wire_id: str) -> Wire:
        wire = self._wires.pop(wire_id)
        _discard(self._incoming, wire.target, wire_id)
        _discard(self._outgoing, wire.source, wire_id)
        return wire

    def _lookup(self, by_port: Mapping[str, list[str]], port: str | None) -> list[Wire]:
        if port is not None:
            return [self._wires[wire] for wire in by_port.get(port, ())]
        return [self._wires[wire] for wires in by_port.values() for wire in wires]


def _discard(index: dict[str, dict[str, list[str]]], end: End, wire: str) -> None:
    ports = index[end.node]
    ports[end.port].remove(wire)
    if not ports[end.port]:
        del ports[end.port]
    if not ports:
        del index[end.node]
