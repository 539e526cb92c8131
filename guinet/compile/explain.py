"""torch's errors in words: what a node expected, what it got, and why that does not go."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

import torch
from msgspec.structs import replace

from guinet.compile import losses
from guinet.compile.infer import Shortfall, read_off
from guinet.compile.known import BATCHES, Known, KnownTensor, is_later
from guinet.compile.meta import Answer, Inputs, tensors
from guinet.core.graph import Node
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Severity, sentence
from guinet.core.values import BATCH, LATER, TensorSpec, Value
from guinet.nodes.types import Form, NodeType

LAYOUTS: Final = {1: "N×C×L", 2: "N×C×H×W", 3: "N×C×D×H×W"}
"""What layers for 1, 2 and 3 dimensions work on: batch, channels, then space."""

_SPATIAL = re.compile(r"([123])d$")

WHEN_RUN: Final = "known-when-run"
"""The code of what is told of a node whose shape follows values."""

ONLY_WHEN_RUN: Final = QT_TRANSLATE_NOOP("Problem", "Its shape depends on values: it is known only when it runs.")

_OVERFLOW: Final = "Overflow|calculation overflowed"

REASONS: Final[tuple[tuple[str, str], ...]] = (
    (
        r"shape '.*' is invalid for input of size",
        QT_TRANSLATE_NOOP("Problem", "Reshaping keeps the number of values; these sizes hold another."),
    ),
    (
        r"view size is not compatible",
        QT_TRANSLATE_NOOP("Problem", "view needs values in one piece in memory; reshape copies where it must."),
    ),
    (
        r"must match the size of tensor|must match the existing size|broadcast",
        QT_TRANSLATE_NOOP("Problem", "Sizes must be equal, or 1, dimension by dimension from the last."),
    ),
    (
        r"Sizes of tensors must match except in dimension",
        QT_TRANSLATE_NOOP("Problem", "Only the dimension that is joined may differ."),
    ),
    (
        r"Number of dimensions of tensors must match",
        QT_TRANSLATE_NOOP("Problem", "Tensors that are joined need equally many dimensions."),
    ),
    (
        r"same reduction dim|shapes cannot be multiplied",
        QT_TRANSLATE_NOOP("Problem", "The last size of one must be the other’s next-to-last."),
    ),
    (r"Dimension out of range", QT_TRANSLATE_NOOP("Problem", "Dimensions count from 0, or from −1 at the end.")),
    (
        r"[Kk]ernel size can't be greater",
        QT_TRANSLATE_NOOP("Problem", "The window is larger than the image with its padding."),
    ),
    (
        r"[Oo]utput size is too small",
        QT_TRANSLATE_NOOP("Problem", "The image is too small for this window and stride: nothing would be left."),
    ),
    (
        r"not implemented for|only support floating|could not infer output dtype",
        QT_TRANSLATE_NOOP("Problem", "It computes with floats only: convert with “float” before."),
    ),
    (
        r"[Oo]nly Tensors of floating point (and complex )?dtype can require gradients",
        QT_TRANSLATE_NOOP("Problem", "A gradient is a fraction: only floating-point and complex tensors have one."),
    ),
    (
        r"must have the same dtype|expected scalar type|expected m1 and m2 to have the same dtype",
        QT_TRANSLATE_NOOP("Problem", "The numbers are of two types, which torch does not mix here: convert with “to”."),
    ),
    (
        r"can't be cast to the desired output type",
        QT_TRANSLATE_NOOP(
            "Problem", "What is written over keeps its type, and whole numbers cannot hold what this computes."
        ),
    ),
    (
        r"expected sequence of length",
        QT_TRANSLATE_NOOP("Problem", "Lists side by side must be equally long: a tensor has no gaps."),
    ),
    (
        r"Target -?\d+ is out of bounds",
        QT_TRANSLATE_NOOP("Problem", "Classes count from 0, and there are as many as the prediction has scores."),
    ),
    (
        r"index out of range in self",
        QT_TRANSLATE_NOOP("Problem", "An index is 0 or more, and less than the number of rows."),
    ),
    (
        r"Mismatch in shape: grad_output",
        QT_TRANSLATE_NOOP("Problem", "The gradient has one number for each of the tensor that backward starts from."),
    ),
    (r"too many dimensions 'str'", QT_TRANSLATE_NOOP("Problem", "A tensor holds numbers, not text.")),
    (
        r"length of the desired ordering of dimensions",
        QT_TRANSLATE_NOOP("Problem", "The new order must name every dimension once."),
    ),
    (
        r"elements cannot be converted to Scalar",
        QT_TRANSLATE_NOOP("Problem", "Only a tensor of one value is a number of Python."),
    ),
    (
        r"inconsistent with step sign",
        QT_TRANSLATE_NOOP("Problem", "The step leads away from the end: turn its sign, or swap start and end."),
    ),
    (
        r"is out of bounds for dimension|index -?\d+ out of range for tensor",
        QT_TRANSLATE_NOOP("Problem", "Places count from 0, or from −1 at the end."),
    ),
    (r"step must be nonzero", QT_TRANSLATE_NOOP("Problem", "With steps of 0 the end is never reached.")),
    (
        r"stack expects each tensor to be equal size",
        QT_TRANSLATE_NOOP("Problem", "Tensors that are stacked must be of one shape."),
    ),
    (
        r"t\(\) expects a tensor with <= 2 dimensions",
        QT_TRANSLATE_NOOP("Problem", "t swaps the two dimensions of a matrix; of more, transpose says which."),
    ),
    (
        r"negative dimension|Dimension size must be non-negative",
        QT_TRANSLATE_NOOP("Problem", "Sizes are 0 or more."),
    ),
    (r"divisible", QT_TRANSLATE_NOOP("Problem", "The sizes do not share out evenly.")),
    (
        r"^Its form depends on the batch",
        QT_TRANSLATE_NOOP("Problem", "The form of its result depends on the size of the batch."),
    ),
    (r"unflatten", QT_TRANSLATE_NOOP("Problem", "The new sizes must multiply up to the old one.")),
    (
        r"'indices' to have one of the following scalar types",
        QT_TRANSLATE_NOOP("Problem", "Indices are whole numbers (int64)."),
    ),
    (_OVERFLOW, QT_TRANSLATE_NOOP("Problem", "The number is too large for any computer: make it smaller.")),
    (
        r"cannot be called on meta tensors|torch\.nonzero|copy out of meta tensor|Meta tensors|data-independent",
        ONLY_WHEN_RUN,
    ),
)


def spatial_dimensions(type: NodeType) -> int | None:
    """2 for a Conv2d; None for nodes that do not say in their name how many dimensions of space they work on."""
    match = _SPATIAL.search(type.kind)
    return int(match[1]) if match and type.form is Form.MODULE else None


def shapes_text(inputs: Inputs) -> str:
    """`N×10 float32, N int64`: everything that arrives."""
    known = [item for items in inputs.values() for item in (items if isinstance(items, tuple) else (items,))]
    return ", ".join(str(item.spec()) for item in known)


def cannot_infer(node: Node, type: NodeType, short: Shortfall) -> Problem:
    """An argument that is read off the input, which does not have what is read."""
    spec = short.tensor.spec()
    dimensions = spatial_dimensions(type)
    if dimensions is not None:
        return wrong_rank(node, spec, dimensions)
    values = {"node": node.name, "argument": short.argument.name, "got": spec.shape_text}
    if LATER in spec.shape and short.follows_batch:
        return _size_unknown(node, short.argument.name, spec.shape_text)
    if short.follows_batch:
        template = QT_TRANSLATE_NOOP("Problem", "{node} would read {argument} off the batch: {got} arrives.")
        why = QT_TRANSLATE_NOOP("Problem", "A layer’s size cannot follow the batch: perhaps a dimension is missing.")
    else:
        template = QT_TRANSLATE_NOOP("Problem", "{node} reads {argument} off a dimension that {got} does not have.")
        why = QT_TRANSLATE_NOOP("Problem", "The tensor has too few dimensions.")
    return Problem("shape", template, values, port="input", got=spec.shape_text, why=why)


def unreadable(node: Node, type: NodeType, known: Mapping[str, Value], inputs: Inputs) -> Problem | None:
    """An argument that would be read off what nobody knows before it runs. `known` are the arguments there are."""
    for argument in type.arguments:
        arrived = inputs.get(argument.inferred.port) if argument.inferred is not None else None
        if argument.name not in known and arrived is not None and not isinstance(arrived, tuple) and is_later(arrived):
            return _size_unknown(node, argument.name, LATER)
    return None


def _size_unknown(node: Node, argument: str, got: str) -> Problem:
    template = QT_TRANSLATE_NOOP(
        "Problem", "{node} cannot read {argument} off a size that is known only when it runs ({got}): write a number."
    )
    values = {"node": node.name, "argument": argument, "got": got}
    return Problem("shape", template, values, port="input", argument=argument, got=got, why=ONLY_WHEN_RUN)


def known_when_run(node: Node) -> Problem:
    """What follows the values that arrive, which is nothing wrong."""
    template = QT_TRANSLATE_NOOP(
        "Problem", "What {node} gives follows the values that arrive, so its shape is known only when it runs."
    )
    return Problem(WHEN_RUN, template, {"node": node.name}, Severity.INFO)


def wrong_rank(node: Node, spec: TensorSpec, dimensions: int) -> Problem:
    """A layer over space whose input has too few or too many dimensions."""
    layout = LAYOUTS[dimensions]
    template = QT_TRANSLATE_NOOP("Problem", "{node} works on {expected}, but {got} arrives.")
    if BATCH not in spec.shape:
        why = QT_TRANSLATE_NOOP("Problem", "The batch dimension is missing.")
    elif len(spec.shape) == dimensions + 1:
        why = QT_TRANSLATE_NOOP("Problem", "The dimension of channels is missing, between the batch and the space.")
    else:
        why = QT_TRANSLATE_NOOP("Problem", "It takes another number of dimensions.")
    values = {"node": node.name, "expected": layout, "got": spec.shape_text}
    return Problem("rank", template, values, port="input", expected=layout, got=spec.shape_text, why=why)


def wrong_dtype(node: Node, type: NodeType, inputs: Inputs) -> Problem | None:
    """Numbers a layer's parameters cannot be multiplied with: on the meta device torch lets some of them pass."""
    if type.form is Form.LOSS:
        return losses.wrong_target(node, type, inputs)
    if not type.float_weights:
        return None
    known = inputs.get(type.parameters[0]) if type.parameters else None
    if not isinstance(known, KnownTensor) or known.dtype == torch.float32:
        return None
    spec = known.spec()
    template = QT_TRANSLATE_NOOP("Problem", "{node} computes with float32, but {got} arrives.")
    values = {"node": node.name, "got": spec.dtype}
    why = QT_TRANSLATE_NOOP(
        "Problem",
        "Its weights are float32, and torch does not mix types here. Convert with “to”, or embed indices first.",
    )
    port = type.parameters[0]
    return Problem("dtype", template, values, port=port, expected="float32", got=str(spec), why=why)


