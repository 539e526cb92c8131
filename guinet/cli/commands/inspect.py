"""What is wrong with a training, and what it costs. Exit code 1 when there is an error."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from guinet.cli.naming import naming, node_name, problem_text
from guinet.cli.output import count, print_json, table

if TYPE_CHECKING:
    from guinet.core.costs import Cost, NodeCost, Room
    from guinet.core.findings import Checkup, Diagnosis
    from guinet.core.project import Project


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a project file")
    parser.add_argument("--measure", action="store_true", help="run a real batch instead of estimating the cost")
    parser.add_argument("--device", metavar="D", help="cpu, cuda:0, mps … instead of the project's")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(options: argparse.Namespace) -> int:
    from guinet import library

    project = library.load(options.file)
    found = library.inspect(project, measured=options.measure, device=options.device)
    if options.json:
        print_json(_as_json(project, found.checkup, found.cost))
    else:
        _print(project, found.checkup, found.cost)
        sys.stdout.flush()
    if found.error is not None:
        with naming(project):
            raise found.error
    problems = [finding.problem for finding in found.checkup.findings]
    problems += found.cost.doubts if found.cost is not None else ()
    return 1 if any(problem.severity.value == "error" for problem in problems) else 0


# For people


def _print(project: Project, checkup: Checkup, cost: Cost | None) -> None:
    for finding in checkup.findings:
        print(f"{finding.problem.severity.value}: {problem_text(project, finding.problem)}")
        print(f"    evidence: {finding.evidence.text}")
        print(f"    remedy: {finding.remedy.text}")
        for fix in finding.problem.fixes:
            print(f"    repair: {fix.text}")
    for problem in checkup.skipped:
        print(f"not looked at: {problem_text(project, problem)}")
    weights = f"the weights of run {checkup.run}" if checkup.run else "fresh weights"
    looked = f"one batch of {checkup.batch}, with {weights}" if checkup.batch else "the graph and the data alone"
    print(f"{count(len(checkup.findings), 'finding')} ({looked})")
    if cost is not None:
        print()
        _print_cost(project, cost)


def _print_cost(project: Project, cost: Cost) -> None:
    header = ("node", "type", "calls", "parameters", "FLOPs", "weights", "gradients", "optimiser", "activations")
    print(table(header, [_row(node) for node in (*cost.nodes, cost.total)]))
    print(
        f"\n{cost.basis.value} for a batch of {cost.batch} on {cost.device}; memory in bytes; "
        "a block holds what is below it"
    )
    print(f"{cost.total.parameters:,} parameters, {cost.total.trainable:,} of them trainable")
    backward = "" if cost.backward_flops is None else f", {cost.backward_flops:,} more backward"
    print(f"{cost.total.flops:,} FLOPs forward{backward}")
    if cost.seconds:
        print(f"{cost.seconds * 1000:.3g} ms a step")
    if cost.room is not None:
        print(_room(cost.room))
    for doubt in cost.doubts:
        print(f"note: {problem_text(project, doubt)}")


def _row(node: NodeCost) -> tuple[object, ...]:
    names = (node.path or "in all", node.type, node.calls, node.parameters, node.flops)
    return (*names, node.weights, node.gradients, node.optimizer, node.activations)


def _room(room: Room) -> str:
    words = "it fits" if room.fits else "it does not fit"
    largest = "" if room.largest is None else f"; the largest batch that fits is about {room.largest:,}"
    return f"a step needs about {room.needed:,} of {room.free:,} bytes free on {room.device}: {words}{largest}"


# For programs


def _as_json(project: Project, checkup: Checkup, cost: Cost | None) -> dict[str, object]:
    return {
        "findings": [_finding_json(project, finding) for finding in checkup.findings],
        "run": checkup.run or None,
        "batch": checkup.batch,
        "skipped": [problem_text(project, problem) for problem in checkup.skipped],
        "cost": None if cost is None else _cost_json(project, cost),
    }


def _finding_json(project: Project, finding: Diagnosis) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.problem.severity.value,
        "block": finding.problem.block,
        "node": node_name(project, finding.problem),
        "what": finding.problem.message,
        "evidence": finding.evidence.text,
        "figures": dict(finding.figures),
        "remedy": finding.remedy.text,
        "fixes": [fix.text for fix in finding.problem.fixes],
        "ground": finding.ground.value,
    }


def _cost_json(project: Project, cost: Cost) -> dict[str, object]:
    room = cost.room
    return {
        "basis": cost.basis.value,
        "device": cost.device,
        "batch": cost.batch,
        "nodes": [{"node": node.path, "type": node.type, "calls": node.calls, **_figures(node)} for node in cost.nodes],
        "total": _figures(cost.total) | {"batch_bytes": cost.batch_bytes, "backward_flops": cost.backward_flops},
        "seconds": cost.seconds or None,
        "peak_bytes": cost.peak,
        "fits": None if room is None else room.fits,
        "free_bytes": None if room is None else room.free,
        "needed_bytes": None if room is None else room.needed,
        "largest_batch": None if room is None else room.largest,
        "notes": [problem_text(project, doubt) for doubt in cost.doubts],
    }


def _figures(node: NodeCost) -> dict[str, int]:
    return {
        "parameters": node.parameters,
        "trainable": node.trainable,
        "flops": node.flops,
        "weight_bytes": node.weights,
        "gradient_bytes": node.gradients,
        "optimizer_bytes": node.optimizer,
        "activation_bytes": node.activations,
        "memory_bytes": node.training,
    }
