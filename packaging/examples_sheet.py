"""A canvas on which the examples are drawn: nodes in columns and rows, wired by their names."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import guinet
from guinet.core import editing
from guinet.core.changes import AddBlock, SetNotes, SetParts, SetTraining, SetTrait
from guinet.core.graph import AFTER, BlockData, Frame, FrameMode, Initialiser, Node
from guinet.core.project import MAIN, Project
from guinet.core.values import Value

COLUMN, ROW = 220.0, 130.0

Place: TypeAlias = tuple[float, float]
Layer: TypeAlias = "tuple[str, str, dict[str, object]]"
"""Name, kind and arguments."""


class Sheet:
    """One block of a project, with a pen: each node goes one column to the right of the last unless `at` says where.

    `at` counts in columns and rows. Sources are names of nodes already there, "name:port" where it is not the first
    output, and are wired to the ports in their order.
    """

    def __init__(self, project: Project, block: str = MAIN) -> None:
        self.project = project
        self.block = project.blocks[block]
        self._at: Place = (-1.0, 0.0)

    def add(self, kind: str, name: str, *sources: str, at: Place | None = None, **arguments: object) -> Node:
        self._at = at if at is not None else (self._at[0] + 1, self._at[1])
        place = (COLUMN * self._at[0], ROW * self._at[1])
        node = self.block.add(kind, name=name, position=place, **arguments)
        ports = [port.name for port in self.project.ports(self.block, node).inputs if port.name != AFTER]
        joins = any(port.multiple for port in self.project.ports(self.block, node).inputs[:1])
        for number, source in enumerate(sources):
            self.wire(source, node, ports[0 if joins else number])
        return node

    def chain(self, source: str, layers: Sequence[Layer], per_row: int = 6) -> str:
        """Layers one after the other, `per_row` nodes to a row with the one before them; returns the last's name."""
        column, row = self._at
        for number, (name, kind, arguments) in enumerate(layers, 1):
            at = (column + number % per_row, row + number // per_row)
            source = self.add(kind, name, source, at=at, **arguments).name
        return source

    def wire(self, source: str, node: Node, port: str) -> None:
        name, _, output = source.partition(":")
        start = self.block.node(name)
        outputs = self.project.ports(self.block, start).outputs
        self.block.connect(start[output or outputs[0].name], node[port])

    def after(self, before: str, name: str) -> None:
        """`name` runs only when `before` has run."""
        self.wire(before, self.block.node(name), AFTER)

    def frame(self, title: str, mode: FrameMode, *names: str) -> None:
        id = f"f{len(self.block.frames) + 1}"
        traits = [SetTrait(self.block.id, self.block.node(name).id, "frame", id) for name in names]
        frames = (*self.block.frames, Frame(id, title, mode))
        self.project.run("Frame", [SetParts(self.block.id, "frames", frames), *traits])

    def initialise(self, *rules: Initialiser) -> None:
        self.project.run("Initialise", [SetParts(self.block.id, "initialisers", rules)])

    def new_block(self, id: str, name: str) -> Sheet:
        """A sheet for a block of its own, which nodes of kind `block.<id>` use."""
        self.project.run("Block", [AddBlock(BlockData(id, name))])
        return Sheet(self.project, id)


def new(name: str) -> Sheet:
    """An empty canvas. Its ids come from a counter: drawing an example again must not change its file."""
    numbers = itertools.count(1)
    editing.new_id = lambda: f"{next(numbers):04d}"
    return Sheet(guinet.new(name))


class Shelf:
    """The folder the examples go to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def put(
        self, name: str, sheet: Sheet, title: str, rows: str, notes: str, training: Mapping[str, Value] | None = None
    ) -> None:
        """`rows` are those of the feature list, with spaces between. What has training settings is to be trained,
        and the rest to be evaluated. The lines of `notes` are joined to paragraphs."""
        project = sheet.project
        text = "\n\n".join(" ".join(part.split()) for part in notes.strip().split("\n\n"))
        settings = [SetTraining(key, value) for key, value in (training or {}).items()]
        project.run("Describe", [SetNotes(text), *settings])
        task = "evaluate" if training is None else "train"
        project.extra = {"example": {"title": title, "rows": rows.split(), "task": task}}
        guinet.save(project, self._folder / f"{name}.guinet")
        print(f"{name}: {sum(len(block.nodes) for block in project.blocks.values())} nodes")
