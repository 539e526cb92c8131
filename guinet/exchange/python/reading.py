"""The way in: a text becomes a project, with a report of what of it did not."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from guinet.compile.names import unused
from guinet.compile.order import natural
from guinet.compile.source import HEADER
from guinet.core.graph import INPUT_KIND, BlockData, End
from guinet.core.problems import QT_TRANSLATE_NOOP, Misuse, Problem
from guinet.core.project import MAIN, Project
from guinet.core.settings import TRAINING_DEFAULTS
from guinet.core.values import freeze
from guinet.exchange.python.classes import construct
from guinet.exchange.python.coded import call_code, defines
from guinet.exchange.python.drawing import Drawing
from guinet.exchange.python.entering import Entering, with_inputs
from guinet.exchange.python.laying_out import laid_out
from guinet.exchange.python.modules import block_data, draw_outputs, tell_unused, trace
from guinet.exchange.python.parameters import each_parameter
from guinet.exchange.python.problems import CannotRead, Endless, ImportReport, Unclear
from guinet.exchange.python.reader import Reader
from guinet.exchange.python.values import (
    UNSET,
    Container,
    Function,
    Instance,
    Layer,
    OwnClass,
    OwnFunction,
    Scope,
    Wire,
    is_module,
    look,
    parts_of,
)
from guinet.nodes.registry import REGISTRY

MOST_CHARACTERS: Final = 1_000_000

_TOO_DEEP: Final = QT_TRANSLATE_NOOP("Problem", "The code is nested too deeply to be read.")


class ImportedProject(Project):
    """A project that was read from elsewhere; `import_report` says what became of that.

    `bare`: nothing but layers in a row: whoever pastes them into a network has inputs and outputs already.
    """

    import_report: ImportReport = ImportReport()
    bare: bool = False


def read(text: str, name: str | None = None, inputs: Sequence[tuple[int, ...]] = ()) -> ImportedProject:
    """The project that a Python text describes: `name` is the class, function or variable that is its network, by
    default the last one that nothing else in the text is made of; `inputs` the shapes of what enters, without the
    batch. Nothing of the text is run.

    Raises CannotRead where nothing of it can be drawn, Misuse for a name that it does not have.
    """
    text = textwrap.dedent(text.removeprefix("\ufeff")) if len(text) <= MOST_CHARACTERS else text
    tree = parsed(text)
    reader = Reader(text, tree)
    try:
        return _Text(reader, tree, text).project(name, inputs)
    except Unclear as error:
        raise CannotRead(error.problem) from error
    except RecursionError as error:
        raise CannotRead(Problem("unreadable-code", _TOO_DEEP)) from error


def parsed(text: str) -> ast.Module:
    """Python's reading of a text. Raises CannotRead."""
    if len(text) > MOST_CHARACTERS:
        template = QT_TRANSLATE_NOOP("Problem", "The text is too long to be a network: {count} characters.")
        raise CannotRead(Problem("unreadable-code", template, {"count": str(len(text))}))
    try:
        return ast.parse(text)
    except SyntaxError as error:
        template = QT_TRANSLATE_NOOP("Problem", "Line {line} is not Python: {words}.")
        values = {"line": str(error.lineno or 1), "words": error.msg}
        raise CannotRead(Problem("unreadable-code", template, values)) from error
    except ValueError as error:
        template = QT_TRANSLATE_NOOP("Problem", "The text holds characters that no Python has: is it the right file?")
        raise CannotRead(Problem("unreadable-code", template)) from error
    except (RecursionError, MemoryError) as error:
        raise CannotRead(Problem("unreadable-code", _TOO_DEEP)) from error


