"""What torch says when a node fails, why it says so, and what would help."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from msgspec import Struct, field
from torch import Tensor

from guinet.compile.endless import TooManyRounds
from guinet.compile.explain import REASONS
from guinet.core.graph import Block, Node
from guinet.core.problems import QT_TRANSLATE_NOOP, Fix, Problem, Severity
from guinet.core.values import shape_text
from guinet.probe import remedies
from guinet.train import overwriting
from guinet.train.overwriting import Written


class Entered(Struct, frozen=True):
    """What arrived at one place of a port, and the node it came from."""

    port: str
    place: int
    node: str
    value: object


class Failure(Struct, frozen=True):
    """A node that failed: what entered it, and what ran before it.

    `backwards` are the `backward` nodes that ran, `writes` what was written over, each in the order in which they ran.
    """

    block: Block
    node: Node
    error: BaseException
    entered: Sequence[Entered] = ()
    backwards: Sequence[str] = ()
    writes: Sequence[Written[str]] = field(default_factory=tuple)

    @property
    def words(self) -> str:
        """torch's own, without its C++ frames."""
        text = str(self.error).split("\nException raised from")[0].strip()
        return text or type(self.error).__name__

    @property
    def shapes(self) -> list[tuple[int, ...]]:
        return [tuple(each.value.shape) for each in self.entered if isinstance(each.value, Tensor)]


def problem_of(failure: Failure) -> Problem:
    """The failure on its node; on the one that wrote over a tensor, where `backward` found that out."""
    if isinstance(failure.error, TooManyRounds):
        return failure.error.problem(failure.block.id, failure.node.id, failure.node.name)
    words, name = failure.words, type(failure.error).__name__
    node = culprit(failure) or failure.node
    rule = next((rule for rule in _RULES if re.search(rule[0], words)), None)
    why = rule[1] if rule is not None else next((why for pattern, why in REASONS if re.search(pattern, words)), "")
    if _is_no_gradient(failure):
        why = _NO_GRADIENT
    fixes = tuple(rule[2](failure, node)) if rule is not None and rule[2] is not None else ()
    template = QT_TRANSLATE_NOOP("Problem", "{words} ({error})")
    return Problem(
        "runtime",
        template,
        {"words": words, "error": name},
        block=failure.block.id,
        node=node.id,
        expected=remedies.axes_text(failure.shapes) if rule is not None and rule[1] is _BROADCAST else "",
        got=", ".join(map(shape_text, failure.shapes)),
        why=why,
        detail=words,
        fixes=tuple(fix for fix in fixes if fix.changes),
    )


def culprit(failure: Failure) -> Node | None:
    """The node that wrote over what `backward` still needed, where autograd's counts tell."""
    id = overwriting.culprit(failure.words, failure.writes)
    return None if id is None else failure.block.nodes[id]


def warning_of(block: Block, node: Node, words: str) -> Problem:
    """What torch warned of while the node ran."""
    template = QT_TRANSLATE_NOOP("Problem", "{node}: {warning}")
    values = {"node": node.name, "warning": words}
    return Problem("torch-warning", template, values, Severity.WARNING, block=block.id, node=node.id, detail=words)


def too_large(block: Block, node: Node, size: str, limit: str) -> Problem:
    """A node that was not run, since it would ask for more memory than there is."""
    template = QT_TRANSLATE_NOOP(
        "Problem", "{node} would need {size} of memory, and {limit} can be had: make it smaller."
    )
    values = {"node": node.name, "size": size, "limit": limit}
    return Problem("too-large", template, values, block=block.id, node=node.id, expected=limit, got=size)


def _is_no_gradient(failure: Failure) -> bool:
    return any(each.value is None and remedies.reads_gradient(failure.block, each.node) for each in failure.entered)


_BROADCAST: Final = QT_TRANSLATE_NOOP("Problem", "Sizes must be equal, or 1, dimension by dimension from the last.")
_NO_GRADIENT: Final = QT_TRANSLATE_NOOP(
    "Problem", "The gradient is None: no backward that reaches this tensor has run before."
)

_Rule: TypeAlias = "tuple[str, str, Callable[[Failure, Node], Iterator[Fix]] | None]"


def _view(failure: Failure, node: Node) -> Iterator[Fix]:
    yield from remedies.reshaped(failure.block, node)


def _integer(failure: Failure, node: Node) -> Iterator[Fix]:
    yield from remedies.as_float(failure.block, node)


def _broadcast(failure: Failure, node: Node) -> Iterator[Fix]:
    shapes: Mapping[str, tuple[int, ...]] = {
        each.port: tuple(each.value.shape) for each in failure.entered if isinstance(each.value, Tensor)
    }
    yield from remedies.aligned(failure.block, node, shapes)


def _not_scalar(failure: Failure, node: Node) -> Iterator[Fix]:
    yield from remedies.one_number(failure.block, node)


def _again(failure: Failure, node: Node) -> Iterator[Fix]:
    yield from remedies.retained(failure.block, failure.backwards)


def _nothing_recorded(failure: Failure, node: Node) -> Iterator[Fix]:
    yield from remedies.recorded(failure.block, node)


