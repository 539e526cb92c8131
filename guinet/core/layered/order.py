"""The order of the nodes on each level, so that few wires cross: means of the neighbours, then swaps of neighbours.

After K. Sugiyama, S. Tagawa and M. Toda, "Methods for Visual Understanding of Hierarchical System Structures", IEEE
Trans. SMC 11(2), 1981, with the transposition step of E. Gansner et al., "A Technique for Drawing Directed Graphs",
IEEE Trans. SE 19(3), 1993. Only levels beside a crossing are looked at again, so a nearly drawn graph costs little.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Callable, Iterable, Sequence

from guinet.core.layered.levels import Levels

Rows = list[list[int]]

SWEEPS = 6
IDLE = 2  # sweeps without a better order before it stays as it is


class Ordering:
    """Rows of nodes, one per level, and where each stands: pixels from the start of its row to its middle."""

    def __init__(self, levels: Levels, gap: float) -> None:
        self.levels = levels
        self.gap = gap
        self.at = [0.0] * len(levels.level)
        self.rows: Rows = []
        self.crossings: list[int] = []  # by level, of the wires to the next one
        self.up_lead = self.down_lead = [0.0] * len(self.at)
        if levels.bent:
            self.up_lead = [sum(far) - sum(near) for far, near in zip(levels.up_far, levels.up_near, strict=True)]
            self.down_lead = [sum(far) - sum(near) for far, near in zip(levels.down_far, levels.down_near, strict=True)]

    @property
    def total(self) -> int:
        return sum(self.crossings)

    def take(self, rows: Rows) -> None:
        self.rows = [list(row) for row in rows]
        for row in self.rows:
            self.place(row)
        self.crossings = [self.crossed(level) for level in range(len(rows) - 1)]

    def place(self, row: Iterable[int]) -> None:
        at, sizes, gap, edge = self.at, self.levels.sizes, self.gap, 0.0
        for node in row:
            room = sizes[node] + gap
            at[node] = edge + room / 2
            edge += room

    def crossed(self, level: int) -> int:
        """How many pairs of wires cross between this level and the next."""
        if self.levels.bent:
            return inversions(self._bent_ends(level))
        at, down = self.at, self.levels.down
        ends: list[float] = []
        for node in self.rows[level]:
            targets = down[node]
            if len(targets) == 1:
                ends.append(at[targets[0]])
            elif targets:
                ends.extend(sorted([at[target] for target in targets]))
        return inversions(ends)

    def _bent_ends(self, level: int) -> list[float]:
        """Where the wires of a level end on the next one, in the order in which they leave."""
        at, down, far, near = self.at, self.levels.down, self.levels.down_far, self.levels.down_near
        ends: list[float] = []
        for node in self.rows[level]:
            targets = down[node]
            if len(targets) == 1:
                ends.append(at[targets[0]] + far[node][0])
            elif targets:
                fan = sorted(
                    [
                        (leaves, at[target] + arrives)
                        for leaves, target, arrives in zip(near[node], targets, far[node], strict=True)
                    ]
                )
                ends.extend([end for _, end in fan])
        return ends

    def sweep(self, downwards: bool) -> None:
        """Sort each level beside a crossing by the means of its neighbours on the level before (or after) it."""
        levels, rows, crossings = self.levels, self.rows, self.crossings
        sides, lead = (levels.up, self.up_lead) if downwards else (levels.down, self.down_lead)
        last, moved = len(rows) - 1, False
        for number in range(1, last + 1) if downwards else range(last - 1, -1, -1):
            behind, ahead = (number - 1, number) if downwards else (number, number - 1)
            if moved:
                crossings[behind] = self.crossed(behind)
            elif not crossings[behind] and not (0 <= ahead < last and crossings[ahead]):
                continue
            moved = self._sort(number, sides, lead)
            if moved:
                crossings[behind] = self.crossed(behind)

    def _sort(self, number: int, sides: Sequence[list[int]], lead: Sequence[float]) -> bool:
        row, at = self.rows[number], self.at
        if len(row) < 2:
            return False
        keys = {}
        for node in row:
            side = sides[node]
            if len(side) == 1:
                keys[node] = at[side[0]] + lead[node]
            else:
                keys[node] = (sum([at[other] for other in side]) + lead[node]) / len(side) if side else at[node]
        sorted_row = sorted(row, key=keys.__getitem__)
        if sorted_row == row:
            return False
        self.rows[number] = sorted_row
        self.place(sorted_row)
        return True

    def untangle(self) -> None:
        """`swap` every level beside a crossing, and those beside a level that changed, until none changes."""
        last = len(self.rows) - 1
        looked_at = set(range(last + 1))
        while looked_at:
            changed = [number for number in sorted(looked_at) if self._beside_crossing(number) and self.swap(number)]
            looked_at = {near for number in changed for near in (number - 1, number, number + 1) if 0 <= near <= last}

    def _beside_crossing(self, number: int) -> bool:
        crossings = self.crossings
        return (number > 0 and crossings[number - 1] > 0) or (number < len(crossings) and crossings[number] > 0)

    def swap(self, number: int) -> bool:
        """Exchange nodes that stand side by side where fewer wires cross then. Whether any were."""
        row, better = self.rows[number], False
        ends = [self._ends(node) for node in row]
        for place in range(len(row) - 1):
            (a, b), (c, d) = ends[place], ends[place + 1]
            now = over(a, c) + over(b, d)
            if now and over(c, a) + over(d, b) < now:
                row[place], row[place + 1] = row[place + 1], row[place]
                ends[place], ends[place + 1] = ends[place + 1], ends[place]
                better = True
        if better:
            self.place(row)
            for gap in (number - 1, number):
                if 0 <= gap < len(self.crossings):
                    self.crossings[gap] = self.crossed(gap)
        return better

    def _ends(self, node: int) -> tuple[list[float], list[float]]:
        """Where its wires end on the level before and on the next one, from the first to the last."""
        at, levels = self.at, self.levels
        up, down = levels.up[node], levels.down[node]
        if not levels.bent:
            return sorted([at[other] for other in up]), sorted([at[other] for other in down])
        up_far, down_far = levels.up_far[node], levels.down_far[node]
        return (
            sorted([at[other] + there for other, there in zip(up, up_far, strict=True)]),
            sorted([at[other] + there for other, there in zip(down, down_far, strict=True)]),
        )


def over(first: Sequence[float], second: Sequence[float]) -> int:
    """How many pairs of a wire of `first` and one of `second` cross: the first ends beyond the second."""
    if not first or not second or first[-1] <= second[0]:
        return 0
    return sum([1 for one in first for other in second if one > other])


def inversions(ends: list[float]) -> int:
    """How many pairs of `ends` stand in falling order."""
    count, seen = 0, ends[:1]
    for position in range(1, len(ends)):
        end = ends[position]
        if end < seen[-1]:
            count += position - bisect_right(seen, end)
            insort(seen, end)
        else:
            seen.append(end)
    return count


def first_rows(levels: Levels, from_start: bool) -> Rows:
    """Rows in the order a depth-first walk along the wires meets the nodes: what belongs together stays together."""
    onward, back = (levels.down, levels.up) if from_start else (levels.up, levels.down)
    rows: Rows = [[] for _ in range(levels.count)]
    seen = [False] * len(levels.level)
    waiting = [node for node in range(len(seen) - 1, -1, -1) if not back[node]]
    while waiting:
        node = waiting.pop()
        if seen[node]:
            continue
        seen[node] = True
        rows[levels.level[node]].append(node)
        waiting.extend([other for other in reversed(onward[node]) if not seen[other]])
    return rows


def ordered(levels: Levels, gap: float, step: Callable[[float], None]) -> Rows:
    """The rows with the fewest crossings found. `step` is told now and then about what share of all work is done."""
    ordering = Ordering(levels, gap)
    best: Rows = []
    rows: Rows = []
    fewest = -1
    for from_start in (True, False):
        rows = first_rows(levels, from_start)
        ordering.take(rows)
        step(0.2)
        if fewest < 0 or ordering.total < fewest:
            best, fewest = rows, ordering.total
        if not fewest:
            return best
    if best is not rows:
        ordering.take(best)
    idle = 0
    for sweep in range(SWEEPS):
        ordering.sweep(sweep % 2 == 0)
        step(0.2 + 0.6 * sweep / SWEEPS)
        ordering.untangle()
        idle += 1
        if ordering.total < fewest:
            best, fewest, idle = [list(row) for row in ordering.rows], ordering.total, 0
        if not fewest or idle == IDLE:
            break
    return best
