"""What the doctor looks at: a project, its data, and a step that can be tried, as far as there are any."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from guinet import data
from guinet.compile import shapes
from guinet.compile.insertions import wire_into
from guinet.compile.order import form_of
from guinet.core.findings import Diagnosis, Ground, Words
from guinet.core.graph import End, Node
from guinet.core.problems import Fix, GuinetError, Problem, Severity
from guinet.core.project import MAIN, Project
from guinet.core.report import Report
from guinet.core.values import TensorSpec
from guinet.data import DataError, Dataset, Splits
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form, NodeType
from guinet.probe.trial import Trial, make_trial

_SAME_VALUES: Final = frozenset(("float", "double", "long", "to", "squeeze", "unsqueeze", "reshape", "view", "flatten"))
"""Ends of the names of kinds that leave a target's values alone."""


class LossSite(Struct, frozen=True):
    """A loss with the data node its target comes from; `port` is that of the target there."""

    node: Node
    type: NodeType
    data: Node
    port: str


@dataclass
class Patient:
    """`skipped` collects what could not be looked at, and why."""

    project: Project
    skipped: list[Problem] = field(default_factory=list)

    @cached_property
    def report(self) -> Report:
        return shapes.check(self.project, data.project_specs(self.project))

    @cached_property
    def trial(self) -> Trial | None:
        """None where the graph or its data do not go; that is among the skipped then."""
        try:
            return make_trial(self.project)
        except GuinetError as error:
            self.skipped.append(problem_of(error))
            return None

    @cached_property
    def sources(self) -> Mapping[str, Splits]:
        """The rows of each data node that something reads, by its id; without those that cannot be read."""
        found = {}
        for node in self.project.main.nodes.values():
            if form_of(node) is Form.DATA and self.project.main.outgoing(node.id):
                try:
                    found[node.id] = data.prepare(node.kind, node.arguments, self.project.folder)
                except DataError as error:
                    self.skipped.append(problem_of(error, node))
        return found

    @cached_property
    def losses(self) -> tuple[LossSite, ...]:
        """The losses that compare with data as they are."""
        return tuple(self._losses())

    def _losses(self) -> Iterator[LossSite]:
        block = self.project.main
        for node in block.nodes.values():
            type = REGISTRY.get(node.kind)
            end = self._origin(node) if type is not None and type.form is Form.LOSS else None
            if type is not None and end is not None:
                yield LossSite(node, type, block.nodes[end.node], end.port)

    def _origin(self, loss: Node) -> End | None:
        """The data that a loss compares with, through what only changes their type or shape."""
        block, seen = self.project.main, set[str]()
        wire = wire_into(block, loss.id, "target")
        while wire is not None and wire.source.node not in self.sources:
            source = block.nodes[wire.source.node]
            same = source.kind.rpartition(".")[2] in _SAME_VALUES and source.id not in seen
            seen.add(source.id)
            wire = wire_into(block, source.id) if same else None
        return wire.source if wire is not None else None

    def rows(self, node: Node) -> Dataset:
        """The rows to train on of a data node that can be read."""
        return self.sources[node.id].train

    def spec(self, end: End | None) -> TensorSpec | None:
        """What arrives from an output of the main block, where that is a tensor."""
        report = self.report.nodes.get(MAIN, {}).get(end.node) if end is not None else None
        spec = report.outputs.get(end.port) if report is not None and end is not None else None
        return spec if isinstance(spec, TensorSpec) else None


def problem_of(error: GuinetError, node: Node | None = None) -> Problem:
    """The problem of an error, at a node of the main block where it says none itself."""
    if node is None or error.problem.node is not None:
        return error.problem
    return replace(error.problem, block=MAIN, node=node.id)


def diagnosis(
    code: str,
    template: str,
    values: Mapping[str, object],
    evidence: Words,
    remedy: str,
    ground: Ground,
    *,
    at: tuple[str, str] | None = None,
    severity: Severity = Severity.WARNING,
    figures: Mapping[str, float] | None = None,
    fixes: tuple[Fix, ...] = (),
) -> Diagnosis:
    """A finding; `at` is the block's id and the node's. All sentences take the same `values`."""
    texts = {name: str(value) for name, value in values.items()}
    block, node = at if at is not None else (None, None)
    kept = tuple(fix for fix in fixes if fix.changes)
    problem = Problem(code, template, texts, severity, block=block, node=node, fixes=kept)
    return Diagnosis(problem, evidence, Words(remedy, texts), ground, dict(figures or {}))


def said(template: str, **values: object) -> Words:
    """A sentence with its values as they are written."""
    return Words(
        template, {name: value if isinstance(value, str) else f"{value:.4g}" for name, value in values.items()}
    )