def _in_place(failure: Failure, node: Node) -> Iterator[Fix]:
    yield from remedies.not_in_place(failure.block, node)


def _made_to_infer(failure: Failure, node: Node) -> Iterator[Fix]:
    made = [each.port for each in failure.entered if isinstance(each.value, Tensor) and each.value.is_inference()]
    yield from remedies.cloned(failure.block, node, made)


def _not_probabilities(failure: Failure, node: Node) -> Iterator[Fix]:
    yield from remedies.probabilities(failure.block, node)


def _two_types(failure: Failure, node: Node) -> Iterator[Fix]:
    values = {each.port: each.value for each in failure.entered if isinstance(each.value, Tensor)}
    whole = [port for port, value in values.items() if not (value.is_floating_point() or value.is_complex())]
    if len(whole) < len(values):
        yield from remedies.of_one_type(failure.block, node, whole)


def _no_matrix(failure: Failure, node: Node) -> Iterator[Fix]:
    yield from remedies.any_dimensions(failure.block, node)


def _joined(failure: Failure, node: Node) -> Iterator[Fix]:
    yield from remedies.joined_along(failure.block, node, failure.shapes)


def _no_device(failure: Failure, node: Node) -> Iterator[Fix]:
    yield from remedies.on_cpu(failure.block, node)


_RULES: Final[tuple[_Rule, ...]] = (
    (
        r"view size is not compatible",
        QT_TRANSLATE_NOOP("Problem", "view needs values in one piece in memory; reshape copies where it must."),
        _view,
    ),
    (
        r"[Oo]nly Tensors of floating point (and complex )?dtype can require gradients",
        QT_TRANSLATE_NOOP("Problem", "A gradient is a fraction: only floating-point and complex tensors have one."),
        _integer,
    ),
    (
        r"must match the size of tensor|not broadcastable|cannot be broadcast|must match the existing size",
        _BROADCAST,
        _broadcast,
    ),
    (
        r"grad can be implicitly created only for scalar outputs",
        QT_TRANSLATE_NOOP(
            "Problem", "backward starts from one number. Of several it must be told how much each counts, or their sum."
        ),
        _not_scalar,
    ),
    (
        r"Trying to backward through the graph a second time",
        QT_TRANSLATE_NOOP(
            "Problem", "backward gives up what was recorded as it goes back through it, unless told to retain it."
        ),
        _again,
    ),
    (
        r"does not require grad and does not have a grad_fn",
        QT_TRANSLATE_NOOP(
            "Problem",
            "Nothing was recorded that leads back from here: it was computed under no_grad, or nothing it was computed "
            "of requires a gradient.",
        ),
        _nothing_recorded,
    ),
    (
        r"leaf Variable that requires grad is being used in an in-place operation",
        QT_TRANSLATE_NOOP(
            "Problem",
            "Its gradient belongs to the values it has: autograd lets nobody write over them, but no_grad does.",
        ),
        _in_place,
    ),
    (
        r"modified by an inplace operation",
        QT_TRANSLATE_NOOP("Problem", "backward needs the values that were there before this node wrote over them."),
        _in_place,
    ),
    (
        r"Inference tensors? cannot be saved for backward|Inplace update to inference tensor|"
        r"[Ii]nference tensor",
        QT_TRANSLATE_NOOP(
            "Problem",
            "What is made under inference_mode never takes part in autograd; use no_grad, or clone it outside.",
        ),
        _made_to_infer,
    ),
    (
        r"not compiled with CUDA|No CUDA GPUs|NVIDIA driver|not linked with support for|invalid device ordinal|"
        r"PyTorch is not linked|not compiled with XPU|MPS backend",
        QT_TRANSLATE_NOOP("Problem", "This device is not here, or this torch was built without it."),
        _no_device,
    ),
    (
        r"single memory location",
        QT_TRANSLATE_NOOP(
            "Problem", "What expand gives holds each value once: to write over one would be to write over several."
        ),
        _in_place,
    ),
    (
        r"all elements of (input|target) should be between 0 and 1",
        QT_TRANSLATE_NOOP("Problem", "This loss compares probabilities: a sigmoid makes them of any numbers."),
        _not_probabilities,
    ),
    (
        r"must have the same dtype|expected m1 and m2 to have the same dtype",
        QT_TRANSLATE_NOOP("Problem", "The numbers are of two types, which torch does not mix here: convert with “to”."),
        _two_types,
    ),
    (
        r"could not infer output dtype",
        QT_TRANSLATE_NOOP("Problem", "It computes with floats only: convert with “float” before."),
        _integer,
    ),
    (
        r"must be a matrix|2D tensors expected",
        QT_TRANSLATE_NOOP("Problem", "It multiplies matrices only; matmul takes any number of dimensions."),
        _no_matrix,
    ),
    (
        r"Sizes of tensors must match except in dimension",
        QT_TRANSLATE_NOOP("Problem", "Only the dimension that is joined may differ."),
        _joined,
    ),
    (
        r"tensors to be on the same device",
        QT_TRANSLATE_NOOP("Problem", "An operation works on one device: bring its tensors to the same with “to”."),
        None,
    ),
)
"""A pattern of torch's words, why it says so, and what would help."""
