"""Check a project: problems, and the shape at every node. Exit code 1 when there is an error."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from guinet.cli.naming import node_name, problem_text
from guinet.cli.output import count, print_json, table

if TYPE_CHECKING:
    from guinet.core.problems import Problem
    from guinet.core.project import Project
    from guinet.core.report import NodeReport, Report


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a project file")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(options: argparse.Namespace) -> int:
    from guinet import library

    project = library.load(options.file)
    report = library.check(project)
    if options.json:
        print_json(_as_json(project, report))
    else:
        _print(project, report)
    return 0 if report.ok else 1


def _as_json(project: Project, report: Report) -> dict[str, object]:
    blocks = {
        block_id: {project.blocks[block_id].nodes[node].name: _node_json(each) for node, each in nodes.items()}
        for block_id, nodes in report.nodes.items()
    }
    return {
        "ok": report.ok,
        "problems": [_problem_json(project, problem) for problem in report.problems],
        "nodes": blocks.pop(project.main.id, {}),
        "blocks": blocks,
        "parameters": report.parameters,
    }


def _node_json(report: NodeReport) -> dict[str, object]:
    return {
        "outputs": {port: str(spec) for port, spec in report.outputs.items()},
        "inferred": dict(report.inferred),
        "parameters": report.parameters,
    }


def _problem_json(project: Project, problem: Problem) -> dict[str, object]:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "node": node_name(project, problem),
        "block": problem.block,
        "port": problem.port,
        "argument": problem.argument,
        "message": problem.message,
        "expected": problem.expected,
        "got": problem.got,
        "why": problem.why,
        "fixes": [fix.text for fix in problem.fixes],
    }


def _print(project: Project, report: Report) -> None:
    for block_id, nodes in report.nodes.items():
        block = project.blocks[block_id]
        rows = [
            (block.nodes[node].name, block.nodes[node].kind, _shapes(each), each.parameters)
            for node, each in nodes.items()
        ]
        print(block.name)
        print(table(("node", "kind", "gives", "parameters"), rows))
        print()
    for problem in report.problems:
        print(f"{problem.severity.value}: {problem_text(project, problem)}")
        for fix in problem.fixes:
            print(f"    remedy: {fix.text}")
    print(f"{count(report.parameters, 'parameter')}, {count(len(report.errors), 'error')}")


def _shapes(report: NodeReport) -> str:
    return ", ".join(str(spec) for spec in report.outputs.values()) or "–"
