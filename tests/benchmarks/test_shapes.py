"""What a check and a text cost, whole and after an edit: a network of 100 nodes, and a ResNet-50 of 176.

pytest tests/benchmarks/test_shapes.py -s --override-ini testpaths=tests
"""

from __future__ import annotations

import pickle
import statistics
import time
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from guinet.compile import evaluate
from guinet.compile.shapes import Checker, check
from guinet.compile.source import LiveSource, generate
from guinet.core.changes import (
    AddNode,
    AddWire,
    Change,
    MoveNodes,
    RemoveNode,
    RemoveWire,
    RenameNode,
    SetArgument,
)
from guinet.core.graph import Block, End, Node
from guinet.core.project import MAIN, Project
from guinet.core.values import MISSING, Setting, ValueSpec
from guinet.nodes.registry import REGISTRY
from guinet.session.events import Batch, Checked, SourceChanged
from guinet.session.host import difference


def no_data(node: Node) -> Mapping[str, ValueSpec]:
    raise AssertionError("there are no data nodes")


class Drawing:
    """Adds nodes one behind the other."""

    def __init__(self) -> None:
        self.project = Project(REGISTRY)
        self.graph: Block = self.project.main

    def add(self, name: str, kind: str, *sources: End, **arguments: Any) -> End:
        node = self.graph.add(f"torch.{kind}", name=name, **arguments)
        for port, source in zip(("input", "other"), sources, strict=False):
            self.graph.connect(source, node[port])
        return node["output"]


def resnet50() -> Project:
    """torchvision's ResNet-50, flat: 176 nodes with Input and Output."""
    draw = Drawing()
    end = draw.graph.add("guinet.Input", name="x", shape=(3, 224, 224))["output"]
    end = draw.add("stem", "nn.Conv2d", end, out_channels=64, kernel_size=7, stride=2, padding=3, bias=False)
    end = draw.add("stem_relu", "nn.ReLU", draw.add("stem_bn", "nn.BatchNorm2d", end))
    end = draw.add("pool", "nn.MaxPool2d", end, kernel_size=3, stride=2, padding=1)
    for stage, (width, count) in enumerate(((64, 3), (128, 4), (256, 6), (512, 3))):
        for place in range(count):
            end = bottleneck(draw, f"s{stage}b{place}", end, width, 2 if stage and not place else 1, not place)
    end = draw.add("average", "nn.AdaptiveAvgPool2d", end, output_size=1)
    end = draw.add("fc", "nn.Linear", draw.add("flat", "nn.Flatten", end), out_features=1000)
    draw.graph.connect(end, draw.graph.add("guinet.Output", name="scores")["input"])
    return draw.project


