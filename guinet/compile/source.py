"""Writes a project's graph as the Python a person would have written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from guinet.compile.classes import Draft, Drafts, block_inputs, write_class
from guinet.compile.definitions import Definition, Definitions, definitions
from guinet.compile.forward import Broken
from guinet.compile.loaded_values import WeightsFile, weights_files
from guinet.compile.names import identifier, unused
from guinet.compile.objective import Objective, imports, write_objective
from guinet.compile.order import Extent, extent
from guinet.compile.scope import Scope
from guinet.compile.shapes import Checker
from guinet.compile.variants import Variants
from guinet.compile.writer import Key, Parts, Text
from guinet.compile.written_names import reserved
from guinet.compile.written_problems import UNTRUSTED
from guinet.compile.written_text import Placed, add_code, code_of, future, needed
from guinet.core.graph import Block, End, Node
from guinet.core.plain import plain
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, ProblemError, Severity
from guinet.core.project import INPUT_KIND, MAIN, Project
from guinet.core.report import Report
from guinet.core.values import ValueSpec
from guinet.storage import trust

HEADER = "# Written by GuiNet from a graph: the same graph always gives this text."


class SourceError(ProblemError):
    """The project has an error in what the code needs; `problem` says which."""


class ModuleInput(Struct, frozen=True):
    """A parameter of forward, and the output of the data or Input node it stands for."""

    name: str
    node: str
    port: str


class ModuleOutput(Struct, frozen=True):
    """A result of forward, and the node's output it is. `name` is its Output node's, where it has one."""

    name: str
    node: str
    port: str


class Source(Struct, frozen=True):
    """The generated text.

    `lines`: the 1-based lines of each node, by block id and node id. `members`: the node behind each attribute, by
    class name and attribute. `made`: the class or function that each instance of a block is made with; `copied`: the
    nodes that stand for several copies in a row. `objective` is None where there is no loss. `code`: what was written
    by hand. `weights`: the files that are loaded from beside it. `parts`: by line the nodes that stand in it.
    """

    text: str
    class_name: str
    lines: Mapping[Key, tuple[int, ...]]
    inputs: tuple[ModuleInput, ...]
    outputs: tuple[ModuleOutput, ...]
    objective: Objective | None = None
    members: Mapping[tuple[str, str], Key] = field(default_factory=dict)
    code: tuple[Placed, ...] = ()
    made: Mapping[Key, str] = field(default_factory=dict)
    copied: frozenset[Key] = frozenset()
    weights: tuple[WeightsFile, ...] = ()
    parts: Mapping[int, Parts] = field(default_factory=dict)

    def chain(self, path: str) -> tuple[Key, ...]:
        """The nodes that a submodule or parameter of the module belongs to, from the main block inwards."""
        found: list[Key] = []
        maker, attribute = self.class_name, ""
        names = iter(path.split("."))
        for name in names:
            attribute = f"{attribute}.{name}" if attribute else name  # a node's own name may have dots
            key = self.members.get((maker, attribute))
            if key is None:
                continue
            found.append(key)
            maker, attribute = self.made.get(key, ""), ""
            if key in self.copied:
                next(names, None)  # which of the copies
        return tuple(found)


def generate(project: Project, report: Report, *, partial: bool = False) -> Source:
    """The code of a checked project. Raises SourceError naming the first error in what the code needs, NotAllowed where
    that is code which nobody trusted.

    With `partial`, nodes that cannot be written become comments instead, with all that depends on them.
    """
    project = plain(project)
    scope, parts = _scope(project, report), extent(project.main)
    broken = _broken(scope, parts, report)
    if not partial:
        trust.require(project)
        _require(report, parts, broken)
    return _source(scope, parts, broken, {})


class LiveSource:
    """The code of a project that is being edited: only what an update of `checker` may have changed is written anew.

    Nodes that cannot be written become comments, with all that depends on them.
    """

    def __init__(self, checker: Checker) -> None:
        self._checker = checker
        self._drafts: Drafts = {}
        self._edition = -1
        self._last: Source | None = None

    def write(self) -> Source:
        """The same text as that of `generate` for the project as it is, with `partial`."""
        if self._last is None or self._edition != self._checker.edition:
            scope, parts = self._checker.scope, self._checker.extent
            self._last = _source(scope, parts, _broken(scope, parts, self._checker.report), self._drafts)
            self._edition = self._checker.edition
        return self._last


def _source(scope: Scope, parts: Extent, broken: Broken, drafts: Drafts) -> Source:
    found = definitions(scope, parts, frozenset(broken))
    data = data_names(scope.block, parts)
    inputs = {end: data[end] for end in parts.inputs}
    outputs = output_names(scope.block, parts, {*data.values()})
    others = [scope.block.nodes[node] for node in (*broken, *parts.objective)]
    text, code = _text(found, inputs, broken, drafts, code_of(scope.block.project, found, others))
    objective = None if broken or not parts.totals else write_objective(scope, parts, outputs, data)
    return Source(
        text.text,
        found[MAIN].class_name,
        text.lines,
        tuple(ModuleInput(name, end.node, end.port) for end, name in inputs.items()),
        tuple(ModuleOutput(name, end.node, end.port) for end, name in outputs.items()),
        objective,
        members_of(found),
        code,
        _made(found),
        frozenset((block, node.id) for block, node in _nodes(found) if node.repeat > 1),
        weights_files(scope.block.project),
        text.parts,
    )


def _require(report: Report, parts: Extent, broken: Broken) -> None:
    problem = next((problem for problem in broken.values() if problem is not None), None)
    problem = problem or next((problem for problem in report.problems if problem.code == "code-names"), None)
    if problem is None and not parts.results:
        template = QT_TRANSLATE_NOOP("Problem", "There is no network yet: wire data or an Input into a layer.")
        problem = Problem("empty", template, block=MAIN)
    if problem is not None:
        raise SourceError(problem)


def _text(
    found: Definitions, inputs: Mapping[End, str], broken: Broken, drafts: Drafts, code: Mapping[str, str]
) -> tuple[Text, tuple[Placed, ...]]:
    body = Text()
    for definition in found.values():
        body.add()
        body.add()
        names = inputs if definition.block.id == MAIN else block_inputs(definition)
        draft = drafts.setdefault(definition.block.id, Draft())
        write_class(body, definition, found, names, broken, draft)
    text = Text()
    text.add(HEADER)
    for line in (*future(code.values()), *imports(body.text + needed(code.values()))):
        text.add(line)
    placed = add_code(text, code)
    text.append(body)
    return text, placed


def data_names(block: Block, parts: Extent) -> dict[End, str]:
    """What the values that enter are called: an Input's name, a data node's port, or both where ports share a name."""
    ends = list(dict.fromkeys((*parts.inputs, *parts.targets)))
    ports = Counter(end.port for end in ends if block.nodes[end.node].kind != INPUT_KIND)
    inputs = {block.nodes[end.node].name for end in ends if block.nodes[end.node].kind == INPUT_KIND}
    found: dict[End, str] = {}
    for end in ends:
        node = block.nodes[end.node]
        if node.kind == INPUT_KIND:
            wish = node.name
        else:
            wish = end.port if ports[end.port] == 1 and end.port not in inputs else f"{node.name}_{end.port}"
        found[end] = unused(identifier(wish, "input"), {*reserved(block.project), *found.values()})
    return found


def output_names(block: Block, parts: Extent, taken: set[str]) -> dict[End, str]:
    """What the results are called: as their Output node is; without one, `output` or the node they come from."""
    found: dict[End, str] = {}
    for end, output in parts.results:
        node = block.nodes[end.node]
        own = node.name if end.port == "output" else f"{node.name}_{end.port}"
        wish = block.nodes[output].name if output is not None else own if len(parts.results) > 1 else "output"
        found[end] = unused(identifier(wish, "output"), {*reserved(block.project), *taken, *found.values()})
    return found


def members_of(found: Definitions) -> dict[tuple[str, str], Key]:
    return {
        (definition.class_name, name): key for definition in found.values() for name, key in _attributes(definition)
    }


def _made(found: Definitions) -> dict[Key, str]:
    return {
        (block, node.id): found[node.block_id].class_name
        for block, node in _nodes(found)
        if node.block_id is not None and node.block_id in found
    }


def _nodes(found: Definitions) -> Iterator[tuple[str, Node]]:
    """The nodes of each class with the id of their block, those in its loops and branches included."""
    for definition in found.values():
        for block in (definition.block, *definition.bodies):
            yield from ((block.id, node) for node in block.nodes.values())


def _attributes(definition: Definition) -> Iterator[tuple[str, Key]]:
    """Every attribute with its node; in a Sequential a layer at several places is one at each."""
    for node in definition.nodes:
        yield definition.block.nodes[node].name, (definition.block.id, node)
    for member in definition.members:
        yield member.name, (member.block, member.used)


def _scope(project: Project, report: Report) -> Scope:
    """The project as it was checked: what the data nodes give is in the report, all else torch remembers."""
    reports = report.nodes.get(MAIN, {})

    def specs(node: Node) -> Mapping[str, ValueSpec]:
        return reports[node.id].outputs if node.id in reports else {}

    scope = Variants(project, specs).main()
    scope.run(scope.order)
    return scope


def _broken(scope: Scope, parts: Extent, report: Report) -> dict[str, Problem | None]:
    """Nodes that cannot be written, with their error; None where they wait for another."""
    errors: dict[str, Problem] = {}
    for problem in report.problems:
        stops = problem.severity is Severity.ERROR or problem.code == UNTRUSTED
        if stops and problem.block == MAIN and problem.node is not None:
            errors.setdefault(problem.node, problem)
    broken: dict[str, Problem | None] = {}
    for node in (*(end.node for end in (*parts.inputs, *parts.targets)), *parts.module, *parts.objective):
        waits = broken and any(source in broken for source in scope.block.predecessors(node))
        if node in errors or waits or not scope.can_be_written(node):
            broken[node] = errors.get(node)
    if broken and not any(broken.values()):
        first = next(iter(broken))
        return broken | {first: _unknown(scope.block.nodes[first])}
    return broken


def _unknown(node: Node) -> Problem:
    template = QT_TRANSLATE_NOOP("Problem", "{node} could not be run, so the code cannot be written.")
    return Problem("unknown", template, {"node": node.name}, block=MAIN, node=node.id)
