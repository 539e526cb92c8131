"""Names of blocks that would hide each other in the text, or that Python would read as something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import torch

import guinet
from guinet.compile.names import identifier
from guinet.core.sharing import share

if TYPE_CHECKING:
    from guinet.core.graph import Block
    from tests.unit.conftest import Sketch


def nested(sketch: Sketch, graph: Block, inner_name: str, outer_name: str) -> tuple[Block, Block]:
    """A Linear in a block, that block and a ReLU in another, which is all of the network."""
    inner, outer = sketch.new_block(inner_name), sketch.new_block(outer_name)
    inside = sketch.inside(inner)
    inside.finish(inside.chain(inside.entry(), inner.add("torch.nn.Linear", name="fc", out_features=3)))
    inside = sketch.inside(outer)
    part = outer.add(f"block.{inner.id}", name="part")
    inside.finish(inside.chain(inside.entry(), part, outer.add("torch.nn.ReLU", name="relu")))
    sketch.finish(sketch.chain(sketch.entry(4), graph.add(f"block.{outer.id}", name="whole")))
    return inner, outer


@pytest.mark.parametrize(
    ("inner", "outer"), [("net", "backbone"), ("net", "net_2"), ("Net", "__class__"), ("__private", "Outer")]
)
def test_any_names_of_blocks_build(sketch: Sketch, graph: Block, inner: str, outer: str) -> None:
    nested(sketch, graph, inner, outer)

    module = guinet.build(graph.project)

    assert [*module.state_dict()] == ["whole.part.fc.weight", "whole.part.fc.bias"]
    x, fc = torch.randn(2, 4), module.get_submodule("whole.part.fc")
    assert torch.equal(module(x), torch.relu(fc(x)))


def test_a_layer_used_twice_hides_no_block_of_its_name(sketch: Sketch, graph: Block) -> None:
    inner, outer = sketch.new_block("same"), sketch.new_block("stack")
    inside = sketch.inside(inner)
    inside.finish(inside.chain(inside.entry(), inner.add("torch.nn.Linear", name="fc", out_features=4)))
    inside = sketch.inside(outer)
    first, second = (outer.add(f"block.{inner.id}", name=name) for name in ("same", "again"))
    share(outer, second.id, first.id)
    inside.finish(inside.chain(inside.entry(), first, second))
    sketch.finish(sketch.chain(sketch.entry(4), graph.add(f"block.{outer.id}", name="whole")))

    module = guinet.build(graph.project)

    x, fc = torch.randn(2, 4), module.get_submodule("whole.same.fc")
    assert torch.equal(module(x), fc(fc(x)))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("for", "for_"),
        ("match", "match_"),
        ("two words", "two_words"),
        ("3d", "part_3d"),
        ("__x__", "x"),
        ("…", "part"),
    ],
)
def test_any_text_becomes_a_name_python_takes(text: str, name: str) -> None:
    assert identifier(text, "part") == name
