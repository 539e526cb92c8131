"""What a check costs: a ResNet-50 of 176 nodes cold and warm, and edits of it and of a network of 100 nodes.

pytest tests/benchmarks/test_shapes.py -s --override-ini testpaths=tests
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from guinet.compile import meta
from guinet.compile.shapes import Checker, check
from guinet.compile.source import generate
from guinet.core.changes import Change
from guinet.core.graph import Block, End, Node
from guinet.core.project import Project
from guinet.core.values import MISSING, ValueSpec
from guinet.nodes.registry import REGISTRY


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


def edits(project: Project, name: str, argument: str, values: tuple[object, object]) -> Callable[[], object]:
    """Sets an argument to one value and the other in turn, and brings the check up to date."""
    checker = Checker(project, no_data)
    heard: list[tuple[Change, ...]] = []
    project.subscribe(lambda event: heard.append(event.changes))
    turns: Iterator[int] = iter(range(10**6))

    def edit() -> object:
        project.main.set(project.main.node(name), **{argument: values[next(turns) % 2]})
        return checker.update(heard.pop())

    return edit


def test_table_of_checks() -> None:
    resnet, mlp = resnet50(), mlp100()
    assert len(resnet.main.nodes) == 177
    assert check(resnet, no_data).ok
    report = check(resnet, no_data)
    rows = {
        "ResNet-50, cold check": milliseconds(lambda: check(resnet, no_data), before=meta.forget),
        "ResNet-50, warm check": milliseconds(lambda: check(resnet, no_data)),
        "ResNet-50, edit of the stem's width, cold": milliseconds(
            edits(resnet50(), "stem", "out_channels", (48, 64)), before=meta.forget
        ),
        "ResNet-50, edit of the stem's width": milliseconds(edits(resnet50(), "stem", "out_channels", (48, 64))),
        "ResNet-50, edit in the middle, shapes kept": milliseconds(
            edits(resnet50(), "s2b0_conv2", "padding_mode", ("reflect", MISSING))
        ),
        "ResNet-50, source": milliseconds(lambda: generate(resnet, report)),
        "100 nodes, edit of the first width": milliseconds(edits(mlp, "fc0", "out_features", (32, 64))),
        "100 nodes, edit of a width, cold": milliseconds(
            edits(mlp100(), "fc0", "out_features", (32, 64)), before=meta.forget
        ),
    }
    print()
    for name, taken in rows.items():
        print(f"{name:45} {taken:8.2f} ms")
