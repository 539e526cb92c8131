"""A canvas on which the examples are drawn: nodes in columns and rows, wired by their names."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import guinet
from guinet.core import editing
from guinet.core.changes import AddBlock, SetNotes, SetParts, SetTraining, SetTrait
from guinet.core.graph import AFTER, BlockData, Frame, FrameMode, Initialiser, Node
from guinet.core.project import MAIN, Project
from guinet.core.values import Value
from guinet.storage.example_notes import example_notes

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
        place = (float(round(COLUMN * self._at[0])), float(round(ROW * self._at[1])))
        node = self.block.add(kind, name=name, position=place, **arguments)
        ports = [port.name for port in self.project.ports(self.block, node).inputs if port.name != AFTER]
        joins = any(port.multiple for port in self.project.ports(self.block, node).inputs[:1])
        for number, source in enumerate(sources):
            self.wire(source, node, ports[0 if joins else number])
        return node

    def chain(self, source: str, layers: Sequence[Layer], per_row: int, above: float = 0.0) -> str:
        """Layers one after the other, `per_row` nodes to a row with the one before them, which they begin `above`;
        returns the last's name."""
        column, row = self._at[0], self._at[1] - above
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


Draw: TypeAlias = Callable[[Sheet], None]


@dataclass(frozen=True, slots=True)
class _Example:
    """`draw` draws `name`, a network of the class `class_name`, which shows `rows` of the feature list."""

    name: str
    class_name: str
    rows: tuple[str, ...]
    training: Mapping[str, Value] | None
    draw: Draw


class Book:
    """The examples of one module: each is a function that draws on an empty sheet. What is told of them, and their
    titles, stand in `resources/examples/notes.en.md`."""

    def __init__(self) -> None:
        self._examples: list[_Example] = []

    def example(
        self, name: str, class_name: str, rows: str, training: Mapping[str, Value] | None = None
    ) -> Callable[[Draw], Draw]:
        """`rows` have spaces between. What has training settings is to be trained, and the rest to be evaluated."""

        def keep(draw: Draw) -> Draw:
            self._examples.append(_Example(name, class_name, tuple(rows.split()), training, draw))
            return draw

        return keep

    def write(self, folder: Path) -> None:
        """Draws all examples and writes their files."""
        folder.mkdir(parents=True, exist_ok=True)
        for example in self._examples:
            _write(example, folder)


def _write(example: _Example, folder: Path) -> None:
    numbers = itertools.count(1)
    # The ids come from a counter: drawing an example again must not change its file.
    editing.new_id = lambda: f"{next(numbers):04d}"
    project = guinet.new(example.class_name)
    example.draw(Sheet(project))
    notes = example_notes("en")[example.name]
    settings = [SetTraining(key, value) for key, value in (example.training or {}).items()]
    project.run("Describe", [SetNotes(notes), *settings])
    title, task = notes.splitlines()[0].removeprefix("# "), "evaluate" if example.training is None else "train"
    project.extra = {"example": {"title": title, "rows": list(example.rows), "task": task}}
    guinet.save(project, folder / f"{example.name}.guinet")
    print(f"{example.name}: {sum(len(block.nodes) for block in project.blocks.values())} nodes")
