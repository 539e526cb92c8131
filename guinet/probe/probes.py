"""The generated text with probes in it: the same lines, between which someone is told which node begins and ends."""

from __future__ import annotations

import ast
import types
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import CodeType
from typing import Any, Final, Protocol

from msgspec import Struct
from torch import nn

from guinet.compile import module as modules
from guinet.compile.endless import counting, guard, placed
from guinet.compile.module import Loaded
from guinet.compile.source import Source
from guinet.compile.writer import Line, Parts
from guinet.core.project import OUTPUT_KIND, Project
from guinet.train.places import Key

_ENTER: Final = "_guinet_enter"
_LEAVE: Final = "_guinet_leave"
_CHAIN: Final = "_guinet_chain"
_CHAINED: Final = "_guinet_chained"
_RESULT: Final = "_guinet_result"
_PART: Final = "_guinet_part"

OUTPUT: Final = "output"
"""What a value is called that has no variable."""

_FUNCTIONS: Final = ("forward", "objective")
"""What is run at every step; all else in the text makes the module."""


class Site(Struct, frozen=True):
    """A place in the text where a node runs: its block's id and its own, the line as it stands there, and the
    variables that hold what it gives."""

    key: Key
    code: str
    names: tuple[str, ...] = ()


class Listener(Protocol):
    """Told of every node that runs, on the thread that runs it. What `enter` and `leave` raise ends the run."""

    def enter(self, site: Site) -> None: ...

    def leave(self, site: Site, values: Mapping[str, object]) -> None:
        """`values` are what the node gave, by variable."""


def load_with_probes(source: Source, project: Project, listener: Listener, *, rounds: int | None = None) -> Loaded:
    """As `compile.module.load`, with probes: the numbers are the same, bit for bit. A `while` of a node ends with an
    error after so many `rounds`, if a number is given.

    Probes stand around each statement of a `forward` or of the objective that belongs to a node, in loops and branches
    too; a `nn.Sequential` tells of each of its layers. Raises NotAllowed for code that nobody trusted.
    """
    return modules.load(source, *instruments(source, project, listener, rounds))


def instruments(
    source: Source, project: Project, listener: Listener, rounds: int | None = None, sites: list[Site] | None = None
) -> tuple[Mapping[str, object], modules.Compiler]:
    """The names that a text with probes needs besides its own, and what makes code with probes of the text.

    `sites` gets the places that are told of; `probed` adds others to the same list.
    """
    sites = [] if sites is None else sites
    given = {
        _ENTER: lambda number: listener.enter(sites[number]),
        _LEAVE: lambda number, held: listener.leave(sites[number], _held(sites[number], held)),
        _PART: lambda number, compute, *values: _part(listener, sites[number], partial(compute, *values)),
        _CHAIN: partial(_chain, source, listener),
        _CHAINED: partial(_chained, source, listener),
        **(counting(rounds) if rounds is not None else {}),
    }

    def compiler(text: str, filename: str) -> CodeType:
        in_objective = source.objective is not None and text == source.objective.text
        lines = source.objective.lines if in_objective and source.objective is not None else source.lines
        chains = {name for name, _ in source.members}
        parts = {} if in_objective else source.parts
        tree = _Probes(text, _owners(lines, project), chains, sites, parts).visit(ast.parse(text))
        if rounds is not None:
            tree = guard(tree)
        return compile(tree, filename, "exec", dont_inherit=True)

    return given, compiler


def probed(text: str, lines: Sequence[Line], project: Project, sites: list[Site]) -> CodeType:
    """Code with probes of the text of a loop or branch that runs by itself, with what `instruments` gives for `sites`.
    `lines` say to which nodes its lines belong, the first to the loop itself; a `while` counts its rounds."""
    owners: dict[Key, list[int]] = {}
    for number, line in enumerate(lines, 1):
        owners.setdefault(line.key, []).append(number)
    parts = {number: line.parts for number, line in enumerate(lines, 1)}
    probes = _Probes(text, _owners(owners, project), set(), sites, parts)
    return compile(guard(probes.within(ast.parse(text), lines[0].key)), "<guinet:script>", "exec", dont_inherit=True)


