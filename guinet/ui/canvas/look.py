"""What of a node decides how it is painted, and what of it is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from guinet.core.problems import Problem, Severity
from guinet.core.project import Project
from guinet.ui.canvas.plate import Plate
from guinet.ui.canvas.shape import Shape

SEVERITIES: Final = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.INFO: 0}


class Look(Struct, frozen=True):
    """All that decides how a node is painted.

    `symbol` is an operator's sign; `severity` 2 error, 1 warning, 0 fine; `repeat` how many copies it stands for;
    `control` "while", "if" or "for"; `shared`: it uses another node's layer; `value` what an evaluation found; `state`
    "muted", "bypassed", "waiting" for one that does not run; `name` is given by hand, of an operator only: on others it
    is the title; `colour` is its own, one of `COLOURS`, "" for its category's.
    """

    title: str
    subtitle: str
    category: str
    shape: Shape
    symbol: str = ""
    severity: int = 0
    repeat: int = 1
    control: str = ""
    shared: bool = False
    value: Plate | None = None
    state: str = ""
    name: str = ""
    colour: str = ""


def worst_inside(project: Project, problems: Iterable[Problem]) -> dict[str, int]:
    """The greatest severity in each block and in what it has inside, by block id; blocks without any are left out."""
    worst: dict[str, int] = {}
    for problem in problems:
        if problem.block is not None and problem.block in project.blocks and problem.node is not None:
            worst[problem.block] = max(worst.get(problem.block, 0), SEVERITIES[problem.severity])
    worst = {block: severity for block, severity in worst.items() if severity}
    waiting = list(worst)
    while waiting:
        inner = waiting.pop()
        for block in project.blocks.values():
            holds = any(node.block_id == inner for node in block.nodes.values())
            if holds and worst.get(block.id, 0) < worst[inner]:
                worst[block.id] = worst[inner]
                waiting.append(block.id)
    return worst
