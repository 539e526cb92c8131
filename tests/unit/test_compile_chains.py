"""Which nodes the parameters of a generated module belong to, down through blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import guinet
from guinet import data
from guinet.compile.shapes import check
from guinet.compile.source import Source, generate
from guinet.core.graph import Block
from guinet.core.plain import plain
from guinet.core.project import Project
from guinet.storage.examples import example_path

if TYPE_CHECKING:
    from tests.unit.conftest import Sketch


def chains(example: str, *paths: str) -> dict[str, str]:
    project = plain(guinet.load(example_path(example)))
    source = generate(project, check(project, data.project_specs(project)))
    return {path: named(project, source, path) for path in paths}


def named(project: Project, source: Source, path: str) -> str:
    return " > ".join(project.blocks[block].nodes[node].name for block, node in source.chain(path))


def test_through_blocks_that_are_written_as_functions() -> None:
    """`net()` and `chimera()` give an nn.Sequential, whose class does not tell which function made it."""
    found = chains("containers", "0.net.2.bias", "0.linear.weight", "1.weight", "2.linear.weight", "2")

    assert found == {
        "0.net.2.bias": "0 > net > 2",
        "0.linear.weight": "0 > linear",
        "1.weight": "1",
        "2.linear.weight": "2 > linear",
        "2": "2",
    }


def test_copies_in_a_row_are_one_node() -> None:
    found = chains("repeated-blocks", "blocks.0.0.weight", "blocks.3.2.bias", "out.weight")

    assert found == {"blocks.0.0.weight": "blocks > 0", "blocks.3.2.bias": "blocks > 2", "out.weight": "out"}


def test_a_path_that_is_nowhere_has_no_node(sketch: Sketch, graph: Block) -> None:
    sketch.finish(sketch.chain(sketch.entry(4), graph.add("torch.nn.Linear", name="fc", out_features=2)))
    source = sketch.source()

    assert source.chain("fc.weight") == (("main", graph.node("fc").id),)
    assert source.chain("weight") == source.chain("") == ()
