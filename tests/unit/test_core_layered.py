"""Layered layout: columns along the wires, few crossings, nothing on top of anything else."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from itertools import combinations

import pytest

from guinet.core.layered import LayoutStopped, Spacing, arranged, layered
from guinet.core.layered.levels import Wire, cut
from guinet.core.layered.order import inversions
from guinet.core.layered.packing import packed

SIZE = (100.0, 40.0)
Point = tuple[float, float]


def drawn(edges: Sequence[tuple[str, str]]) -> dict[str, Point]:
    """The layout of equal nodes joined in the middle of their sides."""
    names = list(dict.fromkeys(name for edge in edges for name in edge))
    return layered(dict.fromkeys(names, SIZE), [(a, b, 20.0, 20.0) for a, b in edges])


def crossings(places: dict[str, Point], edges: Sequence[tuple[str, str]]) -> int:
    """Pairs of straight wires that cross, from the right sides of the sources to the left sides of the targets."""

    def side(a: Point, b: Point, c: Point) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    lines = [((places[a][0] + 100, places[a][1]), places[b]) for a, b in edges]
    return sum(
        side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
        for (a, b), (c, d) in combinations(lines, 2)
    )


def test_a_chain_is_a_straight_line() -> None:
    places = drawn([("a", "b"), ("b", "c")])

    assert places == {"a": (0.0, 0.0), "b": (160.0, 0.0), "c": (320.0, 0.0)}


def test_wires_of_one_chain_are_straight_at_their_ports() -> None:
    sizes = {"a": (100.0, 40.0), "b": (100.0, 80.0)}

    places = layered(sizes, [("a", "b", 30.0, 10.0)])

    assert places["a"][1] + 30.0 == places["b"][1] + 10.0


def test_nothing_gives_nothing() -> None:
    assert layered({}, []) == {}


def test_a_single_node_stands_in_the_corner() -> None:
    assert layered({"a": SIZE}, []) == {"a": (0.0, 0.0)}


@pytest.mark.parametrize("looks", [True, False])
def test_python_collects_afterwards_as_it_did_before(looks: bool) -> None:
    before, during = gc.isenabled(), list[bool]()
    (gc.enable if looks else gc.disable)()
    try:
        arranged({"a": SIZE}, [], progress=lambda share: during.append(gc.isenabled()))
        with pytest.raises(LayoutStopped):
            arranged({"a": SIZE}, [], stopping=lambda: True)
        after = gc.isenabled()
    finally:
        (gc.enable if before else gc.disable)()

    assert during == [False]
    assert after is looks


def test_an_edge_to_a_node_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        layered({"a": SIZE}, [("a", "b", 0.0, 0.0)])


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        ("right", {"a": (0.0, 0.0), "b": (160.0, 0.0)}),
        ("left", {"a": (160.0, 0.0), "b": (0.0, 0.0)}),
        ("down", {"a": (0.0, 0.0), "b": (0.0, 100.0)}),
        ("up", {"a": (0.0, 100.0), "b": (0.0, 0.0)}),
    ],
)
def test_the_flow_runs_where_it_is_told(direction: str, expected: dict[str, Point]) -> None:
    places = layered(dict.fromkeys("ab", SIZE), [("a", "b", 20.0, 20.0)], direction=direction)  # type: ignore[arg-type]

    assert places == expected


def test_two_ways_that_part_and_meet_do_not_cross() -> None:
    edges = [("in", "left"), ("in", "right"), ("left", "out"), ("right", "out")]

    places = drawn(edges)

    assert crossings(places, edges) == 0
    assert places["left"][0] == places["right"][0]


def test_wires_given_crosswise_are_untangled() -> None:
    """The first of five nodes leads to the last of five others, and so on: one of the rows must turn around."""
    edges = [(f"a{i}", f"b{4 - i}") for i in range(5)] + [("top", f"a{i}") for i in range(5)]

    places = drawn([*edges, *((f"b{i}", "end") for i in range(5))])

    assert crossings(places, edges) == 0


def test_ports_count_when_wires_are_untangled() -> None:
    sizes = {"first": SIZE, "second": SIZE, "add": (100.0, 80.0), "root": SIZE}
    edges = [("root", "first", 20.0, 20.0), ("root", "second", 20.0, 20.0)]

    places = layered(sizes, [*edges, ("first", "add", 20.0, 70.0), ("second", "add", 20.0, 10.0)])

    assert places["second"][1] < places["first"][1], "what goes in above stands above"


def test_what_hangs_on_a_node_stands_beside_it() -> None:
    """A parameter that only the last layer reads is no long wire from the first column."""
    edges = [("in", "a"), ("a", "b"), ("b", "c"), ("weight", "transposed"), ("transposed", "c"), ("a", "unused")]

    places = drawn(edges)

    assert places["transposed"][0] == places["b"][0]
    assert places["weight"][0] == places["a"][0]
    assert places["unused"][0] == places["b"][0]


def test_a_wire_past_other_columns_is_routed_around_what_stands_there() -> None:
    edges = [("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")]
    found = arranged(dict.fromkeys("abcd", SIZE), [(a, b, 20.0, 20.0) for a, b in edges])

    route = found.routes[3]

    assert set(found.routes) == {3}, "the others lead to the next column"
    for name in "bc":
        x, y = found.positions[name]
        assert not any(x <= px <= x + 100 and y <= py <= y + 40 for px, py in route)
    assert [x for x, _ in route] == [160.0, 260.0, 320.0, 420.0], "in and out of each column it passes"


def test_circles_and_loops_are_laid_out_too() -> None:
    places = drawn([("a", "b"), ("b", "c"), ("c", "a"), ("b", "b")])

    assert [places[name][0] for name in "abc"] == [0.0, 160.0, 320.0]


def test_equal_edges_are_one_column_apart() -> None:
    assert drawn([("a", "b"), ("a", "b")]) == {"a": (0.0, 0.0), "b": (160.0, 0.0)}


def test_parts_that_no_wire_joins_lie_apart() -> None:
    edges = [("a", "b"), ("c", "d")]
    places = drawn(edges)

    assert places["a"][1] == places["b"][1]
    assert places["c"][1] == places["d"][1]
    assert places["c"][1] - places["a"][1] == 40.0 + Spacing().parts


def test_many_single_nodes_fill_an_area_not_a_line() -> None:
    found = arranged({str(i): (50.0, 50.0) for i in range(100)}, [])

    assert 0.5 < found.height / found.width < 2
    assert len(set(found.positions.values())) == 100


def test_boxes_fill_a_shelf_before_the_next_one() -> None:
    corners, along, wide = packed([(100.0, 10.0), (40.0, 20.0), (40.0, 30.0)], 10.0)

    assert corners == [(0.0, 0.0), (0.0, 20.0), (50.0, 20.0)]
    assert (along, wide) == (100.0, 50.0)


def test_whoever_stops_waiting_stops_the_work() -> None:
    with pytest.raises(LayoutStopped):
        layered(dict.fromkeys("ab", SIZE), [("a", "b", 0.0, 0.0)], stopping=lambda: True)


def test_progress_rises_to_the_whole() -> None:
    shares: list[float] = []

    layered(dict.fromkeys("abcd", SIZE), [("a", "b", 0.0, 0.0), ("c", "d", 0.0, 0.0)], progress=shares.append)

    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_wires_of_one_output_share_their_way() -> None:
    """a leads to nodes 2, 3 and 4 columns on: one stand-in on each column between, not 1 + 2 + 3."""
    chain = [Wire(i, i + 1) for i in range(4)]

    levels = cut([1.0] * 5, [*chain, Wire(0, 2), Wire(0, 3), Wire(0, 4)])

    assert len(levels.level) - levels.real == 3
    assert levels.routes == {4: [5], 5: [5, 6], 6: [5, 6, 7]}


@pytest.mark.parametrize(
    ("ends", "pairs"), [([], 0), ([1.0, 2.0, 3.0], 0), ([3.0, 2.0, 1.0], 3), ([2.0, 2.0, 1.0, 1.0], 4)]
)
def test_pairs_in_falling_order_are_counted(ends: list[float], pairs: int) -> None:
    assert inversions(ends) == pairs
