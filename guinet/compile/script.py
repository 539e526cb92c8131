"""The main block as a script: a line a node, named as the node is, as one types it to try something out.

What the code pane shows of a canvas that is only tensors is this text, and an evaluation runs it line by line. It runs
any other main block in the same way; there, what the data and the module give stands under names of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Final

from msgspec import Struct

from guinet.compile import control, expressions
from guinet.compile.attributes import attribute, below
from guinet.compile.classes import Draft, block_inputs, write_class
from guinet.compile.constructors import Constructors
from guinet.compile.definitions import Definitions, definitions
from guinet.compile.expressions import Pattern
from guinet.compile.first_values import can_be_written, for_all, initialised, is_path, settled, tied
from guinet.compile.inplace import in_place_problems, written_wire
from guinet.compile.members import Member, Path, descend
from guinet.compile.meta import output_pattern
from guinet.compile.names import identifier, unused
from guinet.compile.objective import imports
from guinet.compile.order import Extent, entering, hold_of, input_names, natural
from guinet.compile.parameters import parameters_of
from guinet.compile.precedence import Needs, needs, running_order
from guinet.compile.scope import Scope
from guinet.compile.source import HEADER, SourceError
from guinet.compile.writer import Key, Line, Parts, Text
from guinet.compile.written_names import reserved
from guinet.compile.written_text import add_code, code_of, future, needed
from guinet.core.graph import AFTER, Block, End, FrameMode, Initialiser, Node, Selects
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Severity
from guinet.core.project import MAIN, Project
from guinet.core.report import Report
from guinet.core.settings import training_setting
from guinet.core.sharing import owner_of
from guinet.core.values import MISSING, Value
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form, NodeType

RUNNING: Final = frozenset(
    (
        *("shape", "dtype", "argument-mismatch", "rank", "inside", "after-loss", "code-failed"),
        *("loss-shape", "loss-broadcast", "loss-target", "one-class", "class-weights", "loss-not-scalar"),
    )
)
"""Problems that arise when a line runs: it can be written all the same, and shows what torch says of it."""

UNFINISHED: Final = frozenset(("unwired", "missing-argument"))


class Statement(Struct, frozen=True):
    """One node's line. `made` makes its layer, if it has one that is kept: before the line, and outside of its frame.

    `outputs` are the variables by output port; `layer` that of the layer, which another node may have made before.
    `lines` are those of a While, If or For, with the nodes they belong to: itself, or one inside.
    """

    node: str
    line: str
    outputs: Mapping[str, str]
    layer: str = ""
    made: str = ""
    mode: FrameMode = FrameMode.NONE
    lines: tuple[Line, ...] = ()


class ScriptText(Struct, frozen=True):
    """The text; `lines` are the 1-based lines of each node, by block id and node id, `parts` the nodes that stand in
    a line of another."""

    text: str
    lines: Mapping[Key, tuple[int, ...]]
    parts: Mapping[int, Parts]


NOT_RUN: Final = "unknown"
"""The code of the problem of a block that could not be written, for want of what it would give."""


class Unwritable(Exception):
    """A node that needs what is not there: a wire, a value, or what could be inferred from a node that failed."""


def write_script(project: Project, scope: Scope, report: Report, *, partial: bool = False) -> ScriptText:
    """The text of a main block of tensors. Raises SourceError naming the first node that cannot be written.

    With `partial` such nodes become comments instead, with all that depends on them.
    """
    script = Script(project, scope, report)
    complaints: list[tuple[str, str]] = []
    statements = list(_statements(script, complaints, partial))
    body = script.classes()
    if script.has_classes:
        body.add()
    body.add()
    body.comment(script.block.note)
    if script.is_random:
        body.add(script.seed)
    _add_statements(body, script.block, statements)
    for node, words in complaints:
        body.comment(words, 0, (MAIN, node))
    text = Text()
    text.add(HEADER)
    for line in (*future(script.code.values()), *imports(body.text + needed(script.code.values()))):
        text.add(line)
    add_code(text, script.code)
    text.append(body)
    return ScriptText(text.text, text.lines, text.parts)


def _statements(script: Script, complaints: list[tuple[str, str]], partial: bool) -> Iterator[Statement]:
    lost: set[str] = set()
    for node in script.order:
        name = script.block.nodes[node].name
        problem = script.blocking(node)
        if problem is not None and not partial:
            raise SourceError(problem)
        if problem is not None:
            lost.add(node)
            complaints.append((node, f"{name}: {problem.message}"))
            continue
        try:
            if lost.intersection(script.needs[node]):
                raise Unwritable
            yield script.statement(node)
        except Unwritable:
            lost.add(node)
            complaints.append((node, f"{name}: waits for a node before it"))


def _add_statements(text: Text, block: Block, statements: list[Statement]) -> None:
    """A layer is made outside of frames, so a frame that is open ends before it and begins anew after it."""
    made: set[str] = set()
    frame = ""
    for statement in statements:
        node = block.nodes[statement.node]
        key = (block.id, node.id)
        makes = bool(statement.made) and statement.layer not in made
        if makes:
            made.add(statement.layer)
            text.comment(node.note, 0, key)
            for line in statement.made.splitlines():
                text.add(line, 0, key)
        if statement.mode and (makes or node.frame != frame):
            text.add(f"with torch.{statement.mode.value}():", 0, key)
        frame = node.frame if statement.mode else ""
        depth = 1 if statement.mode else 0
        if not makes:
            text.comment(node.note, depth, key)
        for written in statement.lines or [Line(each, key) for each in statement.line.splitlines()]:
            text.add(written.text, depth, written.key, parts=written.parts)


@dataclass
class Script:
    """The statements of a checked main block. `given`: outputs that stand under names of their own, by output.

    `attached`: layers that are there already, as those of a module; they are called by the names in `layers`.
    """

    project: Project
    scope: Scope
    report: Report
    given: Mapping[End, str] = field(default_factory=dict)
    attached: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.block = self.project.main
        self.needs: Needs = needs(self.block)
        self.order = running_order(self.block, self.needs)
        self._problems = self._blocking()
        kept = tuple(node for node in self.order if self._is_instance(node) and node not in self._problems)
        self.definitions: Definitions = definitions(
            self.scope, Extent(kept, (), (), (), (), ()), frozenset(self._problems)
        )
        self._constructors = Constructors(self.definitions[MAIN], self.definitions)
        self._lent = {owner_of(self.block, node.id) for node in self.block.nodes.values() if node.shares}
        self.layers: dict[str, str] = {}
        self.model = ""
        self._hoisted: dict[str, list[tuple[Member, str]]] = {}
        self._outputs: dict[str, dict[str, str]] = {}
        self._name_all()

    # What is written

    @property
    def seed(self) -> str:
        seed = training_setting(self.project.training, "seed")
        return f"torch.manual_seed({seed})"

    @property
    def is_random(self) -> bool:
        """Whether any node draws numbers: by itself, or as a layer does for its weights."""
        for node in self.block.nodes.values():
            type = REGISTRY.get(node.kind)
            if node.block_id is not None or (type is not None and (type.random or type.form is Form.MODULE)):
                return True
        return False

    @property
    def code(self) -> dict[str, str]:
        """What the nodes call that was written by hand, by id."""
        return code_of(self.project, self.definitions, (self.block.nodes[node] for node in self.order))

    @property
    def has_classes(self) -> bool:
        return len(self.definitions) > 1

    def classes(self) -> Text:
        """The blocks that the statements use, as classes."""
        text = Text()
        for definition in self.definitions.values():
            if definition.block.id != MAIN:
                text.add()
                text.add()
                write_class(text, definition, self.definitions, block_inputs(definition), {}, Draft())
        return text

    def outputs(self, node: str) -> tuple[str, ...]:
        """The outputs of a node that carry something."""
        return tuple(self._outputs[node])

    def blocking(self, node: str) -> Problem | None:
        """What keeps a node from being written or run at all."""
        return self._problems.get(node)

    def statement(self, node_id: str, inferred: Mapping[str, Value] | None = None) -> Statement:
        """The line of a node, which has no blocking problem. Raises Unwritable.

        `inferred` are arguments read off what really arrived, where the check could not know.
        """
        node = self.block.nodes[node_id]
        type = REGISTRY.get(node.kind)
        frame = self.block.frame(node.frame)
        mode = frame.mode if frame is not None else FrameMode.NONE
        if node.is_control:
            return self._control(node, mode)
        arguments = {**self.scope.outcomes[node_id].inferred, **(inferred or {}), **node.arguments}
        layer = self.layers.get(node_id, "")
        constructed = self._constructed(self._owner(node), type, arguments)
        made = "\n".join((f"{layer} = {constructed}", *self._first_values(node))) if layer and constructed else ""
        callee = layer or constructed
        expression = self._expression(node, type, callee, arguments)
        outputs = self._outputs[node_id]
        written = type is not None and (type.effect.gives_nothing or type.in_place)
        targets = "" if written else self._targets(node, type)
        line = f"{targets} = {expression}" if targets else expression
        return Statement(node_id, line, outputs, layer, made, mode)

    def variable(self, end: End) -> str:
        """What an output is called; "" for one that carries nothing."""
        return self.given.get(end) or self._outputs.get(end.node, {}).get(end.port, "")

    # How it is written

    def _owner(self, node: Node) -> Node:
        """The node whose layer it calls: itself, or the one it shares it with."""
        return self.block.nodes[owner_of(self.block, node.id)]

    def _constructed(self, node: Node, type: NodeType | None, arguments: Mapping[str, Value]) -> str:
        """The call that makes the layer of `node`; "" for what is none, or is there already."""
        if node.id in self.attached or (type is not None and type.form not in (Form.MODULE, Form.LOSS)):
            return ""
        if type is not None:
            wanted = (each for each in type.arguments if each.default is MISSING and not each.at_call)
            if any(argument.name not in arguments for argument in wanted):
                raise Unwritable(node.name)
        return self._constructors.expression(node, {} if type is None else arguments, expressions.no_references)

    def _expression(self, node: Node, type: NodeType | None, callee: str, arguments: Mapping[str, Value]) -> str:
        wired: dict[str, str | tuple[str, ...]] = {}
        ports = self.project.ports(self.block, node).inputs
        multiple = {port.name for port in ports if port.multiple}
        for wire in entering(self.block, node):
            if wire.target.port != AFTER:
                variable = self.variable(wire.source)
                before = wired.get(wire.target.port, ())
                wired[wire.target.port] = (*before, variable) if wire.target.port in multiple else variable
        if type is None:
            ordered = [wired.get(name, "") for name in input_names(self.block, node)]
            if not all(ordered):
                raise Unwritable(node.name)
            return f"{callee}({', '.join(map(str, ordered))})"
        if type.form is Form.OUTPUT:
            return str(wired["input"])
        if hold_of(node) and node.id in self.attached:
            return attribute(self.model, node.name)
        written = expressions.call(type, callee, wired, arguments)
        return f"nn.Parameter({written})" if hold_of(node) == "parameter" else written

    def _control(self, node: Node, mode: FrameMode) -> Statement:
        """A While, If or For of several lines, with the layers inside it."""
        wired = {wire.target.port: self.variable(wire.source) for wire in entering(self.block, node)}
        if not all(wired.values()):
            raise Unwritable(node.name)
        outputs = self._outputs[node.id]
        hoisted = self._hoisted.get(node.id, [])
        names = {(member.path, member.node.id): name for member, name in hoisted}

        def callee(path: Path, inner: Node) -> str:
            return names.get((path, owner_of(descend(self.scope, path).block, inner.id)), "")

        place = control.Place(
            self.scope, node, wired, outputs, frozenset(self._taken), callee, expressions.no_references
        )
        lines = control.written(place)
        made = [] if node.id in self.attached else [f"{name} = {self._made(member)}" for member, name in hoisted]
        layer = hoisted[0][1] if made else ""
        text = "\n".join(line.text for line in lines)
        return Statement(node.id, text, outputs, layer, "\n".join(made), mode, tuple(lines))

    def _made(self, member: Member) -> str:
        made = self._constructors.member(member)
        return f"nn.Parameter({made})" if hold_of(member.node) == "parameter" else made

    def _first_values(self, node: Node) -> Iterator[str]:
        """What follows the line that makes a layer: ties with layers that are there by then, and its first values."""
        owner = self._owner(node).id
        place = {self._owner(self.block.nodes[each]).id: number for number, each in reversed([*enumerate(self.order)])}
        for tie in self.block.ties:
            if not (is_path(tie.parameter) and is_path(tie.source_parameter)):
                continue
            ends = [end for end in (tie.target, tie.source) if end in place and end in self.layers]
            if len(ends) == 2 and owner == max(ends, key=lambda end: place[end]):
                yield tied(tie, self.layers[tie.target], self.layers[tie.source])
        for rule in filter(can_be_written, self.block.initialisers):
            yield from self._of_rule(rule, self.block.nodes[owner])

    def _of_rule(self, rule: Initialiser, node: Node) -> Iterator[str]:
        layer = self.layers[node.id]
        if rule.select is Selects.PATTERN:
            for path in parameters_of(self.scope, node.id):
                if fnmatchcase(f"{node.name}.{path}", rule.target):
                    yield from initialised(rule, below(layer, path))
        elif rule.select is Selects.TYPE and node.block_id is not None:
            yield from for_all(layer, rule.target, [rule])
        elif rule.target == (node.id if rule.select is Selects.NODE else node.kind):
            yield from settled(rule, layer, node)

    def _targets(self, node: Node, type: NodeType | None) -> str:
        outputs = self._outputs[node.id]
        if type is None:
            ordered = sorted(outputs, key=natural)
            parts: Pattern = ordered[0] if len(ordered) == 1 else tuple(ordered)
        elif type.form is Form.OUTPUT:
            return outputs["input"]
        else:
            parts = output_pattern(type, node.arguments)
        return expressions.write_pattern(parts, outputs)

    # What everything is called

    def _name_all(self) -> None:
        classes = {definition.class_name for definition in self.definitions.values()}
        taken = {*reserved(self.project), *classes, *self.given.values()}
        plain: dict[str, str] = {}
        for node in self.order:
            plain[node] = unused(identifier(self.block.nodes[node].name, "x"), taken)
            taken.add(plain[node])
        owners = {node: self._owner(self.block.nodes[node]) for node in self.order}
        self.layers |= {node: plain[owner.id] for node, owner in owners.items() if self._is_kept(owner)}
        for node in self.order:
            self._outputs[node] = self._variables(self.block.nodes[node], plain[node], taken)
            taken.update(self._outputs[node].values())
        for member in self.definitions[MAIN].members:
            if member.path:
                name = unused(identifier(member.name, "layer"), taken)
                self._hoisted.setdefault(member.path[0][0], []).append((member, name))
                taken.add(name)
        self.model = unused("model", taken) if self.attached else ""
        self._taken = taken

    def borrowed(self) -> Iterator[tuple[str, str]]:
        """The names of what a module has that is there already, each with its path in the module; "" for itself."""
        yield self.model, ""
        for node, name in self.layers.items():
            owner = self._owner(self.block.nodes[node])
            if owner.id in self.attached or node in self.attached:
                yield name, owner.name
        for node, hoisted in self._hoisted.items():
            yield from ((name, member.name) for member, name in hoisted if node in self.attached)

    def _variables(self, node: Node, plain: str, taken: set[str]) -> dict[str, str]:
        type = REGISTRY.get(node.kind)
        if type is not None and type.effect.gives_nothing:
            return {}
        if type is not None and type.form is Form.OUTPUT:
            return {"input": plain}
        names = [port.name for port in self.project.ports(self.block, node).outputs]
        if type is not None and type.in_place:
            written = written_wire(self.block, node)
            return {names[0]: "" if written is None else self.variable(written.source)}
        if len(names) == 1:
            return {names[0]: unused(f"{plain}_output", taken) if node.id in self.layers else plain}
        return {name: unused(f"{plain}_{identifier(name, 'output')}", taken) for name in names}

    def _is_kept(self, node: Node) -> bool:
        """Whether a layer has a name of its own: one with weights or state, and a block; `nn.ReLU()(x)` needs none."""
        if node.block_id is not None:
            return not node.is_control
        type, outcome = REGISTRY.get(node.kind), self.scope.outcomes[node.id]
        if type is None or type.form is not Form.MODULE:
            return False
        untold = not outcome.known and any(argument.inferred is not None for argument in type.arguments)
        return outcome.parameters > 0 or untold or node.id in self.attached or node.id in self._lent

    def _is_instance(self, node: str) -> bool:
        return self.block.nodes[node].block_id is not None

    def _blocking(self) -> dict[str, Problem]:
        found: dict[str, Problem] = {}
        for problem in self.report.problems:
            node = problem.node if problem.block == MAIN else None
            fatal = problem.code in UNFINISHED or (problem.severity is Severity.ERROR and problem.code not in RUNNING)
            if node is not None and node in self.block.nodes and fatal:
                found.setdefault(node, problem)
        for node, problems in in_place_problems(self.block).items():
            found.setdefault(node, problems[0])
        for node in self.order:
            if self._is_instance(node) and node not in found and not self._is_whole(node):
                found[node] = self._inside(node)
        return found

    def _is_whole(self, node: str) -> bool:
        """Whether the class of a block can be written: all in it is known."""
        child = self.scope.children.get(node)
        if child is None or (self.block.nodes[node].is_control and not self.scope.outcomes[node].known):
            return False
        return child.first_error() is None and not _waits(child)

    def _inside(self, node: str) -> Problem:
        known = self.report.nodes.get(MAIN, {}).get(node)
        errors = [problem for problem in known.problems if problem.severity is Severity.ERROR] if known else []
        template = QT_TRANSLATE_NOOP("Problem", "{node} could not be run, so the code cannot be written.")
        values = {"node": self.block.nodes[node].name}
        return errors[0] if errors else Problem(NOT_RUN, template, values, block=MAIN, node=node)


def _waits(scope: Scope) -> bool:
    """Whether a block in a block could not be run yet, so that nobody knows how many values it gives."""
    untold = {node for node in scope.children if not scope.outcomes[node].known}
    if any(wire.source.node in untold for wire in scope.block.wires.values()):
        return True
    return any(_waits(child) for child in scope.children.values())
