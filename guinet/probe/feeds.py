"""What enters the main block in an evaluation: one batch of data, and made-up values for its Inputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import torch
from torch import Tensor

from guinet import data
from guinet.compile.known import dtype_named
from guinet.core.graph import INPUT_KIND, Node
from guinet.core.project import Project
from guinet.core.settings import training_setting
from guinet.nodes.registry import REGISTRY

ROWS: Final = 2
"""The batch that an Input is given: more than one, so that what mixes samples shows."""


def fed(project: Project, node: Node) -> Mapping[str, Tensor]:
    """By output port what a data or Input node gives.

    Of data the first batch of the training rows, in the order in which they are split off; of an Input random numbers
    from the project's seed. Raises DataError when the data cannot be read.
    """
    if node.kind == INPUT_KIND:
        return {"output": _made_up(node, seed_of(project))}
    rows = data.prepare(node.kind, node.arguments, project.folder).train
    size = data.options(node.arguments).batch_size
    return {port: values[:size].clone() for port, values in rows.fields.items()}


def seed_of(project: Project) -> int:
    seed = training_setting(project.training, "seed")
    return seed if isinstance(seed, int) else 0


def _made_up(node: Node, seed: int) -> Tensor:
    """Normal numbers of the Input's shape, or zeros and ones where whole numbers enter: they may be indices."""
    type = REGISTRY.get(node.kind)
    defaults = {argument.name: argument.default for argument in type.arguments} if type is not None else {}
    settings = {**defaults, **node.arguments}
    sizes = settings["shape"]
    shape = [size for size in sizes if isinstance(size, int)] if isinstance(sizes, tuple) else []
    whole = [ROWS, *shape] if settings["batched"] else shape
    dtype = dtype_named(str(settings["dtype"]))
    generator = torch.Generator().manual_seed(seed)
    if dtype.is_floating_point or dtype.is_complex:
        return torch.randn(whole, generator=generator, dtype=torch.complex64 if dtype.is_complex else None).to(dtype)
    return torch.randint(0, 2, whole, generator=generator).to(dtype)
