"""What runs when the Input of a drawing cannot give anything: it says why, and what waits for it waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import guinet

if TYPE_CHECKING:
    from guinet.core.graph import Block
    from tests.unit.conftest import Sketch


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"shape": (4, -1)}, "shape is (4, -1), but must be at least 0."),
        ({"shape": ("x",)}, "shape is ('x',), but must be a list of whole numbers."),
        ({"shape": (4,), "dtype": "float99"}, "float99"),
    ],
)
def test_an_input_that_gives_nothing_says_why(
    sketch: Sketch, graph: Block, arguments: dict[str, Any], words: str
) -> None:
    sketch.finish(sketch.chain(sketch.entry(**arguments), graph.add("torch.nn.ReLU", name="relu")))

    values = guinet.evaluate(graph.project)

    assert not values
    (problem,) = values.problems
    assert words in problem.message


def test_a_block_of_blocks_waits_for_what_comes_before_it(sketch: Sketch, graph: Block) -> None:
    inner, outer = sketch.new_block("Inner"), sketch.new_block("Outer")
    inside = sketch.inside(inner)
    layer = inner.add("torch.nn.Linear", name="layer")
    inner.set(layer, out_features=3)
    inside.finish(inside.chain(inside.entry(), layer))
    inside = sketch.inside(outer)
    inside.finish(inside.chain(inside.entry(), outer.add("block.inner", name="part"), outer.add("torch.nn.ReLU")))
    misfit = graph.add("torch.nn.Linear", name="misfit")
    graph.set(misfit, in_features=7, out_features=4)
    block = graph.add("block.outer", name="block")
    sketch.finish(sketch.chain(sketch.entry(4), misfit, block))

    values = guinet.evaluate(graph.project)

    assert values.keys() == {"x"}
    (problem,) = values.problems
    assert problem.node == misfit.id
    assert values.told.nodes[block.id].waits_for == misfit.id
