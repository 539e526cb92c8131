"""Follows a text as Python would, without running it."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from msgspec.structs import replace

from guinet.compile.names import unused
from guinet.core.graph import BlockData, End
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.exchange.python import (
    classes,
    constants,
    expressions,
    first_values,
    methods,
    modules,
    python_calls,
    statements,
    torch_calls,
)
from guinet.exchange.python.coded import call_function_code, call_method_code, is_free
from guinet.exchange.python.comments import Comments
from guinet.exchange.python.computed import items_of
from guinet.exchange.python.drawing import Drawing
from guinet.exchange.python.operations import add
from guinet.exchange.python.parameters import matched
from guinet.exchange.python.problems import Endless, Remarks, Unclear
from guinet.exchange.python.statements import Signal
from guinet.exchange.python.values import (
    Builtin,
    Container,
    Function,
    Instance,
    Made,
    Method,
    OwnClass,
    OwnFunction,
    Partial,
    Scope,
    Super,
    Torch,
    Wire,
    is_module,
    kept_in,
    look,
    plain,
)

MOST_STEPS: Final = 150_000
MOST_NODES: Final = 5_000
DEEPEST: Final = 40
_CHAIN: Final = frozenset({"x", "y", "z", "out", "_"})


class Reader:
    """Follows the lines of one text.

    `blocks` are the definitions that were drawn, `code` the texts of nodes written by hand, both by id; `drawing` is
    what the lines draw into now, None in a constructor; `building` the module whose constructor is followed; `seed`
    the number of `torch.manual_seed`; `settling`: lines are followed for the first values alone that they set; `told`
    the line whose comment is about what is made around what is followed now.
    """

    def __init__(self, text: str, tree: ast.Module) -> None:
        self.tree = tree
        self.remarks = Remarks()
        self.blocks: dict[str, BlockData] = {}
        self.code: dict[str, str] = {}
        self.drawing: Drawing | None = None
        self.building: Instance | None = None
        self.seed: int | None = None
        self.settling = False
        self.variables: dict[int, str] = {}
        self.alive: list[object] = []
        self.comments = Comments(text)
        self.told = 0
        self._lines = text.splitlines()
        self._steps = self._nodes = self._depth = 0
        self._later: list[Sequence[ast.stmt]] = []
        self._once: list[frozenset[str]] = []
        self._kept: dict[str, BlockData] = {}  # the blocks as they were given, each under the name it asked for

    # The parts of following

    def value(self, tree: ast.expr, scope: Scope, wish: str = "") -> object:
        return expressions.value(self, tree, scope, wish)

    def run(self, body: Sequence[ast.stmt], scope: Scope) -> Signal | None:
        return statements.run(self, body, scope)

    def assign(self, target: ast.expr, found: object, scope: Scope) -> None:
        statements.assign(self, target, found, scope)

    def own_class(self, tree: ast.ClassDef, scope: Scope) -> OwnClass:
        return classes.own_class(self, tree, scope)

    def run_chain(self, module: object, value: object, line: int) -> object:
        return modules.run_chain(self, module, value, line)

    def set_attribute(self, base: object, name: str, value: object, line: int) -> None:
        modules.set_attribute(self, base, name, value, line)

    def set_item(self, base: object, key: object, value: object, line: int) -> None:
        """`container["left"] = nn.Linear(…)`. Raises Unclear."""
        if isinstance(base, Container) and is_module(value):
            base.items[str(key)] = value
            return
        raise Unclear(
            QT_TRANSLATE_NOOP("Problem", "Line {line}: nothing can be kept in {code}."), line, code=f"[{key}]"
        )

    def initialise(self, function: str, given: Sequence[object], keywords: Mapping[str, object], line: int) -> None:
        first_values.initialise(self, function, given, keywords, line)

    def call_module(
        self, module: object, given: Sequence[object], keywords: Mapping[str, object], line: int, wish: str = ""
    ) -> object:
        return modules.call_module(self, module, given, keywords, line, wish)

    def call(
        self, callee: object, given: Sequence[object], keywords: Mapping[str, object], line: int, wish: str = ""
    ) -> object:
        """The value of a call. Raises Unclear."""
        callee = look(callee)
        match callee:
            case Torch(path=path):
                return torch_calls.call(self, path, given, keywords, line, wish)
            case OwnClass():
                return classes.construct(self, callee, given, keywords, line)
            case Partial():
                return self.call(callee.callee, (*callee.given, *given), {**callee.keywords, **keywords}, line, wish)
            case Super():
                own = given[0] if given and isinstance(given[0], OwnClass) else callee.own
                return Super(callee.instance, own)
            case OwnFunction():
                return self.call_function(callee, given, keywords, line, wish)
            case Method():
                return methods.call(self, callee, given, keywords, line, wish)
            case Builtin(name=name):
                return python_calls.call(self, name, given, keywords, line)
        if is_module(callee):
            return self.call_module(callee, given, keywords, line, wish)
        template = QT_TRANSLATE_NOOP("Problem", "Line {line}: what is called here is no layer and no function.")
        raise Unclear(template, line)

    def call_function(
        self,
        function: OwnFunction,
        given: Sequence[object],
        keywords: Mapping[str, object],
        line: int,
        wish: str = "",
        owner: object = None,
    ) -> object:
        """Follows a function of the text, or a method of `owner`; one that cannot be is called as it is written."""
        tree, drawing = function.tree, self.drawing
        mark = drawing.mark() if drawing is not None else None
        try:
            skip = 0 if owner is None else 1
            found = matched(
                self, tree, tree.name, given, keywords, function.scope, line, skip=skip, known=function.defaults
            )
            scope = Scope(function.scope)
            if owner is None:
                scope.names |= found
            else:
                scope = classes.method_scope(function, owner, found)
            with self.following(tree), self.deeper(line):
                signal = self.run(tree.body, scope)
        except Unclear as error:
            if drawing is None or mark is None or isinstance(error, Endless):
                raise
            if owner is not None and not is_free(tree):
                raise
            drawing.take_back(mark)
            if owner is not None:
                return call_method_code(self, drawing, function, given, keywords, line, wish, error)
            return call_function_code(self, drawing, function, given, keywords, line, wish, error)
        made = None if signal is None else signal.value
        if isinstance(made, Container) and not made.name and owner is None:
            made.name = tree.name
        return made

    # What is where

    def items(self, value: object, line: int) -> list[object]:
        """What a `for` goes through. Raises Unclear."""
        seen = plain(value) if not is_module(look(value)) else look(value)
        if isinstance(seen, Container):
            return list(seen.items) if seen.form == "ModuleDict" else list(seen.items.values())
        if isinstance(seen, Instance) and seen.own.sequential:
            return list(seen.attributes.values())
        if isinstance(seen, Made):
            return items_of(seen, line)
        return constants.items_of(seen, line)

    def held(self, value: object, name: str) -> object:
        """An attribute of a module: in a forward, a tensor that it keeps is a node."""
        drawing = self.drawing
        if not isinstance(value, Made) or drawing is None:
            return value
        self.alive.append(value)
        if id(value) not in drawing.held:
            called = modules.own_name(drawing, value, name, value.line)
            node = add(self, drawing, value.kind, called, {**value.arguments, "hold": value.hold}, value.line)
            drawing.held[id(value)] = Wire(drawing, End(node.id, "output"))
        return drawing.held[id(value)]

    def require_there(self, found: object, name: str, line: int) -> None:
        """Raises Unclear for a tensor of another function."""
        if isinstance(found, Wire) and found.home is not self.drawing:
            template = QT_TRANSLATE_NOOP("Problem", "Line {line}: {name} comes from outside: make it an argument.")
            raise Unclear(template, line, name=name)

    def starred(self, scope: Scope) -> Torch | None:
        """The module whose names are there without it: `from torch.nn import *`."""
        found = scope.find("*")
        return found if isinstance(found, Torch) else None

    def call_by(self, found: object, name: str) -> None:
        """A module that a script keeps in a variable is called so."""
        if is_module(found) and self.drawing is not None and self.drawing.script:
            self.alive.append(found)
            self.variables.setdefault(id(found), name)

    def names_nodes(self, name: str) -> bool:
        """Whether a variable of this name says what the value in it is."""
        if self.drawing is not None and self.drawing.script and not self._once:
            return True
        return name not in _CHAIN and bool(self._once) and name in self._once[-1]

    def paths(self, owner: Instance | None) -> dict[int, str]:
        """By identity what the layers of a module are called in it, those of its own before those inside of them."""
        found: dict[int, str] = {}
        waiting: list[tuple[str, object]] = [("", owner)] if owner is not None else []
        for path, module in waiting:
            for name, item in kept_in(module).items():
                if is_module(item) and id(item) not in found:
                    found[id(item)] = path + name
                    waiting.append((f"{path}{name}.", item))
        return found

    def keep(self, data: BlockData) -> str:
        """The id of a block; one that was drawn before, just so, is the same."""
        for id, other in self._kept.items():
            if other == data:
                return id
        id = f"b{len(self.blocks) + 1}"
        self._kept[id] = data
        self.blocks[id] = replace(data, id=id, name=unused(data.name, {other.name for other in self.blocks.values()}))
        return id

    def lines_of(self, tree: ast.stmt) -> str:
        """The text of a statement, with its decorators."""
        decorators = getattr(tree, "decorator_list", [])
        first = min((tree.lineno, *(each.lineno for each in decorators)))
        return "\n".join(self._lines[first - 1 : tree.end_lineno])

    def note_of(self, tree: ast.ClassDef) -> str:
        """What a class says of itself: its docstring, or the comment right above it."""
        lines: list[str] = []
        for line in reversed(self._lines[: tree.lineno - 1]):
            if not line.startswith("#"):
                break
            lines.insert(0, line.removeprefix("#").strip())
        return ast.get_docstring(tree) or "\n".join(lines)

    # Where it is

    @contextmanager
    def followed_by(self, lines: Sequence[ast.stmt]) -> Iterator[None]:
        """Inside of what comes before some lines."""
        self._later.append(lines)
        try:
            yield
        finally:
            self._later.pop()

    @contextmanager
    def settling_values(self) -> Iterator[None]:
        """Inside of what gives every layer its first values: a line of it that cannot be followed is told of."""
        before, self.settling = self.settling, True
        try:
            yield
        finally:
            self.settling = before

    def is_read_later(self, name: str) -> bool:
        """Whether any line after those that are followed now may read a name."""
        parts = (part for lines in self._later for line in lines for part in ast.walk(line))
        return any(
            (isinstance(part, ast.Name) and part.id == name and isinstance(part.ctx, ast.Load))
            or (isinstance(part, ast.AugAssign) and isinstance(part.target, ast.Name) and part.target.id == name)
            for part in parts
        )

    @contextmanager
    def drawing_in(self, drawing: Drawing | None) -> Iterator[None]:
        before, self.drawing = self.drawing, drawing
        try:
            yield
        finally:
            self.drawing = before

    @contextmanager
    def constructing(self, instance: Instance) -> Iterator[None]:
        before, self.building = self.building, instance
        try:
            with self.drawing_in(None):
                yield
        finally:
            self.building = before

    @contextmanager
    def following(self, tree: Function) -> Iterator[None]:
        """Inside of a function; its variables that are assigned once name what is in them."""
        counts = Counter(
            part.id for part in ast.walk(tree) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
        )
        given = {part.arg for part in ast.walk(tree) if isinstance(part, ast.arg)}
        self._once.append(frozenset(name for name, count in counts.items() if count == 1 and name not in given))
        try:
            yield
        finally:
            self._once.pop()

    @contextmanager
    def deeper(self, line: int) -> Iterator[None]:
        """Raises Endless for what contains itself."""
        self._depth += 1
        try:
            if self._depth > DEEPEST:
                template = QT_TRANSLATE_NOOP("Problem", "Line {line}: this calls itself again and again: let it end.")
                raise Endless(template, line)
            yield
        finally:
            self._depth -= 1

    def step(self, tree: ast.AST) -> None:
        """Raises Endless for a text that never ends."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            template = QT_TRANSLATE_NOOP("Problem", "Line {line}: the text repeats too often to be drawn: repeat less.")
            raise Endless(template, getattr(tree, "lineno", 1))

    def count_node(self, line: int) -> None:
        """Raises Endless where there are too many."""
        self._nodes += 1
        if self._nodes > MOST_NODES:
            template = QT_TRANSLATE_NOOP("Problem", "Line {line}: the text repeats too often to be drawn: repeat less.")
            raise Endless(template, line)
