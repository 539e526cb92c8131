"""Checks a project: shapes, inferred arguments and problems of every node, kept up to date edit by edit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from guinet.compile.order import Extent, extent
from guinet.compile.repairs import with_fixes
from guinet.compile.scope import DataSpecs, Scope
from guinet.compile.surroundings import block_problems, main_problems
from guinet.compile.touched import Touched, touched_by, wire_targets
from guinet.compile.training import training_problems
from guinet.compile.variants import Variants
from guinet.core.changes import Change
from guinet.core.problems import Problem, Severity
from guinet.core.project import MAIN, Project
from guinet.core.report import NodeReport, Report
from guinet.core.rules import structure_problems

Reports = dict[str, dict[str, NodeReport]]


@dataclass(frozen=True)
class Update:
    """What an edit changed: new reports and vanished nodes by block id, and all problems of the project."""

    changed: Mapping[str, Mapping[str, NodeReport]]
    removed: Mapping[str, tuple[str, ...]]
    problems: tuple[Problem, ...]


def check(project: Project, data_specs: DataSpecs) -> Report:
    """Shapes and problems of the whole project. `data_specs` gives what a data node puts out."""
    return Checker(project, data_specs).report


class Checker:
    """Keeps the report of a project that is being edited.

    An edit runs only the nodes it touches and those behind them, and stops where a result is what it was.
    """

    def __init__(self, project: Project, data_specs: DataSpecs) -> None:
        self.project = project
        self._variants = Variants(project, data_specs)
        self._structure: tuple[Problem, ...] = tuple(structure_problems(project))
        self._wires = wire_targets(project)
        self._main = self._variants.main()
        self._extent = extent(project.main)
        self._main.run(self._main.order)
        self.report = Report({}, ())
        self._assemble()

    def update(self, changes: Iterable[Change]) -> Update:
        """Brings the report up to date after `changes` were applied to the project."""
        touched = touched_by(self.project, changes, self._wires)
        before = self.report
        if touched:
            self._forget(touched)
            if touched.structure:
                self._structure = tuple(structure_problems(self.project))
                self._main.arrange()
                self._extent = extent(self.project.main)
            if touched.structure and self._main.has_cycle:
                self._main.outcomes.clear()
                touched.nodes.update(self._main.order)
            self._main.run(touched.nodes)
            self._assemble()
        return _difference(before, self.report)

    def _forget(self, touched: Touched) -> None:
        self._variants.forget(touched.blocks)
        if MAIN in touched.blocks:
            self._main = self._variants.main()
            touched.nodes.update(self._main.order)

    def _assemble(self) -> None:
        scopes = {MAIN: self._main, **self._first_instances()}
        structure = _by_node(self._structure)
        nodes: dict[str, dict[str, NodeReport]] = {}
        listed: list[Problem] = [*self._structure]
        for block_id, scope in scopes.items():
            around = main_problems(scope, self._extent) if block_id == MAIN else block_problems(scope)
            old = self.report.nodes.get(block_id, {})
            nodes[block_id] = reports = {}
            for node in scope.order:
                own = _problems(scope, node, around.get(node, ()), self._extent if block_id == MAIN else None)
                listed += own
                reports[node] = _report(scope, node, (*structure.get((block_id, node), ()), *own), old.get(node))
        listed += training_problems(self.project)
        self.report = Report(nodes, tuple(listed), self._main.parameters)

    def _first_instances(self) -> dict[str, Scope]:
        """For each other block its first instance, in the order of the code; without one, what it is by itself."""
        found: dict[str, Scope] = {}
        waiting = [self._main]
        while waiting:
            scope = waiting.pop(0)
            for node in scope.order:
                child = scope.children.get(node)
                if child is not None and child.block.id not in found:
                    found[child.block.id] = child
                    waiting.append(child)
        for block_id, block in self.project.blocks.items():
            if block_id != MAIN and block_id not in found:
                alone = self._variants.alone(block)
                if alone is not None:
                    found[block_id] = alone
        return found


def _problems(scope: Scope, node: str, around: Iterable[Problem], main: Extent | None) -> list[Problem]:
    own = scope.outcomes[node].problems
    if not own and not around:
        return []
    if main is not None and node not in main.nodes:
        own = tuple(
            replace(problem, severity=Severity.WARNING) if problem.code in _UNFINISHED else problem for problem in own
        )
    return [with_fixes(scope, problem) for problem in (*own, *around)]


_UNFINISHED = ("unwired", "missing-argument")


def _report(scope: Scope, node: str, problems: tuple[Problem, ...], old: NodeReport | None) -> NodeReport:
    outcome = scope.outcomes[node]
    outputs = {port: known.spec() for port, known in outcome.known.items()}
    new = NodeReport(outputs, outcome.inferred, outcome.parameters, problems)
    return old if old == new and old is not None else new


def _by_node(problems: Iterable[Problem]) -> dict[tuple[str, str], list[Problem]]:
    found: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        if problem.block is not None and problem.node is not None:
            found.setdefault((problem.block, problem.node), []).append(problem)
    return found


def _difference(before: Report, after: Report) -> Update:
    changed: Reports = {}
    removed: dict[str, tuple[str, ...]] = {}
    for block_id, reports in after.nodes.items():
        old = before.nodes.get(block_id, {})
        new = {node: report for node, report in reports.items() if old.get(node) is not report}
        if new:
            changed[block_id] = new
    for block_id, reports in before.nodes.items():
        now = after.nodes.get(block_id, {})
        gone = tuple(node for node in reports if node not in now)
        if gone:
            removed[block_id] = gone
    return Update(changed, removed, after.problems)
