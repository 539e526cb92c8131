"""A network with code written by hand in its middle, and what autograd records of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guinet import data
from guinet.compile.shapes import Checker
from guinet.core.changes import SetCode
from guinet.core.coding import code_id
from guinet.core.graph import Node
from guinet.core.plain import plain
from guinet.core.project import Project
from guinet.core.recorded import Record
from guinet.probe.recording import record
from guinet.storage import trust

if TYPE_CHECKING:
    from tests.unit.conftest import Sketch


SPARE = """class Spare(nn.Module):
    def __init__(self):
        super().__init__()
        self.used = nn.Parameter(torch.ones(2))
        self.spare = nn.Parameter(torch.ones(3))

    def forward(self, x):
        return x * self.used
"""
"""A class with a parameter that its forward never reads."""


def network(sketch: Sketch, text: str) -> Node:
    """Iris through Linear(4, 4), code that calls itself odd, and Linear(4, 3), with a loss; the node of the code."""
    sketch.project.run("Write", [SetCode(code_id(text), text)])
    trust.trust([text])
    graph = sketch.block
    rows, loss = graph.add("guinet.data.iris", name="data"), graph.add("torch.nn.CrossEntropyLoss", name="loss")
    first, last = (
        graph.add("torch.nn.Linear", name=name, out_features=size) for name, size in (("first", 4), ("last", 3))
    )
    odd = graph.add(f"code.{code_id(text)}", name="odd")
    sketch.chain(rows["features"], first, odd, last, loss)
    graph.connect(rows["label"], loss["target"])
    return odd


def recorded(project: Project) -> Record:
    project = plain(project)
    return record(project, Checker(project, data.project_specs(project)))
