"""The words on nodes and wires: titles, the arguments that matter, shapes."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Final

from guinet.core.graph import CONTROL_NAMES, FOR_KIND, IF_KIND, REROUTE_KIND, WHILE_KIND, Node
from guinet.core.naming import suggested_name
from guinet.core.report import NodeReport
from guinet.core.values import Reference, SequenceSpec, TensorSpec, Value, ValueSpec, Wired
from guinet.nodes.types import Argument, ArgumentType, Form, NodeType
from guinet.ui.translate import tr
from guinet.ui.words import node_title

_FROM_TO: Final = (
    ("in_channels", "out_channels"),
    ("in_features", "out_features"),
    ("input_size", "hidden_size"),
    ("num_embeddings", "embedding_dim"),
    ("start_dim", "end_dim"),
)
"""Arguments read together as one arrow: `1→32`."""

_BARE: Final = frozenset({"num_features", "normalized_shape", "kernel_size", "shape", "output_size"})
"""Arguments whose value says enough without the name."""

_PARTS: Final = 3
_SIGN: Final = 6
"""Characters that fit into the circle of an operator."""


def titles(node: Node, kind: NodeType | None, block_name: str | None) -> tuple[str, str]:
    """The node's title, and the kind's name for the second line when the title is a name given by hand."""
    if node.is_control:
        return _control_titles(node, block_name or "")
    if node.kind == REROUTE_KIND:
        return tr("Dot on a wire"), ""
    kind_title = block_name or (node_title(kind) if kind else node.kind.rsplit(".", 1)[-1])
    return (node.name, kind_title) if named_by_hand(node, block_name) else (kind_title, "")


def named_by_hand(node: Node, block_name: str | None = None) -> bool:
    """Whether the name is another than a new node of its kind would get."""
    default = suggested_name(block_name or node.kind)
    return re.sub(r"_\d+$", "", node.name) != default and not node.name.isdigit()


def control_title(kind: str) -> str:
    """What a While, If or For is called."""
    return {WHILE_KIND: tr("While"), IF_KIND: tr("If"), FOR_KIND: tr("For")}[kind.partition(".")[0] + "."]


def _control_titles(node: Node, block_name: str) -> tuple[str, str]:
    title = control_title(node.kind)
    named = re.sub(r"_\d+$", "", node.name) not in CONTROL_NAMES.values()
    return (node.name, f"{title} · {block_name}") if named else (title, block_name)


def subtitle(node: Node, kind: NodeType | None, report: NodeReport | None) -> str:
    """The arguments that matter: those set by hand and those found by the check; `1→32, 3×3, same`."""
    inferred = {} if report is None else report.inferred
    values = {**inferred, **node.arguments}
    parts = list(_arrows(values))
    for name in _ordered(values, kind):
        argument = None if kind is None else kind.argument(name)
        if len(parts) < _PARTS and _worth_showing(values[name], argument):
            parts.append(_part(name, values[name], node.kind, argument))
    if not parts and report is not None and kind is not None and kind.form in (Form.INPUT, Form.DATA):
        parts = [shape_label(spec) for spec in list(report.outputs.values())[:1]]
    return ", ".join(parts)


def _arrows(values: Mapping[str, Value]) -> Iterator[str]:
    for start, end in _FROM_TO:
        if end in values:
            before = value_text(values[start]) if start in values else ""
            yield f"{before}→{value_text(values[end])}"


def _ordered(values: Mapping[str, Value], kind: NodeType | None) -> Iterable[str]:
    known = [] if kind is None else [argument.name for argument in kind.arguments if argument.name in values]
    taken = {name for pair in _FROM_TO if pair[1] in values for name in pair}
    return [name for name in dict.fromkeys([*known, *values]) if name not in taken]


def _worth_showing(value: Value, argument: Argument | None) -> bool:
    return not isinstance(value, Wired) and (argument is None or value != argument.default)


def _part(name: str, value: Value, kind: str, argument: Argument | None) -> str:
    if name == "kernel_size" and isinstance(value, int):
        dimensions = re.search(r"([123])d$", kind)
        return "×".join([str(value)] * (int(dimensions[1]) if dimensions else 1))
    if isinstance(value, str) or name in _BARE:
        return value_text(value, argument)
    if isinstance(value, bool):
        return name if value else f"{name} False"
    return f"{name} {value_text(value, argument)}"


def operator_sign(node: Node, kind: NodeType, wired: Container[str]) -> str:
    """What stands in an operator's circle: its sign, with the number it works with where none is wired, `** 2`."""
    before, after = (
        value_text(node.arguments[name]) if name in node.arguments and name not in wired else ""
        for name in (*kind.parameters, "", "")[:2]
    )
    written = f"{before} {kind.call} {after}".strip()
    return written if len(written) <= _SIGN else kind.call


def value_text(value: Value, argument: Argument | None = None) -> str:
    """A value as a person writes it: sizes as `3×3`, floats short, the numbers of a tensor as lists."""
    if isinstance(value, tuple) and argument is not None and argument.listed:
        return f"[{', '.join(value_text(item, argument) for item in value)}]"
    if isinstance(value, tuple):
        joined = argument is None or argument.type in (ArgumentType.SIZE, ArgumentType.SHAPE)
        inside = [value_text(item) for item in value]
        return "×".join(inside) if joined and all(isinstance(item, int) for item in value) else f"({', '.join(inside)})"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Reference):
        return value.argument
    return value.port if isinstance(value, Wired) else str(value)


def shape_label(spec: ValueSpec, spaced: bool = False) -> str:
    """What a wire carries: `N×32×4×4`, with the dtype where it is not float32."""
    if isinstance(spec, TensorSpec):
        shape = spec.shape_text.replace("×", " × ") if spaced else spec.shape_text
        return shape if spec.dtype == "float32" else f"{shape} {spec.dtype}"
    if isinstance(spec, SequenceSpec):
        return f"({len(spec.items)})" if len(spec.items) > 2 else str(spec)
    return str(spec)
