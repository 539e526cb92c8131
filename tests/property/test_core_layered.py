"""Layered layout of any graph: nothing overlaps, wires lead forward, and the same graph is laid out the same."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from guinet.core.layered import arranged, layered

Sizes = dict[str, tuple[float, float]]
Edges = list[tuple[str, str, float, float]]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[Sizes, Edges]:
    count = draw(st.integers(1, 14))
    side = st.integers(1, 60).map(float)
    sizes = {f"n{i}": (draw(side), draw(side)) for i in range(count)}
    node = st.integers(0, count - 1)
    edges: Edges = []
    for a, b in draw(st.lists(st.tuples(node, node), max_size=24)):
        one, other = f"n{a}", f"n{b}"
        share = st.floats(0, 1)
        edges.append((one, other, draw(share) * sizes[one][1], draw(share) * sizes[other][1]))
    return sizes, edges


@given(graphs())
@settings(max_examples=60)
def test_no_two_nodes_overlap(graph: tuple[Sizes, Edges]) -> None:
    sizes, edges = graph
    places = layered(sizes, edges)

    assert list(places) == list(sizes)
    for one, other in combinations(sizes, 2):
        (ax, ay), (bx, by) = places[one], places[other]
        apart_along = ax + sizes[one][0] <= bx or bx + sizes[other][0] <= ax
        assert apart_along or ay + sizes[one][1] <= by or by + sizes[other][1] <= ay


@given(graphs())
@settings(max_examples=60)
def test_wires_without_circles_lead_to_the_right(graph: tuple[Sizes, Edges]) -> None:
    sizes, edges = graph
    numbers = {name: number for number, name in enumerate(sizes)}
    forward = [edge for edge in edges if numbers[edge[0]] < numbers[edge[1]]]

    places = layered(sizes, forward)

    for source, target, *_ in forward:
        assert places[source][0] + sizes[source][0] < places[target][0]


@given(graphs())
@settings(max_examples=30)
def test_all_lies_within_the_extents_and_is_the_same_again(graph: tuple[Sizes, Edges]) -> None:
    sizes, edges = graph
    found = arranged(sizes, edges)

    for name, (x, y) in found.positions.items():
        assert min(x, y) >= 0
        assert x + sizes[name][0] <= found.width + 1
        assert y + sizes[name][1] <= found.height + 1
    assert arranged(sizes, edges) == found
