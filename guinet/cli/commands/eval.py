"""Run the canvas once, without training: the value at every node. Exit code 1 when a node failed."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from guinet.cli.naming import node_name, problem_text
from guinet.cli.output import print_json

if TYPE_CHECKING:
    from guinet.core.probed import Evaluated, NodeValue, ProbedValue, Statistics
    from guinet.core.problems import Problem
    from guinet.core.project import Project


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a project file")
    parser.add_argument("--weights", type=Path, help="weights for the module: .safetensors or .pt")
    parser.add_argument(
        "--mode", choices=("eval", "train"), help="the mode of all layers; by default eval, without a module train"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(options: argparse.Namespace) -> int:
    from guinet import library
    from guinet.cli.naming import naming

    project = library.load(options.file)
    with naming(project):
        told = library.evaluate(project, options.weights, mode=options.mode).told
    if options.json:
        print_json(_as_json(project, told))
    else:
        _print(project, told)
    return 0 if told.ok else 1


def _print(project: Project, told: Evaluated) -> None:
    names = _names(project)
    for node, value in told.nodes.items():
        several = len(value.outputs) > 1
        for port, output in value.outputs.items():
            name = f"{names[node]}.{port}" if several else names[node]
            print(f"{name} = {output.text}{_about(output)}")
        for problem in value.problems:
            print(f"{problem.severity.value}: {problem_text(project, problem)}")
            if problem.why:
                print(f"    why: {problem.why}")
            for fix in problem.fixes:
                print(f"    remedy: {fix.text}")


def _about(value: ProbedValue) -> str:
    """`    # 2×3 float32`, and the gradient below it."""
    from guinet.core.probed import TensorValue
    from guinet.core.values import shape_text

    if not isinstance(value, TensorValue):
        return ""
    shape = shape_text(value.shape)
    gradient = f"\n    grad = {value.grad}" if value.grad else ""
    return f"    # {shape} {value.dtype}{gradient}"


def _as_json(project: Project, told: Evaluated) -> dict[str, object]:
    names = _names(project)
    return {
        "mode": told.mode,
        "nodes": {names[node]: _node_json(value, names) for node, value in told.nodes.items()},
        "problems": [_problem_json(project, problem) for problem in told.problems],
    }


def _node_json(value: NodeValue, names: Mapping[str, str]) -> dict[str, object]:
    """The facts of the one output stand beside those of the node; of several, each under its name."""
    outputs = {port: _value_json(output, names) for port, output in value.outputs.items()}
    own = next(iter(outputs.values())) if len(outputs) == 1 else {"outputs": outputs} if outputs else {}
    return {
        "state": value.progress.value,
        "code": value.line,
        **own,
        "view_of": names.get(value.view_of),
        "copied": value.copied,
        "stretched": [
            {"port": each.port, "place": each.place, "shape": list(each.shape), "axes": list(each.axes)}
            for each in value.stretched
        ],
        "waits_for": names.get(value.waits_for),
        "seconds": value.seconds,
    }


def _value_json(value: ProbedValue, names: Mapping[str, str]) -> dict[str, object]:
    from guinet.core.probed import SequenceValue, TensorValue

    if isinstance(value, TensorValue):
        return {
            "type": "Tensor",
            "text": value.text,
            "was": value.was or None,
            "shape": list(value.shape),
            "dtype": value.dtype,
            "device": value.device,
            "strides": list(value.strides),
            "offset": value.offset,
            "contiguous": value.contiguous,
            "requires_grad": value.requires_grad,
            "is_leaf": value.is_leaf,
            "grad_fn": value.grad_fn or None,
            "grad": value.grad or None,
            "same_tensor_as": [names[node] for node in value.same],
            "shares_storage_with": [names[node] for node in (*value.same, *value.shares)],
            "statistics": _statistics_json(value.statistics) if value.statistics is not None else None,
        }
    if isinstance(value, SequenceValue):
        items = [_value_json(item, names) for item in value.items]
        return {"type": value.type, "text": value.text, "length": value.length, "items": items}
    return {"type": value.type, "text": value.text}


def _statistics_json(told: Statistics) -> dict[str, object]:
    """Of the finite numbers the least, mean, greatest and standard deviation; the share of zeros; how many are NaN and
    infinite; and a histogram in bars of equal width. null where there is no such number."""
    bars = told.bars
    return {
        "count": told.count,
        "min": told.minimum,
        "mean": told.mean,
        "max": told.maximum,
        "std": told.std,
        "zeros": told.zeros,
        "nan": told.nan,
        "infinite": told.infinite,
        "histogram": {"low": bars.low, "high": bars.high, "counts": list(bars.counts)} if bars is not None else None,
        "estimated": told.estimated,
    }


def _problem_json(project: Project, problem: Problem) -> dict[str, object]:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "node": node_name(project, problem),
        "message": problem.message,
        "expected": problem.expected,
        "got": problem.got,
        "why": problem.why,
        "detail": problem.detail,
        "fixes": [fix.text for fix in problem.fixes],
    }


def _names(project: Project) -> dict[str, str]:
    return {node.id: node.name for node in project.main.nodes.values()}