def failure(node: Node, type: NodeType, given: Mapping[str, Value], inputs: Inputs, error: str) -> Problem:
    """Why torch refused."""
    known = next(iter(inputs.values()), None)
    spec = known.spec() if isinstance(known, KnownTensor) else None
    by_hand = _set_by_hand(node, type, given, inputs, error)
    if by_hand is not None:
        return by_hand
    beyond = _beyond_any_computer(node, given, inputs, error)
    if beyond is not None:
        return beyond
    if type.form is Form.LOSS:
        return losses.failure(node, type, inputs, symbolic(error, inputs))
    dimensions = spatial_dimensions(type)
    if dimensions is not None and spec is not None and _rank_is_wrong(type, spec, dimensions):
        return _with_detail(wrong_rank(node, spec, dimensions), error)
    words = symbolic(error, inputs)
    why = reason(error)
    got = shapes_text(inputs)
    template = QT_TRANSLATE_NOOP("Problem", "{node} cannot be made: {reason}")
    if got:
        template = QT_TRANSLATE_NOOP("Problem", "{node} cannot run on {got}: {reason}")
    values = {"node": node.name, "got": got, "reason": sentence(why) if why else words}
    return Problem("shape", template, values, port=_first_port(type), got=got, why=why, detail=words)


def reason(error: str) -> str:
    """What torch's words mean, where they are known; "" where they are not."""
    return next((reason for pattern, reason in REASONS if re.search(pattern, error)), "")


