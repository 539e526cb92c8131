"""Checks a project: shapes, inferred arguments and problems of every node, kept up to date edit by edit."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from guinet.compile.endless import allowing
from guinet.compile.evaluate import Outcome
from guinet.compile.explain import ONLY_WHEN_RUN
from guinet.compile.inherited import inherited
from guinet.compile.inplace import in_place_problems
from guinet.compile.order import extent
from guinet.compile.parameters import parameter_problems
from guinet.compile.precedence import is_script
from guinet.compile.repairs import with_fixes
from guinet.compile.scope import DataSpecs, Scope
from guinet.compile.surroundings import Around, block_problems, main_problems
from guinet.compile.touched import Touched, touched_by, wire_targets
from guinet.compile.training import training_problems
from guinet.compile.variants import Variants
from guinet.compile.written_problems import clashes
from guinet.core.changes import Change, SetTraining
from guinet.core.plain import plain
from guinet.core.problems import Problem, Severity
from guinet.core.project import MAIN, Project
from guinet.core.report import NodeReport, Report
from guinet.core.rules import structure_problems

Reports = dict[str, dict[str, NodeReport]]


class Update(Struct, frozen=True):
    """What an edit changed: new reports and vanished nodes by block id, and all problems of the project."""

    changed: Mapping[str, Mapping[str, NodeReport]]
    removed: Mapping[str, tuple[str, ...]]
    problems: tuple[Problem, ...]


def check(project: Project, data_specs: DataSpecs) -> Report:
    """Shapes and problems of the whole project as it runs. `data_specs` gives what a data node puts out."""
    return Checker(plain(project), data_specs).report


class Checker:
    """Keeps the report of a project that is being edited.

    An edit runs only the nodes it touches and those behind them, and stops where a result is what it was.

    `project` is one all of which runs (see `guinet.core.plain`).

    `scope` is the main block as it was run, `extent` what of it the code holds; `edition` counts the updates after
    which the code may read otherwise.
    """

    def __init__(self, project: Project, data_specs: DataSpecs) -> None:
        self.project = project
        self._variants = Variants(project, data_specs)
        self._structure = _structure_of(project)
        self._wires = wire_targets(project)
        self.scope = self._variants.main()
        self.extent = extent(project.main)
        self.edition = 0
        self.report = Report({}, ())
        with allowing(project):
            self.scope.run(self.scope.order)
            self._assemble()

    def update(self, changes: Iterable[Change]) -> Update:
        """Brings the report up to date after `changes` were applied to the project."""
        changes = tuple(changes)
        touched = touched_by(self.project, changes, self._wires)
        if any(isinstance(change, SetTraining) and change.key == "loop_limit" for change in changes):
            touched.blocks.update(self.project.blocks)
        before = self.report
        self.edition += touched.text
        if touched:
            self._forget(touched)
            if touched.structure:
                self._structure = _structure_of(self.project)
                self.scope.arrange()
                self.extent = extent(self.project.main)
            if touched.structure and self.scope.has_cycle:
                self.scope.outcomes.clear()
                touched.nodes.update(self.scope.order)
            with allowing(self.project):
                self.scope.run(touched.nodes)
                self._assemble()
        elif touched.places and any(problem.fixes for problem in before.problems):
            self._assemble()  # what a repair inserts lies between its neighbours
        return _difference(before, self.report)

    def _forget(self, touched: Touched) -> None:
        self._variants.forget(touched.blocks)
        if MAIN in touched.blocks:
            self.scope = self._variants.main()
            touched.nodes.update(self.scope.order)

    def _assemble(self) -> None:
        scopes = {MAIN: self.scope, **self._first_instances()}
        structure = _by_node(self._structure)
        nodes: dict[str, dict[str, NodeReport]] = {}
        listed: list[Problem] = [*self._structure]
        for block_id, scope in scopes.items():
            in_script = block_id == MAIN and is_script(scope.block)
            around = self._around(scope, in_script)
            finished = self._finished(in_script) if block_id == MAIN else None
            old = self.report.nodes.get(block_id, {})
            nodes[block_id] = reports = {}
            for node in scope.order:
                own = scope.outcomes[node].problems
                own = tuple(_in_script(own)) if own and in_script else own
                own = _untold(own, structure.get((block_id, node), ())) if own else own
                found = _problems(scope, node, own, around.get(node, ()), finished)
                listed += found
                new = _report(scope.outcomes[node], (*structure.get((block_id, node), ()), *found))
                before = old.get(node)
                reports[node] = before if before is not None and before == new else new
        listed += training_problems(self.project)
        self.report = Report(nodes, tuple(listed), self.scope.parameters)

    def _around(self, scope: Scope, in_script: bool) -> Around:
        """What is wrong with nodes by where they stand; all of a script is in the code, whether or not it leads on."""
        found: Around = {}
        if not in_script:
            found = main_problems(scope, self.extent) if scope is self.scope else block_problems(scope)
        if any(problem.code == "muted-input" for problem in self._structure):
            # Nothing comes of the nodes before a muted one because of that, which one problem says.
            found = {node: told for node, told in found.items() if told[0].code != "unused"}
        for more in (in_place_problems(scope.block), parameter_problems(scope)):
            found = {**found, **{node: (*found.get(node, ()), *problems) for node, problems in more.items()}}
        return found

    def _finished(self, in_script: bool) -> Container[str]:
        """The nodes of main that someone means to be run: those of the module, or of a script all that are wired."""
        wires = self.project.main.wires.values() if in_script else ()
        return {end.node for wire in wires for end in (wire.source, wire.target)} or self.extent.nodes

    def _first_instances(self) -> dict[str, Scope]:
        """For each other block its first instance, in the order of the code; without one, what it is by itself."""
        found: dict[str, Scope] = {}
        waiting = [self.scope]
        while waiting:
            scope = waiting.pop(0)
            for child in (scope.children[node] for node in scope.order if node in scope.children):
                if child.block.id not in found:
                    found[child.block.id] = child
                    waiting.append(child)
        for block_id, block in self.project.blocks.items():
            if block_id != MAIN and block_id not in found:
                alone = self._variants.alone(block)
                if alone is not None:
                    found[block_id] = alone
        return found


def _structure_of(project: Project) -> tuple[Problem, ...]:
    """What is wrong with the graphs themselves."""
    found = (*structure_problems(project), *clashes(project))
    return (*found, *inherited(project, found))


def _problems(
    scope: Scope, node: str, own: tuple[Problem, ...], around: tuple[Problem, ...], finished: Container[str] | None
) -> tuple[Problem, ...]:
    if not own and not around:
        return ()
    if finished is not None and node not in finished:
        own = tuple(
            replace(problem, severity=Severity.WARNING) if problem.code in _UNFINISHED else problem for problem in own
        )
    return tuple(with_fixes(scope, problem) for problem in (*own, *around))


def _in_script(problems: Iterable[Problem]) -> Iterator[Problem]:
    """A script is no module, whose names a layer could hide, and it runs at once: that tells what only a run can."""
    for problem in problems:
        if problem.code == "shape" and problem.why == ONLY_WHEN_RUN:
            yield replace(problem, severity=Severity.INFO)
        elif problem.code != "taken-name":
            yield problem


def _untold(own: tuple[Problem, ...], structure: Iterable[Problem]) -> tuple[Problem, ...]:
    """Without those of inputs of which it is said already that a muted node leaves them empty."""
    told = {problem.port for problem in structure if problem.code == "muted-input"}
    return tuple(problem for problem in own if problem.port not in told) if told else own


_UNFINISHED = ("unwired", "missing-argument")


def _report(outcome: Outcome, problems: tuple[Problem, ...]) -> NodeReport:
    return outcome.report if outcome.problems == problems else replace(outcome.report, problems=problems)


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