def _part(listener: Listener, site: Site, compute: Callable[[], object]) -> object:
    """What an expression of a node inside another one's line gives."""
    listener.enter(site)
    value = compute()
    listener.leave(site, {OUTPUT: value})
    return value


def _held(site: Site, variables: Mapping[str, object]) -> dict[str, object]:
    return {OUTPUT if name == _RESULT else name: variables[name] for name in site.names if name in variables}


def _owners(lines: Mapping[Key, Sequence[int]], project: Project) -> dict[int, Key]:
    """The node of each line; what a block gives has none, since nothing runs there."""
    found: dict[int, Key] = {}
    for key, numbers in lines.items():
        block, node = key
        if project.blocks[block].nodes[node].kind != OUTPUT_KIND:
            found.update(dict.fromkeys(numbers, key))
    return found


# Rows of layers


def _chain(source: Source, listener: Listener, name: str) -> Callable[[nn.Sequential, Any], Any]:
    """A forward for the class `name`, derived from `nn.Sequential`: torch's own, which tells of each layer."""
    text = source.text.splitlines()

    def site_of(attribute: str) -> Site | None:
        key = source.members.get((name, attribute))
        if key is None:
            return None
        lines = source.lines.get(key, ())
        return Site(key, text[lines[-1] - 1].strip().rstrip(",") if lines else "", (OUTPUT,))

    # The names are those in torch's loop, by which an error finds its layer.
    def forward(self: nn.Sequential, input: Any) -> Any:
        for attribute, module in self._modules.items():
            site = site_of(attribute)
            if site is not None:
                listener.enter(site)
            input = module(input)
            if site is not None:
                listener.leave(site, {OUTPUT: input})
        return input

    return forward


def _chained(source: Source, listener: Listener, name: str, made: nn.Sequential) -> nn.Sequential:
    """The same for what a function gives that is named as a block is."""
    made.forward = types.MethodType(_chain(source, listener, name), made)  # type: ignore[method-assign]
    return made


# The text


