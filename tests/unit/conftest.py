"""A graph being drawn, for tests that say in a few words what the compile room makes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import pytest

from guinet.core.changes import AddBlock
from guinet.core.graph import Block, BlockArgument, BlockData, End, Node
from guinet.core.problems import GuinetError, Problem
from guinet.core.project import Project
from guinet.core.report import Report
from guinet.core.values import Reference, TensorSpec, ValueSpec
from guinet.nodes.registry import REGISTRY

if TYPE_CHECKING:  # most tests beside this file need no torch, which takes seconds to import
    from torch import Tensor, nn

    from guinet.compile.shapes import Checker, Update
    from guinet.compile.source import Source

SPECS: Mapping[str, Mapping[str, ValueSpec]] = {
    "guinet.data.digits": {"image": TensorSpec(("N", 1, 8, 8)), "label": TensorSpec(("N",), "int64")},
    "guinet.data.iris": {"features": TensorSpec(("N", 4)), "label": TensorSpec(("N",), "int64")},
    "guinet.data.diabetes": {"features": TensorSpec(("N", 10)), "target": TensorSpec(("N", 1))},
    "guinet.data.sine": {"sequence": TensorSpec(("N", 32, 1)), "target": TensorSpec(("N",))},
}


def data_specs(node: Node) -> Mapping[str, ValueSpec]:
    if node.kind == "guinet.data.csv":
        raise GuinetError("flowers.csv is not there")
    return SPECS[node.kind]


class Sketch:
    """A block being drawn: nodes are added with `block.add`, all else has a word here."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.project = block.project

    # Drawing

    def inside(self, block: Block) -> Sketch:
        """The same for another block."""
        return Sketch(block)

    def new_block(self, name: str, *arguments: BlockArgument) -> Block:
        self.project.run("Add block", [AddBlock(BlockData(name.lower(), name, arguments=arguments))])
        return self.project.blocks[name.lower()]

    def entry(self, *shape: int, name: str = "x", **arguments: Any) -> End:
        """An Input's output; without a shape, that of a block."""
        given = {"shape": shape, **arguments} if shape else arguments
        return self.block.add("guinet.Input", name=name, **given)["output"]

    def chain(self, start: End, *nodes: Node) -> End:
        """Wires first ports to first ports; returns the last output."""
        for node in nodes:
            ports = self.project.ports(self.block, node)
            self.block.connect(start, node[ports.inputs[0].name])
            start = node[ports.outputs[0].name] if ports.outputs else start
        return start

    def finish(self, end: End, name: str = "y") -> None:
        """Wires an Output to it."""
        self.block.connect(end, self.block.add("guinet.Output", name=name)["input"])

    def classifier(self, *layers: Node, loss: str = "torch.nn.CrossEntropyLoss", **arguments: Any) -> Node:
        """Digits through the layers into the loss, which is returned."""
        data = self.block.add("guinet.data.digits", name="digits")
        criterion = self.block.add(loss, name="loss", **arguments)
        self.chain(data["image"], *layers, criterion)
        self.block.connect(data["label"], criterion["target"])
        return criterion

    def part(self, width: object = Reference("width")) -> Block:
        """A block `b` of one Linear, whose `width` is exposed."""
        arguments = (BlockArgument("width", 6),)
        self.project.run("Add block", [AddBlock(BlockData("b", "Part", arguments=arguments))])
        inner = Sketch(self.project.blocks["b"])
        inner.finish(inner.chain(inner.entry(), inner.block.add("torch.nn.Linear", name="fc", out_features=width)))
        return inner.block

    # What comes of it

    def check(self) -> Report:
        from guinet.compile.shapes import check

        return check(self.project, data_specs)

    def checker(self) -> Checker:
        from guinet.compile.shapes import Checker

        return Checker(self.project, data_specs)

    def live(self) -> Live:
        return Live(self)

    def only_problem(self) -> Problem:
        problems = self.check().problems
        assert len(problems) == 1, [problem.message for problem in problems]
        return problems[0]

    def repair(self, problem: Problem, place: int = 0) -> Report:
        """What the check says after one of the problem's repairs."""
        fix = problem.fixes[place]
        self.project.run(fix.text, fix.changes)
        return self.check()

    @staticmethod
    def outputs(report: Report, node: Node, block: str = "main") -> dict[str, str]:
        return {port: str(spec) for port, spec in report.nodes[block][node.id].outputs.items()}

    def source(self, *, partial: bool = False) -> Source:
        from guinet.compile.source import generate

        return generate(self.project, self.check(), partial=partial)

    def flawless(self) -> Source:
        """The code of a project without any problem."""
        problems = self.check().problems
        assert problems == (), [problem.message for problem in problems]
        return self.source()

    def forward(self) -> list[str]:
        """The lines of the last forward in the code."""
        lines = self.source().text.splitlines()
        start = max(place for place, line in enumerate(lines) if "def forward" in line)
        return [line.strip() for line in lines[start:]]

    def assert_like(self, written: type[nn.Module], *inputs: Tensor) -> nn.Module:
        """The module has the keys in order, outputs and gradients of one written by hand, under one seed."""
        import torch

        from guinet.compile.module import build

        modules: list[nn.Module] = []
        make: Callable[[], nn.Module]
        for make in (lambda: build(self.flawless()), written):
            torch.manual_seed(0)
            modules.append(make())
        assert list(modules[0].state_dict()) == list(modules[1].state_dict())
        results = [_run(module, inputs) for module in modules]
        assert len(results[0]) == len(results[1])
        assert all(torch.equal(one, other) for one, other in zip(*results, strict=True))
        gradients = [[parameter.grad for parameter in module.parameters()] for module in modules]
        assert gradients[0]
        assert all(one is not None and torch.equal(one, other) for one, other in zip(*gradients, strict=True))
        return modules[0]


class Live:
    """A check and a text that are kept up to date commit by commit; `updates` are what the check told."""

    def __init__(self, sketch: Sketch) -> None:
        from guinet.compile.source import LiveSource

        self._sketch = sketch
        self.checker = sketch.checker()
        self.source = LiveSource(self.checker)
        self.updates: list[Update] = []
        sketch.project.subscribe(lambda event: self.updates.append(self.checker.update(event.changes)))

    @property
    def report(self) -> Report:
        """The report, which is that of a whole check."""
        assert self.checker.report == self._sketch.check()
        return self.checker.report

    @property
    def lines(self) -> list[str]:
        """The lines of the text, which is that of a whole generation."""
        written = self.source.write()
        assert written == self._sketch.source(partial=True)
        return [line.strip() for line in written.text.splitlines()]


def _run(module: nn.Module, inputs: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    import torch

    torch.manual_seed(1)
    result = module(*inputs)
    outputs = result if isinstance(result, tuple) else (result,)
    torch.stack([output.square().mean() for output in outputs]).sum().backward()
    return outputs


@pytest.fixture
def project() -> Project:
    return Project(REGISTRY)


@pytest.fixture
def graph(project: Project) -> Block:
    return project.main


@pytest.fixture
def sketch(graph: Block) -> Sketch:
    return Sketch(graph)
