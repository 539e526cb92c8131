"""What enters the main block in an evaluation: one batch of data, and made-up values for its Inputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import torch
from msgspec import Struct, field
from torch import Tensor

from guinet import data
from guinet.compile.known import dtype_named
from guinet.core.feeds import FIRST_BATCH, Feed, FeedKind
from guinet.core.graph import INPUT_KIND, Node
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.project import Project
from guinet.data.drawings import read_drawing
from guinet.data.problems import DataError
from guinet.nodes.registry import REGISTRY
from guinet.train.plan import whole_setting

ROWS: Final = 2
"""The batch that an Input is given: more than one, so that what mixes samples shows."""


class Fed(Struct, frozen=True):
    """What a data or Input node gives, by output port. `rows` says how many rows each part of the data has, nothing for
    an Input; `draws` whether a drawing could be the input."""

    values: Mapping[str, Tensor]
    rows: Mapping[str, int] = field(default_factory=dict)
    draws: bool = False


def fed(project: Project, node: Node) -> Mapping[str, Tensor]:
    """By output port what a data or Input node gives to the first batch: see `feed_node`."""
    return feed_node(project, node, FIRST_BATCH).values


def feed_node(project: Project, node: Node, feed: Feed) -> Fed:
    """What a data or Input node gives.

    Of data the rows that `feed` asks for, by default the first batch of the training rows, in the order in which they
    are split off; beside a drawing stands the target of the first row. Of an Input random numbers from the project's
    seed. Raises DataError when the data cannot be read, and for a row or drawing that cannot be.
    """
    if node.kind == INPUT_KIND:
        more = feed.seed if feed.kind is FeedKind.RANDOM else 0
        return Fed({"output": _made_up(node, seed_of(project) + more)})
    splits = data.prepare(node.kind, node.arguments, project.folder)
    parts = {"train": splits.train, "validation": splits.validation, "test": splits.test}
    size = data.options(node.arguments).batch_size
    part, images = parts.get(feed.part, splits.train), splits.train.fields[splits.train.input]
    match feed.kind:
        case FeedKind.ROW:
            if not 0 <= feed.row < part.rows:
                raise DataError(QT_TRANSLATE_NOOP("Problem", "There is no such row: choose another number."))
            chosen = {port: values[feed.row : feed.row + 1].clone() for port, values in part.fields.items()}
        case FeedKind.RANDOM:
            generator = torch.Generator().manual_seed(feed.seed)
            places = torch.randperm(part.rows, generator=generator)[:size]
            chosen = {port: values[places] for port, values in part.fields.items()}
        case FeedKind.DRAWING:
            chosen = {port: values[:1].clone() for port, values in splits.train.fields.items()}
            pixels = torch.frombuffer(bytearray(feed.drawing), dtype=torch.uint8).reshape(feed.size)
            chosen[splits.train.input] = read_drawing(pixels.float() / 255, images)
        case _:
            chosen = {port: values[:size].clone() for port, values in splits.train.fields.items()}
    rows = {name: each.rows for name, each in parts.items() if each.rows}
    return Fed(chosen, rows, images.dim() == 4 and images.shape[1] == 1)


def seed_of(project: Project) -> int:
    """What random numbers begin with. Raises TrainingError where the setting is none."""
    return whole_setting(project, "seed")


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
