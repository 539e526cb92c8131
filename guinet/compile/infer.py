"""Arguments read off what arrives: `in_features`, `in_channels`, `num_features` and the like."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from guinet.compile.known import KnownTensor
from guinet.compile.meta import Inputs
from guinet.core.values import Value
from guinet.nodes.types import Argument, Inference, NodeType


class Shortfall(Struct, frozen=True):
    """An argument that cannot be read off: the tensor has too few dimensions, or that one follows the batch."""

    argument: Argument
    tensor: KnownTensor
    follows_batch: bool


def infer(type: NodeType, given: Mapping[str, Value], inputs: Inputs) -> tuple[dict[str, Value], tuple[Shortfall, ...]]:
    """Values of the arguments of `type` that are not in `given`, and those that cannot be had."""
    found: dict[str, Value] = {}
    missing: list[Shortfall] = []
    for argument in type.arguments:
        if argument.inferred is None or argument.name in given:
            continue
        value = read_off(argument, argument.inferred, inputs)
        if isinstance(value, Shortfall):
            missing.append(value)
        elif value is not None:
            found[argument.name] = value
    return found, tuple(missing)


def read_off(argument: Argument, inference: Inference, inputs: Inputs) -> Value | Shortfall:
    """What the tensor at the inference's port says; None when there is no tensor."""
    known = inputs.get(inference.port)
    if not isinstance(known, KnownTensor):
        return None
    small, large = known.shapes
    if not -len(small) <= inference.dimension < len(small):
        return Shortfall(argument, known, follows_batch=False)
    size = small[inference.dimension]
    return size if size == large[inference.dimension] else Shortfall(argument, known, follows_batch=True)
