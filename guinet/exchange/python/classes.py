"""Classes of the text, and what is made of them: modules, and records that other lines read."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.exchange.python.derived import adopt, as_layer, forward
from guinet.exchange.python.parameters import matched
from guinet.exchange.python.problems import Endless, Unclear
from guinet.exchange.python.values import (
    UNSET,
    Builtin,
    Exposed,
    Instance,
    Layer,
    OwnClass,
    OwnFunction,
    Record,
    Scope,
    Super,
    Torch,
)
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form

if TYPE_CHECKING:
    from guinet.exchange.python.reader import Reader

Keywords = Mapping[str, object]

_MODULE = "torch.nn.Module"
_SEQUENTIAL = "torch.nn.Sequential"


def own_class(reader: Reader, tree: ast.ClassDef, scope: Scope) -> OwnClass:
    """What a class of the text says. Bases and constants that cannot be followed are as if they were not there: only
    who asks for them is told."""
    bases = [found for base in tree.bases if (found := _or_none(reader, base, scope)) is not None]
    own = tuple(base for base in bases if isinstance(base, OwnClass))
    torch = {base.path for base in bases if isinstance(base, Torch)}
    sequential = _SEQUENTIAL in torch or any(base.sequential for base in own)
    layers = [base.path for base in bases if isinstance(base, Torch) and is_layer(base.path)]
    layer = next((path for path in (*layers, *(base.layer for base in own)) if path), "")
    module = sequential or bool(layer) or _MODULE in torch or any(base.module for base in own)
    fields = [name for base in own for name in base.fields or ()] if _has_fields(tree, bases) else None
    methods: dict[str, OwnFunction] = {}
    inside = Scope(scope)
    for base in reversed(own):
        methods |= base.methods
        inside.names |= base.constants
    made = OwnClass(
        tree,
        scope,
        own,
        methods,
        inside.names,
        module,
        sequential,
        None if fields is None else (*fields, *_fields(tree)),
        layer,
    )
    for item in tree.body:
        match item:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                methods[item.name] = OwnFunction(item, scope, made)
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=told)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as told)
            ):
                found = _or_none(reader, told, inside)
                if found is not None or isinstance(told, ast.Constant):
                    inside.names[name] = found
            case ast.Assign(targets=[ast.Tuple() as names], value=told):
                found = _or_none(reader, told, inside)
                if isinstance(found, tuple) and len(found) == len(names.elts):
                    reader.assign(names, found, inside)
    return made


def _or_none(reader: Reader, tree: ast.expr, scope: Scope) -> object:
    """What an expression stands for; None too for one that cannot be followed."""
    try:
        return reader.value(tree, scope)
    except Endless:
        raise
    except Unclear:
        return None


def _has_fields(tree: ast.ClassDef, bases: Sequence[object]) -> bool:
    """Whether it is a dataclass or a NamedTuple."""
    decorators = (ast.unparse(each).partition("(")[0].rpartition(".")[2] for each in tree.decorator_list)
    derived = any(isinstance(base, OwnClass) and base.fields is not None for base in bases)
    return "dataclass" in decorators or Builtin("NamedTuple") in bases or derived


def _fields(tree: ast.ClassDef) -> list[str]:
    return [
        item.target.id for item in tree.body if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
    ]


def construct(
    reader: Reader, own: OwnClass, given: Sequence[object], keywords: Keywords, line: int
) -> Instance | Record | Layer:
    """`Block(64)`, `Config(width=64)`. A module's constructor that cannot be followed leaves a module that is called as
    code written by hand. Raises Unclear for any other."""
    made = own.methods.get("__init__")
    if not own.module:
        return _record(reader, own, made, given, keywords, line)
    instance = Instance(own, {}, line)
    if made is None:
        if own.sequential:
            hold(instance, given)
        if own.layer:
            adopt(instance, as_base(reader, own, given, keywords, line))
        return as_layer(instance) or instance
    instance.given = matched(reader, made.tree, own.name, given, keywords, made.scope, line, skip=1, lenient=True)
    values = {name: Exposed(instance, name, value) for name, value in instance.given.items()}
    try:
        with reader.constructing(instance), reader.deeper(line):
            reader.run(made.tree.body, method_scope(made, instance, values))
    except Endless:
        raise
    except Unclear as error:
        instance.broken = error
    layer = as_layer(instance)
    if layer is not None and reader.building is not None:
        reader.building.rules += instance.rules
    return layer or instance


def as_base(reader: Reader, own: OwnClass, given: Sequence[object], keywords: Keywords, line: int) -> Layer:
    """The layer that a class derives from, as it is made. Raises Unclear."""
    made = reader.call(Torch(own.layer), given, keywords, line)
    assert isinstance(made, Layer)
    return made


def is_layer(path: str) -> bool:
    """Whether torch has a layer at this path, and not a container."""
    type = REGISTRY.get(path)
    return type is not None and type.form is Form.MODULE


def _record(
    reader: Reader,
    own: OwnClass,
    made: OwnFunction | None,
    given: Sequence[object],
    keywords: Keywords,
    line: int,
) -> Record:
    record = Record(own)
    if made is not None:
        with reader.drawing_in(None):
            reader.call_function(made, given, keywords, line, owner=record)
    elif own.fields is not None:
        told = {**dict(zip(own.fields, given, strict=False)), **keywords}
        record.attributes = {name: told.get(name, own.constants.get(name, UNSET)) for name in own.fields}
        if len(given) > len(own.fields) or not keywords.keys() <= {*own.fields}:
            template = QT_TRANSLATE_NOOP(
                "Problem", "Line {line}: {name} is called with arguments that it does not take."
            )
            raise Unclear(template, line, name=own.name)
        after = own.methods.get("__post_init__")
        if after is not None:
            reader.call_function(after, (), {}, line, owner=record)
    return record


def method_scope(method: OwnFunction, owner: object, values: Mapping[str, object]) -> Scope:
    """The names inside of a method that `owner` is asked for."""
    scope = Scope(method.scope)
    scope.names["super"] = Super(owner, method.own)
    if method.tree.args.args:
        scope.names[method.tree.args.args[0].arg] = owner
    scope.names |= values
    return scope


def hold(instance: Instance, modules: Sequence[object]) -> None:
    """What an nn.Sequential of the text's own holds."""
    for item in modules:
        instance.attributes[str(len(instance.attributes))] = item


def super_call(
    reader: Reader, asked: Super, name: str, given: Sequence[object], keywords: Keywords, line: int
) -> object:
    """`super().__init__(…)`, `super().forward(x)`: the next class's that has it. Raises Unclear."""
    instance = asked.instance
    for base in asked.own.bases if asked.own is not None else ():
        if name in base.methods:
            return reader.call_function(base.methods[name], given, keywords, line, owner=instance)
    if name == "__init__":
        if isinstance(instance, Instance) and instance.own.sequential:
            hold(instance, given)
        elif isinstance(instance, Instance) and instance.own.layer:
            adopt(instance, as_base(reader, instance.own, given, keywords, line))
        return None
    if name == "forward" and isinstance(instance, Instance) and instance.base is not None and not keywords:
        return forward(reader, instance, given, line)
    if name == "forward" and isinstance(instance, Instance) and instance.own.sequential and len(given) == 1:
        return reader.run_chain(instance, given[0], line)
    template = QT_TRANSLATE_NOOP("Problem", "Line {line}: super().{name} cannot be followed: write here what it does.")
    raise Unclear(template, line, name=name)
