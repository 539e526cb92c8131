"""Any sequence of edits, undone, is as if it had never been; redone, as if it had not been undone."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from guinet.core import appearance, editing
from guinet.core.changes import AddBlock, RemoveBlock, SetBlock, SetKind, SetNote, SetNotes, SetTraining
from guinet.core.graph import OUTPUT_KIND, Block, BlockArgument, BlockData, End, Node, Wire
from guinet.core.history import Committed
from guinet.core.problems import Refused
from guinet.core.project import MAIN, Project
from guinet.core.rules import reaches, structure_problems
from guinet.core.values import MISSING
from guinet.nodes.registry import REGISTRY

KINDS = ("guinet.Input", "guinet.Output", "torch.nn.Linear", "torch.nn.ReLU", "torch.cat", "torch.add", "torch.nn.LSTM")
NAMES = st.sampled_from(("a", "b", "fc", "class", "0", "not a name", "relu_1"))
VALUES = st.sampled_from((0, 1, True, 2.5, "same", (3, 3), None, MISSING))
PLACES = st.tuples(st.integers(-500, 500).map(float), st.integers(-500, 500).map(float))


def state(project: Project) -> object:
    """All a project holds; shares nothing that an edit could touch."""
    return (
        {
            id: (block.name, dict(block.nodes), dict(block.wires), block.arguments, block.note, order(block))
            for id, block in project.blocks.items()
        },
        dict(project.training),
        project.notes,
    )


def order(block: Block) -> object:
    """The wires at every port, as sets where they have no order."""
    ports = {(wire.target.node, wire.target.port) for wire in block.wires.values()}
    return {port: [wire.id for wire in block.incoming(*port)] for port in ports}


class Editing(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.project = Project(REGISTRY)
        self.mirror = Project(REGISTRY)
        self.first = state(self.project)
        self.project.subscribe(self.follow)

    def follow(self, event: Committed) -> None:
        """The torch side's copy: it hears changes, nothing else."""
        self.mirror.run(event.label, event.changes)

    def block(self, data: st.DataObject) -> Block:
        return self.project.blocks[data.draw(st.sampled_from(list(self.project.blocks)))]

    def nodes(self, data: st.DataObject, block: Block, least: int = 1) -> list[str]:
        return data.draw(st.lists(st.sampled_from(list(block.nodes)), min_size=least, max_size=4, unique=True))

    def edit(self, data: st.DataObject, action: Callable[[Block, list[str]], object]) -> None:
        """Does `action` with some nodes of some block; a refusal must leave everything as it was."""
        block = self.block(data)
        if block.nodes:
            before = state(self.project)
            try:
                action(block, self.nodes(data, block))
            except Refused:
                assert state(self.project) == before

    @rule(data=st.data(), kind=st.sampled_from(KINDS))
    def add(self, data: st.DataObject, kind: str) -> None:
        instances = [f"block.{id}" for id in list(self.project.blocks) if id != MAIN]
        kind = data.draw(st.sampled_from([kind, *instances]))
        self.edit_block(data, lambda block: block.add(kind))

    def edit_block(self, data: st.DataObject, action: Callable[[Block], object]) -> None:
        before = state(self.project)
        try:
            action(self.block(data))
        except Refused:
            assert state(self.project) == before

    @rule(data=st.data())
    def connect(self, data: st.DataObject) -> None:
        def action(block: Block, nodes: list[str]) -> None:
            source, target = block.nodes[nodes[0]], block.nodes[nodes[-1]]
            outputs, inputs = self.project.ports(block, source).outputs, self.project.ports(block, target).inputs
            if outputs and inputs:
                output, input = data.draw(st.sampled_from(outputs)), data.draw(st.sampled_from(inputs))
                block.connect(source[output.name], target[input.name])

        self.edit(data, action)

    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        self.edit(data, lambda block, nodes: block.remove(nodes))

    @rule(data=st.data())
    def duplicate(self, data: st.DataObject) -> None:
        if sum(len(block.nodes) for block in self.project.blocks.values()) < 40:
            self.edit(data, editing.duplicate)

    @rule(data=st.data(), value=VALUES, merge=st.sampled_from((None, "field")))
    def set_argument(self, data: st.DataObject, value: object, merge: str | None) -> None:
        self.edit(data, lambda block, nodes: editing.set_arguments(block, nodes[0], {"out_features": value}, merge))

    @rule(data=st.data(), name=NAMES)
    def rename(self, data: st.DataObject, name: str) -> None:
        self.edit(data, lambda block, nodes: editing.rename(block, nodes[0], name))

    @rule(data=st.data(), place=PLACES)
    def move(self, data: st.DataObject, place: tuple[float, float]) -> None:
        self.edit(data, lambda block, nodes: editing.move(block, dict.fromkeys(nodes, place)))

    @rule(data=st.data(), chosen=st.booleans(), colour=st.sampled_from(("", "blue", "mauve")), place=PLACES)
    def look(self, data: st.DataObject, chosen: bool, colour: str, place: tuple[float, float]) -> None:
        self.edit(data, lambda block, nodes: appearance.collapse(block, nodes, chosen, {nodes[0]: place}))
        self.edit(data, lambda block, nodes: appearance.hide_unused(block, nodes, chosen, {}))
        self.edit(data, lambda block, nodes: appearance.colour(block, nodes, colour))

    @rule(data=st.data(), kind=st.sampled_from(KINDS))
    def change_kind(self, data: st.DataObject, kind: str) -> None:
        def action(block: Block, nodes: list[str]) -> None:
            node = block.nodes[nodes[0]]
            # Only an Output may be called as another node is: one that has a namesake stays an Output.
            if sum(other.name == node.name for other in block.nodes.values()) == 1:
                self.project.run("Replace", [SetKind(block.id, node.id, kind, {}), SetNote(block.id, node.id, kind)])

        self.edit(data, action)

    @rule(data=st.data())
    def insert(self, data: st.DataObject) -> None:
        def action(block: Block, nodes: list[str]) -> None:
            if block.wires:
                wire = data.draw(st.sampled_from(list(block.wires)))
                editing.insert_on_wire(block, wire, block.nodes[nodes[0]])

        self.edit(data, action)

    @rule(name=st.sampled_from(("Stem", "Head")))
    def add_block(self, name: str) -> None:
        if len(self.project.blocks) < 4:
            inside = (Node(editing.new_id(), "guinet.Input", "x"), Node(editing.new_id(), "guinet.Output", "y"))
            self.project.run("Add block", [AddBlock(BlockData(editing.new_id(), name, inside))])

    @rule(data=st.data(), name=st.sampled_from(("Body", "Tail")))
    def describe_block(self, data: st.DataObject, name: str) -> None:
        self.project.run("Describe", [SetBlock(self.block(data).id, name, (BlockArgument("width", 8),), name)])

    @precondition(lambda self: len(self.project.blocks) > 1)
    @rule(data=st.data())
    def remove_block(self, data: st.DataObject) -> None:
        others = [id for id in self.project.blocks if id != MAIN]
        self.project.run("Remove block", [RemoveBlock(data.draw(st.sampled_from(others)))])

    @rule(value=st.integers(0, 5), notes=st.text(max_size=3))
    def set_up(self, value: int, notes: str) -> None:
        setting = MISSING if value == 0 else value
        self.project.run("Set up", [SetTraining("epochs", setting), SetNotes(notes)])

    @rule()
    def undo_and_redo(self) -> None:
        before = state(self.project)
        if self.project.undo() is not None:
            self.project.redo()
        assert state(self.project) == before

    @rule(steps=st.integers(1, 5))
    def undo(self, steps: int) -> None:
        for _ in range(steps):
            self.project.undo()

    @rule()
    def undo_everything_and_redo_it(self) -> None:
        before, steps = state(self.project), len(self.project.history.labels)
        for _ in range(steps):
            self.project.undo()
        assert state(self.project) == self.first
        for _ in range(steps):
            self.project.redo()
        assert state(self.project) == before

    @invariant()
    def a_listener_that_applies_the_changes_has_the_same_project(self) -> None:
        assert state(self.mirror) == state(self.project)

    @invariant()
    def no_edit_makes_a_cycle_or_a_dangling_wire(self) -> None:
        codes = {problem.code for problem in structure_problems(self.project)}
        assert not codes & {"cycle", "dangling-wire", "several-wires", "recursion", "name"}

    @invariant()
    def names_lead_to_their_nodes(self) -> None:
        for block in self.project.blocks.values():
            others = {node.name for node in block.nodes.values() if node.kind != OUTPUT_KIND}
            for node in block.nodes.values():
                assert block.has_name(node.name)
                # An Output may be called as another node is; the name is then that one's.
                assert block.node(node.name) is node or (node.kind == OUTPUT_KIND and node.name in others)


Editing.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestEditing = Editing.TestCase


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20), st.integers(0, 7), st.integers(0, 7))
def test_reaches_agrees_with_networkx(edges: list[tuple[int, int]], start: int, goal: int) -> None:
    nodes = tuple(Node(str(n), "torch.add", f"n{n}") for n in range(8))
    wires = tuple(Wire(str(i), End(str(a), "output"), End(str(b), "input")) for i, (a, b) in enumerate(edges))
    block = Project(REGISTRY, [BlockData(MAIN, "Net", nodes, wires)]).main
    graph = nx.DiGraph(edges)
    graph.add_nodes_from(range(8))

    if start != goal:
        assert reaches(block, str(start), str(goal)) == nx.has_path(graph, start, goal)


@given(st.sets(st.integers(1, 60)), st.booleans())
def test_an_unused_name_is_not_used(taken: set[int], plain: bool) -> None:
    names = {f"relu_{number}" for number in taken} | ({"relu"} if plain else set())
    block = Project(REGISTRY).main

    name = editing.unused_name(block, "relu", names)

    assert name not in names
    assert (name == "relu") is (not plain)
