"""Repairs one click away, as changes of the graph. They are made anew at every check, from the graph as it stands."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Final

from msgspec.structs import replace

from guinet.compile.infer import Shortfall, read_off
from guinet.compile.inplace import memory, plain_form, written_wire
from guinet.compile.insertions import bypass, insertion, wire_into
from guinet.compile.known import KnownTensor
from guinet.compile.losses import CLASS_SHAPES, are_scores
from guinet.compile.scope import Scope
from guinet.core.changes import Change, RenameNode, SetArgument
from guinet.core.editing import unused_name
from guinet.core.graph import Block, Node
from guinet.core.problems import QT_TRANSLATE_NOOP, Fix, Problem
from guinet.core.project import INPUT_KIND
from guinet.core.retyping import another_kind
from guinet.core.values import BATCH, MISSING, Reference, TensorSpec, Value
from guinet.nodes.registry import REGISTRY

LINEAR: Final = "torch.nn.Linear"
CROSS_ENTROPY: Final = "torch.nn.CrossEntropyLoss"
MSE: Final = "torch.nn.MSELoss"
BCE: Final = "torch.nn.BCEWithLogitsLoss"
RESHAPE: Final = "torch.Tensor.reshape"
CONTIGUOUS: Final = "torch.Tensor.contiguous"
UNSQUEEZE: Final = "torch.Tensor.unsqueeze"
FLOAT: Final = "torch.Tensor.float"
LONG: Final = "torch.Tensor.long"
CLONE: Final = "torch.Tensor.clone"
SIGMOID: Final = "torch.nn.Sigmoid"
MM: Final = "torch.mm"
MATMUL: Final = "torch.matmul"
SUM: Final = "torch.sum"
ONES_LIKE: Final = "torch.ones_like"
CLASSIFICATION: Final = "classification"
"""What the argument `task` of a node of data may say."""


def with_fixes(scope: Scope, problem: Problem) -> Problem:
    """The problem with every repair that goes in its graph as it stands."""
    maker = _MAKERS.get(problem.code)
    node = scope.block.nodes.get(problem.node or "")
    if maker is None or node is None:
        return problem
    return replace(problem, fixes=tuple(fix for fix in maker(scope, node, problem) if fix.changes))


def _mismatch(scope: Scope, node: Node, problem: Problem) -> Iterator[Fix]:
    """An argument set by hand that contradicts what arrives."""
    name = problem.argument or ""
    found = _read(scope, node, name)
    if found is None or isinstance(node.arguments.get(name), Reference):
        return
    values = {"argument": name, "value": str(found)}
    yield Fix(QT_TRANSLATE_NOOP("Fix", "Set {argument} to {value}"), _set(scope.block, node, name, found), values)
    back = (SetArgument(scope.block.id, node.id, name, MISSING),)
    yield Fix(QT_TRANSLATE_NOOP("Fix", "Let {argument} follow the input"), back, {"argument": name})


def _read(scope: Scope, node: Node, name: str) -> Value:
    type = REGISTRY.get(node.kind)
    argument = None if type is None else type.argument(name)
    if type is None or argument is None or argument.inferred is None:
        return None
    found = read_off(argument, argument.inferred, scope.arriving(node, type.ports(node.arguments)).inputs)
    return None if isinstance(found, Shortfall) else found


def _rank(scope: Scope, node: Node, problem: Problem) -> Iterator[Fix]:
    """A layer over space that lacks the batch or the channels."""
    spec = _arriving_spec(scope, node)
    wire = wire_into(scope.block, node.id)
    if spec is None or wire is None:
        return
    missing = problem.expected.count("×") + 1 - len(spec.shape)
    if BATCH not in spec.shape:
        source = _unbatched_input(scope.block, node.id)
        if source is not None:
            title = QT_TRANSLATE_NOOP("Fix", "Give {node} a batch dimension")
            changes = (SetArgument(scope.block.id, source.id, "batched", MISSING),)
            yield Fix(title, changes, {"node": source.name})
        elif missing == 1:
            yield _inserted(scope, node, UNSQUEEZE, {"dim": 0}, _UNSQUEEZE_BATCH)
    elif missing == 1:
        yield _inserted(scope, node, UNSQUEEZE, {"dim": 1}, _UNSQUEEZE)
    elif missing == 2 and isinstance(spec.shape[-1], int):
        side = math.isqrt(spec.shape[-1])
        if side * side == spec.shape[-1]:
            image: dict[str, Value] = {"dim": 1, "unflattened_size": (1, side, side)}
            yield _inserted(scope, node, "torch.nn.Unflatten", image, _UNFLATTEN, {"side": str(side)})


def _unbatched_input(block: Block, node: str) -> Node | None:
    """The Input without a batch dimension that leads here."""
    seen, waiting = {node}, [node]
    while waiting:
        current = block.nodes[waiting.pop()]
        if current.kind == INPUT_KIND and current.arguments.get("batched") is False:
            return current
        for source in block.predecessors(current.id):
            if source not in seen and source in block.nodes:
                seen.add(source)
                waiting.append(source)
    return None


def _loss_shape(scope: Scope, node: Node, problem: Problem) -> Iterator[Fix]:
    """Scores that still have the dimensions of an image."""
    prediction, target = _known(scope, node, "input"), _known(scope, node, "target")
    if prediction is None or target is None:
        return
    if problem.expected == CLASS_SHAPES and len(prediction.shapes[0]) > 2:
        linear = _linear_before(scope, node.id)
        at = linear if linear is not None else node
        fix = _inserted(scope, at, "torch.nn.Flatten", {}, _FLATTEN, {"node": at.name})
        if linear is not None and "in_features" in linear.arguments:
            fix = replace(fix, changes=(*fix.changes, SetArgument(scope.block.id, linear.id, "in_features", MISSING)))
        yield fix
    elif abs(len(prediction.shapes[0]) - len(target.shapes[0])) == 1:
        longer = "input" if len(prediction.shapes[0]) > len(target.shapes[0]) else "target"
        known = prediction if longer == "input" else target
        if known.shapes[0][-1] == 1:
            yield _inserted(scope, node, "torch.Tensor.squeeze", {"dim": -1}, _SQUEEZE, {"port": longer}, longer)


def _linear_before(scope: Scope, node: str) -> Node | None:
    """The last Linear before a node, as long as nothing joins in between."""
    wire = wire_into(scope.block, node)
    while wire is not None:
        current = scope.block.nodes[wire.source.node]
        if current.kind == LINEAR:
            return current
        wire = wire_into(scope.block, current.id) if len(scope.block.incoming(current.id)) == 1 else None
    return None


def _loss_kind(scope: Scope, node: Node, problem: Problem) -> Iterator[Fix]:
    """A loss for another kind of target, or the target as classes or floats."""
    prediction, target = _known(scope, node, "input"), _known(scope, node, "target")
    if prediction is None or target is None:
        return
    if target.dtype.is_floating_point and problem.code == "loss-target":
        yield from _as_classes(scope, node)
    scores = are_scores(prediction, target)
    if target.dtype.is_floating_point and scores:
        yield _inserted(scope, node, LONG, {}, _LONG, {"port": "target"}, "target")
    elif target.dtype.is_floating_point:
        yield _other_kind(scope.block, node, MSE)
    elif problem.code == "loss-target":
        if scores:
            yield _other_kind(scope.block, node, CROSS_ENTROPY)
        yield _inserted(scope, node, FLOAT, {}, _FLOAT, {"port": "target"}, "target")
    elif target.shapes == prediction.shapes:
        yield _other_kind(scope.block, node, BCE)


def _as_classes(scope: Scope, node: Node) -> Iterator[Fix]:
    """The column of the data that is the target, read as classes."""
    wire = wire_into(scope.block, node.id, "target")
    if wire is None:
        return
    data = scope.block.nodes[wire.source.node]
    type = REGISTRY.get(data.kind)
    task = None if type is None else type.argument("task")
    if task is not None and CLASSIFICATION in task.choices:
        title = QT_TRANSLATE_NOOP("Fix", "Set {argument} of {node} to {value}")
        values = {"argument": task.name, "node": data.name, "value": CLASSIFICATION}
        yield Fix(title, _set(scope.block, data, task.name, CLASSIFICATION), values)


def _other_kind(block: Block, node: Node, kind: str) -> Fix:
    type = REGISTRY.get(kind)
    kept = {name: value for name, value in node.arguments.items() if type is not None and type.argument(name)}
    name = kind.rpartition(".")[2]
    return Fix(QT_TRANSLATE_NOOP("Fix", "Use {kind}"), another_kind(block, node, kind, kept), {"kind": name})


def _dtype(scope: Scope, node: Node, problem: Problem) -> Iterator[Fix]:
    port = problem.port or "input"
    yield _inserted(scope, node, FLOAT, {}, _FLOAT, {"port": port}, port)


def _shape(scope: Scope, node: Node, problem: Problem) -> Iterator[Fix]:
    if node.kind == "torch.Tensor.view" and "view size is not compatible" in problem.detail:
        shape = {"shape": node.arguments.get("size", MISSING)}
        changes = another_kind(scope.block, node, RESHAPE, shape)
        yield Fix(QT_TRANSLATE_NOOP("Fix", "Use {kind}"), changes, {"kind": "reshape"})
    elif "'indices'" in problem.detail and "scalar types" in problem.detail:
        port = problem.port or "input"
        yield _inserted(scope, node, LONG, {}, _LONG, {"port": port}, port)
    elif "require gradients" in problem.detail and "dtype" in _arguments_of(node):
        yield Fix(QT_TRANSLATE_NOOP("Fix", "Make it float32"), _set(scope.block, node, "dtype", "float32"))
    elif "can't be cast to the desired output type" in problem.detail:
        yield from _of_whole_numbers(scope, node)
    elif any(words in problem.detail for words in _ONLY_FLOATS):
        yield from _dtype(scope, node, problem)
    elif "the same dtype" in problem.detail:
        yield from _of_two_types(scope, node)


def _of_two_types(scope: Scope, node: Node) -> Iterator[Fix]:
    """Floats and whole numbers that meet."""
    ports = [port.name for port in scope.block.project.ports(scope.block, node).inputs]
    found = {port: known.dtype for port in ports if (known := _known(scope, node, port)) is not None}
    whole = [port for port, dtype in found.items() if not (dtype.is_floating_point or dtype.is_complex)]
    for port in whole if len(whole) < len(found) else ():
        yield _inserted(scope, node, FLOAT, {}, _FLOAT, {"port": port}, port)


def _of_whole_numbers(scope: Scope, node: Node) -> Iterator[Fix]:
    """A result with fractions that is to be written over whole numbers."""
    wire = written_wire(scope.block, node)
    if wire is None:
        return
    made = scope.block.nodes[memory(scope.block).get(wire.source, wire.source).node]
    if "dtype" in _arguments_of(made):
        title = QT_TRANSLATE_NOOP("Fix", "Make {node} float32")
        yield Fix(title, _set(scope.block, made, "dtype", "float32"), {"node": made.name})
    title = QT_TRANSLATE_NOOP("Fix", "Let {node} make a new tensor")
    yield Fix(title, plain_form(scope.block, node), {"node": node.name})


def _arguments_of(node: Node) -> list[str]:
    type = REGISTRY.get(node.kind)
    return [] if type is None else [argument.name for argument in type.arguments]


def _taken_name(scope: Scope, node: Node, problem: Problem) -> Iterator[Fix]:
    name = unused_name(scope.block, f"{node.name.strip('_')}_")
    title = QT_TRANSLATE_NOOP("Fix", "Rename it {name}")
    yield Fix(title, (RenameNode(scope.block.id, node.id, name),), {"name": name})


def _unknown_argument(scope: Scope, node: Node, problem: Problem) -> Iterator[Fix]:
    name = problem.argument or ""
    type = REGISTRY.get(node.kind)
    names = [argument.name for argument in type.arguments] if type is not None else []
    remove = SetArgument(scope.block.id, node.id, name, MISSING)
    for close in get_close_matches(name, names, 1):
        if close not in node.arguments:
            changes = (remove, *_set(scope.block, node, close, node.arguments[name]))
            yield Fix(QT_TRANSLATE_NOOP("Fix", "Call it {argument}"), changes, {"argument": close})
    yield Fix(QT_TRANSLATE_NOOP("Fix", "Remove {argument}"), (remove,), {"argument": name})


def _bad_argument(scope: Scope, node: Node, problem: Problem) -> Iterator[Fix]:
    type = REGISTRY.get(node.kind)
    argument = None if type is None else type.argument(problem.argument or "")
    if argument is None or argument.required:
        return
    changes = (SetArgument(scope.block.id, node.id, argument.name, MISSING),)
    if argument.inferred is not None:
        title = QT_TRANSLATE_NOOP("Fix", "Let {argument} follow the input")
        yield Fix(title, changes, {"argument": argument.name})
    else:
        values = {"argument": argument.name, "value": str(argument.default)}
        yield Fix(QT_TRANSLATE_NOOP("Fix", "Set {argument} back to {value}"), changes, values)


def _applied_twice(scope: Scope, node: Node, problem: Problem) -> Iterator[Fix]:
    wire = wire_into(scope.block, node.id, problem.port)
    if wire is not None and len(scope.block.outgoing(wire.source.node)) == 1:
        name = scope.block.nodes[wire.source.node].name
        yield Fix(QT_TRANSLATE_NOOP("Fix", "Remove {node}"), bypass(scope.block, wire.source.node), {"node": name})


def _inserted(
    scope: Scope,
    node: Node,
    kind: str,
    arguments: Mapping[str, Value],
    title: str,
    values: Mapping[str, str] | None = None,
    port: str | None = None,
) -> Fix:
    wire = wire_into(scope.block, node.id, port)
    changes: tuple[Change, ...] = () if wire is None else insertion(scope.block, wire, kind, arguments)
    return Fix(title, changes, values or {})


def _set(block: Block, node: Node, name: str, value: Value) -> tuple[Change, ...]:
    return (SetArgument(block.id, node.id, name, value),)


def _known(scope: Scope, node: Node, port: str) -> KnownTensor | None:
    known = scope.arriving(node, scope.block.project.ports(scope.block, node)).inputs.get(port)
    return known if isinstance(known, KnownTensor) else None


def _arriving_spec(scope: Scope, node: Node) -> TensorSpec | None:
    ports = scope.block.project.ports(scope.block, node)
    known = _known(scope, node, ports.inputs[0].name) if ports.inputs else None
    return None if known is None else known.spec()


_ONLY_FLOATS: Final = ("not implemented for", "only support floating", "could not infer output dtype")
_FLATTEN: Final = QT_TRANSLATE_NOOP("Fix", "Insert Flatten before {node}")
_SQUEEZE: Final = QT_TRANSLATE_NOOP("Fix", "Insert squeeze before {port}")
_UNSQUEEZE: Final = QT_TRANSLATE_NOOP("Fix", "Insert unsqueeze: one channel")
_UNSQUEEZE_BATCH: Final = QT_TRANSLATE_NOOP("Fix", "Insert unsqueeze: a batch of one")
_UNFLATTEN: Final = QT_TRANSLATE_NOOP("Fix", "Insert Unflatten: images of {side}×{side}")
_FLOAT: Final = QT_TRANSLATE_NOOP("Fix", "Insert float before {port}")
_LONG: Final = QT_TRANSLATE_NOOP("Fix", "Insert long before {port}")

_MAKERS: Final[Mapping[str, Callable[[Scope, Node, Problem], Iterator[Fix]]]] = {
    "argument-mismatch": _mismatch,
    "rank": _rank,
    "loss-shape": _loss_shape,
    "loss-broadcast": _loss_shape,
    "loss-target": _loss_kind,
    "one-class": _loss_kind,
    "dtype": _dtype,
    "shape": _shape,
    "taken-name": _taken_name,
    "unknown-argument": _unknown_argument,
    "bad-argument": _bad_argument,
    "applied-twice": _applied_twice,
}