def too_large(node: Node, answer: Answer) -> Problem:
    """A layer whose parameters, or whose result for one sample, no machine could hold."""
    if answer.bytes:
        template = QT_TRANSLATE_NOOP("Problem", "The parameters of {node} need {size}: make it smaller.")
    else:
        template = QT_TRANSLATE_NOOP("Problem", "One sample’s result of {node} needs {size}: make it smaller.")
    size = bytes_text(answer.bytes or answer.sample_bytes)
    limit = QT_TRANSLATE_NOOP("Problem", "at most 64 GiB")
    return Problem("too-large", template, {"node": node.name, "size": size}, expected=limit, got=size)


def doubts(node: Node, type: NodeType, inputs: Inputs, answer: Answer) -> Iterator[Problem]:
    """What runs, and yet is hardly meant."""
    if type.form is Form.LOSS:
        found = losses.doubt(node, type, inputs, answer)
        if found is not None:
            yield found
            return
    for text in answer.warnings:
        template = QT_TRANSLATE_NOOP("Problem", "{node}: {warning}")
        values = {"node": node.name, "warning": symbolic(text, inputs)}
        yield Problem("torch-warning", template, values, Severity.WARNING, detail=symbolic(text, inputs))


def bytes_text(count: float) -> str:
    """`363.8 TiB`."""
    for unit in ("B", "KiB", "MiB", "GiB", "TiB", "PiB"):
        if count < 1024:
            return f"{count:.4g} {unit}"
        count /= 1024
    return f"{count:.4g} EiB"


