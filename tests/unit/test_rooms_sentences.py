"""What a user may read is marked for translation where it is written, with its values apart.

Read from the code itself: a sentence put together on the spot ("{path} is …" as an f-string) can never be translated.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeGuard

import pytest

import guinet

ROOT = Path(guinet.__file__).parent
MARK = "QT_TRANSLATE_NOOP"
TEMPLATE = "template"

APART = {
    "cli": "printed in a terminal, in English; nothing of it reaches the window",
    "core/problems.py": "where a sentence is made of what the others mark",
    "storage/problems.py": "as above",
}
"""Rooms and files that are not read, and why."""

ROOTS = ("GuinetError", "Unreadable", "NotAllowed", "Misuse", "Misfit")
"""Made of a template and its values in the files that are not read."""

CARRIED = (TEMPLATE, "complaint")
"""What carries a template is called so: its maker is asked for the mark, not who hands it on."""

MAKERS = ("str", "repr", "format", "join")
"""What makes a text on the spot."""

Function = ast.FunctionDef | ast.AsyncFunctionDef
Scopes = tuple[ast.AST, ...]


class Code:
    """All modules: which calls take a template at which place, and what functions return."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.trees = {name: ast.parse(text) for name, text in texts.items()}
        homes = [(tree, node) for tree in self.trees.values() for node in ast.walk(tree)]
        nodes = [node for _, node in homes]
        self.classes = {node.name: node for node in nodes if isinstance(node, ast.ClassDef)}
        self.functions: dict[str, list[Function]] = {}
        self._known: dict[ast.AST, frozenset[str]] = {}
        for node in nodes:
            if isinstance(node, Function):
                self.functions.setdefault(node.name, []).append(node)
        self._homes = {(tree, node) for tree, node in homes if isinstance(node, Function)}
        self._carrying = {
            name for name, found in self.functions.items() if any(carried_place(each) is not None for each in found)
        }

    def template(self, call: ast.Call, scopes: Scopes) -> ast.expr | None:
        """The template that a call is given, if it is one that takes any."""
        place = self.place(call, scopes)
        if place is None:
            return None
        given = next((keyword.value for keyword in call.keywords if keyword.arg in CARRIED), None)
        return given or (call.args[place] if len(call.args) > place else None)

    def place(self, call: ast.Call, scopes: Scopes) -> int | None:
        name = name_of(call.func)
        if name == "__init__":  # of a class above, which the innermost class around is made of
            owner = next((scope for scope in reversed(scopes) if isinstance(scope, ast.ClassDef)), None)
            bases = [name_of(base) for base in owner.bases] if owner is not None else []
            return next((place for base in bases if (place := self.place_in_class(base)) is not None), None)
        if name in ("Problem", "sentence", "Warned"):
            return int(name == "Problem")
        if name in self.classes or name in ROOTS:
            return self.place_in_class(name)
        if not isinstance(call.func, ast.Name) or name not in self._carrying or name not in self.known(scopes[0]):
            return None
        every = self.functions[name]
        found = [each for each in every if (scopes[0], each) in self._homes] or every
        places = [carried for each in found if (carried := carried_place(each)) is not None]
        return places[0] if places else None

    def known(self, module: ast.AST) -> frozenset[str]:
        """The names of the functions of a module, and of those it imports."""
        if module not in self._known:
            nodes = [*ast.walk(module)]
            own = {node.name for node in nodes if isinstance(node, Function)}
            taken = {
                each.asname or each.name for node in nodes if isinstance(node, ast.ImportFrom) for each in node.names
            }
            self._known[module] = frozenset(own | taken)
        return self._known[module]

    def place_in_class(self, name: str) -> int | None:
        known = self.classes.get(name)
        if known is None or name == "ProblemError":
            return 0 if name in ROOTS else None
        makers = [each for each in known.body if isinstance(each, Function) and each.name == "__init__"]
        if makers:
            return carried_place(makers[0])
        fields = [each.target.id for each in known.body if is_field(each)]
        if fields:
            return next((place for place, each in enumerate(fields) if each in CARRIED), None)
        return next((place for base in known.bases if (place := self.place_in_class(name_of(base))) is not None), None)


def is_field(node: ast.stmt) -> TypeGuard[Any]:
    return isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)


def carried_place(function: Function) -> int | None:
    names = [each.arg for each in (*function.args.posonlyargs, *function.args.args) if each.arg not in ("self", "cls")]
    return next((place for place, name in enumerate(names) if name in CARRIED), None)