class _Probes(ast.NodeTransformer):
    def __init__(
        self, text: str, owners: Mapping[int, Key], chains: set[str], sites: list[Site], parts: Mapping[int, Parts]
    ) -> None:
        self._lines = text.splitlines()
        self._owners = owners
        self._parts = parts
        self._chains = chains
        self._sites = sites

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        if node.name in self._chains and any(ast.unparse(base) == "nn.Sequential" for base in node.bases):
            chain = _call(_CHAIN, ast.Constant(node.name))
            node.body.append(placed(ast.Assign([ast.Name("forward", ast.Store())], chain), node))
        else:
            self.generic_visit(node)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        if node.name in _FUNCTIONS:
            node.body = self._block(node.body, None)
        elif node.name in self._chains:
            for statement in node.body:
                if isinstance(statement, ast.Return) and statement.value is not None:
                    statement.value = placed(_call(_CHAINED, ast.Constant(node.name), statement.value), statement)
        return node

    def within(self, tree: ast.Module, around: Key) -> ast.Module:
        """The same for statements that stand in no function but in the loop or branch `around`."""
        tree.body = self._block(tree.body, around)
        return tree

    def _block(self, statements: Sequence[ast.stmt], around: Key | None) -> list[ast.stmt]:
        """Statements in a row that belong to one node are one run of it; `around` is the loop or branch they are in."""
        found: list[ast.stmt] = []
        run: list[ast.stmt] = []
        for statement in statements:
            if isinstance(statement, ast.With):
                found += self._probed(run, around)
                run = []
                statement.body = self._block(statement.body, around)
                found.append(statement)
                continue
            if run and self._owner(run[0]) != self._owner(statement):
                found += self._probed(run, around)
                run = []
            run.append(statement)
        return [*found, *self._probed(run, around)]

    def _owner(self, statement: ast.stmt) -> Key | None:
        return self._owners.get(statement.lineno)

    def _probed(self, run: list[ast.stmt], around: Key | None) -> list[ast.stmt]:
        key = self._owner(run[0]) if run else None
        if key is None or key == around:
            return [self._inside(statement, around) for statement in run]
        site = Site(key, self._lines[run[-1].lineno - 1].strip(), _stored(run, self._owners, key))
        last = run[-1]
        if isinstance(last, ast.Return) and last.value is not None:
            site = Site(key, site.code, (_RESULT,))
            run[-1] = placed(ast.Assign([ast.Name(_RESULT, ast.Store())], last.value), last)
        self._sites.append(site)
        number = ast.Constant(len(self._sites) - 1)
        enter, leave = _call(_ENTER, number), _call(_LEAVE, number, _call("locals"))
        found = [
            placed(ast.Expr(enter), run[0]),
            *(self._inside(statement, key) for statement in run),
            placed(ast.Expr(leave), last),
        ]
        if isinstance(last, ast.Return) and last.value is not None:
            found.append(placed(ast.Return(ast.Name(_RESULT, ast.Load())), last))
        return found

    def _inside(self, statement: ast.stmt, around: Key | None) -> ast.stmt:
        """A loop or branch has the nodes of its block inside."""
        if isinstance(statement, ast.While):
            statement.test = _Parts(self._parts.get(statement.lineno, ()), self._sites).visit(statement.test)
        if isinstance(statement, ast.While | ast.For | ast.If):
            statement.body = self._block(statement.body, around)
            statement.orelse = self._block(statement.orelse, around)
        return statement


class _Parts(ast.NodeTransformer):
    """Puts a probe around the expression of each node in a condition. Two that read alike are told in their order."""

    def __init__(self, parts: Parts, sites: list[Site]) -> None:
        self._wanted = [(key, code, ast.dump(ast.parse(code, mode="eval").body)) for key, code in parts]
        self._sites = sites

    def visit(self, node: ast.AST) -> Any:
        text = ast.dump(node)
        self.generic_visit(node)
        found = next((part for part in self._wanted if part[2] == text), None)
        if found is None or not isinstance(node, ast.expr):
            return node
        self._wanted.remove(found)
        key, code, _ = found
        self._sites.append(Site(key, code, (OUTPUT,)))
        number, lifted = ast.Constant(len(self._sites) - 1), _Lifted()
        body = lifted.visit(node)
        parameters = [ast.arg(name) for name in lifted.calls]
        compute = ast.Lambda(ast.arguments([], parameters, None, [], [], None, []), body)
        return placed(_call(_PART, number, compute, *lifted.calls.values()), node)


class _Lifted(ast.NodeTransformer):
    """Takes the probes out of an expression, whose nodes run before its own; each leaves a name."""

    def __init__(self) -> None:
        self.calls: dict[str, ast.Call] = {}

    def visit_Call(self, node: ast.Call) -> ast.expr:
        if not isinstance(node.func, ast.Name) or node.func.id != _PART:
            self.generic_visit(node)
            return node
        name = f"{_PART}_{len(self.calls)}"
        self.calls[name] = node
        return ast.Name(name, ast.Load())


def _stored(run: Sequence[ast.stmt], owners: Mapping[int, Key], key: Key) -> tuple[str, ...]:
    """The variables that hold what a node gives; of a loop those it writes itself, where there are any."""
    names: dict[str, bool] = {}
    for statement in run:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id != "_":
                names[node.id] = names.get(node.id, False) or owners.get(node.lineno) == key
    own = tuple(name for name, mine in names.items() if mine)
    return own or tuple(names)


def _call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])
