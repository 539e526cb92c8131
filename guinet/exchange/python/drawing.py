"""One block while it is drawn: nodes and wires, with the names people would give them."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from msgspec.structs import replace

from guinet.compile.names import unused
from guinet.compile.order import HOLD, natural
from guinet.core.graph import INPUT_KIND, OUTPUT_KIND, BlockArgument, BlockData, End, Frame, FrameMode, Node
from guinet.core.graph import Wire as GraphWire
from guinet.core.naming import name_problem, suggested_name
from guinet.core.values import Reference, Value, freeze
from guinet.exchange.python.values import Exposed, Instance, Wire, look, plain
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form

Mark: TypeAlias = "tuple[int, int, dict[int, str], dict[int, Drawing]]"
"""How far a drawing is."""


@dataclass(eq=False)
class Drawing:
    """`owner` is the module whose forward is followed, None for a script; `script`: nodes are named as variables;
    `around`: where the While or For is that repeats this, or the If that it is a branch of."""

    owner: Instance | None = None
    script: bool = False
    around: Drawing | None = None
    nodes: dict[str, Node] = field(default_factory=dict)
    wires: list[GraphWire] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    placed: dict[int, str] = field(default_factory=dict)
    """By the identity of a module the node that has it."""
    users: dict[int, Drawing] = field(default_factory=dict)
    """By the identity of a module, or of a tensor that one keeps, where it is used: here, or in a loop or branch."""
    rows: list[object] = field(default_factory=list)
    """The modules of several layers among them."""
    held: dict[int, Wire] = field(default_factory=dict)
    """By the identity of a tensor that a module keeps, the node that stands for it."""
    frame: str = ""
    referenced: dict[str, object] = field(default_factory=dict)
    optional: set[str] = field(default_factory=set)
    """Nodes that may go when nothing reads them."""
    called: set[str] = field(default_factory=set)
    """Nodes that have a name in the text."""
    result_tree: ast.expr | None = None
    """What its `return` says."""
    replaced: dict[End, End] = field(default_factory=dict)
    """By what was written over, what holds its values since."""
    inside: set[str] = field(default_factory=set)
    """What the class calls layers that its loops and branches have."""
    _count: int = 0
    _orders: Counter[End] = field(default_factory=Counter)

    @property
    def loop(self) -> bool:
        """Whether it is a loop or branch."""
        return self.around is not None

    @property
    def root(self) -> Drawing:
        """What all the loops and branches around it are in."""
        return self if self.around is None else self.around.root

    def add(
        self,
        kind: str,
        called: str,
        arguments: Mapping[str, object] | None = None,
        *,
        otherwise: str = "",
        shares: str = "",
    ) -> Node:
        """A node that the text calls `called`; where it has no name for it ("") or one that no node may have, it is
        `otherwise`, by default what its kind suggests. `data` sees to it that names differ.

        Raises TypeError for a value that no file holds.
        """
        self._count += 1
        settled = {name: self._settled(value) for name, value in (arguments or {}).items()}
        known = bool(called) and name_problem(called) is None
        plain = otherwise if otherwise and name_problem(otherwise) is None else suggested_name(kind)
        node = Node(f"n{self._count}", kind, called if known else plain, settled, frame=self.frame, shares=shares)
        self.nodes[node.id] = node
        if known:
            self.called.add(node.id)
        return node

    def connect(self, source: Wire, node: str, port: str) -> None:
        target = End(node, port)
        self.wires.append(GraphWire(f"w{len(self.wires) + 1}", self.now(source).end, target, self._orders[target]))
        self._orders[target] += 1

    def now(self, wire: Wire) -> Wire:
        """Where the values of a tensor are, after all that was written over it."""
        end = wire.end
        while end in self.replaced:
            end = self.replaced[end]
        return Wire(self, end)

    def write_over(self, old: Wire, new: Wire) -> None:
        """From now on `old` is found, under whatever name, as `new`."""
        self.replaced[self.now(old).end] = new.end

    def give(self, node: str, **arguments: Value) -> None:
        old = self.nodes[node]
        self.nodes[node] = replace(old, arguments={**old.arguments, **arguments})

    def repeat(self, node: str, times: int) -> Node:
        """So many copies of a node in a row."""
        self.nodes[node] = replace(self.nodes[node], repeat=times)
        return self.nodes[node]

    def output_names(self, count: int) -> list[str]:
        """What so many results are called: as the variables that are returned, where these names keep their order."""
        returned = self.result_tree.elts if isinstance(self.result_tree, ast.Tuple) else []
        names = [item.id for item in returned if isinstance(item, ast.Name)]
        if count == len(names) == len(returned) and sorted({*names}, key=natural) == names:
            return names
        return ["output"] if count == 1 else [f"output_{place + 1}" for place in range(count)]

    def readers(self, end: End) -> list[str]:
        return list(dict.fromkeys(wire.target.node for wire in self.wires if wire.source == end))

    def enter_frame(self, mode: FrameMode) -> str:
        """Nodes from now on lie in a new frame; gives the one they lay in."""
        before = self.frame
        self.frames.append(Frame(f"f{len(self.frames) + 1}", mode.value, mode))
        self.frame = self.frames[-1].id
        return before

    def mark(self) -> Mark:
        return len(self.nodes), len(self.wires), dict(self.placed), dict(self.root.users)

    def take_back(self, mark: Mark) -> None:
        """Undoes all that was drawn since the mark."""
        nodes, wires, self.placed, self.root.users = mark
        for node in list(self.nodes)[nodes:]:
            del self.nodes[node]
        del self.wires[wires:]
        self.replaced = {old: new for old, new in self.replaced.items() if new.node in self.nodes}
        self.held = {id: wire for id, wire in self.held.items() if wire.end.node in self.nodes}
        self._orders = Counter(wire.target for wire in self.wires)

    def data(self, name: str, defaults: Mapping[str, object]) -> BlockData:
        """The block. `defaults` are those of the constructor's arguments."""
        self._drop_unread()
        names = self.names()
        pinned = self.owner.pinned if self.owner is not None else set[str]()
        exposed = [name for name in self.referenced if name not in pinned]
        kept = tuple(
            replace(
                node,
                name=names[id],
                arguments={name: self._unpinned(value, pinned) for name, value in node.arguments.items()},
            )
            for id, node in self.nodes.items()
        )
        arguments = tuple(BlockArgument(each, freeze(look(defaults.get(each)))) for each in exposed)
        used = {node.frame for node in kept}
        frames = tuple(frame for frame in self.frames if frame.id in used)
        return BlockData("", name, kept, tuple(self.wires), arguments, frames=frames)

    def names(self) -> dict[str, str]:
        """The names by node. Where two want the same one, a part of the state_dict goes before an argument of forward,
        this before a variable, and that before what has no name in the text."""
        found: dict[str, str] = {}
        containers = {node.name.partition(".")[0] for node in self.nodes.values() if "." in node.name} | self.inside
        taken: dict[bool, set[str]] = {True: set(), False: containers}  # Outputs may be called as other nodes are
        for node in sorted(self.nodes.values(), key=self._rank):
            others = taken[node.kind == OUTPUT_KIND]
            stem = node.name if node.name.isidentifier() else suggested_name(node.kind)
            found[node.id] = node.name if node.name not in others else unused(stem, others)
            others.add(found[node.id])
        return found

    def _rank(self, node: Node) -> int:
        if node.id not in self.called:
            return 3
        if node.kind == INPUT_KIND:
            return 1
        type = REGISTRY.get(node.kind)
        layer = type is None or type.form in (Form.MODULE, Form.LOSS)
        return 0 if (layer or HOLD in node.arguments) and not node.shares else 2

    def _drop_unread(self) -> None:
        """Sizes that were taken out of a shape and never used."""
        read = {wire.source.node for wire in self.wires}
        while unread := {node for node in self.nodes if node in self.optional and node not in read}:
            self.nodes = {id: node for id, node in self.nodes.items() if id not in unread}
            self.wires = [wire for wire in self.wires if wire.target.node not in unread]
            read = {wire.source.node for wire in self.wires}

    def _settled(self, value: object) -> Value:
        if isinstance(value, Exposed):
            if value.owner is self.owner:
                self.referenced.setdefault(value.name, value.value)
                return Reference(value.name)
            return self._settled(plain(value))
        if isinstance(value, (tuple, list)):
            return tuple(self._settled(item) for item in value)
        return freeze(value)

    def _unpinned(self, value: Value, pinned: set[str]) -> Value:
        if isinstance(value, Reference) and value.argument in pinned:
            return freeze(look(self.referenced[value.argument]))
        return tuple(self._unpinned(item, pinned) for item in value) if isinstance(value, tuple) else value
