"""What enters a network that a text describes: found by trying shapes until torch runs all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice, product
from math import isqrt
from typing import Final, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from guinet.compile.shapes import Checker
from guinet.core.changes import SetArgument
from guinet.core.graph import INPUT_KIND, OUTPUT_KIND, Block, BlockData, End, Node
from guinet.core.problems import QT_TRANSLATE_NOOP, Misuse, Problem
from guinet.core.project import MAIN, Project
from guinet.core.report import Report
from guinet.core.values import BATCH, Reference, TensorSpec, Value
from guinet.data import project_specs
from guinet.exchange.python.values import look
from guinet.nodes.registry import REGISTRY

_SIDES: Final = (28, 32, 64, 224, 8, 16, 24, 48, 56, 96, 112, 128, 192, 227, 256, 299, 384, 512, 12, 14, 20, 36, 40, 84)
"""Sides of images that networks are made for, the likeliest first."""

_LENGTHS: Final = (16, 8, 32, 10, 20, 28, 50, 64, 100, 128, 256, 512)
"""Lengths of sequences."""

_MOST_TRIES: Final = 250
_FLATTENING: Final = ("Flatten", "flatten", "view", "reshape")

Guess: TypeAlias = tuple[tuple[int, ...], str]


class Entering(Struct, frozen=True):
    """`blocks` with the shapes that were found; `fits`: whether the network runs on them, `problem` what keeps it from
    that, where it is known; `inputs`: how many there are."""

    blocks: list[BlockData]
    fits: bool
    problem: Problem | None
    inputs: int


class _Tried(Struct, frozen=True):
    """How much is wrong with a guess for each Input, and the first of it."""

    wrong: int
    guess: Mapping[str, Guess]
    problem: Problem | None


def with_inputs(
    blocks: Sequence[BlockData],
    code: Mapping[str, str],
    shapes: Sequence[tuple[int, ...]] = (),
    hints: Sequence[tuple[str, Mapping[str, object]]] = (),
) -> Entering:
    """The blocks with a shape at every Input of the main one (the first) that lets the network run. `shapes` are given
    ones, without the batch, in the order of the inputs; `hints` layers with their arguments, that stand in no block.

    Where none is found, the inputs keep what comes closest. Raises Misuse for more shapes than inputs.
    """
    project = Project(REGISTRY, blocks)
    project.learn(code)
    inputs = [node for node in blocks[0].nodes if node.kind == INPUT_KIND]
    if len(shapes) > len(inputs):
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "{given} shapes are given for what enters, and the network’s inputs are {count}: give one for each",
        )
        raise Misuse(template, given=len(shapes), count=len(inputs))
    choices = {node.id: list(_guesses(project, node, hints)) for node in inputs}
    for node, shape in zip(inputs, shapes, strict=False):
        choices[node.id] = [(shape, dtype) for dtype in dict.fromkeys(dtype for _, dtype in choices[node.id])]
    best = _tried(project, choices)
    nodes = tuple(_shaped(node, best.guess.get(node.id)) for node in blocks[0].nodes)
    fits = not best.wrong or not inputs
    return Entering([replace(blocks[0], nodes=nodes), *blocks[1:]], fits, best.problem, len(inputs))


def _tried(project: Project, choices: Mapping[str, Sequence[Guess]]) -> _Tried:
    """The choice with the least wrong. The first that has nothing wrong ends it.

    The first choice is taken before anything is checked: of what fails, torch can tell only after it has read much more
    of itself.
    """
    checker: Checker | None = None
    best: _Tried | None = None
    for tried in islice(_likeliest(list(choices.values())), _MOST_TRIES):
        guess = dict(zip(choices, tried, strict=True))
        changes = [change for node, (shape, dtype) in guess.items() for change in _set(node, shape, dtype)]
        project.run("", changes)
        if checker is None:
            checker = Checker(project, project_specs(project))
        else:
            checker.update(changes)
        wrong = _wrong(checker.report, project.main)
        if best is None or wrong < best.wrong:
            best = _Tried(wrong, guess, next(iter(checker.report.errors), None))
        if not wrong:
            break
    return best if best is not None else _Tried(0, {}, None)


def _likeliest(choices: Sequence[Sequence[Guess]]) -> Iterator[tuple[Guess, ...]]:
    """One choice for each input: those first where only one input is not given what is likeliest for it."""
    first = [each[0] for each in choices]
    for place in reversed(range(len(choices))):
        for choice in choices[place]:
            yield (*first[:place], choice, *first[place + 1 :])
    yield from product(*choices)


def _set(node: str, shape: tuple[int, ...], dtype: str) -> Iterator[SetArgument]:
    yield SetArgument(MAIN, node, "shape", shape)
    yield SetArgument(MAIN, node, "dtype", dtype)


def _shaped(node: Node, guess: Guess | None) -> Node:
    if guess is None:
        return node
    told: dict[str, Value] = {"shape": guess[0]} if guess[0] else {}
    return replace(node, arguments=told if guess[1] == "float32" else {**told, "dtype": guess[1]})


def _wrong(report: Report, main: Block) -> int:
    """How many errors there are; results that do not follow the batch count as one."""
    found = len(report.errors)
    known = report.nodes.get(MAIN, {})
    for node in main.boundary:
        for wire in main.incoming(node.id) if node.kind == OUTPUT_KIND else ():
            told = known.get(wire.source.node)
            spec = told.outputs.get(wire.source.port) if told is not None else None
            if isinstance(spec, TensorSpec) and BATCH in "".join(map(str, spec.shape)) and BATCH not in spec.shape:
                found += 1
    return found


def _guesses(project: Project, node: Node, hints: Sequence[tuple[str, Mapping[str, object]]]) -> Iterator[Guess]:
    """Shapes that the first layers behind an Input may want, the likeliest first."""
    seen: set[Guess] = set()
    exposed = {argument.name: argument.default for argument in project.main.arguments}
    told: Iterator[tuple[str, Mapping[str, object], bool]] = (
        (kind.rpartition(".")[2], {name: look(value) for name, value in given.items()}, False) for kind, given in hints
    )
    found = _first_layers(project, project.main, End(node.id, "output"), exposed, False)
    for layer, arguments, flat in chain(told, found):
        for shape, dtype in _wanted(layer, arguments, flat):
            if (shape, dtype) not in seen:
                seen.add((shape, dtype))
                yield shape, dtype
    for shape in ((8,), (1,), (3, 32, 32), (16, 8), ()):
        if (shape, "float32") not in seen:
            yield shape, "float32"


def _first_layers(
    project: Project, block: Block, start: End, given: Mapping[str, Value], flat: bool, depth: int = 0
) -> Iterator[tuple[str, dict[str, Value], bool]]:
    """The layers with sizes of their own that a value meets first, with their arguments, and whether it was flattened
    on the way there."""
    waiting, seen = [(start, flat)], {start}
    while waiting:
        end, flat = waiting.pop(0)
        for wire in block.outgoing(end.node, end.port):
            node = block.nodes[wire.target.node]
            arguments = {name: _resolved(value, given) for name, value in node.arguments.items()}
            name = node.kind.rpartition(".")[2]
            if node.block_id in project.blocks and depth < 10:
                inner = project.blocks[node.block_id or ""]
                own = {each.name: each.default for each in inner.arguments} | arguments
                for entry in inner.boundary:
                    if entry.kind == INPUT_KIND and entry.name == wire.target.port:
                        begin = End(entry.id, "output")
                        yield from _first_layers(project, inner, begin, own, flat, depth + 1)
            if (rows := _rows_of_held(block, node, given) or _split_sizes(node)) is not None:
                yield "Linear", {"in_features": rows}, flat
            if node.kind.startswith("torch.nn.") and any(_wanted(name, arguments, flat)):
                yield name, arguments, flat
                continue
            for port in project.ports(block, node).outputs:
                following = End(node.id, port.name)
                if following not in seen and len(seen) < 2_000:
                    seen.add(following)
                    waiting.append((following, flat or name in _FLATTENING))


def _rows_of_held(block: Block, node: Node, given: Mapping[str, Value]) -> int | None:
    """How many rows a matrix has that the module keeps, where a node multiplies with it."""
    if node.kind not in ("torch.matmul", "torch.mm"):
        return None
    for wire in block.incoming(node.id, "other") + block.incoming(node.id, "mat2"):
        size = block.nodes[wire.source.node].arguments.get("size")
        if isinstance(size, tuple) and len(size) > 1 and isinstance(rows := _resolved(size[-2], given), int):
            return rows
    return None


def _split_sizes(node: Node) -> int | None:
    """How long the last dimension is that a node takes apart into pieces of given sizes."""
    sizes = node.arguments.get("split_size_or_sections", node.arguments.get("split_size"))
    if node.arguments.get("dim") != -1 or not isinstance(sizes, tuple):
        return None
    whole = [size for size in sizes if isinstance(size, int)]
    return sum(whole) if len(whole) == len(sizes) else None


def _resolved(value: Value, given: Mapping[str, Value]) -> Value:
    return given.get(value.argument) if isinstance(value, Reference) else value


def _wanted(layer: str, arguments: Mapping[str, object], flat: bool) -> Iterator[Guess]:
    """The shapes that a layer may be given, without the batch."""
    sizes = (
        "in_features",
        "in_channels",
        "input_size",
        "num_features",
        "num_channels",
        "embed_dim",
        "d_model",
        "in1_features",
    )
    size = next((found for name in sizes if isinstance(found := arguments.get(name), int) and found > 0), None)
    if layer.startswith("Embedding"):
        yield from (((length,), "int64") for length in _LENGTHS)
    elif layer == "LayerNorm" or layer == "RMSNorm":
        own = arguments.get("normalized_shape")
        shape = own if isinstance(own, tuple) else (own,)
        whole = tuple(each for each in shape if isinstance(each, int))
        yield from ((whole, "float32"), ((_LENGTHS[0], *whole), "float32"))
    elif size is None:
        return
    elif layer.endswith("2d") or layer == "GroupNorm":
        yield from (((size, side, side), "float32") for side in _SIDES)
    elif layer.endswith("3d"):
        yield from (((size, side, side, side), "float32") for side in (16, 8, 32, 64))
    elif layer.endswith("1d"):
        yield from ([((size,), "float32")] if layer.startswith("Batch") else [])
        yield from (((size, length), "float32") for length in (*_LENGTHS, *_SIDES))
    else:
        yield from _rows(layer, size, flat)


def _rows(layer: str, size: int, flat: bool) -> Iterator[Guess]:
    """For layers over the last dimension: an image where it was flattened, else a row or a sequence of them."""
    for channels in (1, 3) if flat else ():
        side = isqrt(size // channels)
        if side > 1 and channels * side * side == size:
            yield (channels, side, side), "float32"
    if layer.startswith(("Linear", "Bilinear")) or layer.endswith("Cell"):
        yield (size,), "float32"
    yield (_LENGTHS[0], size), "float32"
