"""The inputs that a module is recorded with: their shapes at the Input nodes, and a batch of one row more."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from guinet.compile.order import natural
from guinet.core.changes import SetArgument
from guinet.core.project import INPUT_KIND, MAIN, Project
from guinet.core.values import MISSING

Given = tuple[tuple[Any, ...], dict[str, Any]]


def copied(given: Given) -> Given:
    """The same values in tensors of their own."""
    return tuple(_copy(value) for value in given[0]), {name: _copy(value) for name, value in given[1].items()}


def bigger(given: Given) -> Given:
    """A batch of one row more."""
    rows = _rows(given)

    def grown(value: Tensor) -> Tensor:
        return torch.cat([value, value[:1]]) if value.dim() and len(value) == rows else value

    return tuple(map(grown, given[0])), {name: grown(value) for name, value in given[1].items()}


def set_inputs(project: Project, given: Given) -> None:
    """Writes at the Input nodes what enters: those with as many rows as the first follow the batch."""
    nodes = [node for node in project.main.nodes.values() if node.kind == INPUT_KIND]
    nodes.sort(key=lambda node: natural(node.name))
    values = [*given[0], *(given[1][name] for name in sorted(given[1], key=natural))]
    rows = _rows(given)
    changes = []
    for node, value in zip(nodes, values, strict=False):
        batched = bool(value.dim()) and len(value) == rows
        shape = tuple(value.shape[1:] if batched else value.shape)
        dtype = str(value.dtype).removeprefix("torch.")
        told = {
            "shape": shape or MISSING,
            "dtype": MISSING if dtype == "float32" else dtype,
            "batched": MISSING if batched else False,
        }
        changes += [SetArgument(MAIN, node.id, name, setting) for name, setting in told.items()]
    project.run("", changes)


def _rows(given: Given) -> int:
    return next((len(value) for value in (*given[0], *given[1].values()) if value.dim()), 0)


def _copy(value: Tensor) -> Tensor:
    return value.detach().clone().requires_grad_(value.requires_grad)
