"""Repairs of what failed while it ran, as changes of the graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from guinet.compile import repairs as kinds
from guinet.compile.inplace import offered_id, plain_form
from guinet.compile.insertions import bypass, insertion, wire_into
from guinet.compile.precedence import ancestors, effect_of, needs
from guinet.core.changes import AddNode, AddWire, Change, RemoveWire, SetArgument, SetTrait
from guinet.core.editing import unused_name
from guinet.core.graph import Block, FrameMode, Node, Wire
from guinet.core.problems import QT_TRANSLATE_NOOP, Fix
from guinet.core.retyping import another_kind
from guinet.core.values import MISSING, Value
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import ArgumentType, Effect

_MOST: Final = 3
"""Offers of one sort."""

_UNRECORDED: Final = (FrameMode.NO_GRAD, FrameMode.INFERENCE_MODE)


def reads_gradient(block: Block, node: str) -> bool:
    return effect_of(block.nodes[node]) is Effect.GRADIENT


def reshaped(block: Block, node: Node) -> Iterator[Fix]:
    """For a view of what does not lie in order."""
    type = REGISTRY.get(node.kind)
    if type is not None and type.call == "view":
        changes = another_kind(block, node, kinds.RESHAPE, {"shape": node.arguments.get("size", MISSING)})
        yield Fix(QT_TRANSLATE_NOOP("Fix", "Use {kind}"), changes, {"kind": "reshape"})
    yield _inserted(block, node, kinds.CONTIGUOUS, {}, QT_TRANSLATE_NOOP("Fix", "Insert contiguous before {port}"))


def as_float(block: Block, node: Node) -> Iterator[Fix]:
    """For whole numbers that are to have a gradient."""
    type = REGISTRY.get(node.kind)
    argument = None if type is None else type.argument("dtype")
    if argument is not None and argument.type is ArgumentType.DTYPE:
        yield Fix(QT_TRANSLATE_NOOP("Fix", "Make it float32"), (_set(block, node, "dtype", "float32"),))
    elif type is not None and type.inputs:
        yield _inserted(block, node, kinds.FLOAT, {}, QT_TRANSLATE_NOOP("Fix", "Insert float before {port}"))


def aligned(block: Block, node: Node, shapes: Mapping[str, tuple[int, ...]]) -> Iterator[Fix]:
    """For shapes that would broadcast if the shorter one had its dimensions on the left: a last one of size 1."""
    if len(shapes) != 2:
        return
    for port, other in zip(shapes, reversed([*shapes]), strict=True):
        short, long = shapes[port], shapes[other]
        if len(short) < len(long) and _fits((*short, 1), long):
            title = QT_TRANSLATE_NOOP("Fix", "Insert unsqueeze before {port}")
            yield _inserted(block, node, kinds.UNSQUEEZE, {"dim": -1}, title, port)


def axes_text(shapes: Sequence[tuple[int, ...]]) -> str:
    """`dim −1: 4 = 4, dim −2: 3 ≠ 2`: how two shapes meet, from the last dimension."""
    if len(shapes) != 2:
        return ""
    one, other = shapes
    told = []
    for place in range(1, max(len(one), len(other)) + 1):
        sizes = [shape[-place] for shape in (one, other) if place <= len(shape)]
        if len(sizes) == 1:
            told.append(f"dim −{place}: {sizes[0]}")
        else:
            sign = "=" if sizes[0] == sizes[1] else "→" if 1 in sizes else "≠"
            told.append(f"dim −{place}: {sizes[0]} {sign} {sizes[1]}")
    return ", ".join(told)


def one_number(block: Block, node: Node) -> Iterator[Fix]:
    """For `backward` of many numbers: their sum, or a gradient of ones."""
    wire = wire_into(block, node.id, "input")
    if wire is None:
        return
    yield _inserted(block, node, kinds.SUM, {}, QT_TRANSLATE_NOOP("Fix", "Insert sum before {port}"), "input")
    id = offered_id(block, node.id, "ones_like")
    x, y = node.position
    ones = Node(id, kinds.ONES_LIKE, unused_name(block, "ones"), {}, (x - 110.0, y + 110.0))
    changes = (
        AddNode(block.id, ones),
        AddWire(block.id, Wire(offered_id(block, id, "in"), wire.source, ones["input"])),
        AddWire(block.id, Wire(offered_id(block, id, "out"), ones["output"], node["gradient"])),
    )
    yield Fix(QT_TRANSLATE_NOOP("Fix", "Wire a gradient of ones"), changes)


def retained(block: Block, backwards: Sequence[str]) -> Iterator[Fix]:
    """For a second `backward`: the ones before it keep what was recorded."""
    changes = tuple(
        _set(block, block.nodes[node], "retain_graph", True)
        for node in backwards
        if block.nodes[node].arguments.get("retain_graph") is not True
    )
    names = ", ".join(block.nodes[node].name for node in backwards)
    yield Fix(QT_TRANSLATE_NOOP("Fix", "Set retain_graph of {node}"), changes, {"node": names})


def recorded(block: Block, node: Node) -> Iterator[Fix]:
    """For `backward` where nothing was recorded: out of the frame, without `detach`, or a leaf that has a gradient."""
    before = ancestors(needs(block), node.id)
    modes = {frame.id: frame.mode for frame in block.frames}
    framed = [each for each in block.nodes if each in before and modes.get(block.nodes[each].frame) in _UNRECORDED]
    if framed:
        changes = tuple(SetTrait(block.id, each, "frame", "") for each in framed)
        names = {"node": ", ".join(block.nodes[each].name for each in framed)}
        yield Fix(QT_TRANSLATE_NOOP("Fix", "Take {node} out of the frame"), changes, names)
        return
    detached = [each for each in block.nodes if each in before and _call(block, each) == "detach"]
    for each in detached[:_MOST]:
        yield Fix(QT_TRANSLATE_NOOP("Fix", "Remove {node}"), bypass(block, each), {"node": block.nodes[each].name})
    for each in [each for each in block.nodes if each in before and _may_require(block.nodes[each])][:_MOST]:
        title = QT_TRANSLATE_NOOP("Fix", "Set requires_grad of {node}")
        required = (_set(block, block.nodes[each], "requires_grad", True),)
        yield Fix(title, required, {"node": block.nodes[each].name})


def not_in_place(block: Block, node: Node) -> Iterator[Fix]:
    """For what may not be written over: a new tensor, or a copy to write over."""
    yield Fix(QT_TRANSLATE_NOOP("Fix", "Let {node} make a new tensor"), plain_form(block, node), {"node": node.name})
    type = REGISTRY.get(node.kind)
    if type is not None and type.mutates:
        title = QT_TRANSLATE_NOOP("Fix", "Insert clone before {port}")
        yield _inserted(block, node, kinds.CLONE, {}, title, type.mutates)


def cloned(block: Block, node: Node, ports: Sequence[str]) -> Iterator[Fix]:
    """For tensors that autograd does not take part in: copies that it does."""
    title = QT_TRANSLATE_NOOP("Fix", "Insert clone before {port}")
    yield from (_inserted(block, node, kinds.CLONE, {}, title, port) for port in ports)


def probabilities(block: Block, node: Node) -> Iterator[Fix]:
    """For a loss of probabilities that gets scores."""
    yield _inserted(block, node, kinds.SIGMOID, {}, QT_TRANSLATE_NOOP("Fix", "Insert Sigmoid before {port}"), "input")
    kept = {name: value for name, value in node.arguments.items() if name != "weight"}
    if kept == node.arguments:
        changes = another_kind(block, node, kinds.BCE, kept)
        yield Fix(QT_TRANSLATE_NOOP("Fix", "Use {kind}"), changes, {"kind": kinds.BCE.rpartition(".")[2]})


def of_one_type(block: Block, node: Node, whole: Sequence[str]) -> Iterator[Fix]:
    """For floats and whole numbers that meet; `whole` are the ports where whole numbers arrive."""
    title = QT_TRANSLATE_NOOP("Fix", "Insert float before {port}")
    yield from (_inserted(block, node, kinds.FLOAT, {}, title, port) for port in whole)


def any_dimensions(block: Block, node: Node) -> Iterator[Fix]:
    """For a product of matrices that gets something else."""
    if node.kind == kinds.MM:
        second = block.incoming(node.id, "mat2")
        off = (RemoveWire(block.id, wire.id) for wire in second)
        on = (AddWire(block.id, replace(wire, target=node["other"])) for wire in second)
        changes = (*off, *another_kind(block, node, kinds.MATMUL, {}), *on)
        yield Fix(QT_TRANSLATE_NOOP("Fix", "Use {kind}"), changes, {"kind": "matmul"})


def joined_along(block: Block, node: Node, shapes: Sequence[tuple[int, ...]]) -> Iterator[Fix]:
    """For tensors that differ in one dimension and are joined along another."""
    differ = [place for place, sizes in enumerate(zip(*shapes, strict=False)) if len(set(sizes)) > 1]
    if len(differ) == 1:
        values = {"argument": "dim", "value": str(differ[0])}
        change = _set(block, node, "dim", differ[0])
        yield Fix(QT_TRANSLATE_NOOP("Fix", "Set {argument} to {value}"), (change,), values)


def on_cpu(block: Block, node: Node) -> Iterator[Fix]:
    """For a device that is not here."""
    if "device" in node.arguments:
        changes: tuple[Change, ...] = (_set(block, node, "device", "cpu"),)
        yield Fix(
            QT_TRANSLATE_NOOP("Fix", "Set {argument} to {value}"), changes, {"argument": "device", "value": "cpu"}
        )
    elif wire_into(block, node.id) is not None:
        yield Fix(QT_TRANSLATE_NOOP("Fix", "Remove {node}"), bypass(block, node.id), {"node": node.name})


def _may_require(node: Node) -> bool:
    """Whether it is a source of fractions that could have a gradient, and has none."""
    type = REGISTRY.get(node.kind)
    if type is None or not type.source or type.argument("requires_grad") is None:
        return False
    if node.arguments.get("requires_grad") is True:
        return False
    dtype = node.arguments.get("dtype")
    whole = isinstance(dtype, str) and not dtype.startswith(("float", "bfloat", "complex"))
    return not whole and _has_fraction(node.arguments.get("data", 0.0)) and not type.call.endswith(("randint", "perm"))


def _has_fraction(value: Value) -> bool:
    """Whether a tensor of these numbers is one of floats."""
    return any(map(_has_fraction, value)) if isinstance(value, tuple) else isinstance(value, float)


def _fits(one: Sequence[int], other: Sequence[int]) -> bool:
    pairs = zip(reversed(one), reversed(other), strict=False)
    return all(first == second or 1 in (first, second) for first, second in pairs)


def _inserted(
    block: Block, node: Node, kind: str, arguments: Mapping[str, Value], title: str, port: str | None = None
) -> Fix:
    ports = block.project.ports(block, node).inputs
    port = port if port is not None else ports[0].name if ports else ""
    wire = wire_into(block, node.id, port)
    changes: tuple[Change, ...] = () if wire is None else insertion(block, wire, kind, arguments)
    return Fix(title, changes, {"port": port})


def _call(block: Block, node: str) -> str:
    type = REGISTRY.get(block.nodes[node].kind)
    return "" if type is None else type.call


def _set(block: Block, node: Node, name: str, value: Value) -> SetArgument:
    return SetArgument(block.id, node.id, name, value)
