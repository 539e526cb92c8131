"""What the tests of the tutorial share: a canvas to draw on, the bundled examples, and comparing with plain PyTorch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import pytest
import torch
from torch import Tensor, nn

import guinet
from guinet.core.graph import AFTER, Node
from guinet.core.problems import Problem
from guinet.core.project import Project
from guinet.storage.examples import example_path


class Drawing:
    """A canvas on which nodes are added and wired by their names."""

    def __init__(self, name: str = "Net") -> None:
        self.project = guinet.new(name)

    def add(self, kind: str, name: str, *sources: str, **arguments: Any) -> Node:
        """Its ports are wired in their order to the nodes named `sources`, each "name" or "name:port"."""
        graph = self.project.main
        node = graph.add(kind, name=name, **arguments)
        ports = [port for port in self.project.ports(graph, node).inputs if port.name != AFTER]
        for place, source in enumerate(sources):
            port = ports[0] if ports[0].multiple else ports[place]
            start, _, output = source.partition(":")
            left = graph.node(start)
            graph.connect(
                left[output or self.project.ports(graph, left).outputs[0].name],
                node[port.name],
            )
        return node

    def values(self) -> Any:
        """The value at every node by its name; none may fail."""
        values = guinet.evaluate(self.project)
        assert [problem.message for problem in values.problems] == []
        return values

    def problem(self) -> Problem:
        """What is wrong with it: one thing."""
        (problem,) = guinet.evaluate(self.project).problems
        return problem


class Same(Protocol):
    def __call__(self, found: object, expected: object) -> None: ...


class Alike(Protocol):
    def __call__(self, project: Project, written: Callable[[], nn.Module], *inputs: Tensor) -> None: ...


@pytest.fixture
def drawing() -> Drawing:
    return Drawing()


@pytest.fixture
def bundled() -> Callable[[str], Project]:
    """An example that comes with GuiNet, by its name."""
    return lambda name: guinet.load(example_path(name))


@pytest.fixture
def values_of(bundled: Callable[[str], Project]) -> Callable[[str], Any]:
    """The value at every node of an example, by the node's name; none may fail."""

    def values(name: str) -> Any:
        values = guinet.evaluate(bundled(name))
        assert [problem.message for problem in values.problems] == []
        return values

    return values


@pytest.fixture
def same() -> Same:
    """Fails unless two values are equal in value, type, strides and printed form."""

    def check(found: object, expected: object) -> None:
        assert type(found) is type(expected)
        if isinstance(found, Tensor) and isinstance(expected, Tensor):
            assert torch.equal(found, expected)
            assert (found.dtype, found.stride()) == (expected.dtype, expected.stride())
            assert found.requires_grad == expected.requires_grad
        else:
            assert found == expected
        assert str(found) == str(expected)

    return check


@pytest.fixture
def alike() -> Alike:
    """Fails unless a drawn module prints as one written by hand, has its keys, and of one seed its weights and results,
    in train mode and in eval mode."""

    def check(project: Project, written: Callable[[], nn.Module], *inputs: Tensor) -> None:
        torch.manual_seed(1)
        drawn = guinet.build(project)
        torch.manual_seed(1)
        module = written()
        assert str(drawn) == str(module)
        assert list(drawn.state_dict()) == list(module.state_dict())
        torch.testing.assert_close(drawn.state_dict(), module.state_dict(), rtol=0, atol=0)
        for mode in (True, False):
            torch.manual_seed(2)
            result = drawn.train(mode)(*inputs)
            torch.manual_seed(2)
            assert torch.equal(result, module.train(mode)(*inputs))

    return check