def symbolic(text: str, inputs: Inputs) -> str:
    """torch's message with N for the batch size it was tried with."""
    fixed = {size for known in tensors(inputs) for size in known.shapes[0] if size in known.shapes[1]}
    batch = BATCHES[0]

    def with_symbol(match: re.Match[str]) -> str:
        number = int(match[0])
        if number == 0 or number % batch or number in fixed:
            return match[0]
        return BATCH if number == batch else f"{number // batch}{BATCH}"

    # A number of its own, or one of a shape as some of torch's kernels write it (64x10).
    return re.sub(r"(?:(?<![\w.])|(?<=\dx))\d+(?:(?=x\d)|(?![\w.]\d|\w))", with_symbol, text)


def _rank_is_wrong(type: NodeType, spec: TensorSpec, dimensions: int) -> bool:
    allowed = (2, 3) if type.kind.endswith(("BatchNorm1d", "InstanceNorm1d")) else (dimensions + 2,)
    return len(spec.shape) not in allowed


def _set_by_hand(node: Node, type: NodeType, given: Mapping[str, Value], inputs: Inputs, error: str) -> Problem | None:
    """An argument that could have been read off the input, but says something else."""
    for argument in type.arguments:
        if argument.inferred is None or argument.name not in given:
            continue
        found = read_off(argument, argument.inferred, inputs)
        known: Known | tuple[Known, ...] = inputs[argument.inferred.port]
        if isinstance(found, Shortfall) or found is None or not isinstance(known, KnownTensor):
            continue
        if given[argument.name] in (found, (found,)):
            continue
        spec = known.spec()
        template = QT_TRANSLATE_NOOP("Problem", "{node} expects {argument} = {expected}, but {got} arrives ({found}).")
        values = {
            "node": node.name,
            "argument": argument.name,
            "expected": str(given[argument.name]),
            "got": spec.shape_text,
            "found": str(found),
        }
        why = QT_TRANSLATE_NOOP("Problem", "It must be the size of that dimension of the input.")
        expected = f"{argument.name} = {given[argument.name]}"
        words = symbolic(error, inputs)
        return Problem(
            "argument-mismatch", template, values, port=argument.inferred.port, argument=argument.name,
            expected=expected, got=spec.shape_text, why=why, detail=words,
        )  # fmt: skip
    return None


def _beyond_any_computer(node: Node, given: Mapping[str, Value], inputs: Inputs, error: str) -> Problem | None:
    """A size that cannot even be counted in bytes, where an argument says one larger than all that arrive."""
    if not re.search(_OVERFLOW, error):
        return None
    arrived = max((size for known in tensors(inputs) for size in known.shapes[0]), default=0)
    largest, argument = max(((_largest(value), name) for name, value in given.items()), default=(0, ""))
    if largest <= arrived:
        return None
    template = QT_TRANSLATE_NOOP(
        "Problem", "With {argument} = {value} {node} is too large for any computer: make it smaller."
    )
    values = {"node": node.name, "argument": argument, "value": str(given[argument])}
    return Problem("too-large", template, values, argument=argument, detail=symbolic(error, inputs))


def _largest(value: Value) -> int:
    """The largest whole number in it, however deep."""
    if isinstance(value, tuple):
        return max(map(_largest, value), default=0)
    return value if isinstance(value, int) else 0


def _with_detail(problem: Problem, error: str) -> Problem:
    return replace(problem, detail=error)


def _first_port(type: NodeType) -> str | None:
    return type.inputs[0].name if type.inputs else None
