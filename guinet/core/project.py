"""The open project: blocks, training settings, notes, and the one way they change."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import MappingProxyType

from msgspec.structs import replace

from guinet.core.changes import Change
from guinet.core.graph import (
    BLOCK_KIND,
    CONDITION,
    FOR_KIND,
    IF_KIND,
    INDEX,
    REROUTE_KIND,
    TIMES,
    WHILE_KIND,
    Block,
    BlockData,
    Node,
)
from guinet.core.graph import INPUT_KIND as INPUT_KIND
from guinet.core.graph import OUTPUT_KIND as OUTPUT_KIND
from guinet.core.history import Committed, History, Step
from guinet.core.ports import Catalogue, Port, Ports, PortType
from guinet.core.problems import Problem
from guinet.core.values import Value

MAIN = "main"
"""The id of the block a project trains."""


class Project:
    """What a project file holds, with its history.

    Attributes: `blocks` by id; `main`, the block that is trained; `training`, settings that differ from their
    defaults (see `guinet.core.settings`); `code`, what was written by hand, by id (see
    `guinet.core.coding`): a class or a function each; `notes`; `path`, the file it was read from or saved to;
    `load_problems`, what was wrong with the file; `extra`, what a file held that this version does not know.

    Everything changes through `with project.transaction("Connect"): project.apply(change)`. Listeners given to
    `subscribe` hear one `Committed` per transaction, undo and redo.
    """

    def __init__(self, catalogue: Catalogue, blocks: Iterable[BlockData] = (), path: Path | None = None) -> None:
        self.catalogue = catalogue
        self.path = path
        self.training: dict[str, Value] = {}
        self.code: dict[str, str] = {}
        self.notes = ""
        self.load_problems: tuple[Problem, ...] = ()
        self.extra: Mapping[str, object] = {}
        self._blocks: dict[str, Block] = {}
        self._listeners: list[Callable[[Committed], None]] = []
        self._open: list[tuple[Change, Change]] | None = None
        self._untold: deque[Committed] = deque()
        self.history = History()
        for data in blocks:
            self._insert_block(data)
        if MAIN not in self._blocks:
            self._insert_block(BlockData(MAIN, "Net"))

    # Reading

    @property
    def blocks(self) -> Mapping[str, Block]:
        return MappingProxyType(self._blocks)

    @property
    def main(self) -> Block:
        return self._blocks[MAIN]

    @property
    def folder(self) -> Path | None:
        """The folder relative paths of data start from: that of the project's file. None for one never saved."""
        return None if self.path is None else self.path.parent

    @property
    def runs_folder(self) -> Path | None:
        """Where trainings are kept: NAME.runs beside NAME.guinet. None for a project never saved."""
        return None if self.path is None else self.path.with_suffix(".runs")

    def ports(self, block: Block, node: Node) -> Ports:
        """The ports of a node. Those of a kind nobody knows are the ones its wires name."""
        if node.block_id is not None:
            definition = self._blocks.get(node.block_id)
            known = None if definition is None else instance_ports(node, definition)
        elif node.kind == REROUTE_KIND:
            known = REROUTE_PORTS
        else:
            known = self.catalogue.ports(node.kind, node.arguments)
        return known if known is not None else _ports_of_wires(block, node)

    def learn(self, code: Mapping[str, str]) -> None:
        """Takes in code written by hand, by id. Nothing of it is run."""
        self.code.update(code)
        for id, text in code.items():
            self.catalogue.learn(id, text)

    # Changing

    @contextmanager
    def transaction(self, label: str, merge: str | None = None) -> Iterator[None]:
        """All changes applied inside are one undo step named `label`; an exception takes them all back.

        A step whose `merge` key equals the last step's joins it (typing in one field, dragging one slider).
        A transaction inside another belongs to the outer one; an exception that leaves it takes back its own part.
        """
        if self._open is not None:
            with self._taken_back_on_error(self._open):
                yield
            return
        done: list[tuple[Change, Change]] = []
        self._open = done
        try:
            with self._taken_back_on_error(done):
                yield
        finally:
            self._open = None
        if done:
            step = Step(label, tuple(do for do, _ in done), tuple(undo for _, undo in reversed(done)), merge)
            joins = self.history.record(step)
            self._tell(Committed(label, step.changes, "do", joins))

    @contextmanager
    def _taken_back_on_error(self, done: list[tuple[Change, Change]]) -> Iterator[None]:
        start = len(done)
        try:
            yield
        except BaseException:
            while len(done) > start:
                _, inverse = done.pop()
                inverse.apply(self)
            raise

    def apply(self, change: Change) -> None:
        """Makes one change; only inside a transaction."""
        if self._open is None:
            raise RuntimeError("a change was made outside a transaction")
        self._open.append((change, change.apply(self)))

    def run(self, label: str, changes: Iterable[Change], merge: str | None = None) -> None:
        """One transaction of these changes."""
        with self.transaction(label, merge):
            for change in changes:
                self.apply(change)

    def undo(self) -> str | None:
        """Takes back the last step and returns its name, or None when there is none."""
        self._require_no_transaction()
        step = self.history.take_undo()
        if step is None:
            return None
        for change in step.inverses:
            change.apply(self)
        self._tell(Committed(step.label, step.inverses, "undo"))
        return step.label

    def redo(self) -> str | None:
        """Makes the last undone step again and returns its name, or None when there is none."""
        self._require_no_transaction()
        step = self.history.take_redo()
        if step is None:
            return None
        for change in step.changes:
            change.apply(self)
        self._tell(Committed(step.label, step.changes, "redo"))
        return step.label

    def subscribe(self, listener: Callable[[Committed], None]) -> Callable[[], None]:
        """Calls `listener` after every commit; the returned function ends that.

        A listener may edit: what it commits is told to all after the event at hand, so that everyone hears the
        commits in the order in which they were made. One that fails keeps no other from hearing.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _require_no_transaction(self) -> None:
        if self._open is not None:
            raise RuntimeError("undo and redo are steps of their own: not inside a transaction")

    def _tell(self, event: Committed) -> None:
        self._untold.append(event)
        if len(self._untold) == 1:
            self._deliver()

    def _deliver(self) -> None:
        try:
            with ExitStack() as calls:
                for listener in reversed(self._listeners):
                    calls.callback(listener, self._untold[0])
        finally:
            self._untold.popleft()
            if self._untold:
                self._deliver()

    # The hands of guinet.core.changes

    def _insert_block(self, data: BlockData) -> None:
        self._blocks[data.id] = Block(self, data)

    def _delete_block(self, block: str) -> BlockData:
        return self._blocks.pop(block).data()


REROUTE_PORTS = Ports((Port("input", PortType.ANY),), (Port("output", PortType.ANY),))


def block_kind(block_id: str) -> str:
    """The kind of a node that is an instance of this block."""
    return BLOCK_KIND + block_id


def block_ports(block: Block) -> Ports:
    """A block's inputs and outputs: its Input and Output nodes from top to bottom."""
    ends = sorted(block.boundary, key=lambda node: (node.position[1], node.position[0], node.name))
    return Ports(
        tuple(Port(node.name, PortType.ANY) for node in ends if node.kind == INPUT_KIND),
        tuple(Port(node.name, PortType.ANY) for node in ends if node.kind == OUTPUT_KIND),
    )


def instance_ports(node: Node, definition: Block) -> Ports:
    """The ports of a node that is an instance of `definition`, or runs it in rounds or on a condition."""
    ports = block_ports(definition)
    if node.kind.startswith(WHILE_KIND):
        return replace(ports, outputs=tuple(port for port in ports.outputs if port.name != CONDITION))
    if node.kind.startswith(IF_KIND):
        return replace(ports, inputs=(Port(CONDITION, PortType.ANY), *ports.inputs))
    if node.kind.startswith(FOR_KIND):
        inputs = tuple(port for port in ports.inputs if port.name != INDEX)
        return replace(ports, inputs=(*inputs, Port(TIMES, PortType.ANY, optional=True)))
    return ports


def _ports_of_wires(block: Block, node: Node) -> Ports:
    inputs = dict.fromkeys(wire.target.port for wire in block.incoming(node.id))
    outputs = dict.fromkeys(wire.source.port for wire in block.outgoing(node.id))
    return Ports(
        tuple(Port(name, PortType.ANY, multiple=True) for name in inputs),
        tuple(Port(name, PortType.ANY) for name in outputs),
    )
