"""Hands out rows in batches, by slicing one shuffled copy of the data, and can be resumed inside an epoch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

import torch
from torch import Tensor

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.data.dataset import Dataset
from guinet.data.problems import DataError


def batches(
    part: dict[str, torch.Tensor],
    batch_size: int,
    shuffle: bool,
    generator: torch.Generator,
    drop_last: bool = False,
) -> Iterator[dict[str, torch.Tensor]]:
    """One epoch over the rows of `part`, at most `batch_size` at a time."""
    rows = len(next(iter(part.values())))
    if shuffle:
        order = torch.randperm(rows, generator=generator)
        part = {port: values[order] for port, values in part.items()}
    end = rows - rows % batch_size if drop_last else rows
    for start in range(0, end, batch_size):
        yield {port: values[start : start + batch_size] for port, values in part.items()}


class BatchesState(TypedDict):
    """Where a `Batches` stands: plain values and one byte tensor, safe for `torch.load(weights_only=True)`."""

    generator: Tensor
    position: int
    rows: int
    batch_size: int
    shuffle: bool


class Batches:
    """Batches of `dataset` on `device`: {port: tensor of shape [batch, ...]}; one iteration is one epoch.

    The batches and their order are those of the plain function `batches` above. Each epoch draws one permutation
    from `generator`, which nothing else may draw from; each epoch's tensors are fresh, so a model that changes its
    input in place does no harm.

    A batch counts as done once it is handed out: `state()` inside the loop, after the step, describes the point
    before the next batch. Iterating after `load_state`, or after leaving the loop early, goes on with the rest of
    that epoch (which is empty if all of it was handed out).
    """

    def __init__(
        self,
        dataset: Dataset,
        batch_size: int,
        shuffle: bool = False,
        generator: torch.Generator | None = None,
        device: torch.device | str = "cpu",
        drop_last: bool = False,
    ) -> None:
        if drop_last and 0 < dataset.rows < batch_size:
            raise DataError(
                QT_TRANSLATE_NOOP(
                    "Problem",
                    "drop_last leaves no batch: {source} has {rows} rows here and batch_size is "
                    "{batch_size}; use a smaller batch_size",
                ),
                source=dataset.source,
                rows=dataset.rows,
                batch_size=batch_size,
            )
        self.fields = {port: values.to(device) for port, values in dataset.fields.items()}
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.device = torch.device(device)
        self.rows = dataset.rows
        self.generator = generator if generator is not None else torch.Generator()
        self.position = 0
        self._before_epoch: Tensor | None = None
        self._end = self.rows - self.rows % batch_size if drop_last else self.rows

    def __len__(self) -> int:
        """The number of batches of a whole epoch."""
        return -(-self._end // self.batch_size)

    def __iter__(self) -> Iterator[dict[str, Tensor]]:
        if self._before_epoch is None:
            self._before_epoch = self.generator.get_state()
        else:
            self.generator.set_state(self._before_epoch)
        epoch = self._draw()
        while self.position < len(self):
            start = self.position * self.batch_size
            end = min(start + self.batch_size, self._end)
            self.position += 1
            yield {port: values[start:end] for port, values in epoch.items()}
        self.position, self._before_epoch = 0, None

    def _draw(self) -> dict[str, Tensor]:
        if not self.shuffle:
            return {port: values.clone() for port, values in self.fields.items()}
        order = torch.randperm(self.rows, generator=self.generator).to(self.device)
        return {port: values.index_select(0, order) for port, values in self.fields.items()}

    def state(self) -> BatchesState:
        before = self._before_epoch if self._before_epoch is not None else self.generator.get_state()
        return {
            "generator": before.clone(),
            "position": self.position,
            "rows": self.rows,
            "batch_size": self.batch_size,
            "shuffle": self.shuffle,
        }

    def load_state(self, state: BatchesState) -> None:
        """Goes on where `state` was taken, bit for bit.

        Raises DataError when the number of rows, the batch size or shuffling is not what it was.
        """
        now = self.state()
        for name in ("rows", "batch_size", "shuffle"):
            if state[name] != now[name]:
                raise DataError(
                    QT_TRANSLATE_NOOP(
                        "Problem",
                        "the run cannot be resumed: {name} was {then} and is {now} now; set it back, or start a "
                        "new run",
                    ),
                    name=name,
                    then=state[name],
                    now=now[name],
                )
        self.generator.set_state(state["generator"])
        self.position = state["position"]
        self._before_epoch = state["generator"].clone() if self.position else None