def bottleneck(draw: Drawing, name: str, start: End, width: int, stride: int, projects: bool) -> End:
    end = start
    for step, (kernel, channels) in enumerate(((1, width), (3, width), (1, 4 * width)), 1):
        shape = {"kernel_size": kernel, "padding": kernel // 2, "stride": stride if step == 2 else 1}
        end = draw.add(f"{name}_conv{step}", "nn.Conv2d", end, out_channels=channels, bias=False, **shape)
        end = draw.add(f"{name}_bn{step}", "nn.BatchNorm2d", end)
        if step < 3:
            end = draw.add(f"{name}_relu{step}", "nn.ReLU", end)
    if projects:
        down = {"out_channels": 4 * width, "kernel_size": 1, "stride": stride, "bias": False}
        start = draw.add(f"{name}_down_bn", "nn.BatchNorm2d", draw.add(f"{name}_down", "nn.Conv2d", start, **down))
    return draw.add(f"{name}_relu", "nn.ReLU", draw.add(f"{name}_add", "add", end, start))


def mlp100() -> Project:
    draw = Drawing()
    end = draw.graph.add("guinet.Input", name="x", shape=(64,))["output"]
    for place in range(49):
        end = draw.add(f"fc{place}", "nn.Linear", end, out_features=64)
        end = draw.add(f"relu{place}", "nn.ReLU", end)
    draw.graph.connect(end, draw.graph.add("guinet.Output", name="y")["input"])
    return draw.project


def milliseconds(work: Callable[[], object], rounds: int = 15, before: Callable[[], object] = lambda: None) -> float:
    times = []
    for _ in range(rounds):
        before()
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


PARTS = ("check", "compare", "text", "pickle")

Edits = Callable[[Block], tuple[Change, Change]]
"""Two changes that are made in turn, the second taking back the first."""


def argument(name: str, argument: str, value: Setting) -> Edits:
    def make(graph: Block) -> tuple[Change, Change]:
        node = graph.node(name)
        back = node.arguments.get(argument, MISSING)
        return SetArgument(MAIN, node.id, argument, value), SetArgument(MAIN, node.id, argument, back)

    return make


def move(name: str) -> Edits:
    return lambda graph: (
        MoveNodes(MAIN, {graph.node(name).id: (1.0, 2.0)}),
        MoveNodes(MAIN, {graph.node(name).id: (0.0, 0.0)}),
    )


def disconnect(name: str) -> Edits:
    def make(graph: Block) -> tuple[Change, Change]:
        wire = graph.incoming(graph.node(name).id)[0]
        return RemoveWire(MAIN, wire.id), AddWire(MAIN, wire)

    return make


def add(graph: Block) -> tuple[Change, Change]:
    return AddNode(MAIN, Node("new", "torch.nn.ReLU", "new")), RemoveNode(MAIN, "new")


def rename(name: str) -> Edits:
    return lambda graph: (
        RenameNode(MAIN, graph.node(name).id, f"{name}_2"),
        RenameNode(MAIN, graph.node(name).id, name),
    )


def answer(project: Project, edits: Edits, forget: bool = False, rounds: int = 30) -> tuple[float, ...]:
    """Median milliseconds of what the host does after an edit, part by part (`PARTS`)."""
    checker = Checker(project, no_data)
    live = LiveSource(checker)
    live.write()
    told = checker.report.nodes
    pair = edits(project.main)
    times = []
    for place in range(rounds):
        changes = (pair[place % 2],)
        project.run("Edit", changes)
        if forget:
            evaluate.forget()
        marks = [time.process_time()]
        checker.update(changes)
        marks.append(time.process_time())
        changed, removed = difference(told, checker.report.nodes)
        told = checker.report.nodes
        marks.append(time.process_time())
        text = live.write()
        marks.append(time.process_time())
        problems, parameters = checker.report.problems, checker.report.parameters
        events = (Checked(place, changed, removed, problems, parameters), SourceChanged(place, text.text, text.lines))
        pickle.dumps(Batch(events))
        marks.append(time.process_time())
        times.append([(end - start) * 1000 for start, end in pairwise(marks)])
    return tuple(statistics.median(part) for part in zip(*times, strict=True))


def test_table_of_checks() -> None:
    print()
    print_table("100 nodes", mlp100, first="fc0", last="fc48", width="out_features")
    print_table("ResNet-50", resnet50, first="stem", last="fc", width="out_channels")


def print_table(title: str, make: Callable[[], Project], first: str, last: str, width: str) -> None:
    """`first` and `last` are layers, `width` the argument of the first that says how wide it is."""
    project = make()
    report = check(project, no_data)
    assert report.ok
    print(f"{title}: {len(project.main.nodes)} nodes; milliseconds")
    wholes = {
        "whole check, cold": milliseconds(lambda: check(project, no_data), before=evaluate.forget),
        "whole check, warm": milliseconds(lambda: check(project, no_data)),
        "whole text": milliseconds(lambda: generate(project, report)),
    }
    for name, taken in wholes.items():
        print(f"  {name:28} {taken:8.2f}")
    print(f"  {'answer to an edit':28} {'whole':>8}" + "".join(f"{part:>9}" for part in PARTS))
    rows: Mapping[str, Edits] = {
        "last width": argument(last, "out_features", 7),
        "first width": argument(first, width, 48),
        "move": move(last),
        "wire at the end": disconnect(last),
        "wire at the start": disconnect(first),
        "add": add,
        "rename": rename(last),
    }
    answers = {name: answer(make(), edits) for name, edits in rows.items()}
    answers["first width, cold"] = answer(make(), argument(first, width, 48), forget=True)
    for name, parts in answers.items():
        print(f"  {name:28} {sum(parts):8.2f}" + "".join(f"{part:9.2f}" for part in parts))
