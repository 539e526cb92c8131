"""What the engine is given: a training with everything found and checked. `guinet.train.plan` makes it of a project."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace
from torch import nn

from guinet.core.problems import QT_TRANSLATE_NOOP, Problem
from guinet.core.values import Value
from guinet.data import Splits
from guinet.nodes.types import Task
from guinet.train.optimizers import OptimizerChoice
from guinet.train.places import Place, Places
from guinet.train.schedulers import SchedulerChoice
from guinet.train.updates import UpdateChoice
from guinet.train.wiring import Wiring


def unexplained(error: Exception) -> Problem:
    """The problem of an error nothing more is known of."""
    template = QT_TRANSLATE_NOOP("Problem", "The training failed: {error}")
    return Problem("failed", template, {"error": f"{type(error).__name__}: {error}"}, detail=str(error))


class Plan(Struct, frozen=True, eq=False):
    """What `Engine` runs.

    `build` makes the module, drawing its weights from torch's random state; `splits` is the data, prepared;
    `settings`, `source` and `project` (the text of its file) are for the record; `places`, `explain`, `data_node` and
    `loss_place` tie what goes wrong to nodes.
    """

    build: Callable[[], nn.Module]
    wiring: Wiring
    splits: Splits
    batch_size: int
    optimizer: OptimizerChoice
    epochs: int
    scheduler: SchedulerChoice | None = None
    update: UpdateChoice = field(default_factory=UpdateChoice)
    seed: int = 0
    device: str = "cpu"
    threads: int = 1
    shuffle: bool = True
    drop_last: bool = False
    task: Task = Task.NONE
    settings: Mapping[str, Value] = field(default_factory=dict)
    source: str = ""
    project: str = ""
    places: Places = field(default_factory=Places)
    explain: Callable[[Exception], Problem] = unexplained
    data_node: tuple[str, str] | None = None
    loss_place: Place | None = None

    @property
    def batches(self) -> int:
        """How many an epoch has."""
        rows = self.splits.train.rows
        return rows // self.batch_size if self.drop_last else -(-rows // self.batch_size)

    @property
    def updates(self) -> int:
        """How many updates of the weights the whole training makes."""
        return self.epochs * self.update.updates(self.batches)

    def lasting(self) -> Plan:
        """With a scheduler that knows how long the training is."""
        return self if self.scheduler is None else replace(self, scheduler=self.scheduler.lasting(self.updates))

    def with_threads(self, threads: int) -> Plan:
        return replace(self, threads=threads, settings={**self.settings, "threads": threads})