class _Text:
    """One text: what its top level defines, and what of that is the network."""

    def __init__(self, reader: Reader, tree: ast.Module, text: str) -> None:
        self.reader, self.tree = reader, tree
        self.own = text.lstrip().startswith(HEADER)
        self.scope = Scope()
        self.scope.names["__name__"] = (
            "read by GuiNet"  # what stands behind `if __name__ == "__main__"` is not followed
        )
        self.script = Drawing(script=True)
        self.last: object = None
        """What an expression that stands alone gives."""
        self.failed: list[Unclear] = []
        self.hints: list[tuple[str, dict[str, object]]] = []
        """The layers of a network that is one node of code: they say what it may be given."""

    def project(self, name: str | None, inputs: Sequence[tuple[int, ...]]) -> ImportedProject:
        self._follow()
        subject = self._named(name) if name is not None else self._subject()
        if subject is None:
            main = self.script.data("Script", {})
            if not main.nodes:
                raise self._nothing()
        else:
            main = self._network(subject)
        drawn = self._apart_from_code([replace(main, id=MAIN), *self._used(main)])
        entering = with_inputs(drawn, self.reader.code, inputs, self.hints)
        self._tell_shapes(entering, len(inputs))
        blocks = entering.blocks
        if self.failed:
            self.reader.remarks.add(
                QT_TRANSLATE_NOOP("Problem", "Lines that no graph has a place for were left out."), 0
            )
        for error in self.failed:
            self.reader.remarks.add(error.template, error.line, error.values)
        project = ImportedProject(REGISTRY, [laid_out(block, blocks) for block in blocks])
        project.learn(self.reader.code)
        if self.reader.seed not in (None, TRAINING_DEFAULTS["seed"]):
            project.training["seed"] = self.reader.seed
        project.import_report = self.reader.remarks.report()
        project.bare = isinstance(subject, (Container, Layer)) and subject is self.last
        return project

    def _tell_shapes(self, entering: Entering, given: int) -> None:
        """Where it is open what enters."""
        values = {"problem": entering.problem} if entering.problem is not None else {}
        if not entering.fits and given:
            template = QT_TRANSLATE_NOOP(
                "Problem",
                "The network does not run with the shape that was given: give another, or set it at the Input nodes.",
            )
            if values:
                template = QT_TRANSLATE_NOOP(
                    "Problem",
                    "The network does not run with the shape that was given: give another, or set it at the Input "
                    "nodes. {problem}",
                )
            self.reader.remarks.add(template, 0, values)
        elif not entering.fits or (self.hints and given < entering.inputs):
            template = QT_TRANSLATE_NOOP(
                "Problem", "The text does not tell the shape of what enters: set it at the Input nodes."
            )
            self.reader.remarks.add(template, 0)

    # The top level

    def _follow(self) -> None:
        with self.reader.drawing_in(self.script):
            for place, item in enumerate(self.tree.body):
                mark = self.script.mark()
                try:
                    with self.reader.followed_by(self.tree.body[place + 1 :]):
                        self._line(item)
                except Unclear as error:
                    if isinstance(error, Endless):
                        raise
                    self.script.take_back(mark)
                    self.failed.append(error)

    def _line(self, item: ast.stmt) -> None:
        if not isinstance(item, ast.Expr):
            self.reader.run([item], self.scope)
        elif isinstance(item.value, ast.Call):
            before = len(self.script.nodes)
            found = self.reader.run([item], self.scope) if before else self.reader.value(item.value, self.scope)
            if found is not None and is_module(found):
                self.reader.alive.append(found)
                self.last = found
        elif not isinstance(item.value, (ast.Constant, ast.Name)):
            self.reader.run([item], self.scope)

    def _nothing(self) -> Exception:
        if self.failed:
            return self.failed[0]
        template = QT_TRANSLATE_NOOP(
            "Problem", "There is no network in this text: it needs a class with forward, an nn.Sequential, or tensors."
        )
        return CannotRead(Problem("unreadable-code", template))

    # Which is the network

    def _named(self, name: str) -> object:
        found = self.scope.names.get(name)
        if isinstance(found, OwnFunction) or (isinstance(found, OwnClass) and found.module) or is_module(look(found)):
            return found
        there = sorted(key for key, value in self.scope.names.items() if isinstance(value, OwnClass) and value.module)
        known = f": it has {', '.join(there)}" if there else ""
        raise Misuse(
            QT_TRANSLATE_NOOP("Problem", "the text has no network called {name}{known}"), name=name, known=known
        )

    def _subject(self) -> object:
        """The class, function or module that the network is; None for a script of tensors."""
        drawn = any(not self._is_instance(node) for node in self.script.nodes)
        made = [value for value in self.scope.names.values() if isinstance(value, (Instance, Container))]
        unused = list(self._unused())
        classes = [each for each in unused if isinstance(each, OwnClass)]
        if drawn and (self.own or not (classes or any(isinstance(each, Instance) for each in made))):
            return None
        if self.last is not None:
            return self.last
        if made and not self.own:
            return self._outermost(made)
        if unused and (self.own or classes):
            return unused[-1] if self.own else self._maker_of(classes[-1])
        layers = [value for value in self.scope.names.values() if isinstance(value, Layer)]
        for each in (*reversed(made), *reversed(unused), *reversed(layers)):
            return each
        return None

    def _is_instance(self, node: str) -> bool:
        return self.script.nodes[node].block_id is not None

    def _outermost(self, made: list[Instance | Container]) -> object:
        """The last module that is no part of another."""
        inner = {id(part) for module in made for part in parts_of(module)}
        return next((module for module in reversed(made) if id(module) not in inner), made[-1])

    def _maker_of(self, own: OwnClass) -> OwnClass | OwnFunction:
        """The class, or where it cannot be made of nothing, a function of the text that makes it so."""
        made = own.methods.get("__init__")
        if made is None or all(default is not None for _, default in list(each_parameter(made.tree))[1:]):
            return own
        for function in reversed([each for each in self.scope.names.values() if isinstance(each, OwnFunction)]):
            try:
                found = self._made_by(function)
            except Unclear:
                continue
            if isinstance(found, Instance) and found.own is own:
                return function
        return own

    def _unused(self) -> Iterator[object]:
        """Classes and functions that no class of the text names, in GuiNet's own text no function either."""
        named: dict[str, set[str]] = {}
        for item in self.tree.body:
            if isinstance(item, ast.ClassDef) or (self.own and isinstance(item, ast.FunctionDef)):
                named[item.name] = {part.id for part in ast.walk(item) if isinstance(part, ast.Name)}
        for name, value in self.scope.names.items():
            used = any(name in names for other, names in named.items() if other != name)
            whole = isinstance(value, OwnFunction) or (isinstance(value, OwnClass) and value.module)
            if whole and not used and not name.startswith("__"):
                yield value

    # The network as the main block

    def _network(self, subject: object) -> BlockData:
        name = ""
        if isinstance(subject, OwnClass):
            subject = construct(self.reader, subject, (), {}, subject.tree.lineno)
            if isinstance(subject, Instance):
                self._tell_unset(subject)
        elif isinstance(subject, OwnFunction):
            name = subject.tree.name
            made = self._made_by(subject)
            if made is None:
                return self._function(subject)
            subject = made
        subject = look(subject)
        assert isinstance(subject, (Instance, Container, Layer))
        name = name or self.reader.variables.get(id(subject), "")
        return self._module(subject, name if self.own else _class_name(name))

    def _made_by(self, function: OwnFunction) -> object | None:
        """The module that a function gives without being given anything."""
        if any(default is None for _, default in each_parameter(function.tree)):
            return None
        with self.reader.drawing_in(None):
            made = look(self.reader.call_function(function, (), {}, function.tree.lineno))
        return made if is_module(made) else None

    def _module(self, module: Instance | Container | Layer, name: str) -> BlockData:
        drawing = Drawing(module if isinstance(module, Instance) else None)
        method = module.own.methods.get("forward") if isinstance(module, Instance) else None
        forward = method.tree if method is not None else None
        given = _arriving(forward, 1) if forward is not None else [_outside("input")]
        coded = False
        try:
            if isinstance(module, Instance) and module.broken is not None:
                raise module.broken
            found = trace(self.reader, drawing, module, given, {}, {}, module.line)
        except Unclear as error:
            if not isinstance(module, Instance) or isinstance(error, Endless):
                raise
            drawing, coded = Drawing(module), True
            inside = [_entered(drawing, wire.end.node) for wire in given]
            with self.reader.drawing_in(drawing):
                _, found = call_code(
                    self.reader, drawing, module, inside, {}, module.line, module.own.name.lower(), error
                )
        draw_outputs(drawing, found, module.line)
        if coded and isinstance(module, Instance):
            layers = [part for part in module.attributes.values() if isinstance(part, Layer)]
            self.hints = [(layer.kind, layer.arguments) for layer in layers]
        elif isinstance(module, Instance):
            tell_unused(self.reader, drawing, module)
        self._tell_order(drawing, forward)
        if coded and isinstance(module, Instance):  # the class in the code has its own name
            return drawing.data("Network" if module.own.name == "Net" else "Net", {})
        data = block_data(self.reader, drawing, module, name or "Net")
        if not isinstance(module, Instance):
            return data
        # The network is made of nothing: what it was given where the text makes it is what it has by default.
        exposed = (replace(each, default=freeze(look(module.given.get(each.name)))) for each in data.arguments)
        return replace(data, arguments=tuple(exposed))

    def _function(self, function: OwnFunction) -> BlockData:
        drawing = Drawing()
        with self.reader.drawing_in(drawing):
            given = [_entered(drawing, wire.end.node) for wire in _arriving(function.tree, 0)]
            found = self.reader.call_function(function, given, {}, function.tree.lineno)
        draw_outputs(drawing, found, function.tree.lineno)
        self._tell_order(drawing, function.tree)
        return drawing.data(_class_name(function.tree.name), {})

    def _used(self, main: BlockData) -> list[BlockData]:
        """The blocks that the main block leads to."""
        waiting, reached = [main], set[str]()
        while waiting:
            found = {id for node in waiting.pop().nodes for id in node.blocks} - reached
            reached |= found
            waiting += [self.reader.blocks[id] for id in found]
        return [block for id, block in self.reader.blocks.items() if id in reached]

    def _apart_from_code(self, blocks: list[BlockData]) -> list[BlockData]:
        """The blocks under names that no code written by hand defines: a class may be drawn here and be code there."""
        lines = (item for text in self.reader.code.values() for item in ast.parse(text).body)
        taken = {name for item in lines for name in defines(item)}
        taken_by_all = taken | {block.name for block in blocks}
        return [
            replace(block, name=unused(block.name, taken_by_all)) if block.name in taken else block for block in blocks
        ]

    # What is told

    def _tell_unset(self, module: Instance) -> None:
        for name in (name for name, value in module.given.items() if value is UNSET):
            template = QT_TRANSLATE_NOOP(
                "Problem",
                "Line {line}: {name} is given no {argument}: give it a default there, or write below what makes it.",
            )
            self.reader.remarks.add(template, module.line, {"name": module.own.name, "argument": name})

    def _tell_order(self, drawing: Drawing, forward: Function | None) -> None:
        names = [node.name for node in drawing.nodes.values() if node.kind == INPUT_KIND]
        if forward is not None and names != sorted(names, key=natural):
            template = QT_TRANSLATE_NOOP(
                "Problem", "Line {line}: forward takes its inputs in the order of their names: {names}."
            )
            self.reader.remarks.add(template, forward.lineno, {"names": ", ".join(sorted(names, key=natural))})


def _arriving(function: Function, skip: int) -> list[Wire]:
    """What a network is given: a value for each parameter that has no default."""
    if function.args.vararg is not None:
        template = QT_TRANSLATE_NOOP("Problem", "Line {line}: {name} takes any number of values: name each of them.")
        raise Unclear(template, function.lineno, name=function.name)
    needed = [parameter.arg for parameter, default in list(each_parameter(function))[skip:] if default is None]
    return [_outside(name) for name in needed]


def _outside(name: str) -> Wire:
    return Wire(Drawing(), End(name, "output"))


def _entered(drawing: Drawing, name: str) -> Wire:
    return Wire(drawing, End(drawing.add(INPUT_KIND, name).id, "output"))


def _class_name(name: str) -> str:
    return name[:1].upper() + name[1:]
