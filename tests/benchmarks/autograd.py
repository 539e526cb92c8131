"""The autograd graph: walking it, laying it out, and how many of its lines cross, beside Graphviz dot if it is there.

The layout of canvases of up to 10,000 nodes as well.
"""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Callable, Sequence
from functools import partial
from shutil import which

import numpy as np
import torch
from torch import Tensor, nn

from guinet.core.layered import arranged
from guinet.probe.autograd import Walk
from tests.benchmarks.rows import Row

REPEATS = 7
SIZE = (150.0, 44.0)
Edges = Sequence[tuple[int, int]]


class Layer(nn.Module):
    """A layer of a transformer, its attention written out."""

    def __init__(self, width: int = 32, heads: int = 4) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.first, self.second, self.heads = nn.LayerNorm(width), nn.LayerNorm(width), heads
        self.rest = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x: Tensor) -> Tensor:
        rows, steps, width = x.shape
        y = self.first(x)
        query, key, value = (
            layer(y).view(rows, steps, self.heads, -1).transpose(1, 2) for layer in (self.query, self.key, self.value)
        )
        shares = torch.softmax(query @ key.transpose(-1, -2) / (width // self.heads) ** 0.5, -1)
        x = x + self.out((shares @ value).transpose(1, 2).reshape(rows, steps, width))
        return x + self.rest(self.second(x))


def transformer(layers: int) -> Tensor:
    torch.manual_seed(0)
    result: Tensor = nn.Sequential(*[Layer() for _ in range(layers)])(torch.randn(2, 8, 32)).sum()
    return result


def best(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Milliseconds of the fastest of several."""
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times) * 1000


def laid_out(count: int, edges: Edges) -> np.ndarray:
    """The middles of the nodes."""
    found = arranged(
        {str(node): SIZE for node in range(count)}, [(str(a), str(b), SIZE[1] / 2, SIZE[1] / 2) for a, b in edges]
    )
    return np.array(list(found.positions.values())) + np.array(SIZE) / 2


def by_dot(count: int, edges: Edges) -> np.ndarray:
    """The same by Graphviz, in inches."""
    nodes = f"node[shape=box fixedsize=true width={SIZE[0] / 72:.3f} height={SIZE[1] / 72:.3f}];"
    text = f"digraph{{rankdir=LR;{nodes}{''.join(f'{a}->{b};' for a, b in edges)}}}"
    done = subprocess.run(["dot", "-Tplain"], input=text, capture_output=True, text=True, timeout=120, check=True)
    middles = np.zeros((count, 2))
    for line in done.stdout.splitlines():
        words = line.split()
        if words[0] == "node":
            middles[int(words[1])] = float(words[2]), float(words[3])
    return middles


def crossings(middles: np.ndarray, edges: Edges) -> int:
    """Pairs of straight lines between middles that cross; lines that share an end do not."""
    ends = np.array(list(dict.fromkeys(edges)))
    starts, stops, count = middles[ends[:, 0]], middles[ends[:, 1]], 0

    def side(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
        turned: np.ndarray = (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1])
        return turned - (b[..., 1] - a[..., 1]) * (c[..., 0] - a[..., 0])

    for line in range(len(ends) - 1):
        a, b, others = starts[line], stops[line], ends[line + 1 :]
        c, d = starts[line + 1 :], stops[line + 1 :]
        apart = ~np.isin(others, ends[line]).any(axis=1)
        cross = (side(a, b, c) * side(a, b, d) < 0) & (side(c, d, a) * side(c, d, b) < 0)
        count += int((cross & apart).sum())
    return count


def canvas_of(count: int) -> list[tuple[int, int]]:
    """Edges as a person draws them: mostly on to one of the next nodes, some farther."""
    numbers = random.Random(0)
    edges = [(max(0, node - numbers.randint(1, 3)), node) for node in range(1, count)]
    starts = [numbers.randrange(count - 30) for _ in range(count * 3 // 10)]
    return [*edges, *((start, start + numbers.randint(2, 29)) for start in starts)]


def rows() -> list[Row]:
    found = []
    for layers, target in ((12, "< 20 ms at 1,000"), (48, "< 75 ms at 3,500")):
        found += _graph(layers, target)
    for count, target in ((1000, "< 100 ms"), (10_000, "< 2 s")):
        edges = canvas_of(count)
        took = best(partial(laid_out, count, edges), 1)
        found.append(Row(f"layout of a canvas of {count:,} nodes", f"{took:.0f} ms", target))
    return found


def _graph(layers: int, target: str) -> list[Row]:
    loss, walk = transformer(layers), Walk()
    walk.add([loss])
    edges = [(following, function) for function, following, _ in walk.edges]
    count = len(walk.functions)
    walking, laying = best(lambda: Walk().add([loss])), best(partial(laid_out, count, edges))
    name = f"transformer of {layers} layers, {count} functions"
    rows = [Row(f"{name}: walk and layout", f"{walking:.1f} + {laying:.1f} ms", target)]
    own = crossings(laid_out(count, edges), edges)
    if which("dot") is None:
        return [*rows, Row(f"{name}: crossings", str(own), "dot is not installed")]
    dot = best(partial(by_dot, count, edges), 1)
    theirs = crossings(by_dot(count, edges), edges)
    return [
        *rows,
        Row(f"{name}: crossings / dot's", f"{own} / {theirs}", "≤ 1.1"),
        Row(f"{name}: dot's time / ours", f"{dot / laying:.0f}", "> 1"),
    ]
