"""The learning rate over a training, in as few points as a small picture needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, TypeAlias

from guinet.core.values import Value
from guinet.train.schedulers import preview

Point: TypeAlias = "tuple[int, float]"
"""A 0-based update, and its learning rate."""

MOST_UPDATES: Final = 50_000
"""A longer training is drawn as far as this: a second of torch's schedulers."""

BUCKETS: Final = 300
_ASKED_EVERY: Final = 1000


def rate_curve(training: Mapping[str, Value], batches: int, stopping: Callable[[], bool]) -> tuple[Point, ...]:
    """The updates at which the learning rate changes, of epochs of so many `batches`; where there are too many, the
    least and the greatest rate of each stretch. Ends early when `stopping` says so.

    Raises TrainingError for a setting that cannot be.
    """
    changes = list(_changes(_until(preview(training, batches), stopping)))
    return tuple(changes if len(changes) <= 2 * BUCKETS else _thinned(changes))


def _until(rates: Iterator[float], stopping: Callable[[], bool]) -> Iterator[float]:
    for update, rate in enumerate(islice(rates, MOST_UPDATES)):
        if update % _ASKED_EVERY == 0 and stopping():
            return
        yield rate


def _changes(rates: Iterator[float]) -> Iterator[Point]:
    before = None
    for update, rate in enumerate(rates):
        if rate != before:
            yield update, rate
        before = rate


def _thinned(points: Sequence[Point]) -> Iterator[Point]:
    size = -(-len(points) // BUCKETS)
    yield points[0]
    for start in range(1, len(points) - 1, size):
        part = points[start : min(start + size, len(points) - 1)]
        yield from sorted({min(part, key=lambda point: point[1]), max(part, key=lambda point: point[1])})
    yield points[-1]
