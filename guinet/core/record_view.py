"""A recorded graph as it is drawn: its functions in boxes by node or by block, opened and closed one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct, field

from guinet.core.layered import Spacing, arranged
from guinet.core.recorded import Flow, Function, Key, Record, flow_text, together

HEIGHT: Final = 44.0
_LETTER: Final = 8.2
"""Pixels that a letter takes on average; what does not fit is cut off when it is painted."""
_NARROW: Final = 96.0
_WIDE: Final = 250.0
LEVELS: Final = 64.0
"""Pixels between the columns of boxes."""
_SPACING: Final = Spacing(levels=LEVELS, nodes=16.0, parts=40.0)

MOST: Final = 400
"""Boxes that can still be taken in: the finest level with no more is shown first."""


class Level(StrEnum):
    """One box for each function, for each run of a node, or for each of the outermost nodes."""

    OPERATION = "operation"
    LAYER = "layer"
    BLOCK = "block"


class BoxKind(StrEnum):
    FUNCTION = "function"
    LEAF = "leaf"
    GROUP = "group"


class View(Struct, frozen=True):
    """What is to be seen: a level, and the boxes of groups that are open or closed against it, by their numbers."""

    level: Level
    opened: frozenset[int] = frozenset()
    closed: frozenset[int] = frozenset()

    def shows(self, calls: Sequence[int]) -> int | None:
        """The group whose box stands for a function that lies in these calls; None for the function itself."""
        for depth, call in enumerate(calls, 1):
            default = self.level is Level.BLOCK or (self.level is Level.LAYER and depth == len(calls))
            if call in self.closed or (default and call not in self.opened):
                return call
        return None


class Box(Struct, frozen=True):
    """`functions` by their places in the record, `calls` the groups it lies in, the outermost first, its own last;
    `keys` the nodes, `home` the one it is, called `node`. `note` is what it keeps, or the gradient that has come to it;
    of a group with one function that; `leaf` the parameter or tensor it adds to. `ends`: a backward pass begins here;
    `fails`: it fails here. `words` is what it is found by, in small letters.
    """

    kind: BoxKind
    title: str
    node: str
    note: str
    functions: tuple[int, ...]
    calls: tuple[int, ...]
    keys: tuple[Key, ...]
    home: Key | None
    bytes: int
    ends: bool
    fails: bool
    words: str
    leaf: str = ""


class Drawing(Struct):
    """Boxes, where they lie (x, y, width, height in pixels), and lines between them: from and to which, and through
    which points, and what comes back along it. A line follows the forward pass, from the left to the right."""

    boxes: list[Box] = field(default_factory=list)
    places: list[tuple[float, float, float, float]] = field(default_factory=list)
    lines: list[tuple[int, int]] = field(default_factory=list)
    points: list[list[tuple[float, float]]] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    width: float = 0.0
    height: float = 0.0


def first_level(record: Record) -> Level:
    """The finest level that has no more than `MOST` boxes."""
    for level in (Level.OPERATION, Level.LAYER):
        if len({_standing(record, View(level), place) for place in range(len(record.functions))}) <= MOST:
            return level
    return Level.BLOCK


def drawn(
    record: Record,
    view: View,
    stopping: Callable[[], bool] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Drawing:
    """The boxes of a view, laid out; `progress` is told how much of that is done, from 0 to 1. Raises
    `layered.LayoutStopped` when `stopping` says so."""
    members: dict[int, list[int]] = {}
    standing = [_standing(record, view, place) for place in range(len(record.functions))]
    for place, number in enumerate(standing):
        members.setdefault(number, []).append(place)
    numbers = {number: index for index, number in enumerate(members)}
    drawing = Drawing([_box(record, number, tuple(places)) for number, places in members.items()])
    # An edge of the record leads back; lines follow the forward pass.
    lines: dict[tuple[int, int], list[Flow]] = {}
    for (place, following), flow in zip(record.edges, record.flows, strict=True):
        if standing[place] != standing[following]:
            lines.setdefault((numbers[standing[following]], numbers[standing[place]]), []).append(flow)
    drawing.lines, drawing.flows = list(lines), [together(flows) for flows in lines.values()]
    _lay_out(drawing, stopping, progress)
    return drawing


def _standing(record: Record, view: View, place: int) -> int:
    """The box of a function: its own place, or below 0 for that of a group."""
    group = view.shows(record.functions[place].calls)
    return place if group is None else -group


def _box(record: Record, number: int, places: tuple[int, ...]) -> Box:
    functions = [record.functions[place] for place in places]
    ends = any(root in places for root in record.roots)
    if number >= 0:
        only = functions[0]
        kind = BoxKind.LEAF if only.leaf else BoxKind.FUNCTION
        words = " ".join((only.op, only.leaf, only.code, *(record.calls[call].name for call in only.calls)))
        home = only.keys[-1] if only.keys else None
        node = record.calls[only.calls[-1]].name if only.calls and not only.leaf else ""
        note, size = _note(only), only.bytes
        return Box(
            kind,
            only.op,
            node,
            note,
            places,
            only.calls,
            only.keys,
            home,
            size,
            ends,
            only.fails,
            words.lower(),
            only.leaf,
        )
    call = record.calls[-number]
    depth = functions[0].calls.index(-number) + 1
    keys = tuple(dict.fromkeys(key for function in functions for key in function.keys))
    words = " ".join({text for each in functions for text in (each.op, each.leaf, each.code)})
    size = sum(each.bytes for each in functions)
    title = call.name if call.kind == call.name else f"{call.name} · {call.kind}"
    calls = functions[0].calls[:depth]
    note = functions[0].op if len(functions) == 1 else ""
    fails, words = any(each.fails for each in functions), f"{title} {words}".lower()
    return Box(BoxKind.GROUP, title, "", note, places, calls, keys, call.key, size, ends, fails, words)


def _note(function: Function) -> str:
    """What a function keeps, in short; of a leaf what it is called, and its gradient where that is short."""
    if function.leaf:
        return f"{function.leaf}.grad = {function.gradient}" if function.gradient else function.leaf
    tensors = [saved for saved in function.saved if saved.is_tensor]
    shown = [f"{saved.name} {'×'.join(map(str, saved.shape))}".rstrip() for saved in tensors if saved.shape is not None]
    return ", ".join(shown)


def _lay_out(drawing: Drawing, stopping: Callable[[], bool] | None, progress: Callable[[float], None] | None) -> None:
    sizes = {str(number): (_width(box), HEIGHT) for number, box in enumerate(drawing.boxes)}
    middle = HEIGHT / 2
    edges = [(str(source), str(target), middle, middle) for source, target in drawing.lines]
    found = arranged(sizes, edges, spacing=_SPACING, stopping=stopping, progress=progress)
    drawing.places = [(*found.positions[name], *size) for name, size in sizes.items()]
    for number, (source, target) in enumerate(drawing.lines):
        x, y, width, _ = drawing.places[source]
        end_x, end_y, _, _ = drawing.places[target]
        drawing.points.append([(x + width, y + middle), *found.routes.get(number, ()), (end_x, end_y + middle)])
    drawing.width, drawing.height = found.width, found.height


def _width(box: Box) -> float:
    """Enough for its title, and for what is said below it in smaller letters."""
    letters = len(box.note) + (len(box.node) + 9 if box.kind is BoxKind.FUNCTION else 0)
    below = max(20, letters + 8) if box.kind is BoxKind.GROUP else letters
    return min(_WIDE, max(_NARROW, 24 + _LETTER * max(len(box.title), 0.8 * below)))


def common(paths: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """The calls in which all of `paths` lie, the outermost first."""
    found: list[int] = []
    for calls in zip(*paths, strict=False):
        if len(set(calls)) > 1:
            break
        found.append(calls[0])
    return tuple(found)


def dot_text(drawing: Drawing) -> str:
    """The boxes and lines in the language of Graphviz."""
    lines = ["digraph autograd {", "  rankdir=LR;", "  node [shape=box];"]
    for number, box in enumerate(drawing.boxes):
        label = _quoted("\n".join(filter(None, (box.title, box.node, box.note))))
        style = ' style=filled fillcolor="#dff3e6"' if box.kind is BoxKind.LEAF else ""
        lines.append(f"  n{number} [label={label}{style}];")
    for (source, target), flow in zip(drawing.lines, drawing.flows, strict=True):
        lines.append(f"  n{source} -> n{target} [label={_quoted(flow_text(flow))}];")
    return "\n".join([*lines, "}", ""])


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