def name_of(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def unmarked(texts: dict[str, str]) -> list[str]:
    """`file:line what` of each sentence that the window could not translate."""
    code = Code(texts)
    return [
        f"{name}:{call.lineno} {ast.unparse(template)[:90]}"
        for name, tree in code.trees.items()
        for scopes, call in calls(tree, (tree,))
        if (template := code.template(call, scopes)) is not None and Unmarked(code).has(template, scopes)
    ]


def calls(node: ast.AST, scopes: Scopes) -> Iterator[tuple[Scopes, ast.Call]]:
    """Every call, with the module, the classes and the functions it stands in."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield scopes, child
        yield from calls(child, (*scopes, child) if isinstance(child, Function | ast.ClassDef) else scopes)


class Unmarked:
    """Whether an expression may be a sentence without its mark, whatever names and functions it comes through."""

    def __init__(self, code: Code) -> None:
        self.code = code
        self.seen: set[tuple[ast.AST, str]] = set()

    def has(self, node: ast.expr, scopes: Scopes) -> bool:
        match node:
            case ast.JoinedStr() | ast.BinOp():
                return True
            case ast.Constant(value=str(text)):
                return re.search(r"[^\W_]", re.sub(r"\{\w*\}", "", text)) is not None
            case ast.Call(func=function) if name_of(function) == MARK:
                return not all(isinstance(each, ast.Constant) for each in node.args)
            case ast.Call(func=function):
                return name_of(function) in MAKERS or self.returned(name_of(function), scopes)
            case ast.IfExp():
                return self.has(node.body, scopes) or self.has(node.orelse, scopes)
            case ast.BoolOp(values=values) | ast.Dict(values=values):
                return any(self.has(each, scopes) for each in values)
            case ast.Tuple(elts=[first, *_]):  # a template and its values
                return self.has(first, scopes)
            case ast.Starred(value=inner) | ast.Subscript(value=inner):
                return self.has(inner, scopes)
            case ast.Name(id=name):
                return self.named(name, scopes)
        return False

    def returned(self, name: str, scopes: Scopes) -> bool:
        if name not in self.code.known(scopes[0]) or (scopes[0], name) in self.seen:
            return False
        self.seen.add((scopes[0], name))
        return any(
            self.has(node.value, (scopes[0], each))
            for each in self.code.functions.get(name, ())
            for node in ast.walk(each)
            if isinstance(node, ast.Return) and node.value is not None
        )

    def named(self, name: str, scopes: Scopes) -> bool:
        """The innermost scope that knows the name decides."""
        for depth, scope in reversed([*enumerate(scopes)]):
            if (scope, name) in self.seen:
                return False
            found = [value for target, value in bindings(scope) if target == name]
            if found:
                self.seen.add((scope, name))
                return any(self.has(value, scopes[: depth + 1]) for value in found)
        return False


@cache
def bindings(scope: ast.AST) -> tuple[tuple[str, ast.expr], ...]:
    return tuple(given(scope))


def given(scope: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """What is given which name in a function, or in a module outside of its functions."""
    apart = (Function, ast.ClassDef) if isinstance(scope, ast.Module) else ()
    waiting = [each for each in ast.iter_child_nodes(scope) if not isinstance(each, apart)]
    while waiting:
        node = waiting.pop()
        waiting.extend(ast.iter_child_nodes(node))
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    yield from bound(target, value)
            case ast.NamedExpr(target=target, value=value) | ast.AnnAssign(target=target, value=ast.expr() as value):
                yield from bound(target, value)
            case ast.For(target=target, iter=ast.Tuple(elts=items)):
                for item in items:
                    yield from bound(target, item)


def bound(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    match target, value:
        case ast.Name(id=name), _:
            yield name, value
        case ast.Tuple(elts=names), ast.Tuple(elts=values) if len(names) == len(values):
            for each, item in zip(names, values, strict=True):
                yield from bound(each, item)
        case ast.Tuple(elts=[ast.Name(id=name), *_]), _:  # a template and its values
            yield name, value


def sources() -> dict[str, str]:
    """The modules that make a sentence, by their names: to read all takes long."""
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in sorted(ROOT.rglob("*.py"))}
    texts = {
        name: text
        for name, text in texts.items()
        if not any(name == apart or name.startswith(f"{apart}/") for apart in APART)
    }
    every = "\n".join(texts.values())
    makers = {"Problem", "sentence", "Warned", *ROOTS}
    makers |= {*re.findall(r"def (\w+)\([^)]*\b(?:template|complaint): ", every)}
    while below := set(re.findall(rf"class (\w+)\((?:{'|'.join(makers)})\)", every)) - makers:
        makers |= below
    called = re.compile(rf"\b(?:{'|'.join(makers - {'__init__', 'add'})})\(")
    return {name: text for name, text in texts.items() if called.search(text)}


def test_every_sentence_of_the_program_can_be_translated() -> None:
    assert unmarked(sources()) == []


@pytest.mark.parametrize(
    "body",
    [
        'raise Misuse(f"{path} is bad")',
        'raise Misuse("nothing is chosen")',
        'raise Misuse("{path} is bad", path=path)',
        'raise Misuse("{} is bad".format(path))',
        'raise Misuse(path + " is bad")',
        "raise Misuse(str(path))",
        'words = f"{path} is bad"\n    raise Misuse(words)',
        'words = QT_TRANSLATE_NOOP("Problem", "bad")\n    if path:\n        words = "worse"\n    raise Misuse(words)',
        'raise Misuse(QT_TRANSLATE_NOOP("Problem", "bad") if path else "worse")',
        "raise Misuse(WORDS)",
        "raise Misuse(said())",
        'raise Own("nothing is chosen")',
        'return Problem("code", f"{path} is bad")',
        'return Problem("code", template="nothing is chosen")',
        'return told("nothing is chosen")',
    ],
)
def test_a_sentence_without_its_mark_is_found(body: str) -> None:
    assert len(unmarked({"made.py": SHAPE.format(body=body)})) == 1


@pytest.mark.parametrize(
    "body",
    [
        'raise Misuse(QT_TRANSLATE_NOOP("Problem", "{path} is bad"), path=path)',
        'raise Misuse("{error}: {words}", error=path, words=path)',
        'words = QT_TRANSLATE_NOOP("Problem", "bad")\n    raise Misuse(words)',
        'return told(QT_TRANSLATE_NOOP("Problem", "bad"))',
    ],
)
def test_a_marked_sentence_is_let_through(body: str) -> None:
    assert unmarked({"made.py": SHAPE.format(body=body)}) == []


SHAPE = """
from guinet.core.problems import QT_TRANSLATE_NOOP, Misuse, Problem, sentence

WORDS = "nothing is chosen"

class Own(Misuse):
    pass

def said():
    return "nothing is chosen"

def told(template):
    return sentence(template)

def made(path):
    {body}
"""
