"""What is wrong with the graph of a block, told of the nodes that use it: no code can be written of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec.structs import replace

from guinet.compile.instances import inside
from guinet.compile.members import content
from guinet.core.graph import Block, Node
from guinet.core.problems import Problem, Severity
from guinet.core.project import MAIN, Project

CODE: Final = "inside-structure"


def inherited(project: Project, structure: Iterable[Problem]) -> Iterator[Problem]:
    """For each node that uses a block with a broken wire, a name that is none and the like, or one that uses such a
    block in turn. `structure` are the problems of the graphs themselves; what leads to no Output counts for none."""
    own = {(problem.block, problem.node) for problem in structure if problem.severity is Severity.ERROR}
    faults: dict[str, Problem] = {}
    for problem in structure:
        block = project.blocks.get(problem.block or "")
        if block is not None and block.id != MAIN and (block.id, problem.node) in own and _is_in(block, problem.node):
            faults.setdefault(block.id, problem)
    told: set[tuple[str, str]] = set()
    waiting = list(faults)
    while waiting:
        fault = waiting.pop()
        for block, node in _users(project, fault):
            if (block.id, node.id) in own or (block.id, node.id) in told:
                continue
            told.add((block.id, node.id))
            problem = replace(inside(node, faults[fault]), code=CODE, block=block.id, node=node.id)
            yield problem
            if block.id != MAIN and block.id not in faults and _is_in(block, node.id):
                faults[block.id] = problem
                waiting.append(block.id)


def _users(project: Project, used: str) -> Iterator[tuple[Block, Node]]:
    for block in project.blocks.values():
        yield from ((block, node) for node in block.nodes.values() if used in node.blocks)


def _is_in(block: Block, node: str | None) -> bool:
    """Whether a node is part of what the block's code holds."""
    return node in content(block)[0] or any(end.id == node for end in block.boundary)
