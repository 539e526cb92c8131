"""Where NaN comes from: the first node that gives some and was given none."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import torch
from torch import Tensor

from guinet.core.probed import PlainValue, ProbedValue, SequenceValue, TensorValue
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Severity
from guinet.core.project import MAIN, Project
from guinet.core.values import Value
from guinet.probe.figures import known
from guinet.probe.inside import Ran
from guinet.probe.values import tensors_in


def has_nan(values: Iterable[ProbedValue]) -> bool:
    """Whether there is NaN in any of what is told."""
    return any(map(_holds_nan, values))


def _holds_nan(value: ProbedValue) -> bool:
    if isinstance(value, SequenceValue):
        return has_nan(value.items)
    if isinstance(value, TensorValue):
        return value.statistics is not None and value.statistics.nan > 0
    return value == PlainValue("float", "nan")


def asked_for(arguments: Iterable[Value]) -> bool:
    """Whether one of these is NaN, or holds some: a node that is told to give NaN is no riddle."""
    return any(
        asked_for(value) if isinstance(value, tuple) else isinstance(value, float) and math.isnan(value)
        for value in arguments
    )


def made_by(project: Project, node: str, inside: Sequence[Ran]) -> Problem:
    """The problem of a node of the main block that makes NaN; it lies on the node of a block where that is known."""
    key = (MAIN, node)
    for ran in inside:
        if _is_nan(ran.values):
            key = ran.key
            break
    words = QT_TRANSLATE_NOOP(
        "Problem",
        "NaN first appears in what {node} gives: nothing that enters it has any. Look for a division by 0, or for the "
        "logarithm or root of a number below 0.",
    )
    name = project.blocks[key[0]].nodes[key[1]].name
    return Problem("nan", words, {"node": name}, severity=Severity.WARNING, block=key[0], node=key[1])


def in_the_data(node: str, name: str) -> Problem:
    """The problem of a data node whose rows hold NaN."""
    words = QT_TRANSLATE_NOOP(
        "Problem", "There is NaN in the rows that {node} gives: fill the gaps in the data, or leave such rows out."
    )
    return Problem("nan", words, {"node": name}, severity=Severity.WARNING, block=MAIN, node=node)


def _is_nan(values: Mapping[str, object]) -> bool:
    return any(
        bool(tensor.detach().isnan().any())
        for value in values.values()
        for tensor in tensors_in(value)
        if _may_be_nan(tensor)
    )


def _may_be_nan(tensor: Tensor) -> bool:
    return known(tensor) and tensor.layout is torch.strided and (tensor.is_floating_point() or tensor.is_complex())
