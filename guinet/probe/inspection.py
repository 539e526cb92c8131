"""The doctor's findings and the cost of a step together, as far as each can be had."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct
from torch import nn

from guinet.core.costs import Cost
from guinet.core.findings import Checkup
from guinet.core.problems import GuinetError, NotAllowed
from guinet.core.project import Project
from guinet.probe.cost import cost_of
from guinet.probe.doctor.checkup import examine


class Inspection(Struct, frozen=True):
    """`cost` is None where `error` says why there is none."""

    checkup: Checkup
    cost: Cost | None
    error: GuinetError | None = None


def inspect(
    project: Project,
    *,
    measured: bool = False,
    device: str | None = None,
    weights: Callable[[nn.Module], str | None] | None = None,
    runs: Path | None = None,
) -> Inspection:
    """Looks at the project; see `examine` and `cost_of`. Raises NotAllowed for code that nobody trusted."""
    checkup = examine(project, weights, runs)
    try:
        return Inspection(checkup, cost_of(project, measured, device))
    except NotAllowed:
        raise
    except GuinetError as error:
        return Inspection(checkup, None, error)
