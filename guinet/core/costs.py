"""What a network costs: parameters, operations, memory and time, by node and in all. Plain data both sides share."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct, field

from guinet.core.problems import Problem

Chain: TypeAlias = tuple[tuple[str, str], ...]
"""Where a node is: (block id, node id) from the main block inwards; one link for a node of the main block."""


class Basis(StrEnum):
    """Where figures come from: a run on the meta device, which computes no numbers, or one on a real batch."""

    ESTIMATED = "estimated"
    MEASURED = "measured"


class NodeCost(Struct, frozen=True):
    """One node, with all that is inside it where it is an instance of a block.

    `chain` says where it is, `path` how: the names, with slashes between. `type` is torch's name of it or the block's,
    `output` what it gives for a batch of any size. `calls` counts how often it ran. A parameter that several nodes
    share is counted where it comes first. `flops` are those of the forward pass (a multiply-add counts two).
    `activations` are the bytes autograd keeps for the backward pass, each piece of memory counted once, where it was
    kept first; `training` adds weights, gradients and what the optimiser keeps.
    """

    chain: Chain
    path: str
    type: str
    output: str = ""
    calls: int = 0
    parameters: int = 0
    trainable: int = 0
    weights: int = 0
    gradients: int = 0
    optimizer: int = 0
    activations: int = 0
    flops: int = 0

    @property
    def training(self) -> int:
        """Bytes of a training step."""
        return self.weights + self.gradients + self.optimizer + self.activations


class Room(Struct, frozen=True):
    """Whether a training step fits a device. Bytes: `free` now, `usable` of them with some left for the rest of the
    machine, `needed` for the batch, of which `fixed` whatever the batch and `row` for each row.

    `largest` is the largest batch that fits, 0 for none; None where that cannot be told. `rows` are all there are to
    train on, 0 if unknown.
    """

    device: str
    free: int
    usable: int
    needed: int
    fixed: int
    row: float
    largest: int | None
    rows: int = 0

    @property
    def fits(self) -> bool:
        return self.needed <= self.usable


class Cost(Struct, frozen=True):
    """What one training step on a batch of `batch` rows costs.

    `nodes` are in the order in which they run, blocks before what is inside them; `total` is all of it.
    `backward_flops` are those of the backward pass, None where that was not run. `seconds` is the time of a step, 0
    where not measured, `peak` the most bytes of tensors there were at once in it (more than the sum of what is kept: a
    gradient on its way back is let go of again), None where that cannot be told. `doubts` are sentences on what the
    figures leave out.
    """

    basis: Basis
    device: str
    batch: int
    nodes: tuple[NodeCost, ...]
    total: NodeCost
    batch_bytes: int = 0
    backward_flops: int | None = None
    seconds: float = 0.0
    peak: int | None = None
    room: Room | None = None
    doubts: tuple[Problem, ...] = ()


class Span(Struct, frozen=True):
    """The time one node took in a profiled step, in seconds, and what it ran (operations of torch, longest first).

    On a GPU these are the seconds its kernels ran.
    """

    chain: Chain
    path: str
    forward: float
    backward: float
    operations: tuple[tuple[str, float], ...] = ()


class Profile(Struct, frozen=True):
    """One training step under torch's profiler. `phases`: seconds of data, forward, loss, backward and optimiser.

    `busy` is the share of the step in which the GPU ran kernels; None on the CPU.
    """

    device: str
    batch: int
    spans: tuple[Span, ...]
    phases: Mapping[str, float] = field(default_factory=dict)
    seconds: float = 0.0
    busy: float | None = None
    trace: str = ""
